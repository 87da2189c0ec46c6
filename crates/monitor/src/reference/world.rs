//! One question's world: the terms, the evidence as known, and what both say about points and conditions.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use servanda_model::agreement::{
    ActorId, ActorRef, Cond, EventDefinition, EventId, Goal, HappenedWhen, NormId, Occurrence, Point, SetId, Status,
    Subject, Terms, Upon,
};
use servanda_model::amount::Interval;
use servanda_model::record::{Claim, Kind};
use servanda_model::time::{CivilDay, Instant, Span, Zone};

use crate::reference::Judgement;
use crate::reference::counts::{NEVER, covers};
use crate::reference::evidence::{Evidence, declared_actor};
use crate::reference::happenings::{Charge, Counted, Happening, by_counted, happenings};
use crate::reference::levels::{EVER, Observation, Purpose, Signal, held, sides};
use crate::reference::measures::{Lens, SignalKey, yes};
use crate::reference::truth::{Cause, Judged, Truth, all, any};

/// Everything one evaluation may look at. Nothing in it changes but the memory of answers.
pub struct World<'a> {
    /// What is asked of whom, under one reading.
    pub terms: &'a Terms,
    /// The rows as known.
    pub evidence: &'a Evidence<'a>,
    /// The zone of the question.
    pub zone: &'a Zone,
    /// Norms that act on each norm: powers and effects.
    pub changes: Rc<Vec<Vec<NormId>>>,
    /// Judgements made so far.
    pub memory: Memory<(NormId, Instance, Instant, Entered), Judgement>,
    /// What is being judged right now: whoever meets itself here sees unknown (row M3).
    pub open: RefCell<BTreeSet<NormId>>,
    /// The norms whose instances are being listed right now.
    pub(crate) enumerating: RefCell<BTreeSet<NormId>>,
    /// The events that are being computed right now.
    computing: RefCell<BTreeSet<EventId>>,
    /// The norms whose end is being looked for right now.
    pub(crate) ending: RefCell<BTreeSet<NormId>>,
    /// The day of knowledge.
    pub known: CivilDay,
    /// For each norm, the norms of its own circle.
    pub circles: Rc<Vec<BTreeSet<NormId>>>,
    pub(crate) signals: Memory<SignalKey, (Signal, Vec<Observation>)>,
    /// What was reported of a claim at some elements, against nobody in particular.
    happened: Memory<(Claim, Elements), Vec<Happening>>,
    /// The instances of a norm, and what discharges each (rows I2, I3, I5).
    pub(crate) listed: Memory<(NormId, Instant, Entered), Vec<Instance>>,
    pub(crate) assigned: Memory<(NormId, Elements, Instant, Entered), Assigned>,
}

/// What depends on what in the terms: the same for every question about them.
#[derive(Clone, Debug)]
pub struct Shape {
    changes: Rc<Vec<Vec<NormId>>>,
    circles: Rc<Vec<BTreeSet<NormId>>>,
}

impl Shape {
    /// Returns the shape of terms.
    pub fn of(terms: &Terms) -> Shape {
        Shape { changes: Rc::new(crate::reference::changes::acting_on(terms)), circles: Rc::new(terms.circles()) }
    }
}

/// Answers given so far: they change nothing but the time it takes.
pub type Memory<K, V> = RefCell<BTreeMap<K, Rc<V>>>;

/// What is open of a norm's own circle: an answer inside depends on where the circle was entered (row M3).
pub type Entered = BTreeSet<(usize, NormId)>;

/// The happenings that discharge each instance of a norm.
pub type Assigned = BTreeMap<Instance, Vec<Happening>>;

/// Which element of which set.
pub type Elements = Vec<(SetId, usize)>;

/// Which instance of a norm.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub struct Instance {
    /// The elements it is about: the subject's first.
    pub elements: Elements,
    /// The happening that made it (`upon each`), by its first row.
    pub occurrence: Option<usize>,
    /// The first and the last day of its period (`in each`).
    pub period: Option<(CivilDay, CivilDay)>,
}

/// How exactly a point is known.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Precision {
    /// To the day.
    Day,
    /// An event known to the minute.
    Minute,
    /// A moment written with a time: that instant.
    Exact,
}

/// A point in time as far as it is known.
#[derive(Clone, Debug)]
pub struct At {
    /// Whether it has happened (a date always has: it is known).
    pub happened: Judged,
    /// Its first and last possible instant (the first of its day or minute).
    pub span: (Instant, Instant),
    /// How exactly.
    pub precision: Precision,
    /// Whether sources disagree about it.
    pub conflict: bool,
}

impl At {
    fn day(zone: &Zone, day: CivilDay) -> At {
        let start = zone.start_of(day);
        At { happened: Judged::plain(true), span: (start, start), precision: Precision::Day, conflict: false }
    }

    fn never(happened: Judged) -> At {
        At { happened, span: (NEVER, NEVER), precision: Precision::Day, conflict: false }
    }
}

impl<'a> World<'a> {
    /// Returns the world of one question.
    pub fn new(terms: &'a Terms, evidence: &'a Evidence<'a>, zone: &'a Zone, known: CivilDay) -> World<'a> {
        World::shaped(terms, evidence, zone, known, &Shape::of(terms))
    }

    /// Returns the world of one question of several about the same terms.
    pub fn shaped(
        terms: &'a Terms,
        evidence: &'a Evidence<'a>,
        zone: &'a Zone,
        known: CivilDay,
        shape: &Shape,
    ) -> World<'a> {
        World {
            terms,
            evidence,
            zone,
            changes: Rc::clone(&shape.changes),
            memory: RefCell::default(),
            open: RefCell::default(),
            enumerating: RefCell::default(),

            ending: RefCell::default(),
            computing: RefCell::default(),
            known,
            circles: Rc::clone(&shape.circles),
            signals: RefCell::default(),
            happened: RefCell::default(),
            listed: RefCell::default(),
            assigned: RefCell::default(),
        }
    }

    /// Returns the elements of an instance that a claim declared over these sets has.
    pub fn elements(&self, over: &[SetId], instance: &Instance) -> Elements {
        instance.elements.iter().copied().filter(|(set, _)| over.contains(set)).collect()
    }

    /// Returns the actors a reference means for an instance.
    pub fn actors(&self, refs: &[ActorRef], instance: &Instance) -> Vec<ActorId> {
        refs.iter()
            .filter_map(|one| match one {
                ActorRef::Actor(actor) => Some(*actor),
                ActorRef::TheOther(set) => {
                    let (_, element) = instance.elements.iter().find(|(s, _)| s == set)?;
                    let elements = &self.terms.sets[set.0].elements;
                    elements.iter().enumerate().find(|(i, _)| i != element).and_then(|(_, other)| other.actor)
                }
            })
            .collect()
    }

    /// Returns the obligors of an instance, as declared.
    pub fn obligors(&self, norm: NormId, instance: &Instance) -> Vec<ActorId> {
        match &self.terms.norms[norm.0].subject {
            Subject::One(actor) => vec![*actor],
            Subject::Jointly(actors) => actors.clone(),
            Subject::Each(set) => {
                let found = instance.elements.iter().find(|(s, _)| s == set);
                found.and_then(|(s, e)| self.terms.sets[s.0].elements[*e].actor).into_iter().collect()
            }
            Subject::Unnamed | Subject::None => Vec::new(),
        }
    }

    /// Returns actors with the members of the groups they are or answer for (row H1).
    pub fn with_groups(&self, actors: &[ActorId]) -> BTreeSet<ActorId> {
        let mut all: BTreeSet<ActorId> = actors.iter().copied().collect();
        for (i, actor) in self.terms.actors.iter().enumerate() {
            let id = ActorId(i);
            if actors.contains(&id) || actor.answers.is_some_and(|a| actors.contains(&a)) {
                all.extend(&actor.members);
                all.insert(id);
            }
        }
        all
    }

    /// Returns actors with the members of the groups they are.
    pub fn with_members(&self, actors: &[ActorId]) -> BTreeSet<ActorId> {
        actors.iter().flat_map(|a| self.terms.actors[a.0].members.iter().chain([a])).copied().collect()
    }

    /// Returns what is open of a norm's own circle: being judged, being listed, or its end being looked for.
    pub fn entered(&self, norm: NormId) -> Entered {
        let circle = &self.circles[norm.0];
        let open = |(how, norms): (usize, &RefCell<BTreeSet<NormId>>)| {
            norms.borrow().iter().filter(|n| circle.contains(n)).map(|n| (how, *n)).collect::<Vec<_>>()
        };
        [&self.open, &self.enumerating, &self.ending].into_iter().enumerate().flat_map(open).collect()
    }

    /// Returns what was reported of a claim at some elements, against nobody in particular.
    pub fn happened_at(&self, claim: &Claim, elements: &Elements) -> Rc<Vec<Happening>> {
        let key = (claim.clone(), elements.clone());
        if let Some(found) = self.happened.borrow().get(&key) {
            return Rc::clone(found);
        }
        let made = Rc::new(happenings(self.evidence, claim, elements, Charge::None));
        self.happened.borrow_mut().insert(key, Rc::clone(&made));
        made
    }

    /// Returns the happenings of an occurrence by these actors (anybody, if none are named).
    pub fn occurrences(&self, what: &Occurrence, by: &[ActorId], instance: &Instance) -> Vec<(Happening, Judged)> {
        let (claim, over) = match what {
            Occurrence::Event(event) => (Claim::Event(*event), &self.terms.events[event.0].over),
            Occurrence::Act(act) => (Claim::Act(*act), &self.terms.acts[act.0].over),
            Occurrence::Signature
            | Occurrence::EntryIntoForce
            | Occurrence::Violation(_)
            | Occurrence::Fulfilment(_) => return Vec::new(),
        };
        let wanted = self.elements(over, instance);
        let counted = if by.is_empty() { Counted::Anyone } else { Counted::Only(self.with_members(by)) };
        self.happened_at(&claim, &wanted)
            .iter()
            .cloned()
            .map(|h| {
                let who = by_counted(self.evidence, self.terms, &h, &counted);
                let doubtful = !h.denied_by.is_empty();
                let sure = if h.certain() {
                    who
                } else {
                    who.and(Judged::unknown(doubtful, h.rows.union(&h.denied_by).copied().collect()))
                };
                (h, sure)
            })
            .filter(|(_, sure)| !sure.no())
            .collect()
    }

    /// Returns the first time something happened, as things stood before `now`.
    pub fn first(&self, what: &Occurrence, by: &[ActorId], instance: &Instance, now: Instant) -> At {
        match what {
            Occurrence::Signature => self.by_date(At::day(self.zone, self.terms.signature), now),
            Occurrence::EntryIntoForce => self.by_date(self.point(&self.terms.entry_into_force, instance, now), now),
            Occurrence::Violation(norms) => self.breach_or_done(norms, instance, now, true),
            Occurrence::Fulfilment(norms) => self.breach_or_done(norms, instance, now, false),
            Occurrence::Event(event) => match &self.terms.events[event.0].definition {
                EventDefinition::Reported => self.first_reported(what, by, instance, now),
                EventDefinition::On(moment) => {
                    let day = At::day(self.zone, moment.day);
                    let fixed = match moment.instant(self.zone) {
                        Some(instant) => At { span: (instant, instant), precision: Precision::Minute, ..day },
                        None => day,
                    };
                    self.by_date(fixed, now)
                }
                EventDefinition::At { .. } if self.computing.borrow().contains(event) => {
                    // Row M3: an event computed from itself.
                    let since = self.zone.start_of(self.terms.signature);
                    At { happened: Judged::gap(), span: (since, NEVER), precision: Precision::Day, conflict: false }
                }
                EventDefinition::At { point, unless } => {
                    self.computing.borrow_mut().insert(*event);
                    let at = self.point(point, instance, now);
                    let at = self.by_date(at, now);
                    let stopped = match unless {
                        Some(cond) if at.span.1 < NEVER && !at.happened.no() => {
                            let day = |instant: Instant| self.zone.end_of(self.zone.day_of(instant));
                            let first = self.condition(cond, instance, day(at.span.0), Mode::Plain);
                            let last = self.condition(cond, instance, day(at.span.1), Mode::Plain);
                            if first.truth == last.truth { first } else { Judged::gap() }
                        }
                        Some(_) | None => Judged::plain(false),
                    };
                    self.computing.borrow_mut().remove(event);
                    if stopped.yes() {
                        At::never(stopped.negated())
                    } else {
                        At { happened: at.happened.and(stopped.negated()), ..at }
                    }
                }
            },
            Occurrence::Act(_) => self.first_reported(what, by, instance, now),
        }
    }

    /// A point on a known date has happened once that date has come.
    fn by_date(&self, at: At, now: Instant) -> At {
        if at.happened.no() {
            return at;
        }
        let came = if at.span.1 < now {
            Judged::plain(true)
        } else if at.span.0 >= now {
            Judged::plain(false)
        } else {
            Judged::unknown(at.conflict, BTreeSet::new())
        };
        At { happened: at.happened.clone().and(came), ..at }
    }

    fn first_reported(&self, what: &Occurrence, by: &[ActorId], instance: &Instance, now: Instant) -> At {
        let all = self.occurrences(what, by, instance);
        let past: Vec<&(Happening, Judged)> = all.iter().filter(|(h, _)| h.start < now).collect();
        let sure: Vec<&(Happening, Judged)> = past.iter().copied().filter(|(h, s)| s.yes() && h.end <= now).collect();
        let Some(earliest) = past.iter().map(|(h, _)| self.opening(h).0).min() else {
            return At::never(self.not_reported(what, instance, now));
        };
        let before = |h: &Happening, limit: Instant| self.opening(h).0 <= limit;
        let latest = sure.iter().map(|(h, _)| self.opening(h).1).min();
        let limit = latest.unwrap_or(NEVER);
        let involved: Vec<&&(Happening, Judged)> = past.iter().filter(|(h, _)| before(h, limit)).collect();
        let rows: BTreeSet<usize> =
            involved.iter().flat_map(|(h, _)| h.rows.iter().chain(&h.denied_by).copied()).collect();
        let conflict = involved.iter().any(|(h, s)| h.conflict || s.cause == Cause::Conflict);
        let happened = match latest {
            Some(_) => {
                let firm = sure.iter().filter(|(h, _)| self.opening(h).1 == limit).flat_map(|(h, _)| h.rows.iter());
                Judged::new(Truth::True, Cause::Shown, if conflict { rows } else { firm.copied().collect() })
            }
            None => Judged::unknown(conflict, rows),
        };
        let last = latest.unwrap_or_else(|| past.iter().map(|(h, _)| self.opening(h).1).max().unwrap_or(earliest));
        let exact = involved.iter().all(|(h, _)| h.minute);
        let precision = if exact { Precision::Minute } else { Precision::Day };
        At { happened, span: self.until_today((earliest, last), now), precision, conflict }
    }

    /// Returns the first and last instant at which a happening may open a window.
    pub fn opening(&self, happening: &Happening) -> (Instant, Instant) {
        if happening.minute {
            return (happening.start, happening.end.saturating_sub(60).max(happening.start));
        }
        let day = |instant: Instant| self.zone.start_of(self.zone.day_of(instant));
        (day(happening.start), day(happening.end.saturating_sub(1)))
    }

    /// Rows K2, S1: nothing reported has not happened; it is shown if that was said of the whole time.
    fn not_reported(&self, what: &Occurrence, instance: &Instance, now: Instant) -> Judged {
        let claim = match what {
            Occurrence::Event(event) => Claim::Event(*event),
            Occurrence::Act(act) => Claim::Act(*act),
            Occurrence::Signature
            | Occurrence::EntryIntoForce
            | Occurrence::Violation(_)
            | Occurrence::Fulfilment(_) => return Judged::silence(false),
        };
        let said: Vec<usize> = self
            .evidence
            .about(&claim)
            .iter()
            .copied()
            .filter(|&r| self.evidence.records[r].kind == Kind::DidNotHappen)
            .filter(|&r| declared_actor(self.evidence.records[r]).is_none())
            .filter(|&r| self.evidence.at_elements(r, &instance.elements))
            .collect();
        let stretches = said.iter().map(|&r| (self.evidence.rows[r].start, self.evidence.rows[r].end)).collect();
        let since = self.zone.start_of(self.terms.signature);
        if since < now && covers(stretches, (since, now)) {
            return Judged::new(Truth::False, Cause::Shown, said.into_iter().collect());
        }
        Judged::silence(false)
    }

    /// Row B2: the earliest breach, or the earliest moment of being done, of several instances.
    fn breach_or_done(&self, norms: &[NormId], instance: &Instance, now: Instant, breach: bool) -> At {
        let mut best: Option<At> = None;
        let mut none: Vec<Judged> = Vec::new();
        for &norm in norms {
            for one in self.instances_meeting(norm, instance, now) {
                let mut judgement = self.judge(norm, &one, now);
                // Row B1: a breach of a duty has the certainty of the row just after the close.
                let close = judgement.timing.as_ref().map_or(NEVER, |timing| timing.window.closes.1);
                let duty = matches!(self.goal(norm), Some(Goal::AtLeast(..) | Goal::Reach(_)));
                if breach && duty && close.saturating_add(1) < now {
                    let then = self.judge(norm, &one, close + 1);
                    // What reports of later acts have settled since (row C7) is settled.
                    let open = then.candidates == [Status::Fulfilled, Status::Violated];
                    if !(open && judgement.breached.0.yes()) {
                        judgement = then;
                    }
                }
                let (happened, span) = if breach { &judgement.breached } else { &judgement.done };
                if happened.no() {
                    none.push(happened.clone());
                    continue;
                }
                let at = At {
                    happened: happened.clone(),
                    span: if happened.yes() { *span } else { self.until_today(*span, now) },
                    precision: Precision::Day,
                    conflict: happened.cause == Cause::Conflict,
                };
                best = Some(match best {
                    None => at,
                    Some(other) => earlier(other, at),
                });
            }
        }
        best.unwrap_or_else(|| At::never(any(none)))
    }

    /// Returns a point as far as it is known before `now`.
    pub fn point(&self, point: &Point, instance: &Instance, now: Instant) -> At {
        match point {
            Point::Moment(moment) => {
                let day = At::day(self.zone, moment.day);
                match moment.instant(self.zone) {
                    Some(instant) => At { span: (instant, instant), precision: Precision::Exact, ..day },
                    None => day,
                }
            }
            Point::Occurrence(Occurrence::Signature) => At::day(self.zone, self.terms.signature),
            Point::Occurrence(Occurrence::EntryIntoForce) => self.point(&self.terms.entry_into_force, instance, now),
            Point::Occurrence(what) => match instance.occurrence {
                Some(row) if self.is_about(row, what) => self.made_by(row, now),
                Some(_) | None => self.first(what, &[], instance, now),
            },
            Point::After(span, point) => self.shifted(self.point(point, instance, now), *span, 1),
            Point::Before(span, point) => self.shifted(self.point(point, instance, now), *span, -1),
            // P if it has happened by Q, else Q: whichever comes first, and the one that comes where the other does not.
            Point::FailingWhich(a, b) | Point::Earlier(a, b) => {
                earlier(self.point(a, instance, now), self.point(b, instance, now))
            }
            Point::Later(a, b) => {
                let (p, q) = (self.point(a, instance, now), self.point(b, instance, now));
                At {
                    happened: p.happened.and(q.happened),
                    span: (p.span.0.max(q.span.0), p.span.1.max(q.span.1)),
                    precision: if p.span.0 >= q.span.0 { p.precision } else { q.precision },
                    conflict: p.conflict || q.conflict,
                }
            }
        }
    }

    /// Returns whether a row reports this event or act.
    pub fn is_about(&self, row: usize, what: &Occurrence) -> bool {
        match (what, &self.evidence.records[row].claim) {
            (Occurrence::Event(event), Some(Claim::Event(e))) => event == e,
            (Occurrence::Act(act), Some(Claim::Act(a))) => act == a,
            _ => false,
        }
    }

    /// Returns the occurrence that made an instance of `upon each` (row W16).
    pub fn made_by(&self, row: usize, now: Instant) -> At {
        let never = At::never(Judged::plain(false));
        let Some(claim) = self.evidence.records[row].claim.clone() else {
            return never;
        };
        let all = self.happened_at(&claim, &self.evidence.records[row].elements);
        let Some(h) = all.iter().find(|h| h.first == row) else {
            return never;
        };
        let doubtful = || Judged::unknown(!h.denied_by.is_empty(), h.rows.union(&h.denied_by).copied().collect());
        let sure = if h.certain() { Judged::new(Truth::True, Cause::Shown, h.rows.clone()) } else { doubtful() };
        let precision = if h.minute { Precision::Minute } else { Precision::Day };
        let at = At { happened: sure, span: self.opening(h), precision, conflict: h.conflict };
        let at = self.by_date(at, now);
        At { span: self.until_today(at.span, now), ..at }
    }

    /// What happened, if it did, happened before `now`.
    fn until_today(&self, span: (Instant, Instant), now: Instant) -> (Instant, Instant) {
        let today = self.zone.start_of(self.zone.day_of(now - 1));
        (span.0, span.1.min(today.max(span.0)))
    }

    fn shifted(&self, at: At, span: Span, sign: i32) -> At {
        let known = |instant: Instant, moved: &dyn Fn(Instant) -> Instant| {
            if instant >= NEVER { NEVER } else { moved(instant) }
        };
        if span.by_the_clock() {
            let seconds = i64::from(sign) * (span.seconds + i64::from(span.days) * 86_400);
            let last = |instant: Instant| match at.precision {
                Precision::Day => self.zone.end_of(self.zone.day_of(instant)) - 1,
                Precision::Minute | Precision::Exact => instant,
            };
            let moved = (known(at.span.0, &|i| i + seconds), known(at.span.1, &|i| last(i) + seconds));
            return At { span: moved, precision: Precision::Exact, ..at };
        }
        let day = |instant: Instant| span.shift(self.zone.day_of(instant), sign);
        let first = known(at.span.0, &|i| self.zone.start_of(day(i).0));
        let last = known(at.span.1, &|i| self.zone.start_of(day(i).1));
        At { span: (first, last), precision: Precision::Day, ..at }
    }

    /// Returns the last instants (exclusive) of a span counted from a point (rows W1 to W3).
    pub fn end_of_span(&self, at: &At, span: Span) -> (Instant, Instant) {
        let shifted = self.shifted(at.clone(), span, 1);
        if span.by_the_clock() {
            return shifted.span;
        }
        let end = |instant: Instant| {
            if instant >= NEVER { NEVER } else { self.zone.end_of(self.zone.day_of(instant)) }
        };
        (end(shifted.span.0), end(shifted.span.1))
    }

    /// Returns whether a condition holds at the instant before `now`.
    pub fn condition(&self, cond: &Cond, instance: &Instance, now: Instant, mode: Mode) -> Judged {
        match cond {
            Cond::Holds(condition) => {
                let over = &self.terms.conditions[condition.0].over;
                let claim = Claim::Condition(*condition);
                let (signal, _) = &*self.observed(&claim, &self.elements(over, instance), Lens::of(instance));
                self.level(signal, &yes(), now, mode, |i| {
                    held(self.zone, i, self.hold_of(&Claim::Condition(*condition)))
                })
            }
            Cond::Level(measure, bound) => {
                let (difference, allowed) = self.compared(*measure, bound, Lens::of(instance));
                self.level(&difference, &allowed, now, mode, |i| {
                    held(self.zone, i, self.hold_of(&Claim::Measure(*measure)))
                })
            }
            Cond::Happened(what, when) => self.happened(what, when, instance, now),
            Cond::Clause(norms, status) => self.has_status(norms, *status, instance, now),
            Cond::Not(inner) => {
                let judged = self.condition(inner, instance, now, mode);
                // Row S1: in a suspension, a finding or level that nobody reported is false, negated or not.
                let unreported = mode == Mode::Suspension && judged == Judged::silence(false) && is_level(inner);
                if unreported { judged } else { judged.negated() }
            }
            Cond::And(parts) => all(parts.iter().map(|part| self.condition(part, instance, now, mode))),
            Cond::Or(parts) => any(parts.iter().map(|part| self.condition(part, instance, now, mode))),
        }
    }

    fn level(
        &self,
        signal: &Signal,
        allowed: &Interval,
        now: Instant,
        mode: Mode,
        hold: impl Fn(Instant) -> Instant,
    ) -> Judged {
        let moment = now - 1;
        let never_before =
            signal.pieces.iter().take_while(|piece| piece.start <= moment).all(|piece| piece.value.is_none());
        if mode == Mode::Suspension && never_before {
            return Judged::silence(false);
        }
        let sided = sides(signal, allowed, Purpose::Condition, hold);
        sided.into_iter().find(|s| s.start <= moment && moment < s.end).map_or_else(Judged::gap, |s| s.inside)
    }

    fn happened(&self, what: &Occurrence, when: &HappenedWhen, instance: &Instance, now: Instant) -> Judged {
        let end_of = |at: &At| {
            let end = |i: Instant| {
                if at.precision == Precision::Exact || i >= NEVER { i } else { self.zone.end_of(self.zone.day_of(i)) }
            };
            (end(at.span.0), end(at.span.1))
        };
        let (from, until) = match when {
            HappenedWhen::Ever => ((EVER, EVER), (now, now)),
            HappenedWhen::Since(point) => (self.point(point, instance, now).span, (now, now)),
            HappenedWhen::By(point) => {
                let end = end_of(&self.point(point, instance, now));
                ((EVER, EVER), (end.0.min(now), end.1.min(now)))
            }
            HappenedWhen::Within(span, point) => {
                let at = self.point(point, instance, now);
                let end = end_of(&at);
                (self.shifted(at, *span, -1).span, (end.0.min(now), end.1.min(now)))
            }
        };
        if matches!(when, HappenedWhen::Ever)
            || !matches!(what, Occurrence::Event(_) | Occurrence::Act(_))
            || self.is_computed(what)
        {
            let at = self.first(what, &[], instance, now);
            if at.happened.no() {
                return at.happened;
            }
            let sure = at.span.0 >= from.1 && at.span.1 < until.0;
            let perhaps = at.span.1 >= from.0 && at.span.0 < until.1;
            let timely = if sure {
                Judged::plain(true)
            } else if perhaps {
                Judged::unknown(at.conflict, BTreeSet::new())
            } else {
                Judged::plain(false)
            };
            return at.happened.and(timely);
        }
        let found = self.occurrences(what, &[], instance);
        let parts: Vec<Judged> = found
            .iter()
            .filter(|(h, _)| h.start < until.1 && from.0 < h.end)
            .map(|(h, sure)| {
                let timely = h.start >= from.1 && h.end <= until.0;
                let sure = Judged { because: h.rows.clone(), ..sure.clone() };
                if timely { sure } else { sure.and(Judged::unknown(h.conflict, h.rows.clone())) }
            })
            .collect();
        if parts.is_empty() { self.not_reported(what, instance, now) } else { any(parts) }
    }

    fn is_computed(&self, what: &Occurrence) -> bool {
        match what {
            Occurrence::Event(event) => match self.terms.events[event.0].definition {
                EventDefinition::Reported => false,
                EventDefinition::On(_) | EventDefinition::At { .. } => true,
            },
            Occurrence::Act(_)
            | Occurrence::Signature
            | Occurrence::EntryIntoForce
            | Occurrence::Violation(_)
            | Occurrence::Fulfilment(_) => false,
        }
    }

    /// Returns a trigger: whether and when it came.
    pub fn trigger(&self, upon: &Upon, instance: &Instance, now: Instant) -> At {
        match instance.occurrence {
            Some(row) if self.is_about(row, &upon.what) => self.made_by(row, now),
            Some(_) | None => {
                self.first(&upon.what, &self.actors(&upon.by, instance), &self.by_the_other(upon, instance), now)
            }
        }
    }

    /// Returns where a trigger is looked for: `by the other SET` means what happened at the other element.
    pub fn by_the_other(&self, upon: &Upon, instance: &Instance) -> Instance {
        let mut turned = instance.clone();
        for (set, element) in &mut turned.elements {
            if upon.by.contains(&ActorRef::TheOther(*set)) {
                *element =
                    (0..self.terms.sets[set.0].elements.len()).find(|other| other != element).unwrap_or(*element);
            }
        }
        turned
    }
}

fn is_level(cond: &Cond) -> bool {
    match cond {
        Cond::Holds(_) | Cond::Level(..) => true,
        Cond::Happened(..) | Cond::Clause(..) | Cond::Not(_) | Cond::And(_) | Cond::Or(_) => false,
    }
}

fn earlier(p: At, q: At) -> At {
    if p.happened.no() {
        return q;
    }
    if q.happened.no() {
        return p;
    }
    let last = match (p.happened.yes(), q.happened.yes()) {
        (true, true) => p.span.1.min(q.span.1),
        (true, false) => p.span.1,
        (false, true) => q.span.1,
        (false, false) => p.span.1.max(q.span.1),
    };
    let span = (p.span.0.min(q.span.0), last);
    let precision = if p.span.0 <= q.span.0 { p.precision } else { q.precision };
    At { happened: p.happened.or(q.happened), span, precision, conflict: p.conflict || q.conflict }
}

/// What a condition is asked for: it decides what silence means (rows S1, S6).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mode {
    /// Of a suspension or an end: what nobody reported is not so.
    Suspension,
    /// Of anything else: what nobody reported is unknown.
    Plain,
}
