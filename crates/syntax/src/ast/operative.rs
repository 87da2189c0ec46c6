//! The operative sentence: who must, may, can do what, and when.

use super::{Bound, Clock, Names, Point, Quantity};
use crate::words::{Duration, Name, Ref, Slot, Span, Text};

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
