//! Puts the explorer together: the first screen's state, the terminal, the executor; then it is the loop's.

use std::{io, time::Duration};

use tokio::runtime::Handle;

use super::{Credentials, End, Executor, Keeping, Plain, Terminal, answers, opening, run};
use crate::{
    adapter::{
        http::Http,
        last,
        recording::{Recorder, Replay},
        sessions::CutOff,
        store::Store,
        terminal,
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
        clipboard::Surroundings,
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
    /// The command of `$VISUAL` or `$EDITOR`; empty where none may be started.
    pub editor: String,
    /// What this run may do.
    pub leave: Leave,
    /// The command of `$PAGER`.
    pub pager: String,
    /// How to get to a clipboard.
    pub surroundings: Surroundings,
    /// What the terminal can show.
    pub abilities: Abilities,
    /// Whether the screen is read out line by line (`--plain`).
    pub is_plain: bool,
    /// How long a lone Esc is held.
    pub esc_wait: Duration,
    /// Whether this is a stage (`--present`).
    pub presents: bool,
    /// Whether the keys that are pressed show.
    pub shows_keys: bool,
    /// Which endpoints are offered.
    pub scope: Scope,
    /// `NO_MOTION` is not set.
    pub has_motion: bool,
    /// Keeps what is sent and what comes of it.
    pub recorder: Option<Recorder>,
    /// Answers in the place of a network.
    pub replay: Option<Replay>,
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
pub async fn explore(start: Start, tasks: &Handle) -> io::Result<End> {
    let mut session = session(&start.credentials, start.scope, start.has_motion && !start.is_plain);
    session.profiles.retain(|name| is_usable(name, &start.credentials, &start.leave));
    let session = match &start.replay {
        Some(replay) => replayed(session, replay)?,
        None => session,
    };
    let kept = start.store.as_ref().filter(|_| !start.presents);
    let draft = start.draft.or_else(|| kept.and_then(Store::draft));
    let draft = draft.unwrap_or_else(|| first(&session, start.replay.as_ref()));
    let Abilities { charset, can_place, .. } = start.abilities;
    let theme = if start.is_plain { Theme::plain(charset) } else { Theme::of(start.abilities) };
    let Credentials { config, environment, .. } = &start.credentials;
    let screen =
        Screen { has_mouse: config.mouse && !start.is_plain, is_plain: start.is_plain, ..Screen::default() };
    let settings = effective(config, environment, &start.flags);
    // Faulty keys have been told of before.
    let keymap = Keymap::with(&config.keys).unwrap_or_default();
    let (sender, answers) = answers();
    if let Some(recorder) = &start.recorder {
        let sender = sender.clone();
        // A loop that is busy hears of it at the end.
        recorder.tell(move |words| drop(sender.try_send(Message::Told(words))));
    }
    let http = Http::reading(start.credentials.config.max_body);
    let http = http.recording(start.recorder).replaying(start.replay);
    let mut model = Model::new(session, &draft);
    (model.keymap, model.settings, model.notice, model.screen) = (keymap, settings, start.notice, screen);
    model.leave = start.leave.clone();
    // What a demo asks for is not what a person did: it goes on with no session, and none is kept of it.
    let kept = kept.filter(|_| start.demo.is_none());
    let cut_off = start.cut_off.filter(|_| !start.presents);
    let keeping = take_up(&mut model, kept, cut_off, start.resumes);
    if start.presents {
        // Nothing runs yet, so that there is nothing to be done.
        let _ = present(&mut model, &draft);
    }
    if start.shows_keys {
        model.present.toggle_keys();
    }
    let executor = Executor::new(sender, start.credentials, http, start.store)
        .keeping_among(keeping)
        .within(start.leave)
        .forgetting(start.demo.is_some() || start.presents);
    model.demo = start.demo.map(Box::new);
    #[cfg(debug_assertions)]
    let executor = executor.breaking(start.crash);
    terminal::install_panic_hook();
    // The loop hears the same signals, and ends at once; unless its screen takes nothing, so that it hangs in a write.
    tasks.spawn(async {
        super::told_to_end().await;
        last::end_after_grace();
    });
    // Keys wake this thread; what is started from here on runs on others.
    if start.is_plain {
        let mut lines =
            Plain::enter(start.editor, start.surroundings, start.esc_wait, can_place)?.paging(start.pager);
        let _elsewhere = tasks.enter();
        return Box::pin(run(&mut lines, model, &theme, executor, answers)).await;
    }
    let mut terminal = Terminal::enter(start.editor, start.surroundings, start.esc_wait)?.paging(start.pager);
    let _elsewhere = tasks.enter();
    Box::pin(run(&mut terminal, model, &theme, executor, answers)).await
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

/// The session of a replay: its recording is all there is to use.
///
/// # Errors
/// When the recording names no server.
pub(super) fn replayed(session: Session, replay: &Replay) -> io::Result<Session> {
    let keyring = opening::open_replay(replay).map_err(io::Error::other)?;
    let (profiles, scenarios, scenario) = (Vec::new(), Vec::new(), None);
    Ok(Session { standing: keyring.standing(super::now() / 1000), profiles, scenarios, scenario, ..session })
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
