//! The six questions, answered by a loop with a few registers for each post.
//!
//! This is what somebody would write who needs these six answers and no others: it sees every record once, keeps
//! nothing but the registers, and trusts its input. What it cannot do is the rest of servanda: a record that comes
//! late, is corrected, denied or doubted; a day known as a month; a question as of an earlier day; a reason.

use crate::Broken;
use crate::trace::{Event, Kind};

const TROOPS_MOST: u64 = 8_600;

#[derive(Default)]
struct Registers {
    first: Option<i32>,
    announced: Option<(i32, usize)>,
    vacated: bool,
    released: u64,
    reached: bool,
    level: Option<u64>,
    exceeded: bool,
    attacked: bool,
    talks: Option<i32>,
    review_last: Option<i32>,
    reviewed: bool,
}

/// The registers of all posts, and what was seen to be broken so far.
#[derive(Default)]
pub struct Floor {
    posts: Vec<Registers>,
    broken: Vec<Broken>,
    records: usize,
}

impl Floor {
    /// Takes the next record of a trace.
    pub fn take(&mut self, event: Event) {
        let record = self.records;
        self.records += 1;
        if event.post >= self.posts.len() {
            self.posts.resize_with(event.post + 1, Registers::default);
        }
        let (post, day) = (&mut self.posts[event.post], event.day);
        let since = post.announced.map(|(announced, _)| day - announced);
        let after_first = post.first.map(|first| day - first);
        match event.kind {
            Kind::Announce => {
                post.close(event.post, &mut self.broken);
                post.first.get_or_insert(day);
                post.announced = Some((day, record));
                (post.vacated, post.released) = (false, 0);
                post.reached = post.level.is_some_and(|level| level <= TROOPS_MOST);
            }
            Kind::Vacate => post.vacated |= since.is_some_and(|days| days <= 135),
            Kind::Release if since.is_some_and(|days| days <= 10) => post.released += event.value,
            Kind::Release => {}
            Kind::Attack => post.attacked |= after_first.is_some_and(|days| days >= 1),
            Kind::Troops => {
                let low = event.value <= TROOPS_MOST;
                // What is reported for the day on which a window opens takes the place of what was reported before.
                match since {
                    Some(0) => post.reached = low,
                    Some(1..=135) => post.reached |= low,
                    Some(_) | None => {}
                }
                post.exceeded |= after_first.is_some_and(|days| days >= 136 && !low || days > 136 && post.is_high());
                post.level = Some(event.value);
            }
            Kind::Talks if post.talks.is_none() && post.first.is_some() => {
                post.talks = Some(day);
                post.reviewed = post.review_last == Some(day);
            }
            Kind::Talks => {}
            Kind::Review => {
                post.review_last = Some(day);
                post.reviewed |= post.talks.is_some_and(|talks| day - talks <= 30);
            }
        }
    }

    /// Returns what is broken once all windows have closed, in order.
    pub fn finish(mut self) -> Vec<Broken> {
        for (i, post) in self.posts.iter().enumerate() {
            post.close(i, &mut self.broken);
            let Some(first) = post.first else { continue };
            let found = [
                ("c", post.attacked),
                ("e", post.exceeded || post.is_high()),
                ("f1", post.talks.is_none_or(|talks| talks - first > 14)),
                ("f2", post.talks.is_some() && !post.reviewed),
            ];
            let broken = found.into_iter().filter(|(_, broken)| *broken);
            self.broken.extend(broken.map(|(question, _)| Broken {
                question: question.to_owned(),
                post: i,
                announced: None,
            }));
        }
        self.broken.sort();
        self.broken
    }
}

impl Registers {
    fn is_high(&self) -> bool {
        self.level.is_some_and(|level| level > TROOPS_MOST)
    }

    /// Says what the windows of the last announcement leave broken.
    fn close(&self, post: usize, broken: &mut Vec<Broken>) {
        let Some((_, record)) = self.announced else { return };
        let found = [("a", !self.vacated), ("b", self.released < 5_000), ("d", !self.reached)];
        let missed = found.into_iter().filter(|(_, missed)| *missed);
        broken.extend(missed.map(|(question, _)| Broken {
            question: question.to_owned(),
            post,
            announced: Some(record),
        }));
    }
}
