//! Changing a setting for this run, from the palette.

use crate::{
    app::{effect::Effects, model::Model},
    domain::{catalog::Scope, profile::Won},
};

/// Turns a setting that is on or off; says why it can't be done for another one.
pub(super) fn change(model: &mut Model, name: &str) -> Effects {
    let Some(at) = model.settings.iter().position(|setting| setting.name == name) else {
        return Effects::new();
    };
    let is_on = model.settings[at].value != "true";
    if !turn(model, name, is_on) {
        model.notice = Some(format!("{name} is read at the start; change it in the file and start again"));
        return Effects::new();
    }
    model.settings[at].value = is_on.to_string();
    model.settings[at].won = Won::ThisRun;
    model.notice = Some(format!("{name} is {is_on} for this run"));
    Effects::new()
}

/// Whether there is a switch of that name that can be turned while the program runs.
fn turn(model: &mut Model, name: &str, is_on: bool) -> bool {
    let session = &mut model.session;
    match name {
        "confirm_writes" => session.confirms_writes = is_on,
        "paging.ahead" => session.paging.ahead = is_on,
        "mouse" => model.screen.has_mouse = is_on,
        "motion" => session.has_motion = is_on,
        "undocumented" => {
            session.scope = if is_on { Scope::WithObserved } else { Scope::Documented };
        }
        _ => return false,
    }
    true
}
