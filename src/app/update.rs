//! `update`: routes a message to the panel it concerns, and nothing else. What a request goes through is in `travel`.

mod keys;
mod prompt;
mod search;
#[cfg(test)]
mod tests;
mod travel;

use super::{
    effect::{Effect, Effects},
    event::Event,
    fetch::FetchId,
    layout::Panel,
    message::Message,
    model::Model,
};

/// Changes the model as a message asks; what is to be done outside comes back as effects.
pub fn update(model: &mut Model, message: Message) -> Effects {
    match message {
        Message::At(now) => {
            model.now = now;
            Effects::new()
        }
        Message::Input(event) => input(model, event),
        Message::Fetched { id, outcome, standing } => {
            let effects = travel::fetched(model, id, *outcome, standing);
            renewed(model, effects)
        }
        Message::Arriving { id, arrival } => {
            let effects = travel::arriving(model, id, *arrival);
            renewed(model, effects)
        }
        Message::Found { turn, hit } => {
            search::found(model, turn, hit);
            Effects::new()
        }
        Message::Counted { turn, hits } => search::counted(model, turn, hits),
        Message::Tick { id, received } => tick(model, id, received),
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
        Message::Terminate => quit(model),
    }
}

/// The response may have changed: hits are looked for in what it is now.
fn renewed(model: &mut Model, mut effects: Effects) -> Effects {
    effects.extend(search::renew(model));
    effects
}

fn input(model: &mut Model, event: Event) -> Effects {
    match event {
        Event::Key(key) => keys::key(model, key),
        Event::Paste(text) => keys::paste(model, &text),
        Event::Resize(width, height) => {
            model.screen.size = (width, height);
            model.fit();
            Effects::new()
        }
        Event::Closed => quit(model),
    }
}

/// One beat of the waiting sign; the next one is asked for only while its fetch runs.
fn tick(model: &mut Model, id: FetchId, received: u64) -> Effects {
    let Some(running) = model.fetch.running_mut(id) else { return Effects::new() };
    running.received = received;
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
