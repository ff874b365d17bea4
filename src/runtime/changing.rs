//! Changes the credentials in use. Their place is held meanwhile, so that a fetch waits for the new ones.

use std::sync::Arc;

use tokio::sync::{OwnedMutexGuard, mpsc};

use super::{opening::open, shared::Shared};
use crate::{
    adapter::{credentials::Keyring, store::Store},
    app::message::Message,
    domain::{
        profile::{Choice, Origin},
        secret::Secret,
    },
    sandbox::Scenario,
};

/// The place of the credentials, held.
type Slot = OwnedMutexGuard<Option<Keyring>>;

/// A change, answered by `Message::Standing` or `Message::NoProfile`.
pub(super) struct Change {
    shared: Shared,
    held: Option<Slot>,
    turn: u64,
    answers: mpsc::Sender<Message>,
}

impl Change {
    /// Takes the place now, if nobody has it.
    pub(super) fn begin(shared: &Shared, turn: u64, answers: &mpsc::Sender<Message>) -> Self {
        let held = Arc::clone(&shared.keyring).try_lock_owned().ok();
        Self { shared: shared.clone(), held, turn, answers: answers.clone() }
    }

    /// Reads the credentials of a choice. Those that cannot be had leave those in use where they are.
    pub(super) async fn take_up(mut self, choice: Choice, scenario: Scenario, store: Option<Store>) {
        let mut slot = self.slot().await;
        let message = match open(choice, &self.shared.sandbox, scenario, store.as_ref()).await {
            Ok(keyring) => self.is_in_use(slot.insert(keyring)).await,
            Err(reason) => self.is_refused(reason, slot.as_ref()),
        };
        self.end(slot, message).await;
    }

    /// Puts pasted tokens in place of a profile's own, if that profile is in use still, and speaks to this server.
    pub(super) async fn adopt(
        mut self,
        (profile, origin): (String, Origin),
        developer: Option<Secret>,
        user: Option<Secret>,
    ) {
        let mut slot = self.slot().await;
        let is_meant = |keyring: &&mut Keyring| keyring.profile() == profile && *keyring.origin() == origin;
        let message = match slot.as_mut().filter(is_meant) {
            Some(keyring) => {
                keyring.adopt(developer, user);
                self.is_in_use(keyring).await
            }
            None => {
                let reason = "the tokens that were pasted are for other credentials than those in use";
                self.is_refused(reason.to_owned(), slot.as_ref())
            }
        };
        self.end(slot, message).await;
    }

    async fn slot(&mut self) -> Slot {
        match self.held.take() {
            Some(slot) => slot,
            None => Arc::clone(&self.shared.keyring).lock_owned().await,
        }
    }

    async fn is_in_use(&self, keyring: &mut Keyring) -> Message {
        let now = super::now() / 1000;
        // A token may have to be made for what is told.
        self.shared.tell_facts(keyring, now, &self.answers).await;
        self.shared.know(keyring.secrets());
        Message::Standing { turn: self.turn, standing: Box::new(keyring.standing(now)) }
    }

    fn is_refused(&self, reason: String, in_use: Option<&Keyring>) -> Message {
        let standing = in_use.map(|keyring| Box::new(keyring.standing(super::now() / 1000)));
        Message::NoProfile { turn: self.turn, reason, standing }
    }

    async fn end(self, slot: Slot, message: Message) {
        drop(slot);
        // The loop has ended when nobody receives any more.
        let _ = self.answers.send(message).await;
    }
}
