//! The declared names of a pact, and how words are matched with them: the longest name wins.

use std::cell::Cell;
use std::collections::BTreeMap;

use crate::lex::Token;
use crate::words::{Name, NameKind, Span};

/// One spelling under which something declared can be written.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    /// The name as declared; for the noun of an act, the act's name.
    pub name: String,
    /// What matches: the name, or the noun.
    pub spelling: String,
    pub kind: NameKind,
    /// Where it is declared.
    pub span: Span,
    /// How many tokens the spelling has.
    pub length: usize,
}

/// Words that were matched.
pub(crate) struct Match<'d> {
    pub entry: &'d Entry,
    /// Another declaration that matches the same words.
    pub rival: Option<&'d Entry>,
}

impl Match<'_> {
    pub fn name(&self, span: Span) -> Name {
        Name { text: self.entry.name.clone(), kind: self.entry.kind, span }
    }
}

/// Names by their tokens, so that a look-up costs as much as the name is long.
#[derive(Clone, Debug)]
pub(crate) struct NameTree {
    nodes: Vec<Node>,
    pub entries: Vec<Entry>,
}

#[derive(Clone, Default, Debug)]
struct Node {
    next: BTreeMap<String, usize>,
    entries: Vec<usize>,
}

impl Default for NameTree {
    fn default() -> NameTree {
        NameTree { nodes: vec![Node::default()], entries: Vec::new() }
    }
}

/// The events that every agreement has.
pub(crate) const BUILT_IN: [&str; 2] = ["signature", "entry into force"];

/// Where these are declared: in no line of the file.
pub(crate) const NOWHERE: Span = Span { start: usize::MAX, end: usize::MAX };

impl NameTree {
    pub fn insert(&mut self, text: &str, tokens: &[Token], entry: Entry) {
        self.insert_words(tokens.iter().map(|token| &text[token.span.start..token.span.end]), entry);
    }

    /// Inserts the events that every agreement has, so that they too are matched as the longest name.
    pub fn insert_built_in(&mut self) {
        for name in BUILT_IN {
            let length = name.split(' ').count();
            let entry = Entry {
                name: name.to_owned(),
                spelling: name.to_owned(),
                kind: NameKind::Event,
                span: NOWHERE,
                length,
            };
            self.insert_words(name.split(' '), entry);
        }
    }

    fn insert_words<'w>(&mut self, words: impl Iterator<Item = &'w str>, entry: Entry) {
        let mut node = 0;
        for word in words {
            node = match self.nodes[node].next.get(word) {
                Some(&next) => next,
                None => {
                    let next = self.nodes.len();
                    self.nodes.push(Node::default());
                    self.nodes[node].next.insert(word.to_owned(), next);
                    next
                }
            };
        }
        let index = self.entries.len();
        self.entries.push(entry);
        self.nodes[node].entries.push(index);
    }

    /// Returns the longest name of one of these kinds that the tokens begin with.
    pub fn longest(&self, text: &str, tokens: &[Token], kinds: &[NameKind]) -> Option<Match<'_>> {
        let mut node = 0;
        let mut best = None;
        for token in tokens {
            let word = &text[token.span.start..token.span.end];
            let Some(&next) = self.nodes[node].next.get(word) else {
                break;
            };
            node = next;
            let mut fitting = self.nodes[node].entries.iter().map(|&i| &self.entries[i]);
            if let Some(entry) = fitting.find(|entry| kinds.contains(&entry.kind)) {
                // An act whose noun is spelt like its name, or a name declared twice, is no rival of itself.
                let rival = fitting.find(|other| kinds.contains(&other.kind) && !same_thing(entry, other));
                best = Some(Match { entry, rival });
            }
        }
        best
    }

    /// Returns the entry with exactly this spelling and one of these kinds.
    pub fn exact(&self, spelling: &str, kinds: &[NameKind]) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.spelling == spelling && kinds.contains(&entry.kind))
    }
}

fn same_thing(a: &Entry, b: &Entry) -> bool {
    let act = |kind| matches!(kind, NameKind::Act | NameKind::ActByNoun);
    a.name == b.name && (a.kind == b.kind || (act(a.kind) && act(b.kind)))
}

/// Everything a pact declares.
#[derive(Clone, Default, Debug)]
pub(crate) struct Declared {
    pub names: NameTree,
    /// The elements of each set, the values of each attribute, by the name of the set or attribute.
    pub members: BTreeMap<(NameKind, String), NameTree>,
    /// The units of acts and measures.
    pub units: BTreeMap<(NameKind, String), String>,
    /// Other spellings of parties and outsiders, with the name each belongs to.
    pub also: BTreeMap<String, String>,
    /// How often a name was asked for that is not declared. In a file full of them the first few are worth a
    /// search for what was meant.
    pub unknown: Cell<u32>,
}

/// For so many undeclared names the nearest declared one is looked for.
pub(crate) const SUGGESTIONS_MAX: u32 = 40;

/// The kinds that can own a duty, a right, an act.
pub(crate) const ACTORS: &[NameKind] = &[NameKind::Party, NameKind::Outsider, NameKind::Group];
pub(crate) const ACTS: &[NameKind] = &[NameKind::Act, NameKind::ActByNoun];
pub(crate) const HAPPENINGS: &[NameKind] = &[NameKind::Event, NameKind::Act, NameKind::ActByNoun];
pub(crate) const SETS: &[NameKind] = &[NameKind::Set];
pub(crate) const MEASURES: &[NameKind] = &[NameKind::Measure];
pub(crate) const NUMBERS: &[NameKind] = &[NameKind::Measure, NameKind::Table];
pub(crate) const MEMBERS: &[NameKind] =
    &[NameKind::Element, NameKind::Value, NameKind::Party, NameKind::Outsider, NameKind::Group];
pub(crate) const ALL_KINDS: &[NameKind] = &[
    NameKind::Party,
    NameKind::Outsider,
    NameKind::Group,
    NameKind::Set,
    NameKind::Attribute,
    NameKind::Table,
    NameKind::Event,
    NameKind::Act,
    NameKind::ActByNoun,
    NameKind::Measure,
    NameKind::Condition,
    NameKind::Period,
    NameKind::Reading,
    NameKind::Outside,
];

/// Returns what a message calls a name of this kind.
pub(crate) fn kind_words(kind: NameKind) -> &'static str {
    match kind {
        NameKind::Party => "a party",
        NameKind::Outsider => "an outsider",
        NameKind::Group => "a group",
        NameKind::Set => "a set",
        NameKind::Element => "an element",
        NameKind::Attribute => "an attribute",
        NameKind::Value => "a value",
        NameKind::Table => "a table",
        NameKind::Event => "an event",
        NameKind::Act => "an act",
        NameKind::ActByNoun => "the noun of an act",
        NameKind::Measure => "a measure",
        NameKind::Condition => "a condition",
        NameKind::Period => "a period",
        NameKind::Reading => "a reading",
        NameKind::Outside => "an outside commitment",
    }
}

/// Returns what may stand where a name of one of these kinds is looked for.
pub(crate) fn wanted(kinds: &[NameKind]) -> &'static str {
    match kinds {
        _ if kinds == ACTORS => "a party, outsider or group",
        _ if kinds == ACTS => "an act",
        _ if kinds == HAPPENINGS => "an event or an act",
        _ if kinds == NUMBERS => "a number, measure or table",
        _ if kinds == MEMBERS => "an element or value",
        [kind] => kind_words(*kind),
        _ => "a declared name",
    }
}

/// Returns the declared spelling nearest to what begins at these tokens, with the number of tokens
/// meant by it, if any is near enough to be worth asking about.
pub(crate) fn nearest<'d>(
    tree: &'d NameTree,
    text: &str,
    tokens: &[Token],
    kinds: &[NameKind],
) -> Option<(&'d Entry, usize)> {
    let mut best: Option<(usize, &Entry, usize)> = None;
    for entry in tree.entries.iter().filter(|entry| kinds.contains(&entry.kind)) {
        let allowed = (entry.spelling.chars().count() / 3).min(6);
        for length in [entry.length.saturating_sub(1), entry.length, entry.length + 1] {
            if length == 0 || length > tokens.len() {
                continue;
            }
            let written = crate::lex::spell(text, &tokens[..length]);
            if written.len().abs_diff(entry.spelling.len()) > 2 * allowed {
                continue;
            }
            let mut distance = strsim::damerau_levenshtein(&written, &entry.spelling);
            if written.to_lowercase() == entry.spelling.to_lowercase() {
                distance = distance.min(1);
            }
            // One letter of a very short name is another name, its other case is not.
            let near = distance <= allowed || (distance <= 1 && written.eq_ignore_ascii_case(&entry.spelling));
            if near && best.is_none_or(|(found, ..)| distance < found) {
                best = Some((distance, entry, length));
            }
        }
    }
    best.map(|(_, entry, length)| (entry, length))
}

/// Returns the word of a list nearest to this one, if any is near enough.
pub(crate) fn nearest_word<'w>(word: &str, words: impl IntoIterator<Item = &'w str>) -> Option<&'w str> {
    let allowed = (word.chars().count() / 3).max(1);
    words
        .into_iter()
        .map(|candidate| (strsim::damerau_levenshtein(word, candidate), candidate))
        .filter(|(distance, _)| *distance <= allowed)
        .min()
        .map(|(_, candidate)| candidate)
}
