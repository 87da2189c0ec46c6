//! What a case asks about must be in the agreement.

use servanda_syntax::case_ast::{CaseFile, ExpectKind};
use servanda_syntax::{Diagnostic, Span};

use crate::agreement::Agreement;
use crate::check::codes;
use crate::check::policies::nearest;

/// Returns what there is to say about the questions of a file. A case that expects to be refused may ask anything.
pub fn check_cases(file: &CaseFile, agreement: &Agreement) -> Vec<Diagnostic> {
    let mut said = Vec::new();
    for case in &file.cases {
        let refused = case.expect.as_ref().is_some_and(|expect| matches!(expect.kind, ExpectKind::Refused));
        let Some(question) = case.question.as_ref().filter(|_| !refused) else {
            continue;
        };
        let clauses = || agreement.base.norms.iter().map(|norm| norm.reference.as_str());
        if !clauses().any(|reference| reference == question.clause.text) {
            tell(&mut said, unknown("clause", &question.clause.text, question.clause.span, clauses()));
        }
        let readings = || agreement.readings.iter().map(String::as_str);
        if let Some(reading) = question.reading.as_ref().filter(|r| !readings().any(|known| known == r.text)) {
            tell(&mut said, unknown("reading", &reading.text, reading.span, readings()));
        }
    }
    said
}

/// What is missing is one mistake, however many cases ask about it.
fn tell(said: &mut Vec<Diagnostic>, new: Diagnostic) {
    match said.iter_mut().find(|told| told.message == new.message) {
        Some(told) => told.related.push((new.span, "also here".to_owned())),
        None => said.push(new),
    }
}

fn unknown<'a>(what: &str, text: &str, span: Span, known: impl Iterator<Item = &'a str>) -> Diagnostic {
    let message = format!("the agreement has no {what} `{text}`");
    let said = Diagnostic::warning(codes::UNKNOWN_IN_CASE, span, message).label("this case cannot pass");
    match nearest(text, known) {
        Some(near) => said.help(format!("did you mean `{near}`?")),
        None => said.help(format!("write the {what} as the pact has it")),
    }
}
