//! What would settle it: for each unknown row, which knowledge is missing, about whom, and of which days.

use std::collections::BTreeSet;

use servanda_model::agreement::{Goal, Level, NormId, Quantity};
use servanda_model::amount::Amount;
use servanda_model::record::ActorNamed;
use servanda_model::time::{Instant, spelled};
use servanda_model::verdict::Truth;

use crate::reference::counts::{Count, Item, NEVER, Tally, Window};
use crate::reference::levels::Purpose;
use crate::reference::truth::Cause;
use crate::reference::world::{Instance, World};
use crate::reference::{Asked, Judgement};
use crate::words::phrases;
use crate::words::{days_of, last_days, on};

impl World<'_> {
    /// Returns what is missing for each unknown row of a judgement; the first part of each is a sentence by itself.
    pub fn missing(&self, norm: NormId, instance: &Instance, judgement: &Judgement, now: Instant) -> Vec<Vec<String>> {
        let mut all: Vec<Vec<String>> = Vec::new();
        for row in judgement.rows.iter().filter(|row| row.answer.truth == Truth::Unknown) {
            let mut lines = self.missing_of(norm, instance, judgement, row, now);
            if row.answer.cause == Cause::Conflict && !row.answer.because.is_empty() {
                lines.push(format!("the records disagree:{}", self.ids(&row.answer.because)));
            }
            lines.retain(|line| !all.iter().flatten().any(|said| said == line));
            if let (true, Some(first)) = (all.is_empty(), lines.first_mut()) {
                // "If not" answers a question before it.
                *first = first.strip_prefix("if not, ").unwrap_or(first).to_owned();
            }
            if !lines.is_empty() {
                all.push(lines);
            }
        }
        all
    }

    fn missing_of(
        &self,
        norm: NormId,
        instance: &Instance,
        judgement: &Judgement,
        row: &Asked,
        now: Instant,
    ) -> Vec<String> {
        let Some(timing) = &judgement.timing else { return vec![row.asks.to_owned()] };
        let declared = &self.terms.norms[norm.0];
        let window = timing.in_force();
        let ids = self.ids(&row.answer.because);
        match row.number {
            "D1" | "F1" | "O1" => {
                let name = self.trigger_name(norm).unwrap_or_else(|| self.written_trigger(norm));
                match &timing.trigger {
                    Some(at) if at.happened.yes() => {
                        vec![format!("whether {name} came before the end of the agreement{ids}")]
                    }
                    Some(at) if at.span.0 < NEVER => {
                        let days = on(days_of(self.zone, at.span));
                        vec![format!("whether {name} came, as is said of a day {days}{ids}")]
                    }
                    Some(_) | None => vec![format!("whether {name} has come, and on which day{ids}")],
                }
            }
            "D2" | "F2" | "O2" => self.missing_beginning(norm, timing, &window),
            "D3" => self.missing_doing(norm, instance, &window, now, false),
            "D12" => self.missing_doing(norm, instance, &window, now, true),
            "F4" | "F3" | "R9" => self.missing_breach(norm, instance, &window, now),
            "D4" | "F5" => vec![format!("whether it was waived before the close{ids}")],
            "D6" | "F6" | "O4" => {
                let conds: Vec<String> =
                    declared.suspended.iter().map(|(c, _)| phrases::condition(self.terms, c)).collect();
                let which = if conds.is_empty() { String::new() } else { format!(": whether {}", conds.join(" or ")) };
                vec![format!("whether the clause is suspended on {}{which}{ids}", self.today(now))]
            }
            "D7" | "F7" => vec![format!("whether {} on {}{ids}", self.whiles(norm), self.today(now))],
            "D11" => vec![format!("whether {} {}", self.whiles(norm), on(last_days(self.zone, window.closes)))],
            "D8" | "F8" => {
                vec![format!("when exactly the window opens: {}", on(days_of(self.zone, window.opens)))]
            }
            "D5" | "O5" => {
                let ends = last_days(self.zone, (timing.ending.first, timing.ending.last));
                vec![format!("when exactly the clause or the agreement ended: {}{ids}", on(ends))]
            }
            "D9" | "F9" | "R10" => {
                vec![format!("when exactly the window closes: {}{ids}", on(last_days(self.zone, window.closes)))]
            }
            "D10" => {
                let excuse = declared.excuse.as_ref();
                let cond = excuse.map_or("a suspension held".to_owned(), |e| phrases::condition(self.terms, &e.cond));
                let when = if excuse.is_some_and(|e| e.at_any_time) {
                    "on any day of the window".to_owned()
                } else {
                    on(last_days(self.zone, window.closes))
                };
                vec![format!("whether {cond} {when}, which would excuse it")]
            }
            "O3" => vec![format!("whether the power was exercised{ids}")],
            _ => vec![row.asks.to_owned()],
        }
    }

    fn today(&self, now: Instant) -> String {
        spelled(self.zone.day_of(now - 1))
    }

    fn whiles(&self, norm: NormId) -> String {
        let conds = self.terms.norms[norm.0].only_while.iter();
        conds.map(|cond| phrases::condition(self.terms, cond)).collect::<Vec<_>>().join(" and ")
    }

    fn written_trigger(&self, norm: NormId) -> String {
        use servanda_model::agreement::Window as Written;
        match &self.terms.norms[norm.0].window {
            Written::Within(_, p) | Written::On(p) | Written::From(p, _) => phrases::point(self.terms, p),
            Written::By(_)
            | Written::Before(_)
            | Written::Until(_)
            | Written::Throughout
            | Written::AtOnce
            | Written::NoDeadline => "its trigger".to_owned(),
        }
    }

    fn missing_beginning(
        &self,
        norm: NormId,
        timing: &crate::reference::window::Timing,
        window: &Window,
    ) -> Vec<String> {
        let declared = &self.terms.norms[norm.0];
        let mut lines = Vec::new();
        if let Some((cond, at)) = &declared.only_if {
            let day = match (at, &timing.trigger) {
                (Some(at), _) => format!("on {}", phrases::point(self.terms, at)),
                (None, Some(trigger)) if trigger.span.0 < NEVER => on(days_of(self.zone, trigger.span)),
                (None, _) => "at the entry into force".to_owned(),
            };
            lines.push(format!("whether {} {day}", phrases::condition(self.terms, cond)));
        }
        for after in &declared.after {
            lines.push(format!("what became of {}, after which it comes", phrases::clauses(self.terms, &[*after])));
        }
        if lines.is_empty() {
            lines.push(format!(
                "whether the window opened before it closed: it opens {} and closes {}",
                on(days_of(self.zone, window.opens)),
                on(last_days(self.zone, window.closes))
            ));
        }
        lines
    }

    /// What is missing to say whether a duty was done in its window, or (`later`) after it.
    fn missing_doing(
        &self,
        norm: NormId,
        instance: &Instance,
        window: &Window,
        now: Instant,
        later: bool,
    ) -> Vec<String> {
        let asked = if later {
            Window { opens: window.closes, closes: (NEVER, NEVER), conflict: window.conflict }
        } else {
            *window
        };
        let stretch = self.stretch(&asked, now);
        match self.goal(norm) {
            Some(Goal::AtLeast(what, quantity)) => {
                let (name, unit) = phrases::counted(self.terms, *what);
                let tally = self.tally(norm, *what, instance, now, false);
                let wanted = self.wanted(norm, instance);
                let ever = Window { closes: (NEVER, NEVER), ..*window };
                let count = tally.count(if later { &ever } else { window }, now);
                let by = if later { format!("by {}", self.today(now)) } else { stretch.clone() };
                let one = matches!(quantity, Quantity::Number(n) if *n == Amount::from_integer(1.into()));
                let nothing = count.high.as_ref().is_some_and(|high| high.at == Amount::default());
                let first = if one && unit.is_none() {
                    if later {
                        format!("if not, whether “{name}” was done after the window had closed, {stretch}")
                    } else {
                        format!("whether “{name}” was done {stretch}")
                    }
                } else if nothing {
                    let unit = unit.map(|u| format!(" {u}")).unwrap_or_default();
                    let needed = wanted.least.as_ref().map(phrases::number).unwrap_or_default();
                    format!("whether “{name}” was done {by}: of {needed}{unit} none are reported")
                } else {
                    let unit = unit.map(|u| format!(" {u}")).unwrap_or_default();
                    let more = wanted.least.as_ref().map(|least| least - &count.low.at);
                    let needed = wanted.least.as_ref().map(phrases::number).unwrap_or_default();
                    let more = more.filter(|more| *more > Amount::default()).map(phrase_more).unwrap_or_default();
                    format!(
                        "how much of “{name}” was done {by}: {} of {needed}{unit} are certain from the records{}{more}",
                        phrases::number(&count.low.at),
                        at_most(&count)
                    )
                };
                let mut lines = vec![first];
                if !later {
                    lines.extend(self.doubts(&tally, window, now));
                }
                lines.extend(self.uncovered(&tally, &asked, now));
                lines
            }
            Some(Goal::Reach(level)) => {
                let mut lines = vec![format!(
                    "{}whether {} at some moment {stretch}",
                    if later { "if not, " } else { "" },
                    phrases::inside(self.terms, level, "")
                )];
                lines.extend(self.looks(norm, level, instance, &asked, now, Purpose::Reach));
                lines
            }
            Some(Goal::AtMost(..) | Goal::Keep(..)) | None => Vec::new(),
        }
    }

    /// What is missing to say whether a prohibition, quota or level to keep was broken.
    fn missing_breach(&self, norm: NormId, instance: &Instance, window: &Window, now: Instant) -> Vec<String> {
        let stretch = self.stretch(window, now);
        match self.goal(norm) {
            Some(Goal::AtMost(what, _)) => {
                let (name, unit) = phrases::counted(self.terms, *what);
                let tally = self.tally(norm, *what, instance, now, false);
                let wanted = self.wanted(norm, instance);
                let count = tally.count(window, now);
                let unit = unit.map(|u| format!(" {u}")).unwrap_or_default();
                let allowed = wanted.most.as_ref().map(phrases::number).unwrap_or_default();
                let mut lines = vec![if allowed == "0" {
                    format!("whether “{name}” happened {stretch}")
                } else {
                    format!(
                        "how much of “{name}” there was {stretch}: {}{unit} are certain{}, and {allowed} are allowed",
                        phrases::number(&count.low.at),
                        at_most(&count)
                    )
                }];
                lines.extend(self.doubts(&tally, window, now));
                lines
            }
            Some(Goal::Keep(level, _)) => {
                let mut lines = vec![format!("whether {} {stretch}", phrases::inside(self.terms, level, "always "))];
                lines.extend(self.looks(norm, level, instance, window, now, Purpose::Keep));
                lines
            }
            Some(Goal::AtLeast(..) | Goal::Reach(_)) | None => Vec::new(),
        }
    }

    fn stretch(&self, window: &Window, now: Instant) -> String {
        let (from, _) = days_of(self.zone, window.opens);
        let (_, to) = last_days(self.zone, (window.closes.0.min(now), window.closes.1.min(now)));
        if window.opens.0 >= NEVER {
            return format!("by {}", spelled(to));
        }
        on((from, to.max(from)))
    }

    /// Why reports do not count for certain, a line each.
    fn doubts(&self, tally: &Tally, window: &Window, now: Instant) -> Vec<String> {
        let until = window.closes.1.min(now);
        let near = |i: &&Item| i.start < until && window.opens.0 < i.end;
        let mut lines = Vec::new();
        for item in tally.items.iter().filter(near) {
            let ids = self.ids(&item.rows);
            let ids = ids.trim().trim_matches(['(', ')']);
            let days = |i: Instant| spelled(self.zone.day_of(i));
            if item.start < window.opens.1 {
                lines.push(format!(
                    "{ids} may speak of a day before the window opened {}",
                    on(days_of(self.zone, window.opens))
                ));
            }
            if item.end > window.closes.0 && window.closes.0 < now {
                lines.push(format!(
                    "{ids} may speak of a day after the window closed {}: it says {}",
                    on(last_days(self.zone, window.closes)),
                    crate::words::day((self.zone.day_of(item.start), self.zone.day_of(item.end - 1)))
                ));
            }
            if item.counts.truth == Truth::Unknown && item.counts.cause != Cause::Conflict {
                let unnamed =
                    item.rows.iter().any(|&r| !matches!(self.evidence.records[r].actor, ActorNamed::Declared(_)));
                lines.push(if unnamed {
                    format!("{ids} does not say who did it, so that it may be somebody whose acts do not count")
                } else {
                    format!("{ids} leaves open whether what happened on {} counts here", days(item.start))
                });
            }
            if item.conflict || item.counts.cause == Cause::Conflict {
                lines.push(format!("the records disagree about what happened on {}: {ids}", days(item.start)));
            }
            if lines.len() >= 6 {
                lines.push("and more of the kind".to_owned());
                break;
            }
        }
        lines
    }

    /// Where somebody says that nothing happened, but not of all days: the days of which nobody says anything.
    fn uncovered(&self, tally: &Tally, window: &Window, now: Instant) -> Option<String> {
        let (from, to) = (window.opens.0, window.closes.1.min(now));
        let mut told: Vec<(Instant, Instant)> =
            tally.denied.iter().map(|d| (d.0, d.1)).chain(tally.watched.iter().copied()).collect();
        told.retain(|(start, end)| start < end && *start < to && from < *end);
        if told.is_empty() || from >= to {
            return None;
        }
        told.sort_unstable();
        let mut holes = Vec::new();
        let mut reached = from;
        for (start, end) in told.into_iter().chain([(to, to)]) {
            if start > reached {
                holes.push((reached, start));
            }
            reached = reached.max(end);
        }
        let words: Vec<String> = holes
            .iter()
            .map(|(start, end)| crate::words::day((self.zone.day_of(*start), self.zone.day_of(end - 1))))
            .collect();
        let rows: BTreeSet<usize> = tally.denied.iter().filter(|d| d.0 < to && from < d.1).map(|d| d.2).collect();
        let except = if rows.is_empty() {
            String::new()
        } else {
            format!("; of the other days it is denied by{}", self.ids(&rows).replace(['(', ')'], ""))
        };
        (!words.is_empty()).then(|| format!("nobody says anything about {}{except}", words.join(" and ")))
    }

    /// What is known of a level, and of which days nothing.
    fn looks(
        &self,
        norm: NormId,
        level: &Level,
        instance: &Instance,
        window: &Window,
        now: Instant,
        purpose: Purpose,
    ) -> Vec<String> {
        let (sided, observations, _, _) = self.sided(norm, level, instance, purpose);
        let (from, to) = (window.opens.0, window.closes.1.min(now));
        let mut open: Vec<(Instant, Instant, bool)> = Vec::new();
        for s in sided.iter().filter(|s| s.start < to && from < s.end && s.inside.truth == Truth::Unknown) {
            let (start, end, seen) = (s.start.max(from), s.end.min(to), s.value.is_some());
            match open.last_mut() {
                Some(last) if last.1 == start && last.2 == seen => last.1 = end,
                Some(_) | None => open.push((start, end, seen)),
            }
        }
        let mut lines: Vec<String> = Vec::new();
        for (start, end, seen) in open.iter().take(3) {
            let days = crate::words::day((self.zone.day_of(*start), self.zone.day_of(end - 1)));
            lines.push(if *seen {
                format!("what is reported of {days} lies on both sides of the bound")
            } else {
                format!("no level is known of {days}")
            });
        }
        let last = observations.iter().filter(|o| o.start < to).max_by_key(|o| o.end);
        if let Some(last) = last {
            let value = match level {
                Level::Condition(_) => String::new(),
                Level::Measure(..) => last
                    .rows
                    .iter()
                    .filter_map(|&r| self.evidence.rows[r].value.as_ref())
                    .next()
                    .map(|v| format!(", {}", phrases::amounts(v)))
                    .unwrap_or_default(),
            };
            lines.push(format!(
                "the last word on it is of {}{value}{}",
                spelled(self.zone.day_of(last.end - 1)),
                self.ids(&last.rows)
            ));
        }
        lines
    }
}

fn at_most(count: &Count) -> String {
    match &count.high {
        Some(high) if high.at > count.low.at => format!(", and at most {} are reported", phrases::number(&high.at)),
        Some(_) => String::new(),
        None => ", and no most is reported".to_owned(),
    }
}

fn phrase_more(more: Amount) -> String {
    format!("; {} more would settle it", phrases::number(&more))
}
