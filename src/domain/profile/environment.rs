//! The process environment as a value: read once at the edge, passed in, and never printed.

use std::collections::BTreeMap;
use std::fmt;

use crate::domain::secret::Secret;

/// The prefixes of Apple's credentials, the one that wins first.
const APPLE_PREFIXES: [&str; 2] = ["APPLE_MUSIC_", "MUSICKIT_"];
/// What may follow a prefix and makes a credential.
const APPLE_CREDENTIALS: [&str; 6] =
    ["TEAM_ID", "KEY_ID", "PRIVATE_KEY", "PRIVATE_KEY_PATH", "DEVELOPER_TOKEN", "USER_TOKEN"];
/// The variables of one server other than Apple's.
const OWN: [&str; 3] = ["SEGUE_ORIGIN", "SEGUE_DEVELOPER_TOKEN", "SEGUE_USER_TOKEN"];

/// The variables that were set. All values are kept as secrets, since a profile may name any of them.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Environment(BTreeMap<String, Secret>);

impl FromIterator<(String, String)> for Environment {
    fn from_iter<I: IntoIterator<Item = (String, String)>>(variables: I) -> Self {
        Self(variables.into_iter().map(|(name, value)| (name, Secret::new(value))).collect())
    }
}

impl Environment {
    /// The value of a variable; `None` when it is not set or blank, which shells make hard to tell apart.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Secret> {
        self.0.get(name).filter(|value| !value.expose().trim().is_empty())
    }

    /// Whether a variable is set, but blank: worth a word when it is the one that is missing.
    pub(super) fn is_blank(&self, name: &str) -> bool {
        self.0.contains_key(name) && self.get(name).is_none()
    }

    /// `APPLE_MUSIC_<name>`, else `MUSICKIT_<name>`, with the full name of the one that was found.
    pub(super) fn apple(&self, name: &str) -> Option<(String, Secret)> {
        APPLE_PREFIXES.iter().find_map(|prefix| self.named(format!("{prefix}{name}")))
    }

    /// The first that is set of several names under one prefix, before the next prefix is tried.
    pub(super) fn apple_first_of(&self, names: &[&str]) -> Option<(String, Secret)> {
        let full =
            APPLE_PREFIXES.iter().flat_map(|prefix| names.iter().map(move |name| format!("{prefix}{name}")));
        full.into_iter().find_map(|name| self.named(name))
    }

    /// The prefix that a hint should use: the one that the person uses already.
    pub(super) fn prefix_in_use(&self) -> &'static str {
        let used = |prefix: &str| {
            APPLE_CREDENTIALS.iter().any(|name| self.get(&format!("{prefix}{name}")).is_some())
        };
        APPLE_PREFIXES.into_iter().find(|prefix| used(prefix)).unwrap_or(APPLE_PREFIXES[0])
    }

    /// Whether any credential for Apple's server is set; a storefront alone is none.
    pub(super) fn has_apple_credentials(&self) -> bool {
        self.apple_first_of(&APPLE_CREDENTIALS).is_some()
    }

    /// The names of the variables that belong to Apple's server: not for a program that works for another one.
    pub fn apple_names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str).filter(|name| belongs_to_apple(name))
    }

    fn named(&self, name: String) -> Option<(String, Secret)> {
        let value = self.get(&name)?.clone();
        Some((name, value))
    }
}

impl fmt::Debug for Environment {
    /// The names of the variables that concern us, without their values.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ours = |name: &&String| belongs_to_apple(name) || OWN.contains(&name.as_str());
        f.write_str("Environment")?;
        f.debug_set().entries(self.0.keys().filter(ours)).finish()
    }
}

/// Whether a variable of this name holds something that only Apple's server may see.
pub(super) fn belongs_to_apple(name: &str) -> bool {
    // Windows does not tell the case of names apart, so neither does the rule.
    let upper = name.to_ascii_uppercase();
    APPLE_PREFIXES.iter().any(|prefix| upper.starts_with(prefix))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn environment(variables: &[(&str, &str)]) -> Environment {
        variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn the_first_prefix_wins() {
        let both =
            environment(&[("MUSICKIT_TEAM_ID", "B"), ("APPLE_MUSIC_TEAM_ID", "A"), ("MUSICKIT_KEY_ID", "C")]);
        assert_eq!(both.apple("TEAM_ID").map(|found| found.0).as_deref(), Some("APPLE_MUSIC_TEAM_ID"));
        assert_eq!(both.apple("KEY_ID").map(|found| found.0).as_deref(), Some("MUSICKIT_KEY_ID"));
        let keys = environment(&[("MUSICKIT_PRIVATE_KEY", "B"), ("APPLE_MUSIC_PRIVATE_KEY_PATH", "A")]);
        let first = keys.apple_first_of(&["PRIVATE_KEY", "PRIVATE_KEY_PATH"]);
        assert_eq!(first.map(|found| found.0).as_deref(), Some("APPLE_MUSIC_PRIVATE_KEY_PATH"));
    }

    #[test]
    fn blank_is_not_set() {
        let blank = environment(&[("APPLE_MUSIC_TEAM_ID", " "), ("MUSICKIT_TEAM_ID", "B")]);
        assert!(blank.get("APPLE_MUSIC_TEAM_ID").is_none() && blank.is_blank("APPLE_MUSIC_TEAM_ID"));
        assert_eq!(blank.apple("TEAM_ID").map(|found| found.0).as_deref(), Some("MUSICKIT_TEAM_ID"));
        assert!(!blank.is_blank("MUSICKIT_KEY_ID"));
    }

    #[test]
    fn debug_shows_names_of_ours_only() {
        let planted =
            environment(&[("MUSICKIT_USER_TOKEN", "AqFgxYkM"), ("HOME", "/root"), ("SEGUE_ORIGIN", "x")]);
        assert_eq!(format!("{planted:?}"), r#"Environment{"MUSICKIT_USER_TOKEN", "SEGUE_ORIGIN"}"#);
    }

    #[test]
    fn a_storefront_is_no_credential() {
        assert!(!environment(&[("APPLE_MUSIC_STOREFRONT", "gb")]).has_apple_credentials());
        assert!(environment(&[("MUSICKIT_USER_TOKEN", "x")]).has_apple_credentials());
    }
}
