//! Clauses, scopes and skips, line by line.

use super::{Burden, Cond, Ends, Operative, Point, Readable, Trigger};
use crate::words::{Name, Ref, Slot, Span, Text};

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
