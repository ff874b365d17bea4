//! Draws what a text field holds: the part around the cursor, with what an error points at lit up and secrets masked.

use ratatui::{
    buffer::Buffer,
    layout::{Position, Rect},
    style::Style,
    text::{Line, Span},
};
use unicode_segmentation::UnicodeSegmentation;

use super::{Theme, frame, text};
use crate::{
    app::field::{Cover, Field, Window},
    domain::visible::visible,
};

/// How a field is drawn.
#[derive(Default)]
pub(super) struct Look<'a> {
    /// Shown dimly while the field is empty.
    pub hint: &'a str,
    /// Characters of the first line to light up.
    pub lit: &'a [(usize, usize)],
    /// Characters of the first line that what is typed will take the place of.
    pub marked: Option<std::ops::Range<usize>>,
    /// A line to light up.
    pub lit_line: Option<usize>,
    /// The field has the cursor; without it, what is lit is brought into view.
    pub has_cursor: bool,
    /// What stands in place of a line that must not show.
    pub mask: Option<fn(&str) -> Option<String>>,
}

/// Draws the field; returns where the cursor is.
pub(super) fn draw(
    field: &Field,
    look: &Look,
    theme: &Theme,
    area: Rect,
    buffer: &mut Buffer,
) -> Option<Position> {
    let area = area.intersection(*buffer.area());
    if area.is_empty() {
        return None;
    }
    if field.is_empty() {
        let hint = text::fit(look.hint, usize::from(area.width), theme.marks.cut);
        frame::put_line(buffer, area, 0, &Line::styled(hint, theme.dim));
    }
    let height = usize::from(area.height);
    let focal = field.focal(look.has_cursor, look.lit_line, look.lit);
    let sight = field.sight(focal, area.width, height)?;
    let (first, x) = (sight.first, sight.here.x);
    match field.cover() {
        Cover::Open => {
            for (at, line) in field.rows().iter().enumerate().skip(first).take(height) {
                let line = shown(line, at, sight.of(at), look, (theme, area.width));
                frame::put_line(buffer, area, at - first, &line);
            }
        }
        // A key goes over many lines, and only the first of them looks like one.
        Cover::Masked(masked) => draw_masked(masked, first, look, theme, area, buffer),
        Cover::Hidden => {
            let words = text::fit(HIDDEN, usize::from(area.width), theme.marks.cut);
            frame::put_line(buffer, area, 0, &Line::styled(words, theme.warning));
        }
    }
    let y = u16::try_from(sight.row - first).unwrap_or(u16::MAX);
    Some(Position::new(area.x.saturating_add(x.min(area.width - 1)), area.y.saturating_add(y)))
}

/// What stands in place of a text that holds the person's own token.
const HIDDEN: &str = "… your Music User Token is in here; delete it, the toggle below sends it";

/// Draws what is left of a text that holds a secret, as far down as the field is scrolled or as it has lines.
fn draw_masked(masked: &str, first: usize, look: &Look, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let lines: Vec<_> = masked.split('\n').collect();
    let first = first.min(lines.len() - 1);
    for (at, line) in lines.into_iter().skip(first).take(usize::from(area.height)).enumerate() {
        let hidden = look.mask.and_then(|mask| mask(line));
        let line = hidden.unwrap_or_else(|| visible(line).into_owned());
        frame::put_line(buffer, area, at, &Line::styled(line, theme.warning));
    }
}

/// A line from its window on, as far as it is on view.
fn shown(
    line: &str,
    at: usize,
    window: Window,
    look: &Look,
    (theme, columns): (&Theme, u16),
) -> Line<'static> {
    if let Some(masked) = look.mask.and_then(|mask| mask(line)) {
        return Line::styled(masked, theme.warning);
    }
    let mut room = usize::from(columns);
    let mut character = window.character;
    let mut spans: Vec<Span<'static>> = Vec::new();
    for grapheme in line.get(window.byte..).unwrap_or_default().graphemes(true) {
        let piece = visible(grapheme);
        let width = text::width(&piece);
        if width > room {
            break;
        }
        room -= width;
        let is_lit = look.lit_line == Some(at)
            || (at == 0 && look.lit.iter().any(|(from, to)| (*from..*to).contains(&character)));
        let is_marked = at == 0 && look.marked.as_ref().is_some_and(|marked| marked.contains(&character));
        let style = match (is_lit, is_marked) {
            (true, _) => theme.lit,
            (_, true) => theme.found,
            _ => Style::new(),
        };
        match spans.last_mut() {
            Some(last) if last.style == style => last.content.to_mut().push_str(&piece),
            _ => spans.push(Span::styled(piece.into_owned(), style)),
        }
        character += grapheme.chars().count();
    }
    Line::from(spans)
}
