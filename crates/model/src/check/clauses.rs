//! Clauses: each lowered to one norm, or to two (`X/ceiling`, `X/kept`).

use servanda_syntax::Diagnostic;
use servanda_syntax::ast::{
    self, ClauseLine, ClauseLineKind, Counting, Goal as Asked, Item, NameKind, OperativeKind, Quantity as Written,
    ScopeLineKind, Subject as Who,
};
use servanda_syntax::words::Slot;

use crate::agreement::{
    Bound, Change, Counted, Effect, Element, Excuse, Force, Goal, InEach, Level, Norm, NormId, Occurrence, Only,
    OnlyValue, Performers, Period, Power, Quantity, Set, SetId, Subject, Target, Upon, Window,
};
use crate::amount::{Amount, amount};
use crate::check::declarations::Room;
use crate::check::{chosen, codes, known};
use crate::time::spelled;

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
fn kind(line: &ClauseLineKind) -> u8 {
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

struct Lowering<'r, 'a> {
    room: &'r mut Room<'a>,
    clause: &'a ast::Clause,
    lines: Vec<&'a ClauseLine>,
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
                let (span, point) = (self.room.span(duration), self.room.point(of));
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
                    Some(period) => Period::Declared {
                        name: period.name.text.clone(),
                        length: self.room.span(&period.duration),
                        from: Box::new(self.room.point(&period.from)),
                    },
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

    /// A level, finding or number of one element, in a clause that does not say of which.
    fn which_element(&mut self, norm: &Norm, operative: &ast::Operative) {
        let terms = &self.room.terms;
        let uses = terms.used_in(norm);
        let given = |set: &SetId| norm.over.contains(set) || matches!(norm.subject, Subject::Each(own) if own == *set);
        let measures = uses.measures.iter().map(|m| (&terms.measures[m.0].name, &terms.measures[m.0].over[..]));
        let conditions = uses.conditions.iter().map(|c| (&terms.conditions[c.0].name, &terms.conditions[c.0].over[..]));
        let tables =
            uses.tables.iter().map(|t| (&terms.tables[t.0].name, std::slice::from_ref(&terms.tables[t.0].set)));
        for (name, over) in measures.chain(conditions).chain(tables) {
            let Some(missing) = over.iter().find(|set| !given(set)) else { continue };
            let set = &terms.sets[missing.0].name;
            let message = format!("`{name}` is declared for each {set}, and this clause does not say for which {set}");
            let mut error = Diagnostic::error(codes::WHICH_ELEMENT, operative.span, message);
            error = error.help(format!("write `for each {set}` below, or begin the sentence with `each {set}`"));
            self.room.said.push(error);
        }
    }

    /// A second line of a kind of which a clause has one.
    fn line_twice(&mut self) {
        let mut seen: Vec<(u8, servanda_syntax::Span)> = Vec::new();
        for line in &self.lines {
            let single = match &line.kind {
                ClauseLineKind::Upon(_) => "upon",
                ClauseLineKind::If { .. } => "if",
                ClauseLineKind::ExcusedIf { .. } => "excused if",
                ClauseLineKind::ExtendedBy(_) => "extended by",
                ClauseLineKind::OnlyCount(_) => "only acts of … count",
                ClauseLineKind::Burden(_) => "burden",
                ClauseLineKind::Essence => "time is of the essence",
                ClauseLineKind::Survives => "survives",
                ClauseLineKind::Quoted(_)
                | ClauseLineKind::Operative(_)
                | ClauseLineKind::OwedTo(_)
                | ClauseLineKind::ForEach(_)
                | ClauseLineKind::CountToo(_)
                | ClauseLineKind::While(_)
                | ClauseLineKind::After(_)
                | ClauseLineKind::SuspendedWhile { .. }
                | ClauseLineKind::OnlyWhere(_)
                | ClauseLineKind::Ends(_)
                | ClauseLineKind::Allow { .. } => continue,
            };
            let own = kind(&line.kind);
            match seen.iter().find(|(other, _)| *other == own) {
                None => seen.push((own, line.span)),
                Some((_, first)) => {
                    let mut error = Diagnostic::error(
                        servanda_syntax::codes::LINE_TWICE,
                        line.span,
                        format!("this clause has two `{single}` lines, and a clause has one"),
                    )
                    .help("join the two in one line, or write a clause for each");
                    error.related.push((*first, "the first one".to_owned()));
                    self.room.said.push(error);
                }
            }
        }
    }

    /// What makes a clause unusable although each of its lines can be read.
    fn complain(&mut self, norm: &Norm, operative: &ast::Operative) {
        let each = norm.upon.as_ref().is_some_and(|upon| upon.each);
        let upon_line =
            self.lines.iter().find(|line| matches!(line.kind, ClauseLineKind::Upon(_))).map(|line| line.span);
        let with_upon = |said: Diagnostic, words: &str| match upon_line {
            Some(span) => said.related(span, words),
            None => said,
        };
        let goal = match &norm.force {
            Force::Duty(goal) | Force::Aim(goal) | Force::Right(goal) => Some(goal),
            Force::Power(_) | Force::Effect { .. } | Force::Guarantee(_) | Force::Hortatory => None,
        };
        let duty = matches!(goal, Some(Goal::AtLeast(..) | Goal::Reach(_)));
        if each && goal.is_some() && !matches!(norm.window, Window::Within(..)) {
            let said = Diagnostic::error(
                codes::EACH_WITHOUT_WITHIN,
                operative.span,
                "`upon each` needs a window that each occurrence opens and closes",
            )
            .help("write `within 30 days of …` in this sentence, and after `of` the words of the `upon each` line");
            self.room.said.push(with_upon(said, "each of these starts the clause anew"));
        }
        if let (Some(Goal::AtLeast(_, Quantity::AsMany) | Goal::AtMost(_, Quantity::AsMany)), false) =
            (goal, norm.upon.is_some())
        {
            let span = quantity_of(operative).unwrap_or(operative.span);
            self.room.said.push(
                Diagnostic::error(codes::AS_MANY_AS_WHAT, span, "`as many` does not say as many as what")
                    .help("write `upon each …` or `upon the first …` below: the quantity of that act is meant"),
            );
        }
        self.own_trigger(norm, goal, operative);
        self.which_element(norm, operative);
        if matches!(goal, Some(Goal::Reach(_) | Goal::Keep(..))) {
            for line in &self.lines {
                if let ClauseLineKind::CountToo(_) | ClauseLineKind::OnlyCount(_) = line.kind {
                    self.room.said.push(
                        Diagnostic::error(
                            codes::ACTS_OF_A_LEVEL,
                            line.span,
                            "a level has no acts: whoever changed it does not matter",
                        )
                        .help("leave this line out, or write the clause about an act"),
                    );
                }
            }
        }
        let closes =
            !matches!(norm.window, Window::Throughout | Window::AtOnce | Window::NoDeadline | Window::From(_, None));
        if let (Some(_), true, false, None) = (&norm.excuse, duty, closes, &norm.in_each) {
            let span = self
                .lines
                .iter()
                .find(|l| matches!(l.kind, ClauseLineKind::ExcusedIf { .. }))
                .map_or(operative.span, |l| l.span);
            self.room.said.push(
                Diagnostic::error(
                    codes::EXCUSE_WITHOUT_DEADLINE,
                    span,
                    "an excuse is asked for at the deadline, and this clause has none",
                )
                .help("give the clause a deadline, or write `while …` or `suspended while …`"),
            );
        }
        self.empty_window(norm, operative);
    }

    fn own_trigger(&mut self, norm: &Norm, goal: Option<&Goal>, operative: &ast::Operative) {
        let counted = match goal {
            Some(Goal::AtLeast(counted, _) | Goal::AtMost(counted, _)) => *counted,
            Some(Goal::Reach(_) | Goal::Keep(..)) | None => return,
        };
        let same = |upon: &Upon| match (&upon.what, counted) {
            (Occurrence::Act(a), Counted::Act(b)) => *a == b,
            (Occurrence::Event(a), Counted::Event(b)) => *a == b,
            (Occurrence::Act(_) | Occurrence::Event(_), Counted::Act(_) | Counted::Event(_)) => false,
            (
                Occurrence::Signature
                | Occurrence::EntryIntoForce
                | Occurrence::Violation(_)
                | Occurrence::Fulfilment(_),
                _,
            ) => false,
        };
        if norm.upon.as_ref().is_some_and(|upon| upon.by.is_empty() && same(upon)) {
            let said = Diagnostic::error(
                codes::OWN_TRIGGER,
                operative.span,
                "what this clause asks for is also what starts it",
            )
            .help("say whose act starts it: `upon the first … by …`");
            let upon = self.lines.iter().find(|line| matches!(line.kind, ClauseLineKind::Upon(_)));
            self.room.said.push(match upon {
                Some(upon) => said.related(upon.span, "nothing starts it before it is done"),
                None => said,
            });
        }
    }

    /// Row W5: a deadline before its own opening does not compile.
    fn empty_window(&mut self, norm: &Norm, operative: &ast::Operative) {
        if norm.upon.is_some() {
            return;
        }
        let (opens, closes, last_included) = match &norm.window {
            Window::By(point) | Window::Until(point) => {
                (Some(self.room.terms.signature), self.room.fixed_day(point), true)
            }
            Window::Before(point) => (Some(self.room.terms.signature), self.room.fixed_day(point), false),
            Window::From(from, Some(to)) => (self.room.fixed_day(from), self.room.fixed_day(to), true),
            Window::On(_)
            | Window::Within(..)
            | Window::From(_, None)
            | Window::Throughout
            | Window::AtOnce
            | Window::NoDeadline => return,
        };
        let (Some(opens), Some(closes)) = (opens, closes) else {
            return;
        };
        if closes < opens || (closes == opens && !last_included) {
            self.room.said.push(
                Diagnostic::error(
                    codes::EMPTY_WINDOW,
                    operative.span,
                    format!("this window closes ({}) before it opens ({})", spelled(closes), spelled(opens)),
                )
                .help("check both dates; without `from` the window opens at signature"),
            );
        }
    }
}

/// Returns the place of the quantity that a sentence asks for.
fn quantity_of(operative: &ast::Operative) -> Option<servanda_syntax::Span> {
    match &operative.kind {
        OperativeKind::Duty { goal: Asked::Act { act, .. }, .. } | OperativeKind::Right { act, .. } => {
            match act.quantity.as_ref()? {
                Written::Counted { span, .. } | Written::AsMany { span, .. } => Some(*span),
            }
        }
        OperativeKind::Duty { .. }
        | OperativeKind::Power { .. }
        | OperativeKind::Effect { .. }
        | OperativeKind::Guarantee { .. }
        | OperativeKind::Seeks { .. } => None,
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
