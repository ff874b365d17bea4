//! A list that more than one page contributes to.

use std::{
    collections::HashSet,
    hash::{DefaultHasher, Hash, Hasher},
};

use super::{
    super::json::{Document, NodeId},
    NodeRef, Page,
};

/// The parts of a list in their order, and what tells whether a further one brings anything new.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Joined {
    segments: Vec<NodeRef>,
    /// For every part, how many items come before it; and how many there are in all.
    before: Vec<usize>,
    /// For every part, how many of its items were there already.
    repeats: Vec<usize>,
    /// Types and ids of the items, as hashes: one of many millions may be taken for another, and a count is all they are
    /// for.
    ids: HashSet<u64>,
}

impl Joined {
    /// A list that is still on one page.
    pub(super) fn new(list: NodeRef, page: &Page) -> Self {
        let mut joined =
            Self { segments: Vec::new(), before: vec![0], repeats: Vec::new(), ids: HashSet::new() };
        joined.add(list, page);
        joined
    }

    /// Adds the part that a page brings; returns its number.
    pub(super) fn add(&mut self, segment: NodeRef, page: &Page) -> u32 {
        let document = page.document();
        let ids = || document.children(segment.node).filter_map(|item| identity(document, item));
        // A playlist may hold a song twice; what counts here is what an earlier page has handed out.
        self.repeats.push(ids().filter(|id| self.ids.contains(id)).count());
        self.ids.extend(ids());
        self.before.push(self.count() + document.count(segment.node));
        self.segments.push(segment);
        u32::try_from(self.segments.len() - 1).unwrap_or(u32::MAX)
    }

    pub(super) fn segments(&self) -> &[NodeRef] {
        &self.segments
    }

    /// How many items there are in all parts.
    pub(super) fn count(&self) -> usize {
        self.before.last().copied().unwrap_or_default()
    }

    /// How many items come before a part.
    pub(super) fn before(&self, segment: u32) -> usize {
        self.before.get(segment as usize).copied().unwrap_or_default()
    }

    /// How many items of a part were there already.
    pub(super) fn repeats(&self, segment: u32) -> usize {
        self.repeats.get(segment as usize).copied().unwrap_or_default()
    }

    /// How many items of all parts were there already.
    pub(super) fn all_repeats(&self) -> usize {
        self.repeats.iter().sum()
    }
}

/// What tells a resource from all others: its type and id.
fn identity(document: &Document, item: NodeId) -> Option<u64> {
    let (kind, id) = (document.text_at(item, &["type"])?, document.text_at(item, &["id"])?);
    let mut hasher = DefaultHasher::new();
    (kind, id).hash(&mut hasher);
    Some(hasher.finish())
}
