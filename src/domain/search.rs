//! Searching a response: what is looked for, and where in the pages it is.
//!
//! A pattern is looked for in decoded keys and strings, and in numbers, `true`, `false` and `null` as they stand. It is a
//! regular expression, of which `^` and `$` mean the whole key or value; what has no sign of one is looked for as it is.

mod hits;
mod plain;
#[cfg(test)]
mod tests;

use std::{borrow::Cow, fmt, ops::Range};

use regex::{Regex, RegexBuilder};

use self::plain::Plain;
use super::json::{Document, Kind, NodeId};

pub use hits::{GoOn, Hits, Start, all, first};

/// The longest pattern, in bytes: nobody types more, and what is longer was pasted by mistake.
const LONGEST: usize = 1_000;

/// What a compiled regular expression may take. `\w{99}` is well below; what is over would be felt at each key.
const LARGEST: usize = 1 << 20;

/// What to look for.
#[derive(Clone, PartialEq, Eq)]
pub struct Pattern {
    /// As it was typed.
    pub text: String,
    /// Where it counts.
    pub scope: Scope,
}

impl fmt::Debug for Pattern {
    /// Says how long it is, and not what: a person may have typed a token.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Pattern({} bytes in {})", self.text.len(), self.scope.words())
    }
}

/// Where a pattern counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Scope {
    #[default]
    Both,
    Keys,
    Values,
}

impl Scope {
    /// The next one, round and round.
    #[must_use]
    pub const fn next(self) -> Self {
        match self {
            Self::Both => Self::Keys,
            Self::Keys => Self::Values,
            Self::Values => Self::Both,
        }
    }

    /// What it is called.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Both => "keys and values",
            Self::Keys => "keys",
            Self::Values => "values",
        }
    }

    /// Whether keys count.
    #[must_use]
    pub fn has_keys(self) -> bool {
        self != Self::Values
    }

    /// Whether values count.
    #[must_use]
    pub fn has_values(self) -> bool {
        self != Self::Keys
    }
}

/// Why a pattern cannot be looked for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// It is no regular expression; the character where it goes wrong, from 1.
    #[error("{message} at {at}; \\ before a sign takes it as it is")]
    Syntax {
        /// What is wrong.
        message: String,
        /// The number of the character.
        at: usize,
    },
    /// It is one, and too large.
    #[error("this pattern is too large; a shorter one finds as much")]
    TooLarge,
}

/// A pattern that can be looked for.
#[derive(Debug, Clone)]
pub struct Matcher {
    pattern: Pattern,
    way: Way,
}

impl PartialEq for Matcher {
    fn eq(&self, other: &Self) -> bool {
        self.pattern == other.pattern
    }
}

/// How it is looked for.
#[derive(Clone)]
enum Way {
    /// In the bytes as they lie there.
    Plain(Plain),
    /// In one value after the other.
    Regex(Regex),
}

impl fmt::Debug for Way {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Plain(_) => "Plain",
            Self::Regex(_) => "Regex",
        })
    }
}

impl Matcher {
    /// Makes a pattern ready; none for an empty one. It minds upper and lower case as soon as it has an upper-case letter.
    ///
    /// # Errors
    /// [`Fault`] if it is no regular expression, or too large.
    pub fn new(pattern: &Pattern) -> Result<Option<Self>, Fault> {
        if pattern.text.is_empty() {
            return Ok(None);
        }
        if pattern.text.len() > LONGEST {
            return Err(Fault::TooLarge);
        }
        let way = if pattern.text.chars().any(regex_syntax::is_meta_character) {
            Way::Regex(regex(&pattern.text)?)
        } else {
            Way::Plain(Plain::new(&pattern.text)?)
        };
        Ok(Some(Self { pattern: pattern.clone(), way }))
    }

    /// What is looked for.
    #[must_use]
    pub const fn pattern(&self) -> &Pattern {
        &self.pattern
    }

    /// Whether it is in a decoded key or value.
    #[must_use]
    pub fn is_in(&self, text: &str) -> bool {
        match &self.way {
            Way::Plain(plain) => plain.is_in(text),
            Way::Regex(regex) => regex.is_match(text),
        }
    }

    /// Where in a decoded key or value it is; matches of nothing are left out.
    #[must_use]
    pub fn ranges(&self, text: &str) -> Vec<Range<usize>> {
        match &self.way {
            Way::Plain(plain) => plain.ranges(text),
            Way::Regex(regex) => {
                regex.find_iter(text).map(|found| found.range()).filter(|range| !range.is_empty()).collect()
            }
        }
    }

    /// Whether it is in the key of a value, where keys count.
    #[must_use]
    pub fn is_in_key(&self, document: &Document, node: NodeId) -> bool {
        self.pattern.scope.has_keys() && document.key(node).is_some_and(|key| self.is_in(&key))
    }

    /// Whether it is in a value, where values count. An object or array has none of its own.
    #[must_use]
    pub fn is_in_value(&self, document: &Document, node: NodeId) -> bool {
        self.pattern.scope.has_values() && value(document, node).is_some_and(|value| self.is_in(&value))
    }
}

/// What of a value a pattern is looked for in.
fn value(document: &Document, node: NodeId) -> Option<Cow<'_, str>> {
    match document.kind(node) {
        Kind::Object | Kind::Array => None,
        Kind::String => document.text(node),
        Kind::Number | Kind::Bool | Kind::Null => Some(document.raw(node)),
    }
}

fn regex(text: &str) -> Result<Regex, Fault> {
    regex_syntax::parse(text).map_err(|error| fault(text, &error))?;
    let mut builder = RegexBuilder::new(text);
    builder.case_insensitive(!has_upper_case(text)).size_limit(LARGEST);
    builder.build().map_err(|_| Fault::TooLarge)
}

/// What is wrong with a regular expression, and where.
fn fault(text: &str, error: &regex_syntax::Error) -> Fault {
    let (message, offset) = match error {
        regex_syntax::Error::Parse(error) => (error.kind().to_string(), error.span().start.offset),
        regex_syntax::Error::Translate(error) => (error.kind().to_string(), error.span().start.offset),
        _ => ("this is no regular expression".to_owned(), 0),
    };
    Fault::Syntax { message, at: text.get(..offset).map_or(0, |before| before.chars().count()) + 1 }
}

/// Whether a letter is upper case; what a backslash gives a meaning, as in `\W`, is none.
fn has_upper_case(text: &str) -> bool {
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        if c == '\\' {
            chars.next();
        } else if c.is_uppercase() {
            return true;
        }
    }
    false
}
