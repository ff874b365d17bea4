//! Answers of Apple's that were compared.

use serde_json::Value;

use crate::{
    case::{forbidden, unprivileged},
    each::Pair,
};

pub(crate) const PAIRS: &[Pair] = &[
    // No other answer than a second 401 tells that the first was about the token.
    (
        "SRV001",
        |case| case.developer_probed(401),
        "SRV001",
        |case| case.probe("/v1/test", 401).probe("/v1/storefronts?limit=1", 200),
        "",
    ),
    (
        "SRV002",
        |case| case.personal().answered(403, &forbidden()).probe("/v1/test", 200),
        "SRV002",
        // On one combined request the user token is not blamed.
        |case| case.personal().answered(403, &forbidden()),
        "",
    ),
    (
        "SRV003",
        |case| case.personal().get("/v1/me/library/songs").answered(400, &unprivileged("CloudLibrary")),
        "SRV003",
        |case| {
            case.personal()
                .get("/v1/me/library/songs")
                .answered(400, &crate::case::apple(400, "40005", "Invalid Parameter Value", "limit"))
        },
        "",
    ),
    (
        "SRV004",
        |case| {
            case.personal().get("/v1/me/library/songs").answered(404, "").probe_personal(
                "/v1/me/storefront",
                200,
                "",
            )
        },
        "SRV004",
        // One thing that is missing is not a library that is missing.
        |case| {
            case.personal().get("/v1/me/library/songs/i.a1").answered(404, "").probe_personal(
                "/v1/me/storefront",
                200,
                "",
            )
        },
        "",
    ),
    (
        "SRV010",
        |case| case.personal().probe("/v1/test", 200),
        "SRV010",
        |case| case.personal().probe("/v1/test", 429).set("client_error", Value::Null),
        "NET008",
    ),
];
