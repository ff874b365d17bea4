//! `segue profile` and `segue token` without a terminal, the real binary against the real sandbox.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
#![expect(clippy::disallowed_methods, reason = "a program is found by the PATH of the test")]

#[path = "profile/program.rs"]
mod program;
#[path = "profile/set_up.rs"]
mod set_up;
#[path = "profile/settings.rs"]
mod settings;
#[path = "profile/token.rs"]
mod token;
