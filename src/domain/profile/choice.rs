//! Which credentials to use, and the rule that none leaves the server it belongs to.
//!
//! Precedence: an explicit profile, then the environment, then the configuration's default profile, then the sandbox.

use std::path::{Path, PathBuf};

use thiserror::Error;

use super::environment::belongs_to_apple;
use super::read_storefront;
use super::source::can_be_path;
use super::{
    Config, DEFAULT_STOREFRONT, ENVIRONMENT, Environment, Origin, OriginFault, Profile, SANDBOX, Source,
};
use crate::domain::request::Tokens;
use crate::domain::secret::{self, Secret};
use crate::domain::token::{DeveloperStanding, KeyId, Lifetime, Standing, TeamId, UserStanding};

/// The longest name that is repeated in a fault; user tokens are several times as long.
const LONGEST_NAME: usize = 40;

/// What to run with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Choice {
    /// No credentials anywhere, or `-p sandbox`: the built-in server with its own.
    Sandbox,
    /// A server, and where to read its credentials.
    Plan(Plan),
    /// A recording, which answers in the place of a server.
    Replay(Recorded),
}

impl Choice {
    /// The name that stands in the place of a profile's.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Sandbox => SANDBOX,
            Self::Plan(plan) => &plan.name,
            Self::Replay(recorded) => &recorded.name,
        }
    }
}

/// What a recording tells of the server that it was made with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    /// As [`replay_of`](super::replay_of) makes it.
    pub name: String,
    /// The server of its first request.
    pub origin: Origin,
    /// The storefront of its first request that has one.
    pub storefront: String,
    /// The tokens that went along with any of its requests.
    pub tokens: Tokens,
}

/// One server, and where each credential for it is to be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// `environment`, or the profile's name.
    pub name: String,
    /// The one server that may see these credentials.
    pub origin: Origin,
    /// Two lower-case letters.
    pub storefront: String,
    /// How to come by a developer token.
    pub developer: DeveloperPlan,
    /// Where the Music User Token is; `None` when there is none.
    pub user: Option<Where>,
    /// How long minted tokens live.
    pub lifetime: Lifetime,
}

impl Plan {
    /// What the screen shows before the sources are read.
    #[must_use]
    pub fn starting(&self) -> Standing {
        let developer = match &self.developer {
            DeveloperPlan::Missing => DeveloperStanding::Missing,
            DeveloperPlan::Faulty(reason) => DeveloperStanding::Faulty { reason: reason.clone() },
            DeveloperPlan::Mint { .. } | DeveloperPlan::Ready(_) => DeveloperStanding::Starting,
        };
        Standing {
            profile: self.name.clone(),
            origin: self.origin.clone(),
            storefront: self.storefront.clone(),
            developer,
            user: self.user.as_ref().map_or(UserStanding::Missing, |_| UserStanding::Starting),
            clock: None,
        }
    }
}

/// How to come by a developer token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeveloperPlan {
    /// Make one from a private key.
    Mint {
        /// Who issues it.
        team_id: TeamId,
        /// Which key signs it.
        key_id: KeyId,
        /// Where the key is.
        key: Where,
    },
    /// Use one as it is.
    Ready(Where),
    /// None was set, and nothing that would need one.
    Missing,
    /// Something was set, but not enough, or not right. The sentence names what.
    Faulty(String),
}

/// Where one secret is, and who said so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Where {
    /// A variable's name and its value; the value is empty when a profile names a variable that is not set.
    Variable(String, Secret),
    /// A file.
    File {
        /// As written; `~` is not expanded yet.
        path: PathBuf,
        /// A variable's name, or `profile <name>, <key>`.
        named_by: String,
    },
    /// A program that prints the secret.
    Command {
        /// The program and its arguments.
        words: Vec<String>,
        /// `profile <name>, <key>`.
        named_by: String,
    },
}

impl Where {
    /// For the screen: the variable, or the file's or program's name and who named it. No directory, no argument: those
    /// may say more than a stage should see.
    #[must_use]
    pub fn describe(&self) -> String {
        match self {
            Self::Variable(name, _) => name.clone(),
            Self::File { path, named_by } => format!("{} ({named_by})", last_part(path)),
            Self::Command { words, named_by } => {
                let program = words.first().map_or("", String::as_str);
                format!("{} ({named_by})", last_part(Path::new(program)))
            }
        }
    }
}

fn last_part(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

/// Why no credentials can be chosen.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ChoiceFault {
    /// `-p` names nothing there is.
    #[error("There is no profile named {name}. There are: {}.", known.join(", "))]
    UnknownProfile {
        /// The name asked for, masked.
        name: String,
        /// The names there are.
        known: Vec<String>,
    },
    /// The configuration's `default` names nothing there is.
    #[error("The configuration's default is {name}, and there is no such profile. There are: {}.", known.join(", "))]
    UnknownDefault {
        /// The name asked for, masked.
        name: String,
        /// The names there are.
        known: Vec<String>,
    },
    /// `-p environment` with nothing in it.
    #[error(
        "The environment holds no credentials. Set APPLE_MUSIC_TEAM_ID, APPLE_MUSIC_KEY_ID and APPLE_MUSIC_PRIVATE_KEY_PATH, or APPLE_MUSIC_DEVELOPER_TOKEN."
    )]
    EmptyEnvironment,
    /// A token for a server that isn't named.
    #[error(
        "{variable} is set without SEGUE_ORIGIN. Set SEGUE_ORIGIN to the server it is for; for Apple's server use the APPLE_MUSIC_ variable instead."
    )]
    TokenWithoutOrigin {
        /// Which of the two variables.
        variable: &'static str,
    },
    /// `SEGUE_ORIGIN` is no origin.
    #[error("SEGUE_ORIGIN cannot be used. {0}")]
    Origin(OriginFault),
    /// A storefront variable is no storefront.
    #[error("{variable} is not a storefront. It has two letters, such as us or gb.")]
    Storefront {
        /// The variable's name.
        variable: String,
    },
    /// A profile would send Apple's credentials elsewhere.
    #[error(
        "Profile {profile} would send {variable} to {origin}. That variable belongs to Apple's server alone: give {key} a source of its own."
    )]
    ForeignVariable {
        /// The profile's name.
        profile: String,
        /// The key in the profile.
        key: &'static str,
        /// The variable it names.
        variable: String,
        /// The profile's server.
        origin: String,
    },
}

/// Chooses the credentials to use: `explicit` (`-p`), then the environment, then the configuration's default, then the
/// sandbox. A half-set credential is not the sandbox: it is a plan whose developer token is faulty, naming what lacks.
///
/// # Errors
/// [`ChoiceFault`] when a name leads nowhere or a credential would go to a server it doesn't belong to.
pub fn choose(
    config: &Config,
    environment: &Environment,
    explicit: Option<&str>,
) -> Result<Choice, ChoiceFault> {
    if let Some(name) = explicit {
        return named(config, environment, name)?
            .ok_or_else(|| ChoiceFault::UnknownProfile { name: shown(name), known: known(config) });
    }
    if let Some(plan) = from_environment(environment)? {
        return Ok(Choice::Plan(plan));
    }
    let Some(name) = &config.default else { return Ok(Choice::Sandbox) };
    named(config, environment, name)?
        .ok_or_else(|| ChoiceFault::UnknownDefault { name: shown(name), known: known(config) })
}

fn named(config: &Config, environment: &Environment, name: &str) -> Result<Option<Choice>, ChoiceFault> {
    if name == SANDBOX {
        return Ok(Some(Choice::Sandbox));
    }
    if name == ENVIRONMENT {
        let plan = from_environment(environment)?.ok_or(ChoiceFault::EmptyEnvironment)?;
        return Ok(Some(Choice::Plan(plan)));
    }
    let Some(profile) = config.profiles.get(name) else { return Ok(None) };
    from_profile(name, profile, environment).map(|plan| Some(Choice::Plan(plan)))
}

/// A name as it may be repeated. What is too long for one may be a token, and is not.
fn shown(name: &str) -> String {
    if name.chars().count() > LONGEST_NAME {
        return "…".to_owned();
    }
    let plain: String = name.chars().filter(|c| !c.is_control()).collect();
    secret::mask(&plain).into_owned()
}

fn known(config: &Config) -> Vec<String> {
    config.profiles.keys().cloned().chain([ENVIRONMENT.to_owned(), SANDBOX.to_owned()]).collect()
}

fn from_environment(environment: &Environment) -> Result<Option<Plan>, ChoiceFault> {
    if let Some(origin) = environment.get("SEGUE_ORIGIN") {
        return own_origin(origin, environment).map(Some);
    }
    for variable in ["SEGUE_DEVELOPER_TOKEN", "SEGUE_USER_TOKEN"] {
        if environment.get(variable).is_some() {
            return Err(ChoiceFault::TokenWithoutOrigin { variable });
        }
    }
    if !environment.has_apple_credentials() {
        return Ok(None);
    }
    Ok(Some(Plan {
        name: ENVIRONMENT.to_owned(),
        origin: Origin::apple(),
        storefront: environment_storefront(environment)?.unwrap_or_else(|| DEFAULT_STOREFRONT.to_owned()),
        developer: apple_developer(environment),
        user: environment.apple("USER_TOKEN").map(variable),
        lifetime: Lifetime::default(),
    }))
}

/// `SEGUE_ORIGIN` takes its own two tokens or none; nothing of `APPLE_MUSIC_*` goes there.
fn own_origin(origin: &Secret, environment: &Environment) -> Result<Plan, ChoiceFault> {
    let own = |name: &str| environment.get(name).map(|value| Where::Variable(name.to_owned(), value.clone()));
    let user = own("SEGUE_USER_TOKEN");
    let developer = match own("SEGUE_DEVELOPER_TOKEN") {
        Some(token) => DeveloperPlan::Ready(token),
        None if user.is_some() => DeveloperPlan::Faulty(user_token_alone("SEGUE_DEVELOPER_TOKEN is not set")),
        None => DeveloperPlan::Missing,
    };
    Ok(Plan {
        name: ENVIRONMENT.to_owned(),
        origin: origin.expose().parse().map_err(ChoiceFault::Origin)?,
        storefront: DEFAULT_STOREFRONT.to_owned(),
        developer,
        user,
        lifetime: Lifetime::default(),
    })
}

fn environment_storefront(environment: &Environment) -> Result<Option<String>, ChoiceFault> {
    let Some((variable, value)) = environment.apple("STOREFRONT") else { return Ok(None) };
    read_storefront(value.expose()).map(Some).ok_or(ChoiceFault::Storefront { variable })
}

fn variable((name, value): (String, Secret)) -> Where {
    Where::Variable(name, value)
}

fn apple_developer(environment: &Environment) -> DeveloperPlan {
    if let Some(token) = environment.apple("DEVELOPER_TOKEN") {
        return DeveloperPlan::Ready(variable(token));
    }
    let prefix = environment.prefix_in_use();
    let (team, key_id) = (environment.apple("TEAM_ID"), environment.apple("KEY_ID"));
    let key =
        match environment.apple_first_of(&["PRIVATE_KEY", "PRIVATE_KEY_PATH"]).map(apple_key).transpose() {
            Ok(key) => key,
            Err(reason) => return DeveloperPlan::Faulty(reason),
        };
    if team.is_none() && key_id.is_none() && key.is_none() {
        return DeveloperPlan::Faulty(user_token_alone(&format!("{prefix}DEVELOPER_TOKEN is not set")));
    }
    let key_id = key_id.map(parsed).transpose();
    match (team.map(parsed).transpose(), key_id) {
        (Err(reason), _) | (_, Err(reason)) => DeveloperPlan::Faulty(reason),
        (Ok(team_id), Ok(key_id)) => mint(team_id, key_id, key, |missing| {
            let names: Vec<String> =
                missing.iter().map(|name| variable_name(environment, prefix, name)).collect();
            let be = if names.len() == 1 { "is" } else { "are" };
            format!(
                "A developer token cannot be made: {} {be} not set. Set what is missing, or set {prefix}DEVELOPER_TOKEN.",
                listed(&names)
            )
        }),
    }
}

/// `PRIVATE_KEY` holds the key, `PRIVATE_KEY_PATH` says where it is.
fn apple_key((name, value): (String, Secret)) -> Result<Where, String> {
    let Some(of_key) = name.strip_suffix("_PATH") else { return Ok(Where::Variable(name, value)) };
    if !can_be_path(value.expose()) {
        return Err(format!(
            "{name} holds a key or a token where a path belongs. Name the file there, or put the key in {of_key}."
        ));
    }
    Ok(Where::File { path: PathBuf::from(value.expose().trim()), named_by: name })
}

fn parsed<T: std::str::FromStr<Err: std::fmt::Display>>(
    (name, value): (String, Secret),
) -> Result<T, String> {
    value.expose().parse().map_err(|fault| format!("{name} cannot be used. {fault}"))
}

fn variable_name(environment: &Environment, prefix: &str, key: &str) -> String {
    let suffix = if key == "private_key" { "PRIVATE_KEY_PATH".to_owned() } else { key.to_ascii_uppercase() };
    let name = format!("{prefix}{suffix}");
    if environment.is_blank(&name) { format!("{name} (there, but blank)") } else { name }
}

/// Puts the three things together that minting takes, or says which are missing. The Key ID may come from the file name.
fn mint(
    team_id: Option<TeamId>,
    key_id: Option<KeyId>,
    key: Option<Where>,
    explain: impl FnOnce(&[&'static str]) -> String,
) -> DeveloperPlan {
    let key_id = key_id.or_else(|| match &key {
        Some(Where::File { path, .. }) => KeyId::from_file_name(path),
        _ => None,
    });
    let there =
        [("team_id", team_id.is_some()), ("key_id", key_id.is_some()), ("private_key", key.is_some())];
    match (team_id, key_id, key) {
        (Some(team_id), Some(key_id), Some(key)) => DeveloperPlan::Mint { team_id, key_id, key },
        _ => {
            let missing: Vec<&str> =
                there.iter().filter(|(_, there)| !there).map(|(name, _)| *name).collect();
            DeveloperPlan::Faulty(explain(&missing))
        }
    }
}

fn user_token_alone(what_is_missing: &str) -> String {
    format!(
        "There is a user token, but no developer token: {what_is_missing}. Every request needs a developer token."
    )
}

fn listed<T: AsRef<str>>(names: &[T]) -> String {
    let names: Vec<&str> = names.iter().map(AsRef::as_ref).collect();
    match names.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => names.concat(),
    }
}

fn from_profile(name: &str, profile: &Profile, environment: &Environment) -> Result<Plan, ChoiceFault> {
    let origin = profile.origin.clone().unwrap_or_else(Origin::apple);
    keep_apple_variables_home(name, profile, &origin)?;
    // A storefront is no credential, but nothing of the environment's Apple settings goes to another server.
    let from_environment = if origin.is_apple() { environment_storefront(environment)? } else { None };
    let storefront = profile.storefront.clone().or(from_environment);
    let place =
        |source: &Option<Source>, key| source.as_ref().map(|source| place(source, key, name, environment));
    Ok(Plan {
        name: name.to_owned(),
        developer: profile_developer(name, profile, place(&profile.developer_token, "developer_token"), {
            place(&profile.private_key, "private_key")
        }),
        user: place(&profile.user_token, "user_token"),
        storefront: storefront.unwrap_or_else(|| DEFAULT_STOREFRONT.to_owned()),
        lifetime: profile.token_lifetime.unwrap_or_default(),
        origin,
    })
}

fn keep_apple_variables_home(name: &str, profile: &Profile, origin: &Origin) -> Result<(), ChoiceFault> {
    if origin.is_apple() {
        return Ok(());
    }
    let sources = [
        ("private_key", &profile.private_key),
        ("developer_token", &profile.developer_token),
        ("user_token", &profile.user_token),
    ];
    for (key, source) in sources {
        if let Some(Source::Env(variable)) = source
            && belongs_to_apple(variable)
        {
            let (profile, variable) = (name.to_owned(), variable.clone());
            return Err(ChoiceFault::ForeignVariable { profile, key, variable, origin: origin.to_string() });
        }
    }
    Ok(())
}

fn place(source: &Source, key: &str, profile: &str, environment: &Environment) -> Where {
    let named_by = format!("profile {profile}, {key}");
    match source {
        Source::Env(name) => {
            let value = environment.get(name).cloned().unwrap_or_else(|| Secret::new(String::new()));
            Where::Variable(name.clone(), value)
        }
        Source::File(path) => Where::File { path: path.clone(), named_by },
        Source::Command(words) => Where::Command { words: words.clone(), named_by },
    }
}

fn profile_developer(
    name: &str,
    profile: &Profile,
    token: Option<Where>,
    key: Option<Where>,
) -> DeveloperPlan {
    if let Some(token) = token {
        return DeveloperPlan::Ready(token);
    }
    if profile.team_id.is_none() && profile.key_id.is_none() && key.is_none() {
        return match profile.user_token {
            Some(_) => {
                DeveloperPlan::Faulty(user_token_alone(&format!("profile {name} has no developer_token")))
            }
            None => DeveloperPlan::Missing,
        };
    }
    mint(profile.team_id.clone(), profile.key_id.clone(), key, |missing| {
        format!(
            "A developer token cannot be made: profile {name} lacks {}. Add what is missing, or a developer_token.",
            listed(missing)
        )
    })
}
