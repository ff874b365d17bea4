//! The explorer: what it opens with is gathered here, once, and then it is the runtime's.
#![expect(
    clippy::disallowed_methods,
    reason = "the environment is read here, once; a draft that is lost is told here"
)]

use std::io::Write;

use super::{
    Exit,
    credentials::{gather_for_screen, unusable},
    tasks,
};
use crate::{
    adapter::{store::Store, terminal},
    cli::Explore,
    domain::catalog::Scope,
    runtime::{self, Start},
};

/// Opens the explorer and stays until it is left.
pub(super) fn run(explore: &Explore) -> anyhow::Result<Exit> {
    if !terminal::is_terminal() {
        let words = "the explorer needs a terminal, and standard input or output is none; \
                     `segue get PATH` and `segue sandbox` run without one";
        return Ok(unusable(words));
    }
    let (profile, scenario) = (explore.profile.as_deref(), explore.scenario.as_deref());
    let (credentials, notice) = match gather_for_screen(profile, explore.sandbox, scenario) {
        Ok(gathered) => gathered,
        Err(reason) => return Ok(unusable(&reason)),
    };
    let start = Start {
        credentials,
        notice,
        flags: flags(explore),
        draft: explore.draft(),
        store: Store::of_user(),
        editor: editor(),
        has_colours: !is_set("NO_COLOR"),
        scope: if explore.undocumented { Scope::WithObserved } else { Scope::Documented },
        has_true_colours: std::env::var("COLORTERM")
            .is_ok_and(|value| ["truecolor", "24bit"].contains(&&*value)),
        has_motion: !is_set("NO_MOTION"),
        #[cfg(debug_assertions)]
        crash: explore.crash.map(|place| match place {
            crate::cli::Crash::Loop => runtime::Crash::Loop,
            crate::cli::Crash::Task => runtime::Crash::Task,
        }),
    };
    // The loop has this thread, and what wakes it, to itself: a key goes through no other.
    let here = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let tasks = tasks()?;
    let end = here.block_on(runtime::explore(start, tasks.handle()));
    // What still runs, such as the parse of a cancelled answer, is not waited for.
    tasks.shutdown_background();
    let end = end?;
    if let Err(error) = end.draft {
        let _ = writeln!(std::io::stderr(), "segue: the request in the composer could not be kept: {error}");
    }
    Ok(Exit::Good)
}

/// The settings that flags decide.
fn flags(explore: &Explore) -> Vec<(&'static str, String)> {
    let profile = explore.profile.clone().map(|name| ("--profile", name));
    let undocumented = explore.undocumented.then(|| ("--undocumented", "true".to_owned()));
    profile.into_iter().chain(undocumented).collect()
}

fn editor() -> String {
    let named = ["VISUAL", "EDITOR"].into_iter().filter_map(|name| std::env::var(name).ok());
    named.into_iter().find(|command| !command.trim().is_empty()).unwrap_or_else(|| "vi".to_owned())
}

/// Whether a variable is set to something (`NO_COLOR`, `NO_MOTION`).
fn is_set(name: &str) -> bool {
    std::env::var_os(name).is_some_and(|value| !value.is_empty())
}
