//! The response panel: the tree of a response's pages, its headers, or its text where it is not JSON.

use super::{
    errors::scrolled,
    keymap::Motion,
    message::{Arrival, Body, Text},
};
use crate::domain::{
    answer::Head,
    link::{self, Following, Refusal},
    pages::{Item, NoList, NodeRef, Outline, Page, Pages, Shape},
    profile::Origin,
    request::Request,
};

/// What the panel shows, and where the cursor is.
#[derive(Debug, Clone, Default)]
pub struct State {
    shown: Option<Shown>,
    view: View,
    cursor: usize,
    offset: usize,
    /// The first line on view of the headers, or of a text.
    scroll: usize,
}

/// Which side of the response shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum View {
    #[default]
    Body,
    Headers,
}

/// A response and where it came from.
#[derive(Debug, Clone)]
pub struct Shown {
    /// The request that it answers.
    pub request: Request,
    /// Status, headers and times of the last page; the body lies in `content`.
    pub head: Head,
    /// The body.
    pub content: Content,
    /// The profile that it was fetched with; its pages are only followed with the same one.
    pub profile: String,
}

/// A body as the panel shows it.
#[derive(Debug, Clone)]
pub enum Content {
    Tree(Box<Tree>),
    Text(Text),
    Empty,
}

/// The pages and what is unfolded of them.
#[derive(Debug, Clone)]
pub struct Tree {
    pub pages: Pages,
    pub outline: Outline,
}

/// Where Enter leads on a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Way {
    /// Follows the `next` of a list.
    Follow(NodeRef),
    /// Opens the address of an `href`.
    Go(String),
    /// Folds or unfolds.
    Fold,
}

impl State {
    /// The response that shows.
    #[must_use]
    pub const fn shown(&self) -> Option<&Shown> {
        self.shown.as_ref()
    }

    /// The tree, if the response is JSON and its body shows.
    #[must_use]
    pub fn tree(&self) -> Option<&Tree> {
        match (&self.shown.as_ref()?.content, self.view) {
            (Content::Tree(tree), View::Body) => Some(tree),
            _ => None,
        }
    }

    fn tree_mut(&mut self) -> Option<&mut Tree> {
        match &mut self.shown.as_mut()?.content {
            Content::Tree(tree) => Some(tree),
            Content::Text(_) | Content::Empty => None,
        }
    }

    /// Which side shows.
    #[must_use]
    pub const fn view(&self) -> View {
        self.view
    }

    /// The row that the cursor is on.
    #[must_use]
    pub const fn cursor(&self) -> usize {
        self.cursor
    }

    /// The first row on view.
    #[must_use]
    pub const fn offset(&self) -> usize {
        self.offset
    }

    /// The first line on view of the headers, or of a text.
    #[must_use]
    pub const fn scroll(&self) -> usize {
        self.scroll
    }

    /// Shows a new response; how the tree is arranged stays.
    pub fn show(&mut self, request: Request, arrival: Arrival, profile: &str) {
        let shape = self.tree().map(|tree| tree.outline.shape()).unwrap_or_default();
        let content = match arrival.body {
            Body::Page(page) => {
                let pages = Pages::new(page);
                let outline = Outline::new(&pages, shape);
                Content::Tree(Box::new(Tree { pages, outline }))
            }
            Body::Text(text) => Content::Text(text),
            Body::Empty => Content::Empty,
        };
        let shown = Shown { request, head: arrival.head, content, profile: profile.to_owned() };
        *self = Self { shown: Some(shown), ..Self::default() };
    }

    /// Joins a page to its list. The cursor and the first row on view stay on the items that they were on.
    ///
    /// # Errors
    /// [`NoList`] if the page does not continue the list; nothing is changed then.
    pub fn join(&mut self, list: NodeRef, page: Page, head: Head) -> Result<(), NoList> {
        let Some(tree) = self.tree_mut() else { return Err(NoList) };
        tree.pages.join(list, page)?;
        let inserted = tree.outline.join(&tree.pages, list);
        if let Some(shown) = &mut self.shown {
            shown.head = head;
        }
        if let Some(row) = inserted {
            self.cursor += usize::from(row <= self.cursor);
            self.offset += usize::from(row < self.offset);
        }
        Ok(())
    }

    /// Ends a list: its `next` leaves the view, and the cursor stays on its item.
    pub fn end(&mut self, list: NodeRef) {
        let Some(tree) = self.tree_mut() else { return };
        tree.pages.end(list);
        if let Some(row) = tree.outline.end_list(list) {
            self.cursor -= usize::from(row <= self.cursor && self.cursor > 0);
            self.offset -= usize::from(row < self.offset);
        }
    }

    /// Moves the cursor, or scrolls where there is none; `height` is that of the panel's inside.
    pub fn step(&mut self, motion: Motion, height: usize) {
        let Some(tree) = self.tree() else {
            let last = self.line_count().saturating_sub(height);
            self.scroll = scrolled(self.scroll, motion, height, last);
            return;
        };
        let target = target(&tree.outline, self.cursor, motion, height);
        match (target, motion) {
            (Some(row), _) => self.cursor = row,
            (None, Motion::In) => self.change(|tree, row| tree.outline.unfold(&tree.pages, row)),
            (None, Motion::Out) => self.change(|tree, row| tree.outline.fold(row)),
            (None, _) => {}
        }
        self.keep_in_view(height);
    }

    /// Folds or unfolds the row under the cursor.
    pub fn toggle(&mut self, height: usize) {
        self.change(|tree, row| match tree.outline.is_open(row) {
            true => tree.outline.fold(row),
            false => tree.outline.unfold(&tree.pages, row),
        });
        self.keep_in_view(height);
    }

    /// Folds or unfolds the row and those beside it.
    pub fn set_siblings(&mut self, open: bool, height: usize) {
        self.change(|tree, row| tree.outline.set_siblings(&tree.pages, row, open));
        self.keep_in_view(height);
    }

    /// Folds or unfolds everything.
    pub fn set_all(&mut self, open: bool, height: usize) {
        self.change(|tree, _| tree.outline.set_all(&tree.pages, open));
        self.keep_in_view(height);
    }

    /// Shows resources by name, or plain JSON.
    pub fn toggle_plain(&mut self, height: usize) {
        self.view = View::Body;
        self.change(|tree, _| {
            let shape = match tree.outline.shape() {
                Shape::Typed => Shape::Plain,
                Shape::Plain => Shape::Typed,
            };
            tree.outline.reshape(&tree.pages, shape);
        });
        self.keep_in_view(height);
    }

    /// Shows the headers, or the body again.
    pub fn toggle_headers(&mut self) {
        self.scroll = 0;
        self.view = match self.view {
            View::Body => View::Headers,
            View::Headers => View::Body,
        };
    }

    /// Keeps the cursor on a row that exists and on view.
    pub fn keep_in_view(&mut self, height: usize) {
        let Some(rows) = self.tree().map(|tree| tree.outline.rows().len()) else { return };
        self.cursor = self.cursor.min(rows.saturating_sub(1));
        let least = (self.cursor + 1).saturating_sub(height.max(1));
        self.offset =
            self.offset.clamp(least, self.cursor).min(rows.saturating_sub(height.min(rows)).max(least));
    }

    /// Changes the tree; the cursor stays on its item, or goes to the nearest one around it that is still on view.
    fn change(&mut self, change: impl FnOnce(&mut Tree, usize)) {
        let cursor = self.cursor;
        let Some(tree) = self.tree_mut() else { return };
        let mut around = Vec::new();
        let mut at = Some(cursor);
        while let Some(row) = at {
            around.extend(tree.outline.rows().get(row).map(|row| row.item));
            at = tree.outline.parent(row);
        }
        change(tree, cursor);
        let kept = around.into_iter().find_map(|item| tree.outline.position(item));
        self.cursor = kept.unwrap_or(0);
    }

    /// Where Enter leads from the row under the cursor.
    #[must_use]
    pub fn way(&self) -> Option<Way> {
        let tree = self.tree()?;
        let row = tree.outline.rows().get(self.cursor)?;
        Some(match row.item {
            Item::Next { list } => Way::Follow(list),
            Item::Separator { .. } => Way::Fold,
            Item::Value(node) => tree.address(node).map_or(Way::Fold, Way::Go),
        })
    }

    /// The list whose `next` is the first at or after the cursor; else the last one before it.
    #[must_use]
    pub fn next_list(&self) -> Option<NodeRef> {
        let tree = self.tree()?;
        let rows = tree.outline.rows();
        let cursor = self.cursor.min(rows.len());
        let after = (cursor..rows.len()).find_map(|row| tree.next_at(row));
        after.or_else(|| (0..cursor).rev().find_map(|row| tree.next_at(row)))
    }

    /// How a list goes on; none if it does not.
    #[must_use]
    pub fn following(&self, list: NodeRef, origin: &Origin) -> Option<Result<Following, Refusal>> {
        self.tree()?.pages.following(list, &origin.url())
    }

    /// Lines of the headers or of a text.
    #[must_use]
    pub fn line_count(&self) -> usize {
        let Some(shown) = &self.shown else { return 0 };
        match (&shown.content, self.view) {
            // Four lines of times and sizes stand above the headers.
            (_, View::Headers) => shown.head.headers.len() + 5,
            (Content::Text(text), View::Body) => text.lines.len(),
            _ => 0,
        }
    }
}

impl Tree {
    /// The list that goes on at a row: its own `next`, or one that is folded away in it.
    fn next_at(&self, row: usize) -> Option<NodeRef> {
        match self.outline.rows().get(row)?.item {
            Item::Next { list } => Some(list),
            Item::Value(node) if !self.outline.is_open(row) => {
                let list = self.pages.wrapped_list(node).unwrap_or(node);
                self.pages.next(list).map(|_| list)
            }
            Item::Value(_) | Item::Separator { .. } => None,
        }
    }

    /// The address that a value names: an `href`, or a `next` where it stands as a plain member.
    fn address(&self, node: NodeRef) -> Option<String> {
        let document = self.pages.page(node).document();
        let key = document.raw_key(node.node)?;
        let is_address = key == "href" || key == "next";
        let text = document.text(node.node).filter(|text| is_address && !text.is_empty())?;
        Some(text.into_owned())
    }
}

/// The row that a motion leads to; none if it changes what is unfolded instead.
fn target(outline: &Outline, cursor: usize, motion: Motion, height: usize) -> Option<usize> {
    let last = outline.rows().len().saturating_sub(1);
    let half = (height / 2).max(1);
    let page = height.max(1);
    let row = match motion {
        Motion::Up => cursor.saturating_sub(1),
        Motion::Down => cursor + 1,
        Motion::HalfPageUp => cursor.saturating_sub(half),
        Motion::HalfPageDown => cursor + half,
        Motion::PageUp => cursor.saturating_sub(page),
        Motion::PageDown => cursor + page,
        Motion::First => 0,
        Motion::Last => last,
        Motion::NextSibling => outline.next_sibling(cursor).unwrap_or(cursor),
        Motion::PreviousSibling => outline.previous_sibling(cursor).unwrap_or(cursor),
        Motion::In if outline.is_open(cursor) => cursor + 1,
        Motion::Out if !outline.is_open(cursor) => outline.parent(cursor).unwrap_or(cursor),
        Motion::In | Motion::Out => return None,
    };
    Some(row.min(last))
}

/// The address of an `href` as a path at this origin.
///
/// # Errors
/// [`Refusal`] if it leads elsewhere.
pub fn path_of(address: &str, origin: &Origin) -> Result<String, Refusal> {
    link::resolve(&origin.url(), address)
}
