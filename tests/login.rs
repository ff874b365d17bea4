//! Signing in with the real program: a real browser on its page, attackers at its door, a port forwarded by a real SSH
//! server.
#![expect(clippy::unwrap_used, reason = "a helper of a test fails by panicking, as the test does")]
#![expect(clippy::expect_used, reason = "a helper of a test fails by panicking, as the test does")]

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
