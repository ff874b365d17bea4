//! HTTP: a call goes out, an answer or the reason why there is none comes back. Only here is the client library known;
//! nothing of it crosses.
//!
//! Redirects are never followed, cookies never kept, certificate checks never off, and no request is repeated: what the
//! wire says is what a person sees.
#![expect(clippy::disallowed_methods, reason = "an answer carries how long it took")]

mod body;
mod client;
mod failure;
mod incoming;
mod request;
mod verifier;

use std::sync::Arc;
use std::time::{Duration, Instant};

use url::Url;

use self::client::{Clients, route};
pub use self::incoming::Incoming;
use self::request::request;
use self::verifier::Refusals;
use super::call::Call;
use super::recording::{Recorder, Replay};
use crate::domain::answer::{Answer, Transport};
use crate::domain::profile::LARGEST_BODY;

/// When to give up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// For name, TCP and TLS together. 10 s: a lost SYN is sent again after 1, 3 and 7 s, so a bad link gets through,
    /// and a person on a stage waits no longer for a dead host.
    pub connect: Duration,
    /// Without a byte, also before the first. 30 s: a slow answer may think that long, and a link that is silent for
    /// longer is dead; every byte starts it anew, so a large body on a slow link is never cut.
    pub read: Duration,
    /// The body after decoding, in bytes. 256 MiB: far over any page of the API, and with its index it still fits a
    /// laptop's memory; a gzip bomb stops here.
    pub body: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { connect: Duration::from_secs(10), read: Duration::from_secs(30), body: LARGEST_BODY }
    }
}

/// Sends calls. Cheap to make and to clone (clones share connections): a client is built at the first call that needs
/// it, since reading the system's certificates takes longer than drawing the first frame. Bound to the tokio runtime of
/// that first call.
#[derive(Clone, Default)]
pub struct Http {
    limits: Limits,
    roots: Option<Arc<Vec<Vec<u8>>>>,
    clients: Arc<Clients>,
    refusals: Refusals,
    recorder: Option<Recorder>,
    replay: Option<Replay>,
}

impl Http {
    /// Checks servers against the system's certificates.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Checks servers against the system's certificates, and reads bodies of this size at most; the usual one if none is
    /// named.
    #[must_use]
    pub fn reading(most: Option<u64>) -> Self {
        let limits = Limits::default();
        Self { limits: Limits { body: most.unwrap_or(limits.body), ..limits }, ..Self::default() }
    }

    /// Checks servers against these certificates (DER) alone, and uses no proxy: for tests with a server of their own.
    #[must_use]
    pub fn trusting(roots: Vec<Vec<u8>>) -> Self {
        Self { roots: Some(Arc::new(roots)), ..Self::default() }
    }

    /// The same with other limits, and with connections of its own.
    #[must_use]
    pub fn with_limits(self, limits: Limits) -> Self {
        Self { limits, clients: Arc::default(), ..self }
    }

    /// Keeps what is sent and what comes of it.
    #[must_use]
    pub fn recording(self, recorder: Option<Recorder>) -> Self {
        Self { recorder, ..self }
    }

    /// Answers from a recording: from then on nothing is sent to anybody.
    #[must_use]
    pub fn replaying(self, replay: Option<Replay>) -> Self {
        Self { replay, ..self }
    }

    /// Who keeps what is sent, if somebody does.
    #[must_use]
    pub const fn recorder(&self) -> Option<&Recorder> {
        self.recorder.as_ref()
    }

    /// The recording that it answers from, if it does.
    #[must_use]
    pub const fn replay(&self) -> Option<&Replay> {
        self.replay.as_ref()
    }

    /// Sends a call once and reads the answer, whatever its status. Dropping the future cancels.
    ///
    /// # Errors
    ///
    /// When no status line came. A body that ended early is no error: see [`Head::extent`](crate::domain::answer::Head::extent).
    pub async fn send(&self, call: Call) -> Result<Answer, Transport> {
        let mut incoming = self.open(call).await?;
        let mut body = Vec::new();
        while let Some(piece) = incoming.piece().await {
            body.extend_from_slice(&piece);
        }
        Ok(Answer { head: incoming.finish(), body })
    }

    /// Sends a call once; the answer's body is read piece by piece. Dropping it cancels.
    ///
    /// # Errors
    ///
    /// When no status line came.
    pub async fn open(&self, call: Call) -> Result<Incoming, Transport> {
        if let Some(replay) = &self.replay {
            return Ok(Incoming::recorded(replay.answer(&call).await?, self.limits));
        }
        let Some(recorder) = &self.recorder else { return self.open_wire(call).await };
        let (tap, start) = (recorder.tap(&call), Instant::now());
        match self.open_wire(call).await {
            Ok(incoming) => Ok(incoming.kept_by(tap)),
            Err(transport) => {
                tap.fail(&transport, start.elapsed());
                Err(transport)
            }
        }
    }

    async fn open_wire(&self, call: Call) -> Result<Incoming, Transport> {
        let (route, host) = (route(&call.url)?, host_of(&call.url));
        let name = call.url.host_str().unwrap_or_default().trim_matches(['[', ']']).to_owned();
        let request = request(call)?;
        let client = self.client(route).await?;
        let start = Instant::now();
        let response =
            client.execute(request).await.map_err(|error| self.explain(&error, route, host, &name))?;
        Ok(Incoming::new(response, start, self.limits))
    }
}

/// The host as shown, with its port unless that is the usual one.
fn host_of(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}

fn other(detail: String) -> Transport {
    Transport::Other { detail }
}
