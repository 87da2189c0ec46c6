//! A random agreement, with random evidence under a random policy, and a question.

use std::fmt;

use proptest::collection::vec;
use proptest::prelude::*;
use servanda_model::agreement::Agreement;
use servanda_model::policy::Policy;
use servanda_model::record::Record;
use servanda_model::time::CivilDay;
use servanda_model::verdict::Verdict;
use servanda_monitor::{Answer, Question, answer};

use crate::agreements::Draft;
use crate::dice::{Dice, Strip, strip};
use crate::records::{Row, date, read, rows, table};

/// Everything one question needs.
#[derive(Clone)]
pub struct Scenario {
    /// The pact as it was written.
    pub draft: Draft,
    /// What it means.
    pub agreement: Agreement,
    /// The evidence as a table.
    pub rows: Vec<Row>,
    /// The policy as it was written.
    pub policy_text: String,
    /// What it means.
    pub policy: Policy,
    /// What is asked: how things stood on this day of January 2020 …
    pub at: usize,
    /// … as known on this one.
    pub known: usize,
}

/// Draws scenarios.
pub fn scenario() -> impl Strategy<Value = Scenario> {
    let rows = vec(strip(24), 0..9);
    (strip(16), vec(strip(48), 1..4), rows, strip(16), strip(2))
        .prop_filter_map("the header does not compile", |(header, clauses, rows, policy, day)| {
            Scenario::new(&header, &clauses, &rows, &policy, &day)
        })
}

impl Scenario {
    fn new(header: &Strip, clauses: &[Strip], records: &[Strip], policy: &Strip, day: &Strip) -> Option<Scenario> {
        let mut draft = Draft::new(header, clauses);
        let agreement = draft.mended()?;
        let policy_text = crate::policies::text(policy);
        let policy = crate::policies::read(&policy_text, &agreement.base);
        let dice = &mut Dice::new(day);
        let known = 40 - dice.between(0, 30);
        let at = known - dice.pick(&[0, 0, 1, 3, 6, 10, 15]).min(known - 3);
        let rows = rows("R", records, &draft.focus, clauses.len());
        Some(Scenario { draft, agreement, rows, policy_text, policy, at, known })
    }

    /// Returns the same scenario with a burden on every clause, so that silence decides; none if it does not compile.
    pub fn with_burdens(&self) -> Option<Scenario> {
        let mut draft = self.draft.clone();
        draft.header.retain(|line| !line.starts_with("burden"));
        draft.header.push("burden on obligor".to_owned());
        draft.blocks.iter_mut().for_each(|block| block.retain(|line| line != "burden open"));
        draft.mended().map(|agreement| Scenario { agreement, draft, ..self.clone() })
    }

    /// Returns the same scenario without a reading, declared or used.
    pub fn without_reading_lines(&self) -> Scenario {
        let mut draft = self.draft.clone();
        let reading = |line: &String| line.starts_with("reading ");
        draft.header.retain(|line| !reading(line));
        draft.blocks.iter_mut().for_each(|block| block.retain(|line| !reading(line)));
        draft.readings = false;
        let agreement = draft.mended().expect("what compiles with readings compiles without");
        Scenario { agreement, draft, ..self.clone() }
    }

    /// Returns the records that the rows are.
    pub fn records(&self) -> Vec<Record> {
        read(&self.rows, &self.agreement.base)
    }

    /// Returns the question about the whole agreement.
    pub fn question(&self) -> Question {
        Question { at: day(self.at), known: day(self.known), zone: None, clause: None, reading: None }
    }

    /// Returns the verdicts on these records.
    pub fn verdicts_on(&self, records: &[Record]) -> Vec<Verdict> {
        self.answer_on(records).verdicts
    }

    /// Returns the whole answer on these records.
    pub fn answer_on(&self, records: &[Record]) -> Answer {
        answer(&self.agreement, records, &self.policy, &self.question()).expect("`at` is not later than `known`")
    }

    /// Returns the verdicts.
    pub fn verdicts(&self) -> Vec<Verdict> {
        self.verdicts_on(&self.records())
    }
}

/// Returns a day counted in January 2020.
pub fn day(number: usize) -> CivilDay {
    date(number).parse().expect("the table writes dates as ISO does")
}

impl fmt::Debug for Scenario {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (at, known) = (date(self.at), date(self.known));
        write!(f, "\n{}\n{}\n\n{}\nat {at} known {known}\n", self.draft.text(), table(&self.rows), self.policy_text)
    }
}

/// Returns a verdict in a line, with everything that is compared.
pub fn in_words(verdict: &Verdict) -> String {
    let words: Vec<String> = verdict.candidates.iter().map(|s| s.words().to_owned()).collect();
    let name: Vec<&str> = std::iter::once(verdict.reference.as_str())
        .chain(verdict.instance.as_deref())
        .chain(verdict.reading.as_deref())
        .collect();
    format!(
        "{}: {}, {:?}; closes {:?}; late {:?}; shortfall {:?}; breaches {:?}; because {}",
        name.join(" / "),
        words.join(" or "),
        verdict.standing,
        verdict.closes,
        verdict.late_days,
        verdict
            .shortfall
            .as_ref()
            .map(|s| (s.low.as_ref().map(|e| e.at.to_string()), s.high.as_ref().map(|e| e.at.to_string()))),
        verdict.breaches,
        verdict.because.join(" ")
    )
}

/// Fails with the first verdict that differs.
pub fn same(before: &[Verdict], after: &[Verdict]) -> Result<(), TestCaseError> {
    if before == after {
        return Ok(());
    }
    let differ = before.iter().zip(after).find(|(a, b)| a != b);
    let words = match differ {
        Some((a, b)) if in_words(a) != in_words(b) => format!("before {}\nafter  {}", in_words(a), in_words(b)),
        Some((a, b)) => format!("before {a:?}\nafter  {b:?}"),
        None => format!("{} verdicts, then {}", before.len(), after.len()),
    };
    Err(TestCaseError::fail(words))
}
