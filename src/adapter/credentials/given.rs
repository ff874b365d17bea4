//! What was handed in, as it was: the texts that the doctor's facts are read from.

use std::sync::Arc;

use super::{Keyring, ReadFault};
use crate::domain::{
    doctor::{Credentials, Usable},
    profile::{DeveloperPlan, Where},
    secret::Secret,
};

/// The texts, good or faulty, and where each came from.
#[derive(Default)]
pub(super) struct Given {
    developer: Text,
    user: Text,
    key: Text,
    key_file: Option<String>,
    key_id: Option<String>,
    team_id: Option<String>,
    /// When the user token was put into its file; no other source tells.
    pub(super) user_obtained_at: Option<i64>,
    /// What was read off them, with the developer token that it was read with.
    read: Option<(Option<Secret>, Arc<Credentials>)>,
}

/// The user token before a sign-in.
pub(super) struct UserBefore {
    user: Text,
    obtained_at: Option<i64>,
}

/// One text, or why it could not be had.
#[derive(Clone, Default)]
struct Text {
    text: Option<Result<Secret, String>>,
    source: Option<String>,
}

impl Text {
    fn secret(&self) -> Option<&Secret> {
        self.text.as_ref().and_then(|text| text.as_ref().ok())
    }
}

impl Given {
    /// Notes the ids and the file that a plan names.
    pub(super) fn of_plan(plan: &DeveloperPlan) -> Self {
        let mut given = Self::default();
        if let DeveloperPlan::Mint { team_id, key_id, key } = plan {
            given.name(team_id.as_str(), key_id.as_str());
            if let Where::File { path, .. } = key {
                given.key_file = path.file_name().map(|name| name.to_string_lossy().into_owned());
            }
        }
        given
    }

    /// Notes the ids that are configured.
    pub(super) fn name(&mut self, team_id: &str, key_id: &str) {
        self.team_id = Some(team_id.to_owned());
        self.key_id = Some(key_id.to_owned());
    }

    pub(super) fn developer(&mut self, text: &Result<Secret, ReadFault>, source: &str) {
        self.developer = Text::of(text, source);
    }

    pub(super) fn user(&mut self, text: &Result<Secret, ReadFault>, source: &str) {
        self.user = Text::of(text, source);
    }

    /// Another user token is in use from now on.
    pub(super) fn sign_in(&mut self, text: &Result<Secret, ReadFault>, source: &str, at: Option<i64>) {
        self.user(text, source);
        self.user_obtained_at = at;
        self.read = None;
    }

    pub(super) fn user_before(&self) -> UserBefore {
        UserBefore { user: self.user.clone(), obtained_at: self.user_obtained_at }
    }

    pub(super) fn go_back(&mut self, before: UserBefore) {
        (self.user, self.user_obtained_at, self.read) = (before.user, before.obtained_at, None);
    }

    pub(super) fn key(&mut self, text: &Result<Secret, ReadFault>, source: &str) {
        self.key = Text::of(text, source);
    }
}

impl Text {
    fn of(text: &Result<Secret, ReadFault>, source: &str) -> Self {
        let text = text.clone().map_err(|fault| fault.to_string());
        Self { text: Some(text), source: Some(source.to_owned()) }
    }
}

impl Keyring {
    /// What may be known of the credentials, for the doctor. `now` is in seconds since the epoch; a developer token is
    /// minted if one has to be. What was read once is kept until the token is another.
    pub fn facts(&mut self, now: i64) -> Arc<Credentials> {
        if self.is_recorded {
            // Nothing is at hand that could be judged.
            let none = || Arc::new(Credentials { is_recorded: true, ..Credentials::default() });
            let (_, facts) = self.given.read.get_or_insert_with(|| (None, none()));
            return Arc::clone(facts);
        }
        let sent = self.developer_token(now).ok();
        let token = sent.clone().or_else(|| self.given.developer.secret().cloned());
        if let Some((_, facts)) = self.given.read.as_ref().filter(|(known, _)| *known == token) {
            return Arc::clone(facts);
        }
        let given = &self.given;
        let key = given.key.text.as_ref().map(|text| text.as_ref().map_err(Clone::clone));
        let minted = sent.is_some() && given.developer.text.is_none();
        let facts = Credentials {
            developer_source: match minted {
                true => Some("the private key, minted here".to_owned()),
                false => given.developer.source.clone(),
            },
            user_source: given.user.source.clone(),
            user_obtained_at: given.user_obtained_at,
            key_source: given.key.source.clone(),
            key_file: given.key_file.clone(),
            key_id: given.key_id.clone(),
            team_id: given.team_id.clone(),
            ..Credentials::read(token.as_ref(), given.user.secret(), key)
        };
        let facts = Arc::new(facts);
        self.given.read = Some((token, Arc::clone(&facts)));
        facts
    }

    /// Which of the tokens can be put into a request.
    pub fn usable(&mut self, now: i64) -> Usable {
        Usable { developer: self.developer_token(now).is_ok(), user: self.user_token().is_ok() }
    }
}
