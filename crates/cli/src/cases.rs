//! Questions with answers: runs a case and says where the answer differs.

use servanda_model::agreement::Agreement;
use servanda_model::policy::Policy;
use servanda_model::record::Record;
use servanda_model::time::{CivilDay, Zone};
use servanda_model::verdict::{Status, Verdict};
use servanda_monitor::{Question, Refusal, answer};
use servanda_syntax::case_ast::{Case, Days, ExpectKind};

use crate::folder::Policies;
use crate::messages;

/// What a case asks of.
#[derive(Clone, Copy)]
pub struct Bench<'a> {
    /// The agreement.
    pub agreement: &'a Agreement,
    /// The records.
    pub records: &'a [Record],
    /// The policies.
    pub policies: &'a Policies,
}

/// Returns the verdict a case is about; `Ok(None)` if the question is refused.
pub fn verdict_of(bench: Bench<'_>, case: &Case) -> Result<Option<Verdict>, String> {
    let question = case.question.as_ref().ok_or("this case has no question that can be read")?;
    let (policy, _): (Policy, _) =
        bench.policies.choose(question.policy.as_ref().map(|p| p.value.as_str())).map_err(|e| e.0)?;
    let zone = match &question.zone {
        None => None,
        Some(zone) => Some(Zone::named(&zone.text).ok_or_else(|| messages::no_zone(&zone.text).0)?),
    };
    let day = |date: &servanda_syntax::words::Date| {
        CivilDay::new(date.year, date.month as i8, date.day as i8).map_err(|e| e.to_string())
    };
    let reading = match &question.reading {
        None => None,
        Some(words) => {
            let place = bench.agreement.readings.iter().position(|r| *r == words.text);
            Some(place.ok_or_else(|| messages::no_reading(&words.text, &bench.agreement.readings).0)?)
        }
    };
    let asked = Question {
        at: day(&question.at)?,
        known: day(&question.known)?,
        zone,
        clause: Some(question.clause.text.clone()),
        reading,
    };
    let answered = match answer(bench.agreement, bench.records, &policy, &asked) {
        Ok(answered) => answered,
        Err(Refusal::AtAfterKnown) => return Ok(None),
        Err(Refusal::NoSuchClause(clause)) => return Err(messages::no_clause(&clause, bench.agreement).0),
    };
    let elements = question.elements.iter().map(|w| w.text.clone()).collect::<Vec<_>>().join(", ");
    let wanted = match (&question.instance, elements.is_empty()) {
        (Some(instance), true) => Some(instance.text.clone()),
        (Some(instance), false) => Some(format!("{elements}, {}", instance.text)),
        (None, false) => Some(elements),
        (None, true) => None,
    };
    let mut fitting: Vec<Verdict> = answered
        .verdicts
        .into_iter()
        .filter(|v| v.reference == question.clause.text)
        .filter(|v| wanted.as_ref().is_none_or(|w| v.instance.as_deref() == Some(w.as_str())))
        .collect();
    if fitting.is_empty() {
        return Err(match wanted {
            Some(wanted) => format!("clause `{}` has no instance `{wanted}` here", question.clause.text),
            None if answered.holes.contains(&question.clause.text) => {
                format!("clause `{}` cannot be asked: a `?` stands in it, so nothing judges it", question.clause.text)
            }
            None => format!("nothing judges clause `{}`", question.clause.text),
        });
    }
    let several: Vec<String> = fitting.iter().filter_map(|v| v.instance.clone()).collect();
    if fitting.len() > 1 && fitting[0].instance != fitting[1].instance && wanted.is_none() {
        return Err(format!(
            "clause `{}` has several instances: {}; say `for …` or `instance …`",
            question.clause.text,
            several.join("; ")
        ));
    }
    Ok(Some(fitting.remove(0)))
}

/// Returns how the answer differs from what a case expects; nothing if it holds.
pub fn differences(bench: Bench<'_>, case: &Case) -> Vec<String> {
    let Some(expect) = &case.expect else {
        return vec!["this case expects nothing that can be read".to_owned()];
    };
    let verdict = match (verdict_of(bench, case), &expect.kind) {
        (Ok(None) | Err(_), ExpectKind::Refused) => return Vec::new(),
        (Err(words), ExpectKind::Answers { .. }) => return vec![words],
        (Ok(None), ExpectKind::Answers { .. }) => {
            return vec!["the question is refused: `at` is later than `known`".to_owned()];
        }
        (Ok(Some(verdict)), ExpectKind::Refused) => {
            return vec![format!("expected a refusal, got {}", in_words(&verdict))];
        }
        (Ok(Some(verdict)), ExpectKind::Answers { .. }) => verdict,
    };
    let ExpectKind::Answers { answers, standing } = &expect.kind else {
        return Vec::new();
    };
    let mut different = Vec::new();
    let mut wanted: Vec<Status> = answers.iter().map(|a| a.status).collect();
    let mut got = verdict.candidates.clone();
    wanted.sort();
    got.sort();
    if wanted != got || standing.is_some_and(|s| s != verdict.standing) {
        let words: Vec<&str> = answers.iter().map(|a| a.status.words()).collect();
        let standing = standing.map(|s| format!(", {}", s.word())).unwrap_or_default();
        different.push(format!("expected {}{standing}; got {}", words.join(" or "), in_words(&verdict)));
    }
    for days in answers.iter().filter_map(|a| a.days) {
        let (low, high) = match days {
            Days::Exactly(n) => (n, n),
            Days::Either(a, b) | Days::Range(a, b) => (a.min(b), a.max(b)),
        };
        if verdict.late_days != Some((i64::from(low), i64::from(high))) {
            different.push(format!("expected {low} to {high} days late, got {}", in_words(&verdict)));
        }
    }
    for id in &case.because {
        let names =
            |got: &String| *got == id.text || got.strip_prefix(&id.text).is_some_and(|rest| rest.starts_with('/'));
        if !verdict.because.iter().any(names) {
            different.push(format!("expected {} among the reasons, got {}", id.text, verdict.because.join(", ")));
        }
    }
    different
}

/// Returns a verdict in a line.
pub fn in_words(verdict: &Verdict) -> String {
    let words: Vec<String> = verdict.candidates.iter().map(|status| status_in_words(*status, verdict)).collect();
    format!("{}, {}", words.join(" or "), verdict.standing.word())
}

/// Returns every candidate of a verdict, without days and standing.
pub fn statuses_in_words(verdict: &Verdict) -> String {
    verdict.candidates.iter().map(|status| status.words()).collect::<Vec<_>>().join(" or ")
}

/// Returns a status, with the days that it is late.
pub fn status_in_words(status: Status, verdict: &Verdict) -> String {
    match (status, verdict.late_days) {
        (Status::FulfilledLate, Some((low, high))) if low == high => {
            format!("fulfilled late ({low} day{})", if low == 1 { "" } else { "s" })
        }
        (Status::FulfilledLate, Some((low, high))) => {
            format!("fulfilled late ({low} to {high} days)")
        }
        _ => status.words().to_owned(),
    }
}
