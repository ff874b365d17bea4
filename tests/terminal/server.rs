//! A server that takes connections and never says a word, and a token for it; and the sandbox itself.
#![expect(clippy::disallowed_methods, reason = "a token is good for a span of real time")]

use std::{
    cell::RefCell,
    io::ErrorKind,
    net::{SocketAddr, TcpListener, TcpStream},
    time::{SystemTime, UNIX_EPOCH},
};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

use segue::sandbox;
use tokio::runtime::Runtime;

use super::pty::Start;

/// The silent server. It holds each connection that it has seen: one that is dropped is closed, and that is an answer.
pub(super) struct Silent {
    listener: TcpListener,
    held: RefCell<Vec<TcpStream>>,
}

impl Silent {
    pub(super) fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        Self { listener, held: RefCell::default() }
    }

    /// Where it is.
    pub(super) fn address(&self) -> SocketAddr {
        self.listener.local_addr().unwrap()
    }

    /// Makes it the server that the program speaks to.
    pub(super) fn serve<'a>(&self, start: Start<'a>) -> Start<'a> {
        let origin = format!("http://{}", self.address());
        start.env("SEGUE_ORIGIN", &origin).env("SEGUE_DEVELOPER_TOKEN", &token())
    }

    /// Whether anybody has connected since the last time.
    pub(super) fn was_called(&self) -> bool {
        match self.listener.accept() {
            Ok((connection, _)) => {
                self.held.borrow_mut().push(connection);
                true
            }
            Err(error) if error.kind() == ErrorKind::WouldBlock => false,
            Err(error) => panic!("{error}"),
        }
    }
}

/// A developer token in shape, signed by nobody.
pub(super) fn token() -> String {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
    let header = r#"{"alg":"ES256","kid":"FICTION001"}"#;
    let claims = format!(r#"{{"iss":"FICTEAM001","iat":{now},"exp":{}}}"#, now + 30 * 86_400);
    let signature: Vec<u8> = (0..64).map(|byte: u8| byte.wrapping_mul(37).wrapping_add(11)).collect();
    let parts = [header.as_bytes(), claims.as_bytes(), &signature];
    parts.map(|part| URL_SAFE_NO_PAD.encode(part)).join(".")
}

/// The sandbox, with the key that it takes.
pub(super) struct Running {
    running: sandbox::Running,
    /// What it runs on.
    _tasks: Runtime,
}

impl Running {
    pub(super) fn start() -> Self {
        let tasks = Runtime::new().unwrap();
        let running = tasks.block_on(sandbox::start(sandbox::Options::default())).unwrap();
        Self { running, _tasks: tasks }
    }

    pub(super) fn access(&self) -> &sandbox::Access {
        self.running.access()
    }
}
