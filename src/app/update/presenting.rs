//! Presenter mode: a clean first screen, and the one door between the model and the world. What comes in is masked here, and
//! what goes out has the identifiers again; the model between them has nothing to show.

use std::sync::Arc;

use super::travel;
use crate::{
    app::{
        effect::{Effect, Effects, Look},
        message::{Arrival, Body, Message, Outcome},
        model::{Model, Opening},
    },
    domain::{
        answer::Head,
        doctor::facts::{self, Exchange},
        json::{Builder, Document},
        pages::{Page, Provenance},
        personal::{HIDDEN, Personal},
        request::Draft,
    },
};

/// Goes on a stage: what was there is gone, and nothing moves by itself.
pub fn begin(model: &mut Model, draft: &Draft) -> Effects {
    let effects = clear(model, draft);
    model.present.is_on = true;
    model.present.was_ahead = std::mem::replace(&mut model.session.paging.ahead, false);
    effects
}

/// Switches presenter mode.
pub(super) fn toggle(model: &mut Model) -> Effects {
    if model.present.is_on && !model.present.is_meant {
        model.present.is_meant = true;
        model.notice = Some("the same key again leaves the stage".to_owned());
        return Effects::new();
    }
    let mut effects = if model.present.is_on {
        leave(model)
    } else {
        model.present.left = Some(model.composer.draft()).filter(|draft| *draft != Draft::default());
        begin(model, &Draft::default())
    };
    effects.push(Effect::Forget(model.present.is_on || model.demo.is_some()));
    effects
}

/// Leaves the stage. What stood in the form before it stands there again, else what was typed since; of the first, undo leads
/// back to the second.
fn leave(model: &mut Model) -> Effects {
    let typed = model.composer.draft();
    let unveil = |text: &str| model.present.personal.unveil(text);
    let typed = Draft { path: unveil(&typed.path), body: unveil(&typed.body), ..typed };
    let form = model.present.left.take().unwrap_or(typed);
    model.present.is_on = false;
    model.session.paging.ahead = model.present.was_ahead;
    let mut composer = model.composer.clone();
    let effects = clear(model, &Draft::default());
    composer.hold(&form);
    composer.guard(&model.own_token());
    model.composer = composer;
    model.fit();
    model.notice = Some("presenter mode is off: names, ids and addresses show again".to_owned());
    effects
}

/// The first screen again. Whatever is on its way is given up.
fn clear(model: &mut Model, draft: &Draft) -> Effects {
    let mut effects = travel::cancel(model);
    effects.extend(model.fetch.cancel().map(|running| Effect::Cancel(running.id)));
    effects.push(Effect::EndFilter);
    effects.push(Effect::EndAsking);
    let fresh = Model::new(model.session.clone(), draft);
    let old = std::mem::replace(model, fresh);
    (model.screen, model.now, model.recalls) = (old.screen, old.now, old.recalls);
    model.screen.focus = super::Panel::Request;
    model.screen.zoomed = false;
    (model.demo, model.signing, model.present) = (old.demo, old.signing, old.present);
    (model.keymap, model.settings, model.leave) = (old.keymap, old.settings, old.leave);
    (model.doctor, model.fetch, model.filter) = (old.doctor, old.fetch, old.filter);
    model.search.turn = old.search.turn;
    model.doctor.forget();
    if model.session.opening == Opening::ThenSend {
        model.session.opening = Opening::UnderWay;
    }
    model.fetch.forget();
    model.fit();
    effects
}

/// A message without what is personal in it.
pub(super) fn masked(model: &mut Model, message: Message) -> Message {
    if !model.present.is_on {
        return message;
    }
    let personal = Arc::make_mut(&mut model.present.personal);
    match message {
        Message::Fetched { id, outcome, standing } => {
            let outcome = Box::new(match *outcome {
                Outcome::Answered(answer) => Outcome::Answered(arrival(personal, answer)),
                other => other,
            });
            Message::Fetched { id, outcome, standing }
        }
        Message::Arriving { id, arrival: came } => {
            Message::Arriving { id, arrival: Box::new(arrival(personal, *came)) }
        }
        Message::Asked { turn, exchange: came } => {
            Message::Asked { turn, exchange: Box::new(exchange(personal, *came)) }
        }
        // What was sent before is nothing for a stage, whoever asks for it.
        Message::Recalled { turn, .. } => Message::Recalled { turn, entries: Arc::new([]) },
        Message::Told(words) => Message::Told(personal.text(&words)),
        other => other,
    }
}

fn arrival(personal: &mut Personal, arrival: Arrival) -> Arrival {
    let target = match &arrival.body {
        Body::Page(page) | Body::Beginning(page, _) => page.provenance.target.clone(),
        Body::Text(_) | Body::Empty => String::new(),
    };
    let body = match arrival.body {
        Body::Page(page) => masked_page(personal, &page).map_or(Body::Empty, Body::Page),
        Body::Beginning(page, mut text) => {
            let start = personal.text(&String::from_utf8_lossy(&text.start));
            text.start =
                if personal.is_personal(&target) { Arc::default() } else { start.into_bytes().into() };
            masked_page(personal, &page).map_or(Body::Empty, |page| Body::Beginning(page, text))
        }
        Body::Text(mut text) => {
            text.lines = text.lines.iter().map(|line| personal.text(line)).collect();
            text.start = personal.text(&String::from_utf8_lossy(&text.start)).into_bytes().into();
            Body::Text(text)
        }
        Body::Empty => Body::Empty,
    };
    Arrival { head: head(personal, arrival.head, &target), body }
}

fn head(personal: &mut Personal, head: Head, target: &str) -> Head {
    let is_personal = personal.is_personal(target);
    let headers = head.headers.into_iter().map(|(name, value)| {
        let value = personal.link(&value, is_personal);
        // Cookies say who somebody is, and nothing to a room.
        let value = if name == "set-cookie" { HIDDEN.to_owned() } else { value };
        (name, value)
    });
    Head { headers: headers.collect(), ..head }
}

fn masked_page(personal: &mut Personal, page: &Page) -> Option<Page> {
    let from = &page.provenance;
    let text = personal.document(&from.target, page.document());
    let document = match Document::parse(&text) {
        Ok(document) => document,
        Err(_) => beginning(&text)?,
    };
    let is_personal = personal.is_personal(&from.target);
    let restored = from.restored.iter().map(|restored| {
        personal.link(&format!("?{restored}"), is_personal).trim_start_matches('?').to_owned()
    });
    let restored = restored.collect();
    let target = personal.link(&from.target, is_personal);
    Some(Page::read(document, Provenance { target, restored, ..from.clone() }))
}

/// What of a text that stops too early is a document.
fn beginning(text: &[u8]) -> Option<Document> {
    let mut builder = Builder::new();
    builder.push(text);
    builder.so_far()
}

fn exchange(personal: &mut Personal, exchange: Exchange) -> Exchange {
    let is_personal = exchange.is_personal();
    let url = personal.link(&exchange.url, is_personal);
    let answer = exchange.answer.map(|mut answer| {
        for (_, value) in &mut answer.headers {
            *value = personal.text(value);
        }
        match &mut answer.body {
            facts::Body::Json { errors, .. } => {
                for error in errors {
                    (error.title, error.detail) = (personal.text(&error.title), personal.text(&error.detail));
                }
            }
            facts::Body::Other(text) => *text = personal.text(text),
            facts::Body::Empty => {}
        }
        answer
    });
    Exchange { url, answer, ..exchange }
}

/// Notes addresses that are sent along: the path of a response has them from then on.
pub(super) fn note(model: &mut Model, effects: &[Effect]) {
    for effect in effects {
        if let Effect::Fetch { request, .. } = effect {
            model.present.sent(&request.target);
        }
    }
}

/// What goes out, with the identifiers themselves; on a stage nothing is kept, and no answer comes in pieces.
pub(super) fn sent(is_on: bool, personal: &Personal, effect: Effect) -> Option<Effect> {
    Some(match effect {
        Effect::Fetch { id, mut request, restored, profile, look } => {
            request.target = personal.unveil(&request.target);
            request.body = request.body.map(|body| personal.unveil(&body));
            let restored = restored.iter().map(|parameter| personal.unveil(parameter)).collect();
            let look = if is_on { Look::Whole } else { look };
            Effect::Fetch { id, request, restored, profile, look }
        }
        Effect::Ask { turn, mut question, profile } => {
            question.target = personal.unveil(&question.target);
            Effect::Ask { turn, question, profile }
        }
        Effect::Remember(_) | Effect::Recall { .. } if is_on => return None,
        other => other,
    })
}
