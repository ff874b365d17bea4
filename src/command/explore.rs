//! The explorer: what it opens with is gathered here, once, and then it is the runtime's.
#![expect(
    clippy::disallowed_methods,
    reason = "the environment is read here, once; a draft that is lost is told here"
)]

use std::{io::Write, time::Duration};

use super::{
    Exit,
    credentials::{gather_for_screen, unusable},
    recording::{self, Opened},
    restricted, tasks,
};
use crate::{
    adapter::{clipboard, sessions::CutOff, store::Store, terminal},
    cli::Explore,
    domain::{
        abilities::Abilities,
        catalog::Scope,
        clipboard::Surroundings,
        leave::Leave,
        profile::{EDITOR, ESC_WAIT, ESC_WAIT_OVER_SSH, PAGER, SANDBOX},
        remote::is_over_ssh,
        request::Draft,
    },
    runtime::{self, Credentials, Means, Start},
};

/// What is said where nobody could see a screen.
const NEEDS_TERMINAL: &str = "the explorer needs a terminal for what you type and for what it shows, and one of them is a file or a pipe; \
     `segue get PATH` and `segue sandbox` run without one";

/// What is said to a terminal of lines alone.
const CANNOT_PLACE: &str = "the explorer needs a terminal that can place the cursor, and this one says that it cannot (TERM=dumb); \
     `segue --plain` writes line by line, and `segue get PATH` runs without a screen";

/// Opens the explorer and stays until it is left.
pub(super) fn run(explore: &Explore) -> anyhow::Result<Exit> {
    let asked = match explore.restricted.then(restricted::begin).transpose() {
        Ok(asked) => asked.flatten(),
        Err(reason) => return Ok(unusable(&reason)),
    };
    let abilities = Abilities::of(|name| std::env::var(name).ok());
    let opened = match recording::open(&explore.recording) {
        Ok(opened) => opened,
        Err(reason) => return Ok(unusable(&reason)),
    };
    let leave = match leave(explore) {
        Ok(leave) => leave,
        Err(reason) => return Ok(unusable(&reason)),
    };
    // A replay is nobody's session: it goes on with none, and none is kept of it.
    let store = explore.state.clone().map(Store::at).or_else(Store::of_user);
    let store = store.filter(|_| opened.replay.is_none());
    let own = store.clone().filter(Store::is_own);
    let cut_off = own.as_ref().and_then(|store| store.sessions().cut_off(explore.resume));
    let gathered = opened.credentials_for_screen();
    let gathered = gathered.unwrap_or_else(|| credentials(explore, cut_off.as_ref(), &leave));
    let (credentials, notice) = match gathered {
        Ok(gathered) => gathered,
        Err(reason) => return Ok(unusable(&reason)),
    };
    let is_plain = explore.plain || credentials.config.plain.unwrap_or(false);
    // Where lines go does not matter, as long as somebody presses keys.
    let can_run = if is_plain { terminal::has_keyboard() } else { terminal::is_terminal() };
    if !can_run {
        return Ok(unusable(if explore.restricted { restricted::NEEDS_TERMINAL } else { NEEDS_TERMINAL }));
    }
    if !abilities.can_place && !is_plain {
        return Ok(unusable(CANNOT_PLACE));
    }
    let abilities = abilities.in_ascii(explore.ascii || credentials.config.ascii.unwrap_or(false));
    // That there is a session to go on with is told first.
    let trouble = store.as_ref().filter(|_| cut_off.is_none()).and_then(Store::trouble);
    let start = Start {
        notice: notice.or(trouble),
        flags: flags(explore),
        draft: explore.draft().or_else(|| asked.map(|path| Draft { path, ..Draft::default() })),
        store: own,
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
        ..start(credentials, &opened, leave)
    };
    stay(start, &opened)
}

/// What the explorer opens with, where nothing else is said.
pub(super) fn start(credentials: Credentials, opened: &Opened, leave: Leave) -> Start {
    let abilities = Abilities::of(|name| std::env::var(name).ok());
    Start {
        abilities: abilities.in_ascii(credentials.config.ascii.unwrap_or(false)),
        is_plain: credentials.config.plain.unwrap_or(false),
        presents: credentials.config.present,
        shows_keys: credentials.config.show_keys,
        http: opened.http(credentials.config.max_body),
        means: means(&leave, credentials.config.esc_wait),
        credentials,
        draft: None,
        // What is typed in a replay is of no use elsewhere.
        store: Store::of_user().filter(|store| opened.replay.is_none() && store.is_own()),
        demo: None,
        cut_off: None,
        resumes: false,
        notice: None,
        flags: Vec::new(),
        leave,
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

/// What may be done, which the arguments alone decide, and no session.
fn leave(explore: &Explore) -> Result<Leave, String> {
    if !explore.restricted {
        return Ok(Leave::Free);
    }
    let first = restricted::gather(explore, explore.profile.as_deref(), explore.scenario.as_deref())?;
    let leave = Leave::restricted(explore.allow_writes, &first.choice);
    leave.check_choice(&first.choice).map_err(|refusal| refusal.to_string())?;
    Ok(leave)
}

/// The credentials that the session to go on with had, if they can be had still; else those that the arguments lead to. And what
/// is to be said about them.
fn credentials(
    explore: &Explore,
    cut_off: Option<&CutOff>,
    leave: &Leave,
) -> Result<(Credentials, Option<String>), String> {
    let gather = |profile: Option<&str>, scenario: Option<&str>| match leave {
        Leave::Free => gather_for_screen(profile, false, scenario),
        Leave::Restricted { .. } => {
            restricted::gather(explore, profile, scenario).map(|gathered| (gathered, None))
        }
    };
    let kept = cut_off.filter(|_| explore.resume).map(|cut_off| &cut_off.snapshot);
    let of_session =
        kept.and_then(|kept| match kept.scenario.as_deref().filter(|_| kept.profile == SANDBOX) {
            Some(scenario) => gather(None, Some(scenario)).ok(),
            None => gather(Some(&kept.profile), None).ok(),
        });
    let is_usable = |gathered: &(Credentials, Option<String>)| leave.check_choice(&gathered.0.choice).is_ok();
    let (profile, scenario) = (explore.profile.as_deref(), explore.scenario.as_deref());
    match (of_session.filter(is_usable), leave) {
        (Some(gathered), _) => Ok(gathered),
        (None, Leave::Free) => gather_for_screen(profile, explore.sandbox, scenario),
        (None, Leave::Restricted { .. }) => gather(profile, scenario),
    }
}

/// What there is beside the screen.
fn means(leave: &Leave, esc_wait: Option<u64>) -> Means {
    let command = |names: &[&str], usual| match leave {
        Leave::Free => command_of(names, usual),
        Leave::Restricted { .. } => String::new(),
    };
    Means {
        editor: command(&["VISUAL", "EDITOR"], EDITOR),
        pager: command(&["PAGER"], PAGER),
        surroundings: surroundings(leave),
        esc_wait: esc_wait.map_or_else(usual_esc_wait, Duration::from_millis),
    }
}

/// How to get to a clipboard; where no program may be started, through the terminal alone.
fn surroundings(leave: &Leave) -> Surroundings {
    let variable = |name: &str| std::env::var(name).ok();
    match leave {
        Leave::Free => Surroundings::of(variable, clipboard::has_program),
        Leave::Restricted { .. } => {
            Surroundings::of(|name| variable(name).filter(|_| name != "TMUX"), |_| false)
        }
    }
}

/// Over SSH the wire may cut a key into pieces that come one after the other.
fn usual_esc_wait() -> Duration {
    Duration::from_millis(if is_over_ssh(is_set) { ESC_WAIT_OVER_SSH } else { ESC_WAIT })
}

/// The settings that flags decide.
fn flags(explore: &Explore) -> Vec<(&'static str, String)> {
    let profile = explore.profile.clone().map(|name| ("--profile", name));
    let switches = [
        ("--undocumented", explore.undocumented),
        ("--plain", explore.plain),
        ("--ascii", explore.ascii),
        ("--present", explore.present),
        ("--show-keys", explore.show_keys),
    ];
    let on = switches.into_iter().filter(|(_, is_on)| *is_on).map(|(flag, _)| (flag, "true".to_owned()));
    profile.into_iter().chain(on).collect()
}

/// The first of these variables that says something.
fn command_of(names: &[&str], usual: &str) -> String {
    let mut named = names.iter().filter_map(|name| std::env::var(name).ok());
    named.find(|command| !command.trim().is_empty()).unwrap_or_else(|| usual.to_owned())
}

/// Whether a variable is set to something (`NO_COLOR`, `NO_MOTION`).
fn is_set(name: &str) -> bool {
    std::env::var_os(name).is_some_and(|value| !value.is_empty())
}
