//! What an action or an effect would do beyond the screen, for the rules of a restricted run.

use super::{effect::Effect, keymap::Action};
use crate::domain::leave::{Deed, Leave, Refusal};

impl Action {
    /// What it is for, if that can be switched off.
    #[must_use]
    pub const fn deed(self) -> Option<Deed> {
        match self {
            Self::Save => Some(Deed::Save),
            Self::ExternalEditor => Some(Deed::Edit),
            Self::Page => Some(Deed::Page),
            Self::Suspend => Some(Deed::Suspend),
            Self::SignIn | Self::CopyLink => Some(Deed::SignIn),
            Self::CopyToken => Some(Deed::CopyToken),
            Self::Permit => Some(Deed::AskElsewhere),
            // What these come to is asked for as an effect.
            _ => None,
        }
    }

    /// Asks for it.
    ///
    /// # Errors
    /// Why it is switched off.
    pub fn check(self, leave: &Leave) -> Result<(), Refusal> {
        self.deed().map_or(Ok(()), |deed| leave.check(deed))
    }
}

impl Effect {
    /// Asks for it. There is a line for every effect, so that a new one is judged before it can be used.
    ///
    /// # Errors
    /// Why it is not carried out.
    pub fn check(&self, leave: &Leave) -> Result<(), Refusal> {
        match self {
            Self::Fetch { request, .. } => leave.check_request(request),
            Self::Ask { question, .. } if question.to_apple => leave.check(Deed::AskElsewhere),
            Self::Ask { question, .. } => leave.check_target(&question.target),
            Self::Adopt { .. } => leave.check(Deed::TakeTokens),
            Self::EditBody(_) => leave.check(Deed::Edit),
            Self::Page(_) => leave.check(Deed::Page),
            Self::Save { .. } => leave.check(Deed::Save),
            Self::SignIn { .. } => leave.check(Deed::SignIn),
            Self::CopyToken { .. } => leave.check(Deed::CopyToken),
            Self::Suspend => leave.check(Deed::Suspend),
            // The state of the account, the screen, and what runs already. What a profile leads to is judged where it is read,
            // and no text that is copied holds a secret.
            Self::Keep(_)
            | Self::Cancel(_)
            | Self::Tick(_)
            | Self::Wait { .. }
            | Self::UseProfile { .. }
            | Self::Arm { .. }
            | Self::Search(_)
            | Self::Filter { .. }
            | Self::EndSignIn
            | Self::EndAsking
            | Self::EndFilter
            | Self::Remember(_)
            | Self::Forget(_)
            | Self::Recall { .. }
            | Self::Copy { .. }
            | Self::Print(_)
            | Self::Quit => Ok(()),
        }
    }
}
