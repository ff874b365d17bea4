//! The arguments of `segue doctor`.

use clap::{CommandFactory, error::ErrorKind};

use super::method;
use crate::domain::{
    request::{Draft, Method},
    token::Lifetime,
};

const EXAMPLES: &str = "Examples:
  segue doctor                                   examine the credentials in use, and ask Apple about them
  segue doctor /v1/me/library/songs              the same, and this request with them
  segue doctor --offline --format json           what can be told without a network, for a script
  segue doctor --min-validity 14d                for cron: fails two weeks before the developer token ends
  segue doctor --report > report.json            an incident to pass on, with the secrets taken out
  segue doctor --incident report.json            what such an incident comes to

Exit codes: 0 good · 2 usage · 3 developer token · 4 user token · 5 subscription · 6 API or request · 7 network
            8 not judged, such as 429 and 5xx";

/// What `segue doctor` examines, and how it tells.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Doctor {
    /// A request to examine too: path and query, such as /v1/me/library/songs. It is sent if it is a GET.
    #[arg(value_name = "PATH")]
    pub path: Option<String>,
    /// The method of that request; others than GET are judged, and not sent.
    #[arg(short = 'X', long = "method", value_name = "METHOD", value_parser = method, requires = "path")]
    pub method: Option<Method>,
    /// The profile of the config file to use; `environment` and `sandbox` name those two.
    #[arg(short, long, value_name = "NAME")]
    pub profile: Option<String>,
    /// Use the sandbox, whatever credentials there are.
    #[arg(long, conflicts_with = "profile")]
    pub sandbox: bool,
    /// What is wrong with the sandbox, on purpose, such as expired or rate-limited; a wrong name lists them all.
    #[arg(long, value_name = "NAME")]
    pub scenario: Option<String>,
    /// Send nothing: judge what is at hand.
    #[arg(long)]
    pub offline: bool,
    /// Fail if the developer token ends sooner, such as 14d.
    #[arg(long, value_name = "SPAN", value_parser = str::parse::<Lifetime>)]
    pub min_validity: Option<Lifetime>,
    /// Where the profile's server is not Apple's public host: ask that too, with the developer token (P6).
    #[arg(long)]
    pub ask_apple: bool,
    /// Judge a captured incident instead; - is standard input.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["path", "profile", "sandbox", "scenario", "offline", "ask_apple"])]
    pub incident: Option<String>,
    /// Print the incident as JSON with the secrets taken out, fit to be passed on.
    #[arg(long, conflicts_with = "format")]
    pub report: bool,
    /// How the findings are printed.
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = Format::Text)]
    pub format: Format,
}

/// How findings are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// For people.
    Text,
    /// {"primary", "findings": [{"id", "severity", "message", "evidence", "fix"}]}, the likeliest cause first.
    Json,
}

impl Doctor {
    /// Checks what no single argument shows.
    ///
    /// # Errors
    /// A usage error of the command line.
    pub fn check(&self) -> Result<(), clap::Error> {
        if self.offline && self.ask_apple {
            let fault = "--ask-apple sends a request, and --offline sends none";
            return Err(super::Cli::command().error(ErrorKind::ArgumentConflict, fault));
        }
        Ok(())
    }

    /// The draft of the request to examine.
    #[must_use]
    pub fn draft(&self) -> Option<Draft> {
        let path = self.path.clone()?;
        Some(Draft { method: self.method.unwrap_or_default(), path, ..Draft::default() })
    }
}
