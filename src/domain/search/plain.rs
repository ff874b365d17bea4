//! A pattern without any sign of a regular expression, looked for in the bytes of a text as they lie there: a hundred
//! megabytes in a few milliseconds.
//!
//! What is found is a candidate. It counts if it lies in a key or a value, decoded where that is written with escapes.
//! Strings in which something is written that lies elsewhere as it is (`\u00e9`; for some patterns also `\/` and the like)
//! are decoded and looked at one by one, and both kinds come in the order of the text.

use std::ops::Range;

use memchr::memmem::Finder;
use regex::bytes::{Regex, RegexBuilder};

use super::{Fault, GoOn, Matcher};
use crate::domain::json::{Document, Kind, NodeId};

/// Bytes of the longest character: one letter may be written as another of more bytes (`k`, and the sign for Kelvin).
const WIDEST: usize = 4;

/// How a plain text is looked for.
#[derive(Clone)]
pub(super) struct Plain {
    finder: Way,
    /// The most bytes that a match has.
    longest: usize,
    signs: Signs,
    /// Bytes that are looked at together.
    piece: usize,
}

/// How the signs of a text stand in JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Signs {
    /// As they are, or by their numbers.
    Plain,
    /// One of them is a slash, which may also have a backslash before it.
    Slash,
    /// One of them only with a backslash before it, so that bytes as they lie there need not be looked at.
    Escaped,
}

impl Signs {
    fn of(text: &str) -> Self {
        if text.chars().any(|c| matches!(c, '"' | '\\' | '\0'..='\u{1f}')) {
            Self::Escaped
        } else if text.contains('/') {
            Self::Slash
        } else {
            Self::Plain
        }
    }
}

#[derive(Clone)]
enum Way {
    Exact(Box<Finder<'static>>),
    /// Upper and lower case alike.
    Folded(Regex),
}

impl Plain {
    pub(super) fn new(text: &str) -> Result<Self, Fault> {
        let finder = if text.chars().any(char::is_uppercase) {
            Way::Exact(Box::new(Finder::new(text).into_owned()))
        } else {
            let mut builder = RegexBuilder::new(&regex_syntax::escape(text));
            builder.case_insensitive(true);
            Way::Folded(builder.build().map_err(|_| Fault::TooLarge)?)
        };
        let longest = text.chars().count() * WIDEST;
        Ok(Self { finder, longest, signs: Signs::of(text), piece: usize::MAX })
    }

    /// The same, but for pieces of so many bytes.
    #[cfg(test)]
    pub(super) fn in_pieces(self, piece: usize) -> Self {
        Self { piece, ..self }
    }

    fn find_bytes(&self, bytes: &[u8]) -> Option<Range<usize>> {
        match &self.finder {
            Way::Exact(finder) => finder.find(bytes).map(|at| at..at + finder.needle().len()),
            Way::Folded(regex) => regex.find(bytes).map(|found| found.range()),
        }
    }

    pub(super) fn is_in(&self, text: &str) -> bool {
        self.find_bytes(text.as_bytes()).is_some()
    }

    pub(super) fn ranges(&self, text: &str) -> Vec<Range<usize>> {
        let mut at = 0;
        let next = || {
            let found = self.find_bytes(text.as_bytes().get(at..)?)?;
            let range = at + found.start..at + found.end;
            at = range.end;
            Some(range)
        };
        std::iter::from_fn(next).collect()
    }

    /// The first match in a part of a text; none also if it is not to go on.
    fn find(&self, document: &Document, part: Range<usize>, go_on: GoOn) -> Option<Range<usize>> {
        let mut at = part.start;
        while at < part.end && go_on() {
            let piece = document.pieces(at..part.end).next()?;
            let piece = &piece[..piece.len().min(self.piece)];
            if let Some(found) = self.find_bytes(piece) {
                return Some(at + found.start..at + found.end);
            }
            let border = at + piece.len();
            let before = border.saturating_sub(self.longest).max(at);
            if let Some(found) = self.across(document, before..(border + self.longest).min(part.end), border)
            {
                return Some(found);
            }
            at = border;
        }
        None
    }

    /// A match that begins before a border between two pieces and ends behind it.
    fn across(&self, document: &Document, around: Range<usize>, border: usize) -> Option<Range<usize>> {
        if around.end <= border {
            return None;
        }
        let bytes = document.part(around.clone());
        let mut at = 0;
        while let Some(found) = self.find_bytes(bytes.get(at..)?) {
            let found = around.start + at + found.start..around.start + at + found.end;
            if found.start >= border {
                return None;
            }
            if found.end > border {
                return Some(found);
            }
            at = found.start + 1 - around.start;
        }
        None
    }
}

/// Goes from value to value of a part of a document in which a plain text is.
pub(super) struct Walk<'a> {
    matcher: &'a Matcher,
    plain: &'a Plain,
    document: &'a Document,
    /// The bytes that have not been looked at.
    part: Range<usize>,
    /// Up to where strings with escapes have been looked at.
    escapes: usize,
    end: usize,
    nodes: Range<u32>,
    /// The last value that a candidate was in; the next one is near.
    near: u32,
    /// A value that was found, while strings before it are decoded.
    found: Option<NodeId>,
}

impl<'a> Walk<'a> {
    /// A walk over so many nodes.
    pub(super) fn new(
        matcher: &'a Matcher,
        plain: &'a Plain,
        document: &'a Document,
        nodes: Range<u32>,
    ) -> Self {
        let byte = |node: u32| match (node as usize) < document.len() {
            true => document.member_start(NodeId(node)),
            false => document.size(),
        };
        let (escapes, end) = (byte(nodes.start), byte(nodes.end));
        let part = if plain.signs == Signs::Escaped { end..end } else { escapes..end };
        let near = nodes.start;
        Self { matcher, plain, document, part, escapes, end, nodes, near, found: None }
    }

    /// The next value, each once.
    pub(super) fn next(&mut self, go_on: GoOn) -> Option<NodeId> {
        if self.found.is_none() {
            self.found = self.candidate(go_on);
        }
        let limit = self.found.map_or(self.end, |found| self.document.member_start(found));
        for looked_at in 1_u32.. {
            let Some((node, inside)) = self.next_escaped(limit) else { break };
            if looked_at % 256 == 0 && !go_on() {
                return None;
            }
            self.escapes = inside.end;
            if self.nodes.contains(&node.0) && self.is_in_escaped(node, &inside) {
                self.escapes = self.behind(node).max(inside.end);
                return Some(node);
            }
        }
        let found = self.found.take()?;
        self.escapes = self.behind(found).max(limit);
        Some(found)
    }

    /// The next string that has to be decoded, up to a byte, and what stands between its quotes.
    fn next_escaped(&self, limit: usize) -> Option<(NodeId, Range<usize>)> {
        if self.escapes >= limit {
            return None;
        }
        let part = self.escapes..limit;
        match self.plain.signs {
            // Other escapes stand for signs that are not looked for; what is between them lies there as it is.
            Signs::Plain => self.document.numbered_in(part).next(),
            Signs::Slash | Signs::Escaped => self.document.escaped_in(part).next(),
        }
    }

    /// The byte behind a value, or before what is inside it: it counts once.
    fn behind(&self, node: NodeId) -> usize {
        let range = self.document.range(node);
        match self.document.kind(node) {
            Kind::Object | Kind::Array => range.start,
            _ => range.end,
        }
    }

    fn is_in_escaped(&self, node: NodeId, inside: &Range<usize>) -> bool {
        let is_key = self.document.is_member(node) && inside.start == self.document.member_start(node) + 1;
        match is_key {
            true => self.matcher.is_in_key(self.document, node),
            false => self.matcher.is_in_value(self.document, node),
        }
    }

    /// The next value with a candidate that counts.
    fn candidate(&mut self, go_on: GoOn) -> Option<NodeId> {
        while let Some(found) = self.plain.find(self.document, self.part.clone(), go_on) {
            let node = self.at(found.start);
            let (counts, seen) = self.look(node, &found);
            self.part.start = seen.max(found.start + 1);
            if counts {
                return Some(node);
            }
        }
        self.part.start = self.part.end;
        None
    }

    /// Whether a candidate in a value or its key counts, and up to where that is settled for others as well.
    fn look(&self, node: NodeId, found: &Range<usize>) -> (bool, usize) {
        let (scope, range) = (self.matcher.pattern().scope, self.document.range(node));
        let kind = self.document.kind(node);
        let is_key = found.start < range.start;
        let inside = match kind {
            _ if is_key => {
                let start = self.document.member_start(node) + 1;
                start..start + self.document.raw_key(node).map_or(0, |key| key.len())
            }
            Kind::Object | Kind::Array => return (false, 0),
            Kind::String => range.start + 1..range.end - 1,
            Kind::Number | Kind::Bool | Kind::Null => range,
        };
        if found.start < inside.start || inside.end < found.end {
            return (false, 0);
        }
        let counts = if is_key { scope.has_keys() } else { scope.has_values() };
        let counts = counts && self.is_so_decoded(node, is_key, inside.clone());
        (counts, if counts { self.behind(node) } else { inside.end })
    }

    /// Whether what lies there is also in what it reads.
    fn is_so_decoded(&self, node: NodeId, is_key: bool, inside: Range<usize>) -> bool {
        if self.document.pieces(inside).all(|piece| memchr::memchr(b'\\', piece).is_none()) {
            return true;
        }
        self.plain.signs == Signs::Plain
            && match is_key {
                true => self.matcher.is_in_key(self.document, node),
                false => self.matcher.is_in_value(self.document, node),
            }
    }

    /// The value at a byte, looked for from the last one on in steps that grow.
    fn at(&mut self, byte: usize) -> NodeId {
        let begins = |node: u32| node < self.nodes.end && self.document.member_start(NodeId(node)) <= byte;
        let mut step = 1;
        let mut low = self.near;
        while begins(low.saturating_add(step)) {
            low += step;
            step *= 2;
        }
        let mut high = low.saturating_add(step);
        while high - low > 1 {
            let middle = low + (high - low) / 2;
            if begins(middle) { low = middle } else { high = middle }
        }
        self.near = low;
        NodeId(low)
    }
}
