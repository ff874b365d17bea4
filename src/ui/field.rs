//! Draws what a text field holds: the part around the cursor, with what an error points at lit up and secrets masked.

use ratatui::{
    buffer::Buffer,
    layout::{Position, Rect},
    style::Style,
    text::{Line, Span},
};
use unicode_segmentation::UnicodeSegmentation;

use super::{Theme, frame, text};
use crate::{
    app::field::{Cover, Field},
    domain::visible::visible,
};

/// How a field is drawn.
#[derive(Default)]
pub(super) struct Look<'a> {
    /// Shown dimly while the field is empty.
    pub hint: &'a str,
    /// Characters of the first line to light up.
    pub lit: &'a [(usize, usize)],
    /// Characters of the first line that what is typed will take the place of.
    pub marked: Option<std::ops::Range<usize>>,
    /// A line to light up.
    pub lit_line: Option<usize>,
    /// The field has the cursor; without it, what is lit is brought into view.
    pub has_cursor: bool,
    /// What stands in place of a line that must not show.
    pub mask: Option<fn(&str) -> Option<String>>,
}

impl Look<'_> {
    /// The row and column, in characters, that must be on view.
    fn place(&self, field: &Field) -> (usize, usize) {
        match (self.has_cursor, self.lit_line, self.lit.first()) {
            (false, Some(line), _) => (line, 0),
            (false, None, Some((_, end))) => (0, *end),
            _ => field.cursor(),
        }
    }
}

/// Draws the field; returns where the cursor is.
pub(super) fn draw(
    field: &Field,
    look: &Look,
    theme: &Theme,
    area: Rect,
    buffer: &mut Buffer,
) -> Option<Position> {
    let area = area.intersection(*buffer.area());
    if area.is_empty() {
        return None;
    }
    if field.is_empty() {
        let hint = text::fit(look.hint, usize::from(area.width), theme.marks.cut);
        frame::put_line(buffer, area, 0, &Line::styled(hint, theme.dim));
    }
    let (row, column) = look.place(field);
    let height = usize::from(area.height);
    let first = row.saturating_sub(height / 2).min(field.rows().len().saturating_sub(height));
    let here = Window::around(field.rows().get(row)?, column, usize::from(area.width));
    let x = here.x;
    match field.cover() {
        Cover::Open => {
            for (at, line) in field.rows().iter().enumerate().skip(first).take(height) {
                let window = if at == row { here } else { Window::default() };
                frame::put_line(
                    buffer,
                    area,
                    at - first,
                    &shown(line, at, window, look, (theme, area.width)),
                );
            }
        }
        // A key goes over many lines, and only the first of them looks like one.
        Cover::Masked(masked) => draw_masked(masked, first, look, theme, area, buffer),
        Cover::Hidden => {
            let words = text::fit(HIDDEN, usize::from(area.width), theme.marks.cut);
            frame::put_line(buffer, area, 0, &Line::styled(words, theme.warning));
        }
    }
    let y = u16::try_from(row - first).unwrap_or(u16::MAX);
    Some(Position::new(area.x.saturating_add(x.min(area.width - 1)), area.y.saturating_add(y)))
}

/// What stands in place of a text that holds the person's own token.
const HIDDEN: &str = "… your Music User Token is in here; delete it, the toggle below sends it";

/// The part of a line that is on view: where it begins, and the column of the place that it was chosen for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Window {
    byte: usize,
    character: usize,
    x: u16,
}

impl Window {
    /// The part that ends at a character at the latest, one column kept for the cursor behind it. Looks at no more of
    /// the line than it shows: a body may be one line of megabytes.
    fn around(line: &str, character: usize, columns: usize) -> Self {
        let end = line.char_indices().nth(character).map_or(line.len(), |(byte, _)| byte);
        let mut window = Self { byte: end, character: line[..end].chars().count(), x: 0 };
        let mut used = 0;
        for grapheme in line[..end].graphemes(true).rev() {
            used += text::width(&visible(grapheme));
            if used > columns.saturating_sub(1) {
                break;
            }
            window.byte -= grapheme.len();
            window.character -= grapheme.chars().count();
            window.x = u16::try_from(used).unwrap_or(u16::MAX);
        }
        window
    }
}

/// Draws what is left of a text that holds a secret, as far down as the field is scrolled or as it has lines.
fn draw_masked(masked: &str, first: usize, look: &Look, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let lines: Vec<_> = masked.split('\n').collect();
    let first = first.min(lines.len() - 1);
    for (at, line) in lines.into_iter().skip(first).take(usize::from(area.height)).enumerate() {
        let hidden = look.mask.and_then(|mask| mask(line));
        let line = hidden.unwrap_or_else(|| visible(line).into_owned());
        frame::put_line(buffer, area, at, &Line::styled(line, theme.warning));
    }
}

/// A line from its window on, as far as it is on view.
fn shown(
    line: &str,
    at: usize,
    window: Window,
    look: &Look,
    (theme, columns): (&Theme, u16),
) -> Line<'static> {
    if let Some(masked) = look.mask.and_then(|mask| mask(line)) {
        return Line::styled(masked, theme.warning);
    }
    let mut room = usize::from(columns);
    let mut character = window.character;
    let mut spans: Vec<Span<'static>> = Vec::new();
    for grapheme in line.get(window.byte..).unwrap_or_default().graphemes(true) {
        let piece = visible(grapheme);
        let width = text::width(&piece);
        if width > room {
            break;
        }
        room -= width;
        let is_lit = look.lit_line == Some(at)
            || (at == 0 && look.lit.iter().any(|(from, to)| (*from..*to).contains(&character)));
        let is_marked = at == 0 && look.marked.as_ref().is_some_and(|marked| marked.contains(&character));
        let style = match (is_lit, is_marked) {
            (true, _) => theme.lit,
            (_, true) => theme.found,
            _ => Style::new(),
        };
        match spans.last_mut() {
            Some(last) if last.style == style => last.content.to_mut().push_str(&piece),
            _ => spans.push(Span::styled(piece.into_owned(), style)),
        }
        character += grapheme.chars().count();
    }
    Line::from(spans)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_keeps_its_place_on_view_and_never_halves_a_character() {
        let cases = [
            ("abcdef", 6, 10, Window { byte: 0, character: 0, x: 6 }),
            ("abcdef", 6, 4, Window { byte: 3, character: 3, x: 3 }),
            ("abcdef", 2, 4, Window { byte: 0, character: 0, x: 2 }),
            ("漢字漢字", 4, 4, Window { byte: 9, character: 3, x: 2 }),
            ("a\u{1b}", 2, 20, Window { byte: 0, character: 0, x: 7 }),
            ("", 0, 4, Window::default()),
            ("abc", 9, 1, Window { byte: 3, character: 3, x: 0 }),
        ];
        for (line, character, columns, expected) in cases {
            assert_eq!(Window::around(line, character, columns), expected, "{line} {character} {columns}");
        }
    }
}
