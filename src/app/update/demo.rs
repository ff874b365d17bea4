//! A demo's steps. Each goes through what a person's keys would go through, one thing after the other: the next one when
//! what runs has come to rest. So nothing waits by a clock, and nothing is another path.

use super::{focus, follow, keys, travel};
use crate::{
    app::{
        composer::Row,
        demo::{Act, is_a_persons, withheld},
        effect::{Effect, Effects},
        event::{Event, Key},
        keymap::{Action, Edit, Motion},
        layout::Panel,
        message::Message,
        model::{Model, Opening},
        overlay::Overlay,
        search::Course,
    },
    domain::{demo::Path, request::Draft},
};

/// So many things may lie over each other: an overlay, a prompt, a filter.
const LAYERS: usize = 3;

/// Begins the next step.
pub(super) fn advance(model: &mut Model) -> Effects {
    if model.overlay.as_ref().is_some_and(Overlay::asks) {
        model.notice = Some("the demo waits: answer the question first".to_owned());
        return Effects::new();
    }
    let now = model.now;
    let Some(demo) = &mut model.demo else { return Effects::new() };
    if demo.is_under_way() {
        model.notice =
            Some("the step is still under way; {key:pass-step} gives the rest of it up".to_owned());
        return Effects::new();
    }
    if demo.next().is_none() {
        model.notice = Some("that was the last step; {key:previous-step} goes back".to_owned());
        return Effects::new();
    }
    let sends = demo.next().is_some_and(|step| step.request.is_some() || step.filter.is_some());
    demo.begin(now);
    let effects = if sends { uncover(model) } else { Effects::new() };
    model.fit();
    effects
}

/// Goes on behind a step, or back before one, without doing anything of it.
pub(super) fn pass(model: &mut Model, forward: bool) -> Effects {
    model.demo.iter_mut().for_each(|demo| demo.pass(forward));
    model.fit();
    Effects::new()
}

/// Takes away what lies over the panels, as Esc does.
fn uncover(model: &mut Model) -> Effects {
    let mut effects = Effects::new();
    for _ in 0..LAYERS {
        if model.overlay.is_some() || model.prompt.is_some() || model.completing.is_open() {
            effects.extend(keys::act(model, Action::Back));
        }
    }
    effects
}

/// Whether a message may be what a step waits for. Clock and frame are not: what comes of them is not carried out.
pub(super) const fn may_go_on(message: &Message) -> bool {
    match message {
        Message::Input(event) => matches!(event, Event::Key(_)),
        Message::Fetched { .. }
        | Message::Woke { .. }
        | Message::Standing { .. }
        | Message::NoProfile { .. }
        | Message::Found { .. }
        | Message::Counted { .. }
        | Message::Filtered { .. }
        | Message::Asked { .. }
        | Message::SigningIn { .. } => true,
        _ => false,
    }
}

/// Does what can be done of the step that is under way.
pub(super) fn go_on(model: &mut Model) -> Effects {
    let mut effects = Effects::new();
    while is_at_rest(model) && model.demo.as_ref().is_some_and(|demo| demo.is_under_way()) {
        match model.demo.as_mut().and_then(|demo| demo.act()) {
            Some(act) => effects.extend(perform(model, act)),
            None => finish(model),
        }
    }
    effects
}

/// Whether nothing runs, and nobody is asked.
fn is_at_rest(model: &Model) -> bool {
    model.session.opening == Opening::Done
        && !model.fetch.is_busy()
        && !model.doctor.is_asking()
        && model.filter.running().is_none()
        && (model.search.course == Course::Done || model.search.is_stale)
        && !model.overlay.as_ref().is_some_and(Overlay::asks)
}

fn perform(model: &mut Model, act: Act) -> Effects {
    match act {
        Act::Arm(name) => arm(model, name),
        Act::Fill(draft) => fill(model, &draft),
        Act::Send => {
            let started = model.fetch.started();
            let under_way = model.demo.as_mut().and_then(|demo| demo.under_way_mut());
            under_way.into_iter().for_each(|step| step.fetches_before = Some(started));
            travel::send(model)
        }
        Act::Follow | Act::FollowAll if !model.can(Action::Follow) => {
            fail(model, "there is no next to follow".to_owned())
        }
        Act::Follow => keys::act(model, Action::Follow),
        Act::FollowAll => keys::act(model, Action::FollowAll),
        Act::Unfold(path) => at(model, &path, |model| {
            let cursor = model.response.cursor();
            match model.response.tree().is_some_and(|tree| tree.is_open(cursor)) {
                true => Effects::new(),
                false => keys::act(model, Action::Move(Motion::In)),
            }
        }),
        Act::Select(path) => at(model, &path, follow::ahead),
        Act::Search(text) => typed(model, Action::Search, &text),
        Act::Found(text) => {
            let effects = keys::act(model, Action::Accept);
            let is_found = model.search.hits.as_ref().is_some_and(|hits| !hits.nodes.is_empty());
            if is_found { effects } else { fail(model, format!("{text} is not found")) }
        }
        Act::Filter(text) => {
            let mut effects = typed(model, Action::Filter, &text);
            effects.extend(keys::act(model, Action::Accept));
            effects
        }
        Act::Filtered if model.response.filtered().is_none() || model.prompt.is_some() => {
            let told = model.prompt.as_ref().and_then(|prompt| prompt.told.clone());
            fail(model, format!("the filter: {}", told.unwrap_or_else(|| "it came to nothing".to_owned())))
        }
        Act::Filtered => Effects::new(),
        Act::Press(key) => press(model, key),
    }
}

/// Presses a key of the file. What it would write is told where nothing may be written.
fn press(model: &mut Model, key: Key) -> Effects {
    pressing(model, true);
    let effects = keys::key(model, key);
    pressing(model, false);
    let is_rehearsed = model.demo.as_ref().is_some_and(|demo| demo.is_rehearsed());
    if is_rehearsed && effects.iter().any(|effect| matches!(effect, Effect::Save { .. })) {
        let also = fail(model, "it saves a file, and a check does not".to_owned());
        return effects.into_iter().chain(also).collect();
    }
    effects
}

fn pressing(model: &mut Model, is_pressing: bool) {
    let under_way = model.demo.as_mut().and_then(|demo| demo.under_way_mut());
    under_way.into_iter().for_each(|step| step.is_pressing = is_pressing);
}

/// What a person alone does is not done by a key of the file, nor by what it chooses in the palette.
pub(super) fn withhold(model: &mut Model, action: Action) -> Option<Effects> {
    let is_pressing = model.demo.as_ref().is_some_and(|demo| demo.is_pressing());
    (is_pressing && is_a_persons(action)).then(|| fail(model, withheld(action)))
}

fn arm(model: &mut Model, name: String) -> Effects {
    let about = model.session.scenarios.iter().find(|(known, _)| *known == name).cloned();
    match about {
        Some((name, about)) => travel::arm(model, name, &about),
        None => fail(model, format!("there is no scenario {name} here")),
    }
}

fn fill(model: &mut Model, draft: &Draft) -> Effects {
    focus(model, Panel::Request);
    model.composer.hold(draft);
    let own = model.own_token();
    model.composer.guard(&own);
    model.composer.go_to(Row::Path);
    Effects::new()
}

/// Goes to a value, and does something there.
fn at(model: &mut Model, path: &Path, then: impl FnOnce(&mut Model) -> Effects) -> Effects {
    let Some(node) = model.response.tree().and_then(|tree| path.find(tree.pages())) else {
        return fail(model, format!("there is no {path}"));
    };
    focus(model, Panel::Response);
    let height = model.height_of(Panel::Response);
    model.response.go_to(node, height);
    then(model)
}

/// Opens a prompt and types into it, in the place of what may stand there.
fn typed(model: &mut Model, prompt: Action, text: &str) -> Effects {
    let mut effects = keys::act(model, prompt);
    if model.prompt.is_none() {
        return fail(model, "there is no JSON response to look into".to_owned());
    }
    effects.extend(keys::act(model, Action::Edit(Edit::DeleteToStart)));
    for c in text.chars() {
        effects.extend(keys::key(model, Key::char(c)));
    }
    effects
}

fn fail(model: &mut Model, fault: String) -> Effects {
    model.notice = Some(format!("the demo: {fault}"));
    model.demo.iter_mut().for_each(|demo| demo.fail(fault.clone()));
    Effects::new()
}

/// Nothing of the step is left to do: what came of it.
fn finish(model: &mut Model) {
    let (now, started) = (model.now, model.fetch.started());
    let status = model.doctor.status();
    let Some(demo) = &mut model.demo else { return };
    let Some(under_way) = demo.under_way_mut() else { return };
    let (before, step) = (under_way.fetches_before, under_way.step);
    let expected = demo.demo().steps.get(step);
    let is_sent = before.is_some_and(|before| started > before);
    let headline = || model.errors.report().map_or("it was not sent", |report| report.headline.as_str());
    let fault = match (before.filter(|_| expected.is_some_and(|step| step.request.is_some())), status) {
        (None, _) => None,
        (Some(_), _) if !is_sent => Some(headline().to_owned()),
        (Some(_), None) => Some(headline().to_owned()),
        (Some(_), Some(status)) if expected.is_some_and(|step| step.expects(status)) => None,
        (Some(_), Some(status)) => {
            let wanted = expected.and_then(|step| step.expect);
            let wanted = wanted.map_or("2xx".to_owned(), |wanted| wanted.to_string());
            Some(format!("the answer is {status}, and {wanted} is expected"))
        }
    };
    demo.finish(now, status.filter(|_| is_sent), fault);
}
