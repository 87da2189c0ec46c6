//! From an agreement, a policy and records to verdicts with their reasons.
//!
//! In reading order: [`truth`] (three values), [`evidence`] (what became of the rows),
//! [`happenings`] (rows joined and denied), [`tally`] and [`counts`] (how often), [`levels`] (how much, when),
//! [`measures`] (what is observed, and arithmetic over it),
//! [`world`] (points and conditions), [`changes`] (suspensions, ends), [`instances`], [`window`],
//! [`outcome`] (done or broken), [`judge`] (the decision lists).

pub mod answer;
pub mod changes;
pub mod counts;
pub mod evidence;
pub mod happenings;
pub mod instances;
pub mod judge;
pub mod levels;
pub mod measures;
pub mod outcome;
pub mod tally;
pub mod truth;
pub mod window;
pub mod words;
pub mod world;

pub use answer::{Answer, Question, Refusal, RowCounts, Step, answer, history};
