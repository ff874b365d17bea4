//! What of the configuration is the key table's to judge.

use crate::{
    app::keymap::{Keymap, doubts},
    domain::profile::{Config, ConfigFault},
};

/// Everything that is wrong with the keys that the configuration names.
#[must_use]
pub fn key_faults(config: &Config) -> Vec<ConfigFault> {
    Keymap::with(&config.keys).err().unwrap_or_default()
}

/// Every action with its keys as they hold, as the configuration has them.
///
/// # Errors
/// What is wrong with the chosen keys.
pub fn keys_document(config: &Config) -> Result<String, Vec<ConfigFault>> {
    Keymap::with(&config.keys).map(|keymap| keymap.as_config())
}

/// What may go wrong with keys that are good.
#[must_use]
pub fn key_doubts(config: &Config) -> Vec<ConfigFault> {
    doubts(&config.keys)
}
