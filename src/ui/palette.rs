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
    app::{
        layout,
        palette::{Choice, Listed, Palette},
    },
    domain::visible::visible,
};

/// Draws the palette over the panels; returns where the cursor is.
pub(super) fn draw(palette: &Palette, theme: &Theme, area: Rect, buffer: &mut Buffer) -> Option<Position> {
    let area = window(palette.title, theme, area, buffer);
    let (field_area, list) = layout::palette_parts(area);
    let look = Look { hint: palette.hint, ..Look::default() };
    let cursor = field::draw(&palette.field, &look, theme, field_area, buffer);
    let columns = usize::from(list.width);
    let names = columns_of_names(palette, columns);
    let shown = palette.lines().into_iter().skip(palette.offset()).take(usize::from(list.height));
    for (row, listed) in shown.enumerate() {
        let line = match listed {
            Listed::Heading(heading) => Line::styled(heading, theme.dim),
            Listed::Choice(at) => match palette.matching().nth(at) {
                Some(choice) => line(choice, at == palette.selected(), names, columns, theme),
                None => continue,
            },
        };
        frame::put_line(buffer, list, row, &line);
    }
    if palette.matching().len() == 0 {
        frame::put_line(buffer, list, 0, &Line::styled(palette.none, theme.dim));
    }
    cursor
}

/// Columns of the longest choice that is told about in a column of its own.
fn columns_of_names(palette: &Palette, columns: usize) -> usize {
    let widths =
        palette.matching().filter(|choice| is_told(choice)).map(|choice| text::width(&choice.label()));
    widths.max().unwrap_or(0).min(columns * 3 / 5)
}

/// Whether what stands beside a choice tells about it, in a column of its own.
const fn is_told(choice: &Choice) -> bool {
    matches!(choice, Choice::Endpoint(..) | Choice::Way(_))
}

/// A choice, and beside it as much as there is room for: a key whole or not at all.
fn line(choice: &Choice, is_chosen: bool, names: usize, columns: usize, theme: &Theme) -> Line<'static> {
    let (mark, style) = if is_chosen { (theme.marks.cursor, theme.name) } else { (" ", Style::new()) };
    let is_told = is_told(choice);
    let room = if is_told { names } else { columns.saturating_sub(text::width(choice.beside()) + 3) };
    let label = text::fit_target(&visible(&choice.label()), room, theme.marks.cut);
    let rest = columns.saturating_sub(if is_told { names } else { text::width(&label) } + 3);
    let beside = text::fit(&visible(choice.beside()), rest, theme.marks.cut);
    let gap = if is_told { names - text::width(&label) } else { rest - text::width(&beside) };
    Line::from(vec![
        Span::styled(mark, theme.accent),
        Span::styled(label, style),
        Span::raw(" ".repeat(gap + 1)),
        Span::styled(beside, theme.dim),
    ])
}
