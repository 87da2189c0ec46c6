//! The tree of a `.policy` file.
//!
//! A policy is read without the agreement it will be used with, so the names in it are plain
//! [`Words`]: the room that knows both files looks them up.

pub use crate::words::{Comment, Date, Duration, Number, Span, Text, Words};

/// A whole `.policy` file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Policy {
    /// The title; `None` only if the file has no readable `policy` line.
    pub name: Option<Text>,
    /// The rules below the `policy` line, in the order written.
    pub rules: Vec<Rule>,
    /// The sources, in the order written.
    pub sources: Vec<Source>,
    /// Who prevails over whom, in the order written.
    pub prevails: Vec<Prevails>,
    /// Every comment, in order.
    pub comments: Vec<Comment>,
}

/// `rule`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Rule {
    /// What it says.
    pub kind: RuleKind,
    /// The place.
    pub span: Span,
}

/// What a rule says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum RuleKind {
    /// `admit GRADE or better [from NUMBER independent sources]`.
    Admit {
        /// The bar.
        grade: Grade,
        /// How many independent sources; `None` is one.
        sources: Option<u32>,
    },
    /// `unlisted sources are ( LETTER | refused )`; `None` is `refused`.
    Unlisted(Option<Letter>),
    /// `unrated claims count as DIGIT`.
    Unrated(Credibility),
    /// `about means NUMBER %`.
    About(Number),
    /// `… hold for DURATION`.
    Hold {
        /// What holds.
        what: Holding,
        /// For how long.
        duration: Duration,
    },
    /// `a denial by the obligor alone disputes` (true) or `does not dispute` (false).
    ObligorDenialDisputes(bool),
}

/// What is carried forward for a time.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Holding {
    /// `levels`.
    Levels,
    /// `findings`.
    Findings,
    /// One declared measure or condition.
    Named(Words),
}

/// `GRADE`: reliability of the source and credibility of the claim.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Grade {
    /// Reliability.
    pub letter: Letter,
    /// Credibility.
    pub digit: Credibility,
    /// The place.
    pub span: Span,
}

/// The reliability of a source, `A` best; `F` cannot be judged.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
#[expect(missing_docs, reason = "each name is the letter it stands for")]
pub enum Letter {
    A,
    B,
    C,
    D,
    E,
    F,
}

/// The credibility of a claim, 1 best to 6; 6 cannot be judged.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Credibility(pub u8);

/// `source` and the `covers` lines indented below it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Source {
    /// Its name, as the evidence spells it.
    pub name: Text,
    /// `grade LETTER`; `None` is `lead only`.
    pub grade: Option<Letter>,
    /// `speaks for NAMES`.
    pub speaks_for: Vec<SpeaksFor>,
    /// `repeats STRING`.
    pub repeats: Vec<Text>,
    /// The `covers` lines.
    pub covers: Vec<Covers>,
    /// From `source` to the end of the last line.
    pub span: Span,
}

/// `speaks for NAMES`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SpeaksFor {
    /// What stands between the commas. The last may be `A and B`: whether this is one name or
    /// two, only the agreement can tell; [`Words::splits`] gives the ways to cut it.
    pub names: Vec<Words>,
    /// The place.
    pub span: Span,
}

/// `covers NAME [in PLACE] [from DATE] [until DATE] [, its silence counts after DURATION]`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Covers {
    /// `NAME [in PLACE]`, uncut because a name may hold `in`: look the whole up first, then cut
    /// it at an `in` with [`Words::splits`].
    pub what: Words,
    /// From which day.
    pub from: Option<Date>,
    /// Until which day.
    pub until: Option<Date>,
    /// After how long its silence counts.
    pub silence_after: Option<Duration>,
    /// The place.
    pub span: Span,
}

/// `STRING prevails over STRING [on NAME]`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Prevails {
    /// Who prevails.
    pub winner: Text,
    /// Over whom.
    pub loser: Text,
    /// On which declared name; `None` is on everything.
    pub on: Option<Words>,
    /// The place.
    pub span: Span,
}
