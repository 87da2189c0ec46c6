//! Diagnostics and rejected rows, for people and as JSON.

use annotate_snippets::{AnnotationKind, Level, Origin, Renderer, Snippet};
use serde_json::{Value, json};
use servanda_datasets::{Rejection, Remark, codes};
use servanda_syntax::codes::TWO_MEANINGS_NUMBER;
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
    let mut group = level.primary_title(diagnostic.message.as_str()).id(diagnostic.code.word()).element(snippet);
    let passage = diagnostic.passage.as_ref().and_then(|passage| match (&passage.heading, &passage.quote) {
        (Some(heading), Some(quote)) => Some(format!("{heading}: \"{quote}\"")),
        (Some(heading), None) => Some(heading.clone()),
        (None, Some(quote)) => Some(format!("\"{quote}\"")),
        (None, None) => None,
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
        "code": diagnostic.code.word(),
        "severity": severity(diagnostic.severity),
        "file": source.name,
        "line": place.line,
        "column": place.column,
        "message": diagnostic.message,
        "help": diagnostic.help.iter().chain(&diagnostic.notes).cloned().collect::<Vec<_>>().join("; "),
    })
}

/// Returns the rejected rows, each as a message. What can be read in two ways is asked once for each file.
pub fn rejections(all: &[Rejection], colour: bool) -> Vec<String> {
    let same = |a: &Rejection, b: &Rejection| {
        let asked = a.code == codes::TWO_MEANINGS_DATE || a.code == TWO_MEANINGS_NUMBER;
        let lacks = a.code == codes::NO_COLUMN && a.reason == b.reason;
        a.code == b.code && a.file == b.file && (asked || lacks)
    };
    let mut words = Vec::new();
    for (i, rejection) in all.iter().enumerate() {
        if all[..i].iter().any(|earlier| same(earlier, rejection)) {
            continue;
        }
        let more: Vec<String> = all[i + 1..]
            .iter()
            .filter(|later| same(rejection, later))
            .map(|later| match later.words.as_str() {
                "" => format!("line {}", later.line),
                words => format!("line {} (`{words}`)", later.line),
            })
            .collect();
        words.push(rejected(rejection, &more, colour));
    }
    words
}

fn rejected(rejection: &Rejection, more: &[String], colour: bool) -> String {
    let title = rejection_words(rejection);
    let place = Origin::path(rejection.file.as_str()).line(rejection.line).char_column(rejection.column);
    let mut group =
        Level::WARNING.with_name("rejected").primary_title(title.as_str()).id(rejection.code.word()).element(place);
    let more = (!more.is_empty()).then(|| format!("the same in {}", more.join(", ")));
    for words in more.iter() {
        group = group.element(Level::NOTE.message(words.as_str()));
    }
    group = group.element(Level::HELP.message(rejection.help.as_str()));
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    renderer.render(&[group]).to_string()
}

/// Returns what is strange in a file of evidence, as a message.
pub fn remark(remark: &Remark, colour: bool) -> String {
    let level = match remark.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let place = Origin::path(remark.file.as_str()).line(remark.line).char_column(remark.column);
    let group = level
        .primary_title(remark.message.as_str())
        .id(remark.code.word())
        .element(place)
        .element(Level::HELP.message(remark.help.as_str()));
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    renderer.render(&[group]).to_string()
}

/// Returns the same as JSON, in the shape of a diagnostic.
pub fn remark_json(remark: &Remark) -> Value {
    json!({
        "code": remark.code.word(),
        "severity": severity(remark.severity),
        "file": remark.file,
        "line": remark.line,
        "column": remark.column,
        "message": remark.message,
        "help": remark.help,
    })
}

/// Returns a rejected row as JSON, in the shape of a diagnostic.
pub fn rejection_json(rejection: &Rejection) -> Value {
    json!({
        "code": rejection.code.word(),
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
    let of_the_row = rejection.id.as_ref().filter(|_| rejection.code != codes::NO_COLUMN);
    let id = of_the_row.map(|id| format!("{id}: ")).unwrap_or_default();
    let said = rejection.id.as_ref() == Some(&rejection.words);
    let words = if said || rejection.words.is_empty() || rejection.reason.contains(&rejection.words) {
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
