//! Why, in a line; and on what each answer rests.

use servanda_model::agreement::{Burden, Force, Goal, Level, NormId, Window as Written};
use servanda_model::amount::Amount;
use servanda_model::time::{CivilDay, Instant, spelled};
use servanda_model::verdict::{Ground, Status, Truth};

use crate::reference::counts::NEVER;
use crate::reference::truth::Cause;
use crate::reference::window::{Timing, closed};
use crate::reference::world::{Instance, World};
use crate::reference::{Asked, Judgement};
use crate::words::phrases;
use crate::words::{days_of, last_days, many, on};

impl World<'_> {
    /// Returns what the answer of a row rests on.
    pub fn ground(&self, norm: NormId, instance: &Instance, timing: &Timing, row: &Asked, now: Instant) -> Ground {
        let answer = &row.answer;
        match (answer.truth, answer.cause) {
            (Truth::Unknown, Cause::Conflict) => return Ground::Conflict,
            (Truth::Unknown, _) => return Ground::Gap,
            (_, Cause::Shown | Cause::Gap | Cause::Conflict) if answer.because.is_empty() => return Ground::Text,
            (_, Cause::Shown | Cause::Gap | Cause::Conflict) => return Ground::Records,
            (_, Cause::Presumed) => {}
        }
        let of_goal = matches!(row.number, "D3" | "D12" | "F3" | "F4" | "R9");
        let over = closed(&timing.in_force(), now).yes();
        let burden = self.terms.norms[norm.0].burden;
        match self.goal(norm) {
            Some(Goal::Reach(_) | Goal::Keep(..)) if of_goal && !answer.because.is_empty() => Ground::Carried,
            Some(Goal::AtLeast(..) | Goal::Reach(_)) if row.number == "D3" && over && burden != Burden::Open => {
                Ground::Burden
            }
            Some(Goal::AtLeast(what, _) | Goal::AtMost(what, _))
                if of_goal && row.number != "D12" && {
                    let count = self.tally(norm, *what, instance, now, false).count(&timing.in_force(), now);
                    count.closed && count.watched
                } =>
            {
                Ground::Watch
            }
            Some(_) if of_goal => Ground::Silence,
            Some(_) | None if answer.because.is_empty() => Ground::Silence,
            Some(_) | None => Ground::Presumption,
        }
    }

    /// Returns why, in a line.
    pub fn reason(&self, norm: NormId, instance: &Instance, judgement: &Judgement, now: Instant) -> String {
        let (mut norm, mut instance, mut seen) = (norm, instance.clone(), vec![norm]);
        let mut through = String::new();
        while let Force::Guarantee(norms) = &self.terms.norms[norm.0].force {
            let Some((first, own)) = self.worst_of(norms, &instance, judgement, now) else {
                return format!("as {}, which it guarantees", phrases::clauses(self.terms, norms));
            };
            if seen.contains(&first) {
                return "the guarantee depends on itself".to_owned();
            }
            let which = self.name_of(&own).map(|name| format!(" ({name})")).unwrap_or_default();
            through += &format!("as clause {}{which}, which it guarantees: ", self.terms.norms[first.0].reference);
            seen.push(first);
            (norm, instance) = (first, own);
        }
        through + &self.own_reason(norm, &instance, judgement, now)
    }

    fn own_reason(&self, norm: NormId, instance: &Instance, judgement: &Judgement, now: Instant) -> String {
        let Some(timing) = &judgement.timing else {
            return "nothing that evidence could decide".to_owned();
        };
        if judgement.candidates.len() > 1 {
            let open: Vec<String> = self
                .missing(norm, instance, judgement, now)
                .into_iter()
                .filter_map(|lines| lines.into_iter().next())
                .collect();
            let verb = if judgement.standing == servanda_model::verdict::Standing::Disputed {
                "the sources disagree"
            } else {
                "not known"
            };
            return format!("{verb}: {}", open.join("; "));
        }
        let Some(status) = judgement.candidates.first() else {
            return "the clause depends on itself".to_owned();
        };
        self.settled(norm, instance, judgement, timing, *status, now)
    }

    fn settled(
        &self,
        norm: NormId,
        instance: &Instance,
        judgement: &Judgement,
        timing: &Timing,
        status: Status,
        now: Instant,
    ) -> String {
        let declared = &self.terms.norms[norm.0];
        let closes = timing.in_force().closes;
        let close = self.close_in_line(closes);
        let by_row = |number: &str| {
            judgement.rows.last().is_some_and(|row| row.number == number && row.answer.truth == Truth::True)
        };
        let name = || self.trigger_name(norm).unwrap_or_else(|| "what starts it".to_owned());
        let today = self.zone.day_of(now - 1);
        match status {
            Status::Dormant if by_row("D7") || by_row("F7") => {
                format!("asleep: it is in force only while {}", self.whiles_of(norm))
            }
            Status::Dormant => format!("waits for its trigger: {}", self.waiting_for(norm)),
            Status::Pending if timing.window.opens.0 >= NEVER && !declared.after.is_empty() => {
                format!("waits until {} is fulfilled", phrases::clauses(self.terms, &declared.after))
            }
            Status::Pending if timing.window.opens.0 >= NEVER => "the window is not open yet".to_owned(),
            Status::Pending => format!("the window opens {}", on(days_of(self.zone, timing.window.opens))),
            Status::Due if judgement.breaches.is_some() => "in force, and no breach is known".to_owned(),
            Status::Due => match declared.window {
                Written::AtOnce => {
                    let since = self.zone.day_of(timing.window.opens.0);
                    let days = since.until(today).map_or(0, |span| i64::from(span.get_days()));
                    format!("due at once since {}: {} so far, not done yet", spelled(since), many(days, "day"))
                }
                Written::By(_)
                | Written::Before(_)
                | Written::Until(_)
                | Written::From(_, Some(_))
                | Written::Within(..)
                    if closes.0 >= NEVER =>
                {
                    format!("its deadline is not known yet ({}); not done yet", self.deadline(norm))
                }
                _ if closes.0 >= NEVER => {
                    format!("no deadline, and not done yet{}", self.so_far(norm, instance, timing, now))
                }
                _ => format!("the window closes {close}; not done yet{}", self.so_far(norm, instance, timing, now)),
            },
            Status::Suspended => "held by a suspension".to_owned(),
            Status::Fulfilled | Status::Met if judgement.breaches.is_some() => {
                format!("kept until the window closed {close}")
            }
            Status::Fulfilled | Status::Met => match self.done_on(judgement, now) {
                Some(days) => format!("done {days}, in the window"),
                None => "done in the window".to_owned(),
            },
            Status::FulfilledLate => match self.done_on(judgement, now) {
                Some(days) => format!("done {days}; the window had closed {close}"),
                None => format!("done after the window closed {close}"),
            },
            Status::Violated | Status::Missed if judgement.breaches.is_some() => {
                self.broken_in_words(norm, instance, judgement, timing, now)
            }
            Status::Violated | Status::Missed => {
                format!("the window closed {close} without it{}", self.lacking(norm, judgement, today))
            }
            Status::Excused => match &declared.excuse {
                Some(excuse) => format!("not kept, but excused: {}", phrases::condition(self.terms, &excuse.cond)),
                None => "not kept, but excused by a suspension whose clock runs".to_owned(),
            },
            Status::Waived => "released before the window closed".to_owned(),
            Status::Lapsed if timing.triggered.no() => {
                let ends = on(last_days(self.zone, (timing.ending.first, timing.ending.last)));
                format!("{} did not come before the end of the agreement {ends}", name())
            }
            Status::Lapsed if by_row("D11") => {
                format!("when the window closed {close}, it was not so that {}", self.whiles_of(norm))
            }
            Status::Lapsed if timing.window.closes.0 < NEVER && timing.window.closes.1 <= timing.waits_until.0 => {
                let late = if timing.waits_until.0 >= NEVER {
                    "before it could open".to_owned()
                } else {
                    format!("before it could open {}", on(days_of(self.zone, timing.waits_until)))
                };
                format!("can no longer arise: its window closed {close}, {late}")
            }
            Status::Lapsed => match (&declared.only_if, declared.after.is_empty()) {
                (Some((cond, _)), _) => {
                    format!("cannot arise: it was not so that {}", phrases::condition(self.terms, cond))
                }
                (None, false) => format!(
                    "can no longer arise: {}, after which it comes, can no longer be fulfilled",
                    phrases::clauses(self.terms, &declared.after)
                ),
                (None, true) => "can no longer arise".to_owned(),
            },
            Status::Ended => {
                let ends = on(last_days(self.zone, (timing.ending.first, timing.ending.last)));
                format!("the agreement or the clause ended {ends}, before the window closed")
            }
            Status::Open => "a right that may still be used".to_owned(),
            Status::UsedUp => "the quota of the current period is reached".to_owned(),
            Status::Expired if matches!(declared.force, Force::Power(_)) => {
                format!("over: it ended {}", on(last_days(self.zone, (timing.ending.first, timing.ending.last))))
            }
            Status::Expired => format!("over: the window closed {close}"),
            Status::Available => "may be used".to_owned(),
            Status::Exercised if matches!(declared.force, Force::Power(_)) => "was exercised".to_owned(),
            Status::Exercised => "took effect".to_owned(),
            Status::NotJudged => "nothing that evidence could decide".to_owned(),
        }
    }

    /// Row Y1: the instance of a guaranteed clause that a guarantee takes its judgement from.
    pub fn worst_of(
        &self,
        norms: &[NormId],
        instance: &Instance,
        judgement: &Judgement,
        now: Instant,
    ) -> Option<(NormId, Instance)> {
        let all = norms.iter().flat_map(|&n| self.instances_meeting(n, instance, now).into_iter().map(move |i| (n, i)));
        all.into_iter().find(|(norm, one)| {
            let other = self.judge(*norm, one, now);
            let same = |a: &Status, b: &Status| {
                a == b || matches!((a, b), (Status::Fulfilled, Status::Met) | (Status::Violated, Status::Missed))
            };
            judgement.candidates.len() == other.candidates.len()
                && judgement.candidates.iter().zip(&other.candidates).all(|(a, b)| same(a, b))
                && judgement.standing == other.standing
                && judgement.because() == other.because()
        })
    }

    /// Returns a close for the middle of a sentence, with its hour where it is not the end of a day.
    fn close_in_line(&self, closes: (Instant, Instant)) -> String {
        let whole = |close: Instant| close >= NEVER || self.zone.end_of(self.zone.day_of(close - 1)) == close;
        if closes.0 == closes.1 && !whole(closes.0) {
            return format!("on {}", crate::words::end(self.zone, closes.0));
        }
        on(last_days(self.zone, closes))
    }

    fn deadline(&self, norm: NormId) -> String {
        match &self.terms.norms[norm.0].window {
            Written::By(p) | Written::Until(p) | Written::From(_, Some(p)) => {
                format!("by {}", phrases::point(self.terms, p))
            }
            Written::Before(p) => format!("before {}", phrases::point(self.terms, p)),
            Written::Within(span, p) => {
                format!("within {} of {}", crate::words::span(*span), phrases::point(self.terms, p))
            }
            Written::On(_) | Written::From(_, None) | Written::Throughout | Written::AtOnce | Written::NoDeadline => {
                "none is written".to_owned()
            }
        }
    }

    fn whiles_of(&self, norm: NormId) -> String {
        let conds = self.terms.norms[norm.0].only_while.iter();
        conds.map(|cond| phrases::condition(self.terms, cond)).collect::<Vec<_>>().join(" and ")
    }

    fn waiting_for(&self, norm: NormId) -> String {
        if let Some(name) = self.trigger_name(norm) {
            return format!("{name} has not come");
        }
        match &self.terms.norms[norm.0].window {
            Written::Within(_, p) | Written::On(p) | Written::From(p, _) => {
                format!("{} has not come", phrases::point(self.terms, p))
            }
            Written::By(_)
            | Written::Before(_)
            | Written::Until(_)
            | Written::Throughout
            | Written::AtOnce
            | Written::NoDeadline => "it has not come".to_owned(),
        }
    }

    /// Returns how much of a quantity is reported: `; 1,000 of 5,000 persons so far`.
    fn so_far(&self, norm: NormId, instance: &Instance, timing: &Timing, now: Instant) -> String {
        let Some(Goal::AtLeast(what, _)) = self.goal(norm) else { return String::new() };
        let wanted = self.wanted(norm, instance);
        let one = Amount::from_integer(1.into());
        let Some(least) = wanted.least.filter(|least| *least > one) else { return String::new() };
        let count = self.tally(norm, *what, instance, now, false).count(&timing.in_force(), now);
        let unit = phrases::counted(self.terms, *what).1.map(|u| format!(" {u}")).unwrap_or_default();
        let so_far = servanda_model::amount::Interval { low: Some(count.low), high: count.high };
        format!(": {} of {}{unit} so far", phrases::amounts(&so_far), phrases::number(&least))
    }

    /// Returns what is missing of a quantity or to a level: `; 83 of 5,000 persons are missing`.
    fn lacking(&self, norm: NormId, judgement: &Judgement, today: CivilDay) -> String {
        let today = spelled(today);
        let Some(short) = &judgement.shortfall else { return String::new() };
        match self.goal(norm) {
            Some(Goal::AtLeast(what, _)) => {
                let (_, unit) = phrases::counted(self.terms, *what);
                let Some(unit) = unit else { return String::new() };
                match (&short.low, &short.high) {
                    (Some(low), Some(high)) if low.at == high.at => {
                        format!("; on {today} {} {unit} were missing", phrases::number(&low.at))
                    }
                    (_, Some(high)) => format!("; on {today} up to {} {unit} were missing", phrases::number(&high.at)),
                    (_, None) => String::new(),
                }
            }
            Some(Goal::Reach(level @ Level::Measure(measure, _))) => {
                let unit = self.terms.measures[measure.0].unit.clone().map(|u| format!(" {u}")).unwrap_or_default();
                let zero = Amount::default();
                let far = short.low.as_ref().is_some_and(|low| low.at > zero) || short.high.is_some();
                if far {
                    let name = phrases::level(self.terms, level);
                    format!("; on {today} {name} stood off the bound by {}{unit}", phrases::amounts(short))
                } else {
                    String::new()
                }
            }
            Some(Goal::Reach(Level::Condition(_)) | Goal::AtMost(..) | Goal::Keep(..)) | None => String::new(),
        }
    }

    fn done_on(&self, judgement: &Judgement, now: Instant) -> Option<String> {
        let (done, at) = &judgement.done;
        let seen = done.yes() && done.cause == Cause::Shown && !done.because.is_empty();
        let known = seen && at.0 < now && at.1 < now && at.0 <= at.1;
        known.then(|| match days_of(self.zone, *at) {
            (first, last) if first == last => on((first, last)),
            (_, last) => format!("by {} at the latest", spelled(last)),
        })
    }
}
