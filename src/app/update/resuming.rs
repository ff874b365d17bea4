//! A session that was cut off comes back: its form at once, what was open when it has been asked for again, and then as many
//! pages as there were. What was unfolded is unfolded as soon as it is there.
//!
//! ```text
//! take ─► Opening ─► (a GET) Asked ─► Lists ─► arranged
//!            └─ a write, or another profile: the form alone
//! ```

use std::sync::Arc;

use super::{filtering, focus, follow, prompt, search, travel};
use crate::{
    app::{
        effect::Effects,
        keymap::{Action, Context},
        layout::Panel,
        locale::Place,
        model::Model,
        prompt::Ask,
        resuming::{Stage, is_harmless, unsent},
        walking::Reach,
    },
    domain::{
        profile::SANDBOX,
        request::{Draft, Request},
        search::{Matcher, Pattern},
        snapshot::{Focus, Snapshot},
    },
};

/// Goes on with the session that is offered. Its credentials are read, unless they are in use.
pub(super) fn take(model: &mut Model) -> Effects {
    let Some(kept) = model.resuming.take() else { return Effects::new() };
    let mut effects = travel::cancel(model);
    hold(model, &kept);
    let standing = &model.session.standing;
    let is_ill_otherwise = kept.profile == SANDBOX && kept.scenario.as_deref() != model.session.illness();
    let is_known = model.session.profiles.contains(&kept.profile);
    match kept.scenario {
        Some(scenario) if is_ill_otherwise => {
            let about = model.session.scenarios.iter().find(|(name, _)| *name == scenario);
            if let Some((_, about)) = about.cloned() {
                effects.extend(travel::arm(model, scenario, &about));
            }
        }
        _ if kept.profile != standing.profile && is_known => {
            effects.extend(travel::use_profile(model, kept.profile));
        }
        _ => {}
    }
    effects
}

/// The same before anything has been read: the credentials that are about to be are those of the session, if there are any.
pub fn resume(model: &mut Model) {
    if let Some(kept) = model.resuming.take() {
        hold(model, &kept);
    }
}

/// Puts what was typed back into the form.
fn hold(model: &mut Model, kept: &Snapshot) {
    model.composer.hold(&kept.draft);
    let own = model.own_token();
    model.composer.guard(&own);
    model.notice = None;
    model.fit();
}

/// A step further, if something has come of the last one.
pub(super) fn go_on(model: &mut Model) -> Effects {
    let Some(pending) = &model.resuming.pending else { return Effects::new() };
    match pending.stage {
        Stage::Opening if model.session.is_open() => begin(model),
        Stage::Asked { replaced }
            if model.fetch.running().is_none() && model.response.replaced() != replaced =>
        {
            came(model)
        }
        Stage::Lists { replaced, .. } if model.response.replaced() != replaced => {
            model.resuming.pending = None;
            Effects::new()
        }
        Stage::Lists { .. } if model.fetch.walking().is_none() => follow_lists(model),
        _ => Effects::new(),
    }
}

/// The credentials have been read: asks for what was open. A write is never sent by itself.
fn begin(model: &mut Model) -> Effects {
    let Some(pending) = &mut model.resuming.pending else { return Effects::new() };
    pending.stage = Stage::Asked { replaced: model.response.replaced() };
    let kept = pending.kept.clone();
    if kept.profile != model.session.standing.profile {
        let profile = crate::domain::visible::visible(&kept.profile).into_owned();
        model.notice =
            Some(format!("the profile {profile} cannot be used now; its request stands in the form"));
        return Effects::new();
    }
    if let Some((storefront, language)) = kept.asked_in.clone() {
        model.locale.pick(Place { storefront, language });
    }
    match kept.open {
        Some(open) if !is_harmless(&open) => {
            model.notice = Some(unsent(&open));
            model.resuming.pending = None;
            Effects::new()
        }
        Some(_) => ask(model),
        None => {
            lay_out(model);
            model.resuming.pending = None;
            Effects::new()
        }
    }
}

/// Asks for what was open, unless somebody has sent something meanwhile.
fn ask(model: &mut Model) -> Effects {
    let Some(request) = open(model) else {
        model.resuming.pending = None;
        return Effects::new();
    };
    match model.fetch.running() {
        Some(_) => Effects::new(),
        None => travel::ask_or_start(model, request, false),
    }
}

/// The request that was open.
fn open(model: &Model) -> Option<Request> {
    let open = model.resuming.pending.as_ref()?.kept.open.as_ref()?;
    open.check(&model.session.standing.origin.url()).ok()
}

/// A response shows. The one that was asked for is arranged; after a refusal the next try may bring it.
fn came(model: &mut Model) -> Effects {
    let (request, replaced) = (open(model), model.response.replaced());
    let left = model.session.paging.ask_after;
    let Some(pending) = &mut model.resuming.pending else { return Effects::new() };
    let shown = model.response.shown();
    let is_it = |shown: &&crate::app::response::Shown| {
        Some(&shown.request) == request.as_ref() && shown.profile == pending.kept.profile
    };
    match shown.filter(is_it).map(|shown| shown.head.status) {
        Some(200..300) => {}
        Some(_) => {
            pending.stage = Stage::Asked { replaced };
            return Effects::new();
        }
        None => {
            model.resuming.pending = None;
            return Effects::new();
        }
    }
    pending.stage = Stage::Lists { next: 0, left, replaced };
    let origin = model.session.standing.origin.url();
    let requests = |side: &[Draft]| side.iter().filter_map(|draft| draft.check(&origin).ok()).collect();
    let way = [&pending.kept.before, &pending.kept.after].map(|side| requests(side));
    model.trail.put_around(way, &pending.kept.profile);
    model.response.arrange(&pending.kept.response);
    lay_out(model);
    arrange(model, true);
    follow_lists(model)
}

/// Gives the panel the focus that had it, and the whole screen if it had that; unless somebody is at work already.
fn lay_out(model: &mut Model) {
    let Some(pending) = model.resuming.pending.as_ref().filter(|pending| !pending.is_disturbed) else {
        return;
    };
    let (kept, zoomed) = (panel(pending.kept.focus), pending.kept.zoomed);
    model.screen.zoomed = zoomed;
    focus(model, kept);
}

const fn panel(focus: Focus) -> Panel {
    match focus {
        Focus::Request => Panel::Request,
        Focus::Response => Panel::Response,
        Focus::Errors => Panel::Errors,
    }
}

/// Unfolds what was unfolded, as far as it is there, and puts the cursor where it was.
fn arrange(model: &mut Model, is_first: bool) {
    let height = model.height_of(Panel::Response);
    let Some(pending) = &model.resuming.pending else { return };
    let kept = &pending.kept.response;
    if !(pending.is_disturbed && kept.folds.all && !is_first) {
        model.response.refold(&kept.folds, is_first);
    }
    if let Some(cursor) = kept.cursor.as_ref().filter(|_| !pending.is_disturbed) {
        model.response.go_to_spot(cursor, kept.above, height);
    }
    model.fit();
}

/// Follows the lists that were followed, one after the other, as many pages as there were; not more than `F` brings unasked.
fn follow_lists(model: &mut Model) -> Effects {
    loop {
        let Some(pending) = &mut model.resuming.pending else { return Effects::new() };
        let Stage::Lists { next, left, .. } = &mut pending.stage else { return Effects::new() };
        let Some(list) = pending.kept.response.lists.get(*next).cloned() else { return finish(model) };
        *next += 1;
        let pages = list.pages.min(*left);
        *left -= pages;
        if pages < list.pages {
            let missing = list.pages - pages;
            let key = model.keymap.key(Context::Response, Action::FollowAll);
            model.notice = Some(format!("{missing} more pages had been fetched; {key} fetches them again"));
        }
        if *next > 1 {
            arrange(model, false);
        }
        let found = model.response.at_place(&list.at);
        if let Some(list) = found.filter(|_| pages > 0) {
            let effects = follow::begin(model, list, Reach::Again { pages });
            if model.fetch.walking().is_some() {
                return effects;
            }
        }
    }
}

/// Everything is there that will come: what was looked for and filtered comes last.
fn finish(model: &mut Model) -> Effects {
    arrange(model, false);
    let Some(pending) = model.resuming.pending.take() else { return Effects::new() };
    let kept = pending.kept.response;
    let mut effects = Effects::new();
    if let Some(search) = kept.search {
        let pattern = Pattern { text: search.pattern.0, scope: search.scope };
        if let Ok(Some(matcher)) = Matcher::new(&pattern) {
            model.search.keep(&pattern.text);
            model.search.scope = search.scope;
            model.search.set(Some(Arc::new(matcher)), search.is_lit);
            model.search.number = model.response.number();
            model.search.current = search.hit.and_then(|hit| model.response.at_place(&hit));
            effects.extend(search::renew(model));
        }
    }
    if let Some(filter) = kept.filter.filter(|_| !pending.is_disturbed && model.response.is_tree()) {
        effects.extend(prompt::open(model, Ask::Filter));
        effects.extend(prompt::paste(model, &filter.0));
        effects.extend(filtering::accept(model));
    }
    effects
}
