//! What a case asks about must be in the agreement, and the records it expects in the evidence.

use std::collections::BTreeSet;

use servanda_syntax::case_ast::{Case, CaseFile, ExpectKind};
use servanda_syntax::{Diagnostic, Span};

use crate::agreement::Agreement;
use crate::check::codes;
use crate::check::declarations::zone_help;
use crate::check::policies::nearest;
use crate::time::{CivilDay, Zone};

/// What a folder has for cases to ask about.
#[derive(Clone, Copy, Debug)]
pub struct Askable<'a> {
    /// The agreement.
    pub agreement: &'a Agreement,
    /// The names under which a policy can be asked for.
    pub policies: &'a [String],
    /// The ids of all rows that could be read.
    pub records: &'a BTreeSet<String>,
}

/// Returns what there is to say about the questions of a file. A case that expects to be refused may ask anything.
pub fn check_cases(file: &CaseFile, askable: Askable<'_>) -> Vec<Diagnostic> {
    let mut said = Vec::new();
    for case in &file.cases {
        if !case.expect.as_ref().is_some_and(|expect| matches!(expect.kind, ExpectKind::Refused)) {
            check_case(case, askable, &mut said);
        }
    }
    said.sort_by_key(|d| (d.span.start, d.span.end));
    said
}

fn check_case(case: &Case, askable: Askable<'_>, said: &mut Vec<Diagnostic>) {
    let terms = &askable.agreement.base;
    let mut ask = |what: &str, text: &str, span: Span, known: &mut dyn Iterator<Item = &str>| {
        let known: Vec<&str> = known.collect();
        if !known.contains(&text) {
            tell(said, unknown(what, text, span, known.into_iter()));
        }
    };
    if let Some(question) = &case.question {
        let mut clauses = terms.norms.iter().map(|norm| norm.reference.as_str());
        ask("clause", &question.clause.text, question.clause.span, &mut clauses);
        if let Some(reading) = &question.reading {
            let mut readings = askable.agreement.readings.iter().map(String::as_str);
            ask("reading", &reading.text, reading.span, &mut readings);
        }
        if let Some(policy) = &question.policy {
            ask("policy", &policy.value, policy.span, &mut askable.policies.iter().map(String::as_str));
        }
        // `for 2020-02-01` is the instance of a period.
        let elements = question.elements.iter().filter(|words| words.text.parse::<CivilDay>().is_err());
        for element in elements {
            let mut elements = terms.sets.iter().flat_map(|set| &set.elements).map(|element| element.name.as_str());
            ask("element", &element.text, element.span, &mut elements);
        }
    }
    for record in &case.because {
        // A row may be a part of one that was written with others: `L024` names `L024/persons` too.
        let part =
            |id: &str| id == record.text || id.strip_prefix(&record.text).is_some_and(|rest| rest.starts_with('/'));
        if !askable.records.iter().any(|id| part(id)) {
            ask("row", &record.text, record.span, &mut std::iter::empty());
        }
    }
    if let Some(zone) = case.question.as_ref().and_then(|question| question.zone.as_ref())
        && Zone::named(&zone.text).is_none()
    {
        let warning =
            Diagnostic::warning(codes::UNKNOWN_IN_CASE, zone.span, format!("there is no time zone `{}`", zone.text));
        tell(said, warning.label("this case cannot pass").help(zone_help(&zone.text)));
    }
}

/// What is missing is one mistake, however many cases ask about it.
fn tell(said: &mut Vec<Diagnostic>, new: Diagnostic) {
    match said.iter_mut().find(|told| told.message == new.message) {
        Some(told) => told.related.push((new.span, "also here".to_owned())),
        None => said.push(new),
    }
}

fn unknown<'a>(what: &str, text: &str, span: Span, known: impl Iterator<Item = &'a str>) -> Diagnostic {
    let (message, help) = match what {
        "policy" => (format!("the folder has no policy `{text}`"), "write the name of a policy, or of its file"),
        "row" => (format!("no row of the evidence has the id `{text}`"), "write the id of a row that is the reason"),
        _ => (format!("the agreement has no {what} `{text}`"), "write the name as the pact has it"),
    };
    let said = Diagnostic::warning(codes::UNKNOWN_IN_CASE, span, message).label("this case cannot pass");
    match nearest(text, known).filter(|_| what != "row") {
        Some(near) => said.help(format!("did you mean `{near}`?")),
        None => said.help(help),
    }
}
