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
    app::{completing::State, layout::inside},
    domain::{catalog::Offer, visible::visible},
};

/// Rows of the list at most: enough to choose from, and little enough to see the panels behind it.
const MOST: usize = 8;

/// Columns at most: what stands beside an offer is a few words.
const WIDEST: usize = 92;

/// The least room for what stands beside an offer.
const BESIDE: usize = 12;

/// Draws the list below the cursor, or above it where there is no room below.
pub(super) fn draw(state: &State, theme: &Theme, cursor: Position, screen: Rect, buffer: &mut Buffer) {
    if !state.is_open() {
        return;
    }
    let area = place(state, cursor, screen);
    if area.height < 3 || area.width < 8 {
        return;
    }
    Clear.render(area, buffer);
    frame::draw("", &[], false, theme, area, buffer);
    let list = inside(area);
    let height = usize::from(list.height);
    let first = state.chosen().map_or(0, |at| (at + 1).saturating_sub(height));
    let right = frame::Extent { lines: state.offers().len(), first };
    frame::scrollbar(right, theme, list, buffer);
    let names = columns_of_names(state, list.width);
    for (at, offer) in state.offers().iter().enumerate().skip(first).take(height) {
        let line = line(offer, state.chosen() == Some(at), names, usize::from(list.width), theme);
        frame::put_line(buffer, list, at - first, &line);
    }
}

/// Where the list stands: its text begins where what it would replace does, as far as it is on the screen.
fn place(state: &State, cursor: Position, screen: Rect) -> Rect {
    let (names, beside) = widest(state);
    let width = (names + beside + 6).clamp(24, WIDEST).min(usize::from(screen.width)) as u16;
    let rows = state.offers().len().min(MOST) as u16 + 2;
    let below = screen.bottom().saturating_sub(cursor.y + 2);
    let typed = u16::try_from(state.replaced().len()).unwrap_or(u16::MAX);
    let x = cursor.x.saturating_sub(typed + 2).min(screen.right().saturating_sub(width));
    Rect { x, y: cursor.y + 1, width, height: rows.min(below) }
}

/// Columns of the longest offer, and of the longest of what stands beside one.
fn widest(state: &State) -> (usize, usize) {
    let columns = |of: fn(&Offer) -> &str| state.offers().iter().map(|offer| text::width(of(offer))).max();
    (columns(|offer| &offer.text).unwrap_or(0), columns(|offer| &offer.beside).unwrap_or(0))
}

/// Columns of the longest offer, as far as something of what stands beside it has room.
fn columns_of_names(state: &State, width: u16) -> usize {
    let (names, beside) = widest(state);
    names.min(usize::from(width).saturating_sub(beside.min(BESIDE) + 4))
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
