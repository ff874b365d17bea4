//! The configuration file as it is changed: written whole or not at all, for its owner alone; and keys put beside it.

use std::{
    fs::{self, DirBuilder, Permissions},
    io,
    os::unix::fs::{DirBuilderExt, PermissionsExt},
    path::Path,
};

use super::{file, saving};
use crate::domain::secret::Secret;

/// A configuration that a person wrote is far smaller: with every key there is it has 15 kB. Much more of it would take long to
/// check, for each key is compared with the others.
const LARGEST: u64 = 128 << 10;

/// The text of the file; empty if there is none.
///
/// # Errors
/// When it is there and cannot be read, is no file, or is too large for a configuration.
pub fn read(path: &Path) -> io::Result<String> {
    match file::read_text(path, LARGEST) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(String::new()),
        outcome => outcome,
    }
}

/// Writes the file, mode 0600, in a directory that is made for its owner alone if it is not there. What a link points to is
/// replaced, and the link stays.
///
/// # Errors
/// When it cannot be written; what was there is then as it was.
pub fn write(path: &Path, text: &str) -> io::Result<()> {
    make_directory(path)?;
    // Files of settings are often links into a repository.
    let place = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    saving::write_private(&place, text.as_bytes()).map(drop)
}

/// Puts a copy of a key there, mode 0600. A file that holds the same already is enough.
///
/// # Errors
/// When it cannot be written, or another file has the name.
pub fn copy_key(key: &Secret, path: &Path) -> io::Result<()> {
    make_directory(path)?;
    match fs::read(path) {
        Ok(there) if there == key.expose().as_bytes() => make_private(path),
        Ok(_) => Err(io::Error::new(io::ErrorKind::AlreadyExists, "another file has that name")),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            saving::write_private(path, key.expose().as_bytes()).map(drop)
        }
        Err(error) => Err(error),
    }
}

/// Takes a file away from everybody but its owner (`chmod 600`).
///
/// # Errors
/// When the system refuses.
pub fn make_private(path: &Path) -> io::Result<()> {
    fs::set_permissions(path, Permissions::from_mode(0o600))
}

fn make_directory(file: &Path) -> io::Result<()> {
    let directory = file.parent().filter(|directory| !directory.as_os_str().is_empty());
    directory.map_or(Ok(()), |directory| DirBuilder::new().recursive(true).mode(0o700).create(directory))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::PathBuf;

    fn directory(name: &str) -> PathBuf {
        let directory = std::env::temp_dir().join(format!("segue-config-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&directory);
        fs::create_dir(&directory).unwrap();
        directory
    }

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn a_file_is_made_for_its_owner_alone() {
        let root = directory("new");
        let path = root.join("segue/config.toml");
        assert_eq!(read(&path).unwrap(), "");
        write(&path, "a = 1\n").unwrap();
        assert_eq!((read(&path).unwrap().as_str(), mode(&path)), ("a = 1\n", 0o600));
        assert_eq!(mode(&root.join("segue")), 0o700);
        fs::remove_dir_all(root).unwrap();
    }

    #[test]
    fn a_link_stays_one() {
        let root = directory("link");
        let (link, file) = (root.join("config.toml"), root.join("dotfiles.toml"));
        fs::write(&file, "old").unwrap();
        std::os::unix::fs::symlink(&file, &link).unwrap();
        write(&link, "new").unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!((read(&file).unwrap().as_str(), mode(&file)), ("new", 0o600));
        fs::remove_dir_all(root).unwrap();
    }

    #[test]
    fn a_key_takes_no_other_files_place() {
        let root = directory("key");
        let path = root.join("AuthKey_FICTION001.p8");
        copy_key(&Secret::new("key".to_owned()), &path).unwrap();
        assert_eq!((fs::read_to_string(&path).unwrap().as_str(), mode(&path)), ("key", 0o600));
        copy_key(&Secret::new("key".to_owned()), &path).unwrap();
        let taken = copy_key(&Secret::new("other".to_owned()), &path).unwrap_err();
        assert_eq!(taken.kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(fs::read_to_string(&path).unwrap(), "key");
        fs::remove_dir_all(root).unwrap();
    }
}
