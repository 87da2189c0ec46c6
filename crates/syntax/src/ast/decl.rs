//! Declarations: what the names of a pact stand for.

use super::{Arith, Cond, Names, Point, ReadingLine, Sets};
use crate::words::{Duration, Moment, Name, Number, Slot, Span, Text, Unit};

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
