//! `iat`, `exp`, `nbf`: judged by the server's clock where it is known.

use super::with;
use crate::domain::{
    clock::{span, utc},
    doctor::{LONGEST_LIFE, TOLERATED_SKEW, evidence::Evidence, facts::Jwt},
};

/// Seconds of this size lie thousands of years ahead; milliseconds reached it in 1973.
const MILLISECONDS: i64 = 100_000_000_000;
/// Within a day of the limit a wrong clock, a time zone or daylight saving time pushes a token over it.
const NEAR_THE_LIMIT: i64 = 86_400;
/// A week is time enough to renew a token before anybody notices.
const SOON: i64 = 7 * 86_400;
/// A token that lives no longer is made anew each time: that it ends soon is what it is for.
const SHORT_LIVED: i64 = 86_400;

pub(super) fn claim_names(jwt: &Jwt) -> String {
    let names: Vec<&str> =
        jwt.claims.keys().map(String::as_str).chain(jwt.other_claims.iter().map(String::as_str)).collect();
    if names.is_empty() { "none".to_owned() } else { names.join(", ") }
}

/// A time in whole seconds, and in seconds at all.
fn seconds(jwt: &Jwt, name: &str) -> Option<i64> {
    jwt.seconds(name).filter(|time| *time < MILLISECONDS)
}

pub(super) fn iat_in_milliseconds(evidence: &Evidence) -> Option<String> {
    with(evidence, |jwt| in_milliseconds(jwt, "iat"))
}

pub(super) fn exp_in_milliseconds(evidence: &Evidence) -> Option<String> {
    with(evidence, |jwt| in_milliseconds(jwt, "exp"))
}

fn in_milliseconds(jwt: &Jwt, name: &str) -> Option<String> {
    let time = jwt.seconds(name).filter(|time| *time >= MILLISECONDS)?;
    Some(format!(
        "{name} {time}; as seconds {} years ahead, as milliseconds {}",
        time / 31_556_952 - 56,
        utc(time / 1000)
    ))
}

pub(super) fn ends_before_it_begins(evidence: &Evidence) -> Option<String> {
    with(evidence, |jwt| {
        let (iat, exp) = (seconds(jwt, "iat")?, seconds(jwt, "exp")?);
        (exp <= iat).then(|| format!("iat {}, exp {}", utc(iat), utc(exp)))
    })
}

pub(super) fn issued_in_the_future(evidence: &Evidence) -> Option<String> {
    with(evidence, |jwt| ahead(evidence, "iat", seconds(jwt, "iat")?))
}

pub(super) fn not_before(evidence: &Evidence) -> Option<String> {
    with(evidence, |jwt| ahead(evidence, "nbf", seconds(jwt, "nbf")?))
}

fn ahead(evidence: &Evidence, name: &str, time: i64) -> Option<String> {
    let ahead = time.saturating_sub(evidence.time());
    (ahead > TOLERATED_SKEW)
        .then(|| format!("{name} {}, {} ahead {}", utc(time), span(ahead), by_whose_clock(evidence)))
}

pub(super) fn expired(evidence: &Evidence) -> Option<String> {
    with(evidence, |jwt| {
        let exp = seconds(jwt, "exp")?;
        let ago = evidence.time().saturating_sub(exp);
        (ago >= 0).then(|| format!("exp {}, {} ago {}", utc(exp), span(ago), by_whose_clock(evidence)))
    })
}

pub(super) fn too_far(evidence: &Evidence) -> Option<String> {
    with(evidence, |jwt| {
        let ahead = seconds(jwt, "exp")?.saturating_sub(evidence.time());
        (ahead > LONGEST_LIFE).then(|| format!("exp is {ahead} s ahead, {LONGEST_LIFE} s are allowed"))
    })
}

pub(super) fn on_the_limit(evidence: &Evidence) -> Option<String> {
    with(evidence, |jwt| {
        let ahead = seconds(jwt, "exp")?.saturating_sub(evidence.time());
        let is_near = (LONGEST_LIFE - NEAR_THE_LIMIT..=LONGEST_LIFE).contains(&ahead);
        is_near.then(|| format!("exp is {ahead} s ahead, {LONGEST_LIFE} s are allowed"))
    })
}

pub(super) fn expires_soon(evidence: &Evidence) -> Option<String> {
    with(evidence, |jwt| {
        let exp = seconds(jwt, "exp")?;
        let left = exp.saturating_sub(evidence.time());
        let life = seconds(jwt, "iat").map_or(i64::MAX, |iat| exp.saturating_sub(iat));
        (left < SOON && life > SHORT_LIVED).then(|| format!("{} left, until {}", span(left), utc(exp)))
    })
}

fn by_whose_clock(evidence: &Evidence) -> &'static str {
    if evidence.skew().is_some() { "by the server's clock" } else { "by this machine's clock" }
}
