//! What a jq filter made of the response: a tree that shows in its place, with a cursor and folds of its own. The response
//! below it stays as it is, and may go on growing.

use super::{Content, State, Tree, View};
use crate::{app::filter::Results, domain::pages::Pages};
use std::sync::Arc;

/// The results of a filter.
#[derive(Debug, Clone)]
pub struct Filtered {
    pub(super) tree: Tree,
    words: String,
    count: usize,
    /// The cursor and the first row on view of the response.
    pub(super) below: (usize, usize),
}

impl Filtered {
    /// The tree of the results.
    #[must_use]
    pub const fn tree(&self) -> &Tree {
        &self.tree
    }

    /// The filter.
    #[must_use]
    pub fn words(&self) -> &str {
        &self.words
    }

    /// How many results there are.
    #[must_use]
    pub const fn count(&self) -> usize {
        self.count
    }
}

impl State {
    /// What shows in place of the response.
    #[must_use]
    pub const fn filtered(&self) -> Option<&Filtered> {
        self.filtered.as_ref()
    }

    /// How many responses have shown; another number means another response.
    #[must_use]
    pub const fn replaced(&self) -> u64 {
        self.replaced
    }

    /// The pages of the response, whatever shows in its place.
    #[must_use]
    pub fn pages(&self) -> Option<&Arc<Pages>> {
        match &self.shown.as_ref()?.content {
            Content::Tree(tree) => Some(tree.pages()),
            Content::Text(_) | Content::Empty => None,
        }
    }

    /// The page of the response that the cursor is in.
    #[must_use]
    pub fn page_at_cursor(&self) -> u32 {
        let row = self.filtered.as_ref().map_or(self.cursor, |filtered| filtered.below.0);
        self.body_tree().and_then(|tree| tree.value(row)).map_or(0, |node| node.page)
    }

    /// Shows the results of a filter in place of the response, or of the results before.
    pub fn show_filtered(&mut self, words: &str, results: Results) {
        let below = self.filtered.take().map_or((self.cursor, self.offset), |filtered| filtered.below);
        let tree = Tree::new(results.page, self.shape());
        self.filtered = Some(Filtered { tree, words: words.to_owned(), count: results.count, below });
        (self.cursor, self.offset, self.view) = (0, 0, View::Body);
        self.number += 1;
    }

    /// Shows the response again, as it was. Whether results stood in its place.
    pub fn leave_filtered(&mut self) -> bool {
        let Some(filtered) = self.filtered.take() else { return false };
        (self.cursor, self.offset) = filtered.below;
        self.number += 1;
        true
    }
}
