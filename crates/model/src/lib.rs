//! What an agreement, a record, a policy and a verdict *are*: plain data, shared by every room.
//!
//! In reading order: [`time`] (days, zones, spans), [`amount`] (exact numbers and intervals),
//! [`agreement`] (what is asked of whom, after readings and names are resolved), [`uses`] (what depends on what), [`record`] (one
//! claim), [`policy`] (what counts), [`verdict`] (the answer with its path).

pub mod agreement;
pub mod amount;
pub mod check;
pub mod policy;
pub mod record;
pub mod time;
pub mod uses;
pub mod verdict;
