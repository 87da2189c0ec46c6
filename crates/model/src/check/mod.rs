//! From the tree to the [`Agreement`]: names resolved, units and dates checked, every clause lowered to one of four goals.
//!
//! Checking never fails: it returns what it understood and what it would like to know. In reading order:
//! [`declarations`] (who and what there is), [`points`] (times, triggers, conditions, arithmetic),
//! [`clauses`] (one line after the other), [`sense`] (what the lines of a clause cannot say together), [`circles`] (what
//! is made of itself), [`quotes`] (the official text).

mod cases;
mod circles;
mod clauses;
pub mod codes;
mod declarations;
mod points;
mod policies;
pub mod quotes;
mod sense;
mod triggers;

use std::collections::BTreeSet;

use servanda_syntax::ast::{self, ClauseLineKind, HeadlineKind, Item, Pact, Readable};
use servanda_syntax::{Diagnostic, Passage, Severity, Slot, Span};

use crate::agreement::{Agreement, Terms};
use crate::uses::Uses;
pub use cases::{Askable, check_cases};
pub use policies::{check_policy, claim};
pub use quotes::{Coverage, OfficialText};

/// What checking a tree gives.
#[derive(Debug)]
pub struct Checked {
    /// The agreement; none if an error makes the file unusable.
    pub agreement: Option<Agreement>,
    /// Everything there is to say, in the order of the file.
    pub diagnostics: Vec<Diagnostic>,
    /// What the quotes cover of the official texts.
    pub coverage: Coverage,
}

/// Returns the agreement that a tree means, and everything there is to say about it.
///
/// `parsed` are the messages of the parser: an error among them leaves the file without an agreement.
pub fn check(pact: &Pact, parsed: &[Diagnostic], texts: &[OfficialText]) -> Checked {
    let mut said = Vec::new();
    let readings: Vec<String> = pact
        .decls()
        .filter_map(|decl| match &decl.kind {
            ast::DeclKind::Reading(reading) => Some(reading.name.text.clone()),
            _ => None,
        })
        .collect();
    let mut base = lower(pact, None, &mut said);
    let by_reading: Vec<Terms> = readings.iter().map(|name| lower(pact, Some(name), &mut Vec::new())).collect();
    mark_split(pact, &mut base, &by_reading);
    holes(pact, &mut said);
    let coverage = quotes::cover(pact, texts, &mut said);
    waiting(pact, parsed, &mut said);
    allowed(pact, &mut said);
    passages(pact, &mut said);
    said.sort_by_key(|d| (d.span.start, d.span.end, d.code));
    said.dedup();
    let title = pact.header.as_ref().map(|h| h.title.value.clone()).unwrap_or_default();
    let unusable = parsed.iter().chain(&said).any(|d| d.severity == Severity::Error);
    let agreement = (!unusable).then_some(Agreement { title, readings, base, by_reading });
    Checked { agreement, diagnostics: said, coverage }
}

/// One wrong line costs one message: what a line lacks is not said while a line that may be it cannot be read.
fn waiting(pact: &Pact, parsed: &[Diagnostic], said: &mut Vec<Diagnostic>) {
    let wrong = |d: &&Diagnostic| d.severity == Severity::Error;
    let in_header = pact.header.as_ref().is_some_and(|h| parsed.iter().filter(wrong).any(|d| h.span.holds(d.span)));
    let quotes_settled = !parsed.iter().chain(said.iter()).any(|d| wrong(&d));
    let items = pact.items.iter().map(|item| match item {
        Item::Decl(decl) => decl.span,
        Item::Clause(clause) => clause.span,
        Item::Scope(scope) => scope.span,
        Item::Skip(skip) => skip.span,
    });
    let known: Vec<Span> = items.chain(pact.header.iter().map(|header| header.span)).collect();
    let lost = parsed.iter().filter(wrong).any(|d| !known.iter().any(|span| span.holds(d.span)));
    let damaged = |d: &Diagnostic| pact.clauses().any(|clause| clause.damaged && clause.span.holds(d.span));
    said.retain(|d| match d.code {
        _ if d.severity != Severity::Error && damaged(d) => false,
        codes::UNKNOWN_CLAUSE => !lost,
        codes::NO_ZONE | codes::NO_SIGNATURE => !in_header,
        codes::UNCOVERED_SENTENCE => quotes_settled,
        _ => true,
    });
}

/// Returns the terms under one reading (none: the words alone).
fn lower(pact: &Pact, reading: Option<&str>, said: &mut Vec<Diagnostic>) -> Terms {
    let mut room = declarations::Room::new(pact, reading, said);
    room.events_and_measures();
    room.header();
    clauses::lower(&mut room);
    circles::of_clauses(&mut room);
    triggers::late(&mut room);
    room.terms
}

/// Returns the lines that count under a reading: a reading's line replaces the base lines of its kind.
pub(crate) fn chosen<'a, T>(
    lines: &'a [Readable<T>],
    reading: Option<&str>,
    same_kind: impl Fn(&T, &T) -> bool,
) -> Vec<&'a T> {
    let replacing: Vec<&T> = lines
        .iter()
        .filter_map(|line| match line {
            Readable::Reading(r) if reading.is_some() && r.reading.known().map(|n| n.text.as_str()) == reading => {
                Some(&r.line)
            }
            Readable::Reading(_) | Readable::Base(_) => None,
        })
        .collect();
    let kept = lines.iter().filter_map(|line| match line {
        Readable::Base(base) if !replacing.iter().any(|r| same_kind(base, r)) => Some(base),
        Readable::Base(_) | Readable::Reading(_) => None,
    });
    kept.chain(replacing.iter().copied()).collect()
}

/// Row V1: a clause is judged once per reading if it, or anything it depends on, has reading lines.
fn mark_split(pact: &Pact, base: &mut Terms, by_reading: &[Terms]) {
    let reads = |line: &Readable<ast::Headline>| matches!(line, Readable::Reading(_));
    let every = pact.header.as_ref().is_some_and(|header| header.lines.iter().any(reads));
    let mut split: BTreeSet<String> = BTreeSet::new();
    let mut named: BTreeSet<&str> = BTreeSet::new();
    for item in &pact.items {
        match item {
            Item::Clause(clause) if clause.lines.iter().any(|l| matches!(l, Readable::Reading(_))) => {
                split.insert(clause.reference.text.clone());
            }
            Item::Scope(scope) if scope.lines.iter().any(|l| matches!(l, Readable::Reading(_))) => {
                split.extend(scope.clauses.iter().filter_map(|c| c.known().map(|r| r.text.clone())));
            }
            Item::Decl(decl) => match &decl.kind {
                ast::DeclKind::Event(event) if !event.readings.is_empty() => {
                    named.insert(&event.name.text);
                }
                ast::DeclKind::Measure(measure) if !measure.readings.is_empty() => {
                    named.insert(&measure.name.text);
                }
                _ => {}
            },
            Item::Clause(_) | Item::Scope(_) | Item::Skip(_) => {}
        }
    }
    // What refers to something split is split, under any reading.
    let all: Vec<(&Terms, Vec<Uses>)> = std::iter::once(&*base).chain(by_reading).map(|t| (t, t.uses())).collect();
    loop {
        let before = split.len();
        for (terms, uses) in &all {
            for (norm, uses) in terms.norms.iter().zip(uses) {
                let touched = every
                    || uses.norms.iter().any(|n| split.contains(&terms.norms[n.0].clause))
                    || uses.events.iter().any(|e| named.contains(terms.events[e.0].name.as_str()))
                    || uses.measures.iter().any(|m| named.contains(terms.measures[m.0].name.as_str()));
                if touched {
                    split.insert(norm.clause.clone());
                }
            }
        }
        if split.len() == before {
            break;
        }
    }
    drop(all);
    for norm in &mut base.norms {
        norm.split = split.contains(&norm.clause);
    }
}

/// `allow CODE because "…"` on a clause silences that warning there.
fn allowed(pact: &Pact, said: &mut Vec<Diagnostic>) {
    let every = || {
        let topics = servanda_syntax::codes::TOPICS.iter().chain(codes::TOPICS);
        topics.flat_map(|topic| topic.codes.iter().copied())
    };
    for clause in pact.clauses() {
        for line in &clause.lines {
            if let Readable::Base(ast::ClauseLine { kind: ClauseLineKind::Allow { code, .. }, .. }) = line {
                said.retain(|d| {
                    d.severity == Severity::Error || d.code != code.text.as_str() || !clause.span.holds(d.span)
                });
                if !every().any(|known| known == code.text.as_str()) {
                    let near = every()
                        .map(|known| (strsim::damerau_levenshtein(known.word(), &code.text), known))
                        .filter(|(distance, known)| *distance <= known.word().len() / 3)
                        .min();
                    let message = format!("there is no warning `{}`", code.text);
                    said.push(Diagnostic::warning(codes::UNKNOWN_CODE, code.span, message).help(match near {
                        Some((_, known)) => format!("did you mean `{known}`?"),
                        None => "write the word that stands between brackets in the message".to_owned(),
                    }));
                }
            }
        }
    }
}

fn holes(pact: &Pact, said: &mut Vec<Diagnostic>) {
    for hole in &pact.holes {
        said.push(
            Diagnostic::warning(codes::HOLE, *hole, "a `?` stands here: not known yet")
                .help("write the name, number or date as soon as it is known")
                .remark("nothing judges a clause with a hole"),
        );
    }
}

/// Gives every message inside a clause the agreement's own heading and first quote.
pub fn passages(pact: &Pact, said: &mut [Diagnostic]) {
    for clause in pact.clauses() {
        let passage = Passage { heading: clause.heading.as_ref().map(|t| t.value.clone()), quote: first_quote(clause) };
        if passage.heading.is_none() && passage.quote.is_none() {
            continue;
        }
        for diagnostic in said.iter_mut().filter(|d| d.passage.is_none() && clause.span.holds(d.span)) {
            let mut passage = passage.clone();
            if matches!(diagnostic.code, codes::QUOTE_NOT_FOUND | codes::QUOTE_TWICE) {
                passage.quote = None; // the message shows it, and it may not be the agreement's words
            }
            diagnostic.passage = Some(passage);
        }
    }
}

fn first_quote(clause: &ast::Clause) -> Option<String> {
    clause.lines.iter().find_map(|line| match line {
        Readable::Base(ast::ClauseLine { kind: ClauseLineKind::Quoted(ast::Quoteline::Quote(text)), .. }) => {
            Some(text.value.clone())
        }
        Readable::Base(_) | Readable::Reading(_) => None,
    })
}

/// Returns the lines of the header that count under a reading.
pub(crate) fn headlines<'a>(pact: &'a Pact, reading: Option<&str>) -> Vec<&'a ast::Headline> {
    let Some(header) = &pact.header else {
        return Vec::new();
    };
    let kind = |line: &ast::Headline| match &line.kind {
        HeadlineKind::Dated { .. } => 1,
        HeadlineKind::InForce(_) => 2,
        HeadlineKind::Zone(_) => 3,
        HeadlineKind::Burden(_) => 4,
        HeadlineKind::Ends(_) | HeadlineKind::Term(_) => 5,
        HeadlineKind::Text { .. } => 6,
        HeadlineKind::SignedIn(_) => 7,
        HeadlineKind::SignedFor { .. } => 8,
        HeadlineKind::WitnessedBy(_) => 9,
        HeadlineKind::BrokeredBy(_) => 10,
        HeadlineKind::Unseen(_) => 11,
    };
    chosen(&header.lines, reading, |a, b| kind(a) == kind(b))
}

/// Returns the place of a hole or of something known.
pub(crate) fn known<T>(slot: &Slot<T>) -> Option<&T> {
    slot.known()
}

/// An empty place, for what the file lacks altogether.
pub(crate) fn start_of(pact: &Pact) -> Span {
    pact.header.as_ref().map_or_else(Span::default, |header| header.title.span)
}
