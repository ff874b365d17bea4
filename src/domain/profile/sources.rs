//! Who said each part of a plan, for a person who wonders which of several places won.

use super::{Choice, Config, DeveloperPlan, ENVIRONMENT, Environment, Plan, Where};
use crate::domain::token::KeyId;

/// Where each value comes from: a variable's name, `profile work, team_id`, `the key's file name`, or `by default`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sources {
    /// Of the Team ID.
    pub team_id: String,
    /// Of the Key ID.
    pub key_id: String,
    /// Of the private key, or of the ready-made developer token.
    pub developer: String,
    /// Of the Music User Token.
    pub user: String,
    /// Of the life of minted tokens.
    pub lifetime: String,
    /// Of the storefront.
    pub storefront: String,
    /// Of the server.
    pub origin: String,
}

/// Who said each part of what was chosen.
#[must_use]
pub fn sources(config: &Config, environment: &Environment, choice: &Choice) -> Sources {
    match choice {
        Choice::Sandbox => alike("the sandbox's own"),
        Choice::Replay(_) => alike("the recording"),
        Choice::Plan(plan) if plan.name == ENVIRONMENT => of_environment(environment, plan),
        Choice::Plan(plan) => of_profile(config, environment, plan),
    }
}

fn alike(source: &str) -> Sources {
    let source = || source.to_owned();
    Sources {
        team_id: source(),
        key_id: source(),
        developer: source(),
        user: source(),
        lifetime: source(),
        storefront: source(),
        origin: source(),
    }
}

fn of_environment(environment: &Environment, plan: &Plan) -> Sources {
    let variable = |name: &str| environment.apple(name).map(|(name, _)| name);
    let has_origin = environment.get("SEGUE_ORIGIN").is_some();
    Sources {
        team_id: variable("TEAM_ID").unwrap_or_default(),
        key_id: variable("KEY_ID").unwrap_or_else(|| of_key_id(plan)),
        storefront: variable("STOREFRONT").filter(|_| !has_origin).unwrap_or_else(by_default),
        origin: if has_origin { "SEGUE_ORIGIN".to_owned() } else { by_default() },
        lifetime: by_default(),
        ..of_secrets(plan)
    }
}

fn of_profile(config: &Config, environment: &Environment, plan: &Plan) -> Sources {
    let Some(profile) = config.profiles.get(&plan.name) else { return alike("") };
    let key = |name: &str| format!("profile {}, {name}", plan.name);
    let told = |is_there: bool, name: &str| if is_there { key(name) } else { by_default() };
    let from_environment = environment.apple("STOREFRONT").filter(|_| plan.origin.is_apple());
    Sources {
        team_id: profile.team_id.as_ref().map(|_| key("team_id")).unwrap_or_default(),
        key_id: if profile.key_id.is_some() { key("key_id") } else { of_key_id(plan) },
        storefront: match (&profile.storefront, from_environment) {
            (None, Some((variable, _))) => variable,
            (storefront, _) => told(storefront.is_some(), "storefront"),
        },
        origin: told(profile.origin.is_some(), "origin"),
        lifetime: told(profile.token_lifetime.is_some(), "token_lifetime"),
        ..of_secrets(plan)
    }
}

fn of_secrets(plan: &Plan) -> Sources {
    let developer = match &plan.developer {
        DeveloperPlan::Mint { key: place, .. } | DeveloperPlan::Ready(place) => place.describe(),
        DeveloperPlan::Missing | DeveloperPlan::Faulty(_) => String::new(),
    };
    let user = plan.user.as_ref().map(Where::describe).unwrap_or_default();
    Sources { developer, user, ..alike("") }
}

/// A Key ID that nobody named was read off the file's name.
fn of_key_id(plan: &Plan) -> String {
    match &plan.developer {
        DeveloperPlan::Mint { key: Where::File { path, .. }, .. }
            if KeyId::from_file_name(path).is_some() =>
        {
            "the key's file name".to_owned()
        }
        _ => String::new(),
    }
}

fn by_default() -> String {
    "by default".to_owned()
}

/// Which of several places the choice fell on, and why, in a few words.
#[must_use]
pub fn reason(config: &Config, explicit: Option<&str>, choice: &Choice) -> String {
    let name = choice.name();
    match explicit {
        Some(_) => "named on the command line".to_owned(),
        None if name == ENVIRONMENT => "credentials are set in the environment".to_owned(),
        None if config.default.as_deref() == Some(name) => "the configuration's default".to_owned(),
        None => "no credentials are set".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::profile::{choose, parse_config};

    const CONFIG: &str = "default = \"work\"
[profiles.work]
team_id = \"FICTIONTEA\"
private_key = \"/k/AuthKey_FICTION001.p8\"
storefront = \"gb\"
[profiles.mock]
origin = \"http://127.0.0.1:9\"
developer_token = \"env:MOCK\"
token_lifetime = \"1h\"";

    fn told(variables: &[(&str, &str)], explicit: Option<&str>) -> [String; 8] {
        let config = parse_config(CONFIG).unwrap();
        let named = variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        let environment: Environment = named.collect();
        let choice = choose(&config, &environment, explicit).unwrap();
        let found = sources(&config, &environment, &choice);
        let reason = reason(&config, explicit, &choice);
        let Sources { team_id, key_id, developer, user, lifetime, storefront, origin } = found;
        [team_id, key_id, developer, user, lifetime, storefront, origin, reason]
    }

    #[test]
    fn each_value_has_its_source() {
        let work = [
            "profile work, team_id",
            "the key's file name",
            "AuthKey_FICTION001.p8 (profile work, private_key)",
            "",
            "by default",
            "profile work, storefront",
            "by default",
            "the configuration's default",
        ];
        assert_eq!(told(&[], None), work);
        let mock = [
            "",
            "",
            "MOCK",
            "",
            "profile mock, token_lifetime",
            "by default",
            "profile mock, origin",
            "named on the command line",
        ];
        assert_eq!(told(&[], Some("mock")), mock);
        let variables = [
            ("MUSICKIT_TEAM_ID", "FICTIONTEA"),
            ("APPLE_MUSIC_PRIVATE_KEY_PATH", "AuthKey_FICTION001.p8"),
            ("APPLE_MUSIC_STOREFRONT", "jp"),
        ];
        let environment = [
            "MUSICKIT_TEAM_ID",
            "the key's file name",
            "AuthKey_FICTION001.p8 (APPLE_MUSIC_PRIVATE_KEY_PATH)",
            "",
            "by default",
            "APPLE_MUSIC_STOREFRONT",
            "by default",
            "credentials are set in the environment",
        ];
        assert_eq!(told(&variables, None), environment);
        assert_eq!(told(&[], Some("sandbox"))[..2], ["the sandbox's own", "the sandbox's own"]);
    }
}
