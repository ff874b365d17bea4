//! How a response lies, written down so that the next answer to the same request can be arranged like it.

use super::{Content, State, Tree, View};
use crate::domain::{
    pages::{Item, NodeRef, Pages, Shape},
    snapshot::{Arrangement, Folds, LONGEST_PLACE, List, MOST_FOLDS, MOST_LISTS, Row, Spot},
};

/// A value in so many others is not written down: no screen shows it, and to find its place takes long.
const DEEPEST: usize = 60;

impl State {
    /// How the response lies, but for what is asked of it.
    #[must_use]
    pub fn arrangement(&self) -> Arrangement {
        let outer = Arrangement {
            headers: self.view == View::Headers,
            plain: self.shape() == Shape::Plain,
            preview: self.pane.is_some(),
            scroll: self.scroll,
            ..Arrangement::default()
        };
        let Some(tree) = self.body_tree() else { return outer };
        let (cursor, first) =
            self.filtered.as_ref().map_or((self.cursor, self.offset), |filtered| filtered.below);
        let pages = tree.pages();
        let lists = pages
            .followed()
            .into_iter()
            .filter_map(|(list, more)| place(pages, list, Shape::Plain).map(|at| List { at, pages: more }));
        Arrangement {
            lists: lists.take(MOST_LISTS).collect(),
            folds: folds(tree),
            cursor: tree.item(cursor).and_then(|item| spot(tree, item)),
            above: cursor.saturating_sub(first),
            ..outer
        }
    }

    /// Lets the response show as one did that was written down, whichever answer is there by now.
    pub fn arrange(&mut self, kept: &Arrangement) {
        let shape = if kept.plain { Shape::Plain } else { Shape::Typed };
        self.shape = shape;
        if let Some(tree) = self.body_tree_mut().filter(|tree| tree.shape() != shape) {
            tree.reshape(shape);
        }
        self.view = if kept.headers { View::Headers } else { View::Body };
        self.scroll = kept.scroll.min(self.line_count().saturating_sub(1));
        if self.pane.is_some() != kept.preview {
            self.toggle_preview();
        }
    }

    /// Unfolds and folds what was; places that are not there are passed over. `is_first` makes all the rest as it was too.
    pub fn refold(&mut self, folds: &Folds, is_first: bool) {
        self.change(|tree, _| {
            let pages = tree.pages();
            let at = |places: &[String]| -> Vec<NodeRef> {
                places.iter().filter_map(|place| pages.at_pointer(place)).collect()
            };
            let (values, offering) = (at(&folds.places), at(&folds.offering));
            tree.arrange(&values, !folds.all, is_first || folds.all);
            tree.offer_in(&offering);
        });
    }

    /// Puts the cursor on a spot, with so many rows on view above it; whether it is there.
    pub fn go_to_spot(&mut self, spot: &Spot, above: usize, height: usize) -> bool {
        let Some(tree) = self.body_tree().filter(|_| self.filtered.is_none()) else { return false };
        let row = item(tree, spot).and_then(|item| tree.position(item));
        let Some(row) = row else { return false };
        (self.cursor, self.offset) = (row, row.saturating_sub(above));
        self.keep_in_view(height);
        true
    }

    /// The value at a place, if it is there.
    #[must_use]
    pub fn at_place(&self, place: &str) -> Option<NodeRef> {
        self.pages()?.at_pointer(place)
    }

    /// The place of a value of the response, unless it is too long to be written down.
    #[must_use]
    pub fn place_of(&self, node: NodeRef) -> Option<String> {
        self.body_tree().and_then(|tree| place(tree.pages(), node, tree.shape()))
    }

    /// Whether there is a tree of the response to arrange.
    #[must_use]
    pub fn is_tree(&self) -> bool {
        self.shown.as_ref().is_some_and(|shown| matches!(shown.content, Content::Tree(_)))
    }
}

fn place(pages: &Pages, node: NodeRef, shape: Shape) -> Option<String> {
    let is_near = pages.depth(node, shape) < DEEPEST;
    is_near.then(|| pages.pointer(node)).filter(|place| place.len() <= LONGEST_PLACE)
}

/// What is unfolded, or what is not, whichever is less. To find the places takes longest, and is done for those alone.
fn folds(tree: &Tree) -> Folds {
    let values = |open| tree.values_that_are(open).take(MOST_FOLDS + 1).collect::<Vec<_>>();
    let places = |values: Vec<NodeRef>| {
        let place_of = |value| place(tree.pages(), value, tree.shape());
        values.into_iter().take(MOST_FOLDS).filter_map(place_of).collect()
    };
    let open = values(true);
    let folded = (open.len() > MOST_FOLDS).then(|| values(false)).filter(|folded| folded.len() <= MOST_FOLDS);
    Folds { all: folded.is_some(), places: places(folded.unwrap_or(open)), offering: places(tree.offering()) }
}

fn spot(tree: &Tree, item: Item) -> Option<Spot> {
    let (node, row) = match item {
        Item::Value(node) => (node, Row::Value),
        Item::Separator { list, segment } => (list, Row::Separator(segment)),
        Item::Next { list } => (list, Row::Next),
        // What could be there may be there next time.
        Item::Ways { .. } | Item::Way { .. } => (item.anchor(), Row::Value),
    };
    place(tree.pages(), node, tree.shape()).map(|at| Spot { at, row })
}

fn item(tree: &Tree, spot: &Spot) -> Option<Item> {
    let node = tree.pages().at_pointer(&spot.at)?;
    Some(match spot.row {
        Row::Value => Item::Value(node),
        Row::Separator(segment) => Item::Separator { list: node, segment },
        Row::Next => Item::Next { list: node },
    })
}
