//! The page on loopback that fetches a Music User Token from MusicKit, and answers over a channel.
//!
//! ```text
//! door (loopback alone, few connections, none for long) ─► guard (host, nonce, origin, type) ─► route ─► Event
//! ```
//!
//! The address is the secret that opens the page: it holds 256 random bits, is good for one token and for five minutes,
//! and everything behind it is closed the moment a sign-in is over.

mod door;
mod guard;
mod musickit;
mod route;

use std::{
    future::IntoFuture as _,
    io,
    sync::{Arc, atomic::AtomicBool},
    time::Duration,
};

use tokio::{
    sync::{mpsc, oneshot},
    task::JoinHandle,
    time::timeout,
};

pub use musickit::MusicKit;

use self::{
    door::{Connections, Door},
    route::House,
};
use crate::domain::{doctor::facts::SignIn, secret::Secret};

/// The port that the page has unless another one is asked for or this one is taken. Web pages keep what they store by
/// origin, so that it should be the same each time.
pub const PORT: u16 = 8765;

/// How long a sign-in may take: long enough to look for a password, too short to forget a page that is open.
pub const LIMIT: Duration = Duration::from_secs(5 * 60);

/// Steps that wait to be told. A page takes a handful.
const STEPS: usize = 32;

/// How long an answer that is on its way when the page closes may take.
const GRACE: Duration = Duration::from_secs(2);

/// What a page is opened with.
pub struct Options {
    /// The port on loopback; 0 picks a free one.
    pub port: u16,
    /// How long it stays open: [`LIMIT`], or less.
    pub limit: Duration,
    /// What stands in the address: at least 256 random bits, in letters and digits.
    pub nonce: Secret,
    /// A developer token for the page alone.
    pub developer_token: Secret,
    /// Whose MusicKit it is.
    pub musickit: MusicKit,
}

/// What happens on the page.
#[derive(Debug)]
pub enum Event {
    /// It was opened in a browser.
    Opened,
    /// MusicKit is there and configured.
    Loaded,
    /// MusicKit knows an account from before.
    Known,
    /// Apple's window is open.
    Window,
    /// Something did not work; the page can still be used.
    Trouble(SignIn),
    /// A token came. The page waits for what is said of it.
    Answered { token: Secret, reply: Reply },
    /// Five minutes are over, or the server broke.
    Over,
}

/// Tells the page what became of its token.
#[derive(Debug)]
pub struct Reply(oneshot::Sender<Result<String, String>>);

impl Reply {
    /// A sentence for the page: that the token is good and kept, or what is wrong with it.
    pub fn send(self, outcome: Result<String, String>) {
        // The page may be gone, and then it needs no answer.
        let _ = self.0.send(outcome);
    }
}

/// A page that can be opened. It is closed when this is dropped.
pub struct Page {
    port: u16,
    nonce: Secret,
    events: mpsc::Receiver<Event>,
    connections: Arc<Connections>,
    /// Dropping the sender is the signal to close.
    closing: Option<oneshot::Sender<()>>,
    task: JoinHandle<()>,
}

/// Opens the page on 127.0.0.1, and on ::1 where there is one.
///
/// # Errors
/// When the port cannot be had on both.
pub async fn open(options: Options) -> io::Result<Page> {
    let connections = Arc::new(Connections::default());
    let door = Door::open(options.port, Arc::clone(&connections)).await?;
    let port = door.port();
    let (sender, events) = mpsc::channel(STEPS);
    let house = House {
        port,
        nonce: options.nonce.clone(),
        developer_token: options.developer_token,
        musickit: options.musickit,
        events: sender.clone(),
        is_used: AtomicBool::new(false),
    };
    let (closing, closed) = oneshot::channel::<()>();
    let router = route::router(Arc::new(house));
    let serving = axum::serve(door, router).with_graceful_shutdown(async move { _ = closed.await });
    let task = tokio::spawn(async move {
        let _ = timeout(options.limit.min(LIMIT), serving.into_future()).await;
        let _ = sender.send(Event::Over).await;
    });
    Ok(Page { port, nonce: options.nonce, events, connections, closing: Some(closing), task })
}

impl Page {
    /// What to open in a browser. Who has it can sign in, until the page is closed.
    #[must_use]
    pub fn address(&self) -> String {
        format!("http://localhost:{}/{}/", self.port, self.nonce.expose())
    }

    /// The port on loopback.
    #[must_use]
    pub const fn port(&self) -> u16 {
        self.port
    }

    /// What happens next.
    pub async fn next(&mut self) -> Event {
        self.events.recv().await.unwrap_or(Event::Over)
    }

    /// Finishes the answer that is on its way, and closes.
    pub async fn close(mut self) {
        self.closing = None;
        let _ = timeout(GRACE, &mut self.task).await;
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        self.closing = None;
        self.task.abort();
        self.connections.end();
    }
}
