//! Text to lines, and each line to tokens.
//!
//! The lexer knows no keywords: it only cuts. A line it cannot cut keeps the tokens up to the
//! trouble (its name may still be collected) together with the one message about it.

use crate::codes;
use crate::diagnostic::Diagnostic;
use crate::words::{Comment, Span};

/// One line of the file, cut into tokens.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    /// From the first to after the last byte, without the line's end.
    pub span: Span,
    /// How many blanks stand before the first token.
    pub indent: usize,
    pub tokens: Vec<Token>,
    /// The tokens without a full stop, comma or semicolon at the end of the line, if one stands there.
    pub unpunctuated: Option<Vec<Token>>,
    /// The one thing wrong with how the line is written, if anything is.
    pub problem: Option<Diagnostic>,
    /// The index of the comment at its end.
    pub comment: Option<usize>,
}

impl Line {
    /// Returns whether the line says nothing: blank, or a comment only.
    pub fn is_silent(&self) -> bool {
        self.tokens.is_empty() && self.problem.is_none()
    }

    /// Returns from the first to after the last token.
    pub fn words(&self) -> Span {
        match (self.tokens.first(), self.tokens.last()) {
            (Some(first), Some(last)) => first.span.to(last.span),
            (None, _) | (_, None) => self.span,
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Token {
    pub kind: TokenKind,
    pub span: Span,
    /// No blank stands between it and the token before.
    pub glued: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum TokenKind {
    /// Letters, digits and whatever else is no sign: a word, a number, `1.A.2`, `09:00`, `8,600`.
    Word,
    /// A text between double quotes.
    Text,
    Comma,
    Semicolon,
    Colon,
    Open,
    Close,
    Equals,
    Plus,
    Times,
    Divided,
    Percent,
    Hole,
}

/// Returns the lines of a file and its comments.
pub(crate) fn lex(text: &str) -> (Vec<Line>, Vec<Comment>) {
    let mut comments = Vec::new();
    let mut lines = Vec::new();
    let mut start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    for raw in text[start..].split('\n') {
        let content = raw.trim_end_matches('\r');
        lines.push(lex_line(text, Span::new(start, start + content.len()), &mut comments));
        start += raw.len() + 1;
    }
    (lines, comments)
}

fn lex_line(text: &str, span: Span, comments: &mut Vec<Comment>) -> Line {
    let content = &text[span.start..span.end];
    let indentation = &content[..content.len() - content.trim_start().len()];
    let indent = indentation.chars().count();
    let mut line = Line { span, indent, tokens: Vec::new(), unpunctuated: None, problem: None, comment: None };
    let mut at = span.start + indentation.len();
    while let Some(next) = text[at..span.end].chars().next() {
        let end = match next {
            _ if next.is_whitespace() => {
                at += next.len_utf8();
                continue;
            }
            '#' => {
                let comment = text[at..span.end].trim_end();
                line.comment = Some(comments.len());
                comments.push(Comment {
                    text: comment.to_owned(),
                    own_line: line.tokens.is_empty(),
                    span: Span::new(at, at + comment.len()),
                });
                break;
            }
            '"' => match text_end(text, at, span.end) {
                Some(end) => end,
                None => {
                    let place = Span::new(at, span.end);
                    let opens = text[at + 1..span.end].chars().any(|c| !c.is_whitespace());
                    line.problem = Some(if opens || line.tokens.is_empty() {
                        Diagnostic::error(codes::UNCLOSED_QUOTE, place, "this text has no closing `\"`")
                            .help("close it on the same line; a `\"` inside a text is written `\\\"`")
                    } else {
                        Diagnostic::error(codes::UNCLOSED_QUOTE, place, "this `\"` closes a text that no `\"` opens")
                            .help("write one before the first word of the text too")
                    });
                    break;
                }
            },
            '“' | '”' | '„' | '«' | '»' => {
                line.problem = Some(
                    Diagnostic::error(
                        codes::CURLY_QUOTE,
                        Span::new(at, at + next.len_utf8()),
                        format!("`{next}` does not open or close a text"),
                    )
                    .help("write the straight `\"`; inside a text curly quotes may stay"),
                );
                break;
            }
            _ if sign(next).is_some() => at + next.len_utf8(),
            _ => word_end(text, at, span.end),
        };
        let kind = if next == '"' { TokenKind::Text } else { sign(next).unwrap_or(TokenKind::Word) };
        let glued = line.tokens.last().is_some_and(|before| before.span.end == at);
        line.tokens.push(Token { kind, span: Span::new(at, end), glued });
        at = end;
    }
    line.unpunctuated = unpunctuated(text, &line.tokens);
    if !line.tokens.is_empty()
        && let Some(problem) = indentation_problem(indentation, span.start)
    {
        line.problem = Some(problem);
    }
    line
}

/// Returns the tokens without the punctuation mark that ends a sentence in other languages.
fn unpunctuated(text: &str, tokens: &[Token]) -> Option<Vec<Token>> {
    let (last, before) = tokens.split_last()?;
    match last.kind {
        TokenKind::Comma | TokenKind::Semicolon => Some(before.to_vec()),
        TokenKind::Word if last.span.end - last.span.start > 1 && text[..last.span.end].ends_with('.') => {
            let span = Span::new(last.span.start, last.span.end - 1);
            Some(before.iter().copied().chain([Token { span, ..*last }]).collect())
        }
        _ => None,
    }
}

fn indentation_problem(indentation: &str, start: usize) -> Option<Diagnostic> {
    let span = Span::new(start, start + indentation.len());
    if indentation.contains('\t') {
        let message = "this line is indented with a tab";
        Some(Diagnostic::error(codes::TAB_INDENT, span, message).help("write two spaces instead"))
    } else if indentation.chars().count() == 1 {
        let message = "this line is indented by one space only";
        let help = "write two spaces if it belongs to the line above it, none if it does not";
        Some(Diagnostic::error(codes::SHORT_INDENT, span, message).help(help))
    } else {
        None
    }
}

fn sign(c: char) -> Option<TokenKind> {
    Some(match c {
        ',' => TokenKind::Comma,
        ';' => TokenKind::Semicolon,
        ':' => TokenKind::Colon,
        '(' => TokenKind::Open,
        ')' => TokenKind::Close,
        '=' => TokenKind::Equals,
        '+' => TokenKind::Plus,
        '*' => TokenKind::Times,
        '/' => TokenKind::Divided,
        '%' => TokenKind::Percent,
        '?' => TokenKind::Hole,
        _ => return None,
    })
}

/// Returns the byte after the closing quote of the text that opens at `at`.
fn text_end(text: &str, at: usize, end: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = at + 1;
    while at < end {
        match bytes[at] {
            b'\\' if at + 1 < end && (bytes[at + 1] == b'"' || bytes[at + 1] == b'\\') => at += 2,
            b'"' => return Some(at + 1),
            _ => at += 1,
        }
    }
    None
}

/// Returns the end of a word. A comma belongs to it between groups of three digits (`8,600`),
/// a colon between digits (`09:00`).
fn word_end(text: &str, start: usize, end: usize) -> usize {
    let bytes = text.as_bytes();
    let mut at = start;
    while let Some(next) = text[at..end].chars().next() {
        let joins = match next {
            ',' => thousands(&bytes[start..at], &bytes[at + 1..end]),
            ':' => {
                bytes[start..at].iter().all(|b| b.is_ascii_digit() || matches!(b, b':' | b'-'))
                    && bytes[at - 1].is_ascii_digit()
                    && bytes[at + 1..end].first().is_some_and(u8::is_ascii_digit)
            }
            '"' | '#' | '“' | '”' | '„' | '«' | '»' => false,
            _ => !next.is_whitespace() && sign(next).is_none(),
        };
        if !joins {
            break;
        }
        at += next.len_utf8();
    }
    at
}

/// No number is longer: what is, need not be looked through again at each of its commas.
const NUMBER_LENGTH_MAX: usize = 400;

fn thousands(before: &[u8], after: &[u8]) -> bool {
    if before.len() > NUMBER_LENGTH_MAX {
        return false;
    }
    let before = before.strip_prefix(b"-").unwrap_or(before);
    let groups: Vec<&[u8]> = before.split(|b| *b == b',').collect();
    let good = groups.iter().enumerate().all(|(i, group)| {
        group.iter().all(u8::is_ascii_digit) && if i == 0 { (1..=3).contains(&group.len()) } else { group.len() == 3 }
    });
    good && after.len() >= 3
        && after[..3].iter().all(u8::is_ascii_digit)
        && !after.get(3).is_some_and(|b| b.is_ascii_alphanumeric())
}

/// Returns what a text token says: without its quotes, `\"` and `\\` resolved.
pub(crate) fn unescape(token: &str) -> String {
    let inside = token.strip_prefix('"').unwrap_or(token);
    let inside = inside.strip_suffix('"').unwrap_or(inside);
    let mut value = String::with_capacity(inside.len());
    let mut chars = inside.chars().peekable();
    while let Some(c) = chars.next() {
        match (c, chars.peek()) {
            ('\\', Some(&escaped @ ('"' | '\\'))) => {
                value.push(escaped);
                chars.next();
            }
            _ => value.push(c),
        }
    }
    value
}

/// Returns the token that says `value`.
pub(crate) fn escape(value: &str) -> String {
    format!("\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\""))
}

/// Returns the words of some tokens as a name is spelt: one blank where blanks stand, none before a comma.
pub(crate) fn spell(text: &str, tokens: &[Token]) -> String {
    let mut words = String::new();
    for (i, token) in tokens.iter().enumerate() {
        let tight = token.glued && tokens[i.saturating_sub(1)].kind != TokenKind::Comma;
        if i > 0 && !tight && !matches!(token.kind, TokenKind::Comma | TokenKind::Semicolon | TokenKind::Colon) {
            words.push(' ');
        }
        words.push_str(&text[token.span.start..token.span.end]);
    }
    words
}
