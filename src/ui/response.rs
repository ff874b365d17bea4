//! The response panel: the rows of the tree that are on view, or the headers, or a text.

use std::ops::Range;

use ratatui::{
    buffer::Buffer,
    layout::Rect,
    text::{Line, Span},
};

use super::{
    Drawn, Theme, clear,
    frame::{self, Extent},
    row, text, title, value,
};
use crate::{
    app::{
        keymap::{Action, Context},
        layout::{self, Panel, inside},
        model::Model,
        response::{Content, Shown, Tree, View},
    },
    domain::{quantity, visible::visible},
};

/// What the panel is called.
const TITLE: &str = "Response";

/// Columns that a long title keeps beside the status: enough for `Response to GET …/tracks`.
const SHORTEST_NAME: usize = 34;

pub(super) fn draw(model: &Model, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    draw_frame(model, theme, area, buffer);
    let whole = inside(area);
    let prompt = u16::try_from(model.prompt_rows(Panel::Response)).unwrap_or_default();
    let (area, ..) = layout::response_parts(whole, prompt, false);
    let Some(shown) = model.response.shown() else {
        return draw_lines(welcome(model, theme), 0, theme, area, buffer);
    };
    match (&shown.content, model.response.view(), model.response.tree()) {
        (_, View::Headers, _) => {
            let (lines, first) = (headers(shown, theme), model.response.scroll());
            frame::scrollbar(Extent { lines: lines.len(), first }, theme, area, buffer);
            draw_lines(lines, first, theme, area, buffer);
        }
        (_, View::Body, Some(tree)) => {
            let preview = model.response.preview();
            let (above, below, _) = layout::response_parts(whole, prompt, preview.is_some());
            draw_tree(model, tree, theme, above, buffer);
            if let Some(preview) = preview {
                value::draw_pane(preview, theme, below, buffer);
            }
        }
        (Content::Text(text), ..) => draw_text(&text.lines, model.response.scroll(), theme, area, buffer),
        _ => draw_lines(empty(model, shown, theme), 0, theme, area, buffer),
    }
}

/// Draws what a step through the tree changes of the last frame, which begins with the row `offset`, and has the cursor on another.
pub(super) fn step(
    model: &Model,
    theme: &Theme,
    panel: Rect,
    (offset, cursor): (usize, usize),
    buffer: &mut Buffer,
) -> Drawn {
    let (area, ..) = layout::response_parts(inside(panel), 0, false);
    let first = model.response.offset();
    let Some(tree) = model.response.tree().filter(|_| !area.is_empty()) else { return Drawn::default() };
    let (by, lines) = fresh(area.height, offset, first);
    let rows = Rect { y: area.y + lines.start, height: lines.end - lines.start, ..area };
    clear(rows, buffer);
    draw_rows(model, tree, theme, (area, lines), buffer);
    let mark = |row: usize| {
        let line = row.checked_sub(first).and_then(|line| u16::try_from(line).ok());
        line.filter(|line| *line < area.height).map(|line| Rect::new(area.x, area.y + line, 1, 1))
    };
    let marks = [mark(cursor), mark(model.response.cursor())];
    marks.into_iter().flatten().for_each(|mark| clear(mark, buffer));
    draw_cursor(model, theme, area, buffer);
    let below = Rect { y: panel.bottom() - 1, height: 1, ..panel };
    let mut areas = vec![rows, below];
    areas.extend(marks.into_iter().flatten());
    let style = frame::style(model.screen.focus == Panel::Response, theme);
    if rows.is_empty() {
        frame::hang(style, below, buffer);
    } else {
        frame::hang(style, Rect { y: area.y, height: panel.bottom() - area.y, ..panel }, buffer);
        frame::scrollbar(Extent { lines: tree.len(), first }, theme, area, buffer);
        areas.push(Rect { x: area.right(), width: 1, ..area });
    }
    draw_path(model, theme, panel, buffer);
    Drawn { moved: Some((area, by)), areas, cursor: None }
}

/// By how many lines what was on view goes up, or down if negative, when another row comes first, and which lines come into view.
/// Nothing has moved where nothing stays.
fn fresh(height: u16, before: usize, first: usize) -> (i32, Range<u16>) {
    let by = u16::try_from(first.abs_diff(before)).unwrap_or(u16::MAX);
    match first < before {
        _ if by >= height => (0, 0..height),
        true => (-i32::from(by), 0..by),
        false => (i32::from(by), height - by..height),
    }
}

fn draw_frame(model: &Model, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let has_focus = model.screen.focus == Panel::Response;
    let columns = usize::from(area.width);
    let whole_name = name(model, columns, theme);
    let status = if title::is_wide(*buffer.area()) || model.present.is_on() {
        Vec::new()
    } else {
        // The panel's name comes first, a long one as far as it takes to recognize it.
        title::status(model, columns.saturating_sub(text::width(&whole_name).min(SHORTEST_NAME) + 8), theme)
    };
    let taken = status.iter().map(Span::width).sum::<usize>() + if status.is_empty() { 4 } else { 8 };
    let room = columns.saturating_sub(taken);
    let name = text::fit_middle(&name(model, room, theme), room, theme.marks.cut);
    frame::draw(&name, &status, has_focus, theme, area, buffer);
    draw_path(model, theme, area, buffer);
}

/// Draws the path of the row under the cursor into the border.
fn draw_path(model: &Model, theme: &Theme, panel: Rect, buffer: &mut Buffer) {
    if let Some(tree) = model.response.tree().filter(|_| model.screen.focus == Panel::Response) {
        let path =
            breadcrumb(tree, model.response.cursor(), usize::from(panel.width).saturating_sub(6), theme);
        frame::foot(&path, theme.accent, panel, buffer);
    }
}

/// The panel's title: which response it is, once it is not the one that the form would send.
fn name(model: &Model, columns: usize, theme: &Theme) -> String {
    if let (Some(filtered), View::Body) = (model.response.filtered(), model.response.view()) {
        let count = quantity::count(filtered.count());
        let noun = if filtered.count() == 1 { "result" } else { "results" };
        return format!("jq {} · {count} {noun}", visible(filtered.words()));
    }
    let side = match model.response.view() {
        View::Body => TITLE,
        View::Headers => "Response · headers",
    };
    let found = match (model.response.tree(), &model.prompt) {
        (Some(tree), None) => model.search.words(tree.pages()),
        _ => None,
    };
    let side = found.map_or_else(|| side.to_owned(), |found| format!("{side} · {found}"));
    let asked = model.response.shown().map(|shown| &shown.request);
    match asked
        .filter(|asked| asked.method != model.composer.method || !model.composer.asks_for(&asked.target))
    {
        Some(asked) => format!("{side} to {} {}", asked.method.as_str(), visible(&asked.target)),
        None => with_way(side, model, columns, theme),
    }
}

/// The panel's title with the way to this response, if there is one. Where both have no room, the way tells more.
fn with_way(side: String, model: &Model, columns: usize, theme: &Theme) -> String {
    let names: Vec<_> =
        model.trail.names(&model.response).iter().map(|name| visible(name).into_owned()).collect();
    if names.is_empty() {
        return side;
    }
    let whole = format!("{side} · {}", names.join(" › "));
    if text::width(&whole) <= columns {
        return whole;
    }
    let before = if side == TITLE { String::new() } else { format!("{side} · ") };
    format!("{before}{}", last_steps(&names, columns.saturating_sub(text::width(&before)), theme.marks.cut))
}

/// The last steps of a way, as many as fit; the very last one in any case.
fn last_steps(names: &[String], columns: usize, cut: &str) -> String {
    let steps = |from: usize| match from {
        0 => names.join(" › "),
        from => format!("{cut} › {}", names[from..].join(" › ")),
    };
    let last = names.len().saturating_sub(1);
    (0..last).map(steps).find(|way| text::width(way) <= columns).unwrap_or_else(|| steps(last))
}

/// The path of the row under the cursor.
fn breadcrumb(tree: &Tree, row: usize, columns: usize, theme: &Theme) -> String {
    /// More steps than the widest screen shows.
    const STEPS: usize = 60;
    let trail = tree.value(row).map(|node| tree.pages().trail(node, STEPS)).unwrap_or_default();
    text::fit_trail(&trail, columns, theme.marks.cut)
}

fn draw_tree(model: &Model, tree: &Tree, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    frame::scrollbar(Extent { lines: tree.len(), first: model.response.offset() }, theme, area, buffer);
    draw_rows(model, tree, theme, (area, 0..area.height), buffer);
    draw_cursor(model, theme, area, buffer);
}

/// Draws the rows on view that stand in some lines.
fn draw_rows(
    model: &Model,
    tree: &Tree,
    theme: &Theme,
    (area, lines): (Rect, Range<u16>),
    buffer: &mut Buffer,
) {
    // The mark of the cursor has a column of its own, so that moving it rewrites two cells and no text.
    let content = Rect { x: area.x.saturating_add(1), width: area.width.saturating_sub(2), ..area };
    for line in lines.map(usize::from) {
        let Some(found) = tree.row(model.response.offset() + line) else { break };
        let drawn =
            row::draw(tree, &found, usize::from(content.width), model.search.lit(), &model.keymap, theme);
        frame::put_line(buffer, content, line, &drawn.left);
        let columns = u16::try_from(text::width_of(&drawn.right)).unwrap_or(u16::MAX).min(content.width);
        let right = Rect { x: content.right() - columns, width: columns, ..content };
        frame::put_line(buffer, right, line, &drawn.right);
    }
}

fn draw_cursor(model: &Model, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let line = model.response.cursor().checked_sub(model.response.offset());
    if let Some(line) =
        line.filter(|line| *line < usize::from(area.height) && model.screen.focus == Panel::Response)
    {
        let mark = Line::styled(theme.marks.cursor, theme.accent);
        frame::put_line(buffer, Rect { width: area.width.min(1), ..area }, line, &mark);
    }
}

fn draw_lines(lines: Vec<Line<'static>>, first: usize, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let area = Rect { x: area.x.saturating_add(1), width: area.width.saturating_sub(2), ..area };
    for (at, line) in lines.into_iter().skip(first).take(usize::from(area.height)).enumerate() {
        frame::put_line(buffer, area, at, &text::fit_line(line, area.width, theme.marks.cut));
    }
}

fn draw_text(lines: &[String], first: usize, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let shown = lines.iter().skip(first).take(usize::from(area.height));
    let shown = shown.map(|line| Line::raw(visible(line).into_owned())).collect();
    draw_lines(shown, 0, theme, area, buffer);
    frame::scrollbar(Extent { lines: lines.len(), first }, theme, area, buffer);
}

/// What stands here before the first answer.
fn welcome(model: &Model, theme: &Theme) -> Vec<Line<'static>> {
    if model.fetch.running().is_some() {
        return vec![Line::styled(
            format!("waiting for the answer; {} cancels", model.key(Action::Back)),
            theme.dim,
        )];
    }
    let key = |action: Action, what: &'static str| {
        let key = model.keymap.key(Context::Path, action);
        Line::from(vec![Span::styled(format!("{key:<8}"), theme.accent), Span::raw(what)])
    };
    let mut lines = vec![Line::raw("The answer will stand here."), Line::raw("")];
    lines.push(key(Action::Send, "sends the request above"));
    lines.push(key(Action::NextPanel, "goes from panel to panel"));
    lines.push(key(Action::Browse, "finds an endpoint"));
    lines.push(key(Action::ShowPalette, "finds anything by name"));
    lines.push(key(Action::ShowHelp, "shows the keys"));
    if model.session.standing.profile == crate::domain::profile::SANDBOX {
        lines.push(Line::raw(""));
        let about = [
            "This is the sandbox: a server on this machine with a",
            "fictional catalogue and the rules of the Apple Music API.",
            "The README says how to reach Apple.",
        ];
        lines.extend(about.map(|line| Line::styled(line, theme.dim)));
    }
    lines
}

fn empty(model: &Model, shown: &Shown, theme: &Theme) -> Vec<Line<'static>> {
    let status = shown.head.status;
    let key = model.keymap.key(Context::Response, Action::ToggleHeaders);
    vec![Line::styled(format!("{status} with an empty body; {key} shows the headers"), theme.dim)]
}

/// What the last answer was asked for, and which page it is: headers and times are those of one page.
fn asked(shown: &Shown) -> (String, String) {
    let method = shown.request.method.as_str();
    let pages = match &shown.content {
        Content::Tree(tree) => tree.pages().len(),
        Content::Text(_) | Content::Empty => 1,
    };
    match &shown.content {
        Content::Tree(tree) if pages > 1 => {
            let last = tree.pages().iter().last().map_or("", |page| &page.provenance.target);
            (format!("GET {}", visible(last)), format!("page {pages} · "))
        }
        _ => (format!("{method} {}", visible(&shown.request.target)), String::new()),
    }
}

fn headers(shown: &Shown, theme: &Theme) -> Vec<Line<'static>> {
    let head = &shown.head;
    let fact = |name: &str, value: String| {
        Line::from(vec![Span::styled(format!("{name:<12} "), theme.dim), Span::raw(value)])
    };
    let size = format!("{} on the wire", quantity::bytes(head.wire_bytes));
    let (asked, page) = asked(shown);
    let mut lines = vec![
        fact("asked", asked),
        fact("status", format!("{page}{} · {}", head.status, head.protocol)),
        fact("first byte", quantity::elapsed(head.timing.head)),
        fact("last byte", format!("{} · {size}", quantity::elapsed(head.timing.total))),
        Line::raw(""),
    ];
    for (name, value) in &head.headers {
        let name = Span::styled(format!("{}: ", visible(name)), theme.dim);
        lines.push(Line::from(vec![name, Span::raw(visible(value).into_owned())]));
    }
    lines
}
