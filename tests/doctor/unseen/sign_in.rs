//! Sign-in pages.

use serde_json::{Value, json};

use crate::{
    case::{DAY, Third},
    unseen::Row,
};

pub(crate) const ROWS: &[Row] = &[
    ("all is well", |case| case.web(json!({ "status": 3, "settled": true })), ""),
    ("a blocker took the script", |case| case.web(json!({ "script": "blocked" })), "WEB001"),
    (
        "the script's error, by name",
        |case| case.web(json!({ "script_error": "net::ERR_NAME_NOT_RESOLVED" })),
        "WEB001",
    ),
    (
        "a policy refused the script",
        |case| {
            case.web(json!({ "error": "Refused to load the script 'https://js-cdn.music.apple.com/musickit/v3/musickit.js' because it violates the following Content Security Policy directive: \"script-src 'self'\"" }))
        },
        "WEB001",
    ),
    (
        "the script is not there",
        |case| case.web(json!({ "error": "ReferenceError: MusicKit is not defined" })),
        "WEB001",
    ),
    (
        "the script is not there, in Safari",
        |case| case.web(json!({ "error": "ReferenceError: Can't find variable: MusicKit" })),
        "WEB001",
    ),
    ("an answer for the script", |case| case.web(json!({ "script_status": 403 })), "WEB001"),
    ("a policy reports", |case| case.web(json!({ "csp_violation": "script-src" })), "WEB001"),
    ("MusicKit did not come", |case| case.web(json!({ "musickitloaded": false })), "WEB001"),
    (
        "the window's address tells more than what was thrown",
        |case| {
            case.web(json!({ "error": "AUTHORIZATION_ERROR: Unauthorized", "popup_url": "https://authorize.music.apple.com/woa?error=ERROR_FAILED_TO_VERIFY_JWT" }))
        },
        "WEB008",
    ),
    ("the script came", |case| case.web(json!({ "script_status": 200 })), ""),
    (
        "the window was closed",
        |case| {
            case.web(json!({ "error": "AUTHORIZATION_ERROR: Unauthorized", "status": 0, "settled": true }))
        },
        "WEB005",
    ),
    (
        "the window was closed, in new words",
        |case| case.web(json!({ "error": "[mk-007] AUTHORIZATION_ERROR; Unauthorized" })),
        "WEB005",
    ),
    ("the window was closed, as a number", |case| case.web(json!({ "error": "0", "status": 0 })), "WEB005"),
    ("the window was closed, as a number of JSON", |case| case.web(json!({ "error": 0 })), "WEB005"),
    ("Don't Allow", |case| case.web(json!({ "error": "1", "status": 1 })), "WEB006"),
    (
        "Don't Allow, in words",
        |case| case.web(json!({ "error": "AUTHORIZATION_ERROR: Unauthorized", "status": 1 })),
        "WEB006",
    ),
    (
        "unavailable",
        |case| case.web(json!({ "error": "AUTHORIZATION_ERROR: Unauthorized", "status": -1 })),
        "WEB007",
    ),
    (
        "not eligible",
        |case| {
            case.web(json!({ "error": "AUTHORIZATION_ERROR", "status": 0, "ineligibilityReason": "IneligibleStoreFront" }))
        },
        "WEB011",
    ),
    (
        "not eligible, as the answer of Apple's sign-in",
        |case| {
            case.get("https://buy.music.apple.com/account/web/auth")
                .answered(403, r#"{"ineligibilityReason":"IneligibleStoreFront"}"#)
        },
        "WEB011",
    ),
    (
        "the page refuses a healthy token",
        |case| case.web(json!({ "error": "ERROR_FAILED_TO_VERIFY_JWT" })),
        "WEB008",
    ),
    (
        "the page refuses a healthy token, in its address",
        |case| {
            case.web(
                json!({ "url": "https://authorize.music.apple.com/woa?error=ERROR_FAILED_TO_VERIFY_JWT" }),
            )
        },
        "WEB008",
    ),
    ("the page refuses, in old words", |case| case.web(json!({ "error": "UNABLE TO VERIFY JWT" })), "WEB008"),
    (
        "the page refuses, and so does the API",
        |case| case.web(json!({ "error": "ERROR_FAILED_TO_VERIFY_JWT" })).developer_probed(401),
        "SRV001 WEB008",
    ),
    (
        "the page refuses a signature in ASN.1",
        |case| case.third(Third::Der).web(json!({ "error": "ERROR_FAILED_TO_VERIFY_JWT" })),
        "DT061 WEB008",
    ),
    (
        "the page refuses a token of another key",
        |case| case.third(Third::ByAnother).web(json!({ "error": "ERROR_FAILED_TO_VERIFY_JWT" })),
        "DT063 WEB008",
    ),
    (
        "MusicKit lets milliseconds pass, the page does not",
        |case| case.claim("exp", 1_798_070_400_000_i64).web(json!({ "error": "ERROR_FAILED_TO_VERIFY_JWT" })),
        "DT046 WEB008",
    ),
    (
        "no token for the page",
        |case| case.no_token().no_key().web(json!({ "error": "Error: Invalid token." })),
        "DT001 WEB002",
    ),
    (
        "a quoted token for the page",
        |case| case.token(|jwt| format!("'{jwt}'")).web(json!({ "error": "Invalid token." })),
        "DT005 WEB002",
    ),
    (
        "an expired token for the page",
        |case| case.iat(-9 * DAY).exp(-DAY).web(json!({ "error": "Initialized with an expired token." })),
        "DT047 WEB003",
    ),
    ("a page from a file", |case| case.web(json!({ "origin": "null" })), "WEB012"),
    ("a page without an origin", |case| case.web(json!({ "origin": Value::Null })), "WEB012"),
    ("a page in an address", |case| case.web(json!({ "origin": "data:text/html,hi" })), "WEB012"),
    (
        "a pop-up that was blocked",
        |case| case.web(json!({ "window_open": null, "settled": false, "status": 0 })),
        "WEB004",
    ),
    (
        "a token for this page",
        |case| case.claim("origin", json!(["http://localhost:8765"])).web(json!({ "status": 3 })),
        "",
    ),
    (
        "a token for another page",
        |case| case.claim("origin", json!(["https://music.example"])).web(json!({})),
        "DT070",
    ),
];
