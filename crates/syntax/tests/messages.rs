//! The messages of `messages.md` are the messages that are given.
#![expect(clippy::disallowed_methods, reason = "UPDATE=1 writes the page anew")]

use std::fmt::Write;

use servanda_syntax::{Diagnostic, Places, Severity, codes, parse_case, parse_pact, parse_policy};

const PAGE: &str = include_str!("messages.md");
const TOLD: &str = "```told\n";

#[test]
fn wrong_lines_are_told_so() {
    let beginning = block(PAGE, "beginning").expect("the page has a beginning");
    let mut page = String::new();
    let mut rest = PAGE;
    while let Some(at) = rest.find(TOLD) {
        let (section, after) = rest.split_at(at + TOLD.len());
        page.push_str(section);
        page.push_str(&told_of_last(beginning, section));
        rest = &after[after.find("```").expect("the block is closed")..];
    }
    page.push_str(rest);
    if std::env::var_os("UPDATE").is_some() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/messages.md");
        std::fs::write(path, &page).expect("the page can be written");
    } else {
        assert_eq!(page, PAGE);
    }
}

#[test]
fn every_code_is_shown_once_at_least() {
    let shown = |code: &str| PAGE.contains(&format!("[{code}]"));
    let missing: Vec<_> =
        codes::TOPICS.iter().flat_map(|topic| topic.codes).filter(|code| !shown(code.word())).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

fn block<'a>(text: &'a str, kind: &str) -> Option<&'a str> {
    let fence = format!("```{kind}\n");
    let start = text.find(&fence)? + fence.len();
    let end = start + text[start..].find("```")?;
    Some(&text[start..end])
}

/// Returns what is said of the last piece of a section.
fn told_of_last(beginning: &str, section: &str) -> String {
    let piece = |kind: &str| section.rfind(&format!("```{kind}\n")).and_then(|at| block(&section[at..], kind));
    if let Some(pact) = piece("pact") {
        let text = format!("{beginning}{pact}");
        return told(&text, beginning.lines().count(), parse_pact(&text).1);
    }
    if let Some(policy) = piece("policy") {
        return told(policy, 0, parse_policy(policy).1);
    }
    let case = piece("case").expect("a pact, policy or case stands before what is told");
    told(case, 0, parse_case(case).1)
}

/// Writes the messages, with lines counted after the `above` lines of the beginning, of which nothing is said.
fn told(text: &str, above: usize, diagnostics: Vec<Diagnostic>) -> String {
    let places = Places::of(text);
    let mut lines = Vec::new();
    for d in diagnostics {
        let place = places.at(d.span.start);
        let severity = match d.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        };
        let line = place.line - above;
        lines.push(format!("{line}:{} {severity}[{}]: {}", place.column, d.code, d.message));
        lines.push(format!("    | {}", &text[d.span.start..d.span.end]));
        lines.extend((!d.label.is_empty()).then(|| format!("      {}", d.label)));
        lines.extend(d.help.iter().map(|help| format!("    help: {help}")));
        lines.extend(d.notes.iter().map(|note| format!("    note: {note}")));
        lines.extend(d.related.iter().map(|(span, label)| match places.at(span.start).line {
            line if line <= above => format!("    line {line} of the beginning: {label}"),
            line => format!("    line {}: {label}", line - above),
        }));
    }
    let mut told = String::new();
    for line in lines {
        writeln!(told, "{}", line.trim_end()).expect("a string takes all");
    }
    told
}
