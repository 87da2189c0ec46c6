//! What moves a clause from outside: suspensions, ends, waivers, extensions (rows W11, W12, W14, W17, X1, X2, M5).

use std::collections::BTreeSet;

use servanda_model::agreement::{ActorId, Clock, Effect, Ends, Force, NormId, Occurrence, Target, Terms};
use servanda_model::record::Claim;
use servanda_model::time::{CivilDay, Instant, Span, spelled};
use servanda_model::uses::change_of;

use crate::reference::counts::{NEVER, Window};
use crate::reference::happenings::{Counted, Happening, by_counted};
use crate::reference::truth::{Cause, Judged, Truth, any};
use crate::reference::world::{At, Instance, Mode, Precision, World};

/// Returns, for every norm, the powers and effects that act on it.
pub fn acting_on(terms: &Terms) -> Vec<Vec<NormId>> {
    let mut acting = vec![Vec::new(); terms.norms.len()];
    for (i, norm) in terms.norms.iter().enumerate() {
        if let Some(change) = change_of(norm) {
            match &change.target {
                Target::Norms(targets) => targets.iter().for_each(|t| acting[t.0].push(NormId(i))),
                Target::Agreement => (0..acting.len()).filter(|&t| t != i).for_each(|t| acting[t].push(NormId(i))),
                Target::Outside(_) => {}
            }
        }
    }
    acting
}

/// When a clause ends: the instant after the last day, as far as it is known.
#[derive(Clone, Debug)]
pub struct Ending {
    /// The first possible instant; [`NEVER`] if nothing ends it.
    pub first: Instant,
    /// The instant by which it has certainly ended; [`NEVER`] if that is not certain.
    pub last: Instant,
    /// Whether sources disagree about it.
    pub conflict: bool,
    /// The rows it rests on.
    pub rows: BTreeSet<usize>,
}

impl Ending {
    fn never() -> Ending {
        Ending { first: NEVER, last: NEVER, conflict: false, rows: BTreeSet::new() }
    }

    fn or(self, other: Ending) -> Ending {
        let counts = |e: &Ending| e.first < NEVER;
        Ending {
            first: self.first.min(other.first),
            last: self.last.min(other.last),
            conflict: (counts(&self) && self.conflict) || (counts(&other) && other.conflict),
            rows: self.rows.union(&other.rows).copied().collect(),
        }
    }

    /// Returns whether it has ended before `now` (row W14: the day of the end still belongs to it).
    pub fn ended(&self, now: Instant) -> Judged {
        if self.last < now {
            Judged::new(Truth::True, Cause::Shown, self.rows.clone())
        } else if self.first < now {
            Judged::unknown(self.conflict, self.rows.clone())
        } else {
            Judged::silence(false)
        }
    }
}

impl World<'_> {
    /// Returns when a norm ends for an instance, as known.
    pub fn ending(&self, norm: NormId, instance: &Instance, now: Instant) -> Ending {
        let declared = &self.terms.norms[norm.0];
        let mut ending = Ending::never();
        for ends in &declared.ends {
            ending = ending.or(self.ends(ends, instance, now));
        }
        if !declared.survives {
            for ends in &self.terms.ends {
                ending = ending.or(self.ends(ends, instance, now));
            }
            ending = ending.or(self.end_of_term(instance, now));
        }
        // Row M3: what ends each other ends by its own lines.
        if !self.ending.borrow_mut().insert(norm) {
            return ending;
        }
        for &by in &self.changes[norm.0] {
            let change = change_of(&self.terms.norms[by.0]).expect("only powers and effects act on norms");
            let whole = matches!(change.target, Target::Agreement);
            if change.effect == Effect::End && !(whole && declared.survives) {
                for (at, _) in self.takes_effect(by, instance, now) {
                    ending = ending.or(self.ends_with(&at));
                }
            }
        }
        self.ending.borrow_mut().remove(&norm);
        ending
    }

    fn ends(&self, ends: &Ends, instance: &Instance, now: Instant) -> Ending {
        match ends {
            Ends::On(day) => {
                let end = self.zone.end_of(*day);
                Ending { first: end, last: end, ..Ending::never() }
            }
            Ends::Upon(upon) => self.ends_with(&self.trigger(upon, instance, now)),
        }
    }

    fn ends_with(&self, at: &At) -> Ending {
        if at.happened.no() || at.span.0 >= NEVER {
            return Ending::never();
        }
        let end = |instant: Instant| self.zone.end_of(self.zone.day_of(instant));
        let last = if at.happened.yes() { end(at.span.1) } else { NEVER };
        let conflict = at.conflict || at.happened.cause == Cause::Conflict;
        Ending { first: end(at.span.0), last, conflict, rows: at.happened.because.clone() }
    }

    /// Row W17: the end of the running term, as renewals are known.
    fn end_of_term(&self, instance: &Instance, now: Instant) -> Ending {
        let Some(term) = &self.terms.term else {
            return Ending::never();
        };
        let from = self.point(&term.from, instance, now);
        if from.happened.no() || from.span.1 >= NEVER {
            return Ending::never();
        }
        let mut ending = self.end_of_span(&from, term.length);
        let mut first = ending.0;
        let mut conflict = from.conflict;
        let mut rows = BTreeSet::new();
        let mut begins = from.span.0;
        let mut certain = true;
        let Some(renewal) = &term.renewal else {
            return Ending { first, last: ending.1, conflict, rows };
        };
        for round in 0.. {
            let stops = match &renewal.unless {
                None => Judged::plain(false),
                Some(unless) => {
                    let deadline = match renewal.notice {
                        None => ending.0,
                        Some(notice) => {
                            let last_day = self.zone.day_of(ending.0 - 1);
                            self.zone.end_of(notice.shift(last_day, -1).0)
                        }
                    };
                    self.came_between(
                        &unless.what,
                        &self.actors(&unless.by, instance),
                        &self.by_the_other(unless, instance),
                        begins,
                        deadline.min(now),
                    )
                }
            };
            rows.extend(&stops.because);
            conflict |= stops.cause == Cause::Conflict;
            let once_over = round > 0 && !renewal.each_time;
            // A term that has not run out is renewed only when it does: until then its end is what we know.
            if stops.yes() || once_over || ending.0 >= now || round > 4_000 {
                if certain {
                    first = ending.0;
                }
                break;
            }
            if stops.truth == Truth::Unknown && certain {
                (first, certain) = (ending.0, false);
            }
            begins = ending.0;
            let start = At { span: (ending.0 - 1, ending.1 - 1), precision: Precision::Day, ..from.clone() };
            ending = self.end_of_span(&start, renewal.length);
        }
        Ending { first, last: ending.1, conflict, rows }
    }

    fn came_between(
        &self,
        what: &Occurrence,
        by: &[ActorId],
        instance: &Instance,
        from: Instant,
        until: Instant,
    ) -> Judged {
        any(self.occurrences(what, by, instance).into_iter().filter(|(h, _)| h.start < until && from < h.end).map(
            |(h, sure)| {
                let sure = Judged { because: h.rows.clone(), ..sure };
                if h.start >= from && h.end <= until { sure } else { sure.and(Judged::unknown(h.conflict, h.rows)) }
            },
        ))
    }

    /// Returns when a power was exercised, or an event came, with the effect that follows; each with its certainty.
    pub fn takes_effect(&self, by: NormId, instance: &Instance, now: Instant) -> Vec<(At, Effect)> {
        let norm = &self.terms.norms[by.0];
        let Some(change) = change_of(norm) else {
            return Vec::new();
        };
        let mut all = Vec::new();
        // The agreement is one thing: whoever ends or suspends it does so for every element.
        let instances = match &change.target {
            Target::Agreement => self.instances(by, now).to_vec(),
            Target::Norms(_) | Target::Outside(_) => self.instances_meeting(by, instance, now),
        };
        for own in instances {
            if let Force::Effect { event, .. } = &norm.force {
                let at = self.first(&Occurrence::Event(*event), &[], &own, now);
                if !at.happened.no() && at.span.0 < self.ending(by, &own, now).last {
                    all.push((at, change.effect));
                }
            } else {
                all.extend(self.exercises(by, &own, now).into_iter().map(|(_, at)| (at, change.effect)));
            }
        }
        all.sort_by_key(|(at, _)| at.span);
        all
    }

    /// Returns each exercise of a power with the moment its effect comes (row M5); an exercise before the trigger is none.
    pub fn exercises(&self, by: NormId, instance: &Instance, now: Instant) -> Vec<(At, At)> {
        let norm = &self.terms.norms[by.0];
        let Force::Power(power) = &norm.force else {
            return Vec::new();
        };
        let holders = self.obligors(by, instance);
        let counted = if holders.is_empty() { Counted::Anyone } else { Counted::Only(self.with_members(&holders)) };
        let started = norm.upon.as_ref().map(|upon| self.trigger(upon, instance, now));
        let mut found: Vec<(At, At)> = match &power.notice {
            None => {
                let plain = self.recorded(&Claim::Exercise(norm.clause.clone()), &counted, instance, now);
                plain.into_iter().map(|at| (at.clone(), at)).collect()
            }
            // Row M5: the notice is the exercise, and the effect comes later.
            Some((span, act)) => {
                let later = |at: At| {
                    let (first, last) = self.end_of_span(&at, *span);
                    let day = |end: Instant| self.zone.start_of(self.zone.day_of(end - 1));
                    (at.clone(), At { span: (day(first), day(last)), ..at })
                };
                self.recorded(&Claim::Act(*act), &counted, instance, now).into_iter().map(later).collect()
            }
        };
        let ending = self.ending(by, instance, now);
        found.retain(|(at, _)| at.span.0 < ending.last);
        for (at, effect) in found.iter_mut().filter(|(at, _)| at.span.1 >= ending.first) {
            let doubt = Judged::unknown(at.conflict || ending.conflict, BTreeSet::new());
            at.happened = at.happened.clone().and(doubt.clone());
            effect.happened = effect.happened.clone().and(doubt);
        }
        let Some(start) = started else { return found };
        // An exercise before the trigger is none; where the trigger is in doubt, so is the exercise.
        found.retain(|(at, _)| !start.happened.no() && at.span.1 >= start.span.0);
        for (at, effect) in &mut found {
            if !start.happened.yes() || at.span.0 < start.span.1 {
                let doubt = Judged::unknown(start.conflict || start.happened.cause == Cause::Conflict, BTreeSet::new());
                at.happened = at.happened.clone().and(doubt.clone());
                effect.happened = effect.happened.clone().and(doubt);
            }
        }
        found
    }

    fn recorded(&self, claim: &Claim, counted: &Counted, instance: &Instance, now: Instant) -> Vec<At> {
        self.happened_at(claim, &instance.elements)
            .iter()
            .filter(|h| h.start < now)
            .map(|h| self.as_at(h, counted, now))
            .filter(|at| !at.happened.no())
            .collect()
    }

    fn as_at(&self, h: &Happening, counted: &Counted, now: Instant) -> At {
        let who = by_counted(self.evidence, self.terms, h, counted);
        let firm = h.certain() && h.end <= now;
        let sure =
            if firm { who } else { who.and(Judged::unknown(h.conflict || !h.denied_by.is_empty(), h.rows.clone())) };
        let precision = if h.minute { Precision::Minute } else { Precision::Day };
        At { happened: sure, span: self.opening(h), precision, conflict: h.conflict }
    }

    /// Returns whether an obligee released the obligor before `limit` (row M5).
    pub fn waived(&self, norm: NormId, instance: &Instance, limit: (Instant, Instant), now: Instant) -> Judged {
        let parts: Vec<Judged> = self
            .waivers(norm, instance, now)
            .into_iter()
            .filter(|at| at.span.0 < limit.1)
            .map(|at| {
                if at.span.1 < limit.0 {
                    at.happened
                } else {
                    at.happened.and(Judged::unknown(at.conflict, BTreeSet::new()))
                }
            })
            .collect();
        if parts.is_empty() { Judged::silence(false) } else { any(parts) }
    }

    /// Returns a window cut where an obligee released the obligor: what happens from then on breaks nothing.
    pub fn until_waived(&self, norm: NormId, instance: &Instance, window: Window, now: Instant) -> Window {
        let mut cut = window;
        for at in self.waivers(norm, instance, now) {
            cut.closes.0 = cut.closes.0.min(at.span.0);
            if at.happened.yes() {
                cut.closes.1 = cut.closes.1.min(at.span.1);
            }
            cut.conflict |= at.conflict || at.happened.cause == Cause::Conflict;
        }
        cut
    }

    /// Returns the waivers, recorded or by the exercise of a power.
    fn waivers(&self, norm: NormId, instance: &Instance, now: Instant) -> Vec<At> {
        let declared = &self.terms.norms[norm.0];
        let obligees: BTreeSet<ActorId> = if declared.owed_to.is_empty() {
            let own = self.with_members(&self.obligors(norm, instance));
            let parties =
                self.terms.actors.iter().enumerate().filter(|(_, actor)| actor.party).map(|(i, _)| ActorId(i));
            parties.filter(|party| !own.contains(party)).collect()
        } else {
            self.with_members(&self.actors(&declared.owed_to, instance))
        };
        let counted = Counted::Only(obligees);
        let mut all = self.recorded(&Claim::Waiver(declared.clause.clone()), &counted, instance, now);
        for &by in &self.changes[norm.0] {
            let effects = self.takes_effect(by, instance, now).into_iter();
            all.extend(effects.filter(|(_, effect)| *effect == Effect::Waive).map(|(at, _)| at));
        }
        all
    }

    /// Returns whether the norm is suspended at the instant before `now`, by a clock of this kind (any, if none).
    pub fn suspended(&self, norm: NormId, instance: &Instance, now: Instant, clock: Option<Clock>) -> Judged {
        let declared = &self.terms.norms[norm.0];
        let wanted = |c: Clock| clock.is_none_or(|k| k == c);
        let lines = declared.suspended.iter().filter(|(_, c)| wanted(*c));
        let mut held: Vec<Judged> =
            lines.map(|(cond, _)| self.condition(cond, instance, now, Mode::Suspension)).collect();
        held.push(self.suspended_by_change(norm, instance, now, wanted));
        any(held)
    }

    /// Returns whether a line, a power or an event can suspend the norm.
    pub fn can_be_suspended(&self, norm: NormId) -> bool {
        let suspends = |by: &NormId| {
            change_of(&self.terms.norms[by.0]).is_some_and(|change| matches!(change.effect, Effect::Suspend(_)))
        };
        !self.terms.norms[norm.0].suspended.is_empty() || self.changes[norm.0].iter().any(suspends)
    }

    /// The last of suspend and resume wins (row X1).
    fn suspended_by_change(
        &self,
        norm: NormId,
        instance: &Instance,
        now: Instant,
        wanted: impl Fn(Clock) -> bool,
    ) -> Judged {
        let mut all: Vec<(At, Effect)> = Vec::new();
        for &by in &self.changes[norm.0] {
            let change = change_of(&self.terms.norms[by.0]).expect("only powers and effects act on norms");
            if matches!(change.effect, Effect::Suspend(_) | Effect::Resume) {
                all.extend(self.takes_effect(by, instance, now));
            }
        }
        // Ties: suspend before resume.
        all.sort_by_key(|(at, effect)| (at.span, matches!(effect, Effect::Resume)));
        let mut state = Judged::silence(false);
        for (at, effect) in all {
            if at.span.0 >= now {
                continue;
            }
            let next = match effect {
                Effect::Suspend(clock) => wanted(clock),
                Effect::Resume => false,
                Effect::End | Effect::Start | Effect::Waive | Effect::Extend => continue,
            };
            let sure = at.happened.yes() && at.span.1 < now;
            state = if sure {
                Judged { because: at.happened.because.clone(), ..Judged::plain(next) }
            } else if state.truth == Judged::plain(next).truth {
                state
            } else {
                Judged::unknown(at.conflict || at.happened.cause == Cause::Conflict, at.happened.because.clone())
            };
        }
        state
    }

    /// Rows W11, W12: moves a close by extensions and by suspensions whose clock stops, in the order of time.
    pub fn moved(
        &self,
        norm: NormId,
        instance: &Instance,
        opens: (Instant, Instant),
        close: (Instant, Instant),
        now: Instant,
    ) -> Moved {
        let mut moved = Moved { closes: close, conflict: false, rows: BTreeSet::new(), words: Vec::new() };
        if close.1 >= NEVER && close.0 >= NEVER {
            return moved;
        }
        let mut extensions = self.extensions(norm, instance, now).into_iter().peekable();
        let stops = |clock: &Clock| matches!(clock, Clock::Stops);
        let declared = &self.terms.norms[norm.0];
        let stoppable = declared.suspended.iter().any(|(_, clock)| stops(clock))
            || self.changes[norm.0].iter().any(|by| {
                change_of(&self.terms.norms[by.0]).is_some_and(|c| matches!(c.effect, Effect::Suspend(Clock::Stops)))
            });
        if stoppable {
            let next = |i: Instant| self.zone.end_of(self.zone.day_of(i));
            let (mut sure_days, mut possible_days) = (0, 0);
            let mut day_end = next(opens.0);
            while day_end <= now && day_end <= moved.closes.1 {
                while let Some(extension) = extensions.next_if(|e| e.at.span.0 < day_end) {
                    moved.extend(&extension, self.zone.end_of(extension.last_day));
                }
                let held = self.suspended(norm, instance, day_end, Some(Clock::Stops));
                if held.yes() && opens.1 < day_end && day_end <= moved.closes.0 {
                    (moved.closes.0, sure_days) = (self.a_day_later(moved.closes.0), sure_days + 1);
                }
                if !held.no() {
                    (moved.closes.1, possible_days) = (self.a_day_later(moved.closes.1), possible_days + 1);
                    moved.rows.extend(&held.because);
                    moved.conflict |= held.cause == Cause::Conflict;
                }
                day_end = next(day_end);
            }
            match (sure_days, possible_days) {
                (0, 0) => {}
                (a, b) if a == b => {
                    let (from, to) = (self.zone.day_of(close.0 - 1), self.zone.day_of(moved.closes.0 - 1));
                    let days = crate::words::many(a, "day");
                    let sum = format!("{} + {days} = {}", spelled(from), spelled(to));
                    moved.words.push(format!("the clock stood still for {days}: {sum}"));
                }
                (a, b) => moved.words.push(format!("the clock stood still for {a} to {b} days")),
            }
        }
        for extension in extensions {
            moved.extend(&extension, self.zone.end_of(extension.last_day));
        }
        moved
    }

    /// Returns the same time of the next calendar day.
    fn a_day_later(&self, instant: Instant) -> Instant {
        let (day, next) = (self.zone.day_of(instant), Span::days(1).shift(self.zone.day_of(instant), 1).0);
        if instant >= NEVER { instant } else { self.zone.start_of(next) + (instant - self.zone.start_of(day)) }
    }

    fn extensions(&self, norm: NormId, instance: &Instance, now: Instant) -> Vec<Extension> {
        let new_last_day = |rows: &BTreeSet<usize>| rows.iter().find_map(|&r| self.evidence.records[r].new_last_day);
        let mut all: Vec<Extension> = Vec::new();
        if let Some(act) = self.terms.norms[norm.0].extended_by {
            for h in self.happened_at(&Claim::Act(act), &instance.elements).iter() {
                let fits = |&r: &usize| match (&self.evidence.records[r].instance, instance.occurrence) {
                    (Some(id), Some(own)) => self.evidence.is_in_group(id, self.evidence.group[own]),
                    (None, _) | (Some(_), None) => true,
                };
                let at = self.as_at(h, &Counted::Anyone, now);
                if let (Some(last_day), true) = (new_last_day(&h.rows), h.start < now && h.rows.iter().all(fits)) {
                    all.push(Extension { at, last_day, id: self.evidence.records[h.first].id.clone() });
                }
            }
        }
        for &by in &self.changes[norm.0] {
            if change_of(&self.terms.norms[by.0]).is_none_or(|c| c.effect != Effect::Extend) {
                continue;
            }
            for own in self.instances_meeting(by, instance, now) {
                for (at, _) in self.exercises(by, &own, now) {
                    let rows = &at.happened.because;
                    if let (Some(last_day), Some(&row)) = (new_last_day(rows), rows.first()) {
                        all.push(Extension { last_day, id: self.evidence.records[row].id.clone(), at });
                    }
                }
            }
        }
        all.retain(|extension| !extension.at.happened.no());
        all.sort_by_key(|extension| (extension.at.span, extension.last_day));
        all
    }
}

/// A close after everything that moved it.
#[derive(Clone, Debug)]
pub struct Moved {
    /// Its first and last possible instant.
    pub closes: (Instant, Instant),
    /// Whether sources disagree about what moved it.
    pub conflict: bool,
    /// The rows that moved it, perhaps.
    pub rows: BTreeSet<usize>,
    /// The arithmetic, a line each.
    pub words: Vec<String>,
}

struct Extension {
    at: At,
    last_day: CivilDay,
    id: String,
}

impl Moved {
    /// Row W11: one that happened not after the close in force moves it; a doubtful one makes it an interval.
    fn extend(&mut self, extension: &Extension, end: Instant) {
        let at = &extension.at;
        if at.span.0 >= self.closes.1 {
            return;
        }
        let (id, day) = (&extension.id, extension.last_day);
        if at.happened.yes() && at.span.1 < self.closes.0 {
            self.closes = (end, end);
            self.words.push(format!("extended to {} by {id}", spelled(day)));
        } else {
            self.closes = (self.closes.0.min(end), self.closes.1.max(end));
            self.conflict |= at.conflict || at.happened.cause == Cause::Conflict;
            self.words.push(format!("perhaps extended to {} by {id}", spelled(day)));
        }
        self.rows.extend(&at.happened.because);
    }
}
