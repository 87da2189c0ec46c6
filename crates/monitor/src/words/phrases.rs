//! What the agreement calls things: occurrences, conditions, bounds and goals in words.

use servanda_model::agreement::{
    Arith, Bound, Comparison, Cond, Counted, Force, Goal, HappenedWhen, Level, MeasureId, Norm, NormId, Occurrence,
    Operator, Performers, Period, Point, Quantity, Terms,
};
use servanda_model::amount::{Amount, Interval, digits};
use servanda_model::time::spelled;

use crate::words::span;

/// Returns a number with its thousands set apart: `8,600`, `67.5`.
pub fn number(amount: &Amount) -> String {
    let plain = digits(amount);
    let (sign, rest) = plain.strip_prefix('-').map_or(("", plain.as_str()), |rest| ("-", rest));
    let (whole, part) = rest.split_once('.').map_or((rest, None), |(whole, part)| (whole, Some(part)));
    let mut grouped = String::new();
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    format!("{sign}{grouped}{}", part.map(|part| format!(".{part}")).unwrap_or_default())
}

/// Returns an interval of numbers in words: `8,300 to 8,700`, `less than 9,000`, `anything`.
pub fn amounts(value: &Interval) -> String {
    match (&value.low, &value.high) {
        (Some(low), Some(high)) if low.at == high.at => number(&low.at),
        (Some(low), Some(high)) => format!("{} to {}", number(&low.at), number(&high.at)),
        (Some(low), None) if low.reached => format!("{} or more", number(&low.at)),
        (Some(low), None) => format!("more than {}", number(&low.at)),
        (None, Some(high)) if high.reached => format!("{} or less", number(&high.at)),
        (None, Some(high)) => format!("less than {}", number(&high.at)),
        (None, None) => "anything".to_owned(),
    }
}

/// Returns the references of norms: `clause 1`, `clauses 1 and 2`.
pub fn clauses(terms: &Terms, norms: &[NormId]) -> String {
    let mut names: Vec<&str> = norms.iter().map(|n| terms.norms[n.0].clause.as_str()).collect();
    names.dedup();
    format!("clause{} {}", if names.len() == 1 { "" } else { "s" }, names.join(" and "))
}

/// Returns something that happens, as the agreement calls it.
pub fn occurrence(terms: &Terms, what: &Occurrence) -> String {
    match what {
        Occurrence::Event(event) => terms.events[event.0].name.clone(),
        Occurrence::Act(act) => {
            let act = &terms.acts[act.0];
            act.noun.clone().unwrap_or_else(|| act.name.clone())
        }
        Occurrence::Signature => "signature".to_owned(),
        Occurrence::EntryIntoForce => "entry into force".to_owned(),
        Occurrence::Violation(norms) => format!("violation of {}", clauses(terms, norms)),
        Occurrence::Fulfilment(norms) => format!("fulfilment of {}", clauses(terms, norms)),
    }
}

/// Returns a point in time as it is written.
pub fn point(terms: &Terms, point: &Point) -> String {
    let of = |p: &Point| self::point(terms, p);
    match point {
        Point::Moment(moment) => match moment.time {
            Some((hour, minute)) => format!("{} {hour:02}:{minute:02}", spelled(moment.day)),
            None => spelled(moment.day),
        },
        Point::Occurrence(what) => occurrence(terms, what),
        Point::After(length, p) => format!("{} after {}", span(*length), of(p)),
        Point::Before(length, p) => format!("{} before {}", span(*length), of(p)),
        Point::FailingWhich(a, b) => format!("{}, failing which {}", of(a), of(b)),
        Point::Earlier(a, b) => format!("the earlier of {} and {}", of(a), of(b)),
        Point::Later(a, b) => format!("the later of {} and {}", of(a), of(b)),
    }
}

/// Returns a condition as a clause of a sentence: `calm holds`, `clause 2 is violated`.
pub fn condition(terms: &Terms, cond: &Cond) -> String {
    let joined = |parts: &[Cond], word: &str| {
        let parts: Vec<String> = parts.iter().map(|part| condition(terms, part)).collect();
        parts.join(word)
    };
    match cond {
        Cond::Holds(condition) => format!("{} holds", terms.conditions[condition.0].name),
        Cond::Happened(what, when) => {
            let what = occurrence(terms, what);
            match when {
                HappenedWhen::Ever => format!("{what} has happened"),
                HappenedWhen::Since(p) => format!("{what} has happened since {}", point(terms, p)),
                HappenedWhen::By(p) => format!("{what} has happened by {}", point(terms, p)),
                HappenedWhen::Within(length, p) => {
                    format!("{what} has happened within {} before {}", span(*length), point(terms, p))
                }
            }
        }
        Cond::Level(measure, bound) => {
            format!("{} stands at {}", terms.measures[measure.0].name, self::bound(terms, *measure, bound))
        }
        Cond::Clause(norms, status) => format!("{} is {}", clauses(terms, norms), status.words()),
        Cond::Not(inner) => format!("it is not so that {}", condition(terms, inner)),
        Cond::And(parts) => joined(parts, " and "),
        Cond::Or(parts) => joined(parts, " or "),
    }
}

/// Returns a bound: `at most 8,600 persons`.
pub fn bound(terms: &Terms, measure: MeasureId, bound: &Bound) -> String {
    let how = match bound.how {
        Comparison::AtLeast => "at least",
        Comparison::AtMost => "at most",
        Comparison::Exactly => "exactly",
        Comparison::Below => "below",
        Comparison::Above => "above",
    };
    if let (Comparison::Exactly, Arith::Number(zero)) = (bound.how, &bound.limit)
        && *zero == Amount::default()
    {
        return "zero".to_owned();
    }
    let unit = terms.measures[measure.0].unit.as_ref().map(|unit| format!(" {unit}")).unwrap_or_default();
    format!("{how} {}{unit}", arith(terms, &bound.limit))
}

fn arith(terms: &Terms, value: &Arith) -> String {
    match value {
        Arith::Number(amount) => number(amount),
        Arith::Measure(measure, None) => terms.measures[measure.0].name.clone(),
        Arith::Measure(measure, Some(day)) => format!("{} on {}", terms.measures[measure.0].name, spelled(*day)),
        Arith::Table(table) => terms.tables[table.0].name.clone(),
        Arith::Binary(left, operator, right) => {
            let sign = match operator {
                Operator::Plus => "+",
                Operator::Minus => "-",
                Operator::Times => "×",
                Operator::Divided => "/",
            };
            format!("{} {sign} {}", arith(terms, left), arith(terms, right))
        }
    }
}

/// Returns what is counted, as the agreement calls it, and its unit.
pub fn counted(terms: &Terms, what: Counted) -> (&str, Option<&str>) {
    match what {
        Counted::Act(act) => (&terms.acts[act.0].name, terms.acts[act.0].unit.as_deref()),
        Counted::Event(event) => (&terms.events[event.0].name, None),
    }
}

/// Returns what a level is about.
pub fn level(terms: &Terms, level: &Level) -> String {
    match level {
        Level::Measure(measure, _) => terms.measures[measure.0].name.clone(),
        Level::Condition(condition) => terms.conditions[condition.0].name.clone(),
    }
}

/// Returns that a level was where it should be: `the level “US troops” was at most 8,600 persons`, `“calm” held`.
pub fn inside(terms: &Terms, level: &Level, always: &str) -> String {
    match level {
        Level::Measure(measure, bound) => {
            let name = &terms.measures[measure.0].name;
            format!("the level “{name}” was {always}{}", self::bound(terms, *measure, bound))
        }
        Level::Condition(condition) => format!("“{}” {always}held", terms.conditions[condition.0].name),
    }
}

/// Returns what a norm asks, without who and when: `must release prisoners: at least 5,000 persons`.
pub fn what(terms: &Terms, norm: &Norm) -> String {
    let modal = match &norm.force {
        Force::Duty(_) => "must ",
        Force::Aim(_) => "aims to ",
        Force::Right(_) => "may ",
        Force::Power(_) => "can ",
        Force::Effect { .. } | Force::Guarantee(_) | Force::Hortatory => "",
    };
    let each = norm.in_each.as_ref().map(|each| format!(" in each {}", period(&each.period))).unwrap_or_default();
    format!("{modal}{}{each}", asked(terms, norm))
}

fn period(period: &Period) -> &str {
    match period {
        Period::Declared { name, .. } => name,
        Period::CalendarYear => "calendar year",
        Period::CalendarMonth => "calendar month",
        Period::Week => "week",
        Period::Day => "day",
    }
}

fn asked(terms: &Terms, norm: &Norm) -> String {
    let quantity = |what: Counted, quantity: &Quantity, word: &str| {
        let (name, unit) = counted(terms, what);
        let unit = unit.map(|unit| format!(" {unit}")).unwrap_or_default();
        match quantity {
            Quantity::Number(n) if unit.is_empty() && *n == Amount::from_integer(1.into()) && word == "at least" => {
                name.to_owned()
            }
            Quantity::Number(n) => format!("{name}: {word} {}{unit}", number(n)),
            Quantity::AsMany => format!("{name}: as many{unit}"),
            Quantity::Unlimited => name.to_owned(),
        }
    };
    let zero = |q: &Quantity| matches!(q, Quantity::Number(n) if *n == Amount::from_integer(0.into()));
    match &norm.force {
        Force::Duty(goal) | Force::Aim(goal) | Force::Right(goal) => match goal {
            Goal::AtLeast(Counted::Event(event), _) => format!("bring about {}", terms.events[event.0].name),
            Goal::AtLeast(what, q) => quantity(*what, q, "at least"),
            Goal::AtMost(what, q) if zero(q) && matches!(norm.performers, Performers::Anyone) => {
                format!("ensure no {}", counted(terms, *what).0)
            }
            Goal::AtMost(what, q) if zero(q) => format!("not {}", counted(terms, *what).0),
            Goal::AtMost(what, q) => quantity(*what, q, "at most"),
            Goal::Reach(Level::Measure(measure, bound)) => {
                format!("bring {} to {}", terms.measures[measure.0].name, self::bound(terms, *measure, bound))
            }
            Goal::Keep(Level::Measure(measure, bound), _) => {
                format!("keep {} {}", terms.measures[measure.0].name, self::bound(terms, *measure, bound))
            }
            Goal::Reach(Level::Condition(condition)) | Goal::Keep(Level::Condition(condition), _) => {
                format!("see to it that {}", terms.conditions[condition.0].name)
            }
        },
        Force::Power(power) => change(terms, &power.change),
        Force::Effect { event, change } => {
            format!("on {}: {}", terms.events[event.0].name, self::change(terms, change))
        }
        Force::Guarantee(norms) => format!("guarantees {}", clauses(terms, norms)),
        Force::Hortatory => "seeks what is not judged".to_owned(),
    }
}

fn change(terms: &Terms, change: &servanda_model::agreement::Change) -> String {
    use servanda_model::agreement::{Effect, Target};
    let target = match &change.target {
        Target::Norms(norms) => clauses(terms, norms),
        Target::Outside(outside) => terms.outsides.get(*outside).cloned().unwrap_or_default(),
        Target::Agreement => "the agreement".to_owned(),
    };
    let verb = match change.effect {
        Effect::Suspend(_) => "suspend",
        Effect::Resume => "resume",
        Effect::End => "end",
        Effect::Start => "start",
        Effect::Waive => "waive",
        Effect::Extend => "extend",
    };
    format!("{verb} {target}")
}
