//! The prompt: the last row inside the response panel, while there is one.

use ratatui::{
    buffer::Buffer,
    layout::{Position, Rect},
    text::Line,
};

use super::{
    Theme,
    field::{self, Look},
    frame, text,
};
use crate::{
    app::{layout::inside, model::Model},
    domain::visible::visible,
};

/// Columns that the field keeps beside what is told.
const NARROWEST: usize = 12;

/// Draws the prompt in the response panel; returns where the cursor is.
pub(super) fn draw(model: &Model, theme: &Theme, panel: Rect, buffer: &mut Buffer) -> Option<Position> {
    let prompt = model.prompt.as_ref()?;
    let area = inside(panel);
    let row = Rect {
        x: area.x.saturating_add(1),
        y: area.bottom().saturating_sub(1),
        width: area.width.saturating_sub(2),
        height: area.height.min(1),
    };
    let label = prompt.label();
    frame::put_line(buffer, row, 0, &Line::styled(label, theme.accent));
    let label = columns(label).min(row.width);
    let rest = Rect { x: row.x + label, width: row.width - label, ..row };
    let told = told(prompt.told.as_deref(), usize::from(rest.width), theme);
    let taken = told.as_ref().map_or(0, |told| columns(told) + 2).min(rest.width);
    if let Some(told) = told {
        let place = Rect { x: rest.right() - (taken - 2), width: taken - 2, ..rest };
        frame::put_line(buffer, place, 0, &Line::styled(told, theme.dim));
    }
    let look = Look { has_cursor: true, ..Look::default() };
    let place = Rect { width: rest.width - taken, ..rest };
    field::draw(&prompt.field, &look, theme, place, buffer)
}

/// What is told at the right, in the room that the field leaves.
fn told(told: Option<&str>, columns: usize, theme: &Theme) -> Option<String> {
    let room = columns.checked_sub(NARROWEST + 2)?;
    let told = visible(told?);
    Some(text::fit(&told, room, theme.marks.cut)).filter(|told| !told.is_empty())
}

fn columns(text: &str) -> u16 {
    u16::try_from(text::width(text)).unwrap_or(u16::MAX)
}
