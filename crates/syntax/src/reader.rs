//! Reads one line from left to right: the words, numbers, dates and durations that all three languages share.
//!
//! The first thing that does not fit ends the line with one message, so every function here returns
//! either what it read or that message. Looking ahead is done by reading on and going [`Reader::back_to`].

pub(crate) mod calendar;
mod number;

use crate::codes::{self, Code};
use crate::diagnostic::Diagnostic;
use crate::lex::{self, Token, TokenKind};
use crate::names::{self, Declared};
use crate::words::{Ref, Slot, Span, Status, Text, Words, Zone};

/// What was read, or the one message about the line.
pub(crate) type Read<T> = Result<T, Box<Diagnostic>>;

pub(crate) struct Reader<'a> {
    pub text: &'a str,
    pub declared: &'a Declared,
    tokens: &'a [Token],
    at: usize,
    /// Where the line's words end.
    line_end: usize,
    /// Tidy spellings of what was read, by place and in order: for the formatter.
    pub tidy: Vec<(Span, String)>,
    pub holes: Vec<Span>,
    /// Where the names that were met are declared.
    pub used: Vec<Span>,
    /// How many brackets, points within points and sums within sums are open.
    depth: usize,
    /// Messages that do not spoil the line.
    pub remarks: Vec<Diagnostic>,
}

/// So deep may brackets, points and sums be nested.
const NESTING_MAX: usize = 48;

/// A place to go back to.
#[derive(Clone, Copy)]
pub(crate) struct Mark {
    at: usize,
    tidy: usize,
    holes: usize,
    remarks: usize,
}

impl<'a> Reader<'a> {
    pub fn new(text: &'a str, declared: &'a Declared, tokens: &'a [Token], line: Span) -> Reader<'a> {
        let line_end = tokens.last().map_or(line.end, |token| token.span.end);
        Reader {
            text,
            declared,
            tokens,
            at: 0,
            line_end,
            tidy: Vec::new(),
            holes: Vec::new(),
            used: Vec::new(),
            depth: 0,
            remarks: Vec::new(),
        }
    }

    // ---- places ----

    pub fn mark(&self) -> Mark {
        Mark { at: self.at, tidy: self.tidy.len(), holes: self.holes.len(), remarks: self.remarks.len() }
    }

    pub fn back_to(&mut self, mark: Mark) {
        self.at = mark.at;
        self.tidy.truncate(mark.tidy);
        self.holes.truncate(mark.holes);
        self.remarks.truncate(mark.remarks);
    }

    /// Returns the tokens not yet read.
    pub fn rest(&self) -> &'a [Token] {
        &self.tokens[self.at..]
    }

    pub fn is_at_end(&self) -> bool {
        self.at == self.tokens.len()
    }

    /// Returns the place of the next token, or the end of the line.
    pub fn here(&self) -> Span {
        self.rest().first().map_or(Span::new(self.line_end, self.line_end), |token| token.span)
    }

    /// Returns the byte where the next token starts.
    pub fn start(&self) -> usize {
        self.here().start
    }

    /// Returns from `start` to the end of the last token read.
    pub fn since(&self, start: usize) -> Span {
        let end = self.at.checked_sub(1).map_or(start, |last| self.tokens[last].span.end);
        Span::new(start, end.max(start))
    }

    pub fn slice(&self, span: Span) -> &'a str {
        &self.text[span.start..span.end]
    }

    /// Returns the words from here to the end of the line, for a message.
    pub fn rest_words(&self) -> String {
        lex::spell(self.text, self.rest())
    }

    /// Returns the place from here to the end of the line.
    pub fn rest_span(&self) -> Span {
        Span::new(self.start(), self.line_end)
    }

    // ---- tokens ----

    pub fn peek(&self) -> Option<TokenKind> {
        self.rest().first().map(|token| token.kind)
    }

    pub fn peek_word(&self) -> Option<&'a str> {
        self.word_at(0)
    }

    pub fn word_at(&self, ahead: usize) -> Option<&'a str> {
        let token = self.rest().get(ahead)?;
        (token.kind == TokenKind::Word).then(|| self.slice(token.span))
    }

    pub fn kind_at(&self, ahead: usize) -> Option<TokenKind> {
        self.rest().get(ahead).map(|token| token.kind)
    }

    /// Reads `count` tokens and returns their place.
    pub fn advance(&mut self, count: usize) -> Span {
        let start = self.start();
        self.at = (self.at + count).min(self.tokens.len());
        self.since(start)
    }

    /// Reads a sign, if it comes next.
    pub fn eat_sign(&mut self, kind: TokenKind) -> bool {
        let found = self.peek() == Some(kind);
        if found {
            self.at += 1;
        }
        found
    }

    /// Returns whether these words come next.
    pub fn sees(&self, words: &str) -> bool {
        words.split(' ').enumerate().all(|(i, word)| self.word_at(i) == Some(word))
    }

    /// Reads these words, if they come next.
    pub fn eat(&mut self, words: &str) -> bool {
        let found = self.sees(words);
        if found {
            self.at += words.split(' ').count();
        }
        found
    }

    /// Reads these words, which must come next.
    pub fn expect(&mut self, words: &str) -> Read<()> {
        if self.eat(words) { Ok(()) } else { Err(self.incomplete(&format!("`{words}`"))) }
    }

    /// Reads these words, which must come next; if they do not, `help` says what to write.
    pub fn expect_or(&mut self, words: &str, help: &str) -> Read<()> {
        self.expect(words).map_err(|mut error| {
            error.help.push(help.to_owned());
            error
        })
    }

    pub fn expect_sign(&mut self, kind: TokenKind, sign: &str) -> Read<()> {
        if self.eat_sign(kind) { Ok(()) } else { Err(self.incomplete(&format!("`{sign}`"))) }
    }

    /// Asks that nothing is left on the line.
    pub fn end(&self) -> Read<()> {
        if self.is_at_end() {
            return Ok(());
        }
        let message = format!("`{}` is more than this line can say", self.rest_words());
        let help = match self.peek_word() {
            Some("unless") => "for an excuse write a line `excused if …` of its own below".to_owned(),
            Some(
                word @ ("if" | "while" | "upon" | "excused" | "suspended" | "owed" | "reading" | "because" | "note"),
            ) => {
                format!("give what begins with `{word}` a line of its own below")
            }
            Some("to") if self.date_ahead(1) => "write `until` instead of `to`".to_owned(),
            Some("at") if self.word_at(1).is_some_and(|word| word.contains(':')) => {
                "write the time right after the date, without `at`".to_owned()
            }
            Some("after") => "a notice stands before its act: `6 months after NOTICE`, with a declared act".to_owned(),
            Some("and") if self.sees("and keep") => {
                "a level that was reached and must stay is written `… and keep it there`".to_owned()
            }
            Some("holds") => "leave `holds` out: the name of the condition is enough here".to_owned(),
            Some(_) if matches!(self.word_at(1), Some("am" | "pm" | "a.m." | "p.m.")) => {
                "write hours and minutes on a clock of 24 hours, for instance `09:00` or `21:30`".to_owned()
            }
            Some(_) | None => "take these words out, or give them a line of their own".to_owned(),
        };
        Err(Box::new(
            Diagnostic::error(codes::UNEXPECTED_WORDS, self.rest_span(), message)
                .label("the line is complete before these words")
                .help(help),
        ))
    }

    /// Reads something that may hold itself. There is an end to that, so that no file exhausts the stack.
    pub fn nested<T>(&mut self, read: impl FnOnce(&mut Self) -> Read<T>) -> Read<T> {
        if self.depth == NESTING_MAX {
            let mut error = self.error(codes::TOO_DEEP, self.here(), "this is nested too deeply");
            error.help.push("declare a part of it under a name of its own".to_owned());
            return Err(error);
        }
        self.depth += 1;
        let value = read(self);
        self.depth -= 1;
        value
    }

    // ---- messages ----

    pub fn error(&self, code: Code, span: Span, message: impl Into<String>) -> Box<Diagnostic> {
        Box::new(Diagnostic::error(code, span, message))
    }

    /// Returns the message that something else must stand here.
    pub fn incomplete(&self, wanted: &str) -> Box<Diagnostic> {
        self.lacking(codes::INCOMPLETE_LINE, wanted)
    }

    /// Returns the message that something else must stand here, under this code.
    pub fn lacking(&self, code: Code, wanted: &str) -> Box<Diagnostic> {
        let message = match self.rest().first() {
            Some(token) => format!("{wanted} must stand where `{}` stands", self.slice(token.span)),
            None => format!("{wanted} is missing at the end of this line"),
        };
        Box::new(Diagnostic::error(code, self.here(), message).label(format!("{wanted} belongs here")))
    }

    // ---- texts, holes, runs ----

    pub fn text(&mut self, wanted: &str) -> Read<Text> {
        match self.optional_text() {
            Some(text) => Ok(text),
            None => {
                let mut error = self.lacking(codes::MISSING_TEXT, wanted);
                error.help.push("write it between double quotation marks: `\"…\"`".to_owned());
                Err(error)
            }
        }
    }

    pub fn optional_text(&mut self) -> Option<Text> {
        let token = self.rest().first().filter(|token| token.kind == TokenKind::Text)?;
        self.at += 1;
        let value = lex::unescape(self.slice(token.span));
        self.tidy.push((token.span, lex::escape(&value)));
        Some(Text { value, span: token.span })
    }

    /// Reads a `?`, if it comes next.
    pub fn hole(&mut self) -> Option<Span> {
        let span = self.here();
        self.eat_sign(TokenKind::Hole).then(|| {
            self.holes.push(span);
            span
        })
    }

    /// Returns how many tokens, words and signs without blanks between them, come next.
    fn run_length(&self, signs: &[TokenKind]) -> usize {
        let fits = |token: &Token| token.kind == TokenKind::Word || signs.contains(&token.kind);
        let rest = self.rest();
        match rest.first() {
            Some(first) if fits(first) => 1 + rest[1..].iter().take_while(|token| token.glued && fits(token)).count(),
            Some(_) | None => 0,
        }
    }

    /// Reads an identifier of a record: whatever stands up to the next blank or comma.
    pub fn run(&mut self, wanted: &str) -> Read<Words> {
        let signs = [
            TokenKind::Divided,
            TokenKind::Plus,
            TokenKind::Times,
            TokenKind::Percent,
            TokenKind::Colon,
            TokenKind::Semicolon,
            TokenKind::Equals,
        ];
        let length = self.run_length(&signs);
        if length == 0 {
            return Err(self.incomplete(wanted));
        }
        let span = self.advance(length);
        let text = self.slice(span).to_owned();
        self.tidy.push((span, text.clone()));
        Ok(Words { text, span })
    }

    /// Reads words up to where `stop` says that they end.
    pub fn words_until(&mut self, wanted: &str, stop: impl Fn(&Reader<'a>) -> bool) -> Read<Words> {
        let mark = self.mark();
        let start = self.start();
        while !self.is_at_end() && !stop(self) {
            self.at += 1;
        }
        let words = &self.tokens[mark.at..self.at];
        if words.is_empty() {
            return Err(self.incomplete(wanted));
        }
        if let Some(odd) = words.iter().find(|token| !may_stand_in_name(token.kind)) {
            let message = format!("`{}` cannot stand in a name", self.slice(odd.span));
            return Err(self.error(codes::BAD_NAME, odd.span, message));
        }
        let text = lex::spell(self.text, words);
        let span = self.since(start);
        self.tidy.push((span, text.clone()));
        Ok(Words { text, span })
    }

    // ---- references, zones ----

    /// Reads the reference of a clause.
    pub fn reference(&mut self) -> Read<Slot<Ref>> {
        if let Some(hole) = self.hole() {
            return Ok(Slot::Hole(hole));
        }
        self.known_reference().map(Slot::Known)
    }

    pub fn known_reference(&mut self) -> Read<Ref> {
        let length = self.run_length(&[TokenKind::Divided]);
        let text = if length == 0 { "" } else { self.slice(self.rest()[0].span.to(self.rest()[length - 1].span)) };
        let good = text.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '/' | '-' | '_'));
        if text.is_empty() || !good || !text.contains(char::is_alphanumeric) {
            let mut error = self.lacking(codes::BAD_REFERENCE, "the reference of a clause");
            error.help.push("write letters, digits, `.`, `/` and `-` without spaces, for instance `1.A.2`".to_owned());
            return Err(error);
        }
        let span = self.advance(length);
        self.tidy.push((span, text.to_owned()));
        Ok(Ref { text: text.to_owned(), span })
    }

    pub fn zone(&mut self) -> Read<Zone> {
        let length = self.run_length(&[TokenKind::Divided, TokenKind::Plus]);
        if length == 0 {
            let mut error = self.incomplete("a time zone");
            error.help.push("write an IANA name such as `Asia/Kabul`, or `UTC`, or `+04:30`".to_owned());
            return Err(error);
        }
        let span = self.advance(length);
        let text = self.slice(span).to_owned();
        self.tidy.push((span, text.clone()));
        Ok(Zone { text, span })
    }

    /// Returns whether a zone comes next that cannot be anything else.
    pub fn sees_zone(&self) -> bool {
        match self.peek() {
            Some(TokenKind::Plus) => self.word_at(1).is_some_and(|word| word.contains(':')),
            Some(TokenKind::Word) => {
                let word = self.peek_word().unwrap_or_default();
                word == "UTC"
                    || word == "Z"
                    || (word.starts_with('-') && word.contains(':'))
                    || (word.starts_with(char::is_alphabetic)
                        && self.rest().get(1).is_some_and(|next| next.kind == TokenKind::Divided && next.glued))
            }
            _ => false,
        }
    }

    // ---- words of closed lists ----

    pub fn status(&mut self) -> Read<Status> {
        let longest =
            Status::ALL.into_iter().filter(|status| self.sees(status.words())).max_by_key(|s| s.words().len());
        let Some(status) = longest else {
            let mut error = self.lacking(codes::UNKNOWN_STATUS, "a status");
            let near = self.peek_word().and_then(|word| names::nearest_word(word, Status::ALL.map(Status::words)));
            let meant = match self.peek_word() {
                Some("breached" | "broken" | "infringed") => Some("violated"),
                Some("performed" | "done" | "kept" | "satisfied" | "complied") => Some("fulfilled"),
                Some("late") => Some("fulfilled late"),
                Some(_) | None => None,
            };
            error.help.push(match meant.or(near) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("a status is one of {}", Status::ALL.map(Status::words).join(", ")),
            });
            return Err(error);
        };
        self.eat(status.words());
        Ok(status)
    }
}

pub(crate) fn may_stand_in_name(kind: TokenKind) -> bool {
    match kind {
        TokenKind::Word
        | TokenKind::Comma
        | TokenKind::Plus
        | TokenKind::Times
        | TokenKind::Divided
        | TokenKind::Percent => true,
        TokenKind::Text
        | TokenKind::Semicolon
        | TokenKind::Colon
        | TokenKind::Open
        | TokenKind::Close
        | TokenKind::Equals
        | TokenKind::Hole => false,
    }
}
