//! Where the credentials of a command come from: gathered here, once, for the explorer and the headless commands alike.
#![expect(clippy::disallowed_methods, reason = "a failing start is told here")]

use std::io::Write;

use super::Exit;
use crate::{
    adapter::credentials::{self, LoadFault},
    domain::{
        profile::{Config, Environment, SANDBOX, choose},
        visible::visible,
    },
    runtime::Credentials,
    sandbox::Scenario,
};

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

/// The config file. One that is named and missing is a mistake; the usual one may be missing. What stands in the variable
/// is not repeated: it may be anything, also a token that was meant for another one.
fn config(environment: &Environment) -> Result<Config, String> {
    let path = credentials::config_path(environment).map_err(|fault| fault.to_string())?;
    let is_named = environment.get("SEGUE_CONFIG").is_some();
    if is_named && path.try_exists().is_ok_and(|exists| !exists) {
        return Err("The configuration that SEGUE_CONFIG names is not there. Check its path.".to_owned());
    }
    credentials::load_config(&path).map_err(|fault| match fault {
        LoadFault::Unreadable { reason, .. } if is_named => {
            format!("The configuration that SEGUE_CONFIG names cannot be read: {reason}. Check its path.")
        }
        fault => fault.to_string(),
    })
}
