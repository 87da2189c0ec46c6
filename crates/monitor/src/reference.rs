//! The reference evaluator: follows the tables of `docs/semantics.md` row by row, and is the judge of any faster one.
//!
//! This file holds the decision lists (D1 to D13, F1 to F10, R9 to R11, A1, O1 to O6, X1, Y1). What they ask stands in
//! the rooms below, in reading order: [`truth`] (three values, each with its cause), [`evidence`] (what became of the
//! rows), [`happenings`] (rows joined and denied), [`tally`] and [`counts`] (how often), [`measures`] and [`levels`] (how
//! much, when), [`world`] (points and conditions), [`changes`] (suspensions, ends, waivers), [`instances`], [`window`],
//! [`outcome`] (done or broken).

pub mod changes;
pub mod counts;
pub mod evidence;
pub mod happenings;
pub mod instances;
pub mod levels;
pub mod measures;
pub mod outcome;
pub mod tally;
pub mod truth;
pub mod window;
pub mod world;

use std::collections::BTreeSet;
use std::rc::Rc;

use servanda_model::agreement::{Cond, Force, Goal, NormId, Window as Written};
use servanda_model::amount::Interval;
use servanda_model::time::Instant;
use servanda_model::verdict::{Breach, Standing, Status};

use crate::reference::counts::{NEVER, Window};
use crate::reference::truth::{Cause, Judged, Truth, all, any};
use crate::reference::window::{Timing, closed};
use crate::reference::world::{Instance, Mode, World};

/// What the decision list gives for one instance, before it is put into words.
#[derive(Clone, Debug)]
pub struct Judgement {
    /// Every status that is possible, in the order of the list; empty inside a circle (row M3).
    pub candidates: Vec<Status>,
    /// How we know.
    pub standing: Standing,
    /// The rows that were asked.
    pub rows: Vec<Asked>,
    /// The timing.
    pub timing: Option<Timing>,
    /// Whether it was broken, and between which instants: row B1.
    pub breached: (Judged, (Instant, Instant)),
    /// Whether it was done, in time or late, and between which instants: row B2.
    pub done: (Judged, (Instant, Instant)),
    /// The same of the bound of a level alone: `CLAUSE/kept` asks when it was reached, be it too late (row W15).
    pub reached: (Judged, (Instant, Instant)),
    /// How many days late.
    pub late_days: Option<(i64, i64)>,
    /// What was missing.
    pub shortfall: Option<Interval>,
    /// Days certainly in breach.
    pub breaches: Option<Vec<Breach>>,
}

/// One row that was asked.
#[derive(Clone, Debug)]
pub struct Asked {
    /// Its number.
    pub number: &'static str,
    /// Its question.
    pub asks: &'static str,
    /// The answer.
    pub answer: Judged,
    /// The status it gives.
    pub gives: Status,
    /// Whether silence behind it takes from *shown* (row N2).
    pub key: bool,
}

impl Judgement {
    /// The judgement of what depends on itself.
    fn circular(since: Instant) -> Judgement {
        let unknown = (Judged::gap(), (since, NEVER));
        Judgement {
            candidates: Vec::new(),
            standing: Standing::Unknown,
            rows: Vec::new(),
            timing: None,
            breached: unknown.clone(),
            done: unknown.clone(),
            reached: unknown,
            late_days: None,
            shortfall: None,
            breaches: None,
        }
    }

    /// The judgement of what nothing judges: it is never done and never broken.
    fn not_judged() -> Judgement {
        let never = (Judged::plain(false), (NEVER, NEVER));
        Judgement {
            candidates: vec![Status::NotJudged],
            standing: Standing::Shown,
            breached: never.clone(),
            done: never.clone(),
            reached: never,
            ..Judgement::circular(NEVER)
        }
    }

    /// Returns the rows behind the answers that count.
    pub fn because(&self) -> BTreeSet<usize> {
        because(&self.rows)
    }
}

fn because(rows: &[Asked]) -> BTreeSet<usize> {
    let asked = rows.iter().filter(|row| row.key || row.answer.truth != Truth::False);
    asked.flat_map(|row| row.answer.because.iter().copied()).collect()
}

fn has_any(candidates: &[Status], standing: Standing, because: BTreeSet<usize>, wanted: &[Status]) -> Judged {
    let inside = candidates.iter().filter(|s| wanted.contains(s)).count();
    let presumed = if standing == Standing::Presumed { Cause::Presumed } else { Cause::Shown };
    if candidates.is_empty() {
        Judged::gap()
    } else if inside == 0 {
        Judged::new(Truth::False, presumed, because)
    } else if inside == candidates.len() {
        Judged::new(Truth::True, presumed, because)
    } else {
        Judged::unknown(standing == Standing::Disputed, because)
    }
}

/// A decision list while it is walked (rows N1 to N4).
struct Walk {
    rows: Vec<Asked>,
    candidates: Vec<Status>,
    over: bool,
}

impl Walk {
    fn new() -> Walk {
        Walk { rows: Vec::new(), candidates: Vec::new(), over: false }
    }

    fn ask(
        &mut self,
        number: &'static str,
        asks: &'static str,
        gives: Status,
        key: bool,
        answer: impl FnOnce() -> Judged,
    ) {
        if self.over {
            return;
        }
        let answer = answer();
        if answer.truth != Truth::False && !self.candidates.contains(&gives) {
            self.candidates.push(gives);
        }
        self.over = answer.truth == Truth::True;
        self.rows.push(Asked { number, asks, answer, gives, key });
    }

    fn otherwise(&mut self, number: &'static str, gives: Status) {
        self.ask(number, "otherwise", gives, false, || Judged::plain(true));
    }

    /// Row B2: whether the status is one of these.
    fn is_any(&self, wanted: &[Status]) -> Judged {
        has_any(&self.candidates, self.standing(), self.because(), wanted)
    }

    /// Returns the records behind the answers that count.
    fn because(&self) -> BTreeSet<usize> {
        because(&self.rows)
    }

    fn standing(&self) -> Standing {
        let unknown = || self.rows.iter().filter(|row| row.answer.truth == Truth::Unknown);
        if self.candidates.len() > 1 {
            let disputed = unknown().any(|row| row.answer.cause == Cause::Conflict);
            return if disputed { Standing::Disputed } else { Standing::Unknown };
        }
        let last = self.rows.len().saturating_sub(1);
        let rests = |(i, row): (usize, &Asked)| {
            (row.key || i == last) && row.answer.truth != Truth::Unknown && row.answer.cause == Cause::Presumed
        };
        if self.rows.iter().enumerate().any(rests) { Standing::Presumed } else { Standing::Shown }
    }
}

/// Before the window opens nothing can be done or broken in it.
fn not_yet(mut outcome: Outcome, window: &Window, now: Instant) -> Outcome {
    if window.opens.0 >= now && !outcome.inside.yes() {
        (outcome.inside, outcome.without_excuse) = (Judged::plain(false), Judged::plain(false));
    }
    outcome
}

/// Whether something was done or broken, when, and by how much.
#[derive(Clone, Debug)]
pub(crate) struct Outcome {
    pub inside: Judged,
    pub without_excuse: Judged,
    pub later: Judged,
    /// Between which instants it was done or broken, if it was.
    pub at: (Instant, Instant),
    pub late: Option<(Instant, Instant)>,
    pub shortfall: Option<Interval>,
    pub breaches: Option<Vec<Breach>>,
    pub used_up: Judged,
}

impl World<'_> {
    /// Returns the judgement of one instance as of `now`, from memory where it was made before.
    pub fn judge(&self, norm: NormId, instance: &Instance, now: Instant) -> Rc<Judgement> {
        // Row M3; and nothing evaluates a clause with a hole.
        if self.open.borrow().contains(&norm) || self.terms.norms[norm.0].hole {
            return Rc::new(self.circular());
        }
        let key = (norm, instance.clone(), now, self.entered(norm));
        if let Some(found) = self.memory.borrow().get(&key) {
            return Rc::clone(found);
        }
        self.open.borrow_mut().insert(norm);
        let made = Rc::new(self.decide(norm, instance, now));
        self.open.borrow_mut().remove(&norm);
        self.memory.borrow_mut().insert(key, Rc::clone(&made));
        made
    }

    /// Row M3: what depends on itself is unknown, at any time since the signature.
    fn circular(&self) -> Judgement {
        Judgement::circular(self.zone.start_of(self.terms.signature))
    }

    fn decide(&self, norm: NormId, instance: &Instance, now: Instant) -> Judgement {
        match &self.terms.norms[norm.0].force {
            Force::Duty(goal) | Force::Aim(goal) => match goal {
                Goal::AtLeast(..) | Goal::Reach(_) => self.duty(norm, instance, now),
                Goal::AtMost(..) | Goal::Keep(..) => self.prohibition(norm, instance, now),
            },
            Force::Right(_) => self.prohibition(norm, instance, now),
            Force::Power(_) => self.power(norm, instance, now),
            Force::Effect { .. } => self.effect(norm, instance, now),
            Force::Guarantee(clauses) => self.guarantee(clauses, instance, now),
            Force::Hortatory => Judgement::not_judged(),
        }
    }

    /// D1 to D13.
    fn duty(&self, norm: NormId, instance: &Instance, now: Instant) -> Judgement {
        let declared = &self.terms.norms[norm.0];
        let timing = self.window(norm, instance, now);
        let window = timing.window;
        let never_late = matches!(declared.window, Written::AtOnce | Written::NoDeadline);
        let ended = timing.ending.ended(now);
        let mut walk = Walk::new();
        self.first_rows(&mut walk, norm, instance, &timing, now, ["D1", "D2"]);
        let waived = self.waived(norm, instance, timing.in_force().closes, now);
        let ended_before =
            ended.clone().and(before(timing.ending.first, timing.ending.last, window.closes, timing.ending.conflict));
        let excused = self.excused_at_close(norm, instance, &timing, now);
        let released = waived.yes() || ended_before.yes() || excused.yes();
        let outcome = not_yet(self.done(norm, instance, &timing, now, released), &window, now);
        let not_closed = if never_late { Judged::plain(true) } else { closed(&window, now).negated() };
        walk.ask("D3", "was it done in the window?", Status::Fulfilled, true, || outcome.inside.clone());
        walk.ask("D4", "was it waived before the close?", Status::Waived, false, || waived);
        walk.ask("D5", "had it ended before the close?", Status::Ended, false, || ended_before);
        walk.ask("D6", "is it suspended?", Status::Suspended, false, || {
            not_closed.clone().and(self.suspended(norm, instance, now, None))
        });
        walk.ask("D7", "does its `while` not hold?", Status::Dormant, false, || {
            not_closed.clone().and(self.awake(norm, instance, now).negated())
        });
        walk.ask("D8", "is the window not open yet?", Status::Pending, false, || not_open(&timing, &window, now));
        walk.ask("D9", "is the window not closed?", Status::Due, false, || timing.behind(not_closed.clone()));
        walk.ask("D10", "was it excused at the close?", Status::Excused, false, || excused);
        walk.ask("D11", "did its `while` not hold at the close?", Status::Lapsed, false, || {
            self.agreeing(&[window.closes.0.min(now), window.closes.1.min(now)], |m| self.awake(norm, instance, m))
                .negated()
        });
        walk.ask("D12", "was it done later?", Status::FulfilledLate, false, || {
            if declared.essence { Judged::plain(false) } else { outcome.later.clone() }
        });
        walk.otherwise("D13", Status::Violated);
        let broke = self.breach_of_duty(&walk, &window, now);
        self.finish(norm, walk, timing, outcome, broke, now)
    }

    /// F1 to F10, and R9 to R11 for rights.
    fn prohibition(&self, norm: NormId, instance: &Instance, now: Instant) -> Judgement {
        let right = matches!(self.terms.norms[norm.0].force, Force::Right(_));
        let timing = self.window(norm, instance, now);
        let window = timing.in_force();
        let mut walk = Walk::new();
        self.first_rows(&mut walk, norm, instance, &timing, now, ["F1", "F2"]);
        let waived = self.waived(norm, instance, window.closes, now);
        let outcome = not_yet(self.broken(norm, instance, &timing, now), &window, now);
        let not_closed = closed(&window, now).negated();
        let broken = outcome.inside.clone();
        walk.ask("F3", "was it broken, but only by what is excused?", Status::Excused, true, || {
            if self.terms.norms[norm.0].excuse.is_none() {
                return Judged::plain(false);
            }
            broken.clone().and(outcome.without_excuse.clone().negated())
        });
        walk.ask("F4", "was it broken?", Status::Violated, true, || broken.clone());
        walk.ask("F5", "was it waived?", Status::Waived, false, || waived);
        walk.ask("F6", "is it suspended?", Status::Suspended, false, || {
            not_closed.clone().and(self.suspended(norm, instance, now, None))
        });
        walk.ask("F7", "does its `while` not hold?", Status::Dormant, false, || {
            not_closed.clone().and(self.awake(norm, instance, now).negated())
        });
        walk.ask("F8", "is the window not open yet?", Status::Pending, false, || not_open(&timing, &window, now));
        if right {
            walk.ask("R9", "is the quota of the current period reached?", Status::UsedUp, true, || {
                not_closed.clone().and(outcome.used_up.clone())
            });
            walk.ask("R10", "is the window not closed?", Status::Open, false, || timing.behind(not_closed.clone()));
            walk.otherwise("R11", Status::Expired);
        } else {
            walk.ask("F9", "is the window not closed?", Status::Due, false, || timing.behind(not_closed.clone()));
            walk.otherwise("F10", Status::Fulfilled);
        }
        let broke = (outcome.without_excuse.clone(), outcome.at);
        // Kept for good is known at the close.
        let outcome = Outcome { at: window.closes, ..outcome };
        self.finish(norm, walk, timing, outcome, broke, now)
    }

    /// O1 to O6.
    fn power(&self, norm: NormId, instance: &Instance, now: Instant) -> Judgement {
        let timing = self.window(norm, instance, now);
        let mut walk = Walk::new();
        self.first_rows(&mut walk, norm, instance, &timing, now, ["O1", "O2"]);
        let exercised = any(self.exercises(norm, instance, now).into_iter().map(|(at, _)| {
            if at.span.1 < now {
                at.happened
            } else if at.span.0 >= now {
                Judged::silence(false)
            } else {
                at.happened.and(Judged::gap())
            }
        }));
        let exercised = if exercised == Judged::plain(false) { Judged::silence(false) } else { exercised };
        walk.ask("O3", "was it exercised?", Status::Exercised, true, || exercised.clone());
        walk.ask("O4", "is it suspended?", Status::Suspended, false, || self.suspended(norm, instance, now, None));
        walk.ask("O5", "has it ended?", Status::Expired, false, || timing.ending.ended(now));
        walk.otherwise("O6", Status::Available);
        let none = (Judged::plain(false), (NEVER, NEVER));
        self.finish(norm, walk, timing, Outcome::nothing(), none, now)
    }

    /// X1.
    fn effect(&self, norm: NormId, instance: &Instance, now: Instant) -> Judgement {
        let timing = self.window(norm, instance, now);
        let mut walk = Walk::new();
        self.first_rows(&mut walk, norm, instance, &timing, now, ["D1", "D2"]);
        walk.otherwise("X1", Status::Exercised);
        let none = (Judged::plain(false), (NEVER, NEVER));
        self.finish(norm, walk, timing, Outcome::nothing(), none, now)
    }

    /// Y1: the worst of the clause guaranteed.
    fn guarantee(&self, clauses: &[NormId], instance: &Instance, now: Instant) -> Judgement {
        const WORST: [Status; 13] = [
            Status::Violated,
            Status::Missed,
            Status::Due,
            Status::Pending,
            Status::Suspended,
            Status::Dormant,
            Status::FulfilledLate,
            Status::Excused,
            Status::Waived,
            Status::Ended,
            Status::Lapsed,
            Status::Fulfilled,
            Status::Met,
        ];
        let rank = |status: Status| WORST.iter().position(|w| *w == status).unwrap_or(WORST.len());
        let all = clauses
            .iter()
            .flat_map(|&norm| self.instances_meeting(norm, instance, now).into_iter().map(move |one| (norm, one)));
        let judgements: Vec<Rc<Judgement>> = all.map(|(norm, one)| self.judge(norm, &one, now)).collect();
        let known: Vec<&Rc<Judgement>> = judgements.iter().filter(|j| !j.candidates.is_empty()).collect();
        let worst_of = |j: &Judgement| j.candidates.iter().map(|s| rank(*s)).min();
        let best_of = |j: &Judgement| j.candidates.iter().map(|s| rank(*s)).max();
        let Some(worst) = known.iter().min_by_key(|j| worst_of(j)) else {
            return Judgement::not_judged();
        };
        let mut guaranteed = Judgement::clone(worst);
        // The worst of several can be whatever one of them can be, unless another is worse for certain.
        let bound = known.iter().filter_map(|j| best_of(j)).min().unwrap_or_default();
        let mut candidates: Vec<Status> = Vec::new();
        // (Powers and rights have no worst: the first stands for all.)
        let of_all = known.iter().flat_map(|j| &j.candidates).filter(|s| rank(**s) <= bound.min(WORST.len() - 1));
        for status in of_all.chain(worst.candidates.iter().filter(|s| rank(**s) <= bound)) {
            let status = match *status {
                Status::Met => Status::Fulfilled,
                Status::Missed => Status::Violated,
                other => other,
            };
            if !candidates.contains(&status) {
                candidates.push(status);
            }
        }
        let open = known.iter().filter(|j| j.candidates.len() > 1);
        let of_rank = |standing: Standing| known.iter().any(|j| j.standing == standing && worst_of(j) == Some(bound));
        guaranteed.standing = match (known.len(), candidates.len()) {
            (1, _) => worst.standing,
            (_, 1) if of_rank(Standing::Shown) => Standing::Shown,
            (_, 1) => Standing::Presumed,
            _ if open.clone().any(|j| j.standing == Standing::Disputed) => Standing::Disputed,
            _ => Standing::Unknown,
        };
        let late = candidates.contains(&Status::FulfilledLate);
        let hull = |a: (i64, i64), b: (i64, i64)| (a.0.min(b.0), a.1.max(b.1));
        guaranteed.late_days = known.iter().filter(|_| late).filter_map(|j| j.late_days).reduce(hull);
        guaranteed.shortfall = guaranteed.shortfall.filter(|_| candidates.contains(&Status::Violated));
        guaranteed.candidates = candidates;
        guaranteed
    }

    /// Rows 1 and 2 of every list: is it triggered, and can it arise at all?
    fn first_rows(
        &self,
        walk: &mut Walk,
        norm: NormId,
        instance: &Instance,
        timing: &Timing,
        now: Instant,
        numbers: [&'static str; 2],
    ) {
        let ended = timing.ending.ended(now);
        let untriggered = timing.triggered.clone().negated();
        walk.ask(numbers[0], "did it end before its trigger came?", Status::Lapsed, false, || {
            untriggered.clone().and(ended.clone())
        });
        walk.ask(numbers[0], "has its trigger not come?", Status::Dormant, true, || {
            if ended.yes() { ended.negated() } else { untriggered }
        });
        walk.ask(numbers[1], "can it no longer arise?", Status::Lapsed, false, || {
            self.cannot_arise(norm, instance, timing, now)
        });
    }

    /// Row D2.
    fn cannot_arise(&self, norm: NormId, instance: &Instance, timing: &Timing, now: Instant) -> Judged {
        let declared = &self.terms.norms[norm.0];
        let mut ways = Vec::new();
        if let Some((cond, at)) = &declared.only_if {
            ways.push(self.asked_once(cond, at.as_ref(), instance, timing, now).negated());
        }
        let (closes, opens) = (timing.window.closes, timing.waits_until);
        if closes.0 < NEVER && !timing.triggered.no() {
            let because = timing.triggered.because.clone();
            let passed = |closes: Instant, opens: Instant| closes <= opens && (opens < NEVER || closes < now);
            ways.push(if passed(closes.1, opens.0) {
                Judged { because, ..Judged::plain(true) }
            } else if passed(closes.0, opens.1) {
                Judged::unknown(timing.window.conflict, because)
            } else {
                Judged::plain(false)
            });
        }
        for &after in &declared.after {
            for one in self.instances_meeting(after, instance, now) {
                let judgement = self.judge(after, &one, now);
                let gone = [Status::Excused, Status::Waived, Status::Lapsed, Status::Ended, Status::Missed];
                ways.push(judgement.has_any(&gone));
            }
        }
        any(ways)
    }

    /// Row M1: `if` is asked once, at the end of the day of the trigger, of the day it says, or of entry into force.
    fn asked_once(
        &self,
        cond: &Cond,
        at: Option<&servanda_model::agreement::Point>,
        instance: &Instance,
        timing: &Timing,
        now: Instant,
    ) -> Judged {
        let point = match (at, &timing.trigger) {
            (Some(point), _) => self.point(point, instance, now),
            (None, Some(trigger)) => trigger.clone(),
            (None, None) => self.point(&self.terms.entry_into_force, instance, now),
        };
        if point.span.0 >= now {
            return Judged::plain(true);
        }
        let day = |i: Instant| {
            if i >= NEVER { now } else { self.zone.end_of(self.zone.day_of(i)).min(now) }
        };
        self.agreeing(&[day(point.span.0), day(point.span.1)], |moment| {
            self.condition(cond, instance, moment, Mode::Plain)
        })
    }

    /// Corners: what is asked of an uncertain moment is unknown where the answers differ.
    pub(crate) fn agreeing(&self, moments: &[Instant], ask: impl Fn(Instant) -> Judged) -> Judged {
        let answers: Vec<Judged> = moments.iter().map(|m| ask(*m)).collect();
        let same = answers.windows(2).all(|pair| pair[0].truth == pair[1].truth);
        if same {
            return answers
                .into_iter()
                .reduce(|a, b| if a.cause >= b.cause { a } else { b })
                .unwrap_or_else(Judged::gap);
        }
        let conflict = answers.iter().any(|a| a.truth == Truth::Unknown && a.cause == Cause::Conflict);
        Judged::unknown(conflict, answers.into_iter().flat_map(|a| a.because).collect())
    }

    /// Returns whether every `while` holds at the instant before `now`.
    pub fn awake(&self, norm: NormId, instance: &Instance, now: Instant) -> Judged {
        all(self.terms.norms[norm.0].only_while.iter().map(|cond| self.condition(cond, instance, now, Mode::Plain)))
    }

    /// Rows D10, M2, M4.
    fn excused_at_close(&self, norm: NormId, instance: &Instance, timing: &Timing, now: Instant) -> Judged {
        use servanda_model::agreement::Clock;
        let w = &timing.window;
        if w.closes.0 >= now {
            return Judged::plain(false);
        }
        let closes = [w.closes.0, w.closes.1.min(now)];
        let mut ways = Vec::new();
        if let Some(excuse) = &self.terms.norms[norm.0].excuse {
            if excuse.at_any_time {
                let mut days = Vec::new();
                let mut end = self.zone.end_of(self.zone.day_of(w.opens.0));
                while end <= closes[1] {
                    days.push(self.condition(&excuse.cond, instance, end, Mode::Plain));
                    end = self.zone.end_of(self.zone.day_of(end));
                }
                ways.push(any(days));
            } else {
                ways.push(self.agreeing(&closes, |m| self.condition(&excuse.cond, instance, m, Mode::Plain)));
            }
        }
        ways.push(self.agreeing(&closes, |m| self.suspended(norm, instance, m, Some(Clock::Runs))));
        any(ways)
    }

    /// Row B1: a breach of a duty is an event at the close, with the certainty of the row just after it.
    fn breach_of_duty(&self, walk: &Walk, window: &Window, now: Instant) -> (Judged, (Instant, Instant)) {
        let over = closed(window, now);
        let asked = |number: &str| walk.rows.iter().find(|row| row.number == number).map(|row| row.answer.clone());
        let earlier = ["D1", "D2", "D3", "D4", "D5", "D10", "D11"];
        let saved = any(walk.rows.iter().filter(|row| earlier.contains(&row.number)).map(|row| row.answer.clone()));
        let broke = match asked("D12").or_else(|| asked("D13")) {
            Some(_) => over.and(saved.negated()),
            None => Judged::plain(false),
        };
        (broke, window.closes)
    }

    fn finish(
        &self,
        norm: NormId,
        walk: Walk,
        timing: Timing,
        outcome: Outcome,
        breached: (Judged, (Instant, Instant)),
        now: Instant,
    ) -> Judgement {
        let aim = matches!(self.terms.norms[norm.0].force, Force::Aim(_));
        // Row B2: late is fulfilled, but a missed aim is not.
        let fulfilled = if aim { &[Status::Fulfilled][..] } else { &[Status::Fulfilled, Status::FulfilledLate] };
        let done = (walk.is_any(fulfilled), self.opening_day(outcome.at));
        let mut breached = (breached.0, self.opening_day(breached.1));
        if breached.0.no() && walk.standing() == Standing::Presumed {
            breached.0.cause = Cause::Presumed;
        }
        let mut standing = walk.standing();
        let mut candidates = walk.candidates.clone();
        let violated = candidates.contains(&Status::Violated);
        let late = candidates.contains(&Status::FulfilledLate);
        if aim {
            let mut merged = Vec::new();
            for status in candidates {
                let status = match status {
                    Status::Fulfilled => Status::Met,
                    Status::Violated | Status::FulfilledLate => Status::Missed,
                    other => other,
                };
                if !merged.contains(&status) {
                    merged.push(status);
                }
            }
            if merged.len() == 1 && walk.candidates.len() > 1 {
                standing = Standing::Shown;
            }
            candidates = merged;
        }
        let walk_is_asked = walk.rows.iter().any(|row| row.number == "D3");
        let closes = timing.window.closes;
        let late_days = if late && !aim { outcome.late.map(|done| self.late_days(closes, done, now)) } else { None };
        let shortfall = if violated { outcome.shortfall } else { None };
        let breaches = outcome.breaches.map(|all| if violated { all } else { Vec::new() });
        let breached = if aim { (Judged::plain(false), (NEVER, NEVER)) } else { breached };
        Judgement {
            candidates,
            standing,
            rows: walk.rows,
            timing: Some(timing),
            breached,
            reached: if walk_is_asked { (outcome.inside.or(outcome.later), done.1) } else { done.clone() },
            done,
            late_days,
            shortfall,
            breaches,
        }
    }

    /// Row W1: what is known to the day is an event of its first instant.
    fn opening_day(&self, span: (Instant, Instant)) -> (Instant, Instant) {
        let day = |i: Instant| self.zone.start_of(self.zone.day_of(i));
        if span.0 < NEVER && day(span.0) == span.0 && span.1 < NEVER { (span.0, day(span.1)) } else { span }
    }

    /// Row N5: from the last day of the window to the day it was done, cut at `at`, at least 1.
    fn late_days(&self, closes: (Instant, Instant), done: (Instant, Instant), now: Instant) -> (i64, i64) {
        let day = |i: Instant| self.zone.day_of(i);
        let last = day(now - 1);
        let between = |from: Instant, to: Instant| {
            let to = day(to).min(last);
            let days = day(from - 1).until(to).map_or(0, |span| i64::from(span.get_days()));
            days.max(1)
        };
        (between(closes.1.min(now), done.0), between(closes.0, done.1))
    }
}

impl Outcome {
    /// The outcome of what can neither be done nor broken.
    pub(crate) fn nothing() -> Outcome {
        Outcome {
            inside: Judged::plain(false),
            without_excuse: Judged::plain(false),
            later: Judged::plain(false),
            at: (NEVER, NEVER),
            late: None,
            shortfall: None,
            breaches: None,
            used_up: Judged::plain(false),
        }
    }
}

impl Judgement {
    /// Returns whether the status is one of these.
    pub fn has_any(&self, wanted: &[Status]) -> Judged {
        has_any(&self.candidates, self.standing, self.because(), wanted)
    }
}

/// Whether the window has not opened yet; it may wait for what nobody reports (row W10).
fn not_open(timing: &Timing, window: &Window, now: Instant) -> Judged {
    if window.opens.1 < now {
        Judged::plain(false)
    } else if window.opens.0 >= now {
        if timing.waits_on_silence { Judged::silence(true) } else { Judged::plain(true) }
    } else {
        Judged::unknown(window.conflict, BTreeSet::new())
    }
}

fn before(first: Instant, last: Instant, closes: (Instant, Instant), conflict: bool) -> Judged {
    if last < closes.0 {
        Judged::plain(true)
    } else if first >= closes.1 {
        Judged::plain(false)
    } else {
        Judged::unknown(conflict, BTreeSet::new())
    }
}
