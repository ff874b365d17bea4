//! The configuration file: named profiles, and which one is the default.

use std::{collections::BTreeMap, ops::Range};

use serde::{
    Deserialize, Deserializer,
    de::{Error as _, IgnoredAny, Unexpected},
};
use thiserror::Error;
use toml::de::{DeTable, DeValue};

use super::fault::{fault_at, position, told};
use super::keys::{self, KeyChoice};
use super::source::key_source;
use super::{ENVIRONMENT, Origin, SANDBOX, Source, is_replay, read_storefront};
use crate::domain::quantity;
use crate::domain::token::{KeyId, Lifetime, TeamId};

/// The largest body that is read where nothing else is said, in bytes after decoding. 256 MiB: far over any page of the API,
/// and with its index it still fits a small machine.
pub const LARGEST_BODY: u64 = 256 << 20;

/// How long a lone Esc is held where nothing else is said, in milliseconds.
pub const ESC_WAIT: u64 = 25;

/// The same over SSH, where a key may come in pieces.
pub const ESC_WAIT_OVER_SSH: u64 = 100;

/// So many pages at a time are more than any list gains from, and a limit is soon reached that a team shares.
pub(super) const MOST_SIDE_BY_SIDE: u64 = 16;

/// So many pages without a question are a million items of most lists.
pub(super) const MOST_AT_ONCE: u64 = 10_000;

/// The longest time in milliseconds that anything typed may be held.
pub(super) const LONGEST_WAIT: u64 = 10_000;

/// The configuration file.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// The profile to use when neither `-p` nor the environment names credentials.
    #[serde(default)]
    pub default: Option<String>,
    /// Whether a request that may change something at a real server asks first; it does unless this is `false`.
    pub confirm_writes: Option<bool>,
    /// Whether the mouse is on from the start; the terminal's own selection then takes Shift. Off when left out.
    #[serde(default)]
    pub mouse: bool,
    /// Whether the explorer writes line by line, for screen readers and logs (`--plain`).
    pub plain: Option<bool>,
    /// Whether borders and marks are drawn in ASCII; where the locale is not UTF-8 they are in any case (`--ascii`).
    pub ascii: Option<bool>,
    /// Whether the explorer opens in presenter mode (`--present`). No when left out.
    #[serde(default)]
    pub present: bool,
    /// Whether keys that are pressed show in presenter mode and elsewhere (`--show-keys`). No when left out.
    #[serde(default)]
    pub show_keys: bool,
    /// How pages are followed.
    #[serde(default)]
    pub paging: Paging,
    /// The largest body that is read, in bytes after decoding, such as `"500 MB"`; 268 MB when left out.
    #[serde(default, deserialize_with = "size")]
    pub max_body: Option<u64>,
    /// How long a lone Esc is held, in milliseconds, for it may be the beginning of a key: [`ESC_WAIT`] when left out.
    #[serde(default, deserialize_with = "millis")]
    pub esc_wait: Option<u64>,
    /// Whether the waiting sign may move; it does unless this is `false`, or `NO_MOTION` is set.
    pub motion: Option<bool>,
    /// The keys that a person chose. What they mean is the key table's business.
    #[serde(default, deserialize_with = "later")]
    pub keys: Vec<KeyChoice>,
    /// The line of each setting that the file has, by its whole name, such as `paging.ahead`.
    #[serde(skip)]
    pub lines: BTreeMap<String, usize>,
    /// The profiles by name. `sandbox` and `environment` are taken.
    #[serde(default, deserialize_with = "profiles")]
    pub profiles: BTreeMap<String, Profile>,
}

/// How pages are followed.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Paging {
    /// Pages under way at a time where the total is known.
    #[serde(deserialize_with = "up_to::<_, MOST_SIDE_BY_SIDE>")]
    pub side_by_side: usize,
    /// Pages after which it is asked whether to go on.
    #[serde(deserialize_with = "up_to::<_, MOST_AT_ONCE>")]
    pub ask_after: usize,
    /// Whether the next page is fetched when the cursor comes near the end of a list.
    pub ahead: bool,
}

impl Default for Paging {
    fn default() -> Self {
        let walk = crate::domain::walk::Options::default();
        Self { side_by_side: walk.width, ask_after: walk.cap, ahead: true }
    }
}

/// One set of credentials and the server they are for.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// The Team ID that tokens are issued by.
    pub team_id: Option<TeamId>,
    /// The Key ID; may be left out when the key's file is named `AuthKey_<Key ID>.p8`.
    pub key_id: Option<KeyId>,
    /// Where the `.p8` is; a bare path will do.
    #[serde(default, deserialize_with = "key_source")]
    pub private_key: Option<Source>,
    /// Where a ready developer token is; it is used in place of the private key.
    pub developer_token: Option<Source>,
    /// Where the Music User Token is.
    pub user_token: Option<Source>,
    /// Two letters, such as `us`.
    #[serde(default, deserialize_with = "storefront")]
    pub storefront: Option<String>,
    /// The one server that may see these credentials; Apple's when left out.
    pub origin: Option<Origin>,
    /// How long minted tokens live, such as `12h`.
    pub token_lifetime: Option<Lifetime>,
}

/// What is wrong with the configuration file, and where. Values that may be secrets are not repeated.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("Line {line}, column {column}: {message}")]
pub struct ConfigFault {
    /// Counted from 1.
    pub line: usize,
    /// In characters, counted from 1.
    pub column: usize,
    /// What is wrong; for an unknown key, the keys there are.
    pub message: String,
}

/// Reads the configuration file's text. An empty text is an empty configuration.
///
/// # Errors
/// [`ConfigFault`] at the first thing that is not TOML, not a known key, or not a value of the right kind.
pub fn parse_config(text: &str) -> Result<Config, ConfigFault> {
    let text = text.trim_start_matches('\u{feff}');
    let mut config: Config = toml::from_str(text).map_err(|error| told(text, &error))?;
    let file = DeTable::parse(text).map_err(|error| told(text, &error))?;
    let (keys, faults) = keys::read(text, file.get_ref());
    if let Some(fault) = faults.into_iter().next() {
        return Err(fault);
    }
    config.keys = keys;
    for (path, value, _) in leaves(file.get_ref()) {
        config.lines.insert(path.join("."), position(text, value.start).0);
    }
    Ok(config)
}

/// Everything that is wrong with the configuration file's text, from its start to its end. What is wrong with the keys that
/// it names is told by the key table.
#[must_use]
pub fn config_faults(text: &str) -> Vec<ConfigFault> {
    let text = text.trim_start_matches('\u{feff}');
    let Ok(file) = DeTable::parse(text) else {
        let mut faults: Vec<_> =
            DeTable::parse_recoverable(text).1.iter().map(|error| told(text, error)).collect();
        faults.sort_by_key(|fault| (fault.line, fault.column));
        return faults;
    };
    let (_, mut faults) = keys::read(text, file.get_ref());
    for (path, key, value) in leaves(file.get_ref()).filter(|(path, ..)| path[0] != "keys") {
        faults.extend(fault_alone(text, &path, key, value));
    }
    // A table that should be a value, a name that is taken: what shows in the whole alone.
    if faults.is_empty() {
        faults.extend(parse_config(text).err());
    }
    faults.sort_by_key(|fault| (fault.line, fault.column));
    faults
}

/// The keys that the text names, as far as they can be read, whatever is wrong beside them.
#[must_use]
pub fn chosen_keys(text: &str) -> Vec<KeyChoice> {
    let text = text.trim_start_matches('\u{feff}');
    let (file, errors) = DeTable::parse_recoverable(text);
    let broken: Vec<_> = errors.iter().map(|error| told(text, error).line).collect();
    let mut keys = keys::read(text, file.get_ref()).0;
    keys.retain(|choice| !broken.contains(&choice.action.line));
    keys
}

/// What is wrong with one setting, whatever is wrong beside it.
fn fault_alone(text: &str, path: &[String], key: Range<usize>, value: Range<usize>) -> Option<ConfigFault> {
    let (name, tables) = path.split_last()?;
    // A quoted name is itself in any table, and a profile may have any.
    let quoted = |name: &String| format!("{name:?}");
    let header = match tables {
        [] => String::new(),
        tables => format!("[{}]\n", tables.iter().map(quoted).collect::<Vec<_>>().join(".")),
    };
    let alone = format!("{header}{} = ", quoted(name));
    let whole = format!("{alone}{}", text.get(value.clone())?);
    let error = toml::from_str::<Config>(&whole).err()?;
    let at = error.span().map_or(0, |span| span.start);
    let offset = at.checked_sub(alone.len()).map_or(key.start, |within| value.start + within);
    Some(ConfigFault { message: told(&whole, &error).message, ..fault_at(text, offset, "") })
}

/// Each setting of the file that is no table: its name with those of its tables, where the name stands, and the value.
fn leaves<'a>(
    table: &'a DeTable<'_>,
) -> impl Iterator<Item = (Vec<String>, Range<usize>, Range<usize>)> + 'a {
    let mut found = Vec::new();
    gather(table, &[], &mut found);
    found.into_iter()
}

fn gather(table: &DeTable<'_>, above: &[String], found: &mut Vec<(Vec<String>, Range<usize>, Range<usize>)>) {
    for (name, value) in table {
        let path = [above, &[name.get_ref().to_string()]].concat();
        match value.get_ref() {
            DeValue::Table(inner) if !inner.is_empty() && path.len() < 4 => gather(inner, &path, found),
            _ => found.push((path, name.span(), value.span())),
        }
    }
}

/// Accepts whatever stands there: it is read with its places, once the rest has been.
fn later<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<KeyChoice>, D::Error> {
    IgnoredAny::deserialize(deserializer).map(|_| Vec::new())
}

fn profiles<'de, D: Deserializer<'de>>(deserializer: D) -> Result<BTreeMap<String, Profile>, D::Error> {
    let profiles = BTreeMap::<String, Profile>::deserialize(deserializer)?;
    let is_taken = |name: &&String| [SANDBOX, ENVIRONMENT].contains(&name.as_str()) || is_replay(name);
    match profiles.keys().find(is_taken) {
        Some(taken) => {
            let message = format!("the profile name `{taken}` is taken by Segue itself; choose another");
            Err(serde::de::Error::custom(message))
        }
        None => Ok(profiles),
    }
}

/// A number of bytes, or a text such as `500 MB`.
fn size<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u64>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Size {
        Bytes(u64),
        Text(String),
    }
    let fault = || serde::de::Error::custom("a size is a number of bytes, or a text such as 500 MB");
    match Size::deserialize(deserializer).map_err(|_| fault())? {
        Size::Bytes(bytes) => Ok(Some(bytes)),
        Size::Text(text) => quantity::read_bytes(&text).map(Some).ok_or_else(fault),
    }
}

fn millis<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u64>, D::Error> {
    within(u64::deserialize(deserializer)?, 0, LONGEST_WAIT).map(Some)
}

/// A number from 1 to this one.
fn up_to<'de, D: Deserializer<'de>, const MOST: u64>(deserializer: D) -> Result<usize, D::Error> {
    let number = within(u64::deserialize(deserializer)?, 1, MOST)?;
    usize::try_from(number).map_err(D::Error::custom)
}

fn within<E: serde::de::Error>(number: u64, least: u64, most: u64) -> Result<u64, E> {
    let is_within = (least..=most).contains(&number);
    // What the setting takes is said for every value that it does not.
    is_within.then_some(number).ok_or_else(|| E::invalid_value(Unexpected::Unsigned(number), &"another"))
}

fn storefront<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    let text = String::deserialize(deserializer)?;
    let storefront = read_storefront(&text);
    storefront
        .map(Some)
        .ok_or_else(|| serde::de::Error::custom("a storefront has two letters, such as us or gb"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const WHOLE: &str = r#"
default = "work"

[profiles.work]
team_id = "FICTIONTEA"
key_id = "FICTION001"
private_key = "~/keys/AuthKey_FICTION001.p8"
user_token = "command:pass show apple-music/user-token"
storefront = "GB"
token_lifetime = "1h"

[profiles.mock]
origin = "http://127.0.0.1:8080"
developer_token = "env:MOCK_TOKEN"
"#;

    #[test]
    fn paging_and_sizes_are_settings_of_their_own() {
        let text = "max_body = \"1.5 GB\"\n[paging]\nside_by_side = 1\nahead = false";
        let config = parse_config(text).unwrap();
        assert_eq!(config.max_body, Some(1_500_000_000));
        assert_eq!(config.paging, Paging { side_by_side: 1, ask_after: 100, ahead: false });
        assert_eq!(parse_config("max_body = 4096").unwrap().max_body, Some(4096));
        let fault = parse_config("max_body = \"much\"").unwrap_err();
        assert_eq!((fault.line, fault.message.contains("a text such as 500 MB")), (1, true), "{fault}");
        assert!(parse_config("[paging]\nwidth = 4").unwrap_err().message.contains("side_by_side"));
    }

    #[test]
    fn a_wait_is_told_in_milliseconds() {
        assert_eq!(parse_config("esc_wait = 0").unwrap().esc_wait, Some(0));
        assert_eq!(parse_config("esc_wait = 10000").unwrap().esc_wait, Some(10_000));
        for text in ["esc_wait = 10001", "esc_wait = -1", "esc_wait = \"25ms\""] {
            assert_eq!(parse_config(text).unwrap_err().line, 1, "{text}");
        }
    }

    #[test]
    fn reads_a_whole_file() {
        let config = parse_config(WHOLE).unwrap();
        assert_eq!(config.default.as_deref(), Some("work"));
        let work = &config.profiles["work"];
        assert_eq!(work.team_id.as_ref().map(TeamId::as_str), Some("FICTIONTEA"));
        assert_eq!(work.private_key, Some(Source::File("~/keys/AuthKey_FICTION001.p8".into())));
        assert_eq!(work.storefront.as_deref(), Some("gb"));
        assert_eq!(work.token_lifetime.map(Lifetime::seconds), Some(3600));
        assert!(config.profiles["mock"].origin.as_ref().is_some_and(Origin::is_loopback));
        assert_eq!(parse_config(""), Ok(Config::default()));
    }

    #[test]
    fn faults_say_where_and_which_keys_there_are() {
        for (text, place, parts) in [
            ("colour = 1", (1, 1), vec!["`colour`", "`default`", "`profiles`"]),
            ("[profiles.a]\nteamid = \"X\"", (2, 1), vec!["`teamid`", "did you mean `team_id`?"]),
            ("[profiles.a]\nteam_id = \"short\"", (2, 11), vec!["5 characters"]),
            ("[profiles.a]\nstorefront = \"usa\"", (2, 14), vec!["two letters"]),
            ("[profiles.a]\norigin = \"http://mock.example\"", (2, 10), vec!["Plain http"]),
            ("[profiles.a]\ntoken_lifetime = \"1y\"", (2, 18), vec!["12h"]),
            ("[profiles.a]\ndeveloper_token = \"x\"", (2, 19), vec!["env:NAME"]),
            ("[profiles.a]\nprivate_key = \"env:\"", (2, 15), vec!["variable"]),
            ("[profiles.sandbox]\n", (1, 2), vec!["`sandbox`", "taken"]),
            ("é = \"", (1, 1), vec![]),
            ("default = \"a\"\ndefault = \"b\"", (2, 1), vec!["duplicate"]),
        ] {
            let fault = parse_config(text).unwrap_err();
            assert_eq!((fault.line, fault.column), place, "{text}: {fault}");
            for part in parts {
                assert!(fault.message.contains(part), "{text}: {fault}");
            }
        }
    }

    #[test]
    fn all_faults_are_found_at_once() {
        let text = "colour = 1\nmax_body = \"much\"\n[paging]\nahed = true\nside_by_side = \"x\"\n\
                    [profiles.\"a b\"]\nteam_id = \"short\"\norigin = \"https://ok.example\"\n[keys]\nsend = \"x\"\n\
                    [keys.path]\nsend = 1";
        let faults = config_faults(text);
        let told: Vec<_> = faults.iter().map(|fault| (fault.line, fault.column)).collect();
        assert_eq!(told, [(1, 1), (2, 12), (4, 1), (5, 16), (7, 11), (10, 1), (12, 8)], "{faults:?}");
        assert!(faults[2].message.ends_with("did you mean `ahead`?"), "{faults:?}");
        assert_eq!(config_faults(WHOLE), []);
        assert_eq!(config_faults("[profiles.sandbox]\n").len(), 1);
        assert_eq!(config_faults("default = \nx = [").first().map(|fault| fault.line), Some(1));
    }

    #[test]
    fn no_fault_hides_the_keys_that_can_be_read() {
        for beside in
            ["[keys.path]\nsend = 1", "[keys]\nsend = 1", "colour = 1", "é = \"", "[profiles.sandbox]"]
        {
            let keys = chosen_keys(&format!("[keys.response]\nsave = \"jj\"\n{beside}"));
            let told: Vec<_> =
                keys.iter().map(|choice| (choice.action.text.as_str(), choice.action.line)).collect();
            assert_eq!(told, [("save", 2)], "{beside}");
        }
    }

    #[test]
    fn settings_know_their_lines() {
        let config = parse_config("\n[paging]\nahead = false\n[profiles.w]\nstorefront = \"gb\"").unwrap();
        assert_eq!(config.lines["paging.ahead"], 3);
        assert_eq!(config.lines["profiles.w.storefront"], 5);
    }

    #[test]
    fn no_value_is_repeated() {
        let planted = "AqFgxYkMISKBkU5IfmUlgNB2YA7pnE0VMvXO6FyW1Pkyz";
        for text in [
            format!("profiles = \"{planted}\""),
            format!("[profiles]\na = \"{planted}\""),
            format!("[profiles.a]\nuser_token = \"{planted}\""),
            format!("[profiles.a]\nuser_token = \"env:{planted}%\""),
            format!("[profiles.a]\ntoken_lifetime = \"{planted}\""),
            format!("[profiles.a]\norigin = \"{planted}\""),
            format!("[profiles.a]\nkey_id = \"{planted}\""),
            format!("[profiles.a]\nstorefront = \"{planted}\""),
            format!("[profiles.a]\n{planted} = 1"),
            format!("[profiles.a]\nuser_token = {planted}"),
            planted.to_owned(),
            format!("default = [\"{planted}\"]"),
        ] {
            let fault = parse_config(&text).unwrap_err();
            let shown = format!("{fault} {fault:?} {:?}", config_faults(&text));
            assert!(!(0..planted.len() - 8).any(|at| shown.contains(&planted[at..at + 8])), "{shown}");
        }
    }
}
