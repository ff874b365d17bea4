//! What a request's body says, part by part: each mistake is refused with a pointer to where it stands.

use serde_json::Value;

use crate::sandbox::fault::Fault;

/// A resource as a body names it.
pub(super) struct Named<'a> {
    pub(super) kind: &'a str,
    pub(super) id: &'a str,
}

/// The body as an object.
pub(super) fn object(bytes: &[u8]) -> Result<Value, Fault> {
    let body: Value =
        serde_json::from_slice(bytes).map_err(|_| Fault::body("The request body is not valid JSON", ""))?;
    if body.is_object() { Ok(body) } else { Err(Fault::body("The request body must be an object", "")) }
}

/// A text that must be there and not be blank.
pub(super) fn text<'a>(body: &'a Value, pointer: &str) -> Result<&'a str, Fault> {
    match body.pointer(pointer) {
        Some(Value::String(text)) if !text.trim().is_empty() => Ok(text.trim()),
        Some(Value::String(_)) => Err(Fault::body("The value must not be empty", pointer)),
        Some(_) => Err(Fault::body("The value must be a string", pointer)),
        None => Err(Fault::body("The value is required", pointer)),
    }
}

/// A text that may be left out.
pub(super) fn optional<'a>(body: &'a Value, pointer: &str) -> Result<Option<&'a str>, Fault> {
    match body.pointer(pointer) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(_) => Err(Fault::body("The value must be a string", pointer)),
    }
}

/// The identifiers of a list; none where there is no list.
pub(super) fn identifiers<'a>(
    body: &'a Value,
    pointer: &str,
    kinds: &[&str],
) -> Result<Vec<Named<'a>>, Fault> {
    let rows = match body.pointer(pointer) {
        None | Some(Value::Null) => return Ok(Vec::new()),
        Some(Value::Array(rows)) => rows,
        Some(_) => return Err(Fault::body("The value must be a list", pointer)),
    };
    let named = |(at, _): (usize, &Value)| {
        let (id, kind) = (format!("{pointer}/{at}/id"), format!("{pointer}/{at}/type"));
        let named = Named { id: text(body, &id)?, kind: text(body, &kind)? };
        match kinds.contains(&named.kind) {
            true => Ok(named),
            false => Err(Fault::body(format!("The type must be one of {}", kinds.join(", ")), &kind)),
        }
    };
    rows.iter().enumerate().map(named).collect()
}
