//! What is known of the credentials in use: the part of the evidence that stays the same from request to request.

use super::{
    evidence::Evidence,
    facts::{DeveloperToken, Key, UserToken},
};
use crate::domain::secret::Secret;

/// Facts about the credentials in use, and where each came from.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Credentials {
    /// The developer token that was sent last, or would be sent.
    pub developer: Option<DeveloperToken>,
    /// Where it came from, in words.
    pub developer_source: Option<String>,
    /// The Music User Token.
    pub user: Option<UserToken>,
    /// Where it came from, in words.
    pub user_source: Option<String>,
    /// When it was stored, in seconds since the epoch.
    pub user_obtained_at: Option<i64>,
    /// The private key.
    pub key: Option<Key>,
    /// The name of its file.
    pub key_file: Option<String>,
    /// Where it came from, in words.
    pub key_source: Option<String>,
    /// The configured Key ID.
    pub key_id: Option<String>,
    /// The configured Team ID.
    pub team_id: Option<String>,
    /// There are none by design: a recording answers, and nothing is sent.
    pub is_recorded: bool,
}

/// What can be put into a request as it is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Usable {
    /// There is a developer token that can be sent.
    pub developer: bool,
    /// There is a Music User Token that can be sent.
    pub user: bool,
}

impl Credentials {
    /// Facts about texts that were read. The key's text may be missing because it could not be read: the reason, then.
    #[must_use]
    pub fn read(
        developer: Option<&Secret>,
        user: Option<&Secret>,
        key: Option<Result<&Secret, String>>,
    ) -> Self {
        let key = key.map(|key| key.map_or_else(Key::unreadable, Key::read));
        Self {
            developer: developer.and_then(|token| DeveloperToken::read(token, key.as_ref())),
            user: user.and_then(|token| UserToken::read(token, developer)),
            key,
            ..Self::default()
        }
    }

    /// Evidence with nothing in it but these, at a time of the local clock.
    #[must_use]
    pub fn evidence(&self, now: i64) -> Evidence {
        Evidence {
            developer: self.developer.clone(),
            user: self.user.clone(),
            user_obtained_at: self.user_obtained_at,
            key: self.key.clone(),
            key_file: self.key_file.clone(),
            key_id: self.key_id.clone(),
            team_id: self.team_id.clone(),
            is_recorded: self.is_recorded,
            now,
            ..Evidence::default()
        }
    }
}
