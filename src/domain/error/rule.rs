//! How a row of the tables of readings is written; `lookup` searches them.
//!
//! A sentence may hold `{names}` of what the case at hand knows (see [`Case::fill`]). A sentence whose name has no value
//! is left out, so that one table row reads well with much evidence and with little. A rule whose *gist* cannot be
//! filled does not apply, and the next row of the same key is tried.

use super::Severity;
use super::case::Case;

/// One row: when it applies, and what it says.
pub(super) struct Rule {
    /// A code (`40300`), a status with what came in the body (`401 empty`), a status, a class (`5xx`), or a word of the
    /// table's own.
    pub(super) key: &'static str,
    /// What must be true as well.
    pub(super) when: fn(&Case<'_>) -> bool,
    /// A clause for the headline.
    pub(super) gist: &'static str,
    /// Sentences: what this means.
    pub(super) meaning: &'static [&'static str],
    /// Sentences: what to do, most likely first.
    pub(super) advice: &'static [&'static str],
    pub(super) severity: Severity,
}

/// A row that always applies, and tells of a failure.
pub(super) const fn rule(
    key: &'static str,
    gist: &'static str,
    meaning: &'static [&'static str],
    advice: &'static [&'static str],
) -> Rule {
    Rule { key, when: always, gist, meaning, advice, severity: Severity::Failure }
}

const fn always(_: &Case<'_>) -> bool {
    true
}

impl Rule {
    /// The row applies only then.
    pub(super) const fn when(self, when: fn(&Case<'_>) -> bool) -> Self {
        Self { when, ..self }
    }

    /// The row tells of nothing that failed.
    pub(super) const fn notice(self) -> Self {
        Self { severity: Severity::Notice, ..self }
    }
}
