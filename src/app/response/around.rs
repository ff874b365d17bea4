//! The resource that the cursor is on, or in.

use super::State;
use crate::domain::{json::Kind, pages::Item, resource};

impl State {
    /// The resource under the cursor, or the nearest one around it.
    #[must_use]
    pub fn resource(&self) -> Option<resource::Line> {
        let tree = self.tree()?;
        let rows = std::iter::successors(Some(self.cursor), |row| tree.parent(*row));
        let nodes = rows.filter_map(|row| match tree.item(row)? {
            Item::Value(node) => Some(node),
            Item::Ways { of } | Item::Way { of, .. } => Some(of),
            Item::Separator { .. } | Item::Next { .. } => None,
        });
        let mut lines =
            nodes.filter_map(|node| resource::line(tree.pages().page(node).document(), node.node));
        lines.find(|line| !line.id.is_empty()).or_else(|| self.only_resource())
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
