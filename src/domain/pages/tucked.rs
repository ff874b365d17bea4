//! What has no row of its own where resources are shown by name.

use super::{
    super::json::{Document, NodeId},
    bits::Bits,
};

/// The `data` of an object, whose items stand for it (that of the response itself has a row), and a `next`, which stands at the end of its list. Told as a document
/// arrives: a look goes on where the last one ended.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Tucked {
    values: Bits,
    /// How many of the document's lists have been looked at.
    seen: usize,
}

impl Tucked {
    /// Looks at the lists that have come since the last look.
    pub(super) fn look(&mut self, document: &Document) {
        self.values.grow(u32::try_from(document.len()).unwrap_or(u32::MAX));
        for list in document.inner_lists(self.seen) {
            self.values.set(list.0, true);
            self.seen += 1;
        }
        for link in document.links() {
            self.values.set(link.next.0, true);
        }
    }

    pub(super) fn has(&self, node: NodeId) -> bool {
        self.values.has(node.0)
    }

    /// All of them.
    pub(super) const fn values(&self) -> &Bits {
        &self.values
    }
}
