//! The parser of `.case` files.

use crate::case_ast::{Answer, Case, CaseFile, Days, Expect, ExpectKind, Question};
use crate::codes;
use crate::diagnostic::Diagnostic;
use crate::layout::{self, Sheet};
use crate::lex::{self, Line, TokenKind};
use crate::names::{self, Declared};
use crate::pact::Parsed;
use crate::reader::{Read, Reader};
use crate::words::{Span, Standing, Text, Words};

pub(crate) fn parse(text: &str) -> Parsed<CaseFile> {
    let (lines, comments) = lex::lex(text);
    let nothing = Declared::default();
    let mut parser = Parser { sheet: Sheet::new(text, &lines, &nothing), cases: Vec::new() };
    parser.file();
    let Parser { sheet, cases } = parser;
    let (good, _, diagnostics) = sheet.settle();
    Parsed { tree: CaseFile { cases, comments }, diagnostics, lines, good }
}

struct Parser<'a> {
    sheet: Sheet<'a>,
    cases: Vec<Case>,
}

/// What stands below a `case` line, while it is collected.
#[derive(Default)]
struct Below {
    question: Option<Question>,
    expect: Option<Expect>,
    because: Option<Vec<Words>>,
    why: Option<Text>,
    /// The first words of the lines, also of those that could not be read.
    words: Vec<&'static str>,
}

impl<'a> Parser<'a> {
    fn file(&mut self) {
        for block in layout::blocks(self.sheet.lines, |_| false) {
            match block.head {
                Some(head) => self.case(head, &block.below),
                None => {
                    let first = block.below.first().map_or(Span::default(), |&index| self.sheet.lines[index].words());
                    let error = Diagnostic::error(codes::NO_HEADER, first, "these lines belong to no case")
                        .help("write `case \"what is asked\"` above them");
                    self.sheet.diagnostics.push(error);
                }
            }
        }
    }

    fn case(&mut self, head: usize, below: &[usize]) {
        let title = self.sheet.read(head, 0, |r| {
            if r.eat("case") {
                return r.text("the title of the case");
            }
            let words = r.slice(r.here());
            let mut error =
                r.error(codes::UNKNOWN_LINE, r.here(), format!("no line at the margin begins with `{words}`"));
            error.help.push(match names::nearest_word(words, ["case"]) {
                Some(_) => "did you mean `case`?".to_owned(),
                None => {
                    "write `case \"…\"`, or indent the line by two spaces if it belongs to the case above".to_owned()
                }
            });
            Err(error)
        });
        let mut found = Below::default();
        let told_before = self.sheet.diagnostics.len();
        for &index in below {
            self.line(index, &mut found);
        }
        let damaged = self.sheet.diagnostics.len() > told_before;
        let last = below.last().copied().unwrap_or(head);
        let span = self.sheet.lines[head].words().to(self.sheet.lines[last].words());
        let Some(title) = title else { return };
        if !damaged {
            self.complete(head, &found);
        }
        let Below { question, expect, because, why, .. } = found;
        self.cases.push(Case { title, question, expect, because: because.unwrap_or_default(), why, span });
    }

    fn line(&mut self, index: usize, found: &mut Below) {
        let words = ["clause", "expect", "because", "why"];
        let first = self.sheet.first_word(index);
        let Some(word) = words.into_iter().find(|word| *word == first).or_else(|| names::nearest_word(first, words))
        else {
            self.sheet.read(index, 1, |r| -> Read<()> {
                let message = format!("no line of a case begins with `{}`", r.slice(r.here()));
                let mut error = r.error(codes::UNKNOWN_LINE, r.here(), message);
                error.help.push("a case has the lines `clause`, `expect`, `because`, `why`".to_owned());
                Err(error)
            });
            return;
        };
        let twice = found.words.contains(&word);
        found.words.push(word);
        if twice {
            self.sheet.read(index, 1, |r| -> Read<()> {
                let mut error = r.error(codes::LINE_TWICE, r.rest_span(), format!("this case has two `{word}` lines"));
                error.help.push("give the second one a case of its own".to_owned());
                Err(error)
            });
            return;
        }
        match word {
            "clause" => found.question = self.labelled(index, word, Reader::question),
            "expect" => found.expect = self.labelled(index, word, Reader::expectation),
            "because" => found.because = self.labelled(index, word, Reader::record_ids),
            _ => found.why = self.labelled(index, word, |r| r.text("the reason in words")),
        }
    }

    fn labelled<T>(&mut self, index: usize, word: &str, read: impl Fn(&mut Reader<'a>) -> Read<T>) -> Option<T> {
        self.sheet.read(index, 1, |r| {
            if r.eat(word) {
                return read(r);
            }
            let message = format!("no line of a case begins with `{}`", r.slice(r.here()));
            let mut error = r.error(codes::UNKNOWN_LINE, r.here(), message);
            error.help.push(format!("did you mean `{word}`?"));
            Err(error)
        })
    }

    fn complete(&mut self, head: usize, found: &Below) {
        let place = Line::words(&self.sheet.lines[head]);
        if !found.words.contains(&"clause") {
            let error = Diagnostic::error(codes::NO_QUESTION, place, "this case asks nothing")
                .help("write below it `clause 1 at 12 July 2020 known 12 July 2020`");
            self.sheet.refuse(head, error);
        } else if !found.words.contains(&"expect") {
            let error = Diagnostic::error(codes::NO_ANSWER, place, "this case expects no answer")
                .help("write below it for instance `expect fulfilled, shown`");
            self.sheet.refuse(head, error);
        }
    }
}

impl Reader<'_> {
    /// Reads the question after `clause`.
    fn question(&mut self) -> Read<Question> {
        let start = self.start();
        let clause = self.known_reference()?;
        let (mut reading, mut policy, mut zone, mut elements, mut instance) = (None, None, None, Vec::new(), None);
        loop {
            let word = self.peek_word().unwrap_or_default();
            let twice = match word {
                "reading" => reading.is_some(),
                "policy" => policy.is_some(),
                "zone" => zone.is_some(),
                "for" => !elements.is_empty(),
                "instance" => instance.is_some(),
                _ => break,
            };
            if twice {
                let message = format!("this question has two `{word}`");
                return Err(self.error(codes::LINE_TWICE, self.here(), message));
            }
            self.advance(1);
            match word {
                "reading" => reading = Some(self.words_until("a reading", Reader::question_goes_on)?),
                "policy" => policy = Some(self.text("the name of a policy")?),
                "zone" => zone = Some(self.zone()?),
                "for" => elements = self.elements()?,
                _ => instance = Some(self.run("the id of a record")?),
            }
        }
        const DATES: &str = "a question ends with two dates: `at 12 July 2020 known 30 July 2020`";
        self.expect_or("at", DATES)?;
        let at = self.known_date()?;
        self.expect_or("known", DATES)?;
        let known = self.known_date()?;
        Ok(Question { clause, reading, policy, zone, elements, instance, at, known, span: self.since(start) })
    }

    /// Returns whether the next part of a question begins here.
    fn question_goes_on(&self) -> bool {
        match self.peek_word() {
            Some("at") => self.date_ahead(1),
            Some("policy") => self.kind_at(1) == Some(TokenKind::Text),
            Some("reading" | "zone" | "for" | "instance") => true,
            Some(_) | None => false,
        }
    }

    fn elements(&mut self) -> Read<Vec<Words>> {
        let stop = |r: &Reader| r.peek() == Some(TokenKind::Comma) || (r.question_goes_on() && !r.sees("for"));
        let mut elements = vec![self.words_until("an element", stop)?];
        while self.eat_sign(TokenKind::Comma) {
            elements.push(self.words_until("an element", stop)?);
        }
        Ok(elements)
    }

    /// Reads what is expected, after `expect`.
    fn expectation(&mut self) -> Read<Expect> {
        let start = self.start();
        if self.eat("refused") {
            return Ok(Expect { kind: ExpectKind::Refused, span: self.since(start) });
        }
        let mut answers = vec![self.answer()?];
        while self.eat("or") {
            answers.push(self.answer()?);
        }
        let standing = if self.eat_sign(TokenKind::Comma) { Some(self.standing()?) } else { None };
        Ok(Expect { kind: ExpectKind::Answers { answers, standing }, span: self.since(start) })
    }

    fn answer(&mut self) -> Read<Answer> {
        let start = self.start();
        let status = self.status()?;
        let days = if self.eat_sign(TokenKind::Open) { Some(self.days()?) } else { None };
        Ok(Answer { status, days, span: self.since(start) })
    }

    fn days(&mut self) -> Read<Days> {
        const WANTED: &str = "a whole number of days";
        let first = self.count(WANTED)?;
        let days = if self.eat("or") {
            Days::Either(first, self.count(WANTED)?)
        } else if self.eat("to") {
            Days::Range(first, self.count(WANTED)?)
        } else {
            Days::Exactly(first)
        };
        if !self.eat("day") {
            self.expect_or("days", "write for instance `(3 days)`, `(3 or 4 days)` or `(3 to 9 days)`")?;
        }
        self.expect_sign(TokenKind::Close, ")")?;
        Ok(days)
    }

    fn standing(&mut self) -> Read<Standing> {
        let found = Standing::ALL.into_iter().find(|standing| self.eat(standing.word()));
        found.ok_or_else(|| {
            let mut error = self.incomplete("`shown`, `presumed`, `unknown` or `disputed`");
            let near = self.peek_word().and_then(|word| names::nearest_word(word, Standing::ALL.map(Standing::word)));
            error.help.extend(near.map(|near| format!("did you mean `{near}`?")));
            error
        })
    }

    fn record_ids(&mut self) -> Read<Vec<Words>> {
        let mut ids = vec![self.run("the id of a record")?];
        while self.eat_sign(TokenKind::Comma) {
            ids.push(self.run("the id of a record")?);
        }
        Ok(ids)
    }
}
