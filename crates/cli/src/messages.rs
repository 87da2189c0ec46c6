//! Diagnostics and rejected rows, for people and as JSON.

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use serde_json::{Value, json};
use servanda_datasets::Rejection;
use servanda_syntax::{Diagnostic, Places, Severity};

use crate::folder::Source;

/// Returns a message shown in its source.
pub fn rendered(source: &Source, diagnostic: &Diagnostic, colour: bool) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let end = diagnostic.span.end.min(source.text.len());
    let start = diagnostic.span.start.min(end);
    let mut snippet = Snippet::source(source.text.as_str())
        .path(source.name.as_str())
        .line_start(1)
        .annotation(AnnotationKind::Primary.span(start..end).label(diagnostic.label.as_str()));
    for (span, words) in &diagnostic.related {
        let end = span.end.min(source.text.len());
        snippet = snippet.annotation(AnnotationKind::Context.span(span.start.min(end)..end).label(words.as_str()));
    }
    let mut group = level.primary_title(diagnostic.message.as_str()).id(diagnostic.code).element(snippet);
    let passage = diagnostic.passage.as_ref().map(|passage| match (&passage.heading, &passage.quote) {
        (Some(heading), Some(quote)) => format!("{heading}: \"{quote}\""),
        (Some(words), None) | (None, Some(words)) => words.clone(),
        (None, None) => String::new(),
    });
    for words in passage.iter().chain(&diagnostic.notes) {
        group = group.element(Level::NOTE.message(words.as_str()));
    }
    for words in &diagnostic.help {
        group = group.element(Level::HELP.message(words.as_str()));
    }
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    renderer.render(&[group]).to_string()
}

/// Returns a message as JSON; line and column from 1, columns in characters.
pub fn diagnostic_json(source: &Source, diagnostic: &Diagnostic) -> Value {
    let place = Places::of(&source.text).at(diagnostic.span.start);
    json!({
        "code": diagnostic.code,
        "severity": severity(diagnostic.severity),
        "file": source.name,
        "line": place.line,
        "column": place.column,
        "message": diagnostic.message,
        "help": diagnostic.help.iter().chain(&diagnostic.notes).cloned().collect::<Vec<_>>().join("; "),
    })
}

/// Returns a rejected row as JSON, in the shape of a diagnostic.
pub fn rejection_json(rejection: &Rejection) -> Value {
    json!({
        "code": "row-rejected",
        "severity": "warning",
        "file": rejection.file,
        "line": rejection.line,
        "column": rejection.column,
        "message": rejection_words(rejection),
        "help": rejection.help,
    })
}

/// Returns a rejected row in a line.
pub fn rejection_words(rejection: &Rejection) -> String {
    let id = rejection.id.as_ref().map(|id| format!("{id}: ")).unwrap_or_default();
    let words = if rejection.words.is_empty() || rejection.reason.contains(&rejection.words) {
        String::new()
    } else {
        format!("`{}`: ", rejection.words)
    };
    format!("{id}{words}{}", rejection.reason)
}

/// Returns the word for a severity.
pub fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}
