//! A thousand pages of a hundred songs that join one list: the last must take no longer than the first.
//!
//! ```text
//! cargo bench --bench pages
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
    pages::{NoList, Outline, Page, Pages, Provenance, Shape},
};
use stopwatch::{median, ms, time};

const PAGES: usize = 1_000;
const SONGS: usize = 100;

/// So many at either end are compared.
const ENDS: usize = 100;

fn main() {
    for (name, is_open) in [("folded", false), ("everything unfolded", true)] {
        match joined(is_open) {
            Some(times) => report(name, &times),
            None => println!("{name}: a page did not join"),
        }
    }
}

/// The times of reading a page, and of joining it to the list and to the tree.
fn joined(is_open: bool) -> Option<Vec<(Duration, Duration)>> {
    let mut pages = Pages::new(read(0)?);
    let list = pages.top_list()?;
    let mut outline = Outline::new(&pages, Shape::Typed);
    if is_open {
        outline.set_all(&pages, true);
    }
    let mut times = Vec::new();
    for number in 1..PAGES {
        let text = text(number);
        let mut page = None;
        let reading = time(|| page = parsed(&text, number));
        let page = page?;
        let mut outcome = Err(NoList);
        let joining = time(|| {
            outcome = pages.join(list, page);
            outline.join(&pages, list);
            // What a drawing asks afterwards: how many there are, and what stands at the end.
            outline.row(&pages, outline.len() - 1)
        });
        outcome.ok()?;
        times.push((reading, joining));
    }
    Some(times)
}

fn read(number: usize) -> Option<Page> {
    parsed(&text(number), number)
}

fn text(number: usize) -> Vec<u8> {
    catalogue::page(number * SONGS, |count, _| count == SONGS, &target(number + 1))
}

/// Where a page comes from.
fn target(number: usize) -> String {
    format!("/v1/catalog/us/playlists/pl.1/tracks?offset={}", number * SONGS)
}

fn parsed(text: &[u8], number: usize) -> Option<Page> {
    let provenance = Provenance { target: target(number), status: 200, ..Provenance::default() };
    Document::parse(text).ok().map(|document| Page::read(document, provenance))
}

fn report(name: &str, times: &[(Duration, Duration)]) {
    let of = |part: &[(Duration, Duration)]| {
        let (reading, joining): (Vec<_>, Vec<_>) = part.iter().copied().unzip();
        let both = part.iter().map(|(reading, joining)| *reading + *joining).collect();
        [reading, joining, both].map(|times| ms(median(times)))
    };
    let (first, last) = (of(&times[..ENDS]), of(&times[times.len() - ENDS..]));
    println!("{PAGES} pages of {SONGS} songs, {name}; median ms a page");
    println!("{:<24} {:>12} {:>12} {:>8}", "", "first 100", "last 100", "ratio");
    for (at, name) in ["read", "join", "both (limit 1.2)"].into_iter().enumerate() {
        println!("{name:<24} {:>12.4} {:>12.4} {:>8.2}", first[at], last[at], last[at] / first[at]);
    }
}
