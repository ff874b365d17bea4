//! `segue get`, the real binary: what it prints, what it tells, and how it ends.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
#![expect(
    clippy::disallowed_methods,
    reason = "a link with a delay is a pause, and how long a run takes needs a clock"
)]

#[path = "get/faults.rs"]
mod faults;
#[path = "get/filter.rs"]
mod filter;
#[path = "get/pages.rs"]
mod pages;
#[path = "get/program.rs"]
mod program;
#[path = "get/recorded.rs"]
mod recorded;
#[path = "get/server.rs"]
mod server;
#[path = "get/single.rs"]
mod single;
