//! Counts over happenings, as intervals (rows C3 to C7, S2 to S4, S7).

use std::collections::{BTreeMap, BTreeSet};

use num_traits::Zero;
use servanda_model::amount::{Amount, End, Interval};
use servanda_model::time::Instant;

use crate::reference::truth::{Cause, Judged, Truth};

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

/// How much is asked or allowed: a number, or as much as the record that triggered says, which may be an interval.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Limit {
    /// At least so much; none is without limit.
    pub least: Option<Amount>,
    /// At most so much; none is without limit.
    pub most: Option<Amount>,
}

impl Limit {
    /// Returns the limit that is one number.
    pub fn exactly(number: Amount) -> Limit {
        Limit { least: Some(number.clone()), most: Some(number) }
    }
}

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
    /// Whether its rows have nothing in common.
    pub conflict: bool,
    /// Whether it is about everything counted, not some of the performers or elements only.
    pub whole: bool,
    /// Who and where, as far as filled.
    pub filled: Vec<(usize, usize)>,
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
    /// The rows of what was left out because it is excused, or otherwise held back.
    pub excuses: BTreeSet<usize>,
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
        let mut rows: BTreeSet<usize> = self.inside(perhaps).flat_map(|item| item.rows.iter().copied()).collect();
        let mut conflict = self.inside(perhaps).any(|i| i.conflict || i.counts.cause == Cause::Conflict);
        for total in self.totals.iter().filter(|total| !self.sorted && total.bounds_below(window, sure)) {
            let bound = plus(low_end(&total.value), &self.low((total.until.1, sure.1)));
            if above(&bound, &low) {
                low = bound;
            }
            rows.extend(&total.rows);
            conflict |= total.conflict;
        }
        let mut high = self.high(perhaps, window, &mut rows);
        conflict |= window.conflict || self.totals.iter().any(|t| t.conflict && t.until.1 > perhaps.0);
        if let Some(top) = high.as_ref().filter(|top| top.at < low.at).cloned() {
            // Row C6: least above most is a conflict, and the count is between the two.
            conflict = true;
            high = Some(End { reached: true, ..low });
            low = End { reached: true, ..top };
        }
        if !self.denied_totals.is_empty() {
            conflict = true;
            rows.extend(&self.denied_totals);
        }
        // Nothing is unreported in a window without an instant.
        let (closed, watched) = if perhaps.0 < perhaps.1 { self.covered(perhaps) } else { (true, false) };
        if closed {
            rows.extend(self.denied.iter().filter(|d| d.0 < perhaps.1 && perhaps.0 < d.1).map(|d| d.2));
        }
        Count { low, high, closed, watched, conflict, rows }
    }

    /// Returns whether the count reaches `wanted`, as far as reports go.
    pub fn reaches(&self, wanted: &Limit, window: &Window, until: Instant) -> (Judged, Count) {
        let count = self.count(window, until);
        let judged = if count.reaches(wanted) {
            Judged::new(Truth::True, Cause::Shown, count.rows.clone())
        } else if count.may_reach(wanted) {
            Judged::unknown(count.conflict, count.rows.clone())
        } else if count.closed {
            let cause = if count.watched { Cause::Presumed } else { Cause::Shown };
            Judged::new(Truth::False, cause, count.rows.clone())
        } else {
            Judged { because: count.rows.clone(), ..Judged::silence(false) }
        };
        (judged, count)
    }

    /// Returns the first instants before `until` at which the count may be, and certainly is, what two tests ask.
    pub fn first_instants(
        &self,
        window: &Window,
        until: Instant,
        may_be: impl Fn(&Count) -> bool,
        is: impl Fn(&Count) -> bool,
    ) -> (Option<Instant>, Option<Instant>) {
        // Each instant with the one before which the count is looked at.
        let mut starts: Vec<(Instant, Instant)> =
            self.items.iter().map(|i| i.start.max(window.opens.0)).map(|start| (start, start + 1)).collect();
        let mut ends: Vec<Instant> = self.items.iter().map(|i| i.end).collect();
        for total in &self.totals {
            let from = total.from.unwrap_or(window.opens.0);
            starts.extend([(from, from + 1), (total.until.0 - 1, total.until.0)]);
            ends.push(total.until.1);
        }
        starts.sort_unstable();
        ends.sort_unstable();
        starts.retain(|(start, _)| *start < until);
        ends.retain(|e| *e <= until);
        if self.totals.is_empty() {
            // Without totals both ends of the count only grow.
            let maybe = starts.partition_point(|(_, look)| !may_be(&self.count(window, *look)));
            let surely = ends.partition_point(|e| !is(&self.count(window, *e)));
            return (starts.get(maybe).map(|(start, _)| *start), ends.get(surely).copied());
        }
        let maybe = starts.into_iter().find(|(_, look)| may_be(&self.count(window, *look)));
        (maybe.map(|(start, _)| start), ends.into_iter().find(|e| is(&self.count(window, *e))))
    }

    fn inside(&self, stretch: (Instant, Instant)) -> impl Iterator<Item = &Item> {
        self.items.iter().filter(move |i| !i.counts.no() && i.start < stretch.1 && stretch.0 < i.end)
    }

    /// Returns the sum of what certainly happened in a stretch.
    fn low(&self, stretch: (Instant, Instant)) -> End {
        self.surely(stretch).into_iter().fold(nothing(), |sum, item| plus(low_end(&item.value), &sum))
    }

    /// Row C4: returns what certainly happened in a stretch. Of unjoined reports of different sources that may be one
    /// happening only those of one source count, the one whose sum is largest.
    pub fn surely(&self, stretch: (Instant, Instant)) -> Vec<&Item> {
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
        let mut sums: BTreeMap<(usize, &str), End> = BTreeMap::new();
        for (i, item) in sure.iter().enumerate() {
            for source in &item.sources {
                let sum = sums.entry((root(&cluster, i), source)).or_insert_with(nothing);
                *sum = plus(low_end(&item.value), sum);
            }
        }
        let mut best: BTreeMap<usize, (&str, End)> = BTreeMap::new();
        for ((cluster, source), sum) in sums {
            match best.get(&cluster) {
                Some((_, top)) if !above(&sum, top) => {}
                Some(_) | None => drop(best.insert(cluster, (source, sum))),
            }
        }
        // What is known without a report, such as a date, no source can have reported twice.
        let says = |i: usize| {
            let best = best.get(&root(&cluster, i));
            sure[i].sources.is_empty() || best.is_some_and(|(source, _)| sure[i].sources.contains(*source))
        };
        (0..sure.len()).filter(|&i| says(i)).map(|i| sure[i]).collect()
    }

    /// Returns the most that happened in a stretch, as far as it is reported; none is without limit.
    ///
    /// A total speaks also of what nobody reported by itself: where there is one, it takes the place of the reports
    /// it contains. Earlier totals limit nothing (row C5).
    fn high(&self, stretch: (Instant, Instant), window: &Window, rows: &mut BTreeSet<usize>) -> Option<End> {
        let begins = |t: &Total| t.from.map_or(stretch.0, |from| from.max(stretch.0));
        let usable: Vec<&Total> = self
            .totals
            .iter()
            .filter(|t| {
                t.whole && begins(t) < stretch.1 && t.until.1 > begins(t) && t.from.is_none_or(|a| a < t.until.0)
            })
            .filter(|t| t.from.is_some() || stretch.0 == window.opens.0)
            .collect();
        // A total as of the very end is the latest one, and not an earlier one's business.
        let latest = usable.iter().filter(|t| t.until.0 <= stretch.1).map(|t| t.until.0).max();
        let bounding: Vec<&&Total> =
            usable.iter().filter(|t| t.until.0 >= stretch.1 || Some(t.until.0) == latest).collect();
        let mut bounds: Vec<Option<End>> = Vec::new();
        for total in bounding {
            let first = if begins(total) > stretch.0 {
                self.high((stretch.0, begins(total)), window, rows)
            } else {
                Some(nothing())
            };
            let since = self.reported((total.until.0, stretch.1));
            let most = [first, total.value.high.clone(), since];
            bounds.push(most.into_iter().try_fold(nothing(), |sum, part| part.map(|end| plus(end, &sum))));
            rows.extend(&total.rows);
        }
        let of_some = self.totals.iter().filter(|t| !t.whole && t.until.1 > stretch.0 && begins(t) < stretch.1);
        if bounds.is_empty() {
            let parts = of_some.map(|total| {
                rows.extend(&total.rows);
                let others = self.inside(stretch).filter(|i| !total.contains(i));
                let sum =
                    others.map(|i| i.value.high.clone()).try_fold(nothing(), |sum, h| h.map(|end| plus(end, &sum)));
                sum.zip(total.value.high.clone()).map(|(sum, high)| plus(high, &sum))
            });
            let reported = [self.reported(stretch)].into_iter();
            return reported.chain(parts).reduce(|a, b| a.zip(b).map(|(a, b)| if below(&a, &b) { b } else { a }))?;
        }
        bounds.into_iter().flatten().reduce(|a, b| if below(&a, &b) { a } else { b })
    }

    /// Returns the sum of the most that every report in a stretch may mean (row C4: *high* adds all).
    fn reported(&self, stretch: (Instant, Instant)) -> Option<End> {
        self.inside(stretch).try_fold(nothing(), |sum, i| i.value.high.clone().map(|end| plus(end, &sum)))
    }

    /// Returns whether a stretch is wholly totalled, denied or watched (row S3), and whether it needs the watching.
    fn covered(&self, stretch: (Instant, Instant)) -> (bool, bool) {
        let totalled =
            self.totals.iter().filter(|t| t.whole).map(|t| (t.from.unwrap_or(stretch.0), t.until.0.max(stretch.0)));
        let told: Vec<(Instant, Instant)> = totalled.chain(self.denied.iter().map(|d| (d.0, d.1))).collect();
        if covers(told.clone(), stretch) {
            return (true, false);
        }
        let both = told.into_iter().chain(self.watched.iter().copied()).collect();
        (covers(both, stretch), true)
    }
}

impl Total {
    /// Returns whether a total bounds from below what happened in a window up to the end of a stretch (row C5).
    fn bounds_below(&self, window: &Window, sure: (Instant, Instant)) -> bool {
        self.from.is_none_or(|from| from >= window.opens.1) && self.until.0 > window.opens.1 && self.until.1 <= sure.1
    }

    /// Returns whether a report is certainly among what the total counts.
    fn contains(&self, item: &Item) -> bool {
        self.from.is_none_or(|from| item.start >= from)
            && item.end <= self.until.0
            && self.filled.iter().all(|filled| item.filled.contains(filled))
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
    /// Returns whether it is certainly at least `wanted`.
    pub fn reaches(&self, wanted: &Limit) -> bool {
        wanted.most.as_ref().is_some_and(|most| self.low.at >= *most)
    }

    /// Returns whether reports allow that it is at least `wanted`.
    pub fn may_reach(&self, wanted: &Limit) -> bool {
        let reaches = |high: &End, least: &Amount| high.at > *least || (high.at == *least && high.reached);
        wanted.least.as_ref().is_some_and(|least| self.high.as_ref().is_none_or(|high| reaches(high, least)))
    }

    /// Returns whether it is certainly more than `allowed`.
    pub fn exceeds(&self, allowed: &Limit) -> bool {
        let more = |most: &Amount| self.low.at > *most || (self.low.at == *most && !self.low.reached);
        allowed.most.as_ref().is_some_and(more)
    }

    /// Returns whether reports allow that it is more than `allowed`.
    pub fn may_exceed(&self, allowed: &Limit) -> bool {
        allowed.least.as_ref().is_some_and(|least| self.high.as_ref().is_none_or(|high| high.at > *least))
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
