//! The footer: a notice if there is one, else the keys that work where the focus is.

use ratatui::{
    buffer::Buffer,
    layout::Rect,
    text::{Line, Span},
};

use super::{Theme, frame, present, text};
use crate::app::{
    event::Key,
    keymap::{Action, Bound, Context},
    model::Model,
    overlay::Overlay,
    walking::Reach,
};

pub(super) fn draw(model: &Model, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    if area.height == 0 {
        return;
    }
    let area = present::draw_pressed(model, theme, area, buffer);
    if let Some(notice) = &model.notice {
        let line = Line::from(vec![
            Span::raw(" "),
            Span::styled(
                text::fit_middle(notice, usize::from(area.width).saturating_sub(2), theme.marks.cut),
                theme.warning,
            ),
        ]);
        frame::put_line(buffer, area, 0, &line);
    } else {
        draw_keys(model, theme, area, buffer);
    }
}

/// Draws the keys alone. The one that comes and goes with the row has a place of its own behind the others: a step of the
/// cursor moves nothing here, neither for the eye nor on the wire.
pub(super) fn draw_keys(model: &Model, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let of_rows = hint_of_rows(model);
    let kept = of_rows.map_or(0, |(hint, _)| width(hint));
    let room = usize::from(area.width).saturating_sub(kept);
    let (mut line, mut taken, mut margin) = (Line::default(), 0, 1);
    for (hint, columns) in placed(model) {
        taken += margin + width(hint) - 2;
        if taken >= room {
            break;
        }
        line.spans.extend(styled(hint, margin, theme));
        margin = 2 + columns - width(hint);
    }
    if let Some((hint, true)) = of_rows {
        line.spans.extend(styled(hint, 2, theme));
    }
    frame::put_line(buffer, area, 0, &line);
}

/// A key and what it does.
type Hint<'a> = (&'a str, &'static str);

/// The action that works in one row and not in the next.
const OF_ROWS: Action = Action::Visit;

fn styled<'a>((key, words): Hint<'a>, margin: usize, theme: &Theme) -> [Span<'a>; 4] {
    [
        Span::raw(" ".repeat(margin)),
        Span::styled(key, theme.accent),
        Span::raw(" "),
        Span::styled(words, theme.dim),
    ]
}

/// Columns of a hint, with those that part it from the one before.
fn width((key, words): Hint) -> usize {
    text::width(key) + text::width(words) + 3
}

/// The hint that comes and goes with the row, and whether its key works now; none where rows have none.
fn hint_of_rows(model: &Model) -> Option<(Hint<'_>, bool)> {
    if model.begun.is_some() || model.response.tree().is_none() {
        return None;
    }
    let binding = model.keymap.holding(model.context()).find(|binding| binding.action == OF_ROWS)?;
    Some(((binding.keys.first()?.name.as_str(), binding.footer), model.can(OF_ROWS)))
}

/// The keys that work now, and the columns of each. Those of the path keep their places while lists open and close under it:
/// what they do changes with every few letters.
fn placed(model: &Model) -> Box<dyn Iterator<Item = (Hint<'_>, usize)> + '_> {
    let now = hints(model, model.context());
    if !Context::PATH.contains(&model.context()) {
        return Box::new(now.map(|hint| (hint, width(hint))));
    }
    let mut now: Vec<_> = now.collect();
    let [usual, others @ ..] = Context::PATH.map(|context| hints(model, context).collect::<Vec<_>>());
    now.sort_by_key(|(key, _)| usual.iter().position(|hint| hint.0 == *key).unwrap_or(usual.len()));
    let others: Vec<_> = others.into_iter().flatten().chain(usual).collect();
    Box::new(now.into_iter().map(move |hint| {
        let widest = others.iter().filter(|other| other.0 == hint.0).map(|other| width(*other)).max();
        (hint, widest.unwrap_or_else(|| width(hint)))
    }))
}

/// Keys that work in a context whatever the row, and what each does in a word or two, as many as are asked for. Of chords that
/// have their first key and a word in common, that stands for them all until it is pressed.
fn hints(model: &Model, context: Context) -> impl Iterator<Item = Hint<'_>> {
    let mut shown: Vec<(Hint, Action)> = Vec::new();
    // What ends it comes first, for it is what somebody looks for.
    let is_first = |binding: &&Bound| binding.action == Action::Back && is_followed(model);
    let first = model.keymap.holding(context).filter(is_first);
    let others = model.keymap.holding(context).filter(move |binding| !is_first(binding));
    first.chain(others).filter_map(move |binding| {
        if shown.iter().any(|(_, action)| *action == binding.action) {
            return None;
        }
        let hint = hint(model, context, binding)?;
        let is_new = shown.iter().all(|(told, _)| *told != hint);
        shown.push((hint, binding.action));
        is_new.then_some(hint)
    })
}

fn hint<'a>(model: &'a Model, context: Context, binding: &'a Bound) -> Option<Hint<'a>> {
    let key = binding.keys.first()?;
    let words = words(model, binding);
    let is_empty = binding.action == OF_ROWS || words.is_empty();
    // At last, for it takes the longest: whether no nearer table has the key.
    if is_empty
        || !is_worth_a_hint(model, binding.action)
        || !model.keymap.acts(context, binding.action, key.chord)
    {
        return None;
    }
    let hint = match (model.begun, key.name.split_once(' ')) {
        (None, None) => (key.name.as_str(), words),
        (None, Some((first, _))) => in_common(model, context, key.chord.first)
            .map_or((key.name.as_str(), words), |word| (first, word)),
        (Some(begun), Some((_, second))) if key.chord.first == begun => (second, words),
        (Some(_), ..) => return None,
    };
    (!hint.1.is_empty()).then_some(hint)
}

/// What a key does now, in a word or two.
fn words(model: &Model, bound: &Bound) -> &'static str {
    match (&model.overlay, bound.action) {
        (Some(Overlay::Palette(palette)), Action::Accept) => palette.does(),
        (Some(Overlay::Help(help)), Action::Switch) => help.leads_to(),
        (None, Action::Back) if is_followed(model) => "stop, and keep what came",
        _ => bound.footer,
    }
}

/// Whether a list is followed to its end, and `Esc` would stop that.
fn is_followed(model: &Model) -> bool {
    let is_followed = model.fetch.walking().is_some_and(|walking| walking.reach == Reach::All);
    is_followed && model.overlay.is_none() && model.prompt.is_none() && !model.completing.is_open()
}

/// Whether an action is worth naming now: some can be asked for and come to nothing.
fn is_worth_a_hint(model: &Model, action: Action) -> bool {
    let choices = match &model.overlay {
        Some(Overlay::Palette(palette)) => Some(palette.matching().len()),
        _ => None,
    };
    let has_more = match action {
        Action::Hit { .. } => model.search.has_hits(),
        Action::NextStep => model.demo.as_ref().is_some_and(|demo| demo.next().is_some()),
        Action::Move(_) => choices.is_none_or(|choices| choices > 1),
        _ => true,
    };
    has_more && model.can(action)
}

/// The word that begins what each chord with this first key does; none if there is only one, or they differ.
fn in_common(model: &Model, context: Context, first: Key) -> Option<&'static str> {
    let begun = model.keymap.holding(context).filter(|binding| {
        binding.keys.first().is_some_and(|key| key.chord.first == first && key.chord.second.is_some())
    });
    let mut words = begun.map(|binding| binding.help.split(' ').next().unwrap_or_default());
    let word = words.next()?;
    (words.next() == Some(word) && words.all(|other| other == word)).then_some(word)
}
