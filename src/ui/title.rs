//! The title line: where requests go, and how the tokens stand. What the last answer was stands in it too, where there
//! is room; else in the response panel's border.

use ratatui::{
    buffer::Buffer,
    layout::Rect,
    text::{Line, Span},
};

use super::{Theme, frame, marks::Marks, text, walking};
use crate::{
    app::{
        fetch::Running,
        keymap::Action,
        layout::WIDE,
        model::{Model, Opening},
        response::{Content, Shown},
    },
    domain::{
        pages::Pages,
        quantity,
        token::{DeveloperStanding, UserStanding},
        visible::visible,
    },
};

/// A token that ends within this many seconds is told in the warning colour: a week.
const SOON: i64 = 7 * 86_400;

pub(super) fn draw(model: &Model, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    if area.height == 0 {
        return;
    }
    let standing = &model.session.standing;
    let mut left = Line::from(vec![
        Span::raw(" "),
        Span::styled("segue", theme.accent.patch(theme.name)),
        Span::raw("  "),
        Span::raw(standing.profile.clone()),
    ]);
    if model.leave.is_restricted() {
        left.push_span(Span::styled(" restricted", theme.dim));
    }
    if let Some(illness) = model.session.illness() {
        left.push_span(Span::styled(format!(" ({illness})"), theme.warning));
    }
    left.push_span(Span::raw(format!(" · {}", model.storefront())));
    if let Some(language) = model.language() {
        left.push_span(Span::raw(format!(" · {}", visible(language))));
    }
    let room = usize::from(area.width).saturating_sub(left.width() + 3);
    // Where there is room for one thing alone, it is how long the developer token lasts.
    let mut versions = versions(model, theme).into_iter();
    let fitting = versions.find(|spans| spans.iter().map(Span::width).sum::<usize>() <= room);
    let Some(mut right) = fitting else { return draw_tiny(model, theme, &left, area, buffer) };
    frame::put_line(buffer, area, 0, &left);
    if is_wide(area) {
        // Two columns stay free between left and right, three between the tokens and the status, one at the edge.
        let taken = left.width() + right.iter().map(Span::width).sum::<usize>() + 6;
        right.push(Span::raw("   "));
        right.extend(status(model, usize::from(area.width).saturating_sub(taken), theme));
    }
    draw_right(right, area, buffer);
}

fn draw_right(mut spans: Vec<Span<'static>>, area: Rect, buffer: &mut Buffer) {
    spans.push(Span::raw(" "));
    let line = Line::from(spans);
    let columns = u16::try_from(line.width()).unwrap_or(u16::MAX).min(area.width);
    let rest = Rect { x: area.right() - columns, width: columns, ..area };
    frame::put_line(buffer, rest, 0, &line);
}

/// The place, and the token's life in front of it if need be: a name that is cut is still a name.
fn draw_tiny(model: &Model, theme: &Theme, left: &Line<'static>, area: Rect, buffer: &mut Buffer) {
    let life = life(model, theme);
    let taken = u16::try_from(life.iter().map(Span::width).sum::<usize>() + 2).unwrap_or(u16::MAX);
    let place = Line::from_iter(left.spans.get(3..).into_iter().flatten().cloned());
    let rest = area.width.saturating_sub(taken);
    if rest > 1 {
        let place = text::fit_line(place, rest - 1, theme.marks.cut);
        frame::put_line(buffer, Rect { x: area.x + 1, width: rest - 1, ..area }, 0, &place);
    }
    draw_right(life, area, buffer);
}

/// Whether the status stands in the title line.
pub(super) const fn is_wide(area: Rect) -> bool {
    area.width >= WIDE
}

/// How the tokens and the clock stand, the most telling version first.
fn versions(model: &Model, theme: &Theme) -> Vec<Vec<Span<'static>>> {
    let joined = |parts: &[&Vec<Span<'static>>]| {
        let filled = parts.iter().filter(|part| !part.is_empty());
        let spaced = filled.flat_map(|part| [vec![Span::raw("   ")], part.to_vec()]).flatten();
        spaced.skip(1).collect::<Vec<_>>()
    };
    let (life, user, clock) = (life(model, theme), user(model, theme), clock(model, theme));
    let developer = [vec![Span::styled("developer", theme.dim), Span::raw(" ")], life.clone()].concat();
    vec![
        joined(&[&clock, &developer, &user]),
        joined(&[&clock, &developer]),
        joined(&[&clock, &life]),
        joined(&[&life]),
    ]
}

/// The mark and the life of the developer token.
fn life(model: &Model, theme: &Theme) -> Vec<Span<'static>> {
    let now = model.server_seconds();
    let marks = theme.marks;
    let (mark, style, words) = match &model.session.standing.developer {
        DeveloperStanding::Missing => (marks.unset, theme.warning, "none".to_owned()),
        DeveloperStanding::Starting => (marks.unset, theme.dim, "being read".to_owned()),
        DeveloperStanding::Faulty { .. } => (marks.unset, theme.failure, "not usable".to_owned()),
        DeveloperStanding::Minted { expires_at, .. } => (marks.set, theme.good, left(*expires_at, now)),
        DeveloperStanding::Ready { expires_at: Some(at), .. } if *at <= now => {
            (marks.soon, theme.failure, left(*at, now))
        }
        DeveloperStanding::Ready { expires_at: Some(at), .. } if at.saturating_sub(now) < SOON => {
            (marks.soon, theme.warning, format!("{} left", left(*at, now)))
        }
        DeveloperStanding::Ready { expires_at, .. } => {
            (marks.set, theme.good, expires_at.map_or("set".to_owned(), |at| left(at, now)))
        }
    };
    vec![Span::styled(mark, style), Span::raw(" "), Span::raw(words)]
}

fn user(model: &Model, theme: &Theme) -> Vec<Span<'static>> {
    let (mark, style, words) = match &model.session.standing.user {
        UserStanding::Missing => (theme.marks.unset, theme.dim, "none"),
        UserStanding::Starting => (theme.marks.unset, theme.dim, "being read"),
        UserStanding::Faulty { .. } => (theme.marks.unset, theme.failure, "not usable"),
        UserStanding::Set { .. } => (theme.marks.set, theme.good, "set"),
    };
    // Where marks are words, that is enough.
    let mark = if mark == words { "" } else { mark };
    let name = Span::styled("user", theme.dim);
    vec![name, Span::raw(" "), Span::styled(mark, style), Span::raw(" "), Span::raw(words)]
}

/// That this machine's clock is wrong, by the server's; nothing while they agree.
fn clock(model: &Model, theme: &Theme) -> Vec<Span<'static>> {
    let warning = model.session.standing.clock.and_then(|clock| clock.warning());
    let told = warning.map(|warning| {
        vec![
            Span::styled("clock", theme.dim),
            Span::raw(" "),
            Span::styled(theme.marks.soon, theme.warning),
            Span::raw(" "),
            Span::raw(warning),
        ]
    });
    told.unwrap_or_default()
}

/// What is left until a time, or that it has passed.
pub(super) fn left(until: i64, now: i64) -> String {
    match u64::try_from(until.saturating_sub(now)) {
        Ok(0) | Err(_) => "expired".to_owned(),
        Ok(seconds) => quantity::span(seconds),
    }
}

/// What runs, or what the last answer was, as far as there is room for it.
pub(super) fn status(model: &Model, columns: usize, theme: &Theme) -> Vec<Span<'static>> {
    let words = Span::styled("reading the credentials", theme.accent);
    match model.session.opening {
        Opening::ThenSend => {
            let cancels = format!("  {} cancels", model.key(Action::Back));
            return vec![words, Span::styled(cancels, theme.dim)];
        }
        // At start the title says already that the token is being read.
        Opening::UnderWay if model.session.standing.developer != DeveloperStanding::Starting => {
            return vec![words];
        }
        Opening::UnderWay | Opening::Done => {}
    }
    if let Some(running) = model.fetch.running() {
        return waiting(model, running, columns, theme);
    }
    if let Some(walking) = model.fetch.walking() {
        return walking::status(model, walking, columns, theme);
    }
    model.response.shown().map(|shown| answered(shown, columns, theme)).unwrap_or_default()
}

/// The waiting sign, if it may move.
pub(super) fn mark(model: &Model, theme: &Theme) -> &'static str {
    let moves = model.session.has_motion && model.fetch.beating().is_some();
    let Marks { beats, rest, .. } = theme.marks;
    if moves { beats[model.fetch.beat % beats.len()] } else { rest }
}

/// Columns of a wait of less than a minute.
const WAITED: usize = 4;

/// What runs, for how long, how much has come, and how to stop it, as far as there is room: the words get shorter first,
/// then the least telling one goes.
fn waiting(model: &Model, running: &Running, columns: usize, theme: &Theme) -> Vec<Span<'static>> {
    let beat = mark(model, theme);
    let waited = u64::try_from(model.now - running.since).unwrap_or(0) / 1000;
    let [first, second, ..] = theme.marks.beats;
    let moves = model.session.has_motion && first != second;
    let waited = match moves && running.received == 0 {
        // It keeps its columns, so that nothing beside it moves with the seconds.
        true => format!(" {:>WAITED$}", quantity::span(waited)),
        false if waited > 0 => format!(" {}", quantity::span(waited)),
        false => String::new(),
    };
    let sign = format!("{} {beat}", running.request.method.as_str());
    let (long, short) = arrived(model, running);
    let keeps = running.has_come && !running.is_stopped;
    let back = model.key(Action::Back);
    let stop = |words: &str| format!("  {back} {words}");
    let (stop, brief) =
        if keeps { (stop("keeps what came"), stop("stops")) } else { (stop("cancels"), String::new()) };
    let whole = Span::styled(sign, theme.accent);
    let versions = [(&long, &*stop), (&long, &*brief), (&short, &*brief), (&short, "")];
    let line = |(size, stop): (&String, &str)| {
        vec![whole.clone(), Span::raw(waited.clone() + size), Span::styled(stop.to_owned(), theme.dim)]
    };
    let fitting = versions.into_iter().map(line).find(|line| text::width_of(line) <= columns);
    fitting.unwrap_or_else(|| vec![whole.clone()])
}

/// How much of the body has come: of how much, where the server has said so and it means the bytes that are counted.
fn arrived(model: &Model, running: &Running) -> (String, String) {
    if running.received == 0 {
        return (String::new(), String::new());
    }
    let size = quantity::bytes(running.received);
    let shown = model.response.shown().filter(|shown| shown.arriving == Some(running.id));
    let head = shown.map(|shown| &shown.head).filter(|head| head.header("content-encoding").is_none());
    let whole = head.and_then(|head| head.header("content-length")?.parse().ok());
    let long = match whole.filter(|whole| *whole >= running.received) {
        Some(whole) => format!("  {size} of {}", quantity::bytes(whole)),
        None => format!("  {size} so far"),
    };
    (long, format!("  {size}"))
}

fn answered(shown: &Shown, columns: usize, theme: &Theme) -> Vec<Span<'static>> {
    let head = &shown.head;
    let style = match head.status {
        200..=299 => theme.good,
        300..=399 => theme.warning,
        _ => theme.failure,
    };
    let (wire, pages) = match &shown.content {
        Content::Tree(tree) => {
            let wire = tree.pages().iter().map(|page| page.provenance.wire_bytes).sum();
            (wire, pages(tree.pages().len(), goes_on(tree.pages())))
        }
        Content::Text(_) | Content::Empty => (head.wire_bytes, String::new()),
    };
    let mut spans = vec![
        Span::raw(format!("{} ", shown.request.method.as_str())),
        Span::styled(head.status.to_string(), style.patch(theme.name)),
    ];
    // The headers view has them all; here the least telling one goes first.
    let mut facts = [
        (1, quantity::elapsed(head.timing.total)),
        (2, quantity::bytes(wire)),
        (3, head.protocol.to_string()),
        (0, pages),
    ]
    .to_vec();
    facts.retain(|(_, fact)| !fact.is_empty());
    let taken: usize = spans.iter().map(Span::width).sum();
    for rank in (0..=3).rev() {
        let width: usize = facts.iter().map(|(_, fact)| text::width(fact) + 3).sum();
        if taken + width > columns {
            facts.retain(|(at, _)| *at != rank);
        }
    }
    spans.extend(facts.into_iter().map(|(_, fact)| Span::raw(format!(" · {fact}"))));
    spans
}

/// Whether there are more pages. What goes on inside a resource is no page of the response, until somebody has followed it.
fn goes_on(pages: &Pages) -> bool {
    match pages.top_list().filter(|_| pages.len() == 1) {
        Some(list) => pages.next(list).is_some(),
        None => pages.has_next(),
    }
}

fn pages(count: usize, goes_on: bool) -> String {
    let noun = if count == 1 { "page" } else { "pages" };
    match (count, goes_on) {
        (1, false) => String::new(),
        (count, true) => format!("{count} {noun}, more"),
        (count, false) => format!("{count} {noun}, all"),
    }
}
