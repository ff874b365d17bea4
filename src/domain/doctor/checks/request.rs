//! What is wrong with the request itself: its address, its method, the headers that carry the tokens.

mod address;

use crate::domain::doctor::{
    check::{Check, GivesWay, Ground, Severity},
    evidence::Evidence,
    facts::{Authorization, Exchange, UserHeader},
};

const GROUND: Ground = Ground::Request;

const fn warning(check: Check) -> Check {
    Check { severity: Severity::Warn, ..check }
}

pub(super) const CHECKS: &[Check] = &[
    GROUND.error("REQ017", 29, "The URL still contains a placeholder.", "Fill it in.", |evidence| {
        with(evidence, address::placeholder)
    }),
    GROUND.error(
        "REQ004",
        30,
        "The request uses http://; the API is https only.",
        "Use https://api.music.apple.com.",
        |evidence| {
            with(evidence, |request| {
                let is_plain = request.scheme().eq_ignore_ascii_case("http") && !request.is_to_this_machine();
                is_plain.then(|| request.url.clone())
            })
        },
    ),
    GROUND.error(
        "REQ003",
        31,
        "Wrong host for this kind of token.",
        "A developer token you signed belongs on api.music.apple.com; amp-api.music.apple.com is the web player's private host.",
        wrong_host,
    ),
    GROUND.error(
        "REQ001",
        32,
        "No Authorization header was sent.",
        "Send Authorization: Bearer <developer token>. Every endpoint needs it, /v1/storefronts too.",
        |evidence| {
            with(evidence, |request| {
                let names: Vec<&str> = request.headers.iter().map(|(name, _)| name.as_str()).collect();
                let sent = if names.is_empty() { "none".to_owned() } else { names.join(", ") };
                (request.authorization() == Authorization::Absent).then(|| format!("headers sent: {sent}"))
            })
        },
    ),
    GROUND.error(
        "REQ002",
        33,
        "The Authorization header is malformed.",
        "Exactly one 'Bearer', one space, the token.",
        |evidence| {
            with(evidence, |request| match request.authorization() {
                Authorization::Malformed(value) => Some(format!("Authorization: {value}")),
                // Names of schemes have no case in HTTP; whether Apple agrees is not known, so only a refusal counts.
                Authorization::LowerCase if request.status() == Some(401) => {
                    Some("the word is not 'Bearer'".to_owned())
                }
                _ => None,
            })
        },
    ),
    GROUND.error(
        "REQ009",
        34,
        "The path is malformed (no /v1, or doubled slashes).",
        "Start the path with /v1/.",
        |evidence| with(evidence, address::malformed),
    ),
    GROUND.error(
        "REQ014",
        35,
        "/v1/me by itself is not an endpoint.",
        "GET /v1/me/storefront is the smallest personal request.",
        |evidence| {
            with(evidence, |request| {
                (request.path().trim_end_matches('/') == "/v1/me")
                    .then(|| format!("{} {}", request.method, request.path()))
            })
        },
    ),
    Check {
        gives_way: GivesWay::To(&["REQ017"]),
        ..GROUND.error(
            "REQ007",
            36,
            "That storefront does not exist.",
            "Use a two-letter id from /v1/storefronts (gb, not uk); take the user's own from /v1/me/storefront.",
            |evidence| with(evidence, address::unknown_storefront),
        )
    },
    Check {
        gives_way: GivesWay::To(&["REQ003", "REQ009", "REQ014", "REQ017"]),
        ..GROUND.error(
            "REQ015",
            37,
            "This method is not offered for this resource in the public API; Apple answers 401, which looks like a token fault.",
            "Only adding is supported; remove in the Music app.",
            not_offered,
        )
    },
    warning(GROUND.error(
        "REQ005",
        38,
        "The user token travels under the wrong name.",
        "On api.music.apple.com the header is Music-User-Token.",
        |evidence| {
            with(evidence, |request| match request.user_header() {
                UserHeader::Misnamed(name) if !request.is_to_the_web_player() => Some(name),
                _ => None,
            })
        },
    )),
    warning(GROUND.error(
        "REQ010",
        39,
        "A token is in the query string.",
        "Use headers. Treat the token as leaked: it is in logs.",
        |evidence| with(evidence, address::token_in_query),
    )),
];

/// The request in question, as long as Apple did not do it all the same.
fn with(evidence: &Evidence, look: fn(&Exchange) -> Option<String>) -> Option<String> {
    evidence.request.as_ref().and_then(look)
}

/// An own token on any other host than the API's; the web player's own may go to both, and the sign-in has hosts of its own.
fn wrong_host(evidence: &Evidence) -> Option<String> {
    let request = evidence.request.as_ref().filter(|request| !request.is_accepted())?;
    let is_web_players = evidence.jwt().is_some_and(super::super::facts::Jwt::is_web_player);
    let is_right = request.is_to_the_api()
        || request.is_to_the_sign_in()
        || (request.is_to_the_web_player() && is_web_players);
    let kind = if is_web_players { "the web player's token" } else { "a developer token you signed" };
    let carries = request.authorization() != Authorization::Absent || evidence.developer.is_some();
    (!is_right && carries).then(|| format!("host {}, {kind}", request.host()))
}

fn not_offered(evidence: &Evidence) -> Option<String> {
    let request =
        evidence.request.as_ref().filter(|request| request.is_to_the_api() && !request.is_accepted())?;
    if address::offers(&request.method, request.path()) {
        return None;
    }
    let same = evidence
        .probed()
        .any(|probe| probe.method == "GET" && probe.path() == request.path() && probe.is_accepted());
    let proof = if same { "; GET with the same tokens is answered 2xx" } else { "" };
    Some(format!("{} {}{proof}", request.method, request.path()))
}
