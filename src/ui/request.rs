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
        form::{self, MARK, METHOD, NAME},
        keymap::Action,
        layout::{Panel, inside},
        model::Model,
    },
    domain::{
        catalog::Endpoint,
        personal::HIDDEN,
        profile::is_replay,
        request,
        token::{DeveloperStanding, UserStanding},
        visible::visible,
    },
};

/// How every token begins that Segue signs: `{"alg` in base64url.
const MINTED: &str = "eyJhbG";

/// From this width on the details of both tokens begin in the same column.
const ALIGNED: u16 = 48;

/// Draws the panel; returns where the cursor is if a field has the focus.
pub(super) fn draw(model: &Model, theme: &Theme, area: Rect, buffer: &mut Buffer) -> Option<Position> {
    let has_focus = model.screen.focus == Panel::Request;
    frame::draw("Request", &[], has_focus, theme, area, buffer);
    let panel = area;
    let area = inside(area);
    let mut cursor = None;
    for (row, place) in form::places(model, area) {
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
        if row == Row::Path {
            let height = area.bottom() - place.bottom();
            advice(model, theme, Rect { y: place.bottom(), height, ..area }, buffer);
        }
    }
    if has_focus && let Some(endpoint) = model.advising.endpoint() {
        let words =
            text::fit(&about(model, endpoint), usize::from(area.width).saturating_sub(2), theme.marks.cut);
        frame::foot(&words, Style::reset().patch(theme.dim), panel, buffer);
    }
    cursor.filter(|_| has_focus)
}

/// Writes what is known to go wrong with the request.
fn advice(model: &Model, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let rows = model.advice_rows().min(area.height);
    let count = model.advice().count();
    for (at, advice) in model.advice().take(usize::from(rows)).enumerate() {
        let is_last = at + 1 == usize::from(rows) && count > usize::from(rows);
        let more = if is_last { format!("  and {} more", count - usize::from(rows)) } else { String::new() };
        let room = usize::from(area.width).saturating_sub(4 + more.len());
        let words = text::fit(&visible(&advice.words), room, theme.marks.cut);
        let line = Line::styled(format!(" {} {words}{more}", theme.marks.soon), theme.warning);
        frame::put_line(buffer, area, at, &line);
    }
}

/// An endpoint in a few words.
fn about(model: &Model, endpoint: &Endpoint) -> String {
    let size = endpoint.page_size.unwrap_or_default();
    let page = match (endpoint.is_paged, size.default, size.cap) {
        (true, Some(default), Some(cap)) => format!(" · {default} a page, at most {cap}"),
        (true, Some(default), None) => format!(" · {default} a page"),
        (true, None, Some(cap)) => format!(" · at most {cap} a page"),
        _ => String::new(),
    };
    format!("{}{page} · {} tells more", endpoint.title, model.key(Action::ShowEndpoint))
}

fn draw_row(model: &Model, theme: &Theme, row: Row, area: Rect, buffer: &mut Buffer) -> Option<Position> {
    let form = &model.composer;
    let has_cursor = model.screen.focus == Panel::Request && form.is_editing() && form.row() == row;
    match row {
        Row::Method | Row::Path => {
            let is_method = form.row() == Row::Method && model.screen.focus == Panel::Request;
            let style = if is_method { theme.accent.patch(theme.name) } else { theme.name };
            let field_area = named(form.method.as_str(), METHOD, style, area, buffer);
            let look = Look {
                hint: "type a path, such as /v1/storefronts",
                lit: &form.light().path,
                marked: form.path.marked(),
                has_cursor,
                ..Look::default()
            };
            field::draw(&form.path, &look, theme, field_area, buffer)
        }
        Row::Developer => {
            frame::put_line(buffer, area, 0, &developer(model, area.width, theme));
            None
        }
        Row::User => {
            frame::put_line(buffer, area, 0, &user(model, area.width, theme));
            None
        }
        Row::Headers => {
            let area = named("Headers", NAME, theme.dim, area, buffer);
            let hint = "none, but for the tokens above; e.g. Origin: https://example.com";
            let look = Look { hint, has_cursor, mask: Some(mask_header), ..Look::default() };
            field::draw(&form.headers, &look, theme, area, buffer)
        }
        Row::Body => {
            let area = named("Body", NAME, theme.dim, area, buffer);
            let look = Look { hint: "JSON", lit_line: form.light().body_line, has_cursor, ..Look::default() };
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

/// A header that carries a secret does not show what is typed behind its colon.
fn mask_header(line: &str) -> Option<String> {
    request::is_secret_header(line).then(|| {
        let name = line.split(':').next().unwrap_or_default();
        match request::is_profiles_header(line) {
            true => format!("{name}: … is not typed by hand; the toggles above send it"),
            false => format!("{name}: … hidden, and not kept"),
        }
    })
}

/// Something to tell about a token, and how soon it goes where there is no room for everything: the highest first.
type Fact = (u8, Span<'static>);

/// Where a token came from: cut before it is left out.
const SOURCE: u8 = 4;

/// A shorter piece of a source tells nothing.
const SHORTEST_SOURCE: usize = 7;

fn developer(model: &Model, columns: u16, theme: &Theme) -> Line<'static> {
    let is_sent = model.composer.tokens().developer;
    let is_needed = model.composer.tokens_needed().developer;
    let now = model.server_seconds();
    let facts = match &model.session.standing.developer {
        DeveloperStanding::Ready { .. } if is_replay(&model.session.standing.profile) => recorded(theme),
        DeveloperStanding::Missing => vec![(0, Span::styled("none is set", theme.warning))],
        DeveloperStanding::Starting => vec![(0, Span::styled("being read", theme.dim))],
        DeveloperStanding::Faulty { reason } => vec![(0, Span::styled(reason.clone(), theme.failure))],
        DeveloperStanding::Minted { key_id, expires_at, source, .. } => {
            token((MINTED, "ES256"), key_id, Some(left(*expires_at, now)), source, theme)
        }
        DeveloperStanding::Ready { start, algorithm, key_id, expires_at, source, .. } => {
            let algorithm = algorithm.as_deref().unwrap_or("unknown algorithm");
            let key_id = key_id.as_deref().unwrap_or("unknown");
            token((start, algorithm), key_id, expires_at.map(|at| left(at, now)), source, theme)
        }
    };
    toggle("Authorization", (is_sent, is_needed), facts, columns, theme)
}

/// What there is to tell about a token that went along when a recording was made.
fn recorded(theme: &Theme) -> Vec<Fact> {
    vec![(0, Span::styled("a recording; no tokens are used", theme.dim))]
}

/// What there is to tell about a developer token that can be sent.
fn token(
    (start, algorithm): (&str, &str),
    key_id: &str,
    left: Option<String>,
    source: &str,
    theme: &Theme,
) -> Vec<Fact> {
    let life = match left {
        None => Span::raw("no expiry"),
        Some(expired) if expired == "expired" => Span::styled(expired, theme.failure),
        Some(left) => Span::raw(format!("{left} left")),
    };
    vec![
        // What all tokens begin with says the least.
        (5, Span::raw(format!("Bearer {start}…"))),
        (3, Span::raw(algorithm.to_owned())),
        (2, Span::raw(format!("kid {key_id}"))),
        (0, life),
        (SOURCE, Span::styled(source.to_owned(), theme.dim)),
    ]
}

fn user(model: &Model, columns: u16, theme: &Theme) -> Line<'static> {
    let is_sent = model.composer.tokens().user;
    let is_needed = model.composer.tokens_needed().user;
    let facts = match &model.session.standing.user {
        // How somebody's sign-in stands is nothing for a stage.
        _ if model.present.is_on() => vec![(2, Span::raw(HIDDEN))],
        UserStanding::Missing if is_needed => vec![(0, Span::styled("none is set", theme.warning))],
        UserStanding::Missing => vec![(0, Span::styled("none is set", theme.dim))],
        UserStanding::Starting => vec![(0, Span::styled("being read", theme.dim))],
        UserStanding::Faulty { reason } => vec![(0, Span::styled(reason.clone(), theme.failure))],
        UserStanding::Set { .. } if is_replay(&model.session.standing.profile) => recorded(theme),
        UserStanding::Set { source, .. } => {
            vec![(2, Span::raw("set")), (SOURCE, Span::styled(source.clone(), theme.dim))]
        }
    };
    toggle("Music-User-Token", (is_sent, is_needed), facts, columns, theme)
}

/// A toggle: whether the header is sent, what it is, and what the path has to say about it.
fn toggle(
    name: &str,
    (is_sent, is_needed): (bool, bool),
    mut facts: Vec<Fact>,
    columns: u16,
    theme: &Theme,
) -> Line<'static> {
    match (is_sent, is_needed) {
        // A warning comes first, where nothing cuts it off.
        (false, true) => {
            facts.insert(0, (0, Span::styled("not sent, though this path needs it", theme.warning)))
        }
        (false, false) => facts.push((1, Span::styled("not needed here", theme.dim))),
        (true, false) => facts.push((1, Span::styled("sent, though this path does not need it", theme.dim))),
        (true, true) => {}
    }
    let (mark, style) = if is_sent { ("[x] ", Style::new()) } else { ("[ ] ", theme.dim) };
    // The details stand in one column where there is room for that.
    let name = if columns < ALIGNED { format!("{name} ") } else { format!("{name:<17}") };
    let head = [Span::styled(mark, style), Span::styled(name, style)];
    // A column stays free before the border.
    let columns = columns.saturating_sub(1);
    let room = usize::from(columns).saturating_sub(head.iter().map(Span::width).sum());
    let line = Line::from_iter(head.into_iter().chain(joined(facts, room, theme.marks.cut)));
    text::fit_line(line, columns, theme.marks.cut)
}

/// The facts that have room, in their order.
fn joined(mut facts: Vec<Fact>, room: usize, cut: &str) -> Vec<Span<'static>> {
    let width = |facts: &[Fact]| facts.iter().map(|(_, fact)| fact.width() + 3).sum::<usize>();
    while facts.len() > 1 && width(&facts) > room + 3 {
        let Some(least) = (0..facts.len()).max_by_key(|at| facts[*at].0) else { break };
        let (rank, fact) = facts.remove(least);
        let left = room.saturating_sub(width(&facts));
        if rank == SOURCE && left >= SHORTEST_SOURCE {
            facts.insert(least, (0, Span::styled(text::fit(&fact.content, left, cut), fact.style)));
            break;
        }
    }
    let spaced = facts.into_iter().flat_map(|(_, fact)| [Span::raw(" · "), fact]);
    spaced.skip(1).collect()
}
