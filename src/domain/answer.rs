//! What came back over the wire, before anyone reads it: an answer, whole or cut, or the reason why there is none.

use std::time::Duration;

/// An HTTP answer as it arrived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// All but the body.
    pub head: Head,
    /// The body after content decoding, as far as it came.
    pub body: Vec<u8>,
}

/// What is known of an answer beside its body. Header names are lower case, in the order in which the client library
/// gives them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// The HTTP status, 100 to 599.
    pub status: u16,
    /// Names and values; a value that is not UTF-8 is shown with replacement characters.
    pub headers: Vec<(String, String)>,
    /// Whether the body is all that the server meant to send.
    pub extent: Extent,
    /// `HTTP/1.1` or `HTTP/2`.
    pub protocol: Protocol,
    /// How long it took.
    pub timing: Timing,
    /// Bytes of the body on the wire, before content decoding.
    pub wire_bytes: u64,
}

impl Head {
    /// The value of the first header of that name (lower case).
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }
}

/// How much of a body arrived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Extent {
    /// All of it.
    Whole,
    /// The connection ended early, or what came could not be decoded; the reason in plain words.
    Cut(String),
    /// Reading stopped at this many bytes, the limit.
    TooLarge(u64),
    /// Somebody wanted no more of it.
    Stopped,
}

/// The protocol that carried the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Protocol {
    /// HTTP/1.0 or HTTP/1.1.
    Http1,
    /// HTTP/2.
    Http2,
}

impl std::fmt::Display for Protocol {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Http1 => "HTTP/1.1",
            Self::Http2 => "HTTP/2",
        })
    }
}

/// When the parts of an answer came, counted from the moment the request was handed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Timing {
    /// Until the status line and headers were there.
    pub head: Duration,
    /// Until the last byte of the body was there.
    pub total: Duration,
}

/// What a refused certificate says of itself. Whoever sent it may have written anything there: the texts are bounded, with
/// control characters made visible.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Presented {
    /// Whose it is: `CN=api.music.apple.com, O=Apple Inc., C=US`.
    pub subject: String,
    /// Who signed it, in the same form; the same as the subject where it signed itself.
    pub issuer: String,
    /// The first moment of its validity, in seconds since the epoch.
    pub not_before: i64,
    /// The last one.
    pub not_after: i64,
}

impl Presented {
    /// Whether it vouches for itself alone.
    #[must_use]
    pub fn is_self_signed(&self) -> bool {
        self.subject == self.issuer
    }
}

/// Why there is no answer. Details are one short clause, fit for a screen, with no secret in them.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Transport {
    /// The host name has no address.
    #[error("the name {host} could not be resolved")]
    Dns {
        /// The name that was looked up.
        host: String,
        /// What the resolver said.
        detail: String,
    },
    /// Nothing listens there.
    #[error("{host} refused the connection")]
    Refused {
        /// Host and port.
        host: String,
    },
    /// No route, network down, or another failure to connect.
    #[error("no connection to {host}: {detail}")]
    Unreachable {
        /// Host and port.
        host: String,
        /// What the system said.
        detail: String,
    },
    /// The server's certificate was not accepted, or the handshake failed.
    #[error("the TLS connection to {host} was refused: {detail}")]
    Tls {
        /// The host asked for.
        host: String,
        /// For example `invalid peer certificate: UnknownIssuer`.
        detail: String,
        /// The certificate that was not accepted, if it came to that and it could be read.
        presented: Option<Box<Presented>>,
    },
    /// This machine offers no certificates to check a server against.
    #[error("no CA certificates were found on this machine")]
    NoRoots {
        /// What the TLS library said.
        detail: String,
    },
    /// A time limit passed.
    #[error("{host} did not {phase} within {} s", limit.as_secs())]
    Timeout {
        /// The host asked.
        host: String,
        /// `connect` or `answer`.
        phase: &'static str,
        /// The limit that passed.
        limit: Duration,
    },
    /// The connection ended before the status line.
    #[error("{host} closed the connection before it answered")]
    Closed {
        /// The host asked.
        host: String,
    },
    /// This is a replay, and its recording has no answer to the request; nothing was sent.
    #[error("not in the recording: {asked}")]
    NotRecorded {
        /// The request in a line.
        asked: String,
        /// The requests in it that are nearest, each in a line.
        nearest: Vec<String>,
    },
    /// Anything else.
    #[error("the request failed: {detail}")]
    Other {
        /// What the client library said, innermost cause first.
        detail: String,
    },
}
