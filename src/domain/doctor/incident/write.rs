//! Writes evidence as a report: an incident with nothing secret and nothing personal in it.

use serde_json::{Map, Value, json};

use super::redacted;
use crate::domain::doctor::{
    evidence::{Evidence, Probe},
    facts::{Answer, Body, Exchange, SignIn},
};

/// The report of this evidence, to be read with [`super::read()`] again.
#[must_use]
pub fn write(evidence: &Evidence) -> Value {
    let mut report = Map::new();
    let mut put = |name: &str, value: Value| report.insert(name.to_owned(), value);
    put("developer_token", redacted(evidence.developer.as_ref().map(redacted::Developer::from)));
    put("music_user_token", redacted(evidence.user.as_ref().map(redacted::User::from)));
    put("key_pem_base64", redacted(evidence.key.as_ref()));
    put("key_id", json!(evidence.key_id));
    put("team_id", json!(evidence.team_id));
    put("now", json!(evidence.now));
    put("request", evidence.request.as_ref().map_or(Value::Null, request));
    put("response", evidence.request.as_ref().map_or(Value::Null, response));
    let mut optional = |name: &str, value: Option<Value>| value.map(|value| put(name, value));
    optional("probes", (!evidence.probes.is_empty()).then(|| evidence.probes.iter().map(probe).collect()));
    optional("web", evidence.sign_in.as_ref().map(web));
    optional("client_error", evidence.failure().map(|failure| json!(failure.to_string())));
    optional("key_filename", evidence.key_file.as_ref().map(|name| json!(name)));
    optional("music_user_token_obtained_at", evidence.user_obtained_at.map(|time| json!(time)));
    Value::Object(report)
}

/// The same as text, indented for people.
#[must_use]
pub fn report(evidence: &Evidence) -> String {
    serde_json::to_string_pretty(&write(evidence)).unwrap_or_default()
}

fn redacted(facts: Option<impl serde::Serialize>) -> Value {
    facts.map_or(Value::Null, |facts| json!({ "redacted": facts }))
}

/// What was written is not repeated: it may hold anything.
fn request(exchange: &Exchange) -> Value {
    let headers: Map<String, Value> =
        exchange.headers.iter().map(|(name, value)| (name.clone(), json!(value))).collect();
    json!({ "method": exchange.method, "url": exchange.url, "headers": headers, "body": null })
}

fn response(exchange: &Exchange) -> Value {
    let Some(answer) = &exchange.answer else { return Value::Null };
    let headers: Map<String, Value> =
        answer.headers.iter().map(|(name, value)| (name.clone(), json!(value))).collect();
    let mut response = json!({ "status": answer.status, "headers": headers, "body": body(answer) });
    if let (Some(at), Value::Object(fields)) = (exchange.received_at, &mut response) {
        fields.insert("received_at".to_owned(), json!(at));
    }
    response
}

/// Of Apple's own answers only the error objects are told: the rest may be somebody's library.
fn body(answer: &Answer) -> String {
    match &answer.body {
        Body::Empty => String::new(),
        Body::Other(start) => start.clone(),
        Body::Json { errors, ineligibility } => {
            let mut told = Map::new();
            if !errors.is_empty() {
                let errors = errors.iter().map(|error| {
                    let status = answer.status.to_string();
                    json!({ "status": status, "code": error.code, "title": error.title, "detail": error.detail })
                });
                told.insert("errors".to_owned(), errors.collect());
            }
            told.extend(ineligibility.iter().map(|reason| ("ineligibilityReason".to_owned(), json!(reason))));
            Value::Object(told).to_string()
        }
    }
}

fn probe(probe: &Probe) -> Value {
    let Probe { name, exchange } = probe;
    let mut told = json!({ "name": name, "request": request(exchange), "response": response(exchange) });
    if let (Some(failure), Value::Object(fields)) = (&exchange.failure, &mut told) {
        fields.insert("client_error".to_owned(), json!(failure.to_string()));
    }
    told
}

fn web(page: &SignIn) -> Value {
    let mut told = json!(page);
    if let (true, Value::Object(fields)) = (page.window_blocked, &mut told) {
        fields.insert("window_open".to_owned(), Value::Null);
    }
    told
}
