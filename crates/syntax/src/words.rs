//! The small words of all three languages: names, numbers, dates, durations, references.
//!
//! Everything here carries the place where it was written. Numbers and dates stay exactly as
//! written (no rounding, no arithmetic); what they mean is the business of the rooms that follow.

use std::fmt;

/// A stretch of the file, in bytes: `start` is the first byte, `end` the first byte after it.
///
/// Its `Debug` form is `12..34`; in the alternate form (`{:#?}`) it is a single dot, so that
/// the alternate form of a tree is the tree without its places. [`crate::outline`] uses that.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Span {
    /// The first byte.
    pub start: usize,
    /// The first byte after the stretch.
    pub end: usize,
}

impl Span {
    /// Returns the stretch from `start` up to, not including, `end`.
    pub fn new(start: usize, end: usize) -> Span {
        Span { start, end }
    }

    /// Returns the smallest stretch that holds both.
    pub fn to(self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// Returns whether `other` lies wholly inside.
    pub fn holds(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }
}

impl fmt::Debug for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if f.alternate() { write!(f, "·") } else { write!(f, "{}..{}", self.start, self.end) }
    }
}

/// Something that is known, or a `?` that says it is not known yet.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Slot<T> {
    /// It was written.
    Known(T),
    /// A `?` stands in its place.
    Hole(Span),
}

impl<T> Slot<T> {
    /// Returns what was written, unless it is a hole.
    pub fn known(&self) -> Option<&T> {
        match self {
            Slot::Known(value) => Some(value),
            Slot::Hole(_) => None,
        }
    }
}

/// A text between straight double quotes. Inside, `\"` is a double quote and `\\` a backslash.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Text {
    /// What stands between the quotes, with `\"` and `\\` resolved.
    pub value: String,
    /// The place, with its quotes.
    pub span: Span,
}

/// Words that only another file can resolve: a name in a policy or a case.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Words {
    /// The words, one blank between each two.
    pub text: String,
    /// The place.
    pub span: Span,
}

impl Words {
    /// Returns every way to cut the words in two at the separate word `at`, in order.
    ///
    /// ```
    /// use servanda_syntax::words::{Span, Words};
    /// let words = Words { text: "attacks in towns in Helmand".into(), span: Span::default() };
    /// let cuts: Vec<_> = words.splits("in").collect();
    /// assert_eq!(cuts, [("attacks", "towns in Helmand"), ("attacks in towns", "Helmand")]);
    /// ```
    pub fn splits<'a>(&'a self, at: &str) -> impl Iterator<Item = (&'a str, &'a str)> {
        let separator = format!(" {at} ");
        let mut cuts = Vec::new();
        let mut from = 0;
        while let Some(found) = self.text[from..].find(&separator) {
            let cut = from + found;
            cuts.push((&self.text[..cut], &self.text[cut + separator.len()..]));
            from = cut + 1;
        }
        cuts.into_iter()
    }
}

/// What a name was declared as.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum NameKind {
    /// `party`.
    Party,
    /// `outsider`.
    Outsider,
    /// `group`.
    Group,
    /// `set`.
    Set,
    /// An element of a set that is no party, outsider or group.
    Element,
    /// `attribute`.
    Attribute,
    /// A value of an attribute.
    Value,
    /// `table`.
    Table,
    /// `event`; also the built-in `signature` and `entry into force`.
    Event,
    /// `act`, written by its name.
    Act,
    /// `act`, written by its noun (`as …`); the text of the name is still the act's name.
    ActByNoun,
    /// `measure`.
    Measure,
    /// `condition`.
    Condition,
    /// `period`.
    Period,
    /// `reading`.
    Reading,
    /// `outside`.
    Outside,
}

/// A declared name, where it is declared or used.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Name {
    /// The name as it was declared, one blank between each two words. For an act written by
    /// its noun this is the act's name, not the noun.
    pub text: String,
    /// What it was declared as.
    pub kind: NameKind,
    /// The place.
    pub span: Span,
}

/// The reference of a clause: letters, digits, `.`, `/`, `-`, without spaces.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Ref {
    /// The reference, for instance `1.A.2` or `1/kept`.
    pub text: String,
    /// The place.
    pub span: Span,
}

/// A unit as it was written after a number or between brackets.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Unit {
    /// The words; after a number this is the declared unit or its singular, as written.
    pub text: String,
    /// The place.
    pub span: Span,
}

/// An exact decimal number as written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Number {
    /// An optional `-`, digits, optionally a point and digits; the commas are left out.
    pub digits: String,
    /// The place.
    pub span: Span,
}

impl Number {
    /// Returns whether the number has no digit other than zero after its point.
    pub fn is_whole(&self) -> bool {
        self.digits.split_once('.').is_none_or(|(_, fraction)| fraction.bytes().all(|b| b == b'0'))
    }
}

/// A day of the calendar that exists.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Date {
    /// The year, 1 to 9999.
    pub year: i16,
    /// The month, 1 to 12.
    pub month: u8,
    /// The day of the month.
    pub day: u8,
    /// The place.
    pub span: Span,
}

/// A time of day, to the minute or the second.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Time {
    /// 0 to 23 (24 with no minutes is the end of the day).
    pub hour: u8,
    /// 0 to 59.
    pub minute: u8,
    /// The place.
    pub span: Span,
}

/// A time zone as written: an IANA name, `UTC`, or an offset such as `+04:30`.
///
/// Whether a name exists is asked by the room that knows the zone database.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Zone {
    /// The words.
    pub text: String,
    /// The place.
    pub span: Span,
}

/// `DATE [ TIME [ ZONE ] ]`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Moment {
    /// The day.
    pub date: Date,
    /// The time of day, if one is written.
    pub time: Option<Time>,
    /// The zone of the time, if one is written.
    pub zone: Option<Zone>,
    /// The place.
    pub span: Span,
}

/// A length of time: `2 years and 3 days`, `1 month rounded down`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Duration {
    /// At least one part, in the order written.
    pub parts: Vec<DurationPart>,
    /// `rounded up` or `rounded down`.
    pub rounded: Option<Rounding>,
    /// The place.
    pub span: Span,
}

/// One count with its unit of time.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DurationPart {
    /// How many; may be written with a fraction, which the checker reports where it has no meaning.
    pub count: Slot<Number>,
    /// Of what.
    pub unit: TimeUnit,
    /// The place.
    pub span: Span,
}

/// A unit of time.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[expect(missing_docs, reason = "each name is the word it stands for")]
pub enum TimeUnit {
    Years,
    Months,
    Weeks,
    Days,
    Hours,
    Minutes,
}

/// Which way a month that lacks the day is rounded.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Rounding {
    /// To the first day of the next month.
    Up,
    /// To the last day of the month.
    Down,
}

/// What became of a commitment: the words of the status table.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
#[expect(missing_docs, reason = "each name is the word it stands for")]
pub enum Status {
    Dormant,
    Pending,
    Due,
    Suspended,
    Fulfilled,
    FulfilledLate,
    Violated,
    Excused,
    Waived,
    Lapsed,
    Ended,
    Met,
    Missed,
    Open,
    UsedUp,
    Expired,
    Available,
    Exercised,
    NotJudged,
}

impl Status {
    /// Every status, in the order of the status table.
    pub const ALL: [Status; 19] = [
        Status::Dormant,
        Status::Pending,
        Status::Due,
        Status::Suspended,
        Status::Fulfilled,
        Status::FulfilledLate,
        Status::Violated,
        Status::Excused,
        Status::Waived,
        Status::Lapsed,
        Status::Ended,
        Status::Met,
        Status::Missed,
        Status::Open,
        Status::UsedUp,
        Status::Expired,
        Status::Available,
        Status::Exercised,
        Status::NotJudged,
    ];

    /// Returns the words of the status table, for instance `fulfilled late`.
    pub fn words(self) -> &'static str {
        match self {
            Status::Dormant => "dormant",
            Status::Pending => "pending",
            Status::Due => "due",
            Status::Suspended => "suspended",
            Status::Fulfilled => "fulfilled",
            Status::FulfilledLate => "fulfilled late",
            Status::Violated => "violated",
            Status::Excused => "excused",
            Status::Waived => "waived",
            Status::Lapsed => "lapsed",
            Status::Ended => "ended",
            Status::Met => "met",
            Status::Missed => "missed",
            Status::Open => "open",
            Status::UsedUp => "used up",
            Status::Expired => "expired",
            Status::Available => "available",
            Status::Exercised => "exercised",
            Status::NotJudged => "not judged",
        }
    }
}

/// How we know a status.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
#[expect(missing_docs, reason = "each name is the word it stands for")]
pub enum Standing {
    Shown,
    Presumed,
    Unknown,
    Disputed,
}

impl Standing {
    /// Every standing.
    pub const ALL: [Standing; 4] = [Standing::Shown, Standing::Presumed, Standing::Unknown, Standing::Disputed];

    /// Returns the word, for instance `shown`.
    pub fn word(self) -> &'static str {
        match self {
            Standing::Shown => "shown",
            Standing::Presumed => "presumed",
            Standing::Unknown => "unknown",
            Standing::Disputed => "disputed",
        }
    }
}

/// A comment, from its `#` to the end of the line.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Comment {
    /// The comment with its `#`, without blanks at its end.
    pub text: String,
    /// Whether nothing else stands on its line.
    pub own_line: bool,
    /// The place.
    pub span: Span,
}
