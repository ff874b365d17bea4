//! Where credentials come from, and in which order.
//!
//! A [`Config`] (the file), an [`Environment`] (the variables) and an explicit name go into [`choose`]; out comes a
//! [`Plan`]: which server, and where each credential is to be read. Nothing is read here; the executor does that.

mod choice;
mod config;
mod edit;
mod environment;
mod fault;
mod keys;
mod origin;
mod settings;
mod source;
mod sources;

pub use choice::{Choice, ChoiceFault, DeveloperPlan, Plan, Recorded, Where, choose};
pub use config::{
    Config, ConfigFault, ESC_WAIT, ESC_WAIT_OVER_SSH, LARGEST_BODY, Paging, Profile, chosen_keys,
    config_faults, parse_config,
};
pub use edit::{EditFault, NameFault, ProfileName, put_profile, remove_profile, set_default};
pub use environment::Environment;
pub(super) use fault::fault_at;
pub use keys::{KeyChoice, Placed};
pub use origin::{Origin, OriginFault};
pub use settings::{
    EDITOR, Effective, PAGER, SETTINGS, Setting, Won, document as settings_document, effective,
};
pub use source::{KeySource, Source, SourceFault, shell_quoted};
pub use sources::{Sources, reason, sources};

/// The name that always means the built-in server.
pub const SANDBOX: &str = "sandbox";
/// The name that always means the environment's credentials.
pub const ENVIRONMENT: &str = "environment";
/// The beginning of the name that a replay has in the place of a profile. No profile can be called that.
const REPLAY: &str = "replay · ";
/// The storefront when none is named.
pub const DEFAULT_STOREFRONT: &str = "us";

/// The name of a replay of the recording of that name.
#[must_use]
pub fn replay_of(recording: &str) -> String {
    format!("{REPLAY}{recording}")
}

/// Whether a profile's server is real: what is written there is changed for good.
#[must_use]
pub fn is_real(profile: &str) -> bool {
    profile != SANDBOX && !is_replay(profile)
}

/// Whether a profile's name is that of a replay, which has no credentials and no server.
#[must_use]
pub fn is_replay(profile: &str) -> bool {
    profile.starts_with(REPLAY)
}

/// A storefront id, two letters in lower case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StorefrontId(String);

/// A text that is no storefront id; it is not repeated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("A storefront has two letters, such as us or gb.")]
pub struct StorefrontFault;

impl std::str::FromStr for StorefrontId {
    type Err = StorefrontFault;

    fn from_str(text: &str) -> Result<Self, StorefrontFault> {
        read_storefront(text).map(Self).ok_or(StorefrontFault)
    }
}

impl std::fmt::Display for StorefrontId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// Reads a storefront id, two letters (ISO 3166-1 alpha-2), in lower case; `None` for anything else.
#[must_use]
pub fn read_storefront(text: &str) -> Option<String> {
    let text = text.trim();
    let two_letters = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_alphabetic());
    two_letters.then(|| text.to_ascii_lowercase())
}
