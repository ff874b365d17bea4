//! Completion over the whole catalogue and ten thousand ids that were seen, and the advice on a request, against reading
//! once through the names of these ids, which any completion by name must do.
//!
//! ```text
//! cargo bench --bench catalog
//! ```
#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a measurement reads a clock, and prints what it found"
)]

#[path = "support/stopwatch.rs"]
mod stopwatch;

use std::time::Duration;

use segue::{
    app::palette::Palette,
    domain::{
        catalog::{Known, Scope, Seen, Typing, check, complete},
        request::{Draft, Method},
    },
};
use stopwatch::{median, ms, time};

const IDS: usize = 10_000;
const TURNS: usize = 41;
const TIMES: u32 = 20;

/// What is typed; the cursor is at the end.
const TYPED: [&str; 5] = [
    "/v1/catalog/us/",
    "/v1/catalog/us/albums/",
    "/v1/catalog/us/albums/harbour",
    "/v1/catalog/us/albums?ids=1000001,1000002,100",
    "/v1/catalog/us/albums/1000001?include",
];

fn main() {
    let names: Vec<String> = (0..IDS).map(|at| format!("Glass Harbour, {at}th edition")).collect();
    let mut seen = Seen::default();
    names.iter().enumerate().for_each(|(at, name)| seen.add("albums", &(1_000_000 + at).to_string(), name));
    let known = Known { scope: Scope::WithObserved, storefront: Some("us"), storefronts: &[], seen: &seen };
    let reading = middle(|| names.iter().filter(|name| name.contains("zzz")).count());
    println!("reading {IDS} names: {:.4} ms", ms(reading));
    for path in TYPED {
        let typing = Typing { method: Method::Get, path, cursor: path.len() };
        report(path, middle(|| complete(&typing, &known)), reading);
        let draft = Draft { path: path.to_owned(), ..Draft::default() };
        report("  advice", middle(|| check(&draft, &known)), reading);
    }
    let finding = || {
        let mut palette = Palette::of_endpoints(Scope::WithObserved);
        palette.field.paste("album tracks");
        palette.narrow();
        palette.len()
    };
    report("finding `album tracks` in the palette", middle(finding), reading);
}

/// The middle time of one of several runs.
fn middle<T>(run: impl Fn() -> T) -> Duration {
    let several = || {
        for _ in 0..TIMES {
            std::hint::black_box(run());
        }
    };
    median((0..TURNS).map(|_| time(several) / TIMES).collect())
}

fn report(what: &str, taken: Duration, reading: Duration) {
    println!(
        "{what}: {:.4} ms, {:.1} x reading the names",
        ms(taken),
        taken.as_secs_f64() / reading.as_secs_f64()
    );
}
