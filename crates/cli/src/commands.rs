//! One file for each command. Exit codes: 0 answered; 1 answered, and something is certainly broken (or a case
//! fails, a file differs, there are warnings); 2 could not answer.

mod asking;
mod check;
mod explain;
mod explain_code;
mod fmt;
mod history;
mod init;
mod status;
mod test;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand, ValueEnum};
use serde_json::Value;
use servanda_datasets::SlashDates;
use servanda_model::verdict::Verdict;

use crate::folder::Unusable;

#[derive(Parser)]
#[command(
    name = "servanda",
    version,
    about = "A verdict on every commitment of an agreement, with its reasons",
    after_help = "Exit codes: 0 answered; 1 answered, and something is certainly violated or missed (for check, fmt --check, test: warnings, a difference, a failing case); 2 could not answer."
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// A table of every commitment: status, standing, and why in a line
    Status {
        /// The agreement's folder
        dir: PathBuf,
        #[command(flatten)]
        asked: Asked,
        /// Only this clause
        #[arg(long)]
        clause: Option<String>,
    },
    /// The tree of reasons behind one clause
    Explain {
        /// The agreement's folder
        dir: PathBuf,
        /// The clause, for instance 1.A.2
        clause: String,
        #[command(flatten)]
        asked: Asked,
    },
    /// How verdicts changed as knowledge came in
    History {
        /// The agreement's folder
        dir: PathBuf,
        /// Only this clause
        clause: Option<String>,
        #[command(flatten)]
        asked: Asked,
    },
    /// What the files themselves get wrong: names, dates, quotes, holes
    Check {
        /// The agreement's folder, or a .pact file
        path: PathBuf,
        /// As JSON
        #[arg(long)]
        json: bool,
        /// How 03/04/2020 is meant in the evidence
        #[arg(long)]
        dates: Option<Dates>,
    },
    /// Formats .pact, .policy and .case files
    Fmt {
        /// Files, or folders of them
        #[arg(required = true)]
        paths: Vec<PathBuf>,
        /// Only say which files differ
        #[arg(long)]
        check: bool,
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Runs the .case files of a folder
    Test {
        /// The agreement's folder
        dir: PathBuf,
        /// As JSON
        #[arg(long)]
        json: bool,
        /// How 03/04/2020 is meant
        #[arg(long)]
        dates: Option<Dates>,
    },
    /// Makes a first agreement with comments, that already runs
    Init {
        /// The new folder
        name: PathBuf,
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Says what a code of a message means, and what to write instead
    ExplainCode {
        /// The code, for instance quote-not-found; all codes are listed without it
        code: Option<String>,
        /// As JSON
        #[arg(long)]
        json: bool,
    },
}

#[derive(Args)]
struct Asked {
    /// How things stood at the end of this day (YYYY-MM-DD); the date of knowledge unless given
    #[arg(long)]
    at: Option<String>,
    /// As known by the end of this day (YYYY-MM-DD); today unless given
    #[arg(long)]
    known: Option<String>,
    /// Only this reading
    #[arg(long)]
    reading: Option<String>,
    /// Only instances of this element, record or period, for instance `Ukraine` or `2022-10-01`
    #[arg(long)]
    instance: Option<String>,
    /// The standard of evidence, by its name or its file's
    #[arg(long)]
    policy: Option<String>,
    /// The calendar of this zone, instead of the header's
    #[arg(long)]
    zone: Option<String>,
    /// How 03/04/2020 is meant in the evidence
    #[arg(long)]
    dates: Option<Dates>,
    /// As JSON
    #[arg(long)]
    json: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum Dates {
    /// 3 April
    DayFirst,
    /// 4 March
    MonthFirst,
}

impl Dates {
    fn slash(self) -> SlashDates {
        match self {
            Dates::DayFirst => SlashDates::DayFirst,
            Dates::MonthFirst => SlashDates::MonthFirst,
        }
    }
}

/// Runs the command that the arguments name.
pub fn run() -> ExitCode {
    let done = match Cli::parse().command {
        Command::Status { dir, asked, clause } => status::status(&dir, &asked, clause),
        Command::Explain { dir, clause, asked } => explain::explain(&dir, &asked, clause),
        Command::History { dir, clause, asked } => history::history(&dir, &asked, clause),
        Command::Check { path, json, dates } => check::check(&path, json, dates),
        Command::Fmt { paths, check, json } => fmt::fmt(&paths, check, json),
        Command::Test { dir, json, dates } => test::test(&dir, json, dates),
        Command::Init { name, json } => init::init(&name, json),
        Command::ExplainCode { code, json } => explain_code::explain_code(code.as_deref(), json),
    };
    match done {
        Ok(code) => ExitCode::from(code),
        Err(Unusable(words)) => {
            anstream::eprintln!("servanda: {words}");
            ExitCode::from(2)
        }
    }
}

fn print_json(value: &Value) {
    anstream::println!("{}", serde_json::to_string_pretty(value).unwrap_or_default());
}

fn broken(verdicts: &[Verdict]) -> u8 {
    u8::from(verdicts.iter().any(Verdict::certainly_broken))
}
