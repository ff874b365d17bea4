//! Keeping exchanges and playing them back, for the explorer and `segue get` alike.
#![expect(clippy::disallowed_methods, reason = "what was kept is told on standard error")]

use std::io::Write;

use super::credentials::{config, gather_for_screen};
use crate::{
    adapter::{
        credentials,
        http::Http,
        recording::{Recorder, Replay},
    },
    cli::Recording,
    domain::{profile::Choice, secret},
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
    let recorder = arguments.record.as_deref().map(|directory| Recorder::begin(directory, blot::scrubbing));
    let replay = arguments.replay.as_deref().map(|directory| Replay::open(directory, arguments.at_once));
    Ok(Opened {
        recorder: recorder.transpose().map_err(|fault| fault.to_string())?,
        replay: replay.transpose().map_err(|fault| fault.to_string())?,
    })
}

/// What leads to a secret is left out.
fn without_profiles(mut credentials: Credentials) -> Credentials {
    credentials.config.profiles.clear();
    credentials.config.default = None;
    credentials.config.lines.retain(|name, _| name != "default");
    credentials
}

impl Opened {
    /// The credentials of a replay: none, and no profile is read. The settings are the person's own, as far as they are good:
    /// a replay runs where nothing is set up.
    pub(super) fn credentials(&self) -> Option<Result<Credentials, String>> {
        let environment = credentials::environment();
        let config = config(&environment).unwrap_or_default();
        let choice = self.replay.as_ref()?.recorded().map(Choice::Replay);
        let scenario = Scenario::Healthy;
        Some(choice.map(|choice| without_profiles(Credentials { choice, config, environment, scenario })))
    }

    /// The same for the explorer, whose keys must be good too; what is wrong with the settings is the second part.
    pub(super) fn credentials_for_screen(&self) -> Option<Result<(Credentials, Option<String>), String>> {
        let choice = self.replay.as_ref()?.recorded().map(Choice::Replay);
        Some(choice.and_then(|choice| {
            let (credentials, fault) = gather_for_screen(None, true, None)?;
            Ok((without_profiles(Credentials { choice, ..credentials }), fault))
        }))
    }

    /// The network, with what was opened in its way; `max_body` is the configuration's.
    pub(super) fn http(&self, max_body: Option<u64>) -> Http {
        Http::reading(max_body).recording(self.recorder.clone()).replaying(self.replay.clone())
    }

    /// Tells what was kept, once everything is written.
    pub(super) fn close(&self) {
        if let Some(kept) = self.recorder.as_ref().and_then(Recorder::close) {
            let _ = writeln!(std::io::stderr(), "segue: {}", secret::mask(&kept.to_string()));
        }
    }
}
