//! What a sign-in page with MusicKit ran into.

use crate::domain::doctor::{
    check::{Check, GivesWay, Ground},
    evidence::Evidence,
    facts::{Body, SignIn},
};

const GROUND: Ground = Ground::SignIn;

pub(super) const CHECKS: &[Check] = &[
    GROUND.error(
        "WEB001",
        16,
        "MusicKit's script did not load.",
        "Allow js-cdn.music.apple.com.",
        |evidence| {
            with(evidence, |page| {
                let names_it = says(
                    page,
                    &[
                        "js-cdn.music.apple.com",
                        "musickit.js",
                        "musickit is not defined",
                        "can't find variable: musickit",
                        "content security policy",
                        "musickitloaded",
                    ],
                );
                (page.script_loaded == Some(false) || names_it)
                    .then(|| error(page).unwrap_or("the script did not load").to_owned())
            })
        },
    ),
    GROUND.error(
        "WEB012",
        17,
        "The page has no usable origin (file:, data:).",
        "Serve it from http://localhost:<port>.",
        |evidence| {
            with(evidence, |page| {
                let origin = page.origin.as_deref()?;
                let is_usable = origin.starts_with("http://") || origin.starts_with("https://");
                (!is_usable).then(|| format!("location.origin {origin}"))
            })
        },
    ),
    GROUND.error(
        "WEB004",
        18,
        "The sign-in window was blocked; authorize() will never settle.",
        "Allow pop-ups; call authorize() directly in the click with MusicKit already configured.",
        |evidence| with(evidence, |page| page.window_blocked.then(|| "window.open returned null".to_owned())),
    ),
    GROUND.error(
        "WEB011",
        18,
        "Apple's sign-in says the account's store is not eligible.",
        "Check the account's country; also seen during an Apple outage.",
        ineligible,
    ),
    Check {
        gives_way: GivesWay::To(&["WEB004", "WEB011"]),
        ..GROUND.error(
            "WEB005",
            19,
            "The sign-in window closed with no token.",
            "Finish the dialog; if it closed by itself, allow third-party cookies for apple.com.",
            |evidence| {
                with(evidence, |page| {
                    let closed = ended(page, 0)
                        || says(
                            page,
                            &[
                                "authorization_error",
                                "unauthorized",
                                "window closed",
                                "popup closed",
                                "window was closed",
                            ],
                        );
                    let is_other =
                        [-1, 1].into_iter().any(|status| ended(page, status)) || refused_token(page);
                    (closed && !is_other).then(|| told(page))
                })
            },
        )
    },
    GROUND.error("WEB006", 19, "The user pressed Don't Allow.", "Ask again.", |evidence| {
        with(evidence, |page| ended(page, 1).then(|| told(page)))
    }),
    GROUND.error(
        "WEB007",
        19,
        "Apple reports authorization unavailable for this account.",
        "Check subscription, family/child account, region.",
        |evidence| with(evidence, |page| ended(page, -1).then(|| told(page))),
    ),
    GROUND.error(
        "WEB002",
        96,
        "MusicKit refused the token's shape ('Invalid token.').",
        "See DT002-DT012.",
        |evidence| with(evidence, |page| says(page, &["invalid token"]).then(|| told(page))),
    ),
    GROUND.error(
        "WEB003",
        97,
        "MusicKit refused an expired token ('Initialized with an expired token').",
        "Mint a new developer token.",
        |evidence| with(evidence, |page| says(page, &["expired token"]).then(|| told(page))),
    ),
    GROUND.error(
        "WEB008",
        98,
        "Apple's sign-in page refused the developer token.",
        "Run the DT and KEY checks and probe /v1/test.",
        |evidence| with(evidence, |page| refused_token(page).then(|| told(page))),
    ),
];

fn with(evidence: &Evidence, look: impl Fn(&SignIn) -> Option<String>) -> Option<String> {
    evidence.sign_in.as_ref().and_then(look)
}

fn error(page: &SignIn) -> Option<&str> {
    page.error.as_deref().filter(|text| !text.is_empty())
}

fn says(page: &SignIn, words: &[&str]) -> bool {
    let lower = error(page).unwrap_or_default().to_ascii_lowercase();
    words.iter().any(|word| lower.contains(word))
}

/// The status, or the bare number that MusicKit rejects its promise with.
fn ended(page: &SignIn, status: i64) -> bool {
    let rejected = error(page).and_then(|text| text.split(',').next()?.trim().parse().ok());
    rejected.or(page.status) == Some(status)
}

fn refused_token(page: &SignIn) -> bool {
    says(page, &["failed_to_verify_jwt", "unable to verify jwt"])
}

fn told(page: &SignIn) -> String {
    let mut told: Vec<String> = error(page).map(|text| format!("error {text}")).into_iter().collect();
    told.extend(page.status.map(|status| format!("status {status}")));
    told.join(", ")
}

/// Told by the sign-in's page, or by Apple's answer to a request of it.
fn ineligible(evidence: &Evidence) -> Option<String> {
    let on_page = evidence.sign_in.as_ref().and_then(|page| {
        page.ineligibility.clone().or_else(|| says(page, &["ineligib"]).then(|| told(page)))
    });
    let in_answer = || {
        evidence.exchanges().find_map(|exchange| match &exchange.answer.as_ref()?.body {
            Body::Json { ineligibility, .. } => ineligibility.clone(),
            _ => None,
        })
    };
    on_page.or_else(in_answer).map(|reason| format!("ineligibilityReason {reason}"))
}
