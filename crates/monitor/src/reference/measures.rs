//! What is observed of measures and conditions, and arithmetic over it (rows C1, C2 to C2b, H4, L1 to L4).

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use num_traits::Zero;
use servanda_model::agreement::{ActorId, Arith, Bound, Comparison, MeasureId, NormId, Operator};
use servanda_model::amount::{Amount, End, Interval};
use servanda_model::record::Claim;
use servanda_model::time::Span;

use crate::reference::counts::NEVER;
use crate::reference::evidence::{Evidence, Row};
use crate::reference::happenings::{Charge, settled};
use crate::reference::levels::{Observation, Signal, at, combine, constant, held, joined, signal};
use crate::reference::world::{Elements, Instance, World};

/// For whom a level is looked at: the instance, and the norm whose `only where` sorts the rows, if it has one.
#[derive(Clone, Copy, Debug)]
pub struct Lens<'a> {
    /// The instance.
    pub instance: &'a Instance,
    /// The norm whose `only where` sorts the rows.
    pub scoped_by: Option<NormId>,
}

impl<'a> Lens<'a> {
    /// Returns the lens of a condition: nothing sorts the rows.
    pub fn of(instance: &'a Instance) -> Lens<'a> {
        Lens { instance, scoped_by: None }
    }
}

/// What a signal is remembered by.
pub(crate) type SignalKey = (Claim, Elements, Option<(NormId, Elements)>);

impl World<'_> {
    /// Returns the signal of a measure or condition at some elements, and the observations it is made of.
    pub fn observed(&self, claim: &Claim, elements: &Elements, lens: Lens<'_>) -> Rc<(Signal, Vec<Observation>)> {
        let scope = lens.scoped_by.map(|norm| (norm, lens.instance.elements.clone()));
        let key = (claim.clone(), elements.clone(), scope);
        if let Some(found) = self.signals.borrow().get(&key) {
            return Rc::clone(found);
        }
        let observations = self.observations(claim, elements, lens, None);
        let made = Rc::new((signal(&observations), observations));
        self.signals.borrow_mut().insert(key, Rc::clone(&made));
        made
    }

    /// Returns the same as far as it stands against an obligor (row C2b): where no source of the policy speaks for the
    /// obligor, or a denial disputes, it is what stands against anybody.
    pub fn observed_against(
        &self,
        claim: &Claim,
        elements: &Elements,
        lens: Lens<'_>,
        charge: (&[ActorId], &Interval, bool),
    ) -> Rc<(Signal, Vec<Observation>)> {
        let speaks = |actor: &ActorId| self.evidence.policy.sources.iter().any(|s| s.speaks_for.contains(actor));
        if self.evidence.policy.obligor_denial_disputes || !charge.0.iter().any(speaks) {
            return self.observed(claim, elements, lens);
        }
        let observations = self.observations(claim, elements, lens, Some(charge));
        Rc::new((signal(&observations), observations))
    }

    /// Returns the observations of a claim; for a charge against an obligor (row C2b) with the bound, and whether leaving
    /// it is a breach.
    pub fn observations(
        &self,
        claim: &Claim,
        elements: &Elements,
        lens: Lens<'_>,
        charge: Option<(&[ActorId], &Interval, bool)>,
    ) -> Vec<Observation> {
        let e = self.evidence;
        let mut rows: Vec<usize> = e.about(claim).iter().copied().filter(|&r| e.at_elements(r, elements)).collect();
        // Row H4: `only where` asks only of rows that fill the attribute.
        if let Some(norm) = lens.scoped_by {
            rows.retain(|&r| !self.in_scope(norm, lens.instance, &BTreeSet::from([r])).no());
        }
        rows.retain(|&r| e.rows[r].start < e.rows[r].end && e.rows[r].value.is_some());
        // Two looks at different moments of a range need not contradict each other.
        let within = |a: &Row, b: &Row| b.throughout && b.start <= a.start && a.end <= b.end;
        let apart = |a: usize, b: usize| {
            let (x, y) = (&e.rows[a], &e.rows[b]);
            let both = x.throughout && y.throughout && x.start < y.end && y.start < x.end;
            let values = x.value.as_ref().zip(y.value.as_ref());
            (both || within(x, y) || within(y, x)) && values.is_some_and(|(v, w)| v.meet(w).is_none())
        };
        // Row C2b before the others: the obligor's level gives way to a charge.
        if let (Some((obligors, bound, _)), false) = (charge, e.policy.obligor_denial_disputes) {
            let all = rows.clone();
            let charged = |o: usize| !e.speaks_only_for(o, obligors) && is_outside(e, o, bound);
            rows.retain(|&r| !e.speaks_only_for(r, obligors) || !all.iter().any(|&o| apart(r, o) && charged(o)));
        }
        if !e.policy.prevails.is_empty() {
            let all = rows.clone();
            rows.retain(|&r| !all.iter().any(|&o| apart(r, o) && e.prevails(o, r, claim)));
        }
        // Row C2a: what a party says later of the same stretch.
        let later = |r: usize, o: usize| {
            apart(r, o) && e.rows[o].known > e.rows[r].known && !e.voices(r).is_disjoint(&e.voices(o))
        };
        let voiced: BTreeSet<usize> = rows.iter().copied().filter(|&r| !e.voices(r).is_empty()).collect();
        rows.retain(|&r| !voiced.contains(&r) || !voiced.iter().any(|&o| later(r, o)));
        let span = self.hold_of(claim);
        let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for r in rows {
            groups.entry(e.group[r]).or_default().push(r);
        }
        let mut observations = Vec::new();
        for (group, rows) in groups {
            let breach = charge.filter(|(_, bound, keep)| *keep && rows.iter().any(|&r| is_outside(e, r, bound)));
            let charge = breach.map_or(Charge::None, |(obligors, ..)| Charge::Breach(obligors));
            let (rows, against) = settled(e, claim, rows, e.denials_of(group).to_vec(), charge);
            let each = rows.iter().map(|&r| {
                let row = &e.rows[r];
                Observation {
                    start: row.start,
                    end: row.end,
                    sometime: !row.throughout,
                    holds_until: if row.open_end { NEVER } else { held(self.zone, row.end, span) },
                    value: row.value.clone().unwrap_or_else(Interval::unbounded),
                    conflict: false,
                    doubtful: !against.is_empty(),
                    rows: against.iter().copied().chain([r]).collect(),
                }
            });
            observations.extend(joined(&each.collect::<Vec<_>>()));
        }
        observations.sort_by_key(|o| (o.start, o.end));
        observations
    }

    /// Returns how long the policy lets a measure or condition hold.
    pub fn hold_of(&self, claim: &Claim) -> Span {
        let policy = self.evidence.policy;
        match claim {
            Claim::Measure(measure) => policy.measure_holds.get(measure).copied().unwrap_or(policy.levels_hold),
            Claim::Condition(condition) => {
                policy.condition_holds.get(condition).copied().unwrap_or(policy.findings_hold)
            }
            Claim::Act(_) | Claim::Event(_) | Claim::Waiver(_) | Claim::Exercise(_) => policy.levels_hold,
        }
    }

    /// Returns the level of a measure, observed or computed.
    pub fn measure(&self, measure: MeasureId, lens: Lens<'_>) -> Signal {
        let declared = &self.terms.measures[measure.0];
        match &declared.computed {
            Some(arith) => self.arith(arith, lens),
            None => {
                let elements = self.elements(&declared.over, lens.instance);
                Signal::clone(&self.observed(&Claim::Measure(measure), &elements, lens).0)
            }
        }
    }

    /// Returns a limit that is the same at all times.
    pub fn limit(&self, arith: &Arith, lens: Lens<'_>) -> Option<Interval> {
        self.arith(arith, lens).pieces.first().and_then(|piece| piece.value.clone())
    }

    fn arith(&self, arith: &Arith, lens: Lens<'_>) -> Signal {
        match arith {
            Arith::Number(number) => constant(Some(Interval::exactly(number.clone())), false, BTreeSet::new()),
            Arith::Measure(measure, None) => self.measure(*measure, lens),
            Arith::Measure(measure, Some(day)) => {
                let signal = self.measure(*measure, lens);
                let piece = at(&signal, self.zone.end_of(*day) - 1);
                let value = piece.value.clone().unwrap_or_else(Interval::unbounded);
                constant(Some(value), piece.conflict, piece.rows.clone())
            }
            Arith::Table(table) => {
                let table = &self.terms.tables[table.0];
                let element = lens.instance.elements.iter().find(|(set, _)| *set == table.set);
                let number = element.and_then(|(_, e)| table.numbers.get(*e)).cloned();
                constant(Some(number.map_or_else(Interval::unbounded, Interval::exactly)), false, BTreeSet::new())
            }
            Arith::Binary(left, operator, right) => {
                combine(&self.arith(left, lens), *operator, &self.arith(right, lens))
            }
        }
    }

    /// Returns a level less its limit, and where that difference should be.
    pub fn compared(&self, measure: MeasureId, bound: &Bound, lens: Lens<'_>) -> (Signal, Interval) {
        let limit = self.arith(&bound.limit, lens);
        let difference = combine(&self.measure(measure, lens), Operator::Minus, &limit);
        (difference, allowed(bound.how))
    }
}

/// Returns where the difference between a level and its limit should be.
pub fn allowed(how: Comparison) -> Interval {
    let zero = |reached| Some(End { at: Amount::zero(), reached });
    match how {
        Comparison::AtLeast => Interval { low: zero(true), high: None },
        Comparison::AtMost => Interval { low: None, high: zero(true) },
        Comparison::Exactly => Interval { low: zero(true), high: zero(true) },
        Comparison::Below => Interval { low: None, high: zero(false) },
        Comparison::Above => Interval { low: zero(false), high: None },
    }
}

/// Returns the value of a finding that says yes.
pub fn yes() -> Interval {
    Interval::exactly(Amount::from_integer(1.into()))
}

fn is_outside(evidence: &Evidence<'_>, row: usize, bound: &Interval) -> bool {
    evidence.rows[row].value.as_ref().is_some_and(|value| value.outside(bound))
}
