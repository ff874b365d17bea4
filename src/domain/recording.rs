//! What a recording keeps: an exchange as readable JSON, and which kept exchange answers a request.
//!
//! Nothing here is secret: tokens are named and not kept, headers are those of a list, and whoever makes an [`Exchange`] has
//! scrubbed its texts.

mod matching;
mod reading;
mod spacing;
#[cfg(test)]
mod tests;
mod writing;

use std::time::Duration;

use super::{
    answer::{Head, Transport},
    request::{Method, Tokens},
    visible::visible,
};

pub use matching::{is_it, nearest};
pub use reading::{Fault, read, read_index};
pub use writing::{index, write};

/// The form of the files. A file of another one is not read.
pub const VERSION: i64 = 1;

/// The name of the file that says what the directory is.
pub const INDEX: &str = "recording.json";

/// Headers of an answer that say something about it; of the others some hold cookies, and the rest tells how it travelled.
const TELLING: [&str; 16] = [
    "access-control-allow-origin",
    "age",
    "allow",
    "cache-control",
    "content-language",
    "content-type",
    "date",
    "etag",
    "expires",
    "last-modified",
    "location",
    "retry-after",
    "server",
    "vary",
    "via",
    "www-authenticate",
];

/// Headers of the same kind that share a beginning.
const TELLING_FAMILIES: [&str; 3] = ["x-apple-", "x-rate-limit", "x-segue-"];

/// Whether a header of an answer is kept; the name is in lower case.
#[must_use]
pub fn is_telling(name: &str) -> bool {
    TELLING.contains(&name) || TELLING_FAMILIES.iter().any(|family| name.starts_with(family))
}

/// A request that was sent, without what is secret in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    pub method: Method,
    /// Scheme, host and port.
    pub origin: String,
    /// Path and query, as on the wire.
    pub target: String,
    /// Which tokens went along.
    pub tokens: Tokens,
    pub headers: Vec<(String, String)>,
    pub body: Option<String>,
}

impl Asked {
    /// The request in a line, for a person.
    #[must_use]
    pub fn line(&self) -> String {
        let with = match self.tokens {
            Tokens { developer: true, user: true } => "with both tokens",
            Tokens { developer: true, user: false } => "with the developer token",
            Tokens { developer: false, user: true } => "with the Music User Token alone",
            Tokens { developer: false, user: false } => "without a token",
        };
        format!("{} {} {with}", self.method.as_str(), visible(&self.target))
    }
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Came {
    Answer { head: Head, body: Vec<u8> },
    Nothing { why: Transport, after: Duration },
}

/// A request and what came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exchange {
    pub asked: Asked,
    pub came: Came,
}

impl Exchange {
    /// Bytes of its bodies.
    #[must_use]
    pub fn size(&self) -> usize {
        let answered = match &self.came {
            Came::Answer { body, .. } => body.len(),
            Came::Nothing { .. } => 0,
        };
        self.asked.body.as_ref().map_or(0, String::len) + answered
    }

    /// The name of its file: its number, and what it asks for in characters that every file system has.
    #[must_use]
    pub fn file_name(&self, number: usize) -> String {
        /// Of the path so much; the whole stands in the file.
        const LONGEST: usize = 80;
        let path = self.asked.target.split('?').next().unwrap_or_default();
        let plain = |c: char| if c.is_ascii_alphanumeric() || c == '.' { c } else { '-' };
        let words: String = path.trim_matches('/').chars().map(plain).take(LONGEST).collect();
        format!("{number:04}-{}-{}.json", self.asked.method.as_str(), words.trim_matches(['-', '.']))
    }
}

/// The highest number of a kept exchange: far more than a recording has, and far from what cannot be counted on from.
pub const HIGHEST: usize = 999_999;

/// The number that the name of a kept exchange begins with; none if it is the name of something else.
#[must_use]
pub fn number_of(file_name: &str) -> Option<usize> {
    let (digits, rest) = file_name.split_once('-')?;
    let is_one = digits.len() >= 4 && digits.bytes().all(|byte| byte.is_ascii_digit());
    let number = (is_one && rest.ends_with(".json")).then(|| digits.parse().ok()).flatten();
    number.filter(|number| *number <= HIGHEST)
}
