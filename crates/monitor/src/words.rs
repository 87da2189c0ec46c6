//! Small phrases for reasons.

use servanda_model::time::{CivilDay, Span};
use servanda_model::verdict::{Cause, Status, Truth, Verdict};

/// Returns a span in words, for instance `14 months and 3 days`.
pub fn span(span: Span) -> String {
    let mut parts = Vec::new();
    let mut say = |count: i64, one: &str| {
        if count != 0 {
            parts.push(format!("{count} {one}{}", if count == 1 { "" } else { "s" }));
        }
    };
    say(i64::from(span.months), "month");
    say(i64::from(span.days), "day");
    say(span.seconds / 3600, "hour");
    say(span.seconds % 3600 / 60, "minute");
    if parts.is_empty() { "0 days".to_owned() } else { parts.join(" and ") }
}

/// Returns an answer with its cause, for instance `no, as nobody reports it`.
pub fn answer(truth: Truth, cause: Cause) -> &'static str {
    match (truth, cause) {
        (Truth::True, Cause::Presumed) => "yes, presumed",
        (Truth::True, Cause::Shown | Cause::Gap | Cause::Conflict) => "yes",
        (Truth::False, Cause::Presumed) => "no, as nobody reports it",
        (Truth::False, Cause::Shown | Cause::Gap | Cause::Conflict) => "no",
        (Truth::Unknown, Cause::Conflict) => "the sources disagree",
        (Truth::Unknown, Cause::Shown | Cause::Presumed | Cause::Gap) => "nobody can tell from the evidence",
    }
}

/// Returns why, in a line, from a verdict that is otherwise complete; `at` is the day asked about.
pub fn reason(verdict: &Verdict, at: CivilDay) -> String {
    let close = match verdict.closes {
        Some((first, last)) if first == last => format!("on {first}"),
        Some((first, last)) if last == CivilDay::MAX => format!("on {first} or later"),
        Some((first, last)) => format!("between {first} and {last}"),
        None => "never".to_owned(),
    };
    let one = match verdict.status() {
        Status::Dormant => "its trigger has not come, or its `while` does not hold".to_owned(),
        Status::Pending => "the window is not open yet".to_owned(),
        Status::Due if verdict.breaches.is_some() => "in force, and no breach is known".to_owned(),
        Status::Due if verdict.closes.is_none() => "no deadline, and not done yet".to_owned(),
        Status::Due => format!("the window closes {close}, not done yet"),
        Status::Suspended => "held by a suspension".to_owned(),
        Status::Fulfilled | Status::Met if verdict.breaches.is_some() => "kept until the end".to_owned(),
        Status::Fulfilled | Status::Met => "done in the window".to_owned(),
        Status::FulfilledLate => format!("done after the window closed {close}"),
        Status::Violated if verdict.breaches.is_some() => broken(verdict),
        Status::Violated | Status::Missed => format!("the window closed {close} without it"),
        Status::Excused => "not kept, but excused".to_owned(),
        Status::Waived => "released before the close".to_owned(),
        Status::Lapsed => format!("can no longer arise; its window closes {close}"),
        Status::Ended => "the agreement or the clause ended before the close".to_owned(),
        Status::Open => "a right that may still be used".to_owned(),
        Status::UsedUp => "the quota of the current period is reached".to_owned(),
        Status::Expired => "over".to_owned(),
        Status::Available => "may be used".to_owned(),
        Status::Exercised => "was used, or took effect".to_owned(),
        Status::NotJudged => "nothing that evidence could decide".to_owned(),
    };
    if verdict.candidates.len() == 1 {
        return one;
    }
    let open: Vec<String> = verdict
        .path
        .rows
        .iter()
        .filter(|row| row.answer == Truth::Unknown)
        .map(|row| format!("{} {}", row.asks, answer(row.answer, row.cause)))
        .collect();
    format!("as of {at}: {}", open.join("; "))
}

fn broken(verdict: &Verdict) -> String {
    match verdict.breaches.as_deref().and_then(<[_]>::last) {
        Some(breach) => match breach.to {
            None => format!("broken since {}", breach.from),
            Some(to) => format!("broken on {}; in force again since {}", breach.from, Span::days(1).shift(to, 1).0),
        },
        None => "broken".to_owned(),
    }
}
