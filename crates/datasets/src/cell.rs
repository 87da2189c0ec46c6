//! What single cells say, and how a row is rejected because of one.

use servanda_model::amount::{Amount, End, Interval};
use servanda_model::check::codes::BELOW_ZERO;
use servanda_model::policy::same_name;
use servanda_model::record::{Claim, Kind, Value, When};
use servanda_syntax::codes::{Code, TWO_MEANINGS_NUMBER, WRONG_UNIT};
use servanda_syntax::units::same_unit;

use crate::columns::{KNOWN, called};
use crate::row::{Fit, Reader};
use crate::table::{Cell, Cells};
use crate::{Rejection, advice, codes, value, when};

impl Reader<'_> {
    /// Returns when a cell says.
    pub fn when(&self, own: &Cells, cell: &Cell) -> Fit<When> {
        when::read(&cell.text, self.slash).map_err(|error| {
            let (code, reason, help) = match error {
                when::NoDate::Ambiguous(d, m) => (
                    codes::TWO_MEANINGS_DATE,
                    format!("`{}` has two meanings", cell.text),
                    format!(
                        "{d} or {m}? write the one that is meant, or say `--dates day-first` or `--dates month-first`"
                    ),
                ),
                when::NoDate::Unreadable => (
                    codes::NO_DATE,
                    format!("`{}` is no date", cell.text),
                    advice::date(&cell.text, self.slash).unwrap_or_else(|| DATES.to_owned()),
                ),
                when::NoDate::Nonexistent => (
                    codes::NONEXISTENT_DATE,
                    format!("`{}` names a day or time that does not exist", cell.text),
                    advice::no_such_day(&cell.text)
                        .unwrap_or_else(|| "check the day, the month and the time".to_owned()),
                ),
                when::NoDate::Backwards => (
                    codes::BACKWARDS_DATES,
                    format!("`{}` ends before it begins", cell.text),
                    "write the earlier date first".to_owned(),
                ),
            };
            Box::new(reject(code, own, Some(cell), &reason, &help))
        })
    }

    /// Returns how much a cell says, of what the row is about.
    pub fn value(
        &self,
        own: &Cells,
        cell: Option<&Cell>,
        unit: Option<&Cell>,
        kind: Kind,
        claim: Option<&Claim>,
        silent: bool,
    ) -> Fit<Value> {
        if silent {
            return Ok(Value::NotStated);
        }
        let declared = match claim {
            Some(Claim::Act(act)) => self.terms.acts[act.0].unit.as_deref(),
            Some(Claim::Measure(measure)) => self.terms.measures[measure.0].unit.as_deref(),
            Some(Claim::Event(_) | Claim::Condition(_) | Claim::Waiver(_) | Claim::Exercise(_)) | None => None,
        };
        if let (Some(unit), Some(declared)) = (unit, declared)
            && !same_unit(declared, &unit.text)
            && !same_name(declared, &unit.text)
        {
            return Err(Box::new(reject(
                WRONG_UNIT,
                own,
                Some(unit),
                &format!("`{}` is not the unit that was declared", unit.text),
                &format!("write `{declared}`, or leave it empty"),
            )));
        }
        if kind == Kind::Finding {
            return match cell.map(|c| normal(&c.text)).as_deref() {
                Some("yes" | "y" | "true" | "t" | "1") => Ok(Value::Holds(true)),
                Some("no" | "n" | "false" | "f" | "0") => Ok(Value::Holds(false)),
                Some(_) | None => Err(Box::new(reject(
                    codes::NO_ANSWER_IN_FINDING,
                    own,
                    cell,
                    "a finding says `yes` or `no`",
                    "write `yes` or `no` in `value`",
                ))),
            };
        }
        let one = || Amount::from_integer(1.into());
        match (cell, kind) {
            (None, Kind::Happened) if declared.is_some() => {
                Ok(Value::Between(Interval { low: Some(End { at: one(), reached: true }), high: None }))
            }
            (None, Kind::Happened) => Ok(Value::Between(Interval::exactly(one()))),
            (None, Kind::DidNotHappen) => Ok(Value::NotStated),
            (None, Kind::Total | Kind::Level | Kind::Finding) => Err(Box::new(reject(
                codes::EMPTY_CELL,
                own,
                None,
                "this row does not say how much",
                "fill the cell `value`",
            ))),
            (Some(cell), _) => match value::read(&cell.text) {
                Ok(amount) if below_zero(&amount) => Err(Box::new(self.below_zero(own, cell, kind, declared))),
                Ok(amount) => Ok(amount),
                Err(error) => Err(Box::new(no_amount(own, cell, error))),
            },
        }
    }

    fn below_zero(&self, own: &Cells, cell: &Cell, kind: Kind, unit: Option<&str>) -> Rejection {
        let reason = match (kind, unit) {
            (Kind::Level, Some(unit)) => format!("`{}` is less than no {unit} at all", cell.text),
            _ => format!("`{}`: no act happens less than no times", cell.text),
        };
        let help = "write it without its `-`; to take an earlier row back write the kind `retracts` or `corrects`";
        reject(BELOW_ZERO, own, Some(cell), &reason, help)
    }
}

const DATES: &str = "write `2020-07-13`, `2020-04`, `2020-04-01/2020-06-30` or `[2020-04-01..2020-06-30]`";

fn below_zero(value: &Value) -> bool {
    let zero = Amount::default();
    match value {
        Value::About(amount) => *amount < zero,
        Value::Between(interval) => {
            interval.low.as_ref().is_some_and(|low| low.at < zero)
                || interval.high.as_ref().is_some_and(|high| high.at < zero || (high.at == zero && !high.reached))
        }
        Value::Holds(_) | Value::NotStated => false,
    }
}

fn no_amount(own: &Cells, cell: &Cell, error: value::NoValue) -> Rejection {
    let (code, reason, help) = match error {
        value::NoValue::Ambiguous(a, b) => (
            TWO_MEANINGS_NUMBER,
            format!("`{}` has two meanings", cell.text),
            format!("{a} or {b}? write thousands as in `1,550`, a fraction as in `15.5`"),
        ),
        value::NoValue::Backwards => (
            codes::NO_AMOUNT,
            format!("`{}` goes from more to less", cell.text),
            "write the smaller number first: `5..10`".to_owned(),
        ),
        value::NoValue::Unreadable => (
            codes::NO_AMOUNT,
            format!("`{}` is no amount", cell.text),
            advice::amount(&cell.text)
                .unwrap_or_else(|| "write `5`, `8,300..8,700`, `<9,000`, `>=2,500` or `about 8,500`".to_owned()),
        ),
    };
    reject(code, own, Some(cell), &reason, &help)
}

/// Returns words in lower case with one blank between each two.
pub(crate) fn normal(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// Returns the name that was probably meant.
pub(crate) fn nearest<'a>(text: &str, names: impl Iterator<Item = &'a String>) -> Option<String> {
    let text = text.to_lowercase();
    names
        .map(|name| (strsim::damerau_levenshtein(&name.to_lowercase(), &text), name))
        .filter(|(distance, name)| *distance <= 2.max(name.len() / 4) && distance * 2 <= name.len())
        .min()
        .map(|(_, name)| name.clone())
}

/// Returns the id that was probably meant: ids are short, so only one sign may differ, and not the first.
pub(crate) fn nearest_id<'a>(text: &str, ids: impl Iterator<Item = &'a String>) -> Option<String> {
    ids.filter(|id| {
        let slip = id.chars().next() == text.chars().next() && strsim::damerau_levenshtein(id, text) <= 1;
        slip || id.eq_ignore_ascii_case(text)
    })
    .min()
    .cloned()
}

/// A cell that every row must fill is empty: in this row, or because the file has no such column.
pub(crate) fn empty(row: &Cells, name: &str, help: &str) -> Rejection {
    if row.columns.is_empty() || row.columns.iter().any(|column| column.to_lowercase() == name) {
        return reject(codes::EMPTY_CELL, row, None, &format!("the cell `{name}` is empty"), help);
    }
    let unknown: Vec<String> =
        row.columns.iter().filter(|column| !KNOWN.contains(&column.to_lowercase().as_str())).cloned().collect();
    let called = |column: &str| called(column) == Some(name);
    let called = unknown.iter().find(|column| called(column)).cloned();
    let help = match called.or_else(|| nearest(name, unknown.iter())) {
        Some(near) => format!("call the column `{near}` `{name}`"),
        None => help.to_owned(),
    };
    reject(codes::NO_COLUMN, row, None, &format!("this file has no column `{name}`"), &help)
}

/// Returns a row's rejection because of one of its cells, or of the row as a whole.
pub(crate) fn reject(code: Code, row: &Cells, cell: Option<&Cell>, reason: &str, help: &str) -> Rejection {
    Rejection {
        code,
        file: row.file.clone(),
        line: cell.map_or(row.line, |c| c.line),
        column: cell.map_or(1, |c| c.column),
        id: row.cells.get("id").map(|id| id.text.clone()),
        words: cell.map(|c| c.text.clone()).unwrap_or_default(),
        reason: reason.to_owned(),
        help: help.to_owned(),
    }
}
