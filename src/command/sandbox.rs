//! `segue sandbox`: the sandbox alone, for other programs and their tests.
#![expect(clippy::disallowed_methods, reason = "a headless command writes to standard output")]

use std::io::Write;

use anyhow::Context;

use super::{Exit, tasks};
use crate::sandbox::{self, Options};

pub(super) fn run(port: u16, seed: u64) -> anyhow::Result<Exit> {
    tasks()?.block_on(serve(port, seed))
}

async fn serve(port: u16, seed: u64) -> anyhow::Result<Exit> {
    let mut running = match sandbox::start(Options { port, seed }).await {
        Ok(running) => running,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "segue: port {port} on 127.0.0.1 cannot be used: {error}");
            return Ok(Exit::Network);
        }
    };
    let mut output = std::io::stdout();
    writeln!(output, "{}", running.access().to_json_line())?;
    output.flush().context("standard output is closed")?;
    tokio::select! {
        () = running.finished() => {}
        () = crate::runtime::told_to_end() => running.stop().await,
    }
    Ok(Exit::Good)
}
