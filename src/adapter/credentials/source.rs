//! Reads one secret from where it is kept: a variable's value, a private file, or what a command prints.

use std::ffi::OsStr;
use std::fs::{self, File, Metadata};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process_group};
use thiserror::Error;
use tokio::io::{AsyncRead, AsyncReadExt};
use tokio::process::{Child, Command};
use zeroize::Zeroizing;

use crate::domain::profile::{Environment, Origin, Where, shell_quoted};
use crate::domain::secret::{self, Secret};
use crate::domain::visible::visible;

/// How long a command may take: a password manager may ask an agent, but nobody waits longer at a start.
pub const COMMAND_LIMIT: Duration = Duration::from_secs(10);
/// No token and no key is near this size; a log or a disk image is.
const LARGEST: u64 = 64 * 1024;
/// No file that a person named has a longer name; a user token has, where it has no slash.
const LONGEST_NAME: usize = 128;
/// How much of a command's stderr is kept for its fault.
const STDERR_KEPT: usize = 4 * 1024;
/// How much of its first line is shown.
const STDERR_SHOWN: usize = 200;
/// Words of a program's complaint that mix all kinds of characters and are this long are not repeated.
const SHORTEST_OPAQUE: usize = 16;
/// Parts of a path that may be a piece of a token are this long.
const SHORTEST_RANDOM: usize = 24;
/// How long to wait for stderr once the command has ended: a daemon that it started may keep the pipe open.
const STDERR_GRACE: Duration = Duration::from_millis(100);

/// Why a secret could not be read. Says who named the source, and never repeats what was read.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ReadFault {
    /// The variable that a profile names is not there.
    #[error("The variable {name} is not set, or blank. Set it, or name another source.")]
    Unset {
        /// The variable.
        name: String,
    },
    /// No such file.
    #[error("There is no file {path} ({named_by}). Check the path.")]
    NotFound {
        /// The file, `~` expanded.
        path: String,
        /// Who named it.
        named_by: String,
    },
    /// The system refused.
    #[error("The file {path} ({named_by}) cannot be read: {reason}.")]
    Unreadable {
        /// The file.
        path: String,
        /// Who named it.
        named_by: String,
        /// The system's words.
        reason: String,
    },
    /// A directory, a device, a pipe.
    #[error("{path} ({named_by}) is {what}, not a file. Name the file itself.")]
    NotAFile {
        /// The path.
        path: String,
        /// Who named it.
        named_by: String,
        /// `a directory` or `a device or pipe`.
        what: &'static str,
    },
    /// Others may read it.
    #[error(
        "The file {path} ({named_by}) may be read by others (mode {mode:04o}). Run: chmod 600 {}",
        shell_quoted(path)
    )]
    NotPrivate {
        /// The file.
        path: String,
        /// Who named it.
        named_by: String,
        /// The permission bits.
        mode: u32,
    },
    /// Nothing in it.
    #[error("{place} is empty. Put the secret there, or name another source.")]
    Empty {
        /// The file or command.
        place: String,
    },
    /// Over 64 KiB.
    #[error("{place} gives more than 64 KiB, which is no token and no key. Name another source.")]
    TooLarge {
        /// The file or command.
        place: String,
    },
    /// Not UTF-8.
    #[error("{place} is not plain text. Keep the secret as plain text (UTF-8).")]
    NotText {
        /// The file or command.
        place: String,
    },
    /// The program could not be started.
    #[error("The command {program} ({named_by}) could not be started: {reason}. Check its name and PATH.")]
    NotStarted {
        /// The program, without its arguments.
        program: String,
        /// Who named it.
        named_by: String,
        /// The system's words.
        reason: String,
    },
    /// It took too long.
    #[error("The command {program} ({named_by}) did not end within {} s. It cannot ask at this terminal: run it in a shell first, and see what it waits for.", limit.as_secs_f32())]
    TimedOut {
        /// The program, without its arguments.
        program: String,
        /// Who named it.
        named_by: String,
        /// How long it was given.
        limit: Duration,
    },
    /// It ended with a failure.
    #[error("The command {program} ({named_by}) failed with {status}{}", said(stderr))]
    Failed {
        /// The program, without its arguments.
        program: String,
        /// Who named it.
        named_by: String,
        /// `exit code 1` or `signal 9`.
        status: String,
        /// The first line of its stderr, masked and made visible; empty when it said nothing.
        stderr: String,
    },
}

fn said(stderr: &str) -> String {
    if stderr.is_empty() {
        ", and said nothing. Run it in a shell.".to_owned()
    } else {
        format!(": {stderr}")
    }
}

/// Reads a secret. Commands get `limit`, no shell and no input; for a server other than Apple's they do not see Apple's
/// variables either.
///
/// # Errors
/// [`ReadFault`] when there is nothing, or it is not kept as a secret must be.
pub async fn read_source(place: &Where, origin: &Origin, limit: Duration) -> Result<Secret, ReadFault> {
    match place {
        Where::Variable(name, value) if value.expose().trim().is_empty() => {
            Err(ReadFault::Unset { name: name.clone() })
        }
        Where::Variable(_, value) => Ok(value.clone()),
        Where::File { path, named_by } => read_file(&expand_home(path), named_by),
        Where::Command { words, named_by } => run(words, named_by, origin, limit).await,
    }
}

/// `~` and `~/…` as a shell reads them; unchanged when there is no home directory.
#[must_use]
pub fn expand_home(path: &Path) -> PathBuf {
    match (path.strip_prefix("~"), etcetera::home_dir()) {
        (Ok(rest), Ok(home)) => home.join(rest),
        _ => path.to_owned(),
    }
}

/// A path as a fault may repeat it: with tokens masked, and not at all when a part of it is longer than people name
/// files or has the looks of random base64, since it may be a token that was put where a path belongs.
#[must_use]
pub fn shown(path: &Path) -> String {
    let is_odd = |part: &OsStr| part.len() > LONGEST_NAME || part.to_str().is_some_and(is_random);
    if path.iter().any(is_odd) {
        return "…".to_owned();
    }
    secret::mask(&path.display().to_string()).into_owned()
}

/// Whether a part of a path is long, of base64's characters alone, and mixes capitals, small letters and digits. Names that
/// people or programs give have a dot, a dash or an underscore by that length, or one case.
fn is_random(part: &str) -> bool {
    let has = |is: fn(&u8) -> bool| part.bytes().any(|byte| is(&byte));
    part.len() >= SHORTEST_RANDOM
        && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'='))
        && has(u8::is_ascii_uppercase)
        && has(u8::is_ascii_lowercase)
        && has(u8::is_ascii_digit)
}

/// The system's words without their number, as they stand in a sentence.
pub(in crate::adapter) fn plain(error: &io::Error) -> String {
    let text = error.to_string();
    let words = text.split(" (os error").next().unwrap_or_default();
    let (first, rest) = words.split_at(words.chars().next().map_or(0, char::len_utf8));
    first.to_lowercase() + rest
}

fn read_file(path: &Path, named_by: &str) -> Result<Secret, ReadFault> {
    let shown = shown(path);
    let fault = |error: io::Error| match error.kind() {
        io::ErrorKind::NotFound => ReadFault::NotFound { path: shown.clone(), named_by: named_by.to_owned() },
        _ => ReadFault::Unreadable {
            path: shown.clone(),
            named_by: named_by.to_owned(),
            reason: plain(&error),
        },
    };
    // Asked before opening, since opening a pipe waits for its other end; symbolic links are followed.
    check_kind(&fs::metadata(path).map_err(fault)?, &shown, named_by)?;
    let file = File::open(path).map_err(fault)?;
    // Asked again of the open file: the one whose bytes are read.
    let metadata = file.metadata().map_err(fault)?;
    check_kind(&metadata, &shown, named_by)?;
    check_private(&metadata, &shown, named_by)?;
    let place = format!("The file {shown} ({named_by})");
    if metadata.len() > LARGEST {
        return Err(ReadFault::TooLarge { place });
    }
    // Room for all of it at once: a buffer that grows leaves copies behind.
    let room = usize::try_from(LARGEST + 1).unwrap_or_default();
    let mut bytes = Zeroizing::new(Vec::with_capacity(room));
    file.take(LARGEST + 1).read_to_end(&mut bytes).map_err(fault)?;
    into_text(bytes, place)
}

fn check_kind(metadata: &Metadata, path: &str, named_by: &str) -> Result<(), ReadFault> {
    let what = match metadata {
        _ if metadata.is_file() => return Ok(()),
        _ if metadata.is_dir() => "a directory",
        _ => "a device or pipe",
    };
    Err(ReadFault::NotAFile { path: path.to_owned(), named_by: named_by.to_owned(), what })
}

#[cfg(unix)]
fn check_private(metadata: &Metadata, path: &str, named_by: &str) -> Result<(), ReadFault> {
    use std::os::unix::fs::PermissionsExt;
    let mode = metadata.permissions().mode() & 0o7777;
    if mode & 0o077 == 0 {
        return Ok(());
    }
    Err(ReadFault::NotPrivate { path: path.to_owned(), named_by: named_by.to_owned(), mode })
}

/// Elsewhere the user's directory is private by default, and there are no mode bits to ask.
#[cfg(not(unix))]
fn check_private(_: &Metadata, _: &str, _: &str) -> Result<(), ReadFault> {
    Ok(())
}

fn into_text(mut bytes: Zeroizing<Vec<u8>>, place: String) -> Result<Secret, ReadFault> {
    if bytes.len() as u64 > LARGEST {
        return Err(ReadFault::TooLarge { place });
    }
    if bytes.trim_ascii().is_empty() {
        return Err(ReadFault::Empty { place });
    }
    // The error would carry the bytes, so they are overwritten before it goes.
    String::from_utf8(std::mem::take(&mut *bytes)).map(Secret::new).map_err(|error| {
        drop(Zeroizing::new(error.into_bytes()));
        ReadFault::NotText { place }
    })
}

/// What a command left behind.
struct Ended {
    status: ExitStatus,
    stdout: Zeroizing<Vec<u8>>,
    stderr: Vec<u8>,
}

async fn run(
    words: &[String],
    named_by: &str,
    origin: &Origin,
    limit: Duration,
) -> Result<Secret, ReadFault> {
    let program = words.first().cloned().unwrap_or_default();
    let not_started = |error: io::Error| {
        let reason = plain(&error);
        ReadFault::NotStarted { program: program.clone(), named_by: named_by.to_owned(), reason }
    };
    let mut child = command(words, origin).spawn().map_err(not_started)?;
    // Dropped at the limit, or with the task, the child is killed, and what it has started with it.
    let mut group = Group::of(&child);
    let ended = match tokio::time::timeout(limit, finish(&mut child)).await {
        Ok(ended) => {
            group.let_go();
            ended.map_err(not_started)?
        }
        Err(_) => return Err(ReadFault::TimedOut { program, named_by: named_by.to_owned(), limit }),
    };
    let place = format!("The command {program} ({named_by})");
    if ended.stdout.len() as u64 > LARGEST {
        return Err(ReadFault::TooLarge { place });
    }
    if !ended.status.success() {
        let (status, stderr) = (described(ended.status), first_line(&ended));
        return Err(ReadFault::Failed { program, named_by: named_by.to_owned(), status, stderr });
    }
    without_last_newline(into_text(ended.stdout, place)?)
}

/// The processes that a command has started; killed when this is dropped.
struct Group(Option<Pid>);

impl Group {
    fn of(child: &Child) -> Self {
        Self(child.id().and_then(|id| i32::try_from(id).ok()).and_then(Pid::from_raw))
    }

    /// The command has ended by itself: what it has left running, such as an agent, is its own business.
    fn let_go(&mut self) {
        self.0 = None;
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        if let Some(leader) = self.0 {
            // The group may have ended a moment ago.
            let _ = kill_process_group(leader, Signal::KILL);
        }
    }
}

/// No shell, no input. A program that works for another server than Apple's does not see Apple's variables.
fn command(words: &[String], origin: &Origin) -> Command {
    let (program, arguments) =
        words.split_first().map_or(("", [].as_slice()), |(first, rest)| (first.as_str(), rest));
    let mut command = Command::new(expand_home(Path::new(program)));
    command
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        // In a group of its own it cannot take keys from the terminal or change its modes: it is stopped instead, and
        // the limit ends it. A pinentry is told the terminal by this variable and would share the screen.
        .process_group(0)
        .env_remove("GPG_TTY")
        .kill_on_drop(true);
    for name in hidden(&super::environment(), origin) {
        command.env_remove(name);
    }
    command
}

fn hidden(environment: &Environment, origin: &Origin) -> Vec<String> {
    if origin.is_apple() { Vec::new() } else { environment.apple_names().map(str::to_owned).collect() }
}

async fn finish(child: &mut Child) -> io::Result<Ended> {
    let stderr = tokio::spawn(first_bytes(child.stderr.take()));
    let mut stdout = Zeroizing::new(Vec::with_capacity(usize::try_from(LARGEST + 1).unwrap_or_default()));
    if let Some(pipe) = child.stdout.take() {
        pipe.take(LARGEST + 1).read_to_end(&mut stdout).await?;
    }
    let status = child.wait().await?;
    let stderr = tokio::time::timeout(STDERR_GRACE, stderr).await;
    let stderr = stderr.ok().and_then(Result::ok).unwrap_or_default();
    Ok(Ended { status, stdout, stderr })
}

/// The first bytes of a pipe; the rest is read and dropped, since a full pipe would stop the program.
async fn first_bytes(pipe: Option<impl AsyncRead + Unpin>) -> Vec<u8> {
    let Some(mut pipe) = pipe else { return Vec::new() };
    let (mut kept, mut buffer) = (Vec::new(), [0; 1024]);
    while let Ok(count @ 1..) = pipe.read(&mut buffer).await {
        let room = STDERR_KEPT.saturating_sub(kept.len());
        kept.extend_from_slice(&buffer[..count.min(room)]);
    }
    kept
}

fn without_last_newline(text: Secret) -> Result<Secret, ReadFault> {
    let whole = text.expose();
    let Some(line) = whole.strip_suffix('\n') else { return Ok(text) };
    Ok(Secret::new(line.strip_suffix('\r').unwrap_or(line).to_owned()))
}

/// The first line of stderr as it may be shown: what stdout said is blotted out, tokens are masked, control characters
/// are made visible.
fn first_line(ended: &Ended) -> String {
    let mut stderr = ended.stderr.clone();
    let stdout = String::from_utf8_lossy(&ended.stdout);
    let printed: Vec<Secret> = stdout.split_whitespace().map(|word| Secret::new(word.to_owned())).collect();
    secret::scrub(&mut stderr, &printed.iter().collect::<Vec<_>>());
    let text = String::from_utf8_lossy(&stderr);
    // Masked as a whole first: a key's block goes over many lines.
    let masked = secret::mask(text.trim());
    let line = masked.lines().next().unwrap_or_default();
    let shown: String = line.chars().take(STDERR_SHOWN).collect();
    visible(&without_opaque_words(&shown)).into_owned()
}

/// A script that tells what it does (`set -x`) tells its token too, which has no shape: long words that mix capitals,
/// small letters and digits are left out.
fn without_opaque_words(line: &str) -> String {
    let is_token = |c: char| c.is_ascii_alphanumeric() || "+/=_-.".contains(c);
    let mut kept = String::new();
    let mut rest = line;
    while let Some(start) = rest.find(is_token) {
        let end = rest[start..].find(|c| !is_token(c)).map_or(rest.len(), |length| start + length);
        let word = &rest[start..end];
        let has = |is: fn(char) -> bool| word.contains(is);
        let mixes =
            has(|c| c.is_ascii_uppercase()) && has(|c| c.is_ascii_lowercase()) && has(|c| c.is_ascii_digit());
        kept.push_str(&rest[..start]);
        kept.push_str(if mixes && word.len() >= SHORTEST_OPAQUE { "…" } else { word });
        rest = &rest[end..];
    }
    kept + rest
}

fn described(status: ExitStatus) -> String {
    #[cfg(unix)]
    if let Some(signal) = std::os::unix::process::ExitStatusExt::signal(&status) {
        return format!("signal {signal}");
    }
    status.code().map_or_else(|| "no exit code".to_owned(), |code| format!("exit code {code}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn apples_variables_are_hidden_from_programs_for_other_servers() {
        let names = ["APPLE_MUSIC_USER_TOKEN", "MUSICKIT_TEAM_ID", "PATH", "SEGUE_USER_TOKEN"];
        let environment = names.iter().map(|name| ((*name).to_owned(), "x".to_owned())).collect();
        assert_eq!(hidden(&environment, &Origin::apple()), Vec::<String>::new());
        assert_eq!(hidden(&environment, &"http://[::1]".parse().unwrap()), names[..2]);
    }

    #[test]
    fn home_is_expanded_at_the_start_alone() {
        let home = etcetera::home_dir().unwrap();
        for (path, expected) in [
            ("~/a/b", home.join("a/b")),
            ("~", home.clone()),
            ("/a/~", "/a/~".into()),
            ("~a/b", "~a/b".into()),
        ] {
            assert_eq!(expand_home(Path::new(path)), expected, "{path}");
        }
    }

    #[test]
    fn a_path_that_may_be_a_token_is_not_repeated() {
        for (path, is_shown) in [
            ("/home/someone/keys/AuthKey_FICTION001.p8", true),
            ("/private/var/folders/zz/zyxvpxvq6csfxvn_n0000000000000/T/key.p8", true),
            ("/srv/4b825dc642cb6eb9a060e54bf8d69288fbee4904/key", true),
            ("/home/AqFgxYkMISKBkU5IfmUlgNB2/h+Y=", false),
        ] {
            assert_eq!(shown(Path::new(path)) == path, is_shown, "{path}");
        }
    }

    #[test]
    fn a_word_that_may_be_a_token_is_left_out_of_a_complaint() {
        let cases = [
            ("+ T=AqFgxYkM+SKB/U5Ifm+lgNB2/A7pnE0V+vXO6FyW1==", "+ …"),
            ("gpg: decryption failed: No secret key", "gpg: decryption failed: No secret key"),
            ("no such file: /home/someone/.password-store", "no such file: /home/someone/.password-store"),
        ];
        for (line, kept) in cases {
            assert_eq!(without_opaque_words(line), kept);
        }
    }
}
