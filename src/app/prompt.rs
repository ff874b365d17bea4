//! The prompt: a line that is typed under the response. What is typed in it is asked of the response; nothing that is open
//! goes away with it.

use super::{field::Field, keymap::Context};

/// A line under the response, and what it is for.
#[derive(Debug, Clone)]
pub struct Prompt {
    pub ask: Ask,
    pub field: Field,
    /// What came of what is typed: how many were found, or where it cannot be read.
    pub told: Option<String>,
}

/// What a prompt asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ask {
    /// What to look for in the tree.
    Search,
    /// What jq makes of the response.
    Filter,
    /// Where to save it.
    Save,
}

impl Prompt {
    /// A prompt with nothing typed.
    #[must_use]
    pub fn new(ask: Ask) -> Self {
        Self { ask, field: Field::line(), told: None }
    }

    /// Where its keys go.
    #[must_use]
    pub const fn context(&self) -> Context {
        match self.ask {
            Ask::Search => Context::Search,
            Ask::Filter => Context::Filter,
            Ask::Save => Context::Save,
        }
    }

    /// What stands before the field.
    #[must_use]
    pub const fn label(&self) -> &'static str {
        match self.ask {
            Ask::Search => "/",
            Ask::Filter => "jq ",
            Ask::Save => "save to ",
        }
    }
}
