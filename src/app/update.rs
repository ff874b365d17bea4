//! `update`: routes a message to the panel it concerns, and nothing else. What a request goes through is in `travel`.

mod comparing;
mod completing;
mod copying;
mod demo;
mod doctor;
mod endpoints;
mod filtering;
mod follow;
mod history;
mod keys;
mod locale;
mod pasting;
mod pointing;
mod presenting;
mod prompt;
mod resuming;
mod saving;
mod search;
mod settings;
mod signing;
#[cfg(test)]
mod tests;
mod trail;
mod travel;

pub use presenting::begin as present;
pub use resuming::resume;

use std::sync::Arc;

use super::{
    effect::{Effect, Effects},
    event::{Event, Key, KeyCode},
    fetch::FetchId,
    keymap::Context,
    layout::Panel,
    message::Message,
    model::Model,
    touched::{OfRow, Touched},
};

/// Changes the model as a message asks; what is to be done outside comes back as effects.
pub fn update(model: &mut Model, message: Message) -> Effects {
    let mut effects = Effects::new();
    let later = update_handing(model, message, &mut |effect| effects.push(effect));
    effects.extend(later);
    effects
}

/// The same, for a loop: what need not wait for the rest of the change is handed over at once, so that the next page of a list
/// is on its way while one joins it.
pub fn update_handing(model: &mut Model, message: Message, at_once: &mut dyn FnMut(Effect)) -> Effects {
    let touched = Touched::before(model, &message);
    let goes_on = demo::may_go_on(&message);
    let message = presenting::masked(model, message);
    let (personal, is_on) = (Arc::clone(&model.present.personal), model.present.is_on());
    let mut out = |effect| presenting::sent(is_on, &personal, effect).into_iter().for_each(&mut *at_once);
    let mut effects = route(model, message, &mut out);
    drop(personal);
    if goes_on {
        effects.extend(demo::go_on(model));
    }
    refuse(model, &mut effects);
    effects.extend(signing::unseen(model));
    copying::remember(model, &effects);
    effects.extend(resuming::go_on(model));
    presenting::note(model, &effects);
    let (personal, is_on) = (&model.present.personal, model.present.is_on());
    let effects: Effects =
        effects.into_iter().filter_map(|effect| presenting::sent(is_on, personal, effect)).collect();
    model.notice = model.notice.take().map(|notice| model.keymap.worded(&notice));
    model.follow_cursor();
    completing::advise(model);
    model.touched = model.touched.and(touched.after(model, &effects));
    effects
}

/// Takes out what this run may not do, whichever way it came in, and says why.
fn refuse(model: &mut Model, effects: &mut Effects) {
    effects.retain(|effect| match effect.check(&model.leave) {
        Ok(()) => true,
        Err(refusal) => {
            model.notice = Some(refusal.to_string());
            false
        }
    });
}

fn route(model: &mut Model, message: Message, at_once: &mut dyn FnMut(Effect)) -> Effects {
    match message {
        Message::At(now) => {
            model.now = now;
            Effects::new()
        }
        Message::Drawn => {
            (model.touched, model.drawn) = (Touched::Nothing, OfRow::at_cursor(model));
            Effects::new()
        }
        Message::Input(event) => input(model, event),
        Message::Fetched { id, outcome, standing } => {
            let effects = catching_up(model, |model| travel::fetched(model, id, *outcome, standing, at_once));
            renewed(model, effects)
        }
        Message::Arriving { id, arrival } => {
            let effects = catching_up(model, |model| travel::arriving(model, id, *arrival));
            renewed(model, effects)
        }
        Message::Found { turn, hit } => {
            search::found(model, turn, hit);
            Effects::new()
        }
        Message::Counted { turn, hits } => search::counted(model, turn, hits),
        Message::Tick { id, received } => tick(model, id, received),
        Message::Woke { id, ticket } => follow::woke(model, id, ticket),
        Message::Standing { turn, standing } if turn == model.session.turn => {
            travel::opened(model, *standing)
        }
        Message::NoProfile { turn, reason, standing } if turn == model.session.turn => {
            travel::unopened(model, &reason, standing)
        }
        // Another profile was chosen meanwhile.
        Message::Standing { .. } | Message::NoProfile { .. } => Effects::new(),
        Message::Edited(outcome) => {
            model.notice = outcome.and_then(|text| keys::edited(model, &text.0)).err();
            Effects::new()
        }
        Message::Filtered { turn, outcome } => filtering::filtered(model, turn, *outcome),
        Message::Saved { path, outcome } => saving::saved(model, &path, outcome),
        Message::Copied(outcome) => {
            model.notice = Some(outcome.unwrap_or_else(|reason| reason));
            Effects::new()
        }
        Message::Facts(credentials, usable) => {
            model.doctor.know(credentials, usable);
            Effects::new()
        }
        Message::Recalled { turn, entries } => history::recalled(model, turn, &entries),
        Message::Asked { turn, exchange } => doctor::answered(model, turn, *exchange),
        Message::SigningIn { turn, step } => signing::stepped(model, turn, *step),
        Message::Told(words) => {
            model.notice = Some(words);
            Effects::new()
        }
        Message::Terminate => quit(model),
    }
}

/// A change that may bring another response, under a filter that is being typed.
fn catching_up(model: &mut Model, change: impl FnOnce(&mut Model) -> Effects) -> Effects {
    let before = filtering::mark(model);
    let mut effects = change(model);
    effects.extend(filtering::catch_up(model, before));
    effects
}

/// The response may have changed: hits are looked for in what it is now.
fn renewed(model: &mut Model, mut effects: Effects) -> Effects {
    effects.extend(search::renew(model));
    effects
}

fn input(model: &mut Model, event: Event) -> Effects {
    match event {
        Event::Burst(typed) => burst(model, &typed.0),
        Event::Key(key) => {
            let is_typed = model.context().is_field() && key.typed().is_some();
            let is_chosen = model.context() == Context::Palette && key.code == KeyCode::Enter;
            model.present.note(key, is_typed, is_chosen);
            keys::key(model, key)
        }
        Event::Paste(text) => keys::paste(model, &text),
        Event::Mouse(mouse) => pointing::mouse(model, mouse),
        Event::Resize(width, height) => {
            model.screen.size = (width, height);
            model.fit();
            Effects::new()
        }
        Event::Focus(has_focus) => {
            let beat = model.fetch.watch(has_focus).filter(|_| model.session.has_motion);
            beat.map(Effect::Tick).into_iter().collect()
        }
        Event::Shown => Effects::new(),
        Event::Closed => quit(model),
    }
}

/// Characters that came together in a field of the form: what follows from each of them would be replaced by what follows from
/// the next. The first one is a key like any other, which may take the place of what is marked.
fn burst(model: &mut Model, typed: &str) -> Effects {
    let mut characters = typed.chars();
    let press = |model: &mut Model, c| input(model, Event::Key(Key::char(c)));
    let mut effects = characters.next().map(|first| press(model, first)).unwrap_or_default();
    if model.takes_bursts() {
        characters.as_str().chars().for_each(|c| model.present.note(Key::char(c), true, false));
        keys::type_on(model, characters.as_str());
    } else {
        effects.extend(characters.flat_map(|c| press(model, c)));
    }
    effects
}

/// One beat of the waiting sign; the next one is asked for only while its fetch runs.
fn tick(model: &mut Model, id: FetchId, received: u64) -> Effects {
    if model.fetch.beating() != Some(id) {
        return Effects::new();
    }
    if let Some(running) = model.fetch.running_mut(id) {
        running.received = received;
    }
    if model.fetch.rests(id) {
        return Effects::new();
    }
    model.fetch.beat += 1;
    vec![Effect::Tick(id)]
}

fn quit(model: &mut Model) -> Effects {
    let mut effects = travel::cancel(model);
    effects.push(Effect::Quit);
    effects
}

/// Gives a panel the focus.
fn focus(model: &mut Model, panel: Panel) {
    model.screen.focus = panel;
    if panel != Panel::Response {
        // The prompt stands under the response, and is typed in only there.
        model.prompt = None;
        search::end(model);
    }
    if panel == Panel::Request {
        let row = model.composer.row();
        model.composer.go_to(row);
    }
    model.fit();
}
