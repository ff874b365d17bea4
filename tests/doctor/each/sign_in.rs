//! A sign-in page with MusicKit.

use serde_json::json;

use crate::{case::DAY, each::Pair};

pub(crate) const PAIRS: &[Pair] = &[
    (
        "WEB001",
        |case| case.web(json!({ "script_loaded": false })),
        "WEB001",
        |case| case.web(json!({ "script_loaded": true })),
        "",
    ),
    (
        "WEB002",
        |case| case.web(json!({ "error": "Error: Invalid token." })),
        "WEB002",
        |case| case.web(json!({ "error": "TypeError: MusicKit.configure needs an app" })),
        "",
    ),
    (
        "WEB003",
        |case| {
            case.iat(-9 * DAY).exp(-DAY).web(json!({ "error": "Error: Initialized with an expired token." }))
        },
        "DT047 WEB003",
        |case| case.iat(-9 * DAY).exp(-DAY).web(json!({})),
        "DT047",
    ),
    (
        "WEB004",
        |case| case.web(json!({ "window_open": null, "settled": false })),
        "WEB004",
        |case| case.web(json!({ "window_open": "[object Window]", "settled": false })),
        "",
    ),
    (
        "WEB005",
        |case| case.web(json!({ "error": "AUTHORIZATION_ERROR: Unauthorized", "status": 0 })),
        "WEB005",
        |case| case.web(json!({ "status": 3, "settled": true })),
        "",
    ),
    (
        "WEB006",
        |case| case.web(json!({ "error": "1", "status": 1 })),
        "WEB006",
        |case| case.web(json!({ "status": 2 })),
        "",
    ),
    (
        "WEB007",
        |case| case.web(json!({ "status": -1 })),
        "WEB007",
        |case| case.web(json!({ "status": 3 })),
        "",
    ),
    (
        "WEB008",
        |case| case.web(json!({ "error": "ERROR_FAILED_TO_VERIFY_JWT" })),
        "WEB008",
        |case| case.web(json!({ "error": "ERROR_REQUEST_FAILED" })),
        "",
    ),
    (
        "WEB011",
        |case| case.web(json!({ "ineligibilityReason": "IneligibleStoreFront" })),
        "WEB011",
        |case| case.web(json!({ "ineligibilityReason": null })),
        "",
    ),
    (
        "WEB012",
        |case| case.web(json!({ "origin": "file://" })),
        "WEB012",
        |case| case.web(json!({ "origin": "http://127.0.0.1:8765" })),
        "",
    ),
];
