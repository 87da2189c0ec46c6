//! What every parser of this room keeps about its file: messages, and for each good line how to write it tidily.

use crate::diagnostic::{Diagnostic, Severity};
use crate::lex::Line;
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
        }
    }

    /// Reads one whole line. If anything is wrong with it, there is one message, and nothing is returned.
    pub fn read<T>(
        &mut self,
        index: usize,
        depth: usize,
        read: impl FnOnce(&mut Reader<'a>) -> Read<T>,
    ) -> Option<T> {
        let line = &self.lines[index];
        if let Some(problem) = &line.problem {
            self.diagnostics.push(problem.clone());
            return None;
        }
        let mut reader = Reader::new(self.text, self.declared, &line.tokens, line.span);
        match read(&mut reader).and_then(|value| reader.end().map(|()| value)) {
            Ok(value) => {
                self.good[index] = Some(Good {
                    depth,
                    tidy: reader.tidy,
                });
                self.holes.append(&mut reader.holes);
                self.diagnostics.append(&mut reader.remarks);
                Some(value)
            }
            Err(error) => {
                self.diagnostics.push(*error);
                None
            }
        }
    }

    /// Reports about a line as a whole, which then counts as not read.
    pub fn refuse(&mut self, index: usize, error: Diagnostic) {
        self.good[index] = None;
        self.diagnostics.push(error);
    }

    /// Returns the first word of a line.
    pub fn first_word(&self, index: usize) -> &'a str {
        self.lines[index]
            .tokens
            .first()
            .map_or("", |token| &self.text[token.span.start..token.span.end])
    }
}

/// Cuts the lines into blocks: one at the margin with the indented ones below it. Lines that say
/// nothing are left out. Indented lines before the first block come as a block without a head.
pub(crate) fn blocks(lines: &[Line]) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    for (index, line) in lines
        .iter()
        .enumerate()
        .filter(|(_, line)| !line.is_silent())
    {
        match blocks.last_mut() {
            _ if line.indent == 0 => blocks.push(Block {
                head: Some(index),
                below: Vec::new(),
            }),
            Some(block) => block.below.push(index),
            None => blocks.push(Block {
                head: None,
                below: vec![index],
            }),
        }
    }
    blocks
}

/// A line at the margin and those below it, as indices.
pub(crate) struct Block {
    pub head: Option<usize>,
    pub below: Vec<usize>,
}

/// Sorts messages by place and joins those that say the same of the same undeclared words.
pub(crate) fn settle(mut diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    diagnostics.sort_by_key(|diagnostic| {
        (
            diagnostic.span,
            std::cmp::Reverse(severity_rank(diagnostic.severity)),
        )
    });
    let mut first_of = std::collections::BTreeMap::new();
    let mut settled: Vec<Diagnostic> = Vec::new();
    for diagnostic in diagnostics {
        if diagnostic.code == crate::codes::UNKNOWN_NAME {
            match first_of.get(&diagnostic.message) {
                Some(&first) => {
                    let first: &mut Diagnostic = &mut settled[first];
                    first
                        .related
                        .push((diagnostic.span, "also here".to_owned()));
                    continue;
                }
                None => {
                    first_of.insert(diagnostic.message.clone(), settled.len());
                }
            }
        }
        settled.push(diagnostic);
    }
    settled
}

fn severity_rank(severity: Severity) -> u8 {
    match severity {
        Severity::Error => 2,
        Severity::Warning => 1,
        Severity::Note => 0,
    }
}
