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

/// Draws the keys alone. The one that comes and goes with the row has a place of its own behind the others: a step of the
/// cursor moves nothing here, neither for the eye nor on the wire.
pub(super) fn draw_keys(model: &Model, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let of_rows = hint_of_rows(model);
    let kept = of_rows.map_or(0, |(hint, _)| width(hint));
    let room = usize::from(area.width).saturating_sub(kept);
    let (mut line, mut taken) = (Line::default(), 0);
    for hint in hints(model) {
        let margin = if line.spans.is_empty() { 1 } else { 2 };
        let hint = styled(hint, margin, theme);
        taken += text::width_of(&hint);
        if taken >= room {
            break;
        }
        line.spans.extend(hint);
    }
    if let Some((hint, true)) = of_rows {
        line.spans.extend(styled(hint, 2, theme));
    }
    frame::put_line(buffer, area, 0, &line);
}

/// A key and what it does.
type Hint<'a> = (&'a str, &'static str);

/// The action that works in one row and not in the next.
const OF_ROWS: Action = Action::Visit;

fn styled<'a>((key, words): Hint<'a>, margin: usize, theme: &Theme) -> [Span<'a>; 4] {
    let margin = if margin == 1 { " " } else { "  " };
    [Span::raw(margin), Span::styled(key, theme.accent), Span::raw(" "), Span::styled(words, theme.dim)]
}

/// Columns of a hint, with those that part it from the one before.
fn width((key, words): Hint) -> usize {
    text::width(key) + text::width(words) + 3
}

/// The hint that comes and goes with the row, and whether its key works now; none where rows have none.
fn hint_of_rows(model: &Model) -> Option<(Hint<'_>, bool)> {
    if model.begun.is_some() || model.response.tree().is_none() {
        return None;
    }
    let binding = model.keymap.holding(model.context()).find(|binding| binding.action == OF_ROWS)?;
    Some(((binding.keys.first()?.name.as_str(), binding.footer), model.can(OF_ROWS)))
}

/// Keys that work now whatever the row, and what each does in a word or two. Those of a chord show when it is begun; before, its first key
/// stands for them all, with the word that they have in common.
fn hints(model: &Model) -> Vec<Hint<'_>> {
    let mut hints: Vec<Hint> = Vec::new();
    let mut shown: Vec<Action> = Vec::new();
    for binding in model.keymap.holding(model.context()) {
        let Some(key) = binding.keys.first() else { continue };
        // A nearer binding has the key.
        if hints.iter().any(|(hinted, _)| *hinted == key.name) {
            continue;
        }
        if binding.action == OF_ROWS {
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
