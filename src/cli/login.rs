//! The arguments of `segue login` and `segue logout`.

use std::path::PathBuf;

const EXAMPLES: &str = "Examples:
  segue login                         a page in a browser, and a token for the profile in use
  segue login -p work --port 9000     for another profile, on another port
  segue login --paste                 where no browser can reach this machine: paste a token, unseen
  segue login --from-file token.txt   a token that an app fetched
  segue login --sandbox               the whole way, with no account at all

Exit codes: 0 signed in · 2 usage · 3 the developer token · 4 no Music User Token came, or it was refused
            7 the network, or no port is to be had · 8 Apple did not judge it";

/// How somebody signs in.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Login {
    /// The profile of the config file to use; `environment` and `sandbox` name those two.
    #[arg(short, long, value_name = "NAME")]
    pub profile: Option<String>,
    /// Use the sandbox, whatever credentials there are.
    #[arg(long, conflicts_with = "profile")]
    pub sandbox: bool,
    /// What is wrong with the sandbox, on purpose, such as popup-blocked; a wrong name lists them all.
    #[arg(long, value_name = "NAME")]
    pub scenario: Option<String>,
    /// The page's port on loopback.
    #[arg(long, value_name = "N", default_value_t = crate::cli::login::PORT, conflicts_with_all = ["paste", "from_file"])]
    pub port: u16,
    /// Do not open a browser on this machine's desktop.
    #[arg(long)]
    pub no_browser: bool,
    /// Take a token at a hidden prompt, or from standard input.
    #[arg(long, conflicts_with = "from_file")]
    pub paste: bool,
    /// Take a token from a file that only its owner can read.
    #[arg(long, value_name = "FILE")]
    pub from_file: Option<PathBuf>,
}

/// The usual port; a browser keeps things by port, so that it should be the same each time.
const PORT: u16 = 8765;

/// Whose sign-in is forgotten.
#[derive(Debug, clap::Args)]
pub struct Logout {
    /// The profile of the config file to use; `environment` names that one.
    #[arg(short, long, value_name = "NAME")]
    pub profile: Option<String>,
}
