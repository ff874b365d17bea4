//! The catalogue on the screen: finding an endpoint, reading about it, going on from a resource.

use super::{completing, focus, locale, travel};
use crate::{
    app::{
        composer::Row,
        effect::Effects,
        keymap::Edit,
        layout::Panel,
        model::Model,
        overlay::Overlay,
        palette::{Errand, Palette},
        sheet::Sheet,
    },
    domain::{
        catalog::{Endpoint, documentation},
        request::locale::{filled, in_language},
        ways::{From, Goal, ways},
    },
};

/// Lists the endpoints.
pub(super) fn browse(model: &mut Model) {
    model.overlay = Some(Overlay::Palette(Box::new(Palette::of_endpoints(model.session.scope))));
}

/// Puts an endpoint into the form: the storefront in use fills its placeholder, the first other one is marked.
pub(super) fn choose(model: &mut Model, endpoint: &'static Endpoint) -> Effects {
    let path = filled(&template(endpoint), model.storefront());
    let takes_language = endpoint.parameters.iter().any(|parameter| parameter.name == "l");
    let path = match model.language().filter(|_| takes_language) {
        Some(tag) => in_language(&path, Some(tag)),
        None => path,
    };
    model.composer.open(&path);
    model.composer.method = endpoint.method;
    focus(model, Panel::Request);
    model.composer.go_to(Row::Path);
    model.composer.path.edit(Edit::Home);
    completing::mark_next(model);
    Effects::new()
}

/// The path of an endpoint, with what it does not go without as placeholders: `…/search?term={term}`.
fn template(endpoint: &Endpoint) -> String {
    let pairs = endpoint.required().map(|parameter| match &parameter.values[..] {
        [only] => format!("{}={only}", parameter.name),
        _ => format!("{}={{{}}}", parameter.name, parameter.name.split('[').next().unwrap_or_default()),
    });
    let query: Vec<_> = pairs.collect();
    if query.is_empty() { endpoint.path.clone() } else { format!("{}?{}", endpoint.path, query.join("&")) }
}

/// Shows what is documented of the endpoint in the form.
pub(super) fn show(model: &mut Model) {
    if let Some(endpoint) = model.advising.endpoint() {
        model.overlay = Some(Overlay::Endpoint(Box::new(Sheet::of(documentation(endpoint)))));
        model.fit();
    }
}

/// Puts the body that is documented into the form; undo brings the old one back.
pub(super) fn insert_example(model: &mut Model) {
    let Some(body) = model.advising.endpoint().and_then(|endpoint| endpoint.body.as_ref()) else { return };
    model.overlay = None;
    model.composer.replace_body(body.example.trim_end());
    model.composer.body.go_to(0, 0);
    focus(model, Panel::Request);
    model.composer.go_to(Row::Body);
}

/// Shows what leads on from the resource under the cursor.
pub(super) fn show_ways(model: &mut Model) {
    let Some(resource) = model.response.resource() else {
        model.notice = Some("no resource here: put the cursor on a song, an album or the like".to_owned());
        return;
    };
    let request = model.response.shown().map_or("", |shown| shown.request.target.as_str());
    let from = From { kind: &resource.kind, id: &resource.id, request, storefront: model.storefront() };
    let palette = Palette::of_ways(&resource.kind, &resource.id, ways(from));
    if palette.is_empty() {
        model.notice = Some(format!("nothing is known to lead on from {}", resource.kind));
        return;
    }
    model.overlay = Some(Overlay::Palette(Box::new(palette)));
}

/// Goes where a way leads.
pub(super) fn go(model: &mut Model, goal: &Goal, errand: Errand) -> Effects {
    match goal {
        Goal::Path(path) => travel::open_path(model, path),
        Goal::Elsewhere { is_clean } => {
            let errand = match errand {
                Errand::Equivalent { kind, id, .. } => Errand::Equivalent { kind, id, is_clean: *is_clean },
                other => other,
            };
            locale::choose(model, errand);
            Effects::new()
        }
    }
}
