//! What is ours among the files that outlive a run. What another user may have put there, or may change, is neither read nor
//! written: a session that somebody planted would be offered as one's own.

use std::{fs, io, os::unix::fs::MetadataExt, path::Path};

use super::file;
use crate::domain::saving::shown;

/// What is to be in a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    File,
    Directory,
    /// A directory that the owner may have put elsewhere, with a link.
    Root,
}

/// Why a place is left alone. Paths are fit for a screen.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum Doubt {
    #[error("{0} is a link or no {1}, and is not used; take it away")]
    Odd(String, &'static str),
    #[error("{0} belongs to another user, and is not used; take it away, or make it yours with chown")]
    Foreign(String),
    #[error("others may write {0}, and it is not used; chmod go-w mends that")]
    Open(String),
}

/// Why a place is left alone; none if it is ours, or nothing is there.
pub(super) fn doubt(path: &Path, kind: Kind) -> Option<Doubt> {
    let look = if kind == Kind::Root { fs::metadata(path) } else { fs::symlink_metadata(path) };
    // What cannot be looked at is told when it is used.
    let there = look.ok()?;
    let (is_one, word) = match kind {
        Kind::File => (there.is_file(), "file"),
        Kind::Directory | Kind::Root => (there.is_dir(), "directory"),
    };
    match () {
        () if !is_one => Some(Doubt::Odd(shown(path), word)),
        () if there.uid() != rustix::process::geteuid().as_raw() => Some(Doubt::Foreign(shown(path))),
        () if there.mode() & 0o022 != 0 => Some(Doubt::Open(shown(path))),
        () => None,
    }
}

/// Fails where a place is left alone.
pub(super) fn check(path: &Path, kind: Kind) -> io::Result<()> {
    doubt(path, kind).map_or(Ok(()), |doubt| Err(io::Error::other(doubt)))
}

/// Reads a file of ours that has so many bytes at most.
pub(super) fn read(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    check(path, Kind::File)?;
    file::read(path, most)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::{PermissionsExt, symlink};

    #[test]
    fn what_is_ours() {
        let root = std::env::temp_dir().join(format!("segue-own-{}", std::process::id()));
        let _ = fs::remove_dir_all(&root);
        fs::create_dir(&root).unwrap();
        let (file, link) = (root.join("file"), root.join("link"));
        let allow = |path: &Path, mode| fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
        fs::write(&file, "text").unwrap();
        symlink(&root, &link).unwrap();
        for mode in [0o600, 0o644] {
            allow(&file, mode);
            assert_eq!(doubt(&file, Kind::File), None);
        }
        for mode in [0o620, 0o602, 0o666] {
            allow(&file, mode);
            assert_eq!(doubt(&file, Kind::File), Some(Doubt::Open(shown(&file))));
            assert!(read(&file, 9).is_err());
        }
        assert_eq!(doubt(&root.join("nothing"), Kind::File), None);
        assert_eq!(doubt(&root, Kind::File), Some(Doubt::Odd(shown(&root), "file")));
        assert_eq!(doubt(&file, Kind::Root), Some(Doubt::Odd(shown(&file), "directory")));
        // Whoever tidies their files may put the whole directory elsewhere.
        allow(&root, 0o755);
        assert_eq!((doubt(&link, Kind::Root), doubt(&root, Kind::Directory)), (None, None));
        assert_eq!(doubt(&link, Kind::Directory), Some(Doubt::Odd(shown(&link), "directory")));
        allow(&root, 0o777);
        assert_eq!(doubt(&link, Kind::Root), Some(Doubt::Open(shown(&link))));
        fs::remove_dir_all(root).unwrap();
    }

    #[test]
    fn what_is_another_users_is_not() {
        // Of root's and of nobody else's there is a file everywhere.
        let expected =
            (!rustix::process::geteuid().is_root()).then(|| Doubt::Foreign("/etc/passwd".to_owned()));
        assert_eq!(doubt(Path::new("/etc/passwd"), Kind::File), expected);
    }
}
