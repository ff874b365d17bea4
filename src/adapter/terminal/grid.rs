//! A frame as numbers: one a cell, the same for cells that look the same. A frame is compared in many ways, and cells of the
//! drawing library are slow to compare, and large.

use std::{
    collections::HashMap,
    hash::{DefaultHasher, Hash, Hasher},
    ops::Range,
    str,
};

use ratatui::{
    buffer::{Buffer, Cell, CellWidth},
    layout::Rect,
    style::{Color, Modifier},
};

use super::pen::{self, Look};

/// What a cell looks like.
///
/// As a rule all of it: four bytes of text, five bits for each colour, nine for the modifiers. What needs more room is a hash
/// with the highest bit set, and [`Odd`] knows what it stands for. Both have the width in the three bits below it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Glyph(u64);

/// The lowest bits of its parts.
const FRONT: u32 = 32;
const BACK: u32 = 37;
const LINE: u32 = 42;
const MODIFIERS: u32 = 47;
const WIDTH: u32 = 60;

/// The bits of colours and modifiers, from the lowest one on.
const LOOK: u64 = (1 << (MODIFIERS + 9 - FRONT)) - 1;

impl Glyph {
    /// Nothing.
    pub(super) const BLANK: Self = Self(b' ' as u64 | 1 << WIDTH);

    #[inline]
    fn of(cell: &Cell, odd: &mut Odd) -> Self {
        let (symbol, look) = (cell.symbol(), Look::of(cell));
        let width = match symbol.as_bytes() {
            [b' '] if look == Look::default() => return Self::BLANK,
            // To look for the width of each takes longer than all else here. Borders are from U+2500 on.
            [b' '..=b'~'] | [0xe2, 0x94 | 0x95, _] => 1,
            _ => u64::from(cell.cell_width().min(7)),
        } << WIDTH;
        // A blank shows its background alone.
        let look = if pen::is_blank(symbol, look) { look.ground() } else { look };
        match (few(look.front), few(look.back), few(look.line)) {
            (Some(front), Some(back), Some(line)) if symbol.len() <= 4 => {
                let text = symbol.bytes().rev().fold(0, |text, byte| text << 8 | u64::from(byte));
                let modifiers = u64::from(look.modifier.bits()) << MODIFIERS;
                Self(text | front << FRONT | back << BACK | line << LINE | modifiers | width)
            }
            _ => odd.number(symbol, look, width),
        }
    }

    /// How many columns its text takes.
    pub(super) const fn width(self) -> usize {
        (self.0 >> WIDTH & 7) as usize
    }

    /// How many cells it takes.
    pub(super) const fn columns(self) -> usize {
        if self.width() > 1 { self.width() } else { 1 }
    }

    /// About how many bytes it takes: all but ASCII begins with a high bit, and is mostly a mark or a border of three.
    pub(super) const fn bytes(self) -> i32 {
        if self.0 & 0x80 == 0 { 1 } else { 3 }
    }

    /// Whether it is something other than a blank.
    pub(super) const fn is_text(self) -> bool {
        self.0 & 0xffff_ffff != b' ' as u64 || self.is_odd()
    }

    /// Whether it is one character of ASCII.
    pub(super) const fn is_ascii(self) -> bool {
        self.0 & 0xffff_ff80 == 0 && self.0 & 0x7f > 0 && !self.is_odd()
    }

    /// That character.
    pub(super) const fn byte(self) -> u8 {
        self.0 as u8
    }

    /// Whether it looks the same, whatever is in it, and that needs no more than a look at both.
    pub(super) const fn looks_like(self, other: Self) -> bool {
        (self.0 ^ other.0) >> FRONT & LOOK == 0
            && !self.is_odd()
            && !other.is_odd()
            && self.is_text()
            && other.is_text()
    }

    const fn is_odd(self) -> bool {
        self.0 >> 63 == 1
    }

    /// How it looks, apart from what is in it.
    pub(super) fn look(self, odd: &Odd) -> Look {
        if self.is_odd() {
            return odd.of(self).1;
        }
        let colour = |lowest: u32| COLOURS[(self.0 >> lowest & 31) as usize % COLOURS.len()];
        let modifier = Modifier::from_bits_truncate((self.0 >> MODIFIERS & 0x1ff) as u16);
        Look { front: colour(FRONT), back: colour(BACK), line: colour(LINE), modifier }
    }

    /// Its text, which needs four bytes of room.
    pub(super) fn symbol<'a>(self, room: &'a mut [u8; 4], odd: &'a Odd) -> &'a str {
        if self.is_odd() {
            return odd.of(self).0;
        }
        *room = (self.0 as u32).to_le_bytes();
        let length = room.iter().take_while(|byte| **byte > 0).count();
        str::from_utf8(&room[..length]).unwrap_or(" ")
    }
}

/// Colours that a glyph has room for.
const COLOURS: [Color; 17] = [
    Color::Reset,
    Color::Black,
    Color::Red,
    Color::Green,
    Color::Yellow,
    Color::Blue,
    Color::Magenta,
    Color::Cyan,
    Color::Gray,
    Color::DarkGray,
    Color::LightRed,
    Color::LightGreen,
    Color::LightYellow,
    Color::LightBlue,
    Color::LightMagenta,
    Color::LightCyan,
    Color::White,
];

/// A colour in five bits: its place among those.
#[inline]
const fn few(colour: Color) -> Option<u64> {
    Some(match colour {
        Color::Reset => 0,
        Color::Rgb(..) | Color::Indexed(_) => return None,
        colour => match pen::number(colour) {
            Some(number) => number as u64 + 1,
            None => return None,
        },
    })
}

/// What glyphs stand for that tell no more than a hash: clusters of characters, and colours beyond the sixteen.
#[derive(Debug, Default)]
pub(super) struct Odd(HashMap<Glyph, (String, Look)>);

impl Odd {
    /// So many are kept between two frames that are written whole: more than a large screen has cells.
    const MOST: usize = 20_000;

    pub(super) fn is_full(&self) -> bool {
        self.0.len() > Self::MOST
    }

    fn number(&mut self, symbol: &str, look: Look, width: u64) -> Glyph {
        let mut hasher = DefaultHasher::new();
        (symbol, look).hash(&mut hasher);
        let glyph = Glyph(hasher.finish() >> 4 | width | 1 << 63);
        self.0.entry(glyph).or_insert_with(|| (symbol.to_owned(), look));
        glyph
    }

    fn of(&self, glyph: Glyph) -> (&str, Look) {
        self.0.get(&glyph).map_or((" ", Look::default()), |(symbol, look)| (symbol, *look))
    }
}

/// A frame.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Grid {
    width: usize,
    glyphs: Vec<Glyph>,
}

impl Grid {
    /// An empty screen.
    pub(super) fn blank(size: Rect) -> Self {
        let width = usize::from(size.width);
        Self { width, glyphs: vec![Glyph::BLANK; width * usize::from(size.height)] }
    }

    #[cfg(test)]
    pub(super) fn of(frame: &Buffer) -> Self {
        let mut grid = Self::blank(frame.area);
        grid.take(frame, frame.area, &mut Odd::default());
        grid
    }

    /// Takes a part of a frame of the same size.
    pub(super) fn take(&mut self, frame: &Buffer, area: Rect, odd: &mut Odd) {
        for row in area.intersection(frame.area).rows() {
            let part = usize::from(row.y) * self.width + usize::from(row.x);
            let part = part..part + usize::from(row.width);
            for (glyph, cell) in self.glyphs[part.clone()].iter_mut().zip(&frame.content[part]) {
                *glyph = Glyph::of(cell, odd);
            }
        }
    }

    /// Moves what is in an area so many rows up, or down if negative; what comes from nowhere stays.
    pub(super) fn shift(&mut self, area: Rect, by: i32) {
        let (first, count) = (usize::from(area.y), usize::from(area.height));
        let (far, width) = (by.unsigned_abs() as usize, usize::from(area.width));
        let start = |y: usize| (first + y) * self.width + usize::from(area.x);
        for y in 0..count.saturating_sub(far) {
            let (from, to) = if by > 0 { (y + far, y) } else { (count - 1 - y - far, count - 1 - y) };
            let (from, to) = (start(from), start(to));
            self.glyphs.copy_within(from..from + width, to);
        }
    }

    pub(super) fn is_as_large_as(&self, frame: &Buffer) -> bool {
        self.width == usize::from(frame.area.width) && self.glyphs.len() == frame.content.len()
    }

    pub(super) const fn width(&self) -> usize {
        self.width
    }

    /// How many rows it has.
    pub(super) const fn height(&self) -> usize {
        match self.glyphs.len().checked_div(self.width) {
            Some(height) => height,
            None => 0,
        }
    }

    pub(super) fn row(&self, y: usize) -> &[Glyph] {
        &self.glyphs[y * self.width..][..self.width]
    }

    /// Some rows, one behind the other.
    pub(super) fn rows_mut(&mut self, rows: Range<usize>) -> &mut [Glyph] {
        &mut self.glyphs[rows.start * self.width..rows.end * self.width]
    }
}
