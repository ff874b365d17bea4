//! Developer tokens.

use serde_json::{Value, json};

use crate::{
    case::{CAP, DAY, HOUR, KEY_ID, NOW, PEM, TEAM_ID, Third},
    unseen::Row,
};

/// What people paste.
pub(crate) const TEXTS: &[Row] = &[
    ("only white space", |case| case.token(|_| "   \n".to_owned()), "DT001 REQ002"),
    ("only spaces, many", |case| case.token(|_| " ".repeat(9)), "DT001 REQ002"),
    ("the .p8 as it is", |case| case.token(|_| PEM.to_owned()), "DT003"),
    ("the .p8 with its line breaks escaped", |case| case.token(|_| PEM.replace('\n', "\\n")), "DT003"),
    ("the .p8 without its BEGIN and END lines", |case| case.token(|_| crate::each::body()), "DT003"),
    ("the .p8 on one line", |case| case.token(|_| PEM.replace('\n', " ")), "DT003"),
    ("the word Bearer in the value", |case| case.token(|jwt| format!("Bearer {jwt}")), "DT004"),
    (
        "the word Bearer in the value, and a client that sends it as it is",
        |case| case.token(|jwt| format!("Bearer {jwt}")).authorization(str::to_owned),
        "DT004",
    ),
    (
        "the whole header as the value",
        |case| case.token(|jwt| format!("Authorization: Bearer {jwt}")),
        "DT004",
    ),
    ("single quotes", |case| case.token(|jwt| format!("'{jwt}'")), "DT005"),
    ("a quote at the end", |case| case.token(|jwt| format!("{jwt}\"")), "DT005"),
    ("quotes and a line break", |case| case.token(|jwt| format!("\"{jwt}\"\n")), "DT005 DT006"),
    ("Bearer in quotes", |case| case.token(|jwt| format!("\"Bearer {jwt}\"")), "DT004 DT005"),
    ("a line break at the end", |case| case.token(|jwt| format!("{jwt}\n")), "DT006"),
    (
        "a line break at the end that the client takes off",
        |case| case.token(|jwt| format!("{jwt}\r\n")).authorization(|jwt| format!("Bearer {}", jwt.trim())),
        "DT006",
    ),
    ("a line break inside", |case| case.token(|jwt| format!("{}\n{}", &jwt[..64], &jwt[64..])), "DT006"),
    ("a space inside", |case| case.token(|jwt| jwt.replacen('.', ". ", 1)), "DT006"),
    ("a tab before", |case| case.token(|jwt| format!("\t{jwt}")), "DT006"),
    ("a no-break space after", |case| case.token(|jwt| format!("{jwt}\u{a0}")), "DT006"),
    ("a variable", |case| case.token(|_| "$DEVELOPER_TOKEN".to_owned()), "DT007"),
    ("a short variable", |case| case.token(|_| "$DT".to_owned()), "DT007"),
    ("a variable in braces", |case| case.token(|_| "${APPLE_TOKEN}".to_owned()), "DT007"),
    ("a variable of Windows", |case| case.token(|_| "%DEVELOPER_TOKEN%".to_owned()), "DT007"),
    ("a template", |case| case.token(|_| "{{ developerToken }}".to_owned()), "DT007"),
    ("a placeholder in brackets", |case| case.token(|_| "<developer token>".to_owned()), "DT007"),
    ("a placeholder of capitals", |case| case.token(|_| "YOUR_DEVELOPER_TOKEN".to_owned()), "DT007"),
    ("a name for it", |case| case.token(|_| "developerToken".to_owned()), "DT007"),
    ("another name for it", |case| case.token(|_| "my_token".to_owned()), "DT007"),
    ("a request for it", |case| case.token(|_| "paste JWT here".to_owned()), "DT007"),
    ("a text with words of its own", |case| case.token(|_| "not-a-jwt".to_owned()), "DT002"),
    ("another one", |case| case.token(|_| "notatoken".to_owned()), "DT002"),
    ("undefined", |case| case.token(|_| "undefined".to_owned()), "DT007"),
    ("null", |case| case.token(|_| "null".to_owned()), "DT007"),
    ("an example that was shortened", |case| case.token(|_| "eyJhbGciOi...".to_owned()), "DT007"),
    ("cut after the payload", |case| case.token(|jwt| jwt.rsplit_once('.').unwrap().0.to_owned()), "DT008"),
    ("cut inside the payload", |case| case.token(|jwt| jwt[..80].to_owned()), "DT008"),
    ("cut inside the header", |case| case.token(|jwt| jwt[..30].to_owned()), "DT008"),
    ("cut in the signature", |case| case.token(|jwt| jwt[..jwt.len() - 9].to_owned()), "DT062"),
    ("two characters lost at the end", |case| case.token(|jwt| jwt[..jwt.len() - 2].to_owned()), "DT062"),
    ("the beginning lost", |case| case.token(|jwt| jwt[2..].to_owned()), "DT010"),
    ("a UUID", |case| case.token(|_| "57246542-96fe-1a63-e053-0824d011072a".to_owned()), "DT002"),
    ("the Key ID", |case| case.token(|_| KEY_ID.to_owned()), "DT002"),
    ("the user token", |case| case.token(|_| crate::case::USER.clone()), "DT002"),
    ("five parts, as an encrypted one has", |case| case.token(|jwt| format!("{jwt}.e30.e30")), "DT002"),
    (
        "a header that is no JSON",
        |case| case.token(|jwt| format!("bm90IEpTT04{}", &jwt[jwt.find('.').unwrap()..])),
        "DT010",
    ),
    ("a payload that is no JSON", |case| case.token(|jwt| jwt.replacen(".eyJpc3", ".bm90IE", 1)), "DT010"),
    (
        "padding at the end of each part",
        |case| case.claim("a", "??>>").token(|jwt| jwt.replace('.', "=.")),
        "DT012",
    ),
    (
        "plus and slash",
        |case| case.claim("a", "~~~???>>>").token(|jwt| jwt.replace('-', "+").replace('_', "/") + "=="),
        "DT012",
    ),
];

/// Whose token it is, and for what.
pub(crate) const CLAIMS: &[Row] = &[
    ("no typ", |case| case.header("typ", Value::Null), ""),
    ("another typ", |case| case.header("typ", "at+jwt"), ""),
    ("no alg", |case| case.header("alg", Value::Null), "DT020"),
    ("alg None", |case| case.header("alg", "None").third(Third::Bytes(0)), "DT020 DT060"),
    ("alg in small letters", |case| case.header("alg", "es256"), "DT021"),
    ("HS256 of jwt.io", |case| case.header("alg", "HS256").third(Third::Bytes(32)), "DT021"),
    ("ES384", |case| case.header("alg", "ES384").third(Third::Bytes(96)), "DT021"),
    (
        "the identity token of Sign in with Apple",
        |case| {
            let case = case.header("alg", "RS256").header("kid", "a1b2c3d").third(Third::Bytes(256));
            case.claim("iss", "https://appleid.apple.com")
                .claim("aud", "com.example.fiction")
                .claim("sub", "001.a.2")
        },
        "KEY010 DT053 DT021 DT023 DT035 DT034",
    ),
    (
        "the same, with nothing configured",
        |case| {
            let case = case.header("alg", "RS256").header("kid", "a1b2c3d").third(Third::Bytes(256));
            let case = case.set("key_id", Value::Null).set("team_id", Value::Null).no_key();
            case.claim("iss", "https://appleid.apple.com")
                .claim("aud", "com.example.fiction")
                .claim("sub", "001.a.2")
        },
        "DT053 DT021 DT023",
    ),
    (
        "the client secret of Sign in with Apple",
        |case| case.claim("aud", "https://appleid.apple.com").claim("sub", "com.example.fiction"),
        "DT052",
    ),
    (
        "a token for App Store Connect",
        |case| {
            let case =
                case.claim("iss", "57246542-96fe-1a63-e053-0824d011072a").claim("aud", "appstoreconnect-v1");
            case.iat(-60).exp(1_140)
        },
        "DT052 DT032 DT034",
    ),
    (
        "an individual key's token for App Store Connect",
        |case| case.claim("iss", Value::Null).claim("sub", "user").claim("aud", "appstoreconnect-v1"),
        "DT052 DT030",
    ),
    (
        "a token for WeatherKit",
        |case| case.header("id", "FICTION002.a").claim("sub", "com.example.fiction"),
        "DT052",
    ),
    ("a token for MapKit looks like one for MusicKit", |case| case.claim("origin", json!([])), "DT071"),
    ("kid and iss swapped", |case| case.header("kid", TEAM_ID).claim("iss", KEY_ID), "DT033"),
    (
        "kid and iss swapped, only the Team ID configured",
        |case| {
            case.header("kid", TEAM_ID)
                .claim("iss", KEY_ID)
                .set("key_id", Value::Null)
                .set("key_filename", Value::Null)
        },
        "DT033",
    ),
    (
        "kid and iss swapped, only the Key ID configured",
        |case| {
            case.header("kid", TEAM_ID)
                .claim("iss", KEY_ID)
                .set("team_id", Value::Null)
                .set("key_filename", Value::Null)
        },
        "DT033",
    ),
    (
        "kid and iss swapped, known by the file's name alone",
        |case| {
            case.header("kid", TEAM_ID)
                .claim("iss", KEY_ID)
                .set("team_id", Value::Null)
                .set("key_id", Value::Null)
        },
        "DT033",
    ),
    (
        "the Team ID in both places",
        |case| case.header("kid", TEAM_ID).set("key_filename", Value::Null),
        "DT035",
    ),
    ("the Key ID in both places", |case| case.claim("iss", KEY_ID), "DT034"),
    (
        "a kid one short",
        |case| case.header("kid", "FICTION00").set("key_filename", Value::Null),
        "DT023 DT035",
    ),
    (
        "a kid with a space",
        |case| case.header("kid", "FICTION001 ").set("key_filename", Value::Null),
        "DT023 DT035",
    ),
    (
        "a kid that is a number",
        |case| case.header("kid", 1_234_567_890).set("key_id", Value::Null).set("key_filename", Value::Null),
        "",
    ),
    (
        "a bundle ID as kid",
        |case| case.header("kid", "com.example.fiction").set("key_filename", Value::Null),
        "DT024 DT035",
    ),
    ("iss in small letters", |case| case.claim("iss", "fiction002"), "DT031 DT034"),
    ("no iss", |case| case.claim("iss", Value::Null), "DT030"),
    (
        "an origin with another port",
        |case| case.claim("origin", json!(["http://localhost:8765"])).sent("Origin", "http://localhost:3000"),
        "DT070",
    ),
    (
        "an origin that matches",
        |case| {
            case.claim("origin", json!(["https://a.example", "https://b.example"]))
                .sent("Origin", "https://b.example")
                .accepted()
        },
        "",
    ),
    (
        "an origin that matches, refused",
        |case| case.claim("origin", json!(["https://b.example"])).sent("origin", "https://b.example"),
        "",
    ),
    (
        "an origin without its scheme",
        |case| case.claim("origin", json!(["https://b.example"])).sent("Origin", "b.example"),
        "DT070",
    ),
    (
        "an origin claim with a slash at the end",
        |case| case.claim("origin", json!(["https://b.example/"])).sent("Origin", "https://b.example"),
        "DT070 DT071",
    ),
    (
        "origin-bound, proven by a second question",
        |case| {
            case.claim("origin", json!(["https://b.example"])).probe("/v1/test", 401).probe_from(
                "https://b.example",
                "/v1/test",
                200,
            )
        },
        "DT070",
    ),
    (
        "the web player's token at its own page",
        |case| web_player(case).sent("Origin", "https://music.apple.com"),
        "DT072",
    ),
    (
        "the same, accepted",
        |case| web_player(case).sent("Origin", "https://music.apple.com").accepted(),
        "DT072",
    ),
    (
        "the web player's token with an Origin that has no scheme",
        |case| web_player(case).sent("Origin", "music.apple.com"),
        "DT070 DT072",
    ),
    (
        "the web player's token, expired",
        |case| web_player(case).sent("Origin", "https://music.apple.com").iat(-90 * DAY).exp(-DAY),
        "DT047 DT072",
    ),
    (
        "the web player's token beside an own key",
        |case| web_player(case.third(Third::ByAnother)).key(PEM).sent("Origin", "https://music.apple.com"),
        "DT072",
    ),
    ("64 other bytes as a signature", |case| case.third(Third::Bytes(64)), "DT063"),
    ("the same without a key to hold it against", |case| case.third(Third::Bytes(64)).no_key(), ""),
    ("claims that Apple does not ask for", |case| case.claim("jti", "a").claim("user", "b"), ""),
    (
        "two faults of different kinds",
        |case| case.header("kid", Value::Null).exp(CAP + DAY).third(Third::Der),
        "DT022 DT048 DT061",
    ),
];

fn web_player(case: crate::case::Case) -> crate::case::Case {
    let case = case.header("kid", "WebPlayKid").claim("iss", "AMPWebPlay").no_key().exp(60 * DAY);
    case.claim("root_https_origin", json!(["apple.com"]))
}

/// Times.
pub(crate) const TIMES: &[Row] = &[
    ("iat in milliseconds", |case| case.claim("iat", NOW * 1000), "DT042"),
    (
        "both in milliseconds",
        |case| case.claim("iat", NOW * 1000).claim("exp", (NOW + DAY) * 1000),
        "DT042 DT046",
    ),
    (
        "both in microseconds",
        |case| case.claim("iat", NOW * 1_000_000).claim("exp", (NOW + DAY) * 1_000_000),
        "DT042 DT046",
    ),
    ("exp beyond every number", |case| case.claim("exp", u64::MAX), "DT046"),
    (
        "both with fractions",
        |case| case.claim("iat", 1_795_474_800.25).claim("exp", 1_798_070_400.25),
        "DT041 DT045",
    ),
    ("exp as a text", |case| case.claim("exp", "1798070400"), "DT045"),
    ("exp as a date", |case| case.claim("exp", "2026-12-24T00:00:00Z"), "DT045"),
    ("no iat", |case| case.claim("iat", Value::Null), "DT040"),
    ("no iat, accepted", |case| case.claim("iat", Value::Null).accepted(), "DT040"),
    ("neither iat nor exp", |case| case.claim("iat", Value::Null).claim("exp", Value::Null), "DT040 DT044"),
    ("iat a minute ahead", |case| case.iat(60), ""),
    ("iat two minutes ahead", |case| case.iat(120), "DT043"),
    ("iat ahead of the local clock, and not of the server's", |case| case.iat(120).skew(120), "NET004"),
    ("a token for twelve hours", |case| case.iat(-60).exp(12 * HOUR - 60), ""),
    ("a token for twelve hours, accepted", |case| case.iat(-60).exp(12 * HOUR - 60).accepted(), ""),
    ("a token for half an hour", |case| case.iat(0).exp(HOUR / 2), ""),
    ("a long token in its last hour, accepted", |case| case.iat(-180 * DAY).exp(HOUR).accepted(), "DT051"),
    ("expired a second ago", |case| case.iat(-30 * DAY).exp(-1), "DT047"),
    ("expired now", |case| case.iat(-30 * DAY).exp(0), "DT047"),
    (
        "expired by the server's clock only",
        |case| case.iat(-30 * DAY).exp(HOUR).skew(2 * HOUR),
        "DT047 NET004",
    ),
    ("expired by the local clock only", |case| case.iat(-30 * DAY).exp(-HOUR).skew(-20 * DAY), "NET004"),
    (
        "expired by the local clock only, and accepted",
        |case| case.iat(-30 * DAY).exp(-HOUR).accepted().skew(-2 * HOUR),
        "NET004 DT051",
    ),
    ("minted by a clock that is ahead", |case| case.iat(0).skew(-HOUR), "NET004 DT043"),
    (
        "minted by a clock that is ahead, over the limit",
        |case| case.iat(0).exp(180 * DAY).skew(-5 * DAY),
        "NET004 DT043 DT048",
    ),
    ("exp one year ahead", |case| case.exp(365 * DAY), "DT048"),
    ("exp exactly on the limit from now", |case| case.exp(CAP), "DT049"),
    ("exp exactly on the limit from iat", |case| case.iat(-HOUR).exp(CAP - HOUR), "DT049"),
    ("exp on the limit from iat, a month ago", |case| case.iat(-30 * DAY).exp(CAP - 30 * DAY), ""),
    ("exp a second over the limit", |case| case.exp(CAP + 1), "DT048"),
    ("exp on the limit, over it by the server's clock", |case| case.exp(CAP).skew(-30), "DT048"),
    ("180 days and a minute", |case| case.exp(180 * DAY + 60), ""),
    ("exp is iat", |case| case.iat(-DAY).exp(-DAY), "DT047 DT050"),
    ("exp before iat, and both ahead", |case| case.iat(30).exp(20), "DT050"),
    ("nbf now", |case| case.claim("nbf", NOW), ""),
];
