//! Counts in a row of which the sum before any place, and the place where a sum is reached, are found in a few steps however
//! many there are: every so many of them have a sum of their own, and so have every so many of those.

/// So many counts have a sum together: three steps lead through a quarter of a million. Fewer in tests, whose trees are small
/// and should have several levels all the same.
const GROUP: usize = if cfg!(test) { 3 } else { 64 };

/// Counts and their sums; a level has the sums of the groups of the level below it, the highest one is a single group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sums {
    levels: Vec<Vec<u32>>,
}

impl Default for Sums {
    fn default() -> Self {
        Self { levels: vec![Vec::new()] }
    }
}

impl Sums {
    /// Makes room for so many counts; new ones are 0.
    pub(super) fn grow(&mut self, mut len: usize) {
        for level in 0.. {
            let grown = self.levels.get(level).map_or(0, Vec::len);
            if level == self.levels.len() {
                // The level below was one group until now.
                let below = self.levels.last().and_then(|below| below.get(..GROUP.min(below.len())));
                let first = below.unwrap_or_default().iter().sum();
                self.levels.push(vec![first]);
            }
            self.levels[level].resize(len.max(grown), 0);
            if len <= GROUP {
                break;
            }
            len = len.div_ceil(GROUP);
        }
    }

    /// Adds a count at the end.
    pub(super) fn push(&mut self, count: u32) {
        let at = self.len();
        self.grow(at + 1);
        self.set(at, count);
    }

    /// How many counts there are.
    pub(super) fn len(&self) -> usize {
        self.levels[0].len()
    }

    /// Changes a count, if it is there.
    pub(super) fn set(&mut self, mut at: usize, count: u32) {
        let Some(was) = self.levels[0].get(at).copied() else { return };
        for level in &mut self.levels {
            level[at] = level[at] - was + count;
            at /= GROUP;
        }
    }

    /// The sum of all.
    pub(super) fn total(&self) -> u32 {
        self.levels.last().map_or(0, |level| level.iter().sum())
    }

    /// The sum of those before a place.
    pub(super) fn before(&self, at: usize) -> u32 {
        let mut at = at.min(self.len());
        let near = self.levels.iter().map(|level| {
            // The highest level has no group above it that could tell of a full one.
            let group = if level.len() <= GROUP { 0 } else { at - at % GROUP };
            let sum: u32 = level.iter().take(at).skip(group).sum();
            at /= GROUP;
            sum
        });
        near.sum()
    }

    /// Where the sum of all up to and with a place is greater than this for the first time: the place, and how much of this
    /// is left behind those before it.
    pub(super) fn find(&self, mut sum: u32) -> Option<(usize, u32)> {
        let mut place = 0;
        for level in self.levels.iter().rev() {
            let group = level.iter().skip(place * GROUP).take(GROUP);
            let within = group.copied().position(|count| {
                let is_here = sum < count;
                sum -= if is_here { 0 } else { count };
                is_here
            })?;
            place = place * GROUP + within;
        }
        Some((place, sum))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Compares with a plain count, at every place and every sum.
    fn check(sums: &Sums, counts: &[u32]) -> Result<(), TestCaseError> {
        let mut before = 0;
        for (at, count) in counts.iter().enumerate() {
            prop_assert_eq!(sums.before(at), before);
            for within in 0..*count {
                prop_assert_eq!(sums.find(before + within), Some((at, within)));
            }
            before += count;
        }
        prop_assert_eq!((sums.total(), sums.before(counts.len()), sums.find(before)), (before, before, None));
        prop_assert_eq!(sums.levels.last().map(|level| level.len() <= GROUP), Some(true));
        Ok(())
    }

    /// What is done to the counts.
    #[derive(Debug, Clone)]
    enum Step {
        Push(Vec<u32>),
        Grow(usize),
        Set(usize, u32),
    }

    fn step() -> impl Strategy<Value = Step> {
        prop_oneof![
            prop::collection::vec(0..3_u32, 0..90).prop_map(Step::Push),
            (0..300_usize).prop_map(Step::Grow),
            (0..400_usize, 0..5_u32).prop_map(|(at, count)| Step::Set(at, count)),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn sums_agree_with_a_plain_count(steps in prop::collection::vec(step(), 0..12)) {
            let (mut sums, mut counts) = (Sums::default(), Vec::new());
            for step in steps {
                match step {
                    Step::Push(new) => {
                        new.iter().for_each(|count| sums.push(*count));
                        counts.extend(new);
                    }
                    Step::Grow(len) => {
                        sums.grow(len);
                        counts.resize(len.max(counts.len()), 0);
                    }
                    Step::Set(at, count) => {
                        sums.set(at, count);
                        if let Some(was) = counts.get_mut(at) { *was = count; }
                    }
                }
                check(&sums, &counts)?;
            }
        }
    }

    #[test]
    fn full_groups_are_counted_to_their_end() {
        for len in [GROUP, GROUP * GROUP, GROUP * GROUP * GROUP] {
            let mut sums = Sums::default();
            (0..len).for_each(|_| sums.push(1));
            assert_eq!((sums.before(len), sums.find(u32::try_from(len).unwrap())), (sums.total(), None));
        }
    }
}
