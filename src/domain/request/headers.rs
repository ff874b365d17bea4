//! The headers that a person adds, one a line.

use super::secret;

/// Headers that carry a secret; they come from a profile, never from what is typed.
const SECRET: [&str; 5] =
    ["authorization", "proxy-authorization", "music-user-token", "media-user-token", "cookie"];

/// What the names of other headers that carry a secret have in them: `X-Api-Key`, `X-Auth-Token`. A proxy may want them, so they
/// are sent; their values are treated as secrets all the same.
const SOUNDS_SECRET: [&str; 8] =
    ["token", "secret", "password", "api-key", "apikey", "credential", "session", "signature"];

/// Headers that belong to the connection; setting them by hand breaks it, or sends a token under another name.
const CONNECTION: [&str; 9] = [
    "host",
    "connection",
    "content-length",
    "transfer-encoding",
    "te",
    "trailer",
    "upgrade",
    "keep-alive",
    "proxy-connection",
];

/// What is wrong with a header.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum HeaderFault {
    #[error("header line {0} has no colon; write it as Name: value")]
    NoColon(usize),
    #[error("header line {0} has no usable name before its colon; names are letters, digits and hyphens")]
    Name(usize),
    #[error("header line {0} holds a control character; delete it")]
    ControlCharacter(usize),
    #[error("{0} is not typed by hand: tokens come from the profile, and the toggles above send them")]
    Secret(String),
    #[error("{0} belongs to the connection and cannot be set; leave the line out")]
    Connection(String),
    #[error(
        "header line {0} holds what looks like a token or a key; delete it, the toggles above send tokens"
    )]
    SecretValue(usize),
}

/// Reads header lines; empty ones are passed over.
pub(super) fn parse(text: &str) -> Result<Vec<(String, String)>, HeaderFault> {
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines.map(|(number, line)| header(number + 1, line)).collect()
}

fn header(number: usize, line: &str) -> Result<(String, String), HeaderFault> {
    let (name, value) = line.split_once(':').ok_or(HeaderFault::NoColon(number))?;
    let (name, value) = (name.trim(), value.trim());
    let lower = name.to_ascii_lowercase();
    let is_token = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
    if SECRET.contains(&lower.as_str()) {
        return Err(HeaderFault::Secret(name.to_owned()));
    }
    if name.is_empty() || !name.chars().all(is_token) {
        return Err(HeaderFault::Name(number));
    }
    if CONNECTION.contains(&lower.as_str()) {
        return Err(HeaderFault::Connection(name.to_owned()));
    }
    if value.chars().any(char::is_control) {
        return Err(HeaderFault::ControlCharacter(number));
    }
    if secret::is_in(value) {
        return Err(HeaderFault::SecretValue(number));
    }
    Ok((name.to_owned(), value.to_owned()))
}

/// Whether a line names a header that carries a secret, so that its value must neither show while it is typed nor be kept.
#[must_use]
pub fn is_secret(line: &str) -> bool {
    let name = name_of(line);
    is_the_profiles(line) || SOUNDS_SECRET.iter().any(|word| name.contains(word))
}

/// Whether a line names a header that only the profile may fill.
#[must_use]
pub fn is_the_profiles(line: &str) -> bool {
    SECRET.contains(&name_of(line).as_str())
}

fn name_of(line: &str) -> String {
    line.split(':').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// Whether a name is that of a header that belongs to the connection.
#[must_use]
pub fn is_connection(name: &str) -> bool {
    CONNECTION.contains(&name.to_ascii_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_read_one_a_line() {
        let read = parse("Origin: https://a.example\n\n  Accept-Language:fr \n").unwrap();
        let expected = [("Origin", "https://a.example"), ("Accept-Language", "fr")];
        assert_eq!(read, expected.map(|(name, value)| (name.to_owned(), value.to_owned())));
    }

    #[test]
    fn a_header_whose_name_sounds_like_a_secret_is_one_and_may_be_sent() {
        let cases = [
            ("X-Api-Key: k", true, false),
            ("x-auth-token:abc", true, false),
            ("X-Amz-Security-Token: a", true, false),
            ("Cookie: a=b", true, true),
            ("Authorization", true, true),
            ("Accept: secret", false, false),
            ("Origin: https://token.example", false, false),
        ];
        for (line, secret, profiles) in cases {
            assert_eq!((is_secret(line), is_the_profiles(line)), (secret, profiles), "{line}");
        }
        assert!(parse("X-Api-Key: k").is_ok());
    }

    #[test]
    fn what_must_not_be_typed_is_refused() {
        let cases = [
            ("Origin", HeaderFault::NoColon(1)),
            ("\nO rigin: x", HeaderFault::Name(2)),
            (": x", HeaderFault::Name(1)),
            ("X: a\u{1b}b", HeaderFault::ControlCharacter(1)),
            ("authorization: Bearer x", HeaderFault::Secret("authorization".to_owned())),
            ("Music-User-Token : x", HeaderFault::Secret("Music-User-Token".to_owned())),
            ("COOKIE: a=b", HeaderFault::Secret("COOKIE".to_owned())),
            ("Host: evil.example", HeaderFault::Connection("Host".to_owned())),
            ("X: eyJhbGciOiJFUzI1NiJ9.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", HeaderFault::SecretValue(1)),
        ];
        for (text, fault) in cases {
            assert_eq!(parse(text), Err(fault), "{text:?}");
        }
    }
}
