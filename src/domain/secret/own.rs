//! What can be known of a person's own Music User Token without holding it: of itself it has no shape.

use std::fmt;

use percent_encoding::percent_decode;
use zeroize::Zeroizing;

use super::{LAYERS, Secret};
use crate::domain::token::UserStanding;

/// Of a token with fewer letters and digits than this, nothing is known: they could be ordinary words.
const SHORTEST: usize = 16;

/// A word this long that mixes all kinds of characters may be a token, as long as nothing better is known.
const OPAQUE: usize = 64;

/// What a sum over letters is taken to the power of; any large odd number does.
const BASE: u64 = 0x9e37_79b9_7f4a_7c15;

/// A person's own Music User Token, as far as it is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Own {
    /// There is none.
    None,
    /// Its source has not been read yet; any long word without a shape may be it.
    Unread,
    /// What tells it again.
    Known(Trace),
}

impl Own {
    /// What is known of the token that a standing tells of.
    #[must_use]
    pub fn of(standing: &UserStanding) -> Self {
        match standing {
            UserStanding::Set { trace, .. } => Self::Known(trace.clone()),
            UserStanding::Starting => Self::Unread,
            UserStanding::Missing | UserStanding::Faulty { .. } => Self::None,
        }
    }

    /// Whether the token is in a text, wherever it stands there, percent-encoded or not, and whatever cuts it.
    #[must_use]
    pub fn is_in(&self, text: &str) -> bool {
        // What may stand before or after a token, and never in one.
        let ends_word = |c: char| c.is_whitespace() || "\"'`:;,{}[]()<>&?@|\\#$*!".contains(c);
        match self {
            Self::None => false,
            Self::Unread => text.split(ends_word).any(is_opaque),
            Self::Known(trace) => trace.is_in(text),
        }
    }
}

/// What tells a token again and cannot be turned back into it: how many letters and digits it has, and two sums over them. What
/// else is in it counts for nothing, so that it is known again with something typed into its middle.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Trace {
    count: usize,
    sum: u64,
    fingerprint: String,
}

impl fmt::Debug for Trace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Trace(…)")
    }
}

impl Trace {
    /// Of a token.
    #[must_use]
    pub fn of(token: &Secret) -> Self {
        let letters = letters(token.expose());
        Self {
            count: letters.len(),
            sum: letters.iter().fold(0, appended),
            fingerprint: fingerprint(&letters),
        }
    }

    fn is_in(&self, text: &str) -> bool {
        let letters = letters(text);
        if self.count < SHORTEST || letters.len() < self.count {
            return false;
        }
        let leading = (1..self.count).fold(1, |power: u64, _| power.wrapping_mul(BASE));
        let mut sum = letters[..self.count].iter().fold(0, appended);
        (0..).zip(letters.windows(self.count)).any(|(at, window)| {
            if at > 0 {
                let without_first = sum.wrapping_sub(u64::from(letters[at - 1]).wrapping_mul(leading));
                sum = appended(without_first, &window[self.count - 1]);
            }
            sum == self.sum && fingerprint(window) == self.fingerprint
        })
    }
}

fn appended(sum: u64, letter: &u8) -> u64 {
    sum.wrapping_mul(BASE).wrapping_add(u64::from(*letter))
}

fn fingerprint(letters: &[u8]) -> String {
    Secret::new(String::from_utf8_lossy(letters).into_owned()).fingerprint()
}

/// The letters and digits of a text, without percent-encoding.
fn letters(text: &str) -> Zeroizing<Vec<u8>> {
    let mut bytes = Zeroizing::new(text.as_bytes().to_vec());
    for _ in 0..LAYERS {
        if !bytes.contains(&b'%') {
            break;
        }
        bytes = Zeroizing::new(percent_decode(&bytes).collect());
    }
    bytes.retain(u8::is_ascii_alphanumeric);
    bytes
}

/// Whether a word could be a token: long, and of capitals, small letters and digits without a pause.
fn is_opaque(word: &str) -> bool {
    let is_token = |c: char| c.is_ascii_alphanumeric() || "+/=_-.%".contains(c);
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
        let own = Own::Known(Trace::of(&Secret::new(token())));
        let encoded = token().replace('+', "%2B").replace('/', "%2F").replace('=', "%3D");
        for text in [
            token(),
            format!("/v1/x?t={}", token()),
            format!("/v1/x?t={encoded}&u=1"),
            format!("{{\"token\": \"{}\"}}", token()),
            format!("X-Thing: {}\nOrigin: x", token()),
            format!("-d @{}|", token()),
            format!("/v1/me/library/plain/{}", token()),
            format!("/v1/x?t={}x", token()),
            format!("/v1/{}/{}", &token()[..40], &token()[40..]),
            format!("/v1/{}?{}&{}", &token()[..7], &token()[7..90], &token()[90..]),
            encoded.replace('%', "%25"),
        ] {
            assert!(own.is_in(&text), "{text}");
        }
        assert!(!own.is_in(&token().replacen('9', "8", 1)));
        assert!(!own.is_in(&token()[..token().len() - 3]));
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
