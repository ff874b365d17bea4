//! The explorer: what it opens with is gathered here, once, and then it is the runtime's.
#![expect(
    clippy::disallowed_methods,
    reason = "the environment is read here, once; a draft that is lost is told here"
)]

use std::io::Write;

use super::{
    Exit,
    credentials::{gather, unusable},
    recording::{self, Opened},
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
    // Where lines go does not matter, as long as somebody presses keys.
    let can_run = if explore.plain { terminal::has_keyboard() } else { terminal::is_terminal() };
    if !can_run {
        let words = "the explorer needs a terminal, and standard input or output is none; \
                     `segue get PATH` and `segue sandbox` run without one";
        return Ok(unusable(words));
    }
    let opened = match recording::open(&explore.recording) {
        Ok(opened) => opened,
        Err(reason) => return Ok(unusable(&reason)),
    };
    // A replay is nobody's session: it goes on with none, and none is kept of it.
    let store = Store::of_user().filter(|_| opened.replay.is_none());
    let cut_off = store.as_ref().and_then(|store| store.sessions().cut_off(explore.resume));
    let gathered = opened.credentials().map_or_else(|| credentials(explore, cut_off.as_ref()), Ok);
    let credentials = match gathered {
        Ok(credentials) => credentials,
        Err(reason) => return Ok(unusable(&reason)),
    };
    let is_plain = explore.plain || credentials.config.plain.unwrap_or(false);
    if !abilities.can_place && !is_plain {
        return Ok(unusable(CANNOT_PLACE));
    }
    let abilities = abilities.in_ascii(explore.ascii || credentials.config.ascii.unwrap_or(false));
    let start = Start {
        draft: explore.draft(),
        cut_off,
        resumes: explore.resume,
        abilities,
        is_plain,
        presents: explore.present || credentials.config.present,
        shows_keys: explore.show_keys || credentials.config.show_keys,
        scope: if explore.undocumented { Scope::WithObserved } else { Scope::Documented },
        #[cfg(debug_assertions)]
        crash: explore.crash.map(|place| match place {
            crate::cli::Crash::Loop => runtime::Crash::Loop,
            crate::cli::Crash::Task => runtime::Crash::Task,
        }),
        ..start(credentials, &opened)
    };
    stay(start, &opened)
}

/// What the explorer opens with, where nothing else is said.
pub(super) fn start(credentials: Credentials, opened: &Opened) -> Start {
    let abilities = Abilities::of(|name| std::env::var(name).ok());
    Start {
        abilities: abilities.in_ascii(credentials.config.ascii.unwrap_or(false)),
        is_plain: credentials.config.plain.unwrap_or(false),
        presents: credentials.config.present,
        shows_keys: credentials.config.show_keys,
        credentials,
        draft: None,
        // What is typed in a replay is of no use elsewhere.
        store: if opened.replay.is_some() { None } else { Store::of_user() },
        recorder: opened.recorder.clone(),
        replay: opened.replay.clone(),
        demo: None,
        cut_off: None,
        resumes: false,
        editor: editor(),
        surroundings: Surroundings::of(|name| std::env::var(name).ok(), clipboard::has_program),
        scope: Scope::Documented,
        has_motion: !is_set("NO_MOTION"),
        #[cfg(debug_assertions)]
        crash: None,
    }
}

/// Stays in the explorer until it is left.
pub(super) fn stay(start: Start, opened: &Opened) -> anyhow::Result<Exit> {
    // The loop has this thread, and what wakes it, to itself: a key goes through no other.
    let here = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let tasks = tasks()?;
    let end = here.block_on(runtime::explore(start, tasks.handle()));
    // What still runs, such as the parse of a cancelled answer, is not waited for.
    tasks.shutdown_background();
    opened.close();
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
