//! What every parser of this room keeps about its file: messages, and for each good line how to write it tidily.

use std::collections::{BTreeMap, BTreeSet};

use crate::codes::{self, Code};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lex::{Line, Token};
use crate::names::Declared;
use crate::reader::{Read, Reader};
use crate::words::Span;

/// A line that was read: what the formatter needs to know of it.
#[derive(Clone, Debug)]
pub(crate) struct Good {
    /// How deep it stands: 0 at the margin, 1 below that, 2 below a reading.
    pub depth: usize,
    /// Tidy spellings, in the order of their places.
    pub tidy: Vec<(Span, String)>,
}

/// The lines of one file while it is read.
pub(crate) struct Sheet<'a> {
    pub text: &'a str,
    pub lines: &'a [Line],
    pub declared: &'a Declared,
    /// For each line that was read, how to write it.
    pub good: Vec<Option<Good>>,
    pub holes: Vec<Span>,
    pub diagnostics: Vec<Diagnostic>,
    /// The lines that could not be read, whatever others may lack, and may be a declaration that others lack.
    broken: Vec<usize>,
    /// For each line that could not be read, where the names in it are declared.
    used: BTreeMap<usize, Vec<Span>>,
}

impl<'a> Sheet<'a> {
    pub fn new(text: &'a str, lines: &'a [Line], declared: &'a Declared) -> Sheet<'a> {
        Sheet {
            text,
            lines,
            declared,
            good: vec![None; lines.len()],
            holes: Vec::new(),
            diagnostics: Vec::new(),
            broken: Vec::new(),
            used: BTreeMap::new(),
        }
    }

    /// Reads one whole line. If anything is wrong with it, there is one message, and nothing is returned.
    pub fn read<T>(&mut self, index: usize, depth: usize, read: impl Fn(&mut Reader<'a>) -> Read<T>) -> Option<T> {
        let line = &self.lines[index];
        if let Some(problem) = &line.problem {
            self.broke(index, problem.code);
            self.diagnostics.push(problem.clone());
            return None;
        }
        let (text, declared) = (self.text, self.declared);
        let attempt = |tokens: &'a [Token]| {
            let mut reader = Reader::new(text, declared, tokens, line.span);
            let value = read(&mut reader).and_then(|value| reader.end().map(|()| value));
            (reader, value)
        };
        let (mut reader, value) = attempt(&line.tokens);
        let stop = line.unpunctuated.as_ref().filter(|_| value.is_err());
        let value = match stop.map(|tokens| attempt(tokens).1) {
            Some(Ok(_)) => Err(punctuated(text, line)),
            Some(Err(_)) | None => value,
        };
        match value {
            Ok(value) => {
                self.good[index] = Some(Good { depth, tidy: reader.tidy });
                self.holes.append(&mut reader.holes);
                self.diagnostics.append(&mut reader.remarks);
                Some(value)
            }
            Err(error) => {
                self.used.insert(index, reader.used);
                self.broke(index, error.code);
                self.diagnostics.push(*error);
                None
            }
        }
    }

    fn broke(&mut self, index: usize, code: Code) {
        let declares = self.lines[index].indent <= 1 || code == codes::STRAY_INDENT;
        if declares && !WAITING.contains(&code) {
            self.broken.push(index);
        }
    }

    /// Reports about a line as a whole, which then counts as not read.
    pub fn refuse(&mut self, index: usize, error: Diagnostic) {
        self.broke(index, error.code);
        self.good[index] = None;
        self.diagnostics.push(error);
    }

    /// Returns the messages, sorted by place. Those that say the same of the same words are joined: a name that
    /// is declared nowhere, or with another unit, is one mistake however often it is used. What is said of a line
    /// that uses, or lacks, a name whose declaration could not be read waits until that one is mended.
    pub fn settle(self) -> (Vec<Option<Good>>, Vec<Span>, Vec<Diagnostic>) {
        let words = self.broken.iter().flat_map(|&index| {
            let span = self.lines[index].span;
            self.text[span.start..span.end].split(|c: char| c.is_whitespace() || "\"(),;:=?".contains(c))
        });
        let words: BTreeSet<&str> = words.filter(|word| word.len() > 3).collect();
        let Sheet { text, lines, good, mut holes, mut diagnostics, broken, used, .. } = self;
        holes.sort();
        diagnostics.retain(|diagnostic| {
            let line = lines.partition_point(|line| line.span.start <= diagnostic.span.start).saturating_sub(1);
            let uses = used.get(&line).is_some_and(|names| {
                names.iter().any(|name| broken.iter().any(|&other| lines[other].span.holds(*name)))
            });
            let lacks = WAITING.contains(&diagnostic.code) && {
                let rest = lines[line].tokens.iter().filter(|token| token.span.start >= diagnostic.span.start);
                rest.take(5).any(|token| words.contains(&text[token.span.start..token.span.end]))
            };
            broken.contains(&line) || !(uses || lacks)
        });
        (good, holes, joined(diagnostics))
    }

    /// Returns the first word of a line.
    pub fn first_word(&self, index: usize) -> &'a str {
        self.lines[index].tokens.first().map_or("", |token| &self.text[token.span.start..token.span.end])
    }
}

/// Returns the message about a line that could be read without the mark at its end.
fn punctuated(text: &str, line: &Line) -> Box<Diagnostic> {
    let end = line.words().end;
    let mark = &text[end - 1..end];
    let message = format!("no line ends with `{mark}`");
    let error = Diagnostic::error(codes::UNEXPECTED_WORDS, Span::new(end - 1, end), message);
    Box::new(error.help("take the sign out: each statement has a line of its own, and ends where the line ends"))
}

/// Cuts the lines into blocks: one at the margin with the indented ones below it. Lines that say
/// nothing are left out. Indented lines before the first block come as a block without a head.
/// An indented line that `begins` a block nevertheless is its head, so that only its own indentation is wrong.
pub(crate) fn blocks(lines: &[Line], begins: impl Fn(&Line) -> bool) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    for (index, line) in lines.iter().enumerate().filter(|(_, line)| !line.is_silent()) {
        match blocks.last_mut() {
            _ if line.indent == 0 || begins(line) => blocks.push(Block { head: Some(index), below: Vec::new() }),
            Some(block) => block.below.push(index),
            None => blocks.push(Block { head: None, below: vec![index] }),
        }
    }
    blocks
}

/// A line at the margin and those below it, as indices.
pub(crate) struct Block {
    pub head: Option<usize>,
    pub below: Vec<usize>,
}

fn joined(mut diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    diagnostics.sort_by_key(|diagnostic| (diagnostic.span, std::cmp::Reverse(severity_rank(diagnostic.severity))));
    let mut first_of = BTreeMap::new();
    let mut joined: Vec<Diagnostic> = Vec::new();
    for diagnostic in diagnostics {
        if JOINED.contains(&diagnostic.code) {
            let key = (diagnostic.code, diagnostic.message.clone());
            match first_of.get(&key) {
                Some(&first) => {
                    let first: &mut Diagnostic = &mut joined[first];
                    first.related.push((diagnostic.span, "also here".to_owned()));
                    continue;
                }
                None => {
                    first_of.insert(key, joined.len());
                }
            }
        }
        joined.push(diagnostic);
    }
    joined
}

const WAITING: [Code; 3] = [codes::UNKNOWN_NAME, codes::UNKNOWN_VALUE, codes::WRONG_UNIT];
const JOINED: [Code; 5] =
    [codes::UNKNOWN_NAME, codes::UNKNOWN_VALUE, codes::AMBIGUOUS_NAME, codes::WRONG_UNIT, codes::UNEXPECTED_WORDS];

fn severity_rank(severity: Severity) -> u8 {
    match severity {
        Severity::Error => 2,
        Severity::Warning => 1,
        Severity::Note => 0,
    }
}
