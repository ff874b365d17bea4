//! Saving to a file: a name is proposed, what is saved can be switched, and a file that is there is replaced only when asked
//! for again.

use super::prompt;
use crate::{
    app::{
        effect::{Effect, Effects},
        event::Typed,
        field::Cover,
        keymap::{Action, Context},
        model::Model,
        prompt::Ask,
        saving::{Saved, State, What},
    },
    domain::{
        quantity,
        saving::{SaveFault, file_name},
    },
};

/// Opens the prompt with a name for the file.
pub(super) fn open(model: &mut Model) -> Effects {
    let name = model.response.shown().map(|shown| file_name(&shown.request.target)).unwrap_or_default();
    let likeliest = What::offered(&model.response).first().copied().unwrap_or_default();
    let what = if model.saving.is_for_value { What::Value } else { likeliest };
    model.saving = State { what, ..State::default() };
    let effects = prompt::open(model, Ask::Save);
    if let Some(prompt) = &mut model.prompt {
        prompt.field.paste(&name);
    }
    tell(model);
    effects
}

/// Another name: whether that one is taken is not known.
pub(super) fn changed(model: &mut Model) -> Effects {
    model.saving.taken = None;
    tell(model);
    Effects::new()
}

/// Saves something else.
pub(super) fn switch(model: &mut Model) -> Effects {
    let offered = What::offered(&model.response);
    let at = offered.iter().position(|what| *what == model.saving.what).map_or(0, |at| at + 1);
    model.saving.what = offered.get(at % offered.len().max(1)).copied().unwrap_or_default();
    model.saving.taken = None;
    tell(model);
    Effects::new()
}

/// `Enter`: writes the file. The prompt goes when it is there.
pub(super) fn accept(model: &mut Model) -> Effects {
    let Some(prompt) = &model.prompt else { return Effects::new() };
    if *prompt.field.cover() != Cover::Open {
        model.notice = Some("that name holds a token or a key, so nothing was saved".to_owned());
        return Effects::new();
    }
    let typed = prompt.field.text();
    let Some((pages, part)) = model.saving.what.find(&model.response) else {
        model.notice =
            Some(format!("that is not there any more; {} chooses something else", model.key(Action::Switch)));
        return Effects::new();
    };
    let replaces = model.saving.taken.as_ref() == Some(&typed);
    vec![Effect::Save { path: Typed(typed), pages, part, replaces }]
}

/// A file was written, or not.
pub(super) fn saved(model: &mut Model, path: &Typed, outcome: Result<Saved, SaveFault>) -> Effects {
    let is_asked = typed(model).as_ref() == Some(&path.0);
    match outcome {
        Ok(saved) => {
            if is_asked {
                prompt::close(model);
            }
            model.notice = Some(format!("saved {} · {}", saved.path, quantity::bytes(saved.bytes)));
        }
        Err(SaveFault::Exists(name)) if is_asked => {
            model.saving.taken = Some(path.0.clone());
            let again = model.key(Action::Accept);
            model.notice = Some(format!("{name} exists; {again} again replaces it"));
        }
        Err(fault) => model.notice = Some(fault.to_string()),
    }
    Effects::new()
}

/// What is typed as a name; none if the prompt is for something else.
fn typed(model: &Model) -> Option<String> {
    let prompt = model.prompt.as_ref().filter(|prompt| prompt.ask == Ask::Save)?;
    Some(prompt.field.text())
}

/// Says what is saved.
fn tell(model: &mut Model) {
    let name = model.saving.what.name(&model.response);
    let switch = model.keymap.key(Context::Save, Action::Switch);
    let more =
        if What::offered(&model.response).len() > 1 { format!(" · {switch} other") } else { String::new() };
    if let Some(prompt) = &mut model.prompt {
        prompt.told = Some(format!("{name}{more}"));
    }
}
