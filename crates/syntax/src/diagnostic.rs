//! What a file should be told: plain data, rendered elsewhere.

use crate::codes::Code;
use crate::words::Span;

/// One message about one place of a file.
///
/// The message, label, help and notes are lower case, without a full stop, with the user's words
/// in backticks. Whoever shows it adds the file, the line and the source around the place.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Diagnostic {
    /// The kind of mistake; each has a page.
    pub code: Code,
    /// Whether the file can be used in spite of it.
    pub severity: Severity,
    /// The place.
    pub span: Span,
    /// What is wrong.
    pub message: String,
    /// What to say right under the place; may be empty.
    pub label: String,
    /// What to write instead.
    pub help: Vec<String>,
    /// Why it matters, how something was read.
    pub notes: Vec<String>,
    /// Other places that belong to it, each with what to say there.
    pub related: Vec<(Span, String)>,
    /// The agreement's own heading and words, if the place belongs to a clause that has them.
    pub passage: Option<Passage>,
}

/// How grave a diagnostic is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Severity {
    /// The file cannot be used.
    Error,
    /// The file can be used, and probably says something that is not meant.
    Warning,
    /// How something was read.
    Note,
}

/// The agreement's own words about a place.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Passage {
    /// The heading of the clause, for instance `Part One, D`.
    pub heading: Option<String>,
    /// Its first quote.
    pub quote: Option<String>,
}

impl Diagnostic {
    /// Returns an error with this message, to be filled in further.
    pub fn error(code: Code, span: Span, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(code, Severity::Error, span, message.into())
    }

    /// Returns a warning with this message, to be filled in further.
    pub fn warning(code: Code, span: Span, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(code, Severity::Warning, span, message.into())
    }

    /// Returns a note with this message, to be filled in further.
    pub fn note(code: Code, span: Span, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(code, Severity::Note, span, message.into())
    }

    fn new(code: Code, severity: Severity, span: Span, message: String) -> Diagnostic {
        Diagnostic {
            code,
            severity,
            span,
            message,
            label: String::new(),
            help: Vec::new(),
            notes: Vec::new(),
            related: Vec::new(),
            passage: None,
        }
    }

    /// Returns it with these words right under the place.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Diagnostic {
        self.label = label.into();
        self
    }

    /// Returns it with one more piece of advice.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Diagnostic {
        self.help.push(help.into());
        self
    }

    /// Returns it with one more remark.
    #[must_use]
    pub fn remark(mut self, remark: impl Into<String>) -> Diagnostic {
        self.notes.push(remark.into());
        self
    }

    /// Returns it with one more place that belongs to it.
    #[must_use]
    pub fn related(mut self, span: Span, label: impl Into<String>) -> Diagnostic {
        self.related.push((span, label.into()));
        self
    }
}

/// A line and a column, both from 1, the column in characters.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
#[expect(missing_docs, reason = "the type says it")]
pub struct Place {
    pub line: usize,
    pub column: usize,
}

/// The lines of a text, to turn bytes into lines and columns.
///
/// ```
/// use servanda_syntax::Places;
/// let places = Places::of("é b\nc");
/// let place = places.at(3);
/// assert_eq!((place.line, place.column), (1, 3));
/// assert_eq!(places.at(5).line, 2);
/// assert_eq!(places.line(2), Some("c"));
/// ```
#[derive(Clone, Debug)]
pub struct Places<'a> {
    text: &'a str,
    starts: Vec<usize>,
}

impl<'a> Places<'a> {
    /// Returns the lines of `text`.
    pub fn of(text: &'a str) -> Places<'a> {
        let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Places { text, starts }
    }

    /// Returns the line and column of a byte; a byte after the end is the end.
    pub fn at(&self, byte: usize) -> Place {
        let byte = byte.min(self.text.len());
        let line = self.starts.partition_point(|&start| start <= byte);
        let start = self.starts[line - 1];
        let column = self.text.as_bytes()[start..byte].iter().filter(|&&b| b & 0xC0 != 0x80).count() + 1;
        Place { line, column }
    }

    /// Returns the text of a line, counted from 1, without its end.
    pub fn line(&self, line: usize) -> Option<&'a str> {
        let start = *self.starts.get(line.checked_sub(1)?)?;
        let end = self.starts.get(line).map_or(self.text.len(), |next| next - 1);
        Some(self.text[start..end].trim_end_matches('\r'))
    }
}
