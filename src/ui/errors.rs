//! The errors panel: one line while there is nothing to say.

use ratatui::{
    buffer::Buffer,
    layout::Rect,
    text::{Line, Span},
};

use super::{Theme, frame};
use crate::{
    app::{
        errors::{Role, Told},
        layout::{Panel, inside},
        model::Model,
    },
    domain::error::Severity,
};

pub(super) fn draw(model: &Model, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let has_focus = model.screen.focus == Panel::Errors;
    let Some(report) = model.errors.report() else {
        return draw_nothing(has_focus, theme, area, buffer);
    };
    let place = inside(area);
    let place = Rect { x: place.x.saturating_add(1), width: place.width.saturating_sub(2), ..place };
    let all = model.errors.lines(place.width);
    frame::draw("Errors", &below(&all, model, place.height, theme), has_focus, theme, area, buffer);
    let headline = match report.severity {
        Severity::Failure => theme.failure,
        Severity::Notice => theme.name,
    };
    let shown = all.iter().skip(model.errors.offset()).take(usize::from(place.height));
    for (at, (role, text)) in shown.enumerate() {
        let style = match role {
            Role::Headline => headline.patch(theme.name),
            Role::Title => theme.name,
            Role::Said => theme.dim,
            Role::Meaning => ratatui::style::Style::new(),
            Role::Advice => theme.accent,
        };
        frame::put_line(buffer, place, at, &Line::styled(text.clone(), style));
    }
}

/// How many lines are below what is on view.
fn below(lines: &[Told], model: &Model, height: u16, theme: &Theme) -> Vec<Span<'static>> {
    let below = lines.len().saturating_sub(model.errors.offset() + usize::from(height));
    match below {
        0 => Vec::new(),
        1 => vec![Span::styled(format!("1 line more {}", theme.marks.next), theme.dim)],
        below => vec![Span::styled(format!("{below} lines more {}", theme.marks.next), theme.dim)],
    }
}

fn draw_nothing(has_focus: bool, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let words = Line::styled("nothing wrong; why a request failed will stand here", theme.dim);
    if area.height == 1 {
        let line = Line::styled(" Errors  nothing wrong", theme.dim);
        frame::put_line(buffer, area, 0, &line);
        return;
    }
    frame::draw("Errors", &[], has_focus, theme, area, buffer);
    let area = inside(area);
    frame::put_line(buffer, Rect { x: area.x.saturating_add(1), ..area }, 0, &words);
}
