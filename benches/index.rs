//! The index of 100 MB against `serde_json`, which only looks whether they are valid; and of bodies that are meant to hurt.
//!
//! ```text
//! cargo bench --bench index
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

use segue::domain::{
    json::{Builder, Document, Malformed},
    pages::{Page, Provenance},
};
use serde::de::IgnoredAny;
use stopwatch::{median, ms, time};

/// What the wire hands over at once.
const PIECE: usize = 64 << 10;

/// So often, in turns, so that a machine that slows down slows both.
const TURNS: usize = 11;

/// A text by its name: how it begins, what is repeated and how often, how it ends.
type Hostile = (&'static str, &'static [u8], &'static [u8], usize, &'static [u8]);

fn main() {
    against_serde();
    let hostile: [Hostile; 5] = [
        ("a million brackets", b"", b"[", 1_000_000, b""),
        ("100 MB of one string", b"[\"", b"0123456789", 10_000_000, b"\"]"),
        ("50 MB of escapes in one string", b"[\"", b"\\n", 25_000_000, b"\"]"),
        ("10 million empty objects", b"[0", b",{}", 10_000_000, b"]"),
        ("33 million empty arrays, more than may be", b"[0", b",[]", 33_000_000, b"]"),
    ];
    println!("\n{:<44} {:>8} {:>10} {:>10}", "hostile body", "MB", "values", "ms");
    for (name, head, item, count, tail) in hostile {
        let text = [head, &item.repeat(count), tail].concat();
        let mut values = 0;
        let elapsed = time(|| {
            let outcome = fed(&text);
            values = match &outcome {
                Ok(document) => document.len(),
                Err(malformed) => malformed.beginning.as_ref().map_or(0, Document::len),
            };
            outcome
        });
        println!("{name:<44} {:>8.1} {values:>10} {:>10.1}", text.len() as f64 / 1e6, ms(elapsed));
    }
}

/// The same bytes, validated and indexed in turns.
fn against_serde() {
    let text = catalogue::page(0, |_, bytes| bytes >= 100_000_000, "/v1/catalog/us/songs?offset=999999");
    let mut times = [const { Vec::new() }; 4];
    let mut values = 0;
    for _ in 0..TURNS {
        times[0].push(time(|| serde_json::from_slice::<IgnoredAny>(&text).is_ok()));
        times[1].push(time(|| Document::parse(&text)));
        times[2].push(time(|| fed(&text)));
        let document = fed(&text).ok();
        values = document.as_ref().map_or(0, Document::len);
        times[3].push(time(|| document.map(|document| Page::read(document, Provenance::default()))));
    }
    let [ignored, whole, pieces, lists] = times.map(median);
    println!("{} bytes, {values} values, medians of {TURNS}, in turns", text.len());
    println!("{:<44} {:>8} {:>8}", "", "ms", "ratio");
    let rows = [
        ("serde_json validates (IgnoredAny)", ignored),
        ("index, in one piece", whole),
        ("index, in pieces of 64 kB", pieces),
        ("look at the lists that were found", lists),
        ("index in pieces and lists (limit 3)", pieces + lists),
    ];
    for (name, time) in rows {
        println!("{name:<44} {:>8.1} {:>8.2}", ms(time), time.as_secs_f64() / ignored.as_secs_f64());
    }
}

fn fed(text: &[u8]) -> Result<Document, Box<Malformed>> {
    let mut builder = Builder::new();
    for piece in text.chunks(PIECE) {
        builder.push(piece);
    }
    builder.finish()
}
