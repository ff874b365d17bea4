//! Runs the program in a home of its own, and a sandbox for it to speak to.

use std::{
    fs::{self, Permissions},
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::atomic::{AtomicUsize, Ordering},
};

use segue::sandbox;
use tokio::runtime::Runtime;

/// Made for tests; it opens nothing.
pub(super) const PEM: &str = include_str!("../fixtures/AuthKey_FICTION001.p8");

/// A home directory for one test; gone afterwards.
pub(super) struct Home(PathBuf);

impl Home {
    pub(super) fn new() -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let name = format!("segue-profile-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let directory = std::env::temp_dir().join(name);
        fs::create_dir(&directory).unwrap();
        Self(fs::canonicalize(directory).unwrap())
    }

    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    /// Writes a file into it, with these permissions.
    pub(super) fn write(&self, name: &str, text: &str, mode: u32) -> String {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        fs::set_permissions(&path, Permissions::from_mode(mode)).unwrap();
        path.display().to_string()
    }

    /// The configuration as it is now; empty if there is none.
    pub(super) fn config(&self) -> String {
        fs::read_to_string(self.path("segue/config.toml")).unwrap_or_default()
    }

    /// Runs to the end, without a terminal.
    pub(super) fn run(&self, arguments: &[&str]) -> Ran {
        self.run_with(arguments, &[])
    }

    pub(super) fn run_with(&self, arguments: &[&str], variables: &[(&str, &str)]) -> Ran {
        let output = self.command(arguments, variables).output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        Ran { code: output.status.code().unwrap(), output: text(output.stdout), errors: text(output.stderr) }
    }

    pub(super) fn command(&self, arguments: &[&str], variables: &[(&str, &str)]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_segue"));
        command.args(arguments).env_clear().current_dir(&self.0).stdin(Stdio::null());
        for name in ["HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"] {
            command.env(name, &self.0);
        }
        command.env("PATH", std::env::var("PATH").unwrap()).envs(variables.iter().copied());
        command
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        _ = fs::remove_dir_all(&self.0);
    }
}

/// What came of a run.
#[derive(Debug)]
pub(super) struct Ran {
    pub(super) code: i32,
    pub(super) output: String,
    pub(super) errors: String,
}

impl Ran {
    /// Checks the exit code, and that these stand in either output.
    pub(super) fn has(&self, code: i32, parts: &[&str]) {
        assert_eq!(self.code, code, "{self:?}");
        for part in parts {
            assert!(self.output.contains(part) || self.errors.contains(part), "no {part:?} in {self:?}");
        }
    }
}

pub(super) fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

/// The sandbox, with the key that it takes.
pub(super) struct Sandbox {
    running: sandbox::Running,
    /// What it runs on.
    _tasks: Runtime,
}

impl Sandbox {
    pub(super) fn start() -> Self {
        let tasks = Runtime::new().unwrap();
        let running = tasks.block_on(sandbox::start(sandbox::Options::default())).unwrap();
        Self { running, _tasks: tasks }
    }

    pub(super) fn access(&self) -> &sandbox::Access {
        self.running.access()
    }
}
