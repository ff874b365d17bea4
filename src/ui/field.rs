//! Draws what a text field holds: the part around the cursor, with what an error points at lit up and secrets masked.

use ratatui::{
    buffer::Buffer,
    layout::{Position, Rect},
    style::Style,
    text::{Line, Span},
};
use unicode_segmentation::UnicodeSegmentation;

use super::{Theme, frame, text};
use crate::{app::field::Field, domain::secret};

/// How a field is drawn.
#[derive(Default)]
pub(super) struct Look<'a> {
    /// Shown dimly while the field is empty.
    pub hint: &'a str,
    /// Characters of the first line to light up.
    pub lit: &'a [(usize, usize)],
    /// A line to light up.
    pub lit_line: Option<usize>,
    /// What stands in place of a line that must not show.
    pub mask: Option<fn(&str) -> Option<String>>,
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
    let (row, column) = field.cursor();
    let (columns, height) = (usize::from(area.width), usize::from(area.height));
    let first = row.saturating_sub(height / 2).min(field.rows().len().saturating_sub(height));
    let before: String = field.rows().get(row)?.chars().take(column).collect();
    // One column is kept for the cursor behind the last character.
    let skipped = text::width(&before).saturating_sub(columns.saturating_sub(1));
    if let std::borrow::Cow::Owned(masked) = secret::mask(&field.text()) {
        // A key goes over many lines, and only the first of them looks like one.
        draw_masked(&masked, first, look, theme, area, buffer);
    } else {
        for (at, line) in field.rows().iter().enumerate().skip(first).take(height) {
            let skipped = if at == row { skipped } else { 0 };
            frame::put_line(buffer, area, at - first, &shown(line, at, skipped, look, theme));
        }
    }
    let x = u16::try_from(text::width(&before) - skipped).unwrap_or(u16::MAX);
    let y = u16::try_from(row - first).unwrap_or(u16::MAX);
    Some(Position::new(area.x.saturating_add(x.min(area.width - 1)), area.y.saturating_add(y)))
}

/// Draws what is left of a text that holds a secret, as far down as the field is scrolled or as it has lines.
fn draw_masked(masked: &str, first: usize, look: &Look, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let lines: Vec<_> = masked.split('\n').collect();
    let first = first.min(lines.len() - 1);
    for (at, line) in lines.into_iter().skip(first).take(usize::from(area.height)).enumerate() {
        let hidden = look.mask.and_then(|mask| mask(line));
        let line = hidden.unwrap_or_else(|| crate::domain::visible::visible(line).into_owned());
        frame::put_line(buffer, area, at, &Line::styled(line, theme.warning));
    }
}

/// A line from the column `skipped` on.
fn shown(line: &str, at: usize, skipped: usize, look: &Look, theme: &Theme) -> Line<'static> {
    if let Some(masked) = look.mask.and_then(|mask| mask(line)) {
        return Line::styled(masked, theme.warning);
    }
    let is_lit_line = look.lit_line == Some(at);
    let mut column = 0;
    let mut character = 0;
    let mut spans = Vec::new();
    for grapheme in line.graphemes(true) {
        let is_lit = at == 0 && look.lit.iter().any(|(from, to)| (*from..*to).contains(&character));
        let style = if is_lit || is_lit_line { theme.lit } else { Style::new() };
        if column >= skipped {
            spans.push(Span::styled(crate::domain::visible::visible(grapheme).into_owned(), style));
        }
        column += text::width(grapheme);
        character += grapheme.chars().count();
    }
    Line::from(spans)
}
