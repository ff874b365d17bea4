//! Private keys.

use crate::{
    case::{Case, OTHER_PEM, PEM, Third},
    each::{P384, body},
    unseen::Row,
};

const P256_PUBLIC: &str = "-----BEGIN PUBLIC KEY-----
MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE8y9x6lo52HJU6yL30Hq07RpR9gqS
2GW7CmXNxOx9raZi+yk/MZzcr4sZ1FEJJItl/qwH5KISOfQwz2XC83luwA==
-----END PUBLIC KEY-----
";

/// A program that only makes a token, and the key it was given.
fn given(case: Case, text: &str) -> Case {
    case.key(text).minting("Could not deserialize key data")
}

pub(crate) const ROWS: &[Row] = &[
    ("literal line breaks", |case| given(case, &PEM.replace('\n', "\\n")), "KEY002"),
    (
        "literal line breaks in quotes",
        |case| given(case, &format!("\"{}\"", PEM.replace('\n', "\\n"))),
        "KEY002",
    ),
    ("literal line breaks of Windows", |case| given(case, &PEM.replace('\n', "\\r\\n")), "KEY002"),
    ("no BEGIN and END, one line", |case| given(case, &body()), "KEY003"),
    (
        "no BEGIN and END, several lines",
        |case| given(case, &format!("{}\n{}\n", &body()[..64], &body()[64..])),
        "KEY003",
    ),
    ("backslashes for line breaks", |case| given(case, &PEM.replace('\n', "\\")), "KEY004"),
    ("all in one line", |case| given(case, &PEM.replace('\n', "")), "KEY004"),
    ("P-384", |case| given(case, P384), "KEY006"),
    ("a public key", |case| given(case, P256_PUBLIC), "KEY007"),
    (
        "a certificate",
        |case| given(case, "-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n"),
        "KEY007",
    ),
    ("only white space", |case| given(case, " \n"), "KEY001"),
    ("half of it", |case| given(case, &PEM[..100]), "KEY001"),
    (
        "base64 around it",
        |case| given(case, &base64::Engine::encode(&base64::prelude::BASE64_STANDARD, PEM)),
        "",
    ),
    ("line breaks of Windows", |case| given(case, &PEM.replace('\n', "\r\n")), ""),
    (
        "a broken key under a request with no token",
        |case| case.key(PEM.replace('\n', " ")).no_token(),
        "KEY004 REQ001",
    ),
    ("the file of another key", |case| case.key_file("AuthKey_FICTION003.p8"), "KEY010"),
    (
        "the file of another key, and that key",
        |case| case.key_file("AuthKey_FICTION003.p8").key(OTHER_PEM),
        "KEY010 DT063",
    ),
    (
        "the file of another key than the configured one, and no token",
        |case| case.key_file("AuthKey_FICTION003.p8").idle().no_token(),
        "KEY010",
    ),
    ("a token of another key", |case| case.third(Third::ByAnother), "DT063"),
    (
        "a key of another kind and of another id",
        |case| case.key_file("SubscriptionKey_FICTION003.p8"),
        "KEY010 KEY011",
    ),
    ("an old key for App Store Connect", |case| case.key_file("ApiKey_FICTION001.p8"), "KEY011"),
    ("a file with a name of one's own", |case| case.key_file("music.p8"), ""),
    ("a second download", |case| case.key_file("AuthKey_FICTION001 (1).p8"), ""),
    ("a name in small letters", |case| case.key_file("authkey_FICTION001.p8"), ""),
    (
        "a key in one line that signed an accepted token",
        |case| case.key(PEM.replace('\n', " ")).accepted(),
        "",
    ),
];
