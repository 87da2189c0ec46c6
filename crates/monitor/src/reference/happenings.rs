//! From admitted rows to happenings: joined, denied, one voice for each party (rows C1, C2, C2a, C2b).

use std::collections::{BTreeMap, BTreeSet};

use servanda_model::agreement::{ActorId, SetId, Terms};
use servanda_model::amount::{Amount, Interval};
use servanda_model::record::{ActorNamed, Claim, Kind};
use servanda_model::time::Instant;

use crate::reference::evidence::{Evidence, certainly_some, declared_actor};
use crate::reference::truth::{Cause, Judged, Truth};

/// Something that was reported to have happened, by one row or by several joined.
#[derive(Clone, Debug)]
pub struct Happening {
    /// The first row: the one that `same as` rows name.
    pub first: usize,
    /// The admitted rows that report it.
    pub rows: BTreeSet<usize>,
    /// The first instant at which it may have happened.
    pub start: Instant,
    /// The instant after the last one.
    pub end: Instant,
    /// Whether its time is known to the minute.
    pub minute: bool,
    /// How many times, or how much.
    pub value: Interval,
    /// Whether the rows have nothing in common.
    pub conflict: bool,
    /// The admitted rows that deny it.
    pub denied_by: BTreeSet<usize>,
}

/// Against whom a question is asked: row C2b sets aside what the obligor alone says for itself.
#[derive(Clone, Copy, Debug)]
pub enum Charge<'a> {
    /// Nobody in particular.
    None,
    /// That the obligor did what is forbidden.
    Breach(&'a [ActorId]),
    /// That the obligor did not do what it owes.
    Omission(&'a [ActorId]),
}

impl Happening {
    /// Returns whether it is certain that it happened at least once.
    pub fn certain(&self) -> bool {
        self.denied_by.is_empty() && certainly_some(&self.value)
    }
}

/// Returns the happenings of a claim at these elements, in order of their earliest time, then id.
pub fn happenings(evidence: &Evidence<'_>, claim: &Claim, at: &[(SetId, usize)], charge: Charge<'_>) -> Vec<Happening> {
    let rows = evidence.about(claim);
    let here = |kind: Kind| {
        rows.iter().copied().filter(move |&r| {
            let speaks = evidence.rows[r].start < evidence.rows[r].end;
            speaks && evidence.records[r].kind == kind && evidence.at_elements(r, at)
        })
    };
    let denials: Vec<usize> = here(Kind::DidNotHappen).collect();
    let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for row in here(Kind::Happened) {
        groups.entry(evidence.group[row]).or_default().push(row);
    }
    let mut found: Vec<Happening> =
        groups.values().filter_map(|group| happening(evidence, claim, group, &denials, charge)).collect();
    found.sort_by_key(|h| (h.start, h.first));
    found
}

/// Returns one happening, or none if what denies it prevails.
fn happening(
    evidence: &Evidence<'_>,
    claim: &Claim,
    group: &[usize],
    denials: &[usize],
    charge: Charge<'_>,
) -> Option<Happening> {
    let against = contradicting(evidence, group, denials);
    let (support, against) = settled(evidence, claim, group.to_vec(), against, charge);
    if support.is_empty() {
        return None;
    }
    let joined = join(evidence, &support, against.into_iter().collect());
    // What happened no times did not happen.
    let nothing = joined.value.high.as_ref().is_some_and(|high| high.at <= Amount::default());
    (!nothing).then_some(joined)
}

/// Rows C2b, C2a, C2, in this order: returns what is left of the support of something and of what denies it.
///
/// Where the denial prevails, no support is left.
pub fn settled(
    evidence: &Evidence<'_>,
    claim: &Claim,
    mut support: Vec<usize>,
    mut against: Vec<usize>,
    charge: Charge<'_>,
) -> (Vec<usize>, Vec<usize>) {
    if !evidence.policy.obligor_denial_disputes {
        match charge {
            Charge::None => {}
            Charge::Breach(obligors) => {
                if support.iter().any(|&r| !evidence.speaks_only_for(r, obligors)) {
                    against.retain(|&r| !evidence.speaks_only_for(r, obligors));
                }
            }
            Charge::Omission(obligors) => {
                if against.iter().any(|&r| !evidence.speaks_only_for(r, obligors)) {
                    support.retain(|&r| !evidence.speaks_only_for(r, obligors));
                }
            }
        }
    }
    let (mut support, mut against) = one_voice(evidence, support, against);
    against.retain(|&d| !support.iter().any(|&s| evidence.prevails(s, d, claim)));
    if against.iter().any(|&d| support.iter().all(|&s| evidence.prevails(d, s, claim))) {
        support.clear();
    }
    (support, against)
}

/// Returns the admitted rows that contradict a group of reports.
fn contradicting(evidence: &Evidence<'_>, group: &[usize], denials: &[usize]) -> Vec<usize> {
    let root = evidence.group[group[0]];
    let mut against: Vec<usize> = evidence.denials_of(root).to_vec();
    for &denial in denials {
        let (d, by) = (&evidence.rows[denial], declared_actor(evidence.records[denial]));
        let named = !matches!(evidence.records[denial].actor, ActorNamed::NotStated);
        let contradicts = |&row: &usize| {
            let r = &evidence.rows[row];
            let same_actor = !named || (by.is_some() && by == declared_actor(evidence.records[row]));
            same_actor
                && r.start < d.end
                && d.start < r.end
                && evidence.at_elements(row, &evidence.records[denial].elements)
        };
        if group.iter().any(contradicts) {
            against.push(denial);
        }
    }
    against
}

/// Row C2a: a party has one voice, its latest.
fn one_voice(evidence: &Evidence<'_>, mut support: Vec<usize>, mut against: Vec<usize>) -> (Vec<usize>, Vec<usize>) {
    let voices: BTreeSet<ActorId> = support.iter().chain(&against).flat_map(|&r| evidence.voices(r)).collect();
    for voice in voices {
        let speaks = |r: &&usize| evidence.voices(**r).contains(&voice);
        // A row that others report too is not set aside with the party's voice.
        let alone = |r: &usize| evidence.speaks_only_for(*r, &[voice]);
        let last = |rows: &[usize]| rows.iter().filter(speaks).map(|&r| evidence.rows[r].known).max();
        match (last(&support), last(&against)) {
            (Some(yes), Some(no)) if yes > no => against.retain(|r| !alone(r)),
            (Some(yes), Some(no)) if yes < no => support.retain(|r| !alone(r)),
            (Some(_) | None, Some(_) | None) => {}
        }
    }
    (support, against)
}

/// Row C1: time and value are what the rows have in common; nothing in common: their hull, in conflict.
fn join(evidence: &Evidence<'_>, support: &[usize], denied_by: BTreeSet<usize>) -> Happening {
    let rows: Vec<_> = support.iter().map(|&r| &evidence.rows[r]).collect();
    let (start, end, time_conflict) = common_time(rows.iter().map(|r| (r.start, r.end)));
    let minute = if time_conflict { rows.iter().all(|r| r.minute) } else { rows.iter().any(|r| r.minute) };
    let values = support.iter().filter_map(|&r| evidence.rows[r].value.clone());
    let (value, value_conflict) =
        common_value(values).unwrap_or_else(|| (Interval::exactly(Amount::from_integer(1.into())), false));
    Happening {
        first: evidence.named(evidence.group[support[0]]),
        rows: support.iter().copied().collect(),
        start,
        end,
        minute,
        value,
        conflict: time_conflict || value_conflict,
        denied_by,
    }
}

/// Returns what stretches have in common, or their hull and `true`.
pub fn common_time(stretches: impl Iterator<Item = (Instant, Instant)> + Clone) -> (Instant, Instant, bool) {
    let start = stretches.clone().map(|s| s.0).max().unwrap_or(0);
    let end = stretches.clone().map(|s| s.1).min().unwrap_or(0);
    if start < end {
        return (start, end, false);
    }
    let first = stretches.clone().map(|s| s.0).min().unwrap_or(0);
    let last = stretches.map(|s| s.1).max().unwrap_or(0);
    (first, last, true)
}

/// Returns what intervals have in common, or their hull and `true`; none of none.
pub fn common_value(values: impl Iterator<Item = Interval>) -> Option<(Interval, bool)> {
    let values: Vec<Interval> = values.collect();
    let first = values.first()?.clone();
    let met = values.iter().skip(1).try_fold(first.clone(), |common, value| common.meet(value));
    Some(match met {
        Some(common) => (common, false),
        None => (values.iter().fold(first, |hull, value| hull.hull(value)), true),
    })
}

/// Whose acts count: single actors and groups, or anyone.
#[derive(Clone, Debug)]
pub enum Counted {
    /// These, and nobody else.
    Only(BTreeSet<ActorId>),
    /// Anyone.
    Anyone,
}

impl Counted {
    /// Returns whether the acts of this row's actor count (rows H1, H3).
    pub fn holds(&self, terms: &Terms, actor: &ActorNamed) -> Truth {
        let counted = match self {
            Counted::Anyone => return Truth::True,
            Counted::Only(counted) => counted,
        };
        match actor {
            ActorNamed::NotStated | ActorNamed::Undeclared(_) => Truth::Unknown,
            ActorNamed::Declared(actor) if counted.contains(actor) => Truth::True,
            ActorNamed::Declared(actor) => {
                let members = &terms.actors[actor.0].members;
                match members.iter().filter(|member| counted.contains(member)).count() {
                    0 => Truth::False,
                    all if all == members.len() => Truth::True,
                    _ => Truth::Unknown,
                }
            }
        }
    }

    /// Returns whether a report about this actor alone speaks of everybody counted.
    pub fn is_everybody(&self, terms: &Terms, actor: ActorId) -> bool {
        match self {
            Counted::Anyone => false,
            Counted::Only(counted) => {
                let members = &terms.actors[actor.0].members;
                counted
                    .iter()
                    .all(|one| *one == actor || members.contains(one) || !terms.actors[one.0].members.is_empty())
                    && counted.iter().any(|one| *one == actor || members.contains(one))
            }
        }
    }
}

/// Returns whether a happening is by a counted actor.
pub fn by_counted(evidence: &Evidence<'_>, terms: &Terms, happening: &Happening, counted: &Counted) -> Judged {
    if happening.rows.is_empty() {
        // A date needs nobody to do it.
        return Judged::plain(true);
    }
    let named: Vec<&ActorNamed> = happening.rows.iter().map(|&r| &evidence.records[r].actor).collect();
    let declared: BTreeSet<ActorId> =
        happening.rows.iter().filter_map(|&r| declared_actor(evidence.records[r])).collect();
    let answers: BTreeSet<Truth> = if declared.is_empty() {
        named.iter().map(|actor| counted.holds(terms, actor)).collect()
    } else {
        declared.iter().map(|&actor| counted.holds(terms, &ActorNamed::Declared(actor))).collect()
    };
    let because = happening.rows.clone();
    match answers.iter().copied().collect::<Vec<_>>()[..] {
        [one] => Judged::new(one, if one == Truth::Unknown { Cause::Gap } else { Cause::Shown }, because),
        _ => Judged::unknown(true, because),
    }
}
