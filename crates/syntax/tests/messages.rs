//! The messages of `messages.md` are the messages that are given. A message about the beginning would fail the
//! subtraction of lines: the beginning is right.

#![expect(clippy::disallowed_methods, reason = "UPDATE=1 writes the page anew")]

use std::fmt::Write;

use servanda_syntax::{Places, Severity, parse_pact};

const TOLD: &str = "```told\n";
const PAGE: &str = include_str!("messages.md");

#[test]
fn wrong_lines_are_told_so() {
    let beginning = block(PAGE, "beginning").expect("the page has a beginning");
    let mut page = String::new();
    let mut rest = PAGE;
    while let Some(at) = rest.find(TOLD) {
        let (section, after) = rest.split_at(at + TOLD.len());
        let piece = section
            .rfind("```pact\n")
            .and_then(|at| block(&section[at..], "pact"));
        page.push_str(section);
        page.push_str(&told(
            beginning,
            piece.expect("a pact stands before what is told"),
        ));
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

fn block<'a>(text: &'a str, kind: &str) -> Option<&'a str> {
    let fence = format!("```{kind}\n");
    let start = text.find(&fence)? + fence.len();
    let end = start + text[start..].find("```")?;
    Some(&text[start..end])
}

fn told(beginning: &str, piece: &str) -> String {
    let text = format!("{beginning}{piece}");
    let places = Places::of(&text);
    let above = beginning.lines().count();
    let mut told = String::new();
    for d in parse_pact(&text).1 {
        let place = places.at(d.span.start);
        let severity = match d.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        };
        let line = place.line - above;
        writeln!(
            told,
            "{line}:{} {severity}[{}]: {}",
            place.column, d.code, d.message
        )
        .expect("a string takes all");
        writeln!(told, "    | {}", text[d.span.start..d.span.end].trim_end())
            .expect("a string takes all");
        let label = (!d.label.is_empty()).then(|| format!("      {}", d.label));
        let help = d.help.iter().map(|help| format!("    help: {help}"));
        let notes = d.notes.iter().map(|note| format!("    note: {note}"));
        let related = d
            .related
            .iter()
            .map(|(span, label)| match places.at(span.start).line {
                line if line <= above => format!("    line {line} of the beginning: {label}"),
                line => format!("    line {}: {label}", line - above),
            });
        for more in label.into_iter().chain(help).chain(notes).chain(related) {
            writeln!(told, "{more}").expect("a string takes all");
        }
    }
    told
}
