//! The real loop against the sandbox, and against servers that are worse than Apple's: keys in, frames out.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

#[path = "support/stage.rs"]
mod stage;

#[path = "runtime/clock.rs"]
mod clock;
#[path = "runtime/failures.rs"]
mod failures;
#[path = "runtime/fetching.rs"]
mod fetching;
#[path = "runtime/history.rs"]
mod history;
#[path = "runtime/illnesses.rs"]
mod illnesses;
#[path = "runtime/pages.rs"]
mod pages;
#[path = "runtime/pasting.rs"]
mod pasting;
#[path = "runtime/restricted.rs"]
mod restricted;
#[path = "runtime/searching.rs"]
mod searching;
#[path = "runtime/signing_in.rs"]
mod signing_in;
#[path = "runtime/soak.rs"]
mod soak;
#[path = "runtime/taking.rs"]
mod taking;
#[path = "runtime/walking.rs"]
mod walking;

use segue::{app::model::Model, domain::profile::Config};
use stage::{Scene, Server, Setting, Stage};

/// A developer token whose signature nobody checks.
const TOKEN: &str = "eyJhbGciOiJFUzI1NiIsImtpZCI6IkZJQ1RJT04wMDEifQ.eyJpc3MiOiJGSUNUSU9OVEVBIiwiaWF0IjoxLCJleHAiOjQ4NzAwMDAwMDB9.c2ln";

/// The first answer of a path in the sandbox.
async fn sandbox_showing(path: &str) -> Stage {
    let mut stage = Setting::sandbox(path).open();
    stage.keys("<Enter>").await;
    stage.until_idle().await;
    stage
}

/// A stage whose requests go to a server, with a developer token and no other.
fn at(server: &Server, path: &str) -> Setting {
    let variables = [("SEGUE_ORIGIN", server.origin.as_str()), ("SEGUE_DEVELOPER_TOKEN", TOKEN)];
    Setting::choosing(path, Config::default(), &variables)
}

/// Sends, and waits for what comes of it.
async fn sent(setting: Setting) -> Scene {
    let mut stage = setting.open();
    stage.keys("<Enter>").await;
    let scene = stage.until_idle().await;
    stage.quit().await;
    scene
}

/// The errors panel's words; empty if it has nothing to tell.
fn told(model: &Model) -> String {
    let lines = model.errors.lines(400).into_owned();
    lines.into_iter().map(|(_, line)| line).collect::<Vec<_>>().join("\n")
}
