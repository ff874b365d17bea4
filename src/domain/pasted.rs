//! What is pasted into the path and is more than a path: a whole address, or a curl command. It becomes a draft.
//!
//! Tokens are taken out of it here, as [`Secret`]s, and stand in no text that comes back. A variable or a placeholder in
//! a token's place means the profile's own token.

mod curl;
mod words;

use url::Url;

use super::{request::Draft, secret::Secret, visible::visible};

/// What was pasted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pasted {
    /// Method, path, headers and body; the path is path and query alone.
    pub draft: Draft,
    /// The server that it was for, such as `https://api.music.apple.com`.
    pub origin: String,
    /// The whole address.
    pub url: String,
    /// It was a command, not an address alone.
    pub is_command: bool,
    /// The developer token that stood in it.
    pub developer: Option<Secret>,
    /// The Music User Token that stood in it.
    pub user: Option<Secret>,
    /// What of it was left out or left as it stood, in sentences; text from outside is visible in them.
    pub notes: Vec<String>,
}

/// Reads a whole address or a curl command; none if it is neither.
#[must_use]
pub fn read(text: &str) -> Option<Pasted> {
    let text = text.trim();
    let prompt = text.strip_prefix(['$', '%', '#']).filter(|rest| rest.starts_with(char::is_whitespace));
    curl::read(prompt.map_or(text, str::trim_start)).or_else(|| address(text))
}

/// An address with a scheme, and nothing else.
fn address(text: &str) -> Option<Pasted> {
    let is_address = ["https://", "http://"].iter().any(|scheme| starts_with(text, scheme));
    if !is_address || text.contains(|c: char| c.is_whitespace() || c.is_control()) {
        return None;
    }
    let (origin, path) = split(text)?;
    let draft = Draft { path, ..Draft::default() };
    Some(Pasted {
        draft,
        origin,
        url: text.to_owned(),
        is_command: false,
        developer: None,
        user: None,
        notes: Vec::new(),
    })
}

/// The origin of an address, and its path and query as they were written.
fn split(address: &str) -> Option<(String, String)> {
    let origin = Url::parse(address).ok()?.origin().ascii_serialization();
    let (_, rest) = address.split_once("://")?;
    let path = rest.find(['/', '?', '#', '\\']).map_or("", |at| &rest[at..]);
    let path = if path.starts_with('/') { path.to_owned() } else { format!("/{path}") };
    Some((origin, path))
}

fn starts_with(text: &str, start: &str) -> bool {
    text.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start))
}

/// A name of what was pasted, fit to show. What is longer than names are may be a secret, and does not show.
fn shown(text: &str) -> String {
    const LONGEST: usize = 40;
    if text.chars().count() > LONGEST {
        "…".to_owned()
    } else {
        visible(&super::secret::mask(text)).into_owned()
    }
}

#[cfg(test)]
mod tests;
