//! The one server that a profile's credentials may be sent to.

use std::fmt;
use std::str::FromStr;

use serde::Deserialize;
use thiserror::Error;
use url::{Host, Url};

/// Apple's own server, and the only one that credentials from `APPLE_MUSIC_*` and `MUSICKIT_*` belong to.
const APPLE: &str = "https://api.music.apple.com";

/// Scheme, host and port of a server: https, or plain http on loopback alone (127.0.0.0/8, `[::1]`, `localhost`).
#[derive(Debug, Clone, PartialEq, Eq, Hash, Deserialize)]
#[serde(try_from = "String")]
pub struct Origin {
    text: String,
    loopback: bool,
}

impl Origin {
    /// `https://api.music.apple.com`
    #[must_use]
    pub fn apple() -> Self {
        Self { text: APPLE.to_owned(), loopback: false }
    }

    /// `http://127.0.0.1`: the sandbox, before its port is known.
    #[must_use]
    pub fn sandbox() -> Self {
        Self { text: "http://127.0.0.1".to_owned(), loopback: true }
    }

    /// Whether it is Apple's own server; no other host of Apple's counts.
    #[must_use]
    pub fn is_apple(&self) -> bool {
        self.text == APPLE
    }

    /// Whether it is this machine.
    #[must_use]
    pub fn is_loopback(&self) -> bool {
        self.loopback
    }

    /// Such as `https://api.music.apple.com` or `http://127.0.0.1:8080`: no path, no default port.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The same as a URL with the path `/`, to resolve targets against.
    #[must_use]
    #[expect(clippy::expect_used, reason = "an origin is only ever made from a URL that was read")]
    pub fn url(&self) -> Url {
        Url::parse(&self.text).expect("an origin is a URL")
    }

    /// Whether a request to `url` stays with this server: the same scheme, host and port.
    #[must_use]
    pub fn same_origin_as_url(&self, url: &Url) -> bool {
        url.origin().ascii_serialization() == self.text
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// Why a text is no origin. The text itself is not repeated: it may carry a password.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum OriginFault {
    /// Not a URL.
    #[error("An origin is a scheme and a host, such as https://api.music.apple.com.")]
    Shape,
    /// http to another machine.
    #[error("Plain http is taken for this machine only (127.0.0.1, [::1], localhost). Use https.")]
    PlainHttp,
    /// Some other scheme.
    #[error("An origin begins with https://, or with http:// for this machine.")]
    Scheme,
    /// A user name or password in it.
    #[error("An origin has no user name and no password. Remove what stands before the @.")]
    Credentials,
    /// A path, query or fragment in it.
    #[error("An origin ends after the host and port. Remove the path; /v1 is part of each request.")]
    Path,
}

impl FromStr for Origin {
    type Err = OriginFault;

    fn from_str(text: &str) -> Result<Self, OriginFault> {
        let url = Url::parse(text.trim()).map_err(|_| OriginFault::Shape)?;
        if !matches!(url.scheme(), "https" | "http") {
            return Err(OriginFault::Scheme);
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(OriginFault::Credentials);
        }
        if !matches!(url.path(), "" | "/") || url.query().is_some() || url.fragment().is_some() {
            return Err(OriginFault::Path);
        }
        let loopback = is_loopback_host(&url);
        if url.scheme() == "http" && !loopback {
            return Err(OriginFault::PlainHttp);
        }
        Ok(Self { text: url.origin().ascii_serialization(), loopback })
    }
}

impl TryFrom<String> for Origin {
    type Error = OriginFault;

    fn try_from(text: String) -> Result<Self, OriginFault> {
        text.parse()
    }
}

fn is_loopback_host(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn origins() {
        for (text, expected) in [
            ("https://api.music.apple.com", Ok(APPLE)),
            ("HTTPS://API.MUSIC.APPLE.COM:443/", Ok(APPLE)),
            (" http://127.0.0.1:8080\n", Ok("http://127.0.0.1:8080")),
            ("http://127.9.9.9", Ok("http://127.9.9.9")),
            ("http://[::1]:80", Ok("http://[::1]")),
            ("http://localhost:3000", Ok("http://localhost:3000")),
            ("https://mock.example:8443", Ok("https://mock.example:8443")),
            ("http://mock.example", Err(OriginFault::PlainHttp)),
            ("http://localhost.example", Err(OriginFault::PlainHttp)),
            ("http://128.0.0.1", Err(OriginFault::PlainHttp)),
            ("http://0.0.0.0", Err(OriginFault::PlainHttp)),
            ("ftp://localhost", Err(OriginFault::Scheme)),
            ("https://me@api.music.apple.com", Err(OriginFault::Credentials)),
            ("https://api.music.apple.com/v1", Err(OriginFault::Path)),
            ("https://api.music.apple.com?x", Err(OriginFault::Path)),
            ("https://api.music.apple.com#x", Err(OriginFault::Path)),
            ("api.music.apple.com", Err(OriginFault::Shape)),
            ("", Err(OriginFault::Shape)),
        ] {
            assert_eq!(
                text.parse::<Origin>().as_ref().map(Origin::as_str),
                expected.as_ref().copied(),
                "{text}"
            );
        }
    }

    #[test]
    fn same_origin() {
        for (url, expected) in [
            ("https://api.music.apple.com/v1/test", true),
            ("https://api.music.apple.com:443/v1", true),
            ("http://api.music.apple.com/v1", false),
            ("https://api.music.apple.com.example/v1", false),
            ("https://api.music.apple.com:444/v1", false),
            ("https://amp-api.music.apple.com/v1", false),
            ("data:text/plain,x", false),
        ] {
            assert_eq!(Origin::apple().same_origin_as_url(&Url::parse(url).unwrap()), expected, "{url}");
        }
    }

    #[test]
    fn which_server() {
        assert!(Origin::apple().is_apple() && !Origin::apple().is_loopback());
        let local: Origin = "http://[::1]:9".parse().unwrap();
        assert!(local.is_loopback() && !local.is_apple());
    }
}
