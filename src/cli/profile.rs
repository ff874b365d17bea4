//! The arguments of `segue profile`.

use clap::Subcommand;

use super::quiet::Quiet;
use crate::domain::{
    profile::{KeySource, Origin, ProfileName, Source, StorefrontId},
    token::{KeyId, Lifetime, TeamId},
};

const EXAMPLES: &str = "Examples:
  segue profile add                          asks for what it needs, tries it, and saves it
  segue profile add work --team-id FICTIONTEA --private-key ~/keys/AuthKey_FICTION001.p8
  segue profile add ci --developer-token env:MUSIC_TOKEN --user-token 'command:pass show music/user' --no-probe
  segue profile list                         all profiles, and which one is used
  segue profile use work                     make it the default

A secret is never typed here: name where it is, as env:NAME, file:PATH or command:PROGRAM ARGUMENTS (run without a shell).

Exit codes: 0 good · 2 usage · 3 developer token · 6 API · 7 network · 8 not judged, as the server's answer was";

/// Set up, list and choose the profiles of the config file.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Profile {
    #[command(subcommand)]
    pub action: Action,
}

/// What to do with profiles.
#[derive(Debug, Subcommand)]
pub enum Action {
    /// Set up a profile; what is not named is asked for, if there is a terminal.
    Add(Box<Add>),
    /// List the profiles, and say which one is used and why.
    List,
    /// Make a profile the default.
    Use {
        /// Its name; `sandbox` is one too.
        name: String,
    },
    /// Take a profile out of the config file. The key's file stays where it is.
    Remove {
        /// Its name.
        name: String,
        /// Don't ask.
        #[arg(short, long)]
        yes: bool,
    },
    /// Tell what is known of a profile; secrets are masked.
    Show {
        /// Its name; the one that would be used if none is given.
        name: Option<String>,
    },
}

/// What a new profile is made of.
#[derive(Debug, clap::Args)]
pub struct Add {
    /// What to call it.
    #[arg(value_parser = Quiet::<ProfileName>::new())]
    pub name: Option<ProfileName>,
    /// The Team ID, under Membership in the developer account.
    #[arg(long, value_name = "ID", value_parser = Quiet::<TeamId>::new())]
    pub team_id: Option<TeamId>,
    /// The Key ID; read off the file's name, AuthKey_KEYID.p8, if it is not given.
    #[arg(long, value_name = "ID", value_parser = Quiet::<KeyId>::new())]
    pub key_id: Option<KeyId>,
    /// The path of the .p8 file, or env:NAME, or command:….
    #[arg(long, value_name = "PATH", value_parser = Quiet::<KeySource>::new(), conflicts_with = "developer_token")]
    pub private_key: Option<KeySource>,
    /// Where a ready-made developer token is, in place of a private key.
    #[arg(long, value_name = "SOURCE", value_parser = Quiet::<Source>::new())]
    pub developer_token: Option<Source>,
    /// Where the Music User Token is.
    #[arg(long, value_name = "SOURCE", value_parser = Quiet::<Source>::new())]
    pub user_token: Option<Source>,
    /// The storefront, such as us.
    #[arg(long, value_name = "ID", value_parser = Quiet::<StorefrontId>::new())]
    pub storefront: Option<StorefrontId>,
    /// The server that may see these credentials; Apple's if none is given.
    #[arg(long, value_name = "ORIGIN", value_parser = Quiet::<Origin>::new())]
    pub origin: Option<Origin>,
    /// How long minted tokens live, such as 12h.
    #[arg(long, value_name = "TIME", value_parser = Quiet::<Lifetime>::new())]
    pub ttl: Option<Lifetime>,
    /// Make it the default; the first profile is that by itself.
    #[arg(long)]
    pub default: bool,
    /// Put a copy of the key beside the config file, for you alone, and use that.
    #[arg(long)]
    pub copy_key: bool,
    /// Replace a profile of that name.
    #[arg(long)]
    pub replace: bool,
    /// Save without asking the server whether it takes the token.
    #[arg(long)]
    pub no_probe: bool,
}

impl Add {
    /// Whether all that can't do without an answer is named.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        let has_key = self.private_key.is_some() && self.team_id.is_some();
        self.name.is_some() && (self.developer_token.is_some() || has_key)
    }
}
