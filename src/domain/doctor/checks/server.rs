//! What Apple's server said to requests that differ in one thing.

use crate::domain::doctor::{
    check::{Check, GivesWay, Ground, Severity},
    evidence::Evidence,
    facts::{Answer, Exchange, Signature},
};

const GROUND: Ground = Ground::Server;

pub(super) const CHECKS: &[Check] = &[
    GROUND.error(
        "SRV002",
        92,
        "Apple accepts the developer token but refuses this user token.",
        "Log in again; in a private window if it persists. Common after a password change, revocation or unauthorize().",
        |evidence| refused(evidence, |answer| answer.status == 403 && answer.error("40300").is_some()),
    ),
    Check {
        gives_way: GivesWay::ToNothing,
        ..GROUND.error(
            "SRV003",
            92,
            "The account has no active Apple Music subscription (or not this privilege).",
            "Subscribe or use another account; tokens are fine, catalog still works.",
            |evidence| {
                let mut answers = evidence.exchanges().filter_map(|exchange| exchange.answer.as_ref());
                let error = answers.find_map(|answer| answer.error("40015"))?;
                Some(format!("code 40015: {}", error.detail))
            },
        )
    },
    Check {
        severity: Severity::Warn,
        ..GROUND.error(
            "SRV004",
            92,
            "Tokens are fine; this account has no cloud library.",
            "Turn on Sync Library in Music, add one song.",
            no_library,
        )
    },
    GROUND.error(
        "SRV010",
        93,
        "The developer token works; the personal request was refused with 401.",
        "Not signed in or no valid subscription, per Apple's table; log in again.",
        |evidence| refused(evidence, |answer| answer.status == 401),
    ),
    Check {
        gives_way: GivesWay::ToAnyDoubt,
        ..GROUND.error(
            "SRV001",
            94,
            "The token is well formed and correctly signed, yet Apple refuses it.",
            "In this order: key revoked; key without Media Services; team membership or agreement lapsed; key minutes old (wait); kid/iss of another team.",
            refused_whatever_it_says,
        )
    },
];

/// A personal request was refused in this way, the developer token alone was accepted, and the user token never was.
fn refused(evidence: &Evidence, is_it: fn(&Answer) -> bool) -> Option<String> {
    if !evidence.developer_proven() || evidence.user_accepted() {
        return None;
    }
    let refused = evidence
        .exchanges()
        .find(|exchange| exchange.is_with_user_token() && exchange.answer.as_ref().is_some_and(is_it))?;
    let alone =
        evidence.exchanges().find(|exchange| exchange.is_developer_only() && exchange.is_accepted())?;
    Some(format!("{}, {}", told(alone), told(refused)))
}

/// `/v1/test 200`, with Apple's code where there is one.
fn told(exchange: &Exchange) -> String {
    let status = exchange.status().map_or_else(|| "no answer".to_owned(), |status| status.to_string());
    let code = exchange.answer.as_ref().and_then(|answer| answer.errors().first());
    let code = code.map_or_else(String::new, |error| format!(" code {}", error.code));
    format!("{} {status}{code}", exchange.path())
}

/// A whole collection is missing, not one thing in it.
fn no_library(evidence: &Evidence) -> Option<String> {
    let storefront = evidence.exchanges().find(|exchange| {
        exchange.is_with_user_token() && exchange.path() == "/v1/me/storefront" && exchange.is_accepted()
    })?;
    let library = evidence.exchanges().find(|exchange| {
        let collection = exchange.path().trim_end_matches('/').strip_prefix("/v1/me/library");
        let is_collection = collection.is_some_and(|rest| rest.matches('/').count() <= 1);
        exchange.is_with_user_token()
            && exchange.method == "GET"
            && is_collection
            && exchange.status() == Some(404)
    })?;
    Some(format!("{}, {}", told(storefront), told(library)))
}

/// The doctor's own questions with the developer token alone were refused, and none of them was left open.
fn refused_whatever_it_says(evidence: &Evidence) -> Option<String> {
    let asked = || evidence.probed().filter(|exchange| exchange.is_developer_only());
    let is_refused = |exchange: &&Exchange| exchange.status() == Some(401);
    let is_unclear = |exchange: &Exchange| {
        exchange.answer.as_ref().is_none_or(|answer| answer.is_success() || answer.is_not_judged())
    };
    let signature = evidence.jwt()?.signature;
    if asked().any(is_unclear) || !asked().any(|exchange| is_refused(&exchange)) {
        return None;
    }
    let refused: Vec<String> = asked().filter(is_refused).map(told).collect();
    let passed = match signature {
        Signature::Valid => "local checks passed",
        _ => "local checks passed, the signature unchecked for want of the key",
    };
    Some(format!("{passed}; {}", refused.join(", ")))
}
