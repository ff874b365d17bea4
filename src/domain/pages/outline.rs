//! Which lines of the tree are on view: what is unfolded, and the rows that follow from it.

use std::collections::HashSet;

use super::{Item, Kind, NodeRef, Pages, Shape};

/// Everything means so many values from the top: rows of more would cost seconds and gigabytes, and nobody walks them.
const MOST_UNFOLDED: usize = 3_000_000;

/// A line that is on view.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// What it shows.
    pub item: Item,
    /// How far it is indented.
    pub depth: u16,
    /// The position of an item in its list, over all pages; 0 elsewhere.
    pub index: u32,
}

/// The rows that are on view, and what is unfolded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outline {
    rows: Vec<Row>,
    open: HashSet<NodeRef>,
    shape: Shape,
}

impl Outline {
    /// The first view of a response: its items, folded; a single resource with its attributes.
    #[must_use]
    pub fn new(pages: &Pages, shape: Shape) -> Self {
        let mut outline = Self { rows: Vec::new(), open: first_view(pages), shape };
        outline.rebuild(pages);
        outline
    }

    /// The rows, top to bottom.
    #[must_use]
    pub fn rows(&self) -> &[Row] {
        &self.rows
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

    /// Whether the value of a row is unfolded.
    #[must_use]
    pub fn is_open(&self, row: usize) -> bool {
        self.value(row).is_some_and(|node| self.open.contains(&node))
    }

    /// The row of an item, if it is on view.
    #[must_use]
    pub fn position(&self, item: Item) -> Option<usize> {
        self.rows.iter().position(|row| row.item == item)
    }

    /// The row that a row lies in.
    #[must_use]
    pub fn parent(&self, row: usize) -> Option<usize> {
        let depth = self.rows.get(row)?.depth;
        self.rows[..row].iter().rposition(|above| above.depth < depth)
    }

    /// The row behind everything inside a row.
    #[must_use]
    pub fn end(&self, row: usize) -> usize {
        let depth = self.rows.get(row).map_or(0, |row| row.depth);
        let after = self.rows.iter().skip(row + 1).position(|below| below.depth <= depth);
        after.map_or(self.rows.len(), |count| row + 1 + count)
    }

    /// The next row with the same parent.
    #[must_use]
    pub fn next_sibling(&self, row: usize) -> Option<usize> {
        let end = self.end(row);
        (self.rows.get(end)?.depth == self.rows.get(row)?.depth).then_some(end)
    }

    /// The previous row with the same parent.
    #[must_use]
    pub fn previous_sibling(&self, row: usize) -> Option<usize> {
        let depth = self.rows.get(row)?.depth;
        let above = self.rows[..row].iter().rposition(|above| above.depth <= depth)?;
        (self.rows[above].depth == depth).then_some(above)
    }

    /// Unfolds a row; what was unfolded inside shows again.
    pub fn unfold(&mut self, pages: &Pages, row: usize) {
        let Some(node) = self.value(row).filter(|node| pages.is_container(*node)) else { return };
        if self.open.insert(node) {
            let depth = self.rows[row].depth.saturating_add(1);
            let inside = self.subtree(pages, node, depth);
            self.rows.splice(row + 1..row + 1, inside);
        }
    }

    /// Folds a row; what is unfolded inside stays so for the next time.
    pub fn fold(&mut self, row: usize) {
        let Some(node) = self.value(row) else { return };
        if self.open.remove(&node) {
            let end = self.end(row);
            self.rows.drain(row + 1..end);
        }
    }

    /// Folds or unfolds the row and all its siblings.
    pub fn set_siblings(&mut self, pages: &Pages, row: usize, open: bool) {
        let parent = self.parent(row);
        let depth = self.rows.get(row).map_or(0, |row| row.depth);
        let range = parent.map_or(0..self.rows.len(), |parent| parent + 1..self.end(parent));
        let siblings = self.rows[range].iter().filter(|row| row.depth == depth);
        let nodes: Vec<_> = siblings.filter_map(|row| container(pages, row.item)).collect();
        self.set(pages, nodes, open);
    }

    /// Folds or unfolds everything, in all pages.
    pub fn set_all(&mut self, pages: &Pages, open: bool) {
        if open {
            let all = pages.iter().zip(0u32..).flat_map(|(page, number)| {
                let count = u32::try_from(page.document().len()).unwrap_or(u32::MAX);
                (0..count).map(move |node| NodeRef { page: number, node: super::NodeId(node) })
            });
            let nodes = all.take(MOST_UNFOLDED).filter(|node| pages.is_container(*node)).collect();
            self.set(pages, nodes, true);
        } else {
            self.open = HashSet::from([pages.root()]);
            self.rebuild(pages);
        }
    }

    /// Takes in a page that has joined a list. Rows above the list's end stay where they are, but for the separator
    /// that the first page gets; the return value is the row where that one was put, if it was.
    pub fn join(&mut self, pages: &Pages, list: NodeRef) -> Option<usize> {
        let place = self.position(Item::Next { list })?;
        let depth = self.rows[place].depth;
        let inside = self.parent(place).map_or(0, |parent| parent + 1);
        let is_item = |row: &&Row| row.depth == depth && is_counted(pages, row.item);
        let first = self.rows[inside..place].iter().rfind(is_item).map_or(0, |row| row.index + 1);
        let mut rows = numbered(pages, pages.last_items(list), depth);
        for row in &mut rows {
            row.index += first;
        }
        self.rows.splice(place..=place, rows);
        if pages.segments(list).len() != 2 {
            return None;
        }
        let head = pages.list_items(list);
        let first = head.get(1).and_then(|item| self.position(*item)).unwrap_or(place);
        self.rows.insert(first, Row { item: head[0], depth, index: 0 });
        Some(first)
    }

    /// Takes a list's `next` off the view; the return value is the row where it was, if it was there.
    pub fn end_list(&mut self, list: NodeRef) -> Option<usize> {
        let place = self.position(Item::Next { list })?;
        self.rows.remove(place);
        Some(place)
    }

    fn value(&self, row: usize) -> Option<NodeRef> {
        match self.rows.get(row)?.item {
            Item::Value(node) => Some(node),
            Item::Separator { .. } | Item::Next { .. } => None,
        }
    }

    fn set(&mut self, pages: &Pages, nodes: Vec<NodeRef>, open: bool) {
        for node in nodes {
            if open {
                self.open.insert(node);
            } else {
                self.open.remove(&node);
            }
        }
        self.rebuild(pages);
    }

    fn rebuild(&mut self, pages: &Pages) {
        let root = pages.root();
        self.rows = if pages.is_container(root) {
            self.subtree(pages, root, 0)
        } else {
            vec![Row { item: Item::Value(root), depth: 0, index: 0 }]
        };
    }

    /// The rows inside a value, down to what is folded. Iterative: a response may be deeper than a stack.
    fn subtree(&self, pages: &Pages, node: NodeRef, depth: u16) -> Vec<Row> {
        let mut rows = Vec::new();
        let mut waiting = numbered(pages, pages.children(node, self.shape), depth);
        waiting.reverse();
        while let Some(row) = waiting.pop() {
            rows.push(row);
            if let Item::Value(node) = row.item
                && self.open.contains(&node)
            {
                let inside = numbered(pages, pages.children(node, self.shape), row.depth.saturating_add(1));
                waiting.extend(inside.into_iter().rev());
            }
        }
        rows
    }
}

/// Whether an item is one of a list's.
fn is_counted(pages: &Pages, item: Item) -> bool {
    matches!(item, Item::Value(node) if pages.has_index(node))
}

/// Rows for the items of one parent, those of a list numbered.
fn numbered(pages: &Pages, items: Vec<Item>, depth: u16) -> Vec<Row> {
    let mut index = 0;
    let number = |item| {
        let row = Row { item, depth, index };
        index += u32::from(is_counted(pages, item));
        row
    };
    items.into_iter().map(number).collect()
}

fn container(pages: &Pages, item: Item) -> Option<NodeRef> {
    match item {
        Item::Value(node) if pages.is_container(node) => Some(node),
        _ => None,
    }
}

/// What is unfolded at first: the lists of the response, and a resource that is the only one.
fn first_view(pages: &Pages) -> HashSet<NodeRef> {
    let root = pages.root();
    let document = pages.page(root).document();
    let mut open = HashSet::from([root]);
    let mut unfold = |node| open.insert(NodeRef { page: 0, node });
    for name in ["data", "errors"] {
        let Some(list) = document.member(document.root(), name) else { continue };
        unfold(list);
        let mut items = document.children(list);
        if let (Some(only), None) = (items.next(), items.next()) {
            unfold(only);
            document.member(only, "attributes").map(&mut unfold);
        }
    }
    if let Some(results) = document.member(document.root(), "results") {
        unfold(results);
        for group in document.children(results) {
            unfold(group);
            // A chart group is an array of charts, each with its own list.
            if document.kind(group) == Kind::Array {
                document.children(group).for_each(|chart| {
                    unfold(chart);
                });
            }
        }
    }
    open
}

#[cfg(test)]
mod tests {
    use super::super::tests::page;
    use super::*;

    const ALBUMS: &str =
        r#"{"data":[{"id":"1","a":{"x":1}},{"id":"2"}],"next":"/v1/x?offset=2","meta":{"total":4}}"#;

    fn albums() -> (Pages, Outline) {
        let pages = Pages::new(page(ALBUMS, "/v1/x"));
        let outline = Outline::new(&pages, Shape::Typed);
        (pages, outline)
    }

    /// One character a row: the depth, then what it is.
    fn shape(pages: &Pages, outline: &Outline) -> Vec<String> {
        let show = |row: &Row| match row.item {
            Item::Value(node) => {
                let document = pages.page(node).document();
                let name =
                    document.key(node.node).map_or_else(|| row.index.to_string(), |key| key.into_owned());
                format!("{} {name}", row.depth)
            }
            Item::Separator { segment, .. } => format!("{} page {}", row.depth, segment + 1),
            Item::Next { .. } => format!("{} next", row.depth),
        };
        outline.rows().iter().map(show).collect()
    }

    #[test]
    fn a_list_opens_with_its_items_folded_and_its_next_at_the_end() {
        let (pages, outline) = albums();
        assert_eq!(shape(&pages, &outline), ["0 data", "1 0", "1 1", "1 next", "0 meta"]);
    }

    #[test]
    fn folding_and_unfolding_remember_what_is_inside() {
        let (pages, mut outline) = albums();
        outline.unfold(&pages, 1);
        outline.unfold(&pages, 3);
        let open = ["0 data", "1 0", "2 id", "2 a", "3 x", "1 1", "1 next", "0 meta"];
        assert_eq!(shape(&pages, &outline), open);
        outline.fold(1);
        assert_eq!(shape(&pages, &outline), ["0 data", "1 0", "1 1", "1 next", "0 meta"]);
        outline.unfold(&pages, 1);
        assert_eq!(shape(&pages, &outline), open);
        assert_eq!((outline.parent(4), outline.parent(0)), (Some(3), None));
        assert_eq!((outline.next_sibling(1), outline.previous_sibling(5)), (Some(5), Some(1)));
        assert_eq!((outline.next_sibling(7), outline.previous_sibling(2)), (None, None));
    }

    #[test]
    fn pages_join_where_next_was_and_the_first_gets_its_separator_once() {
        let (mut pages, mut outline) = albums();
        let list = pages.wrapped_list(pages.root()).unwrap();
        pages.join(list, page(r#"{"data":[{"id":"3"}],"next":"/v1/x?offset=3"}"#, "/v1/x?offset=2")).unwrap();
        assert_eq!(outline.join(&pages, list), Some(1));
        let two = ["0 data", "1 page 1", "1 0", "1 1", "1 page 2", "1 2", "1 next", "0 meta"];
        assert_eq!(shape(&pages, &outline), two);
        pages.join(list, page(r#"{"data":[{"id":"4"}]}"#, "/v1/x?offset=3")).unwrap();
        assert_eq!(outline.join(&pages, list), None);
        let three = ["0 data", "1 page 1", "1 0", "1 1", "1 page 2", "1 2", "1 page 3", "1 3", "0 meta"];
        assert_eq!(shape(&pages, &outline), three);
        let rebuilt = Outline { open: outline.open.clone(), ..Outline::new(&pages, Shape::Typed) };
        assert_eq!(rebuilt.rows, outline.rows);
    }

    #[test]
    fn pages_as_deep_as_they_may_be_unfold_inside_each_other() {
        let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        let deep = format!(r#"{{"a":{{"data":[{}],"next":"/v1/x?offset=1"}}}}"#, nested(40_000));
        let pages = Pages::new(page(&deep, "/v1/x"));
        let mut outline = Outline::new(&pages, Shape::Typed);
        outline.set_all(&pages, true);
        let deepest = outline.rows().len() - 2;
        outline.rows[deepest].depth = u16::MAX;
        outline.fold(deepest);
        outline.unfold(&pages, deepest);
        assert!(outline.rows().len() > 40_000);
    }

    #[test]
    fn a_list_that_has_ended_shows_no_next() {
        let (mut pages, mut outline) = albums();
        let list = pages.wrapped_list(pages.root()).unwrap();
        pages.end(list);
        assert_eq!(outline.end_list(list), Some(3));
        assert_eq!(shape(&pages, &outline), ["0 data", "1 0", "1 1", "0 meta"]);
        assert_eq!((pages.has_next(), pages.next(list)), (false, None));
        outline.reshape(&pages, Shape::Plain);
        assert!(!outline.rows().iter().any(|row| matches!(row.item, Item::Next { .. })));
    }

    #[test]
    fn an_empty_first_page_with_next_takes_in_the_second() {
        let mut pages = Pages::new(page(r#"{"data":[],"next":"/v1/x?offset=2"}"#, "/v1/x"));
        let mut outline = Outline::new(&pages, Shape::Typed);
        let list = pages.wrapped_list(pages.root()).unwrap();
        pages.join(list, page(r#"{"data":[1]}"#, "/v1/x?offset=2")).unwrap();
        assert_eq!(shape(&pages, &outline), ["0 data", "1 next"]);
        outline.join(&pages, list);
        assert_eq!(shape(&pages, &outline), ["0 data", "1 page 1", "1 page 2", "1 0"]);
    }

    #[test]
    fn siblings_and_all_fold_together() {
        let (pages, mut outline) = albums();
        outline.set_siblings(&pages, 1, true);
        assert_eq!(shape(&pages, &outline).len(), 8);
        outline.set_all(&pages, false);
        assert_eq!(shape(&pages, &outline), ["0 data", "0 meta"]);
        outline.set_all(&pages, true);
        assert_eq!(shape(&pages, &outline).len(), 10);
    }

    #[test]
    fn a_lone_value_is_one_row() {
        let pages = Pages::new(page("42", "/v1/test"));
        assert_eq!(Outline::new(&pages, Shape::Typed).rows().len(), 1);
    }
}
