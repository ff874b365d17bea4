//! What a program has made of its terminal, read from every byte that it wrote: what no screen shows.

use std::collections::BTreeMap;

/// The state that outlives a program which forgets it. The default is a terminal that nobody has changed.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct State {
    /// Private modes that are not as they are at first, by number.
    pub(super) modes: BTreeMap<u16, bool>,
    /// How many flags of Kitty's protocol are pushed: on the normal screen, and on the alternate one.
    pub(super) keyboards: [usize; 2],
    /// The cursor has a shape of its own.
    pub(super) has_shape: bool,
    /// Only a part of the screen scrolls.
    pub(super) has_region: bool,
    /// The keypad sends sequences.
    pub(super) has_keypad: bool,
    /// Modes of the kind without a question mark, such as insert mode.
    pub(super) others: BTreeMap<String, bool>,
    /// A character set other than the first.
    pub(super) has_charset: bool,
}

/// Modes that are set in a terminal nobody has changed: lines wrap, the cursor shows.
const SET_AT_FIRST: [u16; 2] = [7, 25];

const ALTERNATE_SCREEN: u16 = 1049;

impl State {
    /// The state after these bytes.
    pub(super) fn after(written: &[u8]) -> Self {
        let mut state = Self::default();
        for sequence in sequences(written) {
            state.take(&sequence);
        }
        state
    }

    /// Bytes that lead to this state.
    pub(super) fn written(&self) -> Vec<u8> {
        let switch = |is_on: &bool| if *is_on { 'h' } else { 'l' };
        let mut text = "\x1b[>1u".repeat(self.keyboards[0]);
        // The screen first: the other modes and its keyboard's flags are set there.
        let (screen, others): (Vec<_>, Vec<_>) =
            self.modes.iter().partition(|(mode, _)| **mode == ALTERNATE_SCREEN);
        text.extend(screen.iter().map(|(mode, is_on)| format!("\x1b[?{mode}{}", switch(is_on))));
        text.push_str(&"\x1b[>1u".repeat(self.keyboards[1]));
        text.extend(others.iter().map(|(mode, is_on)| format!("\x1b[?{mode}{}", switch(is_on))));
        text.extend(self.others.iter().map(|(mode, is_on)| format!("\x1b[{mode}{}", switch(is_on))));
        text.push_str(if self.has_region { "\x1b[1;2r" } else { "" });
        text.push_str(if self.has_shape { "\x1b[3 q" } else { "" });
        text.push_str(if self.has_keypad { "\x1b=" } else { "" });
        text.push_str(if self.has_charset { "\x1b(0" } else { "" });
        text.into_bytes()
    }

    fn take(&mut self, sequence: &Sequence) {
        let Sequence { lead, body, end } = sequence;
        let screen = usize::from(self.modes.contains_key(&ALTERNATE_SCREEN));
        match (*lead, *end) {
            (b'[', b'h' | b'l') => self.set(body, *end == b'h'),
            (b'[', b'u') if body.starts_with('>') => self.keyboards[screen] += 1,
            (b'[', b'u') if body.starts_with('<') => {
                let count = body[1..].parse().unwrap_or(1);
                self.keyboards[screen] = self.keyboards[screen].saturating_sub(count);
            }
            (b'[', b'r') if !body.starts_with('?') => self.has_region = !body.is_empty(),
            (b'[', b'q') if body.ends_with(' ') => self.has_shape = !matches!(body.as_str(), " " | "0 "),
            // A soft or a full reset.
            (b'[', b'p') if body == "!" => *self = Self::default(),
            (b'c', _) => *self = Self::default(),
            (b'=' | b'>', _) => self.has_keypad = *lead == b'=',
            (b'(' | b')', _) => self.has_charset = *end != b'B',
            _ => {}
        }
    }

    fn set(&mut self, body: &str, is_on: bool) {
        let Some(numbers) = body.strip_prefix('?') else {
            match is_on {
                true => self.others.insert(body.to_owned(), true),
                false => self.others.remove(body),
            };
            return;
        };
        for number in numbers.split(';').filter_map(|number| number.parse().ok()) {
            if is_on == SET_AT_FIRST.contains(&number) {
                self.modes.remove(&number);
            } else {
                self.modes.insert(number, is_on);
            }
        }
    }

    /// Whether a mode that is off at first is on.
    pub(super) fn has(&self, mode: u16) -> bool {
        self.modes.get(&mode) == Some(&true)
    }
}

/// How often a mode was switched on, and how often off.
pub(super) fn switched(written: &[u8], mode: u16) -> (usize, usize) {
    let of = |end| {
        let is_it = |sequence: &Sequence| {
            let numbers = sequence.body.strip_prefix('?').unwrap_or_default();
            let is_named = numbers.split(';').any(|number| number.parse() == Ok(mode));
            (sequence.lead, sequence.end) == (b'[', end) && is_named
        };
        sequences(written).iter().filter(|sequence| is_it(sequence)).count()
    };
    (of(b'h'), of(b'l'))
}

/// An escape sequence: what stands behind Esc, what between that and the end.
struct Sequence {
    lead: u8,
    body: String,
    end: u8,
}

/// The sequences of these bytes that can change a state. Those that carry text are passed over.
fn sequences(written: &[u8]) -> Vec<Sequence> {
    let (mut found, mut rest) = (Vec::new(), written);
    while let Some(at) = rest.iter().position(|byte| *byte == 0x1b) {
        rest = &rest[at + 1..];
        let Some((lead, behind)) = rest.split_first() else { break };
        rest = behind;
        let (body, end) = match lead {
            b'[' => {
                let Some(end) = rest.iter().position(|byte| (0x40..=0x7e).contains(byte)) else { break };
                let body = String::from_utf8_lossy(&rest[..end]).into_owned();
                let last = rest[end];
                rest = &rest[end + 1..];
                (body, last)
            }
            b'(' | b')' => (String::new(), rest.first().copied().unwrap_or_default()),
            b']' | b'P' | b'_' | b'^' => {
                let Some(end) = rest.iter().position(|byte| matches!(byte, 0x07 | 0x1b)) else { break };
                rest = &rest[end..];
                continue;
            }
            _ => (String::new(), 0),
        };
        found.push(Sequence { lead: *lead, body, end });
    }
    found
}

#[test]
fn what_is_left_behind_is_seen() {
    let untouched = [
        "",
        "\x1b[?1049h\x1b[>1u\x1b[<u\x1b[?1049l",
        "\x1b[2;9r\x1b[r\x1b[?25l\x1b[?25h\x1b[?7l\x1b[?7h",
        "\x1b[3 q\x1b[ q\x1b=\x1b>\x1b(0\x1b(B\x1b[4h\x1b[4l",
        "\x1b]52;c;aGk=\x07\x1b]2;[?1000h\x1b\\\x1b[5n\x1b[?u\x1b[?2026$p",
    ];
    for written in untouched {
        assert_eq!(State::after(written.as_bytes()), State::default(), "{written:?}");
    }
    let touched = [
        "\x1b[?1049h",
        "\x1b[?25l",
        "\x1b[?7l",
        "\x1b[?1000;1006h",
        "\x1b[>1u",
        "\x1b[>1u\x1b[?1049h\x1b[<u\x1b[?1049l",
        "\x1b[2;9r",
        "\x1b[3 q",
        "\x1b=",
        "\x1b(0",
        "\x1b[4h",
        "\x1b[?2026h",
    ];
    for written in touched {
        let state = State::after(written.as_bytes());
        assert_ne!(state, State::default(), "{written:?}");
        assert_eq!(State::after(&state.written()), state, "{written:?}");
    }
    assert_eq!(switched(b"\x1b[?1049h\x1b[?1049l\x1b[?25;1049h", 1049), (2, 1));
}
