//! The pages of a response and what is unfolded of them, as one thing: what the panel walks, folds and draws.

use std::sync::Arc;

use super::Fold;
use crate::{
    app::keymap::Motion,
    domain::{
        json::Kind,
        pages::{Item, NoList, NodeRef, Outline, Page, Pages, Row, Setback, Shape},
        ways::{Absent, absent},
    },
};

/// The tree of a response.
#[derive(Debug, Clone)]
pub struct Tree {
    /// Shared with whoever searches or filters them off the loop.
    pages: Arc<Pages>,
    outline: Outline,
}

/// What was unfolded at some time.
#[derive(Debug, Clone)]
pub(super) struct Folding {
    pages: usize,
    size: usize,
    outline: Outline,
}

impl Tree {
    /// The tree of a first page.
    #[must_use]
    pub fn new(first: Page, shape: Shape) -> Self {
        let pages = Pages::new(first);
        let outline = Outline::new(&pages, shape);
        Self { pages: Arc::new(pages), outline }
    }

    /// The pages.
    #[must_use]
    pub const fn pages(&self) -> &Arc<Pages> {
        &self.pages
    }

    /// How the tree is arranged.
    #[must_use]
    pub const fn shape(&self) -> Shape {
        self.outline.shape()
    }

    /// How many rows there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.outline.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.outline.is_empty()
    }

    /// A row.
    #[must_use]
    pub fn row(&self, row: usize) -> Option<Row> {
        self.outline.row(&self.pages, row)
    }

    /// What stands in a row.
    #[must_use]
    pub fn item(&self, row: usize) -> Option<Item> {
        self.outline.item(&self.pages, row)
    }

    /// The value in a row; for what stands at a list or a resource, that.
    #[must_use]
    pub fn value(&self, row: usize) -> Option<NodeRef> {
        self.item(row).map(Item::anchor)
    }

    /// The row of an item, if it is on view.
    #[must_use]
    pub fn position(&self, item: Item) -> Option<usize> {
        self.outline.position(&self.pages, item)
    }

    /// The row that a row lies in.
    #[must_use]
    pub fn parent(&self, row: usize) -> Option<usize> {
        self.outline.parent(&self.pages, row)
    }

    /// Whether what stands in a row is unfolded.
    #[must_use]
    pub fn is_open(&self, row: usize) -> bool {
        self.item(row).is_some_and(|item| self.is_item_open(item))
    }

    /// Whether an item is unfolded.
    #[must_use]
    pub fn is_item_open(&self, item: Item) -> bool {
        self.outline.is_open(&self.pages, item)
    }

    /// Whether an item is a value with nothing inside, which stays the same when more arrives.
    pub(super) fn is_leaf(&self, item: Item) -> bool {
        matches!(item, Item::Value(node) if !matches!(self.pages.kind(node), Kind::Object | Kind::Array))
    }

    pub(super) fn set(&mut self, row: usize, open: bool) {
        self.outline.set(&self.pages, row, open);
    }

    pub(super) fn fold(&mut self, fold: Fold, row: usize) {
        let Self { pages, outline } = self;
        match fold {
            Fold::Siblings { open } => outline.set_siblings(pages, row, open),
            Fold::Subtree { open } => outline.set_subtree(pages, row, open),
            Fold::All { open } => outline.set_all(pages, open),
            Fold::Level(level) => outline.set_level(pages, usize::from(level)),
        }
    }

    pub(super) fn reshape(&mut self, shape: Shape) {
        self.outline.reshape(&self.pages, shape);
    }

    /// Unfolds what is around a value; returns the row that stands for it.
    pub(super) fn reveal(&mut self, node: NodeRef) -> Option<usize> {
        self.outline.reveal(&self.pages, node);
        self.position(self.pages.row_for(node, self.shape()))
    }

    /// The values that are unfolded, or folded.
    pub(super) fn values_that_are(&self, open: bool) -> impl Iterator<Item = NodeRef> + '_ {
        self.outline.values_that_are(open, &self.pages)
    }

    /// Unfolds or folds some values; with `all`, everything else the other way.
    pub(super) fn arrange(&mut self, values: &[NodeRef], open: bool, all: bool) {
        self.outline.arrange(&self.pages, values, open, all);
    }

    /// The resources that show a row for what they could have.
    pub(super) fn offering(&self) -> Vec<NodeRef> {
        self.outline.offering()
    }

    /// Lets resources show such a row.
    pub(super) fn offer_in(&mut self, resources: &[NodeRef]) {
        self.outline.offer_in(&self.pages, resources);
    }

    /// What is unfolded now.
    pub(super) fn folding(&self) -> Folding {
        Folding { pages: self.pages.len(), size: self.pages.size(), outline: self.outline.clone() }
    }

    /// Folds and unfolds as it was, if the pages are the same still. Whether they are.
    pub(super) fn refold(&mut self, folding: &Folding) -> bool {
        let is_same = self.pages.len() == folding.pages
            && self.pages.size() == folding.size
            && self.shape() == folding.outline.shape();
        if is_same {
            self.outline.clone_from(&folding.outline);
        }
        is_same
    }

    pub(super) fn grow(&mut self, first: Page) {
        Arc::make_mut(&mut self.pages).grow(first);
        self.outline.grow(&self.pages);
    }

    pub(super) fn join(&mut self, list: NodeRef, page: Page) -> Result<(), NoList> {
        Arc::make_mut(&mut self.pages).join(list, page)?;
        self.outline.join(&self.pages, list);
        Ok(())
    }

    pub(super) fn end(&mut self, list: NodeRef) {
        Arc::make_mut(&mut self.pages).end(list);
        self.outline.end_list(&self.pages, list);
    }

    pub(super) fn set_back(&mut self, list: NodeRef, setback: Setback) {
        Arc::make_mut(&mut self.pages).set_back(list, setback);
    }

    /// The list whose `next` is the first at or after a row; else the last one before it. Looks a screenful of screens
    /// around for one that shows or is folded away there, then for the one of the whole response.
    pub(super) fn next_list(&self, row: usize) -> Option<NodeRef> {
        /// Rows that are looked at on each side: walking millions of them would be felt.
        const NEAR: usize = 4_000;
        let row = row.min(self.len());
        let after = (row..self.len().min(row + NEAR)).find_map(|row| self.next_at(row));
        let near = after.or_else(|| (row.saturating_sub(NEAR)..row).rev().find_map(|row| self.next_at(row)));
        near.or_else(|| self.pages.top_list().filter(|list| self.pages.next(*list).is_some()))
    }

    /// The list that goes on at a row: its own `next`, or one that is folded away in it.
    fn next_at(&self, row: usize) -> Option<NodeRef> {
        let item = self.item(row)?;
        match item {
            Item::Next { list } => Some(list),
            Item::Value(node) if !self.is_item_open(item) => {
                let list = self.pages.wrapped_list(node).unwrap_or(node);
                self.pages.next(list).map(|_| list)
            }
            _ => None,
        }
    }

    /// What a resource could have and does not show.
    #[must_use]
    pub fn absent(&self, of: NodeRef) -> Vec<Absent> {
        absent(self.pages.page(of).document(), of.node)
    }

    /// One of those.
    #[must_use]
    pub fn absent_at(&self, of: NodeRef, number: u32) -> Option<Absent> {
        self.absent(of).into_iter().nth(number as usize)
    }

    /// The address that a value names: an `href`, or a `next` where it stands as a plain member.
    pub(super) fn address(&self, node: NodeRef) -> Option<String> {
        let document = self.pages.page(node).document();
        let is_address = document.has_key(node.node, "href") || document.has_key(node.node, "next");
        let text = document.text(node.node).filter(|text| is_address && !text.is_empty())?;
        Some(text.into_owned())
    }

    /// The row that a motion leads to; none if it changes what is unfolded instead.
    pub(super) fn target(&self, cursor: usize, motion: Motion, height: usize) -> Option<usize> {
        let last = self.len().saturating_sub(1);
        let half = (height / 2).max(1);
        let page = height.max(1);
        let or_stay = |row: Option<usize>| row.unwrap_or(cursor);
        let row = match motion {
            Motion::Up => cursor.saturating_sub(1),
            Motion::Down => cursor + 1,
            Motion::HalfPageUp => cursor.saturating_sub(half),
            Motion::HalfPageDown => cursor + half,
            Motion::PageUp => cursor.saturating_sub(page),
            Motion::PageDown => cursor + page,
            Motion::First => 0,
            Motion::Last => last,
            Motion::NextSibling => or_stay(self.outline.next_sibling(&self.pages, cursor)),
            Motion::PreviousSibling => or_stay(self.outline.previous_sibling(&self.pages, cursor)),
            Motion::In if self.is_open(cursor) => cursor + 1,
            Motion::Out if !self.is_open(cursor) => or_stay(self.parent(cursor)),
            Motion::In | Motion::Out => return None,
        };
        Some(row.min(last))
    }
}
