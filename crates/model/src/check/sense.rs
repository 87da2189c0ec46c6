//! What each line of a clause may say and the lines together cannot: a clause that can be read and makes no sense.

use servanda_syntax::Diagnostic;
use servanda_syntax::ast::{self, ClauseLineKind, Counting, Goal as Asked, OperativeKind, Quantity as Written};

use crate::agreement::{
    Counted, Force, Goal, Norm, Occurrence, Performers, Period, Point, Quantity, SetId, Subject, Upon, Window,
};
use crate::amount::Amount;
use crate::check::clauses::{Lowering, kind};
use crate::check::declarations::set_twice;
use crate::check::{codes, known};
use crate::time::spelled;

impl Lowering<'_, '_> {
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
    pub(super) fn line_twice(&mut self) {
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
    pub(super) fn complain(&mut self, norm: &Norm, operative: &ast::Operative) {
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
        self.quantities(goal, operative);
        self.own_trigger(norm, goal, operative);
        self.set_twice(norm);
        self.count_too(norm);
        self.cut_period(norm, operative);
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

    /// A number of acts below zero, or none of them owed.
    fn quantities(&mut self, goal: Option<&Goal>, operative: &ast::Operative) {
        let (Some(Goal::AtLeast(_, number) | Goal::AtMost(_, number)), Some((how, span))) = (goal, counted(operative))
        else {
            return;
        };
        let Quantity::Number(number) = number else { return };
        let zero = Amount::default();
        if *number < zero {
            self.room.said.push(
                Diagnostic::error(codes::BELOW_ZERO, span, "nobody can do an act less than no times")
                    .help("write the number without its `-`"),
            );
        } else if *number == zero && how == Counting::AtLeast {
            self.room.said.push(
                Diagnostic::warning(codes::NOTHING_ASKED, span, "this asks for nothing: doing nothing performs it")
                    .help("write the number that is owed, or `must not …` for what is forbidden"),
            );
        }
    }

    /// A set that a `for each` line names after the subject or another line has named it.
    fn set_twice(&mut self, norm: &Norm) {
        let mut seen: Vec<SetId> = match norm.subject {
            Subject::Each(own) => vec![own],
            Subject::One(_) | Subject::Jointly(_) | Subject::Unnamed | Subject::None => Vec::new(),
        };
        for line in &self.lines {
            let ClauseLineKind::ForEach(sets) = &line.kind else { continue };
            let named = sets.iter().filter_map(known).filter_map(|name| Some((self.room.set_id(name)?, name)));
            let mut own: Vec<(SetId, &ast::Name)> = named.collect();
            if let Some((_, name)) = own.iter().find(|(set, _)| seen.contains(set)) {
                self.room.said.push(set_twice(&name.text, name.span));
            }
            seen.extend(own.drain(..).map(|(set, _)| set));
        }
    }

    /// `acts of … count too` where anyone's acts count.
    fn count_too(&mut self, norm: &Norm) {
        if !matches!(norm.performers, Performers::Anyone) || matches!(norm.force, Force::Hortatory) {
            return;
        }
        for line in self
            .lines
            .iter()
            .filter(|line| matches!(line.kind, ClauseLineKind::CountToo(_) | ClauseLineKind::OnlyCount(_)))
        {
            self.room.said.push(
                Diagnostic::warning(codes::ANYONE_COUNTS, line.span, "in this clause anyone's acts count")
                    .label("this changes nothing")
                    .help("leave this line out, or write `must not …` if only some are bound"),
            );
        }
    }

    /// A period of hours, or of no time at all: it would have no instance.
    pub(super) fn whole_days(&mut self, period: &ast::PeriodDecl, length: crate::time::Span) {
        let holes = period.duration.parts.iter().any(|part| part.count.known().is_none());
        if !holes && (length.seconds != 0 || (length.months, length.days) == (0, 0)) {
            let message = format!("the period `{}` is no whole number of days", period.name.text);
            let error = Diagnostic::error(codes::PERIOD_LENGTH, period.duration.span, message);
            self.room.said.push(error.help("count it in days, weeks, months or years, at least one of them"));
        }
    }

    /// A first period that begins on the day of the entry into force, and before its hour.
    fn cut_period(&mut self, norm: &Norm, operative: &ast::Operative) {
        let owed = matches!(norm.force, Force::Duty(Goal::AtLeast(..) | Goal::Reach(_)) | Force::Aim(_));
        let (Some(each), true, Point::Moment(start)) = (&norm.in_each, owed, &self.room.terms.entry_into_force) else {
            return;
        };
        let of_its_own = matches!(norm.window, Window::From(..) | Window::Within(..) | Window::On(_));
        let (Some(time), false) = (start.time.filter(|time| *time > (0, 0)), of_its_own) else { return };
        let day = start.day;
        let begins = match &each.period {
            Period::Day => true,
            Period::Week => day.weekday() == jiff::civil::Weekday::Monday,
            Period::CalendarMonth => day.day() == 1,
            Period::CalendarYear => day.day() == 1 && day.month() == 1,
            Period::Declared { from, .. } => matches!(&**from, Point::Moment(from) if from.day == day),
        };
        if begins {
            let message = format!(
                "the period that begins on {} is no instance: the agreement is in force from {:02}:{:02} on",
                spelled(day),
                time.0,
                time.1
            );
            self.room.said.push(
                Diagnostic::note(codes::CUT_PERIOD, operative.span, message)
                    .label("periods are whole days, and only whole periods are owed")
                    .help(format!(
                        "write the entry into force as a day (`in force {}`), or let the periods begin a day later",
                        spelled(day)
                    )),
            );
        }
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

/// Returns how a sentence counts acts, and where that stands.
fn counted(operative: &ast::Operative) -> Option<(Counting, servanda_syntax::Span)> {
    match &operative.kind {
        OperativeKind::Duty { goal: Asked::Act { act, .. }, .. } | OperativeKind::Right { act, .. } => {
            match act.quantity {
                Some(Written::Counted { how, span, .. }) => Some((how, span)),
                Some(Written::AsMany { .. }) | None => None,
            }
        }
        OperativeKind::Duty { .. }
        | OperativeKind::Power { .. }
        | OperativeKind::Effect { .. }
        | OperativeKind::Guarantee { .. }
        | OperativeKind::Seeks { .. } => None,
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
