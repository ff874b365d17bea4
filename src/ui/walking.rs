//! How far a list has been followed, for the place where the status of an answer stands.

use ratatui::text::Span;

use super::{Theme, text, title};
use crate::{
    app::{
        keymap::{Action, Context},
        model::Model,
        walking::{Rest, Walking},
    },
    domain::{quantity, walk::Setback},
};

/// Columns of the bar that shows how much of a list is here.
const BAR: usize = 10;

/// How far a list has been followed: as a bar where its length is known, how much, how fast, how to stop.
pub(super) fn status(model: &Model, walking: &Walking, columns: usize, theme: &Theme) -> Vec<Span<'static>> {
    let progress = walking.progress();
    let mut spans = vec![Span::styled(title::mark(model, theme), theme.accent), Span::raw(" ")];
    if let Some(total) = progress.total.filter(|total| *total > 0) {
        let full = (progress.items.min(total) * BAR) / total;
        spans.push(Span::styled(theme.marks.bar.repeat(full), theme.accent));
        spans.push(Span::styled(theme.marks.rule.repeat(BAR - full), theme.dim));
        spans.push(Span::raw(format!(" {} of {}", quantity::count(progress.items), quantity::count(total))));
    } else {
        spans.push(Span::raw(format!("{} items", quantity::count(progress.items))));
    }
    let mut facts = Vec::new();
    facts.extend(hold_up(model, walking));
    let millis = u64::try_from(model.now - walking.since.0).unwrap_or(0);
    let came = progress.items.saturating_sub(walking.since.1);
    if !walking.rests() && came > 0 && millis >= 1_000 {
        let rate = came as u64 * 1_000 / millis;
        facts.push(format!("{}/s", quantity::count(usize::try_from(rate).unwrap_or(usize::MAX))));
    }
    let back = model.key(Action::Back);
    facts.push(if walking.rests() { format!("{back} stops here") } else { format!("{back} stops") });
    let mut room = columns.saturating_sub(spans.iter().map(Span::width).sum());
    for fact in facts {
        let needed = text::width(&fact) + 3;
        if needed <= room {
            room -= needed;
            spans.push(Span::raw(format!(" · {fact}")));
        }
    }
    spans
}

/// What a walk waits for.
fn hold_up(model: &Model, walking: &Walking) -> Option<String> {
    let key = |action| model.keymap.key(Context::Response, action);
    match walking.rest {
        Rest::Asking { pages } => {
            return Some(format!("{pages} pages · {} goes on", key(Action::FollowAll)));
        }
        Rest::Paused { tries } => {
            return Some(format!("refused {tries} times · {} tries again", key(Action::Follow)));
        }
        Rest::None => {}
    }
    let waiting = walking.progress().waiting?;
    let why = match waiting.setback {
        Setback::Limited { .. } => "429".to_owned(),
        Setback::Server { status } => status.to_string(),
        _ => "cut".to_owned(),
    };
    let left = u64::try_from(waiting.until_ms - model.now).unwrap_or(0);
    Some(format!("{why}, again in {:.1} s", std::time::Duration::from_millis(left).as_secs_f64()))
}
