//! The four goals: d and x, when, by how much (the box below the decision lists; rows B1, M2, S2 to S5, C7, L9, N5, N6).

use std::collections::BTreeSet;

use num_traits::Zero;
use servanda_model::agreement::{Burden, Counted as What, Goal, Level, NormId, Operator, Status};
use servanda_model::amount::{Amount, End, Interval};
use servanda_model::record::Claim;
use servanda_model::time::Instant;
use servanda_model::verdict::Breach;

use crate::reference::Outcome;
use crate::reference::counts::{Count, Item, Limit, NEVER, Tally, Window};
use crate::reference::evidence::certainly_some;
use crate::reference::levels::{
    Observation, Purpose, Sided, at_some_moment, combine, constant, decided_whatever_the_day, held, looks, sides,
};
use crate::reference::measures::{Lens, allowed, yes};
use crate::reference::truth::{Cause, Judged, Truth, any};
use crate::reference::window::{Timing, closed};
use crate::reference::world::{Instance, Mode, World};

impl World<'_> {
    /// Returns whether a duty was done in its window, or later; `released` if it was waived, ended or excused before the close.
    pub(crate) fn done(
        &self,
        norm: NormId,
        instance: &Instance,
        timing: &Timing,
        now: Instant,
        released: bool,
    ) -> Outcome {
        match self.goal(norm) {
            Some(Goal::AtLeast(what, _)) => self.done_acts(norm, *what, instance, timing, now, released),
            Some(Goal::Reach(level)) => self.reached(norm, level, instance, timing, now, released),
            Some(Goal::AtMost(..) | Goal::Keep(..)) | None => Outcome::nothing(),
        }
    }

    /// Returns whether a prohibition, quota or level to keep was broken.
    pub(crate) fn broken(&self, norm: NormId, instance: &Instance, timing: &Timing, now: Instant) -> Outcome {
        match self.goal(norm) {
            Some(Goal::AtMost(what, _)) => self.broken_acts(norm, *what, instance, timing, now),
            Some(Goal::Keep(level, _)) => self.left(norm, level, instance, timing, now),
            Some(Goal::AtLeast(..) | Goal::Reach(_)) | None => Outcome::nothing(),
        }
    }

    fn done_acts(
        &self,
        norm: NormId,
        what: What,
        instance: &Instance,
        timing: &Timing,
        now: Instant,
        released: bool,
    ) -> Outcome {
        let wanted = self.wanted(norm, instance);
        let window = timing.in_force();
        let tally = self.tally(norm, what, instance, now, false);
        let (mut inside, count) = tally.reaches(&wanted, &window, now);
        let ever = Window { closes: (NEVER, NEVER), ..window };
        let (later, total) = tally.reaches(&wanted, &ever, now);
        let after = |start: Instant, end: Instant| end > window.closes.0 && start < now;
        let anything = tally.items.iter().any(|i| after(i.start, i.end))
            || tally.totals.iter().any(|t| after(t.from.unwrap_or(window.opens.0), t.until.1));
        let later = if later.no() || !anything { Judged::silence(false) } else { later };
        // What ended before the close is released; what may have, is not done yet or released.
        let over = closed(&timing.window, now);
        let empty = window.opens.0 >= window.closes.1.min(now);
        let open = !inside.yes() && (!count.closed || (released && empty));
        // Row C7: the reports reach the quantity only after the close.
        let only_later = (released || !over.no()) && total.reaches(&wanted);
        let mut unreported = if released { Judged::silence(false) } else { self.by_burden(norm) };
        if unreported.truth == Truth::Unknown && !tally.denied_totals.is_empty() {
            // Row C5: a denied total bounds nothing, and where nothing else decides it is a conflict.
            unreported = Judged::unknown(true, BTreeSet::new());
        }
        let unreported = unreported_when(over, unreported);
        let assumed = open && !only_later && !unreported.no();
        if inside.no() && open {
            inside = if only_later {
                Judged::new(Truth::False, Cause::Shown, total.rows.clone())
            } else {
                Judged { because: count.rows.clone(), ..unreported }
            };
        }
        let (maybe, surely) = tally.first_instants(&ever, now, |c| c.may_reach(&wanted), |c| c.reaches(&wanted));
        // What silence leaves open, or decides for the obligor, was done at any time of the window.
        let at = (
            if assumed { window.opens.0 } else { maybe.unwrap_or(NEVER) },
            surely.map_or(if inside.yes() { window.closes.1 - 1 } else { NEVER }, last_instant),
        );
        let late = maybe.map(|first| (first.max(window.closes.0.min(now)), surely.map_or(now - 1, last_instant)));
        Outcome {
            without_excuse: inside.clone(),
            inside,
            later,
            at,
            late,
            shortfall: Some(missing(&wanted, &total)),
            breaches: None,
            used_up: Judged::plain(false),
        }
    }

    /// Row S3: what silence means once the window has closed.
    fn by_burden(&self, norm: NormId) -> Judged {
        match self.terms.norms[norm.0].burden {
            Burden::Open => Judged::gap(),
            Burden::OnObligor => Judged::silence(false),
            Burden::OnObligee => Judged::silence(true),
        }
    }

    fn broken_acts(&self, norm: NormId, what: What, instance: &Instance, timing: &Timing, now: Instant) -> Outcome {
        let allowed = self.wanted(norm, instance);
        let window = self.until_waived(norm, instance, timing.in_force(), now);
        let periods = self.quota_periods(norm, instance, &window, now);
        let has_excuse = self.terms.norms[norm.0].excuse.is_some();
        let tally = self.tally(norm, what, instance, now, false);
        let strict = if has_excuse { self.tally(norm, what, instance, now, true) } else { tally.clone() };
        let exceeded = |tally: &Tally| any(periods.iter().map(|w| exceeds(&tally.count(w, now), &allowed)));
        let inside = exceeded(&tally);
        let mut without_excuse = exceeded(&strict);
        without_excuse.because.extend(&strict.excuses);
        let mut breaches: Vec<Breach> =
            periods.iter().flat_map(|w| self.breach_days(&strict, w, &allowed, now)).collect();
        breaches.sort_by_key(|breach| (breach.from, breach.to));
        breaches.dedup();
        let firsts = |w: &Window| strict.first_instants(w, now, |c| c.may_exceed(&allowed), |c| c.exceeds(&allowed));
        let (starts, ends): (Vec<_>, Vec<_>) = periods.iter().map(firsts).unzip();
        let start = starts.into_iter().flatten().min().unwrap_or(NEVER);
        let surely = ends.into_iter().flatten().min().map_or(NEVER, last_instant);
        let current = periods.iter().find(|w| w.opens.0 < now && now <= w.closes.1);
        let used_up = current.map_or_else(
            || Judged::plain(false),
            |w| {
                let count = strict.count(w, now);
                let reached = if count.reaches(&allowed) {
                    Judged::plain(true)
                } else if count.may_reach(&allowed) {
                    Judged::unknown(count.conflict, BTreeSet::new())
                } else if count.closed && !count.watched {
                    Judged::plain(false)
                } else {
                    Judged::silence(false)
                };
                Judged { because: count.rows, ..reached }
            },
        );
        Outcome {
            later: Judged::plain(false),
            at: (start, surely),
            inside,
            without_excuse,
            late: None,
            shortfall: None,
            breaches: Some(breaches),
            used_up,
        }
    }

    /// Returns the windows a quota is counted in: one for each period, or the whole.
    fn quota_periods(&self, norm: NormId, instance: &Instance, window: &Window, now: Instant) -> Vec<Window> {
        match &self.terms.norms[norm.0].in_each {
            None => vec![*window],
            Some(in_each) => {
                let all = self.periods(&in_each.period, instance, window.opens.0, window.closes.1, now);
                let cut = |i: Instant, j: Instant| (i.max(window.opens.0), j.min(window.closes.1));
                all.into_iter()
                    .map(|(first, last)| {
                        let (opens, closes) = cut(self.zone.start_of(first), self.zone.end_of(last));
                        Window {
                            opens: (opens, opens.max(window.opens.1)),
                            closes: (closes.min(window.closes.0), closes),
                            ..*window
                        }
                    })
                    .collect()
            }
        }
    }

    /// Row N6: from the act that passes the quota on.
    fn breach_days(&self, tally: &Tally, window: &Window, allowed: &Limit, now: Instant) -> Vec<Breach> {
        if !tally.count(window, now).exceeds(allowed) {
            return Vec::new();
        }
        let mut sure: Vec<&Item> = tally.surely((window.opens.1, window.closes.0.min(now)));
        sure.retain(|i| certainly_some(&i.value));
        sure.sort_by_key(|i| (i.start, i.end));
        sure.iter()
            .filter(|i| tally.count(window, i.end).exceeds(allowed))
            .map(|i| Breach { from: self.zone.day_of(i.start), to: Some(self.zone.day_of(i.end - 1)) })
            .collect()
    }

    /// Reach: d, when, how late, how far.
    fn reached(
        &self,
        norm: NormId,
        level: &Level,
        instance: &Instance,
        timing: &Timing,
        now: Instant,
        released: bool,
    ) -> Outcome {
        let window = timing.in_force();
        let (sided, observations, bound, difference) = self.sided(norm, level, instance, Purpose::Reach);
        let over = closed(&timing.window, now);
        let l9 = decided_whatever_the_day(&observations, &bound, Truth::True, &window, now);
        let seen = l9.unwrap_or_else(|| at_some_moment(&sided, Truth::True, &window, now));
        let mut assumed = false;
        let inside = if seen.yes() {
            seen
        } else if unwatched_in(&sided, &window, now) {
            let unreported = if released { Judged::silence(false) } else { self.by_burden(norm) };
            let unreported = unreported_when(over, unreported);
            assumed = !unreported.no();
            // Row S3: a straddle stays unknown under any burden.
            if seen.truth == Truth::Unknown && unreported.yes() { seen } else { seen.or(unreported) }
        } else {
            seen
        };
        let after = Window { opens: window.closes, closes: (NEVER, NEVER), conflict: window.conflict };
        let later = if window.closes.0 < now {
            decided_whatever_the_day(&observations, &bound, Truth::True, &after, now)
                .unwrap_or_else(|| at_some_moment(&sided, Truth::True, &after, now))
        } else {
            Judged::silence(false)
        };
        let ever = |from: Instant| {
            let past = sided.iter().filter(move |s| s.end > from && s.start < now);
            let maybe = past.clone().find(|s| !s.inside.no() && !s.never_again).map(|s| s.start.max(from));
            let surely = past.clone().find(|s| s.inside.yes()).map(|s| s.start.max(from));
            (maybe, surely)
        };
        let (maybe, surely) = ever(window.opens.0.min(now));
        let (late_maybe, late_surely) = ever(window.closes.0.min(now));
        // Row L9: at some moment of its range an observation was inside, at the latest at the last.
        let by_look = looks(&observations, &bound, Truth::True, &after, now).map(|o| o.end - 1).min();
        let late_surely = late_surely.into_iter().chain(by_look).min();
        let at = (
            if assumed { window.opens.0 } else { maybe.or(surely).unwrap_or(NEVER) },
            surely.unwrap_or(if inside.yes() { window.closes.1 - 1 } else { NEVER }),
        );
        Outcome {
            without_excuse: inside.clone(),
            inside,
            later,
            at,
            late: late_maybe.or(late_surely).map(|first| (first, late_surely.unwrap_or(now - 1))),
            shortfall: distance(&difference, &bound, now),
            breaches: None,
            used_up: Judged::plain(false),
        }
    }

    /// Keep: x, since when, how far.
    fn left(&self, norm: NormId, level: &Level, instance: &Instance, timing: &Timing, now: Instant) -> Outcome {
        let declared = &self.terms.norms[norm.0];
        let window = self.until_waived(norm, instance, timing.in_force(), now);
        let (sided, observations, bound, difference) = self.sided(norm, level, instance, Purpose::Keep);
        let held_back = |s: &Sided| self.held_back(norm, instance, s);
        let sorts = !declared.only_while.is_empty() || self.can_be_suspended(norm);
        let by_day = sorts || declared.excuse.is_some();
        let sided = if by_day { self.split_by_day(sided, &window, now) } else { sided };
        let counted: Vec<Sided> =
            sided.iter().map(|s| if sorts { set_aside(s, held_back(s)) } else { s.clone() }).collect();
        let strict: Vec<Sided> = match &declared.excuse {
            None => counted.clone(),
            Some(excuse) => counted
                .iter()
                .map(|s| {
                    let moment = self.zone.end_of(self.zone.day_of(s.end.saturating_sub(1)));
                    set_aside(s, self.condition(&excuse.cond, instance, moment, Mode::Plain))
                })
                .collect(),
        };
        let asked = |sides: &[Sided]| {
            let l9 =
                if by_day { None } else { decided_whatever_the_day(&observations, &bound, Truth::False, &window, now) };
            let seen = l9.unwrap_or_else(|| at_some_moment(sides, Truth::False, &window, now));
            if seen.truth != Truth::True && unwatched_in(sides, &window, now) { seen.or(Judged::gap()) } else { seen }
        };
        let (inside, without_excuse) = (asked(&counted), asked(&strict));
        let breaches = self.level_breaches(&strict, &window, now);
        let past = || strict.iter().filter(|s| s.end > window.opens.0 && s.start < now.min(window.closes.1));
        let maybe = past().find(|s| !s.inside.yes()).map_or(NEVER, |s| s.start.max(window.opens.0));
        let surely = past().find(|s| s.inside.no()).map_or(NEVER, |s| s.start.max(window.opens.1));
        Outcome {
            later: Judged::plain(false),
            at: (maybe, surely),
            inside,
            without_excuse,
            late: None,
            shortfall: distance(&difference, &bound, now),
            breaches: Some(breaches),
            used_up: Judged::plain(false),
        }
    }

    fn held_back(&self, norm: NormId, instance: &Instance, s: &Sided) -> Judged {
        let moment = self.zone.end_of(self.zone.day_of(s.end.saturating_sub(1)));
        self.awake(norm, instance, moment).negated().or(self.suspended(norm, instance, moment, None))
    }

    /// Cuts the stretches of a window at the end of every day, so that each day can be asked for its excuse.
    fn split_by_day(&self, sided: Vec<Sided>, window: &Window, now: Instant) -> Vec<Sided> {
        let mut days = Vec::new();
        for s in sided {
            let (mut start, end) = (s.start.max(window.opens.0), s.end.min(now).min(window.closes.1));
            while start < end {
                let next = self.zone.end_of(self.zone.day_of(start)).min(end);
                days.push(Sided { start, end: next, ..s.clone() });
                start = next;
            }
        }
        days
    }

    fn level_breaches(&self, sided: &[Sided], window: &Window, now: Instant) -> Vec<Breach> {
        let (from, until) = (window.opens.1, window.closes.0.min(now));
        let mut breaches: Vec<(Instant, Instant)> = Vec::new();
        for s in sided.iter().filter(|s| s.inside.no()) {
            let (start, end) = (s.start.max(from), s.end.min(until));
            if start >= end {
                continue;
            }
            match breaches.last_mut() {
                Some(last) if last.1 == start => last.1 = end,
                Some(_) | None => breaches.push((start, end)),
            }
        }
        let days = |(start, end): (Instant, Instant)| Breach {
            from: self.zone.day_of(start),
            to: (end < now).then(|| self.zone.day_of(end - 1)),
        };
        breaches.into_iter().map(days).collect()
    }

    /// Returns the sides of a level, its observations less the limit, the bound, and the difference it is measured by.
    pub(crate) fn sided(
        &self,
        norm: NormId,
        level: &Level,
        instance: &Instance,
        purpose: Purpose,
    ) -> (Vec<Sided>, Vec<Observation>, Interval, crate::reference::levels::Signal) {
        let obligors: Vec<_> = self.with_groups(&self.obligors(norm, instance)).into_iter().collect();
        let scoped_by = (!self.terms.norms[norm.0].only_where.is_empty()).then_some(norm);
        let lens = Lens { instance, scoped_by };
        match level {
            Level::Condition(condition) => {
                let claim = Claim::Condition(*condition);
                let elements = self.elements(&self.terms.conditions[condition.0].over, instance);
                let charge = (&obligors[..], &yes(), purpose == Purpose::Keep);
                let (signal, observations) = &*self.observed_against(&claim, &elements, lens, charge);
                let span = self.hold_of(&claim);
                let sided = sides(signal, &yes(), purpose, |i| held(self.zone, i, span));
                (sided, observations.clone(), yes(), signal.clone())
            }
            Level::Measure(measure, bound) => {
                let claim = Claim::Measure(*measure);
                let declared = &self.terms.measures[measure.0];
                let (difference, allowed, observations) = match (&declared.computed, self.fixed_limit(bound, lens)) {
                    (None, Some(limit)) => {
                        let elements = self.elements(&declared.over, instance);
                        let allowed = allowed(bound.how);
                        let charge = (&obligors[..], &allowed.plus(&limit), purpose == Purpose::Keep);
                        let (signal, observations) = &*self.observed_against(&claim, &elements, lens, charge);
                        let limits = constant(Some(limit.clone()), false, BTreeSet::new());
                        let less = |o: &Observation| Observation { value: o.value.plus(&limit.negated()), ..o.clone() };
                        let observations = observations.iter().map(less).collect();
                        (combine(signal, Operator::Minus, &limits), allowed, observations)
                    }
                    (None | Some(_), _) => {
                        let (difference, allowed) = self.compared(*measure, bound, lens);
                        (difference, allowed, Vec::new())
                    }
                };
                let span = self.hold_of(&claim);
                let sided = sides(&difference, &allowed, purpose, |i| held(self.zone, i, span));
                (sided, observations, allowed, difference)
            }
        }
    }

    /// Returns the limit of a bound where it is the same at all times.
    fn fixed_limit(&self, bound: &servanda_model::agreement::Bound, lens: Lens<'_>) -> Option<Interval> {
        use servanda_model::agreement::Arith;
        fn fixed(arith: &Arith) -> bool {
            match arith {
                Arith::Number(_) | Arith::Table(_) => true,
                Arith::Measure(..) => false,
                Arith::Binary(left, _, right) => fixed(left) && fixed(right),
            }
        }
        if !fixed(&bound.limit) {
            return None;
        }
        self.limit(&bound.limit, lens)
    }

    /// Row M6: whether a clause has a status, over its instances at the same element.
    pub fn has_status(&self, norms: &[NormId], status: Status, instance: &Instance, now: Instant) -> Judged {
        let mut answers = Vec::new();
        for &norm in norms {
            for one in self.instances_meeting(norm, instance, now) {
                answers.push(self.judge(norm, &one, now).has_any(&[status]));
            }
        }
        any(answers)
    }
}

/// Returns the last instant, or the beginning of the last minute, before an end: where something done by then began.
fn last_instant(end: Instant) -> Instant {
    (end - 1) - (end - 1).rem_euclid(60)
}

/// What unreported acts mean once the window may have closed; until then: not yet (row S2).
fn unreported_when(over: Judged, closed: Judged) -> Judged {
    match over.truth {
        Truth::True => closed,
        Truth::False => Judged::silence(false),
        Truth::Unknown if closed.no() => closed,
        Truth::Unknown => Judged::unknown(over.cause == Cause::Conflict, BTreeSet::new()),
    }
}

/// Returns a stretch as it counts where it may be excused, asleep or suspended: that nobody reports it takes nothing
/// from what was seen (row N3).
fn set_aside(s: &Sided, aside: Judged) -> Sided {
    if aside.no() {
        return s.clone();
    }
    let never_again = s.never_again && !aside.yes();
    Sided { inside: s.inside.clone().or(aside), never_again, ..s.clone() }
}

fn unwatched_in(sided: &[Sided], window: &Window, now: Instant) -> bool {
    let until = window.closes.1.min(now);
    sided.iter().any(|s| s.never_again && s.start < until && window.opens.0 < s.end && window.opens.0 < until)
}

fn exceeds(count: &Count, allowed: &Limit) -> Judged {
    let rows = count.rows.clone();
    if count.exceeds(allowed) {
        Judged::new(Truth::True, Cause::Shown, rows)
    } else if count.may_exceed(allowed) {
        Judged::unknown(count.conflict, rows)
    } else if count.closed && !count.watched {
        Judged::new(Truth::False, Cause::Shown, rows)
    } else {
        Judged { because: rows, ..Judged::silence(false) }
    }
}

/// Row N5: what is missing of a quantity, as far as reports go.
fn missing(wanted: &Limit, count: &Count) -> Interval {
    let less = |wanted: &Option<Amount>, end: &Option<End>| {
        let (wanted, end) = (wanted.as_ref()?, end.as_ref()?);
        Some(End { at: (wanted - &end.at).max(Amount::zero()), reached: end.reached || end.at >= *wanted })
    };
    let nothing = || Some(End { at: Amount::zero(), reached: true });
    Interval {
        low: less(&wanted.least, &count.high).or_else(nothing),
        high: less(&wanted.most, &Some(count.low.clone())),
    }
}

/// Row N5: the distance of the level from the bound in the last instant before `now`.
fn distance(difference: &crate::reference::levels::Signal, bound: &Interval, now: Instant) -> Option<Interval> {
    let value = crate::reference::levels::at(difference, now - 1).value.clone()?;
    if value == Interval::unbounded() {
        return None;
    }
    let zero = Interval { low: Some(End { at: Amount::zero(), reached: true }), high: None };
    let gap = match (&bound.low, &bound.high) {
        (Some(_), Some(_)) => value.plus(&Interval { low: bound.low.clone(), high: bound.low.clone() }.negated()).abs(),
        (None, Some(_)) => value,
        (Some(_), None) => value.negated(),
        (None, None) => return None,
    };
    let clipped = |end: &Option<End>| {
        end.as_ref().map(|e| if e.at < Amount::zero() { End { at: Amount::zero(), reached: true } } else { e.clone() })
    };
    let (low, high) = (clipped(&gap.low).or(zero.low), clipped(&gap.high));
    Some(Interval { low, high })
}
