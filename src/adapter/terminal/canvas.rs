//! What the terminal shows, and the bytes that turn it into the next frame.

use ratatui::{
    buffer::{Buffer, Cell, CellWidth},
    layout::Position,
};

use super::{
    pen::{Look, Pen, is_same},
    shift::{apply, shift},
};

/// Fewer rows than this are sooner written than moved.
const FEWEST_ROWS: usize = 3;

/// The screen as the terminal has it.
#[derive(Debug, Default)]
pub(super) struct Canvas {
    /// None when that is not known.
    shown: Option<Buffer>,
    /// Where the text cursor shows; hidden at first.
    cursor: Option<Position>,
    /// What the terminal writes with.
    look: Look,
}

impl Canvas {
    /// Something else may have drawn there: the next frame is written whole.
    pub(super) fn forget(&mut self) {
        self.shown = None;
    }

    /// Writes what makes the terminal show a frame, and the text cursor if it has a place.
    pub(super) fn paint(&mut self, next: &Buffer, cursor: Option<Position>, out: &mut Vec<u8>) {
        let before = out.len();
        if self.shown.as_ref().is_none_or(|shown| shown.area != next.area) {
            out.extend_from_slice(b"\x1b[m\x1b[2J");
            (self.shown, self.look) = (None, Look::default());
        }
        let shown = self.shown.get_or_insert_with(|| Buffer::empty(next.area));
        let mut pen = Pen::new(out, &mut self.look);
        let changed = changed(shown, next);
        if changed.len() >= FEWEST_ROWS
            && let Some(shift) = shift(shown, next, &changed)
        {
            pen.scroll(shift.rows.start, shift.rows.end - 1, shift.by);
            apply(&shift, shown);
            (0..next.area.height).for_each(|y| write_row(&mut pen, shown, next, y));
        } else {
            changed.into_iter().for_each(|y| write_row(&mut pen, shown, next, y));
        }
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

/// The rows that are different.
fn changed(shown: &Buffer, next: &Buffer) -> Vec<u16> {
    (0..next.area.height).filter(|y| row(shown, *y) != row(next, *y)).collect()
}

/// Writes what is different in a row.
fn write_row(pen: &mut Pen, shown: &mut Buffer, next: &Buffer, y: u16) {
    let (old, new) = (row_mut(shown, y), row(next, y));
    if old == new {
        return;
    }
    // What is behind the first half of a wide character belongs to it, in the old row and in the new.
    let (mut begun, mut x) = (0, 0);
    while x < new.len() {
        while begun + columns(&old[begun]) <= x {
            begun += columns(&old[begun]);
        }
        if begun < x || !is_same(&old[x], &new[x]) {
            pen.write((column(x), y), new);
        }
        x += columns(&new[x]);
    }
    old.clone_from_slice(new);
}

fn columns(cell: &Cell) -> usize {
    usize::from(cell.cell_width()).max(1)
}

fn column(x: usize) -> u16 {
    u16::try_from(x).unwrap_or(u16::MAX)
}

fn row(buffer: &Buffer, y: u16) -> &[Cell] {
    let width = usize::from(buffer.area.width);
    &buffer.content[usize::from(y) * width..][..width]
}

fn row_mut(buffer: &mut Buffer, y: u16) -> &mut [Cell] {
    let width = usize::from(buffer.area.width);
    &mut buffer.content[usize::from(y) * width..][..width]
}

#[cfg(test)]
mod tests;
