//! Carries effects out. Holds what the core must not: credentials, connections, the sandbox, tasks.
//!
//! Each fetch is a task; cancelling drops it. A task that panics is told like any other failure, and the loop goes on.
#![expect(clippy::disallowed_methods, reason = "the beat of the waiting sign is a pause of the edge")]

use std::{
    collections::HashMap,
    sync::{Arc, PoisonError},
    time::Duration,
};

use tokio::{
    sync::{Mutex, OwnedMutexGuard, Semaphore, mpsc},
    task::{AbortHandle, JoinError},
};

use super::reading;
use crate::{
    adapter::{
        credentials::Keyring,
        http::{Call, Http},
        store::Store,
    },
    app::{
        effect::Effect,
        errors,
        fetch::FetchId,
        message::{Message, Outcome},
    },
    domain::{
        profile::{Choice, Config, Environment, Origin, choose},
        request::{Draft, Request},
        secret::{self, Secret},
        token::{KeyId, Standing, TeamId},
    },
    sandbox,
};

/// One beat of the waiting sign: slow enough to be calm, and to cost little over a thin wire.
const BEAT: Duration = Duration::from_millis(400);

/// Where credentials come from: what was chosen at start, and what else can be chosen.
pub struct Credentials {
    pub choice: Choice,
    pub config: Config,
    pub environment: Environment,
}

/// What tasks share: the credentials in use, and the connections.
#[derive(Clone)]
struct Shared {
    /// None until credentials have been read; a fetch waits for them.
    keyring: Arc<Mutex<Option<Keyring>>>,
    sandbox: Arc<Mutex<Option<sandbox::Running>>>,
    /// All secrets that were read in this run, of whichever profile: none of them may get into the draft.
    known: Arc<std::sync::Mutex<Vec<Secret>>>,
    /// The right to read an answer; there is one.
    turns: Arc<Semaphore>,
    http: Http,
}

/// Carries effects out, and answers with messages.
pub struct Executor {
    answers: mpsc::Sender<Message>,
    shared: Shared,
    credentials: Credentials,
    store: Option<Store>,
    running: HashMap<FetchId, AbortHandle>,
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
            turns: Arc::new(Semaphore::new(1)),
            http,
        };
        Self {
            answers,
            shared,
            credentials,
            store,
            running: HashMap::new(),
            #[cfg(debug_assertions)]
            crash: None,
        }
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

    /// Carries an effect out.
    pub fn perform(&mut self, effect: Effect) {
        match effect {
            Effect::Fetch { id, request, restored, profile } => {
                self.fetch(id, request, restored, profile);
            }
            Effect::Cancel(id) => self.cancel(id),
            Effect::Tick(id) => self.tick(id),
            Effect::UseProfile { name, turn } => self.use_profile(&name, turn),
            Effect::Suspend | Effect::EditBody(_) | Effect::Quit => {}
        }
    }

    /// Keeps the draft and ends what runs.
    ///
    /// # Errors
    /// When the draft cannot be kept.
    pub fn close(&mut self, draft: &Draft) -> std::io::Result<()> {
        for (_, task) in self.running.drain() {
            task.abort();
        }
        let known = self.shared.known.lock().unwrap_or_else(PoisonError::into_inner);
        self.store.as_ref().map_or(Ok(()), |store| store.keep_draft(draft, &known))
    }

    fn fetch(&mut self, id: FetchId, request: Request, restored: Vec<String>, profile: String) {
        let fetching = fetch(self.shared.clone(), request, restored, profile);
        #[cfg(debug_assertions)]
        let fetching = breaking_if(self.crash == Some(Crash::Task), fetching);
        let task = tokio::spawn(fetching);
        self.running.retain(|_, task| !task.is_finished());
        self.running.insert(id, task.abort_handle());
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

    fn cancel(&mut self, id: FetchId) {
        if let Some(task) = self.running.remove(&id) {
            task.abort();
        }
    }

    fn tick(&self, id: FetchId) {
        let answers = self.answers.clone();
        tokio::spawn(async move {
            tokio::time::sleep(BEAT).await;
            let _ = answers.send(Message::Tick(id)).await;
        });
    }

    fn use_profile(&self, name: &str, turn: u64) {
        match choose(&self.credentials.config, &self.credentials.environment, Some(name)) {
            Ok(choice) => self.open_choice(choice, turn),
            Err(fault) => {
                let answers = self.answers.clone();
                let message = Message::NoProfile { turn, reason: fault.to_string(), standing: None };
                tokio::spawn(async move { answers.send(message).await });
            }
        }
    }

    /// Reads credentials in a task of its own. The keyring is held meanwhile, so that a fetch waits for the new one.
    fn open_choice(&self, choice: Choice, turn: u64) {
        let shared = self.shared.clone();
        let answers = self.answers.clone();
        let held = self.shared.keyring.clone().try_lock_owned();
        tokio::spawn(async move {
            let mut slot: OwnedMutexGuard<_> = match held {
                Ok(held) => held,
                Err(_) => shared.keyring.clone().lock_owned().await,
            };
            // Credentials that cannot be had leave those in use where they are.
            let message = match open(choice, &shared.sandbox).await {
                Ok(keyring) => {
                    let standing = keyring.standing(super::now() / 1000);
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

#[cfg(debug_assertions)]
async fn breaking_if<T>(breaks: bool, task: impl Future<Output = T>) -> T {
    assert!(!breaks, "broken on purpose");
    task.await
}

/// A keyring for a choice; the sandbox is started when it is chosen for the first time.
async fn open(choice: Choice, sandbox: &Mutex<Option<sandbox::Running>>) -> Result<Keyring, String> {
    match choice {
        Choice::Plan(plan) => Ok(Keyring::open(plan).await),
        Choice::Sandbox => open_sandbox(sandbox).await,
    }
}

async fn open_sandbox(sandbox: &Mutex<Option<sandbox::Running>>) -> Result<Keyring, String> {
    let mut slot = sandbox.lock().await;
    if slot.is_none() {
        let started = sandbox::start(sandbox::Options::default()).await;
        *slot = Some(started.map_err(|error| format!("the sandbox could not be started: {error}"))?);
    }
    let Some(running) = slot.as_ref() else { return Err("the sandbox is not there".to_owned()) };
    keyring_of(running.access()).map_err(|reason| format!("the sandbox's own credentials: {reason}"))
}

/// The sandbox is spoken to as Apple is: with a key that tokens are minted from.
fn keyring_of(access: &sandbox::Access) -> Result<Keyring, String> {
    let origin: Origin = access.origin.parse().map_err(|fault| format!("{fault}"))?;
    let team: TeamId = access.team_id.parse().map_err(|fault| format!("{fault}"))?;
    let key: KeyId = access.key_id.parse().map_err(|fault| format!("{fault}"))?;
    let pem = Secret::new(access.private_key.clone());
    let user = Some(Secret::new(access.user_token.clone()));
    Ok(Keyring::from_parts(crate::domain::profile::SANDBOX, origin, "us", team, key, pem, user))
}

/// Sends a request and reads the answer.
async fn fetch(
    shared: Shared,
    request: Request,
    restored: Vec<String>,
    profile: String,
) -> (Outcome, Option<Standing>) {
    let prepared = prepare(&shared.keyring, &request, &profile).await;
    let (call, secrets, standing) = match prepared {
        Ok(prepared) => prepared,
        Err(report) => return (Outcome::Unsent(report), None),
    };
    let answer = match shared.http.send(call).await {
        Ok(answer) => answer,
        Err(transport) => return (Outcome::Failed(transport), Some(standing)),
    };
    let target = request.target;
    // A parse cannot be stopped: the next one waits for it, so that cancelled ones do not add up.
    let turn = shared.turns.acquire_owned().await;
    let read = tokio::task::spawn_blocking(move || {
        let arrival = reading::read(answer, target, restored, &secrets);
        drop(turn);
        arrival
    });
    let read = read.await;
    (read.map_or_else(broken, Outcome::Answered), Some(standing))
}

/// The call for a request: its origin and tokens come from the keyring, at the last moment.
async fn prepare(
    keyring: &Mutex<Option<Keyring>>,
    request: &Request,
    profile: &str,
) -> Result<(Call, Vec<Secret>, Standing), crate::domain::error::Report> {
    let unsent = |reason: String| errors::local("Nothing was sent", &reason, "mend it and send again");
    let mut slot = keyring.lock().await;
    let Some(keyring) = slot.as_mut() else { return Err(unsent("no credentials have been read".to_owned())) };
    // A request waits for the keyring, and another profile's may have come into its place meanwhile.
    if keyring.profile() != profile {
        return Err(unsent(format!("it was meant for the profile {profile}, which is not in use any more")));
    }
    if let Some(place) = place_of_secret(request, &keyring.secrets()) {
        return Err(unsent(format!(
            "one of the profile's tokens or keys stands in the {place}; take it out"
        )));
    }
    let now = super::now() / 1000;
    let mut secret_headers = Vec::new();
    if request.tokens.developer {
        let token = keyring.developer_token(now).map_err(|fault| unsent(fault.to_string()))?;
        secret_headers.push(("Authorization", Secret::new(format!("Bearer {}", token.expose()))));
    }
    if request.tokens.user
        && let Ok(token) = keyring.user_token()
    {
        secret_headers.push(("Music-User-Token", token));
    }
    let url = keyring.origin().url().join(&request.target).map_err(|error| unsent(error.to_string()))?;
    if !keyring.origin().same_origin_as_url(&url) {
        return Err(unsent("the address leads to another server".to_owned()));
    }
    let call = Call {
        method: request.method,
        url,
        headers: request.headers.clone(),
        secret_headers,
        body: request.body.clone().map(String::into_bytes),
    };
    Ok((call, keyring.secrets(), keyring.standing(now)))
}

/// Where in a request one of these secrets stands, as it is or percent-encoded: a URL is kept in logs on its way, and a
/// body or header that a person typed is no place for one either.
fn place_of_secret(request: &Request, secrets: &[Secret]) -> Option<&'static str> {
    let holds = |text: &str| secret::holds(text, secrets);
    let in_headers = || request.headers.iter().any(|(name, value)| holds(name) || holds(value));
    match () {
        () if holds(&request.target) => Some("path"),
        () if in_headers() => Some("headers"),
        () if request.body.as_deref().is_some_and(holds) => Some("body"),
        () => None,
    }
}

/// A task that panicked, or was dropped by the runtime's end.
fn broken(error: JoinError) -> Outcome {
    let meaning = if error.is_panic() {
        "a part of Segue broke while it read the answer"
    } else {
        "the request was dropped"
    };
    let advice = "send it again; if it happens again, please report it with the path (never with a token)";
    Outcome::Unsent(errors::local("The request was lost", meaning, advice))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keyring() -> Mutex<Option<Keyring>> {
        let user = Some(Secret::new("a/user+token/of+a+test".repeat(6)));
        let key = Secret::new("no key".to_owned());
        let (team, id) = ("FICTION001".parse().unwrap(), "FICTION002".parse().unwrap());
        Mutex::new(Some(Keyring::from_parts("work", Origin::sandbox(), "us", team, id, key, user)))
    }

    #[tokio::test]
    async fn a_request_is_not_sent_with_another_profile_than_it_was_meant_for() {
        let draft =
            Draft { path: "/v1/me/storefront".to_owned(), developer: Some(false), ..Draft::default() };
        let request = draft.check(&Origin::sandbox().url()).unwrap();
        let report = prepare(&keyring(), &request, "staging").await.map(|_| ()).unwrap_err();
        assert!(report.entries[0].meaning.contains("the profile staging"), "{report:?}");
        let (call, ..) = prepare(&keyring(), &request, "work").await.unwrap();
        assert_eq!(call.secret_headers.len(), 1);
    }

    #[tokio::test]
    async fn a_request_that_holds_the_profiles_own_token_is_not_sent() {
        let token = "a/user+token/of+a+test".repeat(6);
        let encoded = token.replace('/', "%2F").replace('+', "%2B");
        let draft = |path: &str, headers: &str, body: &str| Draft {
            method: crate::domain::request::Method::Put,
            path: path.to_owned(),
            headers: headers.to_owned(),
            body: body.to_owned(),
            developer: Some(false),
            ..Draft::default()
        };
        let cases = [
            (draft(&format!("/v1/x?t={token}"), "", ""), "path"),
            (draft(&format!("/v1/x?t={encoded}"), "", ""), "path"),
            (draft("/v1/x", &format!("X-Thing: {token}"), ""), "headers"),
            (draft("/v1/x", "", &format!("[\"{token}\"]")), "body"),
        ];
        for (draft, place) in cases {
            let request = draft.check(&Origin::sandbox().url()).unwrap();
            let report = prepare(&keyring(), &request, "work").await.map(|_| ()).unwrap_err();
            assert!(report.entries[0].meaning.contains(&format!("in the {place}")), "{report:?}");
        }
    }
}
