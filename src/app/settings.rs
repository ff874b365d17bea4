//! The settings as they hold now. What can be changed while the program runs is read where it acts: there is no copy of it.

use super::model::Model;
use crate::domain::{
    catalog::Scope,
    profile::{Effective, SETTINGS, Won},
};

/// A setting that can be switched while the program runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Switch {
    ConfirmWrites,
    PagingAhead,
    Mouse,
    Motion,
    Undocumented,
}

impl Switch {
    /// The switch of a setting; none if the setting is read at the start alone, or is nothing in this run.
    #[must_use]
    pub fn of(name: &str, model: &Model) -> Option<Self> {
        Self::named(name).filter(|switch| !(model.screen.is_plain && switch.needs_screen()))
    }

    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "confirm_writes" => Self::ConfirmWrites,
            "paging.ahead" => Self::PagingAhead,
            "mouse" => Self::Mouse,
            "motion" => Self::Motion,
            "undocumented" => Self::Undocumented,
            _ => return None,
        })
    }

    /// Whether it is about what a screen alone has.
    const fn needs_screen(self) -> bool {
        matches!(self, Self::Mouse | Self::Motion)
    }

    /// How it stands.
    #[must_use]
    pub fn is_on(self, model: &Model) -> bool {
        match self {
            Self::ConfirmWrites => model.session.confirms_writes,
            Self::PagingAhead => model.session.paging.ahead,
            Self::Mouse => model.screen.has_mouse,
            Self::Motion => model.session.has_motion,
            Self::Undocumented => model.session.scope == Scope::WithObserved,
        }
    }

    /// Switches it on or off for this run.
    pub fn turn(self, model: &mut Model, is_on: bool) {
        match self {
            Self::ConfirmWrites => model.session.confirms_writes = is_on,
            Self::PagingAhead => model.session.paging.ahead = is_on,
            Self::Mouse => model.screen.has_mouse = is_on,
            Self::Motion => model.session.has_motion = is_on,
            Self::Undocumented => {
                model.session.scope = if is_on { Scope::WithObserved } else { Scope::Documented };
            }
        }
    }
}

/// Every setting as it holds now, with its switch if it has one.
#[must_use]
pub fn now(model: &Model) -> Vec<(Effective, Option<Switch>)> {
    let now = |setting: &Effective| {
        let value = Switch::named(&setting.name).map(|switch| switch.is_on(model).to_string());
        let mut setting = setting.clone();
        if let Some(value) = value.filter(|value| *value != setting.value) {
            setting.value = value;
            setting.won = changed(&setting.name, model);
        }
        let switch = Switch::of(&setting.name, model);
        (setting, switch)
    };
    model.settings.iter().map(now).collect()
}

/// What made a setting other than it was read.
fn changed(name: &str, model: &Model) -> Won {
    let plain = model.settings.iter().find(|setting| setting.name == "plain");
    match plain.filter(|_| Switch::of(name, model).is_none()) {
        Some(plain) => plain.won.clone(),
        None => Won::ThisRun,
    }
}

/// Why a setting is not switched now, and what sets it.
#[must_use]
pub fn how(setting: &Effective) -> String {
    let name = &setting.name;
    if Switch::named(name).is_some() {
        return format!("{name} is nothing that lines have (--plain)");
    }
    match &setting.won {
        Won::Variable(other) | Won::Flag(other) => {
            format!("{name} is read at the start, and {other} decides it")
        }
        Won::Default | Won::Line(_) | Won::ThisRun => {
            format!("{name} is read at the start; set it with {} and start again", places(name))
        }
    }
}

/// Where a setting can be set; those of a profile are in the file.
fn places(name: &str) -> String {
    let Some(setting) = SETTINGS.iter().find(|setting| setting.name == name) else {
        return "config.toml".to_owned();
    };
    let file = setting.is_in_file.then_some("config.toml");
    let all: Vec<_> = file.into_iter().chain(setting.flag).chain(setting.variables.iter().copied()).collect();
    all.join(" or ")
}
