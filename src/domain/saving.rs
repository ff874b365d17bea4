//! Where a response is saved: a name for it, what a person typed as a path, and what may be in the way.

use std::path::{Path, PathBuf};

use super::{
    leave::Refusal,
    link,
    visible::{is_hostile, visible},
};

/// The longest name that is proposed, without its ending, in bytes: most file systems allow 255.
const LONGEST: usize = 100;

/// Why nothing was saved; a file that was there is as it was.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SaveFault {
    #[error("there is no name for the file; type one")]
    Unnamed,
    #[error("~ has no meaning here, because HOME is not set; type the whole path")]
    NoHome,
    #[error("{0} exists already; choose another name, or replace it")]
    Exists(String),
    #[error("there is no directory {0}; make it, or choose another")]
    NoDirectory(String),
    #[error("{0} is not a file; type the name of one")]
    NotAFile(String),
    #[error("{0} may not be written; choose a directory that is yours")]
    Denied(String),
    #[error("there is no room for {0}; make some, or choose another disk")]
    Full(String),
    #[error("{path} cannot be written: {reason}; choose another path")]
    Unwritable { path: String, reason: String },
    #[error(transparent)]
    Refused(#[from] Refusal),
}

/// A path as it is shown.
#[must_use]
pub fn shown(path: &Path) -> String {
    visible(&path.to_string_lossy()).into_owned()
}

/// The path that a person typed, with `~` as their home. Another person's home (`~name`) is not looked up.
///
/// # Errors
/// When nothing was typed, it names a directory, or there is no home to put in.
pub fn typed_path(typed: &str, home: Option<&Path>) -> Result<PathBuf, SaveFault> {
    let typed = typed.trim();
    let beyond = typed.strip_prefix('~').filter(|rest| rest.is_empty() || rest.starts_with('/'));
    let path = match beyond {
        Some(rest) => home.ok_or(SaveFault::NoHome)?.join(rest.trim_start_matches('/')),
        None => PathBuf::from(typed),
    };
    if typed.is_empty() {
        return Err(SaveFault::Unnamed);
    }
    if typed.ends_with('/') || path.file_name().is_none() || beyond == Some("") {
        return Err(SaveFault::NotAFile(visible(typed).into_owned()));
    }
    Ok(path)
}

/// A name for the answer to a request: `albums-1000042-tracks.json` for `/v1/catalog/us/albums/1000042/tracks?limit=25`.
/// It is one name, of letters, digits, dots, underscores and hyphens, whatever the target holds.
#[must_use]
pub fn file_name(target: &str) -> String {
    let (path, _) = link::split(target);
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    let telling = match parts.as_slice() {
        // The storefront is the same in most of what a person saves.
        ["v1", "catalog", _, rest @ ..] if !rest.is_empty() => rest,
        ["v1", "me", rest @ ..] | ["v1", rest @ ..] if !rest.is_empty() => rest,
        all => all,
    };
    let words: Vec<String> = telling.iter().map(|part| safe(&link::decoded(part))).collect();
    let name = words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join("-");
    let name = name[..name.floor_char_boundary(LONGEST)].trim_end_matches(['-', '.']);
    if name.is_empty() { "response.json".to_owned() } else { format!("{name}.json") }
}

/// A part of a name. It begins with no dot, which would hide the file, and no hyphen, which commands take for an option.
fn safe(part: &str) -> String {
    let is_plain = |c: char| (c.is_alphanumeric() && !is_hostile(c)) || matches!(c, '.' | '_' | '-');
    let mut safe = String::new();
    for c in part.chars() {
        match c {
            c if is_plain(c) => safe.push(c),
            _ if safe.ends_with('-') => {}
            _ => safe.push('-'),
        }
    }
    safe.trim_matches(['-', '.']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_of_answers() {
        let cases = [
            ("/v1/catalog/us/albums/1000042/tracks?limit=25", "albums-1000042-tracks.json"),
            ("/v1/me/library/playlists/p.aB3/tracks", "library-playlists-p.aB3-tracks.json"),
            ("/v1/storefronts/us", "storefronts-us.json"),
            ("/v1/catalog/us", "catalog-us.json"),
            ("/v1/me", "me.json"),
            ("/v1", "v1.json"),
            ("/", "response.json"),
            ("", "response.json"),
            ("/v1/catalog/us/songs/caf%C3%A9%20x", "songs-café-x.json"),
            ("/v1/x/..%2F..%2Fetc%2Fpasswd", "x-etc-passwd.json"),
            ("/v1/%2D%2Drm/.hidden", "rm-hidden.json"),
            ("/v1/a%1B%5B2J%E2%80%AEb/%00", "a-2J-b.json"),
        ];
        for (target, name) in cases {
            assert_eq!(file_name(target), name, "{target}");
        }
    }

    #[test]
    fn paths_as_they_are_typed() {
        let home = Path::new("/home/mara");
        let cases = [
            ("a.json", Ok("a.json")),
            (" ~/a b.json ", Ok("/home/mara/a b.json")),
            ("~mara/a", Ok("~mara/a")),
            ("../x/~/a", Ok("../x/~/a")),
            ("", Err(SaveFault::Unnamed)),
            ("~", Err(SaveFault::NotAFile("~".to_owned()))),
            ("a/", Err(SaveFault::NotAFile("a/".to_owned()))),
            ("\u{1b}[2J/", Err(SaveFault::NotAFile("\\u001b[2J/".to_owned()))),
            ("..", Err(SaveFault::NotAFile("..".to_owned()))),
        ];
        for (typed, expected) in cases {
            assert_eq!(typed_path(typed, Some(home)), expected.map(PathBuf::from), "{typed}");
        }
        assert_eq!(typed_path("~/a", None), Err(SaveFault::NoHome));
    }

    proptest! {
        #[test]
        fn a_name_is_one_harmless_name(target in "(/v1)?(/(catalog|%2e|\\.|\\.\\.|%2F|%0A|é|漢|[ -~]){0,6}){0,12}") {
            let name = file_name(&target);
            let path = Path::new(&name);
            prop_assert_eq!(path.components().count(), 1);
            prop_assert_eq!(path.file_name().unwrap().to_str().unwrap(), &name);
            prop_assert!(name.len() <= LONGEST + 5 && name.ends_with(".json"));
            prop_assert!(!name.starts_with(['.', '-']) && !name.contains(is_hostile));
        }
    }
}
