//! The screen on a stage: one line that can be read from the last row, the keys that were pressed, and the net that catches
//! what is personal wherever it was drawn.

use std::ops::Range;

use ratatui::{
    buffer::{Buffer, Cell},
    layout::Rect,
    style::{Modifier, Style},
    text::{Line, Span},
};

use super::{Theme, frame, text, title};
use crate::{
    app::{model::Model, present},
    domain::{personal::Net, visible::visible},
};

/// What stands in a cell that must not be read.
const BLOT: char = '•';

/// Draws the status as a bar over the whole width: what runs or what the last answer was, and at the right which request that is.
pub(super) fn draw(model: &Model, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    if area.height == 0 {
        return;
    }
    let columns = usize::from(area.width).saturating_sub(2);
    // From the last row, the version of the protocol is the least telling.
    let status = title::status(model, columns, theme);
    let told = status.iter().filter(|span| !span.content.starts_with(" · HTTP/"));
    let status: String = told.map(Span::to_string).collect();
    let words = if status.is_empty() { "segue".to_owned() } else { status };
    let style = look(model, theme).add_modifier(Modifier::BOLD | Modifier::REVERSED);
    let bar = Rect { height: 1, ..area };
    buffer.set_style(bar.intersection(*buffer.area()), style);
    frame::put_line(
        buffer,
        bar,
        0,
        &Line::styled(format!(" {}", text::fit(&words, columns, theme.marks.cut)), style),
    );
    let room = columns.saturating_sub(text::width(&words) + 3);
    let aside = text::fit_target(&aside(model), room, theme.marks.cut);
    let taken = u16::try_from(text::width(&aside) + 1).unwrap_or(u16::MAX).min(area.width);
    if room >= SHORTEST_ASIDE && !aside.is_empty() {
        let right = Rect { x: area.right() - taken, width: taken, ..bar };
        frame::put_line(buffer, right, 0, &Line::styled(aside, style));
    }
}

/// Fewer columns say nothing of a path.
const SHORTEST_ASIDE: usize = 24;

/// What the sandbox suffers from, and the path that was asked for.
fn aside(model: &Model) -> String {
    let asked = match model.fetch.running() {
        Some(running) => Some(&running.request),
        None => model.response.shown().map(|shown| &shown.request),
    };
    let path = asked.map(|request| visible(&request.target).into_owned());
    let illness = model.session.illness().map(|illness| format!("sandbox: {illness}"));
    [illness, path].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// The colour says what the words say.
fn look(model: &Model, theme: &Theme) -> Style {
    if model.fetch.running().is_some() || model.fetch.walking().is_some() {
        return theme.accent;
    }
    match model.response.shown().map(|shown| shown.head.status) {
        Some(200..=299) => theme.good,
        Some(300..=399) => theme.warning,
        Some(_) => theme.failure,
        None => Style::new(),
    }
}

/// The keys that were pressed last, which have the right corner of the footer.
fn pressed(model: &Model, theme: &Theme, area: Rect) -> Option<Line<'static>> {
    let mut keys: Vec<_> = model.present.pressed().collect();
    let width = |keys: &[&str]| keys.iter().map(|key| text::width(key) + 2).sum::<usize>();
    let columns = usize::from(area.width) / 2;
    while keys.len() > 1 && width(&keys) > columns {
        keys.remove(0);
    }
    let (last, before) = keys.split_last()?;
    let mut spans: Vec<_> = before.iter().map(|key| Span::styled(format!(" {key} "), theme.accent)).collect();
    let latest = theme.accent.add_modifier(Modifier::BOLD | Modifier::REVERSED);
    spans.push(Span::styled(format!(" {last} "), latest));
    Some(Line::from(spans))
}

/// Draws them, and leaves the rest of the footer, but for a column between the two.
pub(super) fn draw_pressed(model: &Model, theme: &Theme, area: Rect, buffer: &mut Buffer) -> Rect {
    let Some(line) = pressed(model, theme, area) else { return area };
    let taken = u16::try_from(line.width()).unwrap_or(u16::MAX).min(area.width);
    let right = Rect { x: area.right() - taken, width: taken, height: 1, ..area };
    frame::put_line(buffer, right, 0, &line);
    Rect { width: area.width.saturating_sub(taken + 1), ..area }
}

/// Blots out what is personal in rows that were drawn. Names from a library are masked before they get here; where a response
/// stands, what shows is meant to, and the same words may well be somebody else's.
pub(super) fn mask(model: &Model, rows: Range<u16>, buffer: &mut Buffer) {
    let Some(net) = present::net(model) else { return };
    let screen = buffer.area;
    if screen.width == 0 {
        return;
    }
    let response = model.areas_in((screen.width, screen.height)).response;
    let is_covered = model.overlay.is_some() || model.prompt.is_some();
    for y in rows.start.max(screen.top())..rows.end.min(screen.bottom()) {
        let first = buffer.index_of(screen.x, y);
        let cells = &mut buffer.content[first..][..usize::from(screen.width)];
        // The border has the title, and the path of the cursor.
        let is_inside = (response.y + 1..response.bottom().saturating_sub(1)).contains(&y);
        blot(cells, &net, !is_inside || is_covered);
    }
}

fn blot(cells: &mut [Cell], net: &Net<'_>, with_names: bool) {
    let mut row = String::new();
    for cell in cells.iter() {
        // One character a cell keeps both in step; the rest of a cluster tells nothing by itself.
        row.push(cell.symbol().chars().next().unwrap_or(' '));
    }
    let caught = net.caught(&row, with_names);
    let mut is_behind_a_wide_one = false;
    for (cell, is_caught) in cells.iter_mut().zip(caught) {
        let is_wide = text::width(cell.symbol()) > 1;
        if is_caught || (is_behind_a_wide_one && cell.symbol() == " ") {
            cell.set_char(if cell.symbol() == " " && !is_behind_a_wide_one { ' ' } else { BLOT });
        }
        is_behind_a_wide_one = is_caught && is_wide;
    }
}

/// A text for somebody to hear, without what is personal.
pub(super) fn told(model: &Model, text: &str, with_names: bool) -> String {
    let Some(net) = present::net(model) else { return text.to_owned() };
    let marks = net.caught(text, with_names);
    text.chars().zip(marks).map(|(c, is_caught)| if is_caught { BLOT } else { c }).collect()
}
