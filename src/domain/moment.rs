//! Times and spans in words.

use std::time::{Duration, UNIX_EPOCH};

use super::quantity;

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

/// A number of seconds whatever its sign, from its two largest units: `40 s`, `2 h 5 min`, `3 days`.
#[must_use]
pub fn span(seconds: i64) -> String {
    quantity::span(seconds.unsigned_abs())
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
        assert_eq!((span(-90), span(259_200)), ("1 min 30 s".to_owned(), "3 days".to_owned()));
    }
}
