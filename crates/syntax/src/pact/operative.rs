//! The operative sentence: who must, aims to, may, can, guarantees or seeks what, and when.

use crate::ast::{
    ActPhrase, Counting, Goal, InEach, Operative, OperativeKind, Period, Quantity, Subject, Window, WindowKind,
};
use crate::codes;
use crate::diagnostic::Diagnostic;
use crate::lex::{self, TokenKind};
use crate::names::{self, ACTORS, ACTS, MEASURES, SETS};
use crate::reader::{Read, Reader};
use crate::words::{NameKind, Slot};

pub(super) const VERBS: [&str; 6] = ["must", "aims", "may", "can", "guarantees", "seeks"];
const WINDOW_WORDS: [&str; 9] =
    ["on", "by", "before", "within", "from", "until", "throughout", "at once", "with no deadline"];

impl Reader<'_> {
    /// Reads `operative`.
    pub fn operative(&mut self) -> Read<Operative> {
        let start = self.start();
        let kind = if self.eat("on") {
            let event = self.event()?;
            OperativeKind::Effect { event, change: self.change_by_event()? }
        } else {
            let subject = self.subject()?;
            self.sentence(subject)?
        };
        Ok(Operative { kind, span: self.since(start) })
    }

    fn sentence(&mut self, subject: Subject) -> Read<OperativeKind> {
        if self.eat("must") {
            return self.duty(subject, false);
        }
        if self.eat("aims") {
            self.expect_or("to", "write `aims to`")?;
            return self.duty(subject, true);
        }
        if self.eat("may") {
            if self.sees("not") {
                let mut error = self.error(codes::NO_VERB, self.here(), "`may not` forbids: it is no right");
                error.label = "a right not to, or a duty not to?".to_owned();
                error.help.push("write `must not` for what is forbidden".to_owned());
                return Err(error);
            }
            let act = self.act_phrase()?;
            if let Some(Quantity::Counted { how: Counting::AtLeast | Counting::Exactly, span, .. }) = act.quantity {
                let message = "a right has a ceiling: nobody has to use it";
                let mut error = self.error(codes::NUMBER_OUT_OF_PLACE, span, message);
                error.help.push("write `at most …` for how often it may be used, or `must` if it is owed".to_owned());
                return Err(error);
            }
            let in_each = if self.eat("in each") { Some(self.period()?) } else { None };
            let window = self.window()?;
            if in_each.is_none() && window.is_none() {
                return Err(self.no_window());
            }
            return Ok(OperativeKind::Right { subject, act, in_each, window });
        }
        if self.eat("can") {
            let change = self.change_by_power()?;
            let notice = if self.sees_duration() { Some(self.notice()?) } else { None };
            return Ok(OperativeKind::Power { subject, change, notice });
        }
        if self.eat("guarantees") {
            if !self.eat("clause") {
                let mut error = self.incomplete("`clause`");
                error.help.push("write `guarantees clause` and the reference of that clause".to_owned());
                return Err(error);
            }
            return Ok(OperativeKind::Guarantee { subject, clause: self.reference()? });
        }
        if self.eat("seeks") {
            return Ok(OperativeKind::Seeks { subject, what: self.text("the words for what is sought")? });
        }
        Err(self.no_verb())
    }

    fn no_verb(&self) -> Box<Diagnostic> {
        const ALL: &str = "`must`, `aims to`, `may`, `can`, `guarantees` or `seeks`";
        let Some(token) = self.rest().first() else {
            return self.lacking(codes::NO_VERB, ALL);
        };
        let word = self.slice(token.span);
        let instead = match word {
            "shall" | "will" | "has" | "undertakes" | "commits" | "agrees" | "is" => Some("`must`"),
            "should" | "intends" | "wants" | "hopes" => Some("`aims to`, or `must` if a failure is a breach"),
            "cannot" | "mustn't" => Some("`must not`"),
            _ => None,
        };
        let near = || {
            let verb = names::nearest_word(&word.to_lowercase(), VERBS)?;
            Some(if verb == "aims" { "`aims to`".to_owned() } else { format!("`{verb}`") })
        };
        let message = format!("`{word}` does not say what kind of commitment this is");
        let mut error = self.error(codes::NO_VERB, token.span, message);
        error.label = "a duty, an aim, a right, a power?".to_owned();
        error.help.push(match instead.map(str::to_owned).or_else(near) {
            Some(verb) => format!("write {verb}"),
            None => format!("write one of {ALL} after the name of who is bound"),
        });
        error
    }

    // ---- who ----

    fn subject(&mut self) -> Read<Subject> {
        let start = self.start();
        if self.eat("someone unnamed") {
            return Ok(Subject::Unnamed(self.since(start)));
        }
        if self.eat("each of") {
            return Ok(Subject::EachOf(self.names()?));
        }
        if self.eat("each") {
            return Ok(Subject::Each(self.name(SETS)?));
        }
        if self.sees("the other") {
            let names = self.names()?;
            self.expect("jointly")?;
            return Ok(Subject::Jointly(names));
        }
        if let Some(hole) = self.hole() {
            return self.one_or_jointly(Slot::Hole(hole), start);
        }
        if let Some(name) = self.optional_name(ACTORS)? {
            return self.one_or_jointly(Slot::Known(name), start);
        }
        if let Some(set) = self.optional_name(SETS)? {
            let message = format!("`{}` is a set: does each element owe this, or all together?", set.text);
            let mut error = self.error(codes::BARE_SET, set.span, message);
            error.help.push(format!("write `each {}`, or name its elements with `jointly`", set.text));
            return Err(error);
        }
        Err(self.unknown_subject())
    }

    fn one_or_jointly(&mut self, first: Slot<crate::words::Name>, start: usize) -> Read<Subject> {
        let list = self.peek() == Some(TokenKind::Comma) || self.sees("and");
        if !list && !self.sees("jointly") {
            return Ok(Subject::One(first));
        }
        let names = self.more_names(first, start)?;
        if self.eat("jointly") {
            return Ok(Subject::Jointly(names));
        }
        let words = self.slice(names.span);
        let message = format!("`{words}`: does each of them owe this, or all together?");
        let mut error = self.error(codes::BARE_LIST, names.span, message);
        error.help.push(format!("write `each of {words}` or `{words} jointly`"));
        Err(error)
    }

    fn unknown_subject(&self) -> Box<Diagnostic> {
        let mut error = self.unknown_name(&self.declared.names, ACTORS);
        match self.peek_word() {
            Some("nobody" | "nobody's" | "no") => {
                let help = "name who is bound: `… must not …` for their own acts, `… must ensure no …` for anybody's";
                error.help = vec![help.to_owned()];
            }
            Some("all" | "both" | "either" | "every") => {
                let rest = &self.rest()[1..];
                let set = names::nearest(&self.declared.names, self.text, rest, SETS);
                let help = match set {
                    Some((set, _)) => format!("write `each {}`", set.spelling),
                    None => "write `each` and the name of a set, or `each of` and the names".to_owned(),
                };
                error.help = vec![help];
            }
            Some(_) | None => {}
        }
        error
    }

    // ---- duties and rights ----

    fn duty(&mut self, subject: Subject, aims: bool) -> Read<OperativeKind> {
        let goal = self.goal()?;
        let in_each = if self.sees("in each") { Some(self.in_each()?) } else { None };
        let window = self.window()?;
        let start = self.start();
        let keep_it_there = self.eat("and keep it there").then(|| self.since(start));
        if let Some(span) = keep_it_there
            && !matches!(goal, Goal::Bring { .. })
        {
            let message = "only a level that is to be reached can be kept there";
            let mut error = self.error(codes::KEEP_WITHOUT_BRING, span, message);
            error.help.push("write `bring … to … and keep it there`, or leave these words out".to_owned());
            return Err(error);
        }
        if window.is_none() && in_each.is_none() {
            return Err(self.no_window());
        }
        Ok(OperativeKind::Duty { subject, aims, goal, in_each, window, keep_it_there })
    }

    /// Returns the message that the sentence does not say when, unless other words stand in the way.
    fn no_window(&self) -> Box<Diagnostic> {
        let word = self.peek_word().unwrap_or_default();
        let near = || {
            let firsts = WINDOW_WORDS.iter().map(|words| words.split(' ').next().unwrap_or(words));
            names::nearest_word(word, firsts.filter(|first| first.len() > 2 && *first != word))
        };
        let dated =
            |ahead| if self.date_ahead(ahead) { lex::spell(self.text, &self.rest()[ahead..]) } else { String::new() };
        let reworded = match word {
            "no" if self.sees("no later than") => format!("write `by {}`", dated(3)),
            "not" if self.sees("not later than") => format!("write `by {}`", dated(3)),
            "on" if self.sees("on or before") => format!("write `by {}`", dated(3)),
            "at" if self.sees("at the latest") => "write `by` and the date".to_owned(),
            "between" => "write `from … until …`".to_owned(),
            "during" => "write `throughout`, or `from … until …`".to_owned(),
            "each" | "every" | "per" => match self.word_at(1) {
                Some(period @ ("year" | "month")) => format!("write `in each calendar {period}`"),
                Some(period) => format!("write `in each {period}`"),
                None => "write `in each` and a period".to_owned(),
            },
            _ => near().map(|near| format!("did you mean `{near}`?")).unwrap_or_default(),
        };
        let help = match self.peek_word() {
            Some(_) if !reworded.is_empty() => Some(reworded.as_str()),
            Some("immediately" | "now" | "promptly" | "forthwith") => Some("write `at once`"),
            Some("always" | "forever") => Some("write `throughout`"),
            Some("after") => Some("write `within … of …` or `from …`, or give `after clause …` a line of its own"),
            Some("unless") => Some("say when first; for an excuse write a line `excused if …` below"),
            Some("upon" | "if" | "while" | "excused" | "owed" | "suspended") => {
                Some("say when first; what follows has a line of its own below")
            }
            Some(_) | None => None,
        };
        let (span, message) = match (self.is_at_end(), help) {
            (true, _) => (self.here(), "the sentence does not say when".to_owned()),
            (false, Some(_)) => (self.rest_span(), format!("`{}` does not say when", self.rest_words())),
            (false, None) => {
                return match self.end() {
                    Err(mut error) => {
                        if ["at least", "at most", "exactly", "up to", "as many"].iter().any(|words| self.sees(words)) {
                            error.help = vec![format!("write a colon after the act: `: {}`", self.rest_words())];
                        }
                        error
                    }
                    Ok(()) => self.incomplete("a window"),
                };
            }
        };
        let mut error = self.error(codes::NO_WINDOW, span, message);
        error.label = "until when?".to_owned();
        error.help.extend(help.map(str::to_owned));
        if !reworded.is_empty() {
            return error;
        }
        error.help.push(
            "write for instance `by 10 March 2020`, `within 30 days of signature`, `throughout`, `at once` or `with no deadline`"
                .to_owned(),
        );
        error
    }

    /// Reads `goal`. Where a declared act and a keyword both match, the act is meant.
    fn goal(&mut self) -> Read<Goal> {
        let mark = self.mark();
        if self.optional_name(ACTS)?.is_some() {
            let fits = self.goal_may_end();
            self.back_to(mark);
            if fits || !self.sees_goal_keyword() {
                return Ok(Goal::Act { not: false, act: self.act_phrase()? });
            }
        }
        if self.eat("not") {
            return Ok(Goal::Act { not: true, act: self.forbidden()? });
        }
        if self.eat("ensure no") {
            return Ok(Goal::EnsureNo(self.forbidden()?));
        }
        if self.eat("bring about") {
            return Ok(Goal::BringAbout(self.event()?));
        }
        if self.eat("bring") {
            let start = self.start();
            let measure = self.name(MEASURES)?;
            if !self.eat("to") {
                let mut error = self.incomplete("`to`");
                error.help.push(format!("write `bring {} to {}`", self.slice(self.since(start)), self.rest_words()));
                return Err(error);
            }
            let unit = self.unit_of(&measure);
            return Ok(Goal::Bring { to: self.bound(unit.as_deref())?, measure });
        }
        if self.eat("keep") {
            let measure = self.name(MEASURES)?;
            let unit = self.unit_of(&measure);
            return Ok(Goal::Keep { bound: self.bound(unit.as_deref())?, measure });
        }
        if self.eat("see to it that") {
            return Ok(Goal::SeeToIt(self.name(&[NameKind::Condition])?));
        }
        Ok(Goal::Act { not: false, act: self.act_phrase()? })
    }

    fn sees_goal_keyword(&self) -> bool {
        ["not", "ensure no", "bring", "keep", "see to it that"].iter().any(|words| self.sees(words))
    }

    fn goal_may_end(&self) -> bool {
        self.is_at_end()
            || self.peek() == Some(TokenKind::Colon)
            || self.sees("in each")
            || WINDOW_WORDS.iter().any(|words| self.sees(words))
    }

    fn act_phrase(&mut self) -> Read<ActPhrase> {
        let start = self.start();
        let act = self.name(ACTS)?;
        let quantity = if self.eat_sign(TokenKind::Colon) {
            let unit = self.unit_of(&act);
            Some(self.quantity(unit.as_deref())?)
        } else {
            None
        };
        Ok(ActPhrase { act, quantity, span: self.since(start) })
    }

    /// Reads an act of which not one may be done.
    fn forbidden(&mut self) -> Read<ActPhrase> {
        let act = self.act_phrase()?;
        let Some(Quantity::Counted { span, .. } | Quantity::AsMany { span, .. }) = act.quantity else {
            return Ok(act);
        };
        let message = "not one is allowed, so a number says nothing here";
        let mut error = self.error(codes::NUMBER_OUT_OF_PLACE, span, message);
        let words = self.slice(act.span).split(':').next().unwrap_or_default();
        error.help.push(format!("take it out, or write `must {words}: at most …` if some are allowed"));
        Err(error)
    }

    // ---- when ----

    fn in_each(&mut self) -> Read<InEach> {
        let start = self.start();
        self.expect("in each")?;
        let period = self.period()?;
        let mark = self.mark();
        let mut within = None;
        if self.eat("within") {
            within = Some(self.duration()?);
            if self.sees("of") {
                within = None;
                self.back_to(mark); // it is the window
            }
        }
        Ok(InEach { period, within, span: self.since(start) })
    }

    fn period(&mut self) -> Read<Period> {
        const FIXED: [(&str, Period); 4] = [
            ("calendar year", Period::CalendarYear),
            ("calendar month", Period::CalendarMonth),
            ("week", Period::Week),
            ("day", Period::Day),
        ];
        if !self.sees_longer_than_name(&FIXED.each_ref().map(|(words, _)| *words), &[NameKind::Period])
            && let Some(name) = self.optional_name(&[NameKind::Period])?
        {
            return Ok(Period::Declared(Slot::Known(name)));
        }
        for (words, period) in FIXED {
            if self.eat(words) {
                return Ok(period);
            }
        }
        if matches!(self.peek_word(), Some("year" | "month")) {
            let mut error = self.incomplete("a period");
            error.help.push(format!("write `calendar {}`, or declare a period", self.slice(self.here())));
            return Err(error);
        }
        Ok(Period::Declared(self.name(&[NameKind::Period])?))
    }

    /// Reads `window`, if one comes next.
    fn window(&mut self) -> Read<Option<Window>> {
        let start = self.start();
        if self.sees("on or before") {
            return Ok(None);
        }
        let kind = if self.eat("on") {
            WindowKind::On(self.point()?)
        } else if self.eat("by") {
            WindowKind::By(self.point()?)
        } else if self.eat("before") {
            WindowKind::Before(self.point()?)
        } else if self.eat("within") {
            self.within(start)?
        } else if self.eat("from") {
            let from = self.point()?;
            let until = if self.eat("until") { Some(self.point()?) } else { None };
            WindowKind::From { from, until }
        } else if self.eat("until") {
            WindowKind::Until(self.point()?)
        } else if self.eat("throughout") {
            WindowKind::Throughout
        } else if self.eat("at once") {
            WindowKind::AtOnce
        } else if self.eat("with no deadline") {
            WindowKind::NoDeadline
        } else {
            return Ok(None);
        };
        if self.sees("or") {
            let message = "of two points in time, which one counts?";
            let mut error = self.error(codes::OR_BETWEEN_POINTS, self.rest_span(), message);
            let forms = "`the earlier of … and …`, `the later of … and …` or `… failing which …`";
            error.help.push(format!("write {forms}"));
            return Err(error);
        }
        Ok(Some(Window { kind, span: self.since(start) }))
    }

    fn within(&mut self, start: usize) -> Read<WindowKind> {
        let duration = self.duration()?;
        if self.eat("of") {
            return Ok(WindowKind::Within { duration, of: self.point()? });
        }
        let words = self.slice(self.since(start)).to_owned();
        let message = format!("`{words}` does not say of what");
        let mut error = self.error(codes::DEADLINE_WITHOUT_TRIGGER, self.since(start), message);
        error.label = "counted from which event?".to_owned();
        error.help.push(match self.peek_word() {
            Some(word @ ("after" | "from" | "following")) => {
                format!("write `{words} of …` instead of `{word}`")
            }
            Some(_) | None => format!("write for instance `{words} of signature`"),
        });
        Err(error)
    }
}
