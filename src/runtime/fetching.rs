//! One fetch: a task that reads the wire, and a thread beside it that reads what came.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use tokio::{
    sync::{Notify, mpsc},
    task::JoinError,
};

use super::{executor::Shared, reading::Reading, sending::prepare};
use crate::{
    app::{
        effect::Look,
        errors,
        fetch::FetchId,
        message::{Arrival, Message, Outcome},
    },
    domain::{answer::Head, request::Request, token::Standing},
};

/// Pieces that wait to be read. The wire is read ahead so far, and no further: it must not fill the memory with what is not
/// indexed yet.
const AHEAD: usize = 32;

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
    End(Head),
}

/// Sends a request and reads the answer.
pub(super) async fn fetch(
    shared: Shared,
    errand: Errand,
    watch: Watch,
    answers: mpsc::Sender<Message>,
) -> (Outcome, Option<Standing>) {
    let prepared = prepare(&shared.keyring, &errand.request, &errand.profile).await;
    let (call, secrets, standing) = match prepared {
        Ok(prepared) => prepared,
        Err(report) => return (Outcome::Unsent(report), None),
    };
    let mut incoming = match shared.http.open(call).await {
        Ok(incoming) => incoming,
        Err(transport) => return (Outcome::Failed(transport), Some(standing)),
    };
    let (wire, pieces) = mpsc::channel(AHEAD);
    let reading = Reading::begin(errand.request.target, errand.restored, &secrets);
    let look = Some(answers).filter(|_| errand.look == Look::Early);
    let id = errand.id;
    let read = tokio::task::spawn_blocking(move || read(reading, pieces, id, look));
    loop {
        let piece = tokio::select! {
            piece = incoming.piece() => piece,
            () = watch.stop.notified() => {
                incoming.stop();
                incoming.piece().await
            }
        };
        let Some(piece) = piece else { break };
        watch.received.fetch_add(piece.len() as u64, Ordering::Relaxed);
        // The reader only goes when it broke, which its handle tells below.
        let _ = wire.send(Wire::Piece(piece, incoming.head().clone())).await;
    }
    let _ = wire.send(Wire::End(incoming.finish())).await;
    let outcome = match read.await {
        Ok(Some(arrival)) => Outcome::Answered(arrival),
        Ok(None) => dropped(),
        Err(error) => broken(error),
    };
    (outcome, Some(standing))
}

/// Reads what comes off the wire; nothing comes of it if the wire is given up.
fn read(
    mut reading: Reading,
    mut pieces: mpsc::Receiver<Wire>,
    id: FetchId,
    look: Option<mpsc::Sender<Message>>,
) -> Option<Arrival> {
    loop {
        match pieces.blocking_recv()? {
            Wire::End(head) => return Some(reading.finish(head)),
            Wire::Piece(piece, head) => {
                reading.take(&piece);
                let seen = look.as_ref().and_then(|look| Some((look, reading.look(&head)?)));
                if let Some((look, arrival)) = seen {
                    // A loop that is busy can do without an early look.
                    let _ = look.try_send(Message::Arriving { id, arrival: Box::new(arrival) });
                }
            }
        }
    }
}

/// A task that panicked, or was dropped by the runtime's end.
pub(super) fn broken(error: JoinError) -> Outcome {
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
