//! The first pass: every declared name of the file, before any name is looked up.
//!
//! Names may hold `to`, `or`, `by`, `in` and commas, so nobody can say where a name ends before all
//! of them are known. A line that turns out to be wrong still gives its name, so that one wrong
//! declaration does not make every use of the name a message too.

use std::collections::BTreeMap;

use crate::codes;
use crate::diagnostic::Diagnostic;
use crate::lex::{self, Line, Token, TokenKind};
use crate::names::{self, ACTORS, Declared, Entry, NameTree};
use crate::reader::{Reader, may_stand_in_name};
use crate::words::{NameKind, Span};

/// What the first pass found.
pub(crate) struct Collected {
    pub declared: Declared,
    /// One message at most for each line, by the line's index.
    pub problems: BTreeMap<usize, Diagnostic>,
}

/// Returns every name that the lines declare.
pub(crate) fn collect(text: &str, lines: &[Line]) -> Collected {
    let mut collector = Collector {
        text,
        collected: Collected { declared: Declared::default(), problems: BTreeMap::new() },
        taken: BTreeMap::new(),
    };
    collector.collected.declared.names.insert_built_in();
    let declarations: Vec<(usize, Keyword, &Line)> = lines
        .iter()
        .enumerate()
        .filter(|(_, line)| line.indent == 0 || line.problem.is_some())
        .filter_map(|(index, line)| Some((index, keyword_of(text, line)?, line)))
        .filter(|(_, keyword, line)| line.indent == 0 || *keyword != Keyword::Reading)
        .collect();
    for (index, keyword, line) in &declarations {
        collector.declare(*index, *keyword, line);
    }
    // Elements may be parties, so they come when all parties are known.
    for (index, keyword, line) in &declarations {
        if let Some(kind) = keyword.owner_of_members() {
            collector.members(*index, kind, *keyword, line);
        }
    }
    collector.collected
}

/// The first word of a declaration.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Keyword {
    Party,
    Outsider,
    Group,
    Set,
    Attribute,
    Table,
    Event,
    Act,
    Measure,
    Condition,
    Period,
    Reading,
    Outside,
}

pub(crate) const KEYWORDS: [(&str, Keyword); 13] = [
    ("party", Keyword::Party),
    ("outsider", Keyword::Outsider),
    ("group", Keyword::Group),
    ("set", Keyword::Set),
    ("attribute", Keyword::Attribute),
    ("table", Keyword::Table),
    ("event", Keyword::Event),
    ("act", Keyword::Act),
    ("measure", Keyword::Measure),
    ("condition", Keyword::Condition),
    ("period", Keyword::Period),
    ("reading", Keyword::Reading),
    ("outside", Keyword::Outside),
];

impl Keyword {
    pub fn kind(self) -> NameKind {
        match self {
            Keyword::Party => NameKind::Party,
            Keyword::Outsider => NameKind::Outsider,
            Keyword::Group => NameKind::Group,
            Keyword::Set => NameKind::Set,
            Keyword::Attribute => NameKind::Attribute,
            Keyword::Table => NameKind::Table,
            Keyword::Event => NameKind::Event,
            Keyword::Act => NameKind::Act,
            Keyword::Measure => NameKind::Measure,
            Keyword::Condition => NameKind::Condition,
            Keyword::Period => NameKind::Period,
            Keyword::Reading => NameKind::Reading,
            Keyword::Outside => NameKind::Outside,
        }
    }

    fn owner_of_members(self) -> Option<NameKind> {
        match self {
            Keyword::Set => Some(NameKind::Set),
            Keyword::Attribute => Some(NameKind::Attribute),
            Keyword::Party
            | Keyword::Outsider
            | Keyword::Group
            | Keyword::Table
            | Keyword::Event
            | Keyword::Act
            | Keyword::Measure
            | Keyword::Condition
            | Keyword::Period
            | Keyword::Reading
            | Keyword::Outside => None,
        }
    }

    /// Two declarations of one family cannot share a name. Others can, as long as no place asks for both.
    fn family(self) -> NameKind {
        match self {
            Keyword::Party | Keyword::Outsider | Keyword::Group => NameKind::Party,
            Keyword::Set
            | Keyword::Attribute
            | Keyword::Table
            | Keyword::Event
            | Keyword::Act
            | Keyword::Measure
            | Keyword::Condition
            | Keyword::Period
            | Keyword::Reading
            | Keyword::Outside => self.kind(),
        }
    }

    /// Returns whether the name ends before this token.
    fn name_ends(self, reader: &Reader) -> bool {
        let for_each = reader.sees("for each");
        match reader.peek() {
            None => return true,
            Some(TokenKind::Text | TokenKind::Equals | TokenKind::Semicolon) => return true,
            Some(_) => {}
        }
        match self {
            Keyword::Party | Keyword::Outsider => {
                reader.sees("also") && matches!(reader.kind_at(1), Some(TokenKind::Text) | None)
            }
            Keyword::Attribute => reader.peek() == Some(TokenKind::Colon),
            Keyword::Table | Keyword::Measure => {
                for_each || matches!(reader.peek(), Some(TokenKind::Open | TokenKind::Colon))
            }
            Keyword::Act => for_each || reader.sees("as") || reader.peek() == Some(TokenKind::Open),
            Keyword::Event => for_each || (reader.sees("on") && sees_moment_after_on(reader)),
            Keyword::Condition => for_each,
            Keyword::Group | Keyword::Set | Keyword::Period | Keyword::Reading | Keyword::Outside => false,
        }
    }
}

fn sees_moment_after_on(reader: &Reader) -> bool {
    reader.kind_at(1) == Some(TokenKind::Hole) || reader.date_ahead(1)
}

/// Returns the keyword that a line begins with, or, for a word that is nearly one, that one.
fn keyword_of(text: &str, line: &Line) -> Option<Keyword> {
    let first = line.tokens.first().filter(|token| token.kind == TokenKind::Word)?;
    let word = &text[first.span.start..first.span.end];
    exact_keyword(word).or_else(|| {
        let other = ["agreement", "clause", "scope", "skip"];
        let all = KEYWORDS.iter().map(|(word, _)| *word).chain(other);
        names::nearest_word(word, all).and_then(exact_keyword)
    })
}

pub(crate) fn exact_keyword(word: &str) -> Option<Keyword> {
    KEYWORDS.iter().find(|(keyword, _)| *keyword == word).map(|(_, keyword)| *keyword)
}

/// Returns how many tokens after the keyword are the declared name.
pub(crate) fn name_length(reader: &Reader, keyword: Keyword) -> usize {
    let rest = reader.rest();
    (0..rest.len())
        .find(|&i| {
            let here = Reader::new(reader.text, reader.declared, &rest[i..], Span::default());
            keyword.name_ends(&here) || (i > 0 && ends_any_name(&here))
        })
        .unwrap_or(rest.len())
}

/// Returns how many tokens of a noun stand here: to the end of the line or `for each`.
pub(crate) fn noun_length(reader: &Reader) -> usize {
    let rest = reader.rest();
    (0..rest.len())
        .find(|&i| {
            let here = Reader::new(reader.text, reader.declared, &rest[i..], Span::default());
            here.sees("for each") || ends_any_name(&here)
        })
        .unwrap_or(rest.len())
}

fn ends_any_name(reader: &Reader) -> bool {
    reader.peek().is_none_or(|kind| !may_stand_in_name(kind))
}

struct Collector<'a> {
    text: &'a str,
    collected: Collected,
    /// Who has which name, by family.
    taken: BTreeMap<(NameKind, String), Span>,
}

impl Collector<'_> {
    fn declare(&mut self, index: usize, keyword: Keyword, line: &Line) {
        let text = self.text;
        let nothing = Declared::default();
        let mut reader = Reader::new(text, &nothing, &line.tokens, line.span);
        reader.advance(1);
        let length = name_length(&reader, keyword);
        if length == 0 {
            return; // The second pass says so.
        }
        let tokens = &reader.rest()[..length];
        let span = reader.advance(length);
        let name = lex::spell(text, tokens);
        self.check_name(index, &name, span, keyword);
        let entry = Entry { name: name.clone(), spelling: name.clone(), kind: keyword.kind(), span, length };
        self.collected.declared.names.insert(text, tokens, entry);
        match keyword {
            Keyword::Act => {
                self.unit(&mut reader, NameKind::Act, &name);
                self.noun(index, &mut reader, &name);
            }
            Keyword::Measure => self.unit(&mut reader, NameKind::Measure, &name),
            Keyword::Party | Keyword::Outsider => self.spellings(&mut reader, &name),
            Keyword::Group
            | Keyword::Set
            | Keyword::Attribute
            | Keyword::Table
            | Keyword::Event
            | Keyword::Condition
            | Keyword::Period
            | Keyword::Reading
            | Keyword::Outside => {}
        }
    }

    fn unit(&mut self, reader: &mut Reader, kind: NameKind, name: &str) {
        if reader.eat_sign(TokenKind::Open)
            && let Ok(unit) = reader.words_until("a unit", |r| r.peek() == Some(TokenKind::Close))
        {
            self.collected.declared.units.entry((kind, name.to_owned())).or_insert(unit.text);
        }
    }

    fn noun(&mut self, index: usize, reader: &mut Reader, act: &str) {
        while !reader.is_at_end() && !reader.sees("as") {
            reader.advance(1);
        }
        if !reader.eat("as") {
            return;
        }
        let length = noun_length(reader);
        if length == 0 {
            return;
        }
        let tokens = &reader.rest()[..length];
        let spelling = lex::spell(self.text, tokens);
        let span = reader.advance(length);
        if spelling != act {
            self.check_name(index, &spelling, span, Keyword::Act);
            let entry = Entry { name: act.to_owned(), spelling, kind: NameKind::ActByNoun, span, length };
            self.collected.declared.names.insert(self.text, tokens, entry);
        }
    }

    fn spellings(&mut self, reader: &mut Reader, name: &str) {
        while !reader.is_at_end() {
            match reader.optional_text() {
                Some(spelling) => {
                    self.collected.declared.also.entry(spelling.value).or_insert_with(|| name.to_owned());
                }
                None => {
                    reader.advance(1);
                }
            }
        }
    }

    fn check_name(&mut self, index: usize, name: &str, span: Span, keyword: Keyword) {
        let happening = matches!(keyword, Keyword::Event | Keyword::Act);
        if happening && names::BUILT_IN.contains(&name) {
            let error = Diagnostic::error(codes::BUILT_IN_POINT, span, format!("`{name}` cannot be declared"))
                .label("every agreement has it already")
                .help("take the line out; the date is the header's `signed` or `in force`");
            self.report(index, error);
            return;
        }
        match self.taken.get(&(keyword.family(), name.to_owned())) {
            Some(&first) => {
                let error = Diagnostic::error(codes::DECLARED_TWICE, span, format!("`{name}` is declared twice"))
                    .label("declared again here")
                    .related(first, "declared first here")
                    .help("take one of the two out, or give it another name");
                self.report(index, error);
            }
            None => {
                self.taken.insert((keyword.family(), name.to_owned()), span);
            }
        }
    }

    fn report(&mut self, index: usize, error: Diagnostic) {
        self.collected.problems.entry(index).or_insert(error);
    }

    fn members(&mut self, index: usize, owner: NameKind, keyword: Keyword, line: &Line) {
        let text = self.text;
        let mut reader = Reader::new(text, &self.collected.declared, &line.tokens, line.span);
        reader.advance(1);
        let length = name_length(&reader, keyword);
        let name = lex::spell(text, &reader.rest()[..length]);
        reader.advance(length + 1);
        let mut tree = NameTree::default();
        let mut twice = None;
        while !reader.is_at_end() {
            let (kind, length) = member_length(&reader, owner);
            let tokens = &reader.rest()[..length];
            let span = reader.advance(length);
            let spelling = lex::spell(text, tokens);
            if length > 0 && tokens[0].kind != TokenKind::Hole {
                if let Some(first) = tree.exact(&spelling, names::MEMBERS) {
                    twice.get_or_insert((spelling.clone(), first.span, span));
                }
                tree.insert(text, tokens, Entry { name: spelling.clone(), spelling, kind, span, length });
            }
            reader.advance(1);
        }
        self.collected.declared.members.entry((owner, name)).or_insert(tree);
        if let Some((spelling, first, again)) = twice {
            let error =
                Diagnostic::error(codes::DECLARED_TWICE, again, format!("`{spelling}` stands twice in this list"))
                    .related(first, "first here")
                    .help("take one of the two out");
            self.report(index, error);
        }
    }
}

/// Returns how many tokens the next element or value has, and its kind: a party, outsider or group
/// that fills the place up to the next comma (its name may hold commas itself), else whatever stands there.
pub(crate) fn member_length(reader: &Reader, owner: NameKind) -> (NameKind, usize) {
    let rest = reader.rest();
    let ends = |length: usize| rest.get(length).is_none_or(|token: &Token| token.kind == TokenKind::Comma);
    if owner == NameKind::Set
        && let Some(found) = reader.declared.names.longest(reader.text, rest, ACTORS)
        && ends(found.entry.length)
    {
        return (found.entry.kind, found.entry.length);
    }
    let length = rest.iter().position(|token| token.kind == TokenKind::Comma).unwrap_or(rest.len());
    let kind = if owner == NameKind::Set { NameKind::Element } else { NameKind::Value };
    (kind, length)
}
