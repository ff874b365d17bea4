//! A sign-in on a machine at the other end of an SSH connection: the server is a real one, on loopback.

use std::{
    net::TcpStream,
    process::{Command, Stdio},
};

use segue::sandbox::Scenario;

use super::{
    driver::{Browser, until},
    program::{Home, Login},
    sshd::{Server, arguments, user},
};

/// The address of the forwarded port: the page has the port itself on 127.0.0.1, for both ends are this machine.
const NEAR: &str = "127.0.0.2";

/// A client that trusts the server and has the key.
fn client(home: &Home) -> Command {
    let mut ssh = Command::new("ssh");
    ssh.args(arguments(&home.directory)).args(["-o", "ExitOnForwardFailure=yes"]);
    ssh
}

#[test]
fn the_printed_command_and_address_work_from_the_other_end() {
    let home = Home::new("ssh", Scenario::Healthy);
    let server = match Server::start(&home.directory, "") {
        Ok(server) => server,
        Err(reason) => return crate::skip(reason),
    };
    let Some(browser) = Browser::start_with(&[&format!("--host-resolver-rules=MAP localhost {NEAR}")]) else {
        return;
    };
    let user = user();
    let remote = format!(
        "env HOME={0} XDG_STATE_HOME={0}/state SEGUE_CONFIG={0}/config.toml {1} login --port 0",
        home.directory.display(),
        env!("CARGO_BIN_EXE_segue")
    );
    let mut far = client(&home);
    far.args(["-p", &server.port.to_string(), &format!("{user}@127.0.0.1"), &remote]);
    let login = Login::start(&mut far);
    let text = login.until("Waiting, for five minutes");
    let port = login.port();
    let printed = format!("ssh -N -L {port}:127.0.0.1:{port} -p {} {user}@127.0.0.1", server.port);
    let line =
        text.lines().find(|line| line.trim() == printed).unwrap_or_else(|| panic!("{printed} in\n{text}"));
    // As it is printed, but for the near end's address and the key of this test.
    let words: Vec<String> = line.split_whitespace().skip(1).map(str::to_owned).collect();
    let words = words.iter().map(|word| match word.starts_with(&format!("{port}:")) {
        true => format!("{NEAR}:{word}"),
        false => word.clone(),
    });
    assert!(!browser.can_go(&login.address()), "nothing leads there without the command");
    let mut forwarding = client(&home).args(words).stdin(Stdio::null()).spawn().unwrap();
    until("the forwarded port", || TcpStream::connect((NEAR, port)).ok());
    browser.go(&login.address());
    browser.until_said("Ready.");
    browser.click("#go");
    browser.in_window(|browser| browser.click("#allow-noel"));
    browser.until_said("Signed in, storefront gb");
    let (code, text) = login.end();
    assert_eq!(code, 0, "{text}");
    assert_eq!(home.kept().unwrap()["storefront"], "gb");
    forwarding.kill().unwrap();
    forwarding.wait().unwrap();
}
