//! A frame as numbers: one a cell, the same for cells that look the same. A frame is compared in many ways, and cells of the
//! drawing library are slow to compare.

use std::{
    hash::{DefaultHasher, Hash, Hasher},
    ops::Range,
};

use ratatui::{
    buffer::{Buffer, Cell, CellWidth},
    style::{Color, Modifier},
};

use super::pen;

/// What a cell looks like.
///
/// As a rule all of it: four bytes of text, five bits for each colour, nine for the modifiers. What needs more room is a hash
/// with the highest bit set. Both have the width in the three bits below it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Glyph(u64);

impl Glyph {
    /// Nothing.
    pub(super) const BLANK: Self = Self(b' ' as u64 | 1 << WIDTH);

    #[inline]
    fn of(cell: &Cell) -> Self {
        let symbol = cell.symbol().as_bytes();
        // A blank shows its background alone.
        let (front, line, modifier) = match pen::is_blank(cell) {
            true => (Color::Reset, Color::Reset, Modifier::empty()),
            false => (cell.fg, cell.underline_color, cell.modifier),
        };
        let width = match symbol {
            // To look for the width of each takes longer than all else here.
            [b' '..=b'~'] => 1,
            _ => u64::from(cell.cell_width().clamp(1, 7)),
        } << WIDTH;
        match (few(front), few(cell.bg), few(line)) {
            (Some(front), Some(back), Some(line)) if symbol.len() <= 4 => {
                let text = symbol.iter().rev().fold(0, |text, byte| text << 8 | u64::from(*byte));
                let modifiers = u64::from(modifier.bits()) << 47;
                Self(text | front << 32 | back << 37 | line << 42 | modifiers | width)
            }
            _ => {
                let mut hasher = DefaultHasher::new();
                (symbol, front, cell.bg, line, modifier).hash(&mut hasher);
                Self(hasher.finish() >> 4 | width | 1 << 63)
            }
        }
    }

    /// How many columns it takes.
    pub(super) const fn columns(self) -> usize {
        (self.0 >> WIDTH & 7) as usize
    }

    /// About how many bytes it takes: all but ASCII begins with a high bit, and is mostly a mark or a border of three.
    pub(super) const fn bytes(self) -> i32 {
        if self.0 & 0x80 == 0 { 1 } else { 3 }
    }

    /// Whether it is something other than a blank.
    pub(super) const fn is_text(self) -> bool {
        self.0 & 0xffff_ffff != b' ' as u64 || self.0 >> 63 == 1
    }
}

/// The lowest bit of the width.
const WIDTH: u32 = 60;

/// A colour in five bits.
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

/// A frame.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Grid {
    width: usize,
    glyphs: Vec<Glyph>,
}

impl Grid {
    pub(super) fn of(frame: &Buffer) -> Self {
        Self { width: frame.area.width.into(), glyphs: frame.content.iter().map(Glyph::of).collect() }
    }

    /// Takes some rows from a frame of the same size.
    pub(super) fn take(&mut self, frame: &Buffer, rows: Range<usize>) {
        let cells = &frame.content[rows.start * self.width..rows.end * self.width];
        for (glyph, cell) in self.rows_mut(rows).iter_mut().zip(cells) {
            *glyph = Glyph::of(cell);
        }
    }

    /// An empty screen of the same size.
    pub(super) fn blank(&self) -> Self {
        Self { width: self.width, glyphs: vec![Glyph::BLANK; self.glyphs.len()] }
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
