//! The developer token's header, claims and signature.

use serde_json::{Value, json};

use crate::{
    case::{CAP, DAY, NOW, TEAM_ID, Third},
    each::Pair,
};

pub(crate) const PAIRS: &[Pair] = &[
    ("DT020", |case| case.header("alg", "none"), "DT020", |case| case.header("alg", "nones"), "DT021"),
    (
        "DT021",
        |case| case.header("alg", "HS256").third(Third::Bytes(32)),
        "DT021",
        |case| case.header("typ", "HS256"),
        "",
    ),
    ("DT022", |case| case.header("kid", Value::Null), "DT022", |case| case.header("typ", Value::Null), ""),
    (
        "DT023",
        |case| case.header("kid", "FICTION01").set("key_id", Value::Null).set("key_filename", Value::Null),
        "DT023",
        |case| case.header("kid", "FICTION011").set("key_id", Value::Null).set("key_filename", Value::Null),
        "",
    ),
    (
        "DT024",
        |case| case.header("kid", "media.com.example.fiction"),
        "KEY010 DT024 DT035",
        |case| case.header("kid", "mediacom").set("key_filename", Value::Null),
        "DT023 DT035",
    ),
    ("DT030", |case| case.claim("iss", ""), "DT030", |case| case.claim("sound", ""), ""),
    (
        "DT031",
        |case| case.claim("iss", "Fiction Records").set("team_id", Value::Null),
        "DT031",
        |case| case.claim("iss", "FICTION007").set("team_id", Value::Null),
        "",
    ),
    (
        "DT032",
        |case| case.claim("iss", "57246542-96fe-1a63-e053-0824d011072a").set("team_id", Value::Null),
        "DT032",
        |case| case.claim("iss", "57246542-96fe-1a63").set("team_id", Value::Null),
        "DT031",
    ),
    (
        "DT033",
        |case| case.header("kid", TEAM_ID).claim("iss", crate::case::KEY_ID),
        "DT033",
        |case| case.header("kid", TEAM_ID).set("key_filename", Value::Null),
        "DT035",
    ),
    (
        "DT034",
        |case| case.claim("iss", "FICTION007"),
        "DT034",
        |case| case.claim("iss", "FICTION007").set("team_id", ""),
        "",
    ),
    ("DT035", |case| case.set("key_id", "FICTION007"), "DT035", |case| case.set("key_id", Value::Null), ""),
    ("DT040", |case| case.claim("iat", Value::Null), "DT040", |case| case.claim("iat", 0), ""),
    ("DT041", |case| case.claim("iat", NOW.to_string()), "DT041", |case| case.claim("iat", NOW), ""),
    ("DT042", |case| case.claim("iat", (NOW - 60) * 1000), "DT042", |case| case.claim("iat", NOW - 60), ""),
    ("DT043", |case| case.iat(61), "DT043", |case| case.iat(60), ""),
    ("DT044", |case| case.claim("exp", Value::Null), "DT044", |case| case.claim("nbf", Value::Null), ""),
    (
        "DT045",
        |case| case.claim("exp", 1_800_000_000.5),
        "DT045",
        |case| case.claim("exp", 1_800_000_000),
        "",
    ),
    ("DT046", |case| case.claim("exp", (NOW + DAY) * 1000), "DT046", |case| case.exp(30 * DAY), ""),
    // By the server's clock, which is ahead.
    ("DT047", |case| case.exp(30).skew(40), "DT047", |case| case.exp(30).iat(-DAY + 30).skew(20), ""),
    ("DT048", |case| case.exp(CAP + 1), "DT048", |case| case.exp(CAP), "DT049"),
    ("DT049", |case| case.exp(CAP), "DT049", |case| case.exp(180 * DAY), ""),
    ("DT050", |case| case.iat(20).exp(10), "DT050", |case| case.iat(9).exp(10), ""),
    (
        "DT051",
        |case| case.iat(-30 * DAY).exp(7 * DAY - 1),
        "DT051",
        |case| case.iat(-30 * DAY).exp(7 * DAY),
        "",
    ),
    ("DT052", |case| case.claim("aud", "appstoreconnect-v1"), "DT052", |case| case.claim("jti", "17"), ""),
    (
        "DT053",
        |case| case.claim("iss", "https://appleid.apple.com").set("team_id", Value::Null),
        "DT053",
        |case| case.claim("iss", "https://appleid.example.com").set("team_id", Value::Null),
        "DT031",
    ),
    ("DT054", |case| case.claim("nbf", NOW + 61), "DT054", |case| case.claim("nbf", NOW + 60), ""),
    ("DT060", |case| case.third(Third::Bytes(0)), "DT060", |case| case.third(Third::Bytes(1)), "DT062"),
    (
        "DT061",
        |case| case.third(Third::Der),
        "DT061",
        // As long as one of ASN.1, and it is none.
        |case| case.third(Third::Bytes(71)),
        "DT062",
    ),
    ("DT062", |case| case.third(Third::Bytes(63)), "DT062", |case| case.third(Third::Bytes(64)).no_key(), ""),
    ("DT063", |case| case.third(Third::ByAnother), "DT063", |case| case.third(Third::ByAnother).no_key(), ""),
    (
        "DT070",
        |case| case.claim("origin", json!(["https://music.example"])),
        "DT070",
        |case| case.claim("origin", json!(["https://music.example"])).sent("Origin", "https://music.example"),
        "",
    ),
    (
        "DT071",
        |case| case.claim("origin", "https://music.example").sent("Origin", "https://music.example"),
        "DT071",
        |case| {
            case.claim("origin", json!(["https://music.example:8443", "https://b.example"]))
                .sent("Origin", "https://b.example")
        },
        "",
    ),
    (
        "DT072",
        |case| {
            let case = case.header("kid", "WebPlayKid").claim("iss", "AMPWebPlay").no_key();
            case.claim("root_https_origin", json!(["apple.com"])).sent("Origin", "https://music.apple.com")
        },
        "DT072",
        |case| {
            case.claim("origin", json!(["https://music.apple.com"])).sent("Origin", "https://music.apple.com")
        },
        "",
    ),
];
