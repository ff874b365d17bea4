//! Back and forward on the way that was gone. What was fetched shows again as it was left; nothing is asked for anew unless
//! it was let go.

use super::{catching_up, focus, follow, renewed, search, travel};
use crate::app::{
    effect::{Effect, Effects},
    layout::Panel,
    model::Model,
    walking::Reach,
};

/// Goes one step. What runs is given up, as a browser does.
pub(super) fn step(model: &mut Model, forward: bool) -> Effects {
    let mut ended = end_what_runs(model);
    let effects = catching_up(model, |model| {
        // Prompts belong to the response that is left.
        model.prompt = None;
        search::end(model);
        match model.trail.next(forward).map(|stop| stop.is_kept()) {
            Some(true) => show(model, forward),
            Some(false) => fetch(model, forward),
            None => Effects::new(),
        }
    });
    ended.extend(renewed(model, effects));
    ended
}

fn show(model: &mut Model, forward: bool) -> Effects {
    let form = model.composer.draft();
    let Some(stop) = model.trail.step(forward, &mut model.response, form) else { return Effects::new() };
    model.composer.hold(&stop.form);
    model.errors = stop.told.errors.clone();
    model.doctor.consider(stop.told.exchange.clone());
    model.fetch.recall(stop.request.clone());
    let own = model.own_token();
    model.composer.guard(&own);
    focus(model, Panel::Response);
    Effects::new()
}

/// The response there was let go, so it is fetched anew.
fn fetch(model: &mut Model, forward: bool) -> Effects {
    let Some(stop) = model.trail.next(forward) else { return Effects::new() };
    let (request, form) = (stop.request.clone(), stop.form.clone());
    if stop.profile != model.session.standing.profile {
        let profile = &stop.profile;
        model.notice = Some(format!("that response was let go, and came through the profile {profile}"));
        return Effects::new();
    }
    model.composer.hold(&form);
    let effects = travel::start(model, request);
    model.trail.heads_for(forward);
    model.notice = Some("that response is kept no longer; it is fetched anew".to_owned());
    effects
}

/// Gives up a request, or a list that is followed; who has asked for it is told so.
fn end_what_runs(model: &mut Model) -> Effects {
    let is_asked_for = model.fetch.walking().is_some_and(|walking| walking.reach != Reach::Ahead);
    let mut effects = follow::stop(model);
    let told = model.notice.take().filter(|_| is_asked_for);
    model.notice = told;
    if let Some(running) = model.fetch.cancel() {
        effects.push(Effect::Cancel(running.id));
        model.response.stop_waiting();
        let asked = format!("{} {}", running.request.method.as_str(), running.request.target);
        model.notice = Some(format!("cancelled: {}", crate::domain::visible::visible(&asked)));
    }
    effects
}
