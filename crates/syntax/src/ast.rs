//! The tree of a `.pact` file: one type for each production of the grammar, in its order.
//!
//! The tree says what was written, not what it means: nothing is desugared, no default is filled
//! in, and every node knows its place. Declared names are already looked up, so a [`Name`] says
//! what it was declared as; whether a clause exists that a [`Ref`] names is asked later.
//! A line that could not be read is not in the tree; it has a diagnostic instead.

#![expect(clippy::large_enum_variant, reason = "trees are walked, seldom moved; boxes would hide the grammar")]

mod bound;
mod clause;
mod decl;
mod operative;
mod point;

pub use crate::words::{
    Comment, Date, Duration, DurationPart, Moment, Name, NameKind, Number, Ref, Rounding, Slot, Span, Status, Text,
    Time, TimeUnit, Unit, Zone,
};
pub use bound::{Arith, ArithKind, Bound, Comparison, Counting, Limit, Operator, Quantity};
pub use clause::{
    Clause, ClauseLine, ClauseLineKind, Clock, Code, Names, NamesKind, Only, Quoteline, Scope, ScopeLine,
    ScopeLineKind, Sets, Skip,
};
pub use decl::{
    ActDecl, ActorDecl, AttributeDecl, ConditionDecl, Decl, DeclKind, EventDecl, EventDefinition, GroupDecl,
    MeasureDecl, MeasureDefinition, Noun, OutsideDecl, PeriodDecl, ReadingDecl, SetDecl, TableDecl, TableRow,
};
pub use operative::{
    ActPhrase, Change, Effect, Goal, InEach, Notice, Operative, OperativeKind, Period, Subject, Target, Window,
    WindowKind,
};
pub use point::{Cond, CondKind, HappenedWhen, Happening, Point, Trigger, TriggerKind};

/// A whole `.pact` file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Pact {
    /// The header; `None` only if the file has no readable `agreement` line.
    pub header: Option<Header>,
    /// Declarations, clauses, scopes, skips in the order written.
    pub items: Vec<Item>,
    /// Every `?` of the file, in order.
    pub holes: Vec<Span>,
    /// Every comment, in order.
    pub comments: Vec<Comment>,
}

impl Pact {
    /// Returns the clauses in the order written.
    pub fn clauses(&self) -> impl Iterator<Item = &Clause> {
        self.items.iter().filter_map(|item| match item {
            Item::Clause(clause) => Some(clause),
            Item::Decl(_) | Item::Scope(_) | Item::Skip(_) => None,
        })
    }

    /// Returns the declarations in the order written.
    pub fn decls(&self) -> impl Iterator<Item = &Decl> {
        self.items.iter().filter_map(|item| match item {
            Item::Decl(decl) => Some(decl),
            Item::Clause(_) | Item::Scope(_) | Item::Skip(_) => None,
        })
    }

    /// Returns the holes inside `span`, for instance inside one clause.
    pub fn holes_in(&self, span: Span) -> impl Iterator<Item = Span> {
        self.holes.iter().copied().filter(move |hole| span.holds(*hole))
    }
}

/// `header`: the `agreement` line and the lines indented below it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Header {
    /// The title.
    pub title: Text,
    /// The lines below, in the order written.
    pub lines: Vec<Readable<Headline>>,
    /// From `agreement` to the end of the last line.
    pub span: Span,
}

/// A line, or the line that one reading puts in its place (`reading NAME: …`).
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Readable<T> {
    /// The line itself.
    Base(T),
    /// What a reading says instead.
    Reading(ReadingLine<T>),
}

/// `readline`: what one reading says instead of the line of the same kind.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ReadingLine<T> {
    /// Which reading.
    pub reading: Slot<Name>,
    /// The line it puts in the place of the base line.
    pub line: T,
    /// The `because` lines indented below it.
    pub because: Vec<Text>,
    /// From `reading` to the end of the line.
    pub span: Span,
}

/// `headline`: a line of the header.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Headline {
    /// What it says.
    pub kind: HeadlineKind,
    /// The place.
    pub span: Span,
}

/// What a line of the header says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum HeadlineKind {
    /// `text "file" [in force POINT]`.
    Text {
        /// The file of the official text.
        file: Text,
        /// Since when this text is in force.
        in_force: Option<Point>,
    },
    /// `signed DATE`, `announced DATE`, `adopted DATE`.
    Dated {
        /// How the agreement came into the world.
        how: Dated,
        /// The day.
        date: Slot<Date>,
    },
    /// `signed in "place"`.
    SignedIn(Text),
    /// `signed for NAME by "person"`.
    SignedFor {
        /// For whom.
        party: Slot<Name>,
        /// The person who signed.
        by: Text,
    },
    /// `witnessed by "…"`.
    WitnessedBy(Text),
    /// `brokered by "…"`.
    BrokeredBy(Text),
    /// `in force POINT`.
    InForce(Point),
    /// `zone ZONE`.
    Zone(Zone),
    /// `burden …`.
    Burden(Burden),
    /// `unseen "…"`: a part of the agreement that is not public.
    Unseen(Text),
    /// `ends …`.
    Ends(Ends),
    /// `term …`.
    Term(Term),
}

/// How an agreement came into the world.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[expect(missing_docs, reason = "each name is the word it stands for")]
pub enum Dated {
    Signed,
    Announced,
    Adopted,
}

/// `term DURATION from POINT [renewed …]`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Term {
    /// How long.
    pub duration: Duration,
    /// From when.
    pub from: Point,
    /// How it is renewed, if it is.
    pub renewal: Option<Renewal>,
}

/// `renewed ("once" | "each time") for DURATION [unless TRIGGER [at least DURATION before the end]]`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Renewal {
    /// `each time` rather than `once`.
    pub each_time: bool,
    /// The length of the new term.
    pub duration: Duration,
    /// What stops the renewal.
    pub unless: Option<Trigger>,
    /// How long before the end the trigger must come to stop it.
    pub notice: Option<Duration>,
    /// The place.
    pub span: Span,
}

/// Who bears the silence of the evidence.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Burden {
    /// `open`: unreported is unknown.
    Open,
    /// `on obligor`: unreported is not done.
    OnObligor,
    /// `on obligee`: unreported is done.
    OnObligee,
}

/// `ends on DATE`, `ends upon TRIGGER`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Ends {
    /// `ends on DATE`.
    On(Slot<Date>),
    /// `ends upon TRIGGER`.
    Upon(Trigger),
}

/// One thing below the header.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Item {
    /// A declaration.
    Decl(Decl),
    /// A clause.
    Clause(Clause),
    /// A scope.
    Scope(Scope),
    /// A part of the text that is not modelled.
    Skip(Skip),
}
