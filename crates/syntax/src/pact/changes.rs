//! What powers and events do to clauses: suspend, resume, end, waive, extend, start.

use crate::ast::{Change, Clock, Effect, Notice, Target};
use crate::codes;
use crate::lex::TokenKind;
use crate::names::{self, ACTS};
use crate::reader::{Read, Reader};
use crate::words::{NameKind, Slot};

impl Reader<'_> {
    /// Reads `CHANGE` of a power.
    pub(super) fn change_by_power(&mut self) -> Read<Change> {
        if self.sees("start") {
            let mut error = self.incomplete("`suspend`, `resume`, `end`, `waive` or `extend`");
            error.help.push("only an event starts a clause: `on EVENT start clause …`".to_owned());
            return Err(error);
        }
        self.change(&["resume", "end", "waive", "extend"])
    }

    /// Reads `CHANGE` of an event.
    pub(super) fn change_by_event(&mut self) -> Read<Change> {
        if self.sees("waive") || self.sees("extend") {
            let mut error = self.incomplete("`suspend`, `resume`, `end` or `start`");
            error.help.push("waiving and extending are for a party: `PARTY can waive clause …`".to_owned());
            return Err(error);
        }
        self.change(&["resume", "end", "start"])
    }

    fn change(&mut self, plain: &[&str]) -> Read<Change> {
        let start = self.start();
        if self.eat("suspend") {
            let target = self.target()?;
            let effect = Effect::Suspend(self.clock()?);
            return Ok(Change { effect, target, span: self.since(start) });
        }
        let Some(word) = plain.iter().find(|word| self.eat(word)) else {
            let (last, others) = plain.split_last().unwrap_or((&"end", &[]));
            let mut error = self.incomplete(&format!("`suspend`, `{}` or `{last}`", others.join("`, `")));
            error.help.extend(match self.peek_word() {
                Some("terminate" | "cancel" | "leave" | "withdraw") => Some("write `end`".to_owned()),
                Some("stop" | "pause" | "interrupt") => Some("write `suspend …, clock stops`".to_owned()),
                Some("continue" | "restart") => Some("write `resume`".to_owned()),
                Some("prolong" | "renew") => Some("write `extend`".to_owned()),
                Some("release" | "forgive" | "renounce") => Some("write `waive`".to_owned()),
                Some(word) => {
                    names::nearest_word(word, plain.iter().copied()).map(|near| format!("did you mean `{near}`?"))
                }
                None => None,
            });
            return Err(error);
        };
        let effect = match *word {
            "resume" => Effect::Resume,
            "end" => Effect::End,
            "start" => Effect::Start,
            "waive" => Effect::Waive,
            _ => Effect::Extend,
        };
        let target = self.target()?;
        Ok(Change { effect, target, span: self.since(start) })
    }

    fn target(&mut self) -> Read<Target> {
        let start = self.start();
        if let Some(outside) = self.optional_name(&[NameKind::Outside])? {
            return Ok(Target::Outside(Slot::Known(outside)));
        }
        if let Some(hole) = self.hole() {
            return Ok(Target::Outside(Slot::Hole(hole)));
        }
        if self.eat("the agreement") {
            return Ok(Target::Agreement(self.since(start)));
        }
        if self.eat("clause") {
            let mut clauses = vec![self.reference()?];
            while self.peek() == Some(TokenKind::Comma) && self.word_at(1) != Some("clock") {
                self.advance(1);
                clauses.push(self.reference()?);
            }
            return Ok(Target::Clauses(clauses));
        }
        let mut error = self.unknown_name(&self.declared.names, &[NameKind::Outside]);
        if error.code == codes::MISSING_NAME {
            error = self.incomplete("`clause …`, `the agreement` or an outside commitment");
        } else {
            error.label = "`clause …`, `the agreement` or an outside commitment is meant here".to_owned();
        }
        Err(error)
    }

    /// Reads `, CLOCK`.
    pub fn clock(&mut self) -> Read<Clock> {
        let mark = self.mark();
        if self.eat_sign(TokenKind::Comma) {
            if self.eat("clock stops") {
                return Ok(Clock::Stops);
            }
            if self.eat("clock runs") {
                return Ok(Clock::Runs);
            }
        }
        self.back_to(mark);
        let message = "a suspension must say what happens to the deadline";
        let mut error = self.error(codes::NO_CLOCK, self.rest_span(), message);
        error.help.push(
            "write `, clock stops` (the time is added) or `, clock runs` (the deadline stays; reaching it is excused)"
                .to_owned(),
        );
        Err(error)
    }

    /// Reads `DURATION after NOUN`.
    pub(super) fn notice(&mut self) -> Read<Notice> {
        let start = self.start();
        let duration = self.duration()?;
        self.expect("after")?;
        let after = self.name(ACTS)?;
        Ok(Notice { duration, after, span: self.since(start) })
    }
}
