//! What the terminal shows, and the bytes that turn it into the next frame.

use ratatui::{
    buffer::Buffer,
    layout::{Position, Rect},
};

use super::{
    grid::{Glyph, Grid, Odd},
    pen::{Look, Pen},
    shift::{apply, shift},
};

/// Fewer rows than this are sooner written than moved.
const FEWEST_ROWS: usize = 3;

/// What is other in a frame than in the one before.
#[derive(Debug, Default)]
pub struct Drawn {
    /// What has moved before anything was drawn, and by how many rows: up, or down if negative. `None` if nobody knows.
    pub moved: Option<(Rect, i32)>,
    /// What was drawn. Whatever else the buffer holds means nothing.
    pub areas: Vec<Rect>,
    /// Where the text cursor shows, if it does.
    pub cursor: Option<Position>,
}

/// The screen as the terminal has it.
#[derive(Debug, Default)]
pub(super) struct Canvas {
    shown: Grid,
    /// The next frame; the same as what is shown while none is painted.
    next: Grid,
    odd: Odd,
    /// Whether it is known what the terminal shows.
    is_known: bool,
    /// Where the text cursor shows; hidden at first.
    cursor: Option<Position>,
    /// What the terminal writes with.
    look: Look,
    /// Whether it repeats a character when it is told to.
    repeats: bool,
}

impl Canvas {
    /// Whether it is known what the terminal shows, so that a frame may be drawn in part.
    pub(super) fn is_sure(&self) -> bool {
        self.is_known && !self.odd.is_full()
    }

    /// Whether the terminal is known to repeat a character when it is told to.
    pub(super) const fn repeat(&mut self, repeats: bool) {
        self.repeats = repeats;
    }

    /// Something else may have drawn there: the next frame is written whole.
    pub(super) const fn forget(&mut self) {
        self.is_known = false;
    }

    /// Writes what makes the terminal show a frame, and the text cursor if it has a place. All of it has to be drawn where it is
    /// not known what the terminal shows, or how large it was.
    pub(super) fn paint(&mut self, frame: &Buffer, drawn: &Drawn, out: &mut Vec<u8>) {
        let before = out.len();
        if !self.is_sure() || !self.next.is_as_large_as(frame) {
            self.begin(frame.area, out);
        }
        if let Some((area, by)) = drawn.moved {
            self.next.shift(area, by);
        }
        for area in &drawn.areas {
            self.next.take(frame, *area, &mut self.odd);
        }
        self.write(drawn, out);
        self.put_cursor(drawn.cursor, before, out);
    }

    /// Begins with an empty screen.
    fn begin(&mut self, size: Rect, out: &mut Vec<u8>) {
        out.extend_from_slice(b"\x1b[m\x1b[2J");
        let (shown, next) = (Grid::blank(size), Grid::blank(size));
        *self = Self {
            shown,
            next,
            is_known: true,
            cursor: self.cursor,
            repeats: self.repeats,
            ..Self::default()
        };
    }

    fn write(&mut self, drawn: &Drawn, out: &mut Vec<u8>) {
        let mut pen = Pen::new(out, &mut self.look, &self.odd).repeating(self.repeats);
        let mut rows = rows(drawn, self.next.height());
        rows.retain(|y| self.shown.row(*y) != self.next.row(*y));
        if rows.len() >= FEWEST_ROWS
            && let Some(shift) = shift(&self.shown, &self.next, &rows, drawn.moved.map(|(_, by)| by))
        {
            pen.scroll(column(shift.rows.start), column(shift.rows.end - 1), shift.by);
            apply(&shift, &mut self.shown);
            rows.extend(shift.rows);
            rows.sort_unstable();
            rows.dedup();
        }
        for y in rows {
            write_row(&mut pen, (self.shown.row(y), self.next.row(y)), column(y));
            self.shown.rows_mut(y..y + 1).copy_from_slice(self.next.row(y));
        }
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
            Pen::new(out, &mut self.look, &self.odd).stand((at.x, at.y));
        }
        self.cursor = cursor;
    }
}

/// The rows in which something was drawn or has moved.
fn rows(drawn: &Drawn, height: usize) -> Vec<usize> {
    let moved = drawn.moved.filter(|(_, by)| *by != 0).map(|(area, _)| area);
    let areas = drawn.areas.iter().copied().chain(moved);
    let mut rows: Vec<_> = areas.flat_map(|area| area.top()..area.bottom()).map(usize::from).collect();
    rows.retain(|y| *y < height);
    rows.sort_unstable();
    rows.dedup();
    rows
}

/// Writes what is different in a row.
fn write_row(pen: &mut Pen, (old, new): (&[Glyph], &[Glyph]), y: u16) {
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
            true if pen.repeats() => pen.write_run((column(x), y), new, run(&old[x..], &new[x..])),
            true => pen.write_run((column(x), y), new, 1),
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
