//! Any bytes, fed in any pieces: the index must come to the same as in one piece, agree with `serde_json`, be good to walk
//! at every step, and its tree must agree with itself.
//!
//! ```text
//! input = a count and so many piece sizes · a byte that steers what is done to the tree · the text
//! ```
#![no_main]

mod document;
mod reference;
mod tree;

use libfuzzer_sys::fuzz_target;
use segue::domain::{
    json::{Builder, Document, Malformed, Reason},
    pages::{Page, Provenance, Reader},
};

/// A walk looks at every value, so that not every step of a long text can have one.
const MOST_WALKS: usize = 24;

fuzz_target!(|input: &[u8]| {
    let Some((sizes, steer, text)) = parts(input) else { return };
    let (outcome, looks) = fed(sizes, text);
    assert!(outcome == Document::parse(text), "pieces make a difference");
    agree(text, &outcome);
    match outcome {
        Ok(document) => {
            document::check(&document);
            reference::compare(text, &document);
            let page = Page::read(document, Provenance::default());
            assert!(looks.last().is_none_or(|last| *last == page), "a page that grew differs from one that was read whole");
            tree::check(&looks, &page, steer);
        }
        Err(malformed) => {
            assert!(malformed.fault.offset <= text.len());
            assert_eq!(malformed.bytes.part(0..text.len()), text);
            if let Some(beginning) = malformed.beginning {
                document::check(&beginning);
                tree::check(&looks, &Page::read(beginning, Provenance::default()), steer);
            }
        }
    }
});

/// The sizes of the pieces, what steers the tree, and the text.
fn parts(input: &[u8]) -> Option<(&[u8], u8, &[u8])> {
    let (count, rest) = input.split_first()?;
    let (sizes, rest) = rest.split_at_checked(usize::from(count % 8))?;
    let (steer, text) = rest.split_first()?;
    Some((sizes, *steer, text))
}

/// The outcome of a text that comes in pieces, and what was there to see on the way, the end included if it is good.
fn fed(sizes: &[u8], mut text: &[u8]) -> (Result<Document, Box<Malformed>>, Vec<Page>) {
    let mut builder = Builder::new();
    let mut reader = Reader::default();
    let mut looks = Vec::new();
    let mut sizes = sizes.iter().cycle();
    while !text.is_empty() {
        let size = sizes.next().map_or(text.len(), |size| usize::from(*size) + 1).min(text.len());
        let (piece, rest) = text.split_at(size);
        text = rest;
        builder.push(piece);
        if looks.len() < MOST_WALKS && let Some(document) = builder.so_far() {
            document::check(&document);
            looks.push(reader.page(document, Provenance::default()));
        }
    }
    let outcome = builder.finish();
    if let Ok(document) = &outcome {
        looks.push(reader.page(document.clone(), Provenance::default()));
    }
    (outcome, looks)
}

/// Valid is what `serde_json` takes, but for a byte order mark at the front and our own limits. It does not look whether
/// what it ignores is UTF-8.
fn agree(text: &[u8], outcome: &Result<Document, Box<Malformed>>) {
    if let Err(malformed) = outcome
        && matches!(malformed.fault.reason, Reason::TooDeep | Reason::TooMany | Reason::TooLarge)
    {
        return;
    }
    let bare = text.strip_prefix("\u{feff}".as_bytes()).unwrap_or(text);
    let theirs =
        std::str::from_utf8(bare).is_ok_and(|bare| serde_json::from_str::<serde::de::IgnoredAny>(bare).is_ok());
    assert_eq!(outcome.is_ok(), theirs, "validity");
}
