//! Recordings: a directory with an exchange a file, kept as calls go out (`keeping`) and played back (`playing`).

mod keeping;
mod playing;
#[cfg(test)]
mod tests;

use std::{
    fs::{self, File},
    io::{self, Read},
    path::Path,
};

use super::call::Call;
use crate::domain::{
    recording::{Asked, Exchange, Fault, INDEX, number_of, read, read_index},
    request::Tokens,
    saving::shown,
};

pub(super) use keeping::Tap;
pub use keeping::{Kept, Recorder, Scrub, Scrubbing};
pub(super) use playing::Playing;
pub use playing::Replay;

/// Exchanges of a recording. A sitting has hundreds, a library of a hundred thousand songs a thousand pages.
const MOST: usize = 10_000;

/// Bytes of one body: a page of the API has at most a few million.
const LARGEST: usize = 64 << 20;

/// Bytes of all files together; a replay has them in memory.
const IN_ALL: u64 = MEGABYTES << 20;
const MEGABYTES: u64 = 512;

/// What is wrong with the directory of a recording. Paths are fit for a screen.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RecordingFault {
    #[error("{0} is not there. Name the directory of a recording.")]
    Missing(String),
    #[error("{0} is no directory. Name another place.")]
    NotADirectory(String),
    #[error("{0} holds something else than a recording. Name a directory that is new or empty.")]
    Foreign(String),
    #[error("{0} holds no recording: it has no recording.json. Name the directory that --record was given.")]
    None(String),
    #[error("The recording {0} holds no exchanges. Record some with --record and the same directory.")]
    Empty(String),
    #[error("{file} is no file of a recording: {fault}.")]
    Faulty { file: String, fault: Fault },
    #[error("{0} is a link or no file at all. A recording's files lie in its own directory: take it out.")]
    NotAFile(String),
    #[error("{0} is larger than any file of a recording. Take it out.")]
    TooLarge(String),
    #[error("The recording {0} has more than {MOST} exchanges, or more than {MEGABYTES} MB. Take some out.")]
    TooMany(String),
    #[error("{path} cannot be used: {reason}.")]
    Unusable { path: String, reason: String },
}

impl RecordingFault {
    fn of(path: &Path, error: &io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound => Self::Missing(shown(path)),
            io::ErrorKind::NotADirectory => Self::NotADirectory(shown(path)),
            _ => Self::Unusable { path: shown(path), reason: error.to_string() },
        }
    }
}

/// What a call asks for; secret headers are named alone.
fn asked(call: &Call) -> Asked {
    let sends = |name: &str| call.secret_headers.iter().any(|(sent, _)| sent.eq_ignore_ascii_case(name));
    let query = call.url.query().map_or_else(String::new, |query| format!("?{query}"));
    let headers = call.headers.iter().map(|(name, value)| (name.to_ascii_lowercase(), value.clone()));
    Asked {
        method: call.method,
        origin: call.url.origin().ascii_serialization(),
        target: format!("{}{query}", call.url.path()),
        tokens: Tokens { developer: sends("authorization"), user: sends("music-user-token") },
        headers: headers.collect(),
        body: call.body.as_ref().map(|body| String::from_utf8_lossy(body).into_owned()),
    }
}

/// What is in a directory.
struct Contents {
    /// The files of exchanges, by number.
    exchanges: Vec<(usize, String)>,
    /// Of their files.
    bytes: u64,
    has_index: bool,
    is_empty: bool,
}

/// Looks what is in a directory, and whether it is a recording's that can be read.
fn contents(directory: &Path) -> Result<Contents, RecordingFault> {
    let mut contents = Contents { exchanges: Vec::new(), bytes: 0, has_index: false, is_empty: true };
    let fault = |error: io::Error| RecordingFault::of(directory, &error);
    for entry in fs::read_dir(directory).map_err(fault)? {
        contents.is_empty = false;
        let entry = entry.map_err(fault)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        contents.has_index |= name == INDEX;
        if let Some(number) = number_of(&name) {
            contents.bytes += entry.metadata().map_err(fault)?.len();
            contents.exchanges.push((number, name));
            if contents.exchanges.len() > MOST {
                return Err(RecordingFault::TooMany(shown(directory)));
            }
        }
    }
    contents.exchanges.sort();
    if contents.has_index {
        let path = directory.join(INDEX);
        read_index(&content(&path)?).map_err(|fault| RecordingFault::Faulty { file: shown(&path), fault })?;
    }
    Ok(contents)
}

/// Reads the exchanges, by number.
fn exchanges(directory: &Path, contents: &Contents) -> Result<Vec<Exchange>, RecordingFault> {
    let (mut exchanges, mut bytes) = (Vec::new(), 0);
    for (_, file) in &contents.exchanges {
        let path = directory.join(file);
        let text = content(&path)?;
        bytes += text.len() as u64;
        if bytes > IN_ALL {
            return Err(RecordingFault::TooMany(shown(directory)));
        }
        exchanges.push(read(&text).map_err(|fault| RecordingFault::Faulty { file: shown(&path), fault })?);
    }
    Ok(exchanges)
}

/// Reads a file of a recording. A link could lead anywhere, and a device never end.
fn content(path: &Path) -> Result<Vec<u8>, RecordingFault> {
    /// Spread over lines, a body takes more room than on the wire.
    const LARGEST_FILE: u64 = 4 * LARGEST as u64;
    let fault = |error: io::Error| RecordingFault::of(path, &error);
    let file = fs::symlink_metadata(path).map_err(fault)?;
    if !file.is_file() {
        return Err(RecordingFault::NotAFile(shown(path)));
    }
    let mut text = Vec::new();
    File::open(path).map_err(fault)?.take(LARGEST_FILE + 1).read_to_end(&mut text).map_err(fault)?;
    if text.len() as u64 > LARGEST_FILE {
        return Err(RecordingFault::TooLarge(shown(path)));
    }
    Ok(text)
}
