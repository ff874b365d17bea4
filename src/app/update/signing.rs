//! Signing in: begun by a person, told over the panels, and then the request that was refused goes out again.

use super::{super::signing::Step, travel};
use crate::{
    app::{
        doctor::{Account, Subject},
        effect::{Clip, Effect, Effects},
        keymap::Action,
        model::Model,
        overlay::Overlay,
    },
    domain::{error::Report, profile::is_replay, token::UserStanding},
};

/// Begins a sign-in for the profile in use.
pub(super) fn begin(model: &mut Model) -> Effects {
    if travel::is_opening(model) {
        return Effects::new();
    }
    if is_replay(&model.session.standing.profile) {
        model.notice = Some("a replay has nobody to sign in to".to_owned());
        return Effects::new();
    }
    let mut effects = if model.signing.is_under_way() { vec![Effect::EndSignIn] } else { Effects::new() };
    let standing = &model.session.standing;
    let resends = model.errors.report().is_some_and(|report| is_curable(model, report));
    let turn = model.signing.begin(standing.origin.as_str(), resends);
    effects.push(Effect::SignIn { turn, profile: standing.profile.clone() });
    let lines = model.signing.lines().to_vec();
    model.overlay = Some(Overlay::SignIn(Box::new(Account::of(Subject::SignIn, lines))));
    model.fit();
    effects
}

/// Whether a sign-in can help: Apple let the developer token pass, and refused for want of a good Music User Token.
pub(super) fn is_curable(model: &Model, report: &Report) -> bool {
    let is_refused = report.entries.iter().any(|entry| entry.code.as_deref() == Some("40300"));
    let wants = model.fetch.last().is_some_and(|request| request.tokens.user);
    model.can(Action::SignIn) && is_refused && wants && model.doctor.status() == Some(403)
}

/// What the errors panel says to a refusal that a sign-in can cure.
pub(super) fn offer(model: &Model) -> String {
    match &model.session.standing.user {
        UserStanding::Missing => "{key:sign-in} signs in, and then sends this again".to_owned(),
        _ => "{key:sign-in} signs in anew, and then sends this again".to_owned(),
    }
}

/// A step of the sign-in that is under way; of another one it changes nothing.
pub(super) fn stepped(model: &mut Model, turn: u64, step: Step) -> Effects {
    if !model.signing.is_at(turn) {
        return Effects::new();
    }
    model.signing.tell(&step);
    if let Step::Signed { standing, storefront, library, is_kept } = step {
        let home = storefront.map_or_else(String::new, |id| format!(", storefront {id}"));
        let kept = if is_kept { "" } else { " It is not kept." };
        model.session.standing = *standing;
        return signed(model, format!("signed in{home}. {library}{kept}"));
    }
    refresh(model);
    Effects::new()
}

fn signed(model: &mut Model, notice: String) -> Effects {
    let resends = model.signing.resends();
    model.signing.stop();
    if matches!(model.overlay, Some(Overlay::SignIn(_))) {
        model.overlay = None;
    }
    let own = model.own_token();
    model.composer.guard(&own);
    // A write asks first, as each repetition does.
    let effects = if resends { travel::send_again_unasked(model) } else { Effects::new() };
    model.notice = Some(notice);
    model.fit();
    effects
}

fn refresh(model: &mut Model) {
    let lines = model.signing.lines().to_vec();
    if let Some(Overlay::SignIn(account)) = &mut model.overlay {
        account.sheet.tell(lines);
        model.fit();
    }
}

/// Who has closed the account of a sign-in has given it up: nothing stays open that nobody sees.
pub(super) fn unseen(model: &mut Model) -> Option<Effect> {
    let is_unseen = model.signing.is_under_way() && !matches!(model.overlay, Some(Overlay::SignIn(_)));
    is_unseen.then(|| {
        model.signing.stop();
        Effect::EndSignIn
    })
}

/// The address goes to the clipboard: that of the computer in front of which somebody sits, also over SSH.
pub(super) fn copy_address(model: &Model) -> Effects {
    let address = model.signing.address().map(str::to_owned);
    let copied = address.map(|text| Effect::Copy { text: Clip(text), what: "the page's address".to_owned() });
    copied.into_iter().collect()
}
