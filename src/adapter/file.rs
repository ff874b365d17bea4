//! Files that are read whole: plain ones alone, of a bearable size.

use std::{
    fs::OpenOptions,
    io::{self, Read},
    os::unix::fs::OpenOptionsExt,
    path::Path,
};

use rustix::fs::OFlags;

/// Reads a file that has so many bytes at most. Links are followed.
///
/// # Errors
/// What the system says; or that it is no file, for a pipe may never come and a device never end; or that it is too large.
pub fn read(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    // To open a pipe waits for its other end.
    let at_once = (OFlags::NONBLOCK | OFlags::NOCTTY).bits().cast_signed();
    let file = OpenOptions::new().read(true).custom_flags(at_once).open(path)?;
    let there = file.metadata()?;
    if !there.is_file() {
        let what = if there.is_dir() { "a directory" } else { "a device or pipe" };
        return Err(io::Error::other(format!("it is {what}, not a file")));
    }
    let mut bytes = Vec::new();
    // It may grow meanwhile.
    file.take(most + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > most {
        return Err(io::Error::other(format!("it is larger than {} kB", most.div_ceil(1 << 10))));
    }
    Ok(bytes)
}

/// The same for a text.
///
/// # Errors
/// The same; or that it is not UTF-8.
pub fn read_text(path: &Path, most: u64) -> io::Result<String> {
    let not_text = |_| io::Error::new(io::ErrorKind::InvalidData, "it is not UTF-8 text");
    String::from_utf8(read(path, most)?).map_err(not_text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{fs, process::Command};

    #[test]
    fn only_a_plain_file_of_a_bearable_size_is_read() {
        let directory = std::env::temp_dir().join(format!("segue-file-{}", std::process::id()));
        let _ = fs::remove_dir_all(&directory);
        fs::create_dir(&directory).unwrap();
        let (plain, link, pipe) = (directory.join("plain"), directory.join("link"), directory.join("pipe"));
        fs::write(&plain, "four").unwrap();
        std::os::unix::fs::symlink(&plain, &link).unwrap();
        assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        assert_eq!(
            (read_text(&plain, 4).unwrap(), read_text(&link, 4).unwrap()),
            ("four".into(), "four".into())
        );
        let table = [
            (plain.as_path(), "it is larger than 1 kB"),
            (&pipe, "it is a device or pipe, not a file"),
            (&directory, "it is a directory, not a file"),
            (Path::new("/dev/zero"), "it is a device or pipe, not a file"),
        ];
        for (path, expected) in table {
            assert_eq!(read(path, 3).unwrap_err().to_string(), expected);
        }
        fs::write(&plain, b"\xff").unwrap();
        assert_eq!(read_text(&plain, 3).unwrap_err().to_string(), "it is not UTF-8 text");
        fs::remove_dir_all(directory).unwrap();
    }
}
