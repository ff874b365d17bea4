//! Files that are written whole or not at all: beside their place first, on the disk next, and then in one step to it.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, BufWriter, Write},
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
};

use crate::domain::saving::{SaveFault, shown};

/// Files that may be in the way: of a run with the same process id that was killed, or of other saves at this moment.
const TRIES: u32 = 100;

/// How the name of a file beside its place begins.
const BESIDE: &str = ".segue-";

/// The permissions of a new file, less those that the process takes from every file (umask).
const USUAL: u32 = 0o644;
/// For the owner alone.
const PRIVATE: u32 = 0o600;

/// What to do with a file that has the name already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Existing {
    /// It stays, and saving is refused.
    Keep,
    /// It is replaced; its permissions stay.
    Replace,
}

/// Saves the pieces, one after the other, in the file of that path, and returns how many bytes they were. Blocks.
///
/// A file that is a link stays one: what it points to is replaced.
///
/// # Errors
/// Why nothing was saved; a file that was there is then as it was.
pub fn save<I>(path: &Path, pieces: I, existing: Existing) -> Result<u64, SaveFault>
where
    I: IntoIterator<Item: AsRef<[u8]>>,
{
    let (path, permissions) = match fs::metadata(path) {
        Ok(file) if !file.is_file() => return Err(SaveFault::NotAFile(shown(path))),
        Ok(_) if existing == Existing::Keep => return Err(SaveFault::Exists(shown(path))),
        Ok(file) => (fs::canonicalize(path).map_err(|error| fault(path, &error))?, Some(file.permissions())),
        Err(_) => (path.to_owned(), None),
    };
    let written = match permissions {
        Some(permissions) => {
            let keep = |file: &File| file.set_permissions(permissions);
            write(&path, pieces, PRIVATE, keep).and_then(Beside::replace)
        }
        None => write(&path, pieces, USUAL, |_| Ok(())).and_then(|beside| beside.place(existing)),
    };
    written.map_err(|error| fault(&path, &error))
}

/// Writes a file for its owner alone, in place of one that may be there.
pub(super) fn write_private(path: &Path, bytes: &[u8]) -> io::Result<u64> {
    write(path, [bytes], PRIVATE, |_| Ok(()))?.replace()
}

/// Whether a file is one beside its place, which a process that was killed may have left there.
pub(super) fn is_beside(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(BESIDE.as_bytes()))
}

fn write<I>(
    path: &Path,
    pieces: I,
    mode: u32,
    prepare: impl FnOnce(&File) -> io::Result<()>,
) -> io::Result<Beside>
where
    I: IntoIterator<Item: AsRef<[u8]>>,
{
    let (file, mut beside) = Beside::create(path, mode)?;
    prepare(&file)?;
    let mut output = BufWriter::new(file);
    for piece in pieces {
        output.write_all(piece.as_ref())?;
        beside.length += piece.as_ref().len() as u64;
    }
    output.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()?;
    Ok(beside)
}

/// A file beside its place. It is removed if it does not get there.
struct Beside {
    at: PathBuf,
    place: PathBuf,
    length: u64,
}

impl Beside {
    fn create(place: &Path, mode: u32) -> io::Result<(File, Self)> {
        let mut outcome = Err(io::Error::from(io::ErrorKind::AlreadyExists));
        for n in 0..TRIES {
            // Not made from the file's name, which may be as long as a name can be.
            let at = place.with_file_name(format!("{BESIDE}{}-{n}", std::process::id()));
            outcome = OpenOptions::new().write(true).create_new(true).mode(mode).open(&at);
            match &outcome {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(_) => break,
                Ok(_) => return outcome.map(|file| (file, Self { at, place: place.to_owned(), length: 0 })),
            }
        }
        outcome.and(Err(io::ErrorKind::AlreadyExists.into()))
    }

    fn replace(self) -> io::Result<u64> {
        fs::rename(&self.at, &self.place)?;
        Ok(self.length)
    }

    /// Puts it in a place that was free. One that took the place meanwhile is kept if it shall be.
    fn place(self, existing: Existing) -> io::Result<u64> {
        if existing == Existing::Replace {
            return self.replace();
        }
        match fs::hard_link(&self.at, &self.place) {
            // The first name goes when this is dropped.
            Ok(()) => Ok(self.length),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(error),
            // A file system without links. A file that takes the place within this line is lost.
            Err(_) if fs::symlink_metadata(&self.place).is_err() => self.replace(),
            Err(error) => Err(error),
        }
    }
}

impl Drop for Beside {
    fn drop(&mut self) {
        // Gone if it got to its place.
        let _ = fs::remove_file(&self.at);
    }
}

fn fault(path: &Path, error: &io::Error) -> SaveFault {
    let directory = path.parent().filter(|parent| !parent.as_os_str().is_empty());
    match error.kind() {
        io::ErrorKind::AlreadyExists => SaveFault::Exists(shown(path)),
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => {
            SaveFault::NoDirectory(shown(directory.unwrap_or(Path::new("."))))
        }
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => SaveFault::Denied(shown(path)),
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => SaveFault::Full(shown(path)),
        _ => SaveFault::Unwritable { path: shown(path), reason: error.to_string() },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{
        ffi::OsString,
        fs::Permissions,
        os::unix::fs::{PermissionsExt, symlink},
    };

    /// A directory of its own, and gone with the test.
    struct Directory(PathBuf);

    impl Directory {
        fn new(name: &str) -> Self {
            let path = std::env::temp_dir().join(format!("segue-saving-{}-{name}", std::process::id()));
            let _ = fs::remove_dir_all(&path);
            fs::create_dir(&path).unwrap();
            Self(path)
        }

        fn names(&self) -> Vec<OsString> {
            let mut names: Vec<_> =
                fs::read_dir(&self.0).unwrap().map(|entry| entry.unwrap().file_name()).collect();
            names.sort();
            names
        }
    }

    impl Drop for Directory {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn pieces_become_one_file_and_nothing_else() {
        let directory = Directory::new("pieces");
        let path = directory.0.join("a.json");
        assert_eq!(save(&path, ["[1,", "", "2]"], Existing::Keep), Ok(5));
        assert_eq!(fs::read_to_string(&path).unwrap(), "[1,2]");
        assert_eq!(directory.names(), ["a.json"]);
        assert_eq!(mode(&path) & 0o600, 0o600);
        assert_eq!(mode(&path) & 0o133, 0, "nobody runs it, and nobody else writes it");
    }

    #[test]
    fn a_file_is_kept_unless_it_shall_be_replaced() {
        let directory = Directory::new("kept");
        let path = directory.0.join("a.json");
        fs::write(&path, "old").unwrap();
        fs::set_permissions(&path, Permissions::from_mode(0o666)).unwrap();
        assert_eq!(save(&path, ["new"], Existing::Keep), Err(SaveFault::Exists(shown(&path))));
        assert_eq!(fs::read_to_string(&path).unwrap(), "old");
        assert_eq!(save(&path, ["new"], Existing::Replace), Ok(3));
        assert_eq!((fs::read_to_string(&path).unwrap().as_str(), mode(&path)), ("new", 0o666));
        assert_eq!(directory.names(), ["a.json"]);
    }

    #[test]
    fn a_file_that_appears_meanwhile_is_kept() {
        let directory = Directory::new("meanwhile");
        let path = directory.0.join("a.json");
        let pieces = ["new"].into_iter().inspect(|_| fs::write(&path, "other").unwrap());
        assert_eq!(save(&path, pieces, Existing::Keep), Err(SaveFault::Exists(shown(&path))));
        assert_eq!(fs::read_to_string(&path).unwrap(), "other");
        assert_eq!(directory.names(), ["a.json"]);
    }

    #[test]
    fn a_link_stays_a_link() {
        let directory = Directory::new("link");
        let (file, link) = (directory.0.join("file"), directory.0.join("link"));
        fs::write(&file, "old").unwrap();
        symlink(&file, &link).unwrap();
        assert_eq!(save(&link, ["new"], Existing::Replace), Ok(3));
        assert_eq!(fs::read_to_string(&file).unwrap(), "new");
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    }

    #[test]
    fn half_a_file_is_none() {
        let directory = Directory::new("half");
        let path = directory.0.join("a.json");
        fs::write(&path, "old").unwrap();
        let broken = || {
            let pieces = ["new", "break"].into_iter().inspect(|piece| assert_eq!(*piece, "new"));
            save(&path, pieces, Existing::Replace)
        };
        std::panic::catch_unwind(broken).unwrap_err();
        assert_eq!(fs::read_to_string(&path).unwrap(), "old");
        assert_eq!(directory.names(), ["a.json"]);
    }

    #[test]
    fn what_is_in_the_way_is_named() {
        let directory = Directory::new("way");
        let inside = directory.0.join("no\u{1b}such/a.json");
        let missing = SaveFault::NoDirectory(shown(inside.parent().unwrap()));
        assert_eq!(save(&inside, ["x"], Existing::Keep), Err(missing.clone()));
        assert!(missing.to_string().contains("no\\u001bsuch; make it"), "{missing}");
        for existing in [Existing::Keep, Existing::Replace] {
            assert_eq!(save(&directory.0, ["x"], existing), Err(SaveFault::NotAFile(shown(&directory.0))));
            let device = Path::new("/dev/null");
            assert_eq!(save(device, ["x"], existing), Err(SaveFault::NotAFile("/dev/null".to_owned())));
        }
        let file = directory.0.join("file");
        fs::write(&file, "").unwrap();
        let below = file.join("a.json");
        assert_eq!(save(&below, ["x"], Existing::Keep), Err(SaveFault::NoDirectory(shown(&file))));
        let long = directory.0.join("x".repeat(256));
        assert!(matches!(save(&long, ["x"], Existing::Keep), Err(SaveFault::Unwritable { .. })));
        assert_eq!(directory.names(), ["file"]);
    }

    #[test]
    fn the_longest_name_can_be_saved() {
        let directory = Directory::new("long");
        assert_eq!(save(&directory.0.join("x".repeat(255)), ["x"], Existing::Keep), Ok(1));
    }
}
