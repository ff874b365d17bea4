//! The footer: a notice if there is one, else the keys that work where the focus is.

use ratatui::{
    buffer::Buffer,
    layout::Rect,
    text::{Line, Span},
};

use super::{Theme, frame, present, text};
use crate::app::{keymap::Action, model::Model, overlay::Overlay};

pub(super) fn draw(model: &Model, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    if area.height == 0 {
        return;
    }
    if let Some(notice) = &model.notice {
        let line = Line::from(vec![
            Span::raw(" "),
            Span::styled(
                text::fit_middle(notice, usize::from(area.width).saturating_sub(2), theme.marks.cut),
                theme.warning,
            ),
        ]);
        frame::put_line(buffer, area, 0, &line);
    } else {
        draw_keys(model, theme, area, buffer);
    }
    present::draw_pressed(model, theme, area, buffer);
}

/// Draws the keys alone.
pub(super) fn draw_keys(model: &Model, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let mut line = Line::default();
    for (key, words) in hints(model) {
        let hint = [
            Span::raw(if line.spans.is_empty() { " " } else { "  " }),
            Span::styled(key, theme.accent),
            Span::raw(" "),
            Span::styled(words, theme.dim),
        ];
        if line.width() + hint.iter().map(Span::width).sum::<usize>() >= usize::from(area.width) {
            break;
        }
        line.spans.extend(hint);
    }
    frame::put_line(buffer, area, 0, &line);
}

/// Keys that work now, and what each does in a word or two. Those of a chord show when it is begun; before, its first key
/// stands for them all, with the word that they have in common.
fn hints(model: &Model) -> Vec<(&str, &'static str)> {
    let mut hints: Vec<(&str, &'static str)> = Vec::new();
    let mut shown: Vec<Action> = Vec::new();
    for binding in model.keymap.holding(model.context()) {
        let Some(key) = binding.keys.first() else { continue };
        // A nearer binding has the key.
        if hints.iter().any(|(hinted, _)| *hinted == key.name) {
            continue;
        }
        if binding.footer.is_empty() || shown.contains(&binding.action) || !model.can(binding.action) {
            continue;
        }
        let hint = match (model.begun, key.name.split_once(' ')) {
            (None, None) => (key.name.as_str(), binding.footer),
            (None, Some((first, _))) => (first, binding.help.split(' ').next().unwrap_or_default()),
            (Some(begun), Some((_, second))) if key.chord.first == begun => (second, binding.footer),
            (Some(_), ..) => continue,
        };
        let hint = match &model.overlay {
            Some(Overlay::Palette(palette)) if binding.action == Action::Accept => (hint.0, palette.does()),
            _ => hint,
        };
        if !hints.contains(&hint) && !hint.1.is_empty() {
            hints.push(hint);
            shown.push(binding.action);
        }
    }
    hints
}
