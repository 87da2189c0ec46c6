//! Verdicts as JSON (`schemas/status.schema.json`).

use serde_json::{Value, json};
use servanda_datasets::Evidence;
use servanda_model::amount::{Amount, End, digits};
use servanda_model::verdict::Verdict;
use servanda_monitor::Answer;

/// Returns an amount as a JSON number with exact digits.
pub fn number(amount: &Amount) -> Value {
    serde_json::from_str(&digits(amount)).unwrap_or(Value::Null)
}

/// Returns the answer to a question.
pub fn status(
    title: &str,
    at: &str,
    known: &str,
    policy: &str,
    zone: &str,
    evidence: &Evidence,
    answer: &Answer,
) -> Value {
    let names = |all: &[(String, usize)]| all.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
    json!({
        "agreement": title,
        "at": at,
        "known": known,
        "policy": policy,
        "zone": zone,
        "rows": {
            "read": evidence.rows_read,
            "rejected": evidence.rows_read - evidence.records.len(),
            "not_yet_known": answer.rows.not_yet_known,
            "withdrawn": answer.rows.withdrawn,
            "leads": answer.rows.leads,
            "below_bar": answer.rows.below_bar,
            "admitted": answer.rows.admitted,
        },
        "unlisted_sources": names(&answer.unlisted_sources),
        "unknown_actors": names(&answer.unknown_actors),
        "verdicts": answer.verdicts.iter().map(verdict).collect::<Vec<_>>(),
    })
}

/// Returns one verdict.
pub fn verdict(verdict: &Verdict) -> Value {
    let end = |end: &Option<End>| end.as_ref().map_or(Value::Null, |e| number(&e.at));
    let closes = verdict.closes.map(|(first, last)| {
        let open = last == servanda_model::time::CivilDay::MAX;
        if first == last {
            first.to_string()
        } else if open {
            format!("{first}..")
        } else {
            format!("{first}..{last}")
        }
    });
    json!({
        "clause": verdict.reference,
        "instance": verdict.instance,
        "reading": verdict.reading,
        "status": verdict.status().words(),
        "candidates": verdict.candidates.iter().map(|s| s.words()).collect::<Vec<_>>(),
        "standing": verdict.standing.word(),
        "closes": closes,
        "late_days": verdict.late_days.map(|(low, high)| vec![low, high]),
        "shortfall": verdict.shortfall.as_ref().map(|s| vec![end(&s.low), end(&s.high)]),
        "breaches": verdict.breaches.as_ref().map(|all| {
            all.iter().map(|b| json!({"from": b.from.to_string(), "to": b.to.map(|d| d.to_string())})).collect::<Vec<_>>()
        }),
        "because": verdict.because,
        "reason": verdict.reason,
    })
}
