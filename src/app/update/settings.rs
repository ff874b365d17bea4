//! Changing a setting for this run, from the palette.

use crate::{
    app::{
        effect::Effects,
        model::Model,
        settings::{Switch, how},
    },
    domain::profile::Effective,
};

/// Turns a setting that is on or off; says what sets another one.
pub(super) fn change(model: &mut Model, setting: &Effective) -> Effects {
    let name = &setting.name;
    let Some(switch) = Switch::of(name, model) else {
        model.notice = Some(how(setting));
        return Effects::new();
    };
    let is_on = !switch.is_on(model);
    switch.turn(model, is_on);
    model.notice = Some(format!("{name} is {is_on} for this run"));
    Effects::new()
}
