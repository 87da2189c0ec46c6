//! Which instances a norm has, and which act discharges which (rows I1 to I5).

use std::collections::BTreeMap;
use std::rc::Rc;

use servanda_model::agreement::{Goal, NormId, Period, Quantity, SetId, Subject};
use servanda_model::amount::{Amount, End, Interval};
use servanda_model::time::{CivilDay, Instant, Span};

use crate::reference::counts::{Limit, NEVER};
use crate::reference::happenings::Happening;
use crate::reference::world::{Assigned, Elements, Instance, World};

impl World<'_> {
    /// Returns the instances of a norm as of `now`, in order.
    pub fn instances(&self, norm: NormId, now: Instant) -> Rc<Vec<Instance>> {
        let key = (norm, now, self.entered(norm));
        if let Some(found) = self.listed.borrow().get(&key) {
            return Rc::clone(found);
        }
        let made = Rc::new(self.list(norm, now));
        self.listed.borrow_mut().insert(key, Rc::clone(&made));
        made
    }

    fn list(&self, norm: NormId, now: Instant) -> Vec<Instance> {
        let declared = &self.terms.norms[norm.0];
        let mut sets: Vec<SetId> = match declared.subject {
            Subject::Each(set) => vec![set],
            Subject::One(_) | Subject::Jointly(_) | Subject::Unnamed | Subject::None => Vec::new(),
        };
        sets.extend(declared.over.iter().filter(|set| !matches!(declared.subject, Subject::Each(own) if own == **set)));
        let mut elements: Vec<Elements> = vec![Vec::new()];
        for set in sets {
            let count = self.terms.sets[set.0].elements.len();
            elements = elements
                .into_iter()
                .flat_map(|one| (0..count).map(move |e| one.iter().copied().chain([(set, e)]).collect()))
                .collect();
        }
        if !self.enumerating.borrow_mut().insert(norm) {
            // Row M3: whose instances depend on themselves is seen as one that has begun with nothing.
            return elements.into_iter().map(|elements| Instance { elements, ..Instance::default() }).collect();
        }
        let all = elements.into_iter().flat_map(|one| self.instances_at(norm, one, now)).collect();
        self.enumerating.borrow_mut().remove(&norm);
        all
    }

    fn instances_at(&self, norm: NormId, elements: Elements, now: Instant) -> Vec<Instance> {
        let declared = &self.terms.norms[norm.0];
        let base = Instance { elements, ..Instance::default() };
        if let Some(upon) = declared.upon.as_ref().filter(|upon| upon.each) {
            let by = self.actors(&upon.by, &base);
            let mut found: Vec<Instance> = self
                .occurrences(&upon.what, &by, &self.by_the_other(upon, &base))
                .into_iter()
                .filter(|(h, _)| h.start < now)
                .map(|(h, _)| Instance { occurrence: Some(h.first), ..base.clone() })
                .collect();
            if found.is_empty() {
                found.push(base);
            }
            return found;
        }
        match (&declared.in_each, self.is_duty_in_periods(norm)) {
            (Some(in_each), true) => {
                // A period cut by the start or the end, of the agreement or of the window, is no instance of a duty.
                let whole = self.window(norm, &base, now).in_force();
                let (from, ends) = (whole.opens.0, whole.closes.0);
                let mut periods = self.periods(&in_each.period, &base, from, ends, now);
                periods.retain(|(first, last)| self.zone.start_of(*first) >= from && self.zone.end_of(*last) <= ends);
                if periods.is_empty() {
                    return vec![base];
                }
                periods.into_iter().map(|p| Instance { period: Some(p), ..base.clone() }).collect()
            }
            (Some(_) | None, _) => vec![base],
        }
    }

    /// Returns whether a norm is a duty with one instance for each period (row I5).
    pub fn is_duty_in_periods(&self, norm: NormId) -> bool {
        let declared = &self.terms.norms[norm.0];
        declared.in_each.is_some() && matches!(self.goal(norm), Some(Goal::AtLeast(..) | Goal::Reach(_)))
    }

    /// Returns the periods that touch `[from, until)` and have begun before `now`, as first and last days.
    pub fn periods(
        &self,
        period: &Period,
        instance: &Instance,
        from: Instant,
        until: Instant,
        now: Instant,
    ) -> Vec<(CivilDay, CivilDay)> {
        if from >= NEVER || from >= now {
            return Vec::new();
        }
        let first_day = self.zone.day_of(from);
        let step = |day: CivilDay, span: Span| span.shift(day, 1).0;
        let months = |months| Span { months, days: 0, seconds: 0, rounded: None };
        let (mut begin, length) = match period {
            Period::Declared { length, from, .. } => {
                let point = self.point(from, instance, now);
                if point.span.0 >= NEVER {
                    return Vec::new();
                }
                (self.zone.day_of(point.span.0), *length)
            }
            Period::CalendarYear => (CivilDay::new(first_day.year(), 1, 1).unwrap_or(first_day), months(12)),
            Period::CalendarMonth => (first_day.first_of_month(), months(1)),
            Period::Week => {
                let back = i32::from(first_day.weekday().to_monday_zero_offset());
                (Span::days(back).shift(first_day, -1).0, Span::days(7))
            }
            Period::Day => (first_day, Span::days(1)),
        };
        let anchor = begin;
        let mut all = Vec::new();
        for round in 1..=200_000 {
            // Declared periods are counted from their anchor, so that a short month shortens only one of them.
            let many = Span { months: length.months * round, days: length.days * round, ..length };
            let next = step(anchor, many);
            if next <= begin || self.zone.start_of(begin) >= until.min(now) {
                break;
            }
            let last = Span::days(1).shift(next, -1).0;
            if self.zone.end_of(last) > from {
                all.push((begin, last));
            }
            begin = next;
        }
        all
    }

    /// Returns the instances of a norm that meet another instance at the same elements (row I1).
    pub fn instances_meeting(&self, norm: NormId, other: &Instance, now: Instant) -> Vec<Instance> {
        let meets =
            |one: &&Instance| one.elements.iter().all(|(s, e)| other.elements.iter().all(|(t, f)| s != t || e == f));
        self.instances(norm, now).iter().filter(meets).cloned().collect()
    }

    /// Returns the name of an instance: elements, then the record or the period's first day.
    pub fn name_of(&self, instance: &Instance) -> Option<String> {
        let elements = instance.elements.iter().map(|(s, e)| self.terms.sets[s.0].elements[*e].name.clone());
        let occurrence = instance.occurrence.map(|row| self.evidence.records[row].id.clone());
        let period = instance.period.map(|(first, _)| first.to_string());
        let parts: Vec<String> = elements.chain(occurrence).chain(period).collect();
        (!parts.is_empty()).then(|| parts.join(", "))
    }

    /// Returns whether a norm has an instance for each happening or each period: then one act discharges one of them.
    pub fn has_many(&self, norm: NormId) -> bool {
        self.terms.norms[norm.0].upon.as_ref().is_some_and(|upon| upon.each) || self.is_duty_in_periods(norm)
    }

    /// Row I3: returns which happenings, of all that may discharge a norm at some elements, go to which instance.
    pub fn assigned(
        &self,
        norm: NormId,
        elements: &Elements,
        now: Instant,
        all: impl FnOnce() -> Vec<Happening>,
    ) -> Rc<Assigned> {
        let key = (norm, elements.clone(), now, self.entered(norm));
        if let Some(found) = self.assigned.borrow().get(&key) {
            return Rc::clone(found);
        }
        let made = Rc::new(self.assign(norm, elements, now, all()));
        self.assigned.borrow_mut().insert(key, Rc::clone(&made));
        made
    }

    fn assign(&self, norm: NormId, elements: &Elements, now: Instant, all: Vec<Happening>) -> Assigned {
        let siblings: Vec<Instance> =
            self.instances(norm, now).iter().filter(|one| one.elements == *elements).cloned().collect();
        let windows: Vec<_> = siblings.iter().map(|one| self.window(norm, one, now).window).collect();
        let mut order: Vec<usize> = (0..siblings.len()).collect();
        order.sort_by_key(|&i| (windows[i].opens, i));
        let wanted: Vec<Limit> = siblings.iter().map(|one| self.wanted(norm, one)).collect();
        let mut filled: BTreeMap<usize, Amount> = BTreeMap::new();
        let mut assigned = Assigned::new();
        for happening in all {
            let named = happening.rows.iter().find_map(|&r| self.evidence.records[r].instance.clone());
            let by_name = named.and_then(|id| siblings.iter().position(|one| self.is_named(one, &id)));
            let open = |i: &usize| {
                filled.get(i).is_none_or(|so_far| wanted[*i].most.as_ref().is_none_or(|most| so_far < most))
            };
            let holds = |i: &usize| happening.start < windows[*i].closes.1 && windows[*i].opens.0 < happening.end;
            let closed = |i: &usize| windows[*i].closes.1 <= happening.start;
            let chosen = by_name
                .or_else(|| order.iter().copied().filter(open).find(holds))
                .or_else(|| order.iter().copied().filter(open).find(closed));
            let Some(chosen) = chosen else { continue };
            let low = happening.value.low.as_ref().map_or_else(Amount::default, |end| end.at.clone());
            *filled.entry(chosen).or_default() += low;
            assigned.entry(siblings[chosen].clone()).or_default().push(happening);
        }
        assigned
    }

    fn is_named(&self, instance: &Instance, id: &str) -> bool {
        let occurrence = instance.occurrence.is_some_and(|row| self.evidence.is_in_group(id, self.evidence.group[row]));
        occurrence || instance.period.is_some_and(|(first, _)| first.to_string() == id)
    }

    /// Returns how much an instance of an act goal asks for or allows.
    pub fn wanted(&self, norm: NormId, instance: &Instance) -> Limit {
        let one = || Limit::exactly(Amount::from_integer(1.into()));
        match self.goal(norm) {
            Some(Goal::AtLeast(_, quantity) | Goal::AtMost(_, quantity)) => match quantity {
                Quantity::Number(number) => Limit::exactly(number.clone()),
                Quantity::Unlimited => Limit { least: None, most: None },
                Quantity::AsMany => self.triggering_value(norm, instance).map_or_else(one, |value| {
                    let number = |end: Option<End>| end.map(|end| end.at);
                    Limit { least: number(value.low).or_else(|| Some(Amount::default())), most: number(value.high) }
                }),
            },
            Some(Goal::Reach(_) | Goal::Keep(..)) | None => one(),
        }
    }

    /// Returns the quantity of what triggered an instance.
    fn triggering_value(&self, norm: NormId, instance: &Instance) -> Option<Interval> {
        let upon = self.terms.norms[norm.0].upon.as_ref()?;
        let at = self.by_the_other(upon, instance);
        let found = self.occurrences(&upon.what, &self.actors(&upon.by, instance), &at);
        let made = |h: &Happening| instance.occurrence.is_none_or(|row| h.first == row);
        found.into_iter().find(|(h, _)| made(h)).map(|(h, _)| h.value)
    }
}
