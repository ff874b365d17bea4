//! Puts the explorer together: the first screen's state, the terminal, the executor; then it is the loop's.

use std::io;

use tokio::runtime::Handle;

use super::{Credentials, End, Executor, Terminal, answers, run};
use crate::{
    adapter::{http::Http, last, store::Store, terminal},
    app::{
        keymap::Keymap,
        model::{Model, Opening, Session},
    },
    domain::{
        catalog::Scope,
        profile::{Choice, DEFAULT_STOREFRONT, ENVIRONMENT, Origin, SANDBOX, choose, effective},
        request::Draft,
        token::{DeveloperStanding, Standing, UserStanding},
    },
    sandbox::Scenario,
    ui::Theme,
};

/// The request of the first screen in the sandbox: a box set of three pages.
const FIRST_IN_SANDBOX: &str = "/v1/catalog/us/albums/1000042/tracks?limit=25";

/// The request of the first screen elsewhere: the smallest one that says whether the developer token is good.
const FIRST: &str = "/v1/storefronts?limit=25";

/// What the explorer opens with.
pub struct Start {
    pub credentials: Credentials,
    /// What the footer says at first.
    pub notice: Option<String>,
    /// The settings that flags decide, with their values.
    pub flags: Vec<(&'static str, String)>,
    /// What the composer holds; the draft of the last run, or a first request, if there is none.
    pub draft: Option<Draft>,
    pub store: Option<Store>,
    /// The command of `$VISUAL` or `$EDITOR`.
    pub editor: String,
    /// `NO_COLOR` is not set.
    pub has_colours: bool,
    /// Which endpoints are offered.
    pub scope: Scope,
    /// `COLORTERM` promises all colours.
    pub has_true_colours: bool,
    /// `NO_MOTION` is not set.
    pub has_motion: bool,
    /// Where to break on purpose.
    #[cfg(debug_assertions)]
    pub crash: Option<super::Crash>,
}

/// Opens the explorer in this terminal and stays until it is left. The loop runs where this does, tasks do not.
///
/// # Errors
/// When the terminal cannot be used, or is gone.
pub async fn explore(start: Start, tasks: &Handle) -> io::Result<End> {
    let session = session(&start.credentials, start.scope, start.has_motion);
    let draft = start.draft.or_else(|| start.store.as_ref().and_then(Store::draft));
    let draft = draft.unwrap_or_else(|| first(&session));
    let theme = Theme::new(start.has_colours);
    let theme = if start.has_true_colours { theme.with_true_colours() } else { theme };
    let Credentials { config, environment, .. } = &start.credentials;
    let settings = effective(config, environment, &start.flags);
    // Faulty keys have been told of before.
    let keymap = Keymap::with(&config.keys).unwrap_or_default();
    let notice = start.notice;
    let (sender, answers) = answers();
    let http = Http::reading(start.credentials.config.max_body);
    let executor = Executor::new(sender, start.credentials, http, start.store);
    #[cfg(debug_assertions)]
    let executor = executor.breaking(start.crash);
    terminal::install_panic_hook();
    // The loop hears the same signals, and ends at once; unless its screen takes nothing, so that it hangs in a write.
    tasks.spawn(async {
        super::told_to_end().await;
        last::end_after_grace();
    });
    // Keys wake this thread; what is started from here on runs on others.
    let mut terminal = Terminal::enter(start.editor)?;
    let _elsewhere = tasks.enter();
    let mut model = Model::new(session, &draft);
    (model.keymap, model.settings, model.notice) = (keymap, settings, notice);
    // The whole model is in it: too much for a future that is moved about.
    Box::pin(run(&mut terminal, model, &theme, executor, answers)).await
}

/// What stays the same from request to request, as it is before anything has been read.
#[must_use]
pub fn session(credentials: &Credentials, scope: Scope, has_motion: bool) -> Session {
    let mut profiles: Vec<_> = credentials.config.profiles.keys().cloned().collect();
    let environment = choose(&credentials.config, &credentials.environment, Some(ENVIRONMENT));
    if matches!(environment, Ok(Choice::Plan(_))) {
        profiles.push(ENVIRONMENT.to_owned());
    }
    profiles.push(SANDBOX.to_owned());
    Session {
        standing: starting(&credentials.choice),
        profiles,
        scenarios: Scenario::ALL
            .iter()
            .map(|(_, name, about)| ((*name).to_owned(), (*about).to_owned()))
            .collect(),
        scenario: (credentials.scenario != Scenario::Healthy).then(|| credentials.scenario.name().to_owned()),
        arming: None,
        scope,
        has_motion: has_motion && credentials.config.motion.unwrap_or(true),
        confirms_writes: credentials.config.confirm_writes.unwrap_or(true),
        paging: credentials.config.paging.clone(),
        opening: Opening::UnderWay,
        turn: 0,
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
            clock: None,
        },
    }
}

fn first(session: &Session) -> Draft {
    let path = if session.standing.profile == SANDBOX { FIRST_IN_SANDBOX } else { FIRST };
    Draft { path: path.to_owned(), ..Draft::default() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::profile::{Config, Environment};

    fn offered(variables: &[(&str, &str)]) -> Vec<String> {
        let named = variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        let environment: Environment = named.collect();
        let credentials = Credentials {
            choice: Choice::Sandbox,
            config: Config::default(),
            environment,
            scenario: Scenario::Healthy,
        };
        session(&credentials, Scope::Documented, true).profiles
    }

    #[test]
    fn the_environment_can_be_chosen_again_when_it_holds_credentials() {
        assert_eq!(offered(&[]), ["sandbox"]);
        assert_eq!(offered(&[("APPLE_MUSIC_TEAM_ID", "FICTION001")]), ["environment", "sandbox"]);
        assert_eq!(offered(&[("SEGUE_ORIGIN", "https://music.example")]), ["environment", "sandbox"]);
    }
}
