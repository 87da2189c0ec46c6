//! A question answered: one verdict for each clause, instance and reading (rows V1, W13), and what became of the rows.

use std::collections::{BTreeMap, BTreeSet};

use servanda_model::agreement::{Agreement, Force, Norm, NormId, Terms};
use servanda_model::policy::{Policy, same_name};
use servanda_model::record::{ActorNamed, Record};
use servanda_model::time::{CivilDay, Zone};
use servanda_model::verdict::{Ground, Path, Row as PathRow, Status, Truth, Verdict};

use crate::reference::Judgement;
use crate::reference::counts::NEVER;
use crate::reference::evidence::{Evidence, Fate};
use crate::reference::world::{Instance, World};

/// The records that a verdict names, at most.
pub const BECAUSE_MAX: usize = 32;

/// What is asked.
#[derive(Clone, Debug)]
pub struct Question {
    /// How things stood at the last instant of this day …
    pub at: CivilDay,
    /// … judged on what was known by the end of this one.
    pub known: CivilDay,
    /// The zone that rules the question; the header's if none.
    pub zone: Option<Zone>,
    /// Only this clause (`1` also means `1/kept` and `1/ceiling`).
    pub clause: Option<String>,
    /// Only this reading, by its place in [`Agreement::readings`].
    pub reading: Option<usize>,
}

/// Why a question is refused.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Refusal {
    /// Row W13: nobody can know tomorrow's silence.
    AtAfterKnown,
    /// No clause has this reference.
    NoSuchClause(String),
}

/// What became of the rows: disjoint, in this order of precedence.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
#[expect(missing_docs, reason = "each name is the fate it counts")]
pub struct RowCounts {
    pub not_yet_known: usize,
    pub withdrawn: usize,
    pub leads: usize,
    pub below_bar: usize,
    pub admitted: usize,
}

/// A question answered.
#[derive(Clone, Debug)]
pub struct Answer {
    /// One verdict for each clause, instance and reading, in the order of the pact.
    pub verdicts: Vec<Verdict>,
    /// What became of the rows.
    pub rows: RowCounts,
    /// Sources of known rows that the policy does not list, and how many rows name them.
    pub unlisted_sources: Vec<(String, usize)>,
    /// Actors of known rows that the agreement does not declare, and how many rows name them.
    pub unknown_actors: Vec<(String, usize)>,
    /// The fate of every row, by its id.
    pub fates: BTreeMap<String, String>,
    /// How many of the rows below the bar are there because the policy lists none of their sources.
    pub below_bar_unlisted: usize,
    /// Rows published before the first day they speak of, by id: known only from that day.
    pub early: Vec<String>,
    /// Clauses that nothing judges because a `?` stands in them.
    pub holes: Vec<String>,
}

/// Returns the verdicts on an agreement.
///
/// The answer depends on nothing but its arguments, and on the *set* of records, not their order.
pub fn answer(
    agreement: &Agreement,
    records: &[Record],
    policy: &Policy,
    question: &Question,
) -> Result<Answer, Refusal> {
    let wanted = check_question(agreement, question)?;
    let zone = question.zone.as_ref().unwrap_or(&agreement.base.zone);
    let evidence = Evidence::sort(records, policy, zone, question.known);
    // A reading may rule another calendar: then the rows fall on other days.
    let zones: Vec<&Zone> =
        agreement.by_reading.iter().map(|terms| question.zone.as_ref().unwrap_or(&terms.zone)).collect();
    let others: Vec<Option<Evidence<'_>>> =
        zones.iter().map(|own| (*own != zone).then(|| Evidence::sort(records, policy, own, question.known))).collect();
    let base = World::new(&agreement.base, &evidence, zone, question.known);
    let readings: Vec<World<'_>> = agreement
        .by_reading
        .iter()
        .enumerate()
        .map(|(i, terms)| World::new(terms, others[i].as_ref().unwrap_or(&evidence), zones[i], question.known))
        .collect();
    let mut verdicts = Vec::new();
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    let mut holes: Vec<String> = Vec::new();
    for norm in &agreement.base.norms {
        if !seen.insert(&norm.clause) {
            continue;
        }
        let split = agreement.base.norms.iter().any(|n| n.clause == norm.clause && n.split);
        let worlds: Vec<(Option<usize>, &World<'_>)> = if split {
            readings
                .iter()
                .enumerate()
                .filter(|(i, _)| question.reading.is_none_or(|r| r == *i))
                .map(|(i, w)| (Some(i), w))
                .collect()
        } else {
            vec![(None, &base)]
        };
        for (reading, world) in worlds {
            let now = world.zone.end_of(question.at);
            for (i, own) in world.terms.norms.iter().enumerate().filter(|(_, n)| n.clause == norm.clause && wanted(n)) {
                if own.hole {
                    holes.push(own.reference.clone());
                    continue;
                }
                for instance in world.instances(NormId(i), now).iter() {
                    let judgement = world.judge(NormId(i), instance, now);
                    let name = reading.map(|r| agreement.readings[r].clone());
                    verdicts.push(verdict(world, NormId(i), instance, name, &judgement, now));
                }
            }
        }
    }
    holes.dedup();
    Ok(Answer {
        verdicts,
        rows: counts(&evidence),
        unlisted_sources: unlisted(&evidence, policy),
        unknown_actors: undeclared(&evidence),
        below_bar_unlisted: below_bar_unlisted(&evidence, policy),
        early: early(&evidence, zone),
        fates: fates(&evidence),
        holes,
    })
}

/// Returns which norms a question is about, or refuses it.
pub(crate) fn check_question<'a>(
    agreement: &Agreement,
    question: &'a Question,
) -> Result<impl Fn(&Norm) -> bool + 'a, Refusal> {
    if question.at > question.known {
        return Err(Refusal::AtAfterKnown);
    }
    let wanted = |norm: &Norm| question.clause.as_ref().is_none_or(|c| norm.reference == *c || norm.clause == *c);
    let mut all_terms = std::iter::once(&agreement.base).chain(&agreement.by_reading);
    match &question.clause {
        Some(clause) if !all_terms.any(|terms| terms.norms.iter().any(wanted)) => {
            Err(Refusal::NoSuchClause(clause.clone()))
        }
        Some(_) | None => Ok(wanted),
    }
}

pub(crate) fn verdict(
    world: &World<'_>,
    norm: NormId,
    instance: &Instance,
    reading: Option<String>,
    judgement: &Judgement,
    now: i64,
) -> Verdict {
    let declared = &world.terms.norms[norm.0];
    let id = |row: &usize| world.evidence.records[*row].id.clone();
    let timing = judgement.timing.as_ref();
    let closes =
        timing.map(|t| t.in_force().closes).filter(|c| c.0 < NEVER && timing.is_some_and(|t| !t.triggered.no()));
    let closes = closes.map(|c| {
        let day = |i: i64| world.zone.day_of(i.saturating_sub(1));
        (day(c.0), if c.1 >= NEVER { CivilDay::MAX } else { day(c.1) })
    });
    let mut because: Vec<String> = judgement.because().iter().map(id).collect();
    because.truncate(BECAUSE_MAX);
    let rows: Vec<PathRow> = judgement
        .rows
        .iter()
        .map(|row| {
            let ground = timing.map_or(Ground::Text, |timing| world.ground(norm, instance, timing, row, now));
            PathRow {
                number: row.number,
                asks: row.asks,
                answer: row.answer.truth,
                cause: row.answer.cause,
                ground,
                gives: (row.answer.truth != Truth::False).then_some(row.gives),
                because: row.answer.because.iter().map(id).collect(),
                words: crate::words::answer(row.answer.truth, ground).to_owned(),
            }
        })
        .collect();
    let (own, asked) = (norm, instance);
    let (norm, instance) = match &declared.force {
        Force::Guarantee(norms) => world.worst_of(norms, instance, judgement, now).unwrap_or((norm, instance.clone())),
        _ => (norm, instance.clone()),
    };
    let instance = &instance;
    let settles = world.missing(norm, instance, judgement, now).iter().map(|lines| lines.join("; ")).collect();
    let window = timing.map(|timing| world.window_in_words(norm, instance, timing, now)).unwrap_or_default();
    let obligors = world.obligors(own, asked).iter().map(|a| world.terms.actors[a.0].name.clone()).collect();
    let candidates =
        if judgement.candidates.is_empty() { vec![Status::NotJudged] } else { judgement.candidates.clone() };
    Verdict {
        reference: declared.reference.clone(),
        instance: world.name_of(asked),
        reading,
        candidates,
        obligors,
        standing: judgement.standing,
        closes,
        late_days: judgement.late_days,
        shortfall: judgement.shortfall.clone(),
        breaches: judgement.breaches.clone(),
        because,
        reason: world.reason(own, asked, judgement, now),
        path: Path { window, rows, settles },
    }
}

fn counts(evidence: &Evidence<'_>) -> RowCounts {
    let mut counts = RowCounts::default();
    for row in &evidence.rows {
        match row.fate {
            Fate::NotYetKnown => counts.not_yet_known += 1,
            Fate::Withdrawn(_) => counts.withdrawn += 1,
            Fate::Lead => counts.leads += 1,
            Fate::BelowBar(_) => counts.below_bar += 1,
            Fate::Admitted(_) => counts.admitted += 1,
        }
    }
    counts
}

fn unlisted(evidence: &Evidence<'_>, policy: &Policy) -> Vec<(String, usize)> {
    let mut found: Vec<(String, usize)> = Vec::new();
    for row in evidence.rows.iter().filter(|row| row.fate != Fate::NotYetKnown) {
        for source in evidence.records[row.index].sources.iter().filter(|s| policy.source(s).is_none()) {
            match found.iter_mut().find(|(name, _)| same_name(name, source)) {
                Some((_, count)) => *count += 1,
                None => found.push((source.trim().to_owned(), 1)),
            }
        }
    }
    found.sort();
    found
}

fn below_bar_unlisted(evidence: &Evidence<'_>, policy: &Policy) -> usize {
    let below = evidence.rows.iter().filter(|row| matches!(row.fate, Fate::BelowBar(_)));
    below.filter(|row| evidence.records[row.index].sources.iter().all(|s| policy.source(s).is_none())).count()
}

fn early(evidence: &Evidence<'_>, zone: &Zone) -> Vec<String> {
    let before = |record: &&&Record| {
        let published = zone.day_of(record.published.end(zone).saturating_sub(1));
        record.when.as_ref().is_some_and(|when| published < zone.day_of(when.start(zone)))
    };
    let known = evidence.rows.iter().filter(|row| row.fate != Fate::NotYetKnown);
    known.map(|row| &evidence.records[row.index]).filter(before).map(|record| record.id.clone()).collect()
}

fn undeclared(evidence: &Evidence<'_>) -> Vec<(String, usize)> {
    let mut found: BTreeMap<String, usize> = BTreeMap::new();
    for row in evidence.rows.iter().filter(|row| row.fate != Fate::NotYetKnown) {
        if let ActorNamed::Undeclared(name) = &evidence.records[row.index].actor {
            *found.entry(name.clone()).or_default() += 1;
        }
    }
    found.into_iter().collect()
}

fn fates(evidence: &Evidence<'_>) -> BTreeMap<String, String> {
    let words = |fate: &Fate| match fate {
        Fate::NotYetKnown => "not yet known".to_owned(),
        Fate::Withdrawn(by) => format!("withdrawn by {}", evidence.records[*by].id),
        Fate::Lead => "a lead only: something to look at".to_owned(),
        Fate::BelowBar(grade) => format!("below the bar ({grade})"),
        Fate::Admitted(line) => format!("admitted: {line}"),
    };
    evidence.rows.iter().map(|row| (evidence.records[row.index].id.clone(), words(&row.fate))).collect()
}

/// Returns the terms a verdict was judged under.
pub fn terms_of<'a>(agreement: &'a Agreement, reading: Option<&str>) -> &'a Terms {
    agreement.terms(reading.and_then(|name| agreement.readings.iter().position(|r| r == name)))
}
