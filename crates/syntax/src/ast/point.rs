//! When: points in time, triggers, conditions.

use super::{Bound, Names};
use crate::words::{Duration, Moment, Name, Ref, Slot, Span, Status};

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
            Point::After { duration, point } | Point::Before { duration, point } => duration.span.to(point.span()),
            Point::Fulfilment(_, span) | Point::Violation(_, span) => *span,
            Point::FailingWhich(a, b) | Point::Earlier(a, b) | Point::Later(a, b) => a.span().to(b.span()),
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
