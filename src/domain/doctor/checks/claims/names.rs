//! `kid` and `iss`: whose key, whose team, and which service the token was made for.

use super::with;
use crate::domain::doctor::{evidence::Evidence, facts::Jwt};

/// Claims that tokens of App Store Connect, the App Store server, WeatherKit and Sign in with Apple carry, and MusicKit's
/// do not.
const FOREIGN: [&str; 4] = ["aud", "bid", "sub", "scope"];

pub(super) fn sign_in_with_apple(evidence: &Evidence) -> Option<String> {
    with(evidence, |jwt| {
        let iss = jwt.claim_text("iss")?;
        let is_apple = iss.trim_start_matches("https://").trim_end_matches('/') == "appleid.apple.com";
        is_apple.then(|| format!("iss {iss}, aud {}, alg {}", told(jwt, "aud"), alg(jwt)))
    })
}

pub(super) fn other_service(evidence: &Evidence) -> Option<String> {
    with(evidence, |jwt| {
        let known = FOREIGN.into_iter().filter(|name| jwt.claim(name).is_some());
        // A subject may be a person: that there is one is evidence enough.
        let is_there = |name: &&str| jwt.other_claims.iter().any(|other| other == name);
        let mut found: Vec<String> = known.map(|name| format!("{name} {}", told(jwt, name))).collect();
        found.extend(FOREIGN.into_iter().filter(is_there).map(str::to_owned));
        if let Some(id) = jwt.header_text("id") {
            found.push(format!("header id {id}"));
        }
        (!found.is_empty()).then(|| found.join(", "))
    })
}

/// Either name in the other's place, told by what is configured or by the name of the key's file.
pub(super) fn swapped(evidence: &Evidence) -> Option<String> {
    with(evidence, |jwt| {
        let (kid, iss) = (jwt.header_text("kid")?, jwt.claim_text("iss")?);
        let file = evidence.key_file.as_deref().and_then(file_key_id);
        let is = |known: Option<&str>, text: &str| known.is_some_and(|known| known == text);
        let team = evidence.team_id.as_deref();
        let iss_is_the_key = is(evidence.key_id.as_deref(), &iss) || is(file, &iss);
        let kid_is_the_team = is(team, &kid);
        let certain = (iss_is_the_key && (kid_is_the_team || team.is_none() || is(file, &iss)))
            || (kid_is_the_team && evidence.key_id.is_none());
        (certain && kid != iss).then(|| {
            let configured = |id: Option<&str>| id.unwrap_or("not set").to_owned();
            let (key_id, team_id) = (configured(evidence.key_id.as_deref()), configured(team));
            format!("kid {kid}, iss {iss}; configured: Key ID {key_id}, Team ID {team_id}")
        })
    })
}

pub(super) fn no_kid(evidence: &Evidence) -> Option<String> {
    with(evidence, |jwt| {
        let names: Vec<&str> = jwt.header.keys().map(String::as_str).collect();
        let misplaced = if jwt.claim("kid").is_some() { "; there is a kid in the payload" } else { "" };
        jwt.header_text("kid").is_none().then(|| format!("header: {}{misplaced}", names.join(", ")))
    })
}

pub(super) fn kid_is_an_identifier(evidence: &Evidence) -> Option<String> {
    with(evidence, |jwt| {
        jwt.header_text("kid").filter(|kid| kid.contains('.')).map(|kid| format!("kid {kid}"))
    })
}

pub(super) fn kid_shape(evidence: &Evidence) -> Option<String> {
    with(evidence, |jwt| unlike_an_id("kid", &jwt.header_text("kid")?))
}

pub(super) fn kid_differs(evidence: &Evidence) -> Option<String> {
    with(evidence, |jwt| differs("kid", &jwt.header_text("kid")?, evidence.key_id.as_deref()?))
}

pub(super) fn no_iss(evidence: &Evidence) -> Option<String> {
    with(evidence, |jwt| {
        jwt.claim_text("iss").is_none().then(|| format!("claims: {}", super::times::claim_names(jwt)))
    })
}

pub(super) fn iss_is_an_issuer_id(evidence: &Evidence) -> Option<String> {
    with(evidence, |jwt| jwt.claim_text("iss").filter(|iss| is_uuid(iss)).map(|iss| format!("iss {iss}")))
}

pub(super) fn iss_shape(evidence: &Evidence) -> Option<String> {
    with(evidence, |jwt| unlike_an_id("iss", &jwt.claim_text("iss")?))
}

pub(super) fn iss_differs(evidence: &Evidence) -> Option<String> {
    with(evidence, |jwt| differs("iss", &jwt.claim_text("iss")?, evidence.team_id.as_deref()?))
}

/// The 10 characters in `AuthKey_XXXXXXXXXX.p8`, and in the names of Apple's other keys.
pub(in crate::domain::doctor) fn file_key_id(name: &str) -> Option<&str> {
    let id = name.strip_suffix(".p8")?.rsplit_once('_')?.1;
    is_id(id).then_some(id)
}

fn is_id(text: &str) -> bool {
    text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
}

fn is_uuid(text: &str) -> bool {
    let lengths: Vec<usize> = text.split('-').map(str::len).collect();
    lengths == [8, 4, 4, 4, 12] && text.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-')
}

fn unlike_an_id(name: &str, text: &str) -> Option<String> {
    (!is_id(text)).then(|| format!("{name} {text}, {} characters", text.chars().count()))
}

fn differs(name: &str, text: &str, configured: &str) -> Option<String> {
    (!configured.is_empty() && text != configured).then(|| format!("{name} {text}, configured {configured}"))
}

fn told(jwt: &Jwt, name: &str) -> String {
    jwt.claim_text(name).map_or_else(|| "none".to_owned(), std::borrow::Cow::into_owned)
}

fn alg(jwt: &Jwt) -> String {
    jwt.header_text("alg").map_or_else(|| "none".to_owned(), std::borrow::Cow::into_owned)
}
