//! Carries effects out. Holds what the core must not: credentials, connections, the sandbox, tasks.
//!
//! Each fetch is a task; cancelling drops it. A task that panics is told like any other failure, and the loop goes on.
#![expect(clippy::disallowed_methods, reason = "the beat of the waiting sign is a pause of the edge")]

use std::{
    path::PathBuf,
    sync::{Arc, atomic::Ordering},
    time::Duration,
};

use tokio::{sync::mpsc, task::AbortHandle};

use super::{
    changing::Change,
    fetching::{Errand, Fetching, Watch, fetch},
    filtering,
    keeping::Keeping,
    probing::ask,
    refusing,
    remembering::Remembering,
    saving,
    searching::Searching,
    shared::Shared,
    signing_in,
};
use crate::{
    adapter::{
        http::Http,
        store::{Store, Unkept},
    },
    app::{effect::Effect, event::Typed, fetch::FetchId, filter::Scope, message::Message},
    domain::{
        doctor::probe::Question,
        leave::{Deed, Leave, Refusal, may_write},
        pages::Pages,
        profile::{Choice, Config, Environment, choose, is_real},
        request::Draft,
        secret::Secret,
    },
    sandbox::Scenario,
};

/// One beat of the waiting sign: slow enough to be calm, and to cost little over a thin wire.
const BEAT: Duration = Duration::from_millis(400);

/// Where credentials come from: what was chosen at start, and what else can be chosen.
pub struct Credentials {
    pub choice: Choice,
    pub config: Config,
    pub environment: Environment,
    /// What is wrong with the sandbox, on purpose.
    pub scenario: Scenario,
}

/// The one task of its kind: another one ends it.
#[derive(Default)]
struct Only(Option<AbortHandle>);

impl Only {
    fn run(&mut self, task: impl Future<Output = ()> + Send + 'static) {
        self.end();
        self.0 = Some(tokio::spawn(task).abort_handle());
    }

    fn end(&mut self) {
        if let Some(task) = self.0.take() {
            task.abort();
        }
    }
}

/// Carries effects out, and answers with messages.
pub struct Executor {
    answers: mpsc::Sender<Message>,
    shared: Shared,
    credentials: Credentials,
    store: Option<Store>,
    fetching: Fetching,
    /// Segue itself, which runs filters.
    program: PathBuf,
    filtering: Only,
    searching: Searching,
    asking: Only,
    remembering: Remembering,
    signing_in: Only,
    keeping: Keeping,
    /// Where paths begin that are typed and relative; empty for where the program runs.
    directory: PathBuf,
    /// Requests are not kept.
    is_forgetful: bool,
    /// Nobody is there: no file is written, nobody is signed in.
    is_rehearsal: bool,
    leave: Leave,
    #[cfg(debug_assertions)]
    crash: Option<Crash>,
}

/// Where to break on purpose, in debug builds: how tests see that the terminal is given back.
#[cfg(debug_assertions)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Crash {
    /// In the loop's thread, after the first frame.
    Loop,
    /// In the task of the first fetch.
    Task,
}

impl Executor {
    /// An executor that answers on this channel. Nothing is opened yet.
    #[must_use]
    pub fn new(
        answers: mpsc::Sender<Message>,
        credentials: Credentials,
        http: Http,
        store: Option<Store>,
    ) -> Self {
        Self {
            answers,
            shared: Shared::new(http),
            credentials,
            store,
            fetching: Fetching::default(),
            program: std::env::current_exe().unwrap_or_default(),
            filtering: Only::default(),
            searching: Searching::default(),
            asking: Only::default(),
            remembering: Remembering::default(),
            signing_in: Only::default(),
            keeping: Keeping::default(),
            directory: PathBuf::new(),
            is_forgetful: false,
            is_rehearsal: false,
            leave: Leave::default(),
            #[cfg(debug_assertions)]
            crash: None,
        }
    }

    /// An executor that runs filters with another program than its own: Segue, for a test that is not.
    #[must_use]
    pub fn filtering_with(self, program: PathBuf) -> Self {
        Self { program, ..self }
    }

    /// An executor whose run is kept for the case that it is cut off.
    #[must_use]
    pub fn keeping_among(self, keeping: Keeping) -> Self {
        Self { keeping, ..self }
    }

    /// An executor that does no more than this run may.
    #[must_use]
    pub fn within(self, leave: Leave) -> Self {
        Self { leave, ..self }
    }

    /// What this run may do.
    pub(super) const fn leave(&self) -> &Leave {
        &self.leave
    }

    /// An executor that saves in a directory what has a relative path.
    #[must_use]
    pub fn saving_in(self, directory: PathBuf) -> Self {
        Self { directory, ..self }
    }

    /// How the run is kept, for the loop.
    pub(super) fn keeping(&mut self) -> Keeping {
        std::mem::take(&mut self.keeping)
    }

    /// An executor that keeps no requests, if this is so: what a demo asks for is not what a person did.
    #[must_use]
    pub fn forgetting(self, is_forgetful: bool) -> Self {
        Self { is_forgetful, ..self }
    }

    /// An executor for a run that nobody sees: it keeps nothing, writes no file, and signs nobody in.
    #[must_use]
    pub fn rehearsing(self) -> Self {
        Self { is_forgetful: true, is_rehearsal: true, ..self }
    }

    /// An executor that breaks on purpose.
    #[cfg(debug_assertions)]
    #[must_use]
    pub fn breaking(self, crash: Option<Crash>) -> Self {
        Self { crash, ..self }
    }

    /// Reads the credentials that were chosen at start.
    pub fn open(&self) {
        #[cfg(debug_assertions)]
        assert_ne!(self.crash, Some(Crash::Loop), "broken on purpose");
        self.open_choice(self.credentials.choice.clone(), 0);
    }

    /// Carries an effect out, if this run may.
    pub fn perform(&mut self, effect: Effect) {
        if let Err(refusal) = effect.check(&self.leave) {
            return self.tell(refusing::answer(effect, refusal));
        }
        if let Some(refusal) = rehearsal_refuses(&effect).filter(|_| self.is_rehearsal) {
            return self.tell(refusing::answer(effect, refusal));
        }
        match effect {
            Effect::Fetch { id, request, restored, profile, look } => {
                self.fetch(Errand { id, request, restored, profile, look });
            }
            Effect::Keep(id) => self.fetching.keep(id),
            Effect::Cancel(id) => self.fetching.cancel(id),
            Effect::Tick(id) => self.tick(id),
            Effect::Wait { id, ticket, millis } => self.answer_after(millis, Message::Woke { id, ticket }),
            Effect::UseProfile { name, turn } => self.use_profile(&name, turn),
            Effect::Filter { turn, pages, scope, filter, is_live } => {
                self.filter(turn, (pages, scope), filter, is_live);
            }
            Effect::EndFilter => self.filtering.end(),
            Effect::Ask { turn, question, profile } => self.ask(turn, question, profile),
            Effect::SignIn { turn, profile } => self.sign_in(turn, profile),
            Effect::EndSignIn => self.signing_in.end(),
            Effect::EndAsking => self.asking.end(),
            Effect::Remember(_) if self.is_forgetful => {}
            Effect::Remember(entry) => {
                let known = self.known();
                self.remembering.append(self.store.as_ref(), entry, known, self.answers.clone());
            }
            Effect::Forget(is_forgetful) => self.is_forgetful = is_forgetful,
            Effect::Recall { turn } => {
                self.remembering.read(self.store.as_ref(), turn, self.answers.clone());
            }
            Effect::Adopt { turn, profile, origin, developer, user } => {
                let change = Change::begin(&self.shared, turn, &self.answers);
                tokio::spawn(change.adopt((profile, origin), developer, user));
            }
            Effect::Arm { scenario, turn } => {
                self.credentials.scenario = Scenario::named(&scenario).unwrap_or_default();
                self.open_choice(Choice::Sandbox, turn);
            }
            Effect::Save { path, pages, part, replaces } => {
                self.save(saving::Errand { path, pages, part, replaces });
            }
            Effect::Search(search) => self.searching.start(search, self.answers.clone()),
            Effect::Copy { .. }
            | Effect::CopyToken { .. }
            | Effect::Print(_)
            | Effect::Page(_)
            | Effect::Suspend
            | Effect::EditBody(_)
            | Effect::Quit => {}
        }
    }

    /// The developer token of a profile, for a person who has asked for it twice.
    ///
    /// # Errors
    /// Why it cannot be had now.
    pub fn developer_token(&self, profile: &str) -> Result<Secret, String> {
        self.leave.check(Deed::CopyToken).map_err(|refusal| refusal.to_string())?;
        if self.is_rehearsal || matches!(self.credentials.choice, Choice::Replay(_)) {
            return Err("nothing was copied: there is no developer token here".to_owned());
        }
        self.shared.developer_token(profile)
    }

    /// All secrets of this run.
    pub(super) fn known(&self) -> Vec<Secret> {
        self.shared.known()
    }

    /// Keeps the draft, if there is one to keep, and ends what runs.
    ///
    /// # Errors
    /// When the draft cannot be kept.
    pub fn close(&mut self, draft: Option<&Draft>) -> Result<(), Unkept> {
        self.searching.stop();
        self.fetching.stop();
        self.filtering.end();
        self.asking.end();
        self.remembering.close();
        self.signing_in.end();
        let known = self.known();
        let kept = self.store.as_ref().zip(draft);
        kept.map_or(Ok(()), |(store, draft)| store.keep_draft(draft, &known))
    }

    fn fetch(&mut self, errand: Errand) {
        let (id, watch) = (errand.id, Watch::default());
        let task = fetch(self.shared.clone(), errand, watch.clone(), self.answers.clone());
        #[cfg(debug_assertions)]
        let task = breaking_if(self.crash == Some(Crash::Task), task);
        self.fetching.start(id, task, watch, self.answers.clone());
    }

    fn filter(&mut self, turn: u64, (pages, scope): (Arc<Pages>, Scope), filter: Typed, is_live: bool) {
        let (program, blots) = (self.program.clone(), self.shared.blots(self.known()));
        let errand = filtering::Errand { program, pages, scope, filter, is_live, blots };
        let answers = self.answers.clone();
        self.filtering.run(async move {
            let outcome = Box::new(filtering::filter(errand).await);
            let _ = answers.send(Message::Filtered { turn, outcome }).await;
        });
    }

    fn ask(&mut self, turn: u64, question: Question, profile: String) {
        let (shared, answers) = (self.shared.clone(), self.answers.clone());
        self.asking.run(async move {
            let exchange = Box::new(ask(&shared.http, &shared.keyring, &profile, &question).await);
            // A server whose clock is another gets another token from now on.
            if let Some(keyring) = shared.keyring.lock().await.as_mut() {
                shared.tell_facts(keyring, super::now() / 1000, &answers).await;
            }
            let _ = answers.send(Message::Asked { turn, exchange }).await;
        });
    }

    /// The page is closed with its task.
    fn sign_in(&mut self, turn: u64, profile: String) {
        let watch = signing_in::Watch {
            turn,
            profile,
            shared: self.shared.clone(),
            environment: self.credentials.environment.clone(),
            store: self.store.clone(),
            answers: self.answers.clone(),
        };
        self.signing_in.run(watch.run());
    }

    fn save(&self, errand: saving::Errand) {
        let (answers, directory) = (self.answers.clone(), self.directory.clone());
        tokio::task::spawn_blocking(move || saving::save(errand, &directory, &answers));
    }

    fn tick(&self, id: FetchId) {
        let answers = self.answers.clone();
        let received = self.fetching.received(id);
        tokio::spawn(async move {
            tokio::time::sleep(BEAT).await;
            let received = received.map_or(0, |received| received.load(Ordering::Relaxed));
            let _ = answers.send(Message::Tick { id, received }).await;
        });
    }

    fn answer_after(&self, millis: u64, message: Message) {
        let answers = self.answers.clone();
        tokio::spawn(async move {
            tokio::time::sleep(Duration::from_millis(millis)).await;
            let _ = answers.send(message).await;
        });
    }

    fn use_profile(&self, name: &str, turn: u64) {
        match choose(&self.credentials.config, &self.credentials.environment, Some(name)) {
            Ok(choice) => self.open_choice(choice, turn),
            Err(fault) => {
                self.tell(Message::NoProfile { turn, reason: fault.to_string(), standing: None });
            }
        }
    }

    fn tell(&self, message: Message) {
        let answers = self.answers.clone();
        tokio::spawn(async move { answers.send(message).await });
    }

    /// Reads credentials in a task of its own. In a replay its recording is all there is.
    fn open_choice(&self, choice: Choice, turn: u64) {
        let replay = Some(&self.credentials.choice).filter(|choice| matches!(choice, Choice::Replay(_)));
        let choice = replay.cloned().unwrap_or(choice);
        if let Err(refusal) = self.leave.check_choice(&choice) {
            return self.tell(Message::NoProfile { turn, reason: refusal.to_string(), standing: None });
        }
        let change = Change::begin(&self.shared, turn, &self.answers);
        tokio::spawn(change.take_up(choice, self.credentials.scenario, self.store.clone()));
    }
}

/// What an effect does that no rehearsal does.
fn rehearsal_refuses(effect: &Effect) -> Option<Refusal> {
    match effect {
        Effect::Save { .. } => Some(Refusal::Rehearsal(Deed::Save)),
        Effect::SignIn { .. } => Some(Refusal::Rehearsal(Deed::SignIn)),
        Effect::Fetch { request, profile, .. } if may_write(request) && is_real(profile) => {
            Some(Refusal::RehearsedWrite)
        }
        _ => None,
    }
}

#[cfg(debug_assertions)]
async fn breaking_if<T>(breaks: bool, task: impl Future<Output = T>) -> T {
    assert!(!breaks, "broken on purpose");
    task.await
}
