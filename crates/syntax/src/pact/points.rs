//! Points in time, triggers and conditions.

use crate::ast::{Cond, CondKind, HappenedWhen, Happening, Point, Trigger, TriggerKind};
use crate::codes;
use crate::diagnostic::Diagnostic;
use crate::lex::TokenKind;
use crate::names::{ACTS, HAPPENINGS, MEASURES};
use crate::reader::{Read, Reader};
use crate::words::{Name, NameKind, Slot, Span};

const EVENTS: &[NameKind] = &[NameKind::Event];
const CONDITIONS: &[NameKind] = &[NameKind::Condition];
const ASKED: &[NameKind] =
    &[NameKind::Condition, NameKind::Event, NameKind::Act, NameKind::ActByNoun, NameKind::Measure];

/// What a trigger can begin with besides a name.
const TRIGGER_WORDS: &[&str] = &["violation of clause", "fulfilment of clause"];
/// What a point can begin with besides a name, a date and a duration.
const POINT_WORDS: &[&str] = &["fulfilment of clause", "violation of clause", "the earlier of", "the later of"];

impl Reader<'_> {
    /// Reads `POINT`.
    pub fn point(&mut self) -> Read<Point> {
        let point = self.plain_point()?;
        if self.eat("failing which") {
            let otherwise = self.nested(Self::point)?;
            return Ok(Point::FailingWhich(Box::new(point), Box::new(otherwise)));
        }
        Ok(point)
    }

    /// Reads a point up to a `failing which`, which binds loosest.
    fn plain_point(&mut self) -> Read<Point> {
        if !self.sees_longer_than_name(POINT_WORDS, HAPPENINGS)
            && let Some(name) = self.optional_name(HAPPENINGS)?
        {
            return Ok(match (name.kind, name.text.as_str()) {
                (NameKind::Event, "signature") => Point::Signature(name.span),
                (NameKind::Event, "entry into force") => Point::EntryIntoForce(name.span),
                _ => Point::Happening(name),
            });
        }
        let start = self.start();
        if self.eat("fulfilment of clause") {
            return Ok(Point::Fulfilment(self.reference()?, self.since(start)));
        }
        if self.eat("violation of clause") {
            return Ok(Point::Violation(self.reference()?, self.since(start)));
        }
        for (words, make) in [("the earlier of", Point::Earlier as fn(_, _) -> _), ("the later of", Point::Later)] {
            if self.eat(words) {
                let first = self.nested(Self::point)?;
                self.expect("and")?;
                return Ok(make(Box::new(first), Box::new(self.nested(Self::plain_point)?)));
            }
        }
        if self.sees_duration() {
            return self.distant_point();
        }
        if self.sees_date_or_hole() {
            return Ok(Point::Moment(self.moment()?));
        }
        Err(self.no_point())
    }

    /// Reads `DURATION ( after | before ) POINT`.
    fn distant_point(&mut self) -> Read<Point> {
        let duration = self.duration()?;
        if self.eat("after") {
            return Ok(Point::After { duration, point: Box::new(self.nested(Self::plain_point)?) });
        }
        if self.eat("before") {
            return Ok(Point::Before { duration, point: Box::new(self.nested(Self::plain_point)?) });
        }
        let mut error = self.incomplete("`after` or `before`");
        error.help.push(format!("write `{} after signature`", self.slice(duration.span)));
        Err(error)
    }

    fn no_point(&self) -> Box<Diagnostic> {
        let number = self.sees_number().then(|| self.known_date_error()).flatten();
        let mut error = number.unwrap_or_else(|| self.unknown_name(&self.declared.names, HAPPENINGS));
        if error.code == codes::MISSING_NAME {
            error = self.incomplete("a date or an event");
        }
        if error.help.is_empty() {
            error.help.push(
                "write a date such as `29 February 2020`, a declared event, `signature` or `entry into force`"
                    .to_owned(),
            );
        }
        error
    }

    /// Returns what is wrong with the date that was probably meant here.
    fn known_date_error(&self) -> Option<Box<Diagnostic>> {
        let mut ahead = Reader::new(self.text, self.declared, self.rest(), Span::default());
        ahead.known_date().err()
    }

    // ---- triggers ----

    /// Reads an event; `signature` and `entry into force` are events too.
    pub fn event(&mut self) -> Read<Slot<Name>> {
        match self.optional_event()? {
            Some(event) => Ok(event),
            None => Err(self.unknown_name(&self.declared.names, EVENTS)),
        }
    }

    fn optional_event(&mut self) -> Read<Option<Slot<Name>>> {
        if let Some(hole) = self.hole() {
            return Ok(Some(Slot::Hole(hole)));
        }
        Ok(self.optional_name(EVENTS)?.map(Slot::Known))
    }

    /// Reads `TRIGGER`.
    pub fn trigger(&mut self) -> Read<Trigger> {
        let start = self.start();
        let fixed = self.sees_longer_than_name(TRIGGER_WORDS, HAPPENINGS);
        let event = if fixed { None } else { self.optional_event()? };
        let kind = if let Some(event) = event {
            TriggerKind::Event(event)
        } else if self.eat("the first") {
            TriggerKind::First(self.happening_by()?)
        } else if self.eat("each") {
            TriggerKind::Each(self.happening_by()?)
        } else if self.eat("violation of clause") {
            TriggerKind::Violation(self.reference()?)
        } else if self.eat("fulfilment of clause") {
            TriggerKind::Fulfilment(self.reference()?)
        } else if let Some(act) = self.optional_name(ACTS)? {
            let words = self.slice(act.span);
            let message = format!("`{words}` can happen more than once, and the line does not say which time is meant");
            let mut error = self.error(codes::BARE_UPON, act.span, message);
            error.help.push(format!("write `the first {words}` or `each {words}`"));
            return Err(error);
        } else {
            return Err(self.unknown_name(&self.declared.names, EVENTS));
        };
        Ok(Trigger { kind, span: self.since(start) })
    }

    fn happening_by(&mut self) -> Read<Happening> {
        let what = self.name(HAPPENINGS)?;
        let by = if self.eat("by") { Some(self.names()?) } else { None };
        Ok(Happening { what, by })
    }

    // ---- conditions ----

    /// Reads `COND`. Where `and` and `or` stand side by side without brackets, a note says how it was read.
    pub fn cond(&mut self) -> Read<Cond> {
        let start = self.start();
        let mut alternatives = vec![self.all_of()?];
        while self.eat("or") {
            alternatives.push(self.all_of()?);
        }
        let span = self.since(start);
        if alternatives.len() > 1 && alternatives.iter().any(|one| matches!(one.kind, CondKind::And(_))) {
            let how: Vec<String> = alternatives.iter().map(|one| self.bracketed(one)).collect();
            let message = "`and` and `or` stand side by side without brackets";
            let note = Diagnostic::note(codes::AND_OR, span, message);
            self.remarks.push(note.help(format!("it is read as `{}`; write the brackets", how.join(" or "))));
        }
        Ok(joined(alternatives, CondKind::Or, span))
    }

    fn all_of(&mut self) -> Read<Cond> {
        let start = self.start();
        let mut parts = vec![self.one_cond()?];
        while self.eat("and") {
            parts.push(self.one_cond()?);
        }
        Ok(joined(parts, CondKind::And, self.since(start)))
    }

    fn bracketed(&self, cond: &Cond) -> String {
        let words = self.slice(cond.span);
        if matches!(cond.kind, CondKind::And(_)) { format!("({words})") } else { words.to_owned() }
    }

    fn one_cond(&mut self) -> Read<Cond> {
        let start = self.start();
        // A declared name may begin with `not` or `clause`, so names come first.
        let kind = match self.asked_by_name()? {
            Some(kind) => kind,
            None if self.eat_sign(TokenKind::Open) => {
                let inside = self.nested(Self::cond)?;
                self.expect_sign(TokenKind::Close, ")")?;
                CondKind::Brackets(Box::new(inside))
            }
            None if self.eat("not") => CondKind::Not(Box::new(self.nested(Self::one_cond)?)),
            None if self.eat("clause") => self.clause_is()?,
            None => return Err(self.no_cond()),
        };
        Ok(Cond { kind, span: self.since(start) })
    }

    /// Reads a condition that begins with a name, or with a `?` whose kind the following words tell.
    fn asked_by_name(&mut self) -> Read<Option<CondKind>> {
        let mark = self.mark();
        if let Some(condition) = self.slot_before(CONDITIONS, &["holds", "does not hold"])? {
            let not = self.eat("does not hold");
            if !not {
                self.expect("holds")?;
            }
            return Ok(Some(CondKind::Holds { condition, not }));
        }
        if let Some(what) = self.slot_before(HAPPENINGS, &["has happened"])? {
            self.expect("has happened")?;
            return Ok(Some(CondKind::HasHappened { what, when: self.happened_when()? }));
        }
        if let Some(measure) = self.slot_before(MEASURES, &["is"])? {
            self.expect("is")?;
            let unit = self.unit_of(&measure);
            return Ok(Some(CondKind::Level { bound: self.bound(unit.as_deref())?, measure }));
        }
        self.back_to(mark);
        let Some(name) = self.optional_name(ASKED)? else {
            return Ok(None);
        };
        let words = self.slice(name.span).to_owned();
        let (wanted, example) = match name.kind {
            NameKind::Condition => ("`holds` or `does not hold`", format!("{words} holds")),
            NameKind::Measure => ("`is`", format!("{words} is at most 100")),
            _ => ("`has happened`", format!("{words} has happened")),
        };
        let mut error = self.incomplete(wanted);
        error.help.push(format!("write for instance `{example}`"));
        Err(error)
    }

    /// Reads a name of these kinds if it is followed by one of these words.
    fn slot_before(&mut self, kinds: &[NameKind], then: &[&str]) -> Read<Option<Slot<Name>>> {
        let mark = self.mark();
        let slot = match self.hole() {
            Some(hole) => Some(Slot::Hole(hole)),
            None => self.optional_name(kinds)?.map(Slot::Known),
        };
        if slot.is_some() && then.iter().any(|words| self.sees(words)) {
            return Ok(slot);
        }
        self.back_to(mark);
        Ok(None)
    }

    fn happened_when(&mut self) -> Read<Option<HappenedWhen>> {
        Ok(if self.eat("since") {
            Some(HappenedWhen::Since(self.point()?))
        } else if self.eat("by") {
            Some(HappenedWhen::By(self.point()?))
        } else if self.eat("within") {
            let duration = self.duration()?;
            self.expect("before")?;
            Some(HappenedWhen::Within { duration, before: self.point()? })
        } else {
            None
        })
    }

    fn clause_is(&mut self) -> Read<CondKind> {
        let clause = self.reference()?;
        self.expect_or("is", "write for instance `clause 1 is fulfilled`")?;
        // `not judged` is a status.
        let not = !self.sees("not judged") && self.eat("not");
        Ok(CondKind::Clause { clause, not, status: self.status()? })
    }

    fn no_cond(&self) -> Box<Diagnostic> {
        let mut error = self.unknown_name(&self.declared.names, ASKED);
        if error.code == codes::MISSING_NAME {
            error = self.incomplete("a condition");
        } else {
            error.label = "a condition is meant here".to_owned();
        }
        error
    }
}

fn joined(mut parts: Vec<Cond>, join: fn(Vec<Cond>) -> CondKind, span: Span) -> Cond {
    match parts.len() {
        1 => parts.remove(0),
        _ => Cond { kind: join(parts), span },
    }
}
