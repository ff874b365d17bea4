//! How long to wait before a request is sent again, and when to stop trying.
//!
//! Apple publishes no numbers for its limit. The steps follow what was measured: all refused requests went through within
//! 3.5 s, most within 0.5 s, and no `Retry-After` came (github.com/music-assistant/server/pull/5333).

use std::time::Duration;

use super::Setback;

/// What to wait before the first, second … repetition of a request that was refused for their number, in milliseconds.
const AFTER_LIMIT: [u64; 6] = [500, 1_000, 2_000, 4_000, 8_000, 8_000];

/// The same for a server that failed and a connection that was cut: it passes in seconds, or not soon.
const AFTER_FAILURE: [u64; 3] = [500, 1_000, 2_000];

/// The longest wait that a server may ask for without a person being asked: longer looks like a program that hangs.
const LONGEST: Duration = Duration::from_secs(60);

/// How often one request has been sent again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Patience {
    limited: u8,
    failed: u8,
}

/// What to do after a setback.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Send it again after so many milliseconds.
    Wait(u64),
    /// Only a person should let it go on; the server may have said after how long.
    Pause(Option<Duration>),
    /// Never send it again.
    Over,
}

impl Patience {
    /// How often the request has been sent again so far.
    #[must_use]
    pub const fn tries(self) -> u8 {
        self.limited + self.failed
    }

    /// Judges a setback of a request that only reads; a write is never sent again. Waits differ by time and `salt`, so
    /// that requests which failed together do not come back together.
    #[must_use]
    pub fn after(&mut self, setback: Setback, now_ms: i64, salt: u64) -> Verdict {
        match setback {
            Setback::Limited { retry_after } => self.limited(retry_after, now_ms, salt),
            Setback::Server { .. } | Setback::Cut => {
                let Some(step) = AFTER_FAILURE.get(usize::from(self.failed)) else { return Verdict::Over };
                self.failed += 1;
                Verdict::Wait(jittered(*step, now_ms, salt))
            }
            Setback::PastEnd | Setback::Capped | Setback::Final => Verdict::Over,
        }
    }

    fn limited(&mut self, retry_after: Option<Duration>, now_ms: i64, salt: u64) -> Verdict {
        let Some(step) = AFTER_LIMIT.get(usize::from(self.limited)) else {
            return Verdict::Pause(retry_after);
        };
        if retry_after.is_some_and(|asked| asked > LONGEST) {
            return Verdict::Pause(retry_after);
        }
        self.limited += 1;
        let asked = retry_after.map(|asked| u64::try_from(asked.as_millis()).unwrap_or(u64::MAX));
        Verdict::Wait(asked.unwrap_or_else(|| jittered(*step, now_ms, salt)))
    }
}

/// Between half of a step and the whole of it.
fn jittered(step: u64, now_ms: i64, salt: u64) -> u64 {
    // The finaliser of SplitMix64: inputs that differ by one bit come out far apart.
    let mut mixed = now_ms.cast_unsigned() ^ salt.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^= mixed >> 31;
    step / 2 + mixed % (step / 2 + 1)
}

/// What `Retry-After` asks for: seconds, or the time until a date (RFC 9110, section 10.2.3). A date that has passed asks
/// for nothing.
#[must_use]
pub fn retry_after(value: &str, now_ms: i64) -> Option<Duration> {
    let value = value.trim();
    if let Ok(seconds) = value.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let date = httpdate::parse_http_date(value).ok()?.duration_since(std::time::UNIX_EPOCH).ok()?;
    let now = Duration::from_millis(u64::try_from(now_ms).unwrap_or(0));
    Some(date.saturating_sub(now))
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMITED: Setback = Setback::Limited { retry_after: None };

    fn waits(setback: Setback, now_ms: i64, salt: u64) -> (Vec<u64>, Verdict) {
        let (mut patience, mut waits) = (Patience::default(), Vec::new());
        loop {
            match patience.after(setback, now_ms, salt) {
                Verdict::Wait(millis) => waits.push(millis),
                last => return (waits, last),
            }
        }
    }

    #[test]
    fn a_limit_is_met_with_six_tries_of_doubling_steps_and_then_a_pause() {
        for (now, salt) in [(0, 0), (1_700_000_000_000, 1), (1_700_000_000_001, 1), (i64::MIN, u64::MAX)] {
            let (waits, last) = waits(LIMITED, now, salt);
            assert_eq!((waits.len(), last), (6, Verdict::Pause(None)));
            for (wait, step) in waits.iter().zip(AFTER_LIMIT) {
                assert!((step / 2..=step).contains(wait), "{wait} of {step}");
            }
        }
    }

    #[test]
    fn a_failing_server_and_a_cut_connection_are_tried_three_times() {
        for setback in [Setback::Server { status: 502 }, Setback::Cut] {
            let (waits, last) = waits(setback, 7, 7);
            assert_eq!((waits.len(), last), (3, Verdict::Over), "{setback:?}");
        }
        for setback in [Setback::Final, Setback::PastEnd, Setback::Capped] {
            assert_eq!(waits(setback, 7, 7), (vec![], Verdict::Over));
        }
    }

    #[test]
    fn requests_that_failed_together_do_not_come_back_together() {
        let first = |salt| waits(LIMITED, 1_700_000_000_000, salt).0[0];
        let distinct: std::collections::HashSet<_> = (0..8).map(first).collect();
        assert!(distinct.len() > 5, "{distinct:?}");
    }

    #[test]
    fn what_the_server_asks_for_wins_and_a_long_wait_is_a_pause() {
        let asked = |seconds| Setback::Limited { retry_after: Some(Duration::from_secs(seconds)) };
        let cases = [
            (asked(0), Verdict::Wait(0)),
            (asked(1), Verdict::Wait(1_000)),
            (asked(60), Verdict::Wait(60_000)),
            (asked(61), Verdict::Pause(Some(Duration::from_secs(61)))),
        ];
        for (setback, verdict) in cases {
            assert_eq!(Patience::default().after(setback, 0, 0), verdict, "{setback:?}");
        }
    }

    #[test]
    fn retry_after_is_seconds_or_a_date() {
        // 1994-11-06 08:49:37 UTC, the date of the RFC's own example.
        let date = 784_111_777_000;
        let cases = [
            ("120", date, Some(120_000)),
            (" 0 ", date, Some(0)),
            ("Sun, 06 Nov 1994 08:49:37 GMT", date - 5_500, Some(5_500)),
            ("Sun, 06 Nov 1994 08:49:37 GMT", date + 5_500, Some(0)),
            ("soon", date, None),
            ("-1", date, None),
            ("", date, None),
        ];
        for (value, now, millis) in cases {
            assert_eq!(retry_after(value, now), millis.map(Duration::from_millis), "{value}");
        }
    }
}
