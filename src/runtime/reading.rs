//! Reads an answer off the loop: secrets that came back are blotted out, JSON is indexed, a text is cut into lines.

use std::sync::Arc;

use super::blot;
use crate::{
    app::message::{Arrival, Body, Text},
    domain::{
        answer::Answer,
        json::{Document, Malformed},
        pages::{Page, Provenance},
        secret::Secret,
    },
};

/// A line of a text that is not JSON is cut here; a screen shows less, and an edge's page can be one line of megabytes.
const LONGEST_LINE: usize = 4_000;

/// Nobody reads more lines of what is no answer of this API, and each costs far more memory than its bytes.
const MOST_LINES: usize = 50_000;

/// The title of a web page, and what can be quoted of a text, stands in its first bytes.
const START: usize = 16_384;

/// Reads an answer to a request for `target`.
pub(super) fn read(mut answer: Answer, target: String, restored: Vec<String>, secrets: &[Secret]) -> Arrival {
    blot::answer(&mut answer, secrets);
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
            Ok(document) => Body::Page(Page::read(blot::document(document, secrets), provenance)),
            Err(malformed) => Body::Text(text(malformed)),
        }
    };
    Arrival { head: answer.head, body }
}

fn text(malformed: Malformed) -> Text {
    let bytes = malformed.bytes;
    let start = bytes.get(..START).unwrap_or(&bytes).into();
    Text { fault: malformed.fault, lines: lines(&bytes), start, arrived: bytes.len() as u64 }
}

fn lines(bytes: &[u8]) -> Arc<[String]> {
    let text = String::from_utf8_lossy(bytes);
    let cut = |line: &str| line.chars().take(LONGEST_LINE).collect();
    let mut lines: Vec<String> = text.lines().take(MOST_LINES).map(cut).collect();
    if text.lines().nth(MOST_LINES).is_some() {
        lines.push(format!("… and more; the first {MOST_LINES} lines are shown"));
    }
    lines.into()
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
    fn a_text_of_empty_lines_costs_no_more_than_a_screen_can_use() {
        let arrival =
            read(answer(&"\n".repeat(300_000).replacen('\n', "x\n", 1)), String::new(), Vec::new(), &[]);
        let Body::Text(text) = &arrival.body else { panic!("{arrival:?}") };
        assert_eq!((text.lines.len(), text.arrived), (MOST_LINES + 1, 300_001));
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
