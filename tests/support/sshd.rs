//! An OpenSSH server on loopback that lets a test in, and nobody else: its own keys, port and settings.
#![expect(clippy::disallowed_methods, reason = "a deadline needs a clock")]

use std::{
    fs,
    io::Read as _,
    net::{TcpListener, TcpStream},
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

/// How long the server may take to start: far longer than it does, for the machine may have much else to do.
const PATIENCE: Duration = Duration::from_secs(30);

/// The server; it ends with this.
pub(super) struct Server {
    daemon: Child,
    pub(super) port: u16,
}

impl Server {
    /// Starts one with its files in a directory; why there can be none. `more` are settings beside its own.
    pub(super) fn start(directory: &Path, more: &str) -> Result<Self, &'static str> {
        let places = ["/usr/sbin/sshd", "/usr/local/sbin/sshd"];
        let program =
            places.into_iter().find(|path| Path::new(path).exists()).ok_or("there is no sshd here")?;
        for key in ["host", "client"] {
            let path = directory.join(key);
            let made =
                Command::new("ssh-keygen").args(["-q", "-t", "ed25519", "-N", "", "-f"]).arg(path).status();
            assert!(made.map_err(|_| "there is no ssh-keygen here")?.success());
        }
        fs::copy(directory.join("client.pub"), directory.join("authorized")).unwrap();
        // A server that runs as root wants an empty directory of its own.
        let _ = fs::create_dir_all("/run/sshd");
        let free = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = free.local_addr().unwrap().port();
        drop(free);
        fs::write(directory.join("sshd_config"), settings(directory, port) + more).unwrap();
        let daemon = Command::new(program)
            .args(["-D", "-f"])
            .arg(directory.join("sshd_config"))
            .stdin(Stdio::null())
            .stderr(Stdio::null())
            .spawn();
        let server = Self { daemon: daemon.unwrap(), port };
        server.wait();
        Ok(server)
    }

    fn wait(&self) {
        let start = Instant::now();
        let greets = || {
            let mut stream = TcpStream::connect(("127.0.0.1", self.port)).ok()?;
            let mut greeting = [0; 4];
            stream.read_exact(&mut greeting).ok()?;
            (&greeting == b"SSH-").then_some(())
        };
        while greets().is_none() {
            assert!(start.elapsed() < PATIENCE, "waited in vain for the SSH server to answer");
            std::thread::park_timeout(Duration::from_millis(5));
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.daemon.kill();
        let _ = self.daemon.wait();
    }
}

fn settings(directory: &Path, port: u16) -> String {
    let inside = |name: &str| directory.join(name).display().to_string();
    format!(
        "ListenAddress 127.0.0.1\nPort {port}\nHostKey {}\nAuthorizedKeysFile {}\nStrictModes no\nUsePAM no\n\
         PasswordAuthentication no\nPermitRootLogin yes\nPidFile none\n",
        inside("host"),
        inside("authorized")
    )
}

/// What a client is told that trusts this server and has the key.
pub(super) fn arguments(directory: &Path) -> Vec<String> {
    let key = directory.join("client").display().to_string();
    let options =
        ["StrictHostKeyChecking=no", "UserKnownHostsFile=/dev/null", "LogLevel=ERROR", "BatchMode=yes"];
    let options = options.into_iter().flat_map(|option| ["-o", option]);
    ["-F", "none"].into_iter().chain(options).chain(["-i", &key]).map(str::to_owned).collect()
}

/// Who runs the tests.
pub(super) fn user() -> String {
    let user = Command::new("id").arg("-un").output().unwrap().stdout;
    String::from_utf8(user).unwrap().trim().to_owned()
}
