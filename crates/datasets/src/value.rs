//! How much, as people write it.

use servanda_model::amount::{Amount, End, Interval, amount};
use servanda_model::record::Value;

/// Why a value could not be read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum NoValue {
    /// `1.550`, `15,5`: both meanings.
    Ambiguous(String, String),
    /// `10..5`.
    Backwards,
    /// It is no amount.
    Unreadable,
}

/// Returns how much a cell says.
///
/// An amount of acts or of a declared unit is not negative: `<9,000` begins at 0.
///
/// ```
/// use servanda_datasets::value::{read, NoValue};
/// assert!(read("8,300..8,700").is_ok() && read("<9,000").is_ok() && read("about 8,500").is_ok());
/// assert!(matches!(read("1.550"), Err(NoValue::Ambiguous(..))));
/// ```
pub fn read(cell: &str) -> Result<Value, NoValue> {
    let text = cell.trim();
    let lower = text.to_lowercase();
    for about in ["about ", "around ", "approximately ", "approx. ", "circa ", "ca. ", "~"] {
        if let Some(rest) = lower.strip_prefix(about) {
            return number(rest).map(Value::About);
        }
    }
    for range in ["..", " to ", "–"] {
        if let Some((low, high)) = lower.split_once(range) {
            let (low, high) = (number(low)?, number(high)?);
            return if low <= high { Ok(Value::Between(Interval::closed(low, high))) } else { Err(NoValue::Backwards) };
        }
    }
    let signs = [
        (">=", true, true),
        ("≥", true, true),
        ("at least ", true, true),
        (">", true, false),
        ("more than ", true, false),
        ("over ", true, false),
        ("<=", false, true),
        ("≤", false, true),
        ("at most ", false, true),
        ("up to ", false, true),
        ("<", false, false),
        ("less than ", false, false),
        ("fewer than ", false, false),
        ("below ", false, false),
        ("under ", false, false),
        ("above ", true, false),
    ];
    for (sign, low, reached) in signs {
        if let Some(rest) = lower.strip_prefix(sign) {
            let at = number(rest)?;
            let zero = Amount::default();
            let floor = (at > zero || (at == zero && reached)).then_some(End { at: zero, reached: true });
            let end = Some(End { at, reached });
            return Ok(Value::Between(if low {
                Interval { low: end, high: None }
            } else {
                Interval { low: floor, high: end }
            }));
        }
    }
    number(&lower).map(|n| Value::Between(Interval::exactly(n)))
}

/// Returns an exact number; commas before groups of three are read, what has two meanings is not guessed.
fn number(text: &str) -> Result<Amount, NoValue> {
    let text: String = text.chars().filter(|c| !c.is_whitespace() && *c != '\u{a0}').collect();
    let body = text.strip_prefix('-').unwrap_or(&text);
    let commas: Vec<&str> = body.split('.').next().unwrap_or("").split(',').collect();
    let grouped =
        commas.len() > 1 && (1..=3).contains(&commas[0].len()) && commas[1..].iter().all(|group| group.len() == 3);
    if commas.len() > 1 && !grouped {
        return Err(NoValue::Ambiguous(text.replace(',', "."), text.replace(',', "")));
    }
    if let Some((whole, fraction)) = body.split_once('.') {
        let dots = fraction.contains('.');
        if dots || (commas.len() == 1 && fraction.len() == 3 && (1..=3).contains(&whole.len()) && whole != "0") {
            return Err(NoValue::Ambiguous(text.replace('.', ""), format!("{text}0")));
        }
    }
    amount(&text.replace(',', "")).ok_or(NoValue::Unreadable)
}
