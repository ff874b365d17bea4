//! The keys that a person chose, as the configuration has them: words with their places. What the words mean is the key
//! table's business.

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use super::{
    config::ConfigFault,
    fault::{fault_at, may_show},
};

/// The keys of one action in one context, in place of those it has by default.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyChoice {
    pub context: Placed,
    pub action: Placed,
    /// None takes the action's keys away.
    pub keys: Vec<Placed>,
}

/// A word of the configuration, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed {
    pub text: String,
    /// Counted from 1.
    pub line: usize,
    /// In characters, counted from 1.
    pub column: usize,
}

impl Placed {
    fn at(whole: &str, offset: usize, text: &str) -> Self {
        let place = fault_at(whole, offset, "");
        Self { text: text.to_owned(), line: place.line, column: place.column }
    }

    /// What is wrong with this word.
    #[must_use]
    pub fn fault(&self, message: impl Into<String>) -> ConfigFault {
        ConfigFault { line: self.line, column: self.column, message: message.into() }
    }

    /// The word, unless it may be a secret that stands in its place.
    #[must_use]
    pub fn shown(&self) -> &str {
        if may_show(&self.text) { &self.text } else { "…" }
    }
}

/// What `[keys]` says, in the order of the file, and each place where it says something that is no key.
pub(super) fn read(text: &str, file: &DeTable<'_>) -> (Vec<KeyChoice>, Vec<ConfigFault>) {
    let (mut choices, mut faults) = (Vec::new(), Vec::new());
    let Some((_, keys)) = file.iter().find(|(name, _)| name.get_ref() == "keys") else {
        return (choices, faults);
    };
    let fault = |offset: usize, message: &str| fault_at(text, offset, message);
    let Some(contexts) = keys.get_ref().as_table() else {
        return (choices, vec![fault(keys.span().start, "[keys] holds a table for each context")]);
    };
    for (context, actions) in contexts {
        let Some(actions) = actions.get_ref().as_table() else {
            faults.push(fault(context.span().start, "an action belongs to a context, as in [keys.response]"));
            continue;
        };
        for (action, keys) in actions {
            match words(text, keys) {
                Ok(keys) => choices.push(KeyChoice {
                    context: Placed::at(text, context.span().start, context.get_ref()),
                    action: Placed::at(text, action.span().start, action.get_ref()),
                    keys,
                }),
                Err(offset) => {
                    faults.push(fault(
                        offset,
                        "keys are a text or a list of texts, as in [\"f\", \"Ctrl-x f\"]",
                    ));
                }
            }
        }
    }
    choices.sort_by_key(|choice| (choice.action.line, choice.action.column));
    (choices, faults)
}

/// A text, or a list of texts; else where it is none.
fn words(whole: &str, value: &Spanned<DeValue<'_>>) -> Result<Vec<Placed>, usize> {
    let word = |value: &Spanned<DeValue<'_>>| match value.get_ref() {
        DeValue::String(word) => Ok(Placed::at(whole, value.span().start, word)),
        _ => Err(value.span().start),
    };
    match value.get_ref() {
        DeValue::Array(words) => words.iter().map(word).collect(),
        _ => Ok(vec![word(value)?]),
    }
}
