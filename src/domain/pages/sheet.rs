//! The rows of one page: a bit for every value that is on view, and what stands between values.
//!
//! No row is written down. Which row a value has, and which value a row, is counted: whole blocks first, then bits. So folding
//! and unfolding cost a few instructions for sixty-four values, and moving the cursor none.

use std::{cmp::Reverse, ops::Range};

use super::{
    super::json::{Document, Kind, NodeId},
    Page, Shape,
    bits::{BLOCK, Bits},
    sums::Sums,
};

/// Rows that stand between values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Extra {
    /// The node that they stand before.
    pub at: u32,
    /// The list that they belong to, or the resource.
    pub list: NodeId,
    pub side: Side,
    /// How many there are; none while the list is folded away.
    pub rows: u32,
}

/// At which end of its list something stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Side {
    /// The separator of the first page.
    Start,
    /// All that further pages brought, and the `next` behind it.
    End,
    /// Of a resource that somebody has unfolded: what it could have and does not show.
    Ways,
}

impl Extra {
    /// Their order in the page: where lists end together, the inner one first.
    fn place(&self) -> (u32, Reverse<NodeId>, Side) {
        (self.at, Reverse(self.list), self.side)
    }
}

/// What stands in a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Found {
    Node(NodeId),
    /// So many rows into an extra.
    Extra(Extra, u32),
}

/// The rows of a page.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Sheet {
    /// The part of the page that is shown: what is inside this value.
    root: NodeId,
    /// Values that are unfolded.
    open: Bits,
    /// Values that have a row.
    shown: Bits,
    /// In their order.
    extras: Vec<Extra>,
    /// Rows in each block of nodes, extras before its nodes included.
    blocks: Sums,
}

/// How many rows a list has at one end.
pub(super) type RowsAt<'a> = &'a dyn Fn(NodeId, Side) -> u32;

impl Sheet {
    /// The rows inside a value, all folded.
    pub(super) fn new(page: &Page, root: NodeId) -> Self {
        let mut sheet = Self { root, ..Self::default() };
        sheet.grow(page);
        sheet
    }

    /// Makes room for values that have arrived since. The rows are to be counted anew.
    pub(super) fn grow(&mut self, page: &Page) {
        let document = page.document();
        let len = length(document);
        self.open.grow(len);
        self.shown.grow(len);
        self.blocks.grow((len / BLOCK) as usize + 1);
        self.extras.retain(|extra| extra.side != Side::End);
        for extra in self.extras.iter_mut().filter(|extra| extra.side == Side::Ways) {
            extra.at = document.after(extra.list).0;
        }
        let lists = document.links().iter().map(|link| link.list).filter(|list| *list != self.root);
        let ends = lists.map(|list| Extra { at: document.after(list).0, list, side: Side::End, rows: 0 });
        self.extras.extend(ends);
        self.extras.sort_unstable_by_key(Extra::place);
    }

    /// The value whose inside the rows are.
    pub(super) const fn root(&self) -> NodeId {
        self.root
    }

    /// How many rows there are.
    pub(super) fn total(&self) -> u32 {
        self.blocks.total()
    }

    pub(super) fn is_open(&self, node: NodeId) -> bool {
        self.open.has(node.0)
    }

    pub(super) fn is_shown(&self, node: NodeId) -> bool {
        self.shown.has(node.0)
    }

    /// Says what is unfolded, without counting the rows anew.
    pub(super) fn set_open(&mut self, node: NodeId, open: bool) {
        self.open.set(node.0, open);
    }

    /// Says it for a whole range.
    pub(super) fn fill_open(&mut self, range: Range<u32>, open: bool) {
        self.open.fill(range, open);
    }

    /// The values that are unfolded, or those that are not, in their order.
    pub(super) fn values_that_are(&self, open: bool, page: &Page) -> impl Iterator<Item = NodeId> + '_ {
        let inside = Self::inside(page.document(), self.root);
        let values = self.open.numbers(inside.end, open);
        values.skip_while(move |node| *node < inside.start).map(NodeId)
    }

    /// Gives a list a separator above its own items.
    pub(super) fn add_start(&mut self, list: NodeId) {
        let extra = Extra { at: list.0 + 1, list, side: Side::Start, rows: 0 };
        let at = self.extras.partition_point(|other| other.place() < extra.place());
        self.extras.insert(at, extra);
    }

    /// Gives a resource room for rows at its end.
    pub(super) fn add_ways(&mut self, page: &Page, resource: NodeId) {
        let document = page.document();
        if self.find(document, resource, Side::Ways).is_none() {
            let extra = Extra { at: document.after(resource).0, list: resource, side: Side::Ways, rows: 0 };
            let at = self.extras.partition_point(|other| other.place() < extra.place());
            self.extras.insert(at, extra);
        }
    }

    /// The range of what is inside a value.
    fn inside(document: &Document, node: NodeId) -> Range<u32> {
        node.0 + 1..document.after(node).0
    }

    /// Counts the rows inside a value anew.
    pub(super) fn refresh(&mut self, page: &Page, node: NodeId, shape: Shape, rows_at: RowsAt<'_>) {
        let document = page.document();
        let range = Self::inside(document, node);
        self.shown.fill(range.clone(), false);
        let mut at = range.start;
        let shows =
            node == self.root || self.is_open(node) && (self.is_shown(node) || page.is_tucked(node, shape));
        while shows && at < range.end {
            let value = NodeId(at);
            let is_tucked = page.is_tucked(value, shape);
            self.shown.set(at, !is_tucked);
            at = if is_tucked || self.is_open(value) { at + 1 } else { document.after(value).0 };
        }
        self.recount(page, node, shape, rows_at);
    }

    /// Unfolds all there is.
    pub(super) fn unfold_all(&mut self, page: &Page, shape: Shape, rows_at: RowsAt<'_>) {
        let range = Self::inside(page.document(), self.root);
        self.open.fill(range.clone(), true);
        match shape {
            Shape::Typed => self.shown.fill_without(range, page.tucked.values()),
            Shape::Plain => self.shown.fill(range, true),
        }
        self.recount(page, self.root, shape, rows_at);
    }

    /// Counts the rows of the blocks, after a change inside a value.
    fn recount(&mut self, page: &Page, node: NodeId, shape: Shape, rows_at: RowsAt<'_>) {
        let document = page.document();
        let range = Self::inside(document, node);
        for at in self.extras_between(range.start, range.end) {
            let Extra { list, side, .. } = self.extras[at];
            // What ends here together with the value, or began before it, is around it.
            if list >= node {
                let shows = self.reveals(page, list, shape) && is_of(side, shape);
                self.extras[at].rows = if shows { rows_at(list, side) } else { 0 };
            }
        }
        let len = length(document);
        for block in range.start / BLOCK..=range.end / BLOCK {
            self.recount_block(block, len);
        }
    }

    fn recount_block(&mut self, block: u32, len: u32) {
        let (start, end) = (block * BLOCK, ((block + 1) * BLOCK).min(len));
        let extras = self.extras_between(start, start + BLOCK - 1);
        let rows = extras.map(|at| self.extras[at].rows).sum::<u32>();
        let shown = self.shown.count(start..end);
        self.blocks.set(block as usize, rows + shown);
    }

    /// The extras that stand between two nodes, both included.
    fn extras_between(&self, first: u32, last: u32) -> Range<usize> {
        let from = self.extras.partition_point(|extra| extra.at < first);
        let count = self.extras[from..].partition_point(|extra| extra.at <= last);
        from..from + count
    }

    /// Whether the items of a list have rows.
    fn reveals(&self, page: &Page, list: NodeId, shape: Shape) -> bool {
        let holder = if page.is_tucked(list, shape) { page.document().parent(list) } else { Some(list) };
        holder.is_some_and(|holder| holder == self.root || self.is_shown(holder) && self.is_open(holder))
    }

    /// Says how many rows a list has at one end now.
    pub(super) fn set_rows(&mut self, page: &Page, (list, side): (NodeId, Side), shape: Shape, rows: u32) {
        let is_revealed = self.reveals(page, list, shape) && is_of(side, shape);
        if let Some(found) = self.find(page.document(), list, side) {
            self.extras[found].rows = if is_revealed { rows } else { 0 };
            self.recount_block(self.extras[found].at / BLOCK, length(page.document()));
        }
    }

    /// The extra at one end of a list.
    fn find(&self, document: &Document, list: NodeId, side: Side) -> Option<usize> {
        let at = match side {
            Side::Start => list.0 + 1,
            Side::End | Side::Ways => document.after(list).0,
        };
        self.extras_between(at, at).find(|found| {
            let extra = &self.extras[*found];
            extra.list == list && extra.side == side
        })
    }

    /// What stands in a row.
    pub(super) fn select(&self, row: u32) -> Option<Found> {
        let (block, mut row) = self.blocks.find(row)?;
        let start = u32::try_from(block).ok()? * BLOCK;
        for at in self.extras_between(start, start + BLOCK - 1) {
            let extra = self.extras[at];
            let before = self.shown.count(start..extra.at);
            // Rows of extras above have been taken off already.
            if row < before {
                break;
            }
            if row < before + extra.rows {
                return Some(Found::Extra(extra, row - before));
            }
            row -= extra.rows;
        }
        self.shown.select(start..start + BLOCK, row).map(|node| Found::Node(NodeId(node)))
    }

    /// How many rows stand above a value.
    pub(super) fn above(&self, node: NodeId) -> u32 {
        self.rank(node.0, |_| true)
    }

    /// How many rows stand above what follows a value and all that is inside it.
    pub(super) fn above_end(&self, document: &Document, node: NodeId) -> u32 {
        self.rank(document.after(node).0, |extra| extra.list >= node)
    }

    /// How many rows stand above an extra, and how many it has.
    pub(super) fn above_extra(&self, document: &Document, list: NodeId, side: Side) -> Option<(u32, u32)> {
        let extra = self.extras[self.find(document, list, side)?];
        let above = self.rank(extra.at, |other| other.place() < extra.place());
        Some((above, extra.rows)).filter(|(_, rows)| *rows > 0)
    }

    /// How many rows stand above a node; of the extras right before it, those that are `counted`.
    fn rank(&self, at: u32, counted: impl Fn(&Extra) -> bool) -> u32 {
        let block = at / BLOCK;
        let start = block * BLOCK;
        let before = self.blocks.before(block as usize);
        let extras = self.extras_between(start, at).map(|found| &self.extras[found]);
        let extras = extras.filter(|extra| extra.at < at || counted(extra)).map(|extra| extra.rows);
        before + self.shown.count(start..at) + extras.sum::<u32>()
    }
}

/// Whether such rows stand in a tree that is arranged so: plain JSON shows what came, and no more.
fn is_of(side: Side, shape: Shape) -> bool {
    side != Side::Ways || shape == Shape::Typed
}

/// How many nodes a document has; there are never more than [`MAX_VALUES`](super::super::json::MAX_VALUES).
fn length(document: &Document) -> u32 {
    u32::try_from(document.len()).unwrap_or(u32::MAX)
}

/// Unfolds what lies less deep than a level, counted from what is directly inside the root, and folds the rest.
pub(super) fn open_to(sheet: &mut Sheet, page: &Page, shape: Shape, level: usize) {
    let document = page.document();
    let mut ends: Vec<NodeId> = Vec::new();
    let mut depth = 0_usize;
    let mut tucked: Vec<bool> = Vec::new();
    for at in Sheet::inside(document, sheet.root) {
        let node = NodeId(at);
        while ends.last().is_some_and(|end| *end <= node) {
            ends.pop();
            depth -= usize::from(tucked.pop() == Some(false));
        }
        sheet.open.set(at, depth < level);
        if matches!(document.kind(node), Kind::Object | Kind::Array) {
            let is_tucked = page.is_tucked(node, shape);
            ends.push(document.after(node));
            tucked.push(is_tucked);
            depth += usize::from(!is_tucked);
        }
    }
}
