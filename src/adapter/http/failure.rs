//! What a client library's chain of errors means: the innermost cause decides, since the outermost never says it.

use std::{
    error::Error,
    io::{self, ErrorKind},
};

use super::{Http, client::Route};
use crate::domain::answer::{Presented, Transport};

/// A failure's causes, outermost first, without the lines that say nothing ("error sending request"), and what the
/// operating system called it, if it had a say.
pub(super) struct Causes {
    texts: Vec<String>,
    /// What the operating system called it; for an error of the TLS library `InvalidData`.
    kind: Option<ErrorKind>,
}

impl Causes {
    /// Walks `source()` to the end.
    pub(super) fn of(error: &dyn Error) -> Self {
        let mut causes = Self { texts: Vec::new(), kind: None };
        let mut next = error.source();
        while let Some(cause) = next {
            causes.note(cause);
            next = cause.source();
        }
        if causes.texts.is_empty() {
            causes.texts.push(error.to_string());
        }
        causes
    }

    fn note(&mut self, cause: &(dyn Error + 'static)) {
        let text = cause.to_string();
        // The pool's own line says only whether it was connecting or sending.
        if !text.starts_with("client error (") {
            self.texts.push(text);
        }
        // An io::Error's `source()` skips the error that it wraps, so look inside: TLS errors travel that way.
        let mut io = cause.downcast_ref::<io::Error>();
        while let Some(error) = io {
            self.kind = Some(error.kind());
            io = error.get_ref().and_then(|inner| inner.downcast_ref::<io::Error>());
        }
    }

    /// Whether a cause contains this text.
    pub(super) fn mention(&self, text: &str) -> bool {
        self.texts.iter().any(|cause| cause.contains(text))
    }

    /// The innermost cause.
    pub(super) fn innermost(&self) -> String {
        self.texts.last().cloned().unwrap_or_default()
    }

    /// The innermost cause, then what it made fail.
    pub(super) fn detail(&self) -> String {
        let inner = self.innermost();
        match self.texts.iter().rev().nth(1) {
            Some(outer) if !outer.contains(&inner) => format!("{inner} ({outer})"),
            _ => inner,
        }
    }

    /// Whether the other side hung up. HTTP/1 says so in words alone.
    pub(super) fn hung_up(&self) -> bool {
        let is_gone = matches!(
            self.kind,
            Some(
                ErrorKind::ConnectionReset
                    | ErrorKind::ConnectionAborted
                    | ErrorKind::BrokenPipe
                    | ErrorKind::UnexpectedEof
            )
        );
        is_gone
            || self.mention("connection closed before")
            || self.mention("end of file before message length")
    }
}

impl Http {
    /// Why there is no answer. `host` is shown; `name` is what the server's certificate was asked for.
    pub(super) fn explain(
        &self,
        error: &reqwest::Error,
        route: Route,
        host: String,
        name: &str,
    ) -> Transport {
        let causes = Causes::of(error);
        if error.is_dns() {
            Transport::Dns { host, detail: causes.innermost() }
        } else if error.is_timeout() {
            let (phase, limit) = if error.is_connect() {
                ("connect", self.limits.connect)
            } else {
                ("answer", self.limits.read)
            };
            Transport::Timeout { host, phase, limit }
        } else if error.is_connect() {
            let refused =
                causes.mention("invalid peer certificate").then(|| self.refusals.of(name)).flatten();
            unconnected(&causes, route, host, refused)
        } else if causes.mention("received fatal alert") {
            // In TLS 1.3 a server may refuse after our side of the handshake is done.
            Transport::Tls { host, detail: causes.innermost(), presented: None }
        } else if causes.hung_up() {
            Transport::Closed { host }
        } else {
            Transport::Other { detail: causes.detail() }
        }
    }
}

/// Why no connection came about.
fn unconnected(causes: &Causes, route: Route, host: String, presented: Option<Box<Presented>>) -> Transport {
    let detail = causes.innermost();
    match causes.kind {
        Some(ErrorKind::ConnectionRefused) => Transport::Refused { host },
        Some(ErrorKind::InvalidData | ErrorKind::UnexpectedEof) if route != Route::Sandbox => {
            Transport::Tls { host, detail, presented }
        }
        _ => Transport::Unreachable { host, detail },
    }
}
