//! What whole sequences mean: the keys and answers of all terminals, as tables.

use super::{Answer, Heard, Pointer, PointerKind};
use crate::app::event::{Key, KeyCode};

/// Keys that are held beside another, as terminals number them.
#[derive(Debug, Clone, Copy, Default)]
struct Held(u32);

impl Held {
    const SHIFT: u32 = 1;
    const ALT: u32 = 2;
    const CTRL: u32 = 4;
    /// Command and Windows keys belong to the desktop: without this, Command-q would be q.
    const DESKTOP: u32 = 8 | 16;
    const META: u32 = 32;

    /// In a sequence the number is one more, and left out when there is none.
    const fn sent(number: u32) -> Self {
        Self(number.saturating_sub(1))
    }

    const fn with(self, held: u32, is_held: bool) -> Self {
        if is_held { Self(self.0 | held) } else { self }
    }

    const fn has(self, held: u32) -> bool {
        self.0 & held != 0
    }
}

/// A key with what is held beside it.
fn pressed(code: KeyCode, held: Held) -> Option<Heard> {
    if held.has(Held::DESKTOP) {
        return None;
    }
    let (ctrl, alt) = (held.has(Held::CTRL), held.has(Held::ALT | Held::META));
    let shift = held.has(Held::SHIFT);
    let plain = |code| Key { alt, ..Key::plain(code) };
    let key = match code {
        // What these are on most terminals, which can't tell them apart.
        KeyCode::Char('[') if ctrl => plain(KeyCode::Esc),
        KeyCode::Char('i' | 'I') if ctrl => plain(if shift { KeyCode::BackTab } else { KeyCode::Tab }),
        KeyCode::Char('m' | 'M') if ctrl => plain(KeyCode::Enter),
        KeyCode::Char('@' | '\0') if ctrl => Key { ctrl, ..plain(KeyCode::Char(' ')) },
        KeyCode::Char(c) => Key { ctrl, ..plain(KeyCode::Char(character(c, ctrl, shift))) },
        KeyCode::Tab | KeyCode::BackTab if shift || code == KeyCode::BackTab => {
            Key { ctrl, ..plain(KeyCode::BackTab) }
        }
        code => Key { ctrl, shift, ..plain(code) },
    };
    Some(Heard::Key(key))
}

/// A character as typed; with Ctrl there is no upper case, for most terminals can't tell.
const fn character(c: char, ctrl: bool, shift: bool) -> char {
    if ctrl {
        c.to_ascii_lowercase()
    } else if shift {
        c.to_ascii_uppercase()
    } else {
        c
    }
}

/// The key of a control character.
pub(super) fn control(byte: u8) -> Key {
    match byte {
        b'\r' => Key::plain(KeyCode::Enter),
        b'\t' => Key::plain(KeyCode::Tab),
        0x7f => Key::plain(KeyCode::Backspace),
        0 => Key::ctrl(' '),
        0x1b => Key::plain(KeyCode::Esc),
        0x01..=0x1a => Key::ctrl(char::from(byte - 1 + b'a')),
        _ => Key::ctrl(char::from(byte - 0x1c + b'4')),
    }
}

/// The character that a key stands for in a text; none for a key that is none.
pub(in crate::adapter::input) fn written(key: Key) -> Option<char> {
    match key.code {
        KeyCode::Enter => Some('\r'),
        KeyCode::Tab => Some('\t'),
        KeyCode::Backspace => Some('\x7f'),
        KeyCode::Esc => Some('\x1b'),
        KeyCode::Char(c) if !key.ctrl => Some(c),
        KeyCode::Char(_) => (0..b' ').find(|byte| control(*byte).code == key.code).map(char::from),
        _ => None,
    }
}

/// What `Esc O`, perhaps a number, and this letter mean.
pub(super) fn single(held: &[u8], letter: u8, alt: bool) -> Option<Heard> {
    let numbers = numbers(held);
    let held = Held::sent(numbers.last().map_or(0, |number| number.0)).with(Held::ALT, alt);
    let (code, held) = match letter {
        b'R' => (KeyCode::F(3), held),
        b'M' => (KeyCode::Enter, held),
        b'I' => (KeyCode::Tab, held),
        b' ' => (KeyCode::Char(' '), held),
        b'X' => (KeyCode::Char('='), held),
        b'a'..=b'd' => (lettered(letter.to_ascii_uppercase())?, held.with(Held::CTRL, true)),
        // The keypad: from `*` at j to `9` at y, in the order of the characters.
        b'j'..=b'y' => (KeyCode::Char(char::from(letter - b'j' + b'*')), held),
        _ => (lettered(letter)?, held),
    };
    pressed(code, held)
}

/// The keys that have a letter.
const fn lettered(letter: u8) -> Option<KeyCode> {
    Some(match letter {
        b'A' => KeyCode::Up,
        b'B' => KeyCode::Down,
        b'C' => KeyCode::Right,
        b'D' => KeyCode::Left,
        b'H' => KeyCode::Home,
        b'F' => KeyCode::End,
        b'P' => KeyCode::F(1),
        b'Q' => KeyCode::F(2),
        b'S' => KeyCode::F(4),
        b'Z' => KeyCode::BackTab,
        _ => return None,
    })
}

/// The keys that have a number before `~`.
fn numbered(number: u32) -> Option<KeyCode> {
    let function = |first: u32, key: u32| u8::try_from(number - first + key).ok().map(KeyCode::F);
    match number {
        1 | 7 => Some(KeyCode::Home),
        2 => Some(KeyCode::Insert),
        3 => Some(KeyCode::Delete),
        4 | 8 => Some(KeyCode::End),
        5 => Some(KeyCode::PageUp),
        6 => Some(KeyCode::PageDown),
        11..=15 => function(11, 1),
        17..=21 => function(17, 6),
        23..=26 => function(23, 11),
        28 | 29 => function(28, 15),
        31..=34 => function(31, 17),
        _ => None,
    }
}

/// The keys of the keyboard protocol of Kitty, which are characters' numbers but for a few.
fn coded(number: u32) -> Option<KeyCode> {
    Some(match number {
        8 | 127 => KeyCode::Backspace,
        9 => KeyCode::Tab,
        13 | 57414 => KeyCode::Enter,
        27 => KeyCode::Esc,
        57376..=57387 => KeyCode::F(u8::try_from(number - 57376).ok()? + 13),
        57399..=57408 => KeyCode::Char(char::from_digit(number - 57399, 10)?),
        57409 => KeyCode::Char('.'),
        57410 => KeyCode::Char('/'),
        57411 => KeyCode::Char('*'),
        57412 => KeyCode::Char('-'),
        57413 => KeyCode::Char('+'),
        57415 => KeyCode::Char('='),
        57416 => KeyCode::Char(','),
        57417 => KeyCode::Left,
        57418 => KeyCode::Right,
        57419 => KeyCode::Up,
        57420 => KeyCode::Down,
        57421 => KeyCode::PageUp,
        57422 => KeyCode::PageDown,
        57423 => KeyCode::Home,
        57424 => KeyCode::End,
        57425 => KeyCode::Insert,
        57426 => KeyCode::Delete,
        // Other keys that no character stands for, such as Caps Lock.
        57344..=63743 => return None,
        0..32 => return None,
        _ => KeyCode::Char(char::from_u32(number)?),
    })
}

/// Numbers with a number beside each, as in `1;5:3`; 0 where there is none.
fn numbers(text: &[u8]) -> Vec<(u32, u32)> {
    let number = |text: Option<&[u8]>| {
        let text = text.and_then(|text| std::str::from_utf8(text).ok());
        text.and_then(|text| text.parse().ok()).unwrap_or(0)
    };
    let pair = |text: &[u8]| {
        let mut parts = text.split(|byte| *byte == b':');
        (number(parts.next()), number(parts.next()))
    };
    // The number of an answer's parts is bounded by its length.
    if text.is_empty() { Vec::new() } else { text.split(|byte| *byte == b';').map(pair).collect() }
}

/// What `Esc [`, these bytes and this last one mean.
pub(super) fn introduced(held: &[u8], last: u8, alt: bool) -> Option<Heard> {
    match held.split_first() {
        Some((b'?', rest)) => answer(rest, last).map(Heard::Answer),
        Some((b'<', rest)) => pointer(&numbers(rest), last).map(Heard::Pointer),
        Some((b'=' | b'>', _)) => None,
        _ if held.iter().any(|byte| matches!(byte, 0x20..=0x2f)) => None,
        _ => plain(&numbers(held), last, alt),
    }
}

fn answer(rest: &[u8], last: u8) -> Option<Answer> {
    match last {
        b'u' => Some(Answer::KeyFlags),
        b'c' => Some(Answer::Attributes),
        b'y' => {
            let numbers = numbers(rest.strip_suffix(b"$")?);
            let setting = numbers.get(1)?.0;
            // 0 is for a mode that it does not know, 4 for one that can't be set.
            Some(Answer::Mode { number: numbers[0].0, is_known: matches!(setting, 1..=3) })
        }
        _ => None,
    }
}

fn pointer(numbers: &[(u32, u32)], last: u8) -> Option<Pointer> {
    let [(buttons, _), (column, _), (row, _)] = *numbers else { return None };
    // Bits 2 to 4 are Shift, Alt and Ctrl.
    let button = u8::try_from(buttons & 0b11).ok()?;
    let kind = match (buttons & !0b1_1111, last) {
        (0, b'M') => PointerKind::Down(button),
        (0, b'm') => PointerKind::Up(button),
        (32, _) => PointerKind::Moved,
        (64, b'M') if button == 0 => PointerKind::WheelUp,
        (64, b'M') if button == 1 => PointerKind::WheelDown,
        _ => return None,
    };
    let cell = |number: u32| u16::try_from(number.checked_sub(1)?).ok();
    Some(Pointer { kind, column: cell(column)?, row: cell(row)? })
}

fn plain(numbers: &[(u32, u32)], last: u8, alt: bool) -> Option<Heard> {
    let first = numbers.first().map_or(0, |number| number.0);
    let (held, kind) = numbers.get(1).copied().unwrap_or_default();
    // A key that is let go; whoever reports that would act twice.
    if kind == 3 {
        return None;
    }
    let held = Held::sent(held).with(Held::ALT, alt);
    match last {
        b'n' if matches!(first, 0 | 3) && numbers.len() == 1 => Some(Heard::Answer(Answer::Arrived)),
        // Not told from F3 with Ctrl and its like, which nothing is bound to.
        b'R' if numbers.len() == 2 => {
            Some(Heard::Answer(Answer::Cursor { row: first, column: numbers[1].0 }))
        }
        b'I' if numbers.is_empty() => Some(Heard::Focus(true)),
        b'O' if numbers.is_empty() => Some(Heard::Focus(false)),
        b'u' => pressed(coded(first)?, held),
        b'~' if first == 27 => pressed(coded(numbers.get(2)?.0)?, held),
        b'~' => pressed(numbered(first)?, held),
        b'$' => pressed(numbered(first)?, held.with(Held::SHIFT, true)),
        b'^' => pressed(numbered(first)?, held.with(Held::CTRL, true)),
        b'@' => pressed(numbered(first)?, held.with(Held::CTRL | Held::SHIFT, true)),
        b'a'..=b'd' if numbers.is_empty() => {
            pressed(lettered(last.to_ascii_uppercase())?, held.with(Held::SHIFT, true))
        }
        _ => pressed(lettered(last)?, held),
    }
}
