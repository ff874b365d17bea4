//! Asking in another storefront or language: from now on, or once.

use super::travel;
use crate::{
    app::{
        effect::Effects,
        keymap::{Action, Context},
        locale::Place,
        model::Model,
        overlay::Overlay,
        palette::{Errand, Palette},
    },
    domain::{
        request::{
            Method, Request,
            locale::{in_language, in_storefront},
        },
        resource::address,
        storefronts, ways,
    },
};

/// Where Apple tells the storefront of the person's account ("Get a User's Storefront").
const OWN: &str = "/v1/me/storefront";

/// Lets a person pick a storefront and a language.
pub(super) fn choose(model: &mut Model, errand: Errand) {
    let palette = Palette::of_places(model.storefront(), &model.known.storefronts, errand);
    model.overlay = Some(Overlay::Palette(Box::new(palette)));
}

/// A storefront was picked.
pub(super) fn picked(model: &mut Model, errand: Errand, place: &Place) -> Effects {
    match errand {
        Errand::Stay => {
            stay(model, place);
            Effects::new()
        }
        Errand::Again => again(model, place),
        Errand::Equivalent { kind, id, is_clean } => {
            let restrict = if is_clean { ways::CLEAN } else { "" };
            let id = address::escaped(&id);
            let path = format!("/v1/catalog/{}/{kind}?filter[equivalents]={id}{restrict}", place.storefront);
            travel::open_path(model, &in_language(&path, place.language.as_deref()))
        }
    }
}

/// Asks there from now on; the path in the form goes along, as far as it names a storefront.
fn stay(model: &mut Model, place: &Place) {
    let path = model.composer.path.text();
    let moved = moved(&path, place);
    if moved != path {
        model.composer.path.set(&moved);
    }
    let language = place.language.as_deref().map_or(String::new(), |tag| format!(" in {tag}"));
    let name = storefronts::name(&place.storefront).unwrap_or(&place.storefront);
    let send = model.keymap.key(Context::Path, Action::Send);
    model.notice = Some(format!("paths ask in {name} from now on{language}; {send} in the path sends"));
    model.locale.pick(place.clone());
}

/// Sends the request that shows once more, somewhere else.
fn again(model: &mut Model, place: &Place) -> Effects {
    let Some(shown) = model.response.shown().filter(|shown| shown.request.method == Method::Get) else {
        model.notice = Some("only a GET that has been answered can be asked again elsewhere".to_owned());
        return Effects::new();
    };
    let moved = moved(&shown.request.target, place);
    if moved == shown.request.target {
        model.notice = Some("this path names no storefront; it would be the same request".to_owned());
        return Effects::new();
    }
    travel::open_path(model, &moved)
}

/// Whether the form holds this request, but for the storefront and language that were picked since.
pub(super) fn is_moved(model: &Model, last: &Request) -> bool {
    let place = model.locale.picked().filter(|_| last.method == model.composer.method);
    place
        .map(|place| moved(&last.target, place))
        .is_some_and(|moved| moved != last.target && model.composer.asks_for(&moved))
}

fn moved(path: &str, place: &Place) -> String {
    match in_storefront(path, &place.storefront) {
        Some(moved) => in_language(&moved, place.language.as_deref()),
        None => path.to_owned(),
    }
}

/// Asks for the storefront of the person's own account, to ask there from then on.
pub(super) fn ask_own(model: &mut Model) -> Effects {
    if model.present.is_on() {
        model.notice = Some("where an account is at home is nothing for a stage".to_owned());
        return Effects::new();
    }
    let effects = travel::open_path(model, OWN);
    if let Some(running) = model.fetch.running() {
        model.locale.ask(running.id);
    }
    effects
}

/// The answer has come.
pub(super) fn learn_own(model: &mut Model) {
    match model.known.last_storefront.clone() {
        Some(storefront) => stay(model, &Place { storefront, language: None }),
        None => model.notice = Some("the answer names no storefront; paths ask where they did".to_owned()),
    }
}
