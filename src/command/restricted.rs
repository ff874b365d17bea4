//! `segue --restricted`: how a run begins that people share an account for. What a login brings along is shed before anything
//! of it is read.
#![expect(
    clippy::disallowed_methods,
    reason = "the environment is looked through here, once, before anything else reads it"
)]

use std::{os::unix::process::CommandExt, process::Command};

use rustix::process::{Resource, Rlimit, setrlimit};

use super::credentials::{config, fault_of_keys, gather_from};
use crate::{
    cli::Explore,
    domain::{
        leave::{is_kept, path_of_login},
        profile::Environment,
    },
    runtime::Credentials,
};

/// What is said to a login that asks for a command.
const ONE_PROGRAM: &str = "this account opens Segue's explorer and runs nothing else: log in without a command (ssh -t HOST), or with \
     the path of a request (ssh -t HOST /v1/storefronts)";

/// What is said to a login without a terminal.
pub(super) const NEEDS_TERMINAL: &str = "the explorer needs a terminal: log in with ssh -t";

/// Begins a restricted run: the path that the login asks for, if it asks for one.
///
/// # Errors
/// Why there is none.
pub(super) fn begin() -> Result<Option<String>, String> {
    shed()?;
    path()
}

/// Goes on as the same program with the few variables that a restricted run keeps. Where there are no others, this is that
/// program. A variable cannot be taken out of a process in any other way: libraries read them on their own, and so do the
/// programs that a process starts.
///
/// # Errors
/// When the program cannot be started anew; nothing else may be done then.
fn shed() -> Result<(), String> {
    // A core would be a file, with a key in it. Where the system refuses the bound, it writes cores elsewhere.
    let _ = setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) });
    let is_kept = |name: &std::ffi::OsStr| name.to_str().is_some_and(is_kept);
    if std::env::vars_os().all(|(name, _)| is_kept(&name)) {
        return Ok(());
    }
    let failed = |error| format!("a restricted run cannot be begun: {error}");
    let mut command = Command::new(std::env::current_exe().map_err(failed)?);
    command.args(std::env::args_os().skip(1)).env_clear();
    command.envs(std::env::vars_os().filter(|(name, _)| is_kept(name)));
    Err(failed(command.exec()))
}

/// The path that the login asks for, if it asks for anything.
///
/// # Errors
/// When it asks for something else than a path.
fn path() -> Result<Option<String>, String> {
    let command = std::env::var_os("SSH_ORIGINAL_COMMAND").filter(|command| !command.is_empty());
    let Some(command) = command else { return Ok(None) };
    let path = command.to_str().and_then(path_of_login);
    path.map(|path| Some(path.to_owned())).ok_or_else(|| ONE_PROGRAM.to_owned())
}

/// The credentials of the account: from the configuration that the arguments name, or the usual one, and from nothing else.
///
/// # Errors
/// What is wrong with them, as a sentence.
pub(super) fn gather(
    explore: &Explore,
    profile: Option<&str>,
    scenario: Option<&str>,
) -> Result<Credentials, String> {
    let path = explore.config.as_ref().and_then(|path| path.to_str());
    if path.is_none() && explore.config.is_some() {
        return Err("The path of --config is not plain text (UTF-8).".to_owned());
    }
    let environment: Environment =
        path.map(|path| ("SEGUE_CONFIG".to_owned(), path.to_owned())).into_iter().collect();
    let of_flag = |reason: String| reason.replace("SEGUE_CONFIG", "--config");
    let config = config(&environment).map_err(of_flag)?;
    if let Some(fault) = fault_of_keys(&config, &environment) {
        return Err(of_flag(fault));
    }
    gather_from((config, environment), profile, explore.sandbox, scenario)
}
