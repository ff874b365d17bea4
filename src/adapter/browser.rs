//! A browser on this machine's desktop, where there is one.

use std::process::{Command, Stdio};

use crate::domain::profile::Environment;

/// Asks the desktop to open an address; whether there is a desktop to ask. What comes of it is not waited for.
#[must_use]
pub fn open(address: &str, environment: &Environment) -> bool {
    let Some(program) = program(environment) else { return false };
    let silent = || Stdio::null();
    let started =
        Command::new(program).arg(address).stdin(silent()).stdout(silent()).stderr(silent()).spawn();
    // Somebody has to wait for it, so that nothing is left of it.
    started.is_ok_and(|mut child| std::thread::Builder::new().spawn(move || child.wait()).is_ok())
}

fn program(environment: &Environment) -> Option<&'static str> {
    if cfg!(target_os = "macos") {
        return Some("/usr/bin/open");
    }
    let has_desktop = ["WAYLAND_DISPLAY", "DISPLAY"].iter().any(|name| environment.get(name).is_some());
    has_desktop.then_some("xdg-open")
}
