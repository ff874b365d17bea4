//! Carries effects out. Holds what the core must not: credentials, connections, the sandbox, tasks.
//!
//! Each fetch is a task; cancelling drops it. A task that panics is told like any other failure, and the loop goes on.
#![expect(clippy::disallowed_methods, reason = "the beat of the waiting sign is a pause of the edge")]

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
    sync::{Arc, PoisonError, atomic::Ordering},
    time::Duration,
};

use tokio::{
    sync::{Mutex, OwnedMutexGuard, mpsc},
    task::AbortHandle,
};

use super::{
    blot::Blots,
    fetching::{Errand, Watch, broken, fetch},
    filtering,
    keeping::Keeping,
    opening::{open, open_replay},
    probing::ask,
    refusing,
    remembering::Remembering,
    searching::Searching,
    signing_in,
};
use crate::{
    adapter::{
        credentials::Keyring,
        http::Http,
        saving::{self, Existing},
        store::Store,
    },
    app::{
        effect::Effect,
        event::Typed,
        fetch::FetchId,
        filter::Scope,
        message::Message,
        saving::{Part, Saved},
    },
    domain::{
        doctor::{self, probe::Question},
        leave::{Deed, Leave, Refusal, may_write},
        pages::Pages,
        profile::{Choice, Config, Environment, Origin, choose, is_real},
        request::Draft,
        saving::{SaveFault, shown, typed_path},
        secret::Secret,
    },
    sandbox::{self, Scenario},
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

/// What tasks share: the credentials in use, and the connections.
#[derive(Clone)]
pub(super) struct Shared {
    /// None until credentials have been read; a fetch waits for them.
    pub keyring: Arc<Mutex<Option<Keyring>>>,
    sandbox: Arc<Mutex<Option<sandbox::Running>>>,
    /// All secrets that were read in this run, of whichever profile: none of them may get into the draft.
    pub(super) known: Arc<std::sync::Mutex<Vec<Secret>>>,
    /// What to look for in answers, for the secrets of the last one.
    blots: Arc<std::sync::Mutex<Option<Arc<Blots>>>>,
    /// What was told of the credentials last.
    told: Arc<std::sync::Mutex<Option<Arc<doctor::Credentials>>>>,
    pub http: Http,
}

impl Shared {
    /// What to look for in an answer to a request with these secrets.
    pub(super) fn blots(&self, secrets: Vec<Secret>) -> Arc<Blots> {
        let mut kept = self.blots.lock().unwrap_or_else(PoisonError::into_inner);
        match kept.as_ref().filter(|blots| blots.are_of(&secrets)) {
            Some(blots) => Arc::clone(blots),
            None => Arc::clone(kept.insert(Arc::new(Blots::of(secrets)))),
        }
    }
}

impl Shared {
    /// Tells what may be known of the credentials, unless that has been told.
    pub(super) async fn tell_facts(&self, keyring: &mut Keyring, now: i64, answers: &mpsc::Sender<Message>) {
        let (facts, usable) = (keyring.facts(now), keyring.usable(now));
        {
            let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
            if told.as_ref().is_some_and(|told| Arc::ptr_eq(told, &facts)) {
                return;
            }
            *told = Some(Arc::clone(&facts));
        }
        // The loop has ended when nobody receives any more.
        let _ = answers.send(Message::Facts(facts, usable)).await;
    }
}

/// A fetch that runs.
struct Running {
    task: AbortHandle,
    watch: Watch,
}

/// Carries effects out, and answers with messages.
pub struct Executor {
    answers: mpsc::Sender<Message>,
    shared: Shared,
    credentials: Credentials,
    store: Option<Store>,
    running: HashMap<FetchId, Running>,
    /// Segue itself, which runs filters.
    program: PathBuf,
    filtering: Option<AbortHandle>,
    searching: Searching,
    asking: Option<AbortHandle>,
    remembering: Remembering,
    signing_in: Option<AbortHandle>,
    keeping: Keeping,
    /// Where paths begin that are typed and relative; empty for where the program runs.
    directory: PathBuf,
    /// Neither requests nor the draft are kept.
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
        let shared = Shared {
            keyring: Arc::default(),
            sandbox: Arc::default(),
            known: Arc::default(),
            blots: Arc::default(),
            told: Arc::default(),
            http,
        };
        Self {
            answers,
            shared,
            credentials,
            store,
            running: HashMap::new(),
            program: std::env::current_exe().unwrap_or_default(),
            filtering: None,
            searching: Searching::default(),
            asking: None,
            remembering: Remembering::default(),
            signing_in: None,
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

    /// An executor that keeps neither requests nor the draft, if this is so: what a demo asks for is not what a person did.
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
            Effect::Keep(id) => self.keep(id),
            Effect::Cancel(id) => self.cancel(id),
            Effect::Tick(id) => self.tick(id),
            Effect::Wait { id, ticket, millis } => self.answer_after(millis, Message::Woke { id, ticket }),
            Effect::UseProfile { name, turn } => self.use_profile(&name, turn),
            Effect::Filter { turn, pages, scope, filter, is_live } => {
                self.filter(turn, (pages, scope), filter, is_live);
            }
            Effect::EndFilter => self.end_filter(),
            Effect::Ask { turn, question, profile } => self.ask(turn, question, profile),
            Effect::SignIn { turn, profile } => self.sign_in(turn, profile),
            Effect::EndSignIn => self.end_sign_in(),
            Effect::EndAsking => self.end_asking(),
            Effect::Remember(_) if self.is_forgetful => {}
            Effect::Remember(entry) => {
                let known = self.known();
                self.remembering.append(self.store.as_ref(), entry, known);
            }
            Effect::Forget(is_forgetful) => self.is_forgetful = is_forgetful,
            Effect::Recall { turn } => {
                self.remembering.read(self.store.as_ref(), turn, self.answers.clone());
            }
            Effect::Adopt { turn, profile, origin, developer, user } => {
                self.adopt(turn, (profile, origin), developer, user);
            }
            Effect::Arm { scenario, turn } => {
                self.credentials.scenario = Scenario::named(&scenario).unwrap_or_default();
                self.open_choice(Choice::Sandbox, turn);
            }
            Effect::Save { path, pages, part, replaces } => self.save(path, pages, part, replaces),
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
        if self.is_rehearsal || self.shared.http.replay().is_some() {
            return Err("nothing was copied: there is no developer token here".to_owned());
        }
        let mut slot = match self.shared.keyring.try_lock() {
            Ok(slot) => slot,
            Err(_) => return Err("the credentials are in use just now; try again in a moment".to_owned()),
        };
        let keyring = slot.as_mut().filter(|keyring| keyring.profile() == profile);
        let keyring = keyring
            .ok_or_else(|| format!("nothing was copied: the profile {profile} is not in use any more"))?;
        let token = keyring.developer_token(super::now() / 1000).map_err(|fault| fault.to_string())?;
        // It may have been made just now, and must not get into a draft either.
        self.shared.known.lock().unwrap_or_else(PoisonError::into_inner).extend(keyring.secrets());
        Ok(token)
    }

    /// All secrets of this run.
    pub(super) fn known(&self) -> Vec<Secret> {
        self.shared.known.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Keeps the draft and ends what runs.
    ///
    /// # Errors
    /// When the draft cannot be kept.
    pub fn close(&mut self, draft: &Draft) -> std::io::Result<()> {
        self.searching.stop();
        for (_, running) in self.running.drain() {
            running.task.abort();
        }
        self.end_filter();
        self.end_asking();
        self.remembering.close();
        self.end_sign_in();
        let known = self.known();
        let store = self.store.as_ref().filter(|_| !self.is_forgetful);
        store.map_or(Ok(()), |store| store.keep_draft(draft, &known))
    }

    fn fetch(&mut self, errand: Errand) {
        let id = errand.id;
        let watch = Watch::default();
        let fetching = fetch(self.shared.clone(), errand, watch.clone(), self.answers.clone());
        #[cfg(debug_assertions)]
        let fetching = breaking_if(self.crash == Some(Crash::Task), fetching);
        let task = tokio::spawn(fetching);
        self.running.retain(|_, running| !running.task.is_finished());
        self.running.insert(id, Running { task: task.abort_handle(), watch });
        let answers = self.answers.clone();
        tokio::spawn(async move {
            let (outcome, standing) = match task.await {
                Ok(done) => done,
                Err(error) if error.is_cancelled() => return,
                Err(error) => (broken(error), None),
            };
            let message =
                Message::Fetched { id, outcome: Box::new(outcome), standing: standing.map(Box::new) };
            // The loop has ended when nobody receives any more.
            let _ = answers.send(message).await;
        });
    }

    fn filter(&mut self, turn: u64, (pages, scope): (Arc<Pages>, Scope), filter: Typed, is_live: bool) {
        self.end_filter();
        let secrets = self.known();
        let program = self.program.clone();
        let blots = self.shared.blots(secrets);
        let errand = filtering::Errand { program, pages, scope, filter, is_live, blots };
        let answers = self.answers.clone();
        let task = tokio::spawn(async move {
            let outcome = Box::new(filtering::filter(errand).await);
            let _ = answers.send(Message::Filtered { turn, outcome }).await;
        });
        self.filtering = Some(task.abort_handle());
    }

    fn ask(&mut self, turn: u64, question: Question, profile: String) {
        self.end_asking();
        let (shared, answers) = (self.shared.clone(), self.answers.clone());
        let task = tokio::spawn(async move {
            let exchange = Box::new(ask(&shared.http, &shared.keyring, &profile, &question).await);
            // A server whose clock is another gets another token from now on.
            if let Some(keyring) = shared.keyring.lock().await.as_mut() {
                shared.tell_facts(keyring, super::now() / 1000, &answers).await;
            }
            let _ = answers.send(Message::Asked { turn, exchange }).await;
        });
        self.asking = Some(task.abort_handle());
    }

    fn sign_in(&mut self, turn: u64, profile: String) {
        self.end_sign_in();
        let watch = signing_in::Watch {
            turn,
            profile,
            shared: self.shared.clone(),
            environment: self.credentials.environment.clone(),
            store: self.store.clone(),
            answers: self.answers.clone(),
        };
        self.signing_in = Some(tokio::spawn(watch.run()).abort_handle());
    }

    /// The page is closed with its task.
    fn end_sign_in(&mut self) {
        if let Some(task) = self.signing_in.take() {
            task.abort();
        }
    }

    fn end_asking(&mut self) {
        if let Some(task) = self.asking.take() {
            task.abort();
        }
    }

    fn end_filter(&mut self) {
        if let Some(task) = self.filtering.take() {
            task.abort();
        }
    }

    fn save(&self, path: Typed, pages: Arc<Pages>, part: Part, replaces: bool) {
        let (answers, directory) = (self.answers.clone(), self.directory.clone());
        tokio::task::spawn_blocking(move || {
            let outcome = save(&directory, &path, &pages, part, replaces);
            let _ = answers.blocking_send(Message::Saved { path, outcome });
        });
    }

    fn keep(&self, id: FetchId) {
        if let Some(running) = self.running.get(&id) {
            running.watch.stop.notify_one();
        }
    }

    fn cancel(&mut self, id: FetchId) {
        if let Some(running) = self.running.remove(&id) {
            running.task.abort();
        }
    }

    fn tick(&self, id: FetchId) {
        let answers = self.answers.clone();
        let received = self.running.get(&id).map(|running| Arc::clone(&running.watch.received));
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

    /// Puts pasted tokens in place of the profile's own. The keyring is held meanwhile, so that a fetch waits for them.
    fn adopt(
        &self,
        turn: u64,
        (profile, origin): (String, Origin),
        developer: Option<Secret>,
        user: Option<Secret>,
    ) {
        let (shared, answers) = (self.shared.clone(), self.answers.clone());
        tokio::spawn(async move {
            let mut slot = shared.keyring.lock().await;
            let now = super::now() / 1000;
            let message = match slot.as_mut() {
                Some(keyring) if keyring.profile() == profile && *keyring.origin() == origin => {
                    keyring.adopt(developer, user);
                    shared.known.lock().unwrap_or_else(PoisonError::into_inner).extend(keyring.secrets());
                    shared.tell_facts(keyring, now, &answers).await;
                    Message::Standing { turn, standing: Box::new(keyring.standing(now)) }
                }
                other => Message::NoProfile {
                    turn,
                    reason: "the tokens that were pasted are for other credentials than those in use"
                        .to_owned(),
                    standing: other.map(|keyring| Box::new(keyring.standing(now))),
                },
            };
            drop(slot);
            let _ = answers.send(message).await;
        });
    }

    /// Reads credentials in a task of its own. The keyring is held meanwhile, so that a fetch waits for the new one.
    fn open_choice(&self, choice: Choice, turn: u64) {
        if let Err(refusal) = self.leave.check_choice(&choice) {
            return self.tell(Message::NoProfile { turn, reason: refusal.to_string(), standing: None });
        }
        let shared = self.shared.clone();
        let answers = self.answers.clone();
        let (scenario, store) = (self.credentials.scenario, self.store.clone());
        let held = self.shared.keyring.clone().try_lock_owned();
        tokio::spawn(async move {
            let mut slot: OwnedMutexGuard<_> = match held {
                Ok(held) => held,
                Err(_) => shared.keyring.clone().lock_owned().await,
            };
            // Credentials that cannot be had leave those in use where they are.
            let opened = match shared.http.replay() {
                Some(replay) => open_replay(replay),
                None => open(choice, &shared.sandbox, scenario, store.as_ref()).await,
            };
            let message = match opened {
                Ok(mut keyring) => {
                    let now = super::now() / 1000;
                    shared.tell_facts(&mut keyring, now, &answers).await;
                    let standing = keyring.standing(now);
                    shared.known.lock().unwrap_or_else(PoisonError::into_inner).extend(keyring.secrets());
                    *slot = Some(keyring);
                    Message::Standing { turn, standing: Box::new(standing) }
                }
                Err(reason) => {
                    let standing =
                        slot.as_ref().map(|keyring| Box::new(keyring.standing(super::now() / 1000)));
                    Message::NoProfile { turn, reason, standing }
                }
            };
            drop(slot);
            let _ = answers.send(message).await;
        });
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

/// Writes a part of some pages to the file that a person named.
/// Saves at a path; one that is relative lies in the directory.
fn save(
    directory: &Path,
    typed: &Typed,
    pages: &Pages,
    part: Part,
    replaces: bool,
) -> Result<Saved, SaveFault> {
    let path = directory.join(typed_path(&typed.0, std::env::home_dir().as_deref())?);
    let existing = if replaces { Existing::Replace } else { Existing::Keep };
    let bytes = saving::save(&path, filtering::bytes(pages, part), existing)?;
    Ok(Saved { path: shown(&path), bytes })
}

#[cfg(debug_assertions)]
async fn breaking_if<T>(breaks: bool, task: impl Future<Output = T>) -> T {
    assert!(!breaks, "broken on purpose");
    task.await
}
