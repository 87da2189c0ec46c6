//! A breach in words: since when, until when, and what is known of the time after it (row N6).

use servanda_model::agreement::{Counted, Goal, Level, NormId};
use servanda_model::time::{CivilDay, Instant, Span, spelled};
use servanda_model::verdict::Breach;

use crate::reference::Judgement;
use crate::reference::counts::NEVER;
use crate::reference::levels::Purpose;
use crate::reference::window::{Timing, closed};
use crate::reference::world::{Instance, World};
use crate::words::{days_of, last_days, on};

impl World<'_> {
    /// Returns how a prohibition, quota or level to keep was broken.
    pub(crate) fn broken_in_words(
        &self,
        norm: NormId,
        instance: &Instance,
        judgement: &Judgement,
        timing: &Timing,
        now: Instant,
    ) -> String {
        let breaches = judgement.breaches.as_deref().unwrap_or_default();
        let Some(last) = breaches.last() else {
            return self.broken_sometime(judgement, timing, now);
        };
        let times =
            if breaches.len() > 1 { format!("broken {} times, last ", breaches.len()) } else { "broken ".to_owned() };
        match self.goal(norm) {
            Some(Goal::Keep(level, _)) => {
                let Some(to) = last.to else { return format!("{times}since {}", spelled(last.from)) };
                let stretch = if last.from == to {
                    on((to, to))
                } else {
                    format!("from {} to {}", spelled(last.from), spelled(to))
                };
                format!("{times}{stretch}{}", self.afterwards(norm, level, instance, timing, to, now))
            }
            Some(Goal::AtLeast(..) | Goal::AtMost(..) | Goal::Reach(_)) | None => {
                let again = self.again_since(norm, instance, timing, last, now);
                format!("{times}{}{again}", on((last.from, last.to.unwrap_or(last.from))))
            }
        }
    }

    /// A breach that only a total or a count shows has no day of its own.
    fn broken_sometime(&self, judgement: &Judgement, timing: &Timing, now: Instant) -> String {
        let (first, last) = judgement.breached.1;
        let from = first.max(timing.window.opens.0);
        let to = last.min(timing.in_force().closes.1 - 1).min(now - 1);
        if from >= NEVER || from > to {
            return "broken, on a day that the records do not give".to_owned();
        }
        match days_of(self.zone, (from, to)) {
            (a, b) if a == b => format!("broken {}", on((a, b))),
            days => format!("broken {}; the records do not say on which day", on(days)),
        }
    }

    /// What is known of a level after its last breach.
    fn afterwards(
        &self,
        norm: NormId,
        level: &Level,
        instance: &Instance,
        timing: &Timing,
        to: CivilDay,
        now: Instant,
    ) -> String {
        let end = self.zone.end_of(to);
        let closes = timing.in_force().closes;
        if closes.0 <= end {
            return format!("; the window closed {}", on(last_days(self.zone, closes)));
        }
        let (sided, _, _, _) = self.sided(norm, level, instance, Purpose::Keep);
        let until = closes.0.min(now);
        let back = sided.iter().filter(|s| s.end > end && s.start < until).find(|s| s.inside.yes());
        match back {
            Some(s) => {
                let since = spelled(self.zone.day_of(s.start.max(end)));
                if s.start > end {
                    format!("; in force again since {since} at the latest")
                } else {
                    format!("; in force again since {since}")
                }
            }
            None if self.held_now(norm, instance, now) => String::new(),
            None => "; since then nobody says".to_owned(),
        }
    }

    fn held_now(&self, norm: NormId, instance: &Instance, now: Instant) -> bool {
        !self.suspended(norm, instance, now, None).no() || !self.awake(norm, instance, now).yes()
    }

    /// Row N6: "in force again" only for an act of a certain day, where the clause binds on.
    fn again_since(&self, norm: NormId, instance: &Instance, timing: &Timing, last: &Breach, now: Instant) -> String {
        let Some(to) = last.to.filter(|to| *to == last.from) else { return String::new() };
        let next = Span::days(1).shift(to, 1).0;
        let over = !closed(&timing.in_force(), now).no() || self.zone.start_of(next) >= now;
        let event = matches!(self.goal(norm), Some(Goal::AtMost(Counted::Event(_), _)));
        let waived = self.waived(norm, instance, (now, now), now);
        if over || event || !waived.no() || self.held_now(norm, instance, now) {
            return String::new();
        }
        format!("; in force again since {}", spelled(next))
    }
}
