//! The stable names of actions and contexts, as `[keys]` in the configuration has them: made from the names in the code,
//! and `docs/keys.md` shows them, so that a change is seen.

use super::{super::response::Fold, Action, BINDINGS, Context};

/// Actions that the name in the code says too little or too much of.
const NAMED: [(Action, &str); 20] = [
    (Action::Follow, "follow-next"),
    (Action::Travel { forward: false }, "previous-response"),
    (Action::Travel { forward: true }, "next-response"),
    (Action::Hit { forward: false }, "previous-hit"),
    (Action::Hit { forward: true }, "next-hit"),
    (Action::Difference { forward: false }, "previous-difference"),
    (Action::Difference { forward: true }, "next-difference"),
    (Action::Hold { is_page: false }, "hold-response"),
    (Action::Hold { is_page: true }, "hold-page"),
    (Action::Fold(Fold::Siblings { open: false }), "fold-siblings"),
    (Action::Fold(Fold::Siblings { open: true }), "unfold-siblings"),
    (Action::Fold(Fold::Subtree { open: false }), "fold-subtree"),
    (Action::Fold(Fold::Subtree { open: true }), "unfold-subtree"),
    (Action::Fold(Fold::All { open: false }), "fold-all"),
    (Action::Fold(Fold::All { open: true }), "unfold-all"),
    (Action::PassStep { forward: false }, "previous-step"),
    (Action::PassStep { forward: true }, "pass-step"),
    (Action::Recall, "history"),
    (Action::Examine, "doctor"),
    (Action::Visit, "go-there"),
];

impl Action {
    /// Its name in the configuration, such as `follow-next`.
    #[must_use]
    pub fn name(self) -> String {
        let named = NAMED.iter().find(|(action, _)| *action == self);
        named.map_or_else(|| kebab(&format!("{self:?}")), |(_, name)| (*name).to_owned())
    }

    /// The action of the table that has this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        BINDINGS.iter().map(|binding| binding.action).find(|action| action.name() == name)
    }
}

impl Context {
    /// Its name in the configuration, such as `response` or `sign-in`.
    #[must_use]
    pub fn name(self) -> String {
        kebab(&format!("{self:?}"))
    }

    /// The context that has this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|context| context.name() == name)
    }
}

/// `Move(HalfPageDown)` as `move-half-page-down`.
fn kebab(code: &str) -> String {
    let mut name = String::with_capacity(code.len() + 4);
    for c in code.chars() {
        let begins = c.is_uppercase() || matches!(c, '(' | '{' | ' ');
        if begins && !name.is_empty() && !name.ends_with('-') {
            name.push('-');
        }
        if !matches!(c, '(' | ')' | '{' | '}' | ' ') {
            name.extend(c.to_lowercase());
        }
    }
    name
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn every_action_has_a_name_of_its_own_that_leads_back() {
        let mut seen = BTreeMap::new();
        for binding in BINDINGS {
            let name = binding.action.name();
            let is_plain = name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
            assert!(is_plain && !name.ends_with('-') && !name.contains("--"), "{name}: {:?}", binding.action);
            assert_eq!(*seen.entry(name.clone()).or_insert(binding.action), binding.action, "{name}");
            assert_eq!(Action::named(&name), Some(binding.action));
        }
        for name in ["send", "next-panel", "follow-next", "move-half-page-down", "copy-value", "fold-level-3"]
        {
            assert!(seen.contains_key(name), "{name}: {seen:?}");
        }
    }

    #[test]
    fn contexts_have_names_too() {
        for context in Context::ALL {
            assert_eq!(Context::named(&context.name()), Some(context));
        }
        assert_eq!(Context::SignIn.name(), "sign-in");
        assert_eq!(Context::named("nowhere"), None);
    }
}
