//! The request panel: what will be sent, exactly, and masked.

use ratatui::{
    buffer::Buffer,
    layout::{Position, Rect},
    style::Style,
    text::{Line, Span},
};

use super::{
    Theme,
    field::{self, Look},
    frame, text,
    title::left,
};
use crate::{
    app::{
        composer::Row,
        layout::{Panel, inside},
        model::Model,
    },
    domain::{
        request,
        token::{DeveloperStanding, UserStanding},
    },
};

/// Columns of the cursor's mark and of the names of the rows of fields.
const MARK: u16 = 1;
const NAME: u16 = 9;

/// Draws the panel; returns where the cursor is if a field has the focus.
pub(super) fn draw(model: &Model, theme: &Theme, area: Rect, buffer: &mut Buffer) -> Option<Position> {
    let has_focus = model.screen.focus == Panel::Request;
    frame::draw("Request", &[], has_focus, theme, area, buffer);
    let area = inside(area);
    let mut top = 0;
    let mut cursor = None;
    for row in rows(model) {
        let height = height(model, row).min(area.height.saturating_sub(top));
        if height == 0 {
            break;
        }
        let place = Rect { y: area.y + top, height, ..area };
        let here = has_focus
            && (model.composer.row() == row || (row == Row::Path && model.composer.row() == Row::Method));
        if here {
            frame::put(buffer, place.x, place.y, theme.marks.cursor, theme.accent);
        }
        let content = Rect { x: place.x + MARK, width: place.width.saturating_sub(MARK), ..place };
        let position = draw_row(model, theme, row, content, buffer);
        if model.composer.is_editing() && model.composer.row() == row {
            cursor = position;
        }
        top += height;
    }
    cursor.filter(|_| has_focus)
}

/// The rows on the screen: method and path share one; headers and body show while they hold something or have the focus.
fn rows(model: &Model) -> impl Iterator<Item = Row> + '_ {
    let has_focus = model.screen.focus == Panel::Request;
    let form = &model.composer;
    form.rows().iter().copied().filter(move |row| match row {
        Row::Method => false,
        Row::Headers => has_focus || !form.headers.is_empty(),
        Row::Body => has_focus || !form.body.is_empty(),
        Row::Path | Row::Developer | Row::User => true,
    })
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

fn draw_row(model: &Model, theme: &Theme, row: Row, area: Rect, buffer: &mut Buffer) -> Option<Position> {
    let form = &model.composer;
    match row {
        Row::Method | Row::Path => {
            let is_method = form.row() == Row::Method && model.screen.focus == Panel::Request;
            let style = if is_method { theme.accent.patch(theme.name) } else { theme.name };
            let field_area = named(form.method.as_str(), 7, style, area, buffer);
            let look = Look {
                hint: "type a path, such as /v1/storefronts",
                lit: &form.light().path,
                ..Look::default()
            };
            field::draw(&form.path, &look, theme, field_area, buffer)
        }
        Row::Developer => {
            frame::put_line(
                buffer,
                area,
                0,
                &text::fit_line(developer(model, theme), area.width, theme.marks.cut),
            );
            None
        }
        Row::User => {
            frame::put_line(
                buffer,
                area,
                0,
                &text::fit_line(user(model, theme), area.width, theme.marks.cut),
            );
            None
        }
        Row::Headers => {
            let area = named("Headers", NAME, theme.dim, area, buffer);
            let hint = "none, but for the tokens above; e.g. Origin: https://example.com";
            let look = Look { hint, mask: Some(mask_header), ..Look::default() };
            field::draw(&form.headers, &look, theme, area, buffer)
        }
        Row::Body => {
            let area = named("Body", NAME, theme.dim, area, buffer);
            let look = Look { hint: "JSON", lit_line: form.light().body_line, ..Look::default() };
            field::draw(&form.body, &look, theme, area, buffer)
        }
    }
}

/// Writes a row's name; returns what is left beside it.
fn named(name: &str, columns: u16, style: Style, area: Rect, buffer: &mut Buffer) -> Rect {
    let columns = columns.min(area.width);
    frame::put(buffer, area.x, area.y, &text::head(name, usize::from(columns)), style);
    Rect { x: area.x + columns, width: area.width - columns, ..area }
}

/// A header that carries a secret does not show what is typed behind its colon; sending it is refused.
fn mask_header(line: &str) -> Option<String> {
    request::is_secret_header(line).then(|| {
        let name = line.split(':').next().unwrap_or_default();
        format!("{name}: … is not typed by hand; the toggles above send it")
    })
}

fn developer(model: &Model, theme: &Theme) -> Line<'static> {
    let is_sent = model.composer.tokens().developer;
    let is_needed = model.composer.draft().tokens_needed().developer;
    let now = model.seconds();
    let detail = match &model.session.standing.developer {
        DeveloperStanding::Missing => vec![Span::styled("none is set", theme.warning)],
        DeveloperStanding::Starting => vec![Span::styled("being read", theme.dim)],
        DeveloperStanding::Faulty { reason } => vec![Span::styled(reason.clone(), theme.failure)],
        DeveloperStanding::Minted { key_id, expires_at, source, .. } => {
            let facts = format!("ES256 · kid {key_id} · {} left", left(*expires_at, now));
            vec![
                Span::raw("Bearer eyJhbG… "),
                Span::raw(facts),
                Span::styled(format!(" · {source}"), theme.dim),
            ]
        }
        DeveloperStanding::Ready { algorithm, key_id, expires_at, source, .. } => {
            let unknown = || "unknown".to_owned();
            let life = expires_at.map_or("no expiry".to_owned(), |at| match left(at, now) {
                expired if expired == "expired" => expired,
                left => format!("{left} left"),
            });
            let algorithm = algorithm.clone().unwrap_or_else(unknown);
            let facts = format!("{algorithm} · kid {} · {life}", key_id.clone().unwrap_or_else(unknown));
            vec![
                Span::raw("Bearer eyJhbG… "),
                Span::raw(facts),
                Span::styled(format!(" · {source}"), theme.dim),
            ]
        }
    };
    toggle("Authorization", is_sent, is_needed, detail, theme)
}

fn user(model: &Model, theme: &Theme) -> Line<'static> {
    let is_sent = model.composer.tokens().user;
    let is_needed = model.composer.draft().tokens_needed().user;
    let detail = match &model.session.standing.user {
        UserStanding::Missing if is_needed => vec![Span::styled("none is set", theme.warning)],
        UserStanding::Missing => vec![Span::styled("none is set", theme.dim)],
        UserStanding::Starting => vec![Span::styled("being read", theme.dim)],
        UserStanding::Faulty { reason } => vec![Span::styled(reason.clone(), theme.failure)],
        UserStanding::Set { source, .. } => {
            vec![Span::raw("set"), Span::styled(format!(" · {source}"), theme.dim)]
        }
    };
    toggle("Music-User-Token", is_sent, is_needed, detail, theme)
}

/// A toggle: whether the header is sent, what it is, and what the path has to say about it.
fn toggle(
    name: &str,
    is_sent: bool,
    is_needed: bool,
    detail: Vec<Span<'static>>,
    theme: &Theme,
) -> Line<'static> {
    let (mark, style) = if is_sent { ("[x] ", Style::new()) } else { ("[ ] ", theme.dim) };
    let mut spans = vec![Span::styled(mark, style), Span::styled(format!("{name:<17}"), style)];
    spans.extend(detail);
    match (is_sent, is_needed) {
        (false, true) => spans.push(Span::styled(" · not sent, though this path needs it", theme.warning)),
        (false, false) => spans.push(Span::styled(" · not needed here", theme.dim)),
        (true, false) => spans.push(Span::styled(" · sent, though this path does not need it", theme.dim)),
        (true, true) => {}
    }
    Line::from(spans)
}
