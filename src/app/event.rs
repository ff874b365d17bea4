//! What a person did, in our own words: keys, pastes, resizes. The adapter translates the terminal library's events
//! into these, so that nothing behind it depends on that library.

use std::fmt;

/// Something that happened at the terminal.
#[derive(Clone, PartialEq, Eq)]
pub enum Event {
    /// A key was pressed, or is held and repeats.
    Key(Key),
    /// A button of the mouse was pressed, or its wheel turned.
    Mouse(Mouse),
    /// Characters were typed that came together, each by a key of its own.
    Burst(Typed),
    /// Text arrived in one piece (bracketed paste), raw as the terminal sent it.
    Paste(String),
    /// The terminal now has this many columns and rows.
    Resize(u16, u16),
    /// The terminal got the focus, or lost it.
    Focus(bool),
    /// The terminal has shown all frames that it was sent.
    Shown,
    /// The terminal is gone: its input ended or failed.
    Closed,
}

impl fmt::Debug for Event {
    /// Of a paste and of a burst, the length alone: it may be a token.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Key(key) => f.debug_tuple("Key").field(key).finish(),
            Self::Mouse(mouse) => f.debug_tuple("Mouse").field(mouse).finish(),
            Self::Burst(text) => f.debug_tuple("Burst").field(text).finish(),
            Self::Paste(text) => f.debug_tuple("Paste").field(&text.len()).finish(),
            Self::Resize(width, height) => f.debug_tuple("Resize").field(width).field(height).finish(),
            Self::Focus(has_focus) => f.debug_tuple("Focus").field(has_focus).finish(),
            Self::Shown => f.write_str("Shown"),
            Self::Closed => f.write_str("Closed"),
        }
    }
}

/// What the mouse did, and where.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Mouse {
    pub kind: MouseKind,
    /// Counted from 0 at the left.
    pub column: u16,
    /// Counted from 0 at the top.
    pub row: u16,
}

/// What the mouse did. Other buttons, releases and moves mean nothing to Segue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MouseKind {
    /// The left button went down.
    Down,
    WheelUp,
    WheelDown,
}

/// Text that a person typed, on its way to an editor and back.
#[derive(Clone, PartialEq, Eq)]
pub struct Typed(pub String);

impl fmt::Debug for Typed {
    /// Its length alone: it may hold a token.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Typed").field(&self.0.len()).finish()
    }
}

/// A key with its modifiers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Key {
    /// Which key.
    pub code: KeyCode,
    /// Ctrl was held.
    pub ctrl: bool,
    /// Alt (or Meta) was held.
    pub alt: bool,
    /// Shift was held; always false for characters, whose case says it already.
    pub shift: bool,
}

/// The keys that Segue knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum KeyCode {
    /// A character, as typed (upper case when shifted).
    Char(char),
    /// A function key, 1 to 24.
    F(u8),
    Enter,
    Esc,
    Tab,
    /// Shift-Tab, which terminals send as a key of its own.
    BackTab,
    Backspace,
    Delete,
    Insert,
    Up,
    Down,
    Left,
    Right,
    Home,
    End,
    PageUp,
    PageDown,
}

impl Key {
    /// The key alone, without modifiers.
    #[must_use]
    pub const fn plain(code: KeyCode) -> Self {
        Self { code, ctrl: false, alt: false, shift: false }
    }

    /// A character alone.
    #[must_use]
    pub const fn char(c: char) -> Self {
        Self::plain(KeyCode::Char(c))
    }

    /// Ctrl with a (lower case) character.
    #[must_use]
    pub const fn ctrl(c: char) -> Self {
        Self { ctrl: true, ..Self::char(c) }
    }

    /// The character that this key would type into a text field, if it types one.
    #[must_use]
    pub const fn typed(self) -> Option<char> {
        match self.code {
            KeyCode::Char(c) if !self.ctrl && !self.alt => Some(c),
            _ => None,
        }
    }
}
