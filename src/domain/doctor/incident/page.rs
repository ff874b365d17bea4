//! Reads what a sign-in page saw. Pages report in their own words, so that several names are taken for the same thing.

use serde_json::Value;

use super::read::Object;
use crate::domain::doctor::facts::{Redaction, SignIn};

/// Where a page tells what was thrown, and where its sign-in window ended.
const TEXTS: [&str; 6] = ["error", "message", "reason", "url", "popup_url", "location"];
/// Parts of the names of fields that tell that MusicKit's script did not load, and of those that tell whether it did.
const TROUBLE: [&str; 5] = ["script_error", "script_blocked", "onerror", "csp", "network_error"];
const SCRIPT: [&str; 3] = ["script", "loaded", "musickit"];
/// What is said of a script that failed.
const FAILED: [&str; 6] = ["false", "err", "fail", "block", "timeout", "csp"];
/// More of a text is not kept, in characters; nor of all that was thrown, so that a report reads back the same.
const LONGEST: usize = 600;

pub(super) fn read(web: &Object, hide: &Redaction<'_>) -> SignIn {
    let text = |value: &Value| text(value, hide);
    let first = |names: &[&str]| names.iter().find_map(|name| web.get(*name).and_then(text));
    let number = |name: &str| {
        web.get(name).and_then(|value| value.as_i64().or_else(|| value.as_str()?.trim().parse().ok()))
    };
    let texts: Vec<String> = TEXTS.iter().filter_map(|name| web.get(*name).and_then(text)).collect();
    SignIn {
        // The origin of a page from a file is the text "null", or nothing at all.
        origin: web.get("origin").map(|origin| text(origin).unwrap_or_else(|| "null".to_owned())),
        error: (!texts.is_empty()).then(|| texts.join(", ").chars().take(LONGEST).collect()),
        status: number("status").or_else(|| number("authorization_status")),
        script_loaded: script_loaded(web),
        window_blocked: web
            .get("window_open")
            .is_some_and(|window| matches!(window, Value::Null | Value::Bool(false)))
            || web.get("window_blocked").is_some_and(|blocked| *blocked == Value::Bool(true)),
        settled: web.get("settled").and_then(Value::as_bool),
        ineligibility: first(&["ineligibilityReason", "ineligibility_reason", "ineligibility"]),
    }
}

fn text(value: &Value, hide: &Redaction<'_>) -> Option<String> {
    let cut = |text: &str| hide.start(text, LONGEST);
    match value {
        Value::String(text) => Some(cut(text)),
        Value::Null => None,
        other => Some(cut(&other.to_string())),
    }
}

/// One field that tells of trouble is enough.
fn script_loaded(web: &Object) -> Option<bool> {
    let told = |names: &'static [&'static str]| {
        web.iter()
            .map(|(name, value)| (name.to_ascii_lowercase(), value))
            .filter(move |(name, value)| names.iter().any(|part| name.contains(part)) && !value.is_null())
    };
    if told(&TROUBLE)
        .any(|(_, value)| !matches!(value.as_str(), Some("" | "false")) && *value != Value::Bool(false))
    {
        return Some(false);
    }
    told(&SCRIPT).map(|(_, value)| !is_failure(value)).reduce(|one, other| one && other)
}

/// `false`, a word that says so, or a status that is none of success.
fn is_failure(value: &Value) -> bool {
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_ascii_lowercase);
    let is_status = text.parse::<u16>().is_ok_and(|status| !(200..300).contains(&status));
    is_status || FAILED.iter().any(|word| text.contains(word))
}
