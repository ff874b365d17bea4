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

/// Columns where there are as many: most paths and their titles have room in them.
const WIDTH: u16 = 100;

/// Draws the palette over the panels; returns where the cursor is.
pub(super) fn draw(palette: &Palette, theme: &Theme, screen: Rect, buffer: &mut Buffer) -> Option<Position> {
    let area = window(palette.title, (WIDTH, rows(palette)), theme, screen, buffer);
    let field_area = Rect { height: area.height.min(1), ..area };
    let look = Look { hint: palette.hint, ..Look::default() };
    let cursor = field::draw(&palette.field, &look, theme, field_area, buffer);
    let list = Rect { y: area.y.saturating_add(1), height: area.height.saturating_sub(1), ..area };
    let lines = lines(palette, usize::from(list.width), theme);
    let height = usize::from(list.height);
    let chosen = lines.iter().position(|(at, _)| *at == Some(palette.selected())).unwrap_or(0);
    let first = (chosen + 1).saturating_sub(height);
    for (row, (_, line)) in lines.iter().skip(first).take(height).enumerate() {
        frame::put_line(buffer, list, row, line);
    }
    if palette.matching().len() == 0 {
        frame::put_line(buffer, list, 0, &Line::styled(palette.none, theme.dim));
    }
    cursor
}

/// The choices, and the number of each; while nothing is typed they stand under their headings.
fn lines(palette: &Palette, columns: usize, theme: &Theme) -> Vec<(Option<usize>, Line<'static>)> {
    let widths =
        palette.matching().filter(|choice| is_told(choice)).map(|choice| text::width(&choice.label()));
    let names = widths.max().unwrap_or(0).min(columns * 3 / 5);
    let mut lines = Vec::new();
    let mut heading = None;
    for (at, choice) in palette.matching().enumerate() {
        if palette.field.is_empty() && choice.heading() != heading {
            heading = choice.heading();
            lines.extend(heading.map(|heading| (None, Line::styled(heading, theme.dim))));
        }
        lines.push((Some(at), line(choice, at == palette.selected(), names, columns, theme)));
    }
    lines
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

/// Rows of the window: for the field, the choices and the border, as long as there are few.
fn rows(palette: &Palette) -> u16 {
    u16::try_from(palette.len().max(1) + 3).unwrap_or(u16::MAX).min(18)
}
