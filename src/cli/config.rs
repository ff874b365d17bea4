//! The arguments of `segue config`.

use clap::{Subcommand, ValueEnum};

const EXAMPLES: &str = "Examples:
  segue config path                    where the file is, or would be
  segue config show                    every setting as it holds, and what decided it
  segue config show --format json      the same for a program
  segue config keys                    every action with its keys, as the file takes them
  segue config check                   everything that is wrong with the file

Exit codes: 0 good · 2 the file is wrong or cannot be read";

/// Where the settings are, what they come to, and what is wrong with them.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Config {
    #[command(subcommand)]
    pub action: ConfigAction,
}

/// What to tell of the settings.
#[derive(Debug, Subcommand)]
pub enum ConfigAction {
    /// Print where the file is, or would be.
    Path,
    /// Print every setting as it holds, and what decided it. Of a secret its place alone is told.
    Show {
        /// How to print it.
        #[arg(long, value_enum, default_value_t = ConfigFormat::Text)]
        format: ConfigFormat,
    },
    /// Print every action with the keys that it has now, as the key table of the file takes them.
    Keys,
    /// Print everything that is wrong with the file, with line and column.
    Check,
}

/// How settings are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ConfigFormat {
    Text,
    Json,
}
