//! What a restricted run does not carry out, whatever asks for it, is answered as a failure of it would be.

use super::probing;
use crate::{
    app::{effect::Effect, errors, message::Message, message::Outcome, signing::Step},
    domain::{doctor::told::Role, leave::Refusal, saving::SaveFault},
};

/// The answer to an effect that is refused.
pub(super) fn answer(effect: Effect, refusal: Refusal) -> Message {
    let reason = refusal.to_string();
    match effect {
        Effect::Fetch { id, .. } => {
            let outcome = Box::new(Outcome::Unsent(errors::refused_here(&refusal)));
            Message::Fetched { id, outcome, standing: None }
        }
        Effect::Ask { turn, question, .. } => {
            Message::Asked { turn, exchange: Box::new(probing::unasked(&question, reason)) }
        }
        Effect::Adopt { turn, .. } => Message::NoProfile { turn, reason, standing: None },
        Effect::SignIn { turn, .. } => {
            Message::SigningIn { turn, step: Box::new(Step::Ended(vec![(Role::Bad, reason)])) }
        }
        Effect::Save { path, .. } => Message::Saved { path, outcome: Err(SaveFault::Refused(refusal)) },
        // It becomes a notice.
        _ => Message::Copied(Err(reason)),
    }
}
