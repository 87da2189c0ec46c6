//! Counts over happenings, as intervals (rows C3 to C7, S2 to S4, S7).

use std::collections::BTreeSet;

use num_traits::Zero;
use servanda_model::amount::{Amount, End, Interval};
use servanda_model::time::Instant;

use crate::truth::{Judged, Truth};

/// A window in instants, `[opens, closes)`, either end known only to lie between two.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Window {
    /// The first and last possible opening.
    pub opens: (Instant, Instant),
    /// The first and last possible close; [`NEVER`] if it never closes.
    pub closes: (Instant, Instant),
    /// Whether a disagreement of sources makes an end uncertain.
    pub conflict: bool,
}

/// The instant that never comes.
pub const NEVER: Instant = Instant::MAX / 4;

/// A reported quantity of what is counted.
#[derive(Clone, Debug)]
pub struct Item {
    /// The first instant at which it may have happened.
    pub start: Instant,
    /// The instant after the last one.
    pub end: Instant,
    /// How much.
    pub value: Interval,
    /// Whether it counts, apart from its time: counted performer, in scope, not doubtful, not held back.
    pub counts: Judged,
    /// Which sources say so, for [`Tally::low`].
    pub sources: BTreeSet<String>,
    /// Who did it and where, as far as filled: reports that differ here are two happenings.
    pub filled: Vec<(usize, usize)>,
    /// Whether its rows disagree.
    pub conflict: bool,
    /// Its rows.
    pub rows: BTreeSet<usize>,
}

/// A running total.
#[derive(Clone, Debug)]
pub struct Total {
    /// From when it runs, if the row says so; else from the opening of the window.
    pub from: Option<Instant>,
    /// As of when: the first and last possible instant.
    pub until: (Instant, Instant),
    /// How much.
    pub value: Interval,
    /// Whether it is about everybody counted (else it bounds from below only).
    pub everybody: bool,
    /// Its rows.
    pub rows: BTreeSet<usize>,
}

/// Everything reported about one quantity, for one instance of a clause.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    /// The happenings that may count.
    pub items: Vec<Item>,
    /// The totals, denied ones left out; empty for windows by period.
    pub totals: Vec<Total>,
    /// Rows of denied totals: they bound nothing, but they are a conflict where the count does not decide.
    pub denied_totals: BTreeSet<usize>,
    /// Stretches in which it is denied that anything happened, with the rows.
    pub denied: Vec<(Instant, Instant, usize)>,
    /// Stretches watched by a source whose silence counts.
    pub watched: Vec<(Instant, Instant)>,
    /// Whether `only where`, `while`, a suspension or an excuse sorts the acts: then totals bound nothing from below.
    pub sorted: bool,
}

/// A count at one instant.
#[derive(Clone, Debug)]
pub struct Count {
    /// At least so much; more, if the end is not reached.
    pub low: End,
    /// At most so much of what is reported (less, if the end is not reached); none is without limit.
    pub high: Option<End>,
    /// Whether there can be nothing unreported: the whole is totalled, denied or watched.
    pub closed: bool,
    /// Whether that rests on a source's silence.
    pub watched: bool,
    /// Whether sources disagree in it.
    pub conflict: bool,
    /// The rows it rests on.
    pub rows: BTreeSet<usize>,
}

impl Tally {
    /// Returns the count of what happened in the window before `until`.
    pub fn count(&self, window: &Window, until: Instant) -> Count {
        let sure = (window.opens.1, window.closes.0.min(until));
        let perhaps = (window.opens.0, window.closes.1.min(until));
        let mut low = self.low(sure);
        let mut high = self.high(perhaps);
        let mut rows: BTreeSet<usize> = self.inside(perhaps).flat_map(|item| item.rows.iter().copied()).collect();
        let mut conflict = self.inside(perhaps).any(|i| i.conflict || i.counts.cause == crate::truth::Cause::Conflict);
        for total in self.totals.iter().filter(|_| !self.sorted) {
            let begins = total.from.is_none_or(|from| from >= window.opens.1);
            if begins && total.until.0 >= window.opens.1 && total.until.1 <= sure.1 && total.until.1 > window.opens.1 {
                let bound = plus(low_end(&total.value), &self.low((total.until.1.max(sure.0), sure.1)));
                if above(&bound, &low) {
                    low = bound;
                    rows.extend(&total.rows);
                }
            }
        }
        let ceiling = self.ceiling(window, perhaps, &mut rows);
        let (mut closed, mut watched) = if perhaps.0 < perhaps.1 { self.covered(perhaps) } else { (false, false) };
        if let Some((bound, complete, watched_rest)) = ceiling {
            if complete {
                (closed, watched) = (true, watched_rest);
                if high.as_ref().is_none_or(|high| below(&bound, high)) {
                    high = Some(bound);
                }
            }
        }
        if let Some(top) = &high {
            // Row C6: least above most is a conflict, and the count is between the two.
            if top.at < low.at && !closed {
                // What reports add up to is no ceiling while more may have happened.
                high = Some(low.clone());
            } else if top.at < low.at {
                (low, high, conflict) = (top.clone(), Some(low), true);
            }
        }
        if !self.denied_totals.is_empty() {
            conflict = true;
            rows.extend(&self.denied_totals);
        }
        if closed {
            rows.extend(self.denied.iter().filter(|d| d.0 < perhaps.1 && perhaps.0 < d.1).map(|d| d.2));
        }
        Count { low, high, closed, watched, conflict, rows }
    }

    /// Returns whether the count reaches `wanted`, as far as reports go.
    pub fn reaches(&self, wanted: &Amount, window: &Window, until: Instant) -> (Judged, Count) {
        let count = self.count(window, until);
        let judged = if count.low.at >= *wanted {
            Judged::new(Truth::True, crate::truth::Cause::Shown, count.rows.clone())
        } else if count.may_reach(wanted) {
            Judged::unknown(count.conflict, count.rows.clone())
        } else if count.closed {
            let cause = if count.watched { crate::truth::Cause::Presumed } else { crate::truth::Cause::Shown };
            Judged::new(Truth::False, cause, count.rows.clone())
        } else {
            Judged { because: count.rows.clone(), ..Judged::silence(false) }
        };
        (judged, count)
    }

    /// Returns the first instants at which the count may reach, and certainly reaches, `wanted`.
    pub fn reached_at(&self, wanted: &Amount, window: &Window, until: Instant) -> (Option<Instant>, Option<Instant>) {
        let mut starts: Vec<Instant> = self.items.iter().map(|i| i.start.max(window.opens.0)).collect();
        let mut ends: Vec<Instant> = self.items.iter().map(|i| i.end).collect();
        for total in &self.totals {
            ends.push(total.until.1);
            starts.push(total.until.0);
        }
        starts.sort_unstable();
        ends.sort_unstable();
        let starts: Vec<Instant> = starts.into_iter().filter(|s| *s < until).collect();
        let ends: Vec<Instant> = ends.into_iter().filter(|e| *e <= until).collect();
        let maybe = starts.partition_point(|s| !self.count(window, s + 1).may_reach(wanted));
        let surely = ends.partition_point(|e| self.count(window, *e).low.at < *wanted);
        (starts.get(maybe).copied(), ends.get(surely).copied())
    }

    fn inside(&self, stretch: (Instant, Instant)) -> impl Iterator<Item = &Item> {
        self.items.iter().filter(move |i| !i.counts.no() && i.start < stretch.1 && stretch.0 < i.end)
    }

    /// Row C4: unjoined reports of different sources that may be one happening count once.
    fn low(&self, stretch: (Instant, Instant)) -> End {
        let sure: Vec<&Item> =
            self.items.iter().filter(|i| i.counts.yes() && i.start >= stretch.0 && i.end <= stretch.1).collect();
        let mut cluster: Vec<usize> = (0..sure.len()).collect();
        let mut order: Vec<usize> = (0..sure.len()).collect();
        order.sort_by_key(|&i| sure[i].start);
        for (at, &i) in order.iter().enumerate() {
            for &j in order[at + 1..].iter().take_while(|&&j| sure[j].start < sure[i].end) {
                if may_be_one(sure[i], sure[j]) {
                    let (a, b) = (root(&cluster, i), root(&cluster, j));
                    cluster[a.max(b)] = a.min(b);
                }
            }
        }
        let mut sums: std::collections::BTreeMap<(usize, &str), End> = std::collections::BTreeMap::new();
        for (i, item) in sure.iter().enumerate() {
            for source in &item.sources {
                let sum = sums.entry((root(&cluster, i), source)).or_insert_with(nothing);
                *sum = plus(low_end(&item.value), sum);
            }
        }
        let mut best: std::collections::BTreeMap<usize, End> = std::collections::BTreeMap::new();
        for ((cluster, _), sum) in sums {
            let top = best.entry(cluster).or_insert_with(nothing);
            if above(&sum, top) {
                *top = sum;
            }
        }
        best.into_values().fold(nothing(), |sum, part| plus(part, &sum))
    }

    fn high(&self, stretch: (Instant, Instant)) -> Option<End> {
        self.inside(stretch).try_fold(nothing(), |sum, i| i.value.high.clone().map(|end| plus(end, &sum)))
    }

    /// Row C5, from above: the bound, whether the rest is complete, and whether that rests on silence.
    fn ceiling(
        &self,
        window: &Window,
        stretch: (Instant, Instant),
        rows: &mut BTreeSet<usize>,
    ) -> Option<(End, bool, bool)> {
        let usable = |t: &&Total| t.everybody && t.from.is_none_or(|from| from <= window.opens.0);
        let mut best: Option<(End, bool, bool)> = None;
        let mut take = |bound: End, complete: bool, watched: bool, total: &Total| {
            rows.extend(&total.rows);
            let better =
                best.as_ref().is_none_or(|(b, c, _)| (complete && !*c) || (complete == *c && below(&bound, b)));
            if better {
                best = Some((bound, complete, watched));
            }
        };
        for total in self.totals.iter().filter(usable).filter(|t| t.until.0 >= stretch.1) {
            if let Some(high) = total.value.high.clone() {
                take(high, true, false, total);
            }
        }
        let before = self.totals.iter().filter(usable).filter(|t| t.until.0 < stretch.1);
        let latest = before.max_by_key(|t| t.until.0);
        if let Some(total) = latest {
            let since = (total.until.0, stretch.1);
            if let (Some(high), Some(more)) = (total.value.high.clone(), self.high(since)) {
                let (complete, watched) = self.covered(since);
                take(plus(high, &more), complete, watched, total);
            }
        }
        best
    }

    /// Returns whether a stretch is wholly denied or watched, and whether it needs the watching.
    fn covered(&self, stretch: (Instant, Instant)) -> (bool, bool) {
        let denied: Vec<(Instant, Instant)> = self.denied.iter().map(|d| (d.0, d.1)).collect();
        if covers(denied.clone(), stretch) {
            return (true, false);
        }
        let both = denied.into_iter().chain(self.watched.iter().copied()).collect();
        (covers(both, stretch), true)
    }
}

/// Returns whether stretches cover one stretch without a hole.
pub fn covers(mut stretches: Vec<(Instant, Instant)>, wanted: (Instant, Instant)) -> bool {
    stretches.sort_unstable();
    let mut reached = wanted.0;
    for (start, end) in stretches {
        if start > reached {
            break;
        }
        reached = reached.max(end);
    }
    reached >= wanted.1
}

fn root(parent: &[usize], mut i: usize) -> usize {
    while parent[i] != i {
        i = parent[i];
    }
    i
}

fn may_be_one(a: &Item, b: &Item) -> bool {
    let overlap = a.start < b.end && b.start < a.end;
    let differ = a.sources.is_disjoint(&b.sources);
    let agree = a.filled.iter().all(|(k, v)| b.filled.iter().all(|(l, w)| k != l || v == w));
    overlap && differ && agree
}

impl Count {
    /// Returns whether reports allow that it is at least `wanted`.
    pub fn may_reach(&self, wanted: &Amount) -> bool {
        self.high.as_ref().is_none_or(|high| high.at > *wanted || (high.at == *wanted && high.reached))
    }

    /// Returns whether it is certainly more than `allowed`.
    pub fn exceeds(&self, allowed: &Amount) -> bool {
        self.low.at > *allowed || (self.low.at == *allowed && !self.low.reached)
    }

    /// Returns whether reports allow that it is more than `allowed`.
    pub fn may_exceed(&self, allowed: &Amount) -> bool {
        self.high.as_ref().is_none_or(|high| high.at > *allowed)
    }
}

/// Returns the low end of a quantity; nothing is less than nothing.
fn low_end(value: &Interval) -> End {
    match &value.low {
        Some(end) if end.at >= Amount::zero() => end.clone(),
        Some(_) | None => nothing(),
    }
}

fn nothing() -> End {
    End { at: Amount::zero(), reached: true }
}

fn plus(a: End, b: &End) -> End {
    End { at: a.at + &b.at, reached: a.reached && b.reached }
}

/// Whether one low end says more than another.
fn above(a: &End, b: &End) -> bool {
    (&a.at, !a.reached) > (&b.at, !b.reached)
}

/// Whether one high end says more than another.
fn below(a: &End, b: &End) -> bool {
    (&a.at, a.reached) < (&b.at, b.reached)
}
