//! The arguments for keeping exchanges, and for playing them back.

use std::path::PathBuf;

/// Where exchanges are kept, or come from.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct Recording {
    /// Keep every request and its answer in this directory, as readable JSON without tokens; a recording there is added to.
    #[arg(long, value_name = "DIR")]
    pub record: Option<PathBuf>,
    /// Answer from the recording in this directory: no network, no credentials.
    #[arg(long, value_name = "DIR", conflicts_with_all = ["record", "profile", "sandbox", "scenario"])]
    pub replay: Option<PathBuf>,
    /// With --replay: answer without waiting as long as it took.
    #[arg(long, requires = "replay")]
    pub at_once: bool,
}
