//! A value whole, or a resource in full: in the pane below the tree, or over the panels.

use ratatui::{
    buffer::Buffer,
    layout::Rect,
    style::Style,
    text::{Line, Span},
};

use super::{
    Theme,
    frame::{self, Extent},
    text,
};
use crate::{app::preview::Preview, domain::resource::detail::Look};

/// Draws the pane: a rule with what the value is, and below it the value.
pub(super) fn draw_pane(preview: &Preview, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    if area.height == 0 {
        return;
    }
    let columns = usize::from(area.width);
    let heading = text::fit(preview.heading(), columns.saturating_sub(6), theme.marks.cut);
    let rule = theme.marks.rule;
    let rest = rule.repeat(columns.saturating_sub(text::width(&heading) + 4));
    let line = Line::from(vec![
        Span::styled(rule.repeat(2), theme.dim),
        Span::raw(format!(" {heading} ")),
        Span::styled(rest, theme.dim),
    ]);
    frame::put_line(buffer, area, 0, &line);
    let lines = Rect {
        x: area.x.saturating_add(1),
        y: area.y + 1,
        width: area.width.saturating_sub(2),
        height: area.height - 1,
    };
    draw_lines(preview, theme, lines, buffer);
}

/// Draws the lines that are on view; a column stays free at the right, before the border.
pub(super) fn draw_lines(preview: &Preview, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let extent = Extent { lines: preview.len(), first: preview.offset() };
    let right = Rect { width: area.width.saturating_add(1), ..area };
    frame::scrollbar(extent, theme, right, buffer);
    let rest = preview.rest().map(|rest| Line::styled(rest.to_owned(), theme.dim));
    let lines =
        preview.lines(usize::from(area.height)).into_iter().map(|line| styled(line, theme)).chain(rest);
    for (at, line) in lines.take(usize::from(area.height)).enumerate() {
        frame::put_line(buffer, area, at, &line);
    }
}

/// A line by the looks of its pieces. A colour that the terminal cannot show is left out: the digits beside it tell it.
fn styled<'a>(line: Vec<(Look, &'a str)>, theme: &Theme) -> Line<'a> {
    let span = |(look, text): (Look, &'a str)| Some(Span::styled(text, style(look, theme)?));
    line.into_iter().filter_map(span).collect::<Vec<_>>().into()
}

fn style(look: Look, theme: &Theme) -> Option<Style> {
    Some(match look {
        Look::Plain => Style::new(),
        Look::Name => theme.name,
        Look::Title => theme.title,
        Look::NameTitle => theme.name.patch(theme.title),
        Look::Dim => theme.dim,
        Look::Warning => theme.warning,
        Look::Swatch(rgb) => theme.swatch(rgb)?,
    })
}
