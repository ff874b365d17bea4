//! Which lines of the tree are on view: what is unfolded, and the rows that follow from it.
//!
//! A row is not kept but counted ([`Sheet`]): a page has a sheet, and where a list was joined by more pages, their sheets stand
//! between two rows of its own.

use std::collections::HashMap;

use super::{
    super::json::{Kind, NodeId},
    Item, NodeRef, Pages, Shape,
    parts::Parts,
    sheet::{Found, Sheet, Side, open_to},
    ways::{self, Offers},
};

/// A line that is on view.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// What it shows.
    pub item: Item,
    /// How far it is indented: how many rows it lies in, as far as [`Pages::depth`] counts.
    pub depth: u16,
}

/// The rows that are on view, and what is unfolded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outline {
    /// One for each page.
    sheets: Vec<Sheet>,
    /// For lists that pages have joined, the rows of each of those pages.
    joined: HashMap<NodeRef, Parts>,
    /// What is offered in the resources that somebody unfolded.
    offers: Offers,
    shape: Shape,
    /// Whether the response is a single value with nothing inside, which then has the only row.
    is_single: bool,
    /// Whether somebody has folded or unfolded anything.
    is_touched: bool,
}

impl Outline {
    /// The first view of a response: its items, folded; a single resource with its attributes.
    #[must_use]
    pub fn new(pages: &Pages, shape: Shape) -> Self {
        let root = pages.root();
        let sheet = Sheet::new(pages.page(root), root.node);
        let (joined, offers) = (HashMap::new(), Offers::default());
        let mut outline =
            Self { sheets: vec![sheet], joined, offers, shape, is_single: false, is_touched: false };
        outline.grow(pages);
        outline
    }

    /// Takes in more of the first page, which is still arriving.
    pub fn grow(&mut self, pages: &Pages) {
        if let Some(sheet) = self.sheets.first_mut() {
            sheet.grow(pages.page(pages.root()));
        }
        self.offers.grow(pages);
        self.is_single = !pages.is_container(pages.root());
        if !self.is_touched {
            self.open_first(pages);
        }
        self.rebuild(pages);
    }

    fn open_first(&mut self, pages: &Pages) {
        for node in first_view(pages) {
            self.sheets[0].set_open(node, true);
            self.offer(pages, NodeRef { node, ..pages.root() });
        }
    }

    /// How many rows there are.
    #[must_use]
    pub fn len(&self) -> usize {
        usize::from(self.is_single) + self.sheets.first().map_or(0, Sheet::total) as usize
    }

    /// Whether there are none, which is never so for long: a response has at least one value.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// What stands in a row.
    #[must_use]
    pub fn item(&self, pages: &Pages, row: usize) -> Option<Item> {
        if self.is_single {
            return (row == 0).then(|| Item::Value(pages.root()));
        }
        let mut row = u32::try_from(row).ok()?;
        let mut page = 0;
        loop {
            let (extra, offset) = match self.sheets.get(page as usize)?.select(row)? {
                Found::Node(node) => return Some(Item::Value(NodeRef { page, node })),
                Found::Extra(extra, offset) => (extra, offset),
            };
            let list = NodeRef { page, node: extra.list };
            match extra.side {
                Side::Start => return Some(Item::Separator { list, segment: 0 }),
                Side::Ways => return Some(ways::item(list, offset)),
                Side::End => {}
            }
            let Some((part, within)) = self.joined.get(&list).and_then(|parts| parts.find(offset)) else {
                return Some(Item::Next { list });
            };
            let segment = u32::try_from(part + 1).ok()?;
            let Some(inside) = within.checked_sub(1) else {
                return Some(Item::Separator { list, segment });
            };
            (page, row) = (pages.segments(&list).get(part + 1)?.page, inside);
        }
    }

    /// A row.
    #[must_use]
    pub fn row(&self, pages: &Pages, row: usize) -> Option<Row> {
        let item = self.item(pages, row)?;
        let depth = match item {
            Item::Value(node) => pages.depth(node, self.shape),
            Item::Separator { list, .. } | Item::Next { list } => pages.depth_of_items(list, self.shape),
            Item::Ways { of } => pages.depth(of, self.shape) + 1,
            Item::Way { of, .. } => pages.depth(of, self.shape) + 2,
        };
        Some(Row { item, depth: u16::try_from(depth).unwrap_or(u16::MAX) })
    }

    /// How the tree is arranged.
    #[must_use]
    pub const fn shape(&self) -> Shape {
        self.shape
    }

    /// Arranges the tree anew, with the same values unfolded.
    pub fn reshape(&mut self, pages: &Pages, shape: Shape) {
        self.shape = shape;
        self.rebuild(pages);
    }

    /// Whether what stands in a row is unfolded.
    #[must_use]
    pub fn is_open(&self, pages: &Pages, item: Item) -> bool {
        match item {
            Item::Value(node) => {
                pages.is_container(node) && self.sheet(node).is_some_and(|sheet| sheet.is_open(node.node))
            }
            Item::Ways { of } => self.offers.is_open(of),
            _ => false,
        }
    }

    fn sheet(&self, node: NodeRef) -> Option<&Sheet> {
        self.sheets.get(node.page as usize)
    }

    /// The row of an item, if it is on view.
    #[must_use]
    pub fn position(&self, pages: &Pages, item: Item) -> Option<usize> {
        let (page, above) = match item {
            Item::Value(node) if self.is_single => return (node == pages.root()).then_some(0),
            Item::Value(node) => {
                let sheet = self.sheet(node).filter(|sheet| sheet.is_shown(node.node))?;
                (node.page, sheet.above(node.node))
            }
            Item::Separator { list, segment: 0 } => (list.page, self.extra(pages, list, Side::Start)?.0),
            Item::Separator { list, segment } => {
                (list.page, self.extra(pages, list, Side::End)?.0 + self.rows_before(list, segment))
            }
            Item::Next { list } => {
                pages.next(list)?;
                let (above, rows) = self.extra(pages, list, Side::End)?;
                (list.page, above + rows - 1)
            }
            Item::Ways { of } => (of.page, self.extra(pages, of, Side::Ways)?.0),
            Item::Way { of, number } => {
                let (above, rows) = self.extra(pages, of, Side::Ways)?;
                (of.page, (number + 1 < rows).then_some(above + 1 + number)?)
            }
        };
        self.above_page(pages, page).map(|before| before + above as usize)
    }

    /// How many rows stand above the ones of a page, if any of it is on view.
    fn above_page(&self, pages: &Pages, page: u32) -> Option<usize> {
        let mut above = 0;
        let mut at = page;
        while let Some((list, segment)) = pages.home(at) {
            let (before, _) = self.extra(pages, list, Side::End)?;
            above += before + self.rows_before(list, segment) + 1;
            at = list.page;
        }
        Some(above as usize)
    }

    fn extra(&self, pages: &Pages, list: NodeRef, side: Side) -> Option<(u32, u32)> {
        self.sheet(list)?.above_extra(pages.page(list).document(), list.node, side)
    }

    /// How many rows further pages have before one of them, separators included.
    fn rows_before(&self, list: NodeRef, segment: u32) -> u32 {
        self.joined.get(&list).map_or(0, |parts| parts.above((segment as usize).saturating_sub(1)))
    }

    /// The row that a row lies in.
    #[must_use]
    pub fn parent(&self, pages: &Pages, row: usize) -> Option<usize> {
        self.position(pages, self.around(pages, self.item(pages, row)?)?)
    }

    /// What stands in the row that an item lies in; none for what lies directly in the response.
    fn around(&self, pages: &Pages, item: Item) -> Option<Item> {
        let holder = match item {
            Item::Value(node) => pages.around(node, self.shape),
            Item::Separator { list, .. } | Item::Next { list } => pages.holder(list, self.shape),
            Item::Ways { of } => Some(of),
            Item::Way { of, .. } => return Some(Item::Ways { of }),
        };
        holder.map(Item::Value)
    }

    /// The row behind everything inside a row.
    #[must_use]
    pub fn end(&self, pages: &Pages, row: usize) -> usize {
        let node = match self.item(pages, row) {
            Some(Item::Value(node)) if !self.is_single => node,
            Some(Item::Ways { of }) => return row + self.offers.rows(of) as usize,
            _ => return row + 1,
        };
        let inside = self.sheet(node).map(|sheet| sheet.above_end(pages.page(node).document(), node.node));
        match (inside, self.above_page(pages, node.page)) {
            (Some(inside), Some(above)) => above + inside as usize,
            _ => row + 1,
        }
    }

    /// The next row with the same parent.
    #[must_use]
    pub fn next_sibling(&self, pages: &Pages, row: usize) -> Option<usize> {
        let end = self.end(pages, row);
        let around = |row| Some(self.around(pages, self.item(pages, row)?));
        (around(end)? == around(row)?).then_some(end)
    }

    /// The previous row with the same parent.
    #[must_use]
    pub fn previous_sibling(&self, pages: &Pages, row: usize) -> Option<usize> {
        let around = self.around(pages, self.item(pages, row)?);
        let mut above = row.checked_sub(1)?;
        loop {
            let item = self.item(pages, above)?;
            if around == Some(item) {
                return None;
            }
            if self.around(pages, item) == around {
                return Some(above);
            }
            above = self.parent(pages, above)?;
        }
    }

    /// Folds or unfolds what stands in a row; what was unfolded inside shows again.
    pub fn set(&mut self, pages: &Pages, row: usize, open: bool) {
        match self.item(pages, row).filter(|item| self.is_open(pages, *item) != open) {
            Some(Item::Value(node)) => {
                self.sheet_mut(node).set_open(node.node, open);
                self.offer(pages, node);
                self.refresh(pages, node);
            }
            Some(Item::Ways { of }) => {
                self.offers.set_open(of, open);
                self.refresh(pages, of);
            }
            _ => {}
        }
    }

    /// How many rows a resource offers.
    #[cfg(test)]
    pub(super) fn offered(&self, of: NodeRef) -> u32 {
        self.offers.rows(of)
    }

    /// Offers in a resource what it could have and does not show.
    fn offer(&mut self, pages: &Pages, node: NodeRef) {
        if self.offers.add(pages, node)
            && let Some(sheet) = self.sheets.get_mut(node.page as usize)
        {
            sheet.add_ways(pages.page(node), node.node);
        }
    }

    /// Folds or unfolds the row and all its siblings.
    pub fn set_siblings(&mut self, pages: &Pages, row: usize, open: bool) {
        let list = match self.item(pages, row) {
            Some(Item::Value(node)) => pages.parent(node),
            Some(item) => item.anchor(),
            None => return,
        };
        for part in pages.segments(&list).to_vec() {
            for child in pages.page(part).document().children(part.node) {
                self.sheet_mut(part).set_open(child, open);
            }
        }
        self.rebuild(pages);
    }

    /// Folds or unfolds the row and all that is inside it.
    pub fn set_subtree(&mut self, pages: &Pages, row: usize, open: bool) {
        let node = match self.item(pages, row) {
            Some(Item::Value(node)) => node,
            Some(Item::Ways { .. }) => return self.set(pages, row, open),
            _ => return,
        };
        self.offer(pages, node);
        let mut waiting = vec![node];
        while let Some(root) = waiting.pop() {
            let after = pages.page(root).document().after(root.node);
            self.sheet_mut(root).fill_open(root.node.0..after.0, open);
            let is_inside =
                |list: &NodeRef| list.page == root.page && (root.node..after).contains(&list.node);
            let lists: Vec<_> = self.joined.keys().filter(|list| is_inside(list)).copied().collect();
            waiting.extend(lists.iter().flat_map(|list| pages.segments(list).iter().skip(1)));
        }
        self.rebuild(pages);
    }

    /// Folds or unfolds everything, in all pages.
    pub fn set_all(&mut self, pages: &Pages, open: bool) {
        self.is_touched = true;
        self.each_sheet(pages, |sheet, page, shape, rows_at| {
            if open {
                sheet.unfold_all(page, shape, rows_at);
            } else {
                let len = page.document().len();
                sheet.fill_open(0..u32::try_from(len).unwrap_or(u32::MAX), false);
                sheet.refresh(page, sheet.root(), shape, rows_at);
            }
        });
    }

    /// The values with something inside that are unfolded, or folded, in the order of the pages.
    pub fn values_that_are<'a>(&'a self, open: bool, pages: &'a Pages) -> impl Iterator<Item = NodeRef> + 'a {
        let all = (0..).zip(&self.sheets).zip(pages.iter());
        all.flat_map(move |((page, sheet), of)| {
            let values = sheet.values_that_are(open, of).filter(|node| !of.is_tucked(*node, self.shape));
            values.map(move |node| NodeRef { page, node }).filter(|value| pages.is_container(*value))
        })
    }

    /// Folds or unfolds some values, whatever is around them; with `all`, everything else the other way first.
    pub fn arrange(&mut self, pages: &Pages, values: &[NodeRef], open: bool, all: bool) {
        if all {
            self.set_all(pages, !open);
        }
        for value in values {
            self.sheet_mut(*value).set_open(value.node, open);
        }
        self.rebuild(pages);
    }

    /// The resources that show a row for what they could have.
    #[must_use]
    pub fn offering(&self) -> Vec<NodeRef> {
        self.offers.all()
    }

    /// Lets resources show such a row.
    pub fn offer_in(&mut self, pages: &Pages, resources: &[NodeRef]) {
        for resource in resources {
            self.offer(pages, *resource);
        }
        self.rebuild(pages);
    }

    /// Unfolds what is less deep than a level, and folds the rest.
    pub fn set_level(&mut self, pages: &Pages, level: usize) {
        self.is_touched = true;
        self.each_sheet(pages, |sheet, page, shape, rows_at| {
            open_to(sheet, page, shape, level);
            sheet.refresh(page, sheet.root(), shape, rows_at);
        });
    }

    /// Unfolds what lies around a value, so that it is on view.
    pub fn reveal(&mut self, pages: &Pages, node: NodeRef) {
        // The outermost folded value of each page, inner pages first: only the rows inside it change.
        let mut folded: Vec<NodeRef> = Vec::new();
        // A link shows in a row behind the items of its list, and lies in the list then.
        let mut around = match pages.row_for(node, self.shape) {
            Item::Next { list } => Some(list),
            _ => pages.around(node, self.shape),
        };
        while let Some(holder) = around {
            if !self.sheet(holder).is_some_and(|sheet| sheet.is_open(holder.node)) {
                self.sheet_mut(holder).set_open(holder.node, true);
                match folded.last_mut().filter(|last| last.page == holder.page) {
                    Some(last) => *last = holder,
                    None => folded.push(holder),
                }
            }
            around = pages.around(holder, self.shape);
        }
        for holder in folded {
            self.refresh(pages, holder);
        }
    }

    /// Takes in the last page, which has joined a list.
    pub fn join(&mut self, pages: &Pages, list: NodeRef) {
        let segments = pages.segments(&list);
        let Some(segment) = segments.last().filter(|_| segments.len() > 1) else { return };
        let page = pages.page(*segment);
        let mut sheet = Sheet::new(page, segment.node);
        sheet.refresh(page, segment.node, self.shape, &|_, _| 1);
        self.joined.entry(list).or_default().push(sheet.total());
        self.sheets.push(sheet);
        if segments.len() == 2 {
            let (of, shape) = (pages.page(list), self.shape);
            let sheet = self.sheet_mut(list);
            sheet.add_start(list.node);
            sheet.set_rows(of, (list.node, Side::Start), shape, 1);
        }
        self.settle(pages, list);
    }

    /// Takes a list's `next` off the view.
    pub fn end_list(&mut self, pages: &Pages, list: NodeRef) {
        self.settle(pages, list);
    }

    fn sheet_mut(&mut self, node: NodeRef) -> &mut Sheet {
        self.is_touched = true;
        let last = self.sheets.len() - 1;
        &mut self.sheets[(node.page as usize).min(last)]
    }

    /// Counts anew after a change inside a value.
    fn refresh(&mut self, pages: &Pages, node: NodeRef) {
        let Self { sheets, joined, offers, shape, .. } = self;
        if let Some(sheet) = sheets.get_mut(node.page as usize) {
            let rows_at = |list, side| rows_at(pages, (joined, offers), NodeRef { node: list, ..node }, side);
            sheet.refresh(pages.page(node), node.node, *shape, &rows_at);
        }
        if let Some((list, segment)) = pages.home(node.page) {
            self.note(list, segment, node.page);
            self.settle(pages, list);
        }
    }

    /// Writes down how many rows a page has now.
    fn note(&mut self, list: NodeRef, segment: u32, page: u32) {
        let total = self.sheets.get(page as usize).map_or(0, Sheet::total);
        if let Some(parts) = self.joined.get_mut(&list) {
            parts.set((segment as usize).saturating_sub(1), total);
        }
    }

    /// Counts the rows at the end of a list anew, and those of the lists that it lies in.
    fn settle(&mut self, pages: &Pages, list: NodeRef) {
        let mut list = list;
        loop {
            let rows = rows_at(pages, (&self.joined, &self.offers), list, Side::End);
            let (shape, page) = (self.shape, pages.page(list));
            if let Some(sheet) = self.sheets.get_mut(list.page as usize) {
                sheet.set_rows(page, (list.node, Side::End), shape, rows);
            }
            let Some((outer, segment)) = pages.home(list.page) else { break };
            self.note(outer, segment, list.page);
            list = outer;
        }
    }

    fn rebuild(&mut self, pages: &Pages) {
        self.each_sheet(pages, |sheet, page, shape, rows_at| {
            sheet.refresh(page, sheet.root(), shape, rows_at);
        });
    }

    /// Changes all sheets. A page comes before the list that it has joined, so that its rows are known there.
    fn each_sheet(
        &mut self,
        pages: &Pages,
        change: impl Fn(&mut Sheet, &super::Page, Shape, super::sheet::RowsAt<'_>),
    ) {
        for (number, page) in (0..).zip(pages.iter()).collect::<Vec<_>>().into_iter().rev() {
            let Self { sheets, joined, offers, shape, .. } = self;
            if let Some(sheet) = sheets.get_mut(number as usize) {
                let rows_at =
                    |node, side| rows_at(pages, (joined, offers), NodeRef { page: number, node }, side);
                change(sheet, page, *shape, &rows_at);
            }
            if let Some((list, segment)) = pages.home(number) {
                self.note(list, segment, number);
            }
        }
    }
}

/// How many rows a list has at one end, or a resource at its end, while it is unfolded.
fn rows_at(
    pages: &Pages,
    (joined, offers): (&HashMap<NodeRef, Parts>, &Offers),
    list: NodeRef,
    side: Side,
) -> u32 {
    match side {
        Side::Start => 1,
        Side::Ways => offers.rows(list),
        Side::End => {
            let pages_more = joined.get(&list).map_or(0, Parts::total);
            pages_more + u32::from(pages.next(list).is_some())
        }
    }
}

/// What is unfolded at first: the lists of the response, and a resource that is the only one.
fn first_view(pages: &Pages) -> Vec<NodeId> {
    let document = pages.page(pages.root()).document();
    let mut open = Vec::new();
    for name in ["data", "errors"] {
        let Some(list) = document.member(document.root(), name) else { continue };
        open.push(list);
        let mut items = document.children(list);
        if let (Some(only), None, true) = (items.next(), items.next(), document.is_whole()) {
            open.push(only);
            open.extend(document.member(only, "attributes"));
        }
    }
    if let Some(results) = document.member(document.root(), "results") {
        open.push(results);
        for group in document.children(results) {
            open.push(group);
            // A chart group is an array of charts, each with its own list.
            if document.kind(group) == Kind::Array {
                open.extend(document.children(group));
            }
        }
    }
    open
}
