//! Parse, dispatch, exit code; nothing else.
#![expect(clippy::disallowed_methods, reason = "a failing start is told on standard error")]

use std::{io::Write, process::ExitCode};

use segue::{cli::Cli, command};

fn main() -> ExitCode {
    match command::run(Cli::read()) {
        Ok(exit) => exit.into(),
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "segue: {error:#}");
            ExitCode::FAILURE
        }
    }
}
