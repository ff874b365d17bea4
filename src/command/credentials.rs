//! Where the credentials of a command come from: gathered here, once, for the explorer and the headless commands alike.
#![expect(clippy::disallowed_methods, reason = "a failing start is told here")]

use std::{io::Write, path::Path};

use super::Exit;
use crate::{
    adapter::credentials::{self, LoadFault, shown},
    domain::{
        profile::{Choice, Config, Environment, SANDBOX, choose},
        visible::visible,
    },
    runtime::{Credentials, key_faults},
    sandbox::Scenario,
};

/// What the footer of 80 columns says of a configuration that is not used.
const FAULTY: &str = "the config file is faulty and not used; `segue config check` says where";

/// Tells why nothing can be done with what was given.
pub(super) fn unusable(reason: &str) -> Exit {
    // A name in the config file may hold what acts on a terminal.
    let _ = writeln!(std::io::stderr(), "segue: {}", visible(reason));
    Exit::Usage
}

/// The credentials that the command line, the environment and the config file lead to.
///
/// # Errors
/// What is wrong with them, as a sentence.
pub(super) fn gather(
    profile: Option<&str>,
    sandbox: bool,
    scenario: Option<&str>,
) -> Result<Credentials, String> {
    let environment = credentials::environment();
    let config = config(&environment)?;
    gather_from((config, environment), profile, sandbox, scenario)
}

/// The same, from a configuration and an environment that have been read.
///
/// # Errors
/// What is wrong with them, as a sentence.
pub(super) fn gather_from(
    (config, environment): (Config, Environment),
    profile: Option<&str>,
    sandbox: bool,
    scenario: Option<&str>,
) -> Result<Credentials, String> {
    if scenario.is_some() && profile.is_some_and(|profile| profile != SANDBOX) {
        return Err("A scenario is something wrong with the sandbox. Leave the profile out.".to_owned());
    }
    let explicit = if sandbox || scenario.is_some() { Some(SANDBOX) } else { profile };
    let choice = choose(&config, &environment, explicit).map_err(|fault| fault.to_string())?;
    let scenario = scenario.map_or(Ok(Scenario::Healthy), named)?;
    Ok(Credentials { choice, config, environment, scenario })
}

/// The scenario of this name.
///
/// # Errors
/// Which ones there are.
pub(super) fn named(scenario: &str) -> Result<Scenario, String> {
    let known = || Scenario::ALL.map(|(_, name, _)| name).join(", ");
    Scenario::named(scenario)
        .ok_or_else(|| format!("There is no scenario of that name. There are: {}.", known()))
}

/// The same for the explorer, whose keys must be good too. The sandbox needs no configuration: where that is broken, it opens
/// with the defaults, and what is wrong is the second part.
///
/// # Errors
/// What is wrong with them, as a sentence.
pub(super) fn gather_for_screen(
    profile: Option<&str>,
    sandbox: bool,
    scenario: Option<&str>,
) -> Result<(Credentials, Option<String>), String> {
    let environment = credentials::environment();
    let fault = match config(&environment) {
        Ok(config) => fault_of_keys(&config, &environment),
        Err(reason) => Some(reason),
    };
    let Some(fault) = fault else { return Ok((gather(profile, sandbox, scenario)?, None)) };
    if !sandbox && scenario.is_none() && profile != Some(SANDBOX) {
        return Err(fault);
    }
    let scenario = scenario.map_or(Ok(Scenario::Healthy), named)?;
    let credentials =
        Credentials { choice: Choice::Sandbox, config: Config::default(), environment, scenario };
    Ok((credentials, Some(FAULTY.to_owned())))
}

/// The first thing that is wrong with the keys that a person chose.
pub(super) fn fault_of_keys(config: &Config, environment: &Environment) -> Option<String> {
    let faults = key_faults(config);
    let first = faults.first()?.clone();
    let path = credentials::config_path(environment).map_or_else(|_| "…".to_owned(), |path| shown(&path));
    let more = match faults.len() {
        1 => String::new(),
        count => format!(" (and {} more: `segue config check` lists them)", count - 1),
    };
    Some(format!("{}{more}", LoadFault::Faulty { path, fault: first }))
}

/// Whether the variable names a file that is not there; the usual one may be missing.
pub(super) fn named_and_missing(environment: &Environment, path: &Path) -> bool {
    environment.get("SEGUE_CONFIG").is_some() && path.try_exists().is_ok_and(|exists| !exists)
}

/// What to say then. What stands in the variable may be anything, also a token that was meant for another one: it is repeated
/// only if it has the looks of a path.
pub(super) fn missing(path: &Path) -> String {
    format!(
        "The configuration that SEGUE_CONFIG names is not there: {}. Check its path.",
        credentials::shown(path)
    )
}

/// Why the config file cannot be used.
pub(super) fn broken(fault: &LoadFault, environment: &Environment) -> String {
    match fault {
        LoadFault::Unreadable { reason, .. } if environment.get("SEGUE_CONFIG").is_some() => {
            format!("The configuration that SEGUE_CONFIG names cannot be read: {reason}. Check its path.")
        }
        fault => fault.to_string(),
    }
}

/// The config file. One that is named and missing is a mistake.
pub(super) fn config(environment: &Environment) -> Result<Config, String> {
    let path = credentials::config_path(environment).map_err(|fault| fault.to_string())?;
    if named_and_missing(environment, &path) {
        return Err(missing(&path));
    }
    credentials::load_config(&path).map_err(|fault| broken(&fault, environment))
}
