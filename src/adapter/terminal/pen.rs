//! Cells as bytes for a terminal: moves, looks and characters, and no more of them than it takes.

use std::io::Write;

use ratatui::{
    buffer::Cell,
    style::{Color, Modifier},
};

use super::grid::{Glyph, Odd};

/// Makes an emoji of a character. Terminals do not agree on how wide that is.
const EMOJI: char = '\u{fe0f}';

/// What a terminal calls the modifiers (ECMA-48, SGR).
const MODIFIERS: [(Modifier, u8); 9] = [
    (Modifier::BOLD, 1),
    (Modifier::DIM, 2),
    (Modifier::ITALIC, 3),
    (Modifier::UNDERLINED, 4),
    (Modifier::SLOW_BLINK, 5),
    (Modifier::RAPID_BLINK, 6),
    (Modifier::REVERSED, 7),
    (Modifier::HIDDEN, 8),
    (Modifier::CROSSED_OUT, 9),
];

/// How a cell looks, apart from what is in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(super) struct Look {
    pub(super) front: Color,
    pub(super) back: Color,
    pub(super) line: Color,
    pub(super) modifier: Modifier,
}

impl Look {
    pub(super) const fn of(cell: &Cell) -> Self {
        Self { front: cell.fg, back: cell.bg, line: cell.underline_color, modifier: cell.modifier }
    }

    /// The background alone.
    pub(super) fn ground(self) -> Self {
        Self { back: self.back, ..Self::default() }
    }

    /// Whether a blank shows nothing of it but its background.
    const fn is_plain(self) -> bool {
        !self.modifier.intersects(ON_BLANKS)
    }
}

/// Modifiers that can be seen on a blank.
const ON_BLANKS: Modifier = Modifier::UNDERLINED
    .union(Modifier::SLOW_BLINK)
    .union(Modifier::RAPID_BLINK)
    .union(Modifier::REVERSED)
    .union(Modifier::CROSSED_OUT);

/// Whether nothing is to be seen of a cell but its background.
pub(super) fn is_blank(symbol: &str, look: Look) -> bool {
    symbol == " " && look.is_plain()
}

/// To have the last character repeated takes about so many bytes.
const REPEATING: usize = 6;

/// Writes cells, and knows where the terminal's cursor stands then and what it writes with.
#[derive(Debug)]
pub(super) struct Pen<'a> {
    out: &'a mut Vec<u8>,
    look: &'a mut Look,
    odd: &'a Odd,
    /// Whether the terminal repeats a character when it is told to (REP).
    repeats: bool,
    /// The cell that the next character goes to, where that is known.
    at: Option<(u16, u16)>,
    /// What was last found to look right as the terminal writes now: most cells look like the one before.
    ready: Option<Glyph>,
}

impl<'a> Pen<'a> {
    /// A pen on a terminal that writes with this look now, and goes on with it afterwards; it may stand anywhere.
    pub(super) const fn new(out: &'a mut Vec<u8>, look: &'a mut Look, odd: &'a Odd) -> Self {
        Self { out, look, odd, repeats: false, at: None, ready: None }
    }

    /// The same on a terminal that repeats characters, if it does.
    pub(super) const fn repeating(self, repeats: bool) -> Self {
        Self { repeats, ..self }
    }

    pub(super) const fn repeats(&self) -> bool {
        self.repeats
    }

    /// Moves everything between two rows, the second one included, up by so many rows, or down if negative. The rows that
    /// become free are blank. This is what the first terminals could do: a line feed at the bottom of a region, and its
    /// reverse at the top.
    pub(super) fn scroll(&mut self, first: u16, last: u16, by: i32) {
        // What becomes free takes the background that the pen has, and on some terminals more of its look.
        if self.look.back != Color::Reset || !self.look.modifier.is_empty() {
            self.rest();
        }
        self.put(format_args!("\x1b[{};{}r", first + 1, last + 1));
        if by > 0 {
            self.put(format_args!("\x1b[{}H", last + 1));
        } else {
            self.put(format_args!("\x1b[{}H", first + 1));
        }
        let step: &[u8] = if by > 0 { b"\n" } else { b"\x1bM" };
        for _ in 0..by.unsigned_abs() {
            self.out.extend_from_slice(step);
        }
        self.out.extend_from_slice(b"\x1b[r");
        self.at = None;
    }

    /// Writes a cell, and those behind it that look the same, `count` in all, if the terminal can be told to; returns how many
    /// are written.
    pub(super) fn write_run(&mut self, (x, y): (u16, u16), row: &[Glyph], count: u16) -> u16 {
        let length = self.write((x, y), row);
        let saved = usize::from(count - 1) * length;
        if !self.repeats || saved <= REPEATING || self.at != Some((x + 1, y)) {
            return 1;
        }
        self.put(format_args!("\x1b[{}b", count - 1));
        self.at = Some((x + count, y));
        count
    }

    /// Writes a cell at a place, and tells how many bytes its text has. `row` has the cells of that row: a few between here and
    /// there are sooner written again than gone over.
    pub(super) fn write(&mut self, (x, y): (u16, u16), row: &[Glyph]) -> usize {
        let glyph = row[usize::from(x)];
        self.go((x, y), row);
        if !self.ready.is_some_and(|ready| ready.looks_like(glyph)) {
            if !self.is_ready(glyph) {
                self.take(glyph.look(self.odd));
            }
            self.ready = Some(glyph).filter(|glyph| glyph.is_text());
        }
        if glyph.is_ascii() {
            self.out.push(glyph.byte());
            self.at = Some((x + 1, y));
            return 1;
        }
        let mut room = [0; 4];
        let (width, symbol) = (glyph.width(), glyph.symbol(&mut room, self.odd));
        if width > 1 && symbol.contains(EMOJI) {
            // Where it turns out to be narrow, what stood behind it would stay.
            self.out.resize(self.out.len() + width, b' ');
            self.put(format_args!("\x1b[{};{}H", y + 1, x + 1));
        }
        self.out.extend_from_slice(symbol.as_bytes());
        // Where a terminal stands after several characters in one place is its own affair: some count each of them.
        let is_certain = width == 1 && (symbol.len() == 1 || symbol.chars().nth(1).is_none());
        self.at = is_certain.then_some((x + 1, y));
        symbol.len()
    }

    fn go(&mut self, (x, y): (u16, u16), row: &[Glyph]) {
        match self.at {
            Some(at) if at == (x, y) => {}
            Some((from, line)) if line == y && from < x => {
                let between = &row[usize::from(from)..usize::from(x)];
                if !self.write_again(between) {
                    self.put(format_args!("\x1b[{}C", x - from));
                }
            }
            Some((from, line)) if line + 1 == y && x + 1 == from && usize::from(from) < row.len() => {
                self.out.extend_from_slice(b"\x08\n");
            }
            // The row below. That one is there and nothing scrolls: no region is set, and the last row has none below it. A line
            // feed is no more than that, for the keyboard's raw mode turns no line ends into others.
            Some((_, line)) if line + 1 == y => {
                self.out.extend_from_slice(b"\r\n");
                if !self.write_again(&row[..usize::from(x)]) {
                    self.put(format_args!("\x1b[{x}C"));
                }
            }
            _ => self.stand((x, y)),
        }
    }

    /// Writes what is there already, if that is little and looks right as the terminal writes now.
    fn write_again(&mut self, cells: &[Glyph]) -> bool {
        let is_short = cells.len() <= 4 && cells.iter().all(|cell| cell.is_ascii() && self.is_ready(*cell));
        if is_short {
            cells.iter().for_each(|cell| self.out.push(cell.byte()));
        }
        is_short
    }

    /// Whether a cell looks right when it is written as the terminal writes now.
    fn is_ready(&self, glyph: Glyph) -> bool {
        if glyph == Glyph::BLANK {
            return self.look.is_plain() && self.look.back == Color::Reset;
        }
        let look = glyph.look(self.odd);
        let is_blank = || is_blank(glyph.symbol(&mut [0; 4], self.odd), look);
        look == *self.look || self.look.is_plain() && self.look.back == look.back && is_blank()
    }

    /// Goes to a place.
    pub(super) fn stand(&mut self, (x, y): (u16, u16)) {
        match x {
            0 => self.put(format_args!("\x1b[{}H", y + 1)),
            _ => self.put(format_args!("\x1b[{};{}H", y + 1, x + 1)),
        }
        self.at = Some((x, y));
    }

    /// Writes on as after a reset.
    pub(super) fn rest(&mut self) {
        self.take(Look::default());
    }

    fn take(&mut self, look: Look) {
        if look == *self.look {
            return;
        }
        self.ready = None;
        if look == Look::default() {
            self.out.extend_from_slice(b"\x1b[m");
        } else {
            self.change(look);
        }
        *self.look = look;
    }

    /// Tells what is different. What is no longer there is taken away by a reset: terminals do not agree on the codes for
    /// modifiers, and those for colours are longer.
    fn change(&mut self, look: Look) {
        self.out.extend_from_slice(b"\x1b[");
        let start = self.out.len();
        let mut was = *self.look;
        let loses = |old: Color, new: Color| old != Color::Reset && new == Color::Reset;
        if was.modifier.intersects(look.modifier.complement())
            || loses(was.front, look.front)
            || loses(was.back, look.back)
            || loses(was.line, look.line)
        {
            self.put(format_args!("0;"));
            was = Look::default();
        }
        for (modifier, code) in MODIFIERS {
            if (look.modifier - was.modifier).contains(modifier) {
                self.put(format_args!("{code};"));
            }
        }
        for (colour, old, codes) in [
            (look.front, was.front, (30, 90, 38)),
            (look.back, was.back, (40, 100, 48)),
            // There are no short codes for the colour of a line.
            (look.line, was.line, (0, 0, 58)),
        ] {
            if colour != old {
                self.colour(colour, codes);
            }
        }
        if self.out.len() > start {
            self.out.pop();
        }
        self.out.push(b'm');
    }

    fn colour(&mut self, colour: Color, (dark, light, other): (u8, u8, u8)) {
        match (colour, number(colour)) {
            (Color::Rgb(red, green, blue), _) => self.put(format_args!("{other};2;{red};{green};{blue};")),
            (_, Some(index @ 0..8)) if dark > 0 => self.put(format_args!("{};", dark + index)),
            (_, Some(index @ 8..16)) if dark > 0 => self.put(format_args!("{};", light + index - 8)),
            (_, Some(index)) => self.put(format_args!("{other};5;{index};")),
            // The reset has taken it away.
            (_, None) => {}
        }
    }

    fn put(&mut self, text: std::fmt::Arguments) {
        // Writing to a vector does not fail.
        _ = self.out.write_fmt(text);
    }
}

/// The number of a colour among the terminal's own.
pub(super) const fn number(colour: Color) -> Option<u8> {
    Some(match colour {
        Color::Black => 0,
        Color::Red => 1,
        Color::Green => 2,
        Color::Yellow => 3,
        Color::Blue => 4,
        Color::Magenta => 5,
        Color::Cyan => 6,
        Color::Gray => 7,
        Color::DarkGray => 8,
        Color::LightRed => 9,
        Color::LightGreen => 10,
        Color::LightYellow => 11,
        Color::LightBlue => 12,
        Color::LightMagenta => 13,
        Color::LightCyan => 14,
        Color::White => 15,
        Color::Indexed(index) => index,
        Color::Reset | Color::Rgb(..) => return None,
    })
}
