//! What it means to know a row more exactly: its date, its value, its actor or an attribute (law P4), or all of it (P3).

use crate::dice::Dice;
use crate::records::{ACTORS, Dates, Much, Row, same_claim};

/// Returns rows in which `same as` and `corrects` say in full what they take from the row named.
pub fn spelled_out(rows: &[Row]) -> Vec<Row> {
    let mut all: Vec<Row> = Vec::new();
    for row in rows {
        let mut full = row.clone();
        if let (Some(named), "same as" | "corrects") = (all.iter().find(|r| r.id == row.claim), row.kind) {
            let or = |own: &'static str, named: &'static str| if own.is_empty() { named } else { own };
            full.when = full.when.or(named.when);
            full.value = if full.value == Much::NotStated { named.value } else { full.value };
            full.actor = or(full.actor, named.actor);
            full.control = or(full.control, named.control);
            (full.side, full.class) = (or(full.side, named.side), or(full.class, named.class));
            full.new_last_day = full.new_last_day.or(named.new_last_day);
            full.report_ends = full.report_ends.or(named.report_ends);
        }
        all.push(full);
    }
    all
}

/// Returns the row with one thing known more exactly; none if it says all it can.
pub fn sharper(rows: &[Row], row: &Row, dice: &mut Dice<'_>) -> Option<Row> {
    let (kind, claim) = meaning(rows, row);
    let mut ways: Vec<Row> = Vec::new();
    if let Some(when) = row.when.and_then(|when| sharper_date(row, kind, when, dice)) {
        ways.push(Row { when: Some(when), ..row.clone() });
    }
    if let Some(value) = sharper_value(kind, row.value, dice) {
        ways.push(Row { value, ..row.clone() });
    }
    let by_somebody = kind == "happened" && !["truce", "summit"].contains(&claim) && row.side.is_empty();
    if by_somebody && !["A", "B", "Militia"].contains(&row.actor) {
        let of: &[&str] = if row.actor == "Army" { &["A", "Militia"] } else { &ACTORS };
        ways.push(Row { actor: dice.pick(of), ..row.clone() });
    }
    if kind == "happened" && row.control.is_empty() {
        ways.push(Row { control: dice.pick(&["A", "B"]), ..row.clone() });
    }
    if ways.is_empty() { None } else { Some(dice.pick(&ways)) }
}

/// Returns the row with everything known.
pub fn sharpest(rows: &[Row], row: &Row, dice: &mut Dice<'_>) -> Row {
    let mut row = row.clone();
    while let Some(next) = sharper(rows, &row, dice) {
        row = next;
    }
    row
}

/// Returns the kind and the claim of a row, through the rows that it names.
pub fn meaning<'a>(rows: &'a [Row], row: &'a Row) -> (&'static str, &'a str) {
    match rows.iter().find(|r| r.id == row.claim) {
        Some(named) if matches!(row.kind, "same as" | "corrects") => meaning(rows, named),
        Some(_) | None => (row.kind, &row.claim),
    }
}

/// Narrows a date that is some moment of a stretch, within the days the row may speak of.
///
/// What holds *throughout* a stretch says less of a shorter one; and a day is not narrowed to a minute, because an
/// event known to the day opens its window with that day (row W1).
fn sharper_date(row: &Row, kind: &str, when: Dates, dice: &mut Dice<'_>) -> Option<Dates> {
    let (first, last) = when.days();
    let limit = row.published.max(first).min(row.report_ends.unwrap_or(usize::MAX)).min(last);
    let (from, to) = (first + dice.below(10), first + dice.below(10));
    let (from, to) = (from.min(to).min(limit), from.max(to).min(limit));
    let some_moment = match when {
        Dates::Sometime(..) => matches!(kind, "happened" | "total" | "level" | "finding"),
        Dates::Throughout(..) | Dates::FromThenOn(_) => kind == "happened",
        Dates::Day(_) | Dates::Minute(..) => false,
    };
    if !some_moment || first > limit {
        None
    } else if (from, to) == (first, last) || from == to {
        Some(Dates::Day(from))
    } else {
        Some(Dates::Sometime(from, to))
    }
}

fn sharper_value(kind: &str, value: Much, dice: &mut Dice<'_>) -> Option<Much> {
    let more = dice.below(6);
    match value {
        Much::Between(a, b) if a < b => Some(Much::Exactly((a + more).min(b))),
        Much::AtLeast(a) => Some(Much::Exactly(a + more)),
        Much::Below(b) if b > 0 => Some(Much::Exactly((b - 1).saturating_sub(more))),
        Much::About(n) => Some(Much::Exactly(n)),
        Much::NotStated if kind == "happened" => None,
        Much::NotStated | Much::Exactly(_) | Much::Between(..) | Much::Below(_) | Much::Holds(_) => None,
    }
}

/// Returns in how many ways two rows contradict each other: as kinds of claim do, or as rows joined by `same as` do.
pub fn contradictions(rows: &[Row], a: &Row, b: &Row) -> usize {
    let ((kind, claim), (other, claimed)) = (meaning(rows, a), meaning(rows, b));
    if !same_claim(claim, claimed) || a.side != b.side || a.class != b.class {
        return 0;
    }
    let ((from, to), (since, until)) = (days(a), days(b));
    let apart = to < since || until < from;
    let differ = |x: &str, y: &str| !x.is_empty() && !y.is_empty() && x != y;
    let unequal = !a.value.meets(b.value);
    let sometime = |row: &Row| matches!(row.when, Some(Dates::Sometime(..)));
    let joined = root(rows, a) == root(rows, b);
    let ways = match (kind, other) {
        ("happened", "did not happen") => vec![!apart && (b.actor.is_empty() || a.actor == b.actor)],
        ("did not happen", "happened") => return contradictions(rows, b, a),
        ("happened", "happened") if joined => {
            vec![apart, unequal, differ(a.actor, b.actor), differ(a.control, b.control)]
        }
        ("level" | "finding" | "total", _) if kind == other && joined => vec![apart, unequal],
        ("level" | "finding" | "total", _) if kind == other => {
            vec![!apart && !sometime(a) && !sometime(b) && unequal]
        }
        _ => Vec::new(),
    };
    ways.into_iter().filter(|way| *way).count()
}

fn days(row: &Row) -> (usize, usize) {
    row.when.map_or((0, 0), |when| when.days())
}

/// Returns the id of the row that `same as` and `corrects` lead to.
pub fn root<'a>(rows: &'a [Row], row: &'a Row) -> &'a str {
    match rows.iter().find(|r| r.id == row.claim) {
        Some(named) if matches!(row.kind, "same as" | "corrects") => root(rows, named),
        Some(_) | None => &row.id,
    }
}
