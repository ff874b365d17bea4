//! What can be known of a person's own Music User Token without holding it: of itself it has no shape.

use percent_encoding::percent_decode_str;

use super::Secret;
use crate::domain::token::UserStanding;

/// Shorter words are not compared with a token: none is this short, and a text has many words.
const SHORTEST: usize = 16;

/// A word this long that mixes all kinds of characters may be a token, as long as nothing better is known.
const OPAQUE: usize = 64;

/// A person's own Music User Token, as far as it is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Own {
    /// There is none.
    None,
    /// Its source has not been read yet; any long word without a shape may be it.
    Unread,
    /// Its fingerprint.
    Known(String),
}

impl Own {
    /// What is known of the token that a standing tells of.
    #[must_use]
    pub fn of(standing: &UserStanding) -> Self {
        match standing {
            UserStanding::Set { fingerprint, .. } => Self::Known(fingerprint.clone()),
            UserStanding::Starting => Self::Unread,
            UserStanding::Missing | UserStanding::Faulty { .. } => Self::None,
        }
    }

    /// Whether the token is a word of a text, as it is or percent-encoded.
    #[must_use]
    pub fn is_in(&self, text: &str) -> bool {
        // What may stand before or after a token, and never in one.
        let ends_word = |c: char| c.is_whitespace() || "\"'`:;,{}[]()<>&?@|\\#$*!".contains(c);
        let words = text.split(ends_word).filter(|word| word.len() >= SHORTEST);
        words.flat_map(spellings).any(|word| self.is(word))
    }

    fn is(&self, word: String) -> bool {
        match self {
            Self::None => false,
            Self::Unread => is_opaque(&word),
            Self::Known(fingerprint) => Secret::new(word).fingerprint() == *fingerprint,
        }
    }
}

/// A word as it is and percent-decoded, and what of each stands behind its first `=`.
fn spellings(word: &str) -> impl Iterator<Item = String> {
    let decoded = word.contains('%').then(|| percent_decode_str(word).decode_utf8_lossy().into_owned());
    let value = |word: &str| word.split_once('=').map(|(_, value)| value.to_owned());
    let values = [value(word), decoded.as_deref().and_then(value)];
    [Some(word.to_owned()), decoded].into_iter().chain(values).flatten()
}

/// Whether a word could be a token: long, and of capitals, small letters and digits without a pause.
fn is_opaque(word: &str) -> bool {
    let is_token = |c: char| c.is_ascii_alphanumeric() || "+/=_-.".contains(c);
    let run = word.split(|c: char| !is_token(c)).map(str::len).max().unwrap_or(0);
    let has = |is: fn(char) -> bool| word.contains(is);
    let mixes =
        has(|c| c.is_ascii_uppercase()) && has(|c| c.is_ascii_lowercase()) && has(|c| c.is_ascii_digit());
    run >= OPAQUE && mixes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token() -> String {
        "Ab1+/cd9".repeat(16) + "=="
    }

    #[test]
    fn the_own_token_is_found_in_whatever_it_is_wrapped() {
        let own = Own::Known(Secret::new(token()).fingerprint());
        let encoded = token().replace('+', "%2B").replace('/', "%2F").replace('=', "%3D");
        for text in [
            token(),
            format!("/v1/x?t={}", token()),
            format!("/v1/x?t={encoded}&u=1"),
            format!("{{\"token\": \"{}\"}}", token()),
            format!("X-Thing: {}\nOrigin: x", token()),
            format!("-d @{}|", token()),
        ] {
            assert!(own.is_in(&text), "{text}");
        }
        assert!(!own.is_in(&format!("/v1/x?t={}x", token())));
        assert!(!Own::None.is_in(&token()));
    }

    #[test]
    fn until_it_is_read_any_long_word_without_a_shape_may_be_it() {
        assert!(Own::Unread.is_in(&format!("/v1/x?t={}", token())));
        let harmless = [
            "/v1/catalog/us/albums/1000042/tracks?limit=25",
            "/v1/catalog/us/songs?ids=1,2,3&include=albums",
        ];
        assert!(harmless.iter().all(|path| !Own::Unread.is_in(path)));
    }
}
