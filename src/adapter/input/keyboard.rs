//! Where the library's events come from: read by the thread that waits for them, as soon as the terminal has something.
//!
//! The library's own stream waits in a thread of its own, which wakes that thread for each key; the way through two sleeping
//! threads is a good part of the time that a key takes. It is what is left where a terminal cannot be waited for otherwise.

use std::{future, io, os::fd::BorrowedFd, time::Duration};

use crossterm::event::{self, Event, EventStream};
use futures_util::StreamExt;
use tokio::{
    io::{Interest, unix::AsyncFd},
    signal::unix::{Signal, SignalKind, signal},
};

/// The library looks at the terminal only if it is given time. As long as there are bytes it takes none of it.
const ENOUGH: Duration = Duration::from_millis(1);

/// For what the library has read already, this is enough, unless the thread is put aside just then: so it is asked more
/// than once.
const A_LOOK: Duration = Duration::from_micros(3);
const LOOKS: usize = 3;

/// Reads events while it is not paused.
pub(super) struct Keyboard {
    source: Source,
    is_paused: bool,
}

enum Source {
    Direct(Direct),
    /// None while paused: a stream that lives on takes keys.
    Stream(Option<EventStream>),
}

impl Keyboard {
    /// Starts to read.
    pub(super) fn new() -> Self {
        let stream = |_| Source::Stream(Some(EventStream::new()));
        Self { source: Direct::new().map_or_else(stream, Source::Direct), is_paused: false }
    }

    /// The next event; none while paused. Dropping the future loses nothing.
    pub(super) async fn next(&mut self) -> io::Result<Event> {
        if self.is_paused {
            return future::pending().await;
        }
        match &mut self.source {
            Source::Direct(direct) => direct.next().await,
            Source::Stream(Some(stream)) => match stream.next().await {
                Some(event) => event,
                None => Err(io::ErrorKind::UnexpectedEof.into()),
            },
            Source::Stream(None) => future::pending().await,
        }
    }

    pub(super) fn pause(&mut self) {
        self.is_paused = true;
        if let Source::Stream(stream) = &mut self.source {
            *stream = None;
        }
    }

    pub(super) fn resume(&mut self) {
        self.is_paused = false;
        if let Source::Stream(stream) = &mut self.source {
            *stream = Some(EventStream::new());
        }
    }
}

/// The terminal, waited for by the runtime's own driver.
struct Direct {
    terminal: AsyncFd<BorrowedFd<'static>>,
    /// Tells a new size.
    sizes: Signal,
    /// The library may have read more than it has told.
    has_more: bool,
}

impl Direct {
    #[expect(
        deprecated,
        reason = "standard input stays open: what the successor is unsafe for cannot happen"
    )]
    fn new() -> io::Result<Self> {
        let terminal = AsyncFd::with_interest(rustix::stdio::stdin(), Interest::READABLE)?;
        let sizes = signal(SignalKind::window_change())?;
        // The library listens for new sizes from the first time it is asked.
        event::poll(Duration::ZERO)?;
        Ok(Self { terminal, sizes, has_more: true })
    }

    async fn next(&mut self) -> io::Result<Event> {
        loop {
            if self.has_more {
                for _ in 0..LOOKS {
                    if event::poll(A_LOOK)? {
                        return event::read();
                    }
                }
                self.has_more = false;
            }
            tokio::select! {
                ready = self.terminal.readable() => {
                    let mut ready = ready?;
                    let bytes = rustix::io::ioctl_fionread(rustix::stdio::stdin())?;
                    if bytes == 0 {
                        ready.clear_ready();
                        continue;
                    }
                    // One byte is one key, or a part of one.
                    self.has_more = bytes > 1;
                    if event::poll(ENOUGH)? {
                        return event::read();
                    }
                }
                _ = self.sizes.recv() => {
                    self.has_more = true;
                    if event::poll(ENOUGH)? {
                        return event::read();
                    }
                }
            }
        }
    }
}
