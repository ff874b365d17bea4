//! Reads an incident. Fields that are not known are passed over; known ones of another shape are named.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::{IncidentFault, LARGEST, page, redacted};
use crate::domain::{
    doctor::{
        evidence::{Evidence, Probe},
        facts::{Answer, DeveloperToken, Exchange, Failure, Key, Redaction, UserToken},
    },
    secret::Secret,
};

pub(super) type Object = Map<String, Value>;

/// Reads an incident, and reduces every secret in it to what may be known of it.
///
/// # Errors
/// [`IncidentFault`] names the field and what belongs there; no value is repeated.
pub fn read(bytes: &[u8]) -> Result<Evidence, IncidentFault> {
    if bytes.len() > LARGEST {
        return Err(IncidentFault::TooLarge);
    }
    let value = serde_json::from_slice(bytes).map_err(|error| IncidentFault::NotJson(error.to_string()))?;
    let Value::Object(incident) = value else { return Err(fault("text", "a JSON object")) };
    let key = key(&incident)?;
    let (developer, user) = (secret(&incident, "developer_token")?, secret(&incident, "music_user_token")?);
    let (developer_text, user_text) = (developer.text(), user.text());
    let hide = Redaction::new(developer_text, user_text);
    let read_developer = |text: &Secret| DeveloperToken::read(text, key.as_ref());
    let read_user = |text: &Secret| UserToken::read(text, developer_text);
    let mut evidence = Evidence {
        developer: developer.facts::<redacted::Developer, _>("developer_token", read_developer)?,
        user: user.facts::<redacted::User, _>("music_user_token", read_user)?,
        user_obtained_at: integer(&incident, "music_user_token_obtained_at")?,
        key_file: text(&incident, "key_filename")?.map(|name| hide.start(&file_name(&name), 120)),
        key_id: identifier(&incident, "key_id", &hide)?,
        team_id: identifier(&incident, "team_id", &hide)?,
        now: integer(&incident, "now")?
            .ok_or(IncidentFault::Missing("now, the local clock in seconds since the epoch"))?,
        request: exchange(&incident, &hide)?,
        failure: text(&incident, "client_error")?.map(|text| Failure::read(&hide.start(&text, 400))),
        sign_in: object(&incident, "web")?.map(|web| page::read(web, &hide)),
        probes: probes(&incident, &hide)?,
        key: None,
        is_recorded: false,
    };
    evidence.key = key;
    Ok(evidence)
}

fn fault(field: &str, wanted: &'static str) -> IncidentFault {
    IncidentFault::Field { field: field.to_owned(), wanted }
}

/// A value that is there and not `null`.
fn there<'a>(object: &'a Object, name: &str) -> Option<&'a Value> {
    object.get(name).filter(|value| !value.is_null())
}

fn text(object: &Object, name: &str) -> Result<Option<String>, IncidentFault> {
    match there(object, name) {
        None => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.clone())),
        Some(_) => Err(fault(name, "a text")),
    }
}

fn integer(object: &Object, name: &str) -> Result<Option<i64>, IncidentFault> {
    match there(object, name) {
        None => Ok(None),
        Some(value) => value.as_i64().map(Some).ok_or_else(|| fault(name, "a whole number of seconds")),
    }
}

fn object<'a>(object: &'a Object, name: &str) -> Result<Option<&'a Object>, IncidentFault> {
    match there(object, name) {
        None => Ok(None),
        Some(Value::Object(inner)) => Ok(Some(inner)),
        Some(_) => Err(fault(name, "an object")),
    }
}

/// A secret as a text, or what a report has in its place.
enum Given {
    Nothing,
    Text(Secret),
    Redacted(Value),
}

impl Given {
    fn text(&self) -> Option<&Secret> {
        match self {
            Self::Text(secret) => Some(secret),
            _ => None,
        }
    }

    fn facts<R: DeserializeOwned, F: From<R>>(
        &self,
        name: &str,
        read: impl Fn(&Secret) -> Option<F>,
    ) -> Result<Option<F>, IncidentFault> {
        match self {
            Self::Nothing => Ok(None),
            Self::Text(secret) => Ok(read(secret)),
            Self::Redacted(value) => redacted_as::<R>(name, value).map(|redacted| Some(redacted.into())),
        }
    }
}

fn redacted_as<R: DeserializeOwned>(name: &str, value: &Value) -> Result<R, IncidentFault> {
    serde_json::from_value(clean(value))
        .map_err(|_| fault(name, "a text, or an object with redacted as in a report"))
}

/// What somebody else's report says in place of a secret is as little to be trusted as anything else in it.
fn clean(value: &Value) -> Value {
    let text = |text: &str| Redaction::default().start(text, 200);
    match value {
        Value::String(said) => Value::String(text(said)),
        Value::Array(many) => many.iter().take(64).map(clean).collect(),
        Value::Object(fields) => {
            fields.iter().take(64).map(|(name, value)| (text(name), clean(value))).collect()
        }
        plain => plain.clone(),
    }
}

fn secret(incident: &Object, name: &str) -> Result<Given, IncidentFault> {
    match there(incident, name) {
        None => Ok(Given::Nothing),
        Some(Value::String(text)) => Ok(Given::Text(Secret::new(text.clone()))),
        Some(Value::Object(inner)) => match inner.get("redacted") {
            Some(value) => Ok(Given::Redacted(value.clone())),
            None => Err(fault(name, "a text, or an object with redacted as in a report")),
        },
        Some(_) => Err(fault(name, "a text")),
    }
}

fn key(incident: &Object) -> Result<Option<Key>, IncidentFault> {
    let name = "key_pem_base64";
    match secret(incident, name)? {
        Given::Nothing => Ok(None),
        Given::Redacted(value) => redacted_as::<Key>(name, &value).map(Some),
        Given::Text(encoded) => {
            let bytes =
                STANDARD.decode(encoded.expose().trim()).map_err(|_| fault(name, "base64 of a key file"))?;
            let text = String::from_utf8(bytes).map(Secret::new);
            Ok(Some(
                text.map_or_else(|_| Key::unreadable("it is not text".to_owned()), |text| Key::read(&text)),
            ))
        }
    }
}

/// A configured id; people put other things there too.
fn identifier(incident: &Object, name: &str, hide: &Redaction<'_>) -> Result<Option<String>, IncidentFault> {
    let text = text(incident, name)?.map(|id| hide.start(&id, 120));
    Ok(text.filter(|id| !id.is_empty()))
}

fn file_name(path: &str) -> String {
    path.rsplit(['/', '\\']).next().unwrap_or_default().to_owned()
}

fn probes(incident: &Object, hide: &Redaction<'_>) -> Result<Vec<Probe>, IncidentFault> {
    let list = match there(incident, "probes") {
        None => return Ok(Vec::new()),
        Some(Value::Array(list)) => list,
        Some(_) => return Err(fault("probes", "a list")),
    };
    let probe = |value: &Value| {
        let Value::Object(probe) = value else { return Err(fault("probes", "a list of objects")) };
        let mut exchange = exchange(probe, hide)?.ok_or_else(|| fault("probes' request", "an object"))?;
        exchange.failure = text(probe, "client_error")?.map(|text| Failure::read(&hide.start(&text, 400)));
        let name = hide.start(&text(probe, "name")?.unwrap_or_default(), 60);
        Ok(Probe { name: name.chars().take(60).collect(), exchange })
    };
    list.iter().take(64).map(probe).collect()
}

/// `request` and `response` of an incident or of a probe. An answer without its request tells nothing.
fn exchange(parent: &Object, hide: &Redaction<'_>) -> Result<Option<Exchange>, IncidentFault> {
    let Some(request) = object(parent, "request")? else { return Ok(None) };
    let method = text(request, "method")?.unwrap_or_else(|| "GET".to_owned());
    let url = text(request, "url")?.ok_or_else(|| fault("request's url", "a text"))?;
    let mut exchange = Exchange::new(&method, &url, &headers(request)?, hide);
    if let Some(response) = object(parent, "response")? {
        exchange.answer = Some(answer(response, hide)?);
        exchange.received_at = integer(response, "received_at")?;
    }
    Ok(Some(exchange))
}

/// A header that was sent twice is a list.
fn headers(of: &Object) -> Result<Vec<(String, String)>, IncidentFault> {
    let Some(headers) = object(of, "headers")? else { return Ok(Vec::new()) };
    let mut listed = Vec::new();
    for (name, value) in headers {
        match value {
            Value::Null => {}
            Value::String(text) => listed.push((name.clone(), text.clone())),
            Value::Array(many) => {
                let values: Vec<&str> = many.iter().filter_map(Value::as_str).collect();
                listed.push((name.clone(), values.join(", ")));
            }
            other => listed.push((name.clone(), other.to_string())),
        }
    }
    Ok(listed)
}

fn answer(response: &Object, hide: &Redaction<'_>) -> Result<Answer, IncidentFault> {
    let status =
        there(response, "status").and_then(Value::as_u64).and_then(|status| u16::try_from(status).ok());
    let status = status.ok_or_else(|| fault("response's status", "a number such as 401"))?;
    let headers = headers(response)?;
    let body = match there(response, "body") {
        None => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
    };
    let headers = headers.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    Ok(Answer::read(status, headers, body.as_bytes(), hide))
}
