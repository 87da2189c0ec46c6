//! When: the trigger, the opening and the close of an instance (rows W1 to W17).

use std::collections::BTreeSet;

use servanda_model::agreement::{Effect, Force, Goal, NormId, Occurrence, Point, Terms, Window as Written};
use servanda_model::time::Instant;

use crate::reference::changes::Ending;
use crate::reference::counts::{NEVER, Window};
use crate::reference::levels::EVER;
use crate::reference::truth::{Cause, Judged, Truth};
use crate::reference::world::{At, Instance, Precision, World};

/// When an instance is triggered, opens, closes and ends.
#[derive(Clone, Debug)]
pub struct Timing {
    /// Whether the trigger came.
    pub triggered: Judged,
    /// When it came.
    pub trigger: Option<At>,
    /// The window as written and moved, before an end of the clause cuts it.
    pub window: Window,
    /// When the clause ends.
    pub ending: Ending,
    /// What moved the close, a line each.
    pub words: Vec<String>,
    /// The opening, as far as it does not come from what also sets the close: row D2 asks whether it lies behind it.
    pub waits_until: (Instant, Instant),
    /// Whether it waits for what, as nobody reports it, has not been fulfilled (row W10).
    pub waits_on_silence: bool,
    /// The records that moved the close.
    pub rows: BTreeSet<usize>,
}

impl Timing {
    /// Returns an answer about the close with the records that moved it.
    pub fn behind(&self, mut answer: Judged) -> Judged {
        answer.because.extend(&self.rows);
        answer
    }

    /// Returns the window cut at the end of the clause (row W14).
    pub fn in_force(&self) -> Window {
        let w = self.window;
        let closes = (w.closes.0.min(self.ending.first), w.closes.1.min(self.ending.last));
        let cut = self.ending.first < w.closes.1;
        Window { closes, conflict: w.conflict || (cut && self.ending.conflict), ..w }
    }
}

/// Returns whether a close lies before `now` (row W13: on the closing day itself it does not).
pub fn closed(window: &Window, now: Instant) -> Judged {
    if window.closes.1 < now {
        Judged::plain(true)
    } else if window.closes.0 >= now {
        Judged::plain(false)
    } else {
        Judged::unknown(window.conflict, BTreeSet::new())
    }
}

impl World<'_> {
    /// Returns the goal of a duty, aim or right.
    pub fn goal(&self, norm: NormId) -> Option<&Goal> {
        match &self.terms.norms[norm.0].force {
            Force::Duty(goal) | Force::Aim(goal) | Force::Right(goal) => Some(goal),
            Force::Power(_) | Force::Effect { .. } | Force::Guarantee(_) | Force::Hortatory => None,
        }
    }

    /// Returns the timing of an instance as known, as of `now`.
    pub fn window(&self, norm: NormId, instance: &Instance, now: Instant) -> Timing {
        let declared = &self.terms.norms[norm.0];
        let trigger = self.trigger_of(norm, instance, now);
        let mut triggers: Vec<At> = trigger.iter().cloned().collect();
        let mut triggered = trigger.as_ref().map_or_else(|| Judged::plain(true), |at| at.happened.clone());
        let mut in_force = self.point(&declared_start(&declared.window, self.terms), instance, now);
        if in_force.happened.truth == Truth::Unknown {
            in_force.span.1 = NEVER;
        }
        let start = trigger.clone().unwrap_or(in_force);
        let later = |at: &At| match &trigger {
            Some(t) => (at.span.0.max(t.span.0), at.span.1.max(t.span.1)),
            None => at.span,
        };
        let mut conflict = start.conflict;
        let never = (NEVER, NEVER);
        let day_end = |i: Instant| {
            if i >= NEVER { NEVER } else { self.zone.end_of(self.zone.day_of(i)) }
        };
        // A fixed date is known before it comes; an event that only may have happened may never close anything.
        let surely = |at: &At| at.happened.truth != Truth::Unknown;
        let until = |at: &At| match at.precision {
            _ if at.span.0 >= NEVER => never,
            Precision::Exact => (at.span.0, if surely(at) { at.span.1 } else { NEVER }),
            Precision::Day | Precision::Minute => {
                (day_end(at.span.0), if surely(at) { day_end(at.span.1) } else { NEVER })
            }
        };
        // Where the trigger is the other's, a point made from it is the other's too.
        let place_of = |point: &Point| match &declared.upon {
            Some(upon) if closes_after(point, Some(&upon.what)) => self.by_the_other(upon, instance),
            Some(_) | None => instance.clone(),
        };
        let (opens, closes) = match &declared.window {
            Written::Throughout | Written::AtOnce | Written::NoDeadline => (start.span, never),
            Written::By(point) | Written::Until(point) => {
                let at = self.point(point, instance, now);
                conflict |= at.conflict;
                (start.span, until(&at))
            }
            Written::Before(point) => {
                let at = self.point(point, instance, now);
                conflict |= at.conflict;
                let day = |i: Instant| {
                    if at.precision == Precision::Exact || i >= NEVER {
                        i
                    } else {
                        self.zone.start_of(self.zone.day_of(i))
                    }
                };
                let last = if surely(&at) { day(at.span.1) } else { NEVER };
                (start.span, if at.span.0 >= NEVER { never } else { (day(at.span.0), last) })
            }
            Written::On(point) => {
                let at = self.point(point, &place_of(point), now);
                triggered = triggered.and(at.happened.clone());
                triggers.extend(rests_on_event(point).then(|| at.clone()));
                conflict |= at.conflict;
                (later(&at), (day_end(at.span.0), day_end(at.span.1)))
            }
            Written::Within(span, point) => {
                let at = self.point(point, &place_of(point), now);
                triggered = triggered.and(at.happened.clone());
                triggers.extend(rests_on_event(point).then(|| at.clone()));
                conflict |= at.conflict;
                let closes = self.end_of_span(&at, *span);
                (later(&at), closes)
            }
            Written::From(from, to) => {
                let at = self.point(from, instance, now);
                triggered = triggered.and(at.happened.clone());
                triggers.extend(rests_on_event(from).then(|| at.clone()));
                conflict |= at.conflict;
                let closes = to.as_ref().map_or(never, |to| {
                    let end = self.point(to, instance, now);
                    conflict |= end.conflict;
                    until(&end)
                });
                (later(&at), closes)
            }
        };
        let mut window = Window { opens, closes, conflict };
        if let Some((first, last)) = instance.period {
            window.opens = (self.zone.start_of(first), self.zone.start_of(first));
            let close = match declared.in_each.as_ref().and_then(|each| each.within) {
                Some(span) => {
                    let at = At {
                        happened: Judged::plain(true),
                        span: window.opens,
                        precision: Precision::Day,
                        conflict: false,
                    };
                    self.end_of_span(&at, span)
                }
                None => (self.zone.end_of(last), self.zone.end_of(last)),
            };
            window.closes = close;
        }
        if let Some(Goal::Keep(_, Some(reach))) = self.goal(norm) {
            window = self.kept_window(*reach, instance, now);
        }
        for &after in &declared.after {
            window.opens = self.opens_after(after, instance, window.opens, now);
        }
        let waits_on_silence = !declared.after.is_empty() && window.opens.0 >= NEVER;
        let moved = self.moved(norm, instance, window.opens, window.closes, now);
        window.closes = moved.closes;
        window.conflict |= moved.conflict;
        let words = moved.words;
        let ending = self.ending(norm, instance, now);
        // Row D1: what comes after the end triggers nothing.
        for at in triggers.iter().filter(|at| at.span.1 < NEVER && at.span.1 >= ending.first) {
            let in_time = if at.span.0 >= ending.last {
                Judged::new(Truth::False, at.happened.cause, at.happened.because.clone())
            } else {
                Judged::unknown(at.conflict || ending.conflict, at.happened.because.clone())
            };
            triggered = triggered.and(in_time);
        }
        if triggered.no() {
            window = Window { opens: never, ..window };
        }
        let waits_until = self.waits_until(norm, instance, &trigger, &window, now);
        Timing { triggered, trigger, window, ending, words, waits_until, waits_on_silence, rows: moved.rows }
    }

    fn waits_until(
        &self,
        norm: NormId,
        instance: &Instance,
        trigger: &Option<At>,
        window: &Window,
        now: Instant,
    ) -> (Instant, Instant) {
        let declared = &self.terms.norms[norm.0];
        let what = declared.upon.as_ref().map(|upon| &upon.what);
        let ever = (EVER, EVER);
        let own = match &declared.window {
            _ if instance.period.is_some() => ever,
            Written::By(point) | Written::Until(point) | Written::On(point) | Written::Within(_, point)
                if closes_after(point, what) =>
            {
                ever
            }
            Written::On(_) | Written::Within(..) => trigger.as_ref().map_or(ever, |at| at.span),
            Written::By(_)
            | Written::Until(_)
            | Written::Before(_)
            | Written::From(..)
            | Written::Throughout
            | Written::AtOnce
            | Written::NoDeadline => window.opens,
        };
        declared.after.iter().fold(own, |opens, after| self.opens_after(*after, instance, opens, now))
    }

    fn trigger_of(&self, norm: NormId, instance: &Instance, now: Instant) -> Option<At> {
        let declared = &self.terms.norms[norm.0];
        let mut trigger = match (&declared.upon, &declared.force) {
            (Some(upon), _) if upon.each && instance.occurrence.is_none() => {
                Some(self.first(&upon.what, &self.actors(&upon.by, instance), instance, now))
            }
            (Some(upon), _) => Some(self.trigger(upon, instance, now)),
            (None, Force::Effect { event, .. }) => Some(self.first(&Occurrence::Event(*event), &[], instance, now)),
            (None, _) => None,
        };
        for &by in &self.changes[norm.0] {
            for (at, effect) in self.starts(by, instance, now) {
                if effect == Effect::Start && trigger.is_none() {
                    trigger = Some(at);
                }
            }
        }
        trigger
    }

    /// Returns the starting effects of an `on EVENT start …` line, whether they came or not.
    fn starts(&self, by: NormId, instance: &Instance, now: Instant) -> Vec<(At, Effect)> {
        match &self.terms.norms[by.0].force {
            Force::Effect { event, change } if change.effect == Effect::Start => {
                vec![(self.first(&Occurrence::Event(*event), &[], instance, now), Effect::Start)]
            }
            Force::Effect { .. }
            | Force::Duty(_)
            | Force::Aim(_)
            | Force::Right(_)
            | Force::Power(_)
            | Force::Guarantee(_)
            | Force::Hortatory => Vec::new(),
        }
    }

    /// Row W15: from the close of the reach, or from the moment it was reached if that is later.
    fn kept_window(&self, reach: NormId, instance: &Instance, now: Instant) -> Window {
        let timing = self.window(reach, instance, now);
        let judgement = self.judge(reach, instance, now);
        let (done, at) = &judgement.reached;
        let close = timing.window.closes;
        let last = if done.yes() { at.1.max(close.1) } else { NEVER };
        let opens = if done.no() { (NEVER, NEVER) } else { (at.0.max(close.0), last) };
        Window { opens, closes: (NEVER, NEVER), conflict: timing.window.conflict || done.cause == Cause::Conflict }
    }

    /// Row W10: opens when the other clause is fulfilled, not before.
    fn opens_after(
        &self,
        after: NormId,
        instance: &Instance,
        opens: (Instant, Instant),
        now: Instant,
    ) -> (Instant, Instant) {
        let mut opens = opens;
        for one in self.instances_meeting(after, instance, now) {
            let judgement = self.judge(after, &one, now);
            let (done, at) = &judgement.done;
            opens = match done.truth {
                Truth::True => (opens.0.max(at.0), opens.1.max(at.1)),
                Truth::Unknown => (opens.0.max(at.0), NEVER),
                Truth::False => (NEVER, NEVER),
            };
        }
        opens
    }
}

/// Returns whether a window closes at, or some time after, what triggers it.
pub(crate) fn closes_after(point: &Point, trigger: Option<&Occurrence>) -> bool {
    let same = |a: &Occurrence, b: &Occurrence| match (a, b) {
        (Occurrence::Event(a), Occurrence::Event(b)) => a == b,
        (Occurrence::Act(a), Occurrence::Act(b)) => a == b,
        (Occurrence::Violation(a), Occurrence::Violation(b)) => a == b,
        (Occurrence::Fulfilment(a), Occurrence::Fulfilment(b)) => a == b,
        _ => false,
    };
    match point {
        Point::Occurrence(what) => trigger.is_some_and(|trigger| same(what, trigger)),
        Point::After(_, point) => closes_after(point, trigger),
        Point::Moment(_) | Point::Before(..) | Point::FailingWhich(..) | Point::Earlier(..) | Point::Later(..) => false,
    }
}

/// Returns whether a point is known only from what happens.
fn rests_on_event(point: &Point) -> bool {
    match point {
        Point::Moment(_) | Point::Occurrence(Occurrence::Signature | Occurrence::EntryIntoForce) => false,
        Point::Occurrence(
            Occurrence::Event(_) | Occurrence::Act(_) | Occurrence::Violation(_) | Occurrence::Fulfilment(_),
        ) => true,
        Point::After(_, point) | Point::Before(_, point) => rests_on_event(point),
        Point::FailingWhich(a, b) | Point::Earlier(a, b) | Point::Later(a, b) => rests_on_event(a) || rests_on_event(b),
    }
}

/// Row W5: where a window without a trigger opens.
fn declared_start(written: &Written, terms: &Terms) -> Point {
    match written {
        Written::By(_) | Written::Before(_) | Written::Until(_) => Point::Occurrence(Occurrence::Signature),
        Written::On(_)
        | Written::Within(..)
        | Written::From(..)
        | Written::Throughout
        | Written::AtOnce
        | Written::NoDeadline => terms.entry_into_force.clone(),
    }
}
