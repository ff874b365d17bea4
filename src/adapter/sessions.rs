//! Sessions that may be cut off, in `$XDG_STATE_HOME/segue/sessions`: a file each, and a lock that its process holds as long as
//! it lives. A file that nobody holds the lock of was left behind by a session that was cut off.

use std::{
    cell::RefCell,
    collections::HashMap,
    fs::{self, DirBuilder, File, OpenOptions, TryLockError},
    io,
    os::unix::fs::{DirBuilderExt, OpenOptionsExt},
    path::{Path, PathBuf},
    time::Duration,
};

use super::{
    own::{self, Doubt, Kind},
    saving, store,
};
use crate::domain::{
    request::Draft,
    secret::{Scrubber, Secret},
    snapshot::{MOST_BYTES, Snapshot},
};

/// What a file is called behind its number while the session may be offered.
const FRESH: &str = "json";

/// And once a later run has ended well: `--resume` still finds it.
const PAST: &str = "past";

/// The lock beside it.
const LOCK: &str = "lock";

/// So many sessions that were cut off are kept; nobody looks for an older one.
const MOST: usize = 10;

/// So many are numbered at the same moment at most.
const TRIES: u32 = 100;

/// The directory of the sessions.
#[derive(Debug, Clone)]
pub struct Sessions {
    directory: PathBuf,
}

/// A session that this process holds.
#[derive(Debug)]
pub struct Session {
    /// The file without its ending.
    stem: PathBuf,
    /// Locked for as long as it is open.
    lock: File,
}

/// A session that was cut off.
#[derive(Debug)]
pub struct CutOff {
    pub snapshot: Snapshot,
    /// When it was kept last, in milliseconds since the epoch.
    pub at: i64,
    session: Session,
}

impl Sessions {
    /// The sessions in a directory, which is made when one is kept.
    #[must_use]
    pub const fn at(directory: PathBuf) -> Self {
        Self { directory }
    }

    /// The session that was cut off last. It is held from now on, so that nobody else goes on with it. With `any`, one that
    /// was not gone on with at the next start will do too.
    #[must_use]
    pub fn cut_off(&self, any: bool) -> Option<CutOff> {
        let endings: &[&str] = if any { &[FRESH, PAST] } else { &[FRESH] };
        let mut left = self.left_behind(endings);
        left.sort_by_key(|left| left.at);
        left.pop()
    }

    /// Begins a session.
    ///
    /// # Errors
    /// When the directory cannot be written.
    pub fn begin(&self, now: i64) -> io::Result<Session> {
        DirBuilder::new().recursive(true).mode(0o700).create(&self.directory)?;
        own::check(&self.directory, Kind::Directory)?;
        self.forget_the_oldest();
        for n in 0..TRIES {
            let stem = self.directory.join(format!("{now:013}-{}-{n}", std::process::id()));
            match Session::hold(stem, true) {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                outcome => return outcome,
            }
        }
        Err(io::ErrorKind::AlreadyExists.into())
    }

    /// Offers no session any more that was cut off before now.
    pub fn set_aside(&self) {
        for left in self.left_behind(&[FRESH]) {
            let _ = fs::rename(left.session.path(FRESH), left.session.path(PAST));
        }
    }

    /// All that nobody holds, held.
    fn left_behind(&self, endings: &[&str]) -> Vec<CutOff> {
        let ending = |path: &Path| path.extension().and_then(|ending| ending.to_str()).map(str::to_owned);
        let paths =
            self.paths().into_iter().filter(|path| ending(path).is_some_and(|it| endings.contains(&&*it)));
        paths.filter_map(|path| CutOff::read(&path)).collect()
    }

    /// Why no session is kept, and none offered.
    pub(super) fn doubt(&self) -> Option<Doubt> {
        own::doubt(&self.directory, Kind::Directory)
    }

    fn paths(&self) -> Vec<PathBuf> {
        let directory = Some(&self.directory).filter(|_| self.doubt().is_none());
        let entries = directory.and_then(|directory| fs::read_dir(directory).ok()).into_iter().flatten();
        entries.filter_map(|entry| Some(entry.ok()?.path())).collect()
    }

    /// Takes away what nobody holds and is too much, or has no session any more.
    fn forget_the_oldest(&self) {
        let (beside, kept): (Vec<_>, Vec<_>) =
            self.paths().into_iter().partition(|path| saving::is_beside(path));
        for path in beside.iter().filter(|path| is_old(path)) {
            let _ = fs::remove_file(path);
        }
        let mut stems: Vec<_> = kept.iter().map(|path| path.with_extension("")).collect();
        // The names begin with the time.
        stems.sort_unstable();
        stems.dedup();
        let is_whole =
            |stem: &PathBuf| [FRESH, PAST].iter().any(|ending| stem.with_extension(ending).exists());
        let (whole, torn): (Vec<_>, Vec<_>) = stems.into_iter().partition(is_whole);
        let over = whole.len().saturating_sub(MOST);
        for stem in whole.into_iter().take(over).chain(torn) {
            if let Ok(session) = Session::hold(stem, false) {
                session.end();
            }
        }
    }
}

impl Session {
    /// Takes the lock; an error if another process has it, or if it is no file of ours: a link leads elsewhere, and to open a
    /// pipe waits for ever.
    fn hold(stem: PathBuf, is_new: bool) -> io::Result<Self> {
        let mut options = OpenOptions::new();
        options.write(true).create(true).create_new(is_new).mode(0o600);
        let path = stem.with_extension(LOCK);
        own::check(&path, Kind::File)?;
        let lock = options.open(path)?;
        match lock.try_lock() {
            Err(TryLockError::WouldBlock) => Err(io::ErrorKind::WouldBlock.into()),
            // A file system without locks cannot tell who lives. A session that is offered twice is no loss.
            Ok(()) | Err(TryLockError::Error(_)) => Ok(Self { stem, lock }),
        }
    }

    /// Keeps how the session is now, without what is secret in it.
    ///
    /// # Errors
    /// When it cannot be written, or is too long; what was kept the last time is then still there.
    pub fn keep(&self, snapshot: Snapshot, at: i64, secrets: &[Secret]) -> io::Result<()> {
        let text = cleaned(snapshot, secrets).write(at).ok_or(io::ErrorKind::FileTooLarge)?;
        saving::write_private(&self.path(FRESH), &text)?;
        // One that had been set aside goes on.
        let _ = fs::remove_file(self.path(PAST));
        Ok(())
    }

    /// Ends the session for good: nothing of it is left.
    pub fn end(self) {
        for ending in [FRESH, PAST, LOCK] {
            let _ = fs::remove_file(self.path(ending));
        }
        let _ = self.lock.unlock();
    }

    fn path(&self, ending: &str) -> PathBuf {
        self.stem.with_extension(ending)
    }
}

impl CutOff {
    /// None if it is held, or no session.
    fn read(path: &Path) -> Option<Self> {
        let session = Session::hold(path.with_extension(""), false).ok()?;
        let text = own::read(path, MOST_BYTES as u64).ok()?;
        let (at, snapshot) = Snapshot::read(&text)?;
        Some(Self { snapshot, at, session })
    }

    /// Goes on with it: it is this process's session now.
    #[must_use]
    pub fn go_on(self) -> Session {
        self.session
    }
}

/// Whether a file was written so long ago that nobody can be writing it still.
fn is_old(path: &Path) -> bool {
    let age = fs::metadata(path).and_then(|file| file.modified()).map(|at| at.elapsed().unwrap_or_default());
    age.is_ok_and(|age| age > Duration::from_hours(1))
}

fn cleaned(snapshot: Snapshot, secrets: &[Secret]) -> Snapshot {
    let scrubber = Scrubber::of(&secrets.iter().collect::<Vec<_>>());
    // Places are made of a few words over and over.
    let known = RefCell::new(HashMap::<String, bool>::new());
    let is_clean = |text: &str| {
        let mut known = known.borrow_mut();
        match known.get(text) {
            Some(is_clean) => *is_clean,
            None => *known.entry(text.to_owned()).or_insert(store::is_clean(text, &scrubber)),
        }
    };
    let clean = |draft: &Draft| store::of_clean_parts(draft, &is_clean);
    snapshot.cleaned(&is_clean, &clean)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::snapshot::{Arrangement, Folds, Spot, Words};
    use std::os::unix::fs::PermissionsExt;

    /// Gone with the test.
    struct Directory(PathBuf);

    impl Directory {
        fn new(name: &str) -> Self {
            let path = std::env::temp_dir().join(format!("segue-sessions-{}-{name}", std::process::id()));
            let _ = fs::remove_dir_all(&path);
            Self(path)
        }

        fn sessions(&self) -> Sessions {
            Sessions::at(self.0.clone())
        }
    }

    impl Drop for Directory {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    fn snapshot(path: &str) -> Snapshot {
        Snapshot { draft: Draft { path: path.to_owned(), ..Draft::default() }, ..Snapshot::default() }
    }

    fn path_of(cut_off: Option<CutOff>) -> Option<String> {
        cut_off.map(|cut_off| cut_off.snapshot.draft.path)
    }

    #[test]
    fn a_directory_that_leads_elsewhere_is_not_followed() {
        let (elsewhere, directory) = (Directory::new("elsewhere"), Directory::new("led"));
        elsewhere.sessions().begin(1).unwrap().keep(snapshot("/v1/a"), 1, &[]).unwrap();
        let names = || fs::read_dir(&elsewhere.0).unwrap().count();
        let before = names();
        std::os::unix::fs::symlink(&elsewhere.0, &directory.0).unwrap();
        let sessions = directory.sessions();
        assert!(sessions.doubt().is_some() && sessions.begin(2).is_err() && sessions.cut_off(true).is_none());
        assert_eq!(names(), before);
        fs::remove_file(&directory.0).unwrap();
    }

    #[test]
    fn a_session_is_offered_once_its_process_is_gone_and_to_one_alone() {
        let directory = Directory::new("offered");
        let sessions = directory.sessions();
        assert!(sessions.cut_off(true).is_none());
        let session = sessions.begin(1).unwrap();
        session.keep(snapshot("/v1/a"), 5, &[]).unwrap();
        assert!(sessions.cut_off(true).is_none(), "it lives");
        drop(session);
        let cut_off = sessions.cut_off(false).unwrap();
        assert_eq!((cut_off.at, &*cut_off.snapshot.draft.path), (5, "/v1/a"));
        assert!(sessions.cut_off(true).is_none(), "somebody goes on with it");
        let session = cut_off.go_on();
        session.keep(snapshot("/v1/b"), 6, &[]).unwrap();
        drop(session);
        assert_eq!(path_of(sessions.cut_off(false)).as_deref(), Some("/v1/b"));
    }

    #[test]
    fn two_sessions_do_not_overwrite_each_other_and_the_later_one_is_offered() {
        let directory = Directory::new("two");
        let sessions = directory.sessions();
        let (one, two) = (sessions.begin(1).unwrap(), sessions.begin(1).unwrap());
        one.keep(snapshot("/v1/one"), 9, &[]).unwrap();
        two.keep(snapshot("/v1/two"), 5, &[]).unwrap();
        drop((one, two));
        let first = sessions.cut_off(false);
        let second = sessions.cut_off(false);
        assert_eq!(
            (path_of(first).as_deref(), path_of(second).as_deref()),
            (Some("/v1/one"), Some("/v1/two"))
        );
    }

    #[test]
    fn an_ended_session_leaves_nothing() {
        let directory = Directory::new("ended");
        let session = directory.sessions().begin(1).unwrap();
        session.keep(snapshot("/v1/a"), 5, &[]).unwrap();
        session.end();
        assert_eq!(fs::read_dir(&directory.0).unwrap().count(), 0);
    }

    #[test]
    fn what_was_set_aside_is_found_when_asked_for_and_not_offered() {
        let directory = Directory::new("aside");
        let sessions = directory.sessions();
        let (dead, alive) = (sessions.begin(1).unwrap(), sessions.begin(2).unwrap());
        dead.keep(snapshot("/v1/dead"), 5, &[]).unwrap();
        alive.keep(snapshot("/v1/alive"), 6, &[]).unwrap();
        drop(dead);
        sessions.set_aside();
        assert!(sessions.cut_off(false).is_none());
        let found = sessions.cut_off(true).unwrap().go_on();
        found.keep(snapshot("/v1/again"), 7, &[]).unwrap();
        drop((found, alive));
        assert_eq!(path_of(sessions.cut_off(false)).as_deref(), Some("/v1/again"));
    }

    #[test]
    fn a_lock_that_is_no_file_is_neither_opened_nor_followed() {
        let directory = Directory::new("lock");
        let sessions = directory.sessions();
        let dead = sessions.begin(1).unwrap();
        dead.keep(snapshot("/v1/dead"), 5, &[]).unwrap();
        let (lock, elsewhere) = (dead.path(LOCK), directory.0.join("elsewhere"));
        drop(dead);
        fs::remove_file(&lock).unwrap();
        std::os::unix::fs::symlink(&elsewhere, &lock).unwrap();
        assert!(sessions.cut_off(true).is_none());
        assert!(!fs::exists(elsewhere).unwrap());
    }

    #[test]
    fn the_oldest_are_forgotten_and_the_living_are_not() {
        let directory = Directory::new("oldest");
        let sessions = directory.sessions();
        let living = sessions.begin(0).unwrap();
        living.keep(snapshot("/v1/living"), 0, &[]).unwrap();
        for n in 1..=15 {
            let session = sessions.begin(n).unwrap();
            session.keep(snapshot(&format!("/v1/{n}")), n, &[]).unwrap();
        }
        let last = sessions.begin(99).unwrap();
        assert!(fs::exists(living.path(FRESH)).unwrap());
        let left = sessions.left_behind(&[FRESH]);
        assert!(
            left.len() <= MOST && left.iter().any(|left| left.snapshot.draft.path == "/v1/15"),
            "{}",
            left.len()
        );
        last.end();
    }

    #[test]
    fn files_are_for_their_owner_alone() {
        let directory = Directory::new("owner");
        let session = directory.sessions().begin(1).unwrap();
        session.keep(snapshot("/v1/a"), 5, &[]).unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&directory.0), 0o700);
        for entry in fs::read_dir(&directory.0).unwrap() {
            assert_eq!(mode(&entry.unwrap().path()), 0o600);
        }
    }

    #[test]
    fn torn_and_foreign_files_are_no_sessions() {
        let directory = Directory::new("torn");
        fs::create_dir(&directory.0).unwrap();
        for (name, text) in
            [("a.json", "{\"version\":1,\"at\":"), ("b.json", ""), ("c.txt", "x"), ("json", "{}")]
        {
            fs::write(directory.0.join(name), text).unwrap();
        }
        fs::create_dir(directory.0.join("d.json")).unwrap();
        assert!(directory.sessions().cut_off(true).is_none());
    }

    #[test]
    fn a_session_is_kept_without_its_secrets() {
        let directory = Directory::new("secrets");
        let session = directory.sessions().begin(1).unwrap();
        let token = "AqF+gx/YkM+SKB/U5Ifm+lgNB2/A7pnE0V+vXO6FyW1==";
        let unread = "Ab1+/cd9".repeat(10);
        let dirty = Snapshot {
            open: Some(Draft { path: format!("/v1/x?t={token}"), ..Draft::default() }),
            response: Arrangement {
                folds: Folds {
                    all: false,
                    places: vec![format!("/{}", token.replace('/', "~1")), "/data".to_owned()],
                    offering: vec![format!("/{}", token.replace('/', "~1"))],
                },
                cursor: Some(Spot { at: format!("/x/{token}"), row: crate::domain::snapshot::Row::Value }),
                filter: Some(Words(format!(".a == \"{unread}\""))),
                ..Arrangement::default()
            },
            ..snapshot(&format!("/v1/{unread}"))
        };
        session.keep(dirty, 5, &[Secret::new(token.to_owned())]).unwrap();
        let text = fs::read_to_string(session.path(FRESH)).unwrap();
        assert!(text.contains("/data") && !text.contains("SKB") && !text.contains("cd9"), "{text}");
    }
}
