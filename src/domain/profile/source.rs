//! Where one secret is kept: a variable, a file, or what a command prints. Never the configuration file itself.

use std::borrow::Cow;
use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

use serde::{Deserialize, Deserializer};
use thiserror::Error;

use crate::domain::secret;

/// Longer than any variable's name or file's name in practice; a key or token that lost its `file:` is longer.
const LONGEST_NAME: usize = 64;

/// No file or directory that a person named has a longer name; a user token is longer where it has no slash.
const LONGEST_PART: usize = 128;

/// Where a secret is kept, as written in the configuration.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub enum Source {
    /// `env:NAME`
    Env(String),
    /// `file:PATH`; `~` stands for the home directory.
    File(PathBuf),
    /// `command:pass show x`, split into words as a shell does and run without one.
    Command(Vec<String>),
}

/// Why a text is no source. The text itself is never repeated: it may be the secret.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum SourceFault {
    /// No prefix: perhaps the secret itself.
    #[error("A secret does not belong here. Write env:NAME, file:PATH or command:PROGRAM ARGUMENTS instead.")]
    Literal,
    /// `env:` without a name.
    #[error("After env: comes the name of a variable: letters, digits and underscores.")]
    Variable,
    /// `file:` without a path.
    #[error("After file: comes the path of a file.")]
    File,
    /// `command:` without a program.
    #[error("After command: comes a program and its arguments.")]
    Command,
    /// A quote that is opened and not closed.
    #[error("The command has a quote that is not closed.")]
    Quote,
    /// `|`, `$`, `>` and the like outside quotes.
    #[error("The command uses {0:?}, and no shell runs it. Quote the character, or write command:sh -c '…'.")]
    Shell(char),
}

impl FromStr for Source {
    type Err = SourceFault;

    fn from_str(text: &str) -> Result<Self, SourceFault> {
        let text = text.trim();
        let (kind, rest) = text.split_once(':').ok_or(SourceFault::Literal)?;
        if holds_secret(rest) {
            return Err(SourceFault::Literal);
        }
        match kind {
            "env" => variable(rest.trim()),
            "file" if rest.trim().is_empty() => Err(SourceFault::File),
            "file" if !can_be_path(rest.trim()) => Err(SourceFault::Literal),
            "file" => Ok(Self::File(PathBuf::from(rest.trim()))),
            "command" => words(rest).map(Self::Command),
            _ => Err(SourceFault::Literal),
        }
    }
}

impl TryFrom<String> for Source {
    type Error = SourceFault;

    fn try_from(text: String) -> Result<Self, SourceFault> {
        text.parse()
    }
}

impl fmt::Display for Source {
    /// As it is written in the configuration; reading it back gives the same source.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Env(name) => write!(f, "env:{name}"),
            Self::File(path) => write!(f, "file:{}", path.display()),
            Self::Command(words) => {
                let quoted: Vec<String> = words.iter().map(|word| shell_quoted(word)).collect();
                write!(f, "command:{}", quoted.join(" "))
            }
        }
    }
}

/// For `private_key`, which takes a bare path as well: it is what most people write, and a path is no secret.
pub(super) fn key_source<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Source>, D::Error> {
    let text = String::deserialize(deserializer)?;
    parse_key_source(&text).map(Some).map_err(serde::de::Error::custom)
}

/// Where a private key is, as it is named on a command line: as in the configuration, a bare path will do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeySource(pub Source);

impl FromStr for KeySource {
    type Err = SourceFault;

    fn from_str(text: &str) -> Result<Self, SourceFault> {
        parse_key_source(text).map(Self)
    }
}

fn parse_key_source(text: &str) -> Result<Source, SourceFault> {
    let text = text.trim();
    match text.parse() {
        Err(SourceFault::Literal) if is_bare_path(text) => Ok(Source::File(PathBuf::from(text))),
        parsed => parsed,
    }
}

fn is_bare_path(text: &str) -> bool {
    let last = text.trim_end_matches(['/', '\\']).rsplit(['/', '\\']).next().unwrap_or_default();
    // Base64 has slashes too, so a long text is a path only if it begins or ends as one.
    let is_path = text.len() <= LONGEST_NAME || text.starts_with(['/', '~', '.']) || text.ends_with(".p8");
    let is_name = !last.is_empty() && last.len() <= LONGEST_NAME;
    !holds_secret(text) && is_path && is_name && !text.contains('\n')
}

/// Whether a token or a key is anywhere in a text: it may have been put behind a right beginning.
fn holds_secret(text: &str) -> bool {
    matches!(secret::mask(text), Cow::Owned(_))
}

/// Whether a text can be the path of a file: no token or key is in it, and no part is longer than people name files. A
/// user token has no shape but its length.
pub(super) fn can_be_path(text: &str) -> bool {
    !holds_secret(text) && text.split(['/', '\\']).all(|part| part.len() <= LONGEST_PART)
}

fn variable(name: &str) -> Result<Source, SourceFault> {
    let plain = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    let starts_well = name.bytes().next().is_some_and(|byte| !byte.is_ascii_digit());
    if plain && starts_well && name.len() <= LONGEST_NAME {
        Ok(Source::Env(name.to_owned()))
    } else {
        Err(SourceFault::Variable)
    }
}

/// Splits as a POSIX shell splits words: blanks separate, quotes and backslashes keep together. What only a shell could
/// carry out (pipes, variables, redirections) is refused outside quotes rather than passed on as an odd argument.
fn words(text: &str) -> Result<Vec<String>, SourceFault> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match c {
            _ if c.is_whitespace() => words.extend(word.take()),
            '\'' => single_quoted(&mut chars, word.get_or_insert_default())?,
            '"' => double_quoted(&mut chars, word.get_or_insert_default())?,
            '\\' => word.get_or_insert_default().push(chars.next().ok_or(SourceFault::Quote)?),
            '|' | '&' | ';' | '<' | '>' | '$' | '`' | '(' | ')' => return Err(SourceFault::Shell(c)),
            _ => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    if words.first().is_none_or(String::is_empty) { Err(SourceFault::Command) } else { Ok(words) }
}

fn single_quoted(chars: &mut impl Iterator<Item = char>, word: &mut String) -> Result<(), SourceFault> {
    for c in chars {
        if c == '\'' {
            return Ok(());
        }
        word.push(c);
    }
    Err(SourceFault::Quote)
}

fn double_quoted(chars: &mut impl Iterator<Item = char>, word: &mut String) -> Result<(), SourceFault> {
    while let Some(c) = chars.next() {
        match c {
            '"' => return Ok(()),
            // Between double quotes a backslash guards only these four; before anything else it is itself.
            '\\' => match chars.next().ok_or(SourceFault::Quote)? {
                guarded @ ('"' | '\\' | '$' | '`') => word.push(guarded),
                other => word.extend(['\\', other]),
            },
            '$' | '`' => return Err(SourceFault::Shell(c)),
            _ => word.push(c),
        }
    }
    Err(SourceFault::Quote)
}

/// Quotes a word for a POSIX shell, if it needs it.
#[must_use]
pub fn shell_quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:=@%+,~".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn command(words: &[&str]) -> Result<Source, SourceFault> {
        Ok(Source::Command(words.iter().map(|word| (*word).to_owned()).collect()))
    }

    #[test]
    fn sources() {
        for (text, expected) in [
            ("env:WORK_TOKEN", Ok(Source::Env("WORK_TOKEN".to_owned()))),
            ("env: WORK_TOKEN ", Ok(Source::Env("WORK_TOKEN".to_owned()))),
            ("file:~/music/token", Ok(Source::File(PathBuf::from("~/music/token")))),
            ("command:pass show apple/music", command(&["pass", "show", "apple/music"])),
            (
                r#"command: op read "op://a b/c" 'd "e"' f\ g """#,
                command(&["op", "read", "op://a b/c", "d \"e\"", "f g", ""]),
            ),
            (r#"command:a "b\"c\x""#, command(&["a", "b\"c\\x"])),
            ("command:sh -c 'a | b $C'", command(&["sh", "-c", "a | b $C"])),
            ("command:", Err(SourceFault::Command)),
            ("command:''", Err(SourceFault::Command)),
            ("command:pass 'x", Err(SourceFault::Quote)),
            ("command:pass \"x", Err(SourceFault::Quote)),
            ("command:pass x\\", Err(SourceFault::Quote)),
            ("command:pass x | head -1", Err(SourceFault::Shell('|'))),
            ("command:echo $TOKEN", Err(SourceFault::Shell('$'))),
            ("command:echo \"$TOKEN\"", Err(SourceFault::Shell('$'))),
            ("env:", Err(SourceFault::Variable)),
            ("env:1X", Err(SourceFault::Variable)),
            ("env:A-B", Err(SourceFault::Variable)),
            ("file: ", Err(SourceFault::File)),
            ("AqFgxYkMISKBkU5I", Err(SourceFault::Literal)),
            ("Bearer: x", Err(SourceFault::Literal)),
            ("file:eyJhbGciOiJFUzI1NiJ9.eyJ9.c2ln", Err(SourceFault::Literal)),
            ("file:-----BEGIN PRIVATE KEY-----", Err(SourceFault::Literal)),
        ] {
            assert_eq!(text.parse::<Source>(), expected, "{text}");
        }
    }

    #[test]
    fn a_private_key_may_be_a_bare_path() {
        for (text, expected) in [
            ("~/keys/AuthKey_FICTION001.p8", Ok(Source::File(PathBuf::from("~/keys/AuthKey_FICTION001.p8")))),
            ("key.p8", Ok(Source::File(PathBuf::from("key.p8")))),
            ("C:\\keys\\key.p8", Ok(Source::File(PathBuf::from("C:\\keys\\key.p8")))),
            ("env:KEY", Ok(Source::Env("KEY".to_owned()))),
            ("env:", Err(SourceFault::Variable)),
            ("-----BEGIN PRIVATE KEY-----\nMIGH", Err(SourceFault::Literal)),
            ("MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0", Err(SourceFault::Literal)),
            ("", Err(SourceFault::Literal)),
        ] {
            assert_eq!(parse_key_source(text), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_command_reads_back_as_it_is_written(words in proptest::collection::vec("[ -~é]{1,12}", 1..5)) {
            let source = Source::Command(words);
            // Words that look like a secret are refused on purpose; the alphabet above can hardly make one.
            prop_assert_eq!(source.to_string().parse(), Ok(source));
        }
    }
}
