//! The only file of the sandbox that reads a clock: tokens expire, and a rating or a library addition has a date.
#![expect(
    clippy::disallowed_methods,
    reason = "the sandbox is a server at the edge: its clock is the one that judges"
)]

use std::time::{SystemTime, UNIX_EPOCH};

/// Seconds since 1970, UTC.
pub(super) fn now() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs().cast_signed())
}
