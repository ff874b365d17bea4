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

/// This moment as `2024-01-31T12:00:00.123Z`.
pub(super) fn stamp() -> String {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let text = timestamp(since.as_secs().cast_signed());
    format!("{}.{:03}Z", text.trim_end_matches('Z'), since.subsec_millis())
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

/// Over after a time.
pub(super) fn timer(duration: Duration) -> tokio::time::Sleep {
    tokio::time::sleep(duration)
}

/// Seconds since 1970 as `2024-01-31T12:00:00Z`, by the civil calendar that begins its years in March.
pub(super) fn timestamp(seconds: i64) -> String {
    let (days, rest) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    let shifted = days + 719_468;
    let (era, of_era) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    let (hour, minute, second) = (rest / 3_600, rest / 60 % 60, rest % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
}
