//! The arguments of `segue get`.

use clap::{CommandFactory, error::ErrorKind};

use super::{Header, Recording, method};
use crate::domain::request::{Draft, Method};

const EXAMPLES: &str = "Examples:
  segue get /v1/storefronts                                   one answer, as the server wrote it
  segue get --all --format ndjson /v1/me/library/songs        every song of the library, one a line
  segue get --all /v1/catalog/us/albums/1000042/tracks        the whole list as one JSON text
  segue get --all -r -q '.data[].id' /v1/me/library/songs     the id of every song
  segue get -i --sandbox /v1/test                             status and headers too, from the sandbox
  segue get -X POST --body new.json /v1/me/library/playlists  a write; `--body -` reads standard input

Exit codes: 0 good · 2 usage · 3 developer token · 4 user token · 5 subscription · 6 API or request · 7 network
            8 not judged, such as 429 and 5xx";

/// What `segue get` asks for, and how it is printed.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Get {
    /// Path and query, such as /v1/storefronts?limit=2.
    #[arg(value_name = "PATH")]
    pub path: String,
    /// The profile of the config file to use; `environment` and `sandbox` name those two.
    #[arg(short, long, value_name = "NAME")]
    pub profile: Option<String>,
    /// Use the sandbox, whatever credentials there are.
    #[arg(long, conflicts_with = "profile")]
    pub sandbox: bool,
    /// What is wrong with the sandbox, on purpose, such as expired or rate-limited; a wrong name lists them all.
    #[arg(long, value_name = "NAME")]
    pub scenario: Option<String>,
    /// The method; others than GET are sent without asking, and never twice.
    #[arg(short = 'X', long = "method", value_name = "METHOD", value_parser = method)]
    pub method: Option<Method>,
    /// A header, as `Name: value`; tokens and cookies are refused.
    #[arg(short = 'H', long = "header", value_name = "HEADER", value_parser = Header)]
    pub headers: Vec<String>,
    /// A file with the body, which is JSON; - is standard input.
    #[arg(long, value_name = "FILE")]
    pub body: Option<String>,
    /// Print the status line and the headers of the first answer before it.
    #[arg(short, long)]
    pub include: bool,
    /// Follow every next of the list.
    #[arg(long)]
    pub all: bool,
    /// Stop after so many pages.
    #[arg(long, value_name = "N", default_value_t = 1_000, requires = "all", value_parser = at_least_one)]
    pub max_pages: usize,
    /// How many pages are fetched side by side where the length of the list is known.
    #[arg(long, value_name = "N", default_value_t = 4, requires = "all", value_parser = at_least_one)]
    pub width: usize,
    /// A jq filter over the answer, or over each page with --all; each result is printed on a line.
    #[arg(short = 'q', long, value_name = "FILTER", conflicts_with = "format")]
    pub jq: Option<String>,
    /// With --jq: print strings without quotes.
    #[arg(short, long, requires = "jq")]
    pub raw_output: bool,
    #[command(flatten)]
    pub recording: Recording,
    /// How the answer is printed.
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = Format::Json)]
    pub format: Format,
}

/// How an answer is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// JSON as the server wrote it; with --all one text with the items of all pages.
    Json,
    /// Each item of the list on a line of its own.
    Ndjson,
    /// The bytes as they came, page after page.
    Raw,
}

impl Get {
    /// Checks what no single argument shows.
    ///
    /// # Errors
    /// A usage error of the command line.
    pub fn check(&self) -> Result<(), clap::Error> {
        let method = self.method.unwrap_or_default();
        let fault = if self.all && method.is_write() {
            "--all follows the pages of a GET; leave -X out"
        } else if self.body.is_some() && !method.has_body() {
            "a body goes with POST, PUT and PATCH alone; name the method with -X"
        } else {
            return Ok(());
        };
        Err(super::Cli::command().error(ErrorKind::ArgumentConflict, fault))
    }

    /// The draft that the arguments describe, with this body.
    #[must_use]
    pub fn draft(&self, body: String) -> Draft {
        Draft {
            method: self.method.unwrap_or_default(),
            path: self.path.clone(),
            headers: self.headers.join("\n"),
            body,
            ..Draft::default()
        }
    }
}

fn at_least_one(text: &str) -> Result<usize, String> {
    text.parse().ok().filter(|number| *number > 0).ok_or_else(|| "it is a whole number from 1 on".to_owned())
}
