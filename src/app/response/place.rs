//! Places in the tree: one to come back to, and the one of a value that may be folded away.

use super::{State, Tree, tree::Folding};
use crate::domain::{
    pages::{Item, NodeRef},
    search::Start,
};

/// Where the cursor was, and what was unfolded.
#[derive(Debug, Clone)]
pub struct Place {
    folding: Folding,
    item: Option<Item>,
    cursor: usize,
    offset: usize,
}

impl State {
    /// Where the cursor is, to come back to.
    #[must_use]
    pub fn place(&self) -> Option<Place> {
        let (tree, cursor) = (self.tree()?, self.cursor);
        Some(Place { folding: tree.folding(), item: tree.item(cursor), cursor, offset: self.offset })
    }

    /// Goes back to a place. Where pages have come since, what is unfolded stays, and the cursor goes to what it was on.
    pub fn go_back(&mut self, place: &Place, height: usize) {
        let Some(tree) = self.tree_mut() else { return };
        if tree.refold(&place.folding) {
            (self.cursor, self.offset) = (place.cursor, place.offset);
        } else if let Some(row) = place.item.and_then(|item| tree.position(item)) {
            self.cursor = row;
        }
        self.keep_in_view(height);
    }

    /// Unfolds what is around a value and goes to its row, which comes to stand in the upper part if it was not on view.
    pub fn go_to(&mut self, node: NodeRef, height: usize) {
        let Some(row) = self.tree_mut().and_then(|tree| tree.reveal(node)) else { return };
        self.cursor = row;
        if !(self.offset..self.offset + height).contains(&row) {
            self.offset = row.saturating_sub(height / 3);
        }
        self.keep_in_view(height);
    }

    /// Where a search from the cursor begins: at its value, or at the next one below; at the very first below the last.
    #[must_use]
    pub fn start(&self) -> Option<NodeRef> {
        /// So many rows may stand between two values: each a `next` of a list that ends there, or the line above a page.
        const MOST: usize = 1_000;
        let tree = self.tree()?;
        let value = |row| match tree.item(row)? {
            Item::Value(node) => Some(node),
            _ => None,
        };
        let below = (self.cursor..tree.len()).take(MOST).find_map(value);
        Some(below.unwrap_or_else(|| tree.pages().root()))
    }

    /// Where a search goes on behind a hit, if the cursor is still on its row; else behind what the cursor is on.
    #[must_use]
    pub fn start_behind(&self, hit: Option<NodeRef>) -> Option<Start> {
        let here = |hit: &NodeRef| self.tree().and_then(|tree| row_of(tree, *hit)) == Some(self.cursor);
        match hit.filter(here) {
            Some(hit) => Some(Start::Behind(hit)),
            None => self.start().map(|node| match self.tree().and_then(|tree| tree.item(self.cursor)) {
                Some(Item::Value(_)) => Start::Behind(node),
                _ => Start::At(node),
            }),
        }
    }
}

fn row_of(tree: &Tree, node: NodeRef) -> Option<usize> {
    tree.position(tree.pages().row_for(node, tree.shape()))
}
