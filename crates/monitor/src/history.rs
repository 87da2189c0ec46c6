//! How verdicts changed: as knowledge came in, and as time passed.
//!
//! A clause is judged again only on days on which something can have changed it: when a record became known that it
//! depends on, and when its own window, an end, or a level carried forward runs out. Between two such days that differ
//! the day of the change is found by halving.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use servanda_model::agreement::{Agreement, NormId, Terms};
use servanda_model::policy::Policy;
use servanda_model::record::{Claim, Record};
use servanda_model::time::{CivilDay, Span, Zone, spelled};
use servanda_model::verdict::{Standing, Status, Verdict};

use crate::answer::{Question, Refusal, check_question, verdict};
use crate::dependence::{groups, relevant};
use crate::reference::counts::NEVER;
use crate::reference::evidence::Evidence;
use crate::reference::levels::held;
use crate::reference::window::Timing;
use crate::reference::world::{Instance, Shape, World};
use crate::words::{days_of, last_days, on};

/// How the verdicts changed on one day.
#[derive(Clone, Debug)]
pub struct Step {
    /// The day.
    pub known: CivilDay,
    /// The verdicts that are new or differ in candidates or standing from the day before.
    pub changed: Vec<Changed>,
    /// The records that became known on that day, by id.
    pub records: Vec<String>,
}

/// A verdict that changed, and what changed it.
#[derive(Clone, Debug)]
pub struct Changed {
    /// What it became.
    pub verdict: Verdict,
    /// What changed it.
    pub why: Why,
}

/// What changed a verdict.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Why {
    /// Nothing: it is the state on the day of the first knowledge.
    First,
    /// These records, which became known.
    Records(Vec<String>),
    /// Time alone; what ran out or began, in words.
    Time(String),
}

type Key = (NormId, Option<String>);
type Value = (Vec<Status>, Standing);
type State = BTreeMap<Key, Value>;
type Steps = BTreeMap<CivilDay, Vec<((usize, Option<usize>, usize), Changed)>>;

/// Returns how verdicts changed as knowledge came in and time passed: one step for each day that changed one.
///
/// Every step asks how things stood at its own day, and never later than the question's `at`.
pub fn history(
    agreement: &Agreement,
    records: &[Record],
    policy: &Policy,
    question: &Question,
) -> Result<Vec<Step>, Refusal> {
    let wanted = check_question(agreement, question)?;
    let zone = question.zone.as_ref().unwrap_or(&agreement.base.zone);
    let all = Evidence::sort(records, policy, zone, question.known);
    let mut by_day: BTreeMap<CivilDay, Vec<String>> = BTreeMap::new();
    for row in all.rows.iter().filter(|row| row.known <= question.known) {
        by_day.entry(row.known).or_default().push(all.records[row.index].id.clone());
    }
    let begins = by_day.keys().next().copied().unwrap_or(agreement.base.signature).min(question.known);
    let mut steps: Steps = BTreeMap::new();
    let reported: BTreeSet<&Claim> = records.iter().filter_map(|record| record.claim.as_ref()).collect();
    let split = |clause: &str| agreement.base.norms.iter().any(|n| n.clause == clause && n.split);
    let readings = agreement.by_reading.iter().enumerate().map(|(i, terms)| (Some(i), terms));
    for (reading, terms) in std::iter::once((None, &agreement.base)).chain(readings) {
        if reading.is_some() && question.reading.is_some_and(|r| Some(r) != reading) {
            continue;
        }
        let norms: Vec<NormId> = (0..terms.norms.len())
            .map(NormId)
            .filter(|n| {
                let norm = &terms.norms[n.0];
                wanted(norm) && !norm.hole && split(&norm.clause) == reading.is_some()
            })
            .collect();
        let own = Own {
            agreement,
            terms,
            reading,
            records,
            policy,
            question,
            zone: question.zone.as_ref().unwrap_or(&terms.zone),
            shape: Shape::of(terms),
            begins,
        };
        for (claims, reach, group) in groups(terms, &norms, &reported) {
            own.group(&claims, &reach, &group, &mut steps);
        }
    }
    Ok(steps
        .into_iter()
        .map(|(known, mut changed)| {
            changed.sort_by_key(|(place, _)| *place);
            let records = by_day.get(&known).cloned().unwrap_or_default();
            Step { known, changed: changed.into_iter().map(|(_, one)| one).collect(), records }
        })
        .collect())
}

/// One reading's part of a history.
struct Own<'a> {
    agreement: &'a Agreement,
    terms: &'a Terms,
    reading: Option<usize>,
    records: &'a [Record],
    policy: &'a Policy,
    question: &'a Question,
    zone: &'a Zone,
    shape: Shape,
    begins: CivilDay,
}

/// How a norm stood on a day, and the days around which time may change that.
struct Seen {
    state: State,
    critical: BTreeSet<CivilDay>,
}

fn next(day: CivilDay) -> CivilDay {
    Span::days(1).shift(day, 1).0
}

/// The time between two days on which records became known: the worlds of its days, made when asked for.
struct Stretch<'a> {
    evidence: &'a Evidence<'a>,
    worlds: RefCell<BTreeMap<CivilDay, Rc<World<'a>>>>,
    /// The days at whose end a level or finding is no longer carried forward, with the row that gives it.
    runs_out: BTreeMap<CivilDay, String>,
}

impl<'a> Stretch<'a> {
    /// Returns the time since a day, with that day's evidence. Of each level the latest observations can still run out.
    fn of(evidence: &'a Evidence<'a>, zone: &Zone, hold: impl Fn(&Claim) -> Span) -> Stretch<'a> {
        let mut runs_out = BTreeMap::new();
        for (claim, rows) in &evidence.by_claim {
            if !matches!(claim, Claim::Measure(_) | Claim::Condition(_)) {
                continue;
            }
            let elements: BTreeSet<_> = rows.iter().map(|&r| &evidence.records[r].elements).collect();
            for here in elements {
                let own = || rows.iter().filter(|&&r| evidence.records[r].elements == *here);
                let order = |&r: &usize| {
                    let row = &evidence.rows[r];
                    if row.throughout { row.end } else { row.start }
                };
                let newest = own().map(order).max();
                for &r in own().filter(|&&r| Some(evidence.rows[r].end) >= newest) {
                    let until = held(zone, evidence.rows[r].end, hold(claim));
                    if until < NEVER {
                        runs_out.insert(zone.day_of(until), evidence.records[r].id.clone());
                    }
                }
            }
        }
        Stretch { evidence, worlds: RefCell::default(), runs_out }
    }
}

impl Own<'_> {
    fn group(&self, claims: &BTreeSet<Claim>, reach: &BTreeSet<NormId>, norms: &[NormId], steps: &mut Steps) {
        let relevant = relevant(self.records, claims);
        let last = self.question.known;
        let all = Evidence::sort(&relevant, self.policy, self.zone, last);
        let mut news: BTreeMap<CivilDay, Vec<&str>> = BTreeMap::from([(self.begins, Vec::new())]);
        for row in all.rows.iter().filter(|row| row.known <= last) {
            news.entry(row.known.max(self.begins)).or_default().push(all.records[row.index].id.as_str());
        }
        let mut before: State = BTreeMap::new();
        let days: Vec<CivilDay> = news.keys().copied().collect();
        let mut old: Option<(CivilDay, Evidence<'_>, BTreeMap<NormId, Seen>)> = None;
        for (i, &day) in days.iter().enumerate() {
            let mut passed: State = BTreeMap::new();
            if let Some((since, evidence, seen)) = &old {
                let stretch = Stretch::of(evidence, self.zone, self.hold(evidence, *since));
                for &norm in norms {
                    let seen = (*since, &seen[&norm]);
                    self.walk(&stretch, norm, reach, seen, day, &mut before, Some(&mut passed), steps);
                }
            }
            let evidence = Evidence::sort(&relevant, self.policy, self.zone, day);
            let stretch = Stretch::of(&evidence, self.zone, self.hold(&evidence, day));
            let mut seen: BTreeMap<NormId, Seen> = BTreeMap::new();
            for &norm in norms {
                let (world, state) = self.state(&stretch, norm, day);
                let critical = self.critical_days(&world, reach);
                for (key, value) in &state {
                    let (key, value) = (key.clone(), value.clone());
                    if before.get(&key) == Some(&value) {
                        continue;
                    }
                    let by_time = passed.get(&key) == Some(&value);
                    let instance = self.instance(&world, &key, day);
                    let made = self.verdict(&world, norm, &instance, day);
                    let why = if i == 0 {
                        Why::First
                    } else if by_time {
                        self.time(&world, norm, &instance, day, &stretch.runs_out, (before.get(&key), &value))
                    } else {
                        by_records(&made, &news[&day])
                    };
                    self.push(steps, norm, day, Changed { verdict: made, why });
                    before.insert(key, value);
                }
                seen.insert(norm, Seen { state, critical });
            }
            drop(stretch);
            old = Some((day, evidence, seen));
        }
        if let Some((since, evidence, seen)) = &old {
            let stretch = Stretch::of(evidence, self.zone, self.hold(evidence, *since));
            for &norm in norms {
                self.walk(&stretch, norm, reach, (*since, &seen[&norm]), last, &mut before, None, steps);
            }
        }
    }

    /// Returns the days around which the windows that a world looked at open, close and end.
    fn critical_days(&self, world: &World<'_>, reach: &BTreeSet<NormId>) -> BTreeSet<CivilDay> {
        let mut days = BTreeSet::new();
        for ((n, ..), judgement) in world.memory.borrow().iter() {
            if let (true, Some(timing)) = (reach.contains(n), &judgement.timing) {
                days.extend(critical(self.zone, timing).into_iter().flat_map(|day| [day, next(day)]));
            }
        }
        days
    }

    /// Returns how long each measure and condition holds that rows speak of.
    fn hold<'b>(&'b self, evidence: &'b Evidence<'b>, day: CivilDay) -> impl Fn(&Claim) -> Span + 'b {
        let world = World::shaped(self.terms, evidence, self.zone, day, &self.shape);
        move |claim| world.hold_of(claim)
    }

    fn push(&self, steps: &mut Steps, norm: NormId, day: CivilDay, changed: Changed) {
        let clause = &self.terms.norms[norm.0].reference;
        let place = self.agreement.base.norms.iter().position(|n| n.reference == *clause).unwrap_or(norm.0);
        let all = steps.entry(day).or_default();
        let place = (place, self.reading, all.len());
        all.push((place, changed));
    }

    /// Finds what time alone changes after the first of two days: up to the second, or, where the state on the second
    /// day is asked for (records became known on it), before it.
    #[expect(clippy::too_many_arguments, reason = "one step of one loop, which only its caller takes")]
    fn walk<'b>(
        &'b self,
        stretch: &Stretch<'b>,
        norm: NormId,
        reach: &BTreeSet<NormId>,
        (since, seen): (CivilDay, &Seen),
        until: CivilDay,
        before: &mut State,
        passed: Option<&mut State>,
        steps: &mut Steps,
    ) {
        if since >= until {
            return;
        }
        let (end, last) = self.state(stretch, norm, until);
        let runs_out = &stretch.runs_out;
        let mut samples: BTreeSet<CivilDay> = runs_out.range(since..=until).flat_map(|(d, _)| [*d, next(*d)]).collect();
        samples.extend(&seen.critical);
        samples.extend(self.critical_days(&end, reach));
        samples.retain(|day| *day > since && *day < until);
        samples.insert(until);
        let (mut low, mut known) = (since, seen.state.clone());
        for day in samples {
            let state = if day == until { last.clone() } else { self.state(stretch, norm, day).1 };
            self.halve(stretch, norm, (low, &known), (day, &state), &mut |day, state| {
                // What records on the same day decide is told with them.
                if day == until && passed.is_some() {
                    return;
                }
                let world = self.world(stretch, day);
                for (key, value) in state {
                    if before.get(key) == Some(value) {
                        continue;
                    }
                    let instance = self.instance(&world, key, day);
                    let why = self.time(&world, norm, &instance, day, runs_out, (before.get(key), value));
                    let made = self.verdict(&world, norm, &instance, day);
                    self.push(steps, norm, day, Changed { verdict: made, why });
                    before.insert(key.clone(), value.clone());
                }
            });
            (low, known) = (day, state);
        }
        if let Some(passed) = passed {
            passed.extend(last);
        }
    }

    /// Calls `found` for every day between two on which the state differs from the day before.
    fn halve<'b>(
        &'b self,
        stretch: &Stretch<'b>,
        norm: NormId,
        low: (CivilDay, &State),
        high: (CivilDay, &State),
        found: &mut dyn FnMut(CivilDay, &State),
    ) {
        if low.1 == high.1 {
            return;
        }
        let days = low.0.until(high.0).map_or(0, |span| span.get_days());
        if days <= 1 {
            found(high.0, high.1);
            return;
        }
        let middle = Span::days(days / 2).shift(low.0, 1).0;
        let (_, state) = self.state(stretch, norm, middle);
        self.halve(stretch, norm, low, (middle, &state), found);
        self.halve(stretch, norm, (middle, &state), high, found);
    }

    fn world<'b>(&'b self, stretch: &Stretch<'b>, day: CivilDay) -> Rc<World<'b>> {
        let mut worlds = stretch.worlds.borrow_mut();
        let make = || Rc::new(World::shaped(self.terms, stretch.evidence, self.zone, day, &self.shape));
        Rc::clone(worlds.entry(day).or_insert_with(make))
    }

    fn now(&self, day: CivilDay) -> servanda_model::time::Instant {
        self.zone.end_of(self.question.at.min(day))
    }

    fn state<'b>(&'b self, stretch: &Stretch<'b>, norm: NormId, day: CivilDay) -> (Rc<World<'b>>, State) {
        let world = self.world(stretch, day);
        let now = self.now(day);
        let mut state = BTreeMap::new();
        for instance in world.instances(norm, now).iter() {
            let judgement = world.judge(norm, instance, now);
            let candidates =
                if judgement.candidates.is_empty() { vec![Status::NotJudged] } else { judgement.candidates.clone() };
            state.insert((norm, world.name_of(instance)), (candidates, judgement.standing));
        }
        (world, state)
    }

    fn instance(&self, world: &World<'_>, key: &Key, day: CivilDay) -> Instance {
        let all = world.instances(key.0, self.now(day));
        all.iter().find(|one| world.name_of(one) == key.1).cloned().unwrap_or_default()
    }

    fn verdict(&self, world: &World<'_>, norm: NormId, instance: &Instance, day: CivilDay) -> Verdict {
        let judgement = world.judge(norm, instance, self.now(day));
        let reading = self.reading.map(|r| self.agreement.readings[r].clone());
        verdict(world, norm, instance, reading, &judgement, self.now(day))
    }

    /// Returns what began or ran out on a day.
    fn time(
        &self,
        world: &World<'_>,
        norm: NormId,
        instance: &Instance,
        day: CivilDay,
        runs_out: &BTreeMap<CivilDay, String>,
        (was, is): (Option<&Value>, &Value),
    ) -> Why {
        let eve = Span::days(1).shift(day, -1).0;
        let judgement = world.judge(norm, instance, self.now(day));
        let Some(timing) = &judgement.timing else { return Why::Time("time passed".to_owned()) };
        let closes = last_days(self.zone, timing.in_force().closes);
        let ends = last_days(self.zone, (timing.ending.first, timing.ending.last));
        let opens = days_of(self.zone, timing.window.opens);
        let trigger = timing.trigger.as_ref().map(|at| days_of(self.zone, at.span));
        let what = if ends.0 == eve && ends.1 > eve {
            format!("the agreement or the clause may have ended on {}", spelled(eve))
        } else if ends.1 == eve {
            format!("the agreement or the clause ended {}", on(ends))
        } else if closes.1 == eve {
            format!("the window closed {}", on(closes))
        } else if closes.0 == eve {
            format!("the window may have closed on {}", spelled(eve))
        } else if instance.period.is_some_and(|(first, _)| first == day) {
            format!("a new period began on {}", spelled(day))
        } else if opens.0 == day || opens.1 == day {
            format!("the window opened on {}", spelled(day))
        } else if trigger.is_some_and(|days| days.0 == day || days.1 == day) {
            format!("the trigger came on {}", spelled(day))
        } else if let Some(id) = runs_out.get(&day).or_else(|| runs_out.get(&eve)) {
            format!("what {id} says was carried forward until {}", spelled(eve))
        } else if was.is_some_and(|was| was.0 == is.0) && is.1 == Standing::Presumed {
            "nothing newer has been reported".to_owned()
        } else {
            return Why::Time("time passed".to_owned());
        };
        Why::Time(format!("time passed: {what}"))
    }
}

/// The days around which the timing of an instance may change its verdict.
fn critical(zone: &Zone, timing: &Timing) -> Vec<CivilDay> {
    let w = &timing.window;
    let in_force = timing.in_force();
    let opens = [w.opens.0, w.opens.1, timing.waits_until.0, timing.waits_until.1];
    let closes =
        [w.closes.0, w.closes.1, in_force.closes.0, in_force.closes.1, timing.ending.first, timing.ending.last];
    let trigger = timing.trigger.iter().flat_map(|at| [at.span.0, at.span.1]);
    let certain = |i: &i64| i.abs() < NEVER;
    let starts = opens.into_iter().chain(trigger).filter(certain).map(|i| zone.day_of(i));
    starts.chain(closes.into_iter().filter(certain).map(|i| zone.day_of(i.saturating_sub(1)))).collect()
}

fn by_records(verdict: &Verdict, news: &[&str]) -> Why {
    let named = |id: &&&str| {
        verdict.because.iter().any(|b| b == **id)
            || verdict.path.rows.iter().any(|row| row.because.iter().any(|b| b == **id))
    };
    let mut ids: Vec<String> = news.iter().filter(named).map(|id| (*id).to_owned()).collect();
    if ids.is_empty() {
        ids = news.iter().map(|id| (*id).to_owned()).collect();
    }
    Why::Records(ids)
}
