//! Reads an answer off the loop: secrets that came back are blotted out, JSON is indexed, a text is cut into lines.

use std::sync::Arc;

use crate::{
    app::message::{Arrival, Body, Text},
    domain::{
        answer::Answer,
        json::{Document, Malformed},
        pages::{Page, Provenance},
        secret::{self, Secret},
    },
};

/// A line of a text that is not JSON is cut here; a screen shows less, and an edge's page can be one line of megabytes.
const LONGEST_LINE: usize = 4_000;

/// The title of a web page, and what can be quoted of a text, stands in its first bytes.
const START: usize = 16_384;

/// Reads an answer to a request for `target`.
pub(super) fn read(mut answer: Answer, target: String, restored: Vec<String>, secrets: &[Secret]) -> Arrival {
    blot(&mut answer, secrets);
    let bytes = std::mem::take(&mut answer.body);
    let provenance = Provenance {
        target,
        status: answer.head.status,
        elapsed: answer.head.timing.total,
        wire_bytes: answer.head.wire_bytes,
        restored,
    };
    let body = if bytes.iter().all(u8::is_ascii_whitespace) {
        Body::Empty
    } else {
        match Document::parse(bytes) {
            Ok(document) => Body::Page(Page::read(document, provenance)),
            Err(malformed) => Body::Text(text(malformed)),
        }
    };
    Arrival { head: answer.head, body }
}

/// A server that echoes what it was sent must not put a token on the screen.
fn blot(answer: &mut Answer, secrets: &[Secret]) {
    // Names of headers come in lower case, and so would a token among them.
    let lowered: Vec<_> =
        secrets.iter().map(|secret| Secret::new(secret.expose().to_ascii_lowercase())).collect();
    let (secrets, lowered): (Vec<_>, Vec<_>) = (secrets.iter().collect(), lowered.iter().collect());
    secret::scrub(&mut answer.body, &secrets);
    for (name, value) in &mut answer.head.headers {
        blot_text(name, &lowered);
        blot_text(value, &secrets);
    }
}

fn blot_text(text: &mut String, secrets: &[&Secret]) {
    let mut bytes = std::mem::take(text).into_bytes();
    secret::scrub(&mut bytes, secrets);
    *text = String::from_utf8_lossy(&bytes).into_owned();
}

fn text(malformed: Malformed) -> Text {
    let bytes = malformed.bytes;
    let start = bytes.get(..START).unwrap_or(&bytes).into();
    Text { fault: malformed.fault, lines: lines(&bytes), start, arrived: bytes.len() as u64 }
}

fn lines(bytes: &[u8]) -> Arc<[String]> {
    let text = String::from_utf8_lossy(bytes);
    text.lines().map(|line| line.chars().take(LONGEST_LINE).collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::answer::{Extent, Head, Protocol, Timing};

    fn answer(body: &str) -> Answer {
        let head = Head {
            status: 200,
            headers: vec![("x-echo".to_owned(), "saw planted-token-value".to_owned())],
            extent: Extent::Whole,
            protocol: Protocol::Http1,
            timing: Timing::default(),
            wire_bytes: 0,
        };
        Answer { head, body: body.as_bytes().to_vec() }
    }

    #[test]
    fn an_echoed_secret_is_blotted_out() {
        let secrets = [Secret::new("planted-token-value".to_owned())];
        let echo = answer(r#"{"you":"planted-token-value"}"#);
        let arrival = read(echo, "/v1/x".to_owned(), Vec::new(), &secrets);
        let Body::Page(page) = &arrival.body else { panic!("{arrival:?}") };
        let document = page.document();
        assert_eq!(document.raw(document.root()), r#"{"you":"*******************"}"#);
        assert_eq!(arrival.head.headers[0].1, "saw *******************");
    }

    #[test]
    fn what_is_not_json_is_kept_as_text() {
        let arrival = read(answer("<html>\nno</html>"), String::new(), Vec::new(), &[]);
        let Body::Text(text) = &arrival.body else { panic!("{arrival:?}") };
        assert_eq!((text.start.as_ref(), text.arrived), (&b"<html>\nno</html>"[..], 16));
        assert_eq!(text.lines.as_ref(), ["<html>", "no</html>"]);
        assert_eq!(read(answer(" \n"), String::new(), Vec::new(), &[]).body, Body::Empty);
    }
}
