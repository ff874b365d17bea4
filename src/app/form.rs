//! Where the rows of the form stand in its panel: asked by whoever draws them, and by clicks.

use ratatui::layout::Rect;

use super::{composer::Row, layout::Panel, model::Model};

/// Columns of the cursor's mark, of the method, and of the names of the rows of fields.
pub const MARK: u16 = 1;
pub const METHOD: u16 = 7;
pub const NAME: u16 = 9;

/// Columns of the box of a toggle.
pub const BOX: u16 = 3;

/// The rows on the screen: method and path share one. At rest only what will be sent shows, and the body while an error
/// lights up a line of it.
pub fn rows(model: &Model) -> impl Iterator<Item = Row> + '_ {
    let has_focus = model.screen.focus == Panel::Request;
    let form = &model.composer;
    form.rows().iter().copied().filter(move |row| match row {
        Row::Method => false,
        Row::Headers => has_focus,
        Row::Body => has_focus || form.light().body_line.is_some(),
        Row::Path | Row::Developer | Row::User => true,
    })
}

/// The rows that have room inside the panel, each with its place. Advice stands below the path.
#[must_use]
pub fn places(model: &Model, inside: Rect) -> Vec<(Row, Rect)> {
    let mut places = Vec::new();
    let mut top = 0;
    for row in rows(model) {
        let height = height(model, row).min(inside.height.saturating_sub(top));
        if height == 0 {
            break;
        }
        places.push((row, Rect { y: inside.y + top, height, ..inside }));
        top += height;
        if row == Row::Path {
            top += model.advice_rows().min(inside.height - top);
        }
    }
    places
}

/// What of a row's place is left for the text of its field.
#[must_use]
pub const fn text_area(row: Row, place: Rect) -> Rect {
    let taken = match row {
        Row::Method | Row::Path => MARK + METHOD,
        Row::Headers | Row::Body => MARK + NAME,
        Row::Developer | Row::User => MARK,
    };
    let taken = if taken < place.width { taken } else { place.width };
    Rect { x: place.x + taken, width: place.width - taken, ..place }
}

fn height(model: &Model, row: Row) -> u16 {
    let lines = |most: usize, count: usize| u16::try_from(count.clamp(1, most)).unwrap_or(1);
    match row {
        Row::Headers => lines(4, model.composer.headers.rows().len()),
        // The body takes what is left.
        Row::Body => u16::MAX,
        _ => 1,
    }
}
