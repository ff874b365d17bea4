//! The command line as types.

mod config;
mod demo;
mod doctor;
mod get;
mod login;
mod profile;
mod quiet;
mod recording;
mod sandbox;
mod token;

use std::{borrow::Cow, ffi::OsStr, path::PathBuf};

use clap::{Parser, Subcommand, builder::TypedValueParser, error::ErrorKind};

use crate::domain::{
    request::{Draft, Method},
    secret,
};

pub use config::{Config, ConfigAction, ConfigFormat};
pub use demo::Demo;
pub use doctor::{Doctor, Format as DoctorFormat};
pub use get::{Format, Get};
pub use login::{Login, Logout};
pub use profile::{Action, Add, Profile};
pub use recording::Recording;
pub use sandbox::Sandbox;
pub use token::Token;

/// Explore the Apple Music API in the terminal.
///
/// With no credentials anywhere, Segue opens on its sandbox: a server on this machine with a fictional catalogue.
#[derive(Debug, Parser)]
#[command(version, about, args_conflicts_with_subcommands = true, after_help = EXAMPLES)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Option<Command>,
    #[command(flatten)]
    pub explore: Explore,
}

const EXAMPLES: &str = "Examples:
  segue                                      open the explorer
  segue /v1/catalog/us/songs/203709340       open it with this path in the composer
  segue -p staging /v1/me/library/songs      with the profile staging of the config file
  segue --resume                             go on with the session that a lost connection cut off
  segue --sandbox                            on the sandbox, whatever credentials there are
  segue --record talk                        keep what is sent and what comes of it in the directory talk
  segue --replay talk                        the same again, with no network and no credentials
  segue --present                            for a stage: nothing personal on the screen
  segue demo docs/demos/first-minute.toml    a demo to walk through; --check tells what would go wrong
  segue get --all --format ndjson PATH       every item of a list, one a line, without a screen
  segue doctor                               what is wrong with the credentials, without a screen
  segue profile add                          set up credentials, with questions
  segue config check                         what is wrong with the config file
  segue login                                sign in, here or over SSH, for what belongs to a listener
  segue token                                what the developer token says, and how long it lasts
  segue sandbox --port 8080                  run the sandbox alone";

/// The commands that need no screen.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Send one request without a screen, or follow every next of a list, and print what comes.
    Get(Get),
    /// Examine the credentials: what is wrong with a token, a key, a request, and what to do about it.
    Doctor(Doctor),
    /// Walk through a demo file with a key, or check that nothing of it goes wrong.
    Demo(Demo),
    /// Tell where the settings are, what they come to, and what is wrong with them.
    Config(Config),
    /// Sign in: fetch a Music User Token with a page in a browser, here or over SSH, and keep it.
    Login(Login),
    /// Forget a sign-in on this machine.
    Logout(Logout),
    /// Set up, list and choose the profiles of the config file.
    Profile(Profile),
    /// Tell what the developer token says, how long it lasts and where it comes from; --show prints it.
    Token(Token),
    /// Run the sandbox alone, and print where it is and the tokens it accepts as one line of JSON.
    Sandbox(Sandbox),
    /// Run one jq filter over one JSON text, both from standard input. Segue starts this itself, so that it can end it.
    #[command(hide = true)]
    JqWorker {
        /// The most address space, in bytes.
        #[arg(long)]
        memory: u64,
        /// The most that is written, in bytes.
        #[arg(long)]
        output: u64,
        /// The most time on a processor, in seconds.
        #[arg(long)]
        seconds: u64,
    },
}

/// What the explorer opens with.
#[derive(Debug, clap::Args)]
pub struct Explore {
    /// Path and query, such as /v1/storefronts?limit=2.
    #[arg(value_name = "PATH")]
    pub path: Option<String>,
    /// The profile of the config file to use; `environment` and `sandbox` name those two.
    #[arg(short, long, value_name = "NAME")]
    pub profile: Option<String>,
    /// Use the sandbox, whatever credentials there are.
    #[arg(long, conflicts_with = "profile")]
    pub sandbox: bool,
    /// What is wrong with the sandbox, on purpose, such as expired or rate-limited; a wrong name lists them all.
    #[arg(long, value_name = "NAME")]
    pub scenario: Option<String>,
    /// Go on with the session that was cut off last, by a connection that dropped or a process that was ended.
    #[arg(long, conflicts_with_all = ["path", "profile", "sandbox", "scenario", "method", "headers"])]
    pub resume: bool,
    /// Offer endpoints too that clients use and Apple does not document.
    #[arg(long)]
    pub undocumented: bool,
    /// Write line by line what is new, for screen readers and logs: no boxes, no colours, nothing that moves.
    #[arg(long)]
    pub plain: bool,
    /// Draw borders and marks in ASCII, which is also done where the locale is not UTF-8.
    #[arg(long)]
    pub ascii: bool,
    /// Presenter mode: a clean first screen, nothing personal on it, and nothing that moves by itself.
    #[arg(long, conflicts_with = "resume")]
    pub present: bool,
    /// Show the keys that are pressed, in the corner.
    #[arg(long)]
    pub show_keys: bool,
    /// The method in the composer.
    #[arg(short = 'X', long = "method", value_name = "METHOD", value_parser = method)]
    pub method: Option<Method>,
    /// A header in the composer, as `Name: value`; tokens and cookies are refused.
    #[arg(short = 'H', long = "header", value_name = "HEADER", value_parser = Header)]
    pub headers: Vec<String>,
    #[command(flatten)]
    pub recording: Recording,
    /// For a shared account (ForceCommand): explore and nothing else; no files, editor, shell, commands or other servers,
    /// no token that is shown or copied, and only GET. docs/ssh.md says more.
    #[arg(long, conflicts_with_all = ["record", "replay"])]
    pub restricted: bool,
    /// With --restricted: send writes too, each after a question.
    #[arg(long, requires = "restricted")]
    pub allow_writes: bool,
    /// With --restricted: the config file; the environment of a login does not count.
    #[arg(long, requires = "restricted", value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// With --restricted: where drafts, history and sessions are kept, such as one directory for each person.
    #[arg(long, requires = "restricted", value_name = "DIR")]
    pub state: Option<PathBuf>,
    /// Break on purpose, in the loop or in a task: how tests see that the terminal is given back.
    #[cfg(debug_assertions)]
    #[arg(long, hide = true, value_name = "WHERE")]
    pub crash: Option<Crash>,
}

impl Cli {
    /// Reads the command line; ends the program where there is nothing to run. What is wrong is told with tokens and keys
    /// masked: the message repeats what was typed.
    #[must_use]
    pub fn read() -> Self {
        let parsed = Self::try_parse().and_then(|cli| {
            match &cli.command {
                Some(Command::Get(get)) => get.check()?,
                Some(Command::Doctor(doctor)) => doctor.check()?,
                _ => {}
            }
            Ok(cli)
        });
        parsed.unwrap_or_else(|error| {
            let text = error.to_string();
            let masked = secret::mask(text.trim_start_matches("error: "));
            match without_long_words(&masked) {
                Some(told) => clap::Error::raw(error.kind(), told).exit(),
                None if matches!(masked, Cow::Owned(_)) => clap::Error::raw(error.kind(), masked).exit(),
                None => error.exit(),
            }
        })
    }
}

/// A message without the words that are too long for anything but a token, which need not look like one; none where there
/// is no such word.
fn without_long_words(text: &str) -> Option<String> {
    const LONGEST: usize = 60;
    let is_long = |piece: &str| piece.trim_end().chars().count() > LONGEST;
    text.split_inclusive(char::is_whitespace).any(is_long).then(|| {
        let pieces = text.split_inclusive(char::is_whitespace);
        let kept = pieces.map(|piece| match is_long(piece) {
            true => format!("…{}", &piece[piece.trim_end().len()..]),
            false => piece.to_owned(),
        });
        kept.collect()
    })
}

/// Where to break on purpose.
#[cfg(debug_assertions)]
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Crash {
    Loop,
    Task,
}

impl Explore {
    /// The draft that the arguments describe; none if they describe no request.
    #[must_use]
    pub fn draft(&self) -> Option<Draft> {
        if self.path.is_none() && self.method.is_none() && self.headers.is_empty() {
            return None;
        }
        Some(Draft {
            method: self.method.unwrap_or_default(),
            path: self.path.clone().unwrap_or_default(),
            headers: self.headers.join("\n"),
            ..Draft::default()
        })
    }
}

fn method(name: &str) -> Result<Method, String> {
    let names = Method::ALL.map(Method::as_str).join(", ");
    Method::named(name).ok_or_else(|| format!("it is one of {names}"))
}

/// Reads a header. Other than the library's own readers, it does not repeat the value in its error: it may be a token.
#[derive(Clone)]
struct Header;

impl TypedValueParser for Header {
    type Value = String;

    fn parse_ref(
        &self,
        command: &clap::Command,
        _: Option<&clap::Arg>,
        value: &OsStr,
    ) -> Result<String, clap::Error> {
        let refused = |reason: String| {
            clap::Error::raw(ErrorKind::ValueValidation, format!("{reason}\n")).with_cmd(command)
        };
        let line = value.to_str().ok_or_else(|| refused("a header is not UTF-8".to_owned()))?;
        Draft::check_headers(line).map_err(|fault| refused(fault.to_string()))?;
        Ok(line.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(arguments: &[&str]) -> Result<Cli, clap::Error> {
        Cli::try_parse_from(std::iter::once("segue").chain(arguments.iter().copied()))
    }

    #[test]
    fn a_path_alone_opens_with_it() {
        let cli = parse(&["/v1/storefronts", "-X", "put"]).unwrap();
        let draft = cli.explore.draft().unwrap();
        assert_eq!((draft.path.as_str(), draft.method), ("/v1/storefronts", Method::Put));
        assert!(parse(&[]).unwrap().explore.draft().is_none());
    }

    #[test]
    fn no_argument_takes_a_secret() {
        for header in ["Authorization: Bearer x", "music-user-token: x", "Cookie: a=b"] {
            let error = parse(&["-H", header]).unwrap_err().to_string();
            assert!(error.contains("not typed by hand") && !error.contains("Bearer"), "{error}");
        }
        assert!(parse(&["-H", "Origin: https://a.example", "/v1/test"]).is_ok());
    }

    /// A flag is judged here before it can go along: it must not write files, run programs or ask other servers for whoever
    /// is locked in, also if it is the account's.
    #[test]
    fn restricted_takes_no_flag_that_nobody_has_judged() {
        use clap::CommandFactory;
        let harmless = [
            "path",
            "profile",
            "sandbox",
            "scenario",
            "resume",
            "undocumented",
            "plain",
            "ascii",
            "present",
            "show_keys",
            "method",
            "headers",
            "restricted",
            "allow_writes",
            "config",
            "state",
            "crash",
            "help",
            "version",
        ];
        let command = Cli::command();
        let flags =
            command.get_arguments().filter(|argument| !harmless.contains(&argument.get_id().as_str()));
        let others: Vec<_> = flags.filter_map(|flag| flag.get_long()).collect();
        assert_eq!(others, ["record", "replay", "at-once"]);
        for flag in ["--record=x", "--replay=x"] {
            assert!(parse(&["--restricted", flag]).is_err(), "{flag}");
        }
        for command in ["get", "doctor", "login", "logout", "profile", "token", "sandbox", "config", "demo"] {
            // It is taken for a path, if for anything.
            assert!(parse(&["--restricted", command]).map_or(true, |cli| cli.command.is_none()), "{command}");
            assert!(parse(&[command, "--restricted"]).is_err(), "{command}");
        }
        for flag in ["--allow-writes", "--config=x", "--state=x"] {
            assert!(parse(&[flag]).is_err() && parse(&["--restricted", flag]).is_ok(), "{flag}");
        }
    }

    #[test]
    fn what_get_cannot_do_is_refused() {
        for arguments in [
            vec!["get"],
            vec!["get", "/v1/x", "--max-pages", "5"],
            vec!["get", "/v1/x", "--all", "--max-pages", "0"],
            vec!["get", "/v1/x", "--all", "-X", "POST"],
            vec!["get", "/v1/x", "--body", "-"],
            vec!["get", "/v1/x", "--sandbox", "-p", "work"],
            vec!["get", "/v1/x", "-H", "Authorization: Bearer x"],
        ] {
            let checked = parse(&arguments).and_then(|cli| match cli.command {
                Some(Command::Get(get)) => get.check(),
                _ => Ok(()),
            });
            assert!(checked.is_err(), "{arguments:?}");
        }
    }

    #[test]
    fn the_command_line_is_consistent() {
        use clap::CommandFactory;
        Cli::command().debug_assert();
    }
}
