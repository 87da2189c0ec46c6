//! `explain`: the tree of reasons behind one clause.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::{Value, json};
use servanda_model::record::{ActorNamed, Claim, Kind, Record, Relation};
use servanda_model::verdict::Verdict;
use servanda_monitor::Answer;

use super::asking::Asking;
use super::{Asked, broken, print_json};
use crate::cases::in_words;
use crate::folder::Unusable;
use crate::{json, show};

/// Prints the path to each verdict of a clause.
pub fn explain(dir: &Path, asked: &Asked, clause: String) -> Result<u8, Unusable> {
    let asking = Asking::new(dir, asked, Some(clause))?;
    let answer = asking.answer()?;
    if asked.json {
        asking.beside_json(&answer);
        let all: Vec<Value> = answer.verdicts.iter().map(|v| explained(&asking, &answer, v)).collect();
        print_json(&Value::Array(all));
        return Ok(broken(&answer.verdicts));
    }
    asking.head(&answer);
    for verdict in &answer.verdicts {
        heading(&asking, verdict);
        show::path(verdict);
        records(&asking, &answer, verdict);
        readings(verdict, &answer.verdicts);
        anstream::println!();
    }
    Ok(broken(&answer.verdicts))
}

fn heading(asking: &Asking, verdict: &Verdict) {
    let instance = verdict.instance.as_ref().map(|i| format!(" ({i})")).unwrap_or_default();
    let reading = verdict.reading.as_ref().map(|r| format!(", reading {r}")).unwrap_or_default();
    let bold = anstyle::Style::new().bold();
    anstream::println!("{bold}clause {}{instance}{reading}{bold:#}", verdict.reference);
    if let Some(norm) = asking.norm(verdict) {
        let source = &asking.pact.source;
        let sentence = source.text.get(norm.place.start..norm.place.end).unwrap_or("");
        let line = servanda_syntax::Places::of(&source.text).at(norm.place.start).line;
        anstream::println!("   {} line {line}: {}", source.name, sentence.trim());
        for quote in &norm.quotes {
            anstream::println!("   {}: \"{quote}\"", norm.heading.as_deref().unwrap_or("text"));
        }
    }
}

/// Says what the other readings of the clause give, where they differ.
fn readings(verdict: &Verdict, all: &[Verdict]) {
    if !show::readings_differ(verdict, all) {
        return;
    }
    anstream::println!("   readings that differ ≠");
    for other in all.iter().filter(|o| o.reference == verdict.reference && o.instance == verdict.instance) {
        let reading = other.reading.as_deref().unwrap_or("");
        let own = if other.reading == verdict.reading { " (this one)" } else { "" };
        anstream::println!("     {reading}{own}: {}", in_words(other));
    }
}

fn named<'a>(asking: &'a Asking, verdict: &Verdict) -> Vec<&'a Record> {
    let ids: BTreeSet<&String> =
        verdict.because.iter().chain(verdict.path.rows.iter().flat_map(|r| &r.because)).collect();
    asking.evidence.records.iter().filter(|r| ids.contains(&r.id)).collect()
}

fn records(asking: &Asking, answer: &Answer, verdict: &Verdict) {
    let named = named(asking, verdict);
    if named.is_empty() {
        anstream::println!("   records: the answer rests on none");
        return;
    }
    anstream::println!("   records");
    for record in named {
        let fate = answer.fates.get(&record.id).map(String::as_str).unwrap_or("");
        let words =
            record.quote.as_deref().map(|q| format!(": \"{q}\"")).or(record.note.as_ref().map(|n| format!(": {n}")));
        let words = words.unwrap_or_default();
        let digit = record.credibility.unwrap_or(asking.policy.unrated);
        let sources: Vec<String> = record
            .sources
            .iter()
            .map(|s| match servanda_monitor::reference::evidence::letter(s, &asking.policy) {
                Some(letter) => format!("{}, {letter:?}{digit}", s.trim()),
                None => s.trim().to_owned(),
            })
            .collect();
        anstream::println!(
            "     {} {}, {} ({}){words}",
            record.id,
            record.written.when,
            claim(asking, record),
            sources.join("; ")
        );
        let url = record.url.as_ref().map(|u| format!(", {u}")).unwrap_or_default();
        anstream::println!(
            "        {fate}; published {}{}{url}",
            record.written.published,
            own_words(asking, verdict, record)
        );
        for (name, text) in &record.other {
            anstream::println!("        {name}: {text}");
        }
    }
}

/// Returns what a record claims, in words: `level of US troops: 8300..8700`.
fn claim(asking: &Asking, record: &Record) -> String {
    let terms = &asking.agreement().base;
    let name = match &record.claim {
        Some(Claim::Act(act)) => terms.acts[act.0].name.clone(),
        Some(Claim::Event(event)) => terms.events[event.0].name.clone(),
        Some(Claim::Measure(measure)) => terms.measures[measure.0].name.clone(),
        Some(Claim::Condition(condition)) => terms.conditions[condition.0].name.clone(),
        Some(Claim::Waiver(clause)) => format!("waiver of clause {clause}"),
        Some(Claim::Exercise(clause)) => format!("exercise of clause {clause}"),
        None => String::new(),
    };
    let what = match (&record.relation, record.kind) {
        (Relation::Denies(id), _) => format!("denies {id}"),
        (Relation::Retracts(id), _) => format!("retracts {id}"),
        (_, Kind::Happened) => format!("happened: {name}"),
        (_, Kind::DidNotHappen) => format!("did not happen: {name}"),
        (_, Kind::Total) => format!("total of {name}"),
        (_, Kind::Level) => format!("level of {name}"),
        (_, Kind::Finding) => format!("finding on {name}"),
    };
    let joined = match &record.relation {
        Relation::SameAs(id) => format!(", the same as {id}"),
        Relation::Corrects(id) => format!(", corrects {id}"),
        Relation::Own | Relation::Denies(_) | Relation::Retracts(_) => String::new(),
    };
    let value = if record.written.value.is_empty() { String::new() } else { format!(", {}", record.written.value) };
    let actor = match &record.actor {
        ActorNamed::Declared(actor) => format!(", by {}", terms.actors[actor.0].name),
        ActorNamed::Undeclared(name) => format!(", by {name}, whom the agreement does not declare"),
        ActorNamed::NotStated => String::new(),
    };
    let elements: Vec<&str> =
        record.elements.iter().map(|(set, e)| terms.sets[set.0].elements[*e].name.as_str()).collect();
    let elements = if elements.is_empty() { String::new() } else { format!(" of {}", elements.join(", ")) };
    format!("{what}{elements}{value}{actor}{joined}")
}

/// Says when a party speaks for itself.
fn own_words(asking: &Asking, verdict: &Verdict, record: &Record) -> &'static str {
    let terms = servanda_monitor::answer::terms_of(asking.agreement(), verdict.reading.as_deref());
    let speaks = record.sources.iter().filter_map(|s| asking.policy.source(s)).flat_map(|s| &s.speaks_for);
    let names: Vec<&String> = speaks.map(|actor| &terms.actors[actor.0].name).collect();
    if names.is_empty() {
        ""
    } else if names.iter().any(|name| verdict.obligors.contains(name)) {
        ", by the obligor itself"
    } else {
        ", by a party"
    }
}

fn explained(asking: &Asking, answer: &Answer, verdict: &Verdict) -> Value {
    let mut value = json::verdict(verdict);
    let rows: Vec<Value> = verdict
        .path
        .rows
        .iter()
        .map(|r| json!({"row": r.number, "asks": r.asks, "answer": r.words, "gives": r.gives.map(|s| s.words()), "because": r.because}))
        .collect();
    let records: Vec<Value> = named(asking, verdict)
        .into_iter()
        .map(|r| json!({"id": r.id, "sources": r.sources, "when": r.written.when, "published": r.written.published, "value": r.written.value, "quote": r.quote, "url": r.url, "fate": answer.fates.get(&r.id)}))
        .collect();
    if let Value::Object(object) = &mut value {
        object.insert("window".to_owned(), json!(verdict.path.window));
        object.insert("path".to_owned(), Value::Array(rows));
        object.insert("records".to_owned(), Value::Array(records));
        object.insert("settles".to_owned(), json!(verdict.path.settles));
    }
    value
}
