//! Declarations, one function for each keyword.

use super::collect::{Keyword, member_length, name_length, noun_length};
use crate::ast::{
    ActDecl, ActorDecl, Arith, AttributeDecl, ConditionDecl, DeclKind, EventDecl, EventDefinition, GroupDecl,
    MeasureDecl, MeasureDefinition, Noun, OutsideDecl, PeriodDecl, ReadingDecl, SetDecl, Sets, TableDecl, TableRow,
};
use crate::codes;
use crate::lex::{self, TokenKind};
use crate::names::{ACTORS, SETS};
use crate::reader::{Read, Reader, may_stand_in_name};
use crate::words::{Name, NameKind, Slot, Unit};

impl Reader<'_> {
    /// Reads a declaration whose keyword has been read.
    pub fn declaration(&mut self, keyword: Keyword) -> Read<DeclKind> {
        let name = self.declared_name(keyword)?;
        Ok(match keyword {
            Keyword::Party | Keyword::Outsider => DeclKind::Actor(self.actor_decl(name)?),
            Keyword::Group => DeclKind::Group(self.group_decl(name)?),
            Keyword::Set => DeclKind::Set(self.set_decl(name)?),
            Keyword::Attribute => DeclKind::Attribute(self.attribute_decl(name)?),
            Keyword::Table => DeclKind::Table(self.table_decl(name)?),
            Keyword::Event => DeclKind::Event(self.event_decl(name)?),
            Keyword::Act => DeclKind::Act(self.act_decl(name)?),
            Keyword::Measure => DeclKind::Measure(self.measure_decl(name)?),
            Keyword::Condition => {
                let description = self.optional_text();
                DeclKind::Condition(ConditionDecl { name, description, for_each: self.for_each()? })
            }
            Keyword::Period => {
                self.expect_sign(TokenKind::Equals, "=")?;
                let duration = self.duration()?;
                self.expect("from")?;
                DeclKind::Period(PeriodDecl { name, duration, from: self.point()? })
            }
            Keyword::Reading => {
                DeclKind::Reading(ReadingDecl { name, description: self.text("what the reading stands for")? })
            }
            Keyword::Outside => DeclKind::Outside(OutsideDecl { name, description: self.optional_text() }),
        })
    }

    fn expect_form(&mut self, kind: TokenKind, sign: &str, form: &str) -> Read<()> {
        self.expect_sign(kind, sign).map_err(|mut error| {
            error.help.push(form.to_owned());
            error
        })
    }

    fn declared_name(&mut self, keyword: Keyword) -> Read<Name> {
        let length = name_length(self, keyword);
        if length == 0 {
            let mut error = self.lacking(codes::MISSING_NAME, "a name");
            error.help.push(match self.peek() {
                Some(TokenKind::Text) => {
                    "write the name without quotation marks; a description may follow it".to_owned()
                }
                Some(_) | None => "write how the clauses and the evidence will call it".to_owned(),
            });
            return Err(error);
        }
        let tokens = &self.rest()[..length];
        let text = lex::spell(self.text, tokens);
        let dated = (1..length).find(|&i| self.date_ahead(i)).filter(|_| keyword == Keyword::Event);
        if let Some(at) = dated {
            let span = tokens[at].span.to(tokens[length - 1].span);
            let mut error =
                self.error(codes::BAD_NAME, span, format!("the name of this event ends in a date: `{text}`"));
            error.help.push(format!("write `on {}` after the name", self.slice(span)));
            return Err(error);
        }
        let good = |token: Option<&lex::Token>| token.is_some_and(|token| token.kind == TokenKind::Word);
        if !good(tokens.first()) || !good(tokens.last()) {
            let span = tokens[0].span.to(tokens[length - 1].span);
            let mut error = self.error(codes::BAD_NAME, span, format!("`{text}` cannot be a name"));
            error.help.push("let the name begin and end with a word".to_owned());
            return Err(error);
        }
        let span = self.advance(length);
        self.tidy.push((span, text.clone()));
        let name = Name { text, kind: keyword.kind(), span };
        // Signs that end no name of this kind and stand in none: better said here than as left-over words.
        match self.peek() {
            Some(kind @ (TokenKind::Colon | TokenKind::Close | TokenKind::Semicolon)) if !may_stand_in_name(kind) => {
                let colon = matches!(keyword, Keyword::Attribute | Keyword::Table) && kind == TokenKind::Colon;
                if colon { Ok(name) } else { Err(self.bad_sign()) }
            }
            Some(_) | None => Ok(name),
        }
    }

    fn bad_sign(&self) -> Box<crate::Diagnostic> {
        let sign = self.slice(self.here());
        let mut error = self.error(codes::BAD_NAME, self.here(), format!("`{sign}` cannot stand in a name"));
        error.help.push(if sign == ":" {
            "write `=` before what the name stands for, not a colon".to_owned()
        } else {
            "a name holds words, and between them commas".to_owned()
        });
        error
    }

    fn actor_decl(&mut self, name: Name) -> Read<ActorDecl> {
        let description = self.optional_text();
        let mut also = Vec::new();
        while self.eat("also") {
            also.push(self.text("another spelling")?);
        }
        Ok(ActorDecl { name, description, also })
    }

    fn group_decl(&mut self, name: Name) -> Read<GroupDecl> {
        self.expect_form(TokenKind::Equals, "=", "write `group NAME = PARTY, PARTY`")?;
        let members = self.names()?;
        let answers = if self.eat_sign(TokenKind::Semicolon) {
            let answers = self.name(ACTORS)?;
            self.expect("answers for it")?;
            Some(answers)
        } else {
            None
        };
        Ok(GroupDecl { name, members, answers })
    }

    fn set_decl(&mut self, name: Name) -> Read<SetDecl> {
        self.expect_form(TokenKind::Equals, "=", "write `set NAME = ELEMENT, ELEMENT`")?;
        Ok(SetDecl { name, elements: self.declared_members(NameKind::Set)? })
    }

    fn attribute_decl(&mut self, name: Name) -> Read<AttributeDecl> {
        self.expect_form(TokenKind::Colon, ":", "write `attribute NAME: VALUE, VALUE`")?;
        Ok(AttributeDecl { name, values: self.declared_members(NameKind::Attribute)? })
    }

    /// Reads elements or values where they are declared: `NAME {, NAME}`.
    fn declared_members(&mut self, owner: NameKind) -> Read<Vec<Slot<Name>>> {
        let mut members = Vec::new();
        loop {
            let (kind, length) = member_length(self, owner);
            let tokens = &self.rest()[..length];
            if let [only] = tokens
                && only.kind == TokenKind::Hole
            {
                members.extend(self.hole().map(Slot::Hole));
            } else if length == 0 {
                return Err(self.lacking(codes::MISSING_NAME, "a name"));
            } else if let Some(odd) = tokens.iter().find(|token| !may_stand_in_name(token.kind)) {
                let message = format!("`{}` cannot stand in a name", self.slice(odd.span));
                let mut error = self.error(codes::BAD_NAME, odd.span, message);
                error.help.push("separate the names by commas".to_owned());
                return Err(error);
            } else {
                let text = lex::spell(self.text, tokens);
                let span = self.advance(length);
                self.tidy.push((span, text.clone()));
                members.push(Slot::Known(Name { text, kind, span }));
            }
            if !self.eat_sign(TokenKind::Comma) {
                return Ok(members);
            }
        }
    }

    fn table_decl(&mut self, name: Name) -> Read<TableDecl> {
        let unit = self.unit_in_brackets()?;
        self.expect("for each")?;
        let set = self.name(SETS)?;
        self.expect_sign(TokenKind::Colon, ":")?;
        let mut rows = Vec::new();
        loop {
            let start = self.start();
            let element = self.member(&set)?;
            self.expect_sign(TokenKind::Equals, "=")?;
            let number = self.number()?;
            rows.push(TableRow { element, number, span: self.since(start) });
            if !self.eat_sign(TokenKind::Semicolon) {
                return Ok(TableDecl { name, unit, set, rows });
            }
        }
    }

    fn event_decl(&mut self, name: Name) -> Read<EventDecl> {
        let definition = match self.peek() {
            Some(TokenKind::Equals) => self.event_definition()?,
            _ if self.sees("on") => self.event_definition()?,
            _ => EventDefinition::Reported(self.optional_text()),
        };
        Ok(EventDecl { name, definition, for_each: self.for_each()?, readings: Vec::new() })
    }

    /// Reads `on MOMENT` or `= POINT [unless COND]`.
    pub fn event_definition(&mut self) -> Read<EventDefinition> {
        if self.eat("on") {
            return Ok(EventDefinition::On(self.moment()?));
        }
        if !self.eat_sign(TokenKind::Equals) {
            return Err(self.incomplete("`on` or `=`"));
        }
        let point = self.point()?;
        let unless = if self.eat("unless") { Some(self.cond()?) } else { None };
        Ok(EventDefinition::At { point, unless })
    }

    fn act_decl(&mut self, name: Name) -> Read<ActDecl> {
        let unit = self.unit_in_brackets()?;
        let noun = if self.eat("as") { Some(self.declared_noun()?) } else { None };
        Ok(ActDecl { name, unit, noun, for_each: self.for_each()? })
    }

    fn declared_noun(&mut self) -> Read<Noun> {
        let length = noun_length(self);
        if length == 0 {
            return Err(self.lacking(codes::MISSING_NAME, "a noun"));
        }
        let text = lex::spell(self.text, &self.rest()[..length]);
        let span = self.advance(length);
        self.tidy.push((span, text.clone()));
        Ok(Noun { text, span })
    }

    fn measure_decl(&mut self, name: Name) -> Read<MeasureDecl> {
        let definition = if self.peek() == Some(TokenKind::Equals) {
            MeasureDefinition::Computed(self.measure_definition()?)
        } else {
            let Some(unit) = self.unit_in_brackets()? else {
                let mut error = self.incomplete("the unit in brackets");
                error.help.push(
                    "write for instance `measure troops (persons)`, or `= …` for a measure made from others".to_owned(),
                );
                return Err(error);
            };
            MeasureDefinition::Observed { unit, for_each: self.for_each()? }
        };
        Ok(MeasureDecl { name, definition, readings: Vec::new() })
    }

    /// Reads `= ARITH`.
    pub fn measure_definition(&mut self) -> Read<Arith> {
        self.expect_sign(TokenKind::Equals, "=")?;
        self.arith()
    }

    fn for_each(&mut self) -> Read<Sets> {
        if self.eat("for each") { self.sets() } else { Ok(Sets::new()) }
    }

    fn unit_in_brackets(&mut self) -> Read<Option<Unit>> {
        if !self.eat_sign(TokenKind::Open) {
            return Ok(None);
        }
        let words = self.words_until("a unit", |r| r.peek() == Some(TokenKind::Close))?;
        self.expect_sign(TokenKind::Close, ")")?;
        Ok(Some(Unit { text: words.text, span: words.span }))
    }
}
