//! The footer: a notice if there is one, else the keys that work where the focus is.

use ratatui::{
    buffer::Buffer,
    layout::Rect,
    text::{Line, Span},
};

use super::{Theme, frame};
use crate::app::{
    keymap::{self, Action},
    model::Model,
};

pub(super) fn draw(model: &Model, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    if area.height == 0 {
        return;
    }
    if let Some(notice) = &model.notice {
        let line = Line::from(vec![Span::raw(" "), Span::styled(notice.clone(), theme.warning)]);
        frame::put_line(buffer, area, 0, &line);
        return;
    }
    let mut line = Line::default();
    let mut shown: Vec<Action> = Vec::new();
    for binding in keymap::holding(model.context()) {
        let Some(key) = binding.keys.first() else { continue };
        let is_new = !shown.contains(&binding.action);
        if binding.footer.is_empty() || !is_new || !model.can(binding.action) {
            continue;
        }
        shown.push(binding.action);
        let hint = [
            Span::raw(if line.spans.is_empty() { " " } else { "  " }),
            Span::styled(key.0.to_owned(), theme.accent),
            Span::raw(" "),
            Span::styled(binding.footer, theme.dim),
        ];
        if line.width() + hint.iter().map(Span::width).sum::<usize>() >= usize::from(area.width) {
            break;
        }
        line.spans.extend(hint);
    }
    frame::put_line(buffer, area, 0, &line);
}
