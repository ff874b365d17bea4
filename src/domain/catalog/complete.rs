//! What can stand where the cursor is.

mod offers;
mod path;
mod query;
mod value;

use std::ops::Range;

use super::{Known, Typed};
use crate::domain::request::Method;

/// A path that is being typed.
#[derive(Debug, Clone, Copy)]
pub struct Typing<'a> {
    pub method: Method,
    pub path: &'a str,
    /// The cursor, in bytes of the path.
    pub cursor: usize,
}

/// What can be put at the cursor.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Completion {
    /// The bytes of the path that an offer takes the place of; everything else stays as it is.
    pub replaces: Range<usize>,
    /// Best first.
    pub offers: Vec<Offer>,
}

/// Something that can stand there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// What is put in, encoded as a path needs it.
    pub text: String,
    /// What it is: a title, a name, or type, allowed values, default and cap.
    pub beside: String,
}

/// What can stand at the cursor. Nothing is changed before an offer is accepted.
#[must_use]
pub fn complete(typing: &Typing<'_>, known: &Known<'_>) -> Completion {
    let mut cursor = typing.cursor.min(typing.path.len());
    while !typing.path.is_char_boundary(cursor) {
        cursor -= 1;
    }
    let typed = Typed::read(typing.path);
    let at_cursor = match &typed.query {
        Some(query) if cursor >= query.start => query::complete(&typed, typing.method, cursor, known),
        _ => path::complete(&typed, typing.method, cursor, known),
    };
    let mut completion =
        at_cursor.unwrap_or_else(|| Completion { replaces: cursor..cursor, offers: Vec::new() });
    // What would change nothing is no offer.
    let there = &typing.path[completion.replaces.clone()];
    completion.offers.retain(|offer| offer.text != there);
    completion
}

impl Completion {
    /// The path with an offer put in, and where the cursor is then.
    #[must_use]
    pub fn accepted(&self, path: &str, offer: &Offer) -> (String, usize) {
        let mut whole = path.to_owned();
        whole.replace_range(self.replaces.clone(), &offer.text);
        (whole, self.replaces.start + offer.text.len())
    }
}

#[cfg(test)]
mod tests;
