//! What the screen may know of the credentials: who they are, where they came from, how long they last. No secret inside.

use crate::domain::clock::{self, ServerTime};
use crate::domain::profile::Origin;
use crate::domain::secret::{Secret, Trace};

/// The credentials in use, as the title line and the request panel show them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// `sandbox`, `environment`, or the profile's name.
    pub profile: String,
    /// The one server that may see these credentials.
    pub origin: Origin,
    /// The storefront that paths are completed with, such as `us`.
    pub storefront: String,
    /// The developer token.
    pub developer: DeveloperStanding,
    /// The Music User Token.
    pub user: UserStanding,
    /// The clock of that server as the last answer told it; `None` before one did.
    pub clock: Option<ServerTime>,
}

impl Standing {
    /// The server's time as far as it is known, when it is `now` here; in seconds. It decides what has ended.
    #[must_use]
    pub fn server_time(&self, now: i64) -> i64 {
        clock::corrected(now, self.clock)
    }
}

/// How it stands with the developer token. Times are seconds since the epoch, by the server's clock where it is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeveloperStanding {
    /// Nothing was set.
    Missing,
    /// Its source is being read.
    Starting,
    /// Something was set, and it cannot be used.
    Faulty {
        /// What is wrong and what to do, as a sentence.
        reason: String,
    },
    /// Made from a private key whenever one is needed.
    Minted {
        /// The Key ID it is signed with.
        key_id: String,
        /// The Team ID it is issued by.
        team_id: String,
        /// When the token in use ends; when the next one would, while none is in use yet.
        expires_at: i64,
        /// Where the key came from, such as `AuthKey_FICTION001.p8 (APPLE_MUSIC_PRIVATE_KEY_PATH)`.
        source: String,
    },
    /// Ready-made: it cannot be renewed here.
    Ready {
        /// Its `alg`, when it says one.
        algorithm: Option<String>,
        /// Its `kid`, when it says one.
        key_id: Option<String>,
        /// Its `iss`, when it says one.
        team_id: Option<String>,
        /// Its `exp`, when it says one.
        expires_at: Option<i64>,
        /// Its first six characters, which are nearly the same for all.
        start: String,
        /// The first 8 hex digits of its SHA-256.
        fingerprint: String,
        /// Where it came from.
        source: String,
    },
}

/// How it stands with the Music User Token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UserStanding {
    /// Nothing was set.
    Missing,
    /// Its source is being read, or a sign-in is under way.
    Starting,
    /// Something was set, and it cannot be used.
    Faulty {
        /// What is wrong and what to do, as a sentence.
        reason: String,
    },
    /// There is one; it is opaque, so nothing more can be said.
    Set {
        /// Where it came from.
        source: String,
        /// The first 8 hex digits of its SHA-256.
        fingerprint: String,
        /// What tells it again where it must not show.
        trace: Trace,
    },
}

impl UserStanding {
    /// Of a token from a source.
    #[must_use]
    pub fn of(token: &Secret, source: &str) -> Self {
        Self::Set { source: source.to_owned(), fingerprint: token.fingerprint(), trace: Trace::of(token) }
    }
}
