//! Every setting there is, as one table: `docs/settings.md`, `segue config show` and the palette come from it.
//!
//! To add a setting: a field in [`Config`] if the file has it, and a row here.

use super::{Config, ESC_WAIT, ESC_WAIT_OVER_SSH, Environment, LARGEST_BODY, Source};
use crate::domain::{quantity, token::Lifetime};

/// A setting.
#[derive(Debug, Clone, Copy)]
pub struct Setting {
    /// Its whole name in the file, such as `paging.ahead`.
    pub name: &'static str,
    /// What it takes, in words.
    pub takes: &'static str,
    pub about: &'static str,
    /// The variables that win over the file, the first one first.
    pub variables: &'static [&'static str],
    /// The value that a variable makes when it is set; none for its own.
    pub makes: Option<&'static str>,
    /// The flag that wins over both.
    pub flag: Option<&'static str>,
    /// Whether the file has it; else a variable or a flag alone does.
    pub is_in_file: bool,
    /// Its value as the file has it, else the default.
    pub value: fn(&Config) -> String,
}

/// A row of the table for a setting of the file.
const fn in_file(
    name: &'static str,
    takes: &'static str,
    value: fn(&Config) -> String,
    about: &'static str,
) -> Setting {
    Setting { name, takes, about, variables: &[], makes: None, flag: None, is_in_file: true, value }
}

/// A row of the table for what a variable or a flag alone decides.
const fn outside(
    name: &'static str,
    takes: &'static str,
    value: fn(&Config) -> String,
    about: &'static str,
) -> Setting {
    Setting { is_in_file: false, ..in_file(name, takes, value, about) }
}

impl Setting {
    /// The same, with a variable that makes this value when it is set.
    const fn unless(self, variables: &'static [&'static str], value: &'static str) -> Self {
        Self { variables, makes: Some(value), ..self }
    }

    /// The same, with variables that hold the value.
    const fn or(self, variables: &'static [&'static str]) -> Self {
        Self { variables, ..self }
    }

    const fn or_flag(self, flag: &'static str) -> Self {
        Self { flag: Some(flag), ..self }
    }
}

fn usual_esc_wait() -> String {
    format!("{ESC_WAIT}, or {ESC_WAIT_OVER_SSH} over SSH")
}

const SWITCH: &str = "true or false";

/// Every setting but those of a profile, in the order of the document.
pub const SETTINGS: &[Setting] = &[
    in_file(
        "default",
        "the name of a profile",
        |config| config.default.clone().unwrap_or_else(|| "none".to_owned()),
        "The profile to use when neither `-p` nor the environment names credentials.",
    )
    .or_flag("--profile"),
    in_file(
        "confirm_writes",
        SWITCH,
        |config| config.confirm_writes.unwrap_or(true).to_string(),
        "Whether a request that may change something at a real server asks first.",
    ),
    in_file(
        "paging.side_by_side",
        "a number from 1 to 16",
        |config| config.paging.side_by_side.to_string(),
        "Pages under way at a time where the total is known.",
    ),
    in_file(
        "paging.ask_after",
        "a number from 1 to 10000",
        |config| config.paging.ask_after.to_string(),
        "Pages after which it is asked whether to go on.",
    ),
    in_file(
        "paging.ahead",
        SWITCH,
        |config| config.paging.ahead.to_string(),
        "Whether the next page is fetched when the cursor comes near the end of a list.",
    ),
    in_file(
        "max_body",
        "bytes, or a text such as 500 MB",
        |config| quantity::bytes(config.max_body.unwrap_or(LARGEST_BODY)),
        "The largest body that is read, after decoding.",
    ),
    in_file(
        "motion",
        SWITCH,
        |config| config.motion.unwrap_or(true).to_string(),
        "Whether the waiting sign may move.",
    )
    .unless(&["NO_MOTION"], "false"),
    in_file(
        "mouse",
        SWITCH,
        |config| config.mouse.to_string(),
        "Whether clicks and the wheel come to Segue; the terminal's own selection then takes Shift.",
    ),
    in_file(
        "esc_wait",
        "milliseconds, at most 10000",
        |config| config.esc_wait.map_or_else(usual_esc_wait, |wait| wait.to_string()),
        "How long a lone Esc is held, for it may be the beginning of a key.",
    ),
    in_file(
        "plain",
        SWITCH,
        |config| config.plain.unwrap_or(false).to_string(),
        "Whether the explorer writes line by line, for screen readers and logs.",
    )
    .or_flag("--plain"),
    in_file(
        "ascii",
        SWITCH,
        |config| config.ascii.unwrap_or(false).to_string(),
        "Whether borders and marks are drawn in ASCII; where the locale is not UTF-8 they are in any case.",
    )
    .or_flag("--ascii"),
    in_file(
        "present",
        SWITCH,
        |config| config.present.to_string(),
        "Whether the explorer opens in presenter mode: nothing personal on the screen.",
    )
    .or_flag("--present"),
    in_file(
        "show_keys",
        SWITCH,
        |config| config.show_keys.to_string(),
        "Whether the keys that are pressed show in presenter mode.",
    )
    .or_flag("--show-keys"),
    in_file(
        "keys",
        "a table for each context",
        |config| match config.keys.len() {
            0 => "as built in".to_owned(),
            1 => "1 action with keys of your own".to_owned(),
            count => format!("{count} actions with keys of your own"),
        },
        "Keys of your own: see [keys.md](keys.md), or `segue config keys`.",
    ),
    outside("colours", SWITCH, |_| "true".to_owned(), "Whether the screen has colours.")
        .unless(&["NO_COLOR"], "false"),
    outside(
        "undocumented",
        SWITCH,
        |_| "false".to_owned(),
        "Whether endpoints are offered too that clients use and Apple does not document.",
    )
    .or_flag("--undocumented"),
    outside("editor", "a command", |_| EDITOR.to_owned(), "What a body is written in.")
        .or(&["VISUAL", "EDITOR"]),
    outside("pager", "a command", |_| PAGER.to_owned(), "What a value is read in.").or(&["PAGER"]),
];

/// The settings of a profile, `[profiles.NAME]`: name, what it takes, the variable without its prefix, what it is.
const OF_A_PROFILE: [(&str, &str, &str, &str); 8] = [
    ("team_id", "10 characters", "TEAM_ID", "The Team ID that tokens are issued by."),
    (
        "key_id",
        "10 characters",
        "KEY_ID",
        "The Key ID; may be left out when the key's file is `AuthKey_<Key ID>.p8`.",
    ),
    ("private_key", "a path, or a source", "PRIVATE_KEY_PATH", "Where the `.p8` is."),
    (
        "developer_token",
        "a source",
        "DEVELOPER_TOKEN",
        "Where a ready developer token is; used in place of the key.",
    ),
    ("user_token", "a source", "USER_TOKEN", "Where the Music User Token is."),
    ("storefront", "two letters", "STOREFRONT", "The storefront that paths ask in; `us` when left out."),
    (
        "origin",
        "an https address",
        "",
        "The one server that may see these credentials; Apple's when left out.",
    ),
    ("token_lifetime", "a time such as 12h", "", "How long minted tokens live."),
];

/// The editor where nobody names one.
pub const EDITOR: &str = "vi";

/// The pager where nobody names one.
pub const PAGER: &str = "less";
/// What a setting takes, by its whole name; whatever else has a name holds others.
pub(super) fn takes(path: &[String]) -> &'static str {
    let general =
        || SETTINGS.iter().find(|setting| setting.name == path.join(".")).map(|setting| setting.takes);
    let of_a_profile =
        |name: &String| OF_A_PROFILE.iter().find(|(key, ..)| key == name).map(|(_, takes, ..)| *takes);
    match path {
        [profiles] if profiles == "profiles" => Some("a table for each profile"),
        [profiles, _, name] if profiles == "profiles" => of_a_profile(name),
        _ => general(),
    }
    .unwrap_or("a table")
}

/// What decided a setting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Won {
    Default,
    /// A line of the file.
    Line(usize),
    Variable(&'static str),
    Flag(&'static str),
    /// It was changed in the palette.
    ThisRun,
}

impl std::fmt::Display for Won {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Default => f.write_str("default"),
            Self::Line(line) => write!(f, "config.toml line {line}"),
            Self::Variable(name) => f.write_str(name),
            Self::Flag(name) => f.write_str(name),
            Self::ThisRun => f.write_str("changed for this run"),
        }
    }
}

/// A setting as it holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Effective {
    pub name: String,
    pub value: String,
    pub won: Won,
}

/// Every setting as it holds, given the flags that were named with their values. Those of the profiles follow; of a secret
/// its place alone is told.
#[must_use]
pub fn effective(config: &Config, environment: &Environment, flags: &[(&str, String)]) -> Vec<Effective> {
    let general = SETTINGS.iter().map(|setting| {
        let (value, won) = decided(setting, config, environment, flags);
        Effective { name: setting.name.to_owned(), value, won }
    });
    general.chain(of_profiles(config)).collect()
}

fn decided(
    setting: &Setting,
    config: &Config,
    environment: &Environment,
    flags: &[(&str, String)],
) -> (String, Won) {
    let given = setting.flag.and_then(|flag| Some((flag, flags.iter().find(|(name, _)| *name == flag)?)));
    if let Some((flag, (_, value))) = given {
        return (value.clone(), Won::Flag(flag));
    }
    let set = setting.variables.iter().find_map(|name| Some((*name, environment.get(name)?)));
    if let Some((name, value)) = set {
        // A variable's own value may be anything, also a token that was meant for another one.
        let own = crate::domain::secret::mask(value.expose().trim()).into_owned();
        return (setting.makes.map_or(own, str::to_owned), Won::Variable(name));
    }
    let line = config.lines.iter().filter(|(name, _)| is_of(name, setting.name)).map(|(_, line)| *line).min();
    ((setting.value)(config), line.map_or(Won::Default, Won::Line))
}

/// Whether a line's name is this one, or one inside it.
fn is_of(line: &str, setting: &str) -> bool {
    line.strip_prefix(setting).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

fn of_profiles(config: &Config) -> impl Iterator<Item = Effective> {
    config.profiles.iter().flat_map(move |(name, profile)| {
        let text = |value: &dyn std::fmt::Display| value.to_string();
        let values = [
            profile.team_id.as_ref().map(|value| text(value)),
            profile.key_id.as_ref().map(|value| text(value)),
            profile.private_key.as_ref().map(place),
            profile.developer_token.as_ref().map(place),
            profile.user_token.as_ref().map(place),
            profile.storefront.clone(),
            profile.origin.as_ref().map(|origin| origin.as_str().to_owned()),
            profile.token_lifetime.map(|lifetime| format!("{} s", Lifetime::seconds(lifetime))),
        ];
        let named = OF_A_PROFILE.iter().zip(values).filter_map(|((key, ..), value)| Some((*key, value?)));
        named.map(move |(key, value)| {
            let name = format!("profiles.{name}.{key}");
            let won = config.lines.get(&name).map_or(Won::Default, |line| Won::Line(*line));
            Effective { name, value, won }
        })
    })
}

/// Where a secret is. Of a command, its program: what stands behind it may be anything.
fn place(source: &Source) -> String {
    match source {
        Source::Command(words) => format!("command:{} …", words.first().map_or("", String::as_str)),
        source => source.to_string(),
    }
}

/// `docs/settings.md`.
#[must_use]
pub fn document() -> String {
    let mut text = String::from(HEAD);
    let nothing = Config::default();
    for setting in SETTINGS {
        let place = if setting.is_in_file { "config.toml" } else { "not in the file" };
        let variables: Vec<_> = setting.variables.iter().map(|name| format!("`{name}`")).collect();
        let variable = variables.join(", ");
        let flag = setting.flag.map_or(String::new(), |flag| format!("`{flag}`"));
        let value = (setting.value)(&nothing);
        text.push_str(&format!(
            "| `{}` | {} | {value} | {place} | {variable} | {flag} | {} |\n",
            setting.name, setting.takes, setting.about
        ));
    }
    text.push_str(PROFILES);
    for (name, takes, variable, about) in OF_A_PROFILE {
        let variable = if variable.is_empty() { String::new() } else { format!("`APPLE_MUSIC_{variable}`") };
        text.push_str(&format!("| `{name}` | {takes} | {variable} | {about} |\n"));
    }
    text.push_str(TAIL);
    text
}

const HEAD: &str = "# Settings

Made from the table in `src/domain/profile/settings.rs`; a test holds the two together.

One file holds them: `$SEGUE_CONFIG`, else `$XDG_CONFIG_HOME/segue/config.toml`, else `~/.config/segue/config.toml`. None is
needed. A flag wins over a variable, a variable over the file, the file over the default.

```
segue config path       where the file is, or would be
segue config show       every setting as it holds, and what decided it; --format json for programs
segue config keys       every action with its keys, as `[keys]` takes them
segue config check      everything that is wrong with the file, with line and column
```

The palette (`Ctrl-p`) has every setting with its value and what decided it; Enter changes `confirm_writes`, `paging.ahead`,
`mouse`, `motion` and `undocumented` for this run, and says of the others what sets them. An unknown name in the file is a fault, and so is a value of the wrong kind: the explorer says where and does
not start. With `--sandbox` it opens all the same, with the defaults, and says so.

## General

| setting | takes | default | where | variable | flag | what it does |
|---|---|---|---|---|---|---|
";

const PROFILES: &str = "
## A profile

Each is a table of its own, `[profiles.NAME]`. No secret stands in the file: a source says where it is, as `env:NAME`,
`file:PATH` or `command:PROGRAM ARGUMENTS` (run without a shell). More in [credentials.md](credentials.md). The variables are
no part of a profile: together they are the profile `environment`.

| setting | takes | variable | what it is |
|---|---|---|---|
";

const TAIL: &str = "
## An example

```toml
default = \"work\"
confirm_writes = true
max_body = \"500 MB\"

[paging]
ahead = false

[keys.response]
follow-next = [\"f\", \"Ctrl-x f\"]

[profiles.work]
team_id = \"FICTIONTEA\"
private_key = \"~/keys/AuthKey_FICTION001.p8\"
user_token = \"command:pass show apple-music/user-token\"
```

## Exit codes

`segue config path`, `show` and `keys` exit with 0, or with 2 where the file cannot be used; `segue config check` with 0
when all is good and 2 when anything is wrong.
";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::profile::parse_config;

    fn of(text: &str, variables: &[(&str, &str)], flags: &[(&str, String)], name: &str) -> (String, String) {
        let named = variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        let all = effective(&parse_config(text).unwrap(), &named.collect(), flags);
        let found = all.into_iter().find(|setting| setting.name == name).unwrap();
        (found.value, found.won.to_string())
    }

    #[test]
    fn a_flag_wins_over_a_variable_over_the_file_over_the_default() {
        let file = "default = \"work\"\nmotion = true\n[paging]\nahead = false";
        let cases = [
            (of("", &[], &[], "paging.ahead"), ("true", "default")),
            (of(file, &[], &[], "paging.ahead"), ("false", "config.toml line 4")),
            (of(file, &[], &[], "motion"), ("true", "config.toml line 2")),
            (of(file, &[("NO_MOTION", "1")], &[], "motion"), ("false", "NO_MOTION")),
            (of(file, &[("NO_MOTION", "")], &[], "motion"), ("true", "config.toml line 2")),
            (of("", &[("EDITOR", "ed"), ("VISUAL", "vim")], &[], "editor"), ("vim", "VISUAL")),
            (of(file, &[], &[("--profile", "home".to_owned())], "default"), ("home", "--profile")),
            (
                of("\n[keys.form]\nsend = \"x\"", &[], &[], "keys"),
                ("1 action with keys of your own", "config.toml line 3"),
            ),
        ];
        for ((value, won), expected) in cases {
            assert_eq!((value.as_str(), won.as_str()), expected);
        }
    }

    #[test]
    fn every_setting_of_the_file_is_in_the_table_and_the_other_way_round() {
        let message = parse_config("colour = 1").unwrap_err().message;
        let paging = parse_config("[paging]\ncolour = 1").unwrap_err().message;
        let profile = parse_config("[profiles.a]\ncolour = 1").unwrap_err().message;
        let names = |message: &str, table: &str| {
            let names = message.split('`').skip(3).step_by(2).map(|name| format!("{table}{name}"));
            names.collect::<Vec<_>>()
        };
        let mut fields = [names(&message, ""), names(&paging, "paging.")].concat();
        fields.retain(|name| !["paging", "profiles"].contains(&name.as_str()));
        let mut rows: Vec<_> =
            SETTINGS.iter().filter(|setting| setting.is_in_file).map(|setting| setting.name).collect();
        fields.sort();
        rows.sort_unstable();
        assert_eq!(rows, fields);
        assert_eq!(OF_A_PROFILE.map(|(name, ..)| name.to_owned()).to_vec(), names(&profile, ""));
    }

    #[test]
    fn the_longest_wait_is_told_as_it_is() {
        let row = SETTINGS.iter().find(|setting| setting.name == "esc_wait").unwrap();
        assert!(
            row.takes.ends_with(&format!("at most {}", super::super::config::LONGEST_WAIT)),
            "{}",
            row.takes
        );
    }

    #[test]
    fn of_a_secret_its_place_alone_is_told() {
        let text =
            "[profiles.a]\nuser_token = \"command:pass show AqFgxYkMISKBkU5I\"\nprivate_key = \"k.p8\"";
        assert_eq!(of(text, &[], &[], "profiles.a.user_token").0, "command:pass …");
        assert_eq!(
            of(text, &[], &[], "profiles.a.private_key"),
            ("file:k.p8".to_owned(), "config.toml line 3".to_owned())
        );
    }
}
