//! Everything reported about what a norm counts, as far as it counts (rows C2b, C5, H1, H4, M2, S7).

use std::collections::{BTreeMap, BTreeSet};

use num_traits::Zero;
use servanda_model::agreement::{
    ActorId, Counted as What, EventDefinition, EventId, Goal, NormId, Occurrence, OnlyValue, Performers, Subject,
};
use servanda_model::amount::{Amount, Interval};
use servanda_model::policy::Letter;
use servanda_model::record::{ActorNamed, Claim, Extent, Kind};
use servanda_model::time::Instant;

use crate::reference::counts::{Item, NEVER, Tally, Total};
use crate::reference::evidence::{declared_actor, letter};
use crate::reference::happenings::{Charge, Counted, Happening, by_counted, common_value, happenings, settled};
use crate::reference::levels::EVER;
use crate::reference::truth::{Cause, Judged, Truth, all};
use crate::reference::world::{Elements, Instance, Mode, Precision, World};

impl World<'_> {
    /// Returns everything reported about what a norm counts; `strict` leaves out what is excused (row M2).
    pub(crate) fn tally(&self, norm: NormId, what: What, instance: &Instance, now: Instant, strict: bool) -> Tally {
        let declared = &self.terms.norms[norm.0];
        let (claim, over) = match what {
            What::Act(act) => (Claim::Act(act), &self.terms.acts[act.0].over),
            What::Event(event) => (Claim::Event(event), &self.terms.events[event.0].over),
        };
        let elements = self.elements(over, instance);
        let counted = self.counted(norm, instance);
        let obligors: Vec<_> = self.with_groups(&self.obligors(norm, instance)).into_iter().collect();
        let duty = matches!(self.goal(norm), Some(Goal::AtLeast(..)));
        let charge = if duty { Charge::Omission(&obligors) } else { Charge::Breach(&obligors) };
        let reported = || {
            let mut all = happenings(self.evidence, &claim, &elements, charge);
            if let What::Event(event) = what {
                all.extend(self.without_a_report(event, instance, now));
            }
            if duty {
                // What does not count discharges nothing.
                all.retain(|h| !self.item(norm, instance, h, &counted, false).counts.no());
            }
            all
        };
        let found = if duty && self.has_many(norm) {
            self.assigned(norm, &instance.elements, now, reported).get(instance).cloned().unwrap_or_default()
        } else {
            reported()
        };
        let sorts =
            !declared.only_where.is_empty() || !declared.only_while.is_empty() || self.can_be_suspended(norm) || strict;
        let (items, aside): (Vec<Item>, Vec<Item>) =
            found.iter().map(|h| self.item(norm, instance, h, &counted, strict)).partition(|i| !i.counts.no());
        let excuses = aside.into_iter().flat_map(|i| i.counts.because).collect();
        let mut tally = Tally { items, sorted: sorts, excuses, ..Tally::default() };
        self.add_totals(&mut tally, norm, &claim, &elements, &counted, instance, &obligors);
        self.add_coverage(&mut tally, &claim, &elements, &counted);
        tally
    }

    /// Returns an event that no record needs to report: on a date, or computed from others.
    fn without_a_report(&self, event: EventId, instance: &Instance, now: Instant) -> Option<Happening> {
        if matches!(self.terms.events[event.0].definition, EventDefinition::Reported) {
            return None;
        }
        let at = self.first(&Occurrence::Event(event), &[], instance, now);
        if at.happened.no() || at.span.0 >= now {
            return None;
        }
        let one = Amount::from_integer(1.into());
        let low = if at.happened.yes() { one.clone() } else { Amount::zero() };
        let rows = at.happened.because;
        Some(Happening {
            first: rows.first().copied().unwrap_or(0),
            start: at.span.0,
            end: at.span.1.saturating_add(1).min(now),
            minute: at.precision != Precision::Day,
            value: Interval::closed(low, one),
            conflict: at.conflict || at.happened.cause == Cause::Conflict,
            denied_by: BTreeSet::new(),
            rows,
        })
    }

    fn item(&self, norm: NormId, instance: &Instance, h: &Happening, counted: &Counted, strict: bool) -> Item {
        let declared = &self.terms.norms[norm.0];
        let mut counts =
            vec![by_counted(self.evidence, self.terms, h, counted), self.in_scope(norm, instance, &h.rows)];
        if !h.denied_by.is_empty() {
            counts.push(Judged::unknown(true, h.rows.union(&h.denied_by).copied().collect()));
        }
        let day = |i: Instant| self.zone.end_of(self.zone.day_of(i));
        let moments = [day(h.start), day(h.end.saturating_sub(1))];
        if !declared.only_while.is_empty() {
            counts.push(self.agreeing(&moments, |m| self.awake(norm, instance, m)));
        }
        counts.push(self.agreeing(&moments, |m| self.suspended(norm, instance, m, None)).negated());
        if let (Some(excuse), true) = (&declared.excuse, strict) {
            counts.push(self.agreeing(&moments, |m| self.condition(&excuse.cond, instance, m, Mode::Plain)).negated());
        }
        let mut counts = all(counts);
        counts.because.extend(&h.rows);
        let sources =
            h.rows.iter().flat_map(|&r| self.evidence.records[r].sources.iter().map(|s| s.trim().to_lowercase()));
        let mut filled: Vec<(usize, usize)> =
            h.rows.iter().flat_map(|&r| self.evidence.records[r].elements.iter().map(|(s, e)| (s.0 + 1, *e))).collect();
        filled.extend(h.rows.iter().filter_map(|&r| declared_actor(self.evidence.records[r])).map(|a| (0, a.0)));
        Item {
            start: h.start,
            end: h.end,
            value: h.value.clone(),
            counts,
            sources: sources.collect(),
            filled,
            conflict: h.conflict || !h.denied_by.is_empty(),
            rows: h.rows.union(&h.denied_by).copied().collect(),
        }
    }

    /// Row H1: whose acts count.
    pub(crate) fn counted(&self, norm: NormId, instance: &Instance) -> Counted {
        let declared = &self.terms.norms[norm.0];
        match &declared.performers {
            Performers::Anyone => Counted::Anyone,
            Performers::Only(actors) => Counted::Only(self.with_members(&self.actors(actors, instance))),
            Performers::AndAlso(also) => {
                let also = self.actors(also, instance);
                let own = self.obligors(norm, instance);
                if own.is_empty() && (also.is_empty() || matches!(declared.subject, Subject::Each(_))) {
                    return Counted::Anyone;
                }
                let mut all = self.with_groups(&own);
                all.extend(self.with_members(&also));
                Counted::Only(all)
            }
        }
    }

    /// Row H4: an attribute left empty may be in scope.
    pub(crate) fn in_scope(&self, norm: NormId, instance: &Instance, rows: &BTreeSet<usize>) -> Judged {
        all(self.terms.norms[norm.0].only_where.iter().map(|only| {
            let filled: BTreeSet<&String> = rows
                .iter()
                .flat_map(|&r| {
                    self.evidence.records[r].attributes.iter().filter(|(a, _)| *a == only.attribute).map(|(_, v)| v)
                })
                .collect();
            let matches = |value: &String| {
                only.values.iter().any(|wanted| match wanted {
                    OnlyValue::Value(v) => v == value,
                    OnlyValue::ElementOf(set) => instance
                        .elements
                        .iter()
                        .any(|(s, e)| s == set && self.terms.sets[s.0].elements[*e].name == *value),
                }) != only.not
            };
            let answers: BTreeSet<bool> = filled.iter().map(|v| matches(v)).collect();
            match answers.into_iter().collect::<Vec<_>>()[..] {
                [] => Judged::unknown(false, rows.clone()),
                [one] => Judged::plain(one),
                _ => Judged::unknown(true, rows.clone()),
            }
        }))
    }

    #[expect(clippy::too_many_arguments, reason = "one query over the evidence, asked in one place")]
    fn add_totals(
        &self,
        tally: &mut Tally,
        norm: NormId,
        claim: &Claim,
        elements: &Elements,
        counted: &Counted,
        instance: &Instance,
        obligors: &[ActorId],
    ) {
        let e = self.evidence;
        if self.terms.norms[norm.0].in_each.is_some() || instance.period.is_some() {
            return;
        }
        let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        let totals = e.about(claim).iter().copied().filter(|&r| e.records[r].kind == Kind::Total);
        for r in totals.filter(|&r| e.at_elements(r, elements) && e.rows[r].start < e.rows[r].end) {
            groups.entry(e.group[r]).or_default().push(r);
        }
        let wanted = self.wanted(norm, instance);
        let decides_against = |total: &Total| match self.goal(norm) {
            Some(Goal::AtMost(..)) => wanted.most.as_ref().is_some_and(|most| total.value.above(most)),
            Some(Goal::AtLeast(..)) => wanted.least.as_ref().is_some_and(|least| total.value.below(least)),
            Some(Goal::Reach(_) | Goal::Keep(..)) | None => false,
        };
        let mut found: Vec<(Total, Vec<usize>)> = Vec::new();
        for (root, group) in groups {
            let Some(total) = self.total(&group, elements, counted) else { continue };
            let charge = if decides_against(&total) { Charge::Breach(obligors) } else { Charge::None };
            let (support, denied) = settled(e, claim, group, e.denials_of(root).to_vec(), charge);
            if support.is_empty() {
                continue;
            }
            if !denied.is_empty() {
                tally.denied_totals.extend(support.iter().chain(&denied));
                continue;
            }
            found.extend(self.total(&support, elements, counted).map(|total| (total, support)));
        }
        let apart = |a: &Total, b: &Total| {
            let overlap = a.until.0 <= b.until.1 && b.until.0 <= a.until.1 && a.from == b.from && a.filled == b.filled;
            overlap && a.value.meet(&b.value).is_none()
        };
        let own = |group: &[usize]| group.iter().all(|&r| e.speaks_only_for(r, obligors));
        let set_aside = |(total, group): &(Total, Vec<usize>)| {
            found.iter().filter(|(other, _)| apart(total, other)).any(|(other, theirs)| {
                let beaten = group.iter().all(|&r| theirs.iter().any(|&o| e.prevails(o, r, claim)));
                // Row C2b: the obligor's total against a charge of others.
                let charged = !e.policy.obligor_denial_disputes && own(group) && !own(theirs) && decides_against(other);
                beaten || charged
            })
        };
        tally.totals = found.iter().filter(|one| !set_aside(one)).map(|(total, _)| total.clone()).collect();
    }

    /// Returns the running total that joined rows give (row C1), or none if it may be about others.
    fn total(&self, group: &[usize], elements: &Elements, counted: &Counted) -> Option<Total> {
        let e = self.evidence;
        let actor = group.iter().find_map(|&r| declared_actor(e.records[r]));
        let somebody = group.iter().any(|&r| e.records[r].actor != ActorNamed::NotStated);
        let whole_actor = match actor {
            None if somebody => return None,
            None => true,
            Some(actor) if counted.holds(self.terms, &ActorNamed::Declared(actor)) == Truth::True => {
                counted.is_everybody(self.terms, actor)
            }
            Some(_) => return None,
        };
        let filled = &e.records[group[0]].elements;
        let (value, differ) = common_value(group.iter().filter_map(|&r| e.rows[r].value.clone()))?;
        let until = |&r: &usize| {
            let row = &e.rows[r];
            let first =
                if row.throughout { row.end } else { self.zone.end_of(self.zone.day_of(row.start)).min(row.end) };
            (first, row.end)
        };
        let common = group.iter().map(until).reduce(|a, b| (a.0.max(b.0), a.1.min(b.1)))?;
        let hull = group.iter().map(until).reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)))?;
        let apart = common.0 > common.1;
        let running = |r: &usize| e.records[*r].when.as_ref().is_some_and(|w| w.extent == Extent::Throughout);
        Some(Total {
            from: group.iter().find(|r| running(r)).map(|&r| e.rows[r].start),
            until: if apart { hull } else { common },
            value,
            conflict: apart || differ,
            whole: whole_actor && filled.iter().all(|one| elements.contains(one)),
            filled: filled.iter().map(|(s, e)| (s.0 + 1, *e)).chain(actor.map(|a| (0, a.0))).collect(),
            rows: group.iter().copied().collect(),
        })
    }

    /// Rows C2 and S7: stretches that are denied, and stretches that are watched.
    fn add_coverage(&self, tally: &mut Tally, claim: &Claim, elements: &Elements, counted: &Counted) {
        let e = self.evidence;
        for &r in e.about(claim) {
            let speaks_of_all = declared_actor(e.records[r])
                .map_or(matches!(e.records[r].actor, ActorNamed::NotStated), |actor| {
                    counted.is_everybody(self.terms, actor)
                });
            let here = e.records[r].elements.iter().all(|one| elements.contains(one)) && e.at_elements(r, elements);
            if e.records[r].kind == Kind::DidNotHappen && here && speaks_of_all {
                tally.denied.push((e.rows[r].start, e.rows[r].end, r));
            }
        }
        let plain = e.policy.admit.iter().filter(|line| line.sources == 1).map(|line| line.letter);
        let bar = plain.max().unwrap_or(Letter::A);
        for source in &e.policy.sources {
            let reaches = letter(&source.name, e.policy).is_some_and(|l| l <= bar && l != Letter::F);
            for covers in source.covers.iter().filter(|c| reaches && c.what == *claim && c.place.is_none()) {
                let Some(delay) = covers.silence_after else {
                    continue;
                };
                let from = covers.from.map_or(EVER, |day| self.zone.start_of(day));
                let heard = self.zone.end_of(delay.shift(self.known, -1).0);
                let until = covers.until.map_or(NEVER, |day| self.zone.end_of(day)).min(heard);
                tally.watched.push((from, until));
            }
        }
    }
}
