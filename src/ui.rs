//! `view(&Model, &Theme, &mut Frame)`: borrows, no side effect. One file per panel.

mod errors;
mod field;
mod footer;
mod found;
mod frame;
mod overlay;
mod palette;
mod prompt;
mod request;
mod response;
mod row;
mod text;
mod theme;
mod title;
mod value;
mod walking;

use ratatui::Frame;

pub use theme::Theme;

use crate::app::model::Model;

/// Draws the whole screen.
pub fn view(model: &Model, theme: &Theme, frame: &mut Frame) {
    let screen = frame.area();
    // The terminal may have been resized since the model last heard of it; the frame's own size holds.
    let areas = model.areas_in((screen.width, screen.height));
    title::draw(model, theme, areas.title, frame.buffer_mut());
    response::draw(model, theme, areas.response, frame.buffer_mut());
    let typed = prompt::draw(model, theme, areas.response, frame.buffer_mut());
    errors::draw(model, theme, areas.errors, frame.buffer_mut());
    footer::draw(model, theme, areas.footer, frame.buffer_mut());
    let cursor = request::draw(model, theme, areas.request, frame.buffer_mut());
    let over = overlay::draw(model, theme, screen, frame.buffer_mut());
    if let Some(position) = if model.overlay.is_some() { over } else { typed.or(cursor) } {
        frame.set_cursor_position(position);
    }
}
