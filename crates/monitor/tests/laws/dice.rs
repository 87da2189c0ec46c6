//! Choices read off a strip of bytes: the shorter the strip and the smaller its bytes, the simpler the choice.
//!
//! `proptest` shrinks bytes well and grammars badly. So a law draws strips, and agreements and records are read off them;
//! what is left of a failing case after shrinking is an agreement with the fewest and plainest lines.

use std::fmt;

use proptest::collection::vec;
use proptest::prelude::*;

/// What one clause, one record or one policy is read off.
#[derive(Clone)]
pub struct Strip(Vec<u8>);

/// Draws strips of so many bytes.
pub fn strip(bytes: usize) -> impl Strategy<Value = Strip> {
    vec(any::<u8>(), bytes).prop_map(Strip)
}

impl fmt::Debug for Strip {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let used = self.0.iter().rposition(|byte| *byte != 0).map_or(0, |last| last + 1);
        write!(f, "{:?}", String::from_iter(self.0[..used].iter().map(|byte| format!("{byte:02x}"))))
    }
}

/// Reads choices; after the end of the strip every choice is the first one.
pub struct Dice<'a>(std::slice::Iter<'a, u8>);

impl<'a> Dice<'a> {
    /// Begins at the beginning of a strip.
    pub fn new(strip: &'a Strip) -> Dice<'a> {
        Dice(strip.0.iter())
    }

    /// Returns a number below `n`.
    pub fn below(&mut self, n: usize) -> usize {
        usize::from(self.0.next().copied().unwrap_or(0)) % n
    }

    /// Returns a number from `low` to `high`.
    pub fn between(&mut self, low: usize, high: usize) -> usize {
        low + self.below(high - low + 1)
    }

    /// Returns whether something happens that happens once in `n` times.
    pub fn once_in(&mut self, n: usize) -> bool {
        self.below(n) == n - 1
    }

    /// Returns one of these; the first is the plainest.
    pub fn pick<T: Clone>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())].clone()
    }
}
