//! Levels as signals cut into stretches (rows L1 to L9), and arithmetic over them.

use std::collections::BTreeSet;

use servanda_model::agreement::Operator;
use servanda_model::amount::Interval;
use servanda_model::time::{Instant, Zone};

use crate::reference::counts::{NEVER, Window};
use crate::reference::happenings::{common_time, common_value};
use crate::reference::truth::{Cause, Judged, Truth, any};

/// The instant before everything.
pub const EVER: Instant = Instant::MIN / 4;

/// One observation, of one row or of several joined.
#[derive(Clone, Debug)]
pub struct Observation {
    /// The first instant it speaks of.
    pub start: Instant,
    /// The instant after the last one.
    pub end: Instant,
    /// Whether it is of some moment of the stretch, not of all of it.
    pub sometime: bool,
    /// Until when it is carried forward; [`NEVER`] for "from then on".
    pub holds_until: Instant,
    /// How much.
    pub value: Interval,
    /// Whether its rows have nothing in common.
    pub conflict: bool,
    /// Whether it is denied: it may be gone (row C2).
    pub doubtful: bool,
    /// Its rows.
    pub rows: BTreeSet<usize>,
}

/// A stretch `[start, end)` on which nothing changes.
#[derive(Clone, Debug)]
pub struct Piece {
    /// The first instant.
    pub start: Instant,
    /// The instant after the last one.
    pub end: Instant,
    /// How much; none where nobody watched.
    pub value: Option<Interval>,
    /// Whether it was observed there, not carried.
    pub observed: bool,
    /// Whether a disagreement of sources made the interval.
    pub conflict: bool,
    /// Its rows.
    pub rows: BTreeSet<usize>,
}

/// That a level was looked at: what confirms or refutes what was carried or unwatched before (rows L5 to L7).
#[derive(Clone, Debug)]
pub struct Sighting {
    /// The first and the last possible instant of the look.
    pub at: (Instant, Instant),
    /// How much it was.
    pub value: Interval,
    /// The rows.
    pub rows: BTreeSet<usize>,
}

/// A level over all time.
#[derive(Clone, Debug)]
pub struct Signal {
    /// Pieces without a hole between them.
    pub pieces: Vec<Piece>,
    /// Every look at it, by the first possible instant.
    pub sightings: Vec<Sighting>,
    /// Which of them are of some moment of a range.
    ranging: Vec<usize>,
}

impl Signal {
    fn new(pieces: Vec<Piece>, mut sightings: Vec<Sighting>) -> Signal {
        sightings.sort_by_key(|sighting| sighting.at);
        let ranging = (0..sightings.len()).filter(|&i| sightings[i].at.0 < sightings[i].at.1).collect();
        Signal { pieces, sightings, ranging }
    }
}

/// Returns the level that is the same at all times.
pub fn constant(value: Option<Interval>, conflict: bool, rows: BTreeSet<usize>) -> Signal {
    let piece = Piece { start: EVER, end: NEVER, value, observed: true, conflict, rows };
    Signal::new(vec![piece], Vec::new())
}

/// Returns the rows of one observation joined (row C1), or none of none.
pub fn joined(rows: &[Observation]) -> Option<Observation> {
    let (start, end, apart) = common_time(rows.iter().map(|o| (o.start, o.end)));
    let (value, differ) = common_value(rows.iter().map(|o| o.value.clone()))?;
    Some(Observation {
        start,
        end,
        sometime: apart || rows.iter().all(|o| o.sometime),
        holds_until: rows.iter().map(|o| o.holds_until).max().unwrap_or(end),
        value,
        conflict: apart || differ,
        doubtful: rows.iter().any(|o| o.doubtful),
        rows: rows.iter().flat_map(|o| o.rows.iter().copied()).collect(),
    })
}

/// Returns the level that observations make: rows L1 to L4.
pub fn signal(observations: &[Observation]) -> Signal {
    let mut cuts: BTreeSet<Instant> = BTreeSet::from([EVER, NEVER]);
    for o in observations {
        cuts.extend([o.start, o.end, o.holds_until].into_iter().filter(|cut| *cut > EVER && *cut < NEVER));
    }
    let cuts: Vec<Instant> = cuts.into_iter().collect();
    let sighting = |o: &Observation| {
        let last = if o.sometime { o.end - 1 } else { o.start };
        let value = if o.doubtful { Interval::unbounded() } else { o.value.clone() };
        Sighting { at: (o.start, last), value, rows: o.rows.clone() }
    };
    let sightings = observations.iter().map(sighting).collect();
    Signal::new(cuts.windows(2).map(|cut| piece(observations, cut[0], cut[1])).collect(), sightings)
}

fn piece(observations: &[Observation], start: Instant, end: Instant) -> Piece {
    let here = |o: &&Observation| o.start <= start && end <= o.end;
    let (direct, moments): (Vec<&Observation>, Vec<&Observation>) =
        observations.iter().filter(here).partition(|o| !o.sometime);
    let (doubtful, sure): (Vec<&Observation>, Vec<&Observation>) = direct.into_iter().partition(|o| o.doubtful);
    let mut piece = Piece { start, end, value: None, observed: false, conflict: false, rows: BTreeSet::new() };
    let rows = |all: &[&Observation]| all.iter().flat_map(|o| o.rows.iter().copied()).collect::<BTreeSet<usize>>();
    if let Some((value, differ)) = common_value(sure.iter().map(|o| o.value.clone())) {
        piece.observed = true;
        piece.conflict = differ || sure.iter().any(|o| o.conflict);
        piece.rows = rows(&sure);
        piece.value = Some(value);
    } else if let Some((value, conflict, rows)) = carried(observations, start) {
        // Row L4: at some moment of a range, the level may already be what was observed there.
        piece.value = Some(moments.iter().fold(value, |hull, o| hull.hull(&o.value)));
        piece.conflict = conflict;
        piece.rows = rows;
    }
    if !piece.observed {
        piece.conflict |= moments.iter().any(|o| o.conflict || o.doubtful);
        if piece.value.is_some() {
            piece.rows.extend(rows(&moments));
        }
    }
    // What is denied may stand or be gone: where it would change something, both are possible, and it is a conflict.
    for o in doubtful {
        let value = match piece.value.take() {
            Some(value) if piece.observed && value.meet(&o.value).is_some() => value,
            Some(value) if o.value.inside(&value) => value,
            Some(value) => {
                piece.conflict = true;
                value.hull(&o.value)
            }
            None => {
                piece.conflict = true;
                Interval::unbounded()
            }
        };
        piece.value = Some(value);
        piece.rows.extend(&o.rows);
    }
    piece
}

/// Row L2: the latest observation before an instant; where the order is open, the hull of the latest ones.
fn carried(observations: &[Observation], at: Instant) -> Option<(Interval, bool, BTreeSet<usize>)> {
    let past: Vec<&Observation> = observations.iter().filter(|o| o.end <= at).collect();
    let replaced = replaced(&past);
    let latest = past.iter().filter(|o| !replaced(o));
    let live: Vec<&&Observation> = latest.filter(|o| at < o.holds_until).collect();
    let definite = live.iter().filter(|o| !o.sometime && !o.doubtful);
    let (mut value, mut conflict) = match common_value(definite.map(|o| o.value.clone())) {
        Some(common) => common,
        None => (live.first()?.value.clone(), false),
    };
    for o in &live {
        if o.sometime || o.doubtful {
            value = value.hull(&o.value);
        }
        conflict |= o.conflict || o.doubtful;
    }
    // If all that is left is denied, what went before it may still hold, or nobody may have looked at all.
    if live.iter().all(|o| o.doubtful) {
        value = Interval::unbounded();
    }
    Some((value, conflict, live.iter().flat_map(|o| o.rows.iter().copied()).collect()))
}

/// Whether a later observation, one that is not denied, took its place.
fn replaced(past: &[&Observation]) -> impl Fn(&Observation) -> bool + use<> {
    let firm = || past.iter().filter(|later| !later.doubtful);
    let newest_exact = firm().filter(|later| !later.sometime).map(|later| later.end).max();
    let newest_sometime = firm().filter(|later| later.sometime).map(|later| later.start).max();
    move |o| {
        let by_exact = newest_exact.is_some_and(|end| if o.sometime { end >= o.end } else { end > o.end });
        by_exact || newest_sometime.is_some_and(|start| start >= o.end)
    }
}

/// Returns two levels joined by a sign, piece by piece.
pub fn combine(left: &Signal, operator: Operator, right: &Signal) -> Signal {
    let (a, b) = (&left.pieces, &right.pieces);
    let mut pieces = Vec::with_capacity(a.len() + b.len());
    let (mut i, mut j) = (0, 0);
    while i < a.len() && j < b.len() {
        let (x, y) = (&a[i], &b[j]);
        let end = x.end.min(y.end);
        let value = x.value.as_ref().zip(y.value.as_ref()).map(|(x, y)| join(x, operator, y));
        pieces.push(Piece {
            start: x.start.max(y.start),
            end,
            observed: x.observed && y.observed && value.is_some(),
            value,
            conflict: x.conflict || y.conflict,
            rows: x.rows.union(&y.rows).copied().collect(),
        });
        i += usize::from(x.end == end);
        j += usize::from(y.end == end);
    }
    // Whoever looks at one of the two, while the other is known, looks at what they make.
    let seen = |looks: &[Sighting], other: &Signal, swap: bool| -> Vec<Sighting> {
        let look = |s: &Sighting| {
            let (beside, mut rows) = hull(other, s.at)?;
            rows.extend(&s.rows);
            let value = if swap { join(&beside, operator, &s.value) } else { join(&s.value, operator, &beside) };
            Some(Sighting { at: s.at, value, rows })
        };
        looks.iter().filter_map(look).collect()
    };
    let mut sightings = seen(&left.sightings, right, false);
    sightings.extend(seen(&right.sightings, left, true));
    Signal::new(pieces, sightings)
}

fn join(x: &Interval, operator: Operator, y: &Interval) -> Interval {
    match operator {
        Operator::Plus => x.plus(y),
        Operator::Minus => x.plus(&y.negated()),
        Operator::Times => x.times(y),
        Operator::Divided => x.over(y).unwrap_or_else(Interval::unbounded),
    }
}

/// Returns everything a level may have been between two instants, or none if nobody watched for a while.
fn hull(signal: &Signal, span: (Instant, Instant)) -> Option<(Interval, BTreeSet<usize>)> {
    let within = signal.pieces.iter().filter(|piece| piece.start <= span.1 && span.0 < piece.end);
    let mut all: Option<(Interval, BTreeSet<usize>)> = None;
    for piece in within {
        let value = piece.value.as_ref()?;
        all = Some(match all {
            None => (value.clone(), piece.rows.clone()),
            Some((so_far, rows)) => (so_far.hull(value), rows.union(&piece.rows).copied().collect()),
        });
    }
    all
}

/// Returns what a level was at one instant.
pub fn at(signal: &Signal, instant: Instant) -> &Piece {
    let pieces = &signal.pieces;
    &pieces[pieces.partition_point(|piece| piece.end <= instant).min(pieces.len() - 1)]
}

/// What is asked of a level: it decides how an unwatched beginning is read (row L7).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Purpose {
    /// It should be inside at some moment.
    Reach,
    /// It should never be outside.
    Keep,
    /// A condition asks.
    Condition,
}

/// On which side of a bound a level was on a stretch.
#[derive(Clone, Debug)]
pub struct Sided {
    /// The first instant.
    pub start: Instant,
    /// The instant after the last one.
    pub end: Instant,
    /// `True` inside, `False` outside; why.
    pub inside: Judged,
    /// Whether nobody watched, then or later (rows S2, S3, S5, L8).
    pub never_again: bool,
    /// Whether it was observed there.
    pub observed: bool,
    /// The value, where there is one.
    pub value: Option<Interval>,
}

/// Returns the side of every stretch: rows L5 to L8.
pub fn sides(signal: &Signal, bound: &Interval, purpose: Purpose, hold: impl Fn(Instant) -> Instant) -> Vec<Sided> {
    let pieces = &signal.pieces;
    let mut last_valued: Option<Truth> = None;
    let mut sided = Vec::with_capacity(pieces.len());
    for (i, piece) in pieces.iter().enumerate() {
        let own = piece.value.as_ref().map(|value| side_of(value, bound));
        // What was observed needs no confirmation.
        let next = if piece.observed && own.is_some() { None } else { next_look(signal, bound, piece) };
        let next_side = next.as_ref().map(|(side, _)| *side);
        let next_rows = next.map(|(_, rows)| rows).unwrap_or_default();
        let mut never_again = false;
        let inside = match own {
            Some(Truth::Unknown) => Judged::unknown(piece.conflict, piece.rows.clone()),
            Some(side) if piece.observed || next_side == Some(side) => {
                Judged::new(side, Cause::Shown, piece.rows.union(&next_rows).copied().collect())
            }
            Some(side) => Judged::new(side, Cause::Presumed, piece.rows.clone()),
            None => match (last_valued, next_side) {
                (Some(before), Some(after)) if before == after && before != Truth::Unknown => {
                    let short = unwatched_until(pieces, i) <= hold(unwatched_since(pieces, i));
                    Judged::new(before, if short { Cause::Shown } else { Cause::Presumed }, next_rows)
                }
                (None, Some(after)) => {
                    let harmless = match purpose {
                        Purpose::Reach => after == Truth::False,
                        Purpose::Keep => after == Truth::True,
                        Purpose::Condition => false,
                    };
                    if harmless { Judged::new(after, Cause::Presumed, next_rows) } else { unwatched(piece) }
                }
                (_, None) => {
                    never_again = true;
                    Judged::gap()
                }
                (Some(_), Some(_)) => unwatched(piece),
            },
        };
        last_valued = own.or(last_valued);
        let (observed, value) = (piece.observed, piece.value.clone());
        sided.push(Sided { start: piece.start, end: piece.end, inside, never_again, observed, value });
    }
    sided
}

fn side_of(value: &Interval, bound: &Interval) -> Truth {
    if value.inside(bound) {
        Truth::True
    } else if value.outside(bound) {
        Truth::False
    } else {
        Truth::Unknown
    }
}

/// Returns the side of the look that comes next after a stretch begins, with its rows; unknown where it is open which
/// one comes next, and they differ.
fn next_look(signal: &Signal, bound: &Interval, piece: &Piece) -> Option<(Truth, BTreeSet<usize>)> {
    let sightings = &signal.sightings;
    let later = |s: &&Sighting| s.at.1 >= piece.end || (s.at.0 < s.at.1 && s.at.1 >= piece.start);
    // Those that begin before the stretch are later only if they range over it.
    let from = sightings.partition_point(|s| s.at.0 < piece.start);
    let ranging = signal.ranging.iter().take_while(|&&i| i < from).map(|&i| &sightings[i]);
    let mut candidates: Vec<&Sighting> = ranging.filter(later).collect();
    let mut surely_by = candidates.iter().map(|s| s.at.1).min();
    for sighting in sightings[from..].iter().filter(later) {
        if surely_by.is_some_and(|by| by < sighting.at.0) {
            break;
        }
        surely_by = Some(surely_by.map_or(sighting.at.1, |by| by.min(sighting.at.1)));
        candidates.push(sighting);
    }
    let surely_by = surely_by?;
    let mut found: Option<(Truth, BTreeSet<usize>)> = None;
    for sighting in candidates.into_iter().filter(|s| s.at.0 <= surely_by) {
        let side = side_of(&sighting.value, bound);
        found = Some(match found {
            None => (side, sighting.rows.clone()),
            Some((other, rows)) => {
                let side = if side == other { side } else { Truth::Unknown };
                (side, rows.union(&sighting.rows).copied().collect())
            }
        });
    }
    found
}

fn unwatched(piece: &Piece) -> Judged {
    Judged::unknown(piece.conflict, BTreeSet::new())
}

/// Returns when the unwatched stretch around a piece begins.
fn unwatched_since(pieces: &[Piece], i: usize) -> Instant {
    let before = pieces[..i].iter().rev().take_while(|piece| piece.value.is_none()).last();
    before.unwrap_or(&pieces[i]).start
}

/// Returns when the unwatched stretch around a piece ends.
fn unwatched_until(pieces: &[Piece], i: usize) -> Instant {
    pieces[i..].iter().take_while(|piece| piece.value.is_none()).last().map_or(NEVER, |piece| piece.end)
}

/// Returns whether the level was inside (`wanted`) or outside at some moment of the window before `until`.
///
/// Stretches that nobody watched then or later say nothing here: rows S2, S3 and S5 speak of them.
pub fn at_some_moment(sides: &[Sided], wanted: Truth, window: &Window, until: Instant) -> Judged {
    let (sure, perhaps) = stretches(window, until);
    if perhaps.0 >= perhaps.1 {
        return Judged::plain(false);
    }
    let parts = sides.iter().filter(|s| !s.never_again && s.start < perhaps.1 && perhaps.0 < s.end).map(|s| {
        let here = if s.inside.truth == wanted { Truth::True } else { flip(s.inside.truth, wanted) };
        let judged = Judged { truth: here, ..s.inside.clone() };
        let surely = s.start.max(sure.0) < s.end.min(sure.1);
        if surely || judged.truth != Truth::True { judged } else { Judged::unknown(window.conflict, judged.because) }
    });
    any(parts)
}

fn flip(truth: Truth, wanted: Truth) -> Truth {
    match truth {
        Truth::Unknown => Truth::Unknown,
        Truth::True | Truth::False if truth == wanted => Truth::True,
        Truth::True | Truth::False => Truth::False,
    }
}

/// Returns the stretch certainly in the window before `until`, and the one possibly in it.
pub fn stretches(window: &Window, until: Instant) -> ((Instant, Instant), (Instant, Instant)) {
    ((window.opens.1, window.closes.0.min(until)), (window.opens.0, window.closes.1.min(until)))
}

/// Row L9: one observation certainly in the window and on the wanted side decides, whatever its day.
pub fn decided_whatever_the_day(
    observations: &[Observation],
    bound: &Interval,
    wanted: Truth,
    window: &Window,
    until: Instant,
) -> Option<Judged> {
    let mut found = looks(observations, bound, wanted, window, until);
    found.next().map(|o| Judged::new(Truth::True, Cause::Shown, o.rows.clone()))
}

/// Returns the observations at some moment, certainly in the window and certainly on the wanted side.
pub fn looks<'a>(
    observations: &'a [Observation],
    bound: &'a Interval,
    wanted: Truth,
    window: &Window,
    until: Instant,
) -> impl Iterator<Item = &'a Observation> + use<'a> {
    let (sure, _) = stretches(window, until);
    observations.iter().filter(move |o| {
        let side = if wanted == Truth::True { o.value.inside(bound) } else { o.value.outside(bound) };
        side && o.sometime && !o.doubtful && o.start >= sure.0 && o.end <= sure.1
    })
}

/// Returns the end of the day a hold of `span` after `last` (the last instant of an observation) ends on.
pub fn held(zone: &Zone, last: Instant, span: servanda_model::time::Span) -> Instant {
    if last >= NEVER {
        return NEVER;
    }
    zone.end_of(span.shift(zone.day_of(last.saturating_sub(1)), 1).1)
}
