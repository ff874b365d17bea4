//! What can be read off a ready developer token without verifying it.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value};
use thiserror::Error;

use crate::domain::secret::{self, Secret};

/// The parts of a token that the screen and the doctor speak of. `None` where the token doesn't say, or says it in a
/// shape of its own (a time as text, say). Times are seconds since the epoch.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reading {
    /// The header's `alg`.
    pub algorithm: Option<String>,
    /// The header's `kid`.
    pub key_id: Option<String>,
    /// The payload's `iss`.
    pub team_id: Option<String>,
    /// The payload's `iat`.
    pub issued_at: Option<i64>,
    /// The payload's `exp`.
    pub expires_at: Option<i64>,
    /// The payload's `origin`, as a list even when the token has a single text.
    pub origin: Option<Vec<String>>,
}

/// Why a text is no developer token.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum TokenFault {
    /// Nothing there.
    #[error("The developer token is empty.")]
    Empty,
    /// The `.p8` itself.
    #[error(
        "That is the private key, not a developer token. Name it as the private key, and a token is made from it."
    )]
    PrivateKey,
    /// Quotes are part of the value.
    #[error("The developer token is wrapped in quotes. Remove them.")]
    Quoted,
    /// Begins with the word `Bearer`.
    #[error(
        "The developer token begins with the word Bearer. Keep only the token; the word is added when it is sent."
    )]
    Bearer,
    /// Says `$NAME`, `<token>` or the like.
    #[error("The developer token is a placeholder or an unexpanded variable. Put the token itself there.")]
    Placeholder,
    /// A blank or a control character inside.
    #[error("The developer token contains white space or a line break. Copy it again in one piece.")]
    WhiteSpace,
    /// Not three parts.
    #[error("The developer token has {0} parts between dots, a JWT has 3. Copy the whole token.")]
    Parts(usize),
    /// Header or payload is not base64url of a JSON object.
    #[error("The developer token's {0} cannot be read. Copy the whole token, or make a new one.")]
    Unreadable(&'static str),
}

/// Reads a developer token; blanks around it are ignored. Nothing is verified.
///
/// # Errors
/// [`TokenFault`] when it is not a JWT, with what it was instead where that can be told.
pub fn read(token: &Secret) -> Result<Reading, TokenFault> {
    let text = token.expose().trim();
    refuse_other_things(text)?;
    let parts: Vec<&str> = text.split('.').collect();
    let [header, payload, _signature] = parts[..] else { return Err(TokenFault::Parts(parts.len())) };
    let header = object(header).ok_or(TokenFault::Unreadable("header"))?;
    let payload = object(payload).ok_or(TokenFault::Unreadable("payload"))?;
    Ok(Reading {
        algorithm: text_of(&header, "alg"),
        key_id: text_of(&header, "kid"),
        team_id: text_of(&payload, "iss"),
        issued_at: seconds(&payload, "iat"),
        expires_at: seconds(&payload, "exp"),
        origin: origins(&payload),
    })
}

fn refuse_other_things(text: &str) -> Result<(), TokenFault> {
    if text.is_empty() {
        return Err(TokenFault::Empty);
    }
    if secret::looks_like_private_key(text) {
        return Err(TokenFault::PrivateKey);
    }
    if text.starts_with(['"', '\'', '`', '“', '‘']) {
        return Err(TokenFault::Quoted);
    }
    if text.get(..6).is_some_and(|word| word.eq_ignore_ascii_case("bearer")) {
        return Err(TokenFault::Bearer);
    }
    if is_placeholder(text) {
        return Err(TokenFault::Placeholder);
    }
    if text.chars().any(|c| c.is_whitespace() || c.is_control()) {
        return Err(TokenFault::WhiteSpace);
    }
    Ok(())
}

/// `$NAME`, `<token>`, `{{token}}`, `%NAME%`, `YOUR_TOKEN`, `paste the token here`. A real one has dots.
fn is_placeholder(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let words = lower.contains("your") || lower.contains("token") || lower.contains("jwt");
    text.starts_with(['$', '<', '{', '%']) || (words && !text.contains('.'))
}

fn object(part: &str) -> Option<Map<String, Value>> {
    let bytes = URL_SAFE_NO_PAD.decode(part.trim_end_matches('=')).ok()?;
    serde_json::from_slice(&bytes).ok()
}

fn text_of(object: &Map<String, Value>, name: &str) -> Option<String> {
    object.get(name)?.as_str().map(str::to_owned)
}

/// A whole number of seconds. A float with nothing after the point is one too: some libraries write times so.
fn seconds(object: &Map<String, Value>, name: &str) -> Option<i64> {
    let value = object.get(name)?;
    value
        .as_i64()
        .or_else(|| value.as_f64().filter(|number| number.fract() == 0.0 && number.abs() < 9e15).map(whole))
}

#[expect(clippy::cast_possible_truncation, reason = "the caller kept to whole numbers that fit")]
fn whole(number: f64) -> i64 {
    number as i64
}

fn origins(payload: &Map<String, Value>) -> Option<Vec<String>> {
    match payload.get("origin")? {
        Value::String(one) => Some(vec![one.clone()]),
        Value::Array(many) => {
            Some(many.iter().filter_map(|value| value.as_str().map(str::to_owned)).collect())
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn jwt(header: &str, payload: &str) -> Secret {
        let part = |text: &str| URL_SAFE_NO_PAD.encode(text);
        Secret::new(format!("{}.{}.c2ln", part(header), part(payload)))
    }

    #[test]
    fn reads_what_the_token_says() {
        let token = jwt(
            r#"{"alg":"ES256","kid":"FICTION001"}"#,
            r#"{"iss":"FICTIONTEA","iat":10,"exp":20.0,"origin":["https://example.com"]}"#,
        );
        let reading = read(&Secret::new(format!(" {}\n", token.expose()))).unwrap();
        assert_eq!(reading.algorithm.as_deref(), Some("ES256"));
        assert_eq!(reading.key_id.as_deref(), Some("FICTION001"));
        assert_eq!(reading.team_id.as_deref(), Some("FICTIONTEA"));
        assert_eq!((reading.issued_at, reading.expires_at), (Some(10), Some(20)));
        assert_eq!(reading.origin, Some(vec!["https://example.com".to_owned()]));
    }

    #[test]
    fn odd_shapes_are_read_as_absent() {
        let reading = read(&jwt(r#"{"alg":7}"#, r#"{"iat":"10","exp":1.5,"origin":3}"#)).unwrap();
        assert_eq!(reading, Reading::default());
    }

    #[test]
    fn names_what_it_was_instead() {
        for (text, expected) in [
            ("", TokenFault::Empty),
            ("  \n", TokenFault::Empty),
            ("-----BEGIN PRIVATE KEY-----\nMIGH", TokenFault::PrivateKey),
            ("\"eyJhbGciOiJFUzI1NiJ9.e30.c2ln\"", TokenFault::Quoted),
            ("Bearer eyJhbGciOiJFUzI1NiJ9.e30.c2ln", TokenFault::Bearer),
            ("$APPLE_MUSIC_DEVELOPER_TOKEN", TokenFault::Placeholder),
            ("<your token>", TokenFault::Placeholder),
            ("YOUR DEVELOPER TOKEN", TokenFault::Placeholder),
            ("eyJhbGciOiJFUzI1NiJ9.e30 .c2ln", TokenFault::WhiteSpace),
            ("abcdef", TokenFault::Parts(1)),
            ("eyJhbGciOiJFUzI1NiJ9.e30", TokenFault::Parts(2)),
            ("é.e30.c2ln", TokenFault::Unreadable("header")),
            ("eyJhbGciOiJFUzI1NiJ9.bm90anNvbg.c2ln", TokenFault::Unreadable("payload")),
        ] {
            assert_eq!(read(&Secret::new(text.to_owned())), Err(expected), "{text}");
        }
    }
}
