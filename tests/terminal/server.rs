//! A server that takes connections and never says a word, and a token for it.
#![expect(clippy::disallowed_methods, reason = "a token is good for a span of real time")]

use std::{
    io::ErrorKind,
    net::TcpListener,
    time::{SystemTime, UNIX_EPOCH},
};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

use super::pty::Start;

/// The silent server. The system takes connections for it; it only ever looks whether there was one.
pub(super) struct Silent(TcpListener);

impl Silent {
    pub(super) fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        Self(listener)
    }

    /// Makes it the server that the program speaks to.
    pub(super) fn serve<'a>(&self, start: Start<'a>) -> Start<'a> {
        let origin = format!("http://{}", self.0.local_addr().unwrap());
        start.env("SEGUE_ORIGIN", &origin).env("SEGUE_DEVELOPER_TOKEN", &token())
    }

    /// Whether anybody has connected since the last time.
    pub(super) fn was_called(&self) -> bool {
        match self.0.accept() {
            Ok(_) => true,
            Err(error) if error.kind() == ErrorKind::WouldBlock => false,
            Err(error) => panic!("{error}"),
        }
    }
}

/// A developer token in shape, signed by nobody.
pub(super) fn token() -> String {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
    let header = r#"{"alg":"ES256","kid":"FICTION001"}"#;
    let claims = format!(r#"{{"iss":"FICTEAM001","iat":{now},"exp":{}}}"#, now + 3600);
    let signature: Vec<u8> = (0..64).map(|byte: u8| byte.wrapping_mul(37).wrapping_add(11)).collect();
    let parts = [header.as_bytes(), claims.as_bytes(), &signature];
    parts.map(|part| URL_SAFE_NO_PAD.encode(part)).join(".")
}
