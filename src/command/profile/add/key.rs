//! The private key of a new profile: read before anything else is asked, and copied only on request.

use std::path::{Path, PathBuf};

use super::{Dialogue, Exit, Setup, Stop, credentials};
use crate::{
    adapter::{
        config,
        credentials::{COMMAND_LIMIT, ReadFault, expand_home, read_source},
    },
    domain::{
        profile::{KeySource, Origin, Source, Where},
        secret::Secret,
        token::{
            KeyId,
            key::{self, PrivateKey},
        },
    },
};

/// A private key that was read, and where.
pub(super) struct Found {
    source: Source,
    text: Secret,
}

impl Setup<'_> {
    /// Reads the key, and asks again until there is one.
    pub(super) fn key(&self) -> Result<Found, Stop> {
        if let Some(KeySource(source)) = &self.add.private_key {
            return self.read_key(absolute(source.clone()))?.or_else(|reason| {
                self.dialogue.tell(&reason)?;
                Err(Stop::Told(Exit::DeveloperToken))
            });
        }
        loop {
            let question = "Path of the private key (AuthKey_<Key ID>.p8)";
            let source = self.dialogue.ask(question, None, "--private-key", |text| {
                typed_path(text).parse::<KeySource>().map_err(|_| NO_PATH.to_owned())
            })?;
            match self.read_key(absolute(source.0))? {
                Ok(found) => return Ok(found),
                Err(reason) => self.dialogue.tell(&format!("  {reason}"))?,
            }
        }
    }

    /// The key, or why there is none.
    fn read_key(&self, source: Source) -> Result<Result<Found, String>, Stop> {
        let mut read = self.read(&source);
        if let (Err(ReadFault::NotPrivate { mode, .. }), Source::File(path)) = (&read, &source)
            && offers_privacy(&self.dialogue, *mode)?
        {
            // What keeps it from being so is told by the next reading.
            let _ = config::make_private(path);
            read = self.read(&source);
        }
        let text = match read {
            Ok(text) => text,
            Err(fault) => return Ok(Err(fault.to_string())),
        };
        match key::read(&text) {
            Ok(key) => self.note(&key, &source).map(|()| Ok(Found { source, text })),
            Err(fault) => Ok(Err(fault.to_string())),
        }
    }

    fn read(&self, source: &Source) -> Result<Secret, ReadFault> {
        let origin = self.add.origin.clone().unwrap_or_else(Origin::apple);
        let named_by = "the private key".to_owned();
        let place = match source {
            Source::Env(name) => {
                let value = self.book.environment.get(name).cloned();
                Where::Variable(name.clone(), value.unwrap_or_else(|| Secret::new(String::new())))
            }
            Source::File(path) => Where::File { path: path.clone(), named_by },
            Source::Command(words) => Where::Command { words: words.clone(), named_by },
        };
        self.tasks.block_on(read_source(&place, &origin, COMMAND_LIMIT))
    }

    /// What there is to say of a key that can be used.
    fn note(&self, key: &PrivateKey, source: &Source) -> Result<(), Stop> {
        let repairs = key.repairs().iter().map(ToString::to_string);
        let foreign = match source {
            Source::File(path) => key::other_service(path),
            Source::Env(_) | Source::Command(_) => None,
        };
        let foreign = foreign.map(|service| {
            format!(
                "The file's name is that of a key for {service}. Apple Music takes one with Media Services (MusicKit)."
            )
        });
        repairs.chain(foreign).try_for_each(|note| self.dialogue.tell(&format!("! {note}")))
    }

    /// The Key ID: named, or of the file's name, or asked for.
    pub(super) fn key_id(&self, found: &Found) -> Result<KeyId, Stop> {
        let of_file = match &found.source {
            Source::File(path) => KeyId::from_file_name(path),
            Source::Env(_) | Source::Command(_) => None,
        };
        match (&self.add.key_id, of_file) {
            (Some(given), of_file) => {
                if let Some(other) = of_file.filter(|other| other != given) {
                    self.dialogue
                        .tell(&format!("! The file's name says {other}, and the Key ID is to be {given}."))?;
                }
                Ok(given.clone())
            }
            (None, Some(named)) => {
                self.dialogue.tell(&format!("Key ID {named}, from the file's name."))?;
                Ok(named)
            }
            (None, None) => self.dialogue.ask("Key ID, 10 characters", None, "--key-id", |text| {
                text.parse::<KeyId>().map_err(|fault| fault.to_string())
            }),
        }
    }

    /// The key stays where it is, or a copy of it is used: never without being asked for.
    pub(super) fn place_of_key(&self, key: Found) -> Result<Source, Stop> {
        let directory = self.book.path.parent().unwrap_or(Path::new(""));
        let Some(place) = copy_of(&key.source, directory) else { return Ok(key.source) };
        let shown = credentials::shown(&place);
        let question = format!("Copy the key to {shown}, for you alone, and use that?");
        let copies =
            self.add.copy_key || (self.asks && self.dialogue.confirm(&question, false, "--copy-key")?);
        if !copies {
            return Ok(key.source);
        }
        config::copy_key(&key.text, &place)
            .map_err(|error| Stop::Unusable(format!("The key cannot be copied to {shown}: {error}")))?;
        Ok(absolute(Source::File(place)))
    }
}

/// Where a copy of the key would be; nowhere, if it is there already or no file.
fn copy_of(source: &Source, directory: &Path) -> Option<PathBuf> {
    let Source::File(path) = source else { return None };
    let is_there = path.parent() == std::path::absolute(directory).ok().as_deref();
    if is_there { None } else { Some(directory.join(path.file_name()?)) }
}

/// Apple's downloads can be read by everybody, as all downloads can.
fn offers_privacy(dialogue: &Dialogue, mode: u32) -> Result<bool, Stop> {
    let question = format!("Others may read that file (mode {mode:04o}). Make it yours alone (chmod 600)?");
    if dialogue.is_interactive() { dialogue.confirm(&question, true, "a private file") } else { Ok(false) }
}

const NO_PATH: &str = "That is no path. Name the .p8 file, or env:NAME, or command:PROGRAM ARGUMENTS.";

/// A path as terminals type one that is dragged into them: in quotes, or with backslashes before its blanks.
fn typed_path(text: &str) -> String {
    let quoted = ['\'', '"'].iter().find_map(|quote| text.strip_prefix(*quote)?.strip_suffix(*quote));
    match quoted {
        Some(path) => path.to_owned(),
        None if text.starts_with("command:") => text.to_owned(),
        None => text.replace("\\ ", " "),
    }
}

/// A file by its whole path: the configuration may be elsewhere.
pub(super) fn absolute(source: Source) -> Source {
    match source {
        Source::File(path) => {
            let path = expand_home(&path);
            Source::File(std::path::absolute(&path).unwrap_or(path))
        }
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_that_was_dragged_into_the_terminal_is_read() {
        for (text, expected) in [
            ("'/a b/k.p8'", "/a b/k.p8"),
            ("\"/a b/k.p8\"", "/a b/k.p8"),
            ("/a\\ b/k.p8", "/a b/k.p8"),
            ("/a/k.p8", "/a/k.p8"),
            ("command:cat a\\ b", "command:cat a\\ b"),
        ] {
            assert_eq!(typed_path(text), expected);
        }
    }
}
