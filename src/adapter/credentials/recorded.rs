//! The keyring of a replay: it says which tokens go along, and holds none.

use super::{Keyring, developer::Developer, user::User};
use crate::domain::{
    profile::Recorded,
    secret::Secret,
    token::{Lifetime, Reading},
};

/// What stands in the place of a token. It is never sent, for a replay sends nothing.
const NO_TOKEN: &str = "replay";

impl Keyring {
    /// A keyring for a recording, with the tokens that went along when it was made.
    #[must_use]
    pub fn of_recording(recorded: Recorded) -> Self {
        let Recorded { name, origin, storefront, tokens } = recorded;
        let (token, source) = (|| Secret::new(NO_TOKEN.to_owned()), || "the recording".to_owned());
        let mut keyring = Self::empty(name, origin, storefront, Lifetime::default());
        keyring.is_recorded = true;
        if tokens.developer {
            let reading = Reading {
                algorithm: None,
                key_id: None,
                team_id: None,
                issued_at: None,
                expires_at: None,
                origin: None,
            };
            keyring.developer = Developer::Ready { token: token(), reading, source: source() };
        }
        if tokens.user {
            keyring.user = User::Set { token: token(), source: source() };
        }
        keyring
    }
}
