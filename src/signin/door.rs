//! Who is let in from the network: loopback alone, so many at a time, and nobody for long.
#![expect(clippy::disallowed_methods, reason = "a connection ends by itself after a time")]

use std::{
    collections::VecDeque,
    future::Future as _,
    io,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
    task::{Context, Poll},
    time::Duration,
};

use axum::serve::Listener;
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::{TcpListener, TcpStream},
    sync::oneshot,
    time::{Sleep, sleep},
};

/// So many connections at a time; one more, and the oldest ends. A browser has six to one host, and who opens many does
/// not keep the browser out.
const MOST: usize = 48;

/// How long a connection lasts: a request is small, and its answer waits for Apple at most (`runtime::signing_in`).
const LIFE: Duration = Duration::from_secs(40);

/// A pause before the next try when the system has no connection to give.
const PAUSE: Duration = Duration::from_millis(50);

/// The connections there are.
#[derive(Default)]
pub(super) struct Connections(Mutex<VecDeque<oneshot::Sender<()>>>);

impl Connections {
    fn add(&self) -> oneshot::Receiver<()> {
        let (sender, ended) = oneshot::channel();
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|connection| !connection.is_closed());
        if all.len() >= MOST {
            all.pop_front();
        }
        all.push_back(sender);
        ended
    }

    /// Ends them all.
    pub(super) fn end(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}

/// The two sockets of one port.
pub(super) struct Door {
    port: u16,
    v4: TcpListener,
    v6: Option<TcpListener>,
    connections: Arc<Connections>,
}

impl Door {
    /// Binds the port on both loopback addresses. Where `localhost` is ::1 to a browser, somebody else's server there
    /// would be told the address: that one has to be ours too, or not to exist.
    pub(super) async fn open(port: u16, connections: Arc<Connections>) -> io::Result<Self> {
        /// Free ports of one address that may be taken on the other.
        const TRIES: usize = 20;
        let tries = if port == 0 { TRIES } else { 1 };
        let mut fault = io::ErrorKind::AddrInUse.into();
        for _ in 0..tries {
            let v4 = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
            let port = v4.local_addr()?.port();
            match TcpListener::bind((Ipv6Addr::LOCALHOST, port)).await {
                Ok(v6) => return Ok(Self { port, v4, v6: Some(v6), connections }),
                Err(error) if error.kind() == io::ErrorKind::AddrInUse => fault = error,
                Err(_) => return Ok(Self { port, v4, v6: None, connections }),
            }
        }
        Err(fault)
    }

    pub(super) const fn port(&self) -> u16 {
        self.port
    }

    async fn next(&self) -> io::Result<(TcpStream, SocketAddr)> {
        match &self.v6 {
            None => self.v4.accept().await,
            Some(v6) => tokio::select! {
                accepted = self.v4.accept() => accepted,
                accepted = v6.accept() => accepted,
            },
        }
    }
}

impl Listener for Door {
    type Io = Connection;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Connection, SocketAddr) {
        loop {
            match self.next().await {
                Ok((stream, from)) if is_loopback(from.ip()) => {
                    _ = stream.set_nodelay(true);
                    let (ended, life) = (self.connections.add(), Box::pin(sleep(LIFE)));
                    return (Connection { stream, ended, life }, from);
                }
                Ok(_) => {}
                Err(_) => sleep(PAUSE).await,
            }
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.v4.local_addr()
    }
}

fn is_loopback(address: IpAddr) -> bool {
    address.to_canonical().is_loopback()
}

/// A connection that ends when its time is over, or when newer ones need its place.
pub(super) struct Connection {
    stream: TcpStream,
    ended: oneshot::Receiver<()>,
    life: Pin<Box<Sleep>>,
}

impl Connection {
    fn is_over(&mut self, context: &mut Context<'_>) -> bool {
        Pin::new(&mut self.ended).poll(context).is_ready() || self.life.as_mut().poll(context).is_ready()
    }
}

fn over() -> Poll<io::Result<usize>> {
    Poll::Ready(Err(io::ErrorKind::ConnectionAborted.into()))
}

impl AsyncRead for Connection {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if self.is_over(context) {
            return over().map_ok(drop);
        }
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for Connection {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        if self.is_over(context) {
            return over();
        }
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
