//! The lines below `agreement`, `clause` and `scope`: one labelled line for each thing said.

use crate::ast::{
    Burden, ClauseLine, ClauseLineKind, Code, Dated, Ends, Headline, HeadlineKind, Only, Quoteline, Renewal, ScopeLine,
    ScopeLineKind, Term,
};
use crate::codes;
use crate::diagnostic::Diagnostic;
use crate::lex::TokenKind;
use crate::names::{self, ACTORS, ACTS, SETS};
use crate::reader::{Read, Reader};
use crate::words::{NameKind, Slot};

/// The words that a line of the header can begin with.
const HEADLINES: [&str; 13] = [
    "text",
    "signed",
    "announced",
    "adopted",
    "witnessed",
    "brokered",
    "in",
    "zone",
    "burden",
    "unseen",
    "ends",
    "term",
    "reading",
];
/// The words that a line of a clause can begin with, besides the operative sentence.
const CLAUSE_LINES: [&str; 21] = [
    "quote",
    "because",
    "note",
    "owed",
    "for",
    "acts",
    "only",
    "upon",
    "if",
    "while",
    "after",
    "excused",
    "suspended",
    "extended",
    "time",
    "burden",
    "survives",
    "ends",
    "reading",
    "allow",
    "someone",
];
/// The words that a line of a scope can begin with.
const SCOPE_LINES: [&str; 7] = ["quote", "because", "note", "only", "while", "ends", "reading"];

impl Reader<'_> {
    // ---- the header ----

    /// Reads `headline`.
    pub fn headline(&mut self) -> Read<Headline> {
        let start = self.start();
        let kind = self.headline_kind()?;
        Ok(Headline { kind, span: self.since(start) })
    }

    fn headline_kind(&mut self) -> Read<HeadlineKind> {
        if self.eat("text") {
            let file = self.text("the file of the official text")?;
            let in_force = if self.eat("in force") { Some(self.point()?) } else { None };
            return Ok(HeadlineKind::Text { file, in_force });
        }
        if self.eat("signed in") {
            return Ok(HeadlineKind::SignedIn(self.text("a place")?));
        }
        if self.eat("signed for") {
            let party = self.name(ACTORS)?;
            self.expect("by")?;
            return Ok(HeadlineKind::SignedFor { party, by: self.text("a person")? });
        }
        for (word, how) in [("signed", Dated::Signed), ("announced", Dated::Announced), ("adopted", Dated::Adopted)] {
            if self.eat(word) {
                return Ok(HeadlineKind::Dated { how, date: self.date()? });
            }
        }
        if self.eat("witnessed by") {
            return Ok(HeadlineKind::WitnessedBy(self.text("who witnessed it")?));
        }
        if self.eat("brokered by") {
            return Ok(HeadlineKind::BrokeredBy(self.text("who brokered it")?));
        }
        if self.eat("in force") {
            return Ok(HeadlineKind::InForce(self.point()?));
        }
        if self.eat("zone") {
            return Ok(HeadlineKind::Zone(self.zone()?));
        }
        if self.eat("burden") {
            return Ok(HeadlineKind::Burden(self.burden()?));
        }
        if self.eat("unseen") {
            return Ok(HeadlineKind::Unseen(self.text("what is not public")?));
        }
        if self.eat("ends") {
            return Ok(HeadlineKind::Ends(self.ends()?));
        }
        if self.eat("term") {
            return Ok(HeadlineKind::Term(self.term_of_agreement()?));
        }
        Err(self.unknown_line(&HEADLINES, "of the header"))
    }

    fn term_of_agreement(&mut self) -> Read<Term> {
        let duration = self.duration()?;
        self.expect("from")?;
        let from = self.point()?;
        let renewal = if self.sees("renewed") { Some(self.renewal()?) } else { None };
        Ok(Term { duration, from, renewal })
    }

    fn renewal(&mut self) -> Read<Renewal> {
        let start = self.start();
        let each_time = self.eat("renewed each time");
        if !each_time && !self.eat("renewed once") {
            self.advance(1);
            return Err(self.incomplete("`once` or `each time`"));
        }
        self.expect("for")?;
        let duration = self.duration()?;
        let unless = if self.eat("unless") { Some(self.trigger()?) } else { None };
        let mut notice = None;
        if unless.is_some() && self.eat("at least") {
            notice = Some(self.duration()?);
            self.expect("before the end")?;
        }
        Ok(Renewal { each_time, duration, unless, notice, span: self.since(start) })
    }

    // ---- clauses ----

    /// Reads a line of a clause, `reading` lines aside.
    pub fn clause_line(&mut self) -> Read<ClauseLine> {
        let start = self.start();
        let kind = self.clause_line_kind()?;
        Ok(ClauseLine { kind, span: self.since(start) })
    }

    fn clause_line_kind(&mut self) -> Read<ClauseLineKind> {
        if let Some(quoted) = self.quoteline()? {
            return Ok(ClauseLineKind::Quoted(quoted));
        }
        if self.eat("owed to") {
            return Ok(ClauseLineKind::OwedTo(self.names()?));
        }
        if self.eat("for each") {
            return Ok(ClauseLineKind::ForEach(self.sets()?));
        }
        if self.eat("acts of") {
            let names = self.names()?;
            self.expect("count too")?;
            return Ok(ClauseLineKind::CountToo(names));
        }
        if self.eat("only acts of") {
            let names = self.names()?;
            self.expect("count")?;
            return Ok(ClauseLineKind::OnlyCount(names));
        }
        if self.eat("only where") {
            return Ok(ClauseLineKind::OnlyWhere(self.only()?));
        }
        if self.eat("upon") {
            return Ok(ClauseLineKind::Upon(self.trigger()?));
        }
        if self.eat("if") {
            let cond = self.cond()?;
            let at = if self.eat("at") { Some(self.point()?) } else { None };
            return Ok(ClauseLineKind::If { cond, at });
        }
        if self.eat("while") {
            return Ok(ClauseLineKind::While(self.cond()?));
        }
        if self.eat("after clause") {
            return Ok(ClauseLineKind::After(self.reference()?));
        }
        if self.eat("excused if") {
            let cond = self.cond()?;
            return Ok(ClauseLineKind::ExcusedIf { cond, at_any_time: self.eat("at any time") });
        }
        if self.eat("suspended while") {
            let cond = self.cond()?;
            return Ok(ClauseLineKind::SuspendedWhile { cond, clock: self.clock()? });
        }
        if self.eat("extended by") {
            return Ok(ClauseLineKind::ExtendedBy(self.name(ACTS)?));
        }
        if self.eat("time is of the essence") {
            return Ok(ClauseLineKind::Essence);
        }
        if self.eat("burden") {
            return Ok(ClauseLineKind::Burden(self.burden()?));
        }
        if self.eat("survives") {
            return Ok(ClauseLineKind::Survives);
        }
        if self.eat("ends") {
            return Ok(ClauseLineKind::Ends(self.ends()?));
        }
        if self.eat("allow") {
            let code = self.run("the code of a warning")?;
            self.expect_or("because", "say why it is meant: `because \"…\"`")?;
            let because = self.text("the reason")?;
            return Ok(ClauseLineKind::Allow { code: Code { text: code.text, span: code.span }, because });
        }
        if self.is_operative() {
            return Ok(ClauseLineKind::Operative(self.operative()?));
        }
        Err(self.unknown_line(&CLAUSE_LINES, "of a clause"))
    }

    /// Returns whether the line is meant as an operative sentence.
    fn is_operative(&self) -> bool {
        let rest = self.rest();
        let subject = ["each", "someone", "on", "the other"].iter().any(|words| self.sees(words))
            || self.peek() == Some(TokenKind::Hole)
            || self.declared.names.longest(self.text, rest, ACTORS).is_some()
            || self.declared.names.longest(self.text, rest, SETS).is_some();
        let keyword = self.peek_word().is_some_and(|word| CLAUSE_LINES.contains(&word));
        let verb = (1..rest.len()).any(|i| self.word_at(i).is_some_and(|word| super::operative::VERBS.contains(&word)));
        subject || (verb && !keyword)
    }

    // ---- scopes ----

    /// Reads a line of a scope, `reading` lines aside.
    pub fn scope_line(&mut self) -> Read<ScopeLine> {
        let start = self.start();
        let kind = if let Some(quoted) = self.quoteline()? {
            ScopeLineKind::Quoted(quoted)
        } else if self.eat("only where") {
            ScopeLineKind::OnlyWhere(self.only()?)
        } else if self.eat("while") {
            ScopeLineKind::While(self.cond()?)
        } else if self.eat("ends") {
            ScopeLineKind::Ends(self.ends()?)
        } else {
            return Err(self.unknown_line(&SCOPE_LINES, "of a scope"));
        };
        Ok(ScopeLine { kind, span: self.since(start) })
    }

    // ---- what they share ----

    fn quoteline(&mut self) -> Read<Option<Quoteline>> {
        Ok(Some(if self.eat("quote") {
            Quoteline::Quote(self.text("the quoted words")?)
        } else if self.eat("because") {
            Quoteline::Because(self.text("the reason")?)
        } else if self.eat("note") {
            Quoteline::Note(self.text("the note")?)
        } else {
            return Ok(None);
        }))
    }

    fn only(&mut self) -> Read<Only> {
        let attribute = self.name(&[NameKind::Attribute])?;
        self.expect("is")?;
        let not = self.eat("not");
        let mut values = vec![self.value(&attribute)?];
        while self.eat("or") {
            values.push(self.value(&attribute)?);
        }
        Ok(Only { attribute, not, values })
    }

    /// Reads a value of the attribute, or a set of the clause.
    fn value(&mut self, attribute: &Slot<crate::words::Name>) -> Read<Slot<crate::words::Name>> {
        let mark = self.mark();
        match self.member(attribute) {
            Ok(value) => Ok(value),
            Err(error) => {
                self.back_to(mark);
                self.optional_name(SETS)?.map(Slot::Known).ok_or(error)
            }
        }
    }

    fn ends(&mut self) -> Read<Ends> {
        if self.eat("on") {
            Ok(Ends::On(self.date()?))
        } else if self.eat("upon") {
            Ok(Ends::Upon(self.trigger()?))
        } else {
            let mut error = self.incomplete("`on` or `upon`");
            error.help.push("write `ends on` and a date, or `ends upon` and an event".to_owned());
            Err(error)
        }
    }

    fn burden(&mut self) -> Read<Burden> {
        if self.eat("open") {
            Ok(Burden::Open)
        } else if self.eat("on obligor") {
            Ok(Burden::OnObligor)
        } else if self.eat("on obligee") {
            Ok(Burden::OnObligee)
        } else {
            let mut error = self.incomplete("`open`, `on obligor` or `on obligee`");
            error
                .help
                .push("the obligor owes the clause, an obligee is who it is owed to: name neither here".to_owned());
            Err(error)
        }
    }

    /// Returns the message that a line begins with nothing known, or with something of another place.
    fn unknown_line(&self, here: &[&str], place: &str) -> Box<Diagnostic> {
        let Some(word) = self.peek_word() else {
            let message = format!("no line {place} begins with `{}`", self.slice(self.here()));
            return self.error(codes::UNKNOWN_LINE, self.here(), message);
        };
        let span = self.here();
        if here.contains(&word) {
            let mut error =
                self.error(codes::UNKNOWN_LINE, self.rest_span(), format!("this `{word}` line is not complete"));
            error.help.extend(whole_line(word).map(|whole| format!("write `{whole}`")));
            return error;
        }
        let at_margin =
            super::collect::exact_keyword(word).is_some() || ["clause", "scope", "skip", "agreement"].contains(&word);
        if at_margin {
            let mut error = self.error(
                codes::MISPLACED_LINE,
                span,
                format!("{} `{word}` line starts at the margin", article(word)),
            );
            error.help.push("take the spaces before it out".to_owned());
            return error;
        }
        if HEADLINES.contains(&word) || CLAUSE_LINES.contains(&word) {
            let mut error = self.error(
                codes::MISPLACED_LINE,
                span,
                format!("{} `{word}` line cannot be a line {place}", article(word)),
            );
            let home = if HEADLINES.contains(&word) { "below `agreement`" } else { "below a `clause`" };
            error.help.push(format!("put it {home}"));
            return error;
        }
        let message = format!("no line {place} begins with `{word}`");
        let mut error = self.error(codes::UNKNOWN_LINE, span, message);
        if word == "unless" && here.contains(&"excused") {
            error.help.push("an excuse is a line `excused if …`; what must be so for anything to be owed, a line `if … does not hold`".to_owned());
            return error;
        }
        let meant = match word.to_lowercase().as_str() {
            "except" => Some("excused"),
            "provided" | "where" => Some("if"),
            "when" | "once" => Some("upon"),
            "during" => Some("while"),
            _ => None,
        };
        let meant = meant.filter(|word| here.contains(word));
        match meant.or_else(|| names::nearest_word(word, here.iter().copied())) {
            Some(near) => error.help.push(format!("did you mean `{}`?", whole_line(near).unwrap_or(near))),
            None => error.help.push(format!("a line {place} begins with one of: {}", here.join(", "))),
        }
        error
    }
}

/// Returns the form of the line that begins with this word, where the word alone does not show it.
fn whole_line(word: &str) -> Option<&'static str> {
    Some(match word {
        "owed" => "owed to …",
        "for" => "for each …",
        "acts" => "acts of … count too",
        "only" => "only where … is …",
        "after" => "after clause …",
        "excused" => "excused if …",
        "suspended" => "suspended while …, clock stops",
        "extended" => "extended by …",
        "time" => "time is of the essence",
        "someone" => "someone unnamed must …",
        "witnessed" => "witnessed by \"…\"",
        "brokered" => "brokered by \"…\"",
        "in" => "in force …",
        "reading" => "reading NAME: …",
        _ => return None,
    })
}

fn article(word: &str) -> &'static str {
    if word.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" }
}
