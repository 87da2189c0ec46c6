//! From an agreement, a policy and records to verdicts with their reasons.
//!
//! One function, [`answer()`], is the whole promise: how things stood at one date, judged on what was known on another.
//! In reading order: [`answer`](mod@answer) (a question, its verdicts, what became of the rows), [`reference`](mod@reference) (the
//! evaluator that follows the tables row by row), [`words`] (what people read), [`history`](mod@history) and [`dependence`] (how
//! verdicts changed as knowledge came in, and what can change which).

pub mod answer;
pub mod dependence;
pub mod history;
pub mod reference;
pub mod words;

pub use answer::{Answer, Question, Refusal, RowCounts, answer};
pub use history::{Changed, Step, Why, history};
