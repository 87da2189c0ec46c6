//! The work that servanda is measured on, and the same work done by hand.
//!
//! In reading order: [`trace`] (what happened at which post on which day), [`generate`] (a trace by seeded chance),
//! [`folder`] (a trace as an agreement's folder), [`floor`] (the six questions answered by a loop with hand-written
//! registers), [`verdicts`] (the same answers out of servanda's JSON).
//!
//! The six questions, asked of every post:
//!
//! | | |
//! |---|---|
//! | a | after each announcement: vacated within 135 days? |
//! | b | after each announcement: at least 5,000 released within 10 days? |
//! | c | from the day after the first announcement on: no attack? |
//! | d | after each announcement: troops at 8,600 or fewer at some time within 135 days? |
//! | e | from 136 days after the first announcement on: troops never above 8,600? |
//! | f | after the first announcement: talks within 14 days, and a review within 30 days of these? |

pub mod floor;
pub mod folder;
pub mod generate;
pub mod trace;
pub mod verdicts;

/// Something not kept: which question, at which post, after which announcement.
///
/// The two halves of f are told apart: `f1` are the talks, `f2` is the review.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Broken {
    /// The question: `a` to `e`, `f1`, `f2`.
    pub question: String,
    /// The post.
    pub post: usize,
    /// The number of the record that announced, where each announcement is asked about.
    pub announced: Option<usize>,
}

impl std::fmt::Display for Broken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.question, self.post)?;
        self.announced.map_or(Ok(()), |record| write!(f, " {record}"))
    }
}
