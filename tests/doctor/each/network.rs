//! The way to the server and back.

use crate::each::Pair;

pub(crate) const PAIRS: &[Pair] = &[
    (
        "NET001",
        |case| case.failed("curl: (6) Could not resolve host: api.music.apple.com"),
        "NET001",
        |case| case.failed("InvalidHeader: Invalid return character(s) in header value"),
        "",
    ),
    (
        "NET002",
        |case| case.failed("dial tcp 192.0.2.7:443: connect: connection refused"),
        "NET002",
        |case| case.failed("TypeError: fetch failed"),
        "",
    ),
    (
        "NET003",
        |case| case.failed("invalid peer certificate: UnknownIssuer"),
        "NET003",
        |case| case.failed("net/http: TLS handshake timeout"),
        "NET002",
    ),
    ("NET004", |case| case.skew(61), "NET004", |case| case.skew(60), ""),
    (
        "NET005",
        |case| case.page(200, "<html>Welcome to the hotel</html>"),
        "NET005",
        // The body of a 200 that is JSON is the API's, whatever it holds.
        |case| case.answered(200, r#"{"results":{}}"#),
        "",
    ),
    (
        "NET006",
        |case| case.answered(302, "").received("location", "https://login.example/"),
        "NET006",
        |case| case.answered(304, ""),
        "",
    ),
    (
        "NET008",
        |case| case.answered(429, r#"{"message":"API capacity exceeded"}"#),
        "NET008",
        |case| case.answered(404, ""),
        "",
    ),
    (
        "NET009",
        |case| case.answered(500, &crate::case::apple(500, "50001", "Upstream Service Error", "")),
        "NET009",
        |case| case.answered(499, ""),
        "",
    ),
    (
        "NET010",
        |case| case.answered(403, ""),
        "NET010",
        |case| case.answered(403, &crate::case::forbidden()),
        "",
    ),
];
