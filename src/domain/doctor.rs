//! The token doctor: evidence in, ranked findings out.
//!
//! [`Evidence`] is what can be known of the credentials, one request, its answer, the clocks, the probes and a sign-in,
//! with every secret already reduced to facts about it ([`facts`]). [`examine`] holds it against the table of checks
//! ([`check::all`]): what each looks for, what it says, what outranks it. [`probe`] tells which question would still
//! tell something, [`incident`] reads and writes evidence as JSON that can be passed on.
//!
//! The checks, their ranks and their wording rest on a field study of 112 reports; `docs/checks.md` is generated from them.
//!
//! Rules that hold for all of them:
//! - The Music User Token is never blamed on one combined request: only after a request with the developer token alone
//!   was answered 2xx.
//! - 429, 5xx and a network that fails judge no token.
//! - The server's time outranks the local clock.
//! - What Apple accepted is not faulty, whatever its shape.

mod checks;
mod credentials;
mod document;
mod evidence;
mod examination;
mod verdict;

pub mod check;
pub mod experiment;
pub mod facts;
pub mod incident;
pub mod probe;
pub mod told;

pub use check::{Check, Ground, Severity};
pub use credentials::{Credentials, Usable};
pub use document::document;
pub use evidence::{Evidence, Probe};
pub use examination::{Examination, Finding, Outcome, examine};
pub use verdict::{Kind, Verdict, verdict};

/// Apple's cap on a developer token's `exp`, in seconds from the server's clock ("Generating developer tokens").
pub const LONGEST_LIFE: i64 = 15_777_000;
/// The life that was never refused in the field, in seconds: 180 days.
pub const SAFE_LIFE: i64 = 15_552_000;
/// Clocks that differ by less, in seconds, explain nothing.
pub const TOLERATED_SKEW: i64 = 60;
