//! A trace of ten years by seeded chance: the same seed and sizes give the same trace.
//!
//! What the questions need to have one answer holds by construction:
//!
//! * announcements of one post are at least 150 days apart, so that no act serves two of them;
//! * they end 200 days before the trace does, so that every window closes inside it;
//! * on its day an announcement comes first;
//! * every post reports its troops on the first day, before any announcement, on the last day, and at most once a day.
//!   Of a level that nobody looked at before or afterwards servanda says other things than a loop would (rows L7, S5);
//! * about half the answers to each question are "kept".

use std::collections::BTreeSet;

use fastrand::Rng;

use crate::trace::{Event, Kind};

/// How many days a trace lasts.
pub const DAYS: i32 = 3650;

/// How one post behaves.
struct Post {
    /// The days of its announcements, in order.
    announced: Vec<i32>,
    /// Announcements after which it neither vacates nor reviews for 140 days.
    idle_after: Vec<i32>,
    /// Whether it opens talks, and reviews them, in time.
    talks: bool,
    /// Whether it never attacks.
    calm: bool,
    /// Whether its troops never go above 8,600.
    safe: bool,
    /// Whether its troops are nearly always above 8,600.
    high: bool,
}

/// Returns a trace of so many events at so many posts, or of as many as every post needs at least.
pub fn trace(events: usize, posts: usize, seed: u64) -> Vec<Event> {
    let chance = &mut Rng::with_seed(seed);
    let announcements = (events / (10 * posts)).clamp(1, 12);
    let all: Vec<Post> = (0..posts).map(|_| post(announcements, chance)).collect();
    let mut trace = Vec::with_capacity(events);
    let mut counted = BTreeSet::new();
    for (i, post) in all.iter().enumerate() {
        let at = |day, kind| Event { day, kind, post: i, value: 0 };
        trace.extend(post.announced.iter().map(|&day| at(day, Kind::Announce)));
        if post.talks {
            let day = post.announced[0] + chance.i32(1..=14);
            trace.push(at(day, Kind::Talks));
            trace.push(at(day + chance.i32(1..=30), Kind::Review));
        }
        for day in [0, DAYS - 1] {
            counted.insert((i, day));
            trace.push(Event { value: troops(post, chance), ..at(day, Kind::Troops) });
        }
    }
    let others = events.saturating_sub(trace.len());
    // So that about half the sums of ten days reach 5,000.
    let releases_in_ten_days = (others as f64 / posts as f64 / f64::from(DAYS) * 0.45 * 11.0).max(1.0);
    let release_most = ((10_000.0 / releases_in_ten_days) as u64).max(40);
    for _ in 0..others {
        let (day, i) = (chance.i32(0..DAYS), chance.usize(0..posts));
        let kind = kind(&all[i], day, counted.contains(&(i, day)), chance);
        let value = match kind {
            Kind::Troops => {
                counted.insert((i, day));
                troops(&all[i], chance)
            }
            Kind::Release => chance.u64(1..=release_most),
            Kind::Announce | Kind::Vacate | Kind::Attack | Kind::Talks | Kind::Review => 0,
        };
        trace.push(Event { day, kind, post: i, value });
    }
    trace.sort_by_key(|event| (event.day, event.kind != Kind::Announce));
    trace
}

fn post(announcements: usize, chance: &mut Rng) -> Post {
    let room = DAYS - 200 - 150 * (announcements as i32 - 1);
    let mut announced: Vec<i32> = (0..announcements).map(|_| chance.i32(1..room)).collect();
    announced.sort_unstable();
    for (i, day) in announced.iter_mut().enumerate() {
        *day += 150 * i as i32;
    }
    let idle_after = announced.iter().copied().filter(|_| chance.f64() < 0.35).collect();
    Post {
        announced,
        idle_after,
        talks: chance.f64() < 0.5,
        calm: chance.f64() < 0.5,
        safe: chance.f64() < 0.3,
        high: chance.f64() < 0.3,
    }
}

/// Returns what happens at a post on a day: a release, where what chance would have is not its way.
fn kind(post: &Post, day: i32, counted: bool, chance: &mut Rng) -> Kind {
    let idle = post.idle_after.iter().any(|&from| (from..=from + 140).contains(&day));
    let first = post.announced[0];
    match chance.f64() {
        x if x < 0.350 && !counted => Kind::Troops,
        x if x < 0.800 => Kind::Release,
        x if x < 0.880 && !idle => Kind::Vacate,
        // No talks by accident just after the announcement: they would all be in time.
        x if (0.880..0.940).contains(&x) && !(first..=first + 20).contains(&day) => Kind::Talks,
        x if (0.940..0.985).contains(&x) && !idle => Kind::Review,
        x if x >= 0.985 && !post.calm => Kind::Attack,
        _ => Kind::Release,
    }
}

fn troops(post: &Post, chance: &mut Rng) -> u64 {
    let low = if post.high { 0.02 } else { 0.9 };
    if post.safe {
        chance.u64(7_000..=8_600)
    } else if chance.f64() < low {
        chance.u64(7_000..=8_700)
    } else {
        chance.u64(8_601..=14_000)
    }
}
