//! What was probably meant by a cell that cannot be read. Nothing here is ever taken for the answer.

use servanda_model::amount::amount as exact;
use servanda_model::time::CivilDay;

use crate::SlashDates;
use crate::when::{is_year, month};

/// Returns how a date is written that people write otherwise, if it can be seen.
///
/// ```text
/// 2020-4-3     write `2020-04-03`
/// April 2020   write `2020-04`
/// 3.4.2020     2020-04-03 or 2020-03-04? write the one that is meant
/// 13/04/20     write the year with four digits: `2020-04-13`
/// ```
pub(crate) fn date(cell: &str, slash: Option<SlashDates>) -> Option<String> {
    let words: Vec<&str> = cell.split([' ', ',']).filter(|word| !word.is_empty()).collect();
    match words[..] {
        [name, year] if is_year(year) && month(name).is_some() => {
            return Some(format!("write `{year}-{:02}`", month(name)?));
        }
        [a, b] if month(a).is_some() || month(b).is_some() => return Some("write the year too".to_owned()),
        [a, b, year] if (month(a).is_some() || month(b).is_some()) && two_digits(year) => {
            return Some("write the year with four digits".to_owned());
        }
        _ => {}
    }
    let parts: Vec<&str> = cell.split(['-', '.', '/']).map(str::trim).collect();
    let [a, b, c] = parts[..] else { return None };
    if ![a, b, c].iter().all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit())) {
        return None;
    }
    if is_year(a) {
        return Some(format!("write `{}`", day(a, b, c)?));
    }
    let (year, short) = match () {
        () if is_year(c) => (c.to_owned(), false),
        () if two_digits(c) => (format!("20{c}"), true),
        () => return None,
    };
    let (day_first, month_first) = (day(&year, b, a), day(&year, a, b));
    let one = match (day_first, month_first, slash) {
        (Some(d), _, Some(SlashDates::DayFirst)) => d,
        (_, Some(m), Some(SlashDates::MonthFirst)) => m,
        (Some(d), Some(m), None) if d != m => {
            let full = if short { ", and the year with four digits" } else { "" };
            return Some(format!("{d} or {m}? write the one that is meant{full}"));
        }
        (Some(d), ..) => d,
        (None, Some(m), _) => m,
        (None, None, _) => return None,
    };
    Some(if short { format!("write the year with four digits: `{one}`") } else { format!("write `{one}`") })
}

fn two_digits(part: &str) -> bool {
    part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit())
}

fn day(year: &str, month: &str, day: &str) -> Option<CivilDay> {
    CivilDay::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

/// Returns how many days the month has, where a date names a day that it has not.
pub(crate) fn no_such_day(cell: &str) -> Option<String> {
    const NAMES: [&str; 12] = [
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
    let parts: Vec<&str> = cell.get(..10)?.split('-').collect();
    let [year, month, _] = parts[..] else { return None };
    let number: usize = month.parse().ok()?;
    let Some(name) = number.checked_sub(1).and_then(|index| NAMES.get(index)) else {
        return Some("a year has 12 months: write the year, the month and then the day".to_owned());
    };
    let first = day(year, month, "1")?;
    Some(format!("{name} {year} has {} days", first.days_in_month()))
}

/// Returns how an amount is written that people write otherwise, if it can be seen.
pub(crate) fn amount(cell: &str) -> Option<String> {
    let number = |text: &str| exact(&text.replace(',', "")).is_some();
    if let Some((low, high)) = cell.split_once('-').map(|(low, high)| (low.trim(), high.trim()))
        && number(low)
        && number(high)
    {
        return Some(format!("write `{low}..{high}` for an amount between the two"));
    }
    let (first, unit) = cell.split_once(' ')?;
    let unit = unit.trim();
    (number(first) && unit.starts_with(char::is_alphabetic))
        .then(|| format!("write `{first}`, and `{unit}` in the column `unit` if the unit is to stand there"))
}
