//! A path as it was typed, taken apart without changing it: every part is a place in the text.

use std::{borrow::Cow, ops::Range};

use crate::domain::link;

/// What was typed, and where its parts are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Typed<'a> {
    pub text: &'a str,
    /// Scheme and host, where a whole address was typed.
    pub origin: Option<Range<usize>>,
    /// What stands between the slashes of the path, in order; empty ones are left out except for one at the end.
    pub segments: Vec<Range<usize>>,
    /// The query, without its question mark.
    pub query: Option<Range<usize>>,
    /// The parameters of the query, in order; empty ones too.
    pub pairs: Vec<Pair>,
}

/// A parameter of the query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    pub name: Range<usize>,
    /// What follows the equals sign; none without one.
    pub value: Option<Range<usize>>,
}

impl<'a> Typed<'a> {
    /// Takes a text apart.
    #[must_use]
    pub fn read(text: &'a str) -> Self {
        let start = text.len() - text.trim_start_matches(' ').len();
        let end = text.trim_end_matches(' ').len().max(start);
        let mark = text[start..end].find('?').map(|at| start + at);
        let path_end = mark.unwrap_or(end);
        let origin = text[start..path_end].find("://").map(|at| {
            let host = start + at + 3;
            start..text[host..path_end].find('/').map_or(path_end, |slash| host + slash)
        });
        let path = origin.as_ref().map_or(start, |origin| origin.end)..path_end;
        let query = mark.map(|mark| mark + 1..end);
        let pairs = query.clone().map(|query| pairs(text, query)).unwrap_or_default();
        // A host without a slash is still being typed, and no path has begun.
        let is_begun = origin.is_none() || !path.is_empty();
        let segments = if is_begun { segments(text, path) } else { Vec::new() };
        Self { text, origin, segments, query, pairs }
    }

    /// A segment of the path, with its escapes read; a `+` is a plus there.
    #[must_use]
    pub fn segment(&self, place: &Range<usize>) -> Cow<'a, str> {
        percent_encoding::percent_decode_str(&self.text[place.clone()]).decode_utf8_lossy()
    }

    /// The segments that hold something.
    pub fn parts(&self) -> impl Iterator<Item = &Range<usize>> + Clone {
        self.segments.iter().filter(|segment| !segment.is_empty())
    }

    /// The name of a parameter, with its escapes read.
    #[must_use]
    pub fn name(&self, pair: &Pair) -> Cow<'a, str> {
        link::decoded(&self.text[pair.name.clone()])
    }

    /// The value of a parameter, with its escapes read; none if nothing was given.
    #[must_use]
    pub fn value(&self, pair: &Pair) -> Option<Cow<'a, str>> {
        pair.value
            .as_ref()
            .filter(|value| !value.is_empty())
            .map(|value| link::decoded(&self.text[value.clone()]))
    }

    /// The value of the parameter of this name.
    #[must_use]
    pub fn given(&self, name: &str) -> Option<Cow<'a, str>> {
        self.pairs.iter().find(|pair| self.name(pair) == name).and_then(|pair| self.value(pair))
    }
}

/// The places between the slashes.
fn segments(text: &str, path: Range<usize>) -> Vec<Range<usize>> {
    let all = pieces(text, path, '/');
    let last = all.len().saturating_sub(1);
    all.into_iter()
        .enumerate()
        .filter(|(at, place)| !place.is_empty() || *at == last)
        .map(|(_, place)| place)
        .collect()
}

fn pairs(text: &str, query: Range<usize>) -> Vec<Pair> {
    let pair = |place: Range<usize>| match text[place.clone()].find('=') {
        Some(at) => {
            Pair { name: place.start..place.start + at, value: Some(place.start + at + 1..place.end) }
        }
        None => Pair { name: place, value: None },
    };
    pieces(text, query, '&').into_iter().map(pair).collect()
}

/// The places of what stands between a mark.
pub(super) fn pieces(text: &str, within: Range<usize>, mark: char) -> Vec<Range<usize>> {
    let mut start = within.start;
    let mut places = Vec::new();
    for (at, _) in text[within.clone()].match_indices(mark) {
        places.push(start..within.start + at);
        start = within.start + at + mark.len_utf8();
    }
    places.push(start..within.end);
    places
}

/// The places of the items of a list: between commas, however these are written.
pub(super) fn items(text: &str, within: Range<usize>) -> Vec<Range<usize>> {
    let between = |place: Range<usize>| {
        let lower = text[place.clone()].to_ascii_lowercase();
        let mut start = place.start;
        let mut places = Vec::new();
        for (at, mark) in lower.match_indices("%2c") {
            places.push(start..place.start + at);
            start = place.start + at + mark.len();
        }
        places.push(start..place.end);
        places
    };
    pieces(text, within, ',').into_iter().flat_map(between).collect()
}
