//! The rows of a tree at 1, 10 and 100 MB, everything unfolded: what a key costs must not grow with the response.
//!
//! ```text
//! cargo bench --bench outline
//! ```
#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a measurement reads a clock and prints what it found"
)]

#[path = "support/catalogue.rs"]
mod catalogue;
#[path = "support/stopwatch.rs"]
mod stopwatch;

use std::time::Duration;

use segue::domain::{
    json::Document,
    pages::{Outline, Page, Pages, Provenance, Row, Shape},
};
use stopwatch::{median, ms, time};

/// Rows of a screen.
const SCREEN: usize = 40;

const TURNS: usize = 21;

/// What is done, and how long it takes.
type Times = Vec<(&'static str, Duration)>;

fn main() {
    let sizes = [1_000_000, 10_000_000, 100_000_000];
    let found = sizes.map(measured);
    println!("{:<28} {:>10} {:>10} {:>10} {:>12}", "ms, medians", "1 MB", "10 MB", "100 MB", "100 : 1");
    for (at, (name, least)) in found[0].iter().enumerate() {
        let times = found.each_ref().map(|times| ms(times[at].1));
        let ratio = times[2] / ms(*least);
        println!("{name:<28} {:>10.4} {:>10.4} {:>10.4} {ratio:>12.1}", times[0], times[1], times[2]);
    }
}

fn measured(size: usize) -> Times {
    let text = catalogue::page(0, |_, bytes| bytes >= size, "/v1/catalog/us/songs?offset=999999");
    let Ok(document) = Document::parse(&text) else { return Times::new() };
    let pages = Pages::new(Page::read(document, Provenance::default()));
    let mut outline = Outline::new(&pages, Shape::Typed);
    let mut times = Times::new();
    times.push(("first view", several(|| Outline::new(&pages, Shape::Typed))));
    for (name, open) in [("unfold all", true), ("fold all", false), ("unfold all again", true)] {
        // Each from the state that the other leaves.
        let turn = |_| {
            outline.set_all(&pages, !open);
            time(|| outline.set_all(&pages, open))
        };
        times.push((name, median((0..TURNS).map(turn).collect())));
    }
    let last = outline.len() - 1;
    let screens =
        [("rows at the start", 0), ("rows in the middle", last / 2), ("rows at the end", last + 1 - SCREEN)];
    for (name, top) in screens {
        times.push((name, several(|| screen(&pages, &outline, top))));
    }
    times.push(("cursor to the parent and on", several(|| around(&pages, &outline, last - 7))));
    let middle = last / 2;
    times.push((
        "fold and unfold one",
        several(|| {
            let row = outline.parent(&pages, middle).unwrap_or(middle);
            outline.set(&pages, row, false);
            outline.set(&pages, row, true);
        }),
    ));
    times
}

fn several<T>(mut run: impl FnMut() -> T) -> Duration {
    median((0..TURNS).map(|_| time(&mut run)).collect())
}

/// What a drawing asks of a screenful.
fn screen(pages: &Pages, outline: &Outline, top: usize) -> Vec<Option<(Row, bool)>> {
    let row = |at| outline.row(pages, at).map(|row| (row, outline.is_open(pages, row.item)));
    (top..top + SCREEN).map(row).collect()
}

/// What keys ask of a place.
fn around(pages: &Pages, outline: &Outline, row: usize) -> [Option<usize>; 4] {
    let parent = outline.parent(pages, row);
    let at = outline.item(pages, row).and_then(|item| outline.position(pages, item));
    [parent, at, outline.next_sibling(pages, row), outline.previous_sibling(pages, row)]
}
