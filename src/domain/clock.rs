//! Two clocks, this machine's and the server's: how far they are apart, and how a moment is written down.
//!
//! A server judges a token by its own clock, so the server's time beats ours wherever one was seen.

use std::time::Duration;

use super::quantity;

/// A difference of up to so many seconds is none: a token is backdated by as much, and it is what Apple lets pass.
pub const TOLERATED: u64 = 60;
/// The seconds of a day.
const DAY: i64 = 86_400;
/// 0000-01-01 and 10000-01-01 in seconds since the epoch: years of four digits lie between them.
const YEARS: std::ops::Range<i64> = -62_167_219_200..253_402_300_800;

/// What one answer said of the server's clock. Times are seconds since the epoch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ServerTime {
    /// The time here when the head of the answer was there.
    pub local: i64,
    /// The answer's `Date`, and its `Age` if it came out of a cache.
    pub server: i64,
    /// By how much the server's clock is ahead of ours (negative: behind), as far as that is certain: what the way of the
    /// answer or the whole seconds of a `Date` could explain is taken off.
    pub skew: i64,
}

impl ServerTime {
    /// Reads the `Date` of an answer that was asked for at `sent` and whose head was there at `arrived`, both in
    /// milliseconds of the local clock. `None` when there is no date to read.
    #[must_use]
    pub fn read(date: Option<&str>, age: Option<&str>, sent: i64, arrived: i64) -> Option<Self> {
        let date = httpdate::parse_http_date(date?).ok()?;
        let since = date.duration_since(std::time::UNIX_EPOCH).unwrap_or(Duration::ZERO);
        // A cache hands on the date of what it kept, and says how long ago that was.
        let age = age.and_then(|age| age.trim().parse::<u32>().ok()).unwrap_or(0);
        let server = i64::try_from(since.as_secs()).ok()?.checked_add(i64::from(age))?;
        Some(Self { local: arrived.div_euclid(1000), server, skew: certain(server, sent, arrived) })
    }

    /// Whether the clocks are further apart than is tolerated.
    #[must_use]
    pub fn is_off(&self) -> bool {
        self.skew.unsigned_abs() > TOLERATED
    }

    /// How wrong the clock of this machine is, such as `5 min 2 s fast`; `None` while the clocks agree.
    #[must_use]
    pub fn warning(&self) -> Option<String> {
        let way = if self.skew > 0 { "slow" } else { "fast" };
        self.is_off().then(|| format!("{} {way}", quantity::span(self.skew.unsigned_abs())))
    }
}

/// The server wrote `server` at a moment between `sent` and `arrived` of our clock (ms), and may have cut off up to a second.
/// Of all differences that this allows, the one that is nearest to none.
fn certain(server: i64, sent: i64, arrived: i64) -> i64 {
    let server = server.saturating_mul(1000);
    let least = server.saturating_sub(arrived.max(sent));
    let most = server.saturating_add(1000).saturating_sub(sent.min(arrived));
    if least > 0 { least / 1000 } else { most.min(0) / 1000 }
}

/// The local time `now` put right by a skew, in seconds.
#[must_use]
pub fn corrected(now: i64, seen: Option<ServerTime>) -> i64 {
    now.saturating_add(seen.map_or(0, |seen| seen.skew))
}

/// A moment in UTC: `2026-11-24 08:00:00 UTC`.
#[must_use]
pub fn utc(seconds: i64) -> String {
    if !YEARS.contains(&seconds) {
        let side = if seconds < YEARS.start { "before the year 0" } else { "after the year 9999" };
        return side.to_owned();
    }
    let (year, month, day) = civil(seconds.div_euclid(DAY));
    let second = seconds.rem_euclid(DAY);
    let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
    format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02} UTC")
}

/// A number of seconds whatever its sign, from its two largest units: `40 s`, `2 h 5 min`, `3 days`.
#[must_use]
pub fn span(seconds: i64) -> String {
    quantity::span(seconds.unsigned_abs())
}

/// A moment as seen from `now`: `in 11 h 58 min`, `2 days ago`, `now`.
#[must_use]
pub fn relative(at: i64, now: i64) -> String {
    let distance = quantity::span(at.abs_diff(now));
    match at.cmp(&now) {
        std::cmp::Ordering::Greater => format!("in {distance}"),
        std::cmp::Ordering::Equal => "now".to_owned(),
        std::cmp::Ordering::Less => format!("{distance} ago"),
    }
}

/// Year, month and day of a day since 1970-01-01 in the Gregorian calendar. Counted in years that begin in March, so that
/// the day that leap years add is the last one; 400 years always have 146097 days.
fn civil(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let from_march = (5 * of_year + 2) / 153;
    let day = of_year - (153 * from_march + 2) / 5 + 1;
    let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
    (era * 400 + year + i64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::time::UNIX_EPOCH;

    /// 2026-11-24 08:00:00 UTC.
    const NOON: i64 = 1_795_507_200;

    fn date(seconds: i64) -> String {
        httpdate::fmt_http_date(UNIX_EPOCH + Duration::from_secs(seconds.unsigned_abs()))
    }

    #[test]
    fn only_what_is_certain_counts() {
        for (server, age, sent, arrived, skew, warning) in [
            (NOON, None, NOON * 1000, NOON * 1000 + 80, 0, None),
            // A second that was cut off, and a slow way, explain a difference.
            (NOON, None, NOON * 1000 + 990, NOON * 1000 + 1010, 0, None),
            (NOON, None, (NOON - 30) * 1000, (NOON + 30) * 1000, 0, None),
            (NOON + 60, None, NOON * 1000, NOON * 1000, 60, None),
            (NOON + 61, None, NOON * 1000, NOON * 1000, 61, Some("1 min 1 s slow")),
            (NOON + 61, None, NOON * 1000, (NOON + 5) * 1000, 56, None),
            (NOON - 62, None, NOON * 1000, NOON * 1000, -61, Some("1 min 1 s fast")),
            (NOON - 61, None, NOON * 1000, NOON * 1000, -60, None),
            (NOON + 7200, None, NOON * 1000, NOON * 1000, 7200, Some("2 h slow")),
            // What a cache kept for ten minutes is no clock of ten minutes ago.
            (NOON - 600, Some("600"), NOON * 1000, NOON * 1000, 0, None),
            (NOON - 600, Some("-1"), NOON * 1000, NOON * 1000, -599, Some("9 min 59 s fast")),
            // The clock went back while the answer was on its way.
            (NOON, None, NOON * 1000, (NOON - 3600) * 1000, 0, None),
        ] {
            let seen = ServerTime::read(Some(&date(server)), age, sent, arrived).unwrap();
            assert_eq!((seen.skew, seen.warning().as_deref()), (skew, warning), "{server} {sent} {arrived}");
            assert_eq!(seen.local, arrived / 1000);
        }
    }

    #[test]
    fn what_is_no_date_says_nothing() {
        for date in [None, Some(""), Some("now"), Some("2026-11-24"), Some("Tue, 99 Nov 2026 08:00:00 GMT")] {
            assert_eq!(ServerTime::read(date, None, 0, 0), None, "{date:?}");
        }
    }

    #[test]
    fn moments_are_written_in_utc() {
        for (seconds, expected) in [
            (0, "1970-01-01 00:00:00 UTC"),
            (-1, "1969-12-31 23:59:59 UTC"),
            (951_782_400, "2000-02-29 00:00:00 UTC"),
            (NOON, "2026-11-24 08:00:00 UTC"),
            (YEARS.start, "0000-01-01 00:00:00 UTC"),
            (YEARS.end - 1, "9999-12-31 23:59:59 UTC"),
            (YEARS.end, "after the year 9999"),
            (i64::MIN, "before the year 0"),
        ] {
            assert_eq!(utc(seconds), expected);
        }
    }

    #[test]
    fn moments_are_told_from_now() {
        for (at, expected) in
            [(NOON, "now"), (NOON + 43_080, "in 11 h 58 min"), (NOON - 2 * DAY, "2 days ago")]
        {
            assert_eq!(relative(at, NOON), expected);
        }
    }

    proptest! {
        /// Against a calendar of somebody else's.
        #[test]
        fn the_calendar_is_that_of_http_dates(seconds in 0..253_402_300_799_u64) {
            let other = httpdate::HttpDate::from(UNIX_EPOCH + Duration::from_secs(seconds)).to_string();
            let ours = utc(seconds.cast_signed());
            let months = "JanFebMarAprMayJunJulAugSepOctNovDec";
            let month = months.find(&other[8..11]).unwrap() / 3 + 1;
            let expected = format!("{}-{month:02}-{} {} UTC", &other[12..16], &other[5..7], &other[17..25]);
            prop_assert_eq!(ours, expected);
        }

        /// However slow the way: a right clock is never called wrong, and a wrong one never more wrong than it is.
        #[test]
        fn nobody_is_accused_for_a_slow_network(
            skew in -100_000..100_000_i64, to in 0..90_000_i64, back in 0..90_000_i64, at in 0..1000_i64
        ) {
            let sent = NOON * 1000 + at;
            let wrote = (sent + to + skew * 1000).div_euclid(1000);
            let seen = ServerTime::read(Some(&date(wrote)), None, sent, sent + to + back).unwrap();
            prop_assert!(seen.skew.abs() <= skew.abs(), "{} for {skew}", seen.skew);
            prop_assert!(seen.skew == 0 || (seen.skew < 0) == (skew < 0));
            prop_assert!((seen.skew - skew).abs() * 1000 <= to + back + 2000);
        }
    }

    #[test]
    fn a_correction_needs_something_seen() {
        let seen = ServerTime { local: NOON, server: NOON + 90, skew: 90 };
        assert_eq!((corrected(NOON, None), corrected(NOON, Some(seen))), (NOON, NOON + 90));
    }
}
