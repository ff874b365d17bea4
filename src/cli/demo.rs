//! The arguments of `segue demo`.

use std::path::PathBuf;

use super::Recording;

const EXAMPLES: &str = "Examples:
  segue demo docs/demos/first-minute.toml             walk through it, a key for each step
  segue demo talk.toml --check                        what would go wrong on stage, without a screen
  segue demo talk.toml --record talk                  keep what it fetches
  segue demo talk.toml --replay talk                  show it with no network

Exit codes of --check: 0 good · 2 the file or its credentials are not usable · 6 something would go wrong";

/// Which demo, and how.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Demo {
    /// The demo: a TOML file with a list of steps.
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Walk through it without a screen, and tell of each step what would go wrong on stage. Writes are sent in the sandbox
    /// and in a replay alone.
    #[arg(long)]
    pub check: bool,
    /// With --check: a step that takes longer than so many milliseconds is too slow.
    #[arg(long, value_name = "MS", default_value_t = 3_000, requires = "check")]
    pub slow: u64,
    /// The profile to go through, in place of what the file says.
    #[arg(short, long, value_name = "NAME")]
    pub profile: Option<String>,
    /// Go through the sandbox, whatever the file says.
    #[arg(long, conflicts_with = "profile")]
    pub sandbox: bool,
    /// What is wrong with the sandbox at the beginning, in place of what the file says.
    #[arg(long, value_name = "NAME", conflicts_with = "profile")]
    pub scenario: Option<String>,
    /// Presenter mode: nothing personal on the screen.
    #[arg(long, conflicts_with = "check")]
    pub present: bool,
    /// Show the keys that are pressed, in the corner.
    #[arg(long, conflicts_with = "check")]
    pub show_keys: bool,
    #[command(flatten)]
    pub recording: Recording,
}
