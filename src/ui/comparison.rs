//! Two responses compared: beside each other where there is room, else one above the other, with a sign before each.

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
use crate::{
    app::comparison::{Shown, State},
    domain::{
        diff::{Change, Row},
        json::Kind,
        pages::{NodeRef, Pages},
        quantity, resource,
        visible::visible,
    },
};

/// As much of a value as a screen can show, in bytes.
const LONGEST: usize = 1_000;

/// Levels beyond this are not set in further.
const DEEPEST: usize = 16;

/// Draws the titles of both sides, and below them the lines on view.
pub(super) fn draw(state: &State, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    titles(state, theme, area, buffer);
    let head = u16::try_from(state.head()).unwrap_or_default().min(area.height);
    let body = Rect { y: area.y + head, height: area.height - head, ..area };
    let right = Rect { width: area.width.saturating_add(1), ..body };
    frame::scrollbar(Extent { lines: state.lines().len(), first: state.offset() }, theme, right, buffer);
    let shown = state.lines().iter().enumerate().skip(state.offset()).take(usize::from(body.height));
    for (row, (at, shown)) in shown.enumerate() {
        let mark = if at == state.cursor() { theme.marks.cursor } else { " " };
        frame::put_line(buffer, body, row, &Line::styled(mark, theme.accent));
        let content = Rect { x: body.x.saturating_add(1), width: body.width.saturating_sub(1), ..body };
        frame::put_line(buffer, content, row, &line(state, shown, usize::from(content.width), theme));
    }
}

/// Which side is which request.
fn titles(state: &State, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let columns = usize::from(area.width);
    let title = |title: &str, room: usize| text::fit_target(&visible(title), room, theme.marks.cut);
    let (left, right) = (&state.left.title, &state.right.title);
    if state.is_wide() {
        let half = half(columns.saturating_sub(1));
        let (left, right) = (title(left, half.saturating_sub(3)), title(right, half.saturating_sub(3)));
        let gap = " ".repeat((half + 3).saturating_sub(3 + text::width(&left)));
        let line = [
            sign("-", theme.failure),
            Span::raw(left),
            Span::raw(gap),
            sign("+", theme.good),
            Span::raw(right),
        ];
        return frame::put_line(buffer, area, 0, &Line::from(line.to_vec()));
    }
    let room = columns.saturating_sub(3);
    frame::put_line(buffer, area, 0, &vec![sign("-", theme.failure), Span::raw(title(left, room))].into());
    frame::put_line(buffer, area, 1, &vec![sign("+", theme.good), Span::raw(title(right, room))].into());
}

fn sign(sign: &str, style: Style) -> Span<'static> {
    Span::styled(format!(" {sign} "), style)
}

/// Columns of one side, a column between them left out.
const fn half(columns: usize) -> usize {
    columns.saturating_sub(3) / 2
}

fn line(state: &State, shown: &Shown, columns: usize, theme: &Theme) -> Line<'static> {
    let (one, other) = (&state.left.pages, &state.right.pages);
    let spans = match shown {
        Shown::Same { depth, count } => {
            let words = match depth {
                0 => "all of it is the same".to_owned(),
                _ => format!("{} {} unchanged", theme.marks.cut, quantity::count(*count)),
            };
            vec![Span::styled(format!("  {}{words}", indent(*depth)), theme.dim)]
        }
        Shown::Left(row) => side(one, row, row.left, ("-", theme.failure), theme),
        Shown::Right(row) => side(other, row, row.right, ("+", theme.good), theme),
        Shown::Both(row) => match row.change {
            Change::Changed => return beside(state, row, columns, theme),
            Change::Left => side(one, row, row.left, ("-", theme.failure), theme),
            Change::Right if state.is_wide() => {
                let gap = Span::raw(" ".repeat(half(columns) + 3));
                let spans = side(other, row, row.right, ("+", theme.good), theme);
                std::iter::once(gap).chain(spans).collect()
            }
            Change::Right => side(other, row, row.right, ("+", theme.good), theme),
            Change::Moved => moved(state, row, theme),
            Change::Inside | Change::Same => side(one, row, row.left, (" ", theme.dim), theme),
        },
    };
    text::fit_line(Line::from(spans), u16::try_from(columns).unwrap_or(u16::MAX), theme.marks.cut)
}

/// Both values of one that has changed, beside each other.
fn beside(state: &State, row: &Row, columns: usize, theme: &Theme) -> Line<'static> {
    let half = half(columns);
    let room = u16::try_from(half).unwrap_or(u16::MAX);
    let left = side(&state.left.pages, row, row.left, ("-", theme.failure), theme);
    let left = text::fit_line(left.into(), room, theme.marks.cut);
    let right = side(&state.right.pages, row, row.right, ("+", theme.good), theme);
    let right = text::fit_line(right.into(), room, theme.marks.cut);
    let gap = " ".repeat((half + 3).saturating_sub(text::width_of(&left)));
    left.spans.into_iter().chain([Span::raw(gap)]).chain(right.spans).collect::<Vec<_>>().into()
}

/// A value that stands somewhere else in its list.
fn moved(state: &State, row: &Row, theme: &Theme) -> Vec<Span<'static>> {
    let mut spans = side(&state.left.pages, row, row.left, ("~", theme.warning), theme);
    if let Some(right) = row.right {
        let place = quantity::count(state.right.pages.index(right));
        spans.push(Span::styled(format!(" · now at {place}"), theme.warning));
    }
    spans
}

/// A sign, and a value with its key.
fn side(
    pages: &Pages,
    row: &Row,
    node: Option<NodeRef>,
    (sign, style): (&str, Style),
    theme: &Theme,
) -> Vec<Span<'static>> {
    let Some(node) = node else { return Vec::new() };
    let mut spans = vec![Span::styled(format!("{sign} "), style), Span::raw(indent(row.depth))];
    spans.extend(label(pages, node).map(|label| Span::styled(format!("{label} "), theme.dim)));
    spans.extend(value(pages, node, theme));
    spans
}

/// The outermost value needs no room at its left, for it has no name.
fn indent(depth: u16) -> String {
    "  ".repeat(usize::from(depth).saturating_sub(1).min(DEEPEST))
}

fn label(pages: &Pages, node: NodeRef) -> Option<String> {
    match pages.page(node).document().raw_key_start(node.node, 80) {
        Some(key) => Some(visible(&key).into_owned()),
        None => pages.has_index(node).then(|| quantity::count(pages.index(node))),
    }
}

fn value(pages: &Pages, node: NodeRef, theme: &Theme) -> Vec<Span<'static>> {
    let document = pages.page(node).document();
    if let Some(line) = resource::line(document, node.node) {
        let id = format!("{} {}", line.kind, line.id);
        if line.name.is_empty() {
            return vec![Span::raw(id)];
        }
        let facts = line.facts.first().map(|fact| format!(" · {fact}")).unwrap_or_default();
        return vec![
            Span::styled(line.name, theme.name),
            Span::raw(facts),
            Span::styled(format!("  {id}"), theme.dim),
        ];
    }
    let count = quantity::count(pages.count(node));
    match document.kind(node.node) {
        Kind::Object => vec![Span::styled(format!("{{{count}}}"), theme.dim)],
        Kind::Array => vec![Span::styled(format!("[{count}]"), theme.dim)],
        _ => vec![Span::raw(visible(&document.raw_start(node.node, LONGEST)).into_owned())],
    }
}
