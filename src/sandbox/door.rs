//! Who is let in: so many connections at a time, and none that keeps the sandbox waiting for a request.

use std::{
    collections::VecDeque,
    future::Future as _,
    io,
    net::SocketAddr,
    pin::Pin,
    sync::{Arc, Weak},
    task::{Context, Poll, ready},
    time::Duration,
};

use axum::serve::Listener;
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::{TcpListener, TcpStream},
    sync::{Notify, futures::OwnedNotified},
    time::Sleep,
};

use crate::sandbox::clock;

/// So many connections at a time; one more, and the oldest ends: who opens many keeps nobody out.
const MOST: usize = 256;

/// How long a connection is kept between requests: longer than clients do, who let go after a minute or two.
const IDLE: Duration = Duration::from_secs(180);

/// Where connections come in.
pub(super) struct Door {
    listener: TcpListener,
    /// How long the head of a request may take.
    head_time: Duration,
    open: VecDeque<Weak<Notify>>,
}

impl Door {
    pub(super) const fn new(listener: TcpListener, head_time: Duration) -> Self {
        Self { listener, head_time, open: VecDeque::new() }
    }

    /// Takes a place, which may be that of the oldest connection.
    fn place(&mut self) -> Pin<Box<OwnedNotified>> {
        self.open.retain(|connection| connection.strong_count() > 0);
        if self.open.len() >= MOST
            && let Some(oldest) = self.open.pop_front().and_then(|oldest| oldest.upgrade())
        {
            oldest.notify_one();
        }
        let place = Arc::new(Notify::new());
        self.open.push_back(Arc::downgrade(&place));
        Box::pin(place.notified_owned())
    }
}

impl Listener for Door {
    type Io = Connection;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Connection, SocketAddr) {
        let (stream, from) = Listener::accept(&mut self.listener).await;
        // Answers are small and written whole: waiting to fill a segment would only add to every measured time.
        _ = stream.set_nodelay(true);
        let (ended, head_time) = (self.place(), self.head_time);
        let waits = Box::pin(clock::timer(head_time));
        (Connection { stream, ended, head_time, waits, course: Course::Idle }, from)
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }
}

/// A connection that ends when a request does not.
pub(super) struct Connection {
    stream: TcpStream,
    /// Another one needs the place.
    ended: Pin<Box<OwnedNotified>>,
    head_time: Duration,
    /// Over when what is waited for does not come any more.
    waits: Pin<Box<Sleep>>,
    course: Course,
}

/// How far a request is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Course {
    /// None has begun.
    Idle,
    /// Its head comes; whether a line has just ended.
    Head { ends_line: bool },
    /// Its head is there: how long the rest takes is the server's to say.
    Answering,
}

impl Course {
    /// The course after some bytes from the client.
    fn after(self, bytes: &[u8]) -> Self {
        bytes.iter().fold(self, |course, byte| match (course, byte) {
            (Self::Answering, _) | (Self::Head { ends_line: true }, b'\n') => Self::Answering,
            (Self::Idle, b'\r' | b'\n') => Self::Idle,
            (Self::Head { .. }, b'\n') => Self::Head { ends_line: true },
            (Self::Head { ends_line: true }, b'\r') => course,
            _ => Self::Head { ends_line: false },
        })
    }
}

impl Connection {
    fn check(&mut self, context: &mut Context<'_>) -> io::Result<()> {
        let is_late = self.course != Course::Answering && self.waits.as_mut().poll(context).is_ready();
        if is_late || self.ended.as_mut().poll(context).is_ready() {
            return Err(io::ErrorKind::ConnectionAborted.into());
        }
        Ok(())
    }
}

impl AsyncRead for Connection {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        self.check(context)?;
        let before = buffer.filled().len();
        ready!(Pin::new(&mut self.stream).poll_read(context, buffer))?;
        let course = self.course.after(&buffer.filled()[before..]);
        if self.course == Course::Idle && course != Course::Idle {
            self.waits = Box::pin(clock::timer(self.head_time));
        }
        self.course = course;
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Connection {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.check(context)?;
        let written = ready!(Pin::new(&mut self.stream).poll_write(context, bytes))?;
        (self.course, self.waits) = (Course::Idle, Box::pin(clock::timer(IDLE)));
        Poll::Ready(Ok(written))
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_is_over_with_its_empty_line() {
        let head = |ends_line| Course::Head { ends_line };
        for (bytes, expected) in [
            ("", Course::Idle),
            ("\r\n\r\n", Course::Idle),
            ("GET / HTTP/1.1", head(false)),
            ("GET / HTTP/1.1\r\n", head(true)),
            ("GET / HTTP/1.1\r\na: b\r", head(false)),
            ("GET / HTTP/1.1\r\na: b\r\n\r", head(true)),
            ("GET / HTTP/1.1\r\na: b\r\n\r\n", Course::Answering),
            ("\r\nGET / HTTP/1.1\n\nbody", Course::Answering),
        ] {
            assert_eq!(Course::Idle.after(bytes.as_bytes()), expected, "{bytes:?}");
            let piece_by_piece = bytes.as_bytes().chunks(1).fold(Course::Idle, Course::after);
            assert_eq!(piece_by_piece, expected, "{bytes:?}");
        }
    }
}
