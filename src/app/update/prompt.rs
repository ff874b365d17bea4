//! The line under the response: opened, typed in, accepted, closed. What each kind of prompt asks for is its own.

use super::{filtering, focus, saving, search};
use crate::app::{
    effect::Effects,
    keymap::{Edit, Motion},
    layout::Panel,
    model::Model,
    prompt::{Ask, Prompt},
};

/// Opens a prompt under the response.
pub(super) fn open(model: &mut Model, ask: Ask) -> Effects {
    focus(model, Panel::Response);
    model.prompt = Some(Prompt::new(ask));
    model.fit();
    match ask {
        Ask::Search => search::begin(model),
        Ask::Filter | Ask::Save => Effects::new(),
    }
}

/// Takes the prompt away.
pub(super) fn close(model: &mut Model) {
    model.prompt = None;
    model.fit();
}

/// `Esc` in the prompt.
pub(super) fn leave(model: &mut Model) -> Effects {
    if model.prompt.as_ref().is_some_and(|prompt| prompt.ask == Ask::Filter) {
        return filtering::leave(model);
    }
    let ask = model.prompt.as_ref().map(|prompt| prompt.ask);
    close(model);
    if ask == Some(Ask::Search) { search::leave(model) } else { Effects::new() }
}

/// The next choice of what the prompt is about.
pub(super) fn switch(model: &mut Model) -> Effects {
    match model.prompt.as_ref().map(|prompt| prompt.ask) {
        Some(Ask::Filter) => filtering::switch(model),
        Some(Ask::Save) => saving::switch(model),
        Some(Ask::Search) | None => Effects::new(),
    }
}

/// `Enter` in the prompt.
pub(super) fn accept(model: &mut Model) -> Effects {
    let Some(prompt) = &model.prompt else { return Effects::new() };
    let (is_done, effects) = match prompt.ask {
        Ask::Filter => return filtering::accept(model),
        Ask::Save => return saving::accept(model),
        Ask::Search => search::accept(model),
    };
    if is_done {
        close(model);
    }
    effects
}

/// What is typed has changed.
pub(super) fn changed(model: &mut Model) -> Effects {
    let Some(prompt) = &model.prompt else { return Effects::new() };
    match prompt.ask {
        Ask::Search => search::changed(model),
        Ask::Filter => filtering::changed(model),
        Ask::Save => saving::changed(model),
    }
}

/// A motion in the prompt.
pub(super) fn step(model: &mut Model, motion: Motion) -> Effects {
    let Some(prompt) = &model.prompt else { return Effects::new() };
    match prompt.ask {
        Ask::Search => search::recall(model, motion),
        Ask::Filter | Ask::Save => Effects::new(),
    }
}

/// A character was typed.
pub(super) fn type_char(model: &mut Model, c: char) -> Effects {
    write(model, |prompt| prompt.field.type_char(c))
}

/// Text was pasted.
pub(super) fn paste(model: &mut Model, text: &str) -> Effects {
    write(model, |prompt| prompt.field.paste(text))
}

/// A change of the field, or a movement in it.
pub(super) fn edit(model: &mut Model, edit: Edit) -> Effects {
    write(model, |prompt| prompt.field.edit(edit))
}

/// Changes the field; a movement in it asks for nothing anew.
fn write(model: &mut Model, change: impl FnOnce(&mut Prompt)) -> Effects {
    let own = model.own_token();
    let Some(prompt) = &mut model.prompt else { return Effects::new() };
    let before = prompt.field.text();
    change(prompt);
    prompt.field.guard_change(&own);
    if prompt.field.text() == before { Effects::new() } else { changed(model) }
}
