//! The parser of `.pact` files: blocks of lines, each line read by a reader that knows all declared names.

mod bounds;
mod changes;
mod collect;
mod decl;
mod lines;
mod lookup;
mod operative;
mod points;

use std::collections::BTreeMap;

use crate::ast::{
    Clause, ClauseLine, ClauseLineKind, Decl, DeclKind, Header, Item, Pact, Quoteline, Readable, ReadingLine, Scope,
    ScopeLine, Skip,
};
use crate::codes;
use crate::diagnostic::{Diagnostic, Passage, Severity};
use crate::layout::{self, Block, Good, Sheet};
use crate::lex::{self, Line, TokenKind};
use crate::names;
use crate::reader::{Read, Reader};
use crate::words::{NameKind, Span, Text};
use collect::{Keyword, exact_keyword};

/// A tree, what to say about it, and how to write each line that was read.
pub(crate) struct Parsed<T> {
    pub tree: T,
    pub diagnostics: Vec<Diagnostic>,
    pub lines: Vec<Line>,
    pub good: Vec<Option<Good>>,
}

pub(crate) fn parse(text: &str) -> Parsed<Pact> {
    let (lines, comments) = lex::lex(text);
    let collected = collect::collect(text, &lines);
    let mut parser = Parser {
        sheet: Sheet::new(text, &lines, &collected.declared),
        twice: collected.problems,
        header: None,
        items: Vec::new(),
        references: BTreeMap::new(),
        lost_line_follows: false,
    };
    parser.file();
    let Parser { sheet, header, items, .. } = parser;
    let (good, holes, diagnostics) = sheet.settle();
    Parsed { tree: Pact { header, items, holes, comments }, diagnostics, lines, good }
}

struct Parser<'a> {
    sheet: Sheet<'a>,
    /// What the first pass says about a line.
    twice: BTreeMap<usize, Diagnostic>,
    header: Option<Header>,
    items: Vec<Item>,
    /// Where each clause is.
    references: BTreeMap<String, Span>,
    /// Whether the block after this one begins with nothing known: a line that was meant for this one, not indented.
    lost_line_follows: bool,
}

impl<'a> Parser<'a> {
    fn file(&mut self) {
        let text = self.sheet.text;
        let blocks = layout::blocks(self.sheet.lines, |line| {
            let word = line.tokens.first().map_or("", |token| &text[token.span.start..token.span.end]);
            // A clause below a clause is no line of it, and one blank or tab too many hides no declaration.
            let declares = exact_keyword(word).is_some_and(|keyword| keyword != Keyword::Reading);
            ["clause", "scope", "skip"].contains(&word) || (line.indent == 1 && declares)
        });
        let heads = blocks.iter().map(|block| block.head.and_then(|head| nearest_head(self.sheet.first_word(head))));
        let heads: Vec<Option<&str>> = heads.collect();
        let agreement = heads.iter().position(|head| *head == Some("agreement"));
        // Without an `agreement` line, the first line that is nothing known was meant as it.
        let lost = if agreement.is_none() { heads.iter().position(Option::is_none) } else { None };
        if agreement.is_none_or(|at| heads[..at].iter().any(Option::is_some)) {
            let place = lost.and_then(|lost| blocks[lost].head).map(|head| &self.sheet.lines[head]);
            self.no_header(place);
        }
        for (index, block) in blocks.iter().enumerate() {
            self.lost_line_follows = heads.get(index + 1).is_some_and(Option::is_none);
            match block.head {
                Some(_) if lost == Some(index) => {
                    self.lines(&block.below, Reader::headline, Reader::headline);
                }
                Some(head) => self.block(head, block),
                None => {} // the lines of a lost header
            }
        }
    }

    fn no_header(&mut self, lost: Option<&Line>) {
        let first = || self.sheet.lines.iter().find(|line| !line.is_silent());
        let error = match lost {
            Some(Line { problem: Some(problem), .. }) => problem.clone(),
            lost => {
                let place = lost.or_else(first).map_or(Span::default(), Line::words);
                Diagnostic::error(codes::NO_HEADER, place, "the file does not begin with `agreement`")
                    .help("let the first line be `agreement \"its title\"`, with `signed …` and `zone …` below it")
            }
        };
        self.sheet.diagnostics.push(error);
    }

    fn block(&mut self, head: usize, block: &Block) {
        let word = self.sheet.first_word(head);
        let line = &self.sheet.lines[head];
        if line.indent > 1 && line.problem.is_none() {
            let place = line.tokens.first().map_or(line.span, |token| token.span);
            let error =
                Diagnostic::error(codes::MISPLACED_LINE, place, format!("a `{word}` line starts at the margin"))
                    .help("take the spaces before it out");
            self.sheet.refuse(head, error);
            self.lines(&block.below, Reader::any_line, Reader::any_line);
            return;
        }
        let known = nearest_head(word);
        match known {
            Some("agreement") => self.header(head, &block.below),
            Some("clause") => self.clause(head, &block.below),
            Some("scope") => self.scope(head, &block.below),
            Some("skip") => self.skip(head, &block.below),
            Some(keyword) => match exact_keyword(keyword) {
                Some(keyword) => self.decl(head, keyword, &block.below),
                None => self.unknown_head(head, block),
            },
            None => self.unknown_head(head, block),
        }
    }

    /// A line at the margin that is nothing known: if it belongs into the block above, its indentation is missing.
    fn unknown_head(&mut self, head: usize, block: &Block) {
        self.sheet.read(head, 0, |r| -> Read<()> {
            let words = r.slice(r.here());
            let mut error =
                r.error(codes::UNKNOWN_LINE, r.here(), format!("no line at the margin begins with `{words}`"));
            error.help.push(match meant_as_head(words) {
                Some(head) => format!("did you mean `{head}`?"),
                None => "if it belongs to the line above, indent it by two spaces".to_owned(),
            });
            Err(error)
        });
        // What stands below it probably belongs to the block above: read it, so that its own mistakes are told.
        for &index in &block.below {
            let diagnostics = self.sheet.diagnostics.len();
            self.sheet.read(index, 1, Reader::any_line);
            let told = self.sheet.diagnostics.split_off(diagnostics);
            let own = told.into_iter().filter(|d| !matches!(d.code, codes::UNKNOWN_LINE | codes::MISPLACED_LINE));
            self.sheet.diagnostics.extend(own);
        }
    }

    // ---- the header ----

    fn header(&mut self, head: usize, below: &[usize]) {
        let title = self.head(head, "agreement", |r| r.text("the title of the agreement"));
        let lines = self.lines(below, Reader::headline, Reader::headline);
        let span = self.extent(head, below);
        if self.header.is_some() && title.is_none() {
            return;
        }
        if self.header.is_some() {
            let error = Diagnostic::error(
                codes::LINE_TWICE,
                self.sheet.lines[head].words(),
                "a file has one `agreement` line only",
            )
            .help("put the lines below it under the first one");
            self.sheet.refuse(head, error);
            return;
        }
        // A title that could not be read is empty; the lines below stay.
        let at = Span::new(self.sheet.lines[head].words().end, self.sheet.lines[head].words().end);
        let title = title.unwrap_or(Text { value: String::new(), span: at });
        self.header = Some(Header { title, lines, span });
    }

    // ---- declarations ----

    fn decl(&mut self, head: usize, keyword: Keyword, below: &[usize]) {
        let word = nearest_head(self.sheet.first_word(head)).unwrap_or_default();
        let kind = match self.twice.remove(&head) {
            // Its one message comes from the first pass, unless its letters or indentation are wrong too.
            Some(twice) => {
                let error = self.sheet.lines[head].problem.clone().unwrap_or(twice);
                self.sheet.refuse(head, error);
                None
            }
            None => self.head(head, word, |r| r.declaration(keyword)),
        };
        let span = self.extent(head, below);
        let kind = match keyword {
            Keyword::Event => {
                let readings = self.readings(below, Reader::event_definition);
                kind.map(|kind| match kind {
                    DeclKind::Event(event) => DeclKind::Event(crate::ast::EventDecl { readings, ..event }),
                    other => other,
                })
            }
            Keyword::Measure => {
                let readings = self.readings(below, Reader::measure_definition);
                kind.map(|kind| match kind {
                    DeclKind::Measure(measure) => DeclKind::Measure(crate::ast::MeasureDecl { readings, ..measure }),
                    other => other,
                })
            }
            Keyword::Party
            | Keyword::Outsider
            | Keyword::Group
            | Keyword::Set
            | Keyword::Attribute
            | Keyword::Table
            | Keyword::Act
            | Keyword::Condition
            | Keyword::Period
            | Keyword::Reading
            | Keyword::Outside => {
                self.nothing_below(word, below);
                kind
            }
        };
        self.items.extend(kind.map(|kind| Item::Decl(Decl { kind, span })));
    }

    fn nothing_below(&mut self, word: &str, below: &[usize]) {
        for &index in below {
            self.sheet.read(index, 1, |r| -> Read<()> {
                let message = format!("nothing stands below `{word}`");
                let mut error = r.error(codes::STRAY_INDENT, r.rest_span(), message);
                error.help.push("a declaration stands on one line; lines of a clause stand below `clause`".to_owned());
                Err(error)
            });
        }
    }

    /// Reads the `reading` lines below an event or a measure.
    fn readings<T>(&mut self, below: &[usize], read: fn(&mut Reader<'a>) -> Read<T>) -> Vec<ReadingLine<T>> {
        let only_readings = |r: &mut Reader<'a>| -> Read<T> {
            let mut error =
                r.error(codes::MISPLACED_LINE, r.rest_span(), "only `reading` lines stand below a declaration");
            error.help.push("write `reading NAME: …`".to_owned());
            Err(error)
        };
        let lines = self.lines(below, only_readings, read);
        lines
            .into_iter()
            .filter_map(|line| match line {
                Readable::Reading(reading) => Some(reading),
                Readable::Base(_) => None,
            })
            .collect()
    }

    // ---- clauses, scopes, skips ----

    fn clause(&mut self, head: usize, below: &[usize]) {
        let told_before = self.sheet.diagnostics.len();
        let first = self.head(head, "clause", |r| {
            let reference = r.known_reference()?;
            if r.peek() == Some(TokenKind::Colon) {
                let mut error =
                    r.error(codes::UNEXPECTED_WORDS, r.here(), "no colon follows the reference of a clause");
                error.help.push("write the heading right after it, between quotation marks".to_owned());
                return Err(error);
            }
            let heading = r.optional_text();
            if heading.is_none() && !r.is_at_end() {
                let words = r.rest_words();
                let message = format!("`{words}` stands where the heading of the clause may stand");
                let mut error = r.error(codes::UNEXPECTED_WORDS, r.rest_span(), message);
                error.help.push(format!("write it between quotation marks: `\"{}\"`", words.replace('"', "")));
                return Err(error);
            }
            Ok((reference, heading))
        });
        let lines = self.lines(below, Reader::clause_line, Reader::clause_line);
        let errors = |told: &[Diagnostic]| told.iter().any(|told| told.severity == Severity::Error);
        let damaged = self.lost_line_follows || errors(&self.sheet.diagnostics[told_before..]);
        if let Some((reference, heading)) = first {
            let span = self.extent(head, below);
            self.once_per_file(head, &reference);
            self.one_operative(head, &reference.text, below, &lines, damaged);
            let damaged = damaged || errors(&self.sheet.diagnostics[told_before..]);
            let passage =
                Passage { heading: heading.as_ref().map(|text| text.value.clone()), quote: first_quote(&lines) };
            if passage.heading.is_some() || passage.quote.is_some() {
                for told in &mut self.sheet.diagnostics[told_before..] {
                    told.passage.get_or_insert_with(|| passage.clone());
                }
            }
            self.items.push(Item::Clause(Clause { reference, heading, lines, span, damaged }));
        }
    }

    fn once_per_file(&mut self, head: usize, reference: &crate::words::Ref) {
        match self.references.get(&reference.text) {
            Some(&first) => {
                let message = format!("there are two clauses `{}`", reference.text);
                let error = Diagnostic::error(codes::DECLARED_TWICE, reference.span, message)
                    .related(first, "the first one is here")
                    .help("give one of the two another reference");
                self.sheet.refuse(head, error);
            }
            None => {
                self.references.insert(reference.text.clone(), reference.span);
            }
        }
    }

    fn one_operative(
        &mut self,
        head: usize,
        reference: &str,
        below: &[usize],
        lines: &[Readable<ClauseLine>],
        damaged: bool,
    ) {
        let mut sentences = lines.iter().filter_map(|line| match line {
            Readable::Base(ClauseLine { kind: ClauseLineKind::Operative(sentence), .. }) => Some(sentence.span),
            Readable::Base(_) | Readable::Reading(_) => None,
        });
        let first = sentences.next();
        if first.is_none() && !damaged {
            let message = format!("clause `{reference}` does not say what is asked of whom");
            let error = Diagnostic::error(codes::NO_OPERATIVE, self.sheet.lines[head].words(), message)
                .help("add one sentence such as `PARTY must ACT by DATE`, or `skip` the passage with a reason");
            self.sheet.refuse(head, error);
        }
        let more: Vec<Span> = sentences.collect();
        for span in more {
            let message = format!("clause `{reference}` says twice what is asked of whom");
            let mut error = Diagnostic::error(codes::TWO_OPERATIVES, span, message)
                .help("give the second sentence a clause of its own");
            error.related.extend(first.map(|first| (first, "the first sentence is here".to_owned())));
            let line = below.iter().find(|&&index| self.sheet.lines[index].span.holds(span));
            self.sheet.refuse(line.copied().unwrap_or(head), error);
        }
    }

    fn scope(&mut self, head: usize, below: &[usize]) {
        let first = self.head(head, "scope", |r| {
            let heading = r.optional_text();
            r.expect("of")?;
            let mut clauses = vec![r.reference()?];
            while r.eat_sign(TokenKind::Comma) {
                clauses.push(r.reference()?);
            }
            Ok((heading, clauses))
        });
        let lines: Vec<Readable<ScopeLine>> = self.lines(below, Reader::scope_line, Reader::scope_line);
        let span = self.extent(head, below);
        self.items.extend(first.map(|(heading, clauses)| Item::Scope(Scope { heading, clauses, lines, span })));
    }

    fn skip(&mut self, head: usize, below: &[usize]) {
        let quote = self.head(head, "skip", |r| r.text("the words that are skipped"));
        let mut because = None;
        let mut all_read = true;
        for (i, &index) in below.iter().enumerate() {
            let reason = self.sheet.read(index, 1, |r| {
                if i > 0 {
                    let message = "a `skip` has one `because` line below it, and nothing else";
                    let mut error = r.error(codes::STRAY_INDENT, r.rest_span(), message);
                    error.help.push("join the reasons in one line".to_owned());
                    return Err(error);
                }
                r.expect("because")?;
                r.text("the reason")
            });
            all_read &= reason.is_some();
            because = because.or(reason);
        }
        let span = self.extent(head, below);
        let Some(quote) = quote else { return };
        if because.is_none() && all_read {
            let error = Diagnostic::error(
                codes::NO_REASON,
                self.sheet.lines[head].words(),
                "these words are skipped without a reason",
            )
            .help("write below it `because \"…\"`");
            self.sheet.refuse(head, error);
        }
        self.items.push(Item::Skip(Skip { quote, because, span }));
    }

    // ---- lines ----

    /// Reads a line at the margin whose first word is `keyword`, or nearly.
    fn head<T>(&mut self, index: usize, keyword: &'static str, read: impl Fn(&mut Reader<'a>) -> Read<T>) -> Option<T> {
        self.sheet.read(index, 0, |r| {
            if r.eat(keyword) {
                return read(r);
            }
            let words = r.slice(r.here());
            let mut error = r.error(codes::UNKNOWN_LINE, r.here(), format!("no line begins with `{words}`"));
            error.help.push(format!("did you mean `{keyword}`?"));
            Err(error)
        })
    }

    /// Reads the lines of a block, with readings and the `because` lines indented below them.
    fn lines<T>(
        &mut self,
        below: &[usize],
        base: impl Fn(&mut Reader<'a>) -> Read<T>,
        read: fn(&mut Reader<'a>) -> Read<T>,
    ) -> Vec<Readable<T>> {
        let mut lines: Vec<Readable<T>> = Vec::new();
        // The indentation of the last reading, and whether it could be read.
        let mut reading: Option<(usize, bool)> = None;
        for &index in below {
            let indent = self.sheet.lines[index].indent;
            let word = self.sheet.first_word(index);
            match reading {
                Some((outer, read_well)) if word == "because" && indent > outer => {
                    let because = self.sheet.read(index, 2, |r| {
                        r.expect("because")?;
                        r.text("the reason")
                    });
                    if let (Some(because), true, Some(Readable::Reading(last))) = (because, read_well, lines.last_mut())
                    {
                        last.because.push(because);
                    }
                }
                _ if word == "reading" => {
                    let line = self.sheet.read(index, 1, |r| reading_line(r, read));
                    reading = Some((indent, line.is_some()));
                    lines.extend(line.map(Readable::Reading));
                }
                _ => {
                    let line = self.sheet.read(index, 1, &base);
                    // A line that could not be read may have been meant as a reading.
                    reading = line.is_none().then_some((indent, false));
                    lines.extend(line.map(Readable::Base));
                }
            }
        }
        lines
    }

    fn extent(&self, head: usize, below: &[usize]) -> Span {
        let last = below.last().copied().unwrap_or(head);
        self.sheet.lines[head].words().to(self.sheet.lines[last].words())
    }
}

fn reading_line<'a, T>(r: &mut Reader<'a>, read: fn(&mut Reader<'a>) -> Read<T>) -> Read<ReadingLine<T>> {
    let start = r.start();
    r.expect("reading")?;
    let reading = r.name(&[NameKind::Reading])?;
    if !r.eat_sign(TokenKind::Colon) {
        let mut error = r.incomplete("`:`");
        error.help.push(format!(
            "write `{}:` and then the line that it puts in the place of another",
            r.slice(r.since(start))
        ));
        return Err(error);
    }
    if r.is_at_end() {
        return Err(r.incomplete("the line that this reading puts in the place of another"));
    }
    if r.sees("reading") {
        let mut error = r.error(codes::MISPLACED_LINE, r.rest_span(), "a reading cannot stand inside a reading");
        error.help.push("give each reading a line of its own".to_owned());
        return Err(error);
    }
    let line = read(r)?;
    Ok(ReadingLine { reading, line, because: Vec::new(), span: r.since(start) })
}

fn first_quote(lines: &[Readable<ClauseLine>]) -> Option<String> {
    lines.iter().find_map(|line| match line {
        Readable::Base(ClauseLine { kind: ClauseLineKind::Quoted(Quoteline::Quote(text)), .. }) => {
            Some(text.value.clone())
        }
        Readable::Base(_) | Readable::Reading(_) => None,
    })
}

/// Returns the word of the language for what people call the same.
fn meant_as_head(word: &str) -> Option<&'static str> {
    Some(match word.to_lowercase().as_str() {
        "article" | "section" | "paragraph" | "point" | "obligation" | "commitment" => "clause",
        "treaty" | "contract" | "accord" => "agreement",
        "actor" | "state" | "signatory" => "party",
        "action" => "act",
        "ignore" | "omit" => "skip",
        _ => return None,
    })
}

/// Returns the word that begins a line at the margin, where this is it or nearly it.
fn nearest_head(word: &str) -> Option<&'static str> {
    let all = ["agreement", "clause", "scope", "skip"].into_iter().chain(collect::KEYWORDS.map(|(word, _)| word));
    all.clone().find(|head| *head == word).or_else(|| names::nearest_word(word, all))
}

impl Reader<'_> {
    /// Reads an indented line of any block.
    fn any_line(&mut self) -> Read<()> {
        let mark = self.mark();
        if self.headline().is_ok() && self.end().is_ok() {
            return Ok(());
        }
        self.back_to(mark);
        if self.sees("reading") {
            return reading_line(self, Reader::clause_line).map(|_| ());
        }
        self.clause_line().map(|_| ())
    }
}
