//! Which values inside two containers belong together.

use std::{
    borrow::Cow,
    collections::{HashMap, VecDeque},
};

use crate::domain::{
    json::Kind,
    pages::{NodeRef, Pages},
};

/// A value and its counterpart; one of them may be missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Pair {
    pub(super) left: Option<NodeRef>,
    pub(super) right: Option<NodeRef>,
    /// Others that were behind it in its list stand before it now.
    pub(super) is_moved: bool,
}

/// What a value is known by among those beside it.
#[derive(Debug, PartialEq, Eq, Hash)]
enum Name<'a> {
    Key(Cow<'a, str>),
    Resource(Cow<'a, str>, Cow<'a, str>),
    Number(usize),
}

/// A container in its pages.
type Place<'a> = (&'a Pages, NodeRef);

/// The values inside two containers in pairs, in the order of the left one; what is at the right alone stands behind what it
/// follows there. At most so many of each side are looked at.
pub(super) fn matched(left: Place<'_>, right: Place<'_>, most: usize) -> Vec<Pair> {
    let (lefts, rights) = (inside(left, most), inside(right, most));
    let mut places: HashMap<Name<'_>, VecDeque<usize>> = HashMap::new();
    for (at, name) in names(right.0, &rights).enumerate() {
        places.entry(name).or_default().push_back(at);
    }
    let found: Vec<_> =
        names(left.0, &lefts).map(|name| places.get_mut(&name).and_then(VecDeque::pop_front)).collect();
    let is_list = left.0.kind(left.1) == Kind::Array;
    let stays = staying(&found);
    let mut pairs = Vec::with_capacity(lefts.len().max(rights.len()));
    let mut is_taken = vec![false; rights.len()];
    found.iter().flatten().for_each(|at| is_taken[*at] = true);
    let mut told = 0;
    let alone = |at: usize| Pair { left: None, right: Some(rights[at]), is_moved: false };
    for (at, (value, place)) in lefts.iter().zip(&found).enumerate() {
        if let Some(place) = place.filter(|_| stays[at]) {
            pairs.extend((told..place).filter(|at| !is_taken[*at]).map(alone));
            told = told.max(place);
        }
        let is_moved = is_list && place.is_some() && !stays[at];
        pairs.push(Pair { left: Some(*value), right: place.map(|place| rights[place]), is_moved });
    }
    pairs.extend((told..rights.len()).filter(|at| !is_taken[*at]).map(alone));
    pairs
}

/// The values directly inside, over all pages.
fn inside((pages, node): Place<'_>, most: usize) -> Vec<NodeRef> {
    let part = |part: &NodeRef| {
        let part = *part;
        pages.page(part).document().children(part.node).map(move |node| NodeRef { node, ..part })
    };
    pages.segments(&node).iter().flat_map(part).take(most).collect()
}

fn names<'a>(pages: &'a Pages, values: &'a [NodeRef]) -> impl Iterator<Item = Name<'a>> {
    values.iter().enumerate().map(|(at, value)| {
        let document = pages.page(*value).document();
        if let Some(key) = document.key(value.node) {
            return Name::Key(key);
        }
        let text = |key| document.text_at(value.node, &[key]);
        match (text("type"), text("id")) {
            (Some(kind), Some(id)) => Name::Resource(kind, id),
            _ => Name::Number(at),
        }
    })
}

/// Which of the places, in the order in which they were found, follow each other upwards; as many as can be. The others have
/// moved.
fn staying(found: &[Option<usize>]) -> Vec<bool> {
    // The last one of the best row of each length, and who is before each in it ("patience sorting").
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = vec![None; found.len()];
    for (at, place) in found.iter().enumerate() {
        let Some(place) = place else { continue };
        let length = ends.partition_point(|end| found[*end] < Some(*place));
        before[at] = length.checked_sub(1).map(|last| ends[last]);
        match ends.get_mut(length) {
            Some(end) => *end = at,
            None => ends.push(at),
        }
    }
    let mut stays = vec![false; found.len()];
    let row = std::iter::successors(ends.last().copied(), |at| before[*at]);
    row.for_each(|at| stays[at] = true);
    stays
}
