//! What is pasted into the path and is more than a path becomes the form. Its tokens go to the edge, if they are for the
//! server in use, and nowhere else.

use super::travel;
use crate::{
    app::{
        effect::{Effect, Effects},
        errors,
        keymap::Context,
        model::{Model, Opening},
    },
    domain::{
        leave::Deed,
        pasted::{self, Pasted},
        profile::SANDBOX,
        secret,
    },
};

/// Takes an address or a command; none if the text is neither, or the path is not what is typed in.
pub(super) fn take(model: &mut Model, text: &str) -> Option<Effects> {
    if !matches!(model.context(), Context::Path | Context::Stops | Context::Form) {
        return None;
    }
    let pasted = pasted::read(text).filter(|pasted| pasted.is_command || !is_typed_into_a_value(model))?;
    let own = model.own_token();
    let texts = [&pasted.draft.path, &pasted.draft.headers, &pasted.draft.body];
    if texts.iter().any(|text| secret::is_in(text) || own.is_in(text)) {
        // Told as any other paste of a secret is.
        return None;
    }
    Some(fill(model, pasted))
}

/// Whether an address that is pasted is the value of a parameter.
fn is_typed_into_a_value(model: &Model) -> bool {
    let (_, column) = model.composer.path.cursor();
    let before: String = model.composer.path.text().chars().take(column).collect();
    before.contains('?') && before.ends_with('=')
}

fn fill(model: &mut Model, pasted: Pasted) -> Effects {
    let here = &model.session.standing;
    let is_here = here.origin.as_str() == pasted.origin;
    // The sandbox answers as Apple does, so that a command for Apple can be tried there.
    let stands_in =
        here.profile == SANDBOX && pasted.origin == crate::domain::profile::Origin::apple().as_str();
    let mut draft = pasted.draft;
    if !is_here && !stands_in {
        draft.path.clone_from(&pasted.url);
    }
    if pasted.is_command {
        model.composer.hold(&draft);
    } else {
        // An address alone is a GET, whatever stood in the form.
        model.composer.open(&draft.path);
    }
    let mut notes = pasted.notes;
    let has_tokens = pasted.developer.is_some() || pasted.user.is_some();
    let refusal = model.leave.check(Deed::TakeTokens).err();
    if let Some(refusal) = refusal.as_ref().filter(|_| has_tokens) {
        notes.insert(0, format!("{refusal}."));
    } else if has_tokens && !is_here {
        notes.insert(0, elsewhere(&pasted.origin, &here.profile));
    }
    let what = if pasted.is_command { "curl command" } else { "address" };
    let place = if stands_in { "; it goes to the sandbox" } else { "" };
    let takes_tokens = has_tokens && is_here && refusal.is_none();
    let kept = if takes_tokens { "; its tokens are kept in memory, and sent from now on" } else { "" };
    model.notice = Some(format!("taken from the {what}{place}{kept}"));
    if !notes.is_empty() {
        travel::tell(model, errors::left_out(&notes));
    }
    if !takes_tokens {
        return Effects::new();
    }
    adopt(model, pasted.developer, pasted.user)
}

fn elsewhere(origin: &str, profile: &str) -> String {
    let origin = crate::domain::visible::visible(origin);
    format!("Its tokens are for {origin}, and were not kept: the profile {profile} speaks to another server.")
}

/// Hands tokens to the edge. Nothing is sent before they are in use.
fn adopt(model: &mut Model, developer: Option<secret::Secret>, user: Option<secret::Secret>) -> Effects {
    let mut effects = travel::cancel(model);
    model.session.opening = Opening::UnderWay;
    model.session.turn += 1;
    let standing = &model.session.standing;
    let (turn, profile, origin) = (model.session.turn, standing.profile.clone(), standing.origin.clone());
    effects.push(Effect::Adopt { turn, profile, origin, developer, user });
    effects
}
