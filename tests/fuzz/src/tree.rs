//! The rows of a tree against themselves: what stands in a row stands there again when it is asked where it is.

use segue::domain::{
    json::Document,
    pages::{Item, NodeRef, Outline, Page, Pages, Provenance, Shape},
};

/// Rows of a tree that are looked at; more would make one input take seconds.
const MOST_ROWS: usize = 400;

/// Builds trees of a page, at once and as it arrives, folds and unfolds them, and joins the page to itself.
pub fn check(looks: &[Page], page: &Page, steer: u8) {
    for shape in [Shape::Typed, Shape::Plain] {
        let mut pages = Pages::new(page.clone());
        let mut outline = Outline::new(&pages, shape);
        rows(&pages, &outline);
        let all = folded_in_all_ways(&pages, &mut outline, usize::from(steer));
        assert_eq!(grown(looks, page, shape), all, "rows of a page that arrived in pieces");
        joined(&mut pages, &mut outline, usize::from(steer));
    }
}

/// Goes through every way of folding; returns how many rows there are with everything unfolded, which is how it ends.
fn folded_in_all_ways(pages: &Pages, outline: &mut Outline, steer: usize) -> usize {
    outline.set_level(pages, steer % 4);
    rows(pages, outline);
    let row = steer % outline.len().max(1);
    for open in [true, false, true] {
        outline.set(pages, row, open);
        rows(pages, outline);
    }
    outline.set_siblings(pages, row, steer.is_multiple_of(2));
    rows(pages, outline);
    outline.set_all(pages, false);
    rows(pages, outline);
    outline.set_all(pages, true);
    rows(pages, outline);
    let all = outline.len();
    outline.set_subtree(pages, row, false);
    rows(pages, outline);
    outline.set_subtree(pages, row, true);
    assert_eq!(outline.len(), all);
    all
}

/// How many rows a tree has that grew with its page, everything unfolded.
fn grown(looks: &[Page], page: &Page, shape: Shape) -> usize {
    let mut pages = Pages::new(looks.first().unwrap_or(page).clone());
    let mut outline = Outline::new(&pages, shape);
    for (number, look) in looks.iter().chain([page]).enumerate() {
        pages.grow(look.clone());
        outline.grow(&pages);
        if number == looks.len() / 2 {
            outline.set_all(&pages, true);
        }
        rows(&pages, &outline);
    }
    outline.set_all(&pages, true);
    outline.len()
}

/// Joins the page to one of its own lists, twice.
fn joined(pages: &mut Pages, outline: &mut Outline, steer: usize) {
    for _ in 0..2 {
        let lists = (0..outline.len().min(MOST_ROWS)).filter_map(|row| match outline.item(pages, row) {
            Some(Item::Next { list }) => Some(list),
            _ => None,
        });
        let lists: Vec<NodeRef> = lists.collect();
        let Some(list) = lists.get(steer % lists.len().max(1)).copied() else { return };
        let again = pages.page(pages.root()).clone();
        if pages.join(list, again).is_ok() {
            outline.join(pages, list);
        } else {
            pages.end(list);
            outline.end_list(pages, list);
        }
        rows(pages, outline);
        outline.set_all(pages, true);
        rows(pages, outline);
        merged(pages);
    }
}

/// All pages as one text are JSON, if they are whole.
fn merged(pages: &Pages) {
    let pieces = pages.merged(pages.root());
    let text: Vec<u8> = pieces.into_iter().flat_map(|piece| pages.bytes(piece)).flatten().copied().collect();
    assert_eq!(text.len(), pages.merged_size(pages.root()));
    if pages.page(pages.root()).document().is_whole() {
        let whole = Document::parse(&text).expect("merged pages are JSON");
        _ = Page::read(whole, Provenance::default());
    }
}

/// Every row, up to a few hundred from either end.
fn rows(pages: &Pages, outline: &Outline) {
    let len = outline.len();
    assert_eq!(outline.item(pages, len), None);
    let skipped = MOST_ROWS / 2..len.saturating_sub(MOST_ROWS / 2);
    for row in (0..len).filter(|row| !skipped.contains(row)) {
        let found = outline.row(pages, row).expect("a row below the number of rows");
        assert_eq!(outline.position(pages, found.item), Some(row));
        let end = outline.end(pages, row);
        assert!(row < end && end <= len);
        let parent = outline.parent(pages, row);
        assert_eq!(parent.is_none(), found.depth == 0);
        assert!(parent.is_none_or(|parent| parent < row && end <= outline.end(pages, parent)));
        if let Some(next) = outline.next_sibling(pages, row) {
            assert_eq!(outline.previous_sibling(pages, next), Some(row));
        }
    }
}
