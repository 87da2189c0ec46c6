//! What the code of a message is, and every code of this room. Each has a page in `docs/diagnostics/`.

use std::fmt;

/// A kind of mistake: words joined by hyphens, for instance `unknown-name`.
///
/// Only the macro [`codes!`](crate::codes!) makes one, and lists it as it does: there is no message whose code is
/// in no list.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Code {
    word: &'static str,
    meaning: &'static str,
}

impl Code {
    #[doc(hidden)]
    pub const fn listed(word: &'static str, meaning: &'static str) -> Code {
        Code { word, meaning }
    }

    /// Returns the code itself.
    pub fn word(self) -> &'static str {
        self.word
    }

    /// Returns what it means, in a line.
    pub fn meaning(self) -> &'static str {
        self.meaning
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word)
    }
}

impl PartialEq<&str> for Code {
    fn eq(&self, word: &&str) -> bool {
        self.word == *word
    }
}

/// Codes that belong together.
#[derive(Clone, Copy, Debug)]
pub struct Topic {
    /// What they are about.
    pub title: &'static str,
    /// The codes.
    pub codes: &'static [Code],
}

/// Makes the list of a room's codes: a constant for each, and `TOPICS` with all of them.
#[macro_export]
macro_rules! codes {
    ($($title:literal { $($name:ident = $word:literal: $meaning:literal;)* })*) => {
        $($(#[doc = $meaning] pub const $name: $crate::codes::Code = $crate::codes::Code::listed($word, $meaning);)*)*

        /// Every code, by topic.
        pub const TOPICS: &[$crate::codes::Topic] =
            &[$($crate::codes::Topic { title: $title, codes: &[$($name),*] },)*];
    };
}

codes! {
    "How a line is written" {
        TAB_INDENT = "tab-indent": "a line is indented with a tab";
        SHORT_INDENT = "short-indent": "a line is indented by one space only";
        UNCLOSED_QUOTE = "unclosed-quote": "a text has no closing quotation mark on its line";
        CURLY_QUOTE = "curly-quote": "a text begins with a curly quotation mark";
    }
    "What a line is" {
        STRAY_INDENT = "stray-indent": "an indented line belongs to nothing above it";
        UNKNOWN_LINE = "unknown-line": "a line begins with no word of the language and no declared party";
        MISPLACED_LINE = "misplaced-line": "a line stands where lines of its kind cannot stand";
        UNEXPECTED_WORDS = "unexpected-words": "words are left over when the line is complete";
        INCOMPLETE_LINE = "incomplete-line": "a line lacks a word that must stand there";
        LINE_TWICE = "line-twice": "a line may stand only once in its place";
        NO_HEADER = "no-header": "the file does not begin with its title line";
        TOO_DEEP = "too-deep": "brackets or points in time are nested too deeply";
    }
    "Names" {
        MISSING_NAME = "missing-name": "a declaration or a line lacks a name";
        BAD_NAME = "bad-name": "a declared name holds a sign that no name may hold";
        UNKNOWN_NAME = "unknown-name": "a name is not declared";
        AMBIGUOUS_NAME = "ambiguous-name": "two declarations match the same words";
        DECLARED_TWICE = "declared-twice": "the same name or reference is declared twice";
        BUILT_IN_POINT = "built-in-point": "`signature` and `entry into force` cannot be declared";
        UNKNOWN_VALUE = "unknown-value": "an attribute has no such value";
        BARE_SET = "bare-set": "a set stands where `each` of its elements is meant";
        BARE_LIST = "bare-list": "a list of parties says neither `each of` nor `jointly`";
        BARE_UPON = "bare-upon": "`upon` an act says neither `the first` nor `each`";
    }
    "Numbers, dates, units" {
        MISSING_NUMBER = "missing-number": "a number must stand here";
        TWO_MEANINGS_NUMBER = "two-meanings-number": "a number can be read in two ways";
        NUMBER_OUT_OF_PLACE = "number-out-of-place": "a number of acts stands where it can mean nothing";
        BAD_NUMBER = "bad-number": "something looks like a number and is none";
        WRONG_UNIT = "wrong-unit": "a unit is not the declared one";
        BAD_DATE = "bad-date": "a date is not written as the language writes dates";
        NO_SUCH_DATE = "no-such-date": "the calendar has no such day";
        BAD_TIME = "bad-time": "the clock has no such time";
        BAD_DURATION = "bad-duration": "a length of time is not a number and a unit of time";
        WORKING_DAYS = "working-days": "working days are not part of the language";
        MISSING_TEXT = "missing-text": "a text between quotation marks must stand here";
        BAD_REFERENCE = "bad-reference": "the reference of a clause must stand here";
    }
    "Sentences" {
        NO_VERB = "no-verb": "a sentence lacks `must`, `aims to`, `may`, `can`, `guarantees` or `seeks`";
        NO_WINDOW = "no-window": "a clause does not say when";
        DEADLINE_WITHOUT_TRIGGER = "deadline-without-trigger": "`within` some time does not say of what";
        OR_BETWEEN_POINTS = "or-between-points": "`or` stands between two points in time";
        NO_CLOCK = "no-clock": "a suspension does not say what happens to the deadline";
        KEEP_WITHOUT_BRING = "keep-without-bring": "`and keep it there` follows something other than `bring … to …`";
        UNKNOWN_STATUS = "unknown-status": "a word is no status";
        AND_OR = "and-or": "`and` and `or` stand side by side without brackets";
        NO_OPERATIVE = "no-operative": "a clause has no sentence that says what is asked";
        TWO_OPERATIVES = "two-operatives": "a clause has more than one sentence that says what is asked";
        NO_REASON = "no-reason": "a skipped passage does not say why";
    }
    "Policies and cases" {
        BAD_GRADE = "bad-grade": "a grade is a letter from A to F with a digit from 1 to 6";
        NO_QUESTION = "no-question": "a case has no question";
        NO_ANSWER = "no-answer": "a case expects no answer";
    }
}
