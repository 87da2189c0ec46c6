//! A row as a claim: what it is about, who did it, which row it names.

use std::collections::{BTreeMap, BTreeSet};

use servanda_model::agreement::{ActorId, AttributeId, SetId, Terms};
use servanda_model::check::claim as named_claim;
use servanda_model::policy::same_name;
use servanda_model::record::{ActorNamed, Claim, Kind, Record, Relation, Written};
use servanda_model::time::CivilDay;
use servanda_syntax::codes::UNKNOWN_VALUE;

use crate::cell::{empty, nearest, nearest_id, normal, reject};
use crate::columns::KNOWN;
use crate::table::{Cell, Cells};
use crate::{Rejection, SlashDates, codes};

/// What reading a row needs to know.
pub(crate) struct Reader<'a> {
    pub terms: &'a Terms,
    pub slash: Option<SlashDates>,
}

/// What was read, or why the row is rejected.
pub(crate) type Fit<T> = Result<T, Box<Rejection>>;

impl Reader<'_> {
    pub fn set(&self, column: &str) -> Option<SetId> {
        self.terms.sets.iter().position(|set| !set.name.is_empty() && same_name(&set.name, column)).map(SetId)
    }

    pub fn attribute(&self, column: &str) -> Option<AttributeId> {
        self.terms.attributes.iter().position(|attribute| same_name(&attribute.name, column)).map(AttributeId)
    }

    /// `corrects` and `same as` take kind, claim and every empty cell from the row named.
    pub fn filled(&self, i: usize, all: &[Cells], by_id: &BTreeMap<String, usize>) -> Fit<Cells> {
        let mut filled = all[i].clone();
        let mut seen = BTreeSet::from([i]);
        let mut at = i;
        loop {
            let kind = all[at].cells.get("kind").map(|cell| normal(&cell.text)).unwrap_or_default();
            if !matches!(kind.as_str(), "corrects" | "same as" | "retracts" | "denies") {
                return Ok(filled);
            }
            let named = all[at].cells.get("claim");
            let Some(target) = named.and_then(|cell| by_id.get(&cell.text)).copied() else {
                let near = named.and_then(|cell| nearest_id(&cell.text, by_id.keys()));
                let help = near.map_or_else(
                    || "`claim` holds the id of the row that is meant".to_owned(),
                    |id| format!("did you mean `{id}`?"),
                );
                return Err(Box::new(reject(
                    codes::UNKNOWN_RECORD,
                    &all[i],
                    all[i].cells.get("claim"),
                    "no row has this id",
                    &help,
                )));
            };
            if all[target].wrong.is_some() {
                let help = "mend that row first";
                let reason = "the row that has this id could not be read";
                let cell = all[i].cells.get("claim");
                return Err(Box::new(reject(codes::UNKNOWN_RECORD, &all[i], cell, reason, help)));
            }
            if matches!(kind.as_str(), "retracts" | "denies") {
                if at == i {
                    return Ok(filled);
                }
                return Err(Box::new(reject(
                    codes::SILENT_RECORD,
                    &all[i],
                    all[i].cells.get("claim"),
                    "the row named makes no claim of its own",
                    "name the row that makes the claim",
                )));
            }
            if !seen.insert(target) {
                return Err(Box::new(reject(
                    codes::CIRCLE_OF_RECORDS,
                    &all[i],
                    all[i].cells.get("claim"),
                    "these rows name each other in a circle",
                    "name the row that makes the claim",
                )));
            }
            for (name, cell) in &all[target].cells {
                let keep = matches!(name.as_str(), "id" | "source" | "published" | "quote" | "url" | "note");
                let target_is_own = !all[target]
                    .cells
                    .get("kind")
                    .is_some_and(|k| matches!(normal(&k.text).as_str(), "corrects" | "same as"));
                if matches!(name.as_str(), "kind" | "claim") {
                    if target_is_own {
                        filled.cells.insert(format!("{name} of the row named"), cell.clone());
                    }
                } else if !keep {
                    filled.cells.entry(name.clone()).or_insert_with(|| cell.clone());
                }
            }
            at = target;
        }
    }

    /// Returns the record that a row is, given what it takes from the row that it names.
    pub fn record(&self, row: &Cells, own: &Cells, by_id: &BTreeMap<String, usize>) -> Fit<Record> {
        if let Some(wrong) = &own.wrong {
            return Err(Box::new(reject(wrong.code, own, Some(&wrong.cell), &wrong.reason, wrong.help)));
        }
        let cell = |name: &str| row.cells.get(name);
        let need = |name: &str, help: &str| cell(name).ok_or_else(|| Box::new(empty(own, name, help)));
        let id = need("id", "give every row an id such as `L027`")?.text.clone();
        let kind_cell = need("kind", KINDS)?;
        let relation_word = normal(&kind_cell.text);
        let target = || cell("claim").map(|c| c.text.clone()).unwrap_or_default();
        let relation = match relation_word.as_str() {
            "retracts" => Relation::Retracts(target()),
            "corrects" => Relation::Corrects(target()),
            "denies" => Relation::Denies(target()),
            "same as" => Relation::SameAs(target()),
            _ => Relation::Own,
        };
        let source = need("source", "say who says so, as the policy lists it")?;
        let sources: Vec<String> =
            source.text.split(';').map(|s| s.trim().to_owned()).filter(|s| !s.is_empty()).collect();
        let published_cell = cell("published").ok_or_else(|| {
            let help = "fill the cell `published`: what has no such date can be known on no date";
            let reason = "this row does not say when anybody could know it".to_owned();
            match empty(own, "published", help) {
                rejection if rejection.code == codes::EMPTY_CELL => {
                    Box::new(Rejection { code: codes::NO_PUBLICATION_DATE, reason, ..rejection })
                }
                rejection => Box::new(rejection),
            }
        })?;
        let published = self.when(own, published_cell)?;
        if published.last.is_none() {
            return Err(Box::new(reject(
                codes::OPEN_PUBLICATION,
                own,
                Some(published_cell),
                "a date of publication cannot be open",
                "write the day it was published",
            )));
        }
        let silent = matches!(relation, Relation::Retracts(_) | Relation::Denies(_));
        let stated = if relation == Relation::Own { Some(kind_cell) } else { cell("kind of the row named") };
        let kind = match stated.map(|c| normal(&c.text)).as_deref() {
            _ if silent => Kind::Happened,
            Some("happened") => Kind::Happened,
            Some("did not happen") => Kind::DidNotHappen,
            Some("total") => Kind::Total,
            Some("level") => Kind::Level,
            Some("finding") => Kind::Finding,
            Some(_) | None => {
                let near =
                    nearest(&kind_cell.text, ALL_KINDS.iter().map(|k| (*k).to_owned()).collect::<Vec<_>>().iter());
                let help = near.map_or_else(|| KINDS.to_owned(), |k| format!("did you mean `{k}`?"));
                return Err(Box::new(reject(
                    codes::UNKNOWN_KIND,
                    own,
                    Some(kind_cell),
                    "this is no kind of claim",
                    &help,
                )));
            }
        };
        let claim_cell = if relation == Relation::Own { cell("claim") } else { cell("claim of the row named") };
        let claim = if silent { None } else { Some(self.claim(own, claim_cell, kind)?) };
        let when = match cell("when") {
            Some(when) if !silent => Some(self.when(own, when)?),
            None if !silent => {
                return Err(Box::new(empty(
                    own,
                    "when",
                    "say when it happened or held: `2020-07-13`, `2020-04`, `2020-04-01/2020-06-30`",
                )));
            }
            Some(_) | None => None,
        };
        let mut actor = self.actor(cell("actor"));
        let elements = match &claim {
            Some(claim) => self.elements(own, row, claim, &actor)?,
            None => Vec::new(),
        };
        if actor == ActorNamed::NotStated {
            // A column of a set of actors names who did it as well as `actor` does.
            let by_column = elements.iter().find_map(|(set, e)| self.terms.sets[set.0].elements[*e].actor);
            actor = by_column.map_or(ActorNamed::NotStated, ActorNamed::Declared);
        }
        let value = self.value(own, cell("value"), cell("unit"), kind, claim.as_ref(), silent)?;
        let attributes = self.attributes(own, row)?;
        let day = |name: &str| -> Fit<Option<CivilDay>> {
            match cell(name) {
                Some(c) => Ok(self.when(own, c)?.last.map(|moment| moment.day)),
                None => Ok(None),
            }
        };
        let credibility = match cell("credibility") {
            None => None,
            Some(c) => match c.text.parse::<u8>() {
                Ok(n) if (1..=6).contains(&n) => Some(n),
                Ok(_) | Err(_) => {
                    return Err(Box::new(reject(
                        codes::BAD_CREDIBILITY,
                        own,
                        Some(c),
                        "credibility is a digit from 1 to 6",
                        "write 1 (confirmed) to 6 (cannot be judged), or leave it empty",
                    )));
                }
            },
        };
        let text = |name: &str| cell(name).map(|c| c.text.clone());
        if let Some(instance) = cell("instance")
            && !by_id.contains_key(&instance.text)
            && instance.text.parse::<CivilDay>().is_err()
        {
            let reason = format!("`{}` is neither the id of a row nor a day", instance.text);
            let help = nearest_id(&instance.text, by_id.keys()).map_or_else(
                || "name the row that began what this act performs, or the first day of its period".to_owned(),
                |id| format!("did you mean `{id}`?"),
            );
            return Err(Box::new(reject(codes::UNKNOWN_RECORD, own, Some(instance), &reason, &help)));
        }
        let known = |name: &String| {
            KNOWN.contains(&name.as_str())
                || name.ends_with(" of the row named")
                || self.set(name).is_some()
                || self.attribute(name).is_some()
        };
        Ok(Record {
            id,
            relation,
            kind,
            claim,
            when,
            value,
            actor,
            elements,
            attributes,
            instance: text("instance"),
            new_last_day: day("new last day")?,
            report_ends: day("report ends")?,
            credibility,
            sources,
            published,
            place: text("place"),
            quote: text("quote"),
            url: text("url"),
            note: text("note"),
            other: row
                .cells
                .iter()
                .filter(|(name, _)| !known(name))
                .map(|(_, c)| (c.name.clone(), c.text.clone()))
                .collect(),
            written: Written {
                when: text("when").unwrap_or_default(),
                value: text("value").unwrap_or_default(),
                published: published_cell.text.clone(),
            },
            file: own.file.clone(),
            line: own.line,
        })
    }

    fn claim(&self, own: &Cells, cell: Option<&Cell>, kind: Kind) -> Fit<Claim> {
        let Some(cell) = cell else {
            return Err(Box::new(empty(own, "claim", "name the declared act, event, measure or condition")));
        };
        let text = cell.text.split_whitespace().collect::<Vec<_>>().join(" ");
        let clause =
            |prefix: &str| text.to_lowercase().starts_with(prefix).then(|| text[prefix.len()..].trim().to_owned());
        let found = clause("waiver of clause ")
            .map(Claim::Waiver)
            .or_else(|| clause("exercise of clause ").map(Claim::Exercise))
            .or_else(|| named_claim(&text, self.terms))
            .or_else(|| {
                self.names().find(|name| same_name(name, &text)).and_then(|name| named_claim(&name, self.terms))
            });
        let Some(found) = found else {
            let names: Vec<String> = self.names().collect();
            let help = nearest(&text, names.iter()).map_or_else(
                || "declare it in the pact, or write the name that is declared there".to_owned(),
                |n| format!("did you mean `{n}`?"),
            );
            return Err(Box::new(reject(
                codes::UNKNOWN_CLAIM,
                own,
                Some(cell),
                &format!("the agreement declares nothing called `{text}`"),
                &help,
            )));
        };
        if let Claim::Waiver(clause) | Claim::Exercise(clause) = &found
            && !self.terms.norms.iter().any(|norm| norm.clause == *clause)
        {
            return Err(Box::new(reject(
                codes::UNKNOWN_CLAIM,
                own,
                Some(cell),
                &format!("there is no clause `{clause}`"),
                "write the reference that stands after `clause` in the pact",
            )));
        }
        let fits = match (&found, kind) {
            (Claim::Act(_), Kind::Happened | Kind::DidNotHappen | Kind::Total) => true,
            (Claim::Event(_) | Claim::Waiver(_) | Claim::Exercise(_), Kind::Happened | Kind::DidNotHappen) => true,
            (Claim::Measure(measure), Kind::Level) => self.terms.measures[measure.0].computed.is_none(),
            (Claim::Condition(_), Kind::Finding) => true,
            (Claim::Act(_), Kind::Level | Kind::Finding)
            | (Claim::Event(_) | Claim::Waiver(_) | Claim::Exercise(_), Kind::Total | Kind::Level | Kind::Finding)
            | (Claim::Measure(_), Kind::Happened | Kind::DidNotHappen | Kind::Total | Kind::Finding)
            | (Claim::Condition(_), Kind::Happened | Kind::DidNotHappen | Kind::Total | Kind::Level) => false,
        };
        if fits {
            return Ok(found);
        }
        let (what, kinds) = match &found {
            Claim::Act(_) => ("an act", "`happened`, `did not happen` or `total`"),
            Claim::Event(_) | Claim::Waiver(_) | Claim::Exercise(_) => ("an event", "`happened` or `did not happen`"),
            Claim::Measure(_) if kind == Kind::Level => {
                let reason = format!("`{text}` is worked out from other measures: nobody reports it");
                let help = "write a row about one of the measures that it is worked out from";
                return Err(Box::new(reject(codes::KIND_AND_CLAIM, own, Some(cell), &reason, help)));
            }
            Claim::Measure(_) => ("a measure", "`level`"),
            Claim::Condition(_) => ("a condition", "`finding`"),
        };
        let reason = format!("`{text}` is {what}, and `{}` cannot be said of {what}", kind_words(kind));
        Err(Box::new(reject(codes::KIND_AND_CLAIM, own, Some(cell), &reason, &format!("write the kind {kinds}"))))
    }

    fn names(&self) -> impl Iterator<Item = String> + '_ {
        let t = self.terms;
        let acts = t.acts.iter().flat_map(|a| std::iter::once(a.name.clone()).chain(a.noun.clone()));
        acts.chain(t.events.iter().map(|e| e.name.clone()))
            .chain(t.measures.iter().map(|m| m.name.clone()))
            .chain(t.conditions.iter().map(|c| c.name.clone()))
    }

    fn actor(&self, cell: Option<&Cell>) -> ActorNamed {
        let Some(cell) = cell else {
            return ActorNamed::NotStated;
        };
        let named = |a: &servanda_model::agreement::Actor| {
            same_name(&a.name, &cell.text) || a.also.iter().any(|also| same_name(also, &cell.text))
        };
        match self.terms.actors.iter().position(named) {
            Some(i) => ActorNamed::Declared(ActorId(i)),
            None => ActorNamed::Undeclared(cell.text.clone()),
        }
    }

    fn elements(&self, own: &Cells, row: &Cells, claim: &Claim, actor: &ActorNamed) -> Fit<Vec<(SetId, usize)>> {
        let over: &[SetId] = match claim {
            Claim::Act(act) => &self.terms.acts[act.0].over,
            Claim::Event(event) => &self.terms.events[event.0].over,
            Claim::Measure(measure) => &self.terms.measures[measure.0].over,
            Claim::Condition(condition) => &self.terms.conditions[condition.0].over,
            Claim::Waiver(_) | Claim::Exercise(_) => &[],
        };
        let mut filled = Vec::new();
        for (name, cell) in &row.cells {
            let Some(set) = self.set(name) else { continue };
            let elements = &self.terms.sets[set.0].elements;
            let by_actor = |e: &servanda_model::agreement::Element| {
                e.actor.is_some_and(|a| self.terms.actors[a.0].also.iter().any(|also| same_name(also, &cell.text)))
            };
            match elements.iter().position(|e| same_name(&e.name, &cell.text) || by_actor(e)) {
                Some(e) => filled.push((set, e)),
                None => {
                    let names: Vec<String> = elements.iter().map(|e| e.name.clone()).collect();
                    let help = nearest(&cell.text, names.iter()).map_or_else(
                        || format!("write one of: {}", names.join(", ")),
                        |n| format!("did you mean `{n}`?"),
                    );
                    return Err(Box::new(reject(
                        codes::UNKNOWN_ELEMENT,
                        own,
                        Some(cell),
                        &format!("`{}` is no element of the set `{}`", cell.text, self.terms.sets[set.0].name),
                        &help,
                    )));
                }
            }
        }
        for &set in over {
            let declared = &self.terms.sets[set.0];
            let by_actor = match actor {
                ActorNamed::Declared(actor) if declared.of_actors() => {
                    declared.elements.iter().position(|e| e.actor == Some(*actor))
                }
                ActorNamed::Declared(_) | ActorNamed::NotStated | ActorNamed::Undeclared(_) => None,
            };
            let column = filled.iter().find(|(s, _)| *s == set).map(|(_, e)| *e);
            match (column, by_actor) {
                (Some(a), Some(b)) if a != b => {
                    return Err(Box::new(reject(
                        codes::TWO_ELEMENTS,
                        own,
                        row.cells.get("actor"),
                        &format!("`actor` and `{}` name two elements of one set", declared.name),
                        "make them agree, or leave one of them empty",
                    )));
                }
                (Some(_), _) => {}
                (None, Some(e)) => filled.push((set, e)),
                (None, None) => {
                    return Err(Box::new(reject(
                        codes::NO_ELEMENT,
                        own,
                        None,
                        &format!("this row does not say which {} it is about", declared.name),
                        &format!("fill the column `{}`", declared.name),
                    )));
                }
            }
        }
        Ok(filled)
    }

    fn attributes(&self, own: &Cells, row: &Cells) -> Fit<Vec<(AttributeId, String)>> {
        let mut filled = Vec::new();
        for (name, cell) in &row.cells {
            let Some(attribute) = self.attribute(name) else {
                continue;
            };
            let values = &self.terms.attributes[attribute.0].values;
            match values.iter().find(|v| same_name(v, &cell.text)) {
                Some(value) => filled.push((attribute, value.clone())),
                None => {
                    let help = nearest(&cell.text, values.iter()).map_or_else(
                        || format!("write one of: {}", values.join(", ")),
                        |n| format!("did you mean `{n}`?"),
                    );
                    return Err(Box::new(reject(
                        UNKNOWN_VALUE,
                        own,
                        Some(cell),
                        &format!("`{}` is no declared value of `{}`", cell.text, cell.name),
                        &help,
                    )));
                }
            }
        }
        Ok(filled)
    }
}

const ALL_KINDS: [&str; 9] =
    ["happened", "did not happen", "total", "level", "finding", "retracts", "corrects", "denies", "same as"];
const KINDS: &str =
    "write `happened`, `did not happen`, `total`, `level`, `finding`, `retracts`, `corrects`, `denies` or `same as`";

fn kind_words(kind: Kind) -> &'static str {
    match kind {
        Kind::Happened => "happened",
        Kind::DidNotHappen => "did not happen",
        Kind::Total => "total",
        Kind::Level => "level",
        Kind::Finding => "finding",
    }
}
