//! The real program in a real terminal: what it shows, and how it leaves the terminal behind.
//!
//! `terminal/pty.rs` holds the terminal. A test types, waits for what it should see, and ends with a look at what is
//! left: exit code, modes, line settings.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

#[path = "terminal/bastion.rs"]
mod bastion;
#[path = "terminal/bounds.rs"]
mod bounds;
#[path = "terminal/bytes.rs"]
mod bytes;
#[path = "terminal/copying.rs"]
mod copying;
#[path = "terminal/ending.rs"]
mod ending;
#[path = "terminal/explore.rs"]
mod explore;
#[path = "terminal/headless.rs"]
mod headless;
#[path = "terminal/lifecycle.rs"]
mod lifecycle;
#[path = "terminal/looks.rs"]
mod looks;
#[path = "terminal/mouse.rs"]
mod mouse;
#[path = "terminal/multiplexer.rs"]
mod multiplexer;
#[path = "terminal/outside.rs"]
mod outside;
#[path = "terminal/paste.rs"]
mod paste;
#[path = "terminal/plain.rs"]
mod plain;
#[path = "terminal/process.rs"]
mod process;
#[path = "terminal/profile.rs"]
mod profile;
#[path = "terminal/pty.rs"]
mod pty;
#[path = "terminal/recorded.rs"]
mod recorded;
#[path = "terminal/restricted.rs"]
mod restricted;
#[path = "terminal/server.rs"]
mod server;
#[path = "terminal/sessions.rs"]
mod sessions;
#[path = "terminal/soak.rs"]
mod soak;
#[path = "terminal/ssh.rs"]
mod ssh;
#[path = "support/sshd.rs"]
mod sshd;
#[path = "terminal/state.rs"]
mod state;
#[path = "terminal/stopping.rs"]
mod stopping;
#[path = "terminal/wire.rs"]
mod wire;

/// What keys send.
mod keys {
    pub(super) const ENTER: &str = "\r";
    pub(super) const ESC: &str = "\x1b";
    pub(super) const F5: &str = "\x1b[15~";
    pub(super) const CTRL_C: &str = "\x03";
    pub(super) const CTRL_U: &str = "\x15";
    pub(super) const CTRL_X_CTRL_E: &str = "\x18\x05";
    pub(super) const CTRL_Z: &str = "\x1a";
}
