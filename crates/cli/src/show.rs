//! Tables and reasons for the terminal: every status has a sign, a word and a colour, never colour alone.

use anstyle::{AnsiColor, Style};
use servanda_datasets::Evidence;
use servanda_datasets::codes::EVIDENCE_NOT_READ;
use servanda_model::verdict::{Status, Truth, Verdict};
use servanda_monitor::Answer;

use crate::cases::{in_words, status_in_words};

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

fn style(verdict: &Verdict) -> Style {
    let colour = |c: AnsiColor| Style::new().fg_color(Some(c.into()));
    if verdict.candidates.len() > 1 {
        return colour(AnsiColor::Yellow);
    }
    match verdict.status() {
        Status::Fulfilled | Status::Met | Status::Exercised => colour(AnsiColor::Green),
        Status::FulfilledLate | Status::Due | Status::Open | Status::Available => colour(AnsiColor::Cyan),
        Status::Violated | Status::Missed => colour(AnsiColor::Red),
        Status::Dormant
        | Status::Pending
        | Status::Suspended
        | Status::Excused
        | Status::Waived
        | Status::Lapsed
        | Status::Ended
        | Status::UsedUp
        | Status::Expired
        | Status::NotJudged => Style::new(),
    }
}

/// Prints what became of the rows: every output begins with it.
pub fn rows(evidence: &Evidence, answer: &Answer) {
    let rejected = evidence.rows_read - evidence.records.len();
    let r = &answer.rows;
    let parts = [
        (r.admitted, "admitted"),
        (r.below_bar, "below the bar"),
        (r.leads, "leads"),
        (r.withdrawn, "withdrawn"),
        (r.not_yet_known, "not yet known"),
        (rejected, "rejected"),
    ];
    let said: Vec<String> =
        parts.iter().filter(|(n, w)| *n > 0 || *w == "admitted").map(|(n, w)| format!("{n} {w}")).collect();
    anstream::println!("{} rows: {}", evidence.rows_read, said.join(", "));
    if !answer.unlisted_sources.is_empty() {
        let names: Vec<String> = answer.unlisted_sources.iter().map(|(name, n)| format!("{name} ({n})")).collect();
        anstream::println!("from sources the policy does not list: {}", names.join(", "));
    }
    if !answer.unknown_actors.is_empty() {
        let names: Vec<String> = answer.unknown_actors.iter().map(|(name, n)| format!("{name} ({n})")).collect();
        anstream::println!("actors the agreement does not declare, who may be anybody: {}", names.join(", "));
    }
    for (file, column) in &evidence.unused_columns {
        anstream::println!("{file}: the column `{column}` is not used");
    }
    for remark in evidence.remarks.iter().filter(|remark| remark.code == EVIDENCE_NOT_READ) {
        anstream::println!("{}: {}; {}", remark.file, remark.message, remark.help);
    }
    for rejection in &evidence.rejected {
        anstream::println!(
            "{}:{}:{}: rejected: {}; {}",
            rejection.file,
            rejection.line,
            rejection.column,
            crate::messages::rejection_words(rejection),
            rejection.help
        );
    }
}

/// One line of the table.
pub struct Line<'a> {
    /// Who owes it.
    pub who: String,
    /// What, in the agreement's own heading.
    pub what: String,
    /// The verdict.
    pub verdict: &'a Verdict,
    /// Whether readings of this clause differ.
    pub differs: bool,
}

/// Prints the table of commitments.
pub fn table(lines: &[Line<'_>]) {
    let name = |line: &Line<'_>| {
        let reading = line.verdict.reading.as_ref().map(|r| format!(" [{r}]{}", if line.differs { "≠" } else { "" }));
        let instance = line.verdict.instance.as_ref().map(|i| format!(" ({i})"));
        format!("{}{}{}", line.verdict.reference, instance.unwrap_or_default(), reading.unwrap_or_default())
    };
    let width = |text: &str| text.chars().count();
    let columns = |line: &Line<'_>| {
        let closes = line
            .verdict
            .closes
            .map_or("no close".to_owned(), |(a, b)| if a == b { a.to_string() } else { format!("{a}..") });
        [
            name(line),
            line.who.clone(),
            closes,
            format!("{} {}", sign(line.verdict.status()), in_words(line.verdict)),
            line.verdict.reason.clone(),
        ]
    };
    let rows: Vec<[String; 5]> = lines.iter().map(columns).collect();
    let widest = |i: usize| rows.iter().map(|row| width(&row[i])).max().unwrap_or(0).min(44);
    let widths: Vec<usize> = (0..4).map(widest).collect();
    let pad = |text: &str, to: usize| format!("{text}{}", " ".repeat(to.saturating_sub(width(text))));
    for (row, line) in rows.iter().zip(lines) {
        let style = style(line.verdict);
        let status = pad(&row[3], widths[3]);
        anstream::println!(
            "{}  {}  {}  {style}{status}{style:#}  {}",
            pad(&row[0], widths[0]),
            pad(&row[1], widths[1]),
            pad(&row[2], widths[2]),
            row[4]
        );
    }
}

/// Prints the path of one verdict.
pub fn path(verdict: &Verdict) {
    let style = style(verdict);
    anstream::println!("   {style}{} {}{style:#}: {}", sign(verdict.status()), in_words(verdict), verdict.reason);
    if !verdict.path.window.is_empty() {
        anstream::println!("   window");
        for line in &verdict.path.window {
            anstream::println!("     {line}");
        }
    }
    anstream::println!("   rows asked");
    for row in &verdict.path.rows {
        let mark = match row.answer {
            Truth::True => "→",
            Truth::Unknown => "?",
            Truth::False => " ",
        };
        let gives = row.gives.map(|s| format!(" → {}", status_in_words(s, verdict))).unwrap_or_default();
        let because = if row.because.is_empty() { String::new() } else { format!(" ({})", row.because.join(", ")) };
        anstream::println!("    {mark} {:<4} {} {}{because}{gives}", row.number, row.asks, row.words);
    }
    if !verdict.path.settles.is_empty() {
        anstream::println!("   what would settle it");
        for line in &verdict.path.settles {
            anstream::println!("     a record that answers: {line}");
        }
    }
}
