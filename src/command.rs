//! What each command does: the explorer, and the headless ones.

mod config;
mod credentials;
mod demo;
mod doctor;
mod exit;
mod explore;
mod get;
mod jq;
mod login;
mod logout;
mod profile;
mod recording;
mod restricted;
mod sandbox;
mod sheet;
mod token;

pub use exit::Exit;

use crate::cli::{Cli, Command};

/// Runs what the command line asks for.
///
/// # Errors
/// What stopped it, as one sentence for standard error.
pub fn run(cli: Cli) -> anyhow::Result<Exit> {
    match cli.command {
        Some(Command::Demo(arguments)) => demo::run(&arguments),
        Some(Command::Config(arguments)) => config::run(&arguments),
        Some(Command::Doctor(arguments)) => doctor::run(&arguments),
        Some(Command::Get(get)) => get::run(&get),
        Some(Command::Login(arguments)) => login::run(&arguments),
        Some(Command::Logout(arguments)) => logout::run(&arguments),
        Some(Command::Profile(arguments)) => profile::run(&arguments),
        Some(Command::Token(arguments)) => token::run(&arguments),
        Some(Command::Sandbox(arguments)) => sandbox::run(&arguments),
        Some(Command::JqWorker { memory, output, seconds }) => {
            jq::run(jq::Limits { memory, output, seconds })
        }
        None => explore::run(&cli.explore),
    }
}

/// The threads that tasks run on. Two: one can wait for a slow answer's parsing while the other serves the rest.
fn tasks() -> std::io::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()
}
