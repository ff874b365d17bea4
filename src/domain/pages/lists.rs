//! The lists of one page: which arrays go on behind a `next`, and which are shown in the place of the object around them.

use super::{
    super::json::{Document, Kind, NodeId},
    bits::Bits,
};

/// A `next` and the list that it continues.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Link {
    /// The object that holds both.
    pub owner: NodeId,
    /// Its `next`.
    pub next: NodeId,
    /// Its `data`.
    pub list: NodeId,
}

/// The lists of a document, found as it arrives: a look goes on where the last one ended.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Lists {
    /// In the order of their arrays.
    links: Vec<Link>,
    /// What has no row of its own where resources are shown by name: the `data` of an object, whose items stand for it, and
    /// a `next`, which stands at the end of its list.
    tucked: Bits,
    /// How many nodes have been looked at.
    seen: u32,
}

impl Lists {
    /// Looks at the values that have come since the last look.
    pub(super) fn look(&mut self, document: &Document) {
        let len = u32::try_from(document.len()).unwrap_or(u32::MAX);
        self.tucked.grow(len);
        for node in (self.seen..len).map(NodeId) {
            match document.kind(node) {
                Kind::Array if document.has_key(node, "data") => self.data(document, node),
                Kind::String if document.has_key(node, "next") => self.next(document, node),
                _ => {}
            }
        }
        self.seen = len;
        // A list inside another one is complete before it; nearly all come in their order.
        self.links.sort_by_key(|link| link.list);
    }

    fn data(&mut self, document: &Document, list: NodeId) {
        let Some(owner) = document.parent(list) else { return };
        self.tucked.set(list.0, owner != document.root());
        // The second of the two finds the first; a `data` that comes later in the same object is not the list.
        let earlier = |node: &NodeId| *node < list;
        if document.member(owner, "data") == Some(list)
            && let Some(next) = document.member(owner, "next").filter(earlier)
            && document.kind(next) == Kind::String
        {
            self.link(Link { owner, next, list });
        }
    }

    fn next(&mut self, document: &Document, next: NodeId) {
        let Some(owner) = document.parent(next) else { return };
        let earlier = |node: &NodeId| *node < next;
        if document.member(owner, "next") == Some(next)
            && let Some(list) = document.member(owner, "data").filter(earlier)
            && document.kind(list) == Kind::Array
        {
            self.link(Link { owner, next, list });
        }
    }

    fn link(&mut self, link: Link) {
        self.tucked.set(link.next.0, true);
        self.links.push(link);
    }

    /// All of them, in the order of their arrays.
    pub(super) fn links(&self) -> &[Link] {
        &self.links
    }

    /// What has no row of its own.
    pub(super) const fn tucked(&self) -> &Bits {
        &self.tucked
    }

    /// The link that continues a list.
    pub(super) fn of_list(&self, list: NodeId) -> Option<Link> {
        let found = self.links.binary_search_by_key(&list, |link| link.list).ok()?;
        self.links.get(found).copied()
    }
}
