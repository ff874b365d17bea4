//! How keys are written: `Ctrl-p`, `Shift-Tab`, `F5`, `j`, and one after the other as in `Ctrl-x Ctrl-e`.

use crate::app::event::{Key, KeyCode};

/// Keys that have a name.
const NAMED: [(&str, KeyCode); 15] = [
    ("Enter", KeyCode::Enter),
    ("Esc", KeyCode::Esc),
    ("Tab", KeyCode::Tab),
    ("Space", KeyCode::Char(' ')),
    ("Backspace", KeyCode::Backspace),
    ("Delete", KeyCode::Delete),
    ("Insert", KeyCode::Insert),
    ("Up", KeyCode::Up),
    ("Down", KeyCode::Down),
    ("Left", KeyCode::Left),
    ("Right", KeyCode::Right),
    ("Home", KeyCode::Home),
    ("End", KeyCode::End),
    ("PgUp", KeyCode::PageUp),
    ("PgDn", KeyCode::PageDown),
];

/// What Ctrl with these letters is to a terminal: the same byte as another key.
const SAME: [(char, &str); 3] = [('i', "Tab"), ('m', "Enter"), ('[', "Esc")];

/// No key's name is longer.
const LONGEST: usize = 24;

/// A key, or two that are pressed one after the other, by their written name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeyNotation(pub &'static str);

/// Keys that act together: one, or two one after the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Chord {
    pub first: Key,
    pub second: Option<Key>,
}

/// Why a text is no key that could be pressed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotationFault {
    #[error("no keys stand here; [] takes an action's keys away")]
    Empty,
    #[error("keys act alone, or two one after the other; here are more")]
    TooMany,
    #[error("`{0}` is no key: write j, Ctrl-p, Shift-Tab, F5, PgDn or two one after the other, as in y v")]
    Unknown(String),
    #[error("`{0}` never arrives: a terminal sends it as {1}")]
    Same(String, &'static str),
    #[error("`{0}` never arrives: write a letter with Shift as its capital")]
    ShiftedLetter(String),
    #[error("`{0}` never arrives: with Ctrl, a terminal tells no capitals; write the small letter")]
    CtrlCapital(String),
    #[error("`{0}` is told from Alt with a key by its timing alone; begin with another key than Esc")]
    BeginsWithEsc(String),
    #[error("`{0}` never arrives: most terminals send the key without Ctrl")]
    CtrlNamed(String),
}

impl KeyNotation {
    /// The keys that are meant; none if the name is none, which a test keeps out of the table.
    #[must_use]
    pub fn chord(self) -> Option<Chord> {
        Chord::read(self.0).ok()
    }

    /// Whether these keys are meant.
    #[must_use]
    pub fn is(self, first: Key, second: Option<Key>) -> bool {
        self.chord() == Some(Chord { first, second })
    }
}

impl Chord {
    /// Reads one key, or two with a space between them.
    ///
    /// # Errors
    /// [`NotationFault`] when that is no key, or one that no terminal sends.
    pub fn read(text: &str) -> Result<Self, NotationFault> {
        let mut words = text.split(' ').filter(|word| !word.is_empty());
        let first = key(words.next().ok_or(NotationFault::Empty)?)?;
        let second = words.next().map(key).transpose()?;
        let begins_with_esc = second.is_some() && first == Key::plain(KeyCode::Esc);
        match words.next() {
            Some(_) => Err(NotationFault::TooMany),
            None if begins_with_esc => Err(NotationFault::BeginsWithEsc(text.to_owned())),
            None => Ok(Self { first, second }),
        }
    }

    /// Whether both can't be had: they are the same, or one begins the other.
    #[must_use]
    pub fn clashes(self, other: Self) -> bool {
        self.first == other.first
            && (self.second.is_none() || other.second.is_none() || self.second == other.second)
    }

    /// Whether Alt is in it, which slow links and some terminals take apart.
    #[must_use]
    pub const fn needs_alt(self) -> bool {
        self.first.alt || matches!(self.second, Some(Key { alt: true, .. }))
    }

    /// Whether a key is in it.
    #[must_use]
    pub fn contains(self, key: Key) -> bool {
        self.first == key || self.second == Some(key)
    }
}

fn key(text: &str) -> Result<Key, NotationFault> {
    // What is longer may be a secret that stands in a key's place.
    let shown = if text.chars().count() > LONGEST { "…" } else { text };
    let unknown = || NotationFault::Unknown(shown.to_owned());
    let mut key = Key::plain(KeyCode::Esc);
    let mut rest = text;
    loop {
        let (taken, after) = match rest.split_once('-') {
            Some(("Ctrl", after)) if !after.is_empty() => (&mut key.ctrl, after),
            Some(("Alt", after)) if !after.is_empty() => (&mut key.alt, after),
            Some(("Shift", after)) if !after.is_empty() => (&mut key.shift, after),
            _ => break,
        };
        if std::mem::replace(taken, true) {
            return Err(unknown());
        }
        rest = after;
    }
    key.code = named(rest).or_else(|| function(rest)).or_else(|| single(rest)).ok_or_else(unknown)?;
    arriving(key, text)
}

/// The key as a terminal tells it, if it does.
fn arriving(mut key: Key, text: &str) -> Result<Key, NotationFault> {
    let text = || text.to_owned();
    match key.code {
        KeyCode::Tab if key.shift => {
            key = Key { code: KeyCode::BackTab, shift: false, ..key };
        }
        KeyCode::Char(' ') | KeyCode::Enter | KeyCode::Esc | KeyCode::Backspace if key.shift => {
            return Err(NotationFault::Unknown(text()));
        }
        KeyCode::Char(_) if key.shift => return Err(NotationFault::ShiftedLetter(text())),
        KeyCode::Char(c) if key.ctrl => {
            if let Some((_, same)) = SAME.iter().find(|(same, _)| *same == c) {
                return Err(NotationFault::Same(text(), same));
            }
            if c.is_uppercase() {
                return Err(NotationFault::CtrlCapital(text()));
            }
        }
        KeyCode::Enter | KeyCode::Tab | KeyCode::Esc | KeyCode::Backspace if key.ctrl => {
            return Err(NotationFault::CtrlNamed(text()));
        }
        _ => {}
    }
    Ok(key)
}

fn named(name: &str) -> Option<KeyCode> {
    NAMED.into_iter().find(|(known, _)| *known == name).map(|(_, code)| code)
}

fn function(name: &str) -> Option<KeyCode> {
    let number = name.strip_prefix('F')?.parse().ok()?;
    (1..=24).contains(&number).then_some(KeyCode::F(number))
}

fn single(name: &str) -> Option<KeyCode> {
    let mut chars = name.chars();
    let c = chars.next()?;
    (chars.next().is_none() && !c.is_control()).then_some(KeyCode::Char(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_read_as_terminals_tell_them() {
        for (text, expected) in [
            ("j", Key::char('j')),
            ("-", Key::char('-')),
            ("Ctrl--", Key::ctrl('-')),
            ("Space", Key::char(' ')),
            ("Shift-Tab", Key::plain(KeyCode::BackTab)),
            ("Shift-Up", Key { shift: true, ..Key::plain(KeyCode::Up) }),
            ("Ctrl-Alt-k", Key { alt: true, ..Key::ctrl('k') }),
            ("F12", Key::plain(KeyCode::F(12))),
        ] {
            assert_eq!(Chord::read(text), Ok(Chord { first: expected, second: None }), "{text}");
        }
        let chord = Chord { first: Key::ctrl('x'), second: Some(Key::char('k')) };
        assert_eq!(Chord::read("Ctrl-x  k"), Ok(chord));
    }

    #[test]
    fn what_no_terminal_sends_is_no_key() {
        for (text, says) in [
            ("", "[] takes"),
            ("a b c", "more"),
            ("Esc x", "another key than Esc"),
            ("jj", "is no key"),
            ("Ctrl-", "is no key"),
            ("Ctrl-Ctrl-x", "is no key"),
            ("F99", "is no key"),
            ("Ctrl-m", "as Enter"),
            ("Ctrl-i", "as Tab"),
            ("Ctrl-[", "as Esc"),
            ("Ctrl-X", "small letter"),
            ("Shift-a", "capital"),
            ("Ctrl-Enter", "without Ctrl"),
            ("\u{1b}", "is no key"),
        ] {
            let fault = Chord::read(text).unwrap_err().to_string();
            assert!(fault.contains(says), "{text}: {fault}");
        }
    }

    #[test]
    fn a_key_that_begins_a_chord_clashes_with_it() {
        let read = |text| Chord::read(text).unwrap();
        for (one, other, expected) in [
            ("y", "y", true),
            ("y", "y v", true),
            ("y v", "y", true),
            ("y v", "y k", false),
            ("y", "k", false),
        ] {
            assert_eq!(read(one).clashes(read(other)), expected, "{one} {other}");
        }
    }
}
