//! Advice before sending: what Apple is known to refuse. It is shown, and forbids nothing.

use std::ops::Range;

use super::Known;
use crate::domain::request::Draft;

/// Something about a request that will probably not do what was meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Advice {
    /// The place in the path that it is about; none for the method or the body.
    pub about: Option<Range<usize>>,
    /// What it is, and what to do.
    pub words: String,
    /// The path as it was probably meant.
    pub better: Option<String>,
}

/// All advice about a draft, in the order of its path, then about its body.
#[must_use]
pub fn check(_draft: &Draft, _known: &Known<'_>) -> Vec<Advice> {
    Vec::new()
}
