//! Which requests are the page's own. What is refused learns nothing about the rest.

use axum::http::{HeaderMap, Method, Uri, header};

/// What a request may be for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Document,
    Script,
    Style,
    /// What the script needs: the developer token, and where MusicKit is.
    Terms,
    /// How far the page is.
    Step,
    /// The token.
    Token,
}

impl Part {
    const ALL: [(Self, &'static str, Method); 6] = [
        (Self::Document, "", Method::GET),
        (Self::Script, "page.js", Method::GET),
        (Self::Style, "page.css", Method::GET),
        (Self::Terms, "terms", Method::GET),
        (Self::Step, "step", Method::POST),
        (Self::Token, "token", Method::POST),
    ];
}

/// Why a request is refused: the status that says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Refusal(pub(super) u16);

/// Bytes of a body, at most. A token has a few hundred.
pub(super) const LARGEST: usize = 8 * 1024;

/// Judges a request before its body is read.
pub(super) fn judge(
    port: u16,
    nonce: &str,
    method: &Method,
    uri: &Uri,
    headers: &HeaderMap,
) -> Result<Part, Refusal> {
    let host = own_host(port, uri, headers).ok_or(Refusal(421))?;
    is_from_here(headers).ok_or(Refusal(403))?;
    let (part, wanted) = part(nonce, uri.path()).ok_or(Refusal(404))?;
    if *method != wanted {
        return Err(Refusal(405));
    }
    // Nothing of ours has a query; a token in one would be kept in histories.
    if uri.query().is_some() {
        return Err(Refusal(400));
    }
    if wanted == Method::POST {
        is_posted_by_the_page(host, headers)?;
    }
    Ok(part)
}

/// The name that the browser has for us. Any other one is a page elsewhere whose name was made to lead here.
fn own_host<'a>(port: u16, uri: &Uri, headers: &'a HeaderMap) -> Option<&'a str> {
    let host = one(headers, header::HOST)?;
    let is_ours = ["localhost", "127.0.0.1", "[::1]"].into_iter().any(|name| {
        host.strip_prefix(name).and_then(|rest| rest.strip_prefix(':')) == Some(&port.to_string())
    });
    let is_named_alike = uri.authority().is_none_or(|authority| authority.as_str() == host);
    (is_ours && is_named_alike).then_some(host)
}

/// Browsers say where a request comes from: a page elsewhere has no business here, not even by a link.
fn is_from_here(headers: &HeaderMap) -> Option<()> {
    match headers.get("sec-fetch-site").map(axum::http::HeaderValue::as_bytes) {
        None | Some(b"none" | b"same-origin") => Some(()),
        Some(_) => None,
    }
}

fn part(nonce: &str, path: &str) -> Option<(Part, Method)> {
    let (given, rest) = path.strip_prefix('/')?.split_once('/')?;
    if !is_alike(given.as_bytes(), nonce.as_bytes()) {
        return None;
    }
    Part::ALL.into_iter().find(|(_, name, _)| *name == rest).map(|(part, _, method)| (part, method))
}

/// Compares in a time that does not tell how much is right.
fn is_alike(given: &[u8], wanted: &[u8]) -> bool {
    given.len() == wanted.len() && given.iter().zip(wanted).fold(0, |sum, (a, b)| sum | (a ^ b)) == 0
}

fn is_posted_by_the_page(host: &str, headers: &HeaderMap) -> Result<(), Refusal> {
    let origin = one(headers, header::ORIGIN).and_then(|origin| origin.strip_prefix("http://"));
    if origin != Some(host) {
        return Err(Refusal(403));
    }
    // What a form of another page can send is not among the types that ask first.
    if one(headers, header::CONTENT_TYPE) != Some("application/json") {
        return Err(Refusal(415));
    }
    let length = one(headers, header::CONTENT_LENGTH).and_then(|length| length.parse::<usize>().ok());
    match length {
        None => Err(Refusal(411)),
        Some(length) if length > LARGEST => Err(Refusal(413)),
        Some(_) => Ok(()),
    }
}

/// A header that is there once.
fn one(headers: &HeaderMap, name: header::HeaderName) -> Option<&str> {
    let mut all = headers.get_all(name).iter();
    let first = all.next()?.to_str().ok()?;
    all.next().is_none().then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NONCE: &str = "c0ffee";

    fn judged(method: &str, path: &str, headers: &[(&'static str, &str)]) -> Result<Part, Refusal> {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(*name, value.parse().unwrap());
        }
        judge(8765, NONCE, &method.parse().unwrap(), &path.parse().unwrap(), &map)
    }

    const HOST: (&str, &str) = ("host", "localhost:8765");
    const ORIGIN: (&str, &str) = ("origin", "http://localhost:8765");
    const JSON: (&str, &str) = ("content-type", "application/json");
    const LENGTH: (&str, &str) = ("content-length", "20");

    #[test]
    fn the_page_is_served_under_its_own_names_alone() {
        for (host, expected) in [
            ("localhost:8765", Ok(Part::Document)),
            ("127.0.0.1:8765", Ok(Part::Document)),
            ("[::1]:8765", Ok(Part::Document)),
            ("localhost", Err(Refusal(421))),
            ("localhost:87650", Err(Refusal(421))),
            ("localhost:876", Err(Refusal(421))),
            ("localhost.example:8765", Err(Refusal(421))),
            ("rebound.example:8765", Err(Refusal(421))),
            ("127.0.0.2:8765", Err(Refusal(421))),
        ] {
            assert_eq!(judged("GET", "/c0ffee/", &[("host", host)]), expected, "{host}");
        }
        assert_eq!(judged("GET", "/c0ffee/", &[]), Err(Refusal(421)));
        assert_eq!(judged("GET", "/c0ffee/", &[HOST, ("host", "evil.example")]), Err(Refusal(421)));
        assert_eq!(judged("GET", "http://evil.example/c0ffee/", &[HOST]), Err(Refusal(421)));
    }

    #[test]
    fn paths_methods_and_places() {
        let get = |path: &str| judged("GET", path, &[HOST]);
        for path in ["/", "/c0ffee", "/c0ffef/", "/c0ffee0/", "/C0FFEE/", "//", "/c0ffee/x", "/c0ffee//"] {
            assert_eq!(get(path), Err(Refusal(404)), "{path}");
        }
        assert_eq!(get("/c0ffee/token"), Err(Refusal(405)));
        assert_eq!(get("/c0ffee/?token=x"), Err(Refusal(400)));
        assert_eq!(judged("HEAD", "/c0ffee/", &[HOST]), Err(Refusal(405)));
        for (site, expected) in [
            ("none", Ok(Part::Terms)),
            ("same-origin", Ok(Part::Terms)),
            ("same-site", Err(Refusal(403))),
            ("cross-site", Err(Refusal(403))),
        ] {
            assert_eq!(judged("GET", "/c0ffee/terms", &[HOST, ("sec-fetch-site", site)]), expected, "{site}");
        }
    }

    #[test]
    fn a_token_is_taken_from_the_page_itself() {
        let post = |headers: &[(&'static str, &str)]| judged("POST", "/c0ffee/token", headers);
        assert_eq!(post(&[HOST, ORIGIN, JSON, LENGTH]), Ok(Part::Token));
        for (headers, status) in [
            (vec![HOST, JSON, LENGTH], 403),
            (vec![HOST, ("origin", "null"), JSON, LENGTH], 403),
            (vec![HOST, ("origin", "http://localhost:9999"), JSON, LENGTH], 403),
            (vec![HOST, ("origin", "http://127.0.0.1:8765"), JSON, LENGTH], 403),
            (vec![HOST, ("origin", "https://localhost:8765"), JSON, LENGTH], 403),
            (vec![HOST, ORIGIN, ORIGIN, JSON, LENGTH], 403),
            (vec![HOST, ORIGIN, LENGTH], 415),
            (vec![HOST, ORIGIN, ("content-type", "text/plain"), LENGTH], 415),
            (vec![HOST, ORIGIN, JSON], 411),
            (vec![HOST, ORIGIN, JSON, ("content-length", "9216")], 413),
        ] {
            assert_eq!(post(&headers), Err(Refusal(status)), "{headers:?}");
        }
    }
}
