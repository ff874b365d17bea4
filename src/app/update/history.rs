//! The history: opened with what can be found in it, and a request of it sent again or put into the form.

use super::{focus, travel};
use crate::{
    app::{
        composer::Row,
        effect::{Effect, Effects},
        keymap::Context,
        layout::Panel,
        model::Model,
        overlay::Overlay,
        palette::{Choice, Palette},
    },
    domain::history::{Entry, choices},
};

/// Opens the history and reads it.
pub(super) fn open(model: &mut Model) -> Effects {
    model.recalls += 1;
    model.overlay = Some(Overlay::Palette(Box::new(Palette::of_history())));
    vec![Effect::Recall { turn: model.recalls }]
}

/// The history has been read: the ids in it are offered, and if it is still open, it shows.
pub(super) fn recalled(model: &mut Model, turn: u64, entries: &[Entry]) -> Effects {
    for entry in entries {
        model.known.learn_target(entry.draft.method, &entry.draft.path, entry.status);
    }
    if turn == model.recalls
        && model.context() == Context::History
        && let Some(Overlay::Palette(palette)) = &mut model.overlay
    {
        palette.recall(choices(entries), model.now);
    }
    Effects::new()
}

/// Sends a request again. A write asks, as every repetition does.
pub(super) fn repeat(model: &mut Model, entry: &Entry) -> Effects {
    if travel::is_opening(model) {
        return Effects::new();
    }
    if entry.is_partial {
        put_into_form(model, entry);
        return Effects::new();
    }
    model.composer.hold(&entry.draft);
    let own = model.own_token();
    model.composer.guard(&own);
    travel::send_as(model, true)
}

/// Puts the chosen request into the form, and sends nothing.
pub(super) fn reuse(model: &mut Model) -> Effects {
    match model.overlay.take() {
        Some(Overlay::Palette(palette)) => {
            if let Some(Choice::Past(entry, _)) = palette.chosen() {
                put_into_form(model, entry);
            }
        }
        other => model.overlay = other,
    }
    Effects::new()
}

fn put_into_form(model: &mut Model, entry: &Entry) {
    model.composer.hold(&entry.draft);
    let own = model.own_token();
    model.composer.guard(&own);
    focus(model, Panel::Request);
    model.composer.go_to(Row::Path);
    if entry.is_partial {
        let words = "what was too long or secret in it was not kept; complete it and send";
        model.notice = Some(words.to_owned());
    }
}
