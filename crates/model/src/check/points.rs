//! Times, triggers, conditions and arithmetic: the phrases that lines are made of.

use servanda_syntax::Diagnostic;
use servanda_syntax::ast::{self, ArithKind, CondKind, HappenedWhen as When, NameKind, TimeUnit, TriggerKind};

use crate::agreement::{ActorRef, Arith, Bound, Comparison, Cond, Ends, HappenedWhen, NormId, Occurrence, Point, Upon};
use crate::amount::{Amount, amount};
use crate::check::declarations::{Room, day};
use crate::check::{codes, known};
use crate::time::{CivilDay, Moment, Span, spelled};

/// The longest duration: longer ones are slips of the keyboard.
const COUNT_MAX: i64 = 100_000;

impl Room<'_> {
    pub fn occurrence(&self, name: &ast::Name) -> Option<Occurrence> {
        match name.kind {
            NameKind::Event if name.text == "signature" => Some(Occurrence::Signature),
            NameKind::Event if name.text == "entry into force" => Some(Occurrence::EntryIntoForce),
            NameKind::Event => self.event(name).map(Occurrence::Event),
            NameKind::Act | NameKind::ActByNoun => self.act(name).map(Occurrence::Act),
            _ => None,
        }
    }

    pub fn point(&mut self, point: &ast::Point) -> Point {
        match point {
            ast::Point::Moment(slot) => match known(slot).and_then(|moment| self.moment(moment)) {
                Some(moment) => Point::Moment(moment),
                None => Point::Moment(Moment { day: CivilDay::ZERO, time: None, zone: None }),
            },
            ast::Point::Happening(name) => match self.occurrence(name) {
                Some(occurrence) => Point::Occurrence(occurrence),
                None => Point::Occurrence(Occurrence::Signature),
            },
            ast::Point::Signature(_) => Point::Occurrence(Occurrence::Signature),
            ast::Point::EntryIntoForce(_) => Point::Occurrence(Occurrence::EntryIntoForce),
            ast::Point::After { duration, point } => {
                let base = self.point(point);
                let span = self.span_from(duration, Some(&base));
                self.month_ends(duration, span, &base, 1);
                Point::After(span, Box::new(base))
            }
            ast::Point::Before { duration, point } => {
                let base = self.point(point);
                let span = self.span_from(duration, None);
                self.month_ends(duration, span, &base, -1);
                Point::Before(span, Box::new(base))
            }
            ast::Point::Fulfilment(clause, _) => Point::Occurrence(Occurrence::Fulfilment(self.clause(clause))),
            ast::Point::Violation(clause, _) => Point::Occurrence(Occurrence::Violation(self.clause(clause))),
            ast::Point::FailingWhich(a, b) => Point::FailingWhich(Box::new(self.point(a)), Box::new(self.point(b))),
            ast::Point::Earlier(a, b) => Point::Earlier(Box::new(self.point(a)), Box::new(self.point(b))),
            ast::Point::Later(a, b) => Point::Later(Box::new(self.point(a)), Box::new(self.point(b))),
        }
    }

    /// Returns a duration; what cannot be counted is said once.
    pub fn span(&mut self, duration: &ast::Duration) -> Span {
        self.span_from(duration, None)
    }

    /// Returns a duration that is counted forward from a point.
    pub fn span_from(&mut self, duration: &ast::Duration, from: Option<&Point>) -> Span {
        let mut span = Span { months: 0, days: 0, seconds: 0, rounded: duration.rounded };
        for part in &duration.parts {
            let Some(number) = known(&part.count) else {
                continue;
            };
            let whole = number.digits.split('.').next().and_then(|d| d.parse::<i64>().ok()).unwrap_or(COUNT_MAX + 1);
            if !number.is_whole() {
                self.half(duration, part, whole, from);
                continue;
            }
            if !(0..=COUNT_MAX).contains(&whole) {
                self.said.push(
                    Diagnostic::error(
                        codes::DURATION_TOO_LONG,
                        part.span,
                        format!("`{}` is too long to be meant", number.digits),
                    )
                    .help("write a count from 0 to 100,000"),
                );
                continue;
            }
            let count = i32::try_from(whole).unwrap_or(0);
            match part.unit {
                TimeUnit::Years => span.months += 12 * count.min(9_000),
                TimeUnit::Months => span.months += count,
                TimeUnit::Weeks => span.days += 7 * count,
                TimeUnit::Days => span.days += count,
                TimeUnit::Hours => span.seconds += 3_600 * whole,
                TimeUnit::Minutes => span.seconds += 60 * whole,
            }
        }
        if span.seconds != 0 && span.months != 0 {
            self.said.push(
                Diagnostic::error(
                    codes::HOURS_AND_MONTHS,
                    duration.span,
                    "hours and months cannot be added: a month has no fixed number of hours",
                )
                .help("write the months alone, or days and hours"),
            );
            span.seconds = 0;
        }
        span
    }

    /// Row W4: halves of months are an error that lists the candidates.
    fn half(&mut self, duration: &ast::Duration, part: &ast::DurationPart, whole: i64, from: Option<&Point>) {
        let written = known(&part.count).map(|n| n.digits.clone()).unwrap_or_default();
        match part.unit {
            TimeUnit::Years => {
                let fraction = written.split('.').nth(1).unwrap_or("");
                let months = match fraction.trim_end_matches('0') {
                    "5" => Some(6),
                    "25" => Some(3),
                    "75" => Some(9),
                    _ => None,
                };
                self.said.push(
                    Diagnostic::error(
                        codes::BROKEN_DURATION,
                        part.span,
                        format!("`{written}` is no whole number of years"),
                    )
                    .help(match months {
                        Some(months) => format!("write `{} months`", whole * 12 + months),
                        None => "write the months, or the years and the days".to_owned(),
                    }),
                );
            }
            TimeUnit::Months => {
                let months = i32::try_from(whole).unwrap_or(0);
                let from = from.and_then(|point| self.fixed_day(point));
                let date = |days| {
                    let shifted = |day| Span { months, days, seconds: 0, rounded: None }.shift(day, 1).0;
                    from.map(|day| format!(" ({})", spelled(shifted(day)))).unwrap_or_default()
                };
                let plural = if whole == 1 { "" } else { "s" };
                let message = format!("`{written}` months is not a number of days: a month has 28 to 31");
                self.said.push(
                    Diagnostic::error(codes::HALF_MONTHS, duration.span, message)
                        .help(format!(
                            "write `{whole} month{plural} and 15 days`{}, or 14 days{}, or 16 days{}",
                            date(15),
                            date(14),
                            date(16)
                        ))
                        .help("or write the date that the parties name"),
                );
            }
            TimeUnit::Weeks | TimeUnit::Days | TimeUnit::Hours | TimeUnit::Minutes => {
                self.said.push(
                    Diagnostic::error(codes::BROKEN_DURATION, duration.span, format!("`{written}` is no whole number"))
                        .help("write whole numbers: `1 day and 12 hours`"),
                );
            }
        }
    }

    /// Row W2: a month counted from a fixed day that the month reached does not have.
    pub fn month_ends(&mut self, duration: &ast::Duration, span: Span, base: &Point, sign: i32) {
        let Some(from) = self.fixed_day(base) else {
            return;
        };
        let (first, last) = span.shift(from, sign);
        if first != last {
            self.said.push(
                Diagnostic::error(
                    codes::NO_SUCH_DAY,
                    duration.span,
                    format!("this leads from {} to a day that the month does not have", spelled(from)),
                )
                .help(format!(
                    "write `rounded down` ({}) or `rounded up` ({}) after the duration",
                    spelled(first),
                    spelled(last)
                )),
            );
        }
    }

    /// Returns the day of a point that is fixed by the text.
    pub fn fixed_day(&self, point: &Point) -> Option<CivilDay> {
        use crate::agreement::EventDefinition;
        match point {
            Point::Moment(moment) => (moment.day != CivilDay::ZERO).then_some(moment.day),
            Point::Occurrence(Occurrence::Signature) => Some(self.terms.signature),
            Point::Occurrence(Occurrence::EntryIntoForce) => match &self.terms.entry_into_force {
                Point::Occurrence(Occurrence::EntryIntoForce) => None,
                other => self.fixed_day(other),
            },
            Point::Occurrence(Occurrence::Event(event)) => match &self.terms.events[event.0].definition {
                EventDefinition::On(moment) => Some(moment.day),
                EventDefinition::Reported | EventDefinition::At { .. } => None,
            },
            Point::Occurrence(Occurrence::Act(_) | Occurrence::Violation(_) | Occurrence::Fulfilment(_)) => None,
            Point::After(span, base) if !span.by_the_clock() => Some(span.shift(self.fixed_day(base)?, 1).0),
            Point::Before(span, base) if !span.by_the_clock() => Some(span.shift(self.fixed_day(base)?, -1).0),
            Point::After(..) | Point::Before(..) | Point::FailingWhich(..) | Point::Earlier(..) | Point::Later(..) => {
                None
            }
        }
    }

    /// Returns the norms of a clause; a reference to no clause is said, with what may be meant.
    pub fn clause(&mut self, reference: &servanda_syntax::Slot<ast::Ref>) -> Vec<NormId> {
        let Some(reference) = known(reference) else {
            return Vec::new();
        };
        if let Some(found) = self.clauses.get(&reference.text) {
            return found.clone();
        }
        let near = self
            .clauses
            .keys()
            .map(|name| (strsim::damerau_levenshtein(name, &reference.text), name))
            .filter(|(distance, name)| *distance <= 2 && *distance < name.len())
            .min();
        let said = Diagnostic::error(
            codes::UNKNOWN_CLAUSE,
            reference.span,
            format!("there is no clause `{}`", reference.text),
        );
        self.said.push(match near {
            Some((_, name)) => said.help(format!("did you mean `{name}`?")),
            None => said.help("write the reference that stands after `clause`"),
        });
        Vec::new()
    }

    pub fn actor_refs(&mut self, names: &ast::Names) -> Vec<ActorRef> {
        match &names.kind {
            ast::NamesKind::List(list) => {
                list.iter().filter_map(known).filter_map(|name| self.actor(name)).map(ActorRef::Actor).collect()
            }
            ast::NamesKind::TheOther(set) => {
                let Some(id) = known(set).and_then(|name| self.set_id(name)) else {
                    return Vec::new();
                };
                let count = self.terms.sets[id.0].elements.len();
                if count != 2 {
                    self.said.push(
                        Diagnostic::error(
                            codes::NO_OTHER,
                            names.span,
                            format!(
                                "`the other {}` needs a set of two: this one has {count}",
                                self.terms.sets[id.0].name
                            ),
                        )
                        .help("name who is meant"),
                    );
                }
                vec![ActorRef::TheOther(id)]
            }
        }
    }

    pub fn upon(&mut self, trigger: &ast::Trigger) -> Option<Upon> {
        let plain = |what| Some(Upon { what, each: false, by: Vec::new() });
        match &trigger.kind {
            TriggerKind::Event(name) => plain(self.occurrence(known(name)?)?),
            TriggerKind::First(happening) | TriggerKind::Each(happening) => {
                let what = self.occurrence(known(&happening.what)?)?;
                let by = happening.by.as_ref().map(|names| self.actor_refs(names)).unwrap_or_default();
                Some(Upon { what, each: matches!(trigger.kind, TriggerKind::Each(_)), by })
            }
            TriggerKind::Violation(clause) => plain(Occurrence::Violation(self.clause(clause))),
            TriggerKind::Fulfilment(clause) => plain(Occurrence::Fulfilment(self.clause(clause))),
        }
    }

    pub fn ends(&mut self, ends: &ast::Ends) -> Option<Ends> {
        match ends {
            ast::Ends::On(date) => known(date).and_then(day).map(Ends::On),
            ast::Ends::Upon(trigger) => self.upon(trigger).map(Ends::Upon),
        }
    }

    pub fn cond(&mut self, cond: &ast::Cond) -> Cond {
        match &cond.kind {
            CondKind::Holds { condition, not } => {
                let holds = known(condition).and_then(|name| self.condition(name)).map(Cond::Holds);
                negated(holds.unwrap_or(Cond::Or(Vec::new())), *not)
            }
            CondKind::HasHappened { what, when } => {
                let Some(what) = known(what).and_then(|name| self.occurrence(name)) else {
                    return Cond::Or(Vec::new());
                };
                let when = match when {
                    None => HappenedWhen::Ever,
                    Some(When::Since(point)) => HappenedWhen::Since(self.point(point)),
                    Some(When::By(point)) => HappenedWhen::By(self.point(point)),
                    Some(When::Within { duration, before }) => {
                        HappenedWhen::Within(self.span(duration), self.point(before))
                    }
                };
                Cond::Happened(what, when)
            }
            CondKind::Level { measure, bound } => match known(measure).and_then(|name| self.measure(name)) {
                Some(measure) => Cond::Level(measure, self.bound(bound)),
                None => Cond::Or(Vec::new()),
            },
            CondKind::Clause { clause, not, status } => negated(Cond::Clause(self.clause(clause), *status), *not),
            CondKind::Not(inner) => Cond::Not(Box::new(self.cond(inner))),
            CondKind::And(parts) => Cond::And(parts.iter().map(|part| self.cond(part)).collect()),
            CondKind::Or(parts) => Cond::Or(parts.iter().map(|part| self.cond(part)).collect()),
            CondKind::Brackets(inner) => self.cond(inner),
        }
    }

    pub fn bound(&mut self, bound: &ast::Bound) -> Bound {
        let zero = || Arith::Number(Amount::default());
        match bound {
            ast::Bound::Zero(_) => Bound { how: Comparison::Exactly, limit: zero() },
            ast::Bound::Compared { how, limit, .. } => {
                let limit = match limit {
                    ast::Limit::Number { number, .. } => {
                        Arith::Number(known(number).and_then(|n| amount(&n.digits)).unwrap_or_default())
                    }
                    ast::Limit::Percent { number, of, on } => {
                        let percent = known(number).and_then(|n| amount(&n.digits)).unwrap_or_default();
                        let share = Arith::Number(percent / Amount::from_integer(100.into()));
                        let on = on.as_ref().and_then(known).and_then(day);
                        match known(of).and_then(|name| self.measure(name)) {
                            Some(measure) => Arith::Binary(
                                Box::new(share),
                                ast::Operator::Times,
                                Box::new(Arith::Measure(measure, on)),
                            ),
                            None => zero(),
                        }
                    }
                    ast::Limit::Arith(arith) => self.arith(arith),
                };
                Bound { how: *how, limit }
            }
        }
    }

    pub fn arith(&mut self, arith: &ast::Arith) -> Arith {
        let zero = || Arith::Number(Amount::default());
        match &arith.kind {
            ArithKind::Number(number) => {
                Arith::Number(known(number).and_then(|n| amount(&n.digits)).unwrap_or_default())
            }
            ArithKind::Measure { name, on } => {
                let on = on.as_ref().and_then(known).and_then(day);
                self.measure(name).map_or_else(zero, |measure| Arith::Measure(measure, on))
            }
            ArithKind::Table(name) => self.table_id(name).map_or_else(zero, Arith::Table),
            ArithKind::Binary { left, operator, right } => {
                Arith::Binary(Box::new(self.arith(left)), *operator, Box::new(self.arith(right)))
            }
            ArithKind::Brackets(inner) => self.arith(inner),
        }
    }
}

fn negated(cond: Cond, not: bool) -> Cond {
    if not { Cond::Not(Box::new(cond)) } else { cond }
}
