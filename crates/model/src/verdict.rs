//! An answer, with its reasons: plain data that every page and every format shows.

use crate::amount::Interval;
use crate::time::CivilDay;
pub use servanda_syntax::words::{Standing, Status};

/// How one instance of one norm stood, as known, under one policy and one reading.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Verdict {
    /// The reference, for instance `1.A.2` or `1/kept`.
    pub reference: String,
    /// Which instance: elements, then the triggering record or the period's first day, joined by `, `.
    pub instance: Option<String>,
    /// The reading, for a clause that is judged once per reading.
    pub reading: Option<String>,
    /// Every status that is possible, in the order of the decision list; never empty.
    pub candidates: Vec<Status>,
    /// Who owes, holds or aims: the parties of this instance, by name.
    pub obligors: Vec<String>,
    /// How we know.
    pub standing: Standing,
    /// The last day of the window, first and last possible; none is never.
    pub closes: Option<(CivilDay, CivilDay)>,
    /// How many days late; only if `fulfilled late` is a candidate.
    pub late_days: Option<(i64, i64)>,
    /// What was missing, or how far the level was from the bound; only if `violated` is a candidate.
    pub shortfall: Option<Interval>,
    /// Days certainly in breach; none for goals that have no such days.
    pub breaches: Option<Vec<Breach>>,
    /// The records that decide, by id.
    pub because: Vec<String>,
    /// Why, in a line.
    pub reason: String,
    /// The whole path.
    pub path: Path,
}

impl Verdict {
    /// Returns the first candidate.
    pub fn status(&self) -> Status {
        *self.candidates.first().expect("a verdict has at least one candidate")
    }

    /// Returns whether this is certainly `violated` or `missed`.
    pub fn certainly_broken(&self) -> bool {
        self.candidates.len() == 1 && matches!(self.status(), Status::Violated | Status::Missed)
    }
}

/// Days in breach; `to` is none while it lasts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Breach {
    /// The first day.
    pub from: CivilDay,
    /// The last day.
    pub to: Option<CivilDay>,
}

/// How a verdict was reached.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Path {
    /// The arithmetic of the window, a line each.
    pub window: Vec<String>,
    /// The rows of the decision list that were asked, in order.
    pub rows: Vec<Row>,
    /// What would settle it: for each unknown question what is missing, about whom, and of which days.
    pub settles: Vec<String>,
}

/// One row of a decision list that was asked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Row {
    /// Its number in the tables, for instance `D3`.
    pub number: &'static str,
    /// What it asks, in words.
    pub asks: &'static str,
    /// Yes, no, or unknown.
    pub answer: Truth,
    /// On what the answer rests, if not on records alone.
    pub cause: Cause,
    /// The same more exactly, for its words.
    pub ground: Ground,
    /// The status the row gives, if it was not passed over.
    pub gives: Option<Status>,
    /// The records it rests on.
    pub because: Vec<String>,
    /// What the evidence says, in words.
    pub words: String,
}

/// Strong Kleene's three values.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Truth {
    /// No.
    False,
    /// Neither can be shown.
    Unknown,
    /// Yes.
    True,
}

/// What an answer rests on.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Cause {
    /// Records, or arithmetic alone.
    Shown,
    /// Silence, a burden, or a level carried forward.
    Presumed,
    /// Nobody says.
    Gap,
    /// Sources disagree.
    Conflict,
}

/// What an answer rests on, as exactly as its words need it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ground {
    /// Records.
    Records,
    /// The text and the calendar.
    Text,
    /// Nobody reports it.
    Silence,
    /// A source is silent whose silence counts.
    Watch,
    /// Nobody reports it, and the clause says who bears that.
    Burden,
    /// A level or finding carried forward.
    Carried,
    /// Something else that is itself presumed, for instance the status of another clause.
    Presumption,
    /// Nobody says.
    Gap,
    /// Sources disagree.
    Conflict,
}
