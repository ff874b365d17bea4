//! Answers as they come, and the headline, severity and sentences that they must get.

mod codes;

use super::*;
use crate::domain::answer::{Answer, Protocol, Timing};
use std::time::Duration;

const SONGS: Context<'static> = Context {
    method: "GET",
    target: "/v1/me/library/songs?limit=1",
    developer_token_sent: true,
    user_token_sent: true,
    origin: "https://api.music.apple.com",
    is_sandbox: false,
};

fn answer(status: u16, body: &str) -> Answer {
    let head = Head {
        status,
        headers: Vec::new(),
        extent: Extent::Whole,
        protocol: Protocol::Http2,
        timing: Timing::default(),
        wire_bytes: 0,
    };
    Answer { head, body: body.as_bytes().to_vec() }
}

fn with(mut answer: Answer, name: &str, value: &str) -> Answer {
    answer.head.headers.push((name.to_owned(), value.to_owned()));
    answer
}

fn cut(answer: Answer, extent: Extent) -> Answer {
    Answer { head: Head { extent, ..answer.head }, ..answer }
}

fn read_as(answer: &Answer, request: Context<'_>) -> Option<Report> {
    if answer.body.is_empty() {
        return read(&answer.head, Body::Empty, request);
    }
    match Document::parse(&answer.body) {
        Ok(doc) => read(&answer.head, Body::Json(&doc), request),
        Err(malformed) => {
            let arrived = answer.body.len() as u64;
            let broken = Broken { fault: &malformed.fault, start: &answer.body, arrived };
            read(&answer.head, Body::Malformed(broken), request)
        }
    }
}

/// An `errors` body with one error.
fn error(code: &str, detail: &str) -> Answer {
    let status: u16 = code[..3].parse().unwrap();
    answer(
        status,
        &format!(
            r#"{{"errors":[{{"id":"FOG","title":"T","detail":"{detail}","status":"{status}","code":"{code}"}}]}}"#
        ),
    )
}

fn to<'a>(method: &'a str, target: &'a str) -> Context<'a> {
    Context { method, target, ..SONGS }
}

fn headline(answer: &Answer, request: Context<'_>) -> String {
    read_as(answer, request).map_or_else(|| "nothing wrong".to_owned(), |report| report.headline)
}

#[test]
fn a_success_with_json_and_no_errors_is_nothing_to_report() {
    let bodies = [r#"{"data":[]}"#, r#"{"data":[],"errors":[]}"#, r#"{"errors":null}"#, "[]", "{}", "null"];
    for body in bodies {
        assert_eq!(read_as(&answer(200, body), SONGS), None, "{body}");
    }
}

#[test]
fn an_empty_401_is_the_developer_tokens_business() {
    let unsent = Context { developer_token_sent: false, ..SONGS };
    let cases = [
        (SONGS, "likely the developer token"),
        (unsent, "no developer token was sent"),
        (to("DELETE", "/v1/me/library/playlists/p.fog"), "DELETE is likely not offered here"),
        (to("PATCH", "/v1/me/library/playlists/p.fog"), "PATCH is likely not offered here"),
        (to("DELETE", "/v1/me/ratings/songs/17"), "likely the developer token"),
    ];
    for (request, expected) in cases {
        let report = read_as(&answer(401, ""), request).unwrap();
        assert_eq!(report.headline, format!("401 Unauthorized · {expected}"));
        assert_eq!(report.entries[0].title, "Empty body");
    }
    let advice = read_as(&answer(401, ""), SONGS).unwrap().entries.remove(0).advice;
    assert!(advice[0].starts_with("Send /v1/storefronts"), "{advice:?}");
    assert!(advice[1].starts_with("Keep the Music User Token"), "{advice:?}");
    assert!(!advice.iter().any(|sentence| sentence.contains("sandbox")), "{advice:?}");
}

#[test]
fn the_sandbox_is_not_called_apple() {
    let sandbox = Context { is_sandbox: true, origin: "http://127.0.0.1:4000", ..SONGS };
    let advice = read_as(&answer(401, ""), sandbox).unwrap().entries.remove(0).advice;
    assert!(advice.iter().any(|sentence| sentence.contains("the sandbox")), "{advice:?}");
    assert!(!advice.iter().any(|sentence| sentence.contains("Apple")), "{advice:?}");
}

#[test]
fn a_rate_limit_is_no_matter_of_tokens() {
    let plain = answer(429, r#"{"message":"Too much fog"}"#);
    let report = read_as(&plain, SONGS).unwrap();
    assert_eq!(report.headline, "429 Too Many Requests · too many requests; wait a little");
    assert_eq!(report.entries[0].detail.as_deref(), Some("Too much fog"));
    assert!(report.entries[0].meaning.contains("nothing against the tokens"));
    let cases =
        [("12", "wait 12 s"), ("Tue, 24 Nov 2026 10:00:00 GMT", "wait until Tue, 24 Nov 2026 10:00:00 GMT")];
    for (value, expected) in cases {
        let report = read_as(&with(plain.clone(), "retry-after", value), SONGS).unwrap();
        assert_eq!(report.headline, format!("429 Too Many Requests · too many requests; {expected}"));
    }
}

#[test]
fn successes_without_a_body_are_notices() {
    let cases = [
        (200, to("GET", "/v1/test"), "200 OK · the developer token is accepted"),
        (200, to("PUT", "/v1/x"), "200 OK · done; the body is empty"),
        (201, to("POST", "/v1/x"), "201 Created · created; the body is empty"),
        (202, to("POST", "/v1/me/library"), "202 Accepted · accepted; the body is empty"),
        (204, to("DELETE", "/v1/me/ratings/songs/1"), "204 No Content · done; there is no body"),
        (206, SONGS, "206 · it succeeded; the body is empty"),
    ];
    for (status, request, expected) in cases {
        let report = read_as(&answer(status, ""), request).unwrap();
        assert_eq!((report.headline.as_str(), report.severity), (expected, Severity::Notice));
    }
}

#[test]
fn what_is_not_json_is_told_by_where_it_likely_comes_from() {
    let page =
        "<!DOCTYPE html><html><head><title>Gateway Timeout</title></head>Correlation Key: FOG77</html>";
    let cases = [
        (504, page, "504 Gateway Timeout · the API took too long", "Gateway Timeout", None),
        (403, page, "403 Forbidden · the edge refused the request", "Gateway Timeout", None),
        (200, page, "200 OK · a web page came instead of JSON", "Gateway Timeout", None),
        (599, "<html>", "599 · the server failed", "A web page", None),
        (200, "fog", "200 OK · the body is not JSON", "Not JSON", Some("fog")),
        (
            200,
            "{\"a\":1,\n}",
            "200 OK · the body is not JSON",
            "Not JSON",
            Some("a comma stands before a closing bracket at line 2, column 1"),
        ),
        (500, "fog\u{1b}", "500 Internal Server Error · the server failed", "Not JSON", Some("fog\\u001b")),
        (
            503,
            r#"{"message":"fog","x":1}"#,
            "503 Service Unavailable · the service is not available",
            "Service Unavailable",
            Some("fog"),
        ),
    ];
    for (status, body, expected, title, detail) in cases {
        let report = read_as(&answer(status, body), SONGS).unwrap();
        let entry = &report.entries[0];
        assert_eq!((report.headline.as_str(), report.severity), (expected, Severity::Failure), "{body}");
        assert_eq!((entry.title.as_str(), entry.detail.as_deref()), (title, detail), "{body}");
    }
    let report = read_as(&answer(504, page), SONGS).unwrap();
    assert_eq!(report.entries[0].extra, [("Correlation Key".to_owned(), "FOG77".to_owned())]);
}

#[test]
fn the_combination_that_always_times_out_is_named() {
    let request = to("GET", "/v1/catalog/us/songs?filter[isrc]=FOG&include=artists,albums");
    let expected = "504 Gateway Timeout · the API took too long; likely include=albums with filter[isrc]";
    assert_eq!(headline(&answer(504, ""), request), expected);
}

#[test]
fn a_body_that_did_not_come_whole_says_so() {
    let reason = || Extent::Cut("the gzip stream ended early".to_owned());
    let cases = [
        (cut(answer(200, r#"{"data":["#), reason()), "200 OK · the body was cut short", Severity::Failure),
        (cut(answer(200, ""), reason()), "200 OK · the body was cut short", Severity::Failure),
        (
            cut(answer(200, "{}"), reason()),
            "200 OK · the connection ended badly after the last byte",
            Severity::Notice,
        ),
        (
            cut(answer(200, "["), Extent::TooLarge(64_000_000)),
            "200 OK · the body is larger than 64.0 MB",
            Severity::Failure,
        ),
        (
            cut(answer(500, "["), reason()),
            "500 Internal Server Error · the server failed · 1 more",
            Severity::Failure,
        ),
    ];
    for (answer, expected, severity) in cases {
        let report = read_as(&answer, SONGS).unwrap();
        assert_eq!((report.headline.as_str(), report.severity), (expected, severity));
    }
    let meaning = read_as(&cut(answer(200, "[1,"), reason()), SONGS).unwrap().entries.remove(0).meaning;
    assert_eq!(meaning, "3 B came, then: the gzip stream ended early. What came is shown.");
}

#[test]
fn a_redirect_is_shown_and_not_followed() {
    let cases = [
        (
            "/v1/storefronts/us",
            "https://api.music.apple.com/v1/storefronts/us",
            "It stays on the same origin: /v1/storefronts/us.",
        ),
        (
            "https://elsewhere.example/v1/x?a=1",
            "https://elsewhere.example/v1/x?a=1",
            "It leads to https://elsewhere.example, which must not get them.",
        ),
        (
            "http://api.music.apple.com/v1/x",
            "http://api.music.apple.com/v1/x",
            "It leads to http://api.music.apple.com, which must not get them.",
        ),
        ("data:fog", "data:fog", "It was not followed: tokens go to https://api.music.apple.com only."),
    ];
    for (location, expected, sentence) in cases {
        let report = read_as(&with(answer(302, ""), "location", location), SONGS).unwrap();
        assert_eq!(report.headline, format!("302 Found · a redirect to {expected}"));
        assert_eq!(report.severity, Severity::Notice);
        assert!(report.entries[0].meaning.ends_with(sentence), "{}", report.entries[0].meaning);
    }
    assert_eq!(headline(&answer(301, ""), SONGS), "301 Moved Permanently · a redirect that leads nowhere");
    assert_eq!(headline(&answer(304, ""), SONGS), "304 Not Modified · nothing changed");
}

#[test]
fn every_failure_of_the_wire_says_what_was_sent_and_what_now() {
    let host = || "api.music.apple.com".to_owned();
    let detail = || "fog\u{7}".to_owned();
    let limit = Duration::from_secs(10);
    let cases = [
        (Transport::Dns { host: host(), detail: detail() }, "the name api.music.apple.com has no address"),
        (Transport::Refused { host: host() }, "api.music.apple.com refused the connection"),
        (Transport::Unreachable { host: host(), detail: detail() }, "no connection to api.music.apple.com"),
        (
            Transport::Tls { host: host(), detail: detail(), presented: None },
            "no safe connection to api.music.apple.com",
        ),
        (Transport::NoRoots { detail: detail() }, "this machine has no CA certificates"),
        (
            Transport::Timeout { host: host(), phase: "connect", limit },
            "api.music.apple.com did not take the connection within 10 s",
        ),
        (
            Transport::Timeout { host: host(), phase: "answer", limit },
            "api.music.apple.com did not answer within 10 s",
        ),
        (Transport::Closed { host: host() }, "api.music.apple.com closed the connection before it answered"),
        (Transport::NotRecorded { asked: detail(), nearest: vec![detail()] }, "not in the recording"),
        (Transport::Other { detail: detail() }, "the request failed"),
    ];
    for (error, expected) in cases {
        let report = read_transport(&error, SONGS);
        assert_eq!(report.headline, format!("no answer · {expected}"));
        assert!(!report.entries[0].advice.is_empty());
        assert!(report.entries[0].detail.as_deref().is_none_or(|detail| detail == "fog\\u0007"));
    }
    let closed = read_transport(&Transport::Closed { host: host() }, to("POST", "/v1/me/library"));
    assert!(
        closed.entries[0].meaning.ends_with("The POST may have been carried out: look before you repeat it.")
    );
    let sandbox = Context { is_sandbox: true, ..SONGS };
    let refused = read_transport(&Transport::Refused { host: "127.0.0.1:9".to_owned() }, sandbox);
    assert_eq!(refused.headline, "no answer · the sandbox is not running");
}
