//! `segue profile`: the profiles of the config file, set up, listed, chosen and taken away.
#![expect(clippy::disallowed_methods, reason = "a headless command writes to standard output")]

mod add;
mod ask;
mod probe;

use std::{io::Write, path::PathBuf};

use tokio::sync::Mutex;

use self::ask::{Dialogue, Stop};
use super::{
    Exit,
    credentials::{gather, unusable},
    sheet::Sheet,
    tasks,
};
use crate::{
    adapter::{config, credentials, store::Store},
    cli::{Action, Profile},
    domain::{
        clock,
        profile::{
            self, Choice, Config, DeveloperPlan, ENVIRONMENT, EditFault, Environment, Plan, SANDBOX, Source,
            Sources, choose,
        },
        token::{DeveloperStanding, Standing},
        visible::visible,
    },
    runtime::{Credentials, now, opening},
};

/// Does it.
pub(super) fn run(arguments: &Profile) -> anyhow::Result<Exit> {
    let ended = match &arguments.action {
        Action::Add(add) => add::run(add),
        Action::List => list(),
        Action::Use { name } => make_default(name),
        Action::Remove { name, yes } => remove(name, *yes),
        Action::Show { name } => show(name.as_deref()),
    };
    match ended {
        Ok(exit) => Ok(exit),
        Err(Stop::Unusable(reason)) => Ok(unusable(&reason)),
        Err(Stop::Told(exit)) => Ok(exit),
        Err(Stop::Output(error)) => Err(error.into()),
    }
}

/// The config file: where it is, and what it says.
struct Book {
    path: PathBuf,
    config: Config,
    environment: Environment,
}

impl Book {
    fn open() -> Result<Self, Stop> {
        let environment = credentials::environment();
        let path = credentials::config_path(&environment).map_err(Stop::because)?;
        let config = credentials::load_config(&path).map_err(Stop::because)?;
        Ok(Self { path, config, environment })
    }

    /// Changes the file's text as it is by now.
    fn change(&self, edit: impl FnOnce(&str) -> Result<String, EditFault>) -> Result<(), Stop> {
        let place = credentials::shown(&self.path);
        let failed = |what: &str, reason: String| {
            Stop::Unusable(format!("The configuration {place} cannot be {what}: {reason}"))
        };
        let text = config::read(&self.path).map_err(|error| failed("read", error.to_string()))?;
        let text = edit(&text).map_err(|fault| failed("changed", fault.to_string()))?;
        config::write(&self.path, &text).map_err(|error| failed("written", error.to_string()))
    }

    fn has(&self, name: &str) -> bool {
        self.config.profiles.contains_key(name)
    }

    /// A profile of the file, or one of ours.
    fn check(&self, name: &str) -> Result<(), Stop> {
        if self.has(name) || [SANDBOX, ENVIRONMENT].contains(&name) {
            return Ok(());
        }
        choose(&self.config, &self.environment, Some(name)).map(drop).map_err(Stop::because)
    }
}

fn say(text: &str) -> Result<(), Stop> {
    writeln!(std::io::stdout(), "{}", visible(text)).map_err(Stop::Output)
}

fn make_default(name: &str) -> Result<Exit, Stop> {
    let book = Book::open()?;
    book.check(name)?;
    book.change(|text| profile::set_default(text, Some(name)))?;
    say(&format!("{name} is the default now."))?;
    warn_of_environment(&book)?;
    Ok(Exit::Good)
}

/// What stands in the environment wins over the default.
fn warn_of_environment(book: &Book) -> Result<(), Stop> {
    match choose(&book.config, &book.environment, Some(ENVIRONMENT)) {
        Ok(Choice::Plan(_)) => {
            say("Credentials are set in the environment too, and win over it: name it with -p to use it.")
        }
        _ => Ok(()),
    }
}

fn remove(name: &str, is_sure: bool) -> Result<Exit, Stop> {
    let book = Book::open()?;
    if [SANDBOX, ENVIRONMENT].contains(&name) {
        return Err(Stop::Unusable(format!(
            "{name} is no profile of the config file, so it can't be removed."
        )));
    }
    book.check(name)?;
    let dialogue = Dialogue::open();
    if !is_sure && !dialogue.confirm(&format!("Remove the profile {name}?"), false, "--yes")? {
        say("Nothing was changed.")?;
        return Ok(Exit::Good);
    }
    let was_default = book.config.default.as_deref() == Some(name);
    book.change(|text| {
        let text = profile::remove_profile(text, name)?;
        if was_default { profile::set_default(&text, None) } else { Ok(text) }
    })?;
    say(&format!("Removed {name}.{}", if was_default { " There is no default now." } else { "" }))?;
    if let Some(Source::File(key)) =
        book.config.profiles.get(name).and_then(|profile| profile.private_key.as_ref())
    {
        say(&format!("Its key stays where it is: {}", credentials::shown(key)))?;
    }
    Ok(Exit::Good)
}

fn list() -> Result<Exit, Stop> {
    let book = Book::open()?;
    let used = choose(&book.config, &book.environment, None);
    let in_use = used.as_ref().ok().map(Choice::name);
    let mut sheet = Sheet::default();
    let mut names: Vec<&str> = book.config.profiles.keys().map(String::as_str).collect();
    if matches!(choose(&book.config, &book.environment, Some(ENVIRONMENT)), Ok(Choice::Plan(_))) {
        names.push(ENVIRONMENT);
    }
    names.push(SANDBOX);
    for name in names {
        let is_default = book.config.default.as_deref() == Some(name);
        let mark = if is_default { "*" } else { " " };
        let used = if in_use == Some(name) { " · in use" } else { "" };
        let (what, source) = described(&book, name);
        sheet.row(&format!("{mark} {name}"), &format!("{what}{used}"), &source);
    }
    write!(std::io::stdout(), "{sheet}").map_err(Stop::Output)?;
    match &used {
        Ok(choice) => {
            let reason = profile::reason(&book.config, None, choice);
            say(&format!("In use: {} ({reason}). * marks the default.", choice.name()))?;
            Ok(Exit::Good)
        }
        Err(fault) => Err(Stop::because(fault)),
    }
}

/// Server, storefront, and where the tokens come from.
fn described(book: &Book, name: &str) -> (String, String) {
    match choose(&book.config, &book.environment, Some(name)) {
        Ok(Choice::Sandbox | Choice::Replay(_)) => {
            ("the built-in server, with a fictional catalogue".to_owned(), String::new())
        }
        Ok(choice @ Choice::Plan(_)) => {
            let sources = profile::sources(&book.config, &book.environment, &choice);
            let Choice::Plan(plan) = choice else { return Default::default() };
            let user = if plan.user.is_some() { " + user token" } else { "" };
            let what = format!("{} · {} · {}{user}", plan.origin, plan.storefront, developer(&plan));
            (
                what,
                [sources.developer, sources.user]
                    .into_iter()
                    .filter(|s| !s.is_empty())
                    .collect::<Vec<_>>()
                    .join(", "),
            )
        }
        Err(fault) => (fault.to_string(), String::new()),
    }
}

fn developer(plan: &Plan) -> String {
    match &plan.developer {
        DeveloperPlan::Mint { key_id, .. } => format!("mints with {key_id}"),
        DeveloperPlan::Ready(_) => "a ready-made token".to_owned(),
        DeveloperPlan::Missing => "no developer token".to_owned(),
        DeveloperPlan::Faulty(_) => "not usable".to_owned(),
    }
}

fn show(name: Option<&str>) -> Result<Exit, Stop> {
    let book = Book::open()?;
    let credentials = gather(name, false, None).map_err(Stop::Unusable)?;
    let tasks = tasks().map_err(Stop::Output)?;
    let text = tasks.block_on(async {
        let sandbox = Mutex::default();
        let keyring = opening::open(
            credentials.choice.clone(),
            &sandbox,
            credentials.scenario,
            Store::of_user().as_ref(),
        )
        .await
        .map_err(Stop::Unusable)?;
        let mut sheet = sheet_of(&credentials, name, &keyring.standing(now() / 1000));
        sheet.row("Config file", &credentials::shown(&book.path), "");
        keyring.key_notes().iter().for_each(|note| sheet.note(note));
        Ok::<_, Stop>(sheet.to_string())
    });
    tasks.shutdown_background();
    write!(std::io::stdout(), "{}", text?).map_err(Stop::Output)?;
    Ok(Exit::Good)
}

/// What is known of the credentials that were chosen. No secret is in a standing.
fn sheet_of(credentials: &Credentials, explicit: Option<&str>, standing: &Standing) -> Sheet {
    let Credentials { choice, config, environment, .. } = credentials;
    let sources = profile::sources(config, environment, choice);
    let mut sheet = Sheet::default();
    sheet.row("Profile", &standing.profile, &profile::reason(config, explicit, choice));
    sheet.row("Server", standing.origin.as_str(), &sources.origin);
    sheet.row("Storefront", &standing.storefront, &sources.storefront);
    if let Choice::Plan(plan) = choice {
        sheet.row("Token lifetime", &plan.lifetime.to_string(), &sources.lifetime);
    }
    developer_rows(&mut sheet, &standing.developer, &sources);
    super::token::user(&mut sheet, &standing.user);
    sheet
}

fn developer_rows(sheet: &mut Sheet, standing: &DeveloperStanding, sources: &Sources) {
    match standing {
        DeveloperStanding::Missing | DeveloperStanding::Starting => {
            sheet.row("Developer token", "none is set", "");
        }
        DeveloperStanding::Faulty { reason } => {
            sheet.row("Developer token", "not usable", &sources.developer);
            sheet.note(reason);
        }
        DeveloperStanding::Minted { key_id, team_id, source, .. } => {
            sheet.row("Developer token", "made from a private key", source);
            sheet.row("Key ID", key_id, &sources.key_id);
            sheet.row("Team ID", team_id, &sources.team_id);
        }
        DeveloperStanding::Ready { start, fingerprint, expires_at, source, .. } => {
            let ends = expires_at.map_or("no expiry".to_owned(), |at| {
                format!("expires {} · {}", clock::utc(at), clock::relative(at, now() / 1000))
            });
            sheet.row("Developer token", &format!("{start}… · sha256 {fingerprint}… · {ends}"), source);
        }
    }
}
