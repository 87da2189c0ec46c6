//! What an agreement asks of whom: names resolved, every clause lowered to one of four goals.
//!
//! Readings are resolved here: an [`Agreement`] holds one [`Terms`] for the words without any reading
//! and one for each declared reading, so nothing downstream has to know what a reading line replaces.

use crate::amount::Amount;
use crate::time::{CivilDay, Moment, Span, Zone};
pub use servanda_syntax::ast::{Burden, Clock, Comparison, Operator};
pub use servanda_syntax::words::Status;

macro_rules! id {
    ($(#[$doc:meta] $name:ident),* $(,)?) => {$(
        #[$doc]
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub struct $name(pub usize);
    )*};
}

id! {
    /// The place of an actor in [`Terms::actors`].
    ActorId,
    /// The place of a set in [`Terms::sets`].
    SetId,
    /// The place of an event in [`Terms::events`].
    EventId,
    /// The place of an act in [`Terms::acts`].
    ActId,
    /// The place of a measure in [`Terms::measures`].
    MeasureId,
    /// The place of a condition in [`Terms::conditions`].
    ConditionId,
    /// The place of an attribute in [`Terms::attributes`].
    AttributeId,
    /// The place of a table in [`Terms::tables`].
    TableId,
    /// The place of a norm in [`Terms::norms`].
    NormId,
}

/// An agreement that can be asked for verdicts.
#[derive(Clone, Debug)]
pub struct Agreement {
    /// Its title.
    pub title: String,
    /// The names of the declared readings, in the order declared.
    pub readings: Vec<String>,
    /// What the words say without any reading.
    pub base: Terms,
    /// What they say under each reading, in the order of `readings`.
    pub by_reading: Vec<Terms>,
}

impl Agreement {
    /// Returns the terms under a reading, or without one.
    pub fn terms(&self, reading: Option<usize>) -> &Terms {
        reading.map_or(&self.base, |index| &self.by_reading[index])
    }
}

/// Everything an agreement says under one reading.
#[derive(Clone, Debug)]
pub struct Terms {
    /// The header's zone.
    pub zone: Zone,
    /// The day of signature (or announcement, or adoption).
    pub signature: CivilDay,
    /// The day of entry into force; the signature where the header says nothing.
    pub entry_into_force: Point,
    /// `ends …` and `term …` of the header.
    pub ends: Vec<Ends>,
    /// `term …` of the header.
    pub term: Option<Term>,
    /// Parties, outsiders and groups, in the order declared.
    pub actors: Vec<Actor>,
    /// Sets, in the order declared; then the unnamed ones of `each of A and B`.
    pub sets: Vec<Set>,
    /// Attributes.
    pub attributes: Vec<Attribute>,
    /// Events.
    pub events: Vec<Event>,
    /// Acts.
    pub acts: Vec<Act>,
    /// Measures.
    pub measures: Vec<Measure>,
    /// Conditions.
    pub conditions: Vec<Condition>,
    /// Tables.
    pub tables: Vec<Table>,
    /// Commitments that exist elsewhere.
    pub outsides: Vec<String>,
    /// The clauses, in the order written; `1` is followed by `1/ceiling` or `1/kept`.
    pub norms: Vec<Norm>,
}

/// A party, an outsider, or a group of them.
#[derive(Clone, Debug)]
pub struct Actor {
    /// The declared name.
    pub name: String,
    /// Other spellings.
    pub also: Vec<String>,
    /// Whether it is a party.
    pub party: bool,
    /// The members, for a group; empty for one actor. Groups in groups are already resolved.
    pub members: Vec<ActorId>,
    /// For a group, who answers for it.
    pub answers: Option<ActorId>,
}

/// A finite set that clauses are written over.
#[derive(Clone, Debug)]
pub struct Set {
    /// The declared name; empty for the set of `each of A and B`.
    pub name: String,
    /// Its elements.
    pub elements: Vec<Element>,
}

impl Set {
    /// Returns whether every element is an actor, so that a record's `actor` fills the index.
    pub fn of_actors(&self) -> bool {
        self.elements.iter().all(|element| element.actor.is_some())
    }
}

/// An element of a set.
#[derive(Clone, Debug)]
pub struct Element {
    /// Its name.
    pub name: String,
    /// The actor it is, if it is one.
    pub actor: Option<ActorId>,
}

/// An attribute of records, for `only where`.
#[derive(Clone, Debug)]
pub struct Attribute {
    /// The declared name.
    pub name: String,
    /// The declared values.
    pub values: Vec<String>,
}

/// Something that happens once (for each element of its sets).
#[derive(Clone, Debug)]
pub struct Event {
    /// The declared name.
    pub name: String,
    /// The sets it is declared over.
    pub over: Vec<SetId>,
    /// How it is known to happen.
    pub definition: EventDefinition,
}

/// How an event is known to happen.
#[derive(Clone, Debug)]
pub enum EventDefinition {
    /// By evidence.
    Reported,
    /// At a fixed moment.
    On(Moment),
    /// At a point computed from others, unless a condition holds then.
    At {
        /// The point.
        point: Point,
        /// What prevents it.
        unless: Option<Cond>,
    },
}

/// Something somebody does, that can be counted.
#[derive(Clone, Debug)]
pub struct Act {
    /// The declared name.
    pub name: String,
    /// The noun of `as …`.
    pub noun: Option<String>,
    /// What its quantity counts; none counts occurrences.
    pub unit: Option<String>,
    /// The sets it is declared over.
    pub over: Vec<SetId>,
}

/// A level that can be observed, or computed from others.
#[derive(Clone, Debug)]
pub struct Measure {
    /// The declared name.
    pub name: String,
    /// The unit; none for a computed measure.
    pub unit: Option<String>,
    /// The sets it is declared over.
    pub over: Vec<SetId>,
    /// The arithmetic of a computed measure.
    pub computed: Option<Arith>,
}

/// Something only a finding decides.
#[derive(Clone, Debug)]
pub struct Condition {
    /// The declared name.
    pub name: String,
    /// The sets it is declared over.
    pub over: Vec<SetId>,
}

/// A number for each element of a set.
#[derive(Clone, Debug)]
pub struct Table {
    /// The declared name.
    pub name: String,
    /// The set.
    pub set: SetId,
    /// One number for each element, in the set's order.
    pub numbers: Vec<Amount>,
}

/// One commitment, right, power or effect: a clause lowered to its core.
#[derive(Clone, Debug)]
pub struct Norm {
    /// The clause it comes from, for instance `1.A.2`.
    pub clause: String,
    /// Its own reference: the clause, `CLAUSE/ceiling` or `CLAUSE/kept`.
    pub reference: String,
    /// The agreement's own heading.
    pub heading: Option<String>,
    /// The words quoted from the official text.
    pub quotes: Vec<String>,
    /// Where the operative sentence stands in the pact file.
    pub place: servanda_syntax::Span,
    /// Whether it is judged once for every declared reading (row V1).
    pub split: bool,
    /// Whether a `?` in it keeps it from being judged.
    pub hole: bool,
    /// Duty, right, power, …
    pub force: Force,
    /// Who.
    pub subject: Subject,
    /// To whom it is owed.
    pub owed_to: Vec<ActorRef>,
    /// The sets of `for each`, after the subject's.
    pub over: Vec<SetId>,
    /// Whose acts count (row H1).
    pub performers: Performers,
    /// `upon …`.
    pub upon: Option<Upon>,
    /// `if … [at …]`.
    pub only_if: Option<(Cond, Option<Point>)>,
    /// `while …`, of the clause and of its scopes.
    pub only_while: Vec<Cond>,
    /// `after clause …`.
    pub after: Vec<NormId>,
    /// `excused if … [at any time]`.
    pub excuse: Option<Excuse>,
    /// `suspended while …, clock …`.
    pub suspended: Vec<(Cond, Clock)>,
    /// `extended by …`.
    pub extended_by: Option<ActId>,
    /// `only where …`, of the clause and of its scopes.
    pub only_where: Vec<Only>,
    /// The window; for a goal `in each` period without one, the whole time in force.
    pub window: Window,
    /// `in each PERIOD`.
    pub in_each: Option<InEach>,
    /// `time is of the essence`.
    pub essence: bool,
    /// Who bears silence.
    pub burden: Burden,
    /// `survives`.
    pub survives: bool,
    /// `ends …`, of the clause and of its scopes.
    pub ends: Vec<Ends>,
}

/// What kind of thing a norm is, and its goal.
#[derive(Clone, Debug)]
pub enum Force {
    /// `must`: judged by D1–D13 (at least, reach) or F1–F10 (at most, keep).
    Duty(Goal),
    /// `aims to`: the same lists, row A1.
    Aim(Goal),
    /// `may`: F1–F8, R9–R11; always `AtMost`.
    Right(Goal),
    /// `can`: O1–O6.
    Power(Power),
    /// `on EVENT …`: X1.
    Effect {
        /// Upon which event.
        event: EventId,
        /// What it does.
        change: Change,
    },
    /// `guarantees clause`: Y1. The norms of that clause (one, or two with a suffix).
    Guarantee(Vec<NormId>),
    /// `seeks`: never judged; also a guarantee of something outside.
    Hortatory,
}

/// The four goals.
#[derive(Clone, Debug)]
pub enum Goal {
    /// At least so much of an act.
    AtLeast(Counted, Quantity),
    /// At most so much of an act.
    AtMost(Counted, Quantity),
    /// A level is inside a bound at some moment of the window.
    Reach(Level),
    /// A level is never outside a bound in the window; for `CLAUSE/kept`, the norm of the reach.
    Keep(Level, Option<NormId>),
}

/// What is counted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Counted {
    /// A declared act.
    Act(ActId),
    /// A declared event (`bring about`).
    Event(EventId),
}

/// How much.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Quantity {
    /// A number.
    Number(Amount),
    /// `as many`: the quantity of the record that triggered.
    AsMany,
    /// Without limit: a right that names no quota.
    Unlimited,
}

/// A level and where it should be.
#[derive(Clone, Debug)]
pub enum Level {
    /// A measure and a bound.
    Measure(MeasureId, Bound),
    /// A condition that holds.
    Condition(ConditionId),
}

/// Where a level should be: compared with a number, a percentage of a measure, or arithmetic.
#[derive(Clone, Debug)]
pub struct Bound {
    /// How. `at zero` is exactly 0.
    pub how: Comparison,
    /// With what.
    pub limit: Arith,
}

/// Arithmetic over measures, tables and numbers.
#[derive(Clone, Debug)]
pub enum Arith {
    /// A number.
    Number(Amount),
    /// A measure, now or on a day.
    Measure(MeasureId, Option<CivilDay>),
    /// A table at the clause's element.
    Table(TableId),
    /// Two operands.
    Binary(Box<Arith>, Operator, Box<Arith>),
}

/// Who a sentence is about.
#[derive(Clone, Debug)]
pub enum Subject {
    /// One actor or group.
    One(ActorId),
    /// One instance for each element of a set.
    Each(SetId),
    /// All of them together: acts of either count.
    Jointly(Vec<ActorId>),
    /// `someone unnamed`.
    Unnamed,
    /// No subject (`on EVENT`).
    None,
}

/// An actor, or the other element of the set of the subject.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ActorRef {
    /// A declared actor or group.
    Actor(ActorId),
    /// `the other SET`.
    TheOther(SetId),
}

/// Whose acts count besides the obligor's (row H1).
#[derive(Clone, Debug)]
pub enum Performers {
    /// The obligor, the groups it answers for, and these.
    AndAlso(Vec<ActorRef>),
    /// Only these.
    Only(Vec<ActorRef>),
    /// Anyone (`must ensure no`, events).
    Anyone,
}

/// What starts a clause.
#[derive(Clone, Debug)]
pub struct Upon {
    /// What happens.
    pub what: Occurrence,
    /// `each`: one instance per occurrence.
    pub each: bool,
    /// By whom; empty is anybody.
    pub by: Vec<ActorRef>,
}

/// Something that happens at a time.
#[derive(Clone, Debug)]
pub enum Occurrence {
    /// A declared event.
    Event(EventId),
    /// A declared act.
    Act(ActId),
    /// `signature`.
    Signature,
    /// `entry into force`.
    EntryIntoForce,
    /// `violation of clause …` (row B2).
    Violation(Vec<NormId>),
    /// `fulfilment of clause …` (row B2).
    Fulfilment(Vec<NormId>),
}

/// A point in time.
#[derive(Clone, Debug)]
pub enum Point {
    /// A moment written down.
    Moment(Moment),
    /// The (first) time something happens.
    Occurrence(Occurrence),
    /// A duration after a point.
    After(Span, Box<Point>),
    /// A duration before a point.
    Before(Span, Box<Point>),
    /// The first, if it has happened by the second; else the second (row W8).
    FailingWhich(Box<Point>, Box<Point>),
    /// The earlier of two.
    Earlier(Box<Point>, Box<Point>),
    /// The later of two.
    Later(Box<Point>, Box<Point>),
}

/// A condition.
#[derive(Clone, Debug)]
pub enum Cond {
    /// A condition holds.
    Holds(ConditionId),
    /// An event or act has happened.
    Happened(Occurrence, HappenedWhen),
    /// A level is inside a bound.
    Level(MeasureId, Bound),
    /// A clause has a status. The norms of that clause.
    Clause(Vec<NormId>, Status),
    /// Not.
    Not(Box<Cond>),
    /// All of them.
    And(Vec<Cond>),
    /// At least one of them.
    Or(Vec<Cond>),
}

/// When something has happened.
#[derive(Clone, Debug)]
pub enum HappenedWhen {
    /// At any time until now.
    Ever,
    /// Since a point.
    Since(Point),
    /// By a point.
    By(Point),
    /// Within a duration before a point.
    Within(Span, Point),
}

/// `excused if`.
#[derive(Clone, Debug)]
pub struct Excuse {
    /// The condition.
    pub cond: Cond,
    /// Whether it is enough that it held on any day of the window.
    pub at_any_time: bool,
}

/// `only where ATTRIBUTE is VALUE or VALUE`.
#[derive(Clone, Debug)]
pub struct Only {
    /// The attribute.
    pub attribute: AttributeId,
    /// `is not`.
    pub not: bool,
    /// The values.
    pub values: Vec<OnlyValue>,
}

/// A value of `only where`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum OnlyValue {
    /// A declared value.
    Value(String),
    /// The clause's element of this set.
    ElementOf(SetId),
}

/// When.
#[derive(Clone, Debug)]
pub enum Window {
    /// `on P`.
    On(Point),
    /// `by P`.
    By(Point),
    /// `before P`.
    Before(Point),
    /// `within D of P`.
    Within(Span, Point),
    /// `from P [until Q]`.
    From(Point, Option<Point>),
    /// `until P`.
    Until(Point),
    /// `throughout`.
    Throughout,
    /// `at once`.
    AtOnce,
    /// `with no deadline`.
    NoDeadline,
}

/// `in each PERIOD [within D]`.
#[derive(Clone, Debug)]
pub struct InEach {
    /// Which period.
    pub period: Period,
    /// Counted from the period's first day.
    pub within: Option<Span>,
}

/// A division of time.
#[derive(Clone, Debug)]
pub enum Period {
    /// A declared one.
    Declared {
        /// Its name.
        name: String,
        /// Its length.
        length: Span,
        /// When the first one begins.
        from: Box<Point>,
    },
    /// January to December.
    CalendarYear,
    /// The first to the last day of a month.
    CalendarMonth,
    /// Monday to Sunday.
    Week,
    /// One day.
    Day,
}

/// `can CHANGE [D after NOUN]`.
#[derive(Clone, Debug)]
pub struct Power {
    /// What an exercise does.
    pub change: Change,
    /// The notice: the act that is the exercise, and how long after it the effect comes.
    pub notice: Option<(Span, ActId)>,
}

/// What a power or an event does.
#[derive(Clone, Debug)]
pub struct Change {
    /// Suspend, resume, …
    pub effect: Effect,
    /// On what.
    pub target: Target,
}

pub use servanda_syntax::ast::Effect;

/// What a change acts on.
#[derive(Clone, Debug)]
pub enum Target {
    /// These clauses.
    Norms(Vec<NormId>),
    /// Commitments that exist elsewhere: nothing here moves.
    Outside(usize),
    /// Every clause.
    Agreement,
}

/// `ends on DATE`, `ends upon TRIGGER`.
#[derive(Clone, Debug)]
pub enum Ends {
    /// On a day.
    On(CivilDay),
    /// When something happens.
    Upon(Upon),
}

/// `term …` (row W17).
#[derive(Clone, Debug)]
pub struct Term {
    /// How long.
    pub length: Span,
    /// From when.
    pub from: Point,
    /// How it is renewed.
    pub renewal: Option<Renewal>,
}

/// `renewed …`.
#[derive(Clone, Debug)]
pub struct Renewal {
    /// `each time`, not `once`.
    pub each_time: bool,
    /// How long the new term is.
    pub length: Span,
    /// What stops it.
    pub unless: Option<Upon>,
    /// How long before the end that must come.
    pub notice: Option<Span>,
}
