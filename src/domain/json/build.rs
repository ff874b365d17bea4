//! A document in the making: fed as its text arrives, and worth looking at before it is whole.

use std::{borrow::Cow, ops::Range, sync::Arc};

use super::{
    Document, Fault, Position, Reason,
    chunks::{Chunks, Growing},
    parse::{Escape, Parser, Stop},
    text,
};

/// The largest text: offsets have 32 bits.
const LARGEST: usize = u32::MAX as usize - 1;

/// So much is checked, read and kept before what is behind it is looked at: it stays in the processor's cache meanwhile.
const AT_ONCE: usize = 64 << 10;

const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// Takes a text in pieces and indexes it on the way.
#[derive(Debug, Default)]
pub struct Builder {
    bytes: Growing<u8, 20>,
    parser: Parser,
    /// The beginning of a character whose rest has not come.
    torn: Vec<u8>,
    /// How many of the strings with escapes have been handed out.
    handed_out: usize,
}

/// A text that is not JSON: the fault, the bytes, which are still worth showing, and what could be read before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Malformed {
    /// What is wrong, and where.
    pub fault: Fault,
    /// The text, unchanged.
    pub bytes: Text,
    /// The values before the fault, if the text only ends too early and some of it is there.
    pub beginning: Option<Document>,
}

/// The bytes of a text, in pieces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text(Chunks<u8, 20>);

impl Text {
    /// How many bytes there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// A part of it, as far as it goes; borrowed unless it runs over the end of a piece.
    #[must_use]
    pub fn part(&self, range: Range<usize>) -> Cow<'_, [u8]> {
        self.0.slice(range)
    }
}

impl Builder {
    /// A builder that has been fed nothing.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// How many bytes it was fed.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.bytes.len()
    }

    /// Whether it was fed nothing.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Takes the next piece of the text.
    pub fn push(&mut self, piece: &[u8]) {
        for part in piece.chunks(AT_ONCE) {
            // Bytes behind a fault are kept, and read no more; the parser remembers the fault.
            if self.parser.found.is_none() {
                _ = self.read(part);
            }
            self.bytes.extend(part);
        }
    }

    /// Checks that the piece is UTF-8, and reads as much of it as is.
    fn read(&mut self, mut piece: &[u8]) -> Result<(), Stop> {
        if self.bytes.len() + piece.len() > LARGEST {
            return Err(self.parser.stop(self.bytes.len(), Reason::TooLarge));
        }
        let mut base = self.bytes.len() - self.torn.len();
        while let (Some((byte, rest)), false) = (piece.split_first(), self.torn.is_empty()) {
            self.torn.push(*byte);
            piece = rest;
            match std::str::from_utf8(&self.torn) {
                Ok(_) => {
                    let whole = std::mem::take(&mut self.torn);
                    self.read_valid(base, &whole)?;
                    base += whole.len();
                }
                Err(fault) if fault.error_len().is_some() => {
                    return Err(self.parser.stop(base, Reason::Encoding));
                }
                Err(_) => {}
            }
        }
        match simdutf8::compat::from_utf8(piece) {
            Ok(_) => self.read_valid(base, piece),
            Err(fault) => {
                let (valid, rest) = piece.split_at(fault.valid_up_to());
                self.read_valid(base, valid)?;
                if fault.error_len().is_some() {
                    return Err(self.parser.stop(base + valid.len(), Reason::Encoding));
                }
                self.torn.extend_from_slice(rest);
                Ok(())
            }
        }
    }

    fn read_valid(&mut self, base: usize, piece: &[u8]) -> Result<(), Stop> {
        match piece.strip_prefix(BYTE_ORDER_MARK).filter(|_| base == 0) {
            Some(rest) => {
                self.parser.skip(BYTE_ORDER_MARK.len());
                self.parser.take(rest)
            }
            None => self.parser.take(piece),
        }
    }

    /// The values so far; none before the first, and after a fault that leaves no good beginning.
    #[must_use]
    pub fn so_far(&self) -> Option<Document> {
        let is_good = self.parser.found.is_none_or(|(_, reason)| reason.leaves_a_beginning());
        let index = &self.parser.index;
        (is_good && index.nodes.len() > 0).then(|| Document {
            bytes: self.bytes.so_far(),
            nodes: index.nodes.so_far(),
            anchors: index.anchors.clone().into(),
            spans: index.spans.clone().into(),
            marks: Arc::clone(&index.marks),
            escaped: index.escaped.clone().into(),
            lists: Arc::new(index.lists.so_far()),
        })
    }

    /// The keys and strings with escapes that were read since the last call: where each stands between its quotes, and
    /// what it reads.
    pub fn fresh_escapes(&mut self) -> Vec<(Range<usize>, String)> {
        // The last key may have no node yet, for its value has not come: it is looked at next time.
        let nodes = self.parser.index.nodes.len();
        let escaped = self.parser.index.escaped.get(self.handed_out..).unwrap_or_default();
        let fresh: Vec<_> = escaped.iter().take_while(|escape| (escape.node as usize) < nodes).collect();
        self.handed_out += fresh.len();
        let read = |escape: &&Escape| {
            let start = escape.start as usize;
            let raw = text::whole(self.bytes.pieces_from(start));
            (start..start + raw.len(), text::decode(&String::from_utf8_lossy(&raw)).into_owned())
        };
        fresh.iter().map(read).collect()
    }

    /// Overwrites the inside of a string with stars: something that must not be seen.
    pub fn blot(&mut self, range: Range<usize>) {
        for at in range {
            self.bytes.change(at, |byte| *byte = b'*');
        }
    }

    /// Ends the text.
    ///
    /// # Errors
    /// [`Malformed`] with the first fault and its position; the bytes come back unchanged.
    pub fn finish(mut self) -> Result<Document, Box<Malformed>> {
        if self.parser.found.is_none() {
            _ = match self.torn.is_empty() {
                true => self.parser.end(),
                false => Err(self.parser.stop(self.bytes.len() - self.torn.len(), Reason::Encoding)),
            };
        }
        let found = self.parser.found;
        let beginning = found.and_then(|_| self.so_far()).filter(Document::is_worth_showing);
        let bytes = self.bytes.finish();
        let index = self.parser.index;
        match found {
            None => Ok(Document {
                bytes,
                nodes: index.nodes.finish(),
                anchors: index.anchors.into(),
                spans: index.spans.into(),
                marks: index.marks,
                escaped: index.escaped.into(),
                lists: Arc::new(index.lists.finish()),
            }),
            Some((offset, reason)) => {
                let position = Position::behind(bytes.pieces(0..offset));
                let fault = Fault { offset, position, reason };
                Err(Box::new(Malformed { fault, bytes: Text(bytes), beginning }))
            }
        }
    }
}
