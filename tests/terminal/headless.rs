//! Without a terminal: the explorer says what it needs, and the sandbox runs alone.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    process::{Command, Stdio},
};

use super::{process, pty::Home};

fn segue(home: &Home) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_segue"));
    command.env_clear().envs(home.environment()).current_dir(home.path());
    command
}

#[test]
fn the_explorer_without_a_terminal_says_what_runs_without_one() {
    let home = Home::new();
    let output = segue(&home).stdin(Stdio::null()).output().unwrap();
    let errors = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{errors}");
    assert!(errors.contains("segue sandbox"), "{errors}");
    assert!(output.stdout.is_empty());
}

#[test]
fn the_sandbox_alone_tells_where_it_is_and_serves_until_it_is_told_to_end() {
    let home = Home::new();
    let mut child = segue(&home).arg("sandbox").stdin(Stdio::null()).stdout(Stdio::piped()).spawn().unwrap();
    let mut output = BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    output.read_line(&mut line).unwrap();
    let access: serde_json::Value = serde_json::from_str(&line).unwrap();
    let origin = access["origin"].as_str().unwrap();
    let token = access["developer_token"].as_str().unwrap();
    assert!(status(origin, "").starts_with("HTTP/1.1 401"));
    assert!(status(origin, token).starts_with("HTTP/1.1 200"));
    process::signal(child.id(), "TERM");
    assert_eq!(child.wait().unwrap().code(), Some(0));
    let mut rest = String::new();
    output.read_to_string(&mut rest).unwrap();
    assert_eq!(rest, "");
}

#[test]
fn whoever_reads_the_tokens_sheet_may_stop_early() {
    let home = Home::new();
    let line =
        format!("{{ '{}' token --sandbox; echo $? >code; }} 2>errors | :", env!("CARGO_BIN_EXE_segue"));
    let mut shell = Command::new("sh");
    shell.args(["-c", &line]).env_clear().envs(home.environment()).current_dir(home.path());
    assert!(shell.status().unwrap().success());
    let read = |name: &str| std::fs::read_to_string(home.path().join(name)).unwrap();
    assert_eq!((read("errors").as_str(), read("code").trim()), ("", "0"));
}

/// The first line of the answer to a small request.
fn status(origin: &str, token: &str) -> String {
    let address = origin.trim_start_matches("http://").trim_end_matches('/');
    let mut stream = TcpStream::connect(address).unwrap();
    let head = format!(
        "GET /v1/storefronts/us HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer {token}\r\nConnection: close\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).unwrap();
    let mut line = String::new();
    BufReader::new(stream).read_line(&mut line).unwrap();
    line
}
