//! The explorer: what it opens with is gathered here, once, and then it is the runtime's.
#![expect(
    clippy::disallowed_methods,
    reason = "the environment is read here, once; a draft that is lost is told here"
)]

use std::io::Write;

use super::{
    Exit,
    credentials::{gather, unusable},
    tasks,
};
use crate::{
    adapter::{clipboard, sessions::CutOff, store::Store, terminal},
    cli::Explore,
    domain::{abilities::Abilities, catalog::Scope, clipboard::Surroundings, profile::SANDBOX},
    runtime::{self, Credentials, Start},
};

/// What is said to a terminal of lines alone.
const CANNOT_PLACE: &str = "the explorer needs a terminal that can place the cursor, and this one says that it cannot (TERM=dumb); \
     `segue --plain` writes line by line, and `segue get PATH` runs without a screen";

/// Opens the explorer and stays until it is left.
pub(super) fn run(explore: &Explore) -> anyhow::Result<Exit> {
    let abilities = Abilities::of(|name| std::env::var(name).ok());
    let store = Store::of_user();
    let cut_off = store.as_ref().and_then(|store| store.sessions().cut_off(explore.resume));
    let credentials = match credentials(explore, cut_off.as_ref()) {
        Ok(credentials) => credentials,
        Err(reason) => return Ok(unusable(&reason)),
    };
    let is_plain = explore.plain || credentials.config.plain.unwrap_or(false);
    // Where lines go does not matter, as long as somebody presses keys.
    let can_run = if is_plain { terminal::has_keyboard() } else { terminal::is_terminal() };
    if !can_run {
        let words = "the explorer needs a terminal, and standard input or output is none; \
                     `segue get PATH` and `segue sandbox` run without one";
        return Ok(unusable(words));
    }
    if !abilities.can_place && !is_plain {
        return Ok(unusable(CANNOT_PLACE));
    }
    let abilities = abilities.in_ascii(explore.ascii || credentials.config.ascii.unwrap_or(false));
    let start = Start {
        credentials,
        draft: explore.draft(),
        store,
        cut_off,
        resumes: explore.resume,
        editor: editor(),
        surroundings: Surroundings::of(|name| std::env::var(name).ok(), clipboard::has_program),
        abilities,
        is_plain,
        scope: if explore.undocumented { Scope::WithObserved } else { Scope::Documented },
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

/// The credentials that the session to go on with had, if they can be had still; else those that the arguments lead to.
fn credentials(explore: &Explore, cut_off: Option<&CutOff>) -> Result<Credentials, String> {
    let kept = cut_off.filter(|_| explore.resume).map(|cut_off| &cut_off.snapshot);
    let of_session =
        kept.and_then(|kept| match kept.scenario.as_deref().filter(|_| kept.profile == SANDBOX) {
            Some(scenario) => gather(None, false, Some(scenario)).ok(),
            None => gather(Some(&kept.profile), false, None).ok(),
        });
    of_session
        .map_or_else(|| gather(explore.profile.as_deref(), explore.sandbox, explore.scenario.as_deref()), Ok)
}

fn editor() -> String {
    let named = ["VISUAL", "EDITOR"].into_iter().filter_map(|name| std::env::var(name).ok());
    named.into_iter().find(|command| !command.trim().is_empty()).unwrap_or_else(|| "vi".to_owned())
}

/// Whether a variable is set to something (`NO_COLOR`, `NO_MOTION`).
fn is_set(name: &str) -> bool {
    std::env::var_os(name).is_some_and(|value| !value.is_empty())
}
