//! `segue` as a program with a home of its own, beside a sandbox that plays Apple.

use std::{
    fs,
    io::{BufRead, BufReader, Write as _},
    os::unix::fs::PermissionsExt as _,
    path::PathBuf,
    process::{Child, ChildStdin, Command, Output, Stdio},
    sync::{Arc, Mutex},
    thread::JoinHandle,
};

use segue::sandbox::{self, Options, Running, Scenario};

use super::driver::{until, until_mut};

/// A sandbox, and a home with a profile for it.
pub(super) struct Home {
    /// Serves until this is dropped.
    sandbox: Running,
    _runtime: tokio::runtime::Runtime,
    pub(super) directory: PathBuf,
}

impl Home {
    pub(super) fn new(name: &str, scenario: Scenario) -> Self {
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        let sandbox = runtime.block_on(sandbox::start(Options { scenario, ..Options::default() })).unwrap();
        let directory = std::env::temp_dir().join(format!("segue-login-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&directory);
        fs::create_dir_all(&directory).unwrap();
        let access = sandbox.access();
        let key = directory.join("key.p8");
        fs::write(&key, &access.private_key).unwrap();
        fs::set_permissions(&key, fs::Permissions::from_mode(0o600)).unwrap();
        let config = format!(
            "default = \"local\"\n[profiles.local]\norigin = \"{}\"\nteam_id = \"{}\"\nkey_id = \"{}\"\nprivate_key = \"key.p8\"\n",
            access.origin, access.team_id, access.key_id
        );
        fs::write(directory.join("config.toml"), config).unwrap();
        Self { sandbox, _runtime: runtime, directory }
    }

    /// The token that the sandbox has handed out already.
    pub(super) fn user_token(&self) -> String {
        self.sandbox.access().user_token.clone()
    }

    /// The environment of a program in this home.
    pub(super) fn variables(&self) -> [(&'static str, PathBuf); 3] {
        [
            ("HOME", self.directory.clone()),
            ("XDG_STATE_HOME", self.directory.join("state")),
            ("SEGUE_CONFIG", self.directory.join("config.toml")),
        ]
    }

    pub(super) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_segue"));
        command.args(arguments).env_clear().envs(self.variables());
        command
    }

    pub(super) fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).stdin(Stdio::null()).output().unwrap()
    }

    /// What is kept of a sign-in.
    pub(super) fn kept(&self) -> Option<serde_json::Value> {
        let path = self.directory.join("state/segue/sign-in-local.json");
        let text = fs::read_to_string(&path).ok()?;
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        Some(serde_json::from_str(&text).unwrap())
    }

    /// The token that is kept.
    pub(super) fn token(&self) -> Option<String> {
        self.kept().map(|kept| kept["token"].as_str().unwrap().to_owned())
    }

    pub(super) fn login(&self, arguments: &[&str]) -> Login {
        self.login_with(arguments, &[])
    }

    pub(super) fn login_with(&self, arguments: &[&str], variables: &[(&str, &str)]) -> Login {
        let mut command = self.command(&[&["login", "--no-browser"], arguments].concat());
        Login::start(command.envs(variables.iter().copied()))
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.directory);
    }
}

/// `segue login` while it runs.
pub(super) struct Login {
    pub(super) child: Child,
    stdin: Option<ChildStdin>,
    text: Arc<Mutex<String>>,
    readers: [JoinHandle<()>; 2],
}

impl Login {
    pub(super) fn start(command: &mut Command) -> Self {
        let mut child =
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let text = Arc::<Mutex<String>>::default();
        let streams: [Box<dyn std::io::Read + Send>; 2] =
            [Box::new(child.stdout.take().unwrap()), Box::new(child.stderr.take().unwrap())];
        let readers = streams.map(|stream| {
            let text = Arc::clone(&text);
            std::thread::spawn(move || {
                for line in BufReader::new(stream).lines().map_while(Result::ok) {
                    text.lock().unwrap().push_str(&(line + "\n"));
                }
            })
        });
        let stdin = child.stdin.take();
        Self { child, stdin, text, readers }
    }

    /// All that it printed.
    pub(super) fn text(&self) -> String {
        self.text.lock().unwrap().clone()
    }

    pub(super) fn until(&self, words: &str) -> String {
        until(&format!("{words:?} in\n{}", self.text()), || {
            Some(self.text()).filter(|text| text.contains(words))
        })
    }

    /// The page's address.
    pub(super) fn address(&self) -> String {
        let text = self.until("  http://localhost:");
        let line = text.lines().find(|line| line.starts_with("  http://localhost:")).unwrap();
        line.trim().to_owned()
    }

    pub(super) fn port(&self) -> u16 {
        url::Url::parse(&self.address()).unwrap().port().unwrap()
    }

    pub(super) fn type_in(&mut self, text: &str) {
        self.stdin.as_mut().unwrap().write_all(text.as_bytes()).unwrap();
    }

    pub(super) fn close_input(&mut self) {
        self.stdin = None;
    }

    /// Its exit code and all that it printed, once it has ended.
    pub(super) fn end(mut self) -> (i32, String) {
        let status = until_mut("segue login to end", || self.child.try_wait().unwrap());
        // The last words may still lie in the pipe.
        until("the last words", || self.readers.iter().all(JoinHandle::is_finished).then_some(()));
        (status.code().unwrap_or(-1), self.text())
    }
}

impl Drop for Login {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
