//! What people read: small phrases that every reason is made of, and the rooms that make reasons of them.
//!
//! In reading order: [`phrases`] (what the agreement calls things), [`arithmetic`] (the window), [`reason`] and [`breach`]
//! (why, in a line), [`missing`] (what would settle it).

pub mod arithmetic;
pub mod breach;
pub mod missing;
pub mod phrases;
pub mod reason;

use servanda_model::time::{CivilDay, Instant, Span, Zone, spelled};
use servanda_model::verdict::{Ground, Truth};

use crate::reference::counts::NEVER;

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

/// Returns a number of things: `1 day`, `4 days`.
pub fn many(count: i64, one: &str) -> String {
    format!("{count} {one}{}", if count == 1 { "" } else { "s" })
}

/// Returns a day that may lie between two: `on 13 July 2020`, `between 12 July 2020 and 14 July 2020`.
pub fn on(days: (CivilDay, CivilDay)) -> String {
    match days {
        (first, last) if first == last => format!("on {}", spelled(first)),
        (first, last) if last == CivilDay::MAX => format!("on {} or later", spelled(first)),
        (first, last) => format!("between {} and {}", spelled(first), spelled(last)),
    }
}

/// Returns the same without a preposition: `13 July 2020`, `12 July 2020 to 14 July 2020`.
pub fn day(days: (CivilDay, CivilDay)) -> String {
    match days {
        (first, last) if first == last => spelled(first),
        (first, last) if last == CivilDay::MAX => format!("{} or later", spelled(first)),
        (first, last) => format!("{} to {}", spelled(first), spelled(last)),
    }
}

/// Returns the days of two instants; what never comes is [`CivilDay::MAX`].
pub fn days_of(zone: &Zone, span: (Instant, Instant)) -> (CivilDay, CivilDay) {
    let day = |i: Instant| if i >= NEVER { CivilDay::MAX } else { zone.day_of(i) };
    (day(span.0), day(span.1))
}

/// Returns the last days before two closes.
pub fn last_days(zone: &Zone, closes: (Instant, Instant)) -> (CivilDay, CivilDay) {
    let last = |i: Instant| if i >= NEVER { NEVER } else { i.saturating_sub(1) };
    days_of(zone, (last(closes.0), last(closes.1)))
}

/// Returns the instant before which something must be done: `13 July 2020, end of day`, `13 July 2020, 14:05`.
pub fn end(zone: &Zone, close: Instant) -> String {
    let last = zone.day_of(close.saturating_sub(1));
    if close == zone.end_of(last) {
        return format!("{}, end of day", spelled(last));
    }
    let seconds = close - zone.start_of(zone.day_of(close));
    format!("{}, {:02}:{:02}", spelled(zone.day_of(close)), seconds / 3600, seconds % 3600 / 60)
}

/// Returns where the clocks of a zone hang: `Kabul` for `Asia/Kabul`.
pub fn place(zone: &Zone) -> String {
    zone.name.rsplit('/').next().unwrap_or(&zone.name).replace('_', " ")
}

/// Returns an answer with what it rests on, for instance `no, as nobody reports it`.
pub fn answer(truth: Truth, ground: Ground) -> &'static str {
    match (truth, ground) {
        (Truth::Unknown, Ground::Conflict) => "the sources disagree",
        (Truth::Unknown, _) => "nobody can tell from the evidence",
        (Truth::True, Ground::Silence) => "yes, presumed: nobody reports otherwise",
        (Truth::True, Ground::Watch) => "yes, presumed: a source that would have reported otherwise is silent",
        (Truth::True, Ground::Burden) => "yes, presumed: nobody reports otherwise, and the burden is on the obligee",
        (Truth::True, Ground::Carried) => "yes, presumed: the last level known is carried forward",
        (Truth::True, Ground::Presumption) => "yes, presumed",
        (Truth::True, Ground::Records | Ground::Text | Ground::Gap | Ground::Conflict) => "yes",
        (Truth::False, Ground::Silence) => "no, as nobody reports it",
        (Truth::False, Ground::Watch) => "no, presumed: a source that would have reported it is silent",
        (Truth::False, Ground::Burden) => "no, presumed: nobody reports it, and the burden is on the obligor",
        (Truth::False, Ground::Carried) => "no, presumed: the last level known is carried forward",
        (Truth::False, Ground::Presumption) => "no, presumed",
        (Truth::False, Ground::Records | Ground::Text | Ground::Gap | Ground::Conflict) => "no",
    }
}
