//! `segue profile add`: what a profile needs, asked for or named; read, tried, and only then written.

mod key;

use super::{
    Book,
    ask::{Dialogue, Stop},
    probe::probe,
    warn_of_environment,
};
use crate::{
    adapter::credentials::{self, Keyring},
    cli::Add,
    command::{Exit, tasks},
    domain::{
        profile::{
            Choice, Config, DEFAULT_STOREFRONT, Plan, Profile, ProfileName, Source, StorefrontId, choose,
            put_profile, set_default,
        },
        token::{DeveloperStanding, TeamId, UserStanding},
    },
};

/// What a profile is called when nobody cares.
const USUAL_NAME: &str = "main";

/// Sets a profile up.
pub(super) fn run(add: &Add) -> Result<Exit, Stop> {
    let book = Book::open()?;
    let tasks = tasks().map_err(Stop::Output)?;
    let dialogue = Dialogue::open();
    // Who has named all that is needed is asked nothing but what went wrong.
    let asks = dialogue.is_interactive() && !add.is_complete();
    let setup = Setup { add, book, dialogue, asks, tasks };
    let ended = setup.run();
    setup.tasks.shutdown_background();
    ended
}

/// One run of the questions.
struct Setup<'a> {
    add: &'a Add,
    book: Book,
    dialogue: Dialogue,
    /// Whether what may be left out is asked for as well.
    asks: bool,
    tasks: tokio::runtime::Runtime,
}

impl Setup<'_> {
    fn run(&self) -> Result<Exit, Stop> {
        let name = self.name()?;
        let mut profile = Profile {
            origin: self.add.origin.clone(),
            token_lifetime: self.add.ttl,
            developer_token: self.add.developer_token.clone().map(key::absolute),
            ..Profile::default()
        };
        let key = if profile.developer_token.is_some() { None } else { Some(self.key()?) };
        if let Some(key) = &key {
            profile.key_id = Some(self.key_id(key)?);
            profile.team_id = Some(self.team_id()?);
            self.warn_of_mixed_ids(&profile)?;
        }
        profile.user_token = self.user_token()?;
        profile.storefront = self.storefront()?.map(|storefront| storefront.to_string());
        if let Some(key) = key {
            profile.private_key = Some(self.place_of_key(key)?);
        }
        self.try_out(&name, &profile)?;
        self.save(&name, &profile)
    }

    fn name(&self) -> Result<ProfileName, Stop> {
        let read = |text: &str| text.parse::<ProfileName>().map_err(|fault| fault.to_string());
        let name = match &self.add.name {
            Some(name) => name.clone(),
            None => self.dialogue.ask(
                "Name of the profile",
                Some(USUAL_NAME),
                "the profile, as in profile add work",
                read,
            )?,
        };
        if self.book.has(name.as_str()) && !self.add.replace {
            let question = format!("There is a profile {name} already. Replace it?");
            if !self.dialogue.confirm(&question, false, "another profile, or --replace")? {
                return Err(Stop::Unusable("nothing was changed".to_owned()));
            }
        }
        Ok(name)
    }

    fn team_id(&self) -> Result<TeamId, Stop> {
        let question = "Team ID, 10 characters (Membership in your developer account)";
        let read = |text: &str| text.parse::<TeamId>().map_err(|fault| fault.to_string());
        match &self.add.team_id {
            Some(id) => Ok(id.clone()),
            None => self.dialogue.ask(question, None, "--team-id", read),
        }
    }

    fn warn_of_mixed_ids(&self, profile: &Profile) -> Result<(), Stop> {
        let (team, key) = (profile.team_id.as_ref(), profile.key_id.as_ref());
        if team.map(TeamId::as_str) != key.map(crate::domain::token::KeyId::as_str) {
            return Ok(());
        }
        self.dialogue.tell("! The Team ID and the Key ID are the same, which they never are in an account.")
    }

    fn user_token(&self) -> Result<Option<Source>, Stop> {
        if self.add.user_token.is_some() || !self.asks {
            return Ok(self.add.user_token.clone().map(key::absolute));
        }
        let question = "Music User Token, as env:NAME, file:PATH or command:… (Enter for none)";
        let source = self.dialogue.ask(question, Some(""), "--user-token", |text| match text {
            "" => Ok(None),
            text => text.parse::<Source>().map(Some).map_err(|fault| fault.to_string()),
        })?;
        Ok(source.map(key::absolute))
    }

    fn storefront(&self) -> Result<Option<StorefrontId>, Stop> {
        if self.add.storefront.is_some() || !self.asks {
            return Ok(self.add.storefront.clone());
        }
        let read = |text: &str| text.parse::<StorefrontId>().map_err(|fault| fault.to_string());
        self.dialogue.ask("Storefront", Some(DEFAULT_STOREFRONT), "--storefront", read).map(Some)
    }

    /// Reads everything as a later run would, and asks the server.
    fn try_out(&self, name: &ProfileName, profile: &Profile) -> Result<(), Stop> {
        let plan = self.plan(name, profile)?;
        let origin = plan.origin.clone();
        let keyring = self.tasks.block_on(Keyring::open(plan));
        let standing = keyring.standing(0);
        if let UserStanding::Faulty { reason } = &standing.user {
            self.dialogue.tell(&format!("! Music User Token: {reason}"))?;
        }
        if let DeveloperStanding::Faulty { reason } = &standing.developer {
            self.dialogue.tell(reason)?;
            return self.save_all_the_same(Exit::DeveloperToken);
        }
        if self.add.no_probe {
            return Ok(());
        }
        self.dialogue.tell(&format!("Asking {origin} whether it takes the token …"))?;
        match self.tasks.block_on(probe(keyring, &origin)) {
            Ok(()) => self.dialogue.tell("It does."),
            Err(exit) => self.save_all_the_same(exit),
        }
    }

    fn save_all_the_same(&self, exit: Exit) -> Result<(), Stop> {
        if self.add.no_probe {
            return Ok(());
        }
        if !self.dialogue.is_interactive() {
            self.dialogue.tell("nothing was saved; --no-probe saves without asking the server")?;
            return Err(Stop::Told(exit));
        }
        if self.dialogue.confirm("Save it all the same?", false, "--no-probe")? {
            return Ok(());
        }
        self.dialogue.tell("Nothing was saved.")?;
        Err(Stop::Told(exit))
    }

    fn plan(&self, name: &ProfileName, profile: &Profile) -> Result<Plan, Stop> {
        let profiles = [(name.to_string(), profile.clone())].into();
        let config = Config { profiles, ..Config::default() };
        match choose(&config, &self.book.environment, Some(name.as_str())).map_err(Stop::because)? {
            Choice::Plan(plan) => Ok(plan),
            Choice::Sandbox | Choice::Replay(_) => {
                Err(Stop::Unusable("the sandbox needs no profile".to_owned()))
            }
        }
    }

    fn save(&self, name: &ProfileName, profile: &Profile) -> Result<Exit, Stop> {
        let is_default = self.is_default(name)?;
        self.book.change(|text| {
            let default = if is_default { Some(set_default(text, Some(name.as_str()))?) } else { None };
            put_profile(default.as_deref().unwrap_or(text), name.as_str(), profile)
        })?;
        let place = credentials::shown(&self.book.path);
        let default = if is_default { ", the default" } else { "" };
        super::say(&format!("Saved the profile {name}{default}, in {place}."))?;
        super::say(&format!("Try it: segue -p {name}, or segue token -p {name}"))?;
        if is_default {
            warn_of_environment(&self.book)?;
        }
        Ok(Exit::Good)
    }

    /// The first profile is the default by itself; in place of another one only if that is wanted.
    fn is_default(&self, name: &ProfileName) -> Result<bool, Stop> {
        match &self.book.config.default {
            Some(default) if !self.add.default && default != name.as_str() => {
                let question = format!("Make it the default, in place of {default}?");
                if self.asks { self.dialogue.confirm(&question, false, "--default") } else { Ok(false) }
            }
            _ => Ok(true),
        }
    }
}
