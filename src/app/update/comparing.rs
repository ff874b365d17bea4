//! Holding a response and comparing another one with it.

use crate::app::{
    comparison::{Held, State},
    effect::Effects,
    model::Model,
    overlay::Overlay,
};

/// Holds the response on view, or the page that the cursor is in.
pub(super) fn hold(model: &mut Model, is_page: bool) -> Effects {
    model.held = on_view(model, is_page);
    let what = if is_page { "page" } else { "response" };
    let held = model.held.is_some();
    model.notice = held.then(|| format!("this {what} is held; {{key:compare}} compares another one with it"));
    Effects::new()
}

/// Compares the response on view with the one that is held.
pub(super) fn compare(model: &mut Model) -> Effects {
    let Some(held) = model.held.clone() else { return Effects::new() };
    let Some(right) = on_view(model, held.is_page) else { return Effects::new() };
    if held.is_same(&right) {
        let what = if held.is_page { "page" } else { "response" };
        let words =
            format!("this is the {what} that is held; go to another one, and {{key:compare}} compares them");
        model.notice = Some(words);
        return Effects::new();
    }
    let mut state = State::of(held, right);
    state.fit(model.comparison_columns(), model.overlay_height());
    model.overlay = Some(Overlay::Comparison(Box::new(state)));
    Effects::new()
}

/// Goes to another difference.
pub(super) fn go(model: &mut Model, forward: bool) -> Effects {
    let height = model.overlay_height();
    if let Some(Overlay::Comparison(state)) = &mut model.overlay
        && !state.go(forward, height)
    {
        let which = if forward { "no difference below" } else { "no difference above" };
        model.notice = Some(which.to_owned());
    }
    Effects::new()
}

fn on_view(model: &Model, is_page: bool) -> Option<Held> {
    let request = &model.response.shown()?.request;
    let pages = model.response.pages()?;
    match is_page {
        true => Held::page(request, pages, model.response.page_at_cursor()),
        false => Some(Held::response(request, pages.clone())),
    }
}
