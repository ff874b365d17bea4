//! Times and spans in words.

use std::time::{Duration, UNIX_EPOCH};

/// The last second that four digits of a year can tell.
const LAST: u64 = 253_402_300_799;

/// A moment as HTTP writes it, `Tue, 24 Nov 2026 00:00:00 GMT`; the number itself where that cannot be. `seconds` count
/// from the epoch.
#[must_use]
pub fn moment(seconds: i64) -> String {
    match u64::try_from(seconds) {
        Ok(since) if since <= LAST => httpdate::fmt_http_date(UNIX_EPOCH + Duration::from_secs(since)),
        _ => seconds.to_string(),
    }
}

/// A number of seconds as `40 s`, `5 minutes`, `2 hours`, `3 days`, whatever its sign.
#[must_use]
pub fn span(seconds: i64) -> String {
    let seconds = seconds.unsigned_abs();
    let (count, unit) = match seconds {
        0..=119 => return format!("{seconds} s"),
        120..=7_199 => (seconds / 60, "minutes"),
        7_200..=172_799 => (seconds / 3600, "hours"),
        _ => (seconds / 86_400, "days"),
    };
    format!("{count} {unit}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_and_spans() {
        for (seconds, expected) in [
            (1_795_478_400, "Tue, 24 Nov 2026 00:00:00 GMT"),
            (0, "Thu, 01 Jan 1970 00:00:00 GMT"),
            (-1, "-1"),
            (1_795_564_800_000, "1795564800000"),
        ] {
            assert_eq!(moment(seconds), expected);
        }
        for (seconds, expected) in [
            (0, "0 s"),
            (-90, "90 s"),
            (300, "5 minutes"),
            (7_200, "2 hours"),
            (-259_200, "3 days"),
            (i64::MIN, "106751991167300 days"),
        ] {
            assert_eq!(span(seconds), expected);
        }
    }
}
