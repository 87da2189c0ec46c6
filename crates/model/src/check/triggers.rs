//! Dates that can pass before the event that they wait for.

use servanda_syntax::ast::{self, ClauseLineKind, OperativeKind};
use servanda_syntax::{Diagnostic, Span};

use crate::agreement::{Counted, Force, Goal, Norm, Occurrence, Point, Window};
use crate::check::clauses::{lines_of, operative_of};
use crate::check::codes;
use crate::check::declarations::Room;
use crate::time::{CivilDay, spelled};

/// Says where a fixed last day may come before the trigger: the clause then lapses, and nobody is in breach.
pub(crate) fn late(room: &mut Room<'_>) {
    let pact = room.pact;
    let mut said = Vec::new();
    for norm in room.terms.norms.iter().filter(|norm| norm.clause == norm.reference) {
        let (Some(upon), Some(goal)) = (&norm.upon, asked(norm)) else { continue };
        let certain = room.fixed_day(&Point::Occurrence(upon.what.clone())).is_some();
        if certain || upon.each || !matches!(goal, Goal::AtLeast(..) | Goal::Reach(_)) {
            continue;
        }
        let (Some(last), Some(places)) = (last_day(room, norm), places(pact, room.reading, norm)) else { continue };
        let (aim, code) = match norm.force {
            Force::Aim(_) => ("aim's", codes::AIM_BEFORE_TRIGGER),
            _ => ("duty's", codes::DUTY_BEFORE_TRIGGER),
        };
        let message = format!("this {aim} date can pass before the event that starts it");
        let asked_by = room.terms.norms.iter().find(|other| asks_for(other, &upon.what));
        let label = match asked_by.map(|other| (&other.reference, last_day(room, other))) {
            Some((clause, Some(day))) => {
                format!("may come after that (clause {clause} asks for it by {}, and may be late)", spelled(day))
            }
            Some((clause, None)) => format!("may come after that (clause {clause} asks for it, by no fixed day)"),
            None => format!("nothing obliges this before {}", spelled(last)),
        };
        let outcome = match norm.force {
            Force::Aim(_) => "neither met nor missed",
            _ => "neither fulfilled nor violated",
        };
        said.push(
            Diagnostic::warning(code, places.0, message)
                .label("the last day")
                .related(places.1, label)
                .remark(format!("if the event comes later, the status will be `lapsed`, {outcome}"))
                .help(format!("if the parties meant it so, write `allow {code} because \"…\"` below")),
        );
    }
    room.said.extend(said);
}

fn asked(norm: &Norm) -> Option<&Goal> {
    match &norm.force {
        Force::Duty(goal) | Force::Aim(goal) => Some(goal),
        Force::Right(_) | Force::Power(_) | Force::Effect { .. } | Force::Guarantee(_) | Force::Hortatory => None,
    }
}

/// Returns the last day of a window, where the text fixes it.
fn last_day(room: &Room<'_>, norm: &Norm) -> Option<CivilDay> {
    match &norm.window {
        Window::By(point) | Window::Before(point) | Window::Until(point) | Window::From(_, Some(point)) => {
            room.fixed_day(point)
        }
        Window::On(point) => room.fixed_day(point),
        Window::Within(span, from) if !span.by_the_clock() => Some(span.shift(room.fixed_day(from)?, 1).0),
        Window::Within(..) | Window::From(_, None) | Window::Throughout | Window::AtOnce | Window::NoDeadline => None,
    }
}

fn asks_for(norm: &Norm, what: &Occurrence) -> bool {
    match (&norm.force, what) {
        (Force::Duty(Goal::AtLeast(Counted::Event(a), _)), Occurrence::Event(b)) => a == b,
        (Force::Duty(Goal::AtLeast(Counted::Act(a), _)), Occurrence::Act(b)) => a == b,
        (_, _) => false,
    }
}

/// Returns where the window and the trigger of a clause stand.
fn places(pact: &ast::Pact, reading: Option<&str>, norm: &Norm) -> Option<(Span, Span)> {
    let clause = pact.clauses().find(|clause| clause.reference.text == norm.clause)?;
    let lines = lines_of(clause, reading);
    let window = match &operative_of(&lines)?.kind {
        OperativeKind::Duty { window: Some(window), .. } => window.span,
        _ => return None,
    };
    let trigger = lines.iter().find_map(|line| match &line.kind {
        ClauseLineKind::Upon(trigger) => Some(trigger.span),
        _ => None,
    })?;
    Some((window, trigger))
}
