//! The Music User Token of a keyring.

use super::{ReadFault, expand_home};
use crate::domain::{
    profile::Where,
    secret::Secret,
    token::{self, UserStanding},
};

/// A Music User Token, if there is one that can be used.
pub(super) enum User {
    Missing,
    Faulty(String),
    Set { token: Secret, source: String },
}

impl User {
    pub(super) fn new(text: Result<Secret, ReadFault>, source: String) -> Self {
        match text {
            Err(fault) => Self::Faulty(fault.to_string()),
            Ok(text) => match token::read_user_token(&text) {
                Ok(token) => Self::Set { token, source },
                Err(fault) => Self::Faulty(format!("{source}: {fault}")),
            },
        }
    }

    pub(super) fn standing(&self) -> UserStanding {
        match self {
            Self::Missing => UserStanding::Missing,
            Self::Faulty(reason) => UserStanding::Faulty { reason: reason.clone() },
            Self::Set { token, source } => UserStanding::of(token, source),
        }
    }
}

/// When a secret was put into its file, in seconds since the epoch.
pub(super) fn stored_at(place: &Where) -> Option<i64> {
    let Where::File { path, .. } = place else { return None };
    let modified = std::fs::metadata(expand_home(path)).ok()?.modified().ok()?;
    let since = modified.duration_since(std::time::UNIX_EPOCH).ok()?;
    i64::try_from(since.as_secs()).ok()
}
