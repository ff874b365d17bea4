//! A shared account behind a real SSH server, with the very lines of `docs/ssh.md`: somebody with a key tries to get more
//! than the explorer.

use std::{
    fs,
    os::unix::fs::PermissionsExt as _,
    process::{Command, Output, Stdio},
};

use super::{
    pty::{Home, Start, Terminal},
    server::{Running, Silent},
    ssh::skip,
    sshd::{Server, arguments, user},
};

/// The host, the sandbox in Apple's place, and the account's private key.
struct Bastion {
    home: Home,
    server: Server,
    sandbox: Running,
}

impl Bastion {
    /// None where there can be no such host, which is told.
    fn new() -> Option<Self> {
        Self::with(&sshd_config())
    }

    fn with(settings: &str) -> Option<Self> {
        let (home, sandbox) = (Home::new(), Running::start());
        let access = sandbox.access();
        let key = home.write("AuthKey_SANDBOX001.p8", &access.private_key);
        fs::set_permissions(key, fs::Permissions::from_mode(0o400)).unwrap();
        home.write(
            "config.toml",
            &format!(
                "default = \"team\"\n[profiles.team]\norigin = \"{}\"\nteam_id = \"{}\"\nkey_id = \"{}\"\n\
                 private_key = \"file:AuthKey_SANDBOX001.p8\"\n",
                access.origin, access.team_id, access.key_id
            ),
        );
        let inside = |name: &str| home.path().join(name).display().to_string();
        let settings = settings
            .replace("Match User segue", &format!("Match User {}", user()))
            .replace("/usr/bin/segue", env!("CARGO_BIN_EXE_segue"))
            .replace("/etc/segue/config.toml", &inside("config.toml"))
            .replace("/var/lib/segue/state", &inside("kept"))
            .replace("/etc/ssh/segue/%u", &inside("authorized"));
        // Not as it should be: whatever a login sends is taken.
        match Server::start(home.path(), &format!("Subsystem sftp internal-sftp\nAcceptEnv *\n{settings}")) {
            Ok(server) => Some(Self { home, server, sandbox }),
            Err(reason) => {
                skip(reason);
                None
            }
        }
    }

    fn arguments(&self, more: &[&str]) -> Vec<String> {
        let mut all = arguments(self.home.path());
        let port = self.server.port.to_string();
        all.extend(["-o".to_owned(), format!("Port={port}")]);
        all.extend(more.iter().map(|&argument| argument.to_owned()));
        all
    }

    fn host() -> String {
        format!("{}@127.0.0.1", user())
    }

    /// A login with a terminal.
    fn log_in(&self, options: &[&str], command: &[&str]) -> Terminal {
        let host = Self::host();
        let more = [&["-tt", "-e", "none"], options, &[host.as_str()], command].concat();
        let all = self.arguments(&more);
        let all: Vec<_> = all.iter().map(String::as_str).collect();
        Start::program("ssh", &self.home).args(&all).open()
    }

    /// A client without a terminal.
    fn run(&self, program: &str, more: &[&str]) -> Output {
        let client = Command::new(program)
            .args(self.arguments(more))
            .current_dir(self.home.path())
            .stdin(Stdio::null())
            .output();
        client.unwrap()
    }

    /// Looks for the key in a text, line by line of its base64.
    fn check_unseen(&self, text: &[u8]) {
        let text = String::from_utf8_lossy(text);
        let key = &self.sandbox.access().private_key;
        let lines: Vec<_> = key.lines().filter(|line| !line.starts_with("---")).collect();
        assert!(lines.len() > 1 && key.contains(lines[0]));
        assert!(!lines.iter().any(|line| text.contains(line)), "{text}");
    }
}

/// The lines of the document.
fn sshd_config() -> String {
    let document = include_str!("../../docs/ssh.md");
    let (_, rest) = document.split_once("```sshd-config\n").unwrap();
    rest.split_once("```").unwrap().0.to_owned()
}

#[test]
fn a_login_explores_with_the_key_of_the_account_and_never_sees_it() {
    let Some(bastion) = Bastion::new() else { return };
    let mut terminal = bastion.log_in(&[], &[]);
    terminal.wait_for("team restricted");
    terminal.wait_for("12 h left");
    terminal.send("\r");
    terminal.wait_for("GET 200");
    terminal.send("yT");
    terminal.wait_for("restricted: no token is shown or copied here");
    terminal.send("\x1a");
    terminal.wait_for("restricted: there is no shell here");
    terminal.send("q");
    terminal.wait_exit();
    terminal.now(|seen| bastion.check_unseen(&seen.written));
    assert!(bastion.home.path().join("kept").exists(), "the state is where the command says");
}

#[test]
fn a_login_may_name_a_path() {
    let Some(bastion) = Bastion::new() else { return };
    let mut terminal = bastion.log_in(&[], &["/v1/storefronts/jp"]);
    terminal.wait_for("GET    /v1/storefronts/jp");
    terminal.send("\x03");
    terminal.wait_exit();
}

/// The line of the document for a file of public keys, with a command for each of them.
fn line_of_keys() -> &'static str {
    let document = include_str!("../../docs/ssh.md");
    document.lines().find(|line| line.starts_with("restrict,pty,command=")).unwrap()
}

#[test]
fn a_command_for_each_key_keeps_people_apart_and_nobody_gets_out() {
    let Some(bastion) = Bastion::with("") else { return };
    let inside = |name: &str| bastion.home.path().join(name).display().to_string();
    let key = fs::read_to_string(inside("client.pub")).unwrap();
    let line = line_of_keys()
        .replace("/usr/bin/segue", env!("CARGO_BIN_EXE_segue"))
        .replace("/etc/segue/config.toml", &inside("config.toml"))
        .replace("/var/lib/segue/ana", &inside("ana"));
    let (options, _) = line.split_once("ssh-ed25519").unwrap();
    bastion.home.write("authorized", &format!("{options}{key}"));
    let mut terminal = bastion.log_in(&[], &["/v1/storefronts/jp"]);
    terminal.wait_for("GET    /v1/storefronts/jp");
    terminal.send("\x03");
    terminal.wait_exit();
    assert!(bastion.home.path().join("ana").exists(), "the state is hers");
    assert_eq!(bastion.run("ssh", &[&Bastion::host(), "id"]).status.code(), Some(2));
    assert_eq!(copies(&bastion), [false; 5]);
    assert!(is_nothing_forwarded(&bastion));
}

#[test]
fn a_command_is_refused_with_and_without_a_terminal() {
    let Some(bastion) = Bastion::new() else { return };
    let key = bastion.home.path().join("AuthKey_SANDBOX001.p8").display().to_string();
    let cat = format!("cat '{key}'");
    for command in [cat.as_str(), "/v1/x; sh", "sh -i", "segue --sandbox", "segue token --show"] {
        let refused = bastion.run("ssh", &[&Bastion::host(), command]);
        assert_eq!(refused.status.code(), Some(2), "{command}");
        assert!(String::from_utf8_lossy(&refused.stderr).contains("runs nothing else"), "{command}");
        bastion.check_unseen(&[refused.stdout, refused.stderr].concat());
        let terminal = bastion.log_in(&[], &[command]);
        assert_eq!(terminal.wait_exit().exit_code(), 2, "{command}");
        terminal.now(|seen| bastion.check_unseen(&seen.written));
    }
    let refused = bastion.run("ssh", &[&Bastion::host()]);
    assert!(String::from_utf8_lossy(&refused.stderr).contains("log in with ssh -t"));
}

/// Tries to fetch the key, and to put a file there; whether each came to something.
fn copies(bastion: &Bastion) -> Vec<bool> {
    let key = bastion.home.path().join("AuthKey_SANDBOX001.p8").display().to_string();
    let placed = bastion.home.path().join("placed").display().to_string();
    let far = |path: &str| format!("{}:{path}", Bastion::host());
    let tries: [(&str, &[&str]); 5] = [
        ("scp", &[&far(&key), &placed]),
        ("scp", &["-O", &far(&key), &placed]),
        ("scp", &[&key, &far(&placed)]),
        ("scp", &["-O", &key, &far(&placed)]),
        ("sftp", &[&far(&key), &placed]),
    ];
    let copied = tries.map(|(program, more)| {
        let tried = bastion.run(program, more);
        bastion.check_unseen(&[tried.stdout, tried.stderr].concat());
        let is_there = fs::remove_file(&placed).is_ok();
        assert_eq!(tried.status.success(), is_there, "{program} {more:?}");
        is_there
    });
    copied.to_vec()
}

#[test]
fn no_file_comes_or_goes() {
    let Some(bastion) = Bastion::new() else { return };
    assert_eq!(copies(&bastion), [false; 5]);
}

/// Tries to get through the host, and back.
fn is_nothing_forwarded(bastion: &Bastion) -> bool {
    let (host, silent) = (Bastion::host(), Silent::new());
    let address = silent.address().to_string();
    let through = bastion.run("ssh", &["-W", &address, &host]);
    let told = String::from_utf8_lossy(&through.stderr).into_owned();
    assert!(!through.status.success() && told.contains("forwarding failed"), "{told}");
    let back = format!("127.0.0.1:0:{address}");
    let back = bastion.run("ssh", &["-N", "-o", "ExitOnForwardFailure=yes", "-R", &back, &host]);
    !back.status.success() && !silent.was_called()
}

#[test]
fn nothing_is_forwarded() {
    let Some(bastion) = Bastion::new() else { return };
    assert!(is_nothing_forwarded(&bastion));
}

#[test]
fn variables_of_the_client_do_not_count() {
    let Some(bastion) = Bastion::new() else { return };
    let home = bastion.home.path().display();
    bastion.home.write("segue.toml", "planted = \"in the configuration\"\n");
    let variables = format!(
        "SetEnv=SEGUE_CONFIG={home}/AuthKey_SANDBOX001.p8 SEGUE_ORIGIN=https://music.example HOME={home} EDITOR=sh \
         XDG_CONFIG_HOME={home} XDG_STATE_HOME={home}/elsewhere HTTPS_PROXY=http://127.0.0.1:1 LC_ALL=C.UTF-8"
    );
    let mut terminal = bastion.log_in(&["-o", &variables], &[]);
    terminal.wait_for("team restricted");
    terminal.wait_for("12 h left");
    terminal.send("\r");
    terminal.wait_for("GET 200");
    terminal.send("q");
    terminal.wait_exit();
    terminal.now(|seen| {
        bastion.check_unseen(&seen.written);
        let written = String::from_utf8_lossy(&seen.written).into_owned();
        assert!(!written.contains("planted") && !written.contains("music.example"));
    });
    assert!(!bastion.home.path().join("elsewhere").exists());
}

#[test]
fn without_the_lines_of_the_document_the_same_tries_get_out() {
    let Some(bastion) = Bastion::with("") else { return };
    let key = bastion.home.path().join("AuthKey_SANDBOX001.p8");
    let seen = bastion.run("ssh", &[&Bastion::host(), &format!("cat '{}'", key.display())]);
    assert_eq!(String::from_utf8_lossy(&seen.stdout), bastion.sandbox.access().private_key);
    assert_eq!(copies(&bastion), [true; 5]);
}
