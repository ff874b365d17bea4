//! The response panel: the tree of a response's pages, its headers, or its text where it is not JSON.

mod around;
mod arranged;
mod filtered;
mod links;
mod place;
mod tree;

use super::{
    errors::scrolled,
    fetch::FetchId,
    keymap::{Keymap, Motion},
    message::{Arrival, Body, Text},
    preview::{self, Preview},
};
use crate::domain::{
    answer::Head,
    pages::{Item, NoList, NodeRef, Page, Setback, Shape},
    request::Request,
    resource::detail::Scope,
};

pub use filtered::Filtered;
pub use links::{Way, path_of};
pub use place::Place;
pub use tree::Tree;

/// What the panel shows, and where the cursor is.
#[derive(Debug, Clone, Default)]
pub struct State {
    shown: Option<Shown>,
    view: View,
    cursor: usize,
    offset: usize,
    /// The first line on view of the headers, or of a text.
    scroll: usize,
    /// What shows in place of the response; cursor and offset are then those in it.
    filtered: Option<Filtered>,
    /// How many responses have shown.
    replaced: u64,
    /// How many trees have: responses, and results of filters.
    number: u64,
    /// The pane that shows the value under the cursor, if it is open.
    pane: Option<Box<Pane>>,
    /// How the next tree is arranged, where none shows.
    shape: Shape,
}

/// The pane below the tree that shows the value under the cursor whole.
#[derive(Debug, Clone, Default)]
struct Pane {
    /// What it was made of.
    item: Option<Item>,
    preview: Preview,
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
    /// The fetch that still brings more of the body.
    pub arriving: Option<FetchId>,
}

/// A body as the panel shows it.
#[derive(Debug, Clone)]
pub enum Content {
    Tree(Box<Tree>),
    Text(Text),
    Empty,
}

/// How much of the tree is folded or unfolded at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Fold {
    /// The row and those beside it.
    Siblings { open: bool },
    /// The row and all that is inside it.
    Subtree { open: bool },
    /// Everything.
    All { open: bool },
    /// What is less deep than this is unfolded, the rest folded.
    Level(u8),
}

impl State {
    /// The response that shows.
    #[must_use]
    pub const fn shown(&self) -> Option<&Shown> {
        self.shown.as_ref()
    }

    /// The tree that shows, if one does: that of the response, or of what a filter made of it.
    #[must_use]
    pub fn tree(&self) -> Option<&Tree> {
        let tree = self.filtered.as_ref().map(|filtered| &filtered.tree).or_else(|| self.body_tree());
        tree.filter(|_| self.view == View::Body)
    }

    /// The response's own tree, whatever shows of it or in its place.
    #[must_use]
    pub fn body_tree(&self) -> Option<&Tree> {
        match &self.shown.as_ref()?.content {
            Content::Tree(tree) => Some(tree),
            Content::Text(_) | Content::Empty => None,
        }
    }

    fn body_tree_mut(&mut self) -> Option<&mut Tree> {
        match &mut self.shown.as_mut()?.content {
            Content::Tree(tree) => Some(tree),
            Content::Text(_) | Content::Empty => None,
        }
    }

    /// The tree that shows, the results of a filter included, whichever side of the response does.
    fn tree_mut(&mut self) -> Option<&mut Tree> {
        if self.filtered.is_some() {
            return self.filtered.as_mut().map(|filtered| &mut filtered.tree);
        }
        self.body_tree_mut()
    }

    /// Which side shows.
    #[must_use]
    pub const fn view(&self) -> View {
        self.view
    }

    /// How many responses have been shown; values of an earlier one mean nothing in a later one.
    #[must_use]
    pub const fn number(&self) -> u64 {
        self.number
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
        let next = self.parted();
        let shape = next.shape;
        let content = match arrival.body {
            Body::Page(page) | Body::Beginning(page, _) => Content::Tree(Box::new(Tree::new(page, shape))),
            Body::Text(text) => Content::Text(text),
            Body::Empty => Content::Empty,
        };
        let profile = profile.to_owned();
        let shown = Shown { request, head: arrival.head, content, profile, arriving: None };
        *self = Self { shown: Some(shown), replaced: self.replaced + 1, number: self.number + 1, ..next };
    }

    /// What is left without a response: how the next one will show.
    fn parted(&self) -> Self {
        let pane = self.pane.as_ref().map(|_| Box::default());
        let (replaced, number) = (self.replaced, self.number);
        Self { replaced, number, pane, shape: self.shape(), ..Self::default() }
    }

    /// Hands over what shows, to come back to.
    #[must_use]
    pub fn part(&mut self) -> Self {
        let next = self.parted();
        std::mem::replace(self, next)
    }

    /// Shows again what was handed over: tree, cursor and pages are as they were, and its values mean something again
    /// under numbers of their own.
    pub fn resume(&mut self, earlier: Self) {
        let next = self.parted();
        let (replaced, number) = (self.replaced + 1, self.number + 1);
        *self = Self { replaced, number, pane: next.pane, ..earlier };
    }

    /// How many bytes of bodies it keeps.
    #[must_use]
    pub fn size(&self) -> usize {
        match self.shown.as_ref().map(|shown| &shown.content) {
            Some(Content::Tree(tree)) => tree.pages().size(),
            Some(Content::Text(text)) => text.lines.iter().map(String::len).sum(),
            Some(Content::Empty) | None => 0,
        }
    }

    /// The value under the cursor, if it is to be shown whole below the tree.
    #[must_use]
    pub fn preview(&self) -> Option<&Preview> {
        self.tree().and(self.pane.as_deref()).map(|pane| &pane.preview)
    }

    /// Opens the pane that shows the value under the cursor, or closes it.
    pub fn toggle_preview(&mut self) {
        self.pane = if self.pane.is_some() { None } else { Some(Box::default()) };
    }

    /// Scrolls in that pane.
    pub fn scroll_preview(&mut self, motion: Motion, height: usize) {
        if let Some(pane) = &mut self.pane {
            pane.preview.scroll(motion, height);
        }
    }

    /// Lets the pane show what is under the cursor now, in so many columns.
    pub fn follow_cursor(&mut self, storefront: &str, keymap: &Keymap, (columns, height): (usize, usize)) {
        let item = self.item();
        if self.pane.as_ref().is_some_and(|pane| pane.item != item) {
            let scope = Scope { storefront, most: preview::GLANCE };
            let preview = self.whole_value(scope, keymap).unwrap_or_default();
            self.pane = Some(Box::new(Pane { item, preview }));
        }
        if let Some(pane) = &mut self.pane {
            pane.preview.fit(columns, height);
        }
    }

    /// What is under the cursor: a resource in full, or a value whole.
    #[must_use]
    pub fn whole_value(&self, scope: Scope<'_>, keymap: &Keymap) -> Option<Preview> {
        let tree = self.tree()?;
        Some(Preview::of(tree, self.item()?, scope, keymap))
    }

    /// The resource that the cursor is on or in, in full.
    #[must_use]
    pub fn whole_resource(&self, scope: Scope<'_>) -> Option<Preview> {
        let tree = self.tree()?;
        Preview::around(tree, self.item()?, scope)
    }

    fn shape(&self) -> Shape {
        match self.shown.as_ref().map(|shown| &shown.content) {
            Some(Content::Tree(tree)) => tree.shape(),
            _ => self.shape,
        }
    }

    /// Shows what has come of a body that is still arriving, or more of it. What is unfolded, the cursor and the first row
    /// on view stay.
    pub fn arrive(&mut self, id: FetchId, request: &Request, arrival: Arrival, profile: &str) {
        if self.shown.as_ref().is_some_and(|shown| shown.arriving == Some(id)) {
            self.grow(arrival);
        } else {
            self.show(request.clone(), arrival, profile);
        }
        if let Some(shown) = &mut self.shown {
            shown.arriving = Some(id);
        }
    }

    /// Shows the whole of a response of which a part shows already; comes back if it belongs to another fetch, or is no tree.
    #[must_use]
    pub fn complete(&mut self, id: FetchId, arrival: Arrival) -> Option<Arrival> {
        let is_shown = self.shown.as_ref().is_some_and(|shown| shown.arriving == Some(id));
        if !is_shown || !matches!(arrival.body, Body::Page(_) | Body::Beginning(..)) {
            return Some(arrival);
        }
        self.grow(arrival);
        if let Some(shown) = &mut self.shown {
            shown.arriving = None;
        }
        None
    }

    /// Gives up waiting for the rest of a body.
    pub fn stop_waiting(&mut self) {
        if let Some(shown) = &mut self.shown {
            shown.arriving = None;
        }
    }

    fn grow(&mut self, arrival: Arrival) {
        let (Body::Page(page) | Body::Beginning(page, _)) = arrival.body else { return };
        self.keeping_place(|state| {
            if let Some(tree) = state.body_tree_mut() {
                tree.grow(page);
            }
        });
        if let Some(shown) = &mut self.shown {
            shown.head = arrival.head;
        }
    }

    /// Changes the tree; the cursor and the first row on view stay on the items that they were on.
    fn keeping_place(&mut self, change: impl FnOnce(&mut Self)) {
        let item = |state: &Self, row| state.body_tree().and_then(|tree| tree.item(row));
        let below = self.filtered.as_ref().map(|filtered| filtered.below);
        let (cursor_row, first_row) = below.unwrap_or((self.cursor, self.offset));
        let (cursor, first) = (item(self, cursor_row), item(self, first_row));
        change(self);
        // Counts and sizes of what is under the cursor may be others now.
        let is_leaf = |item| self.body_tree().is_some_and(|tree| tree.is_leaf(item));
        let item = self.pane.as_ref().and_then(|pane| pane.item).filter(|item| is_leaf(*item));
        if let Some(pane) = &mut self.pane {
            pane.item = item;
        }
        let row = |item: Option<Item>| item.and_then(|item| self.body_tree()?.position(item));
        let (cursor, first) = (row(cursor), row(first));
        let rows = (cursor.unwrap_or(cursor_row), first.unwrap_or(first_row));
        match &mut self.filtered {
            Some(filtered) => filtered.below = rows,
            None => (self.cursor, self.offset) = rows,
        }
    }

    /// Joins a page to its list. The cursor and the first row on view stay on the items that they were on.
    ///
    /// # Errors
    /// [`NoList`] if the page does not continue the list; nothing is changed then.
    pub fn join(&mut self, list: NodeRef, page: Page, head: Head) -> Result<(), NoList> {
        let mut outcome = Err(NoList);
        self.keeping_place(|state| {
            if let Some(tree) = state.body_tree_mut() {
                outcome = tree.join(list, page);
            }
        });
        if outcome.is_ok()
            && let Some(shown) = &mut self.shown
        {
            shown.head = head;
        }
        outcome
    }

    /// Ends a list: its `next` leaves the view, and the cursor stays on its item.
    pub fn end(&mut self, list: NodeRef) {
        self.keeping_place(|state| {
            if let Some(tree) = state.body_tree_mut() {
                tree.end(list);
            }
        });
    }

    /// Notes at the `next` of a list that it was followed in vain.
    pub fn set_back(&mut self, list: NodeRef, setback: Setback) {
        if let Some(tree) = self.body_tree_mut() {
            tree.set_back(list, setback);
        }
    }

    /// Moves the cursor, or scrolls where there is none; `height` is that of the panel's inside.
    pub fn step(&mut self, motion: Motion, height: usize) {
        let Some(tree) = self.tree() else {
            let last = self.line_count().saturating_sub(height);
            self.scroll = scrolled(self.scroll, motion, height, last);
            return;
        };
        match tree.target(self.cursor, motion, height) {
            Some(row) => self.cursor = row,
            None => {
                self.change(|tree, row| tree.set(row, motion == Motion::In));
                self.reveal(height);
            }
        }
        self.keep_in_view(height);
    }

    /// Puts the cursor on a row.
    pub fn point_at(&mut self, row: usize, height: usize) {
        self.cursor = row;
        self.keep_in_view(height);
    }

    /// Scrolls by so many rows; the cursor stays where it is as long as that is on view.
    pub fn scroll_by(&mut self, down: bool, rows: usize, height: usize) {
        let Some(count) = self.tree().map(Tree::len) else {
            let last = self.line_count().saturating_sub(height);
            self.scroll = scrolled_by(self.scroll, down, rows, last);
            return;
        };
        self.offset = scrolled_by(self.offset, down, rows, count.saturating_sub(height));
        self.cursor = self.cursor.clamp(self.offset, self.offset + height.saturating_sub(1));
        self.keep_in_view(height);
    }

    /// Folds or unfolds the row under the cursor.
    pub fn toggle(&mut self, height: usize) {
        self.change(|tree, row| tree.set(row, !tree.is_open(row)));
        self.reveal(height);
        self.keep_in_view(height);
    }

    /// Folds or unfolds a part of the tree, or all of it.
    pub fn fold(&mut self, fold: Fold, height: usize) {
        self.change(|tree, row| tree.fold(fold, row));
        self.keep_in_view(height);
    }

    /// Shows resources by name, or plain JSON.
    pub fn toggle_plain(&mut self, height: usize) {
        self.view = View::Body;
        self.change(|tree, _| {
            let shape = match tree.shape() {
                Shape::Typed => Shape::Plain,
                Shape::Plain => Shape::Typed,
            };
            tree.reshape(shape);
        });
        // A resource shows in full, and as plain JSON like any other value.
        if let Some(pane) = &mut self.pane {
            pane.item = None;
        }
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

    /// Lets the first row show that the row under the cursor holds, if it was unfolded at the panel's end.
    fn reveal(&mut self, height: usize) {
        if height > 1 && self.tree().is_some_and(|tree| tree.is_open(self.cursor)) {
            self.offset = self.offset.max((self.cursor + 2).saturating_sub(height));
        }
    }

    /// Keeps the cursor on a row that exists and on view.
    pub fn keep_in_view(&mut self, height: usize) {
        let Some(rows) = self.tree().map(Tree::len) else { return };
        self.cursor = self.cursor.min(rows.saturating_sub(1));
        let least = (self.cursor + 1).saturating_sub(height.max(1));
        self.offset =
            self.offset.clamp(least, self.cursor).min(rows.saturating_sub(height.min(rows)).max(least));
    }

    /// Changes the tree; the cursor stays on its item, or goes to the nearest one around it that is still on view.
    fn change(&mut self, change: impl FnOnce(&mut Tree, usize)) {
        let cursor = self.cursor;
        let Some(tree) = self.tree_mut() else { return };
        let up = std::iter::successors(Some(cursor), |row| tree.parent(*row));
        let around: Vec<_> = up.filter_map(|row| tree.item(row)).collect();
        change(tree, cursor);
        let kept = around.into_iter().find_map(|item| tree.position(item));
        self.cursor = kept.unwrap_or(0);
    }

    /// The list whose `next` is the first at or after the cursor; else the last one before it.
    #[must_use]
    pub fn next_list(&self) -> Option<NodeRef> {
        let tree = self.tree()?;
        tree.next_list(self.cursor)
    }

    /// The list whose `next` stands within so many rows below the cursor, and was not followed in vain.
    #[must_use]
    pub fn list_ending_within(&self, rows: usize) -> Option<NodeRef> {
        let tree = self.tree().filter(|_| self.filtered.is_none())?;
        let list =
            (self.cursor..self.cursor + rows).map_while(|row| tree.item(row)).find_map(
                |item| match item {
                    Item::Next { list } => Some(list),
                    _ => None,
                },
            )?;
        tree.pages().setback(list).is_none().then_some(list)
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

fn scrolled_by(offset: usize, down: bool, rows: usize, last: usize) -> usize {
    if down { offset.saturating_add(rows).min(last.max(offset)) } else { offset.saturating_sub(rows) }
}
