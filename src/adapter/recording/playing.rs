//! Playing: a recording answers calls in the place of a network, in its own time or at once.
#![expect(
    clippy::disallowed_methods,
    reason = "an answer comes when it came in the recording, counted from its call"
)]

use std::{
    collections::BTreeSet,
    path::Path,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use super::{RecordingFault, asked, contents, exchanges};
use crate::{
    adapter::call::Call,
    domain::{
        answer::{Head, Transport},
        profile::{DEFAULT_STOREFRONT, Recorded, replay_of},
        recording::{Asked, Came, Exchange, is_it, nearest},
        request::Tokens,
        saving::shown,
        visible::visible,
    },
};

/// A body comes in pieces of so many bytes, each when its share of the recorded time has passed.
const PIECE: usize = 64 << 10;

/// A recording that answers calls. Clones go on with the same one.
#[derive(Clone)]
pub struct Replay(Arc<Inner>);

struct Inner {
    name: String,
    exchanges: Vec<Exchange>,
    is_at_once: bool,
    /// Exchanges that have answered. What was asked several times is answered in the same order, and then by the last.
    played: Mutex<BTreeSet<usize>>,
}

impl Replay {
    /// Reads the recording in a directory; `is_at_once` lets its answers come without waiting. Blocks.
    ///
    /// # Errors
    /// Why it cannot be played, and which file of it is at fault.
    pub fn open(directory: &Path, is_at_once: bool) -> Result<Self, RecordingFault> {
        let held = contents(directory)?;
        if !held.has_index {
            return Err(RecordingFault::None(shown(directory)));
        }
        let exchanges = exchanges(directory, &held)?;
        if exchanges.is_empty() {
            return Err(RecordingFault::Empty(shown(directory)));
        }
        let name = directory.canonicalize().unwrap_or_else(|_| directory.to_owned());
        let name = name.file_name().unwrap_or(name.as_os_str()).to_string_lossy();
        let name = visible(&name).into_owned();
        Ok(Self(Arc::new(Inner { name, exchanges, is_at_once, played: Mutex::default() })))
    }

    /// What it tells of the server that it was made with.
    ///
    /// # Errors
    /// Why it names none, in words.
    pub fn recorded(&self) -> Result<Recorded, String> {
        let origin = self.first().map_or("", |asked| &asked.origin);
        Ok(Recorded {
            name: replay_of(&self.0.name),
            origin: origin.parse().map_err(|fault| format!("the recording's origin: {fault}"))?,
            storefront: self.storefront().unwrap_or(DEFAULT_STOREFRONT).to_owned(),
            tokens: self.tokens(),
        })
    }

    /// Its first request.
    #[must_use]
    pub fn first(&self) -> Option<&Asked> {
        self.0.exchanges.first().map(|exchange| &exchange.asked)
    }

    /// The storefront of its first request that has one.
    fn storefront(&self) -> Option<&str> {
        self.0.exchanges.iter().find_map(|exchange| {
            let (id, _) = exchange.asked.target.strip_prefix("/v1/catalog/")?.split_once('/')?;
            Some(id).filter(|id| id.len() == 2)
        })
    }

    /// The tokens that went along with any of its requests.
    fn tokens(&self) -> Tokens {
        let any =
            |sent: fn(&Tokens) -> bool| self.0.exchanges.iter().any(|exchange| sent(&exchange.asked.tokens));
        Tokens { developer: any(|tokens| tokens.developer), user: any(|tokens| tokens.user) }
    }

    /// The answer to a call, when it is due. Dropping the future cancels.
    ///
    /// # Errors
    /// The recorded failure, or that the call is not in the recording.
    pub(in crate::adapter) async fn answer(&self, call: &Call) -> Result<Playing, Transport> {
        let start = Instant::now();
        let asked = asked(call);
        let Some(at) = self.find(&asked) else {
            let nearest = nearest(self.0.exchanges.iter().map(|exchange| &exchange.asked), &asked);
            return Err(Transport::NotRecorded { asked: asked.line(), nearest });
        };
        let (due, outcome) = match &self.0.exchanges[at].came {
            Came::Answer { head, .. } => (head.timing.head, Ok(head.clone())),
            Came::Nothing { why, after } => (*after, Err(why.clone())),
        };
        if !self.0.is_at_once {
            tokio::time::sleep(due).await;
        }
        self.0.played.lock().unwrap_or_else(PoisonError::into_inner).insert(at);
        outcome.map(|head| Playing { replay: self.clone(), at, head, start, sent: 0 })
    }

    fn find(&self, asked: &Asked) -> Option<usize> {
        let played = self.0.played.lock().unwrap_or_else(PoisonError::into_inner);
        let mut fitting = self.0.exchanges.iter().enumerate().filter(|(_, kept)| is_it(&kept.asked, asked));
        let fresh = fitting.clone().find(|(at, _)| !played.contains(at));
        fresh.or_else(|| fitting.next_back()).map(|(at, _)| at)
    }
}

/// An answer that is being played.
pub(in crate::adapter) struct Playing {
    replay: Replay,
    at: usize,
    head: Head,
    start: Instant,
    /// Bytes of the body that have come.
    sent: usize,
}

impl Playing {
    /// When the call was made.
    pub(in crate::adapter) const fn start(&self) -> Instant {
        self.start
    }

    /// All but the body, as it was recorded.
    pub(in crate::adapter) const fn head(&self) -> &Head {
        &self.head
    }

    fn body(&self) -> &[u8] {
        match &self.replay.0.exchanges[self.at].came {
            Came::Answer { body, .. } => body,
            Came::Nothing { .. } => &[],
        }
    }

    /// The next piece of the body, when it is due; none behind the last one. Dropping the future loses nothing.
    pub(in crate::adapter) async fn piece(&mut self) -> Option<Vec<u8>> {
        let (whole, from) = (self.body().len(), self.sent);
        let to = whole.min(from + PIECE);
        if !self.replay.0.is_at_once {
            tokio::time::sleep_until((self.start + self.due(to)).into()).await;
        }
        self.sent = to;
        Some(self.body()[from..to].to_vec()).filter(|piece| !piece.is_empty())
    }

    /// When so much of the body is there, counted from the call.
    fn due(&self, to: usize) -> Duration {
        let timing = self.head.timing;
        let share = to as f64 / self.body().len().max(1) as f64;
        timing.head + timing.total.saturating_sub(timing.head).mul_f64(share)
    }
}
