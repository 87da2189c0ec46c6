//! The tree of a `.pact` file: one type for each production of the grammar, in its order.
//!
//! The tree says what was written, not what it means: nothing is desugared, no default is filled
//! in, and every node knows its place. Declared names are already looked up, so a [`Name`] says
//! what it was declared as; whether a clause exists that a [`Ref`] names is asked later.
//! A line that could not be read is not in the tree; it has a diagnostic instead.

#![expect(
    clippy::large_enum_variant,
    reason = "trees are walked, seldom moved; boxes would hide the grammar"
)]

pub use crate::words::{
    Comment, Date, Duration, DurationPart, Moment, Name, NameKind, Number, Ref, Rounding, Slot,
    Span, Status, Text, Time, TimeUnit, Unit, Zone,
};

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
        self.holes
            .iter()
            .copied()
            .filter(move |hole| span.holds(*hole))
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

/// `decl`, with `outside`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Decl {
    /// What is declared.
    pub kind: DeclKind,
    /// From the keyword to the end of the last line that belongs to it.
    pub span: Span,
}

/// What a declaration declares.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum DeclKind {
    /// `party` (kind `Party`) and `outsider` (kind `Outsider`), told apart by the kind of the name.
    Actor(ActorDecl),
    /// `group`.
    Group(GroupDecl),
    /// `set`.
    Set(SetDecl),
    /// `attribute`.
    Attribute(AttributeDecl),
    /// `table`.
    Table(TableDecl),
    /// `event`.
    Event(EventDecl),
    /// `act`.
    Act(ActDecl),
    /// `measure`.
    Measure(MeasureDecl),
    /// `condition`.
    Condition(ConditionDecl),
    /// `period`.
    Period(PeriodDecl),
    /// `reading`.
    Reading(ReadingDecl),
    /// `outside`.
    Outside(OutsideDecl),
}

/// `( "party" | "outsider" ) NAME [STRING] { "also" STRING }`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ActorDecl {
    /// The name.
    pub name: Name,
    /// What the text calls it.
    pub description: Option<Text>,
    /// Other spellings, for the evidence.
    pub also: Vec<Text>,
}

/// `group NAME = NAMES [; NAME answers for it]`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct GroupDecl {
    /// The name.
    pub name: Name,
    /// Its members.
    pub members: Names,
    /// Who answers for it.
    pub answers: Option<Slot<Name>>,
}

/// `set NAME = NAME {, NAME}`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SetDecl {
    /// The name.
    pub name: Name,
    /// Its elements: parties, outsiders and groups where they are declared as such, else `Element`.
    pub elements: Vec<Slot<Name>>,
}

/// `attribute NAME: WORDS {, WORDS}`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AttributeDecl {
    /// The name.
    pub name: Name,
    /// Its values, all of kind `Value`.
    pub values: Vec<Slot<Name>>,
}

/// `table NAME [(UNIT)] for each SET: NAME = NUMBER {; NAME = NUMBER}`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TableDecl {
    /// The name.
    pub name: Name,
    /// The unit, if one is given.
    pub unit: Option<Unit>,
    /// The set whose elements have a number each.
    pub set: Slot<Name>,
    /// The rows.
    pub rows: Vec<TableRow>,
}

/// `NAME = NUMBER` in a table.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TableRow {
    /// The element of the table's set.
    pub element: Slot<Name>,
    /// Its number.
    pub number: Slot<Number>,
    /// The place.
    pub span: Span,
}

/// `event NAME … [for each SETS]`, with the readings below it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EventDecl {
    /// The name.
    pub name: Name,
    /// How it is known to happen.
    pub definition: EventDefinition,
    /// The sets it is declared over.
    pub for_each: Sets,
    /// What readings say instead.
    pub readings: Vec<ReadingLine<EventDefinition>>,
}

/// How an event is known to happen.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum EventDefinition {
    /// By evidence; with the words that describe it, if any.
    Reported(Option<Text>),
    /// `on MOMENT`: fixed.
    On(Slot<Moment>),
    /// `= POINT [unless COND]`.
    At {
        /// The point.
        point: Point,
        /// What, holding at that point, prevents the event.
        unless: Option<Cond>,
    },
}

/// `act NAME [(UNIT)] [as NOUN] [for each SETS]`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ActDecl {
    /// The name.
    pub name: Name,
    /// What its quantity counts.
    pub unit: Option<Unit>,
    /// Its noun, as words: a use of it is a [`Name`] with the act's text and the kind `ActByNoun`.
    pub noun: Option<Noun>,
    /// The sets it is declared over.
    pub for_each: Sets,
}

/// The noun of an act, where it is declared.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Noun {
    /// The words.
    pub text: String,
    /// The place.
    pub span: Span,
}

/// `measure NAME …`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MeasureDecl {
    /// The name.
    pub name: Name,
    /// Observed or computed.
    pub definition: MeasureDefinition,
    /// What readings say instead (of a computed measure).
    pub readings: Vec<ReadingLine<Arith>>,
}

/// Where the value of a measure comes from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum MeasureDefinition {
    /// `(UNIT) [for each SETS]`: from evidence.
    Observed {
        /// The unit.
        unit: Unit,
        /// The sets it is declared over.
        for_each: Sets,
    },
    /// `= ARITH`: from other measures.
    Computed(Arith),
}

/// `condition NAME [STRING] [for each SETS]`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ConditionDecl {
    /// The name.
    pub name: Name,
    /// What the text says of it.
    pub description: Option<Text>,
    /// The sets it is declared over.
    pub for_each: Sets,
}

/// `period NAME = DURATION from POINT`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PeriodDecl {
    /// The name.
    pub name: Name,
    /// The length of each period.
    pub duration: Duration,
    /// When the first one begins.
    pub from: Point,
}

/// `reading NAME STRING`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ReadingDecl {
    /// The name.
    pub name: Name,
    /// What it stands for.
    pub description: Text,
}

/// `outside NAME [STRING]`: commitments that exist elsewhere.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OutsideDecl {
    /// The name.
    pub name: Name,
    /// What they are.
    pub description: Option<Text>,
}

/// `clause REF [STRING]` and the lines indented below it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Clause {
    /// Its reference.
    pub reference: Ref,
    /// The agreement's own heading.
    pub heading: Option<Text>,
    /// The lines below, in the order written.
    pub lines: Vec<Readable<ClauseLine>>,
    /// From `clause` to the end of the last line.
    pub span: Span,
    /// Whether a line of this clause could not be read: nobody should judge it.
    pub damaged: bool,
}

/// `line`: one line of a clause.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ClauseLine {
    /// What it says.
    pub kind: ClauseLineKind,
    /// The place.
    pub span: Span,
}

/// What a line of a clause says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ClauseLineKind {
    /// `quote`, `because`, `note`.
    Quoted(Quoteline),
    /// The operative sentence.
    Operative(Operative),
    /// `owed to NAMES`.
    OwedTo(Names),
    /// `for each SETS`.
    ForEach(Sets),
    /// `acts of NAMES count too`.
    CountToo(Names),
    /// `only acts of NAMES count`.
    OnlyCount(Names),
    /// `upon TRIGGER`.
    Upon(Trigger),
    /// `if COND [at POINT]`.
    If {
        /// The condition.
        cond: Cond,
        /// When it is asked, if not at the trigger.
        at: Option<Point>,
    },
    /// `while COND`.
    While(Cond),
    /// `after clause REF`.
    After(Slot<Ref>),
    /// `excused if COND [at any time]`.
    ExcusedIf {
        /// The condition.
        cond: Cond,
        /// `at any time`.
        at_any_time: bool,
    },
    /// `suspended while COND, CLOCK`.
    SuspendedWhile {
        /// The condition.
        cond: Cond,
        /// What the clock does.
        clock: Clock,
    },
    /// `extended by NOUN`.
    ExtendedBy(Slot<Name>),
    /// `only where …`.
    OnlyWhere(Only),
    /// `time is of the essence`.
    Essence,
    /// `burden …`.
    Burden(Burden),
    /// `survives`.
    Survives,
    /// `ends …`.
    Ends(Ends),
    /// `allow CODE because STRING`.
    Allow {
        /// The code of a warning.
        code: Code,
        /// Why it is all right here.
        because: Text,
    },
}

/// The code of a diagnostic, where an `allow` line names it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Code {
    /// For instance `ceiling-owed`.
    pub text: String,
    /// The place.
    pub span: Span,
}

/// `quoteline`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Quoteline {
    /// `quote`: words of the official text.
    Quote(Text),
    /// `because`: why this was modelled so.
    Because(Text),
    /// `note`: a remark.
    Note(Text),
}

/// `only where ATTRIBUTE ( is | is not ) VALUE {or VALUE}`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Only {
    /// The attribute.
    pub attribute: Slot<Name>,
    /// `is not`.
    pub not: bool,
    /// Values of the attribute (kind `Value`), or sets of the clause (kind `Set`): their element.
    pub values: Vec<Slot<Name>>,
}

/// `scope [STRING] of REF {, REF}` and the lines indented below it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Scope {
    /// The agreement's own heading.
    pub heading: Option<Text>,
    /// The clauses it is about.
    pub clauses: Vec<Slot<Ref>>,
    /// The lines below, in the order written.
    pub lines: Vec<Readable<ScopeLine>>,
    /// From `scope` to the end of the last line.
    pub span: Span,
}

/// One line of a scope.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ScopeLine {
    /// What it says.
    pub kind: ScopeLineKind,
    /// The place.
    pub span: Span,
}

/// What a line of a scope says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ScopeLineKind {
    /// `quote`, `because`, `note`.
    Quoted(Quoteline),
    /// `only where …`.
    OnlyWhere(Only),
    /// `while COND`.
    While(Cond),
    /// `ends …`.
    Ends(Ends),
}

/// `skip STRING` and its `because`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Skip {
    /// Words of the official text that are not modelled.
    pub quote: Text,
    /// Why; `None` only after an error.
    pub because: Option<Text>,
    /// From `skip` to the end of the last line.
    pub span: Span,
}

/// `operative`: the one sentence that says what is asked of whom.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Operative {
    /// What it says.
    pub kind: OperativeKind,
    /// The place.
    pub span: Span,
}

/// The forms of an operative sentence.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum OperativeKind {
    /// `SUBJECT ( must | aims to ) goal …`.
    Duty {
        /// Who.
        subject: Subject,
        /// `aims to` rather than `must`.
        aims: bool,
        /// What.
        goal: Goal,
        /// `in each PERIOD [within DURATION]`.
        in_each: Option<InEach>,
        /// When.
        window: Option<Window>,
        /// `and keep it there`: the place of these words.
        keep_it_there: Option<Span>,
    },
    /// `SUBJECT may act [in each PERIOD] [window]`.
    Right {
        /// Who.
        subject: Subject,
        /// What.
        act: ActPhrase,
        /// `in each PERIOD`.
        in_each: Option<Period>,
        /// When.
        window: Option<Window>,
    },
    /// `SUBJECT can CHANGE [DURATION after NOUN]`.
    Power {
        /// Who.
        subject: Subject,
        /// What the exercise does.
        change: Change,
        /// `DURATION after NOUN`.
        notice: Option<Notice>,
    },
    /// `SUBJECT guarantees clause REF`.
    Guarantee {
        /// Who.
        subject: Subject,
        /// Which clause.
        clause: Slot<Ref>,
    },
    /// `SUBJECT seeks STRING`.
    Seeks {
        /// Who.
        subject: Subject,
        /// What, in words.
        what: Text,
    },
    /// `on EVENT CHANGE`; never `waive` or `extend`.
    Effect {
        /// Upon which event.
        event: Slot<Name>,
        /// What it does.
        change: Change,
    },
}

/// `SUBJECT`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Subject {
    /// One party, outsider or group.
    One(Slot<Name>),
    /// `each SET`.
    Each(Slot<Name>),
    /// `each of NAMES`.
    EachOf(Names),
    /// `NAMES jointly`.
    Jointly(Names),
    /// `someone unnamed`: the place of these words.
    Unnamed(Span),
}

/// `in each PERIOD [within DURATION]`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct InEach {
    /// Which period.
    pub period: Period,
    /// Counted from the period's first day.
    pub within: Option<Duration>,
    /// The place.
    pub span: Span,
}

/// `PERIOD`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Period {
    /// A declared period.
    Declared(Slot<Name>),
    /// `calendar year`.
    CalendarYear,
    /// `calendar month`.
    CalendarMonth,
    /// `week`, Monday to Sunday.
    Week,
    /// `day`.
    Day,
}

/// What a power or an event does to its target.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Change {
    /// Suspend, resume, …
    pub effect: Effect,
    /// On what.
    pub target: Target,
    /// The place.
    pub span: Span,
}

/// The changes that powers and events make.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Effect {
    /// `suspend target, CLOCK`.
    Suspend(Clock),
    /// `resume`.
    Resume,
    /// `end`.
    End,
    /// `start`: of an event only.
    Start,
    /// `waive`: of a power only.
    Waive,
    /// `extend`: of a power only.
    Extend,
}

/// `target`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Target {
    /// `clause REF {, REF}`.
    Clauses(Vec<Slot<Ref>>),
    /// Commitments that exist elsewhere.
    Outside(Slot<Name>),
    /// `the agreement`: the place of these words.
    Agreement(Span),
}

/// `DURATION after NOUN`: the notice of a power.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Notice {
    /// How long after the act the effect comes.
    pub duration: Duration,
    /// The act of the holder that is the exercise.
    pub after: Slot<Name>,
    /// The place.
    pub span: Span,
}

/// `goal`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Goal {
    /// `act` or `not act`.
    Act {
        /// `not`.
        not: bool,
        /// The act.
        act: ActPhrase,
    },
    /// `ensure no act`.
    EnsureNo(ActPhrase),
    /// `bring about EVENT`.
    BringAbout(Slot<Name>),
    /// `bring MEASURE to bound`.
    Bring {
        /// The measure.
        measure: Slot<Name>,
        /// Where to.
        to: Bound,
    },
    /// `keep MEASURE bound`.
    Keep {
        /// The measure.
        measure: Slot<Name>,
        /// Where.
        bound: Bound,
    },
    /// `see to it that CONDITION`.
    SeeToIt(Slot<Name>),
}

/// `act`: `ACT [: quantity]`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ActPhrase {
    /// The act.
    pub act: Slot<Name>,
    /// How much of it.
    pub quantity: Option<Quantity>,
    /// The place.
    pub span: Span,
}

/// How much of an act.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Quantity {
    /// `at least`, `at most`, `exactly`, `up to` a number.
    Counted {
        /// Which of them.
        how: Counting,
        /// The number.
        number: Slot<Number>,
        /// The unit, if written.
        unit: Option<Unit>,
        /// The place.
        span: Span,
    },
    /// `as many [UNIT]`: the quantity of the record that triggered.
    AsMany {
        /// The unit, if written.
        unit: Option<Unit>,
        /// The place.
        span: Span,
    },
}

/// How a quantity of an act is limited.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[expect(missing_docs, reason = "each name is the words it stands for")]
pub enum Counting {
    AtLeast,
    AtMost,
    Exactly,
    UpTo,
}

/// `bound`: where a level should be.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Bound {
    /// `zero`, `at zero`: the place of these words.
    Zero(Span),
    /// A comparison with a limit.
    Compared {
        /// Which comparison.
        how: Comparison,
        /// With what.
        limit: Limit,
        /// The place.
        span: Span,
    },
}

/// How a level is compared with its limit.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[expect(missing_docs, reason = "each name is the words it stands for")]
pub enum Comparison {
    AtLeast,
    AtMost,
    Exactly,
    Below,
    Above,
}

/// What a level is compared with.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Limit {
    /// `NUMBER [UNIT]`.
    Number {
        /// The number.
        number: Slot<Number>,
        /// The unit, if written.
        unit: Option<Unit>,
    },
    /// `NUMBER % of MEASURE [on DATE]`.
    Percent {
        /// How many per cent.
        number: Slot<Number>,
        /// Of which measure.
        of: Slot<Name>,
        /// Its level on this day, rather than now.
        on: Option<Slot<Date>>,
    },
    /// Arithmetic that is more than one number.
    Arith(Arith),
}

/// `window`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Window {
    /// Which form.
    pub kind: WindowKind,
    /// The place.
    pub span: Span,
}

/// The forms of a window.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum WindowKind {
    /// `on POINT`.
    On(Point),
    /// `by POINT`.
    By(Point),
    /// `before POINT`.
    Before(Point),
    /// `within DURATION of POINT`.
    Within {
        /// How long.
        duration: Duration,
        /// Since when.
        of: Point,
    },
    /// `from POINT [until POINT]`.
    From {
        /// Since when.
        from: Point,
        /// Until when.
        until: Option<Point>,
    },
    /// `until POINT`.
    Until(Point),
    /// `throughout`.
    Throughout,
    /// `at once`.
    AtOnce,
    /// `with no deadline`.
    NoDeadline,
}

/// `POINT`: a point in time. `failing which` binds loosest: `6 months after A failing which B`
/// is `(6 months after A) failing which B`, and it groups to the right.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Point {
    /// A date, with a time if written; or a `?`.
    Moment(Slot<Moment>),
    /// A declared event, or the first such act (by its noun or name).
    Happening(Name),
    /// `signature`: the place of the word.
    Signature(Span),
    /// `entry into force`: the place of these words.
    EntryIntoForce(Span),
    /// `DURATION after POINT`.
    After {
        /// How long.
        duration: Duration,
        /// After what.
        point: Box<Point>,
    },
    /// `DURATION before POINT`.
    Before {
        /// How long.
        duration: Duration,
        /// Before what.
        point: Box<Point>,
    },
    /// `fulfilment of clause REF`.
    Fulfilment(Slot<Ref>, Span),
    /// `violation of clause REF`.
    Violation(Slot<Ref>, Span),
    /// `POINT failing which POINT`.
    FailingWhich(Box<Point>, Box<Point>),
    /// `the earlier of POINT and POINT`.
    Earlier(Box<Point>, Box<Point>),
    /// `the later of POINT and POINT`.
    Later(Box<Point>, Box<Point>),
}

impl Point {
    /// Returns the place.
    pub fn span(&self) -> Span {
        match self {
            Point::Moment(Slot::Known(moment)) => moment.span,
            Point::Moment(Slot::Hole(span)) => *span,
            Point::Happening(name) => name.span,
            Point::Signature(span) | Point::EntryIntoForce(span) => *span,
            Point::After { duration, point } | Point::Before { duration, point } => {
                duration.span.to(point.span())
            }
            Point::Fulfilment(_, span) | Point::Violation(_, span) => *span,
            Point::FailingWhich(a, b) | Point::Earlier(a, b) | Point::Later(a, b) => {
                a.span().to(b.span())
            }
        }
    }
}

/// `TRIGGER`. An event may also be one of the built-in `signature` and `entry into force`:
/// then its name has that text and the kind `Event`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Trigger {
    /// Which form.
    pub kind: TriggerKind,
    /// The place.
    pub span: Span,
}

/// The forms of a trigger.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum TriggerKind {
    /// A bare event.
    Event(Slot<Name>),
    /// `the first …`.
    First(Happening),
    /// `each …`.
    Each(Happening),
    /// `violation of clause REF`.
    Violation(Slot<Ref>),
    /// `fulfilment of clause REF`.
    Fulfilment(Slot<Ref>),
}

/// `( EVENT | NOUN ) [by NAMES]`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Happening {
    /// The event or act.
    pub what: Slot<Name>,
    /// Whose; if none, anybody's.
    pub by: Option<Names>,
}

/// `COND`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Cond {
    /// Which form.
    pub kind: CondKind,
    /// The place.
    pub span: Span,
}

/// The forms of a condition. `not` binds tightest, then `and`, then `or`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum CondKind {
    /// `CONDITION holds`, `CONDITION does not hold`.
    Holds {
        /// The condition.
        condition: Slot<Name>,
        /// `does not hold`.
        not: bool,
    },
    /// `… has happened …`.
    HasHappened {
        /// The event or act.
        what: Slot<Name>,
        /// When.
        when: Option<HappenedWhen>,
    },
    /// `MEASURE is bound`.
    Level {
        /// The measure.
        measure: Slot<Name>,
        /// Where it is.
        bound: Bound,
    },
    /// `clause REF is [not] STATUS`.
    Clause {
        /// Which clause.
        clause: Slot<Ref>,
        /// `is not`.
        not: bool,
        /// The status.
        status: Status,
    },
    /// `not COND`.
    Not(Box<Cond>),
    /// At least two, joined by `and`.
    And(Vec<Cond>),
    /// At least two, joined by `or`.
    Or(Vec<Cond>),
    /// `( COND )`.
    Brackets(Box<Cond>),
}

/// When something has happened.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum HappenedWhen {
    /// `since POINT`.
    Since(Point),
    /// `by POINT`.
    By(Point),
    /// `within DURATION before POINT`.
    Within {
        /// How long.
        duration: Duration,
        /// Before what.
        before: Point,
    },
}

/// `ARITH`, with the usual precedence: `*` and `/` before `+` and `-`, from left to right.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Arith {
    /// Which form.
    pub kind: ArithKind,
    /// The place.
    pub span: Span,
}

/// The forms of arithmetic.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ArithKind {
    /// A number (or a `?`).
    Number(Slot<Number>),
    /// `MEASURE [on DATE]`.
    Measure {
        /// The measure.
        name: Name,
        /// Its level on this day, rather than now.
        on: Option<Slot<Date>>,
    },
    /// A table: its number at the clause's element.
    Table(Name),
    /// Two operands.
    Binary {
        /// The left one.
        left: Box<Arith>,
        /// The sign.
        operator: Operator,
        /// The right one.
        right: Box<Arith>,
    },
    /// `( ARITH )`.
    Brackets(Box<Arith>),
}

/// The signs of arithmetic.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Operator {
    /// `+`.
    Plus,
    /// `-`.
    Minus,
    /// `*`.
    Times,
    /// `/`.
    Divided,
}

/// `NAMES`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Names {
    /// A list, or `the other SET`.
    pub kind: NamesKind,
    /// The place.
    pub span: Span,
}

/// A list of names, or the other element of a set of two.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum NamesKind {
    /// At least one party, outsider or group.
    List(Vec<Slot<Name>>),
    /// `the other SET`.
    TheOther(Slot<Name>),
}

/// `SETS`: names of sets, in the order written; empty where no `for each` is written.
pub type Sets = Vec<Slot<Name>>;

/// `CLOCK`: what a suspension does to the deadline.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Clock {
    /// `clock stops`: the time is added.
    Stops,
    /// `clock runs`: the deadline stays.
    Runs,
}
