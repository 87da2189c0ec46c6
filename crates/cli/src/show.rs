//! Tables and reasons for the terminal: every status has a sign, a word and a colour, never colour alone.

use anstyle::{AnsiColor, Style};
use comfy_table::{Attribute, Cell, Color, ColumnConstraint, ContentArrangement, Table, Width};
use servanda_model::time::CivilDay;
use servanda_model::verdict::{Status, Truth, Verdict};

use crate::cases::{in_words, status_in_words, statuses_in_words};

/// How wide a table is where nobody says how wide the terminal is.
const WIDTH: u16 = 150;

/// Returns the sign of a status.
pub fn sign(status: Status) -> &'static str {
    match status {
        Status::Fulfilled | Status::Met | Status::Exercised => "✓",
        Status::FulfilledLate => "◷",
        Status::Violated | Status::Missed => "✗",
        Status::Due | Status::Open | Status::Available => "○",
        Status::Dormant | Status::Pending => "·",
        Status::Suspended => "‖",
        Status::Excused | Status::Waived => "~",
        Status::Lapsed | Status::Ended | Status::Expired | Status::UsedUp => "—",
        Status::NotJudged => " ",
    }
}

/// Returns the sign of a verdict: `?` where more than one status is possible.
pub fn mark(verdict: &Verdict) -> &'static str {
    if verdict.candidates.len() > 1 { "?" } else { sign(verdict.status()) }
}

fn colour(verdict: &Verdict) -> Option<AnsiColor> {
    if verdict.candidates.len() > 1 {
        return Some(AnsiColor::Yellow);
    }
    match verdict.status() {
        Status::Fulfilled | Status::Met | Status::Exercised => Some(AnsiColor::Green),
        Status::FulfilledLate | Status::Due | Status::Open | Status::Available => Some(AnsiColor::Cyan),
        Status::Violated | Status::Missed => Some(AnsiColor::Red),
        Status::Dormant
        | Status::Pending
        | Status::Suspended
        | Status::Excused
        | Status::Waived
        | Status::Lapsed
        | Status::Ended
        | Status::UsedUp
        | Status::Expired
        | Status::NotJudged => None,
    }
}

/// Returns the colour of a verdict as a style.
pub fn style(verdict: &Verdict) -> Style {
    Style::new().fg_color(colour(verdict).map(Into::into))
}

/// Returns whether another reading of the same clause and instance gives another answer.
pub fn readings_differ(verdict: &Verdict, all: &[Verdict]) -> bool {
    let same = |other: &&Verdict| other.reference == verdict.reference && other.instance == verdict.instance;
    all.iter().filter(same).any(|o| o.candidates != verdict.candidates || o.standing != verdict.standing)
}

/// Returns a verdict's clause, instance and reading.
pub fn name(verdict: &Verdict) -> String {
    let instance = verdict.instance.as_ref().map(|i| format!(" ({i})")).unwrap_or_default();
    let reading = verdict.reading.as_ref().map(|r| format!(" [{r}]")).unwrap_or_default();
    format!("{}{instance}{reading}", verdict.reference)
}

/// Returns the last day of a verdict's window: `a..b` if uncertain.
pub fn closes(verdict: &Verdict) -> String {
    match verdict.closes {
        None => "no close".to_owned(),
        Some((first, last)) if first == last => first.to_string(),
        Some((first, last)) if last == CivilDay::MAX => format!("{first}.."),
        Some((first, last)) => format!("{first}..{last}"),
    }
}

/// Returns a clause and its instance with the readings that say the same of it.
pub fn name_for(verdict: &Verdict, readings: &[&str], declared: usize) -> String {
    let readings = match readings {
        [] => String::new(),
        all if all.len() == declared && declared > 1 => " [every reading]".to_owned(),
        some => format!(" [{}]", some.join(", ")),
    };
    name(&Verdict { reading: None, ..verdict.clone() }) + &readings
}

/// One line of the table.
#[derive(Clone)]
pub struct Line<'a> {
    /// Who owes it.
    pub who: String,
    /// What.
    pub what: String,
    /// The verdict.
    pub verdict: &'a Verdict,
    /// Whether readings of this clause differ.
    pub differs: bool,
    /// The readings that say the same, this one among them.
    pub readings: Vec<&'a str>,
}

/// Prints the table of commitments.
pub fn table(lines: &[Line<'_>], declared: usize) {
    if lines.is_empty() {
        anstream::println!("nothing to judge");
        return;
    }
    let mut table = Table::new();
    table.load_preset(comfy_table::presets::NOTHING).set_content_arrangement(ContentArrangement::Dynamic);
    if !table.is_tty() {
        table.set_width(WIDTH);
    }
    let titles = ["clause", "who", "what", "closes", "status", "standing", "late by", "why"];
    table.set_header(titles.map(|title| Cell::new(title).add_attribute(Attribute::Bold)));
    for line in lines {
        let verdict = line.verdict;
        let differs = if line.differs { " ≠" } else { "" };
        let mut status = Cell::new(format!("{} {}", mark(verdict), statuses_in_words(verdict)));
        if let Some(colour) = colour(verdict) {
            status = status.fg(terminal(colour));
        }
        table.add_row(vec![
            Cell::new(format!("{}{differs}", name_for(verdict, &line.readings, declared))),
            Cell::new(&line.who),
            Cell::new(&line.what),
            Cell::new(closes(verdict)),
            status,
            Cell::new(if verdict.status() == Status::NotJudged { "" } else { verdict.standing.word() }),
            Cell::new(late_by(verdict)),
            Cell::new(&verdict.reason),
        ]);
    }
    // Names, dates and standings stay in one line; the rest wraps.
    let least = [None, Some(10), Some(22), None, Some(16), None, None, Some(40)];
    let widths = table.column_max_content_widths();
    for ((column, least), width) in table.column_iter_mut().zip(least).zip(widths) {
        column.set_padding((0, 2));
        let short = width <= 30;
        column.set_constraint(match least {
            Some(least) => ColumnConstraint::LowerBoundary(Width::Fixed(least + 2)),
            None if short => ColumnConstraint::ContentWidth,
            None => ColumnConstraint::LowerBoundary(Width::Fixed(32)),
        });
    }
    for line in table.lines() {
        anstream::println!("{}", line.trim_end());
    }
}

fn late_by(verdict: &Verdict) -> String {
    match verdict.late_days {
        None => String::new(),
        Some((1, 1)) => "1 day".to_owned(),
        Some((low, high)) if low == high => format!("{low} days"),
        Some((low, high)) => format!("{low} to {high} days"),
    }
}

fn terminal(colour: AnsiColor) -> Color {
    match colour {
        AnsiColor::Yellow => Color::DarkYellow,
        AnsiColor::Green => Color::DarkGreen,
        AnsiColor::Cyan => Color::DarkCyan,
        AnsiColor::Red => Color::DarkRed,
        _ => Color::Reset,
    }
}

/// Prints the path of one verdict.
pub fn path(verdict: &Verdict) {
    let style = style(verdict);
    anstream::println!("   {style}{} {}{style:#}: {}", mark(verdict), in_words(verdict), verdict.reason);
    if !verdict.path.window.is_empty() {
        anstream::println!("   window");
        for line in &verdict.path.window {
            anstream::println!("     {line}");
        }
    }
    if !verdict.path.rows.is_empty() {
        anstream::println!("   rows asked");
    }
    for row in &verdict.path.rows {
        let mark = match row.answer {
            Truth::True => "→",
            Truth::Unknown => "?",
            Truth::False => " ",
        };
        let gives = row.gives.map(|s| format!(" → {}", status_in_words(s, verdict))).unwrap_or_default();
        let because = if row.because.is_empty() { String::new() } else { format!(" ({})", row.because.join(", ")) };
        let asks = if row.asks == "otherwise" { "otherwise".to_owned() } else { format!("{} {}", row.asks, row.words) };
        anstream::println!("    {mark} {:<4} {asks}{because}{gives}", row.number);
    }
    if !verdict.path.settles.is_empty() {
        anstream::println!("   what would settle it: knowing");
        for line in &verdict.path.settles {
            let mut parts = line.split("; ");
            anstream::println!("     {}", parts.next().unwrap_or_default());
            parts.for_each(|part| anstream::println!("       {part}"));
        }
    }
}
