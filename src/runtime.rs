//! The loop and the executor of effects: the only room that knows both sides.
//!
//! ```text
//! surface ─► Message::Input ─┐
//! executor (bounded) ────────┼─► update ─► effects ─► executor
//! signals ───────────────────┘      └────► one draw, then wait again
//! ```
//!
//! Input comes first, then answers; at most [`BATCH`] messages, then one draw. Nothing wakes the loop while it is idle.
#![expect(clippy::disallowed_methods, reason = "the loop's clock is read here and nowhere else in the loop")]

mod executor;
mod reading;
mod screen;
mod start;
mod surface;

use std::{
    io,
    time::{SystemTime, UNIX_EPOCH},
};

use tokio::{
    signal::unix::{Signal, SignalKind, signal},
    sync::mpsc,
};

#[cfg(debug_assertions)]
pub use executor::Crash;
pub use executor::{Credentials, Executor};
pub use screen::Terminal;
pub use start::{Start, explore};
pub use surface::Surface;

use crate::{
    app::{effect::Effect, event::Event, message::Message, model::Model, update::update},
    ui::Theme,
};

/// Messages between two draws. A stream of answers must not keep keys from being seen.
const BATCH: usize = 64;

/// Answers that wait for the loop. Each fetch has one answer and a few ticks, so a longer queue would mean a fault.
const ANSWERS: usize = 256;

/// The channel by which the executor answers.
#[must_use]
pub fn answers() -> (mpsc::Sender<Message>, mpsc::Receiver<Message>) {
    mpsc::channel(ANSWERS)
}

/// The clock: milliseconds since the epoch.
#[must_use]
pub fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

/// Runs until the program ends; returns the model as it was then. The first frame is drawn before anything is opened.
///
/// # Errors
/// When the terminal cannot be drawn to, which means that it is gone.
pub async fn run(
    surface: &mut impl Surface,
    mut model: Model,
    theme: &Theme,
    executor: Executor,
    mut answers: mpsc::Receiver<Message>,
) -> io::Result<Model> {
    let mut executor = executor;
    let mut signals = Signals::new()?;
    model.now = now();
    model.screen.size = surface.size()?;
    surface.draw(&model, theme)?;
    executor.open();
    loop {
        let mut message = tokio::select! {
            biased;
            event = surface.next() => Message::Input(event),
            Some(message) = answers.recv() => message,
            () = signals.next() => Message::Terminate,
        };
        for taken in 1.. {
            if step(surface, &mut model, &mut executor, message)? {
                return Ok(model);
            }
            if taken == BATCH {
                break;
            }
            match waiting(surface, &mut answers).await {
                Some(next) => message = next,
                None => break,
            }
        }
        surface.draw(&model, theme)?;
    }
}

/// A message that is there already. Events are looked for with the loop's own waker: the terminal's stream remembers the
/// waker that it was polled with last, and one that wakes nothing would leave the next key unseen.
async fn waiting(surface: &mut impl Surface, answers: &mut mpsc::Receiver<Message>) -> Option<Message> {
    tokio::select! {
        biased;
        event = surface.next() => Some(Message::Input(event)),
        () = std::future::ready(()) => answers.try_recv().ok(),
    }
}

/// One message and what follows from it; true when the program is to end.
fn step(
    surface: &mut impl Surface,
    model: &mut Model,
    executor: &mut Executor,
    message: Message,
) -> io::Result<bool> {
    update(model, Message::At(now()));
    for effect in update(model, message) {
        match effect {
            Effect::Suspend => {
                surface.suspend()?;
                resized(surface, model)?;
            }
            Effect::EditBody(text) => {
                let edited = surface.edit(&text)?;
                update(model, Message::Edited(edited));
                resized(surface, model)?;
            }
            Effect::Quit(draft) => {
                executor.close(&draft);
                return Ok(true);
            }
            effect => executor.perform(effect),
        }
    }
    Ok(false)
}

/// The terminal may have another size after something else has had it.
fn resized(surface: &impl Surface, model: &mut Model) -> io::Result<()> {
    let (width, height) = surface.size()?;
    update(model, Message::Input(Event::Resize(width, height)));
    Ok(())
}

/// Waits until the process is told to end, by SIGTERM, SIGHUP or SIGINT.
pub async fn told_to_end() {
    match Signals::new() {
        Ok(mut signals) => signals.next().await,
        // Without handlers the signals end the process by themselves.
        Err(_) => std::future::pending().await,
    }
}

/// The signals that end the program.
struct Signals([Signal; 3]);

impl Signals {
    fn new() -> io::Result<Self> {
        Ok(Self([
            signal(SignalKind::terminate())?,
            signal(SignalKind::hangup())?,
            signal(SignalKind::interrupt())?,
        ]))
    }

    async fn next(&mut self) {
        let [terminate, hangup, interrupt] = &mut self.0;
        tokio::select! {
            _ = terminate.recv() => {}
            _ = hangup.recv() => {}
            _ = interrupt.recv() => {}
        }
    }
}
