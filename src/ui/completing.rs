//! The list under the path: what could stand where the cursor is.

use ratatui::{
    buffer::Buffer,
    layout::{Position, Rect},
    style::Style,
    text::{Line, Span},
    widgets::{Clear, Widget},
};

use super::{Theme, frame, text};
use crate::{
    app::completing::State,
    domain::{catalog::Offer, visible::visible},
};

/// Draws the list below the cursor, or above it where there is no room below.
pub(super) fn draw(state: &State, theme: &Theme, cursor: Position, screen: Rect, buffer: &mut Buffer) {
    let Some(area) = state.place(cursor, screen) else { return };
    Clear.render(area, buffer);
    frame::hang(theme.dim, area, buffer);
    let list = State::list(area);
    let height = usize::from(list.height);
    let first = state.first(height);
    let right = frame::Extent { lines: state.offers().len(), first };
    frame::scrollbar(right, theme, list, buffer);
    let names = state.names(list.width);
    for (at, offer) in state.offers().iter().enumerate().skip(first).take(height) {
        let line = line(offer, state.chosen() == Some(at), names, usize::from(list.width), theme);
        frame::put_line(buffer, list, at - first, &line);
    }
}

fn line(offer: &Offer, is_chosen: bool, names: usize, columns: usize, theme: &Theme) -> Line<'static> {
    let (mark, style) = if is_chosen { (theme.marks.cursor, theme.name) } else { (" ", Style::new()) };
    let name = text::fit(&visible(&offer.text), names, theme.marks.cut);
    let gap = " ".repeat(names.saturating_sub(text::width(&name)) + 2);
    let beside = text::fit(&visible(&offer.beside), columns.saturating_sub(names + 4), theme.marks.cut);
    Line::from(vec![
        Span::styled(mark, theme.accent),
        Span::styled(name, style),
        Span::raw(gap),
        Span::styled(beside, theme.dim),
    ])
}
