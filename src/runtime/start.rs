//! Puts the explorer together: the first screen's state, the terminal, the executor; then it is the loop's.

use std::{io, mem};

use tokio::{runtime::Handle, sync::mpsc};

use super::{Credentials, End, Executor, Keeping, Means, Plain, Terminal, answers, run};
use crate::{
    adapter::{
        credentials::Keyring, http::Http, last, recording::Replay, sessions::CutOff, store::Store, terminal,
    },
    app::{
        demo,
        keymap::Keymap,
        message::Message,
        model::{Model, Opening, Screen, Session},
        update::{present, resume},
    },
    domain::{
        abilities::Abilities,
        catalog::Scope,
        leave::Leave,
        profile::{Choice, DEFAULT_STOREFRONT, ENVIRONMENT, Origin, SANDBOX, choose, effective},
        request::Draft,
        snapshot::offer,
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
    /// The session that was cut off last.
    pub cut_off: Option<CutOff>,
    /// Whether to go on with it at once.
    pub resumes: bool,
    /// What this run may do.
    pub leave: Leave,
    /// What there is beside the screen.
    pub means: Means,
    /// What the terminal can show.
    pub abilities: Abilities,
    /// Whether the screen is read out line by line (`--plain`).
    pub is_plain: bool,
    /// Whether this is a stage (`--present`).
    pub presents: bool,
    /// Whether the keys that are pressed show.
    pub shows_keys: bool,
    /// Which endpoints are offered.
    pub scope: Scope,
    /// `NO_MOTION` is not set.
    pub has_motion: bool,
    /// The network, or what stands in its place.
    pub http: Http,
    /// The demo that a key walks through.
    pub demo: Option<demo::State>,
    /// Where to break on purpose.
    #[cfg(debug_assertions)]
    pub crash: Option<super::Crash>,
}

/// Opens the explorer in this terminal and stays until it is left. The loop runs where this does, tasks do not.
///
/// # Errors
/// When the terminal cannot be used, or is gone.
pub async fn explore(mut start: Start, tasks: &Handle) -> io::Result<End> {
    let (sender, answers) = answers();
    let (is_plain, abilities) = (start.is_plain, start.abilities);
    let means = mem::take(&mut start.means);
    let (model, executor) = put_together(start, sender);
    terminal::install_panic_hook();
    // The loop hears the same signals, and ends at once; unless its screen takes nothing, so that it hangs in a write.
    tasks.spawn(async {
        super::told_to_end().await;
        last::end_after_grace();
    });
    // Keys wake this thread; what is started from here on runs on others.
    if is_plain {
        let (mut lines, theme) = (Plain::enter(means, abilities.can_place)?, Theme::plain(abilities.charset));
        let _elsewhere = tasks.enter();
        return Box::pin(run(&mut lines, model, &theme, executor, answers)).await;
    }
    let (mut terminal, theme) = (Terminal::enter(means)?, Theme::of(abilities));
    let _elsewhere = tasks.enter();
    Box::pin(run(&mut terminal, model, &theme, executor, answers)).await
}

/// The model of the first screen, and the executor beside it.
fn put_together(mut start: Start, answers: mpsc::Sender<Message>) -> (Model, Executor) {
    if let Some(recorder) = start.http.recorder() {
        let answers = answers.clone();
        // A loop that is busy hears of it at the end.
        recorder.tell(move |words| drop(answers.try_send(Message::Told(words))));
    }
    let (model, keeping) = first_screen(&mut start);
    let executor = Executor::new(answers, start.credentials, start.http, start.store)
        .keeping_among(keeping)
        .within(start.leave)
        .forgetting(model.demo.is_some() || start.presents);
    #[cfg(debug_assertions)]
    let executor = executor.breaking(start.crash);
    (model, executor)
}

/// The model of the first screen, and how the run is kept.
fn first_screen(start: &mut Start) -> (Model, Keeping) {
    let mut session = session(&start.credentials, start.scope, start.has_motion && !start.is_plain);
    session.profiles.retain(|name| is_usable(name, &start.credentials, &start.leave));
    let kept = start.store.as_ref().filter(|_| !start.presents);
    let draft = start.draft.take().or_else(|| kept.and_then(Store::draft));
    let draft = draft.unwrap_or_else(|| first(&session, start.http.replay()));
    let mut model = Model::new(session, &draft);
    settle(&mut model, start);
    // What a demo asks for is not what a person did: it goes on with no session, and none is kept of it.
    let kept = kept.filter(|_| start.demo.is_none());
    let cut_off = start.cut_off.take().filter(|_| !start.presents);
    let keeping = take_up(&mut model, kept, cut_off, start.resumes);
    if start.presents {
        // Nothing runs yet, so that there is nothing to be done.
        let _ = present(&mut model, &draft);
    }
    if start.shows_keys {
        model.present.toggle_keys();
    }
    model.demo = start.demo.take().map(Box::new);
    (model, keeping)
}

/// What was chosen of keys, settings and the screen.
fn settle(model: &mut Model, start: &Start) {
    let Credentials { config, environment, .. } = &start.credentials;
    let (has_mouse, is_plain) = (config.mouse && !start.is_plain, start.is_plain);
    model.screen = Screen { has_mouse, is_plain, ..Screen::default() };
    // Faulty keys have been told of before.
    model.keymap = Keymap::with(&config.keys).unwrap_or_default();
    model.settings = effective(config, environment, &start.flags);
    model.notice.clone_from(&start.notice);
    model.leave = start.leave.clone();
}

/// Whether this run may use a profile; what is wrong with one is told when it is chosen.
fn is_usable(name: &str, credentials: &Credentials, leave: &Leave) -> bool {
    let choice = choose(&credentials.config, &credentials.environment, Some(name));
    choice.map_or(true, |choice| leave.check_choice(&choice).is_ok())
}

/// Goes on with the session that was cut off, or offers it; from now on this one is kept.
fn take_up(model: &mut Model, store: Option<&Store>, cut_off: Option<CutOff>, resumes: bool) -> Keeping {
    // That the settings are not used matters more than that there is a session, and stays in sight.
    let faulty = model.notice.take();
    match &cut_off {
        Some(cut_off) => {
            model.resuming.offer(cut_off.snapshot.clone());
            model.notice = Some(model.keymap.worded(&offer(cut_off.at, super::now())));
            if resumes {
                resume(model);
            }
        }
        None if resumes => model.notice = Some("there is no session to go on with".to_owned()),
        None => {}
    }
    model.notice = faulty.or(model.notice.take());
    store.map_or_else(Keeping::default, |store| Keeping::among(store.sessions(), cut_off))
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
    let mut scenarios: Vec<_> =
        Scenario::ALL.iter().map(|(_, name, about)| ((*name).to_owned(), (*about).to_owned())).collect();
    if matches!(credentials.choice, Choice::Replay(_)) {
        // A recording is all there is to use.
        (profiles, scenarios) = (Vec::new(), Vec::new());
    }
    Session {
        standing: starting(&credentials.choice),
        profiles,
        scenarios,
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
        Choice::Replay(recorded) => Keyring::of_recording(recorded.clone()).standing(super::now() / 1000),
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

fn first(session: &Session, replay: Option<&Replay>) -> Draft {
    if let Some(asked) = replay.and_then(Replay::first) {
        let body = asked.body.clone().unwrap_or_default();
        return Draft { method: asked.method, path: asked.target.clone(), body, ..Draft::default() };
    }
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
