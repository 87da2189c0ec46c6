//! `status`: a table of every commitment, the counts of each party, and what is due next.

use std::collections::BTreeMap;
use std::path::Path;

use servanda_model::agreement::Subject;
use servanda_model::time::CivilDay;
use servanda_model::verdict::{Status, Verdict};

use super::asking::Asking;
use super::{Asked, broken, print_json};
use crate::cases::in_words;
use crate::folder::Unusable;
use crate::{json, show};

/// Prints how every commitment stands.
pub fn status(dir: &Path, asked: &Asked, clause: Option<String>) -> Result<u8, Unusable> {
    let asking = Asking::new(dir, asked, clause)?;
    let answer = asking.answer()?;
    if asked.json {
        let q = &asking.question;
        asking.beside_json(&answer);
        print_json(&json::status(
            &asking.agreement().title,
            &q.at.to_string(),
            &q.known.to_string(),
            &asking.policy.name,
            &asking.zone().name,
            &asking.evidence,
            &answer,
        ));
        return Ok(broken(&answer.verdicts));
    }
    asking.head(&answer);
    let lines: Vec<show::Line<'_>> = answer
        .verdicts
        .iter()
        .map(|verdict| {
            let differs = show::readings_differ(verdict, &answer.verdicts);
            let what = asking.norm(verdict).map(|n| {
                let terms = servanda_monitor::answer::terms_of(asking.agreement(), verdict.reading.as_deref());
                servanda_monitor::words::phrases::what(terms, n)
            });
            let who = obligor(&asking, verdict);
            let readings = verdict.reading.as_deref().into_iter().collect();
            show::Line { who, what: what.unwrap_or_default(), verdict, differs, readings }
        })
        .collect();
    let rows = merged(&lines);
    show::table(&rows, asking.agreement().readings.len());
    if lines.iter().any(|line| line.differs) {
        anstream::println!("\n≠ the readings of this clause give different answers");
    }
    summary(&lines);
    next_due(&rows, asking.question.at, asking.agreement().readings.len());
    Ok(broken(&answer.verdicts))
}

fn obligor(asking: &Asking, verdict: &Verdict) -> String {
    match asking.norm(verdict).map(|norm| &norm.subject) {
        Some(Subject::Unnamed) => "unnamed".to_owned(),
        Some(Subject::None) | None => String::new(),
        Some(Subject::One(_) | Subject::Each(_) | Subject::Jointly(_)) => verdict.obligors.join(" and "),
    }
}

/// The counts by party: certain ones by status, the others as unknown or disputed.
fn summary(lines: &[show::Line<'_>]) {
    let mut parties: Vec<&str> = Vec::new();
    for line in lines {
        if !parties.contains(&line.who.as_str()) {
            parties.push(&line.who);
        }
    }
    anstream::println!("\nby party (each reading counted by itself)");
    for party in parties {
        let mut counts: BTreeMap<(usize, &str), usize> = BTreeMap::new();
        for line in lines.iter().filter(|line| line.who == party) {
            *counts.entry(kind(line.verdict)).or_default() += 1;
        }
        let words: Vec<String> = counts.iter().map(|((_, word), n)| format!("{n} {word}")).collect();
        let party = if party.is_empty() { "nobody (effects of events)" } else { party };
        anstream::println!("  {party}: {}", words.join(", "));
    }
}

/// The word that counts a verdict, with its place in the summary: first what needs attention.
fn kind(verdict: &Verdict) -> (usize, &'static str) {
    if verdict.candidates.len() > 1 {
        return (3, verdict.standing.word());
    }
    let place = match verdict.status() {
        Status::Violated | Status::Missed => 0,
        Status::FulfilledLate => 1,
        Status::Due => 4,
        Status::Fulfilled | Status::Met => 2,
        Status::Suspended
        | Status::Dormant
        | Status::Pending
        | Status::Excused
        | Status::Waived
        | Status::Lapsed
        | Status::Ended
        | Status::Open
        | Status::UsedUp
        | Status::Expired
        | Status::Available
        | Status::Exercised
        | Status::NotJudged => 5,
    };
    (place, verdict.status().words())
}

/// Returns the lines with those readings in one that say the same in every word.
fn merged<'a>(lines: &[show::Line<'a>]) -> Vec<show::Line<'a>> {
    let mut rows: Vec<show::Line<'a>> = Vec::new();
    for line in lines {
        let same = |row: &&mut show::Line<'_>| {
            let (a, b) = (row.verdict, line.verdict);
            a.reference == b.reference
                && a.instance == b.instance
                && a.candidates == b.candidates
                && a.standing == b.standing
                && a.late_days == b.late_days
                && show::closes(a) == show::closes(b)
                && a.reason == b.reason
                && (&row.who, &row.what) == (&line.who, &line.what)
        };
        match rows.iter_mut().find(same) {
            Some(row) => row.readings.extend(&line.readings),
            None => rows.push(line.clone()),
        }
    }
    rows
}

fn next_due(lines: &[show::Line<'_>], at: CivilDay, declared: usize) {
    let mut due: Vec<&show::Line<'_>> = lines
        .iter()
        .filter(|line| line.verdict.candidates.contains(&Status::Due))
        .filter(|line| line.verdict.closes.is_some_and(|(_, last)| last >= at))
        .collect();
    due.sort_by_key(|line| line.verdict.closes);
    if due.is_empty() {
        return;
    }
    anstream::println!("\ndue next");
    let more = due.len().saturating_sub(5);
    for line in due.into_iter().take(5) {
        let who = if line.who.is_empty() { String::new() } else { format!("{}, ", line.who) };
        anstream::println!(
            "  {}  {}: {who}{}; {}",
            show::closes(line.verdict),
            show::name_for(line.verdict, &line.readings, declared),
            line.what,
            in_words(line.verdict)
        );
    }
    if more > 0 {
        anstream::println!("  and {more} more");
    }
}
