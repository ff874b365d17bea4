//! What can be wrong with a text that should be JSON, and where it was found.

use super::Position;

/// How deep values may lie inside each other. The tree counts depth in 16 bits; Apple's own responses stay under 20.
pub const MAX_DEPTH: usize = 60_000;

/// How many values a text may have. A page of Apple's has a few thousand; each costs sixteen bytes beside its text, so
/// that `[],[],…` would take six times its own size.
pub const MAX_VALUES: usize = 32_000_000;

/// What is wrong with a text, and where.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{reason} at {position}")]
pub struct Fault {
    /// The byte at which reading stopped.
    pub offset: usize,
    /// The same place as line and column.
    pub position: Position,
    /// What is wrong there.
    pub reason: Reason,
}

/// The ways in which a text is not JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Reason {
    #[error("there is nothing to read")]
    Empty,
    #[error("the text ends in the middle of a value")]
    Unfinished,
    #[error("a value is missing")]
    ValueExpected,
    #[error("a key in double quotes is missing")]
    KeyExpected,
    #[error("a colon is missing after the key")]
    ColonExpected,
    #[error("a comma or a closing bracket is missing")]
    CommaExpected,
    #[error("a comma stands before a closing bracket")]
    TrailingComma,
    #[error("a number is malformed")]
    Number,
    #[error("an escape in a string is malformed")]
    Escape,
    #[error("a control character stands bare in a string")]
    ControlCharacter,
    #[error("the text is not UTF-8")]
    Encoding,
    #[error("something follows the end of the value")]
    Trailing,
    #[error("values lie more than {MAX_DEPTH} deep inside each other")]
    TooDeep,
    #[error("there are more than {MAX_VALUES} values")]
    TooMany,
    #[error("the text is larger than 4 GiB")]
    TooLarge,
}

impl Reason {
    /// Whether what was read before it is good JSON that only ends too early, so that it is worth showing as a tree.
    #[must_use]
    pub const fn leaves_a_beginning(self) -> bool {
        matches!(self, Self::Unfinished | Self::TooDeep | Self::TooMany | Self::TooLarge)
    }
}
