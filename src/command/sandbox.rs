//! `segue sandbox`: the sandbox alone, for other programs and their tests.
#![expect(clippy::disallowed_methods, reason = "a headless command writes to standard output")]

use std::io::Write;

use anyhow::Context;

use super::{
    Exit,
    credentials::{named, unusable},
    tasks,
};
use crate::sandbox::{self, Options, Scenario};

pub(super) fn run(port: u16, seed: u64, scenario: Option<&str>) -> anyhow::Result<Exit> {
    match scenario.map_or(Ok(Scenario::Healthy), named) {
        Ok(scenario) => tasks()?.block_on(serve(Options { port, seed, scenario, ..Options::default() })),
        Err(reason) => Ok(unusable(&reason)),
    }
}

async fn serve(options: Options) -> anyhow::Result<Exit> {
    let port = options.port;
    let mut running = match sandbox::start(options).await {
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
