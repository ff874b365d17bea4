//! Where bytes come from: read by the thread that waits for them, as soon as the terminal has some.
//!
//! Waiting in a thread of its own, which wakes that thread for each key, would take a good part of the time that a key takes.
//! It is what is left where a terminal cannot be waited for otherwise.

use std::{
    future, io,
    os::fd::BorrowedFd,
    sync::{Arc, mpsc},
    thread,
};

use rustix::{
    event::{PollFd, PollFlags, Timespec, poll},
    io::{read, retry_on_intr},
};
use tokio::{
    io::{Interest, unix::AsyncFd},
    sync::Notify,
};

/// What a terminal's line holds at most.
const PIECE: usize = 4096;

/// Reads bytes while it is not paused. The terminal is set to give what is there, and to wait for nothing.
pub(super) struct Keyboard {
    source: Source,
    is_paused: bool,
}

enum Source {
    /// Waited for by the runtime's own driver.
    Driver(AsyncFd<BorrowedFd<'static>>),
    Thread(Watcher),
}

impl Keyboard {
    /// Starts to read.
    #[expect(
        deprecated,
        reason = "standard input stays open: what the successor is unsafe for cannot happen"
    )]
    pub(super) fn new() -> Self {
        let driver = AsyncFd::with_interest(rustix::stdio::stdin(), Interest::READABLE);
        let source = driver.map_or_else(|_| Source::Thread(Watcher::new()), Source::Driver);
        Self { source, is_paused: false }
    }

    /// Waits for bytes; for ever while paused. Dropping the future loses nothing.
    pub(super) async fn read(&mut self, bytes: &mut Vec<u8>) -> io::Result<()> {
        if self.is_paused {
            return future::pending().await;
        }
        loop {
            match &mut self.source {
                Source::Driver(terminal) => {
                    let mut ready = terminal.readable().await?;
                    let is_all = read_now(bytes)?;
                    // This readiness stays: waiting for another would be no wait.
                    if bytes.is_empty() && ready.ready().is_read_closed() {
                        return Err(io::ErrorKind::UnexpectedEof.into());
                    }
                    if is_all {
                        ready.clear_ready();
                    }
                }
                Source::Thread(watcher) => {
                    watcher.wait().await?;
                    read_now(bytes)?;
                }
            }
            if !bytes.is_empty() {
                return Ok(());
            }
        }
    }

    /// What is there now.
    pub(super) fn read_now(&mut self, bytes: &mut Vec<u8>) -> io::Result<()> {
        if !self.is_paused {
            read_now(bytes)?;
        }
        Ok(())
    }

    pub(super) fn pause(&mut self) {
        self.is_paused = true;
    }

    pub(super) fn resume(&mut self) {
        self.is_paused = false;
    }
}

/// Reads what is there, and tells whether that was all: what comes later wakes anew. It never waits, also not in a terminal that
/// was set to wait for whole lines: we may have been stopped without a word, and the shell has the line as it wants it.
pub(in crate::adapter) fn read_now(bytes: &mut Vec<u8>) -> io::Result<bool> {
    let (input, mut piece) = (rustix::stdio::stdin(), [0; PIECE]);
    let is_any =
        retry_on_intr(|| poll(&mut [PollFd::new(&input, PollFlags::IN)], Some(&Timespec::default())))? > 0;
    // A terminal that is gone gives nothing, for ever; that is noticed elsewhere.
    let count = if is_any { retry_on_intr(|| read(input, &mut piece))? } else { 0 };
    bytes.extend_from_slice(&piece[..count]);
    Ok(count == 0)
}

/// A thread that waits until there is something, each time that it is asked to.
struct Watcher {
    asks: mpsc::Sender<()>,
    has_come: Arc<Notify>,
    is_asked: bool,
}

impl Watcher {
    fn new() -> Self {
        let (asks, asked) = mpsc::channel();
        let has_come = Arc::new(Notify::new());
        let told = Arc::clone(&has_come);
        // Without the thread asking fails, and the terminal is taken to be gone.
        let _ = thread::Builder::new().name("keyboard".to_owned()).spawn(move || {
            while asked.recv().is_ok() {
                let input = rustix::stdio::stdin();
                // An error shows when it is read.
                let _ = poll(&mut [PollFd::new(&input, PollFlags::IN)], None);
                told.notify_one();
            }
        });
        Self { asks, has_come, is_asked: false }
    }

    async fn wait(&mut self) -> io::Result<()> {
        if !self.is_asked {
            self.asks.send(()).map_err(|_| io::ErrorKind::BrokenPipe)?;
            self.is_asked = true;
        }
        self.has_come.notified().await;
        self.is_asked = false;
        Ok(())
    }
}
