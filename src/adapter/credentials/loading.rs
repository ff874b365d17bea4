//! The process environment and the configuration file, as they are found.
#![expect(clippy::disallowed_methods, reason = "this is the edge where the environment is read, once")]

use std::path::{Path, PathBuf};

use etcetera::BaseStrategy;
use etcetera::base_strategy::Xdg;
use thiserror::Error;

use super::{super::config, source};
use crate::domain::profile::{Config, ConfigFault, Environment, Source, parse_config};

/// The process environment, read once. Variables that are not Unicode are left out: no credential is.
#[must_use]
pub fn environment() -> Environment {
    let unicode = |(name, value): (std::ffi::OsString, std::ffi::OsString)| {
        Some((name.into_string().ok()?, value.into_string().ok()?))
    };
    std::env::vars_os().filter_map(unicode).collect()
}

/// Where the configuration is: `$SEGUE_CONFIG`, else `$XDG_CONFIG_HOME/segue/config.toml`, on every platform.
///
/// # Errors
/// [`LoadFault::NoHome`] when neither is set and there is no home directory.
pub fn config_path(environment: &Environment) -> Result<PathBuf, LoadFault> {
    if let Some(path) = environment.get("SEGUE_CONFIG") {
        return Ok(source::expand_home(Path::new(path.expose().trim())));
    }
    let directories = Xdg::new().map_err(|_| LoadFault::NoHome)?;
    Ok(directories.config_dir().join("segue").join("config.toml"))
}

/// Why the configuration could not be loaded.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum LoadFault {
    /// No place to look.
    #[error("There is no home directory to look for the configuration in. Set SEGUE_CONFIG to its path.")]
    NoHome,
    /// The file is there and cannot be read.
    #[error(
        "The configuration {path} cannot be read: {reason}. Check the file, or set SEGUE_CONFIG to another."
    )]
    Unreadable {
        /// The file.
        path: String,
        /// The system's words.
        reason: String,
    },
    /// The file says something that cannot be.
    #[error("The configuration {path} has a fault at line {}, column {}: {}", fault.line, fault.column, fault.message)]
    Faulty {
        /// The file.
        path: String,
        /// What and where.
        fault: ConfigFault,
    },
}

/// Loads the configuration; a missing file is an empty configuration. Relative paths in it start at its directory.
///
/// # Errors
/// [`LoadFault`] with the path, and line and column of a faulty one.
pub fn load_config(path: &Path) -> Result<Config, LoadFault> {
    let shown = || source::shown(path);
    let unreadable = |error| LoadFault::Unreadable { path: shown(), reason: source::plain(&error) };
    let text = config::read(path).map_err(unreadable)?;
    let mut config = parse_config(&text).map_err(|fault| LoadFault::Faulty { path: shown(), fault })?;
    let directory = path.parent().unwrap_or(Path::new(""));
    for profile in config.profiles.values_mut() {
        for source in [&mut profile.private_key, &mut profile.developer_token, &mut profile.user_token] {
            if let Some(Source::File(file)) = source
                && !file.starts_with("~")
            {
                // Joining an absolute path replaces the directory.
                *file = directory.join(&*file);
            }
        }
    }
    Ok(config)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_configuration_is_where_the_variable_says() {
        let named = [("SEGUE_CONFIG".to_owned(), "/tmp/other.toml".to_owned())].into_iter().collect();
        assert_eq!(config_path(&named), Ok(PathBuf::from("/tmp/other.toml")));
        let path = config_path(&Environment::default()).unwrap();
        assert!(path.ends_with("segue/config.toml"), "{}", path.display());
    }
}
