//! Fetches that run. Each is a task that reads the wire, and a thread beside it that reads what came.

use std::{
    collections::HashMap,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use tokio::{
    sync::{Notify, mpsc},
    task::{AbortHandle, JoinError},
};

use super::{
    blot::Blotter,
    reading::Reading,
    sending::{observe, prepare},
    shared::Shared,
};
use crate::{
    adapter::http::Incoming,
    app::{
        effect::Look,
        errors,
        fetch::FetchId,
        message::{Message, Outcome},
    },
    domain::{answer::Head, request::Request, token::Standing},
};

/// Pieces that wait to be read. The wire is read ahead so far, and no further: it must not fill the memory with what is not
/// indexed yet.
const AHEAD: usize = 32;

/// A body of so many bytes is read where it arrives, in a fraction of a millisecond; of a larger one the rest is read in a
/// thread of its own.
const SMALL: usize = 256 << 10;

/// How to watch a fetch, and to end it early.
#[derive(Debug, Clone, Default)]
pub(super) struct Watch {
    /// Bytes of the body that have come, after decoding.
    pub received: Arc<AtomicU64>,
    /// Read no more of the body.
    pub stop: Arc<Notify>,
}

/// What to fetch.
pub(super) struct Errand {
    pub id: FetchId,
    pub request: Request,
    pub restored: Vec<String>,
    pub profile: String,
    pub look: Look,
}

/// What the reading thread is told.
enum Wire {
    Piece(Vec<u8>, Head),
    End(Vec<u8>, Head),
}

/// What comes of a fetch, and how the credentials stand then.
type Fetched = (Outcome, Option<Standing>);

/// The fetches that run.
#[derive(Default)]
pub(super) struct Fetching {
    running: HashMap<FetchId, Running>,
}

struct Running {
    task: AbortHandle,
    watch: Watch,
}

impl Fetching {
    /// Runs a fetch, and tells its outcome; that it broke is one.
    pub(super) fn start(
        &mut self,
        id: FetchId,
        task: impl Future<Output = Fetched> + Send + 'static,
        watch: Watch,
        answers: mpsc::Sender<Message>,
    ) {
        let task = tokio::spawn(task);
        self.running.retain(|_, running| !running.task.is_finished());
        self.running.insert(id, Running { task: task.abort_handle(), watch });
        tokio::spawn(async move {
            let (outcome, standing) = match task.await {
                Ok(done) => done,
                Err(error) if error.is_cancelled() => return,
                Err(error) => (broken(error), None),
            };
            let (outcome, standing) = (Box::new(outcome), standing.map(Box::new));
            // The loop has ended when nobody receives any more.
            let _ = answers.send(Message::Fetched { id, outcome, standing }).await;
        });
    }

    /// Reads no more of a body: what has come is the answer.
    pub(super) fn keep(&self, id: FetchId) {
        if let Some(running) = self.running.get(&id) {
            running.watch.stop.notify_one();
        }
    }

    pub(super) fn cancel(&mut self, id: FetchId) {
        if let Some(running) = self.running.remove(&id) {
            running.task.abort();
        }
    }

    /// Counts the bytes that have come.
    pub(super) fn received(&self, id: FetchId) -> Option<Arc<AtomicU64>> {
        self.running.get(&id).map(|running| Arc::clone(&running.watch.received))
    }

    /// Drops all of them.
    pub(super) fn stop(&mut self) {
        self.running.drain().for_each(|(_, running)| running.task.abort());
    }
}

/// Sends a request and reads the answer.
pub(super) async fn fetch(
    shared: Shared,
    errand: Errand,
    watch: Watch,
    answers: mpsc::Sender<Message>,
) -> Fetched {
    let prepared = prepare(&shared.keyring, &errand.request, &errand.profile).await;
    let (call, secrets, standing) = match prepared {
        Ok(prepared) => prepared,
        Err(report) => return (Outcome::Unsent(report), None),
    };
    if let Some(keyring) = shared.keyring.lock().await.as_mut() {
        shared.tell_facts(keyring, super::now() / 1000, &answers).await;
    }
    let sent = super::now();
    let mut incoming = match shared.http.open(call).await {
        Ok(incoming) => incoming,
        Err(transport) => return (Outcome::Failed(transport), Some(standing)),
    };
    // The request went to the profile's own server, or nowhere.
    let standing = observe(&shared.keyring, &errand.profile, incoming.head(), sent).unwrap_or(standing);
    let blots = shared.blots(secrets);
    let mut reader = Reader {
        reading: Reading::begin(errand.request.target, errand.restored, Arc::clone(&blots)),
        id: errand.id,
        look: Some(answers).filter(|_| errand.look == Look::Early),
    };
    // A page of a list is read before a thread would have woken up for it.
    let mut blotter = Blotter::new(blots);
    let mut read = 0;
    while let Some(piece) = watch.piece(&mut incoming).await {
        read += piece.len();
        reader.take(&blotter.take(&piece), incoming.head());
        if read > SMALL {
            return (read_beside(reader, blotter, incoming, &watch).await, Some(standing));
        }
    }
    reader.reading.take(&blotter.rest());
    (Outcome::Answered(reader.reading.finish(incoming.finish())), Some(standing))
}

impl Watch {
    /// The next piece, unless no more is wanted.
    async fn piece(&self, incoming: &mut Incoming) -> Option<Vec<u8>> {
        let piece = tokio::select! {
            piece = incoming.piece() => piece,
            () = self.stop.notified() => {
                incoming.stop();
                incoming.piece().await
            }
        }?;
        self.received.fetch_add(piece.len() as u64, Ordering::Relaxed);
        Some(piece)
    }
}

/// Reads the rest of a large body in a thread of its own, while the wire goes on and what came off it is blotted.
async fn read_beside(
    mut reader: Reader,
    mut blotter: Blotter,
    mut incoming: Incoming,
    watch: &Watch,
) -> Outcome {
    let (wire, mut pieces) = mpsc::channel(AHEAD);
    // Nothing comes of it if the wire is given up.
    let read = tokio::task::spawn_blocking(move || {
        loop {
            match pieces.blocking_recv()? {
                Wire::End(rest, head) => {
                    reader.reading.take(&rest);
                    return Some(reader.reading.finish(head));
                }
                Wire::Piece(piece, head) => reader.take(&piece, &head),
            }
        }
    });
    while let Some(piece) = watch.piece(&mut incoming).await {
        // The reader only goes when it broke, which its handle tells below.
        let _ = wire.send(Wire::Piece(blotter.take(&piece), incoming.head().clone())).await;
    }
    let _ = wire.send(Wire::End(blotter.rest(), incoming.finish())).await;
    match read.await {
        Ok(Some(arrival)) => Outcome::Answered(arrival),
        Ok(None) => dropped(),
        Err(error) => broken(error),
    }
}

/// Reads what comes off the wire, and shows what has come.
struct Reader {
    reading: Reading,
    id: FetchId,
    /// Where an early look goes, if one is wanted.
    look: Option<mpsc::Sender<Message>>,
}

impl Reader {
    fn take(&mut self, piece: &[u8], head: &Head) {
        self.reading.take(piece);
        let Some(look) = &self.look else { return };
        if let Some(arrival) = self.reading.look(head) {
            // A loop that is busy can do without an early look.
            let _ = look.try_send(Message::Arriving { id: self.id, arrival: Box::new(arrival) });
        }
    }
}

/// A task that panicked, or was dropped by the runtime's end.
fn broken(error: JoinError) -> Outcome {
    match error.is_panic() {
        true => lost("a part of Segue broke while it read the answer"),
        false => dropped(),
    }
}

fn dropped() -> Outcome {
    lost("the request was dropped")
}

fn lost(meaning: &str) -> Outcome {
    let advice = "send it again; if it happens again, please report it with the path (never with a token)";
    Outcome::Unsent(errors::local("The request was lost", meaning, advice))
}
