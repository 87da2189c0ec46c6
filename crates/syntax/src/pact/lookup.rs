//! Names where they are used: the longest declared name of the kinds that are possible at the place.

use crate::ast::{Names, NamesKind, Sets};
use crate::codes;
use crate::diagnostic::Diagnostic;
use crate::lex::{self, TokenKind};
use crate::names::{self, ACTORS, ALL_KINDS, MEASURES, NameTree, SETS};
use crate::reader::{Read, Reader, calendar};
use crate::words::{Name, NameKind, Slot, Span};

/// Words of the language that cannot be part of what somebody meant as a name, where no name matched.
const STOPS: &[&str] = &[
    "must",
    "aims",
    "may",
    "can",
    "guarantees",
    "seeks",
    "within",
    "by",
    "before",
    "until",
    "throughout",
    "holds",
    "does",
    "is",
    "has",
    "and",
    "or",
    "jointly",
    "count",
    "in",
    "with",
    "at",
    "on",
    "from",
    "clause",
    "unless",
    "failing",
    "suspend",
    "resume",
    "since",
    "-",
];

impl Reader<'_> {
    /// Reads a declared name of one of these kinds, or a `?`.
    pub fn name(&mut self, kinds: &[NameKind]) -> Read<Slot<Name>> {
        if let Some(hole) = self.hole() {
            return Ok(Slot::Hole(hole));
        }
        self.known_name(kinds).map(Slot::Known)
    }

    pub fn known_name(&mut self, kinds: &[NameKind]) -> Read<Name> {
        match self.optional_name(kinds)? {
            Some(name) => Ok(name),
            None => Err(self.unknown_name(&self.declared.names, kinds)),
        }
    }

    /// Reads a declared name of one of these kinds, if one comes next. Two declarations that match
    /// the same longest words are an error.
    pub fn optional_name(&mut self, kinds: &[NameKind]) -> Read<Option<Name>> {
        let declared = self.declared;
        self.optional_name_in(&declared.names, kinds)
    }

    /// Returns whether fixed words of the language come next that no declared name of these kinds is as long as.
    pub fn sees_longer_than_name(&self, fixed: &[&str], kinds: &[NameKind]) -> bool {
        let length = fixed.iter().filter(|words| self.sees(words)).map(|words| words.split(' ').count()).max();
        let named = || self.declared.names.longest(self.text, self.rest(), kinds).map_or(0, |m| m.entry.length);
        length.is_some_and(|length| length > named())
    }

    fn optional_name_in(&mut self, tree: &NameTree, kinds: &[NameKind]) -> Read<Option<Name>> {
        let Some(found) = tree.longest(self.text, self.rest(), kinds) else {
            return Ok(None);
        };
        let mark = self.mark();
        let span = self.advance(found.entry.length);
        self.used.push(found.entry.span);
        if let Some(rival) = found.rival {
            self.used.push(rival.span);
            self.back_to(mark);
            let (a, b) = (found.entry, rival);
            let (kind, other) = (names::kind_words(a.kind), names::kind_words(b.kind));
            let message = format!("`{}` may be {kind} or {other}: both are declared", a.spelling);
            return Err(Box::new(
                Diagnostic::error(codes::AMBIGUOUS_NAME, span, message)
                    .label("which of the two is meant?")
                    .related(a.span, format!("declared here as {kind}"))
                    .related(b.span, format!("declared here as {other}"))
                    .help("give one of the two another name"),
            ));
        }
        self.tidy.push((span, found.entry.spelling.clone()));
        Ok(Some(found.name(span)))
    }

    /// Reads an element of a set or a value of an attribute, or a `?`.
    pub fn member(&mut self, owner: &Slot<Name>) -> Read<Slot<Name>> {
        if let Some(hole) = self.hole() {
            return Ok(Slot::Hole(hole));
        }
        let declared = self.declared;
        let Some(owner) = owner.known() else {
            // The set or attribute is not known yet, so nobody can say what belongs to it.
            let words = self.words_until("a name", |r| r.peek() == Some(TokenKind::Equals) || r.sees("or"))?;
            let kind = NameKind::Element;
            return Ok(Slot::Known(Name { text: words.text, kind, span: words.span }));
        };
        let empty = NameTree::default();
        let tree = declared.members.get(&(owner.kind, owner.text.clone())).unwrap_or(&empty);
        match self.optional_name_in(tree, names::MEMBERS)? {
            Some(name) => Ok(Slot::Known(name)),
            None if owner.kind == NameKind::Attribute => Err(self.unknown_value(owner, tree)),
            None => {
                let mut error = self.unknown_name(tree, names::MEMBERS);
                let elements: Vec<&str> = tree.entries.iter().map(|entry| entry.spelling.as_str()).collect();
                error.message = format!("`{}` is no element of `{}`", self.slice(error.span), owner.text);
                error.notes.push(format!("the elements of `{}` are {}", owner.text, elements.join(", ")));
                Err(error)
            }
        }
    }

    fn unknown_value(&self, attribute: &Name, values: &NameTree) -> Box<Diagnostic> {
        let mut error = self.unknown_name(values, names::MEMBERS);
        error.label = "a value, or a set of the clause, is meant here".to_owned();
        error.code = codes::UNKNOWN_VALUE;
        error.message = format!("`{}` is no value of `{}`", self.slice(error.span), attribute.text);
        let values: Vec<&str> = values.entries.iter().map(|entry| entry.spelling.as_str()).collect();
        error.notes.push(format!("the values of `{}` are {}", attribute.text, values.join(", ")));
        error
    }

    /// Returns the message that no declared name matches here, with what was probably meant.
    pub fn unknown_name(&self, tree: &NameTree, kinds: &[NameKind]) -> Box<Diagnostic> {
        let wanted = names::wanted(kinds);
        if self.is_at_end() {
            return self.lacking(codes::MISSING_NAME, wanted);
        }
        let rest = self.rest();
        let asked = self.declared.unknown.get();
        self.declared.unknown.set(asked.saturating_add(1));
        let near = (asked < names::SUGGESTIONS_MAX).then(|| names::nearest(tree, self.text, rest, kinds)).flatten();
        if let Some((entry, length)) = near {
            let span = rest[0].span.to(rest[length - 1].span);
            let message = format!("`{}` is not declared", lex::spell(self.text, &rest[..length]));
            return Box::new(
                Diagnostic::error(codes::UNKNOWN_NAME, span, message)
                    .label(format!("{wanted} is meant here"))
                    .help(format!("did you mean `{}`?", entry.spelling)),
            );
        }
        if let ("the" | "The", [_, rest @ ..]) = (self.slice(rest[0].span), rest)
            && let Some(found) = tree.longest(self.text, rest, kinds)
        {
            let span = self.here().to(rest[found.entry.length - 1].span);
            let message = format!("`{}` is not declared", self.slice(span));
            return Box::new(
                Diagnostic::error(codes::UNKNOWN_NAME, span, message)
                    .label(format!("{wanted} is meant here"))
                    .help(format!("write `{}`, as it is declared", found.entry.spelling)),
            );
        }
        let (words, span) = self.words_meant_as_name(kinds);
        if words.is_empty() {
            return self.lacking(codes::MISSING_NAME, wanted);
        }
        let error = Diagnostic::error(codes::UNKNOWN_NAME, span, format!("`{words}` is not declared"))
            .label(format!("{wanted} is meant here"));
        Box::new(match self.reworded(kinds, &words).or_else(|| self.otherwise_declared(&words)) {
            Some(help) => error.help(help),
            None => error.help(declare_help(kinds, &words)),
        })
    }

    /// Returns how the language says what was probably meant by words that are no name.
    fn reworded(&self, kinds: &[NameKind], words: &str) -> Option<String> {
        let later = |kinds| {
            let rest = self.rest();
            (1..rest.len().min(4)).find_map(|i| self.declared.names.longest(self.text, &rest[i..], kinds))
        };
        let begins = format!("{words} ");
        let longer =
            self.declared.names.entries.iter().find(|e| kinds.contains(&e.kind) && e.spelling.starts_with(&begins));
        if let Some(longer) = longer {
            return Some(format!("the declared name is longer: `{}`", longer.spelling));
        }
        match words {
            "the signature" => return Some("write `signature`".to_owned()),
            "the entry into force" => return Some("write `entry into force`".to_owned()),
            _ => {}
        }
        for word in ["violation", "fulfilment"] {
            if words.strip_prefix(word).is_some_and(|rest| rest.starts_with(" of ")) {
                return Some(format!("write `{word} of clause` and the reference of that clause"));
            }
        }
        if kinds == names::HAPPENINGS {
            return calendar::vague_date(words);
        }
        if kinds == ACTORS && matches!(words.to_lowercase().as_str(), "nobody" | "no one" | "none") {
            return Some(
                "leave this line out: a clause that is owed to nobody in particular says nothing of it".to_owned(),
            );
        }
        if kinds != names::ACTS {
            return None;
        }
        if words.starts_with("never ") {
            let act = later(names::ACTS)?;
            return Some(format!("write `must not {} throughout`", act.entry.spelling));
        }
        if words.starts_with("prevent ") {
            let act = later(names::ACTS)?;
            return Some(format!("write `ensure no {}`", act.entry.spelling));
        }
        if let (true, Some(found)) = (words.starts_with("ensure"), later(&[NameKind::Condition])) {
            return Some(format!("write `see to it that {}`", found.entry.spelling));
        }
        let level = later(MEASURES)?;
        Some(format!("for a level write `bring {0} to …` or `keep {0} …`", level.entry.spelling))
    }

    /// Returns the words from here to the next word that no name was probably meant to hold.
    fn words_meant_as_name(&self, kinds: &[NameKind]) -> (String, Span) {
        let rest = self.rest();
        let ends = |i: usize| {
            let word = self.slice(rest[i].span);
            let sign = rest[i].kind != TokenKind::Word && !(rest[i].kind == TokenKind::Divided && rest[i].glued);
            sign || (i > 0 && (STOPS.contains(&word) || (kinds == MEASURES && word == "to")))
        };
        let length = (0..rest.len()).find(|&i| ends(i)).unwrap_or(rest.len());
        let words = &rest[..length];
        match (words.first(), words.last()) {
            (Some(first), Some(last)) => (lex::spell(self.text, words), first.span.to(last.span)),
            (None, _) | (_, None) => (String::new(), self.here()),
        }
    }

    /// Returns advice for words that are declared, but not as what is needed here.
    fn otherwise_declared(&self, words: &str) -> Option<String> {
        let also = |spelling: &str| self.declared.also.get(spelling);
        if let Some(name) = also(words) {
            return Some(format!("`{words}` is another spelling for the evidence; here write `{name}`"));
        }
        let found = self.declared.names.longest(self.text, self.rest(), ALL_KINDS)?;
        let kind = names::kind_words(found.entry.kind);
        Some(format!("`{}` is declared as {kind}, which cannot stand here", found.entry.spelling))
    }

    // ---- lists ----

    /// Reads `NAMES`: parties, outsiders, groups, or `the other SET`.
    pub fn names(&mut self) -> Read<Names> {
        let start = self.start();
        if self.eat("the other") {
            let set = self.name(SETS)?;
            return Ok(Names { kind: NamesKind::TheOther(set), span: self.since(start) });
        }
        let first = self.name(ACTORS)?;
        self.more_names(first, start)
    }

    /// Reads the rest of a list whose first name has been read.
    pub fn more_names(&mut self, first: Slot<Name>, start: usize) -> Read<Names> {
        let mut names = vec![first];
        while self.eat_sign(TokenKind::Comma) || self.sees("and") {
            self.eat("and");
            names.push(self.name(ACTORS)?);
        }
        Ok(Names { kind: NamesKind::List(names), span: self.since(start) })
    }

    /// Reads `SETS`.
    pub fn sets(&mut self) -> Read<Sets> {
        let mut sets = vec![self.name(SETS)?];
        while self.eat_sign(TokenKind::Comma) || self.sees("and") {
            self.eat("and");
            sets.push(self.name(SETS)?);
        }
        Ok(sets)
    }
}

fn declare_help(kinds: &[NameKind], words: &str) -> String {
    let keyword = match kinds.first() {
        Some(NameKind::Party) => "party",
        Some(NameKind::Act | NameKind::ActByNoun) => "act",
        Some(NameKind::Event) => "event",
        Some(NameKind::Measure) => "measure",
        Some(NameKind::Condition) => "condition",
        Some(NameKind::Set) => "set",
        Some(NameKind::Period) => "period",
        Some(NameKind::Reading) => "reading",
        Some(NameKind::Attribute) => "attribute",
        Some(NameKind::Table) => "table",
        Some(NameKind::Outside) => "outside",
        Some(NameKind::Outsider | NameKind::Group | NameKind::Element | NameKind::Value) | None => {
            return "use a declared name".to_owned();
        }
    };
    format!("declare it with a line `{keyword} {words} …`, or use a declared name")
}
