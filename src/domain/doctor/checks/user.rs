//! What is wrong with a Music User Token, as far as its shape, its age and its absence tell.

use crate::domain::{
    clock::{span, utc},
    doctor::{
        check::{Check, GivesWay, Ground},
        evidence::Evidence,
        facts::{UserBlemish, UserContent, UserHeader, UserToken},
    },
};

/// User tokens last about six months; from here on one may end any day.
const OLD: i64 = 150 * 86_400;
/// No whole one was ever seen this short.
const SHORT: usize = 100;

const GROUND: Ground = Ground::User;

pub(super) const CHECKS: &[Check] = &[
    GROUND.error(
        "MUT001",
        81,
        "A personal endpoint was called with no user token.",
        "Send Music-User-Token with it; if there is none yet, log in (browser page).",
        |evidence| {
            let request = evidence.request.as_ref()?;
            (request.is_personal() && request.user_header() != UserHeader::Good)
                .then(|| request.path().to_owned())
        },
    ),
    GROUND.error(
        "MUT003",
        82,
        "The user token is your developer token.",
        "They are two different tokens.",
        |evidence| {
            is(evidence, |content| {
                matches!(content, UserContent::DeveloperToken).then(|| "the two are equal".to_owned())
            })
        },
    ),
    GROUND.error(
        "MUT002",
        83,
        "The user token is a JWT (Sign in with Apple identity token, or some developer token).",
        "Get it from MusicKit's authorize(); Sign in with Apple cannot be exchanged for it.",
        |evidence| {
            is(evidence, |content| match content {
                UserContent::Jwt(issuer) => Some(format!("iss {}", issuer.as_deref().unwrap_or("none"))),
                _ => None,
            })
        },
    ),
    GROUND.error(
        "MUT010",
        84,
        "That is a Sign in with Apple code, access or refresh token.",
        "Get it from MusicKit's authorize().",
        |evidence| {
            is(evidence, |content| {
                matches!(content, UserContent::SignInWithApple)
                    .then(|| "runs of letters and digits with dots between".to_owned())
            })
        },
    ),
    GROUND.error(
        "MUT006",
        85,
        "The value carries its name or 'Bearer'.",
        "Keep only the value.",
        |evidence| {
            has(evidence, |blemish| match blemish {
                UserBlemish::Named(name) => Some(format!("it begins with {name}")),
                _ => None,
            })
        },
    ),
    GROUND.error(
        "MUT009",
        85,
        "That is a whole Cookie header.",
        "Keep only the value of media-user-token.",
        |evidence| {
            is(evidence, |content| match content {
                UserContent::Cookie(count) => Some(format!("{count} semicolons")),
                _ => None,
            })
        },
    ),
    GROUND.error("MUT004", 86, "The user token is percent-encoded.", "Decode it once.", |evidence| {
        has(evidence, |blemish| match blemish {
            UserBlemish::PercentEncoded(found) => Some(format!("it contains {}", found.join(", "))),
            _ => None,
        })
    }),
    GROUND.error(
        "MUT008",
        86,
        "Spaces stand where + belongs (form-decoded).",
        "Replace spaces with +, and encode properly next time.",
        |evidence| {
            has(evidence, |blemish| match blemish {
                UserBlemish::Spaces(places) => {
                    let places: Vec<String> = places.iter().map(usize::to_string).collect();
                    Some(format!("spaces at {}", places.join(", ")))
                }
                _ => None,
            })
        },
    ),
    GROUND.error(
        "MUT005",
        87,
        "The user token has white space, a line break or quotes around it.",
        "Trim it.",
        |evidence| {
            has(evidence, |blemish| match blemish {
                UserBlemish::Wrapped(codes) => {
                    let codes: Vec<String> = codes.iter().map(|code| format!("U+{code:04X}")).collect();
                    Some(format!("characters {}", codes.join(", ")))
                }
                _ => None,
            })
        },
    ),
    Check {
        gives_way: GivesWay::To(&["MUT002", "MUT003", "MUT004", "MUT006", "MUT008", "MUT009", "MUT010"]),
        ..GROUND.warning("MUT007", 88, "The user token looks cut off.", "Copy it again.", cut)
    },
    GROUND.warning(
        "MUT012",
        89,
        "The user token is older than 150 days; they last about six months.",
        "Log in again.",
        |evidence| {
            let stored = evidence.user_obtained_at?;
            let age = evidence.time().saturating_sub(stored);
            (evidence.user.is_some() && age > OLD)
                .then(|| format!("stored {}, {} ago", utc(stored), span(age)))
        },
    ),
];

fn token(evidence: &Evidence) -> Option<&UserToken> {
    evidence.user.as_ref()
}

fn is(evidence: &Evidence, look: impl Fn(&UserContent) -> Option<String>) -> Option<String> {
    token(evidence).and_then(|token| look(&token.content))
}

fn has(evidence: &Evidence, look: impl Fn(&UserBlemish) -> Option<String>) -> Option<String> {
    token(evidence)?.blemishes.iter().find_map(look)
}

/// Newer tokens come without the padding at the end that all had once, so that its absence counts only in a token that
/// Apple refused.
fn cut(evidence: &Evidence) -> Option<String> {
    let token = token(evidence)?;
    let UserContent::Opaque { padded } = token.content else { return None };
    let refused = evidence.exchanges().any(|exchange| {
        let is_refused = exchange
            .answer
            .as_ref()
            .is_some_and(|answer| answer.status == 403 && answer.error("40300").is_some());
        exchange.is_with_user_token() && is_refused
    });
    let is_cut = token.length < SHORT || (refused && !padded);
    is_cut.then(|| {
        format!("{} characters{}", token.length, if padded { "" } else { ", no padding at the end" })
    })
}
