//! How long every answer waits on purpose.

use std::time::Duration;

use crate::sandbox::mix::hash;

/// A time, or a range of times from which each request has its own: the same for the same seed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Latency {
    /// No answer waits less.
    pub least: Duration,
    /// No answer waits longer; nothing stands for no wait at all.
    pub most: Duration,
}

impl Latency {
    pub(super) fn is_none(self) -> bool {
        self.most.is_zero()
    }

    /// How long the request at this place waits.
    pub(super) fn of(self, seed: u64, place: u64) -> Duration {
        let range = self.most.saturating_sub(self.least).as_millis() as u64 + 1;
        self.least + Duration::from_millis(hash(seed, "latency", place as u32) % range)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_is_kept_to_and_used() {
        let (least, most) = (Duration::from_millis(5), Duration::from_millis(9));
        let times: Vec<u128> =
            (0..200).map(|place| Latency { least, most }.of(3, place).as_millis()).collect();
        assert_eq!((times.iter().min(), times.iter().max()), (Some(&5), Some(&9)));
        let fixed = Latency { least: most, most };
        assert!((0..200).all(|place| fixed.of(3, place) == most));
    }
}
