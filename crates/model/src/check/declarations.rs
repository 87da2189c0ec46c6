//! Who and what there is: declarations to tables, names to places in them, and the header.

use servanda_syntax::ast::{self, DeclKind, HeadlineKind, NameKind, Pact};
use servanda_syntax::{Diagnostic, Slot, Span};

use crate::agreement::{
    Act, ActId, Actor, ActorId, Attribute, AttributeId, Burden, Condition, ConditionId, Element, Event,
    EventDefinition, EventId, Measure, MeasureId, NormId, Occurrence, Point, Set, SetId, Table, TableId, Term, Terms,
};
use crate::amount::{Amount, amount};
use crate::check::{codes, headlines, known, start_of};
use crate::time::{CivilDay, Moment, Zone};

/// The work in progress: the terms so far, and what has been said.
pub(crate) struct Room<'a> {
    pub pact: &'a Pact,
    pub reading: Option<&'a str>,
    pub terms: Terms,
    pub said: &'a mut Vec<Diagnostic>,
    /// The burden of the header.
    pub burden: Burden,
    /// The norms of each clause, by its reference.
    pub clauses: std::collections::BTreeMap<String, Vec<NormId>>,
}

impl<'a> Room<'a> {
    pub fn new(pact: &'a Pact, reading: Option<&'a str>, said: &'a mut Vec<Diagnostic>) -> Room<'a> {
        let zone = Zone::named("UTC").expect("UTC is always there");
        let terms = Terms {
            zone,
            signature: CivilDay::ZERO,
            entry_into_force: Point::Occurrence(Occurrence::Signature),
            ends: Vec::new(),
            term: None,
            actors: Vec::new(),
            sets: Vec::new(),
            attributes: Vec::new(),
            events: Vec::new(),
            acts: Vec::new(),
            measures: Vec::new(),
            conditions: Vec::new(),
            tables: Vec::new(),
            outsides: Vec::new(),
            norms: Vec::new(),
        };
        let mut room =
            Room { pact, reading, terms, said, burden: Burden::Open, clauses: std::collections::BTreeMap::new() };
        room.zone_and_signature();
        room.names();
        room
    }

    fn zone_and_signature(&mut self) {
        let (mut zone, mut dated) = (false, false);
        for line in headlines(self.pact, self.reading) {
            match &line.kind {
                HeadlineKind::Zone(written) => {
                    zone = true;
                    match Zone::named(&written.text) {
                        Some(found) => self.terms.zone = found,
                        None => self.said.push(unknown_zone(&written.text, written.span)),
                    }
                }
                HeadlineKind::Dated { date, .. } => {
                    dated = true;
                    if let Some(day) = known(date).and_then(day) {
                        self.terms.signature = day;
                    }
                }
                HeadlineKind::Burden(burden) => self.burden = *burden,
                _ => {}
            }
        }
        let place = start_of(self.pact);
        if self.pact.header.is_some() && !zone {
            self.said.push(
                Diagnostic::error(codes::NO_ZONE, place, "this agreement does not say whose calendar its days are of")
                    .help("write a line `zone Asia/Kabul` (a name of the zone database, `UTC`, or an offset) below `agreement`"),
            );
        }
        if self.pact.header.is_some() && !dated {
            self.said.push(
                Diagnostic::error(codes::NO_SIGNATURE, place, "this agreement does not say when it was signed")
                    .help("write a line `signed 29 February 2020` (or `announced …`, `adopted …`) below `agreement`"),
            );
        }
    }

    fn names(&mut self) {
        // Actors first: sets and groups name them whatever the order written.
        for decl in self.pact.decls() {
            match &decl.kind {
                DeclKind::Actor(actor) => self.terms.actors.push(Actor {
                    name: actor.name.text.clone(),
                    also: actor.also.iter().map(|text| text.value.clone()).collect(),
                    party: actor.name.kind == NameKind::Party,
                    members: Vec::new(),
                    answers: None,
                }),
                DeclKind::Group(group) => self.terms.actors.push(Actor {
                    name: group.name.text.clone(),
                    also: Vec::new(),
                    party: false,
                    members: Vec::new(),
                    answers: None,
                }),
                _ => {}
            }
        }
        for decl in self.pact.decls() {
            match &decl.kind {
                DeclKind::Group(group) => self.group(group),
                DeclKind::Set(set) => self.set(set),
                DeclKind::Attribute(attribute) => self.terms.attributes.push(Attribute {
                    name: attribute.name.text.clone(),
                    values: attribute.values.iter().filter_map(|v| v.known().map(|n| n.text.clone())).collect(),
                }),
                DeclKind::Outside(outside) => self.terms.outsides.push(outside.name.text.clone()),
                _ => {}
            }
        }
        self.circular_groups();
        self.flatten_groups();
        for decl in self.pact.decls() {
            match &decl.kind {
                DeclKind::Act(act) => {
                    let over = self.sets(&act.for_each);
                    self.terms.acts.push(Act {
                        name: act.name.text.clone(),
                        noun: act.noun.as_ref().map(|noun| noun.text.clone()),
                        unit: act.unit.as_ref().map(|unit| unit.text.clone()),
                        over,
                    });
                }
                DeclKind::Condition(condition) => {
                    let over = self.sets(&condition.for_each);
                    self.terms.conditions.push(Condition { name: condition.name.text.clone(), over });
                }
                DeclKind::Event(event) => {
                    let over = self.sets(&event.for_each);
                    self.terms.events.push(Event {
                        name: event.name.text.clone(),
                        over,
                        definition: EventDefinition::Reported,
                    });
                }
                DeclKind::Measure(measure) => {
                    let (unit, over) = match &measure.definition {
                        ast::MeasureDefinition::Observed { unit, for_each } => {
                            (Some(unit.text.clone()), self.sets(for_each))
                        }
                        ast::MeasureDefinition::Computed(_) => (None, Vec::new()),
                    };
                    self.terms.measures.push(Measure { name: measure.name.text.clone(), unit, over, computed: None });
                }
                DeclKind::Table(table) => self.table(table),
                _ => {}
            }
        }
    }

    fn group(&mut self, group: &ast::GroupDecl) {
        let members = self.actors(&group.members);
        let answers = group.answers.as_ref().and_then(known).and_then(|name| self.actor(name));
        if let Some(own) = self.actor(&group.name) {
            self.terms.actors[own.0].members = members;
            self.terms.actors[own.0].answers = answers;
        }
    }

    /// Groups in groups become their members.
    fn flatten_groups(&mut self) {
        for _ in 0..self.terms.actors.len() {
            let before: Vec<Vec<ActorId>> = self.terms.actors.iter().map(|a| a.members.clone()).collect();
            for i in 0..before.len() {
                let mut all = before[i].clone();
                for member in &before[i] {
                    all.extend(before[member.0].iter().filter(|m| m.0 != i));
                }
                all.sort();
                all.dedup();
                self.terms.actors[i].members = all;
            }
        }
    }

    fn set(&mut self, set: &ast::SetDecl) {
        let mut elements: Vec<Element> = Vec::new();
        for name in set.elements.iter().filter_map(known) {
            elements.push(Element { name: name.text.clone(), actor: self.actor(name) });
        }
        self.terms.sets.push(Set { name: set.name.text.clone(), elements });
    }

    fn table(&mut self, table: &ast::TableDecl) {
        let Some(set) = known(&table.set).and_then(|name| self.set_id(name)) else {
            return;
        };
        let mut numbers = Vec::new();
        for element in self.terms.sets[set.0].elements.clone() {
            let row = table.rows.iter().find(|row| known(&row.element).is_some_and(|name| name.text == element.name));
            match row {
                Some(row) => numbers.push(known(&row.number).and_then(|n| amount(&n.digits)).unwrap_or_default()),
                None => {
                    numbers.push(Amount::default());
                    self.said.push(
                        Diagnostic::error(
                            codes::TABLE_INCOMPLETE,
                            table.name.span,
                            format!("the table `{}` has no number for `{}`", table.name.text, element.name),
                        )
                        .help(format!("add `; {} = …`", element.name)),
                    );
                }
            }
        }
        self.terms.tables.push(Table { name: table.name.text.clone(), set, numbers });
    }

    /// Fills in what events and measures are made of: these may name each other, so all are declared before.
    pub fn events_and_measures(&mut self) {
        for decl in self.pact.decls() {
            match &decl.kind {
                DeclKind::Event(event) => {
                    let own = event.readings.iter().find(|r| self.is_reading(&r.reading)).map(|r| &r.line);
                    let definition = match own.unwrap_or(&event.definition) {
                        ast::EventDefinition::Reported(_) => EventDefinition::Reported,
                        ast::EventDefinition::On(moment) => match known(moment).and_then(|m| self.moment(m)) {
                            Some(moment) => EventDefinition::On(moment),
                            None => EventDefinition::Reported,
                        },
                        ast::EventDefinition::At { point, unless } => {
                            let point = self.point(point);
                            let unless = unless.as_ref().map(|cond| self.cond(cond));
                            EventDefinition::At { point, unless }
                        }
                    };
                    if let Some(id) = self.event(&event.name) {
                        self.terms.events[id.0].definition = definition;
                    }
                }
                DeclKind::Measure(measure) => {
                    let own = measure.readings.iter().find(|r| self.is_reading(&r.reading)).map(|r| &r.line);
                    let computed = match (&measure.definition, own) {
                        (_, Some(arith)) | (ast::MeasureDefinition::Computed(arith), None) => Some(self.arith(arith)),
                        (ast::MeasureDefinition::Observed { .. }, None) => None,
                    };
                    if let Some(id) = self.measure(&measure.name) {
                        self.terms.measures[id.0].computed = computed;
                    }
                }
                _ => {}
            }
        }
        self.circular_measures();
        self.circular_events();
    }

    /// Fills in the rest of the header.
    pub fn header(&mut self) {
        for line in headlines(self.pact, self.reading) {
            match &line.kind {
                HeadlineKind::InForce(point) => {
                    let point = self.point(point);
                    self.in_force(point, line.span);
                }
                HeadlineKind::Ends(ends) => {
                    if let Some(ends) = self.ends(ends) {
                        self.terms.ends.push(ends);
                    }
                }
                HeadlineKind::Term(term) => {
                    let length = self.span(&term.duration);
                    let from = self.point(&term.from);
                    let renewal = term.renewal.as_ref().map(|renewal| crate::agreement::Renewal {
                        each_time: renewal.each_time,
                        length: self.span(&renewal.duration),
                        unless: renewal.unless.as_ref().and_then(|trigger| self.upon(trigger)),
                        notice: renewal.notice.as_ref().map(|notice| self.span(notice)),
                    });
                    self.terms.term = Some(Term { length, from, renewal });
                }
                _ => {}
            }
        }
    }

    fn is_reading(&self, slot: &Slot<ast::Name>) -> bool {
        self.reading.is_some() && known(slot).map(|n| n.text.as_str()) == self.reading
    }

    pub fn moment(&mut self, written: &ast::Moment) -> Option<Moment> {
        let zone = match &written.zone {
            None => None,
            Some(zone) => match Zone::named(&zone.text) {
                Some(found) => Some(found),
                None => {
                    self.said.push(unknown_zone(&zone.text, zone.span));
                    None
                }
            },
        };
        let time = written.time.as_ref().map(|time| (time.hour as i8, time.minute as i8));
        Some(Moment { day: day(&written.date)?, time, zone })
    }

    pub fn actor(&self, name: &ast::Name) -> Option<ActorId> {
        self.terms.actors.iter().position(|actor| actor.name == name.text).map(ActorId)
    }

    pub fn actors(&self, names: &ast::Names) -> Vec<ActorId> {
        match &names.kind {
            ast::NamesKind::List(list) => list.iter().filter_map(known).filter_map(|name| self.actor(name)).collect(),
            ast::NamesKind::TheOther(_) => Vec::new(),
        }
    }

    pub fn set_id(&self, name: &ast::Name) -> Option<SetId> {
        self.terms.sets.iter().position(|set| set.name == name.text).map(SetId)
    }

    /// Returns the sets of a `for each`; one that stands there twice is said.
    pub fn sets(&mut self, sets: &ast::Sets) -> Vec<SetId> {
        let named = sets.iter().filter_map(known);
        let all: Vec<(SetId, Span)> = named.filter_map(|name| Some((self.set_id(name)?, name.span))).collect();
        for (i, (set, span)) in all.iter().enumerate() {
            if all[..i].iter().any(|(earlier, _)| earlier == set) {
                self.said.push(set_twice(&self.terms.sets[set.0].name, *span));
            }
        }
        all.into_iter().map(|(set, _)| set).collect()
    }

    pub fn event(&self, name: &ast::Name) -> Option<EventId> {
        self.terms.events.iter().position(|event| event.name == name.text).map(EventId)
    }

    pub fn act(&self, name: &ast::Name) -> Option<ActId> {
        self.terms.acts.iter().position(|act| act.name == name.text).map(ActId)
    }

    pub fn measure(&self, name: &ast::Name) -> Option<MeasureId> {
        self.terms.measures.iter().position(|measure| measure.name == name.text).map(MeasureId)
    }

    pub fn condition(&self, name: &ast::Name) -> Option<ConditionId> {
        self.terms.conditions.iter().position(|condition| condition.name == name.text).map(ConditionId)
    }

    pub fn attribute(&self, name: &ast::Name) -> Option<AttributeId> {
        self.terms.attributes.iter().position(|attribute| attribute.name == name.text).map(AttributeId)
    }

    pub fn table_id(&self, name: &ast::Name) -> Option<TableId> {
        self.terms.tables.iter().position(|table| table.name == name.text).map(TableId)
    }
}

/// Returns the day of a written date.
pub(crate) fn day(date: &ast::Date) -> Option<CivilDay> {
    CivilDay::new(date.year, date.month as i8, date.day as i8).ok()
}

pub(super) fn set_twice(set: &str, span: Span) -> Diagnostic {
    Diagnostic::error(codes::SET_TWICE, span, format!("this runs over `{set}` twice"))
        .label("each element would be taken with each")
        .help("take one of the two out; for pairs of elements declare a second set of another name")
}

fn unknown_zone(text: &str, span: Span) -> Diagnostic {
    Diagnostic::error(codes::UNKNOWN_ZONE, span, format!("there is no time zone `{text}`")).help(zone_help(text))
}

/// Returns what was probably meant by a zone that does not exist.
pub(super) fn zone_help(text: &str) -> String {
    let cities = text.rsplit('/').next().unwrap_or(text).replace(' ', "_");
    let near = jiff::tz::TimeZoneDatabase::bundled()
        .available()
        .map(|name| name.as_str().to_owned())
        .map(|name| {
            let city = name.rsplit('/').next().unwrap_or(&name).to_owned();
            (strsim::damerau_levenshtein(&city.to_lowercase(), &cities.to_lowercase()), name)
        })
        .filter(|(distance, _)| *distance <= 2 && *distance * 2 <= cities.len())
        .min();
    let offset = text.contains(['+', '-']) && text.starts_with(['G', 'U']);
    match near {
        _ if offset => "write the offset alone, with two digits each: for instance `+04:30`".to_owned(),
        Some((_, name)) => format!("did you mean `{name}`?"),
        None => {
            "write a name of the zone database such as `Asia/Kabul`, `UTC`, or an offset such as `+04:30`".to_owned()
        }
    }
}
