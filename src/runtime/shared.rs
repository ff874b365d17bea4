//! What tasks share: the credentials in use, the connections, and the secrets that must not come back out.

use std::sync::{Arc, PoisonError};

use tokio::sync::{Mutex, mpsc};

use super::blot::Blots;
use crate::{
    adapter::{credentials::Keyring, http::Http},
    app::message::Message,
    domain::{doctor, secret::Secret},
    sandbox,
};

/// What tasks share; a clone shares it too.
#[derive(Clone)]
pub(super) struct Shared {
    /// None until credentials have been read; a fetch waits for them.
    pub keyring: Arc<Mutex<Option<Keyring>>>,
    /// None until it is chosen for the first time.
    pub sandbox: Arc<Mutex<Option<sandbox::Running>>>,
    /// All secrets that were read in this run, of whichever profile: none of them may get into the draft.
    known: Arc<std::sync::Mutex<Vec<Secret>>>,
    /// What to look for in answers, for the secrets of the last one.
    blots: Arc<std::sync::Mutex<Option<Arc<Blots>>>>,
    /// What was told of the credentials last.
    told: Arc<std::sync::Mutex<Option<Arc<doctor::Credentials>>>>,
    pub http: Http,
}

impl Shared {
    /// Nothing is read yet.
    pub(super) fn new(http: Http) -> Self {
        Self {
            keyring: Arc::default(),
            sandbox: Arc::default(),
            known: Arc::default(),
            blots: Arc::default(),
            told: Arc::default(),
            http,
        }
    }

    /// All secrets of this run.
    pub(super) fn known(&self) -> Vec<Secret> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Keeps these secrets in mind, until the run ends.
    pub(super) fn know(&self, secrets: impl IntoIterator<Item = Secret>) {
        self.known.lock().unwrap_or_else(PoisonError::into_inner).extend(secrets);
    }

    /// What to look for in an answer to a request with these secrets.
    pub(super) fn blots(&self, secrets: Vec<Secret>) -> Arc<Blots> {
        let mut kept = self.blots.lock().unwrap_or_else(PoisonError::into_inner);
        match kept.as_ref().filter(|blots| blots.are_of(&secrets)) {
            Some(blots) => Arc::clone(blots),
            None => Arc::clone(kept.insert(Arc::new(Blots::of(secrets)))),
        }
    }

    /// Tells what may be known of the credentials, unless that has been told.
    pub(super) async fn tell_facts(&self, keyring: &mut Keyring, now: i64, answers: &mpsc::Sender<Message>) {
        let (facts, usable) = (keyring.facts(now), keyring.usable(now));
        {
            let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
            if told.as_ref().is_some_and(|told| Arc::ptr_eq(told, &facts)) {
                return;
            }
            *told = Some(Arc::clone(&facts));
        }
        // The loop has ended when nobody receives any more.
        let _ = answers.send(Message::Facts(facts, usable)).await;
    }

    /// The developer token of a profile, or why it cannot be had now.
    pub(super) fn developer_token(&self, profile: &str) -> Result<Secret, String> {
        let mut slot = match self.keyring.try_lock() {
            Ok(slot) => slot,
            Err(_) => return Err("the credentials are in use just now; try again in a moment".to_owned()),
        };
        let keyring = slot.as_mut().filter(|keyring| keyring.profile() == profile);
        let keyring = keyring
            .ok_or_else(|| format!("nothing was copied: the profile {profile} is not in use any more"))?;
        let token = keyring.developer_token(super::now() / 1000).map_err(|fault| fault.to_string())?;
        // It may have been made just now, and must not get into a draft either.
        self.know(keyring.secrets());
        Ok(token)
    }
}
