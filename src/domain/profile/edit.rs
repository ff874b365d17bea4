//! Changes of the configuration's text: comments, order and keys that we don't know stay as they were written.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;
use toml_edit::{DocumentMut, Item, Table, TableLike, Value, value};

use super::fault::fault_at;
use super::{ConfigFault, ENVIRONMENT, Profile, SANDBOX};
use crate::domain::secret;

/// Longer than any name that a person types each day; tokens are longer.
const LONGEST: usize = 40;

/// Why a configuration's text could not be changed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum EditFault {
    /// It is no TOML.
    #[error("{0}")]
    Syntax(ConfigFault),
    /// Something else stands where profiles belong.
    #[error("What stands there as profiles is no table. Mend the file by hand.")]
    NotATable,
    /// No such profile.
    #[error("There is no such profile.")]
    Missing,
}

/// A name for a profile that is to be made: letters, digits, `-`, `_` and `.`, at most 40, and none of ours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProfileName(String);

/// Why a text is no name for a profile. The text is not repeated: it may be a token.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum NameFault {
    /// Nothing there.
    #[error("A profile needs a name, such as work.")]
    Empty,
    /// Too long, or with other characters.
    #[error("A profile's name has letters, digits, -, _ and . only, and 40 of them at most.")]
    Shape,
    /// `sandbox` and `environment`.
    #[error("The names sandbox and environment are taken by Segue itself. Choose another.")]
    Taken,
}

impl ProfileName {
    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ProfileName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for ProfileName {
    type Err = NameFault;

    fn from_str(text: &str) -> Result<Self, NameFault> {
        let text = text.trim();
        let is_plain = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte));
        match text {
            "" => Err(NameFault::Empty),
            SANDBOX | ENVIRONMENT => Err(NameFault::Taken),
            _ if !is_plain || text.len() > LONGEST || secret::is_in(text) => Err(NameFault::Shape),
            name => Ok(Self(name.to_owned())),
        }
    }
}

/// Writes a profile into the text, in place of one of that name; what that one says beside our keys stays.
///
/// # Errors
/// [`EditFault`] when the text is no TOML, or has something else in that place.
pub fn put_profile(text: &str, name: &str, profile: &Profile) -> Result<String, EditFault> {
    let mut document = parse(text)?;
    let profiles = document.entry("profiles").or_insert_with(|| {
        let mut profiles = Table::new();
        // Only its profiles are headed.
        profiles.set_implicit(true);
        Item::Table(profiles)
    });
    let profiles = profiles.as_table_like_mut().ok_or(EditFault::NotATable)?;
    if profiles.get(name).is_none() {
        profiles.insert(name, Item::Table(Table::new()));
    }
    let table = profiles.get_mut(name).and_then(Item::as_table_like_mut).ok_or(EditFault::NotATable)?;
    for (key, text) in written(profile) {
        set(table, key, text);
    }
    Ok(document.to_string())
}

/// The keys of a profile and their values, in the order of writing.
fn written(profile: &Profile) -> [(&'static str, Option<String>); 8] {
    fn text<T: ToString>(value: Option<&T>) -> Option<String> {
        value.map(ToString::to_string)
    }
    [
        ("team_id", text(profile.team_id.as_ref())),
        ("key_id", text(profile.key_id.as_ref())),
        ("private_key", text(profile.private_key.as_ref())),
        ("developer_token", text(profile.developer_token.as_ref())),
        ("user_token", text(profile.user_token.as_ref())),
        ("storefront", profile.storefront.clone()),
        ("origin", text(profile.origin.as_ref())),
        ("token_lifetime", text(profile.token_lifetime.as_ref())),
    ]
}

/// Sets a key, keeping the comment behind it; or takes it out.
fn set(table: &mut dyn TableLike, key: &str, text: Option<String>) {
    let Some(text) = text else {
        table.remove(key);
        return;
    };
    match table.get_mut(key).and_then(Item::as_value_mut) {
        Some(old) => {
            let decor = old.decor().clone();
            *old = Value::from(text);
            *old.decor_mut() = decor;
        }
        None => _ = table.insert(key, value(text)),
    }
}

/// Makes a profile the default; `None` makes none of them.
///
/// # Errors
/// [`EditFault`] when the text is no TOML.
pub fn set_default(text: &str, name: Option<&str>) -> Result<String, EditFault> {
    let mut document = parse(text)?;
    set(document.as_table_mut(), "default", name.map(str::to_owned));
    Ok(document.to_string())
}

/// Takes a profile out of the text; what it was made of stays where it is.
///
/// # Errors
/// [`EditFault`] when the text is no TOML, or has no such profile.
pub fn remove_profile(text: &str, name: &str) -> Result<String, EditFault> {
    let mut document = parse(text)?;
    let profiles =
        document.get_mut("profiles").and_then(Item::as_table_like_mut).ok_or(EditFault::Missing)?;
    profiles.remove(name).ok_or(EditFault::Missing)?;
    if profiles.is_empty() {
        document.remove("profiles");
    }
    Ok(document.to_string())
}

fn parse(text: &str) -> Result<DocumentMut, EditFault> {
    let text = text.trim_start_matches('\u{feff}');
    text.parse().map_err(|error: toml_edit::TomlError| {
        EditFault::Syntax(fault_at(text, error.span().map_or(0, |span| span.start), error.message()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::profile::{Config, parse_config};
    use proptest::prelude::*;

    const TEXT: &str = "# Mine.
max_body = \"500 MB\" # enough

# For work.
[profiles.work]
team_id = \"FICTIONTEA\" # ours
someday = 1
private_key = \"/k/AuthKey_FICTION001.p8\"

[profiles.mock] # a mock
origin = \"http://127.0.0.1:9\"
";

    fn profile(text: &str) -> Profile {
        parse_config(&format!("[profiles.a]\n{text}")).unwrap().profiles.remove("a").unwrap()
    }

    #[test]
    fn a_profile_joins_the_file_and_nothing_else_changes() {
        let new = profile("team_id = \"FICTIONTEA\"\nkey_id = \"FICTION001\"\nprivate_key = \"/a b/k.p8\"");
        let expected = format!(
            "{TEXT}\n[profiles.home]\nteam_id = \"FICTIONTEA\"\nkey_id = \"FICTION001\"\nprivate_key = \"file:/a b/k.p8\"\n"
        );
        assert_eq!(put_profile(TEXT, "home", &new).unwrap(), expected);
        let first = put_profile("", "home", &new).unwrap();
        assert!(first.starts_with("[profiles.home]\nteam_id"), "{first}");
        assert_eq!(parse_config(&first).unwrap().profiles["home"], new);
        let inline = put_profile("profiles = { x = {} }\n", "home", &new).unwrap();
        assert_eq!(parse_config(&inline).unwrap().profiles["home"], new);
    }

    #[test]
    fn a_profile_that_is_replaced_keeps_what_is_not_ours() {
        let new = profile("team_id = \"FICTIONTE2\"\ndeveloper_token = \"env:X\"");
        let text = put_profile(TEXT, "work", &new).unwrap();
        let expected = TEXT
            .replace("\"FICTIONTEA\" # ours", "\"FICTIONTE2\" # ours")
            .replace("private_key = \"/k/AuthKey_FICTION001.p8\"\n", "developer_token = \"env:X\"\n");
        assert_eq!(text, expected);
    }

    #[test]
    fn the_default_is_set_and_taken_away() {
        let named = set_default(TEXT, Some("work")).unwrap();
        assert!(named.contains("default = \"work\"\n") && named.contains("# Mine.\n"), "{named}");
        assert_eq!(set_default("default = \"a\" # b\n", Some("c")).unwrap(), "default = \"c\" # b\n");
        assert_eq!(set_default("default = \"a\"\nmax_body = 1\n", None).unwrap(), "max_body = 1\n");
    }

    #[test]
    fn a_profile_goes_and_the_rest_stays() {
        let text = remove_profile(TEXT, "work").unwrap();
        assert!(text.starts_with("# Mine.\nmax_body = \"500 MB\" # enough\n"), "{text}");
        assert!(text.contains("[profiles.mock] # a mock") && !text.contains("FICTION"), "{text}");
        let none =
            remove_profile(&remove_profile("[profiles.a]\n[profiles.b]\n", "a").unwrap(), "b").unwrap();
        assert_eq!(parse_config(&none), Ok(Config::default()));
        assert_eq!(remove_profile(TEXT, "other"), Err(EditFault::Missing));
        assert_eq!(remove_profile("", "other"), Err(EditFault::Missing));
    }

    #[test]
    fn what_cannot_be_changed_is_told() {
        let new = Profile::default();
        assert_eq!(put_profile("profiles = 1", "a", &new), Err(EditFault::NotATable));
        assert_eq!(put_profile("[profiles]\na = 1", "a", &new), Err(EditFault::NotATable));
        let Err(EditFault::Syntax(fault)) = put_profile("a = 1\nb = AqFgxYkMISKBkU5IfmUlgN", "a", &new)
        else {
            panic!()
        };
        assert_eq!(fault.line, 2);
        assert!(!fault.to_string().contains("AqFgxYkM"), "{fault}");
    }

    #[test]
    fn names() {
        for (text, expected) in [
            ("work", Ok("work")),
            (" Work-2.eu_ ", Ok("Work-2.eu_")),
            ("", Err(NameFault::Empty)),
            ("sandbox", Err(NameFault::Taken)),
            ("environment", Err(NameFault::Taken)),
            ("a b", Err(NameFault::Shape)),
            ("a\u{1b}[0m", Err(NameFault::Shape)),
            ("eyJhbGciOiJFUzI1NiJ9.eyJ9.c2ln", Err(NameFault::Shape)),
            ("AqFgxYkMISKBkU5IfmUlgNB2YA7pnE0VMvXO6FyW1", Err(NameFault::Shape)),
        ] {
            assert_eq!(text.parse().map(|name: ProfileName| name.0), expected.map(str::to_owned), "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(path in "/[ -~é]{1,40}", words in proptest::collection::vec("[ -~é]{1,12}", 1..4)) {
            let mut new = profile("team_id = \"FICTIONTEA\"\nstorefront = \"gb\"");
            // A path in a file is trimmed as it is read.
            new.private_key = format!("file:{}", path.trim()).parse().ok();
            new.user_token = Some(crate::domain::profile::Source::Command(words));
            let text = put_profile(TEXT, "x.y", &new).unwrap();
            let read = parse_config(&text.replace("someday = 1\n", "")).unwrap();
            prop_assert_eq!(&read.profiles["x.y"], &new);
        }
    }
}
