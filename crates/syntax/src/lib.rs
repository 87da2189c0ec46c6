//! From the text of a `.pact`, `.policy` or `.case` file to a syntax tree, and back to tidy text.
//!
//! This room knows words and lines, and nothing of what they mean. Parsing never fails: it returns
//! what it understood together with what it would like to know. A line is the unit of meaning and of
//! recovery: one wrong line costs one message and is missing from the tree, every other line is there.
//! All declarations of a pact are collected before any name is looked up; the longest declared name wins.
//!
//! In reading order: [`words`] (names, numbers, dates), [`ast`] (the tree of a pact), [`policy_ast`],
//! [`case_ast`], [`diagnostic`], [`codes`](mod@codes) (every message there can be), [`units`] (a unit or its singular);
//! then, inside, the lexer, the names, the reader of one line, the three parsers, the formatter.
//!
//! Where the grammar leaves a choice, it is read so:
//! * In a text between quotation marks `\"` is a quotation mark and `\\` a backslash; any other backslash stands for itself.
//! * An act may be written by its name or by its noun wherever an act is meant; the noun begins after the first `as`.
//! * `signature` and `entry into force` are events in a trigger, in `has happened` and in `on EVENT …` too.
//! * An event may be declared by its name alone. A declared name begins and ends with a word.
//! * `failing which` binds loosest among points; `*` and `/` bind before `+` and `-`.
//! * `M on DATE` in a bound belongs to the measure; the window comes after it.
//! * The same name may be declared as two kinds of thing as long as no place could mean both.
//! * If a declaration cannot be read, nothing is said of the lines that use its name until it is mended.
//!
//! Not asked here: whether a clause exists that is referred to, whether a zone exists, whether durations and
//! windows make sense, and everything else that needs more than the words of one line.

pub mod ast;
mod case;
pub mod case_ast;
pub mod codes;
pub mod diagnostic;
mod layout;
mod lex;
mod names;
mod pact;
mod policy;
pub mod policy_ast;
mod reader;
mod tidy;
pub mod units;
pub mod words;

pub use diagnostic::{Diagnostic, Passage, Place, Places, Severity};
pub use words::{Slot, Span};

/// Returns the tree of a `.pact` file and everything there is to say about its text.
///
/// If no diagnostic is an error, every line of the file is in the tree.
pub fn parse_pact(text: &str) -> (ast::Pact, Vec<Diagnostic>) {
    let parsed = pact::parse(text);
    (parsed.tree, parsed.diagnostics)
}

/// Returns the tree of a `.policy` file and everything there is to say about its text.
///
/// The names in it belong to an agreement; they are not looked up here.
pub fn parse_policy(text: &str) -> (policy_ast::Policy, Vec<Diagnostic>) {
    let parsed = policy::parse(text);
    (parsed.tree, parsed.diagnostics)
}

/// Returns the tree of a `.case` file and everything there is to say about its text.
pub fn parse_case(text: &str) -> (case_ast::CaseFile, Vec<Diagnostic>) {
    let parsed = case::parse(text);
    (parsed.tree, parsed.diagnostics)
}

/// Returns a `.pact` file in its one tidy form; lines that cannot be read stay as they are.
///
/// Formatting twice is formatting once, and what is formatted parses to the same tree:
///
/// ```
/// use servanda_syntax::{format_pact, outline, parse_pact};
/// let text = "agreement \"A\"\n    zone   UTC\n\n\nparty  US  # one of two\n";
/// let tidy = format_pact(text);
/// assert_eq!(tidy, "agreement \"A\"\n  zone UTC\n\nparty US  # one of two\n");
/// assert_eq!(format_pact(&tidy), tidy);
/// assert_eq!(outline(&parse_pact(&tidy).0), outline(&parse_pact(text).0));
/// ```
pub fn format_pact(text: &str) -> String {
    let parsed = pact::parse(text);
    tidy::tidy(text, &parsed.lines, &parsed.tree.comments, &parsed.good)
}

/// Returns a `.policy` file in its one tidy form; lines that cannot be read stay as they are.
pub fn format_policy(text: &str) -> String {
    let parsed = policy::parse(text);
    tidy::tidy(text, &parsed.lines, &parsed.tree.comments, &parsed.good)
}

/// Returns a `.case` file in its one tidy form; lines that cannot be read stay as they are.
pub fn format_case(text: &str) -> String {
    let parsed = case::parse(text);
    tidy::tidy(text, &parsed.lines, &parsed.tree.comments, &parsed.good)
}

/// Returns a tree written out without its places: two trees that say the same give the same text.
pub fn outline(tree: &impl std::fmt::Debug) -> String {
    format!("{tree:#?}")
}
