//! Clicks and the wheel. A click goes to what is under it; only a second one, with no key in between, does what may send
//! something. The wheel scrolls what is under it and leaves the focus where it is.

use super::{completing, focus, follow, keys, prompt, travel};
use crate::app::{
    composer::Row,
    effect::Effects,
    event::{Key, Mouse, MouseKind},
    keymap::{Action, Motion},
    layout::{self, Panel},
    model::Model,
    overlay::Overlay,
    pointing::{Pointed, Target, hit},
    prompt::Ask,
};

/// Rows by which a notch of the wheel scrolls.
const NOTCH: usize = 3;

/// The mouse did something. A terminal may report it a moment longer than it is on.
pub(super) fn mouse(model: &mut Model, mouse: Mouse) -> Effects {
    if !model.screen.has_mouse {
        return Effects::new();
    }
    model.fetch.disturb();
    let target = hit(model, mouse.column, mouse.row);
    match mouse.kind {
        MouseKind::Down => click(model, target),
        MouseKind::WheelUp => wheel(model, target, false),
        MouseKind::WheelDown => wheel(model, target, true),
    }
}

fn click(model: &mut Model, target: Target) -> Effects {
    model.notice = None;
    model.begun = None;
    // What waits for the credentials may be another request after a click, as after a key.
    travel::disturb(model, Key::char(' '));
    let pointed = Pointed { target, response: model.response.number() };
    let is_second = model.pointed.replace(pointed) == Some(pointed);
    match target {
        Target::Nothing | Target::Over | Target::Prompt => Effects::new(),
        Target::Beside => beside(model),
        Target::Choice(at) => {
            if let Some(Overlay::Palette(palette)) = &mut model.overlay {
                palette.choose(at);
            }
            if is_second { keys::act(model, Action::Accept) } else { Effects::new() }
        }
        Target::Offer(at) => {
            model.completing.choose(at);
            completing::accept(model);
            completing::open(model);
            Effects::new()
        }
        Target::Panel(panel) => go_to(model, panel),
        Target::Preview => go_to(model, Panel::Response),
        Target::Form(row) | Target::Toggle(row) | Target::Text { row, .. } => {
            in_form(model, target, row, is_second)
        }
        Target::Tree(row) | Target::Fold(row) => in_tree(model, target, row, is_second),
    }
}

/// Closes what lies over the panels, as Esc does; a sign-in goes on until a key ends it.
fn beside(model: &mut Model) -> Effects {
    match model.overlay {
        Some(Overlay::SignIn(_)) => Effects::new(),
        _ => keys::act(model, Action::Back),
    }
}

/// Gives a panel the focus, if it has it not; a line that is typed under the response is left for another panel.
fn go_to(model: &mut Model, panel: Panel) -> Effects {
    let leaves = panel != Panel::Response && model.prompt.is_some();
    let effects = if leaves { prompt::leave(model) } else { Effects::new() };
    if panel != Panel::Request {
        model.completing.close();
    }
    if model.screen.focus != panel {
        focus(model, panel);
    }
    effects
}

fn in_form(model: &mut Model, target: Target, row: Row, is_second: bool) -> Effects {
    let effects = go_to(model, Panel::Request);
    model.completing.close();
    model.composer.go_to(row);
    match target {
        Target::Text { place, .. } => {
            if let Some(field) = model.composer.field_mut() {
                field.point_at(place);
            }
        }
        Target::Toggle(_) => model.composer.toggle_row(),
        Target::Form(Row::Method | Row::Developer | Row::User) if is_second => model.composer.toggle_row(),
        _ => {}
    }
    model.fit();
    effects
}

/// The first click puts the cursor on a row, or folds at its sign; a second one on the row does what Enter does.
fn in_tree(model: &mut Model, target: Target, row: usize, is_second: bool) -> Effects {
    let mut effects = go_to(model, Panel::Response);
    if model.prompt.as_ref().is_some_and(|prompt| prompt.ask == Ask::Search) {
        effects.extend(prompt::accept(model));
    }
    let height = model.height_of(Panel::Response);
    model.response.point_at(row, height);
    match target {
        Target::Fold(_) => model.response.toggle(height),
        _ if is_second && model.prompt.is_none() => effects.extend(travel::open(model)),
        _ => {}
    }
    effects
}

fn wheel(model: &mut Model, target: Target, down: bool) -> Effects {
    let motion = if down { Motion::Down } else { Motion::Up };
    match target {
        Target::Beside | Target::Over | Target::Choice(_) => turn_over(model, motion),
        Target::Offer(_) => model.completing.step(motion),
        Target::Tree(_) | Target::Fold(_) | Target::Panel(Panel::Response) => {
            let height = model.height_of(Panel::Response);
            model.response.scroll_by(down, NOTCH, height);
            return if down { follow::ahead(model) } else { Effects::new() };
        }
        Target::Preview => {
            let height = model.preview_size().1;
            (0..NOTCH).for_each(|_| model.response.scroll_preview(motion, height));
        }
        Target::Panel(Panel::Errors) => {
            let (width, height) = (layout::text_width(model.areas().errors), model.height_of(Panel::Errors));
            (0..NOTCH).for_each(|_| model.errors.scroll(motion, width, height));
        }
        Target::Text { row, .. } if row != Row::Path && row == model.composer.row() => {
            if let Some(field) = model.composer.field_mut() {
                field.move_line(down);
            }
        }
        _ => {}
    }
    Effects::new()
}

/// Scrolls what lies over the panels, or moves its choice; not from the last one to the first.
fn turn_over(model: &mut Model, motion: Motion) {
    let page = model.overlay_height();
    match &mut model.overlay {
        Some(Overlay::Palette(palette)) => {
            let at = palette.selected();
            palette.choose(if motion == Motion::Down { at + NOTCH } else { at.saturating_sub(NOTCH) });
        }
        Some(overlay) => (0..NOTCH).for_each(|_| overlay.step(motion, page)),
        None => {}
    }
}
