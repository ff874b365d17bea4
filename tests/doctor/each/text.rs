//! The private key, and the developer token as a text.

use crate::{case::PEM, each::Pair};

/// Made for these tests with openssl; it opens nothing.
pub(crate) const P384: &str = "-----BEGIN PRIVATE KEY-----
MIG2AgEAMBAGByqGSM49AgEGBSuBBAAiBIGeMIGbAgEBBDCgBKy3wSn0/sBGrSaO
GgePbbvpvbnJ7NetHRC5/HPJFYNXMIllBfbWUl+C8if3LPahZANiAAQxzSklepvw
XUyTtEM+sHT9Ba5xmo/AntxcoCa72mOtpTfD115y/VFfD7zOSviIpxm1LGkPf2cP
2mRLFlGDoB6COkRxjzIsWMlSVuFPDdN1BewOGTAdD5xPWUauOOpVhKo=
-----END PRIVATE KEY-----
";

fn labelled(label: &str) -> String {
    format!("-----BEGIN {label}-----\nMAA=\n-----END {label}-----\n")
}

pub(crate) fn body() -> String {
    PEM.lines().filter(|line| !line.starts_with('-')).collect()
}

pub(crate) const KEY: &[Pair] = &[
    (
        "KEY001",
        |case| case.key("").minting("no start line"),
        "KEY001",
        |case| case.key(format!("\u{feff}{PEM}\n\n")).idle(),
        "",
    ),
    (
        "KEY002",
        |case| case.key(PEM.replace('\n', "\\n")).minting("Could not deserialize key data"),
        "KEY002",
        |case| case.key(PEM.replace('\n', "\r\n")).idle(),
        "",
    ),
    (
        "KEY003",
        |case| case.key(body()).minting("PEM_read_bio: no start line"),
        "KEY003",
        // The advice of KEY002: it may stay as it is.
        |case| case.key(base64::Engine::encode(&base64::prelude::BASE64_STANDARD, PEM)).idle(),
        "",
    ),
    (
        "KEY004",
        |case| case.key(PEM.replace('\n', " ")).minting("Could not deserialize key data"),
        "KEY004",
        |case| case.key(format!("-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----", body())).idle(),
        "",
    ),
    (
        "KEY005",
        |case| case.key(labelled("RSA PRIVATE KEY")).idle().no_token(),
        "KEY005",
        |case| case.idle().no_token(),
        "",
    ),
    ("KEY006", |case| case.key(P384).idle().no_token(), "KEY006", |case| case.key(PEM).idle().no_token(), ""),
    (
        "KEY007",
        |case| case.key(labelled("PUBLIC KEY")).idle().no_token(),
        "KEY007",
        |case| case.key(format!("{}{PEM}", labelled("CERTIFICATE"))).idle().no_token(),
        "",
    ),
    (
        "KEY009",
        |case| case.key(labelled("ENCRYPTED PRIVATE KEY")).idle().no_token(),
        "KEY009",
        |case| case.key(format!("friendlyName: not ENCRYPTED\n{PEM}")).idle().no_token(),
        "",
    ),
    (
        "KEY010",
        |case| case.key_file("/home/fiction/keys/AuthKey_FICTION009.p8"),
        "KEY010",
        |case| case.key_file("C:\\keys\\AuthKey_FICTION001.p8"),
        "",
    ),
    (
        "KEY011",
        |case| case.key_file("SubscriptionKey_FICTION001.p8"),
        "KEY011",
        |case| case.key_file("MusicKey_FICTION001.p8"),
        "",
    ),
];

pub(crate) const PAIRS: &[Pair] = &[
    (
        "DT001",
        |case| case.no_token().no_key(),
        "DT001 REQ001",
        // A token can be made yet, and nobody has asked for one.
        |case| case.no_token().idle(),
        "",
    ),
    (
        "DT002",
        |case| case.token(|_| "An0ldPassword17".to_owned()),
        "DT002",
        |case| case.token(str::to_owned),
        "",
    ),
    (
        "DT003",
        |case| case.token(|_| PEM.to_owned()),
        "DT003",
        |case| case.token(|_| "MIGHAgEAMBMG-a1".to_owned()),
        "DT002",
    ),
    (
        "DT004",
        |case| case.token(|jwt| format!("Bearer {jwt}")),
        "DT004",
        |case| case.token(|jwt| format!("Bearer{jwt}")),
        "DT010",
    ),
    (
        "DT005",
        |case| case.token(|jwt| format!("\"{jwt}\"")),
        "DT005",
        |case| case.claim("note", "\"quoted\""),
        "",
    ),
    (
        "DT006",
        |case| case.token(|jwt| format!("{jwt}\n")),
        "DT006",
        |case| case.token(|jwt| jwt.trim().to_owned()),
        "",
    ),
    (
        "DT007",
        |case| case.token(|_| "$DEVELOPER_TOKEN".to_owned()),
        "DT007",
        |case| case.claim("origin_note", "$DEVELOPER_TOKEN"),
        "",
    ),
    (
        "DT008",
        |case| case.token(|jwt| jwt.rsplit_once('.').unwrap().0.to_owned()),
        "DT008",
        // Both dots are there.
        |case| case.token(|jwt| format!("{}.", jwt.rsplit_once('.').unwrap().0)),
        "DT060",
    ),
    (
        "DT010",
        |case| case.token(|jwt| jwt.replacen(".eyJ", ".eyX", 1)),
        "DT010",
        |case| case.claim("note", "{not JSON"),
        "",
    ),
    (
        "DT012",
        |case| case.token(|jwt| format!("{jwt}==")),
        "DT012",
        |case| {
            case.token(|jwt| {
                assert!(!jwt.contains('='));
                jwt.to_owned()
            })
        },
        "",
    ),
];
