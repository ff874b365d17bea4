//! The only file of the sandbox that reads a clock: tokens expire, and a rating or a library addition has a date.
#![expect(
    clippy::disallowed_methods,
    reason = "the sandbox is a server at the edge: its clock is the one that judges"
)]

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// Seconds since 1970, UTC.
pub(super) fn now() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs().cast_signed())
}

/// A moment of a clock that may be wrong.
pub(super) fn time(seconds: i64) -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(seconds.unsigned_abs())
}

/// A moment to measure from.
pub(super) fn instant() -> Instant {
    Instant::now()
}

/// A server that takes its time.
pub(super) async fn pause(duration: Duration) {
    tokio::time::sleep(duration).await;
}
