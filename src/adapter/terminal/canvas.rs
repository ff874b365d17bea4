//! What the terminal shows, and the bytes that turn it into the next frame.

use std::ops::Range;

use ratatui::{
    buffer::{Buffer, Cell},
    layout::Position,
};

use super::{
    grid::{Glyph, Grid},
    pen::{Look, Pen},
    shift::{apply, shift},
};

/// Fewer rows than this are sooner written than moved.
const FEWEST_ROWS: usize = 3;

/// The screen as the terminal has it.
#[derive(Debug, Default)]
pub(super) struct Canvas {
    /// None when that is not known.
    shown: Option<Grid>,
    /// Where the text cursor shows; hidden at first.
    cursor: Option<Position>,
    /// What the terminal writes with.
    look: Look,
    /// Whether it repeats a character when it is told to.
    repeats: bool,
}

impl Canvas {
    /// Whether it is known what the terminal shows.
    pub(super) const fn is_sure(&self) -> bool {
        self.shown.is_some()
    }

    /// Whether the terminal is known to repeat a character when it is told to.
    pub(super) const fn repeat(&mut self, repeats: bool) {
        self.repeats = repeats;
    }

    /// Something else may have drawn there: the next frame is written whole.
    pub(super) fn forget(&mut self) {
        self.shown = None;
    }

    /// Writes what makes the terminal show a frame, and the text cursor if it has a place. Only in `rows` is the frame other
    /// than the last one.
    pub(super) fn paint(
        &mut self,
        frame: &Buffer,
        rows: Range<u16>,
        cursor: Option<Position>,
        out: &mut Vec<u8>,
    ) {
        let before = out.len();
        let (mut shown, next, rows) = match self.shown.take().filter(|shown| shown.is_as_large_as(frame)) {
            Some(shown) => {
                let (mut next, rows) = (shown.clone(), usize::from(rows.start)..usize::from(rows.end));
                next.take(frame, rows.clone());
                (shown, next, rows)
            }
            None => {
                out.extend_from_slice(b"\x1b[m\x1b[2J");
                self.look = Look::default();
                let next = Grid::of(frame);
                (next.blank(), next, 0..usize::from(frame.area.height))
            }
        };
        let mut pen = Pen::new(out, &mut self.look).repeating(self.repeats);
        let changed: Vec<_> = rows.filter(|y| shown.row(*y) != next.row(*y)).collect();
        if changed.len() >= FEWEST_ROWS
            && let Some(shift) = shift(&shown, &next, &changed)
        {
            pen.scroll(column(shift.rows.start), column(shift.rows.end - 1), shift.by);
            apply(&shift, &mut shown);
        }
        for (y, cells) in frame.content.chunks_exact(next.width().max(1)).enumerate() {
            write_row(&mut pen, (shown.row(y), next.row(y)), cells, column(y));
        }
        self.shown = Some(next);
        self.put_cursor(cursor, before, out);
    }

    fn put_cursor(&mut self, cursor: Option<Position>, before: usize, out: &mut Vec<u8>) {
        match (self.cursor, cursor) {
            (Some(_), None) => out.extend_from_slice(b"\x1b[?25l"),
            (None, Some(_)) => out.extend_from_slice(b"\x1b[?25h"),
            _ => {}
        }
        if let Some(at) = cursor
            && (self.cursor != cursor || out.len() > before)
        {
            Pen::new(out, &mut self.look).stand((at.x, at.y));
        }
        self.cursor = cursor;
    }
}

/// Writes what is different in a row.
fn write_row(pen: &mut Pen, (old, new): (&[Glyph], &[Glyph]), cells: &[Cell], y: u16) {
    if old == new {
        return;
    }
    // What is behind the first half of a wide character belongs to it, in the old row and in the new.
    let (mut begun, mut x) = (0, 0);
    while x < new.len() {
        while begun + old[begun].columns() <= x {
            begun += old[begun].columns();
        }
        let written = match begun < x || old[x] != new[x] {
            true => pen.write_run((column(x), y), cells, run(&old[x..], &new[x..])),
            false => 1,
        };
        x += new[x].columns() * usize::from(written);
    }
}

/// How many of the first cells look like the first one, up to the last of them that has changed.
fn run(old: &[Glyph], new: &[Glyph]) -> u16 {
    let same = new.iter().take_while(|glyph| **glyph == new[0]).count();
    column((1..same).rev().find(|x| old[*x] != new[*x]).map_or(1, |last| last + 1))
}

fn column(x: usize) -> u16 {
    u16::try_from(x).unwrap_or(u16::MAX)
}

#[cfg(test)]
mod tests;
