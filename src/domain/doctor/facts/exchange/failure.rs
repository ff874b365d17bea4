//! Why a request got no answer, read off what clients say.

use std::fmt;

use crate::domain::{
    answer::{Presented, Transport},
    visible::visible,
};

/// More of an error's text is not kept.
const LONGEST: usize = 400;

/// Why nothing came back, with the client's own words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// The name does not resolve.
    Dns(String),
    /// No connection, or it broke, or took too long.
    Connect(String),
    /// The certificate, or the handshake.
    Tls(String),
    /// A proxy refused.
    Proxy(String),
    /// Something on this side of the network: the request was never sent.
    Client(String),
}

/// Words of resolvers, compilers' libraries and browsers, in lower case.
const DNS: &[&str] = &[
    "resolve host",
    "not resolve",
    "resolution",
    "getaddrinfo",
    "enotfound",
    "eai_",
    "nxdomain",
    "no such host",
    "name or service not known",
    "nodename nor servname",
    "name_not_resolved",
    "resolving",
    // Go's resolver, whatever became of it.
    "lookup ",
    "unknown_host",
    "unknownhost",
    "hostname could not be found",
    "dns",
];
const TLS: &[&str] = &[
    "certificate",
    "x509",
    "self signed",
    "self-signed",
    "local issuer",
    "pkix",
    "sec_error",
    "unknown ca",
    "unable to verify the first",
    "self_signed",
    "cert_",
    "_cert",
    "leaf_signature",
];
const PROXY: &[&str] =
    &["proxy auth", "tunnel failed", "tunnel error", "tunnel connection failed", "tunnel_connection_failed"];
/// "Proxy Authentication Required"; the number may stand in an id as well.
const PROXY_STATUS: &str = "407";
const CONNECT: &[&str] = &[
    "timed out",
    "timed_out",
    "timeout",
    "etimedout",
    "deadline exceeded",
    "refused",
    "unreach",
    "no route",
    "reset by peer",
    "econnreset",
    "connection reset",
    "connection_reset",
    "hang up",
    "failed to connect",
    "could not connect",
    "couldn't connect",
    "connection aborted",
    "connection closed",
    "connection_closed",
    "closed connection",
    "connection was lost",
    "connection attempts failed",
    "connection_failed",
    "disconnected",
    "offline",
    "empty reply",
    "connect: ",
    "(connect)",
    "connect error",
];
const HANDSHAKE: &[&str] = &["ssl", "tls", "handshake"];

impl Failure {
    /// Tells what kind a client's error is.
    #[must_use]
    pub fn read(text: &str) -> Self {
        let lower = text.to_ascii_lowercase();
        let says = |words: &[&str]| words.iter().any(|word| lower.contains(word));
        let text = visible(&text.chars().take(LONGEST).collect::<String>()).into_owned();
        if says(TLS) {
            Self::Tls(text)
        } else if says(DNS) {
            Self::Dns(text)
        } else if says(PROXY) || has_word(&lower, PROXY_STATUS) {
            Self::Proxy(text)
        } else if says(CONNECT) {
            Self::Connect(text)
        } else if says(HANDSHAKE) {
            Self::Tls(text)
        } else {
            Self::Client(text)
        }
    }

    /// The same from our own client.
    #[must_use]
    pub fn of(transport: &Transport) -> Self {
        let text = visible(&transport.to_string()).into_owned();
        match transport {
            Transport::Dns { .. } => Self::Dns(text),
            Transport::Tls { presented: Some(presented), .. } => {
                let Presented { subject, issuer, .. } = presented.as_ref();
                Self::Tls(format!("{text}; presented: {subject}, issued by {issuer}"))
            }
            Transport::Tls { .. } | Transport::NoRoots { .. } => Self::Tls(text),
            Transport::Refused { .. }
            | Transport::Unreachable { .. }
            | Transport::Timeout { .. }
            | Transport::Closed { .. } => Self::Connect(text),
            Transport::NotRecorded { .. } => Self::Client(text),
            Transport::Other { .. } => Self::read(&text),
        }
    }

    /// The client's words.
    #[must_use]
    pub fn text(&self) -> &str {
        match self {
            Self::Dns(text)
            | Self::Connect(text)
            | Self::Tls(text)
            | Self::Proxy(text)
            | Self::Client(text) => text,
        }
    }
}

/// Whether `word` stands in `text` with neither a letter nor a digit at its sides.
fn has_word(text: &str, word: &str) -> bool {
    text.split(|c: char| !c.is_ascii_alphanumeric()).any(|part| part == word)
}

impl fmt::Display for Failure {
    /// Reads back as the same kind.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = self.text();
        if std::mem::discriminant(&Self::read(text)) == std::mem::discriminant(self) {
            return f.write_str(text);
        }
        let kind = match self {
            Self::Dns(_) => "dns",
            Self::Connect(_) => "connect",
            Self::Tls(_) => "certificate",
            Self::Proxy(_) => "proxy authentication",
            Self::Client(_) => "client",
        };
        write!(f, "{kind}: {text}")
    }
}
