//! Exact amounts, and intervals of them.

use num_traits::{Signed, Zero};

/// An exact rational number: no amount is ever rounded before it is compared.
pub type Amount = num_rational::BigRational;

/// So many digits a number may have: more are a slip of the keyboard.
const DIGITS_MAX: usize = 100;

/// Returns the amount that plain decimal digits say (`-12.5`), or `None`, also for more digits than can be meant.
pub fn amount(digits: &str) -> Option<Amount> {
    if digits.len() > DIGITS_MAX {
        return None;
    }
    let (sign, body) = digits.strip_prefix('-').map_or((1, digits), |rest| (-1, rest));
    let (whole, fraction) = body.split_once('.').unwrap_or((body, ""));
    if whole.is_empty() || !whole.bytes().chain(fraction.bytes()).all(|b| b.is_ascii_digit()) {
        return None;
    }
    let numerator: num_bigint::BigInt = format!("{whole}{fraction}").parse().ok()?;
    let denominator = num_bigint::BigInt::from(10).pow(fraction.len() as u32);
    Some(Amount::new(numerator * sign, denominator))
}

/// Returns the amount as decimal digits: exact where they end, else cut after 20 places.
pub fn digits(amount: &Amount) -> String {
    let ten = num_bigint::BigInt::from(10);
    let magnitude = amount.abs();
    let mut text = magnitude.to_integer().to_string();
    let mut rest = (magnitude.numer() % magnitude.denom()) * &ten;
    if !rest.is_zero() {
        text.push('.');
    }
    for _ in 0..20 {
        if rest.is_zero() {
            break;
        }
        text.push_str(&(&rest / amount.denom()).to_string());
        rest = (&rest % amount.denom()) * &ten;
    }
    if amount.is_negative() { format!("-{text}") } else { text }
}

/// One end of an [`Interval`].
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct End {
    /// The number at the end.
    pub at: Amount,
    /// Whether the number itself is reached: `<26` has the end 26, not reached.
    pub reached: bool,
}

/// What is known of an amount: it lies between two ends, either of which may be missing.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Interval {
    /// The low end; none is minus infinity.
    pub low: Option<End>,
    /// The high end; none is infinity.
    pub high: Option<End>,
}

impl Interval {
    /// Returns the interval that holds one amount only.
    pub fn exactly(at: Amount) -> Interval {
        Interval::closed(at.clone(), at)
    }

    /// Returns the interval between two amounts, both reached.
    pub fn closed(low: Amount, high: Amount) -> Interval {
        Interval { low: Some(End { at: low, reached: true }), high: Some(End { at: high, reached: true }) }
    }

    /// Returns everything.
    pub fn unbounded() -> Interval {
        Interval { low: None, high: None }
    }

    /// Returns what both have in common, or `None`.
    pub fn meet(&self, other: &Interval) -> Option<Interval> {
        let meet =
            Interval { low: pick(&self.low, &other.low, true, true), high: pick(&self.high, &other.high, false, true) };
        (!meet.is_empty()).then_some(meet)
    }

    /// Returns the smallest interval that holds both.
    pub fn hull(&self, other: &Interval) -> Interval {
        Interval { low: pick(&self.low, &other.low, true, false), high: pick(&self.high, &other.high, false, false) }
    }

    /// Returns whether no amount lies inside.
    pub fn is_empty(&self) -> bool {
        match (&self.low, &self.high) {
            (Some(low), Some(high)) => low.at > high.at || (low.at == high.at && !(low.reached && high.reached)),
            (None, _) | (_, None) => false,
        }
    }

    /// Returns whether every amount of `self` lies in `other`.
    pub fn inside(&self, other: &Interval) -> bool {
        self.meet(other).as_ref() == Some(self)
    }

    /// Returns whether no amount of `self` lies in `other`.
    pub fn outside(&self, other: &Interval) -> bool {
        self.meet(other).is_none()
    }

    /// Returns whether every amount is more than a number.
    pub fn above(&self, number: &Amount) -> bool {
        self.low.as_ref().is_some_and(|low| low.at > *number || (low.at == *number && !low.reached))
    }

    /// Returns whether every amount is less than a number.
    pub fn below(&self, number: &Amount) -> bool {
        self.high.as_ref().is_some_and(|high| high.at < *number || (high.at == *number && !high.reached))
    }

    /// Returns the sum.
    pub fn plus(&self, other: &Interval) -> Interval {
        Interval { low: add(&self.low, &other.low), high: add(&self.high, &other.high) }
    }

    /// Returns the interval mirrored at zero.
    pub fn negated(&self) -> Interval {
        let flip = |end: &Option<End>| end.as_ref().map(|e| End { at: -e.at.clone(), reached: e.reached });
        Interval { low: flip(&self.high), high: flip(&self.low) }
    }

    /// Returns the interval between this one and zero as distances.
    pub fn abs(&self) -> Interval {
        let zero = Interval::exactly(Amount::zero());
        if self.low.as_ref().is_some_and(|low| !low.at.is_negative()) {
            self.clone()
        } else if self.high.as_ref().is_some_and(|high| !high.at.is_positive()) {
            self.negated()
        } else {
            let high = pick(&self.high, &self.negated().high, false, false);
            Interval { low: zero.low, high }
        }
    }

    /// Returns the product.
    pub fn times(&self, other: &Interval) -> Interval {
        let corners: Vec<Corner> = [(&self.low, -1), (&self.high, 1)]
            .into_iter()
            .flat_map(|a| [(&other.low, -1), (&other.high, 1)].into_iter().map(move |b| Corner::product(a, b)))
            .collect();
        let low = corners.iter().cloned().reduce(|a, b| a.pick(b, true)).expect("four corners");
        let high = corners.into_iter().reduce(|a, b| a.pick(b, false)).expect("four corners");
        Interval { low: low.end(), high: high.end() }
    }

    /// Returns the quotient, or `None` where the divisor may be zero.
    pub fn over(&self, divisor: &Interval) -> Option<Interval> {
        let zero = Amount::zero();
        let positive = divisor.low.as_ref().is_some_and(|low| low.at > zero);
        let negative = divisor.high.as_ref().is_some_and(|high| high.at < zero);
        if !positive && !negative {
            return None;
        }
        let invert = |end: &Option<End>| match end {
            Some(e) => End { at: e.at.recip(), reached: e.reached },
            None => End { at: Amount::zero(), reached: false },
        };
        let inverse = Interval { low: Some(invert(&divisor.high)), high: Some(invert(&divisor.low)) };
        Some(self.times(&inverse))
    }
}

/// A corner of a product: finite, or infinite with a sign.
#[derive(Clone)]
enum Corner {
    Finite(End),
    Infinite(i32),
}

impl Corner {
    fn product(a: (&Option<End>, i32), b: (&Option<End>, i32)) -> Corner {
        let sign = |x: &(&Option<End>, i32)| match x.0 {
            Some(end) if end.at.is_zero() => 0,
            Some(end) if end.at.is_negative() => -1,
            Some(_) => 1,
            None => x.1,
        };
        match (a.0, b.0) {
            (Some(x), Some(y)) => {
                let zero = (x.at.is_zero() && x.reached) || (y.at.is_zero() && y.reached);
                Corner::Finite(End { at: &x.at * &y.at, reached: (x.reached && y.reached) || zero })
            }
            (None, _) | (_, None) => match sign(&a) * sign(&b) {
                0 => Corner::Finite(End { at: Amount::zero(), reached: true }),
                s => Corner::Infinite(s),
            },
        }
    }

    fn pick(self, other: Corner, low: bool) -> Corner {
        match (self, other) {
            (Corner::Finite(a), Corner::Finite(b)) => {
                Corner::Finite(pick(&Some(a), &Some(b), low, false).expect("both ends are there"))
            }
            (Corner::Infinite(s), other) | (other, Corner::Infinite(s)) => {
                if (s < 0) == low {
                    Corner::Infinite(s)
                } else {
                    other
                }
            }
        }
    }

    fn end(self) -> Option<End> {
        match self {
            Corner::Finite(end) => Some(end),
            Corner::Infinite(_) => None,
        }
    }
}

/// Picks between two ends: the tighter one (`meet`) or the wider one.
fn pick(a: &Option<End>, b: &Option<End>, low: bool, tighter: bool) -> Option<End> {
    let (Some(x), Some(y)) = (a, b) else {
        return if tighter { a.clone().or_else(|| b.clone()) } else { None };
    };
    if x.at == y.at {
        let reached = if tighter { x.reached && y.reached } else { x.reached || y.reached };
        return Some(End { at: x.at.clone(), reached });
    }
    let x_is_less = x.at < y.at;
    // The tighter low end is the greater one, the tighter high end the lesser one.
    Some(if x_is_less == (low != tighter) { x.clone() } else { y.clone() })
}

fn add(a: &Option<End>, b: &Option<End>) -> Option<End> {
    match (a, b) {
        (Some(x), Some(y)) => Some(End { at: sum(&x.at, &y.at), reached: x.reached && y.reached }),
        (None, _) | (_, None) => None,
    }
}

/// Returns a sum. Most amounts are whole: their sum needs no common denominator.
fn sum(x: &Amount, y: &Amount) -> Amount {
    if x.is_integer() && y.is_integer() { Amount::from_integer(x.numer() + y.numer()) } else { x + y }
}
