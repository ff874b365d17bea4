//! The history of requests: `$XDG_STATE_HOME/segue/history.jsonl`, for its owner alone, shared by all Segues that run.
//!
//! A request is one whole line that is appended in one write, so that none can tear another's. What has grown too long is
//! written anew beside its place and then put there in one step. Both happen under a lock on a file of its own, since the
//! history itself may be another file a moment later.
#![expect(
    clippy::disallowed_methods,
    reason = "a lock that another Segue holds is tried again after a pause"
)]

use std::{
    fs::{DirBuilder, File, OpenOptions, TryLockError},
    io::{self, Read, Seek, SeekFrom, Write},
    os::unix::fs::{DirBuilderExt, OpenOptionsExt},
    path::{Path, PathBuf},
    thread,
    time::Duration,
};

use super::{
    own::{self, Kind},
    saving,
    store::{Unkept, without_secrets},
};
use crate::domain::{
    history::{self, Entry},
    secret::Secret,
};

/// Beyond this the file is written anew with the newest requests alone; they are a fraction of it.
const MOST: u64 = 2_000_000;

/// No more of a file is read, from its end: one that is longer was not written by us.
const MOST_READ: u64 = 8_000_000;

/// How often a lock is tried that another Segue holds, and the pause between: one that is suspended keeps it for good.
const TRIES: u32 = 50;
const PAUSE: Duration = Duration::from_millis(10);

/// The file.
#[derive(Debug, Clone)]
pub struct History {
    directory: PathBuf,
}

impl History {
    /// The history in a directory, which is made when something is written.
    #[must_use]
    pub const fn at(directory: PathBuf) -> Self {
        Self { directory }
    }

    fn path(&self) -> PathBuf {
        self.directory.join("history.jsonl")
    }

    /// Appends a request; what holds a secret is left out of it, and nothing is kept of one whose path does. Blocks.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn append(&self, entry: &Entry, secrets: &[Secret]) -> Result<(), Unkept> {
        self.write(entry, secrets).map_err(|error| Unkept::of(&self.path(), &error))
    }

    fn write(&self, entry: &Entry, secrets: &[Secret]) -> io::Result<()> {
        let draft = without_secrets(&entry.draft, secrets);
        if draft.path.is_empty() {
            return Ok(());
        }
        let is_partial = entry.is_partial || draft != entry.draft;
        let line = Entry { draft, is_partial, ..entry.clone() }.line();
        DirBuilder::new().recursive(true).mode(0o700).create(&self.directory)?;
        let lock = self.lock();
        let length = append(&self.path(), &line)?;
        // Without the lock a line that another Segue appends meanwhile would be lost.
        if length > MOST && lock.is_some() {
            self.shorten()?;
        }
        Ok(())
    }

    /// The requests, oldest first; none if there is no history. Blocks.
    #[must_use]
    pub fn entries(&self) -> Vec<Entry> {
        read_end(&self.path()).map(|bytes| history::read(&bytes)).unwrap_or_default()
    }

    /// Writes the newest ones anew, half of what there may be at most.
    fn shorten(&self) -> io::Result<()> {
        let mut room = usize::try_from(MOST / 2).unwrap_or(usize::MAX);
        let lines: Vec<_> = self.entries().iter().map(Entry::line).collect();
        let fitting = lines.iter().rev().take_while(|line| {
            let fits = line.len() <= room;
            room = room.saturating_sub(line.len());
            fits
        });
        let count = fitting.count();
        saving::write_private(&self.path(), lines[lines.len() - count..].concat().as_bytes()).map(drop)
    }

    /// The lock, until it is dropped; none where there are no locks, or another Segue does not let go of it.
    fn lock(&self) -> Option<File> {
        let path = self.directory.join("history.lock");
        let path = Some(path).filter(|path| own::doubt(path, Kind::File).is_none())?;
        let file = OpenOptions::new().write(true).create(true).truncate(false).mode(0o600).open(path).ok()?;
        for _ in 0..TRIES {
            match file.try_lock() {
                Ok(()) => return Some(file),
                Err(TryLockError::WouldBlock) => thread::sleep(PAUSE),
                Err(TryLockError::Error(_)) => return None,
            }
        }
        None
    }
}

/// Appends a line in one write; how long the file is then. A last line that was torn is ended first, so that it takes no
/// other with it.
fn append(path: &Path, line: &str) -> io::Result<u64> {
    own::check(path, Kind::File)?;
    let mut file = OpenOptions::new().read(true).append(true).create(true).mode(0o600).open(path)?;
    let length = file.metadata()?.len();
    let mut last = [b'\n'];
    if length > 0 {
        file.seek(SeekFrom::End(-1))?;
        file.read_exact(&mut last)?;
    }
    let line = if last == *b"\n" { line.to_owned() } else { format!("\n{line}") };
    file.write_all(line.as_bytes())?;
    Ok(length + line.len() as u64)
}

fn read_end(path: &Path) -> io::Result<Vec<u8>> {
    own::check(path, Kind::File)?;
    let mut file = File::open(path)?;
    let length = file.metadata()?.len();
    file.seek(SeekFrom::Start(length.saturating_sub(MOST_READ)))?;
    let mut bytes = Vec::new();
    file.take(MOST_READ).read_to_end(&mut bytes)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::request::{Draft, Method};
    use std::fs;
    use std::os::unix::fs::PermissionsExt;

    fn history(name: &str) -> History {
        let directory = std::env::temp_dir().join(format!("segue-history-{}-{name}", std::process::id()));
        _ = fs::remove_dir_all(&directory);
        History::at(directory)
    }

    fn entry(path: &str) -> Entry {
        let draft = Draft { path: path.to_owned(), ..Draft::default() };
        Entry { at: 1, profile: "a".to_owned(), draft, status: Some(200), millis: 1, is_partial: false }
    }

    fn paths(history: &History) -> Vec<String> {
        history.entries().into_iter().map(|entry| entry.draft.path).collect()
    }

    #[test]
    fn a_pipe_in_its_place_holds_nobody_up() {
        let history = history("pipe");
        fs::create_dir_all(&history.directory).unwrap();
        for name in ["history.jsonl", "history.lock"] {
            let path = history.directory.join(name);
            // The lock of the round before.
            let _ = fs::remove_file(&path);
            assert!(std::process::Command::new("mkfifo").arg(&path).status().unwrap().success());
            let is_kept = history.append(&entry("/v1/a"), &[]).is_ok();
            assert_eq!((is_kept, paths(&history).len()), (name == "history.lock", usize::from(is_kept)));
            fs::remove_file(path).unwrap();
        }
        fs::remove_dir_all(history.directory).unwrap();
    }

    #[test]
    fn requests_come_back_and_only_their_owner_can_read_them() {
        let history = history("back");
        assert_eq!(history.entries(), []);
        history.append(&entry("/v1/a"), &[]).unwrap();
        history.append(&entry("/v1/é"), &[]).unwrap();
        assert_eq!(history.entries(), [entry("/v1/a"), entry("/v1/é")]);
        for name in ["history.jsonl", "history.lock"] {
            let mode = fs::metadata(history.directory.join(name)).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600, "{name}");
        }
        fs::remove_dir_all(history.directory).unwrap();
    }

    #[test]
    fn a_torn_last_line_takes_no_other_with_it() {
        let history = history("torn");
        history.append(&entry("/v1/a"), &[]).unwrap();
        let text = fs::read_to_string(history.path()).unwrap();
        fs::write(history.path(), format!("{text}{}", &text[..text.len() / 2])).unwrap();
        assert_eq!(paths(&history), ["/v1/a"]);
        history.append(&entry("/v1/b"), &[]).unwrap();
        assert_eq!(paths(&history), ["/v1/a", "/v1/b"]);
        fs::remove_dir_all(history.directory).unwrap();
    }

    #[test]
    fn no_secret_is_kept() {
        let history = history("secrets");
        let secrets = [Secret::new("planted-user-token".to_owned())];
        let mut typed = entry("/v1/me/library");
        typed.draft.method = Method::Post;
        typed.draft.headers = "X-Thing: planted-user-token".to_owned();
        typed.draft.body = r#"["eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJ4In0.c2ln"]"#.to_owned();
        history.append(&typed, &secrets).unwrap();
        history.append(&entry("/v1/x?t=planted-user-token"), &secrets).unwrap();
        let text = fs::read_to_string(history.path()).unwrap();
        assert!(!text.contains("planted") && !text.contains("eyJ"), "{text}");
        let [kept] = &history.entries()[..] else { panic!("{text}") };
        assert_eq!((kept.draft.path.as_str(), kept.is_partial), ("/v1/me/library", true));
        fs::remove_dir_all(history.directory).unwrap();
    }

    #[test]
    fn two_segues_at_once_lose_nothing_while_it_is_shortened() {
        let history = history("two");
        // As long as it may be: the first line that is appended shortens it.
        let long = entry(&format!("/v1/{}", "x".repeat(9_000)));
        fs::create_dir_all(&history.directory).unwrap();
        fs::write(history.path(), long.line().repeat(usize::try_from(MOST).unwrap() / 9_000)).unwrap();
        thread::scope(|scope| {
            for writer in 0..2 {
                let history = &history;
                scope.spawn(move || {
                    for n in 0..50 {
                        history.append(&entry(&format!("/v1/{writer}/{n}")), &[]).unwrap();
                    }
                });
            }
        });
        let paths = paths(&history);
        for writer in 0..2 {
            for n in 0..50 {
                let path = format!("/v1/{writer}/{n}");
                assert_eq!(paths.iter().filter(|known| **known == path).count(), 1, "{path}");
            }
        }
        assert!(fs::metadata(history.path()).unwrap().len() < MOST);
        fs::remove_dir_all(history.directory).unwrap();
    }

    #[test]
    fn a_lock_that_nobody_lets_go_of_keeps_no_request_out() {
        let history = history("lock");
        history.append(&entry("/v1/a"), &[]).unwrap();
        let held = history.lock().unwrap();
        history.append(&entry("/v1/b"), &[]).unwrap();
        assert_eq!(paths(&history), ["/v1/a", "/v1/b"]);
        drop(held);
        fs::remove_dir_all(history.directory).unwrap();
    }
}
