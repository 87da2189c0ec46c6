//! From an agreement, a policy and records to verdicts with their reasons.
//!
//! In reading order: [`truth`] (three values), [`evidence`] (what became of the rows),
//! [`happenings`] (rows joined and denied), [`tally`] and [`counts`] (how often), [`levels`] (how much, when),
//! [`measures`] (what is observed, and arithmetic over it),
//! [`world`] (points and conditions), [`changes`] (suspensions, ends), [`instances`], [`window`],
//! [`outcome`] (done or broken), [`judge`] (the decision lists); then what people read: [`phrases`] and [`words`],
//! [`arithmetic`] (the window), [`reason`] and [`breach`] (why, in a line), [`missing`] (what would settle it), [`answer`], [`dependence`] and [`history`].

pub mod answer;
pub mod arithmetic;
pub mod breach;
pub mod changes;
pub mod counts;
pub mod dependence;
pub mod evidence;
pub mod happenings;
pub mod history;
pub mod instances;
pub mod judge;
pub mod levels;
pub mod measures;
pub mod missing;
pub mod outcome;
pub mod phrases;
pub mod reason;
pub mod tally;
pub mod truth;
pub mod window;
pub mod words;
pub mod world;

pub use answer::{Answer, Question, Refusal, RowCounts, answer};
pub use history::{Changed, Step, Why, history};
