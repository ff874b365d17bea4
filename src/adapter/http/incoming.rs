//! An answer on its way: its head, and its body piece by piece, from the wire or out of a recording.

use std::time::Instant;

use reqwest::{Response, Version, header::HeaderValue};

use super::{Limits, body::Body, failure::Causes};
use crate::{
    adapter::recording::{Playing, Tap},
    domain::answer::{Extent, Head, Protocol, Timing},
};

/// An answer of which the head is there, and the body on its way.
pub struct Incoming {
    source: Source,
    body: Body,
    head: Head,
    limits: Limits,
    start: Instant,
    /// Why reading stopped before the server was done.
    stopped: Option<Extent>,
    has_ended: bool,
    /// Where it is kept, if it is.
    tap: Option<Tap>,
}

/// Where a body comes from.
enum Source {
    Wire(Response),
    Recording(Playing),
}

impl Incoming {
    /// An answer off the wire.
    pub(super) fn new(response: Response, start: Instant, limits: Limits) -> Self {
        let elapsed = start.elapsed();
        let protocol = if response.version() == Version::HTTP_2 { Protocol::Http2 } else { Protocol::Http1 };
        let head = Head {
            status: response.status().as_u16(),
            headers: headers_of(&response),
            extent: Extent::Whole,
            protocol,
            timing: Timing { head: elapsed, total: elapsed },
            wire_bytes: 0,
        };
        let body = Body::new(head.header("content-encoding"), limits.body);
        Self::of(Source::Wire(response), body, head, limits, start)
    }

    /// An answer out of a recording, where bodies are decoded already.
    pub(super) fn recorded(playing: Playing, limits: Limits) -> Self {
        let (start, mut head) = (playing.start(), playing.head().clone());
        head.timing = Timing { head: start.elapsed(), total: start.elapsed() };
        (head.extent, head.wire_bytes) = (Extent::Whole, 0);
        // The clock of another day would make this one wrong.
        head.headers.retain(|(name, _)| name != "date" && name != "age");
        Self::of(Source::Recording(playing), Body::new(None, limits.body), head, limits, start)
    }

    fn of(source: Source, body: Body, head: Head, limits: Limits, start: Instant) -> Self {
        Self { source, body, head, limits, start, stopped: None, has_ended: false, tap: None }
    }

    /// The same, kept as it comes.
    pub(super) fn kept_by(self, tap: Tap) -> Self {
        Self { tap: Some(tap), ..self }
    }

    /// What is known of the answer so far.
    #[must_use]
    pub const fn head(&self) -> &Head {
        &self.head
    }

    /// The next piece of the body, after content decoding; none behind the last one. Dropping the future loses nothing.
    pub async fn piece(&mut self) -> Option<Vec<u8>> {
        while !self.has_ended {
            match &mut self.source {
                Source::Wire(response) => match response.chunk().await {
                    Ok(Some(wire)) => self.stopped = self.body.push(&wire).err(),
                    Ok(None) => self.has_ended = true,
                    Err(error) => self.stopped = Some(Extent::Cut(self.cut(&error))),
                },
                Source::Recording(playing) => match playing.piece().await {
                    Some(piece) => self.stopped = self.body.push(&piece).err(),
                    None if playing.head().extent == Extent::Whole => self.has_ended = true,
                    None => self.stopped = Some(playing.head().extent.clone()),
                },
            }
            self.has_ended |= self.stopped.is_some();
            if self.has_ended {
                self.head.extent = self.body.end(self.stopped.take());
            }
            self.head.wire_bytes = self.wire_bytes();
            let piece = self.body.take();
            if !piece.is_empty() {
                self.tap.iter_mut().for_each(|tap| tap.take(&piece));
                return Some(piece);
            }
        }
        None
    }

    /// Bytes on the wire: of a recording those of the time when it was made, once all of it has come.
    fn wire_bytes(&self) -> u64 {
        match &self.source {
            Source::Recording(playing) if self.has_ended => playing.head().wire_bytes,
            Source::Recording(_) | Source::Wire(_) => self.body.wire(),
        }
    }

    /// Reads no more: what came stays. Pieces that are decoded already still come.
    pub fn stop(&mut self) {
        if !self.has_ended {
            self.has_ended = true;
            self.head.extent = Extent::Stopped;
        }
    }

    /// All that is known of the answer beside its body.
    #[must_use]
    pub fn finish(mut self) -> Head {
        self.head.timing.total = self.start.elapsed();
        if let Some(tap) = self.tap.take() {
            tap.end(&self.head);
        }
        self.head
    }

    /// Why a body ended early.
    fn cut(&self, error: &reqwest::Error) -> String {
        let causes = Causes::of(error);
        if error.is_timeout() {
            format!("no byte came for {:?}", self.limits.read)
        } else if causes.hung_up() {
            "the connection ended early".to_owned()
        } else {
            causes.detail()
        }
    }
}

fn headers_of(response: &Response) -> Vec<(String, String)> {
    let text = |value: &HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    response.headers().iter().map(|(name, value)| (name.as_str().to_owned(), text(value))).collect()
}
