//! The arguments of `segue token`.

use super::quiet::Quiet;
use crate::domain::{profile::Origin, token::Lifetime};

const EXAMPLES: &str = "Examples:
  segue token                                   what the developer token says, how long it lasts, where it comes from
  segue token --show --ttl 30m                  make one and print it, for another program
  segue token --show --origin https://example.com --origin https://www.example.com    one for a web page alone
  curl -H \"Authorization: Bearer $(segue token --show)\" https://api.music.apple.com/v1/test

Exit codes: 0 good · 2 usage · 3 no usable developer token, or it has expired · 4 the user token can't be used";

/// What `segue token` tells, or makes.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Token {
    /// The profile of the config file to use; `environment` and `sandbox` name those two.
    #[arg(short, long, value_name = "NAME")]
    pub profile: Option<String>,
    /// Use the sandbox, whatever credentials there are.
    #[arg(long, conflicts_with = "profile")]
    pub sandbox: bool,
    /// Print the token itself to standard output, and nothing else there. It is as good as a password until it ends.
    #[arg(long)]
    pub show: bool,
    /// How long the token lives, such as 30m, 12h or 180d.
    #[arg(long, value_name = "TIME", value_parser = Quiet::<Lifetime>::new())]
    pub ttl: Option<Lifetime>,
    /// A web origin that may use the token, as scheme and host; may be given more than once.
    #[arg(long = "origin", value_name = "ORIGIN", value_parser = Quiet::<Origin>::new())]
    pub origins: Vec<Origin>,
}
