//! When, as people write it: ISO 8601-2 (EDTF level 1, sets and open ends), `13 July 2020`, and what has two meanings.

use servanda_model::record::{Extent, When};
use servanda_model::time::{CivilDay, Moment, Zone};

/// How `03/04/2020` is meant.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SlashDates {
    /// 3 April.
    DayFirst,
    /// 4 March.
    MonthFirst,
}

/// Why a date could not be read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum NoDate {
    /// It has two meanings: both, as ISO dates.
    Ambiguous(CivilDay, CivilDay),
    /// It is no date.
    Unreadable,
    /// It names a day, month or time that does not exist.
    Nonexistent,
    /// It ends before it begins.
    Backwards,
}

/// Returns when a cell says.
///
/// ```
/// use servanda_datasets::when::{read, NoDate};
/// assert!(read("2020-04", None).is_ok() && read("[2020-04-01..2020-06-30]", None).is_ok());
/// assert!(matches!(read("03/04/2020", None), Err(NoDate::Ambiguous(..))));
/// assert_eq!(read("2020-02-30", None), Err(NoDate::Nonexistent));
/// ```
pub fn read(cell: &str, slash: Option<SlashDates>) -> Result<When, NoDate> {
    let cell = cell.trim();
    let set = cell
        .strip_prefix('[')
        .and_then(|c| c.strip_suffix(']'))
        .or_else(|| cell.strip_prefix('{').and_then(|c| c.strip_suffix('}')));
    if let Some(inside) = set {
        let parts: Vec<&str> = inside.split(',').flat_map(|part| part.split("..")).map(str::trim).collect();
        let dotted = inside.contains("..");
        let ends = |text: &str| {
            if text.is_empty() && dotted { Ok(None) } else { point(text, slash).map(Some) }
        };
        let (first, last) = (ends(parts.first().copied().unwrap_or(""))?, ends(parts.last().copied().unwrap_or(""))?);
        return between(first.map(|p| p.0), last.map(|p| p.1), Extent::Sometime);
    }
    if let Some((from, to)) = interval(cell) {
        let end = |text: &str| {
            if text.is_empty() || text == ".." { Ok(None) } else { point(text, slash).map(Some) }
        };
        return between(end(from)?.map(|p| p.0), end(to)?.map(|p| p.1), Extent::Throughout);
    }
    let (first, last) = point(cell, slash)?;
    let extent = if first == last { Extent::Single } else { Extent::Sometime };
    between(Some(first), Some(last), extent)
}

/// Cuts `a/b`; `03/04/2020` and `2020/04/03` are one date each.
fn interval(cell: &str) -> Option<(&str, &str)> {
    let (from, to) = cell.split_once('/')?;
    let one_date = cell.matches('/').count() == 2 && cell.bytes().all(|b| b.is_ascii_digit() || b"/ :APM".contains(&b));
    (!one_date && !to.contains('/')).then_some((from.trim(), to.trim()))
}

fn between(first: Option<Moment>, last: Option<Moment>, extent: Extent) -> Result<When, NoDate> {
    let when = When { first, last, extent };
    let utc = Zone::named("UTC").ok_or(NoDate::Unreadable)?;
    if when.first.is_some() && when.last.is_some() && when.start(&utc) >= when.end(&utc) {
        return Err(NoDate::Backwards);
    }
    Ok(when)
}

/// Returns the first and the last day or minute that one date may mean.
fn point(text: &str, slash: Option<SlashDates>) -> Result<(Moment, Moment), NoDate> {
    let text = text.trim().trim_end_matches(['~', '?', '%']).trim();
    let same = |moment: Moment| (moment.clone(), moment);
    if let Some((date, time)) = split_time(text) {
        let (day, last) = days(date, slash)?;
        if day != last {
            return Err(NoDate::Unreadable);
        }
        return clock(day, time).map(same);
    }
    let (first, last) = days(text, slash)?;
    let plain = |day| Moment { day, time: None, zone: None };
    Ok((plain(first), plain(last)))
}

fn split_time(text: &str) -> Option<(&str, &str)> {
    let cut = text.find('T').filter(|at| text[..*at].ends_with(|c: char| c.is_ascii_digit())).or_else(|| {
        let at = text.find(' ')?;
        text[at + 1..].contains(':').then_some(at)
    });
    cut.map(|at| (&text[..at], text[at + 1..].trim()))
}

/// Midnight written out by a spreadsheet (`00:00:00`, `12:00:00 AM`) is no time: the day is meant.
fn clock(day: CivilDay, text: &str) -> Result<Moment, NoDate> {
    let (text, half) = match text.to_uppercase() {
        t if t.ends_with("AM") => (text[..text.len() - 2].trim(), Some(0)),
        t if t.ends_with("PM") => (text[..text.len() - 2].trim(), Some(12)),
        _ => (text, None),
    };
    let at = text.find(['Z', 'z', '+', '-']).unwrap_or(text.len());
    let (time, zone) = text.split_at(at);
    let mut parts = time.trim().split(':').map(|part| part.split('.').next().unwrap_or("").parse::<i8>().ok());
    let hour = parts.next().flatten().ok_or(NoDate::Unreadable)?;
    let minute = parts.next().flatten().ok_or(NoDate::Unreadable)?;
    let second = parts.next().flatten();
    let hour = match half {
        Some(half) => hour % 12 + half,
        None => hour,
    };
    if !(0..=24).contains(&hour) || !(0..60).contains(&minute) || (hour == 24 && minute != 0) {
        return Err(NoDate::Nonexistent);
    }
    if zone.is_empty() && hour == 0 && minute == 0 && (second == Some(0) || half.is_some()) {
        return Ok(Moment { day, time: None, zone: None });
    }
    let zone = match zone.trim() {
        "" => None,
        "z" | "Z" => Zone::named("UTC"),
        written => {
            let full = if written.len() == 3 { format!("{written}:00") } else { written.to_owned() };
            let full = if full.len() == 5 && full.is_ascii() && !full.contains(':') {
                format!("{}:{}", &full[..3], &full[3..])
            } else {
                full
            };
            Some(Zone::named(&full).ok_or(NoDate::Nonexistent)?)
        }
    };
    Ok(Moment { day, time: Some((hour, minute)), zone })
}

/// Returns the first and the last day of a date without a time.
fn days(text: &str, slash: Option<SlashDates>) -> Result<(CivilDay, CivilDay), NoDate> {
    let text = text.trim();
    if text.contains('/') {
        return slashed(text, slash);
    }
    if text.contains(|c: char| c.is_alphabetic() && c != 'X') {
        return spelled(text).map(|day| (day, day));
    }
    let parts: Vec<&str> = text.split('-').collect();
    let shape =
        |part: &str, length: usize| part.len() == length && part.bytes().all(|b| b.is_ascii_digit() || b == b'X');
    let ok = shape(parts[0], 4) && parts[1..].iter().all(|part| shape(part, 2)) && parts.len() <= 3;
    if !ok {
        return Err(NoDate::Unreadable);
    }
    let range = |part: &str, low: i16, high: i16| -> (i16, i16) {
        let number = |fill: char| part.replace('X', &fill.to_string()).parse::<i16>().unwrap_or(0);
        (number('0').max(low), number('9').min(high))
    };
    let year = range(parts[0], 1, 9999);
    let month = parts.get(1).map_or((1, 12), |part| range(part, 1, 12));
    let first = CivilDay::new(year.0, month.0 as i8, 1).map_err(|_| NoDate::Nonexistent)?;
    let last = CivilDay::new(year.1, month.1 as i8, 1).map_err(|_| NoDate::Nonexistent)?;
    if parts.get(1).is_some_and(|part| !part.contains('X') && !(1..=12).contains(&part.parse::<i16>().unwrap_or(0))) {
        return Err(NoDate::Nonexistent);
    }
    let Some(day) = parts.get(2) else {
        return Ok((first, last.last_of_month()));
    };
    if !day.contains('X') {
        let number = day.parse::<i8>().map_err(|_| NoDate::Unreadable)?;
        let on = |month: CivilDay| CivilDay::new(month.year(), month.month(), number).map_err(|_| NoDate::Nonexistent);
        return Ok((on(first)?, on(last)?));
    }
    let from = range(day, 1, i16::from(first.days_in_month()));
    let to = range(day, 1, i16::from(last.days_in_month()));
    let on = |month: CivilDay, day: i16| {
        CivilDay::new(month.year(), month.month(), day as i8).map_err(|_| NoDate::Nonexistent)
    };
    Ok((on(first, from.0)?, on(last, to.1)?))
}

fn slashed(text: &str, slash: Option<SlashDates>) -> Result<(CivilDay, CivilDay), NoDate> {
    let parts: Vec<i16> = text.split('/').map(|part| part.trim().parse().unwrap_or(-1)).collect();
    let [a, b, c] = parts[..] else {
        return Err(NoDate::Unreadable);
    };
    // `13/04/20` may be of any century.
    if !text.split('/').any(|part| is_year(part.trim())) {
        return Err(NoDate::Unreadable);
    }
    let day =
        |year: i16, month: i16, day: i16| CivilDay::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok();
    if a > 31 {
        return day(a, b, c).map(|d| (d, d)).ok_or(NoDate::Nonexistent);
    }
    let (day_first, month_first) = (day(c, b, a), day(c, a, b));
    let chosen = match (day_first, month_first, slash) {
        (Some(d), _, Some(SlashDates::DayFirst)) | (_, Some(d), Some(SlashDates::MonthFirst)) => d,
        (Some(d), Some(m), None) if d != m => return Err(NoDate::Ambiguous(d, m)),
        (Some(d), _, None) | (None, Some(d), None) => d,
        (Some(_) | None, _, Some(_)) | (None, None, None) => return Err(NoDate::Nonexistent),
    };
    Ok((chosen, chosen))
}

/// Returns whether this is a year of four digits.
pub(crate) fn is_year(part: &str) -> bool {
    part.len() == 4 && part.bytes().all(|b| b.is_ascii_digit())
}

/// Returns the number of a month, by its name or the beginning of it.
pub(crate) fn month(word: &str) -> Option<i8> {
    let word = word.trim_end_matches('.').to_lowercase();
    MONTHS.iter().position(|m| *m == word || (word.len() >= 3 && m.starts_with(&word))).map(|i| i as i8 + 1)
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// `13 July 2020`, `July 13, 2020`.
fn spelled(text: &str) -> Result<CivilDay, NoDate> {
    let words: Vec<&str> = text.split([' ', ',']).filter(|word| !word.is_empty()).collect();
    let [a, b, c] = words[..] else {
        return Err(NoDate::Unreadable);
    };
    let number = |word: &str| word.trim_end_matches(|c: char| c.is_alphabetic()).parse::<i8>().ok();
    let (day, month) = match (month(a), month(b)) {
        (None, Some(m)) => (number(a), m),
        (Some(m), None) => (number(b), m),
        (Some(_), Some(_)) | (None, None) => return Err(NoDate::Unreadable),
    };
    let year = c.parse::<i16>().ok().filter(|_| is_year(c)).ok_or(NoDate::Unreadable)?;
    CivilDay::new(year, month, day.ok_or(NoDate::Unreadable)?).map_err(|_| NoDate::Nonexistent)
}
