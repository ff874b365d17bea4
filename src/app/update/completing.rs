//! Completion of the path as one types, placeholders as stops, and advice about what stands in the form.

use crate::{
    app::{field::Cover, keymap::Context, layout::Panel, model::Model},
    domain::{
        catalog::{self, Completion, Known, Typing},
        request::locale::stops,
    },
};

/// What stood in the path, and where the cursor was in it.
#[derive(PartialEq, Eq)]
pub(super) struct Before {
    path: String,
    cursor: usize,
}

/// Notes what stands in the path, for [`follow`].
pub(super) fn before(model: &Model) -> Option<Before> {
    let path = &model.composer.path;
    is_typing(model).then(|| Before { path: path.text(), cursor: path.byte() })
}

/// A key has done its work: the list follows what was typed, and goes where the cursor goes elsewhere.
pub(super) fn follow(model: &mut Model, before: Option<&Before>) {
    let now = self::before(model);
    if now.as_ref() == before && now.is_some() {
        return;
    }
    let is_typed = match (&now, before) {
        (Some(now), Some(before)) => now.path != before.path,
        _ => false,
    };
    // On a stage no list opens by itself.
    if model.present.is_on() && !model.completing.is_open() {
        return;
    }
    if model.completing.is_settled() {
        model.completing.close();
    } else if is_typed || (now.is_some() && model.composer.path.marked().is_some()) {
        open(model);
    } else {
        model.completing.close();
    }
}

/// Whether keys are typed into the path.
fn is_typing(model: &Model) -> bool {
    model.overlay.is_none()
        && model.prompt.is_none()
        && model.screen.focus == Panel::Request
        && model.composer.context() == Context::Path
}

/// Shows what could stand at the cursor.
pub(super) fn open(model: &mut Model) {
    let completion = completion(model);
    if completion.offers.is_empty() && model.completing.is_open() && leads_on(model) {
        let path = model.composer.path.text();
        let typed = path.get(model.completing.replaced().start..);
        model.completing.keep(typed.unwrap_or_default());
    } else {
        model.completing.open(completion);
    }
}

/// What could stand at the cursor; for a placeholder that is marked, what could stand in its place.
fn completion(model: &Model) -> Completion {
    let field = &model.composer.path;
    // What does not show is not looked at either.
    if *field.cover() != Cover::Open {
        return Completion::default();
    }
    let (mut path, cursor) = (field.text(), field.byte());
    let marked = stops(&path).into_iter().find(|stop| field.marked().is_some() && stop.end == cursor);
    let start = marked.as_ref().map_or(cursor, |stop| stop.start);
    if let Some(stop) = &marked {
        path.replace_range(stop.clone(), "");
    }
    let typing = Typing { method: model.composer.method, path: &path, cursor: start };
    let mut completion = catalog::complete(&typing, &model.known());
    completion.replaces.end += marked.map_or(0, |stop| stop.len());
    completion
}

/// Looks at what stands in the form, if that is another request than before.
pub(super) fn advise(model: &mut Model) {
    let known = Known {
        scope: model.session.scope,
        storefront: Some(
            model.locale.picked().map_or(&model.session.standing.storefront, |place| &place.storefront),
        ),
        storefronts: &model.known.storefronts,
        seen: &model.known.seen,
    };
    let rows = model.advising.renew(&model.composer, &known);
    if rows {
        model.fit();
    }
}

/// Takes the offer that is chosen, or the first one; the next placeholder is then marked.
pub(super) fn accept(model: &mut Model) {
    let Some(offer) = model.completing.taken().cloned() else { return };
    let replaced = model.completing.replaced().clone();
    model.composer.path.replace(replaced, &offer.text);
    model.completing.close();
    let leads_on = leads_on(model);
    if leads_on {
        let end = model.composer.path.byte();
        model.composer.path.replace(end..end, "/");
    }
    mark_next(model);
    let wants_more = leads_on || offer.text.ends_with('=') || model.composer.path.marked().is_some();
    if !wants_more {
        model.completing.settle();
    }
}

/// Whether the cursor is at the end of a path that something has to follow.
fn leads_on(model: &Model) -> bool {
    let path = model.composer.path.text();
    let is_at_end =
        model.composer.path.byte() == path.len() && !path.ends_with(['/', '}']) && !path.contains('?');
    is_at_end && catalog::all().leads_on(&path, model.session.scope)
}

/// Marks the next placeholder behind the cursor, or the first one.
pub(super) fn mark_next(model: &mut Model) {
    let field = &mut model.composer.path;
    let cursor = field.byte();
    let stops = stops(&field.text());
    let next = stops.iter().find(|stop| stop.start >= cursor).or_else(|| stops.first());
    if let Some(stop) = next {
        field.mark(stop.clone());
    }
}
