//! What is made of itself: groups, measures, events, guarantees; and clauses that wait for each other.

use std::collections::BTreeSet;

use servanda_syntax::ast::{DeclKind, NameKind};
use servanda_syntax::codes::Code;
use servanda_syntax::{Diagnostic, Span};

use crate::agreement::{Arith, Cond, EventDefinition, EventId, Force, HappenedWhen, NormId, Occurrence, Point};
use crate::check::codes;
use crate::check::declarations::Room;

/// Returns, for each node of a graph, the nodes of its own circle: those it reaches that reach it.
fn circles(next: &[BTreeSet<usize>]) -> Vec<BTreeSet<usize>> {
    let reached = |start: usize| {
        let mut seen = BTreeSet::new();
        let mut open: Vec<usize> = next[start].iter().copied().collect();
        while let Some(at) = open.pop() {
            if seen.insert(at) {
                open.extend(&next[at]);
            }
        }
        seen
    };
    let reach: Vec<BTreeSet<usize>> = (0..next.len()).map(reached).collect();
    (0..next.len())
        .map(|own| reach[own].iter().copied().filter(|other| reach[*other].contains(&own)).collect())
        .collect()
}

/// Returns the circles of a graph, each once.
fn each_once(next: &[BTreeSet<usize>]) -> BTreeSet<BTreeSet<usize>> {
    circles(next).into_iter().filter(|circle| !circle.is_empty()).collect()
}

fn listed(names: &[String]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" and ")
}

impl Room<'_> {
    /// A group that is a member of itself, directly or through others.
    pub(super) fn circular_groups(&mut self) {
        let members: Vec<BTreeSet<usize>> =
            self.terms.actors.iter().map(|actor| actor.members.iter().map(|member| member.0).collect()).collect();
        for circle in each_once(&members) {
            let names: Vec<String> = circle.iter().map(|own| self.terms.actors[*own].name.clone()).collect();
            let (message, help) = match &names[..] {
                [only] => {
                    (format!("the group `{only}` is a member of itself"), "leave its own name out of its members")
                }
                _ => (
                    format!("the groups {} are members of each other", listed(&names)),
                    "leave one of them out of another",
                ),
            };
            let said = self.circle(codes::GROUP_IN_ITSELF, &names, NameKind::Group, message, help);
            self.said.push(said);
        }
    }

    /// A measure that is worked out from itself, directly or through others.
    pub(super) fn circular_measures(&mut self) {
        let next: Vec<BTreeSet<usize>> = (self.terms.measures.iter())
            .map(|measure| {
                let mut from = BTreeSet::new();
                measure.computed.iter().for_each(|arith| measures_in(arith, &mut from));
                from
            })
            .collect();
        for circle in each_once(&next) {
            let names: Vec<String> = circle.iter().map(|own| self.terms.measures[*own].name.clone()).collect();
            let message = match &names[..] {
                [only] => format!("the measure `{only}` is worked out from itself"),
                _ => format!("the measures {} are worked out from each other", listed(&names)),
            };
            let help = "declare what it is worked out from as a measure with a unit: `measure … (persons)`";
            let said = self.circle(codes::MEASURE_OF_ITSELF, &names, NameKind::Measure, message, help);
            self.said.push(said);
            // What is circular is not evaluated: the file has an error and gives no agreement.
            circle.iter().for_each(|own| self.terms.measures[*own].computed = None);
        }
    }

    /// An event that is counted from itself, directly or through others.
    pub(super) fn circular_events(&mut self) {
        let next: Vec<BTreeSet<usize>> = (0..self.terms.events.len())
            .map(|event| {
                let mut from = From::default();
                from.event(&self.terms.events[event].definition);
                from.events
            })
            .collect();
        for circle in each_once(&next) {
            let names: Vec<String> = circle.iter().map(|own| self.terms.events[*own].name.clone()).collect();
            let message = match &names[..] {
                [only] => format!("the event `{only}` is counted from itself"),
                _ => format!("the events {} are counted from each other", listed(&names)),
            };
            let help = "declare one of them by its name alone (the evidence says when it happens), or `on` a date";
            let said = self.circle(codes::EVENT_OF_ITSELF, &names, NameKind::Event, message, help);
            self.said.push(said);
            // The file has an error and gives no agreement; nothing may run in this circle until then.
            circle.iter().for_each(|own| self.terms.events[*own].definition = EventDefinition::Reported);
        }
    }

    /// The entry into force, unless it is counted from itself.
    pub(super) fn in_force(&mut self, point: Point, span: Span) {
        let mut from = From::default();
        from.point(&point);
        let mut seen = BTreeSet::new();
        while let Some(event) = from.events.pop_first() {
            if seen.insert(event) {
                from.event(&self.terms.events[event].definition);
                from.events.retain(|event| !seen.contains(event));
            }
        }
        if from.entry_into_force {
            let message = "the entry into force is counted from itself";
            self.said.push(
                Diagnostic::error(codes::EVENT_OF_ITSELF, span, message)
                    .help("count it from `signature`, or write the date"),
            );
            return;
        }
        self.terms.entry_into_force = point;
    }

    /// Returns the message about a circle of declarations: at the first, with the places of the others.
    fn circle(&self, code: Code, names: &[String], kind: NameKind, message: String, help: &str) -> Diagnostic {
        let mut places = names.iter().map(|name| self.declared(name, kind));
        let mut said = Diagnostic::error(code, places.next().unwrap_or_default(), message).help(help);
        said.related.extend(places.map(|place| (place, "also in this circle".to_owned())));
        said
    }

    /// Returns where a name is declared.
    fn declared(&self, name: &str, kind: NameKind) -> Span {
        let declared = self.pact.decls().find_map(|decl| {
            let own = match &decl.kind {
                DeclKind::Group(group) => &group.name,
                DeclKind::Event(event) => &event.name,
                DeclKind::Measure(measure) => &measure.name,
                DeclKind::Actor(_)
                | DeclKind::Set(_)
                | DeclKind::Attribute(_)
                | DeclKind::Table(_)
                | DeclKind::Act(_)
                | DeclKind::Condition(_)
                | DeclKind::Period(_)
                | DeclKind::Reading(_)
                | DeclKind::Outside(_) => return None,
            };
            (own.text == name && own.kind == kind).then_some(own.span)
        });
        declared.unwrap_or_default()
    }
}

fn measures_in(arith: &Arith, into: &mut BTreeSet<usize>) {
    match arith {
        Arith::Measure(measure, _) => {
            into.insert(measure.0);
        }
        Arith::Binary(left, _, right) => {
            measures_in(left, into);
            measures_in(right, into);
        }
        Arith::Number(_) | Arith::Table(_) => {}
    }
}

/// The events that a point is counted from; norms are not followed.
#[derive(Default)]
struct From {
    events: BTreeSet<usize>,
    entry_into_force: bool,
}

impl From {
    fn event(&mut self, definition: &EventDefinition) {
        match definition {
            EventDefinition::Reported | EventDefinition::On(_) => {}
            EventDefinition::At { point, unless } => {
                self.point(point);
                unless.iter().for_each(|cond| self.cond(cond));
            }
        }
    }

    fn occurrence(&mut self, what: &Occurrence) {
        match what {
            Occurrence::Event(EventId(event)) => {
                self.events.insert(*event);
            }
            Occurrence::EntryIntoForce => self.entry_into_force = true,
            Occurrence::Act(_) | Occurrence::Signature | Occurrence::Violation(_) | Occurrence::Fulfilment(_) => {}
        }
    }

    fn point(&mut self, point: &Point) {
        match point {
            Point::Moment(_) => {}
            Point::Occurrence(what) => self.occurrence(what),
            Point::After(_, point) | Point::Before(_, point) => self.point(point),
            Point::FailingWhich(a, b) | Point::Earlier(a, b) | Point::Later(a, b) => {
                self.point(a);
                self.point(b);
            }
        }
    }

    fn cond(&mut self, cond: &Cond) {
        match cond {
            Cond::Happened(what, when) => {
                self.occurrence(what);
                match when {
                    HappenedWhen::Ever => {}
                    HappenedWhen::Since(point) | HappenedWhen::By(point) | HappenedWhen::Within(_, point) => {
                        self.point(point);
                    }
                }
            }
            Cond::Not(inner) => self.cond(inner),
            Cond::And(parts) | Cond::Or(parts) => parts.iter().for_each(|part| self.cond(part)),
            Cond::Holds(_) | Cond::Level(..) | Cond::Clause(..) => {}
        }
    }
}

/// Guarantees of themselves, and clauses whose lines lead back to them. What another clause does to a clause
/// (suspend it, end it) is no such line: a power to end the agreement upon the violation of a clause is no circle.
pub(crate) fn of_clauses(room: &mut Room<'_>) {
    let norms = &room.terms.norms;
    let guaranteed: Vec<BTreeSet<usize>> = norms
        .iter()
        .map(|norm| match &norm.force {
            Force::Guarantee(of) => of.iter().map(|NormId(n)| *n).collect(),
            Force::Duty(_)
            | Force::Aim(_)
            | Force::Right(_)
            | Force::Power(_)
            | Force::Effect { .. }
            | Force::Hortatory => BTreeSet::new(),
        })
        .collect();
    let uses: Vec<BTreeSet<usize>> =
        norms.iter().map(|norm| room.terms.used_in(norm).norms.iter().map(|NormId(n)| *n).collect()).collect();
    let of_guarantees = circles(&guaranteed);
    let mut told: BTreeSet<&str> = BTreeSet::new();
    let mut said = Vec::new();
    for (own, circle) in circles(&uses).iter().enumerate() {
        let clause = norms[own].clause.as_str();
        if !circle.contains(&own) || told.contains(clause) {
            continue;
        }
        let mut others: Vec<&str> = circle.iter().map(|n| norms[*n].clause.as_str()).filter(|c| *c != clause).collect();
        others.dedup();
        told.insert(clause);
        told.extend(&others);
        let place =
            |reference: &str| room.pact.clauses().find(|c| c.reference.text == reference).map(|c| c.reference.span);
        let guarantee = of_guarantees[own].contains(&own);
        let listed = others.iter().map(|other| format!("`{other}`")).collect::<Vec<_>>().join(" and ");
        let message = match (guarantee, others.is_empty()) {
            (true, true) => format!("clause `{clause}` guarantees itself"),
            (true, false) => format!("clause `{clause}` guarantees itself, through {listed}"),
            (false, true) => format!("clause `{clause}` depends on itself"),
            (false, false) => format!("clause `{clause}` depends on itself, through {listed}"),
        };
        let (code, place_of_own) = (codes::CLAUSE_CIRCLE, place(clause).unwrap_or_default());
        let mut diagnostic = if guarantee {
            Diagnostic::error(codes::GUARANTEE_OF_ITSELF, place_of_own, message)
                .help("name the clause of the one whose duty is guaranteed")
        } else {
            Diagnostic::warning(code, place_of_own, message)
                .remark("what it depends on is unknown as long as it is itself unknown")
                .help("name an event or a date that both can wait for, or leave the reference out of one of them")
        };
        for other in others {
            diagnostic.related.extend(place(other).map(|span| (span, "also in this circle".to_owned())));
        }
        said.push(diagnostic);
    }
    room.said.extend(said);
}
