//! What the terminal sends becomes our own [`Event`]s. The only way in for keys, pastes and sizes.
#![expect(clippy::disallowed_methods, reason = "how long a sequence is waited for is measured here")]

mod burst;
mod hangup;
mod keyboard;
pub mod parser;

use std::{collections::VecDeque, future, io, time::Duration};

pub(super) use keyboard::read_now;

use burst::Burst;
use hangup::Hangup;
use keyboard::Keyboard;
use parser::{Answer, Heard, Parser, Pointer, PointerKind};
use tokio::{
    signal::unix::{Signal, SignalKind, signal},
    time::{Instant, sleep_until},
};

use super::terminal;
use crate::app::event::{Event, Key, Mouse, MouseKind};

/// What came close behind what came before came with it, and the wire has cut it.
const PROMPT: Duration = Duration::from_millis(20);

/// What comes in.
pub enum Incoming {
    /// A person did something, or the terminal is gone.
    Event(Event),
    /// The terminal answers a question of ours.
    Answer(Answer),
}

/// What the terminal sends, one after the other.
pub struct Input {
    keyboard: Keyboard,
    hangup: Hangup,
    /// Tells a new size. None where nobody can tell: every frame looks as well.
    sizes: Option<Signal>,
    parser: Parser,
    burst: Burst,
    /// When something was read last.
    last: Instant,
    bytes: Vec<u8>,
    heard: VecDeque<Heard>,
    esc_wait: Duration,
    /// The terminal marks pastes: what is not marked is none.
    marks_pastes: bool,
    closed: bool,
}

impl Input {
    /// Starts to read the terminal; standard input must be one. Its keys wake the runtime that this is called in. A lone Esc is
    /// held for a while, for it may be the beginning of a key.
    #[must_use]
    pub fn new(esc_wait: Duration) -> Self {
        Self {
            keyboard: Keyboard::new(),
            hangup: Hangup::watch(),
            sizes: signal(SignalKind::window_change()).ok(),
            parser: Parser::default(),
            burst: Burst::default(),
            last: Instant::now(),
            bytes: Vec::new(),
            heard: VecDeque::new(),
            esc_wait,
            marks_pastes: false,
            closed: false,
        }
    }

    /// The next thing that means something to us. Waits for ever while paused, and after [`Event::Closed`], which
    /// comes once. Dropping the future loses nothing.
    pub async fn next(&mut self) -> Incoming {
        loop {
            if self.closed {
                return future::pending().await;
            }
            if let Some(incoming) = self.heard.pop_front().and_then(incoming) {
                return incoming;
            }
            if self.heard.is_empty()
                && let Some(event) = self.wait().await
            {
                return Incoming::Event(event);
            }
        }
    }

    /// Waits until something was heard, or tells what else has happened.
    async fn wait(&mut self) -> Option<Event> {
        let due = self.due();
        tokio::select! {
            biased;
            () = self.hangup.happened() => Some(self.close()),
            () = told(&mut self.sizes) => size(),
            read = self.keyboard.read(&mut self.bytes) => self.take(read),
            () = passed(due) => {
                // What came while the loop was busy has come in time.
                let read = self.keyboard.read_now(&mut self.bytes);
                let is_late = self.bytes.is_empty();
                let event = self.take(read);
                if is_late {
                    self.lapse();
                }
                event
            }
        }
    }

    /// When what is held is no longer held.
    fn due(&self) -> Option<Instant> {
        let patience = self.burst.patience().or_else(|| self.parser.patience(self.esc_wait))?;
        Some(self.last + patience)
    }

    /// Hears what was read.
    fn take(&mut self, read: io::Result<()>) -> Option<Event> {
        match read {
            Ok(()) => {}
            // Somebody else who reads the terminal was faster.
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
            Err(_) => return Some(self.close()),
        }
        if self.bytes.is_empty() {
            return None;
        }
        let is_prompt = self.last.elapsed() < PROMPT;
        self.last = Instant::now();
        let mut heard = Vec::new();
        self.parser.take(&self.bytes, &mut heard);
        self.bytes.clear();
        self.marks_pastes |= heard.iter().any(tells_of_marks);
        if self.marks_pastes {
            self.end_burst();
        } else {
            heard = self.burst.take(heard, is_prompt);
        }
        self.heard.extend(heard);
        None
    }

    /// Nothing more has come of what is held.
    fn lapse(&mut self) {
        if self.burst.patience().is_some() {
            return self.end_burst();
        }
        let mut heard = Vec::new();
        self.parser.lapse(&mut heard);
        self.heard.extend(heard);
    }

    fn end_burst(&mut self) {
        let Some(text) = self.burst.end() else { return };
        // The way out stays one, however close behind: no text ends with it.
        let pasted = text.trim_end_matches('\x03');
        let way_out = (pasted.len() < text.len()).then(|| Heard::Key(Key::ctrl('c')));
        self.heard.push_back(Heard::Paste(pasted.to_owned()));
        self.heard.extend(way_out);
    }

    /// Stops reading, so that another program gets all keys: around a suspend or an editor.
    pub fn pause(&mut self) {
        self.keyboard.pause();
    }

    /// Reads again after [`pause`](Self::pause).
    pub fn resume(&mut self) {
        self.keyboard.resume();
    }

    fn close(&mut self) -> Event {
        self.closed = true;
        self.keyboard.pause();
        Event::Closed
    }
}

/// Whether this tells that the terminal marks pastes.
const fn tells_of_marks(heard: &Heard) -> bool {
    matches!(heard, Heard::Paste(_) | Heard::Answer(Answer::Mode { number: 2004, is_known: true }))
}

/// Our word for what was heard; `None` for what Segue has no use for.
fn incoming(heard: Heard) -> Option<Incoming> {
    Some(match heard {
        Heard::Key(key) => Incoming::Event(Event::Key(key)),
        Heard::Paste(text) => Incoming::Event(Event::Paste(text)),
        Heard::Focus(has_focus) => Incoming::Event(Event::Focus(has_focus)),
        Heard::Answer(answer) => Incoming::Answer(answer),
        Heard::Pointer(pointer) => Incoming::Event(Event::Mouse(mouse(pointer)?)),
    })
}

/// Clicks and the wheel; what other buttons do, and where the pointer goes, is nobody's business.
const fn mouse(pointer: Pointer) -> Option<Mouse> {
    let kind = match pointer.kind {
        PointerKind::Down(0) => MouseKind::Down,
        PointerKind::WheelUp => MouseKind::WheelUp,
        PointerKind::WheelDown => MouseKind::WheelDown,
        PointerKind::Down(_) | PointerKind::Up(_) | PointerKind::Moved => return None,
    };
    Some(Mouse { kind, column: pointer.column, row: pointer.row })
}

async fn told(sizes: &mut Option<Signal>) {
    let told = match sizes {
        Some(sizes) => sizes.recv().await,
        None => None,
    };
    if told.is_none() {
        future::pending().await
    }
}

async fn passed(due: Option<Instant>) {
    match due {
        Some(due) => sleep_until(due).await,
        None => future::pending().await,
    }
}

/// The size that the terminal has now, if it tells one.
fn size() -> Option<Event> {
    terminal::size().map(|(columns, rows)| Event::Resize(columns, rows))
}
