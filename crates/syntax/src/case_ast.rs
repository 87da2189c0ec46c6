//! The tree of a `.case` file: questions with the answers they should get.

pub use crate::words::{Comment, Date, Ref, Span, Standing, Status, Text, Words, Zone};

/// A whole `.case` file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CaseFile {
    /// The cases, in the order written.
    pub cases: Vec<Case>,
    /// Every comment, in order.
    pub comments: Vec<Comment>,
}

/// `case`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Case {
    /// Its title.
    pub title: Text,
    /// The question; `None` only after an error.
    pub question: Option<Question>,
    /// The answer; `None` only after an error.
    pub expect: Option<Expect>,
    /// `because`: records that should be among the reasons.
    pub because: Vec<Words>,
    /// `why`: the reason in words.
    pub why: Option<Text>,
    /// From `case` to the end of the last line.
    pub span: Span,
}

/// `clause REF { … } at DATE known DATE`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Question {
    /// Which clause.
    pub clause: Ref,
    /// `reading NAME`.
    pub reading: Option<Words>,
    /// `policy STRING`.
    pub policy: Option<Text>,
    /// `zone ZONE`.
    pub zone: Option<Zone>,
    /// `for WORDS {, WORDS}`: the elements, as written between the commas.
    pub elements: Vec<Words>,
    /// `instance WORD`.
    pub instance: Option<Words>,
    /// How things stood at the end of this day …
    pub at: Date,
    /// … as far as was known by the end of this one.
    pub known: Date,
    /// The place.
    pub span: Span,
}

/// `expect …`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Expect {
    /// What is expected.
    pub kind: ExpectKind,
    /// The place.
    pub span: Span,
}

/// What a case expects.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ExpectKind {
    /// The candidates, in any order, and the standing if one is written.
    Answers {
        /// At least one.
        answers: Vec<Answer>,
        /// How it is known.
        standing: Option<Standing>,
    },
    /// `refused`: the question cannot be asked.
    Refused,
}

/// `STATUS [( DAYS )]`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Answer {
    /// The status.
    pub status: Status,
    /// How late.
    pub days: Option<Days>,
    /// The place.
    pub span: Span,
}

/// How many days late.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Days {
    /// `n days`.
    Exactly(u32),
    /// `n or m days`.
    Either(u32, u32),
    /// `n to m days`.
    Range(u32, u32),
}
