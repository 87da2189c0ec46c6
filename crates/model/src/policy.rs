//! What counts as evidence: plain data, independent of any agreement's duties.

use crate::agreement::{ActorId, ConditionId, MeasureId};
use crate::amount::Amount;
use crate::record::Claim;
use crate::time::{CivilDay, Span};
pub use servanda_syntax::policy_ast::Letter;
use std::collections::BTreeMap;

/// A standard of evidence. Starts from [`Policy::ordinary`]; the lines of a file replace the same lines there.
#[derive(Clone, Debug)]
pub struct Policy {
    /// Its title.
    pub name: String,
    /// The `admit` lines: any of them suffices.
    pub admit: Vec<Admit>,
    /// What a source that is not listed is graded; none refuses it.
    pub unlisted: Option<Letter>,
    /// The credibility of a claim that has none.
    pub unrated: u8,
    /// How wide `about` is, in per cent.
    pub about_percent: Amount,
    /// How long levels are carried forward.
    pub levels_hold: Span,
    /// How long findings are carried forward.
    pub findings_hold: Span,
    /// The same for single measures.
    pub measure_holds: BTreeMap<MeasureId, Span>,
    /// The same for single conditions.
    pub condition_holds: BTreeMap<ConditionId, Span>,
    /// Whether a denial by the obligor alone disputes (row C2b).
    pub obligor_denial_disputes: bool,
    /// The listed sources.
    pub sources: Vec<Source>,
    /// Who prevails over whom.
    pub prevails: Vec<Prevails>,
}

/// `admit GRADE or better [from N independent sources]`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Admit {
    /// The reliability that must be reached.
    pub letter: Letter,
    /// The credibility that must be reached.
    pub digit: u8,
    /// How many independent sources it takes.
    pub sources: usize,
}

/// A listed source.
#[derive(Clone, Debug)]
pub struct Source {
    /// Its name; compared without case and outer blanks.
    pub name: String,
    /// Its reliability; none is `lead only`.
    pub grade: Option<Letter>,
    /// The actors it speaks for.
    pub speaks_for: Vec<ActorId>,
    /// The sources it repeats.
    pub repeats: Vec<String>,
    /// What it watches.
    pub covers: Vec<Covers>,
}

/// `covers …`.
#[derive(Clone, Debug)]
pub struct Covers {
    /// What.
    pub what: Claim,
    /// Only in this place.
    pub place: Option<String>,
    /// From which day.
    pub from: Option<CivilDay>,
    /// Until which day.
    pub until: Option<CivilDay>,
    /// After how long its silence counts; none is never.
    pub silence_after: Option<Span>,
}

/// `"A" prevails over "B" [on NAME]`.
#[derive(Clone, Debug)]
pub struct Prevails {
    /// Who prevails.
    pub winner: String,
    /// Over whom.
    pub loser: String,
    /// On what; none is on everything.
    pub on: Option<Claim>,
}

impl Policy {
    /// Returns the built-in policy, used where a folder has none.
    pub fn ordinary() -> Policy {
        Policy {
            name: "ordinary".to_owned(),
            admit: vec![
                Admit { letter: Letter::B, digit: 2, sources: 1 },
                Admit { letter: Letter::C, digit: 3, sources: 2 },
            ],
            unlisted: Some(Letter::E),
            unrated: 3,
            about_percent: Amount::from_integer(5.into()),
            levels_hold: Span::days(90),
            findings_hold: Span::days(90),
            measure_holds: BTreeMap::new(),
            condition_holds: BTreeMap::new(),
            obligor_denial_disputes: false,
            sources: Vec::new(),
            prevails: Vec::new(),
        }
    }

    /// Returns the listed source of this name, compared without case and outer blanks.
    pub fn source(&self, name: &str) -> Option<&Source> {
        self.sources.iter().find(|source| same_name(&source.name, name))
    }
}

/// Returns whether two names are the same without case and outer blanks.
pub fn same_name(a: &str, b: &str) -> bool {
    let (a, b) = (a.trim(), b.trim());
    a == b || a.chars().flat_map(char::to_lowercase).eq(b.chars().flat_map(char::to_lowercase))
}
