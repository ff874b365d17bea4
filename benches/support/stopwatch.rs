//! Times of the same work, several times over.

use std::time::{Duration, Instant};

/// The time that one run takes; what it leaves behind is thrown away after the clock has stopped.
pub(crate) fn time<T>(run: impl FnOnce() -> T) -> Duration {
    let start = Instant::now();
    let outcome = run();
    let elapsed = start.elapsed();
    drop(std::hint::black_box(outcome));
    elapsed
}

/// The middle one of some times.
pub(crate) fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

/// A time in milliseconds.
pub(crate) fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}
