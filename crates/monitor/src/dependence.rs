//! Which records a clause depends on (law P5): what everything else reports changes nothing.

use std::collections::{BTreeMap, BTreeSet};

use servanda_model::agreement::{NormId, Terms};
use servanda_model::record::{Claim, Record, Relation};

/// Norms that depend on the same claims, with all norms they may look at.
pub(crate) type Group = (BTreeSet<Claim>, BTreeSet<NormId>, Vec<NormId>);

/// Returns the norms in groups that depend on the same claims, with the norms that each group may look at.
pub(crate) fn groups(terms: &Terms, norms: &[NormId], reported: &BTreeSet<&Claim>) -> Vec<Group> {
    let uses = terms.uses();
    let mut groups: BTreeMap<BTreeSet<Claim>, (BTreeSet<NormId>, Vec<NormId>)> = BTreeMap::new();
    for &norm in norms {
        let mut reach = BTreeSet::new();
        let mut open = vec![norm];
        let mut claims = BTreeSet::new();
        while let Some(next) = open.pop() {
            if !reach.insert(next) {
                continue;
            }
            let used = &uses[next.0];
            open.extend(&used.norms);
            claims.extend(used.events.iter().map(|e| Claim::Event(*e)));
            claims.extend(used.acts.iter().map(|a| Claim::Act(*a)));
            claims.extend(used.measures.iter().map(|m| Claim::Measure(*m)));
            claims.extend(used.conditions.iter().map(|c| Claim::Condition(*c)));
            let clause = &terms.norms[next.0].clause;
            claims.extend([Claim::Waiver(clause.clone()), Claim::Exercise(clause.clone())]);
        }
        // What nobody reports is no reason to stand apart.
        claims.retain(|claim| reported.contains(claim));
        let group = groups.entry(claims).or_default();
        group.0.extend(reach);
        group.1.push(norm);
    }
    groups.into_iter().map(|(claims, (reach, norms))| (claims, reach, norms)).collect()
}

/// Returns the records about these claims, and those that withdraw, correct, deny or repeat them.
pub(crate) fn relevant(records: &[Record], claims: &BTreeSet<Claim>) -> Vec<Record> {
    let by_id: BTreeMap<&str, &Record> = records.iter().map(|r| (r.id.as_str(), r)).collect();
    let about = |record: &Record| {
        let mut record = record;
        for _ in 0..records.len() {
            if record.claim.as_ref().is_some_and(|claim| claims.contains(claim)) {
                return true;
            }
            let (Relation::Retracts(id) | Relation::Corrects(id) | Relation::Denies(id) | Relation::SameAs(id)) =
                &record.relation
            else {
                return false;
            };
            let Some(next) = by_id.get(id.as_str()) else { return false };
            record = next;
        }
        false
    };
    records.iter().filter(|record| about(record)).cloned().collect()
}
