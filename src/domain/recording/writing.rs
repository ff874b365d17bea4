//! An exchange as a file's text.

use std::time::Duration;

use serde_json::{Value, json};

use super::{Asked, Came, Exchange, VERSION, is_telling, spacing::spread};
use crate::domain::{
    answer::{Extent, Head, Protocol, Transport},
    json::Document,
    request::is_secret_header,
};

/// What stands in the place of a body until it is put there as it came.
const PLACE: &str = "\u{1}body\u{1}";

/// The text of an exchange's file.
#[must_use]
pub fn write(exchange: &Exchange) -> Vec<u8> {
    let mut bodies = Vec::new();
    let mut whole = json!({ "segue_recording": VERSION, "request": asked(&exchange.asked, &mut bodies) });
    match &exchange.came {
        Came::Answer { head, body } => whole["answer"] = answer(head, body, &mut bodies),
        Came::Nothing { why, after } => {
            whole["failure"] = failure(why);
            whole["failure"]["ms"] = millis(*after);
        }
    }
    let text = serde_json::to_vec_pretty(&whole).unwrap_or_default();
    let mut text = fill(&text, &bodies);
    text.push(b'\n');
    text
}

/// The text of the file that says what the directory is, and why the recording stopped early if it did.
#[must_use]
pub fn index(files: &[String], trouble: Option<&str>) -> Vec<u8> {
    let about = "Requests and answers that Segue recorded, one pair a file, in the order in which they were asked. \
                 Tokens are named and not kept. `segue --replay` with this directory answers from it, with no network.";
    let mut whole = json!({ "segue_recording": VERSION, "about": about, "exchanges": files });
    if let Some(trouble) = trouble {
        whole["stopped"] = json!(trouble);
    }
    let mut text = serde_json::to_vec_pretty(&whole).unwrap_or_default();
    text.push(b'\n');
    text
}

fn asked(asked: &Asked, bodies: &mut Vec<Vec<u8>>) -> Value {
    let Asked { method, origin, target, tokens, headers, body } = asked;
    let sent = [(tokens.developer, "developer token"), (tokens.user, "Music User Token")];
    let sent: Vec<_> = sent.iter().filter(|(is_sent, _)| *is_sent).map(|(_, name)| *name).collect();
    let headers = headers.iter().filter(|(name, _)| !is_secret_header(name));
    let mut value = json!({
        "method": method.as_str(), "origin": origin, "target": target, "tokens": sent, "headers": lines(headers),
    });
    if let Some(body) = body {
        put(&mut value, body.as_bytes(), bodies);
    }
    value
}

fn answer(head: &Head, body: &[u8], bodies: &mut Vec<Vec<u8>>) -> Value {
    let protocol = match head.protocol {
        Protocol::Http1 => "HTTP/1.1",
        Protocol::Http2 => "HTTP/2",
    };
    let mut value = json!({
        "status": head.status,
        "protocol": protocol,
        "headers": lines(head.headers.iter().filter(|(name, _)| is_telling(name))),
        "ms_to_head": millis(head.timing.head),
        "ms_in_all": millis(head.timing.total),
        "bytes_on_the_wire": head.wire_bytes,
    });
    match &head.extent {
        Extent::Whole => {}
        Extent::Cut(why) => value["cut"] = json!(why),
        Extent::TooLarge(limit) => value["cut_at_limit"] = json!(limit),
        Extent::Stopped => value["stopped"] = json!(true),
    }
    if !body.is_empty() {
        put(&mut value, body, bodies);
    }
    value
}

fn failure(why: &Transport) -> Value {
    let (kind, host, detail) = match why {
        Transport::Dns { host, detail } => ("dns", host.as_str(), detail.as_str()),
        Transport::Refused { host } => ("refused", host.as_str(), ""),
        Transport::Unreachable { host, detail } => ("unreachable", host.as_str(), detail.as_str()),
        Transport::Tls { host, detail, .. } => ("tls", host.as_str(), detail.as_str()),
        Transport::NoRoots { detail } => ("no roots", "", detail.as_str()),
        Transport::Timeout { host, phase, .. } => ("timeout", host.as_str(), *phase),
        Transport::Closed { host } => ("closed", host.as_str(), ""),
        Transport::Other { detail } => ("other", "", detail.as_str()),
        Transport::NotRecorded { .. } => ("other", "", "it was not in a recording"),
    };
    let mut value = json!({ "kind": kind, "host": host, "detail": detail });
    if let Transport::Timeout { limit, .. } = why {
        value["limit_ms"] = millis(*limit);
    }
    value
}

fn lines<'a>(headers: impl Iterator<Item = &'a (String, String)>) -> Vec<String> {
    headers.map(|(name, value)| format!("{name}: {value}")).collect()
}

fn millis(duration: Duration) -> Value {
    json!(u64::try_from(duration.as_micros()).unwrap_or(u64::MAX).div_ceil(1000))
}

/// A body goes into the file as it came, JSON spread over lines, everything else as a string.
fn put(value: &mut Value, body: &[u8], bodies: &mut Vec<Vec<u8>>) {
    /// A body stands two steps deep.
    const DEPTH: usize = 2;
    if Document::parse(body).is_ok() {
        value["body"] = json!(format!("{PLACE}{}", bodies.len()));
        // A mark in front of it says nothing, and has no place in the middle of a text.
        bodies.push(spread(body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body), DEPTH));
    } else {
        value["text"] = json!(String::from_utf8_lossy(body));
    }
}

/// Puts the bodies into their places, in their order. No other string can look like one: the quotes inside it are escaped.
fn fill(text: &[u8], bodies: &[Vec<u8>]) -> Vec<u8> {
    let (mut filled, mut rest) = (Vec::with_capacity(text.len()), text);
    for (number, body) in bodies.iter().enumerate() {
        let place = format!("\"body\": \"\\u0001body\\u0001{number}\"");
        let Some(at) = memchr::memmem::find(rest, place.as_bytes()) else { continue };
        filled.extend_from_slice(&rest[..at]);
        filled.extend_from_slice(b"\"body\": ");
        filled.extend_from_slice(body);
        rest = &rest[at + place.len()..];
    }
    filled.extend_from_slice(rest);
    filled
}
