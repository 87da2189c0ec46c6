//! What `status`, `explain` and `history` have in common: a question made of the arguments, and its head.

use std::path::Path;

use servanda_datasets::Evidence;
use servanda_model::agreement::{Agreement, Norm};
use servanda_model::policy::Policy;
use servanda_model::time::{CivilDay, Zone};
use servanda_model::verdict::Verdict;
use servanda_monitor::{Answer, Question, Refusal};
use servanda_syntax::Severity;

use super::{Asked, Dates};
use crate::folder::{PactFile, Unusable};
use crate::{messages, rows};

/// Everything that a question needs.
pub struct Asking {
    /// The pact.
    pub pact: PactFile,
    /// The evidence as read.
    pub evidence: Evidence,
    /// The policy chosen.
    pub policy: Policy,
    /// What there is to say about the choice.
    notice: Option<String>,
    /// The question.
    pub question: Question,
    /// Only instances that are of this.
    instance: Option<String>,
}

impl Asking {
    /// Reads a folder and makes a question of the arguments.
    pub fn new(dir: &Path, asked: &Asked, clause: Option<String>) -> Result<Asking, Unusable> {
        let pact = PactFile::read(dir)?;
        if pact.checked.agreement.is_none() {
            for diagnostic in pact.source.diagnostics.iter().filter(|d| d.severity == Severity::Error) {
                anstream::eprintln!("{}", messages::rendered(&pact.source, diagnostic, false));
            }
        }
        let agreement = pact.agreement()?;
        let zone = match &asked.zone {
            None => None,
            Some(name) => Some(Zone::named(name).ok_or_else(|| messages::no_zone(name))?),
        };
        let reading = match &asked.reading {
            None => None,
            Some(name) => {
                let place = agreement.readings.iter().position(|r| r == name);
                Some(place.ok_or_else(|| messages::no_reading(name, &agreement.readings))?)
            }
        };
        let known = match &asked.known {
            Some(text) => messages::day(text)?,
            None => today(zone.as_ref().unwrap_or(&agreement.base.zone)),
        };
        let at = asked.at.as_deref().map_or(Ok(known), messages::day)?;
        let evidence = pact.evidence(asked.dates.map(Dates::slash))?;
        let (policy, notice) = pact.policies()?.choose(asked.policy.as_deref())?;
        let question = Question { at, known, zone, clause, reading };
        Ok(Asking { pact, evidence, policy, notice, question, instance: asked.instance.clone() })
    }

    /// Returns the agreement.
    pub fn agreement(&self) -> &Agreement {
        self.pact.checked.agreement.as_ref().expect("a question is only made of a usable agreement")
    }

    /// Returns the answer.
    pub fn answer(&self) -> Result<Answer, Unusable> {
        let mut answer =
            servanda_monitor::answer(self.agreement(), &self.evidence.records, &self.policy, &self.question)
                .map_err(|refusal| self.refused(refusal))?;
        let mut others: Vec<String> = Vec::new();
        answer.verdicts.retain(|verdict| {
            let wanted = self.is_wanted(verdict);
            others.extend(verdict.instance.iter().filter(|_| !wanted).cloned());
            wanted
        });
        match &self.instance {
            Some(name) if answer.verdicts.is_empty() => Err(messages::no_instance(name, &others)),
            Some(_) | None => Ok(answer),
        }
    }

    /// Returns whether a verdict is about an instance asked for.
    pub fn is_wanted(&self, verdict: &Verdict) -> bool {
        self.instance.as_ref().is_none_or(|name| {
            let own = verdict.instance.as_deref().unwrap_or("");
            own == name || own.split(", ").any(|part| part == name)
        })
    }

    /// Returns why a question is refused, in words.
    pub fn refused(&self, refusal: Refusal) -> Unusable {
        match refusal {
            Refusal::AtAfterKnown => messages::at_after_known(self.question.at, self.question.known),
            Refusal::NoSuchClause(clause) => messages::no_clause(&clause, self.agreement()),
        }
    }

    /// Returns the zone that rules the question.
    pub fn zone(&self) -> &Zone {
        self.question.zone.as_ref().unwrap_or(&self.agreement().base.zone)
    }

    /// Returns the norm that a verdict is about.
    pub fn norm(&self, verdict: &Verdict) -> Option<&Norm> {
        let terms = servanda_monitor::answer::terms_of(self.agreement(), verdict.reading.as_deref());
        terms.norms.iter().find(|n| n.reference == verdict.reference)
    }

    /// Prints what every output begins with.
    pub fn head(&self, answer: &Answer) {
        let bold = anstyle::Style::new().bold();
        anstream::println!("{bold}{}{bold:#}", self.agreement().title);
        anstream::println!(
            "status on {}, as known on {}, calendar of {}, policy \"{}\"",
            self.question.at,
            self.question.known,
            self.zone().name,
            self.policy.name
        );
        if let Some(notice) = &self.notice {
            anstream::println!("{notice}");
        }
        for line in rows::lines(&self.evidence, answer, &self.policy, &self.agreement().base) {
            anstream::println!("{line}");
        }
        anstream::println!();
    }

    /// Prints to standard error what the JSON has no place for: nothing vanishes.
    pub fn beside_json(&self, answer: &Answer) {
        for line in self.notice.iter().cloned().chain(rows::asides(&self.evidence, answer)) {
            anstream::eprintln!("{line}");
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "the one place that reads the clock: `--known` is today unless given")]
fn today(zone: &Zone) -> CivilDay {
    zone.day_of(jiff::Timestamp::now().as_second())
}
