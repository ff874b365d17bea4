//! A sign-in on a machine at the other end of an SSH connection: the server is a real one, on loopback.

use std::{
    fs,
    io::Read as _,
    net::TcpStream,
    path::Path,
    process::{Child, Command, Stdio},
};

use segue::sandbox::Scenario;

use super::{
    driver::{Browser, until},
    program::{Home, Login},
};

/// The address of the forwarded port: the page has the port itself on 127.0.0.1, for both ends are this machine.
const NEAR: &str = "127.0.0.2";

/// An OpenSSH server that lets this test in, and nobody else.
struct Server {
    daemon: Child,
    port: u16,
}

impl Server {
    fn start(directory: &Path) -> Option<Self> {
        let Some(program) =
            ["/usr/sbin/sshd", "/usr/local/sbin/sshd"].into_iter().find(|path| Path::new(path).exists())
        else {
            crate::skip("there is no sshd here");
            return None;
        };
        for key in ["host", "client"] {
            let path = directory.join(key);
            let made =
                Command::new("ssh-keygen").args(["-q", "-t", "ed25519", "-N", "", "-f"]).arg(path).status();
            assert!(made.unwrap().success());
        }
        fs::copy(directory.join("client.pub"), directory.join("authorized")).unwrap();
        // A server that runs as root wants an empty directory of its own.
        let _ = fs::create_dir_all("/run/sshd");
        let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let port = free.local_addr().unwrap().port();
        drop(free);
        let inside = |name: &str| directory.join(name).display().to_string();
        let config = format!(
            "ListenAddress 127.0.0.1\nPort {port}\nHostKey {}\nAuthorizedKeysFile {}\nStrictModes no\nUsePAM no\n\
             PasswordAuthentication no\nPermitRootLogin yes\nPidFile none\n",
            inside("host"),
            inside("authorized")
        );
        fs::write(directory.join("sshd_config"), config).unwrap();
        let daemon = Command::new(program)
            .args(["-D", "-f"])
            .arg(directory.join("sshd_config"))
            .stdin(Stdio::null())
            .stderr(Stdio::null())
            .spawn();
        let server = Self { daemon: daemon.unwrap(), port };
        until("the SSH server to answer", || {
            let mut stream = TcpStream::connect(("127.0.0.1", port)).ok()?;
            let mut start = [0; 4];
            stream.read_exact(&mut start).ok()?;
            (&start == b"SSH-").then_some(())
        });
        Some(server)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.daemon.kill();
        let _ = self.daemon.wait();
    }
}

/// A client that trusts this server and has the key.
fn client(directory: &Path) -> Command {
    let mut ssh = Command::new("ssh");
    ssh.args(["-F", "none", "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null"]);
    ssh.args(["-o", "LogLevel=ERROR", "-o", "BatchMode=yes", "-o", "ExitOnForwardFailure=yes", "-i"]);
    ssh.arg(directory.join("client"));
    ssh
}

#[test]
fn the_printed_command_and_address_work_from_the_other_end() {
    let home = Home::new("ssh", Scenario::Healthy);
    let Some(server) = Server::start(&home.directory) else { return };
    let Some(browser) = Browser::start_with(&[&format!("--host-resolver-rules=MAP localhost {NEAR}")]) else {
        return;
    };
    let user = Command::new("id").arg("-un").output().unwrap().stdout;
    let user = String::from_utf8(user).unwrap().trim().to_owned();
    let remote = format!(
        "env HOME={0} XDG_STATE_HOME={0}/state SEGUE_CONFIG={0}/config.toml {1} login --port 0",
        home.directory.display(),
        env!("CARGO_BIN_EXE_segue")
    );
    let mut far = client(&home.directory);
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
    let mut forwarding = client(&home.directory).args(words).stdin(Stdio::null()).spawn().unwrap();
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
