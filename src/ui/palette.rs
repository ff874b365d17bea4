//! The palette: a field, and below it what can be chosen.

use ratatui::{
    buffer::Buffer,
    layout::{Position, Rect},
    style::Style,
    text::{Line, Span},
};

use super::{
    Theme,
    field::{self, Look},
    frame,
    overlay::window,
    text,
};
use crate::{
    app::palette::{Choice, Palette},
    domain::visible::visible,
};

/// Draws the palette over the panels; returns where the cursor is.
pub(super) fn draw(palette: &Palette, theme: &Theme, screen: Rect, buffer: &mut Buffer) -> Option<Position> {
    let area = window(palette.title, (76, rows(palette)), theme, screen, buffer);
    let field_area = Rect { height: area.height.min(1), ..area };
    let look = Look { hint: palette.hint, ..Look::default() };
    let cursor = field::draw(&palette.field, &look, theme, field_area, buffer);
    let list = Rect { y: area.y.saturating_add(1), height: area.height.saturating_sub(1), ..area };
    let height = usize::from(list.height);
    let first = (palette.selected() + 1).saturating_sub(height);
    for (at, choice) in palette.matching().enumerate().skip(first).take(height) {
        let is_chosen = at == palette.selected();
        let mark = if is_chosen { theme.marks.cursor } else { " " };
        let style = if is_chosen { theme.name } else { Style::new() };
        let room = usize::from(list.width).saturating_sub(text::width(choice.key()) + 3);
        let label = match choice {
            Choice::Past(..) => text::fit_target(&visible(&choice.label()), room, theme.marks.cut),
            _ => text::fit(&visible(&choice.label()), room, theme.marks.cut),
        };
        let gap = " ".repeat(room.saturating_sub(text::width(&label)) + 1);
        let line = Line::from(vec![
            Span::styled(mark, theme.accent),
            Span::styled(label, style),
            Span::raw(gap),
            Span::styled(choice.key().to_owned(), theme.dim),
        ]);
        frame::put_line(buffer, list, at - first, &line);
    }
    if palette.matching().len() == 0 {
        frame::put_line(buffer, list, 0, &Line::styled(palette.none, theme.dim));
    }
    cursor
}

/// Rows of the window: for the field, the choices and the border, as long as there are few.
fn rows(palette: &Palette) -> u16 {
    u16::try_from(palette.len().max(1) + 3).unwrap_or(u16::MAX).min(18)
}
