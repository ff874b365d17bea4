//! `segue config`: where the settings are, what they come to, and what is wrong with them.
#![expect(clippy::disallowed_methods, reason = "a headless command writes to standard output")]

use std::{
    io::{self, Write},
    path::Path,
};

use serde_json::json;

use super::{
    Exit,
    credentials::{config, missing, named_and_missing, unusable},
    sheet::Sheet,
};
use crate::{
    adapter::{config as file, credentials},
    cli::{self, ConfigAction, ConfigFormat},
    domain::{
        profile::{Config, ConfigFault, Effective, Environment, chosen_keys, config_faults, effective},
        secret,
        visible::visible,
    },
    runtime::{key_doubts, key_faults, keys_document},
};

/// Does it. Who reads no further has seen enough.
pub(super) fn run(arguments: &cli::Config) -> anyhow::Result<Exit> {
    match told(arguments) {
        Err(error) if is_closed(&error) => Ok(Exit::Good),
        outcome => outcome,
    }
}

fn is_closed(error: &anyhow::Error) -> bool {
    error.downcast_ref().is_some_and(|error: &io::Error| error.kind() == io::ErrorKind::BrokenPipe)
}

fn told(arguments: &cli::Config) -> anyhow::Result<Exit> {
    let environment = credentials::environment();
    let path = match credentials::config_path(&environment) {
        Ok(path) => path,
        Err(fault) => return Ok(unusable(&fault.to_string())),
    };
    match arguments.action {
        ConfigAction::Path => {
            say(&credentials::shown(&path))?;
            Ok(Exit::Good)
        }
        ConfigAction::Show { format } => show(&path, &environment, format),
        ConfigAction::Keys => keys(&path, &environment),
        ConfigAction::Check => check(&path, &environment),
    }
}

fn show(path: &Path, environment: &Environment, format: ConfigFormat) -> anyhow::Result<Exit> {
    let config = match config(environment) {
        Ok(config) => config,
        Err(fault) => return Ok(unusable(&fault)),
    };
    let settings = effective(&config, environment, &[]);
    let text = match format {
        ConfigFormat::Text => as_text(path, &settings),
        ConfigFormat::Json => as_json(path, &settings),
    };
    say(text.trim_end())?;
    Ok(Exit::Good)
}

fn as_text(path: &Path, settings: &[Effective]) -> String {
    let mut sheet = Sheet::default();
    let there = if path.exists() { "" } else { "it is not there; all is as built in" };
    sheet.row("config file", &credentials::shown(path), there);
    sheet.gap();
    for setting in settings {
        sheet.row(&setting.name, &setting.value, &setting.won.to_string());
    }
    sheet.to_string()
}

fn as_json(path: &Path, settings: &[Effective]) -> String {
    let of = |setting: &Effective| json!({ "name": setting.name, "value": setting.value, "source": setting.won.to_string() });
    let settings: Vec<_> = settings.iter().map(of).collect();
    let whole = json!({ "file": credentials::shown(path), "is_there": path.exists(), "settings": settings });
    secret::mask(&format!("{whole:#}")).into_owned()
}

fn keys(path: &Path, environment: &Environment) -> anyhow::Result<Exit> {
    let config = match config(environment) {
        Ok(config) => config,
        Err(fault) => return Ok(unusable(&fault)),
    };
    match keys_document(&config) {
        Ok(text) => say(text.trim_end()).map(|()| Exit::Good).map_err(Into::into),
        Err(faults) => {
            let shown = credentials::shown(path);
            // Each in a line of its own.
            for fault in &faults {
                unusable(&at(&shown, fault, ""));
            }
            Ok(Exit::Usage)
        }
    }
}

fn check(path: &Path, environment: &Environment) -> anyhow::Result<Exit> {
    if named_and_missing(environment, path) {
        return Ok(unusable(&missing(path)));
    }
    let shown = credentials::shown(path);
    let text = match file::read(path) {
        Ok(text) => text,
        Err(error) => return Ok(unusable(&format!("The configuration {shown} cannot be read: {error}."))),
    };
    let mut faults = config_faults(&text);
    // What is wrong elsewhere hides no fault in them.
    let keys = Config { keys: chosen_keys(&text), ..Config::default() };
    let doubts = key_doubts(&keys);
    faults.extend(key_faults(&keys));
    faults.sort_by_key(|fault| (fault.line, fault.column));
    for fault in &faults {
        say(&at(&shown, fault, ""))?;
    }
    for doubt in &doubts {
        say(&at(&shown, doubt, "note: "))?;
    }
    match faults.len() {
        0 if !path.exists() => say(&format!("good: there is no {shown}, and none is needed"))?,
        0 => say(&format!("good: {shown}"))?,
        1 => say("1 fault")?,
        count => say(&format!("{count} faults"))?,
    }
    Ok(if faults.is_empty() { Exit::Good } else { Exit::Usage })
}

fn at(path: &str, fault: &ConfigFault, kind: &str) -> String {
    format!("{path}:{}:{}: {kind}{}", fault.line, fault.column, fault.message)
}

fn say(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    text.lines().try_for_each(|line| writeln!(out, "{}", visible(line)))
}
