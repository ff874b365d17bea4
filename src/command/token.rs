//! `segue token`: what the tokens say, how long they last and where each value comes from; with `--show` the token itself.
#![expect(clippy::disallowed_methods, reason = "a headless command writes to standard output")]

use std::io::{self, Write};

use anyhow::Context;

use tokio::sync::Mutex;

use super::{
    Exit,
    credentials::{gather, unusable},
    sheet::Sheet,
    tasks,
};
use crate::{
    adapter::{
        credentials::{CredentialFault, Keyring, Terms},
        store::Store,
    },
    cli::Token,
    domain::{
        clock,
        profile::{self, SANDBOX, Sources},
        secret::Secret,
        token::{self, Reading, UserStanding},
        visible::visible,
    },
    runtime::{Credentials, now, opening},
};

/// Tells about the tokens, or prints the developer token.
pub(super) fn run(arguments: &Token) -> anyhow::Result<Exit> {
    let credentials = match gather(arguments.profile.as_deref(), arguments.sandbox, None) {
        Ok(credentials) => credentials,
        Err(reason) => return Ok(unusable(&reason)),
    };
    let tasks = tasks()?;
    let ended = tasks.block_on(async {
        // The sandbox runs as long as it is held here; its key is needed, and nothing is asked of it.
        let sandbox = Mutex::default();
        match opening::open(
            credentials.choice.clone(),
            &sandbox,
            credentials.scenario,
            Store::of_user().as_ref(),
        )
        .await
        {
            Ok(keyring) => act(arguments, &credentials, keyring),
            Err(reason) => Ok(unusable(&reason)),
        }
    });
    tasks.shutdown_background();
    match ended {
        // Who reads has seen enough, as `head` does.
        Err(error) if error.downcast_ref::<io::Error>().is_some_and(is_unread) => Ok(Exit::Good),
        ended => ended.context("standard output cannot be written to"),
    }
}

fn is_unread(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::BrokenPipe
}

fn act(arguments: &Token, credentials: &Credentials, mut keyring: Keyring) -> anyhow::Result<Exit> {
    let has_terms = arguments.ttl.is_some() || !arguments.origins.is_empty();
    let now = now() / 1000;
    let origin = arguments.origins.iter().map(ToString::to_string).collect::<Vec<_>>();
    let terms = Terms { lifetime: arguments.ttl, origin: (!origin.is_empty()).then_some(origin) };
    let issued = keyring.issue(now, &terms);
    if has_terms && issued.is_ok() && keyring.minting().is_none() {
        let words = "the developer token is ready-made: --ttl and --origin are for one that is made from a private key";
        return Ok(unusable(words));
    }
    if arguments.show {
        show(&keyring, issued, now)
    } else {
        tell(arguments, credentials, &keyring, &issued, now)
    }
}

/// Prints the token alone; what there is to say beside it goes to standard error.
fn show(keyring: &Keyring, issued: Result<Secret, CredentialFault>, now: i64) -> anyhow::Result<Exit> {
    let token = match issued {
        Ok(token) => token,
        Err(fault) => return Ok(no_token(&fault)),
    };
    if let Some(at) = expiry(&token).filter(|at| *at <= now) {
        say(&format!("the developer token ended {}; it is not printed", clock::relative(at, now)));
        return Ok(Exit::DeveloperToken);
    }
    keyring.key_notes().iter().for_each(|note| say(note));
    writeln!(std::io::stdout(), "{}", token.expose())?;
    Ok(Exit::Good)
}

fn expiry(token: &Secret) -> Option<i64> {
    token::read(token).ok()?.expires_at
}

fn no_token(fault: &CredentialFault) -> Exit {
    say(&fault.to_string());
    Exit::DeveloperToken
}

fn say(text: &str) {
    let _ = writeln!(std::io::stderr(), "segue: {}", visible(text));
}

fn tell(
    arguments: &Token,
    credentials: &Credentials,
    keyring: &Keyring,
    issued: &Result<Secret, CredentialFault>,
    now: i64,
) -> anyhow::Result<Exit> {
    let Credentials { choice, config, environment, .. } = credentials;
    let explicit = arguments.profile.as_deref().or(arguments.sandbox.then_some(SANDBOX));
    let mut sources = profile::sources(config, environment, choice);
    if arguments.ttl.is_some() {
        sources.lifetime = "--ttl".to_owned();
    }
    let standing = keyring.standing(now);
    let mut sheet = Sheet::default();
    sheet.row("Profile", &standing.profile, &profile::reason(config, explicit, choice));
    sheet.row("Server", standing.origin.as_str(), &sources.origin);
    sheet.row("Storefront", &standing.storefront, &sources.storefront);
    sheet.gap();
    let exit = match issued {
        Ok(token) => developer(&mut sheet, keyring, token, &sources, now),
        Err(fault) => {
            sheet.row("Developer token", "not usable", "");
            no_token(fault)
        }
    };
    keyring.key_notes().iter().for_each(|note| sheet.note(note));
    sheet.gap();
    let exit = exit.or(user(&mut sheet, &standing.user));
    write!(std::io::stdout(), "{sheet}")?;
    Ok(exit)
}

/// What the token says, masked; whether it still lasts.
fn developer(sheet: &mut Sheet, keyring: &Keyring, token: &Secret, sources: &Sources, now: i64) -> Exit {
    let reading = match token::read(token) {
        Ok(reading) => reading,
        Err(fault) => {
            sheet.row("Developer token", "not usable", &fault.to_string());
            return Exit::DeveloperToken;
        }
    };
    let is_minted = keyring.minting().is_some();
    let kind = if is_minted { "made from a private key" } else { "ready-made" };
    sheet.row("Developer token", kind, &sources.developer);
    let start: String = token.expose().chars().take(SHOWN).collect();
    let length = token.expose().len();
    sheet.row("token", &format!("{start}… · {length} characters · sha256 {}…", token.fingerprint()), "");
    let own = |source: &str| if is_minted { source.to_owned() } else { "the token".to_owned() };
    claims(sheet, &reading, now, |which| {
        own(match which {
            "kid" => &sources.key_id,
            "iss" => &sources.team_id,
            _ => "",
        })
    });
    let is_over = reading.expires_at.is_some_and(|at| at <= now);
    if let Some(life) = life(&reading, now).filter(|_| is_minted) {
        sheet.row("life", &life, &sources.lifetime);
    }
    if is_over {
        sheet.note(
            "The developer token has expired. Make a new one, or name the private key that it is made from.",
        );
        return Exit::DeveloperToken;
    }
    Exit::Good
}

/// Header and payload by the names that they have there. The text is the token's, and may be anything.
fn claims(sheet: &mut Sheet, reading: &Reading, now: i64, source: impl Fn(&str) -> String) {
    let text = |value: &Option<String>| value.clone().unwrap_or_else(|| "(not said)".to_owned());
    let time = |at: Option<i64>| {
        at.map_or("(not said)".to_owned(), |at| format!("{} · {}", clock::utc(at), clock::relative(at, now)))
    };
    sheet.row("alg", &text(&reading.algorithm), "");
    sheet.row("kid", &text(&reading.key_id), &source("kid"));
    sheet.row("iss", &text(&reading.team_id), &source("iss"));
    sheet.row("iat", &time(reading.issued_at), "");
    sheet.row("exp", &time(reading.expires_at), "");
    for origin in reading.origin.iter().flatten() {
        sheet.row("origin", origin, "");
    }
}

fn life(reading: &Reading, now: i64) -> Option<String> {
    let seconds = u64::try_from(reading.expires_at?.saturating_sub(now)).ok()?;
    Some(crate::domain::quantity::span(seconds))
}

/// How it stands with the Music User Token.
pub(super) fn user(sheet: &mut Sheet, standing: &UserStanding) -> Exit {
    match standing {
        UserStanding::Missing | UserStanding::Starting => sheet.row("Music User Token", "none is set", ""),
        UserStanding::Set { source, fingerprint, .. } => {
            sheet.row("Music User Token", &format!("set · sha256 {fingerprint}…"), source);
        }
        UserStanding::Faulty { reason } => {
            sheet.row("Music User Token", "not usable", "");
            sheet.note(reason);
            return Exit::UserToken;
        }
    }
    Exit::Good
}

/// How much of a developer token may show.
const SHOWN: usize = 6;
