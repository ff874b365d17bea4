//! The explorer: what it opens with is gathered here, once, and then it is the runtime's.
#![expect(
    clippy::disallowed_methods,
    reason = "the environment is read here, once; a failing start is told here"
)]

use std::io::Write;

use super::{Exit, tasks};
use crate::{
    adapter::{
        credentials::{self, LoadFault},
        store::Store,
        terminal,
    },
    cli::Explore,
    domain::{
        profile::{Config, Environment, SANDBOX, choose},
        visible::visible,
    },
    runtime::{self, Credentials, Start},
};

/// Opens the explorer and stays until it is left.
pub(super) fn run(explore: &Explore) -> anyhow::Result<Exit> {
    if !terminal::is_terminal() {
        let words = "the explorer needs a terminal, and standard input or output is none; \
                     `segue sandbox` runs without one";
        return Ok(unusable(words));
    }
    let credentials = match gather(explore) {
        Ok(credentials) => credentials,
        Err(reason) => return Ok(unusable(&reason)),
    };
    let start = Start {
        credentials,
        draft: explore.draft(),
        store: Store::of_user(),
        editor: editor(),
        has_colours: !is_set("NO_COLOR"),
        has_motion: !is_set("NO_MOTION"),
        #[cfg(debug_assertions)]
        crash: explore.crash.map(|place| match place {
            crate::cli::Crash::Loop => runtime::Crash::Loop,
            crate::cli::Crash::Task => runtime::Crash::Task,
        }),
    };
    let tasks = tasks()?;
    let end = tasks.block_on(runtime::explore(start));
    // What still runs, such as the parse of a cancelled answer, is not waited for.
    tasks.shutdown_background();
    let end = end?;
    if let Err(error) = end.draft {
        let _ = writeln!(std::io::stderr(), "segue: the request in the composer could not be kept: {error}");
    }
    Ok(Exit::Good)
}

fn unusable(reason: &str) -> Exit {
    // A name in the config file may hold what acts on a terminal.
    let _ = writeln!(std::io::stderr(), "segue: {}", visible(reason));
    Exit::Usage
}

fn gather(explore: &Explore) -> Result<Credentials, String> {
    let environment = credentials::environment();
    let config = config(&environment)?;
    let explicit = if explore.sandbox { Some(SANDBOX) } else { explore.profile.as_deref() };
    let choice = choose(&config, &environment, explicit).map_err(|fault| fault.to_string())?;
    Ok(Credentials { choice, config, environment })
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

fn editor() -> String {
    let named = ["VISUAL", "EDITOR"].into_iter().filter_map(|name| std::env::var(name).ok());
    named.into_iter().find(|command| !command.trim().is_empty()).unwrap_or_else(|| "vi".to_owned())
}

/// Whether a variable is set to something (`NO_COLOR`, `NO_MOTION`).
fn is_set(name: &str) -> bool {
    std::env::var_os(name).is_some_and(|value| !value.is_empty())
}
