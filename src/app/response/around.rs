//! The resource that the cursor is on, or in.

use super::State;
use crate::domain::{
    json::{Document, Kind, NodeId},
    pages::Item,
    resource,
};

impl State {
    /// The resource under the cursor, or the nearest one around it.
    #[must_use]
    pub fn resource(&self) -> Option<resource::Line> {
        let around = self.around().map(|(document, node)| resource::line(document, node));
        around.flatten().find(|line| !line.id.is_empty()).or_else(|| self.only_resource())
    }

    /// Whether there is one: each frame asks.
    #[must_use]
    pub fn has_resource(&self) -> bool {
        self.around().any(|(document, node)| resource::has_id(document, node))
            || self.only_resource().is_some()
    }

    /// The value under the cursor, and those around it.
    fn around(&self) -> impl Iterator<Item = (&Document, NodeId)> {
        let row = self.tree().map(|tree| (tree, self.cursor));
        let rows = std::iter::successors(row, |(tree, row)| Some((*tree, tree.parent(*row)?)));
        rows.filter_map(|(tree, row)| match tree.item(row)? {
            Item::Value(node) | Item::Ways { of: node } | Item::Way { of: node, .. } => {
                Some((tree.pages().page(node).document(), node.node))
            }
            Item::Separator { .. } | Item::Next { .. } => None,
        })
    }

    /// The resource in the list under the cursor, if there is no other beside it: the answer to a request for one.
    fn only_resource(&self) -> Option<resource::Line> {
        let tree = self.tree()?;
        let Item::Value(list) = tree.item(self.cursor)? else { return None };
        let document = tree.pages().page(list).document();
        let is_only = document.kind(list.node) == Kind::Array && document.count(list.node) == 1;
        resource::line(document, document.nth(list.node, 0).filter(|_| is_only)?)
    }
}
