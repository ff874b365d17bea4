//! What is written is read as it was, and what is no recording is told.

use proptest::prelude::*;

use super::{spacing::tight, *};
use crate::domain::answer::{Extent, Protocol, Timing};

fn asked(target: &str) -> Asked {
    Asked {
        method: Method::Get,
        origin: "https://music.example".to_owned(),
        target: target.to_owned(),
        tokens: Tokens { developer: true, user: false },
        headers: Vec::new(),
        body: None,
    }
}

fn answered(target: &str, body: &str) -> Exchange {
    let head = Head {
        status: 200,
        headers: vec![("content-type".to_owned(), "application/json".to_owned())],
        extent: Extent::Whole,
        protocol: Protocol::Http2,
        timing: Timing { head: Duration::from_millis(12), total: Duration::from_millis(34) },
        wire_bytes: 99,
    };
    Exchange { asked: asked(target), came: Came::Answer { head, body: body.as_bytes().to_vec() } }
}

fn body_of(exchange: &Exchange) -> &[u8] {
    match &exchange.came {
        Came::Answer { body, .. } => body,
        Came::Nothing { .. } => b"",
    }
}

#[test]
fn an_exchange_comes_back_as_it_was() {
    let extents = [
        Extent::Whole,
        Extent::Stopped,
        Extent::TooLarge(7),
        Extent::Cut("the connection ended early".to_owned()),
    ];
    for extent in extents {
        let mut exchange = answered("/v1/catalog/us/songs/1?l=en", r#"{"data":[{"id":"1"}]}"#);
        exchange.asked.headers = vec![("accept-language".to_owned(), "fr: or en".to_owned())];
        exchange.asked.method = Method::Post;
        exchange.asked.body = Some(r#"{"a":["\"body\": \"\u0001body\u00010\"",{}]}"#.to_owned());
        if let Came::Answer { head, .. } = &mut exchange.came {
            head.extent = extent;
        }
        assert_eq!(read(&write(&exchange)), Ok(exchange));
    }
}

#[test]
fn a_failure_comes_back_as_it_was() {
    let host = || "music.example:1".to_owned();
    let detail = || "fog".to_owned();
    let limit = Duration::from_secs(10);
    let failures = [
        Transport::Dns { host: host(), detail: detail() },
        Transport::Refused { host: host() },
        Transport::Unreachable { host: host(), detail: detail() },
        Transport::Tls { host: host(), detail: detail(), presented: None },
        Transport::NoRoots { detail: detail() },
        Transport::Timeout { host: host(), phase: "connect", limit },
        Transport::Timeout { host: host(), phase: "answer", limit },
        Transport::Closed { host: host() },
        Transport::Other { detail: detail() },
    ];
    for why in failures {
        let came = Came::Nothing { why, after: Duration::from_millis(5) };
        let exchange = Exchange { asked: asked("/v1/x"), came };
        assert_eq!(read(&write(&exchange)), Ok(exchange));
    }
}

#[test]
fn the_order_of_keys_and_the_spelling_of_numbers_are_kept() {
    let body = r#"{"z":1.50,"a":1e400,"z":12345678901234567890123,"e":{},"l":[],"s":"a\u0041 {[,:]}\\"}"#;
    let text = write(&answered("/v1/x", body));
    assert_eq!(body_of(&read(&text).unwrap()), body.as_bytes());
    let text = String::from_utf8(text).unwrap();
    assert!(text.contains("\n      \"a\": 1e400,\n") && text.contains("\"e\": {},\n"), "{text}");
}

#[test]
fn what_is_no_json_is_kept_as_text() {
    let text = write(&answered("/v1/x", "<html>\"no\"</html>\n"));
    assert!(String::from_utf8_lossy(&text).contains(r#""text": "<html>\"no\"</html>\n""#));
    assert_eq!(body_of(&read(&text).unwrap()), b"<html>\"no\"</html>\n");
}

#[test]
fn only_telling_headers_are_kept() {
    let mut exchange = answered("/v1/x", "{}");
    exchange.asked.headers = vec![("Cookie".to_owned(), "planted".to_owned())];
    if let Came::Answer { head, .. } = &mut exchange.came {
        head.headers.push(("set-cookie".to_owned(), "planted".to_owned()));
        head.headers.push(("x-unheard-of".to_owned(), "planted".to_owned()));
        head.headers.push(("x-apple-request-uuid".to_owned(), "kept".to_owned()));
    }
    let text = String::from_utf8(write(&exchange)).unwrap();
    assert!(!text.contains("planted") && text.contains("x-apple-request-uuid: kept"), "{text}");
}

#[test]
fn what_is_no_recording_says_why() {
    let whole = String::from_utf8(write(&answered("/v1/x", "{}"))).unwrap();
    let cases = [
        ("{", "not JSON"),
        ("{}", "is none"),
        ("{\"segue_recording\": \"1\"}", "is none"),
        ("{\"segue_recording\": 2}", "form 2, and this Segue reads form 1"),
        ("{\"segue_recording\": 1}", "\"request\" is missing"),
        (&whole.replace("\"GET\"", "\"FETCH\""), "the request's \"method\""),
        (&whole.replace("\"/v1/x\"", "\"https://other.example/\""), "the request's \"target\""),
        (&whole.replace("\"status\": 200", "\"status\": 7"), "the answer's \"status\""),
        (&whole.replace("\"answer\"", "\"reply\""), "\"answer\", or \"failure\""),
    ];
    for (text, expected) in cases {
        let fault = read(text.as_bytes()).unwrap_err().to_string();
        assert!(fault.contains(expected), "{fault}");
    }
    assert_eq!(read_index(&index(&[], Some("the disk is full"))), Ok(()));
}

#[test]
fn a_request_is_found_by_what_it_asks_for_and_with() {
    let kept = asked("/v1/x?b=2&a=1%2C2");
    assert!(is_it(&kept, &asked("/v1/x?a=1,2&b=2")));
    assert!(!is_it(&kept, &asked("/v1/x?a=1&b=2")));
    assert!(!is_it(&kept, &Asked { method: Method::Delete, ..kept.clone() }));
    let both = Tokens { developer: true, user: true };
    assert!(!is_it(&kept, &Asked { tokens: both, ..kept.clone() }));
    let body = |text: &str| Asked { method: Method::Post, body: Some(text.to_owned()), ..kept.clone() };
    assert!(is_it(&body("{\"a\": [1, 2]}"), &body("{\"a\":[1,2]}")));
    assert!(!is_it(&body("{\"a\": \"1 2\"}"), &body("{\"a\": \"12\"}")));
}

#[test]
fn the_nearest_requests_are_named() {
    let kept = ["/v1/test", "/v1/catalog/us/albums/1", "/v1/catalog/us/songs/1?l=fr", "/v1/me/storefront"];
    let kept = kept.map(asked);
    let lines = nearest(kept.iter(), &asked("/v1/catalog/us/songs/1"));
    let with = "with the developer token";
    assert_eq!(
        lines,
        [
            format!("GET /v1/catalog/us/songs/1?l=fr {with}"),
            format!("GET /v1/catalog/us/albums/1 {with}"),
            format!("GET /v1/test {with}"),
        ]
    );
    let other = Asked { tokens: Tokens { developer: true, user: true }, ..asked("/v1/me/storefront") };
    assert_eq!(nearest(kept.iter(), &other)[0], format!("GET /v1/me/storefront {with}"));
}

#[test]
fn names_of_files_are_plain() {
    let name = |target: &str| answered(target, "").file_name(12);
    assert_eq!(name("/v1/catalog/us/albums/1000042?l=fr"), "0012-GET-v1-catalog-us-albums-1000042.json");
    assert_eq!(name("/v1/../é/%00x"), "0012-GET-v1-..----00x.json");
    assert_eq!(number_of("0012-GET-v1.json"), Some(12));
    for other in ["recording.json", "12-GET.json", "0012.json", "0012-GET.json~", "-.json"] {
        assert_eq!(number_of(other), None, "{other}");
    }
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused(text in ".{0,200}") {
        let _ = read(text.as_bytes());
    }

    #[test]
    fn any_json_keeps_its_text(names in proptest::collection::vec("\\PC{0,12}", 0..6), number in any::<f64>()) {
        let members: serde_json::Map<_, _> =
            names.iter().map(|name| (name.clone(), serde_json::json!([name, number, {}]))).collect();
        let body = serde_json::to_string(&members).unwrap();
        let exchange = answered("/v1/x", &body);
        prop_assert_eq!(tight(body.as_bytes()), body.as_bytes());
        prop_assert_eq!(read(&write(&exchange)), Ok(exchange));
    }
}
