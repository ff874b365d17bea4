//! The border of a panel: its title at the left, what it says about itself at the right.

use ratatui::{
    buffer::Buffer,
    layout::Rect,
    text::{Line, Span},
    widgets::{Block, BorderType, Clear, Widget},
};

use super::{Theme, text};

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
    let style = if is_focused { theme.accent } else { theme.dim };
    let title_style = if is_focused { theme.accent.patch(theme.name) } else { theme.dim };
    Block::bordered()
        .border_type(BorderType::Plain)
        .border_style(style)
        .title(Span::styled(format!(" {title} "), title_style))
        .render(area, buffer);
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

/// Writes a text at a place, if the place exists.
pub(super) fn put(buffer: &mut Buffer, x: u16, y: u16, text: &str, style: ratatui::style::Style) {
    let area = *buffer.area();
    if area.contains((x, y).into()) {
        buffer.set_stringn(x, y, text, usize::from(area.right() - x), style);
    }
}

/// Writes a line in a row of an area, cut at its right edge.
pub(super) fn put_line(buffer: &mut Buffer, area: Rect, row: usize, line: &Line) {
    let Ok(row) = u16::try_from(row) else { return };
    let visible = area.intersection(*buffer.area());
    if row < visible.height && visible.width > 0 {
        buffer.set_line(visible.x, visible.y + row, line, visible.width);
    }
}
