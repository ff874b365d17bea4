//! A file of a recording, read: by whoever recorded it, by a person who edited it since, or by nobody that is known.

use std::time::Duration;

use super::{Asked, Came, Exchange, VERSION, spacing::tight};
use crate::domain::{
    answer::{Extent, Head, Protocol, Timing, Transport},
    json::{self, Document, Kind, NodeId},
    request::{Method, Tokens},
};

/// No answer takes longer to come than this, or a file says so by mistake: an hour.
const LONGEST: i64 = 3_600_000;

/// Why a file is none of a recording.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    #[error("it is not JSON: {0}")]
    NotJson(json::Fault),
    #[error("it says nothing of \"segue_recording\", so it is none")]
    NoRecording,
    #[error("it is of form {0}, and this Segue reads form {VERSION}")]
    Version(i64),
    #[error("{0} is missing, or is not what it should be")]
    Missing(&'static str),
}

/// Reads the text of an exchange's file.
///
/// # Errors
/// [`Fault`] at the first thing that is not as [`super::write`] writes it.
pub fn read(text: &[u8]) -> Result<Exchange, Fault> {
    let document = versioned(text)?;
    let root = document.root();
    let request = document.member(root, "request").ok_or(Fault::Missing("\"request\""))?;
    let asked = asked(&document, request)?;
    let came = match (document.member(root, "answer"), document.member(root, "failure")) {
        (Some(node), None) => answer(&document, node)?,
        (None, Some(node)) => failure(&document, node)?,
        _ => return Err(Fault::Missing("\"answer\", or \"failure\" in its place,")),
    };
    Ok(Exchange { asked, came })
}

/// Reads the text of the file that says what the directory is.
///
/// # Errors
/// [`Fault`] if the directory holds no recording, or one of another form.
pub fn read_index(text: &[u8]) -> Result<(), Fault> {
    versioned(text).map(drop)
}

fn versioned(text: &[u8]) -> Result<Document, Fault> {
    let document = Document::parse(text).map_err(|malformed| Fault::NotJson(malformed.fault))?;
    let version = document.member(document.root(), "segue_recording").ok_or(Fault::NoRecording)?;
    match document.integer(version) {
        Some(VERSION) => Ok(document),
        Some(other) => Err(Fault::Version(other)),
        None => Err(Fault::NoRecording),
    }
}

fn asked(document: &Document, node: NodeId) -> Result<Asked, Fault> {
    let text = |name: &'static str, quoted| text(document, node, name).ok_or(Fault::Missing(quoted));
    let method = Method::named(&text("method", "the request's \"method\"")?);
    let target = text("target", "the request's \"target\"")?;
    if !target.starts_with('/') {
        return Err(Fault::Missing("the request's \"target\""));
    }
    let tokens = strings(document, node, "tokens");
    let sends = |name: &str| tokens.iter().any(|token| token == name);
    Ok(Asked {
        method: method.ok_or(Fault::Missing("the request's \"method\""))?,
        origin: text("origin", "the request's \"origin\"")?,
        target,
        tokens: Tokens { developer: sends("developer token"), user: sends("Music User Token") },
        headers: headers(document, node),
        body: body(document, node).map(|body| String::from_utf8_lossy(&body).into_owned()),
    })
}

fn answer(document: &Document, node: NodeId) -> Result<Came, Fault> {
    let number = |name: &str| document.member(node, name).and_then(|node| document.integer(node));
    let status = number("status").and_then(|status| u16::try_from(status).ok());
    let status = status.filter(|status| (100..600).contains(status));
    let millis = |name| Duration::from_millis(number(name).unwrap_or(0).clamp(0, LONGEST).unsigned_abs());
    let body = body(document, node).unwrap_or_default();
    let is_http2 = text(document, node, "protocol").is_some_and(|protocol| protocol == "HTTP/2");
    let extent = match (text(document, node, "cut"), number("cut_at_limit")) {
        (Some(why), _) => Extent::Cut(why),
        (None, Some(limit)) => Extent::TooLarge(limit.unsigned_abs()),
        (None, None) if document.member(node, "stopped").is_some() => Extent::Stopped,
        (None, None) => Extent::Whole,
    };
    let head = millis("ms_to_head");
    let head = Head {
        status: status.ok_or(Fault::Missing("the answer's \"status\""))?,
        headers: headers(document, node),
        extent,
        protocol: if is_http2 { Protocol::Http2 } else { Protocol::Http1 },
        timing: Timing { head, total: millis("ms_in_all").max(head) },
        wire_bytes: number("bytes_on_the_wire").map_or(body.len() as u64, i64::unsigned_abs),
    };
    Ok(Came::Answer { head, body })
}

fn failure(document: &Document, node: NodeId) -> Result<Came, Fault> {
    let number = |name: &str| document.member(node, name).and_then(|node| document.integer(node));
    let millis = |name| Duration::from_millis(number(name).unwrap_or(0).clamp(0, LONGEST).unsigned_abs());
    let word = |name| text(document, node, name).unwrap_or_default();
    let (host, detail) = (word("host"), word("detail"));
    let why = match word("kind").as_str() {
        "dns" => Transport::Dns { host, detail },
        "refused" => Transport::Refused { host },
        "unreachable" => Transport::Unreachable { host, detail },
        "tls" => Transport::Tls { host, detail, presented: None },
        "no roots" => Transport::NoRoots { detail },
        "timeout" => {
            let phase = if detail == "connect" { "connect" } else { "answer" };
            Transport::Timeout { host, phase, limit: millis("limit_ms") }
        }
        "closed" => Transport::Closed { host },
        "other" => Transport::Other { detail },
        _ => return Err(Fault::Missing("the failure's \"kind\"")),
    };
    Ok(Came::Nothing { why, after: millis("ms") })
}

fn text(document: &Document, node: NodeId, name: &str) -> Option<String> {
    document.text(document.member(node, name)?).map(std::borrow::Cow::into_owned)
}

fn strings(document: &Document, node: NodeId, name: &str) -> Vec<String> {
    let Some(list) = document.member(node, name).filter(|list| document.kind(*list) == Kind::Array) else {
        return Vec::new();
    };
    document.children(list).filter_map(|node| Some(document.text(node)?.into_owned())).collect()
}

/// Names in lower case, as answers have them.
fn headers(document: &Document, node: NodeId) -> Vec<(String, String)> {
    let lines = strings(document, node, "headers");
    let pairs = lines.iter().filter_map(|line| line.split_once(':'));
    pairs.map(|(name, value)| (name.trim().to_ascii_lowercase(), value.trim().to_owned())).collect()
}

/// The body as it goes over a wire: JSON without the spacing that a person reads it in.
fn body(document: &Document, node: NodeId) -> Option<Vec<u8>> {
    match document.member(node, "body") {
        Some(body) => Some(tight(document.raw(body).as_bytes())),
        None => text(document, node, "text").map(String::into_bytes),
    }
}
