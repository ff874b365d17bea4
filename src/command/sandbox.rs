//! `segue sandbox`: the sandbox alone, for other programs and their tests.
#![expect(clippy::disallowed_methods, reason = "a headless command writes to standard output")]

use std::{fs::OpenOptions, io::Write};

use anyhow::Context;

use super::{
    Exit,
    credentials::{named, unusable},
    tasks,
};
use crate::{
    cli::Sandbox,
    sandbox::{self, Latency, Options, Scenario},
};

pub(super) fn run(arguments: &Sandbox) -> anyhow::Result<Exit> {
    let scenario = match arguments.scenario.as_deref().map_or(Ok(Scenario::Healthy), named) {
        Ok(scenario) => scenario,
        Err(reason) => return Ok(unusable(&reason)),
    };
    let (least, most) = arguments.latency;
    let options = Options {
        port: arguments.port,
        seed: arguments.seed,
        scenario,
        latency: Latency { least, most },
        token_free: arguments.token_free,
        undocumented: arguments.undocumented,
        append_created: arguments.append_status == 201,
        ..Options::default()
    };
    match log(arguments.log.as_deref()) {
        Ok(log) => tasks()?.block_on(serve(options, log)),
        Err(reason) => Ok(unusable(&reason)),
    }
}

/// Where the requests are written: a file keeps what is in it.
fn log(name: Option<&str>) -> Result<Option<Box<dyn Write + Send>>, String> {
    match name {
        None => Ok(None),
        Some("-") => Ok(Some(Box::new(std::io::stdout()))),
        Some(name) => match OpenOptions::new().create(true).append(true).open(name) {
            Ok(file) => Ok(Some(Box::new(file))),
            Err(error) => Err(format!("the log {name} cannot be written: {error}")),
        },
    }
}

async fn serve(options: Options, log: Option<Box<dyn Write + Send>>) -> anyhow::Result<Exit> {
    let port = options.port;
    let started = match log {
        Some(log) => sandbox::start_logging(options, log).await,
        None => sandbox::start(options).await,
    };
    let mut running = match started {
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
