//! Bounds of levels, quantities of acts, arithmetic.

use crate::ast::{Arith, ArithKind, Bound, Comparison, Counting, Limit, Operator, Quantity};
use crate::codes;
use crate::lex::{self, TokenKind};
use crate::names::{MEASURES, NUMBERS};
use crate::reader::{Read, Reader};
use crate::units::same_unit;
use crate::words::{Date, Name, NameKind, Slot, Unit};

/// Words that can follow a quantity: a unit ends before them.
const AFTER_UNIT: &[&str] =
    &["in", "on", "by", "before", "within", "from", "until", "throughout", "at", "with", "and", "or", "of", "since"];

/// So many signs of one kind may stand in a row: each makes the tree one level deeper.
const OPERATIONS_MAX: usize = 100;

impl Reader<'_> {
    /// Returns the declared unit of an act or measure; of something unknown, `Some("?")`.
    pub fn unit_of(&self, name: &Slot<Name>) -> Option<String> {
        let Some(name) = name.known() else {
            return Some("?".to_owned());
        };
        let kind = if name.kind == NameKind::ActByNoun { NameKind::Act } else { name.kind };
        self.declared.units.get(&(kind, name.text.clone())).cloned()
    }

    /// Reads `bound`.
    pub fn bound(&mut self, unit: Option<&str>) -> Read<Bound> {
        let start = self.start();
        if self.eat("at zero") || self.eat("zero") {
            return Ok(Bound::Zero(self.since(start)));
        }
        let comparisons = [
            ("at least", Comparison::AtLeast),
            ("at most", Comparison::AtMost),
            ("exactly", Comparison::Exactly),
            ("below", Comparison::Below),
            ("above", Comparison::Above),
        ];
        let Some((words, how)) = comparisons.into_iter().find(|(words, _)| self.eat(words)) else {
            let mut error = self.incomplete("`zero`, `at least`, `at most`, `exactly`, `below` or `above`");
            error.help.extend(self.comparison_meant(true));
            if self.sees_number() {
                error
                    .help
                    .push(format!("write `exactly {0}`, `at most {0}` or `at least {0}`", self.slice(self.here())));
            }
            return Err(error);
        };
        let limit = self.limit(words, unit)?;
        Ok(Bound::Compared { how, limit, span: self.since(start) })
    }

    /// Returns the words of the language for what is written here; only a level can lie between whole numbers.
    fn comparison_meant(&self, of_a_level: bool) -> Option<String> {
        let (above, below) = if of_a_level {
            ("write `above …`", "write `below …`")
        } else {
            ("write `at least …` and the next number", "write `at most …` and the number before")
        };
        let meant = match self.peek_word()? {
            "minimum" | "min" => "write `at least …`",
            "maximum" | "max" => "write `at most …`",
            "no" | "not" if self.word_at(1) == Some("more") => "write `at most …`",
            "no" | "not" if matches!(self.word_at(1), Some("less" | "fewer")) => "write `at least …`",
            "more" | "over" => above,
            "less" | "fewer" | "under" => below,
            "all" | "every" => "write the number that was owed, or a measure that must reach zero",
            _ => return None,
        };
        Some(meant.to_owned())
    }

    fn limit(&mut self, after: &str, unit: Option<&str>) -> Read<Limit> {
        let mark = self.mark();
        if self.sees_number_or_hole() {
            let number = self.number()?;
            if self.peek() == Some(TokenKind::Percent) && self.word_at(1) == Some("of") {
                self.advance(2);
                let of = self.name(MEASURES)?;
                return Ok(Limit::Percent { number, of, on: self.on_date()? });
            }
            if self.operator().is_none() {
                return Ok(Limit::Number { number, unit: self.unit(unit)? });
            }
            self.back_to(mark);
        }
        let missing = self.is_at_end() || self.peek_word().is_some_and(|word| AFTER_UNIT.contains(&word));
        let arith = self.arith();
        match arith {
            Err(_) if missing => {
                self.back_to(mark);
                Err(self.missing_number_after(after))
            }
            arith => Ok(Limit::Arith(arith?)),
        }
    }

    fn missing_number_after(&self, words: &str) -> Box<crate::Diagnostic> {
        let mut error = self.lacking(codes::MISSING_NUMBER, &format!("the number after `{words}`"));
        error.help.push("write the number, or `?` if it is not known yet".to_owned());
        error
    }

    /// Reads the quantity of an act, after its colon.
    pub fn quantity(&mut self, unit: Option<&str>) -> Read<Quantity> {
        let start = self.start();
        if self.eat("as many") {
            let unit = self.unit(unit)?;
            return Ok(Quantity::AsMany { unit, span: self.since(start) });
        }
        let countings = [
            ("at least", Counting::AtLeast),
            ("at most", Counting::AtMost),
            ("exactly", Counting::Exactly),
            ("up to", Counting::UpTo),
        ];
        let Some((words, how)) = countings.into_iter().find(|(words, _)| self.eat(words)) else {
            let mut error = self.incomplete("`at least`, `at most`, `exactly`, `up to` or `as many`");
            error.help.extend(self.comparison_meant(false));
            if self.sees_number() {
                error
                    .help
                    .push(format!("write `at least {0}`, `at most {0}` or `exactly {0}`", self.slice(self.here())));
            }
            return Err(error);
        };
        if !self.sees_number_or_hole() {
            let mut error = self.missing_number_after(words);
            if let Err(number) = self.known_number() {
                error.help = if number.help.is_empty() { error.help } else { number.help };
            }
            return Err(error);
        }
        let number = self.number()?;
        let unit = self.unit(unit)?;
        Ok(Quantity::Counted { how, number, unit, span: self.since(start) })
    }

    /// Reads a unit, if one comes next: the declared one or its singular.
    fn unit(&mut self, declared: Option<&str>) -> Read<Option<Unit>> {
        let rest = self.rest();
        let stops = |token: &lex::Token| match token.kind {
            TokenKind::Word => AFTER_UNIT.contains(&self.slice(token.span)),
            TokenKind::Percent | TokenKind::Divided => false,
            _ => true,
        };
        // A unit may hold a word such as `of`, so the declared one is tried first, at its full length.
        let longest = (1..=rest.len().min(8)).rev();
        let fits = |length: &usize| {
            let written = lex::spell(self.text, &rest[..*length]);
            declared.is_some_and(|unit| same_unit(unit, &written) || (unit == "percent" && written == "%"))
        };
        if let Some(length) = longest.into_iter().find(fits) {
            return Ok(Some(self.take_unit(length)));
        }
        let length = rest.iter().position(stops).unwrap_or(rest.len());
        if length == 0 {
            return Ok(None);
        }
        if declared == Some("?") {
            return Ok(Some(self.take_unit(length)));
        }
        let words = lex::spell(self.text, &rest[..length]);
        let span = rest[0].span.to(rest[length - 1].span);
        let first = self.slice(rest[0].span);
        if first.len() == 3 && first.bytes().all(|b| b.is_ascii_digit()) {
            let message = format!("the number ends before `{first}`");
            let mut error = self.error(codes::BAD_NUMBER, rest[0].span, message);
            error.help.push(format!("write a comma, not a blank, before each three digits: `…,{first}`"));
            return Err(error);
        }
        let mut error = self.error(codes::WRONG_UNIT, span, format!("`{words}` is not the unit that is counted here"));
        if words == "percent" {
            error.label = "a share of what?".to_owned();
            error.help.push("write the sign: `20 % of` and a measure".to_owned());
            return Err(error);
        }
        match declared {
            Some(unit) => {
                error.label = format!("declared in {unit}");
                error.help.push(format!("write `{unit}`, or leave the unit out"));
            }
            None => {
                error.label = "nothing is declared to be counted in a unit".to_owned();
                error.help.push(format!("leave the unit out, or declare it in brackets: `({words})`"));
            }
        }
        Err(error)
    }

    fn take_unit(&mut self, length: usize) -> Unit {
        let text = lex::spell(self.text, &self.rest()[..length]);
        let span = self.advance(length);
        self.tidy.push((span, text.clone()));
        Unit { text, span }
    }

    fn on_date(&mut self) -> Read<Option<Slot<Date>>> {
        let mark = self.mark();
        if self.eat("on") && self.sees_date_or_hole() {
            return Ok(Some(self.date()?));
        }
        self.back_to(mark);
        Ok(None)
    }

    // ---- arithmetic ----

    /// Reads `ARITH`.
    pub fn arith(&mut self) -> Read<Arith> {
        self.operations(&[Operator::Plus, Operator::Minus], |r| {
            r.operations(&[Operator::Times, Operator::Divided], Reader::term)
        })
    }

    fn operations(&mut self, operators: &[Operator], operand: fn(&mut Self) -> Read<Arith>) -> Read<Arith> {
        let start = self.start();
        let mut left = operand(self)?;
        let mut operations = 0;
        while let Some(operator) = self.operator().filter(|operator| operators.contains(operator)) {
            let span = self.advance(1);
            operations += 1;
            if operations > OPERATIONS_MAX {
                let mut error = self.error(codes::TOO_DEEP, span, "this sum is too long");
                error.help.push("declare a part of it as a measure of its own".to_owned());
                return Err(error);
            }
            self.tidy.push((span, self.slice(span).to_owned()));
            let right = Box::new(operand(self)?);
            let kind = ArithKind::Binary { left: Box::new(left), operator, right };
            left = Arith { kind, span: self.since(start) };
        }
        Ok(left)
    }

    /// Returns the sign of arithmetic that comes next.
    fn operator(&self) -> Option<Operator> {
        Some(match self.peek()? {
            TokenKind::Plus => Operator::Plus,
            TokenKind::Times => Operator::Times,
            TokenKind::Divided => Operator::Divided,
            TokenKind::Word if self.peek_word() == Some("-") => Operator::Minus,
            _ => return None,
        })
    }

    fn term(&mut self) -> Read<Arith> {
        let start = self.start();
        let kind = if let Some(name) = self.optional_name(NUMBERS)? {
            match name.kind {
                NameKind::Table => ArithKind::Table(name),
                _ => ArithKind::Measure { name, on: self.on_date()? },
            }
        } else if self.eat_sign(TokenKind::Open) {
            let inside = self.nested(Self::arith)?;
            self.expect_sign(TokenKind::Close, ")")?;
            ArithKind::Brackets(Box::new(inside))
        } else if self.sees_number_or_hole() {
            ArithKind::Number(self.number()?)
        } else {
            let mut error = self.unknown_name(&self.declared.names, NUMBERS);
            if error.code == codes::MISSING_NAME {
                error = self.incomplete("a number, measure or table");
            }
            return Err(error);
        };
        Ok(Arith { kind, span: self.since(start) })
    }
}
