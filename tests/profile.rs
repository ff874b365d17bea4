//! `segue profile` and `segue token` without a terminal, the real binary against the real sandbox.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

#[path = "profile/program.rs"]
mod program;
#[path = "profile/set_up.rs"]
mod set_up;
#[path = "profile/token.rs"]
mod token;
