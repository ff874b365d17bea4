//! Signing in with the real program: a real browser on its page, attackers at its door, a port forwarded by a real SSH
//! server.
#![expect(clippy::unwrap_used, reason = "a helper of a test fails by panicking, as the test does")]
#![expect(clippy::expect_used, reason = "a helper of a test fails by panicking, as the test does")]
#![expect(
    clippy::disallowed_methods,
    reason = "a deadline needs a clock, and what is left out is told past the harness"
)]

#[path = "login/attack.rs"]
mod attack;
#[path = "login/browser.rs"]
mod browser;
#[path = "login/driver.rs"]
mod driver;
#[path = "login/program.rs"]
mod program;
#[path = "login/secrets.rs"]
mod secrets;
#[path = "login/ssh.rs"]
mod ssh;
#[path = "support/sshd.rs"]
mod sshd;

/// Tells why a test does not run; past the harness, which keeps what a good test prints. Where it has to run
/// (`SEGUE_NEEDS_BROWSER`), that is a failure.
fn skip(reason: &str) {
    use std::io::Write as _;
    assert!(std::env::var_os("SEGUE_NEEDS_BROWSER").is_none(), "{reason}");
    let _ = writeln!(std::io::stderr(), "skipped: {reason}; .ci/browser installs it");
}
