//! Clauses: each lowered to one norm, or to two (`X/ceiling`, `X/kept`).

use servanda_syntax::Diagnostic;
use servanda_syntax::ast::{
    self, ClauseLine, ClauseLineKind, Counting, Goal as Asked, Item, NameKind, OperativeKind, Quantity as Written,
    ScopeLineKind, Subject as Who,
};
use servanda_syntax::words::Slot;

use crate::agreement::{
    Bound, Change, Counted, Effect, Element, Excuse, Force, Goal, InEach, Level, Norm, NormId, Only, OnlyValue,
    Performers, Period, Power, Quantity, Set, SetId, Subject, Target, Window,
};
use crate::amount::{Amount, amount};
use crate::check::declarations::Room;
use crate::check::{chosen, codes, known};

/// Lowers every clause into the terms, then what scopes add.
pub(crate) fn lower(room: &mut Room<'_>) {
    let pact = room.pact;
    let mut next = 0;
    for clause in pact.clauses() {
        let count = norms_of(clause, room.reading);
        let ids = (next..next + count).map(NormId).collect();
        next += count;
        room.clauses.insert(clause.reference.text.clone(), ids);
    }
    // The second norm of a clause can be named too.
    let seconds: Vec<(String, NormId)> = pact
        .clauses()
        .filter_map(|clause| {
            let ids = room.clauses.get(&clause.reference.text)?;
            let second = *ids.get(1)?;
            Some((format!("{}/{}", clause.reference.text, suffix(clause, room.reading)?), second))
        })
        .collect();
    for (name, id) in seconds {
        room.clauses.insert(name, vec![id]);
    }
    for clause in pact.clauses() {
        let lines = lines_of(clause, room.reading);
        let count = norms_of(clause, room.reading);
        let before = room.terms.norms.len();
        Lowering { room, clause, lines }.lower();
        debug_assert_eq!(
            room.terms.norms.len(),
            before + count,
            "every clause gives the norms that were counted for it"
        );
    }
    for item in &pact.items {
        if let Item::Scope(scope) = item {
            self::scope(room, scope);
        }
    }
}

pub(crate) fn lines_of<'a>(clause: &'a ast::Clause, reading: Option<&str>) -> Vec<&'a ClauseLine> {
    chosen(&clause.lines, reading, |a, b| kind(&a.kind) == kind(&b.kind))
}

pub(crate) fn operative_of<'a>(lines: &[&'a ClauseLine]) -> Option<&'a ast::Operative> {
    lines.iter().rev().find_map(|line| match &line.kind {
        ClauseLineKind::Operative(operative) => Some(operative),
        _ => None,
    })
}

/// Which lines a reading's line replaces: those that begin with the same keyword.
pub(super) fn kind(line: &ClauseLineKind) -> u8 {
    match line {
        ClauseLineKind::Quoted(_) => 0,
        ClauseLineKind::Operative(_) => 1,
        ClauseLineKind::OwedTo(_) => 2,
        ClauseLineKind::ForEach(_) => 3,
        ClauseLineKind::CountToo(_) => 4,
        ClauseLineKind::OnlyCount(_) => 5,
        ClauseLineKind::Upon(_) => 6,
        ClauseLineKind::If { .. } => 7,
        ClauseLineKind::While(_) => 8,
        ClauseLineKind::After(_) => 9,
        ClauseLineKind::ExcusedIf { .. } => 10,
        ClauseLineKind::SuspendedWhile { .. } => 11,
        ClauseLineKind::ExtendedBy(_) => 12,
        ClauseLineKind::OnlyWhere(_) => 13,
        ClauseLineKind::Essence => 14,
        ClauseLineKind::Burden(_) => 15,
        ClauseLineKind::Survives => 16,
        ClauseLineKind::Ends(_) => 17,
        ClauseLineKind::Allow { .. } => 18,
    }
}

fn suffix(clause: &ast::Clause, reading: Option<&str>) -> Option<&'static str> {
    match &operative_of(&lines_of(clause, reading))?.kind {
        OperativeKind::Duty { goal: Asked::Act { not: false, act }, .. } => match &act.quantity {
            Some(Written::Counted { how: Counting::Exactly, .. }) => Some("ceiling"),
            _ => None,
        },
        OperativeKind::Duty { goal: Asked::Bring { .. }, keep_it_there: Some(_), .. } => Some("kept"),
        _ => None,
    }
}

fn norms_of(clause: &ast::Clause, reading: Option<&str>) -> usize {
    match operative_of(&lines_of(clause, reading)) {
        None => 0,
        Some(_) => 1 + usize::from(suffix(clause, reading).is_some()),
    }
}

/// One clause while it is lowered.
pub(super) struct Lowering<'r, 'a> {
    pub room: &'r mut Room<'a>,
    pub clause: &'a ast::Clause,
    pub lines: Vec<&'a ClauseLine>,
}

impl Lowering<'_, '_> {
    fn lower(mut self) {
        let Some(operative) = operative_of(&self.lines) else {
            return;
        };
        let mut norm = self.base(operative);
        let first = NormId(self.room.terms.norms.len());
        let mut second: Option<Norm> = None;
        match &operative.kind {
            OperativeKind::Duty { subject, aims, goal, in_each, window, keep_it_there } => {
                norm.subject = self.subject(subject);
                norm.window = self.window(window.as_ref());
                norm.in_each = in_each.as_ref().map(|each| InEach {
                    period: self.period(&each.period),
                    within: each.within.as_ref().map(|within| self.room.span(within)),
                });
                let force = |goal| {
                    if *aims { Force::Aim(goal) } else { Force::Duty(goal) }
                };
                let (lowered, ceiling) = self.goal(goal, &mut norm);
                if let Some(ceiling) = ceiling {
                    let mut other = norm.clone();
                    other.reference = format!("{}/ceiling", norm.clause);
                    other.force = force(ceiling);
                    second = Some(other);
                }
                if let (Some(_), Goal::Reach(level)) = (keep_it_there, &lowered) {
                    let mut other = norm.clone();
                    other.reference = format!("{}/kept", norm.clause);
                    other.force = force(Goal::Keep(level.clone(), Some(first)));
                    second = Some(other);
                }
                let up_to = matches!(goal, Asked::Act { not: false, act } if matches!(act.quantity, Some(Written::Counted { how: Counting::UpTo, .. })));
                norm.force = if up_to { Force::Right(lowered) } else { force(lowered) };
            }
            OperativeKind::Right { subject, act, in_each, window } => {
                norm.subject = self.subject(subject);
                norm.window = self.window(window.as_ref());
                norm.in_each = in_each.as_ref().map(|period| InEach { period: self.period(period), within: None });
                let (counted, number) = self.act(act);
                norm.force = Force::Right(Goal::AtMost(counted, number.unwrap_or(Quantity::Unlimited)));
            }
            OperativeKind::Power { subject, change, notice } => {
                norm.subject = self.subject(subject);
                let notice = notice.as_ref().and_then(|notice| {
                    let act = known(&notice.after).and_then(|name| self.room.act(name))?;
                    Some((self.room.span(&notice.duration), act))
                });
                norm.force = Force::Power(Power { change: self.change(change), notice });
            }
            OperativeKind::Effect { event, change } => {
                if let Some(event) = known(event).and_then(|name| self.room.event(name)) {
                    norm.force = Force::Effect { event, change: self.change(change) };
                }
            }
            OperativeKind::Guarantee { subject, clause } => {
                norm.subject = self.subject(subject);
                norm.force = Force::Guarantee(self.room.clause(clause));
            }
            OperativeKind::Seeks { subject, .. } => norm.subject = self.subject(subject),
        }
        self.line_twice();
        self.complain(&norm, operative);
        if norm.hole
            && let Some(other) = &mut second
        {
            other.hole = true;
        }
        self.room.terms.norms.push(norm);
        self.room.terms.norms.extend(second);
    }

    /// Everything that the lines other than the operative say.
    fn base(&mut self, operative: &ast::Operative) -> Norm {
        let reference = self.clause.reference.text.clone();
        let mut norm = Norm {
            clause: reference.clone(),
            reference,
            heading: self.clause.heading.as_ref().map(|t| t.value.clone()),
            quotes: Vec::new(),
            place: operative.span,
            split: false,
            hole: self.clause.damaged || self.room.pact.holes_in(self.clause.span).next().is_some(),
            force: Force::Hortatory,
            subject: Subject::None,
            owed_to: Vec::new(),
            over: Vec::new(),
            performers: Performers::AndAlso(Vec::new()),
            upon: None,
            only_if: None,
            only_while: Vec::new(),
            after: Vec::new(),
            excuse: None,
            suspended: Vec::new(),
            extended_by: None,
            only_where: Vec::new(),
            window: Window::Throughout,
            in_each: None,
            essence: false,
            burden: self.room.burden,
            survives: false,
            ends: Vec::new(),
        };
        for line in self.lines.clone() {
            match &line.kind {
                ClauseLineKind::Quoted(ast::Quoteline::Quote(text)) => norm.quotes.push(text.value.clone()),
                ClauseLineKind::Quoted(_) | ClauseLineKind::Operative(_) | ClauseLineKind::Allow { .. } => {}
                ClauseLineKind::OwedTo(names) => norm.owed_to.extend(self.room.actor_refs(names)),
                ClauseLineKind::ForEach(sets) => norm.over.extend(self.room.sets(sets)),
                ClauseLineKind::CountToo(names) => match &mut norm.performers {
                    Performers::AndAlso(also) => also.extend(self.room.actor_refs(names)),
                    Performers::Only(_) | Performers::Anyone => {}
                },
                ClauseLineKind::OnlyCount(names) => norm.performers = Performers::Only(self.room.actor_refs(names)),
                ClauseLineKind::Upon(trigger) => norm.upon = self.room.upon(trigger),
                ClauseLineKind::If { cond, at } => {
                    let cond = self.room.cond(cond);
                    norm.only_if = Some((cond, at.as_ref().map(|point| self.room.point(point))));
                }
                ClauseLineKind::While(cond) => norm.only_while.push(self.room.cond(cond)),
                ClauseLineKind::After(clause) => norm.after.extend(self.room.clause(clause)),
                ClauseLineKind::ExcusedIf { cond, at_any_time } => {
                    norm.excuse = Some(Excuse { cond: self.room.cond(cond), at_any_time: *at_any_time });
                }
                ClauseLineKind::SuspendedWhile { cond, clock } => {
                    let cond = self.room.cond(cond);
                    norm.suspended.push((cond, *clock));
                }
                ClauseLineKind::ExtendedBy(name) => norm.extended_by = known(name).and_then(|name| self.room.act(name)),
                ClauseLineKind::OnlyWhere(only) => norm.only_where.extend(lower_only(self.room, only)),
                ClauseLineKind::Essence => norm.essence = true,
                ClauseLineKind::Burden(burden) => norm.burden = *burden,
                ClauseLineKind::Survives => norm.survives = true,
                ClauseLineKind::Ends(ends) => norm.ends.extend(self.room.ends(ends)),
            }
        }
        norm
    }

    fn subject(&mut self, subject: &Who) -> Subject {
        match subject {
            Who::One(name) => known(name).and_then(|name| self.room.actor(name)).map_or(Subject::None, Subject::One),
            Who::Each(set) => known(set).and_then(|name| self.room.set_id(name)).map_or(Subject::None, Subject::Each),
            Who::EachOf(names) => {
                let actors = self.room.actors(names);
                let elements = actors
                    .into_iter()
                    .map(|a| Element { name: self.room.terms.actors[a.0].name.clone(), actor: Some(a) });
                let set = Set { name: String::new(), elements: elements.collect() };
                self.room.terms.sets.push(set);
                Subject::Each(SetId(self.room.terms.sets.len() - 1))
            }
            Who::Jointly(names) => Subject::Jointly(self.room.actors(names)),
            Who::Unnamed(_) => Subject::Unnamed,
        }
    }

    /// Returns the goal, and the ceiling of `exactly`.
    fn goal(&mut self, goal: &Asked, norm: &mut Norm) -> (Goal, Option<Goal>) {
        let none = || Quantity::Number(Amount::default());
        let one = || Quantity::Number(Amount::from_integer(1.into()));
        match goal {
            Asked::Act { not: true, act } => (Goal::AtMost(self.act(act).0, none()), None),
            Asked::Act { not: false, act } => {
                let (counted, number) = self.act(act);
                let number = number.unwrap_or_else(one);
                match &act.quantity {
                    Some(Written::Counted { how: Counting::AtMost, .. }) => (Goal::AtMost(counted, number), None),
                    Some(Written::Counted { how: Counting::UpTo, span, .. }) => {
                        let limit = match &number {
                            Quantity::Number(n) => grouped(&crate::amount::digits(n)),
                            Quantity::AsMany | Quantity::Unlimited => "…".to_owned(),
                        };
                        let name = known(&act.act).map_or("…", |name| name.text.as_str());
                        self.room.said.push(
                            Diagnostic::warning(
                                codes::CEILING_OWED,
                                *span,
                                "\"up to\" cannot be owed: doing nothing would perform it",
                            )
                            .label("a ceiling, not a floor")
                            .remark(format!("read as a right: `may {name}: at most {limit}`"))
                            .help(format!(
                                "write `may`, or `must {name}: at least {limit}` if that is what is owed; where both can be meant, give each a reading"
                            )),
                        );
                        (Goal::AtMost(counted, number), None)
                    }
                    Some(Written::Counted { how: Counting::Exactly, .. }) => {
                        (Goal::AtLeast(counted, number.clone()), Some(Goal::AtMost(counted, number)))
                    }
                    Some(Written::Counted { how: Counting::AtLeast, .. } | Written::AsMany { .. }) | None => {
                        (Goal::AtLeast(counted, number), None)
                    }
                }
            }
            Asked::EnsureNo(act) => {
                if let Performers::AndAlso(_) = norm.performers {
                    norm.performers = Performers::Anyone;
                }
                (Goal::AtMost(self.act(act).0, none()), None)
            }
            Asked::BringAbout(event) => {
                norm.performers = Performers::Anyone;
                let event = known(event).and_then(|name| self.room.event(name)).unwrap_or(crate::agreement::EventId(0));
                (Goal::AtLeast(Counted::Event(event), one()), None)
            }
            Asked::Bring { measure, to } => (Goal::Reach(self.level(measure, to)), None),
            Asked::Keep { measure, bound } => (Goal::Keep(self.level(measure, bound), None), None),
            Asked::SeeToIt(condition) => {
                let condition = known(condition).and_then(|name| self.room.condition(name));
                (Goal::Keep(Level::Condition(condition.unwrap_or(crate::agreement::ConditionId(0))), None), None)
            }
        }
    }

    fn level(&mut self, measure: &Slot<ast::Name>, bound: &ast::Bound) -> Level {
        let measure = known(measure).and_then(|name| self.room.measure(name));
        let bound: Bound = self.room.bound(bound);
        Level::Measure(measure.unwrap_or(crate::agreement::MeasureId(0)), bound)
    }

    fn act(&mut self, phrase: &ast::ActPhrase) -> (Counted, Option<Quantity>) {
        let act = known(&phrase.act).and_then(|name| self.room.act(name)).unwrap_or(crate::agreement::ActId(0));
        let number = match &phrase.quantity {
            None => None,
            Some(Written::Counted { number, .. }) => {
                known(number).and_then(|n| amount(&n.digits)).map(Quantity::Number)
            }
            Some(Written::AsMany { .. }) => Some(Quantity::AsMany),
        };
        (Counted::Act(act), number)
    }

    fn window(&mut self, window: Option<&ast::Window>) -> Window {
        use ast::WindowKind;
        let Some(window) = window else {
            return Window::Throughout;
        };
        match &window.kind {
            WindowKind::On(point) => Window::On(self.room.point(point)),
            WindowKind::By(point) => Window::By(self.room.point(point)),
            WindowKind::Before(point) => Window::Before(self.room.point(point)),
            WindowKind::Within { duration, of } => {
                let point = self.room.point(of);
                let span = self.room.span_from(duration, Some(&point));
                self.room.month_ends(duration, span, &point, 1);
                Window::Within(span, point)
            }
            WindowKind::From { from, until } => {
                let from = self.room.point(from);
                Window::From(from, until.as_ref().map(|point| self.room.point(point)))
            }
            WindowKind::Until(point) => Window::Until(self.room.point(point)),
            WindowKind::Throughout => Window::Throughout,
            WindowKind::AtOnce => Window::AtOnce,
            WindowKind::NoDeadline => Window::NoDeadline,
        }
    }

    fn period(&mut self, period: &ast::Period) -> Period {
        match period {
            ast::Period::Declared(name) => {
                let declared = known(name).and_then(|name| {
                    self.room.pact.decls().find_map(|decl| match &decl.kind {
                        ast::DeclKind::Period(period) if period.name.text == name.text => Some(period),
                        _ => None,
                    })
                });
                match declared {
                    Some(period) => {
                        let length = self.room.span(&period.duration);
                        self.whole_days(period, length);
                        let from = Box::new(self.room.point(&period.from));
                        Period::Declared { name: period.name.text.clone(), length, from }
                    }
                    None => Period::CalendarYear,
                }
            }
            ast::Period::CalendarYear => Period::CalendarYear,
            ast::Period::CalendarMonth => Period::CalendarMonth,
            ast::Period::Week => Period::Week,
            ast::Period::Day => Period::Day,
        }
    }

    fn change(&mut self, change: &ast::Change) -> Change {
        let effect: Effect = change.effect;
        let target = match &change.target {
            ast::Target::Clauses(refs) => {
                Target::Norms(refs.iter().flat_map(|reference| self.room.clause(reference)).collect())
            }
            ast::Target::Outside(name) => {
                let place = known(name).and_then(|name| self.room.terms.outsides.iter().position(|o| *o == name.text));
                Target::Outside(place.unwrap_or(usize::MAX))
            }
            ast::Target::Agreement(_) => Target::Agreement,
        };
        Change { effect, target }
    }
}

fn lower_only(room: &Room<'_>, only: &ast::Only) -> Option<Only> {
    let attribute = known(&only.attribute).and_then(|name| room.attribute(name))?;
    let values = only
        .values
        .iter()
        .filter_map(known)
        .filter_map(|value| match value.kind {
            NameKind::Set => room.set_id(value).map(OnlyValue::ElementOf),
            _ => Some(OnlyValue::Value(value.text.clone())),
        })
        .collect();
    Some(Only { attribute, not: only.not, values })
}

/// What a scope says is said of every clause it names.
fn scope(room: &mut Room<'_>, scope: &ast::Scope) {
    let targets: Vec<NormId> = scope.clauses.iter().flat_map(|reference| room.clause(reference)).collect();
    let kind = |line: &ast::ScopeLine| match line.kind {
        ScopeLineKind::Quoted(_) => 0,
        ScopeLineKind::OnlyWhere(_) => 1,
        ScopeLineKind::While(_) => 2,
        ScopeLineKind::Ends(_) => 3,
    };
    let lines: Vec<&ast::ScopeLine> = chosen(&scope.lines, room.reading, |a, b| kind(a) == kind(b));
    for line in lines {
        match &line.kind {
            ScopeLineKind::Quoted(_) => {}
            ScopeLineKind::OnlyWhere(only) => {
                let only = lower_only(room, only);
                targets.iter().for_each(|t| room.terms.norms[t.0].only_where.extend(only.clone()));
            }
            ScopeLineKind::While(cond) => {
                let cond = room.cond(cond);
                targets.iter().for_each(|t| room.terms.norms[t.0].only_while.push(cond.clone()));
            }
            ScopeLineKind::Ends(ends) => {
                let ends = room.ends(ends);
                targets.iter().for_each(|t| room.terms.norms[t.0].ends.extend(ends.clone()));
            }
        }
    }
}

/// Returns digits with a comma before each three.
fn grouped(digits: &str) -> String {
    let (whole, rest) = digits.split_at(digits.find('.').unwrap_or(digits.len()));
    let mut grouped = String::new();
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped + rest
}
