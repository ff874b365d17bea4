//! How keys are written: `Ctrl-p`, `Shift-Tab`, `F5`, `j`, and one after the other as in `Ctrl-x Ctrl-e`.

use crate::app::event::{Key, KeyCode};

/// A key, or two that are pressed one after the other, by their written name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeyNotation(pub &'static str);

/// Keys that act together: one, or two one after the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Chord {
    pub first: Key,
    pub second: Option<Key>,
}

impl KeyNotation {
    /// The keys that are meant; none if the name is none, which a test keeps out of the table.
    #[must_use]
    pub fn chord(self) -> Option<Chord> {
        chord_of(self.0)
    }

    /// Whether these keys are meant.
    #[must_use]
    pub fn is(self, first: Key, second: Option<Key>) -> bool {
        self.chord() == Some(Chord { first, second })
    }
}

/// The keys that a written name means; none if it is no name of any.
#[must_use]
pub fn chord_of(text: &str) -> Option<Chord> {
    let (first, second) = match text.split_once(' ') {
        Some((first, second)) => (first, Some(key(second)?)),
        None => (text, None),
    };
    Some(Chord { first: key(first)?, second })
}

fn key(text: &str) -> Option<Key> {
    let (ctrl, rest) = match text.strip_prefix("Ctrl-") {
        Some(rest) if !rest.is_empty() => (true, rest),
        _ => (false, text),
    };
    if rest == "Shift-Tab" {
        return Some(Key { ctrl, ..Key::plain(KeyCode::BackTab) });
    }
    let code = named(rest).or_else(|| function(rest)).or_else(|| single(rest))?;
    Some(Key { ctrl, ..Key::plain(code) })
}

fn named(name: &str) -> Option<KeyCode> {
    let names = [
        ("Enter", KeyCode::Enter),
        ("Esc", KeyCode::Esc),
        ("Tab", KeyCode::Tab),
        ("Space", KeyCode::Char(' ')),
        ("Backspace", KeyCode::Backspace),
        ("Delete", KeyCode::Delete),
        ("Up", KeyCode::Up),
        ("Down", KeyCode::Down),
        ("Left", KeyCode::Left),
        ("Right", KeyCode::Right),
        ("Home", KeyCode::Home),
        ("End", KeyCode::End),
        ("PgUp", KeyCode::PageUp),
        ("PgDn", KeyCode::PageDown),
    ];
    names.into_iter().find(|(known, _)| *known == name).map(|(_, code)| code)
}

fn function(name: &str) -> Option<KeyCode> {
    let number = name.strip_prefix('F')?.parse().ok()?;
    (1..=24).contains(&number).then_some(KeyCode::F(number))
}

fn single(name: &str) -> Option<KeyCode> {
    let mut chars = name.chars();
    let c = chars.next()?;
    chars.next().is_none().then_some(KeyCode::Char(c))
}
