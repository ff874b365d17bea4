//! The resource that the cursor is on, or in.

use super::State;
use crate::domain::{pages::Item, resource};

impl State {
    /// The resource under the cursor, or the nearest one around it.
    #[must_use]
    pub fn resource(&self) -> Option<resource::Line> {
        let tree = self.tree()?;
        let rows = std::iter::successors(Some(self.cursor), |row| tree.parent(*row));
        let nodes = rows.filter_map(|row| match tree.item(row)? {
            Item::Value(node) => Some(node),
            Item::Separator { .. } | Item::Next { .. } => None,
        });
        let lines = nodes.filter_map(|node| resource::line(tree.pages().page(node).document(), node.node));
        lines.into_iter().find(|line| !line.id.is_empty())
    }
}
