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

/// Reads events while it is not paused.
pub(super) struct Keyboard {
    source: Source,
    is_paused: bool,
}

enum Source {
    /// The terminal, and the signal that tells a new size.
    Direct(AsyncFd<BorrowedFd<'static>>, Signal),
    /// None while paused: a stream that lives on takes keys.
    Stream(Option<EventStream>),
}

impl Keyboard {
    /// Starts to read.
    pub(super) fn new() -> Self {
        // The library listens for new sizes from its first look on.
        _ = event::poll(Duration::ZERO);
        #[expect(
            deprecated,
            reason = "standard input stays open: what its successor is unsafe for cannot happen"
        )]
        let direct = || -> io::Result<Source> {
            let terminal = AsyncFd::with_interest(rustix::stdio::stdin(), Interest::READABLE)?;
            Ok(Source::Direct(terminal, signal(SignalKind::window_change())?))
        };
        let source = direct().unwrap_or_else(|_| Source::Stream(Some(EventStream::new())));
        Self { source, is_paused: false }
    }

    /// The next event; none while paused. Dropping the future loses nothing.
    pub(super) async fn next(&mut self) -> io::Result<Event> {
        if self.is_paused {
            return future::pending().await;
        }
        match &mut self.source {
            Source::Direct(terminal, sizes) => read(terminal, sizes).await,
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

/// Asks the library, which never waits then, and waits for the terminal when it has nothing.
async fn read(terminal: &AsyncFd<BorrowedFd<'static>>, sizes: &mut Signal) -> io::Result<Event> {
    loop {
        if event::poll(Duration::ZERO)? {
            return event::read();
        }
        tokio::select! {
            ready = terminal.readable() => {
                let mut ready = ready?;
                if event::poll(Duration::ZERO)? {
                    return event::read();
                }
                ready.clear_ready();
            }
            _ = sizes.recv() => {}
        }
    }
}
