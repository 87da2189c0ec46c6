//! Three values, each with what it rests on.

use std::collections::BTreeSet;

pub use servanda_model::verdict::{Cause, Truth};

/// The answer to one question about the world: true, false or unknown, its cause, and the records behind it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Judged {
    /// The value.
    pub truth: Truth,
    /// `Shown` or `Presumed` for true and false, `Gap` or `Conflict` for unknown.
    pub cause: Cause,
    /// Places in [`crate::reference::evidence::Evidence::records`].
    pub because: BTreeSet<usize>,
}

impl Judged {
    /// Returns an answer that rests on these records.
    pub fn new(truth: Truth, cause: Cause, because: BTreeSet<usize>) -> Judged {
        Judged { truth, cause, because }
    }

    /// Returns an answer that rests on the text or the calendar alone.
    pub fn plain(truth: bool) -> Judged {
        Judged::new(if truth { Truth::True } else { Truth::False }, Cause::Shown, BTreeSet::new())
    }

    /// Returns an answer that rests on silence.
    pub fn silence(truth: bool) -> Judged {
        Judged { cause: Cause::Presumed, ..Judged::plain(truth) }
    }

    /// Returns an answer that nobody gives.
    pub fn gap() -> Judged {
        Judged::new(Truth::Unknown, Cause::Gap, BTreeSet::new())
    }

    /// Returns an unknown of this cause.
    pub fn unknown(conflict: bool, because: BTreeSet<usize>) -> Judged {
        Judged::new(Truth::Unknown, if conflict { Cause::Conflict } else { Cause::Gap }, because)
    }

    /// Returns whether it is certainly so.
    pub fn yes(&self) -> bool {
        self.truth == Truth::True
    }

    /// Returns whether it is certainly not so.
    pub fn no(&self) -> bool {
        self.truth == Truth::False
    }

    /// Returns the opposite.
    #[must_use]
    pub fn negated(mut self) -> Judged {
        self.truth = match self.truth {
            Truth::True => Truth::False,
            Truth::False => Truth::True,
            Truth::Unknown => Truth::Unknown,
        };
        self
    }

    /// Returns whether both are so (strong Kleene; the unknown is a conflict if one of its parts is).
    #[must_use]
    pub fn and(self, other: Judged) -> Judged {
        self.joined(other, Truth::False)
    }

    /// Returns whether at least one is so.
    #[must_use]
    pub fn or(self, other: Judged) -> Judged {
        self.joined(other, Truth::True)
    }

    /// Joins two answers, where one that has the value `decisive` decides alone.
    fn joined(self, other: Judged, decisive: Truth) -> Judged {
        match (self.truth == decisive, other.truth == decisive) {
            // Either decides alone: the one that rests on more.
            (true, true) => {
                if other.cause < self.cause {
                    other
                } else {
                    self
                }
            }
            (true, false) => self,
            (false, true) => other,
            (false, false) => {
                let unknown = self.truth == Truth::Unknown || other.truth == Truth::Unknown;
                let counts = |part: &Judged| !unknown || part.truth == Truth::Unknown;
                let cause = [&self, &other].into_iter().filter(|part| counts(part)).map(|part| part.cause).max();
                let truth = if unknown { Truth::Unknown } else { self.truth };
                let because = self.because.union(&other.because).copied().collect();
                Judged::new(truth, cause.expect("one of the two counts"), because)
            }
        }
    }
}

/// Returns whether all are so; of none, that is so.
pub fn all(parts: impl IntoIterator<Item = Judged>) -> Judged {
    parts.into_iter().reduce(Judged::and).unwrap_or_else(|| Judged::plain(true))
}

/// Returns whether at least one is so; of none, that is not so.
pub fn any(parts: impl IntoIterator<Item = Judged>) -> Judged {
    parts.into_iter().reduce(Judged::or).unwrap_or_else(|| Judged::plain(false))
}
