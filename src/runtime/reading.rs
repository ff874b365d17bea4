//! Reads an answer off the loop, as it arrives: secrets that came back are blotted out, JSON is indexed, and what has come
//! can be shown before the rest is there. A text that is not JSON is cut into lines.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use super::blot::Blots;
use crate::{
    app::message::{Arrival, Body, Text},
    domain::{
        answer::Head,
        json::{Builder, Malformed, Reason},
        pages::{Provenance, Reader},
    },
};

/// A line of a text that is not JSON is cut here; a screen shows less, and an edge's page can be one line of megabytes.
const LONGEST_LINE: usize = 4_000;

/// Nobody reads more lines of what is no answer of this API, and each costs far more memory than its bytes.
const MOST_LINES: usize = 50_000;

/// Lines are made of so much of it.
const MOST_TEXT: usize = 64 << 20;

/// The title of a web page, and what can be quoted of a text, stands in its first bytes.
const START: usize = 16_384;

/// From here on a body that is still arriving is shown: a screenful of songs, folded.
const FIRST_LOOK: usize = 32_768;

/// The next look is due when there is twice as much, so that all looks together cost no more than the last one; or after
/// this time, when a link is so slow that it takes long.
const NEXT_LOOK: Duration = Duration::from_secs(1);

/// Reads one answer.
pub(super) struct Reading {
    blots: Arc<Blots>,
    builder: Builder,
    reader: Reader,
    provenance: Provenance,
    /// How much there was at the last look, and when that was.
    looked: (usize, Instant),
}

impl Reading {
    /// Begins to read the answer to a request for `target`.
    pub(super) fn begin(target: String, restored: Vec<String>, blots: Arc<Blots>) -> Self {
        Self {
            blots,
            builder: Builder::new(),
            reader: Reader::default(),
            provenance: Provenance { target, restored, ..Provenance::default() },
            looked: (FIRST_LOOK / 2, Instant::now()),
        }
    }

    /// Takes the next piece of the body, from which secrets have been blotted out as they are spelled.
    pub(super) fn take(&mut self, piece: &[u8]) {
        self.builder.push(piece);
        self.blots.escapes(&mut self.builder);
    }

    /// What has come, if it is worth another look.
    pub(super) fn look(&mut self, head: &Head) -> Option<Arrival> {
        let (size, at) = self.looked;
        let is_due = self.builder.len() >= 2 * size || self.builder.len() > size && at.elapsed() >= NEXT_LOOK;
        let document = Some(&self.builder).filter(|_| is_due)?.so_far()?;
        self.looked = (self.builder.len(), Instant::now());
        self.note(head);
        let page = self.reader.page(document, self.provenance.clone());
        Some(Arrival { head: self.blotted(head.clone()), body: Body::Page(page) })
    }

    /// The whole answer.
    pub(super) fn finish(mut self, head: Head) -> Arrival {
        self.note(&head);
        let head = self.blotted(head);
        let body = match self.builder.finish() {
            Ok(document) => Body::Page(self.reader.page(document, self.provenance)),
            Err(malformed) if malformed.fault.reason == Reason::Empty => Body::Empty,
            Err(malformed) => unfinished(*malformed, &mut self.reader, self.provenance),
        };
        Arrival { head, body }
    }

    fn note(&mut self, head: &Head) {
        self.provenance.status = head.status;
        self.provenance.elapsed = head.timing.total;
        self.provenance.wire_bytes = head.wire_bytes;
    }

    fn blotted(&self, mut head: Head) -> Head {
        self.blots.head(&mut head);
        head
    }
}

/// What is no JSON, or only the beginning of some.
fn unfinished(malformed: Malformed, reader: &mut Reader, provenance: Provenance) -> Body {
    let bytes = &malformed.bytes;
    let start = bytes.part(0..START).as_ref().into();
    let mut text = Text { fault: malformed.fault, lines: Arc::default(), start, arrived: bytes.len() as u64 };
    match malformed.beginning {
        Some(beginning) => Body::Beginning(reader.page(beginning, provenance), Box::new(text)),
        None => {
            text.lines = lines(&bytes.part(0..MOST_TEXT));
            Body::Text(text)
        }
    }
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
    use super::super::blot::Blotter;
    use super::*;
    use crate::domain::{
        answer::{Extent, Protocol, Timing},
        secret::Secret,
    };

    fn head() -> Head {
        Head {
            status: 200,
            headers: vec![("x-echo".to_owned(), "saw planted-token-value".to_owned())],
            extent: Extent::Whole,
            protocol: Protocol::Http1,
            timing: Timing::default(),
            wire_bytes: 0,
        }
    }

    fn read(body: &str, secrets: &[Secret]) -> Arrival {
        let blots = Arc::new(Blots::of(secrets.to_vec()));
        let mut blotter = Blotter::new(Arc::clone(&blots));
        let mut reading = Reading::begin("/v1/x".to_owned(), Vec::new(), blots);
        reading.take(&blotter.take(body.as_bytes()));
        reading.take(&blotter.rest());
        reading.finish(head())
    }

    #[test]
    fn an_echoed_secret_is_blotted_out() {
        let secrets = [Secret::new("planted-token-value".to_owned())];
        let arrival = read(r#"{"you":"planted-token-value"}"#, &secrets);
        let Body::Page(page) = &arrival.body else { panic!("{arrival:?}") };
        let document = page.document();
        assert_eq!(document.raw(document.root()), r#"{"you":"*******************"}"#);
        assert_eq!(arrival.head.headers[0].1, "saw *******************");
    }

    #[test]
    fn a_text_of_empty_lines_costs_no_more_than_a_screen_can_use() {
        let arrival = read(&"\n".repeat(300_000).replacen('\n', "x\n", 1), &[]);
        let Body::Text(text) = &arrival.body else { panic!("{arrival:?}") };
        assert_eq!((text.lines.len(), text.arrived), (MOST_LINES + 1, 300_001));
    }

    #[test]
    fn what_is_not_json_is_kept_as_text() {
        let arrival = read("<html>\nno</html>", &[]);
        let Body::Text(text) = &arrival.body else { panic!("{arrival:?}") };
        assert_eq!((text.start.as_ref(), text.arrived), (&b"<html>\nno</html>"[..], 16));
        assert_eq!(text.lines.as_ref(), ["<html>", "no</html>"]);
        assert_eq!(read(" \n", &[]).body, Body::Empty);
    }

    #[test]
    fn a_body_shows_before_it_is_whole_and_then_at_twice_the_size() {
        let mut reading = Reading::begin("/v1/x".to_owned(), Vec::new(), Arc::new(Blots::of(Vec::new())));
        let item = format!("\"{}\",", "x".repeat(1_021));
        let mut looks = Vec::new();
        reading.take(b"[");
        for count in 1..=200 {
            reading.take(item.as_bytes());
            if let Some(Arrival { body: Body::Page(page), .. }) = reading.look(&head()) {
                assert_eq!(page.document().count(page.document().root()), count);
                looks.push(count);
            }
        }
        assert_eq!(looks, [32, 65, 131]);
    }

    #[test]
    fn the_beginning_of_a_body_that_was_cut_is_kept() {
        let arrival = read(r#"{"data":[{"id":"1"},{"id"#, &[]);
        let Body::Beginning(page, text) = &arrival.body else { panic!("{arrival:?}") };
        assert_eq!((page.document().is_whole(), text.arrived), (false, 24));
        assert_eq!(page.document().text_at(page.document().root(), &["data"]), None);
    }
}
