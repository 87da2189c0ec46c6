//! The window of an instance in words: what opens it, the sum that gives its close, what moved it, what ends it.

use servanda_model::agreement::{Effect, Force, Goal, NormId, Occurrence, Point, Window as Written};
use servanda_model::time::{Instant, spelled};
use servanda_model::verdict::Truth;

use crate::reference::counts::NEVER;
use crate::reference::window::{Timing, closes_after};
use crate::reference::world::{At, Instance, World};
use crate::words::phrases;
use crate::words::{day, days_of, end, last_days, on, place, span};

impl World<'_> {
    /// Returns the window of an instance, a line for each step of its reckoning; never empty.
    pub fn window_in_words(&self, norm: NormId, instance: &Instance, timing: &Timing, now: Instant) -> Vec<String> {
        let mut lines = Vec::new();
        lines.extend(self.trigger_in_words(norm, timing));
        if timing.triggered.no() {
            lines.push("not triggered: the window has not opened".to_owned());
            return lines;
        }
        lines.push(self.opening_in_words(norm, timing));
        lines.extend(self.sum_in_words(norm, instance, now));
        lines.extend(timing.words.iter().cloned());
        let in_force = timing.in_force();
        if timing.ending.first < timing.window.closes.1 {
            let ends = last_days(self.zone, (timing.ending.first, timing.ending.last));
            let perhaps = if timing.ending.last >= NEVER { "may end" } else { "ends" };
            let by = self.ids(&timing.ending.rows);
            lines.push(format!("the clause or the agreement {perhaps} {}{by}, and the window with it", on(ends)));
        }
        lines.push(self.close_in_words(in_force.closes));
        lines
    }

    /// Returns ids in brackets, after a blank; nothing for none.
    pub fn ids(&self, rows: &std::collections::BTreeSet<usize>) -> String {
        if rows.is_empty() {
            return String::new();
        }
        let ids: Vec<&str> = rows.iter().map(|&r| self.evidence.records[r].id.as_str()).collect();
        format!(" ({})", ids.join(", "))
    }

    /// Returns what triggers a norm, as the agreement calls it.
    pub fn trigger_name(&self, norm: NormId) -> Option<String> {
        let declared = &self.terms.norms[norm.0];
        match (&declared.upon, &declared.force) {
            (Some(upon), _) => Some(phrases::occurrence(self.terms, &upon.what)),
            (None, Force::Effect { event, .. }) => Some(self.terms.events[event.0].name.clone()),
            (None, _) => self.changes[norm.0].iter().find_map(|by| match &self.terms.norms[by.0].force {
                Force::Effect { event, change } if change.effect == Effect::Start => {
                    Some(self.terms.events[event.0].name.clone())
                }
                _ => None,
            }),
        }
    }

    fn trigger_in_words(&self, norm: NormId, timing: &Timing) -> Option<String> {
        let at = timing.trigger.as_ref()?;
        let name = self.trigger_name(norm).unwrap_or_else(|| "the trigger".to_owned());
        let by = self.ids(&at.happened.because);
        Some(match at.happened.truth {
            Truth::False => format!("trigger: {name}, which has not come{by}"),
            Truth::Unknown if at.span.0 < NEVER => {
                format!("trigger: {name}, which may have come {}{by}", on(days_of(self.zone, at.span)))
            }
            Truth::Unknown => format!("trigger: {name}; nobody can tell whether it has come"),
            Truth::True => format!("trigger: {name}, {}{by}", on(days_of(self.zone, at.span))),
        })
    }

    fn opening_in_words(&self, norm: NormId, timing: &Timing) -> String {
        let declared = &self.terms.norms[norm.0];
        let after = (!declared.after.is_empty())
            .then(|| format!("when {} is fulfilled", phrases::clauses(self.terms, &declared.after)));
        let kept = match self.goal(norm) {
            Some(Goal::Keep(_, Some(reach))) => {
                Some(format!("when {} is done, not before its last day", phrases::clauses(self.terms, &[*reach])))
            }
            Some(_) | None => None,
        };
        let with = after.or(kept).unwrap_or_else(|| match &declared.window {
            _ if declared.in_each.is_some() && self.is_duty_in_periods(norm) => "with the period".to_owned(),
            Written::On(p) | Written::Within(_, p) | Written::From(p, _) => {
                let p = match p {
                    Point::Moment(_) => "on the day written".to_owned(),
                    other => format!("with {}", phrases::point(self.terms, other)),
                };
                if timing.trigger.is_some() { format!("{p}, not before the trigger") } else { p }
            }
            _ if timing.trigger.is_some() => "with the trigger".to_owned(),
            Written::By(_) | Written::Before(_) | Written::Until(_) => "with the signature".to_owned(),
            Written::Throughout | Written::AtOnce | Written::NoDeadline => "with the entry into force".to_owned(),
        });
        let opens = timing.window.opens;
        if opens.0 >= NEVER {
            return format!("opens {with}: that has not come");
        }
        let perhaps = if opens.1 >= NEVER { "opens perhaps" } else { "opens" };
        let (from, to) = days_of(self.zone, opens);
        let start = if opens.0 == opens.1 && opens.0 != self.zone.start_of(from) {
            let seconds = opens.0 - self.zone.start_of(from);
            format!("{}, {:02}:{:02}", spelled(from), seconds / 3600, seconds % 3600 / 60)
        } else {
            day((from, to))
        };
        format!("{perhaps} {start}, {with}")
    }

    /// Returns the sums in the closing point: `29 February 2020 + 135 days = 13 July 2020, end of day, Kabul`.
    fn sum_in_words(&self, norm: NormId, instance: &Instance, now: Instant) -> Vec<String> {
        let declared = &self.terms.norms[norm.0];
        let mut lines = Vec::new();
        if let Some((first, last)) = instance.period {
            match declared.in_each.as_ref().and_then(|each| each.within) {
                Some(within) => {
                    let at = At {
                        span: (self.zone.start_of(first), self.zone.start_of(first)),
                        ..self.point(&Point::Occurrence(Occurrence::Signature), instance, now)
                    };
                    lines.extend(self.sum(&at, within, 1, true));
                }
                None => lines.push(format!("the period runs from {} to {}", spelled(first), spelled(last))),
            }
            return lines;
        }
        // Where the trigger is the other's, a point made from it is the other's too.
        let other = |point: &Point| match &declared.upon {
            Some(upon) if closes_after(point, Some(&upon.what)) => self.by_the_other(upon, instance),
            Some(_) | None => instance.clone(),
        };
        match &declared.window {
            Written::Within(length, point) => {
                let instance = &other(point);
                self.parts(point, instance, now, &mut lines);
                lines.extend(self.sum(&self.point(point, instance, now), *length, 1, true));
            }
            Written::By(point) | Written::Until(point) | Written::On(point) | Written::From(_, Some(point)) => {
                self.parts(point, instance, now, &mut lines);
            }
            Written::Before(point) => {
                self.parts(point, instance, now, &mut lines);
                let at = self.point(point, instance, now);
                if at.span.0 < NEVER {
                    lines.push(format!("before {}, which itself is too late", day(days_of(self.zone, at.span))));
                }
            }
            Written::From(_, None) | Written::Throughout | Written::AtOnce | Written::NoDeadline => {}
        }
        lines
    }

    /// Adds a line for each sum and each event inside a point.
    fn parts(&self, point: &Point, instance: &Instance, now: Instant, lines: &mut Vec<String>) {
        match point {
            Point::Moment(_) | Point::Occurrence(Occurrence::Signature) => {}
            Point::Occurrence(what) => {
                let (name, at) = (phrases::occurrence(self.terms, what), self.point(point, instance, now));
                let by = self.ids(&at.happened.because);
                lines.push(match at.happened.truth {
                    _ if at.span.0 >= NEVER => format!("{name}: not yet"),
                    Truth::Unknown => format!("{name}: perhaps {}{by}", on(days_of(self.zone, at.span))),
                    Truth::True | Truth::False => format!("{name}: {}{by}", day(days_of(self.zone, at.span))),
                });
            }
            Point::After(length, inner) | Point::Before(length, inner) => {
                self.parts(inner, instance, now, lines);
                let sign = if matches!(point, Point::After(..)) { 1 } else { -1 };
                lines.extend(self.sum(&self.point(inner, instance, now), *length, sign, false));
            }
            Point::FailingWhich(a, b) | Point::Earlier(a, b) | Point::Later(a, b) => {
                self.parts(a, instance, now, lines);
                self.parts(b, instance, now, lines);
                let at = self.point(point, instance, now);
                if at.span.0 < NEVER {
                    let words = phrases::point(self.terms, point);
                    lines.push(format!("{words}: {}", day(days_of(self.zone, at.span))));
                }
            }
        }
    }

    fn sum(&self, at: &At, length: servanda_model::time::Span, sign: i32, closes: bool) -> Option<String> {
        if at.span.0 >= NEVER {
            return None;
        }
        let plus = if sign > 0 { "+" } else { "−" };
        let whole = |i: Instant| self.zone.start_of(self.zone.day_of(i)) == i;
        let from = if at.span.0 == at.span.1 && !whole(at.span.0) {
            end(self.zone, at.span.0)
        } else {
            day(days_of(self.zone, at.span))
        };
        if at.span.1 >= NEVER {
            return Some(format!("{from}, {plus} {}", span(length)));
        }
        let closing = self.end_of_span(at, length);
        let result = if length.by_the_clock() || !whole(at.span.0) && sign > 0 && length.months == 0 && length.days == 0
        {
            format!("{}, {}", end(self.zone, closing.1), place(self.zone))
        } else {
            let shift = |i: Instant| length.shift(self.zone.day_of(i), sign);
            let days = day((shift(at.span.0).0, shift(at.span.1).1));
            if closes { format!("{days}, end of day, {}", place(self.zone)) } else { days }
        };
        Some(format!("{from} {plus} {} = {result}", span(length)))
    }

    fn close_in_words(&self, closes: (Instant, Instant)) -> String {
        match closes {
            (first, _) if first >= NEVER => "never closes".to_owned(),
            (first, last) if last >= NEVER => {
                format!("closes {} or later, or never", end(self.zone, first))
            }
            (first, last) if first == last => format!("closes {}, {}", end(self.zone, first), place(self.zone)),
            (first, last) => {
                format!("closes between {} and {}, {}", end(self.zone, first), end(self.zone, last), place(self.zone))
            }
        }
    }
}
