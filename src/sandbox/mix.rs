//! A tiny deterministic generator: the same seed gives the same catalogue on every machine, with no crate to drift.

/// SplitMix64: one addition and three mixes a number, and every seed is as good as another.
pub(super) struct Mix(u64);

impl Mix {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(super) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        scatter(self.0)
    }

    /// A number in `low..=high`.
    pub(super) fn between(&mut self, low: u32, high: u32) -> u32 {
        low + reduce(self.next(), high - low + 1)
    }

    /// True once in `n` times, on average.
    pub(super) fn one_in(&mut self, n: u64) -> bool {
        self.next().is_multiple_of(n)
    }

    pub(super) fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[reduce(self.next(), from.len() as u32) as usize]
    }
}

/// One number from a seed, a purpose and an index: what need not be stored is computed again from these.
pub(super) fn hash(seed: u64, purpose: &str, index: u32) -> u64 {
    let start = seed ^ 0x5345_4755_4500_0000 ^ (u64::from(index) << 20);
    purpose.bytes().fold(scatter(start), |sum, byte| scatter(sum ^ u64::from(byte)))
}

/// A word of `length` characters drawn from `alphabet`.
pub(super) fn word(mix: &mut Mix, alphabet: &[u8], length: usize) -> String {
    (0..length).map(|_| char::from(mix.pick(alphabet))).collect()
}

fn reduce(number: u64, below: u32) -> u32 {
    // The high half mixes best; multiplying keeps the result even over `below`.
    (((number >> 32) * u64::from(below)) >> 32) as u32
}

fn scatter(number: u64) -> u64 {
    let number = (number ^ (number >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    number ^ (number >> 31)
}
