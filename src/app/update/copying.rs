//! Copying: which text goes to the clipboard, and what is said where none does.

use crate::{
    app::{
        effect::{Clip, Effect, Effects},
        keymap::{Action, Context},
        layout::Panel,
        model::{Model, Opening},
        overlay::Overlay,
        response::{Content, View},
    },
    domain::{
        copying::{CopyFault, Part, as_layout, copied},
        export::{Exported, Form},
        paged::paged,
        quantity,
        request::Request,
        visible::visible,
    },
};

/// Copies a part of the value under the cursor.
pub(super) fn part(model: &mut Model, part: Part) -> Effects {
    let Some(tree) = model.response.tree() else { return Effects::new() };
    let Some(node) = tree.value(model.response.cursor()) else { return Effects::new() };
    match copied(tree.pages(), node, part) {
        Ok(copied) => {
            let key = model.keymap.key(Context::Response, Action::Copy(Part::Pointer));
            let also = match part {
                Part::Path => format!("; {key} copies it as a JSON pointer"),
                _ => String::new(),
            };
            vec![Effect::Copy { text: Clip(copied.text), what: format!("{}{also}", copied.told) }]
        }
        Err(CopyFault::TooLong(size)) if !model.can(Action::Save) => {
            let size = quantity::bytes(size as u64);
            refuse(
                model,
                format!("nothing was copied: {size} are too long for a terminal; copy a part of them"),
            )
        }
        Err(fault @ CopyFault::TooLong(_)) => {
            model.saving.is_for_value = true;
            refuse(model, fault.to_string())
        }
    }
}

/// Copies a request: of the form if the focus is there, else the one that the response answers. Tokens are variables in it.
pub(super) fn request(model: &mut Model, form: Form) -> Effects {
    match asked(model) {
        Ok(request) => {
            let origin = &model.session.standing.origin;
            let text = form.render(&Exported::of(origin, &request));
            let name = form.name();
            vec![Effect::Copy {
                text: Clip(text),
                what: format!("the request as {name}, tokens as variables"),
            }]
        }
        Err(reason) => refuse(model, format!("nothing was copied: {reason}")),
    }
}

/// The request that is meant. None that may hold a credential: what a person types is compared with theirs, and what was
/// sent was compared before.
fn asked(model: &Model) -> Result<Request, String> {
    let standing = &model.session.standing;
    if model.session.opening != Opening::Done {
        return Err("the credentials are being read; try again in a moment".to_owned());
    }
    if model.screen.focus != Panel::Request {
        let shown = model.response.shown().ok_or("there is no response yet")?;
        if shown.profile != standing.profile {
            return Err(format!("the response came with the profile {}; choose it first", shown.profile));
        }
        return Ok(shown.request.clone());
    }
    if model.composer.holds_own_token() {
        return Err("your Music User Token stands in the request; delete it there".to_owned());
    }
    let mistakes = match model.composer.check(&standing.origin, model.storefront(), model.language()) {
        Ok(request) => return Ok(request),
        Err(mistakes) => mistakes,
    };
    Err(mistakes.first().map(ToString::to_string).unwrap_or_default())
}

/// Asks whether the developer token itself is meant: it opens the account of a team to whoever gets to see it.
fn ask_for_token(model: &mut Model) -> Effects {
    let profile = model.session.standing.profile.clone();
    model.overlay = Some(Overlay::TokenQuestion(profile));
    Effects::new()
}

/// Keeps what is copied, for whoever's terminal does not take it. Secrets are never among it.
pub(super) fn remember(model: &mut Model, effects: &Effects) {
    let mut copied = effects.iter().filter_map(|effect| match effect {
        Effect::Copy { text, what } => Some((text.clone(), what.clone())),
        _ => None,
    });
    model.copied = copied.next_back().or(model.copied.take());
}

/// Prints what was copied last, with what would act written out, between two lines that are not part of it.
fn print(model: &Model) -> Effects {
    let Some((text, what)) = &model.copied else { return Effects::new() };
    let what = visible(what);
    let lines = as_layout(&text.0);
    let end = if lines.ends_with('\n') { "" } else { "\n" };
    let text = format!("--- segue: {what} ---\n{lines}{end}--- select it by hand; any key goes back ---\n");
    vec![Effect::Print(Clip(text))]
}

/// What leaves the screen in another way than as a copy.
pub(super) fn outside(model: &mut Model, action: Action) -> Effects {
    match action {
        Action::CopyToken => ask_for_token(model),
        Action::Page => page(model),
        _ => print(model),
    }
}

/// Hands the value under the cursor to the pager; of an answer that is no JSON, its text.
fn page(model: &mut Model) -> Effects {
    let text = match model.response.tree() {
        Some(tree) => match tree.value(model.response.cursor()) {
            Some(node) => paged(tree.pages(), node).map_err(|fault| fault.to_string()),
            None => Err("nothing to read here: put the cursor on a value".to_owned()),
        },
        None => match model.response.shown().map(|shown| &shown.content) {
            Some(Content::Text(text)) => Ok(as_layout(&text.lines.join("\n"))),
            _ => Err("nothing to read here: {key:toggle-headers} shows the body".to_owned()),
        },
    };
    match text {
        Ok(text) => vec![Effect::Page(Clip(text))],
        Err(reason) => refuse(model, reason),
    }
}

/// Why there is nothing to copy.
pub(super) fn nothing(model: &Model) -> String {
    let words = match model.response.shown().map(|shown| &shown.content) {
        None => "nothing to copy: there is no response yet",
        Some(Content::Tree(_)) if model.response.view() == View::Headers => {
            let key = model.keymap.key(Context::Response, Action::ToggleHeaders);
            return format!("nothing to copy here: {key} shows the body");
        }
        Some(Content::Tree(_)) => "nothing to copy here",
        Some(Content::Text(_)) => "nothing to copy: the response is no JSON",
        Some(Content::Empty) => "nothing to copy: the body is empty",
    };
    words.to_owned()
}

fn refuse(model: &mut Model, reason: String) -> Effects {
    model.notice = Some(reason);
    Effects::new()
}
