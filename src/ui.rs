//! `view(&Model, &Theme, &mut Frame)`: borrows, no side effect. One file per panel.

mod comparison;
mod completing;
mod demo;
mod errors;
mod field;
mod footer;
mod found;
mod frame;
mod marks;
mod overlay;
mod palette;
pub mod plain;
mod present;
mod prompt;
mod request;
mod response;
mod row;
mod text;
mod theme;
mod title;
mod value;
mod walking;

use ratatui::{
    Frame,
    buffer::{Buffer, Cell},
    layout::{Position, Rect},
};

pub use theme::Theme;

use crate::app::{model::Model, touched::Touched};

/// What is other in a frame than in the one before.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Drawn {
    /// What has moved before anything was drawn, and by how many rows: up, or down if negative. `None` if nobody looked. The
    /// buffer does not have it.
    pub moved: Option<(Rect, i32)>,
    /// What was drawn.
    pub areas: Vec<Rect>,
    /// Where the text cursor shows, if it does.
    pub cursor: Option<Position>,
}

/// Draws the whole screen.
pub fn view(model: &Model, theme: &Theme, frame: &mut Frame) {
    if let Some(position) = draw(model, theme, frame.buffer_mut()).cursor {
        frame.set_cursor_position(position);
    }
}

/// Draws the whole screen, over nothing.
pub fn draw(model: &Model, theme: &Theme, buffer: &mut Buffer) -> Drawn {
    let screen = *buffer.area();
    // The terminal may have been resized since the model last heard of it; the buffer's own size holds.
    let areas = model.areas_in((screen.width, screen.height));
    match model.present.is_on() {
        true => present::draw(model, theme, areas.title, buffer),
        false => title::draw(model, theme, areas.title, buffer),
    }
    response::draw(model, theme, areas.response, buffer);
    let typed = prompt::draw(model, theme, areas.response, buffer);
    errors::draw(model, theme, areas.errors, buffer);
    demo::draw(model, theme, areas.note, buffer);
    footer::draw(model, theme, areas.footer, buffer);
    let cursor = request::draw(model, theme, areas.request, buffer);
    if let Some(position) = cursor.filter(|_| model.overlay.is_none()) {
        completing::draw(&model.completing, theme, position, screen, buffer);
    }
    let over = overlay::draw(model, theme, (screen.width, screen.height), buffer);
    let cursor = if model.overlay.is_some() { over } else { typed.or(cursor) };
    finish(model, theme, Drawn { areas: vec![screen], cursor, moved: None }, buffer)
}

/// Draws what has been touched. The buffer has been drawn on before.
pub fn renew(model: &Model, theme: &Theme, buffer: &mut Buffer) -> Drawn {
    let areas = model.areas_in((buffer.area.width, buffer.area.height));
    // The text cursor is in a field or nowhere, and no field is open while the response alone changes.
    let mut drawn = match model.touched() {
        Touched::Step { offset, cursor, .. } => {
            response::step(model, theme, areas.response, (offset, cursor), buffer)
        }
        Touched::Response => {
            clear(areas.response, buffer);
            response::draw(model, theme, areas.response, buffer);
            Drawn { areas: vec![areas.response], ..Drawn::default() }
        }
        Touched::Nothing | Touched::All => {
            buffer.reset();
            return draw(model, theme, buffer);
        }
    };
    if model.touched().has_other_keys(model) {
        clear(areas.footer, buffer);
        footer::draw(model, theme, areas.footer, buffer);
        drawn.areas.push(areas.footer);
    }
    finish(model, theme, drawn, buffer)
}

/// Makes what was drawn fit for this stage and this terminal.
fn finish(model: &Model, theme: &Theme, drawn: Drawn, buffer: &mut Buffer) -> Drawn {
    for area in &drawn.areas {
        present::mask(model, area.top()..area.bottom(), buffer);
        marks::translate_area(buffer, *area, theme.charset);
    }
    drawn
}

/// Takes away what was drawn.
fn clear(area: Rect, buffer: &mut Buffer) {
    // A row of no columns is nowhere in the buffer.
    for y in (area.top()..area.bottom()).filter(|_| area.width > 0) {
        let first = buffer.index_of(area.x, y);
        buffer.content[first..][..area.width.into()].iter_mut().for_each(Cell::reset);
    }
}
