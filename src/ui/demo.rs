//! The note of a demo's step, in its own rows above the footer: nothing else is covered by it.

use ratatui::{
    buffer::Buffer,
    layout::Rect,
    text::{Line, Span},
};

use super::{Theme, frame};
use crate::app::model::Model;

pub(super) fn draw(model: &Model, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let Some(demo) = model.demo.as_ref().filter(|_| area.height > 0) else { return };
    let columns = usize::from(area.width).saturating_sub(2);
    for (row, text) in demo.lines(columns).into_iter().enumerate() {
        // The number, which says how far it is, stands out.
        let (number, rest) = match text.split_once(' ') {
            Some((number, rest)) if row == 0 && number.contains('/') => {
                (format!("{number} "), rest.to_owned())
            }
            _ => (String::new(), text),
        };
        let line = Line::from(vec![
            Span::raw(" "),
            Span::styled(number, theme.accent),
            Span::styled(rest, theme.name),
        ]);
        frame::put_line(buffer, area, row, &line);
    }
}
