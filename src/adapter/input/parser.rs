//! Bytes of a terminal become keys, pastes and answers, however the wire has cut them.
//!
//! A sequence that is not known is swallowed whole: none of it is typed, and none of it acts. No library of those there are does
//! that: they give up in the middle of what they don't know, and the rest is typed. What is kept meanwhile is bounded, but
//! for a paste, which is text that a person wants.

mod sequence;

use std::{mem, time::Duration};

use crate::app::event::{Key, KeyCode};
pub(super) use sequence::written;
use sequence::{control, introduced, single};

/// No sequence that means something to us has more bytes between its first two and its last.
const LONGEST: usize = 64;

/// The rest of a sequence that has begun is waited for this long, where what has come might also be a key with Alt.
const REST: Duration = Duration::from_secs(1);

/// And this long, where a text has begun that no key begins.
const REST_OF_TEXT: Duration = Duration::from_secs(5);

/// A paste of which nothing more has come for so long is over, or its end was lost: else it would take every key there is.
const REST_OF_PASTE: Duration = Duration::from_secs(1);

const PASTE_END: &[u8] = b"\x1b[201~";

/// What was heard from the terminal.
#[derive(Clone, PartialEq, Eq)]
#[cfg_attr(test, derive(Debug))]
pub enum Heard {
    /// A key was pressed, or is held and repeats.
    Key(Key),
    /// Text between the marks of a bracketed paste.
    Paste(String),
    /// The mouse.
    Pointer(Pointer),
    /// The terminal got the focus, or lost it.
    Focus(bool),
    /// The terminal itself answers.
    Answer(Answer),
}

/// What the mouse did, and in which cell, counted from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pointer {
    pub kind: PointerKind,
    pub column: u16,
    pub row: u16,
}

/// What the mouse did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PointerKind {
    /// A button went down: 0 is the left one, 1 the middle one, 2 the right one.
    Down(u8),
    /// A button was let go.
    Up(u8),
    /// The pointer moved, with a button down or without.
    Moved,
    WheelUp,
    WheelDown,
}

/// What a terminal answers to a question of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// All that was written before the question has arrived (`CSI 0 n`).
    Arrived,
    /// What kind of terminal it is (`CSI ? … c`).
    Attributes,
    /// Whether the terminal knows a mode (`CSI ? number ; setting $ y`).
    Mode { number: u32, is_known: bool },
    /// Where its cursor stands, counted from 1 (`CSI row ; column R`).
    Cursor { row: u32, column: u32 },
    /// It knows the keyboard protocol of Kitty (`CSI ? flags u`).
    KeyFlags,
}

/// Reads the bytes.
#[derive(Default)]
pub struct Parser {
    state: State,
    /// What has come of a sequence behind its beginning, of a character, or of a paste.
    held: Vec<u8>,
}

#[derive(Default, Clone, Copy, PartialEq, Eq)]
enum State {
    #[default]
    Ground,
    /// Esc, or twice.
    Escape {
        twice: bool,
    },
    /// `Esc [`.
    Csi {
        alt: bool,
    },
    /// `Esc O`.
    Single {
        alt: bool,
    },
    /// `Esc [ [`, what function keys of a console begin with.
    Console,
    /// `Esc [ M` and three bytes: a mouse of old.
    OldMouse {
        left: u8,
    },
    /// `Esc ]` and its like, which may be a key with Alt as well.
    Begun {
        with: u8,
    },
    /// A text up to its end.
    Text,
    /// Esc in a text, which its end begins with.
    TextEscape,
    /// A character of more than one byte.
    Character {
        alt: bool,
        length: usize,
    },
    Paste,
    /// A paste that was taken to be over without its end. What comes next is a key, or the rest of a paste that was held up.
    Broken,
}

impl Parser {
    /// Reads on.
    pub fn take(&mut self, mut bytes: &[u8], out: &mut Vec<Heard>) {
        if self.state == State::Broken && !bytes.is_empty() {
            self.go_on(bytes);
        }
        while let Some((first, rest)) = bytes.split_first() {
            if self.state == State::Paste {
                bytes = self.paste(bytes, out);
            } else {
                self.step(*first, out);
                bytes = rest;
            }
        }
    }

    /// How long the next byte is waited for, before [`lapse`](Self::lapse); `None` for ever.
    #[must_use]
    pub fn patience(&self, esc_wait: Duration) -> Option<Duration> {
        match self.state {
            State::Escape { .. } => Some(esc_wait),
            State::Csi { .. } | State::Single { .. } if self.held.is_empty() => Some(REST.max(esc_wait)),
            State::Begun { .. } => Some(REST.max(esc_wait)),
            State::Text | State::TextEscape => Some(REST_OF_TEXT.max(esc_wait)),
            State::Paste => Some(REST_OF_PASTE.max(esc_wait)),
            // The rest is no key, whenever it comes; and at worst one key is taken for it.
            _ => None,
        }
    }

    /// Nothing more has come: what is held was all.
    pub fn lapse(&mut self, out: &mut Vec<Heard>) {
        if matches!(self.state, State::Paste | State::Broken) {
            return self.break_off(out);
        }
        match mem::take(&mut self.state) {
            State::Escape { twice } => {
                out.extend((0..=usize::from(twice)).map(|_| key(Key::plain(KeyCode::Esc))));
            }
            State::Csi { .. } => out.push(alt('[')),
            State::Single { .. } => out.push(alt('O')),
            State::Begun { with } => out.push(alt(char::from(with))),
            _ => {}
        }
        self.held.clear();
    }

    fn step(&mut self, byte: u8, out: &mut Vec<Heard>) {
        match self.state {
            State::Ground => self.ground(byte, false, out),
            State::Escape { twice } => self.escape(byte, twice, out),
            State::Csi { alt } => self.csi(byte, alt, out),
            State::Single { alt } => self.single(byte, alt, out),
            State::Console => self.console(byte, out),
            State::OldMouse { left } => {
                self.state = if left > 1 { State::OldMouse { left: left - 1 } } else { State::Ground };
            }
            State::Begun { with } => self.begun(byte, with, out),
            State::Text => self.text(byte, out),
            State::TextEscape => self.text_escape(byte, out),
            State::Character { alt, length } => self.character(byte, alt, length, out),
            // Taken whole, elsewhere.
            State::Paste | State::Broken => {}
        }
    }

    fn ground(&mut self, byte: u8, alt: bool, out: &mut Vec<Heard>) {
        self.enter(State::Ground);
        let length = match byte {
            0x1b => return self.enter(State::Escape { twice: false }),
            0x20..=0x7e => return out.push(key(Key { alt, ..Key::char(char::from(byte)) })),
            0..=0x1f | 0x7f => return out.push(key(Key { alt, ..control(byte) })),
            0xc2..=0xdf => 2,
            0xe0..=0xef => 3,
            0xf0..=0xf4 => 4,
            // No character begins like this.
            _ => return,
        };
        self.enter(State::Character { alt, length });
        self.held.push(byte);
    }

    fn character(&mut self, byte: u8, alt: bool, length: usize, out: &mut Vec<Heard>) {
        if !(0x80..=0xbf).contains(&byte) {
            return self.ground(byte, false, out);
        }
        self.held.push(byte);
        if self.held.len() < length {
            return;
        }
        let typed = std::str::from_utf8(&self.held).ok().and_then(|text| text.chars().next());
        out.extend(typed.map(|c| key(Key { alt, ..Key::char(c) })));
        self.enter(State::Ground);
    }

    fn escape(&mut self, byte: u8, twice: bool, out: &mut Vec<Heard>) {
        let is_key_with_alt = matches!(byte, b'[' | b'O');
        // Of two, the first was a key of its own, unless a key with Alt begins so.
        if twice && !is_key_with_alt {
            out.push(key(Key::plain(KeyCode::Esc)));
        }
        match byte {
            0x1b => self.enter(State::Escape { twice: true }),
            b'[' => self.enter(State::Csi { alt: twice }),
            b'O' => self.enter(State::Single { alt: twice }),
            b']' | b'P' | b'_' => self.enter(State::Begun { with: byte }),
            _ => self.ground(byte, true, out),
        }
    }

    fn csi(&mut self, byte: u8, alt: bool, out: &mut Vec<Heard>) {
        match byte {
            b'[' if self.held.is_empty() => self.enter(State::Console),
            b'M' if self.held.is_empty() => {
                escaped(alt, out);
                self.enter(State::OldMouse { left: 3 });
            }
            b'~' if self.held == b"200" => {
                escaped(alt, out);
                self.enter(State::Paste);
            }
            // A dollar ends what one family of terminals sends for keys with Shift; elsewhere it comes before the end.
            b'$' if !self.held.is_empty() && self.held.iter().all(u8::is_ascii_digit) => {
                self.end(byte, alt, out);
            }
            0x20..=0x3f => self.hold(byte),
            0x40..=0x7e => self.end(byte, alt, out),
            _ => self.ground(byte, false, out),
        }
    }

    fn end(&mut self, byte: u8, alt: bool, out: &mut Vec<Heard>) {
        let heard = if self.held.len() <= LONGEST { introduced(&self.held, byte, alt) } else { None };
        let is_answer = self.held.first().is_some_and(|first| matches!(first, b'<'..=b'?'));
        if is_answer || heard.as_ref().is_some_and(|heard| !matches!(heard, Heard::Key(_))) {
            escaped(alt, out);
        }
        out.extend(heard);
        self.enter(State::Ground);
    }

    fn single(&mut self, byte: u8, is_alt: bool, out: &mut Vec<Heard>) {
        match byte {
            b'0'..=b'9' | b';' => self.hold(byte),
            0x20..=0x7e => {
                out.extend(single(&self.held, byte, is_alt));
                self.enter(State::Ground);
            }
            _ => {
                out.extend(self.held.is_empty().then(|| alt('O')));
                self.ground(byte, false, out);
            }
        }
    }

    fn console(&mut self, byte: u8, out: &mut Vec<Heard>) {
        match byte {
            b'A'..=b'E' => out.push(key(Key::plain(KeyCode::F(byte - b'A' + 1)))),
            0x20..=0x7e => {}
            _ => return self.ground(byte, false, out),
        }
        self.enter(State::Ground);
    }

    /// What terminals answer begins with few characters; nobody who presses Alt-] goes on with one of them at once.
    fn begun(&mut self, byte: u8, with: u8, out: &mut Vec<Heard>) {
        let is_answer = match with {
            b']' => matches!(byte, b'0'..=b'9' | b'l' | b'L'),
            b'P' => matches!(byte, b'0'..=b'9' | b'>' | b'!' | b'$' | b'+'),
            _ => byte == b'G',
        };
        if is_answer {
            return self.enter(State::Text);
        }
        out.push(alt(char::from(with)));
        self.ground(byte, false, out);
    }

    fn text(&mut self, byte: u8, out: &mut Vec<Heard>) {
        match byte {
            0x07 => self.enter(State::Ground),
            0x1b => self.enter(State::TextEscape),
            // Answers hold no control characters: this is a key, and the text was none.
            0..=0x1f => self.ground(byte, false, out),
            _ => {}
        }
    }

    fn text_escape(&mut self, byte: u8, out: &mut Vec<Heard>) {
        match byte {
            b'\\' => self.enter(State::Ground),
            // The text has broken off, and this begins something else.
            0x1b => self.enter(State::Escape { twice: false }),
            _ => self.escape(byte, false, out),
        }
    }

    /// Takes text up to the end of the paste, and gives back what is behind it.
    fn paste<'a>(&mut self, bytes: &'a [u8], out: &mut Vec<Heard>) -> &'a [u8] {
        let mut searched = self.held.len().saturating_sub(PASTE_END.len() - 1);
        let before = self.held.len();
        self.held.extend_from_slice(bytes);
        while let Some(at) = self.held[searched..].iter().position(|byte| *byte == PASTE_END[0]) {
            let at = searched + at;
            if self.held[at..].starts_with(PASTE_END) {
                let text = String::from_utf8_lossy(&self.held[..at]).into_owned();
                out.push(Heard::Paste(text));
                // The memory of a large one goes with it.
                (self.state, self.held) = (State::Ground, Vec::new());
                return &bytes[at + PASTE_END.len() - before..];
            }
            searched = at + 1;
        }
        &[]
    }

    /// Gives out what has come of a paste, but for what its end may have begun with.
    fn break_off(&mut self, out: &mut Vec<Heard>) {
        if self.state == State::Broken {
            return;
        }
        let begun = (1..PASTE_END.len()).rev().find(|length| self.held.ends_with(&PASTE_END[..*length]));
        let end = self.held.split_off(self.held.len() - begun.unwrap_or(0));
        let text = mem::replace(&mut self.held, end);
        self.state = State::Broken;
        out.extend((!text.is_empty()).then(|| Heard::Paste(String::from_utf8_lossy(&text).into_owned())));
    }

    /// After a paste has broken off, a key by itself is a key, and much at once is the rest: none of it may act.
    fn go_on(&mut self, bytes: &[u8]) {
        let all = [&self.held, bytes].concat();
        let has_end = all.windows(PASTE_END.len()).skip(1).any(|part| part == PASTE_END);
        let is_one =
            bytes[0] == 0x1b || std::str::from_utf8(bytes).is_ok_and(|text| text.chars().count() == 1);
        let is_rest = has_end || !is_one || !self.held.is_empty() && all.starts_with(PASTE_END);
        match is_rest {
            true => self.state = State::Paste,
            false => self.enter(State::Ground),
        }
    }

    /// One byte more than the longest is held, to tell that it was too long.
    fn hold(&mut self, byte: u8) {
        if self.held.len() <= LONGEST {
            self.held.push(byte);
        }
    }

    fn enter(&mut self, state: State) {
        self.state = state;
        self.held.clear();
    }
}

/// Only keys come with Alt: an Esc before anything else that the terminal sends, such as an answer, is a key of its own.
fn escaped(alt: bool, out: &mut Vec<Heard>) {
    out.extend(alt.then(|| key(Key::plain(KeyCode::Esc))));
}

const fn key(key: Key) -> Heard {
    Heard::Key(key)
}

const fn alt(c: char) -> Heard {
    Heard::Key(Key { alt: true, ..Key::char(c) })
}

#[cfg(test)]
mod tests;
