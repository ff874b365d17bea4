//! The explorer: what it opens with is gathered here, once, and then it is the loop's.
#![expect(clippy::disallowed_methods, reason = "the environment is read here, once")]

use std::io::Write;

use crate::{
    adapter::{credentials, http::Http, store::Store, terminal},
    app::model::{Model, Opening, Session},
    cli::Explore,
    domain::{
        profile::{Choice, DEFAULT_STOREFRONT, Origin, SANDBOX, choose},
        request::Draft,
        token::{DeveloperStanding, Standing, UserStanding},
    },
    runtime::{self, Credentials, Executor, Terminal},
    ui::Theme,
};

use super::{Exit, tasks};

/// The request of the first screen in the sandbox: a box set of three pages.
const FIRST_IN_SANDBOX: &str = "/v1/catalog/us/albums/1000042/tracks?limit=25";

/// The request of the first screen elsewhere: the smallest one that says whether the developer token is good.
const FIRST: &str = "/v1/storefronts?limit=25";

/// Opens the explorer and stays until it is left.
pub(super) fn run(explore: &Explore) -> anyhow::Result<Exit> {
    if !terminal::is_terminal() {
        let words = "segue: the explorer needs a terminal, and standard input or output is none.\n\
                     segue: `segue sandbox` runs without one.";
        let _ = writeln!(std::io::stderr(), "{words}");
        return Ok(Exit::Usage);
    }
    let credentials = match gather(explore) {
        Ok(credentials) => credentials,
        Err(reason) => {
            let _ = writeln!(std::io::stderr(), "segue: {reason}");
            return Ok(Exit::Usage);
        }
    };
    tasks()?.block_on(open(explore, credentials))
}

fn gather(explore: &Explore) -> Result<Credentials, String> {
    let environment = credentials::environment();
    let path = credentials::config_path(&environment).map_err(|fault| fault.to_string())?;
    let config = credentials::load_config(&path).map_err(|fault| fault.to_string())?;
    let explicit = if explore.sandbox { Some(SANDBOX) } else { explore.profile.as_deref() };
    let choice = choose(&config, &environment, explicit).map_err(|fault| fault.to_string())?;
    Ok(Credentials { choice, config, environment })
}

async fn open(explore: &Explore, credentials: Credentials) -> anyhow::Result<Exit> {
    let store = Store::of_user();
    let session = session(&credentials);
    let draft = explore.draft().or_else(|| store.as_ref().and_then(Store::draft));
    let draft = draft.unwrap_or_else(|| first(&session));
    let theme = Theme::new(!is_set("NO_COLOR"));
    let (sender, answers) = runtime::answers();
    let executor = Executor::new(sender, credentials, Http::new(), store);
    terminal::install_panic_hook();
    let mut terminal = Terminal::enter(editor())?;
    #[cfg(debug_assertions)]
    let executor = executor.breaking(explore.crash.map(|place| match place {
        crate::cli::Crash::Loop => runtime::Crash::Loop,
        crate::cli::Crash::Task => runtime::Crash::Task,
    }));
    let model = Model::new(session, &draft);
    let outcome = runtime::run(&mut terminal, model, &theme, executor, answers).await;
    drop(terminal);
    outcome?;
    Ok(Exit::Good)
}

fn session(credentials: &Credentials) -> Session {
    let mut profiles: Vec<_> = credentials.config.profiles.keys().cloned().collect();
    profiles.push(SANDBOX.to_owned());
    Session {
        standing: starting(&credentials.choice),
        profiles,
        has_motion: !is_set("NO_MOTION"),
        confirms_writes: credentials.config.confirm_writes.unwrap_or(true),
        opening: Opening::UnderWay,
    }
}

/// What the first frame shows, before anything has been read.
fn starting(choice: &Choice) -> Standing {
    match choice {
        Choice::Plan(plan) => plan.starting(),
        Choice::Sandbox => Standing {
            profile: SANDBOX.to_owned(),
            origin: Origin::sandbox(),
            storefront: DEFAULT_STOREFRONT.to_owned(),
            developer: DeveloperStanding::Starting,
            user: UserStanding::Starting,
        },
    }
}

fn first(session: &Session) -> Draft {
    let path = if session.standing.profile == SANDBOX { FIRST_IN_SANDBOX } else { FIRST };
    Draft { path: path.to_owned(), ..Draft::default() }
}

fn editor() -> String {
    let named = ["VISUAL", "EDITOR"].into_iter().filter_map(|name| std::env::var(name).ok());
    named.into_iter().find(|command| !command.trim().is_empty()).unwrap_or_else(|| "vi".to_owned())
}

/// Whether a variable is set to something (`NO_COLOR`, `NO_MOTION`).
fn is_set(name: &str) -> bool {
    std::env::var_os(name).is_some_and(|value| !value.is_empty())
}
