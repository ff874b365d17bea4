//! The names of actions and contexts, as `[keys]` in a person's configuration has them. They stay as they are, whatever the
//! code calls a thing: another name breaks configurations.

use super::{super::response::Fold, Action, Context, Edit, Motion};
use crate::domain::copying::Part;

/// Every action that can be bound.
const ACTIONS: &[(Action, &str)] = &[
    (Action::Send, "send"),
    (Action::NextPanel, "next-panel"),
    (Action::PreviousPanel, "previous-panel"),
    (Action::Back, "back"),
    (Action::ShowEndpoint, "show-endpoint"),
    (Action::Browse, "browse"),
    (Action::Examine, "doctor"),
    (Action::NextStep, "next-step"),
    (Action::PassStep { forward: false }, "previous-step"),
    (Action::PassStep { forward: true }, "pass-step"),
    (Action::ShowPalette, "show-palette"),
    (Action::ShowHelp, "show-help"),
    (Action::Recall, "history"),
    (Action::Interrupt, "interrupt"),
    (Action::Suspend, "suspend"),
    (Action::Redraw, "redraw"),
    (Action::TogglePresenter, "toggle-presenter"),
    (Action::ToggleKeys, "toggle-keys"),
    (Action::Resume, "resume"),
    (Action::Complete, "complete"),
    (Action::Move(Motion::Up), "move-up"),
    (Action::Move(Motion::Down), "move-down"),
    (Action::NextStop, "next-stop"),
    (Action::Accept, "accept"),
    (Action::Edit(Edit::Newline), "edit-newline"),
    (Action::ExternalEditor, "external-editor"),
    (Action::Edit(Edit::Left), "edit-left"),
    (Action::Edit(Edit::Right), "edit-right"),
    (Action::Edit(Edit::WordLeft), "edit-word-left"),
    (Action::Edit(Edit::WordRight), "edit-word-right"),
    (Action::Edit(Edit::Home), "edit-home"),
    (Action::Edit(Edit::End), "edit-end"),
    (Action::Edit(Edit::Backspace), "edit-backspace"),
    (Action::Edit(Edit::Delete), "edit-delete"),
    (Action::Edit(Edit::DeleteWord), "edit-delete-word"),
    (Action::Edit(Edit::DeleteToStart), "edit-delete-to-start"),
    (Action::Edit(Edit::DeleteToEnd), "edit-delete-to-end"),
    (Action::Edit(Edit::Undo), "edit-undo"),
    (Action::Edit(Edit::Redo), "edit-redo"),
    (Action::FocusRequest, "focus-request"),
    (Action::FocusResponse, "focus-response"),
    (Action::FocusErrors, "focus-errors"),
    (Action::Zoom, "zoom"),
    (Action::SendAgain, "send-again"),
    (Action::Travel { forward: false }, "previous-response"),
    (Action::Travel { forward: true }, "next-response"),
    (Action::Experiment, "experiment"),
    (Action::SignIn, "sign-in"),
    (Action::CopyReport, "copy-report"),
    (Action::PrintCopied, "print-copied"),
    (Action::CopyToken, "copy-token"),
    (Action::ToggleMouse, "toggle-mouse"),
    (Action::PickStorefront, "pick-storefront"),
    (Action::Quit, "quit"),
    (Action::ToggleRow, "toggle-row"),
    (Action::EditRow, "edit-row"),
    (Action::NextMethod, "next-method"),
    (Action::ToggleDeveloper, "toggle-developer"),
    (Action::ToggleUser, "toggle-user"),
    (Action::EditPath, "edit-path"),
    (Action::EditHeaders, "edit-headers"),
    (Action::EditBody, "edit-body"),
    (Action::CopyCurl, "copy-curl"),
    (Action::CopyExport, "copy-export"),
    (Action::Visit, "go-there"),
    (Action::Move(Motion::In), "move-in"),
    (Action::Move(Motion::Out), "move-out"),
    (Action::Move(Motion::NextSibling), "move-next-sibling"),
    (Action::Move(Motion::PreviousSibling), "move-previous-sibling"),
    (Action::Move(Motion::First), "move-first"),
    (Action::Move(Motion::Last), "move-last"),
    (Action::Move(Motion::HalfPageDown), "move-half-page-down"),
    (Action::Move(Motion::HalfPageUp), "move-half-page-up"),
    (Action::Move(Motion::PageDown), "move-page-down"),
    (Action::Move(Motion::PageUp), "move-page-up"),
    (Action::Fold(Fold::Siblings { open: false }), "fold-siblings"),
    (Action::Fold(Fold::Siblings { open: true }), "unfold-siblings"),
    (Action::Fold(Fold::All { open: false }), "fold-all"),
    (Action::Fold(Fold::All { open: true }), "unfold-all"),
    (Action::Fold(Fold::Subtree { open: false }), "fold-subtree"),
    (Action::Fold(Fold::Subtree { open: true }), "unfold-subtree"),
    (Action::Fold(Fold::Level(1)), "fold-level-1"),
    (Action::Fold(Fold::Level(2)), "fold-level-2"),
    (Action::Fold(Fold::Level(3)), "fold-level-3"),
    (Action::Fold(Fold::Level(4)), "fold-level-4"),
    (Action::Fold(Fold::Level(5)), "fold-level-5"),
    (Action::Follow, "follow-next"),
    (Action::FollowAll, "follow-all"),
    (Action::Search, "search"),
    (Action::Filter, "filter"),
    (Action::Save, "save"),
    (Action::Open, "open"),
    (Action::Hit { forward: true }, "next-hit"),
    (Action::Hit { forward: false }, "previous-hit"),
    (Action::TogglePlain, "toggle-plain"),
    (Action::Copy(Part::Value), "copy-value"),
    (Action::Copy(Part::Key), "copy-key"),
    (Action::Copy(Part::Path), "copy-path"),
    (Action::Copy(Part::Pointer), "copy-pointer"),
    (Action::Copy(Part::Object), "copy-object"),
    (Action::ShowWays, "show-ways"),
    (Action::AskElsewhere, "ask-elsewhere"),
    (Action::ToggleHeaders, "toggle-headers"),
    (Action::TogglePreview, "toggle-preview"),
    (Action::ShowValue, "show-value"),
    (Action::Page, "page"),
    (Action::ShowResource, "show-resource"),
    (Action::ScrollPreview(Motion::Down), "scroll-preview-down"),
    (Action::ScrollPreview(Motion::Up), "scroll-preview-up"),
    (Action::Hold { is_page: false }, "hold-response"),
    (Action::Hold { is_page: true }, "hold-page"),
    (Action::Compare, "compare"),
    (Action::NextScope, "next-scope"),
    (Action::Switch, "switch"),
    (Action::Reuse, "reuse"),
    (Action::Difference { forward: true }, "next-difference"),
    (Action::Difference { forward: false }, "previous-difference"),
    (Action::Permit, "permit"),
    (Action::InsertExample, "insert-example"),
    (Action::CopyLink, "copy-link"),
    (Action::Decline, "decline"),
];

/// Every context that keys can be bound in.
const CONTEXTS: &[(Context, &str)] = &[
    (Context::Anywhere, "anywhere"),
    (Context::Panel, "panel"),
    (Context::Form, "form"),
    (Context::Response, "response"),
    (Context::Errors, "errors"),
    (Context::Field, "field"),
    (Context::Path, "path"),
    (Context::Stops, "stops"),
    (Context::Offers, "offers"),
    (Context::Chosen, "chosen"),
    (Context::Lines, "lines"),
    (Context::Search, "search"),
    (Context::Filter, "filter"),
    (Context::Save, "save"),
    (Context::Palette, "palette"),
    (Context::History, "history"),
    (Context::Help, "help"),
    (Context::Value, "value"),
    (Context::Comparison, "comparison"),
    (Context::Doctor, "doctor"),
    (Context::Endpoint, "endpoint"),
    (Context::SignIn, "sign-in"),
    (Context::Question, "question"),
];

/// The name that stands beside a thing; none beside one that nobody can name.
fn of<T: PartialEq>(table: &[(T, &'static str)], thing: &T) -> &'static str {
    table.iter().find(|(named, _)| named == thing).map_or("", |(_, name)| name)
}

/// The thing that has this name.
fn named<T: Copy>(table: &[(T, &str)], wanted: &str) -> Option<T> {
    table.iter().find(|(_, name)| *name == wanted).map(|(thing, _)| *thing)
}

impl Action {
    /// Its name in the configuration, such as `follow-next`.
    #[must_use]
    pub fn name(self) -> &'static str {
        of(ACTIONS, &self)
    }

    /// The action that has this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        named(ACTIONS, name)
    }
}

impl Context {
    /// Its name in the configuration, such as `response` or `sign-in`.
    #[must_use]
    pub fn name(self) -> &'static str {
        of(CONTEXTS, &self)
    }

    /// The context that has this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        named(CONTEXTS, name)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{super::BINDINGS, *};

    #[test]
    fn every_action_that_a_key_has_by_default_can_be_named_and_no_other() {
        for binding in BINDINGS {
            assert_eq!(Action::named(binding.action.name()), Some(binding.action), "{:?}", binding.action);
        }
        for (action, name) in ACTIONS {
            assert!(BINDINGS.iter().any(|binding| binding.action == *action), "{name}: no key has it");
        }
    }

    #[test]
    fn every_context_can_be_named() {
        for context in Context::ALL {
            assert_eq!(Context::named(context.name()), Some(context), "{context:?}");
        }
        assert_eq!(Context::named("nowhere"), None);
    }

    #[test]
    fn a_name_is_plain_and_stands_once() {
        let names = || ACTIONS.iter().map(|(_, name)| name).chain(CONTEXTS.iter().map(|(_, name)| name));
        for name in names() {
            let parts: Vec<_> = name.split('-').collect();
            let is_plain = |part: &&str| part.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit());
            assert!(parts.iter().all(|part| !part.is_empty() && is_plain(part)), "{name}");
        }
        assert_eq!(ACTIONS.iter().map(|(_, name)| name).collect::<BTreeSet<_>>().len(), ACTIONS.len());
        assert_eq!(CONTEXTS.iter().map(|(_, name)| name).collect::<BTreeSet<_>>().len(), CONTEXTS.len());
    }
}
