//! The whole examination of an incident: reading it, the key and the signature in it, and the 99 checks, against one
//! verification of a signature, which any examination must pay, and against `serde_json` reading the same text.
//!
//! ```text
//! cargo bench --bench doctor
//! ```
#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a measurement reads a clock, prints what it found, and fails by panicking"
)]

#[path = "support/stopwatch.rs"]
mod stopwatch;

use std::time::Duration;

use aws_lc_rs::{
    rand::SystemRandom,
    signature::{
        ECDSA_P256_SHA256_FIXED, ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair, UnparsedPublicKey,
    },
};
use segue::domain::doctor::{Credentials, examine, incident, told, verdict};
use serde_json::Value;
use stopwatch::{median, ms, time};

/// One that is healthy, and one that takes every check and every probe.
const INCIDENTS: [(&str, &[u8]); 2] = [
    ("001, healthy", include_bytes!("../tests/fixtures/incidents/001-ok-catalog.json")),
    (
        "126, refused for no reason at hand",
        include_bytes!("../tests/fixtures/incidents/126-all-local-ok-still-401.json"),
    ),
];

/// One examination is too short for the clock.
const TIMES: u32 = 50;
const TURNS: usize = 41;

fn main() {
    let (pair, message) = (EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).unwrap(), [b'm'; 160]);
    let signature = pair.sign(&SystemRandom::new(), &message).unwrap();
    let public = UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, pair.public_key().as_ref());
    for (name, text) in INCIDENTS {
        let mut taken = [const { Vec::new() }; 5];
        for _ in 0..TURNS {
            let evidence = incident::read(text).unwrap();
            taken[0].push(each(|| public.verify(&message, signature.as_ref()).unwrap()));
            taken[1].push(each(|| serde_json::from_slice::<Value>(text).unwrap()));
            taken[2].push(each(|| examine(&incident::read(text).unwrap())));
            taken[3].push(each(|| examine(&evidence)));
            let (facts, examination) = (Credentials::default(), examine(&evidence));
            let verdict = verdict(&evidence, &examination, true);
            taken[4].push(each(|| told::told(&facts, &evidence, &examination, &verdict)));
        }
        report(name, taken.map(median));
    }
}

/// The time of one of several runs.
fn each<T>(run: impl Fn() -> T) -> Duration {
    let all = time(|| {
        for _ in 0..TIMES {
            std::hint::black_box(run());
        }
    });
    all / TIMES
}

fn report(name: &str, [verification, parsing, whole, checks, panel]: [Duration; 5]) {
    let of = |time: Duration, what: Duration| time.as_secs_f64() / what.as_secs_f64();
    println!(
        "{name}: {:.3} ms, {:.1} x one verification ({:.3} ms), {:.0} x parsing alone ({:.4} ms)",
        ms(whole),
        of(whole, verification),
        ms(verification),
        of(whole, parsing),
        ms(parsing),
    );
    println!(
        "  of it the 99 checks: {:.3} ms, {:.2} x one verification; and the lines of the panel: {:.3} ms, {:.2} x",
        ms(checks),
        of(checks, verification),
        ms(panel),
        of(panel, verification)
    );
}
