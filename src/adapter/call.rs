//! A call: what goes to the wire, to a recording, or to whatever answers in its place.

use std::fmt;

use url::Url;

use crate::domain::{request::Method, secret::Secret};

/// A request ready for the wire: whoever made it has checked which origin may see its secrets.
pub struct Call {
    /// The method.
    pub method: Method,
    /// Absolute, `https`, or `http` on this machine alone.
    pub url: Url,
    /// Names and values in the order of sending.
    pub headers: Vec<(String, String)>,
    /// Headers whose values are never printed, the client library's own logs included.
    pub secret_headers: Vec<(&'static str, Secret)>,
    /// The body, if there is one; its `Content-Type` is the caller's.
    pub body: Option<Vec<u8>>,
    /// What must not be kept of the call and its answer, beside the secret headers.
    pub secrets: Vec<Secret>,
}

/// Shows what may be shown: a person may have pasted a secret into any other part.
impl fmt::Debug for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("method", &self.method)
            .field("origin", &self.url.origin().ascii_serialization())
            .field("headers", &self.headers.len())
            .field("secret_headers", &self.secret_headers)
            .field("body_bytes", &self.body.as_ref().map(Vec::len))
            .finish_non_exhaustive()
    }
}
