//! Days, moments, instants: when things are said to be.

use jiff::civil;
use jiff::tz::{Offset, TimeZone, TimeZoneDatabase};
pub use servanda_syntax::words::{Rounding, TimeUnit};

/// A day of the calendar, in whatever zone the question is asked in.
pub type CivilDay = civil::Date;

/// Seconds since 1970-01-01T00:00Z. Windows are `[opens, closes)` in instants.
pub type Instant = i64;

/// A time zone of the bundled database, or a fixed offset.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Zone {
    /// As written.
    pub name: String,
    tz: TimeZone,
}

impl Zone {
    /// Returns the zone called `name`: an IANA name, `UTC`, or an offset such as `+04:30`.
    ///
    /// ```
    /// assert!(servanda_model::time::Zone::named("Asia/Kabul").is_some());
    /// assert!(servanda_model::time::Zone::named("+04:30").is_some());
    /// assert!(servanda_model::time::Zone::named("Kabul").is_none());
    /// ```
    pub fn named(name: &str) -> Option<Zone> {
        let tz = if name == "UTC" || name == "Z" {
            TimeZone::UTC
        } else if name.starts_with(['+', '-']) {
            TimeZone::fixed(offset(name)?)
        } else {
            TimeZoneDatabase::bundled().get(name).ok()?
        };
        Some(Zone { name: name.to_owned(), tz })
    }

    /// Returns the first instant of a day.
    pub fn start_of(&self, day: CivilDay) -> Instant {
        self.instant(day.at(0, 0, 0, 0))
    }

    /// Returns the instant after the last one of a day.
    pub fn end_of(&self, day: CivilDay) -> Instant {
        self.start_of(day.saturating_add(jiff::Span::new().days(1)))
    }

    /// Returns the instant of a time on a clock of this zone.
    pub fn instant(&self, time: civil::DateTime) -> Instant {
        self.tz.to_ambiguous_timestamp(time).compatible().map_or_else(
            |_| {
                if time.year() > 0 { Instant::MAX / 4 } else { Instant::MIN / 4 }
            },
            jiff::Timestamp::as_second,
        )
    }

    /// Returns the day an instant falls on.
    pub fn day_of(&self, instant: Instant) -> CivilDay {
        match jiff::Timestamp::from_second(instant) {
            Ok(timestamp) => self.tz.to_datetime(timestamp).date(),
            Err(_) if instant > 0 => CivilDay::MAX,
            Err(_) => CivilDay::MIN,
        }
    }
}

/// Returns a day as the language writes it.
///
/// ```
/// let day = "2020-02-29".parse().unwrap();
/// assert_eq!(servanda_model::time::spelled(day), "29 February 2020");
/// ```
pub fn spelled(day: CivilDay) -> String {
    day.strftime("%-d %B %Y").to_string()
}

/// Returns the offset that `+04:30`, `-04:00` or `Z` says.
fn offset(text: &str) -> Option<Offset> {
    let sign = match text.as_bytes().first()? {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let (hours, minutes) = text[1..].split_once(':')?;
    let (hours, minutes): (i32, i32) = (hours.parse().ok()?, minutes.parse().ok()?);
    (hours <= 23 && minutes <= 59).then_some(())?;
    Offset::from_seconds(sign * (hours * 3600 + minutes * 60)).ok()
}

/// A moment as written: a day, or a minute of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Moment {
    /// The day.
    pub day: CivilDay,
    /// Hour (0 to 24) and minute, if a time is written.
    pub time: Option<(i8, i8)>,
    /// The zone of the time, if one is written; else the question's.
    pub zone: Option<Zone>,
}

impl Moment {
    /// Returns the instant of a moment written with a time, in the zone of the question unless it has its own.
    pub fn instant(&self, question: &Zone) -> Option<Instant> {
        let (hour, minute) = self.time?;
        let zone = self.zone.as_ref().unwrap_or(question);
        Some(if hour == 24 { zone.end_of(self.day) } else { zone.instant(self.day.at(hour, minute, 0, 0)) })
    }
}

/// A length of time: calendar parts, or parts of the clock.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Span {
    /// Months, with twelve to a year.
    pub months: i32,
    /// Days, with seven to a week.
    pub days: i32,
    /// Hours and minutes in seconds; if there are any, there are no months, and days count 24 hours (row W3).
    pub seconds: i64,
    /// `rounded up`, `rounded down`.
    pub rounded: Option<Rounding>,
}

impl Span {
    /// Returns a number of days.
    pub fn days(days: i32) -> Span {
        Span { months: 0, days, seconds: 0, rounded: None }
    }

    /// Returns whether the span counts from an instant rather than from a day.
    pub fn by_the_clock(self) -> bool {
        self.seconds != 0
    }

    /// Returns the day after (`sign` 1) or before (-1), and the other possible day where the month
    /// lacks the day and the clause does not say how it is rounded (row W2).
    pub fn shift(self, day: CivilDay, sign: i32) -> (CivilDay, CivilDay) {
        let moved = day.saturating_add(jiff::Span::new().months(sign * self.months));
        let lacking = moved.day() != day.day();
        let next = moved.saturating_add(jiff::Span::new().days(1));
        let (first, last) = match (lacking, self.rounded) {
            (false, _) | (true, Some(Rounding::Down)) => (moved, moved),
            (true, Some(Rounding::Up)) => (next, next),
            (true, None) => (moved, next),
        };
        let days = jiff::Span::new().days(sign * self.days);
        (first.saturating_add(days), last.saturating_add(days))
    }
}
