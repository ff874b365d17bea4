//! What the sandbox answers: a status with a body, or an error object as Apple writes it.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use serde_json::{Map, Value, json};

use crate::sandbox::mix::{Mix, word};

/// A good answer.
#[derive(Debug)]
pub(super) enum Answer {
    Data(u16, Value),
    Empty(u16),
}

/// A refusal. Without a code it has no body either.
#[derive(Debug)]
pub(super) struct Fault {
    pub(super) status: u16,
    code: &'static str,
    title: &'static str,
    detail: String,
    source: Option<Source>,
}

/// What in the request is to blame: a parameter's name, or a JSON pointer into the body.
#[derive(Debug)]
enum Source {
    Parameter(String),
    Pointer(String),
}

impl Fault {
    fn new(status: u16, code: &'static str, title: &'static str, detail: impl Into<String>) -> Self {
        Self { status, code, title, detail: detail.into(), source: None }
    }

    fn at(mut self, parameter: &str) -> Self {
        self.source = Some(Source::Parameter(parameter.to_owned()));
        self
    }

    /// Every fault of the developer token, and every verb a library does not offer: 401 and not a word.
    pub(super) fn unauthorized() -> Self {
        Self::new(401, "", "", "")
    }

    /// The rate limit: a status, and no word about how long it holds.
    pub(super) fn too_many() -> Self {
        Self::new(429, "", "", "")
    }

    /// The account lacks what a subscription brings.
    pub(super) fn no_privilege(privilege: &str) -> Self {
        let detail = format!("User does not have access to privilege: {privilege}");
        Self::new(400, "40015", "Insufficient Privileges", detail)
    }

    pub(super) fn forbidden(detail: &str) -> Self {
        Self::new(403, "40300", "Forbidden", detail)
    }

    pub(super) fn missing(parameter: &str, detail: &str) -> Self {
        Self::new(400, "40003", "Missing Parameter", detail).at(parameter)
    }

    pub(super) fn no_ids() -> Self {
        Self::new(400, "40003", "Missing Parameter", "No id(s) supplied on the request")
    }

    pub(super) fn not_allowed(parameter: &str) -> Self {
        Self::new(400, "40004", "Invalid Parameter", format!("Parameter '{parameter}' is not allowed"))
            .at(parameter)
    }

    pub(super) fn value(parameter: &str, detail: impl Into<String>) -> Self {
        Self::new(400, "40005", "Invalid Parameter Value", detail).at(parameter)
    }

    /// The body is wrong at this JSON pointer; the empty one is the body itself.
    pub(super) fn body(detail: impl Into<String>, pointer: &str) -> Self {
        let source = Some(Source::Pointer(pointer.to_owned()));
        Self { source, ..Self::new(400, "40007", "Invalid Request Body", detail) }
    }

    pub(super) fn path(detail: impl Into<String>) -> Self {
        Self::new(400, "40008", "Invalid Path Value", detail)
    }

    /// The thing exists, and no developer token of ours may have it.
    pub(super) fn not_entitled(what: &str) -> Self {
        let detail = format!("'{what}' entities require permissions that are not in the request");
        Self::new(400, "40012", "Insufficient Permissions", detail)
    }

    pub(super) fn no_resource() -> Self {
        Self::new(404, "40400", "Resource Not Found", "Resource with requested id was not found")
    }

    pub(super) fn no_path() -> Self {
        Self::new(404, "40400", "Resource Not Found", "Requested path was not found")
    }

    pub(super) fn no_related(name: &str) -> Self {
        Self::new(404, "40403", "No related resources", format!("No related resources found for {name}"))
    }

    pub(super) fn method(method: &str) -> Self {
        Self::new(
            405,
            "40500",
            "Method Not Allowed",
            format!("Method '{method}' is not allowed for this path"),
        )
    }

    pub(super) fn too_large() -> Self {
        Self::new(413, "41300", "Request Entity Too Large", "The body is larger than 65536 bytes")
    }

    pub(super) fn too_slow(time: Duration) -> Self {
        let detail = format!("The body was not there after {time:?}");
        Self::new(408, "40800", "Request Timeout", detail)
    }

    pub(super) fn upstream(detail: &str) -> Self {
        Self::new(500, "50001", "Upstream Service Error", detail)
    }

    /// The body, or nothing for an empty 401.
    pub(super) fn body_json(&self) -> Option<Value> {
        if self.code.is_empty() {
            return None;
        }
        let mut error = Map::new();
        error.insert("id".into(), json!(error_id()));
        error.insert("title".into(), json!(self.title));
        error.insert("detail".into(), json!(self.detail));
        error.insert("status".into(), json!(self.status.to_string()));
        error.insert("code".into(), json!(self.code));
        let source = self.source.as_ref().map(|source| match source {
            Source::Parameter(name) => json!({ "parameter": name }),
            Source::Pointer(pointer) => json!({ "pointer": pointer }),
        });
        error.extend(source.map(|source| ("source".to_owned(), source)));
        Some(json!({ "errors": [error] }))
    }
}

/// 26 characters that look like Apple's and count up behind the scenes.
fn error_id() -> String {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let mut mix = Mix::new(COUNT.fetch_add(1, Ordering::Relaxed));
    word(&mut mix, b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 26)
}
