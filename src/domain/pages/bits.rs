//! A set of nodes of one page, a bit each: a hundred megabytes of JSON take half a megabyte of them.

use std::ops::Range;

/// So many nodes are counted together; fewer in tests, so that small trees have many blocks.
pub(super) const BLOCK: u32 = if cfg!(test) { 64 } else { 1024 };

/// A set of numbers below a length.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Bits {
    words: Vec<u64>,
}

impl Bits {
    /// Makes room for numbers below a length; new ones are not in the set.
    pub(super) fn grow(&mut self, length: u32) {
        self.words.resize(length.div_ceil(64) as usize, 0);
    }

    pub(super) fn has(&self, number: u32) -> bool {
        self.words.get(number as usize / 64).is_some_and(|word| word >> (number % 64) & 1 == 1)
    }

    pub(super) fn set(&mut self, number: u32, value: bool) {
        if let Some(word) = self.words.get_mut(number as usize / 64) {
            let bit = 1 << (number % 64);
            *word = if value { *word | bit } else { *word & !bit };
        }
    }

    /// Puts a whole range in, or takes it out.
    pub(super) fn fill(&mut self, range: Range<u32>, value: bool) {
        self.each_word(range, |word, mask| *word = if value { *word | mask } else { *word & !mask });
    }

    /// Puts in what is in a range and not in another set, and takes out the rest of the range.
    pub(super) fn fill_without(&mut self, range: Range<u32>, without: &Self) {
        let mut at = range.start as usize / 64;
        self.each_word(range, |word, mask| {
            let out = without.words.get(at).copied().unwrap_or_default();
            *word = *word & !mask | mask & !out;
            at += 1;
        });
    }

    fn each_word(&mut self, range: Range<u32>, mut change: impl FnMut(&mut u64, u64)) {
        let mut at = range.start;
        while at < range.end {
            let next = (at / 64 + 1) * 64;
            if let Some(word) = self.words.get_mut(at as usize / 64) {
                change(word, mask(at..next.min(range.end)));
            }
            at = next;
        }
    }

    /// The numbers below a length that are in the set, or those that are not.
    pub(super) fn numbers(&self, length: u32, value: bool) -> impl Iterator<Item = u32> + '_ {
        let words = (0..).step_by(64).zip(&self.words);
        words.flat_map(move |(start, word)| {
            let mut word = if value { *word } else { !*word };
            if start < length {
                word &= mask(start..length.min(start + 64));
            } else {
                word = 0;
            }
            std::iter::from_fn(move || {
                let bit = (word != 0).then(|| word.trailing_zeros())?;
                word &= word - 1;
                Some(start + bit)
            })
        })
    }

    /// How many of a range are in the set.
    pub(super) fn count(&self, range: Range<u32>) -> u32 {
        let mut at = range.start;
        let mut count = 0;
        while at < range.end {
            let next = (at / 64 + 1) * 64;
            let word = self.words.get(at as usize / 64).copied().unwrap_or_default();
            count += (word & mask(at..next.min(range.end))).count_ones();
            at = next;
        }
        count
    }

    /// The number in the set that has so many others of a range before it.
    pub(super) fn select(&self, range: Range<u32>, mut rank: u32) -> Option<u32> {
        let mut at = range.start;
        while at < range.end {
            let next = (at / 64 + 1) * 64;
            let mut word = self.words.get(at as usize / 64)? & mask(at..next.min(range.end));
            if rank < word.count_ones() {
                for _ in 0..rank {
                    word &= word - 1;
                }
                return Some(at / 64 * 64 + word.trailing_zeros());
            }
            rank -= word.count_ones();
            at = next;
        }
        None
    }
}

/// The bits of a range inside one word.
const fn mask(range: Range<u32>) -> u64 {
    let length = range.end - range.start;
    (if length >= 64 { u64::MAX } else { (1 << length) - 1 }) << (range.start % 64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    proptest! {
        #[test]
        fn bits_agree_with_a_set(
            steps in prop::collection::vec((0..300_u32, 0..300_u32, any::<bool>()), 0..12),
            from in 0..300_u32, to in 0..300_u32,
        ) {
            let mut bits = Bits::default();
            bits.grow(300);
            let mut set = BTreeSet::new();
            for (start, end, value) in steps {
                bits.fill(start..end, value);
                for number in start..end {
                    if value { set.insert(number) } else { set.remove(&number) };
                }
            }
            let inside: Vec<u32> = set.iter().copied().filter(|number| (from..to).contains(number)).collect();
            prop_assert_eq!(bits.count(from..to) as usize, inside.len());
            let others = (0..to).filter(|number| !set.contains(number));
            prop_assert!(bits.numbers(to, false).eq(others));
            prop_assert!(bits.numbers(to, true).eq(set.iter().copied().filter(|number| *number < to)));
            for (rank, number) in (0..).zip(&inside) {
                prop_assert!(bits.has(*number));
                prop_assert_eq!(bits.select(from..to, rank), Some(*number));
            }
            prop_assert_eq!(bits.select(from..to, u32::try_from(inside.len()).unwrap()), None);
        }
    }
}
