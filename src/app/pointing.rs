//! What stands under the pointer: a pure function of the model and a place on the screen, made of the same places that
//! drawing goes by.

use ratatui::layout::{Position, Rect};

use super::{
    completing,
    composer::Row,
    form,
    layout::{self, Panel, inside},
    model::Model,
    overlay::Overlay,
    palette::{Listed, Palette},
};

/// What stands at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// Nothing that can be clicked.
    Nothing,
    /// What is beside something that lies over the panels.
    Beside,
    /// What lies over the panels, where nothing can be chosen.
    Over,
    /// A match of the palette.
    Choice(usize),
    /// Something that could stand in the path.
    Offer(usize),
    /// A panel, where nothing of its own stands.
    Panel(Panel),
    /// A row of the form.
    Form(Row),
    /// The box of a toggle in the form.
    Toggle(Row),
    /// A place in a field of the form: its row and column in the text.
    Text { row: Row, place: (usize, usize) },
    /// A row of the tree.
    Tree(usize),
    /// The mark of a row of the tree that can be folded.
    Fold(usize),
    /// The value that shows below the tree.
    Preview,
    /// The line that is typed under the response.
    Prompt,
}

/// What was clicked, and in which response.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pointed {
    pub target: Target,
    pub response: u64,
}

/// What stands at a column and row of the screen, counted from 0.
#[must_use]
pub fn hit(model: &Model, column: u16, row: u16) -> Target {
    let at = Position::new(column, row);
    if let Some((overlay, area)) = model.overlay.as_ref().zip(model.overlay_area()) {
        return match overlay {
            _ if !area.contains(at) => Target::Beside,
            Overlay::Palette(palette) => in_palette(palette, area, at),
            _ => Target::Over,
        };
    }
    if let Some(area) = offers_area(model).filter(|area| area.contains(at)) {
        let list = completing::State::list(area);
        let first = model.completing.first(list.height.into());
        let number = first + usize::from(at.y.saturating_sub(list.y));
        let is_there = list.contains(at) && number < model.completing.offers().len();
        return if is_there { Target::Offer(number) } else { Target::Over };
    }
    let areas = model.areas();
    let panels = [Panel::Request, Panel::Response, Panel::Errors];
    match panels.into_iter().find(|panel| areas.of(*panel).contains(at)) {
        Some(Panel::Request) => in_form(model, inside(areas.request), at),
        Some(Panel::Response) => in_response(model, inside(areas.response), at),
        Some(Panel::Errors) => Target::Panel(Panel::Errors),
        None => Target::Nothing,
    }
}

/// Rows of the list of a palette.
#[must_use]
pub fn list_height(model: &Model) -> usize {
    let (Some(Overlay::Palette(_)), Some(area)) = (&model.overlay, model.overlay_area()) else { return 0 };
    let (_, list) = layout::palette_parts(layout::inside_overlay(area));
    list.height.into()
}

fn in_palette(palette: &Palette, area: Rect, at: Position) -> Target {
    let (_, list) = layout::palette_parts(layout::inside_overlay(area));
    let line = palette.offset() + usize::from(at.y.saturating_sub(list.y));
    match palette.lines().get(line).filter(|_| list.contains(at)) {
        Some(Listed::Choice(choice)) => Target::Choice(*choice),
        Some(Listed::Heading(_)) | None => Target::Over,
    }
}

/// Where the list of what could stand in the path is, if it shows.
fn offers_area(model: &Model) -> Option<Rect> {
    let is_typing = model.screen.focus == Panel::Request && model.composer.is_editing();
    let places = form::places(model, inside(model.areas().request));
    let (row, place) = places.into_iter().find(|(row, _)| *row == model.composer.row() && is_typing)?;
    let area = form::text_area(row, place);
    let path = &model.composer.path;
    let sight = path.sight(path.cursor(), area.width, area.height.into())?;
    let cursor = Position::new(area.x + sight.here.x.min(area.width.checked_sub(1)?), area.y);
    let (width, height) = model.screen.size;
    model.completing.place(cursor, Rect { width, height, ..Rect::ZERO })
}

fn in_form(model: &Model, inside: Rect, at: Position) -> Target {
    let found = form::places(model, inside).into_iter().find(|(_, place)| place.contains(at));
    let Some((row, place)) = found else { return Target::Panel(Panel::Request) };
    let area = form::text_area(row, place);
    let Some(field) = model.composer.field(row) else {
        let is_box = at.x >= area.x && at.x < area.x.saturating_add(form::BOX);
        return if is_box { Target::Toggle(row) } else { Target::Form(row) };
    };
    if !area.contains(at) {
        return Target::Form(if row == Row::Path { Row::Method } else { row });
    }
    let form = &model.composer;
    let has_cursor = model.screen.focus == Panel::Request && form.is_editing() && form.row() == row;
    let (lit, lit_line) = match row {
        Row::Path => (&form.light().path[..], None),
        Row::Body => (&[][..], form.light().body_line),
        _ => (&[][..], None),
    };
    let focal = field.focal(has_cursor, lit_line, lit);
    match field.sight(focal, area.width, area.height.into()) {
        Some(sight) => Target::Text { row, place: sight.place(field, at.x - area.x, at.y - area.y) },
        None => Target::Form(row),
    }
}

fn in_response(model: &Model, inside: Rect, at: Position) -> Target {
    let prompt = u16::try_from(model.prompt_rows(Panel::Response)).unwrap_or_default();
    let has_preview = model.response.preview().is_some();
    let (rows, preview, prompt) = layout::response_parts(inside, prompt, has_preview);
    if prompt.contains(at) {
        return Target::Prompt;
    }
    if preview.contains(at) {
        return Target::Preview;
    }
    let Some(tree) = model.response.tree().filter(|_| rows.contains(at)) else {
        return Target::Panel(Panel::Response);
    };
    let number = model.response.offset() + usize::from(at.y - rows.y);
    let Some(row) = tree.row(number) else { return Target::Panel(Panel::Response) };
    // A column is kept for the cursor's mark; the sign for folding and the blank behind it stand where the row begins.
    let sign = rows.x + 1 + layout::indent(row.depth);
    let is_sign = at.x == sign || at.x == sign + 1;
    let folds = tree.value(number).is_some_and(|node| tree.pages().is_container(node))
        && matches!(row.item, crate::domain::pages::Item::Value(_));
    if is_sign && folds { Target::Fold(number) } else { Target::Tree(number) }
}
