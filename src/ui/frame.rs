//! The border of a panel: its title at the left, what it says about itself at the right.

use std::ops::Range;

use ratatui::{
    buffer::{Buffer, Cell},
    layout::Rect,
    style::Style,
    text::{Line, Span},
    widgets::{Clear, Widget},
};

use super::{Theme, text};
use crate::{
    app::layout::inside,
    domain::columns::{self, Piece},
};

/// Draws a panel's border. The focused panel has the accent; nothing else changes.
pub(super) fn draw(
    title: &str,
    right: &[Span],
    is_focused: bool,
    theme: &Theme,
    area: Rect,
    buffer: &mut Buffer,
) {
    if area.height < 2 || area.width < 2 {
        return;
    }
    let style = style(is_focused, theme);
    let title_style = if is_focused { theme.accent.patch(theme.name) } else { theme.dim };
    border(style, area, buffer);
    let top = Rect { x: area.x + 1, width: area.width - 2, height: 1, ..area };
    let words = if title.is_empty() { String::new() } else { format!(" {title} ") };
    put_line(buffer, top, 0, &Line::styled(words, title_style));
    let room = usize::from(area.width).saturating_sub(text::width(title) + 6);
    let line = Line::from(right.to_vec());
    if line.width() > 0 && line.width() <= room {
        let columns = u16::try_from(line.width()).unwrap_or(u16::MAX);
        let x = area.right().saturating_sub(columns + 3);
        // What a panel says about itself must not take on the look of its border.
        let place = Rect { x, width: columns + 2, height: 1, ..area }.intersection(*buffer.area());
        Clear.render(place, buffer);
        buffer.set_line(x + 1, area.y, &line, columns);
    }
}

/// How a border looks.
pub(super) const fn style(is_focused: bool, theme: &Theme) -> Style {
    if is_focused { theme.accent } else { theme.dim }
}

/// Draws the lines of a border, over whatever was there. The library's own block looks for what they cross, at each cell.
fn border(style: Style, area: Rect, buffer: &mut Buffer) {
    line(["┌", "─", "┐"], style, Rect { height: 1, ..area }, buffer);
    hang(style, Rect { y: area.y + 1, height: area.height - 1, ..area }, buffer);
}

/// Draws the border of what hangs from the row above it: at the sides and below.
pub(super) fn hang(style: Style, area: Rect, buffer: &mut Buffer) {
    for row in area.rows() {
        let is_last = row.bottom() == area.bottom();
        line(if is_last { ["└", "─", "┘"] } else { ["│", "", "│"] }, style, row, buffer);
    }
}

/// Draws both ends of a row, and what is between them unless that stays.
fn line(symbols: [&'static str; 3], style: Style, row: Rect, buffer: &mut Buffer) {
    let shown = row.intersection(buffer.area);
    if shown.is_empty() {
        return;
    }
    let [first, middle, last] = symbols.map(|symbol| {
        let mut cell = Cell::new(symbol);
        cell.set_style(style);
        cell
    });
    let start = buffer.index_of(shown.x, shown.y);
    let cells = &mut buffer.content[start..][..usize::from(shown.width)];
    if !middle.symbol().is_empty() {
        cells.fill(middle);
    }
    cells[0] = first;
    if let Some(end) = cells.get_mut(usize::from(row.width) - 1) {
        *end = last;
    }
}

/// Writes a text into the bottom border of a panel.
pub(super) fn foot(text: &str, style: Style, panel: Rect, buffer: &mut Buffer) {
    let place = Rect { y: panel.bottom().saturating_sub(1), height: 1, ..inside(panel) };
    if panel.height > 1 && !text.is_empty() {
        put_line(buffer, place, 0, &Line::styled(format!(" {text} "), style));
    }
}

/// What is on view of something that may be longer.
#[derive(Debug, Clone, Copy)]
pub(super) struct Extent {
    /// How many lines there are.
    pub lines: usize,
    /// The first one on view.
    pub first: usize,
}

/// Marks, in the border at the right of an area, which part of the whole is on view; nothing if all is. The mark tells the
/// view and not the cursor, so that a step of the cursor rewrites none of it.
pub(super) fn scrollbar(extent: Extent, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let shown = area.intersection(*buffer.area());
    for row in thumb(extent, usize::from(area.height)) {
        let y = shown.y.saturating_add(u16::try_from(row).unwrap_or(u16::MAX));
        if let Some(cell) = buffer.cell_mut((area.right(), y)) {
            cell.set_symbol(theme.marks.thumb);
        }
    }
}

/// The rows of the mark: at the top only when the first line is on view, at the bottom only when the last one is, as far
/// as there is room for that.
fn thumb(extent: Extent, height: usize) -> Range<usize> {
    let hidden = extent.lines.saturating_sub(height);
    if hidden == 0 || height < 2 {
        return 0..0;
    }
    let length = (height * height / extent.lines).clamp(1, height - 1);
    let free = height - length;
    let start = match extent.first {
        0 => 0,
        first if first >= hidden => free,
        first => (first * free / hidden).clamp(1.min(free - 1), free - 1),
    };
    start..start + length
}

/// Writes a text at a place, if the place exists.
pub(super) fn put(buffer: &mut Buffer, x: u16, y: u16, text: &str, style: Style) {
    let area = *buffer.area();
    if area.contains((x, y).into()) {
        ink(buffer, (x, y), text, area.right() - x, style);
    }
}

/// Writes a line in a row of an area, cut at its right edge.
pub(super) fn put_line(buffer: &mut Buffer, area: Rect, row: usize, line: &Line) {
    let Ok(row) = u16::try_from(row) else { return };
    let visible = area.intersection(*buffer.area());
    if row < visible.height && visible.width > 0 {
        let (mut x, y) = (visible.x, visible.y + row);
        for span in line.iter().filter(|span| !span.content.is_empty()) {
            if x == visible.right() {
                return;
            }
            x = ink(buffer, (x, y), &span.content, visible.right() - x, line.style.patch(span.style));
        }
    }
}

/// Writes a text into at most so many columns, which the buffer has, and tells where it ends. The library would look for
/// grapheme clusters in all of it.
fn ink(buffer: &mut Buffer, (mut x, y): (u16, u16), text: &str, columns: u16, style: Style) -> u16 {
    let end = x + columns;
    for piece in columns::pieces(text).take_while(|_| columns > 0) {
        let before = x;
        x = match piece {
            Piece::Plain(plain) => ink_plain(buffer, (x, y), plain, end - x, style),
            Piece::Cluster(cluster) => buffer.set_stringn(x, y, cluster, usize::from(end - x), style).0,
        };
        // What has no room ends the text; what takes none does not.
        if x == end || x == before && columns::width(as_text(piece)) > 0 {
            break;
        }
    }
    x
}

fn as_text(piece: Piece<'_>) -> &str {
    match piece {
        Piece::Plain(text) | Piece::Cluster(text) => text,
    }
}

fn ink_plain(buffer: &mut Buffer, (x, y): (u16, u16), text: &str, columns: u16, style: Style) -> u16 {
    let from = buffer.index_of(x, y);
    let cells = buffer.content[from..].iter_mut().take(usize::from(columns));
    let written = cells.zip(text.chars()).map(|(cell, c)| cell.set_char(c).set_style(style)).count();
    x + u16::try_from(written).unwrap_or(columns)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_written_as_the_library_writes_it() {
        let texts = [
            "plain",
            "",
            "e\u{301}e",
            "a漢字b",
            "\u{600}12",
            "👩‍👩‍👧!",
            "🇯🇵🇩🇪x",
            "❤\u{fe0f} ok",
            "a\u{200b}b",
            "tab\there",
            "ｶﾞx",
            "▾ data 3",
            "a\r\nb",
            "漢",
            "ab漢",
            "abc漢d",
        ];
        let styles = [Style::new(), Style::new().bold(), Style::new().red()];
        for (first, second) in texts.into_iter().flat_map(|first| texts.map(|second| (first, second))) {
            for columns in 0..=10 {
                let line = Line::from(vec![Span::styled(first, styles[1]), Span::styled(second, styles[2])]);
                let area = Rect::new(0, 0, 12, 1);
                let (mut ours, mut theirs) =
                    (Buffer::filled(area, Cell::new("·")), Buffer::filled(area, Cell::new("·")));
                put_line(&mut ours, Rect { x: 2, width: columns, ..area }, 0, &line);
                theirs.set_line(2, 0, &line, columns);
                assert_eq!(ours, theirs, "{first:?} {second:?} {columns}");
                put(&mut ours, 7, 0, first, styles[0]);
                theirs.set_stringn(7, 0, first, 5, styles[0]);
                assert_eq!(ours, theirs, "{first:?}");
            }
        }
    }

    #[test]
    fn the_thumb_is_exact_at_both_ends_and_never_goes_back() {
        for height in 2..40 {
            for lines in (height + 1..height + 60).chain([1_000, 1_000_000]) {
                let hidden = lines - height;
                let mut last = 0;
                let firsts = (0..hidden).step_by((hidden / 50).max(1)).chain([hidden]);
                for first in firsts {
                    let rows = thumb(Extent { lines, first }, height);
                    assert!(
                        !rows.is_empty() && rows.end <= height && rows.start >= last,
                        "{height} {lines} {first}"
                    );
                    let has_room = height - rows.len() > 1;
                    assert!(!has_room || (rows.start == 0) == (first == 0), "{height} {lines} {first}");
                    assert_eq!(rows.end == height, first == hidden, "{height} {lines} {first}");
                    last = rows.start;
                }
            }
        }
        assert_eq!(thumb(Extent { lines: 10, first: 0 }, 10), 0..0);
    }
}
