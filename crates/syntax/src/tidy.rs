//! The formatter: every line that was read is written with tidy spacing, every other line stays as it is.
//!
//! Indentation is two spaces (four for a `because` below a reading), one blank stands between words, numbers
//! have a comma before each three digits, dates read `29 February 2020`, comments keep their words and stand
//! two blanks after what they follow, and no two blank lines follow each other. Nothing is lined up in columns,
//! so that a changed name changes one line. The words and their order never change.

use crate::layout::Good;
use crate::lex::{Line, TokenKind};
use crate::words::{Comment, Span};

/// Returns the file in its one tidy form.
pub(crate) fn tidy(text: &str, lines: &[Line], comments: &[Comment], good: &[Option<Good>]) -> String {
    let mut tidied = String::with_capacity(text.len());
    let mut blank_before = false;
    for (index, line) in lines.iter().enumerate() {
        let comment = line.comment.map(|comment| comments[comment].text.as_str());
        let written = match (&good[index], comment) {
            (Some(good), comment) => with_comment(tidy_line(text, line, good), comment),
            (None, Some(comment)) if line.is_silent() => {
                format!("{}{comment}", "  ".repeat(comment_depth(lines, good, index)))
            }
            (None, None) if line.is_silent() => {
                blank_before = !tidied.is_empty();
                continue;
            }
            (None, _) => text[line.span.start..line.span.end].trim_end().to_owned(),
        };
        if blank_before {
            tidied.push('\n');
            blank_before = false;
        }
        tidied.push_str(&written);
        tidied.push('\n');
    }
    tidied
}

fn with_comment(line: String, comment: Option<&str>) -> String {
    match comment {
        Some(comment) => format!("{line}  {comment}"),
        None => line,
    }
}

/// A comment at the margin stays there; an indented one goes with the line below it, or else above it.
fn comment_depth(lines: &[Line], good: &[Option<Good>], index: usize) -> usize {
    if lines[index].indent == 0 {
        return 0;
    }
    let depth = |at: usize| match &good[at] {
        Some(good) => good.depth,
        None => usize::from(lines[at].indent > 0),
    };
    let speaks = |at: &usize| !lines[*at].is_silent();
    let next = (index + 1..lines.len()).find(speaks).map_or(0, depth);
    let before = (0..index).rev().find(speaks).map_or(0, depth);
    if next > 0 { next } else { before.max(1) }
}

/// A word or sign as it will be written.
struct Piece<'a> {
    words: &'a str,
    kind: TokenKind,
    /// Nothing stood between it and the piece before, and both stand as they were written.
    glued: bool,
}

fn tidy_line(text: &str, line: &Line, good: &Good) -> String {
    let mut written = "  ".repeat(good.depth);
    let mut before: Option<TokenKind> = None;
    for piece in pieces(text, line, &good.tidy) {
        if before.is_some_and(|before| blank_between(before, &piece)) {
            written.push(' ');
        }
        written.push_str(piece.words);
        before = Some(piece.kind);
    }
    written
}

/// Returns the tokens of a line, those with a tidy spelling joined under it.
fn pieces<'a>(text: &'a str, line: &Line, tidy: &'a [(Span, String)]) -> Vec<Piece<'a>> {
    let mut pieces = Vec::new();
    let mut spellings = tidy.iter().peekable();
    let mut covered = 0;
    let mut as_written = false;
    for token in &line.tokens {
        while spellings.peek().is_some_and(|(span, _)| span.start < token.span.start) {
            spellings.next();
        }
        if let Some((span, words)) = spellings.next_if(|(span, _)| span.start == token.span.start) {
            covered = span.end;
            as_written = false;
            let kind = if token.kind == TokenKind::Text { TokenKind::Text } else { TokenKind::Word };
            pieces.push(Piece { words, kind, glued: false });
        } else if token.span.start >= covered {
            let words = &text[token.span.start..token.span.end];
            pieces.push(Piece { words, kind: token.kind, glued: token.glued && as_written });
            as_written = true;
        }
    }
    pieces
}

fn blank_between(before: TokenKind, piece: &Piece) -> bool {
    match (before, piece.kind) {
        (_, TokenKind::Comma | TokenKind::Semicolon | TokenKind::Colon | TokenKind::Close) => false,
        (TokenKind::Open, _) => false,
        (TokenKind::Comma | TokenKind::Semicolon | TokenKind::Colon | TokenKind::Close, _) => true,
        (_, TokenKind::Open | TokenKind::Equals | TokenKind::Percent | TokenKind::Text) => true,
        (TokenKind::Equals | TokenKind::Percent | TokenKind::Text, _) => true,
        _ => !piece.glued,
    }
}
