//! Runs the program in a home of its own, with no credentials but those that a test gives it.

use std::{
    io::{ErrorKind, Write},
    path::PathBuf,
    process::{Child, Command, Output, Stdio},
    sync::atomic::{AtomicUsize, Ordering},
    time::{SystemTime, UNIX_EPOCH},
};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

/// A home directory for one test; gone afterwards.
pub(super) struct Home(PathBuf);

impl Home {
    pub(super) fn new() -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let name = format!("segue-get-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let directory = std::env::temp_dir().join(name);
        std::fs::create_dir(&directory).unwrap();
        Self(directory)
    }

    /// Writes a file into it.
    pub(super) fn write(&self, name: &str, text: &str) -> String {
        let path = self.0.join(name);
        std::fs::write(&path, text).unwrap();
        path.display().to_string()
    }

    /// Where a file of it is.
    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    /// `segue get` with these arguments.
    pub(super) fn get(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_segue"));
        let home = self.0.display().to_string();
        command.arg("get").args(arguments).env_clear().current_dir(&self.0).stdin(Stdio::null());
        for name in ["HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"] {
            command.env(name, &home);
        }
        command
    }

    /// The same at a server, with both tokens for it.
    pub(super) fn get_from(&self, origin: &str, arguments: &[&str]) -> Command {
        let mut command = self.get(arguments);
        command.env("SEGUE_ORIGIN", origin);
        command.env("SEGUE_DEVELOPER_TOKEN", token()).env("SEGUE_USER_TOKEN", user_token());
        command
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        _ = std::fs::remove_dir_all(&self.0);
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
    /// The output as JSON.
    pub(super) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.output).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }
}

/// Runs to the end.
pub(super) fn run(command: &mut Command) -> Ran {
    ran(&command.output().unwrap())
}

/// Runs to the end, with this on standard input.
pub(super) fn run_with_input(command: &mut Command, input: &str) -> Ran {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    // A program that refuses its arguments may have ended before it reads.
    let written = child.stdin.take().unwrap().write_all(input.as_bytes());
    assert!(written.as_ref().err().is_none_or(|error| error.kind() == ErrorKind::BrokenPipe), "{written:?}");
    ran(&child.wait_with_output().unwrap())
}

fn ran(output: &Output) -> Ran {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    let code = output.status.code().unwrap_or_else(|| panic!("{output:?}"));
    Ran { code, output: text(&output.stdout), errors: text(&output.stderr) }
}

/// Starts it with both outputs to be read.
pub(super) fn spawn(command: &mut Command) -> Child {
    command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

/// A developer token in shape, signed by nobody.
pub(super) fn token() -> String {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs() / 1000 * 1000;
    let header = r#"{"alg":"ES256","kid":"FICTION001"}"#;
    let claims = format!(r#"{{"iss":"FICTEAM001","iat":{now},"exp":{}}}"#, now + 7200);
    let signature: Vec<u8> = (0..64).map(|byte: u8| byte.wrapping_mul(37).wrapping_add(11)).collect();
    let parts = [header.as_bytes(), claims.as_bytes(), &signature];
    parts.map(|part| URL_SAFE_NO_PAD.encode(part)).join(".")
}

/// A Music User Token in shape.
pub(super) fn user_token() -> String {
    format!("Ag{}==", "fiction/user+token0".repeat(8))
}
