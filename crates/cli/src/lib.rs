//! The command line: reads a folder, asks the other rooms, prints.
//!
//! This is the only room that touches files, the clock and the terminal. In reading order: [`folder`]
//! (what lies in an agreement's folder), [`cases`] (questions with answers), [`json`], [`rows`] (what became of
//! the rows), [`show`] (tables and reasons), [`messages`] (diagnostics), [`pages`] (what each code means), [`commands`] (one function for each command).

pub mod cases;
pub mod commands;
pub mod folder;
pub mod json;
pub mod messages;
pub mod pages;
pub mod rows;
pub mod show;
