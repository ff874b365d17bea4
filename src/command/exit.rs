//! The exit codes, one table for all commands.

use std::process::ExitCode;

/// How the program ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// 0: good.
    Good,
    /// 1: the filter of a jq worker came to nothing; standard error has the reason.
    Fault,
    /// 2: the command line, the config file, or the terminal was not usable.
    Usage,
    /// 7: the network, or a port that is taken.
    Network,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Good => 0,
            Exit::Fault => 1,
            Exit::Usage => 2,
            Exit::Network => 7,
        })
    }
}
