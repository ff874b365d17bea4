//! Keeping exchanges and playing them back, for the explorer and `segue get` alike.
#![expect(clippy::disallowed_methods, reason = "what was kept is told on standard error")]

use std::io::Write;

use crate::{
    adapter::recording::{Recorder, Replay},
    cli::Recording,
    domain::profile::{Choice, Config, Environment},
    runtime::{Credentials, blot},
    sandbox::Scenario,
};

/// What the arguments ask for, opened.
#[derive(Clone, Default)]
pub(super) struct Opened {
    pub(super) recorder: Option<Recorder>,
    pub(super) replay: Option<Replay>,
}

/// Opens the directories that were named.
///
/// # Errors
/// What is wrong with one, as a sentence.
pub(super) fn open(arguments: &Recording) -> Result<Opened, String> {
    let recorder = arguments.record.as_deref().map(|directory| Recorder::begin(directory, blot::scrubbed));
    let replay = arguments.replay.as_deref().map(|directory| Replay::open(directory, arguments.at_once));
    Ok(Opened {
        recorder: recorder.transpose().map_err(|fault| fault.to_string())?,
        replay: replay.transpose().map_err(|fault| fault.to_string())?,
    })
}

impl Opened {
    /// The credentials of a replay: none, and nothing is read to learn that.
    pub(super) fn credentials(&self) -> Option<Credentials> {
        self.replay.as_ref().map(|_| Credentials {
            choice: Choice::Sandbox,
            config: Config::default(),
            environment: Environment::default(),
            scenario: Scenario::Healthy,
        })
    }

    /// Tells what was kept, once everything is written.
    pub(super) fn close(&self) {
        if let Some(kept) = self.recorder.as_ref().and_then(Recorder::close) {
            let _ = writeln!(std::io::stderr(), "segue: {kept}");
        }
    }
}
