//! Dates, times of day and lengths of time.

use super::{Read, Reader};
use crate::codes;
use crate::diagnostic::Diagnostic;
use crate::lex::{Token, TokenKind};
use crate::names;
use crate::words::{Date, Duration, DurationPart, Moment, Rounding, Slot, Span, Time, TimeUnit};

impl Reader<'_> {
    // ---- dates and times ----

    /// Returns whether a date comes next, perhaps a wrong one.
    pub fn sees_date(&self) -> bool {
        let Some(word) = self.peek_word() else {
            return false;
        };
        let digits = word.bytes().all(|b| b.is_ascii_digit());
        looks_iso(word)
            || (digits && self.word_at(1).is_some_and(|next| month_number(next).is_some()))
            || (digits
                && word.len() <= 2
                && self.word_at(1).is_some_and(|next| next.starts_with(char::is_uppercase))
                && self.word_at(2).is_some_and(is_year))
            || (month_number(word).is_some()
                && self.word_at(1).is_some_and(|next| next.starts_with(|c: char| c.is_ascii_digit())))
    }

    /// Returns whether a date comes after the next `ahead` tokens.
    pub fn date_ahead(&self, ahead: usize) -> bool {
        let rest = self.rest().get(ahead..).unwrap_or_default();
        Reader::new(self.text, self.declared, rest, Span::default()).sees_date()
    }

    pub fn sees_date_or_hole(&self) -> bool {
        self.sees_date() || self.peek() == Some(TokenKind::Hole)
    }

    pub fn date(&mut self) -> Read<Slot<Date>> {
        if let Some(hole) = self.hole() {
            return Ok(Slot::Hole(hole));
        }
        self.known_date().map(Slot::Known)
    }

    pub fn known_date(&mut self) -> Read<Date> {
        if !self.sees_date() {
            if let Some(error) = self.other_date() {
                return Err(error);
            }
            let mut error = self.lacking(codes::BAD_DATE, "a date");
            if self.sees("on") && self.date_ahead(1) {
                error.help.push("leave `on` out".to_owned());
                return Err(error);
            }
            error.help.push("write `29 February 2020` or `2020-02-29`".to_owned());
            return Err(error);
        }
        let word = self.peek_word().unwrap_or_default();
        let (parts, length) = if looks_iso(word) {
            let mut fields = word.split('-').map(|field| field.parse::<u16>().unwrap_or(u16::MAX));
            ([fields.next(), fields.next(), fields.next()], 1)
        } else {
            let month = self.word_at(1).and_then(month_number);
            let year = self.word_at(2).filter(|word| is_year(word)).and_then(|word| word.parse().ok());
            ([year, month, word.parse().ok()], 3)
        };
        let [Some(year), Some(month), Some(day)] = parts else {
            return Err(self.bad_date());
        };
        let span = self.advance(length);
        let Some(date) = date(year, month, day, span) else {
            let message = format!("there is no day `{}`", self.slice(span));
            let mut error = self.error(codes::NO_SUCH_DATE, span, message);
            if (1..=12).contains(&month) {
                let last = days_in_month(year, month);
                error.help.push(format!("{} {year} has {last} days", MONTHS[usize::from(month) - 1]));
            }
            return Err(error);
        };
        self.tidy.push((span, tidy_date(date)));
        Ok(date)
    }

    /// Returns the message about a date in figures (`05/01/2021`, `1.5.2021`) or with an ordinal (`1st May 2021`).
    fn other_date(&self) -> Option<Box<Diagnostic>> {
        let rest = self.rest();
        let glued = 1 + rest.iter().skip(1).take_while(|token| token.glued).count();
        let figures = rest.first()?.span.to(rest[glued.min(rest.len()) - 1].span);
        let fields: Vec<u16> =
            self.slice(figures).split(['/', '.', '-']).filter_map(|field| field.parse().ok()).collect();
        let spelled = |day: u16, month: u16, year: u16| {
            date(year, month, day, figures).filter(|_| year > 31).map(|date| format!("`{}`", tidy_date(date)))
        };
        let (span, candidates) = match fields[..] {
            [year, month, day] if year > 31 => (figures, [spelled(day, month, year), None]),
            [a, b, year] => (figures, [spelled(a, b, year), spelled(b, a, year).filter(|_| a != b)]),
            _ => {
                let word = self.peek_word()?;
                let day = ["st", "nd", "rd", "th"].iter().find_map(|end| word.strip_suffix(end)?.parse().ok())?;
                let month = self.word_at(1).and_then(month_number)?;
                let year = self.word_at(2).filter(|word| is_year(word)).and_then(|word| word.parse().ok())?;
                (self.here().to(rest[2].span), [spelled(day, month, year), None])
            }
        };
        let candidates: Vec<String> = candidates.into_iter().flatten().collect();
        let message = format!("`{}` is not written as a date", self.slice(span));
        let mut error = self.error(codes::BAD_DATE, span, message);
        error.help.push(match candidates.len() {
            0 => return None,
            1 => format!("write {}", candidates[0]),
            _ => format!("write {}, whichever is meant", candidates.join(" or ")),
        });
        Some(error)
    }

    /// Returns the message about words that were meant as a date, in whatever order.
    fn bad_date(&self) -> Box<Diagnostic> {
        let rest = self.rest();
        let part = |token: &&Token| token.kind == TokenKind::Word || token.kind == TokenKind::Comma;
        let tokens: Vec<&Token> = rest.iter().take_while(part).take(4).collect();
        let parts = tokens.iter().map(|token| self.slice(token.span));
        let year = parts.clone().position(is_year);
        let length = year.map_or(tokens.len().min(2), |year| year + 1);
        let span = rest[0].span.to(rest[length.max(1) - 1].span);
        let words: Vec<&str> = parts.take(length).collect();
        let month = words.iter().find_map(|word| names::nearest_word(word, MONTHS));
        let day = words.iter().find(|word| word.len() <= 2 && word.bytes().all(|b| b.is_ascii_digit()));
        let message = format!("`{}` is not written as a date", self.slice(span));
        let mut error = self.error(codes::BAD_DATE, span, message);
        error.help.push(match (day, month, year) {
            (Some(day), Some(month), Some(year)) => {
                format!("write `{day} {month} {}`", words[year])
            }
            (Some(day), Some(month), None) => format!("write the year too: `{day} {month} …`"),
            (None, Some(month), Some(year)) => {
                format!("write the day too: for instance `1 {month} {}`", words[year])
            }
            _ => "write `29 February 2020` or `2020-02-29`".to_owned(),
        });
        error
    }

    pub fn moment(&mut self) -> Read<Slot<Moment>> {
        if let Some(hole) = self.hole() {
            return Ok(Slot::Hole(hole));
        }
        let start = self.start();
        let date = self.known_date()?;
        let time = self.time()?;
        // Nothing else that begins with a capital letter can follow a time: whether there is such a zone is asked later.
        let named = self.peek_word().is_some_and(|word| word.starts_with(char::is_uppercase));
        let zone = if time.is_some() && (named || self.sees_zone()) { Some(self.zone()?) } else { None };
        Ok(Slot::Known(Moment { date, time, zone, span: self.since(start) }))
    }

    fn time(&mut self) -> Read<Option<Time>> {
        let Some(word) = self.peek_word().filter(|word| word.contains(':')) else {
            return Ok(None);
        };
        let span = self.here();
        let bad = || {
            let mut error = self.error(codes::BAD_TIME, span, format!("there is no time of day `{word}`"));
            error.help.push("write hours and minutes, from `00:00` to `24:00`".to_owned());
            error
        };
        let (hour, minute) = word.split_once(':').ok_or_else(bad)?;
        if hour.len() > 2 || minute.len() != 2 {
            return Err(bad());
        }
        let hour: u8 = hour.parse().map_err(|_| bad())?;
        let minute: u8 = minute.parse().map_err(|_| bad())?;
        if (hour > 23 || minute > 59) && (hour, minute) != (24, 0) {
            return Err(bad());
        }
        self.at += 1;
        self.tidy.push((span, format!("{hour:02}:{minute:02}")));
        Ok(Some(Time { hour, minute, span }))
    }

    // ---- durations ----

    /// Returns whether a number (or `?`) and a unit of time come next.
    pub fn sees_duration(&self) -> bool {
        self.sees_number_or_hole()
            && (self.word_at(1).and_then(time_unit).is_some() || (self.word_at(1) == Some("working")))
    }

    pub fn duration(&mut self) -> Read<Duration> {
        let start = self.start();
        let mut parts = vec![self.duration_part()?];
        loop {
            let mark = self.mark();
            if !(self.eat("and") && self.sees_duration()) {
                self.back_to(mark);
                break;
            }
            parts.push(self.duration_part()?);
        }
        let rounded = if self.eat("rounded up") {
            Some(Rounding::Up)
        } else if self.eat("rounded down") {
            Some(Rounding::Down)
        } else {
            None
        };
        Ok(Duration { parts, rounded, span: self.since(start) })
    }

    fn duration_part(&mut self) -> Read<DurationPart> {
        let start = self.start();
        if !self.sees_number_or_hole() {
            let mut error = self.lacking(codes::BAD_DURATION, "a length of time");
            let digits = self.peek_word().and_then(super::number::number_word);
            let unit = self.word_at(1).filter(|word| time_unit(word).is_some());
            error.help.push(match (digits, unit) {
                (Some(digits), Some(unit)) => format!("write numbers in digits: `{digits} {unit}`"),
                _ => "write a number and a unit of time, for instance `135 days`".to_owned(),
            });
            return Err(error);
        }
        let count = self.number()?;
        let restricted = matches!(self.peek_word(), Some("working" | "business" | "banking"));
        if restricted && matches!(self.word_at(1), Some("days" | "day")) {
            let span = self.advance(2);
            let mut error = self.error(codes::WORKING_DAYS, span, "the language does not know working days");
            error.help.push("work the date out and write it, with a `note` that says how".to_owned());
            return Err(error);
        }
        let Some(unit) = self.peek_word().and_then(time_unit) else {
            let mut error = self.lacking(codes::BAD_DURATION, "a unit of time");
            let units = ["years", "months", "weeks", "days", "hours", "minutes"];
            let word = self.peek_word().unwrap_or_default().to_lowercase();
            if word == "calendar" {
                error.help.push("every day of the calendar counts: write `days`".to_owned());
                return Err(error);
            }
            if let Some(near) = names::nearest_word(&word, units) {
                error.help.push(format!("did you mean `{near}`?"));
                return Err(error);
            }
            error.help.push("write `years`, `months`, `weeks`, `days`, `hours` or `minutes`".to_owned());
            return Err(error);
        };
        self.at += 1;
        Ok(DurationPart { count, unit, span: self.since(start) })
    }
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Returns what to write instead of `the end of May 2020`, and other words for a date that has to be worked out.
pub(crate) fn vague_date(words: &str) -> Option<String> {
    let (part, rest) = words.strip_prefix("the ").unwrap_or(words).split_once(" of ")?;
    if !["end", "beginning", "start", "middle"].contains(&part) {
        return None;
    }
    let of: Vec<&str> = rest.split(' ').collect();
    let (month, year) = match of[..] {
        [month, year] if is_year(year) => (month_number(month)?, year),
        [year] if is_year(year) => (if part == "end" { 12 } else { 1 }, year),
        _ => {
            return Some(format!(
                "if it is a date, work it out, write it, and say how in a `note`; an event is declared: `event {words} …`"
            ));
        }
    };
    let name = MONTHS[usize::from(month) - 1];
    Some(match part {
        "end" => format!("write the last day: `{} {name} {year}`", days_in_month(year.parse().ok()?, month)),
        "middle" => format!("write the date that is meant, for instance `15 {name} {year}`"),
        _ => format!("write the first day: `1 {name} {year}`"),
    })
}

fn month_number(word: &str) -> Option<u16> {
    // Not `may`, which is a word of the language.
    let capital = word.starts_with(char::is_uppercase);
    MONTHS.iter().position(|month| capital && month.eq_ignore_ascii_case(word)).map(|index| index as u16 + 1)
}

fn is_year(word: &str) -> bool {
    word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit())
}

fn looks_iso(word: &str) -> bool {
    let fields: Vec<&str> = word.split('-').collect();
    matches!(fields[..], [year, month, day] if is_year(year)
        && [month, day].iter().all(|field| (1..=2).contains(&field.len()) && field.bytes().all(|b| b.is_ascii_digit())))
}

fn date(year: u16, month: u16, day: u16, span: Span) -> Option<Date> {
    let good =
        (1..=9999).contains(&year) && (1..=12).contains(&month) && (1..=days_in_month(year, month)).contains(&day);
    good.then_some(Date { year: year as i16, month: month as u8, day: day as u8, span })
}

fn days_in_month(year: u16, month: u16) -> u16 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        _ => 31,
    }
}

fn tidy_date(date: Date) -> String {
    format!("{} {} {:04}", date.day, MONTHS[usize::from(date.month) - 1], date.year)
}

fn time_unit(word: &str) -> Option<TimeUnit> {
    Some(match word {
        "years" | "year" => TimeUnit::Years,
        "months" | "month" => TimeUnit::Months,
        "weeks" | "week" => TimeUnit::Weeks,
        "days" | "day" => TimeUnit::Days,
        "hours" | "hour" => TimeUnit::Hours,
        "minutes" | "minute" => TimeUnit::Minutes,
        _ => return None,
    })
}
