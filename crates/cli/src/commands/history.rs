//! `history`: how verdicts changed as knowledge came in, and as time passed.

use std::path::Path;

use serde_json::{Value, json};
use servanda_model::record::Record;
use servanda_monitor::{Changed, Why};

use super::asking::Asking;
use super::{Asked, broken, print_json};
use crate::cases::in_words;
use crate::folder::Unusable;
use crate::{json, show};

/// Prints one line for each change of each verdict, with what changed it.
pub fn history(dir: &Path, asked: &Asked, clause: Option<String>) -> Result<u8, Unusable> {
    let asking = Asking::new(dir, asked, clause)?;
    let answer = asking.answer()?;
    let mut steps =
        servanda_monitor::history(asking.agreement(), &asking.evidence.records, &asking.policy, &asking.question)
            .map_err(|refusal| asking.refused(refusal))?;
    for step in &mut steps {
        step.changed.retain(|changed| asking.is_wanted(&changed.verdict));
    }
    steps.retain(|step| !step.changed.is_empty());
    if asked.json {
        asking.beside_json(&answer);
        let all: Vec<Value> = steps
            .iter()
            .map(|step| {
                let changed: Vec<Value> = step.changed.iter().map(|one| changed_json(&asking, one)).collect();
                json!({"known": step.known.to_string(), "records": step.records, "changed": changed})
            })
            .collect();
        print_json(&Value::Array(all));
        return Ok(broken(&answer.verdicts));
    }
    asking.head(&answer);
    for step in steps {
        for (changed, readings) in merged(&step.changed) {
            let verdict = &changed.verdict;
            let style = show::style(verdict);
            anstream::println!(
                "{}  {}: {style}{} {}{style:#}",
                step.known,
                show::name_for(verdict, &readings, asking.agreement().readings.len()),
                show::mark(verdict),
                in_words(verdict)
            );
            why(&asking, &changed.why).iter().for_each(|line| anstream::println!("            {line}"));
        }
    }
    Ok(broken(&answer.verdicts))
}

/// Returns the changes, those of readings that changed alike in one.
fn merged(all: &[Changed]) -> Vec<(&Changed, Vec<&str>)> {
    let mut merged: Vec<(&Changed, Vec<&str>)> = Vec::new();
    for one in all {
        let same = |(other, _): &&mut (&Changed, Vec<&str>)| {
            let (a, b) = (&other.verdict, &one.verdict);
            (&a.reference, &a.instance) == (&b.reference, &b.instance)
                && in_words(a) == in_words(b)
                && other.why == one.why
        };
        let reading = one.verdict.reading.as_deref();
        match merged.iter_mut().find(same) {
            Some((_, readings)) => readings.extend(reading),
            None => merged.push((one, reading.into_iter().collect())),
        }
    }
    merged
}

fn changed_json(asking: &Asking, changed: &Changed) -> Value {
    let mut value = json::verdict(&changed.verdict);
    if let Value::Object(object) = &mut value {
        object.insert("why".to_owned(), json!(why(asking, &changed.why)));
    }
    value
}

fn why(asking: &Asking, why: &Why) -> Vec<String> {
    const SHOWN: usize = 4;
    match why {
        Why::First => vec!["the state at the first knowledge".to_owned()],
        Why::Time(words) => vec![words.clone()],
        Why::Records(ids) => {
            let found = asking.evidence.records.iter().filter(|r| ids.contains(&r.id));
            let mut lines: Vec<String> = found.take(SHOWN).map(told).collect();
            if ids.len() > SHOWN {
                lines.push(format!("and {}", ids[SHOWN..].join(", ")));
            }
            lines
        }
    }
}

/// Returns a record in a line: id, source, a few words.
fn told(record: &Record) -> String {
    let words = record.quote.as_deref().or(record.note.as_deref()).unwrap_or("");
    let few: String = words.chars().take(90).collect();
    let few = if few.len() < words.len() {
        format!(": {}…", few.rsplit_once(' ').map_or(few.as_str(), |(whole, _)| whole))
    } else if few.is_empty() {
        let value = if record.written.value.is_empty() { String::new() } else { format!(", {}", record.written.value) };
        format!(": of {}{value}", record.written.when)
    } else {
        format!(": {few}")
    };
    format!("{} ({}){few}", record.id, record.sources.iter().map(|s| s.trim()).collect::<Vec<_>>().join("; "))
}
