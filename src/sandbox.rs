//! A server on loopback that enforces the rules of the Apple Music API on a fictional catalogue.
//!
//! It is for newcomers without an account, for demonstrations, and for the tests of everything else. It imports no
//! other room: had it shared types with the client, one mistake would look right on both sides.
//!
//! ```text
//! request ─► server (HTTP) ─► gate (tokens) ─► route ─► reader + graph (what is asked, what is related)
//!               │                                ├─► resource + attributes (JSON)
//!               └─► journal (who asked what)     └─► state (all that changes)
//! ```

mod access;
mod artwork;
mod attributes;
mod call;
mod catalogue;
mod clock;
mod door;
mod fault;
mod gate;
mod graph;
mod host;
mod intake;
mod journal;
mod kinds;
mod latency;
mod library;
mod mix;
mod musickit;
mod query;
mod reader;
mod recommendations;
mod resource;
mod route;
mod scenario;
mod server;
mod state;
mod storefronts;
mod titles;
mod words;

use std::fmt;
use std::future::IntoFuture as _;
use std::io;
use std::net::Ipv4Addr;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio::time::timeout;

pub use access::Access;
use door::Door;
use gate::Gate;
use journal::Journal;
pub use latency::Latency;
pub use scenario::Scenario;
use server::House;

/// How a sandbox starts.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// The port on 127.0.0.1; 0 picks a free one.
    pub port: u16,
    /// The same seed gives the same catalogue, library and user token.
    pub seed: u64,
    /// What is wrong with it.
    pub scenario: Scenario,
    /// How long every answer waits.
    pub latency: Latency,
    /// No token is asked for: every request is the listener's.
    pub token_free: bool,
    /// What Apple does not document answers too.
    pub undocumented: bool,
    /// Tracks that were appended are a 201, as Apple's document once said, and no 204.
    pub append_created: bool,
    /// How long a client may take to send a body: one that promises some and sends none would hold its connection for ever.
    pub body_time: Duration,
    /// The same for the head of a request.
    pub head_time: Duration,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            port: 0,
            seed: 1,
            scenario: Scenario::Healthy,
            latency: Latency::default(),
            token_free: false,
            undocumented: false,
            append_created: false,
            body_time: BODY_TIME,
            head_time: HEAD_TIME,
        }
    }
}

/// A sandbox that is serving. It shuts down when this is dropped.
pub struct Running {
    access: Access,
    seed: u64,
    house: Arc<House>,
    /// Dropping the sender is the signal to shut down.
    shutdown: Option<oneshot::Sender<()>>,
    task: Option<JoinHandle<io::Result<()>>>,
}

/// No body is larger than 64 KiB: ten seconds are enough for one that is typed by hand over a slow line.
const BODY_TIME: Duration = Duration::from_secs(10);

/// A head is typed by hand as well, and has more lines.
const HEAD_TIME: Duration = Duration::from_secs(30);

/// A client that never reads its answer must not keep the sandbox from stopping.
const PATIENCE: Duration = Duration::from_secs(2);

/// Binds 127.0.0.1, signs the tokens and starts serving.
///
/// Returns before the catalogue is built: that happens once, on a blocking thread, started right away. Requests that
/// come earlier wait for it.
///
/// # Errors
///
/// When the port cannot be bound.
pub async fn start(options: Options) -> io::Result<Running> {
    open(options, Journal::default()).await
}

/// As [`start`], and writes every request down: one JSON object a line, with no token in it.
///
/// # Errors
///
/// When the port cannot be bound.
pub async fn start_logging(options: Options, log: Box<dyn io::Write + Send>) -> io::Result<Running> {
    open(options, Journal::new(Some(log))).await
}

async fn open(options: Options, journal: Journal) -> io::Result<Running> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, options.port)).await?;
    let access = Access::issue(listener.local_addr()?.port(), options.seed, options.scenario)?;
    let key = access::public_key().map_err(io::Error::other)?;
    let gate = Gate::new(key, access.user_token.clone(), options);
    let house = Arc::new(House::new(options, gate, journal));
    house.armed.arm(options.scenario);
    let builder = Arc::clone(&house);
    tokio::spawn(async move { builder.world().await.map(|_| ()) });

    let (shutdown, signal) = oneshot::channel();
    let door = Door::new(listener, options.head_time);
    let serving = axum::serve(door, server::router(Arc::clone(&house)))
        .with_graceful_shutdown(async move { _ = signal.await })
        .into_future();
    let seed = options.seed;
    Ok(Running { access, seed, house, shutdown: Some(shutdown), task: Some(tokio::spawn(serving)) })
}

impl Running {
    /// Where it listens, and what opens it.
    #[must_use]
    pub fn access(&self) -> &Access {
        &self.access
    }

    /// Makes something else wrong with it, and hands out other credentials where they are what is wrong.
    ///
    /// # Errors
    /// When a token cannot be signed.
    pub fn arm(&mut self, scenario: Scenario) -> io::Result<&Access> {
        let port = self.access.origin.rsplit(':').next().and_then(|port| port.parse().ok());
        self.access = Access::issue(port.unwrap_or_default(), self.seed, scenario)?;
        self.house.armed.arm(scenario);
        Ok(&self.access)
    }

    /// How many requests were answered so far, refusals included.
    #[must_use]
    pub fn requests(&self) -> u64 {
        self.house.served()
    }

    /// Finishes what is being answered, then stops; a client that hangs is cut off.
    pub async fn stop(mut self) {
        self.shutdown = None;
        _ = timeout(PATIENCE, self.finished()).await;
    }

    /// Resolves when the server ends by itself, and at once if it already has.
    pub async fn finished(&mut self) {
        if let Some(task) = &mut self.task {
            _ = task.await;
            self.task = None;
        }
    }
}

impl fmt::Debug for Running {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Running").field("access", &self.access).finish_non_exhaustive()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.shutdown = None;
        if let Some(task) = &self.task {
            task.abort();
        }
    }
}
