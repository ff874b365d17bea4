//! What a status means when no code says more, and what a class means when the status is not known either.
//!
//! The statuses are those of "HTTP Status Codes" in the Apple Music API documentation, and 502 and 504, which come from
//! the edge in front of it.

use super::case::Case;
use super::rule::{Rule, rule};

pub(super) const RULES: &[Rule] = &[
    rule(
        "400",
        "the request is not one that this path takes",
        &["A parameter, its value, the path or the body does not fit."],
        &["Read the detail, and compare the request with what Apple documents for this path."],
    ),
    // 401: before anything else is looked at, so a path that does not exist gives it too.
    rule(
        "401",
        "no developer token was sent",
        &["Every path needs one, /v1/storefronts too."],
        &[
            "Press {key:toggle-developer} to send the developer token.",
            "If there is none yet, the README says what one is made of.",
        ],
    )
    .when(|case| !case.request.developer_token_sent),
    rule(
        "401",
        "{method} is likely not offered here",
        &[
            "Apple answers 401 when a verb is not offered, as it is not for removing or changing things of the library.",
            "That is no verdict on a token.",
        ],
        &[
            "Do it in the Music app; the API only adds.",
            "To be sure of the developer token, send /v1/storefronts with it alone: 200 means that it is good.",
        ],
    )
    .when(is_unoffered),
    rule(
        "401",
        "likely the developer token",
        &[
            "The server gives no reason for a 401. Usual ones: the developer token has expired, lives longer than \
             15777000 s, has the wrong kid or iss, or its key was revoked.",
            "A clock that is wrong has the same effect.",
        ],
        &[
            "Send /v1/storefronts with the developer token alone: a 401 there too says that it is the token.",
            "Keep the {user}: a 401 says nothing about it until the developer token has passed a request of its own.",
            "Leave the developer token to {sandbox}: it takes only the one it made.",
            "If all of that is right, wait and press {key:send-again}: {apple} has refused good tokens for a time before.",
        ],
    ),
    // 403 without a code.
    rule(
        "403",
        "likely the Music User Token is missing",
        &[
            "The server forbids it and gives no code.",
            "No Music User Token was sent, and this path is about one person's account.",
        ],
        &["Press {key:toggle-user} to send the Music User Token.", "If there is none, set APPLE_MUSIC_USER_TOKEN."],
    )
    .when(|case| !case.request.user_token_sent && case.is_below("/v1/me")),
    rule(
        "403",
        "likely the Music User Token was refused",
        &[
            "The server forbids it and gives no code.",
            "A {user} was sent, and this path is about one person's account.",
        ],
        &["Send /v1/storefronts with the developer token alone first: 200 means that it is good.",
            "Then get a new Music User Token."],
    )
    .when(|case| case.is_below("/v1/me")),
    rule(
        "403",
        "no reason was given",
        &["The server forbids it and gives no code that says why."],
        &["If the path needs a Music User Token, press {key:toggle-user} to send it."],
    ),
    rule(
        "404",
        "nothing is there",
        &["The path, the id or the storefront is wrong, or the thing is gone."],
        &["Check each part of the path, and the storefront in it."],
    ),
    rule(
        "405",
        "{method} is not offered for this path",
        &["The path exists for another method, or not at all."],
        &["Press {key:next-method} in the request to change the method."],
    ),
    rule(
        "409",
        "it conflicts with what is there",
        &["Something changed in between, or exists already."],
        &["Read the thing again before you change it."],
    ),
    rule(
        "413",
        "the body is too large",
        &["The server takes no body of this size."],
        &["Send fewer things at a time."],
    ),
    rule(
        "414",
        "the path is too long",
        &["The server takes no address of this length."],
        &["Ask for fewer ids at a time."],
    ),
    // 429: documented without a body or numbers; measured by github.com/music-assistant/server/pull/5333 and /5188.
    rule(
        "429",
        "too many requests; wait {wait}",
        &["The limit is for the developer's whole team, and passes by itself.", NOT_THE_TOKENS],
        &["Wait {wait}, as the server asks, then press {key:send-again}.", "See what else uses the same team's keys."],
    ),
    rule(
        "429",
        "too many requests; wait a little",
        &[
            "The limit is for the developer's whole team, and passes by itself, mostly within seconds, after a bulk of \
             requests within an hour.",
            NOT_THE_TOKENS,
        ],
        &[
            "Wait some seconds, then press {key:send-again}; wait twice as long each time.",
            "See what else uses the same team's keys.",
        ],
    ),
    // 500: a garbled developer token was seen to end here (github.com/therealmarius/Spotify-2-AppleMusic/issues/35).
    rule(
        "500",
        "the server failed",
        &["The fault is likely on the server's side.", LOOK_FIRST],
        &[
            "Press {key:send-again} to send it again.",
            "If every path does this, look at the developer token: one that lost a few characters has ended in a 500.",
        ],
    ),
    rule(
        "501",
        "the server does not do this",
        &["The method or path is not built."],
        &["Press {key:next-method} to change the method."],
    ),
    rule(
        "502",
        "the edge got no good answer from the API",
        &["The fault is likely on the server's side and passes.", LOOK_FIRST],
        AGAIN,
    ),
    rule(
        "503",
        "the service is not available; wait {wait}",
        &["It is overloaded or being worked on.", LOOK_FIRST],
        &["Wait {wait}, as the server asks, then press {key:send-again}."],
    ),
    rule(
        "503",
        "the service is not available",
        &["It is overloaded or being worked on.", LOOK_FIRST],
        AGAIN,
    ),
    rule(
        "504",
        "the API took too long; likely include=albums with filter[isrc]",
        &[
            "The edge gave up waiting.",
            "This combination was seen to fail every time, and include=artists was not.",
        ],
        &["Take albums out of include and read them in a second request."],
    )
    .when(|case| case.query("filter[isrc]").is_some() && case.query("include").is_some_and(|all| all.contains("albums"))),
    rule(
        "504",
        "the API took too long",
        &["The edge in front of the API gave up waiting.", LOOK_FIRST],
        &["Press {key:send-again} to send it again.", "Ask for less: a smaller limit, fewer ids, less to include."],
    ),
    // Classes.
    rule(
        "2xx",
        "errors stand in an answer that succeeded",
        &["A part of the request was not done; the rest of the body holds good."],
        &["Read the detail."],
    ),
    rule(
        "3xx",
        "errors stand in a redirect",
        &["The answer points elsewhere and says why."],
        &["Read the detail."],
    ),
    rule(
        "4xx",
        "the request was not accepted",
        &["The class 4xx means that something in the request does not fit."],
        &["Read the detail and change the request."],
    ),
    rule(
        "5xx",
        "the server failed",
        &["The class 5xx means that the fault is on the server's side.", LOOK_FIRST],
        AGAIN,
    ),
];

const NOT_THE_TOKENS: &str = "It says nothing against the tokens; a new one would meet the same limit.";
const LOOK_FIRST: &str = "The {write} may have been carried out all the same: look before you repeat it.";
const AGAIN: &[&str] = &["Wait a little, then press {key:send-again} to send it again."];

/// Apple documents no PATCH and no DELETE but for ratings; both were seen to give a 401 in the library
/// (developer.apple.com/forums/thread/813068, /805461).
fn is_unoffered(case: &Case<'_>) -> bool {
    match case.request.method {
        "PATCH" => true,
        "DELETE" => case.is_below("/v1/me/library"),
        _ => false,
    }
}
