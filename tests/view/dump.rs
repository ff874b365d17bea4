//! A frame as text: its glyphs, then for each row the runs of styled cells by the theme's name for the style, then the
//! cursor. Colours are not named, so another palette changes no snapshot; a style that the theme does not know fails.
//!
//! ```text
//! 3  0 accent  1..23 dim  79 accent        row 3: cell 0, cells 1 to 22, cell 79
//! 4-9  0 dim  79 dim                       rows 4 to 9 alike
//! ```

use ratatui::{
    buffer::{Buffer, Cell},
    style::{Modifier, Style},
};
use segue::ui::Theme;
use unicode_width::UnicodeWidthStr;

use super::stage::Frame;

/// A frame as text.
pub(crate) fn dump(frame: &Frame) -> String {
    let mut lines = glyphs(&frame.buffer);
    lines.push("-- styles".to_owned());
    lines.extend(styles(&frame.buffer));
    lines.push(match frame.cursor {
        Some(at) => format!("-- cursor {},{}", at.x, at.y),
        None => "-- no cursor".to_owned(),
    });
    lines.join("\n")
}

/// The rows of a frame; what lies behind a wide character is skipped.
pub(crate) fn glyphs(buffer: &Buffer) -> Vec<String> {
    let row = |y| cells(buffer, y).map(|(_, cell)| cell.symbol()).collect::<String>().trim_end().to_owned();
    (buffer.area.top()..buffer.area.bottom()).map(row).collect()
}

/// The cells of a row and where they stand; what lies behind a wide character is skipped.
pub(crate) fn cells(buffer: &Buffer, y: u16) -> impl Iterator<Item = (u16, &Cell)> {
    let mut free = buffer.area.left();
    (buffer.area.left()..buffer.area.right()).filter_map(move |x| {
        let cell = &buffer[(x, y)];
        let is_behind = x < free;
        if !is_behind {
            free = x + u16::try_from(columns(cell)).unwrap();
        }
        (!is_behind).then_some((x, cell))
    })
}

/// Columns that a cell's symbol takes.
pub(crate) fn columns(cell: &Cell) -> usize {
    match cell.symbol() {
        ascii if ascii.len() == 1 => 1,
        symbol => symbol.width().max(1),
    }
}

/// The styled rows, those that are alike and follow each other as one.
fn styles(buffer: &Buffer) -> Vec<String> {
    let mut rows: Vec<(u16, u16, String)> = Vec::new();
    for y in buffer.area.top()..buffer.area.bottom() {
        let runs = runs(buffer, y);
        match rows.last_mut() {
            Some((_, last, said)) if *said == runs => *last = y,
            _ => rows.push((y, y, runs)),
        }
    }
    let row = |(first, last, runs)| match first == last {
        true => format!("{first}  {runs}"),
        false => format!("{first}-{last}  {runs}"),
    };
    rows.into_iter().filter(|(_, _, runs)| !runs.is_empty()).map(row).collect()
}

fn runs(buffer: &Buffer, y: u16) -> String {
    let mut runs: Vec<(u16, u16, String)> = Vec::new();
    for (x, cell) in cells(buffer, y) {
        let role = role(cell).unwrap_or_else(|| panic!("a style without a name at {x},{y}: {cell:?}"));
        let end = x + u16::try_from(columns(cell)).unwrap();
        match runs.last_mut() {
            Some((_, last, name)) if *name == role && *last == x => *last = end,
            _ => runs.push((x, end, role)),
        }
    }
    let run = |(start, end, name)| match end - start {
        1 => format!("{start} {name}"),
        _ => format!("{start}..{end} {name}"),
    };
    runs.into_iter().filter(|(_, _, name)| !name.is_empty()).map(run).collect::<Vec<_>>().join("  ")
}

/// The theme's name for a cell's style; empty for plain text, none for a style that is not the theme's.
pub(crate) fn role(cell: &Cell) -> Option<String> {
    let theme = Theme::default();
    if cell.symbol() == "█" {
        // Its colour comes from the response.
        return Some("swatch".to_owned());
    }
    let plain = [("", Style::new())];
    let loud = [
        ("accent", theme.accent),
        ("good", theme.good),
        ("warning", theme.warning),
        ("failure", theme.failure),
    ];
    let quiet = [
        ("dim", theme.dim),
        ("name", theme.name),
        ("title", theme.title),
        ("lit", theme.lit),
        ("found", theme.found),
    ];
    let both = loud.iter().map(|(name, style)| (format!("{name}+name"), style.patch(theme.name)));
    let single = plain.iter().chain(&loud).chain(&quiet).map(|(name, style)| ((*name).to_owned(), *style));
    // The bar of a stage, and the last key that was pressed there.
    let turned = plain.iter().chain(&loud).map(|(name, style)| {
        (format!("{name}+bar"), style.add_modifier(Modifier::BOLD | Modifier::REVERSED))
    });
    single.chain(both).chain(turned).find(|(_, style)| looks_like(cell, *style)).map(|(name, _)| name)
}

fn looks_like(cell: &Cell, style: Style) -> bool {
    let mut same = Cell::default();
    same.set_style(style);
    same.style() == cell.style()
}
