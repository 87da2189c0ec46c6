//! One row of evidence: one claim, by somebody, about something the agreement declares.

use crate::agreement::{ActId, ActorId, AttributeId, ConditionId, EventId, MeasureId, SetId};
use crate::amount::{Amount, Interval};
use crate::time::{CivilDay, Instant, Moment, Zone};

/// A row that was read and fits the agreement. Nothing in it depends on a policy, a zone or a date of knowledge.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Record {
    /// Unique in the folder.
    pub id: String,
    /// What the row does to another row, if anything.
    pub relation: Relation,
    /// What sort of claim. For `corrects` and `same as` that of the row named; for `retracts` and `denies` without meaning.
    pub kind: Kind,
    /// What it is about; none for `retracts` and `denies`.
    pub claim: Option<Claim>,
    /// When it happened or held; none for `retracts` and `denies`.
    pub when: Option<When>,
    /// How much.
    pub value: Value,
    /// Who did it.
    pub actor: ActorNamed,
    /// Which elements it is about: one for each set its claim is declared over, and for other sets where the row fills their column.
    pub elements: Vec<(SetId, usize)>,
    /// The attributes it fills.
    pub attributes: Vec<(AttributeId, String)>,
    /// For `upon each`: the id of the record that triggered.
    pub instance: Option<String>,
    /// For an extension: the new last day.
    pub new_last_day: Option<CivilDay>,
    /// The last day that the report covers.
    pub report_ends: Option<CivilDay>,
    /// 1 to 6; none is as the policy says.
    pub credibility: Option<u8>,
    /// Who says so; several are several sources of one happening.
    pub sources: Vec<String>,
    /// When anybody could know it.
    pub published: When,
    /// Where.
    pub place: Option<String>,
    /// The source's words.
    pub quote: Option<String>,
    /// Where they are.
    pub url: Option<String>,
    /// The analyst's remark.
    pub note: Option<String>,
    /// Columns that nothing uses, as written.
    pub other: Vec<(String, String)>,
    /// The words of `when` and `value` as written.
    pub written: Written,
    /// The file it came from.
    pub file: String,
    /// Its line there, from 1.
    pub line: usize,
}

/// The source's own spelling of what was interpreted.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Written {
    /// `when`.
    pub when: String,
    /// `value`.
    pub value: String,
    /// `published`.
    pub published: String,
}

/// What a row does to another one, named by its id.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Relation {
    /// Nothing: it stands by itself.
    Own,
    /// Withdraws it.
    Retracts(String),
    /// Replaces it.
    Corrects(String),
    /// Says that it is untrue.
    Denies(String),
    /// Reports the same happening, total or observation.
    SameAs(String),
}

/// What sort of claim.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// It took place within `when`.
    Happened,
    /// It did not, throughout `when`.
    DidNotHappen,
    /// The running total as of `when`.
    Total,
    /// The measure stood at `value`.
    Level,
    /// The condition holds, or does not.
    Finding,
}

/// What a row is about.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Claim {
    /// A declared act.
    Act(ActId),
    /// A declared event.
    Event(EventId),
    /// A declared measure.
    Measure(MeasureId),
    /// A declared condition.
    Condition(ConditionId),
    /// `waiver of clause X`.
    Waiver(String),
    /// `exercise of clause X`.
    Exercise(String),
}

/// Who did it, as far as the row says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ActorNamed {
    /// The cell is empty.
    NotStated,
    /// A declared party, outsider or group.
    Declared(ActorId),
    /// A name the agreement does not declare: may be anybody (row H3).
    Undeclared(String),
}

/// How much.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Value {
    /// The cell is empty.
    NotStated,
    /// Between two ends.
    Between(Interval),
    /// `about` so much: as wide as the policy says.
    About(Amount),
    /// A finding: it holds, or does not.
    Holds(bool),
}

/// When, as EDTF says it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct When {
    /// The first possible day or minute; none is an open beginning.
    pub first: Option<Moment>,
    /// The last possible day or minute, which belongs to it; none is an open end.
    pub last: Option<Moment>,
    /// How the stretch is meant.
    pub extent: Extent,
}

/// How a stretch of time is meant.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Extent {
    /// One day or one minute.
    Single,
    /// Some moment of it: `2020-04`, `[a..b]`.
    Sometime,
    /// Throughout for a level or finding, some time within for a happening: `a/b`.
    Throughout,
}

impl When {
    /// Returns the first instant, in the zone of the question.
    pub fn start(&self, zone: &Zone) -> Instant {
        self.first
            .as_ref()
            .map_or(Instant::MIN / 4, |moment| moment.instant(zone).unwrap_or_else(|| zone.start_of(moment.day)))
    }

    /// Returns the instant after the last one, in the zone of the question.
    pub fn end(&self, zone: &Zone) -> Instant {
        self.last.as_ref().map_or(Instant::MAX / 4, |moment| match moment.instant(zone) {
            Some(instant) => instant + 60,
            None => zone.end_of(moment.day),
        })
    }

    /// Returns whether both ends are minutes, not days.
    pub fn to_the_minute(&self) -> bool {
        self.first.as_ref().is_some_and(|m| m.time.is_some()) && self.last.as_ref().is_some_and(|m| m.time.is_some())
    }
}
