//! What a norm depends on: the other norms, events, acts, measures and conditions that its verdict may rest on.
//!
//! Three rules ask this: a clause is judged once for every reading if something it depends on has reading lines
//! (row V1), a clause that depends on itself sees *unknown* there (row M3), and records of anything else change
//! nothing (law P5).

use std::collections::BTreeSet;

use crate::agreement::{
    ActId, Arith, Bound, Change, Cond, ConditionId, Counted, Ends, EventDefinition, EventId, Force, Goal, HappenedWhen,
    Level, MeasureId, Norm, NormId, Occurrence, Period, Point, TableId, Target, Terms, Upon, Window,
};

/// What something depends on, also through declarations; norms are named, not followed.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Uses {
    /// Norms it refers to, or that act on it.
    pub norms: BTreeSet<NormId>,
    /// Events.
    pub events: BTreeSet<EventId>,
    /// Acts.
    pub acts: BTreeSet<ActId>,
    /// Measures, computed ones with what they are computed from.
    pub measures: BTreeSet<MeasureId>,
    /// Conditions.
    pub conditions: BTreeSet<ConditionId>,
    /// Tables.
    pub tables: BTreeSet<TableId>,
}

impl Terms {
    /// Returns what every norm depends on directly, in the order of [`Terms::norms`].
    pub fn uses(&self) -> Vec<Uses> {
        let mut all: Vec<Uses> = self.norms.iter().map(|norm| self.used_by(norm)).collect();
        for (i, norm) in self.norms.iter().enumerate() {
            let Some(change) = change_of(norm) else { continue };
            match &change.target {
                Target::Norms(targets) => targets.iter().for_each(|t| {
                    all[t.0].norms.insert(NormId(i));
                }),
                Target::Agreement => all.iter_mut().enumerate().filter(|(t, _)| *t != i).for_each(|(_, uses)| {
                    uses.norms.insert(NormId(i));
                }),
                Target::Outside(_) => {}
            }
        }
        all
    }

    /// Returns, for every norm, the norms of its own circle: those it depends on that depend on it (row M3).
    pub fn circles(&self) -> Vec<BTreeSet<NormId>> {
        let uses = self.uses();
        let reach: Vec<BTreeSet<NormId>> = (0..uses.len())
            .map(|start| {
                let mut seen = BTreeSet::new();
                let mut open: Vec<NormId> = uses[start].norms.iter().copied().collect();
                while let Some(norm) = open.pop() {
                    if seen.insert(norm) {
                        open.extend(&uses[norm.0].norms);
                    }
                }
                seen
            })
            .collect();
        (0..uses.len())
            .map(|own| reach[own].iter().copied().filter(|other| reach[other.0].contains(&NormId(own))).collect())
            .collect()
    }

    /// Returns what a norm's own lines depend on.
    pub fn used_in(&self, norm: &Norm) -> Uses {
        let mut uses = Uses::default();
        Look { terms: self, uses: &mut uses }.norm(norm);
        uses
    }

    fn used_by(&self, norm: &Norm) -> Uses {
        let mut uses = self.used_in(norm);
        let mut look = Look { terms: self, uses: &mut uses };
        look.point(&self.entry_into_force);
        if !norm.survives {
            self.ends.iter().for_each(|ends| look.ends(ends));
            if let Some(term) = &self.term {
                look.point(&term.from);
                term.renewal.iter().filter_map(|r| r.unless.as_ref()).for_each(|upon| look.upon(upon));
            }
        }
        uses
    }
}

/// Returns what a power or an effect does.
pub fn change_of(norm: &Norm) -> Option<&Change> {
    match &norm.force {
        Force::Power(power) => Some(&power.change),
        Force::Effect { change, .. } => Some(change),
        Force::Duty(_) | Force::Aim(_) | Force::Right(_) | Force::Guarantee(_) | Force::Hortatory => None,
    }
}

struct Look<'a> {
    terms: &'a Terms,
    uses: &'a mut Uses,
}

impl Look<'_> {
    fn norm(&mut self, norm: &Norm) {
        match &norm.force {
            Force::Duty(goal) | Force::Aim(goal) | Force::Right(goal) => self.goal(goal),
            Force::Power(power) => self.uses.acts.extend(power.notice.iter().map(|(_, act)| *act)),
            Force::Effect { event, .. } => self.event(*event),
            Force::Guarantee(norms) => self.uses.norms.extend(norms),
            Force::Hortatory => {}
        }
        norm.upon.iter().for_each(|upon| self.upon(upon));
        if let Some((cond, at)) = &norm.only_if {
            self.cond(cond);
            at.iter().for_each(|point| self.point(point));
        }
        norm.only_while.iter().for_each(|cond| self.cond(cond));
        self.uses.norms.extend(&norm.after);
        norm.excuse.iter().for_each(|excuse| self.cond(&excuse.cond));
        norm.suspended.iter().for_each(|(cond, _)| self.cond(cond));
        self.uses.acts.extend(norm.extended_by);
        norm.ends.iter().for_each(|ends| self.ends(ends));
        match &norm.window {
            Window::On(point)
            | Window::By(point)
            | Window::Before(point)
            | Window::Within(_, point)
            | Window::From(point, None)
            | Window::Until(point) => self.point(point),
            Window::From(point, Some(until)) => {
                self.point(point);
                self.point(until);
            }
            Window::Throughout | Window::AtOnce | Window::NoDeadline => {}
        }
        if let Some(Period::Declared { from, .. }) = norm.in_each.as_ref().map(|each| &each.period) {
            self.point(from);
        }
    }

    fn goal(&mut self, goal: &Goal) {
        match goal {
            Goal::AtLeast(Counted::Act(act), _) | Goal::AtMost(Counted::Act(act), _) => self.act(*act),
            Goal::AtLeast(Counted::Event(event), _) | Goal::AtMost(Counted::Event(event), _) => self.event(*event),
            Goal::Reach(level) => self.level(level),
            Goal::Keep(level, reach) => {
                self.level(level);
                self.uses.norms.extend(reach);
            }
        }
    }

    fn level(&mut self, level: &Level) {
        match level {
            Level::Measure(measure, bound) => self.bounded(*measure, bound),
            Level::Condition(condition) => self.condition(*condition),
        }
    }

    fn condition(&mut self, condition: ConditionId) {
        if condition.0 < self.terms.conditions.len() {
            self.uses.conditions.insert(condition);
        }
    }

    fn act(&mut self, act: ActId) {
        if act.0 < self.terms.acts.len() {
            self.uses.acts.insert(act);
        }
    }

    fn bounded(&mut self, measure: MeasureId, bound: &Bound) {
        self.measure(measure);
        self.arith(&bound.limit);
    }

    fn measure(&mut self, measure: MeasureId) {
        // A hole stands for a measure that is nowhere, where none is declared; the same below.
        if let Some(declared) = self.terms.measures.get(measure.0)
            && self.uses.measures.insert(measure)
        {
            declared.computed.iter().for_each(|arith| self.arith(arith));
        }
    }

    fn arith(&mut self, arith: &Arith) {
        match arith {
            Arith::Number(_) => {}
            Arith::Table(table) => {
                self.uses.tables.insert(*table);
            }
            Arith::Measure(measure, _) => self.measure(*measure),
            Arith::Binary(left, _, right) => {
                self.arith(left);
                self.arith(right);
            }
        }
    }

    fn event(&mut self, event: EventId) {
        let Some(declared) = self.terms.events.get(event.0).filter(|_| self.uses.events.insert(event)) else {
            return;
        };
        match &declared.definition {
            EventDefinition::Reported | EventDefinition::On(_) => {}
            EventDefinition::At { point, unless } => {
                self.point(point);
                unless.iter().for_each(|cond| self.cond(cond));
            }
        }
    }

    fn occurrence(&mut self, what: &Occurrence) {
        match what {
            Occurrence::Event(event) => self.event(*event),
            Occurrence::Act(act) => self.act(*act),
            Occurrence::Signature | Occurrence::EntryIntoForce => {}
            Occurrence::Violation(norms) | Occurrence::Fulfilment(norms) => self.uses.norms.extend(norms),
        }
    }

    fn upon(&mut self, upon: &Upon) {
        self.occurrence(&upon.what);
    }

    fn ends(&mut self, ends: &Ends) {
        match ends {
            Ends::On(_) => {}
            Ends::Upon(upon) => self.upon(upon),
        }
    }

    fn point(&mut self, point: &Point) {
        match point {
            Point::Moment(_) => {}
            Point::Occurrence(what) => self.occurrence(what),
            Point::After(_, point) | Point::Before(_, point) => self.point(point),
            Point::FailingWhich(a, b) | Point::Earlier(a, b) | Point::Later(a, b) => {
                self.point(a);
                self.point(b);
            }
        }
    }

    fn cond(&mut self, cond: &Cond) {
        match cond {
            Cond::Holds(condition) => self.condition(*condition),
            Cond::Happened(what, when) => {
                self.occurrence(what);
                match when {
                    HappenedWhen::Ever => {}
                    HappenedWhen::Since(point) | HappenedWhen::By(point) | HappenedWhen::Within(_, point) => {
                        self.point(point);
                    }
                }
            }
            Cond::Level(measure, bound) => self.bounded(*measure, bound),
            Cond::Clause(norms, _) => self.uses.norms.extend(norms),
            Cond::Not(inner) => self.cond(inner),
            Cond::And(parts) | Cond::Or(parts) => parts.iter().for_each(|part| self.cond(part)),
        }
    }
}
