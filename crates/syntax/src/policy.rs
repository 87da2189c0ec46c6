//! The parser of `.policy` files.

use crate::codes;
use crate::diagnostic::Diagnostic;
use crate::layout::{self, Block, Sheet};
use crate::lex::{self, Line, TokenKind};
use crate::names::{self, Declared};
use crate::pact::Parsed;
use crate::policy_ast::{
    Covers, Credibility, Grade, Holding, Letter, Policy, Prevails, Rule, RuleKind, Source, SpeaksFor,
};
use crate::reader::{Read, Reader};
use crate::words::{Date, Span, Text, Words};

pub(crate) fn parse(text: &str) -> Parsed<Policy> {
    let (lines, comments) = lex::lex(text);
    let nothing = Declared::default();
    let mut parser = Parser {
        sheet: Sheet::new(text, &lines, &nothing),
        policy: Policy { name: None, rules: Vec::new(), sources: Vec::new(), prevails: Vec::new(), comments },
        headed: false,
        seen: Vec::new(),
    };
    parser.file();
    let Parser { sheet, policy, .. } = parser;
    let (good, _, diagnostics) = sheet.settle();
    Parsed { tree: policy, diagnostics, lines, good }
}

struct Parser<'a> {
    sheet: Sheet<'a>,
    policy: Policy,
    /// Whether a `policy` line came, readable or not.
    headed: bool,
    /// The sources so far, with their places.
    seen: Vec<(String, Span)>,
}

impl<'a> Parser<'a> {
    fn file(&mut self) {
        let blocks = layout::blocks(self.sheet.lines, |_| false);
        let heads: Vec<Option<Head>> = blocks.iter().map(|block| self.head_of(block)).collect();
        let headless = !heads.contains(&Some(Head::Policy));
        // Without a `policy` line, the first line that is nothing known was meant as it.
        let lost = if headless { heads.iter().position(Option::is_none) } else { None };
        if headless {
            self.no_header(lost.and_then(|lost| blocks[lost].head).map(|head| &self.sheet.lines[head]));
        }
        for (index, block) in blocks.iter().enumerate() {
            match block.head {
                Some(head) if lost != Some(index) => self.block(head, heads[index], block),
                Some(_) | None => self.orphans(&block.below),
            }
        }
    }

    fn head_of(&self, block: &Block) -> Option<Head> {
        let line = &self.sheet.lines[block.head?];
        let first = line.tokens.first()?;
        let word = |token: &lex::Token| &self.sheet.text[token.span.start..token.span.end];
        match first.kind {
            TokenKind::Text if line.tokens.iter().any(|token| word(token) == "prevails") => Some(Head::Prevails),
            _ => nearest_head(word(first)),
        }
    }

    fn no_header(&mut self, lost: Option<&Line>) {
        let first = || self.sheet.lines.iter().find(|line| !line.is_silent());
        let error = match lost {
            Some(Line { problem: Some(problem), .. }) => problem.clone(),
            lost => {
                let place = lost.or_else(first).map_or(Span::default(), Line::words);
                Diagnostic::error(codes::NO_HEADER, place, "the file does not begin with `policy`")
                    .help("let the first line be `policy \"its name\"`, with its rules below it")
            }
        };
        self.sheet.diagnostics.push(error);
    }

    fn block(&mut self, index: usize, head: Option<Head>, block: &Block) {
        match head {
            Some(Head::Policy) => self.rules(index, &block.below),
            Some(Head::Source) => self.source(index, &block.below),
            Some(Head::Prevails) => {
                let prevails = self.sheet.read(index, 0, Reader::prevails);
                self.policy.prevails.extend(prevails);
                self.nothing_below(&block.below);
            }
            None => {
                self.sheet.read(index, 0, |r| -> Read<()> {
                    let words = r.slice(r.here());
                    let message = format!("no line at the margin begins with `{words}`");
                    let mut error = r.error(codes::UNKNOWN_LINE, r.here(), message);
                    error.help.push(
                        "write `source \"…\" grade …` or `\"…\" prevails over \"…\"`; a rule is indented below `policy`"
                            .to_owned(),
                    );
                    Err(error)
                });
                self.orphans(&block.below);
            }
        }
    }

    /// Reads the lines below a head that could not be read, whatever they are.
    fn orphans(&mut self, below: &[usize]) {
        for &index in below {
            if self.sheet.first_word(index) == "covers" {
                self.sheet.read(index, 1, Reader::covers);
            } else {
                let rule = self.sheet.read(index, 1, Reader::rule);
                self.policy.rules.extend(rule);
            }
        }
    }

    fn rules(&mut self, head: usize, below: &[usize]) {
        let name = self.head(head, "policy", |r| r.text("the name of the policy"));
        for &index in below {
            let rule = self.sheet.read(index, 1, Reader::rule);
            self.policy.rules.extend(rule);
        }
        if self.headed {
            let message = "a file has one `policy` line only";
            let error = Diagnostic::error(codes::LINE_TWICE, self.sheet.lines[head].words(), message)
                .help("put the other policy into a file of its own");
            self.sheet.refuse(head, error);
            return;
        }
        self.headed = true;
        self.policy.name = name;
    }

    fn source(&mut self, head: usize, below: &[usize]) {
        let source = self.head(head, "source", Reader::source);
        let mut covers = Vec::new();
        for &index in below {
            covers.extend(self.sheet.read(index, 1, Reader::covers));
        }
        let last = below.last().copied().unwrap_or(head);
        let span = self.sheet.lines[head].words().to(self.sheet.lines[last].words());
        let Some((name, grade, speaks_for, repeats)) = source else {
            return;
        };
        let key = name.value.trim().to_lowercase();
        match self.seen.iter().find(|(seen, _)| *seen == key) {
            Some(&(_, first)) => {
                let message = format!("the source `{}` is listed twice", name.value);
                let error = Diagnostic::error(codes::DECLARED_TWICE, name.span, message)
                    .related(first, "listed first here")
                    .help("join the two, or take one out");
                self.sheet.refuse(head, error);
            }
            None => self.seen.push((key, name.span)),
        }
        self.policy.sources.push(Source { name, grade, speaks_for, repeats, covers, span });
    }

    fn nothing_below(&mut self, below: &[usize]) {
        for &index in below {
            self.sheet.read(index, 1, |r| -> Read<()> {
                let message = "nothing stands below a `prevails over` line";
                Err(r.error(codes::STRAY_INDENT, r.rest_span(), message))
            });
        }
    }

    fn head<T>(&mut self, index: usize, word: &'static str, read: impl Fn(&mut Reader<'a>) -> Read<T>) -> Option<T> {
        self.sheet.read(index, 0, |r| {
            if r.eat(word) {
                return read(r);
            }
            let message = format!("no line begins with `{}`", r.slice(r.here()));
            let mut error = r.error(codes::UNKNOWN_LINE, r.here(), message);
            error.help.push(format!("did you mean `{word}`?"));
            Err(error)
        })
    }
}

/// What a line at the margin is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Head {
    Policy,
    Source,
    Prevails,
}

/// Returns what a line at the margin is, by its first word or nearly.
fn nearest_head(word: &str) -> Option<Head> {
    match ["policy", "source"]
        .into_iter()
        .find(|head| *head == word)
        .or_else(|| names::nearest_word(word, ["policy", "source"]))?
    {
        "policy" => Some(Head::Policy),
        _ => Some(Head::Source),
    }
}

type SourceLine = (Text, Option<Letter>, Vec<SpeaksFor>, Vec<Text>);

impl Reader<'_> {
    /// Reads `rule`.
    fn rule(&mut self) -> Read<Rule> {
        let start = self.start();
        let kind = self.rule_kind()?;
        Ok(Rule { kind, span: self.since(start) })
    }

    fn rule_kind(&mut self) -> Read<RuleKind> {
        if self.eat("admit") {
            let grade = self.grade()?;
            self.expect("or better")?;
            let mut sources = None;
            if self.eat("from") {
                sources = Some(self.count("a whole number of sources")?);
                if !self.eat("independent source") {
                    self.expect("independent sources")?;
                }
            }
            return Ok(RuleKind::Admit { grade, sources });
        }
        if self.eat("unlisted sources are") {
            return Ok(RuleKind::Unlisted(if self.eat("refused") { None } else { Some(self.letter()?) }));
        }
        if self.eat("unrated claims count as") {
            return Ok(RuleKind::Unrated(self.credibility()?));
        }
        if self.eat("about means") {
            let number = self.known_number()?;
            if !self.eat_sign(TokenKind::Percent) {
                let mut error = self.incomplete("`%`");
                error.help.push(format!("write `about means {} %`", number.digits));
                return Err(error);
            }
            return Ok(RuleKind::About(number));
        }
        if self.eat("a denial by the obligor alone") {
            if self.eat("disputes") {
                return Ok(RuleKind::ObligorDenialDisputes(true));
            }
            self.expect("does not dispute")?;
            return Ok(RuleKind::ObligorDenialDisputes(false));
        }
        self.holding()
    }

    fn holding(&mut self) -> Read<RuleKind> {
        let holds = (0..self.rest().len()).any(|i| matches!(self.word_at(i), Some("hold" | "holds")));
        if !holds {
            let first = self.slice(self.here());
            let mut error = self.error(codes::UNKNOWN_LINE, self.here(), format!("no rule begins with `{first}`"));
            let heads = ["admit", "unlisted", "unrated", "about", "a", "levels", "findings"];
            let forms = [
                "admit B2 or better",
                "unlisted sources are E",
                "unrated claims count as 3",
                "about means 5 %",
                "a denial by the obligor alone does not dispute",
                "levels hold for 90 days",
                "findings hold for 365 days",
            ];
            let near = names::nearest_word(first, heads).or_else(|| heads.into_iter().find(|head| *head == first));
            match near.and_then(|near| heads.iter().position(|head| *head == near)) {
                Some(index) => error.help.push(format!("write for instance `{}`", forms[index])),
                None => error.help.push(format!("a rule looks like one of: {}", forms.join("; "))),
            }
            return Err(error);
        }
        let what = if self.eat("levels") {
            Holding::Levels
        } else if self.eat("findings") {
            Holding::Findings
        } else {
            let stop = |r: &Reader| matches!(r.peek_word(), Some("hold" | "holds"));
            Holding::Named(self.words_until("a measure or condition", stop)?)
        };
        self.expect("hold for")?;
        Ok(RuleKind::Hold { what, duration: self.duration()? })
    }

    fn grade(&mut self) -> Read<Grade> {
        let span = self.here();
        let word = self.peek_word().unwrap_or_default();
        let mut chars = word.chars();
        let letter = chars.next().and_then(letter);
        let digit = chars.next().and_then(|c| c.to_digit(10)).filter(|digit| (1..=6).contains(digit));
        match (letter, digit, chars.next()) {
            (Some(letter), Some(digit), None) => {
                self.advance(1);
                Ok(Grade { letter, digit: Credibility(digit as u8), span })
            }
            _ => {
                Err(self.bad_grade("a grade", "write a letter from A to F and a digit from 1 to 6, for instance `B2`"))
            }
        }
    }

    fn letter(&mut self) -> Read<Letter> {
        let word = self.peek_word().unwrap_or_default();
        match (word.chars().next().and_then(letter), word.chars().count()) {
            (Some(letter), 1) => {
                self.advance(1);
                Ok(letter)
            }
            _ => Err(self.bad_grade("a letter from A to F", "`A` is the most reliable; `F` cannot be judged")),
        }
    }

    fn credibility(&mut self) -> Read<Credibility> {
        match self.peek_word().and_then(|word| word.parse().ok()) {
            Some(digit @ 1..=6) => {
                self.advance(1);
                Ok(Credibility(digit))
            }
            _ => Err(self.bad_grade("a digit from 1 to 6", "`1` is the most credible; `6` cannot be judged")),
        }
    }

    fn bad_grade(&self, wanted: &str, help: &str) -> Box<Diagnostic> {
        let mut error = self.lacking(codes::BAD_GRADE, wanted);
        error.help.push(help.to_owned());
        error
    }

    /// Reads a `source` line after its keyword.
    fn source(&mut self) -> Read<SourceLine> {
        let name = self.text("the name of the source")?;
        let grade = if self.eat("lead only") {
            None
        } else {
            if !self.eat("grade") {
                let mut error = self.incomplete("`grade` or `lead only`");
                error.help.push("write `grade` and a letter from A to F, for instance `grade B`".to_owned());
                return Err(error);
            }
            Some(self.letter()?)
        };
        let (mut speaks_for, mut repeats) = (Vec::new(), Vec::new());
        while self.eat_sign(TokenKind::Comma) {
            if self.eat("repeats") {
                repeats.push(self.text("the source that it repeats")?);
                continue;
            }
            let start = self.start();
            if !self.eat("speaks for") {
                return Err(self.incomplete("`speaks for` or `repeats`"));
            }
            let mut names = vec![self.words_to_comma()?];
            while self.peek() == Some(TokenKind::Comma)
                && !matches!(self.word_at(1), Some("repeats"))
                && !(self.word_at(1) == Some("speaks") && self.word_at(2) == Some("for"))
            {
                self.advance(1);
                names.push(self.words_to_comma()?);
            }
            speaks_for.push(SpeaksFor { names, span: self.since(start) });
        }
        Ok((name, grade, speaks_for, repeats))
    }

    fn words_to_comma(&mut self) -> Read<Words> {
        self.words_until("a party, outsider or group", |r| r.peek() == Some(TokenKind::Comma))
    }

    /// Reads a `covers` line.
    fn covers(&mut self) -> Read<Covers> {
        let start = self.start();
        if !self.eat("covers") {
            let message = format!("no line below a source begins with `{}`", self.slice(self.here()));
            let mut error = self.error(codes::UNKNOWN_LINE, self.here(), message);
            error.help.push("write `covers NAME from DATE until DATE, its silence counts after 30 days`".to_owned());
            return Err(error);
        }
        let dated = |r: &Reader, word: &str| r.sees(word) && r.date_ahead(1);
        let silent = |r: &Reader| r.peek() == Some(TokenKind::Comma) && r.word_at(1) == Some("its");
        let what = self.words_until("what it covers", |r| dated(r, "from") || dated(r, "until") || silent(r))?;
        let from = self.dated("from")?;
        let until = self.dated("until")?;
        let mut silence_after = None;
        if self.eat_sign(TokenKind::Comma) {
            self.expect("its silence counts after")?;
            silence_after = Some(self.duration()?);
        }
        Ok(Covers { what, from, until, silence_after, span: self.since(start) })
    }

    fn dated(&mut self, word: &str) -> Read<Option<Date>> {
        if self.eat(word) { Ok(Some(self.known_date()?)) } else { Ok(None) }
    }

    /// Reads `prevail`.
    fn prevails(&mut self) -> Read<Prevails> {
        let start = self.start();
        let winner = self.text("the source that prevails")?;
        self.expect("prevails over")?;
        let loser = self.text("the source that it prevails over")?;
        let on = if self.eat("on") { Some(self.words_until("a declared name", |_| false)?) } else { None };
        Ok(Prevails { winner, loser, on, span: self.since(start) })
    }
}

fn letter(c: char) -> Option<Letter> {
    Some(match c {
        'A' => Letter::A,
        'B' => Letter::B,
        'C' => Letter::C,
        'D' => Letter::D,
        'E' => Letter::E,
        'F' => Letter::F,
        _ => return None,
    })
}
