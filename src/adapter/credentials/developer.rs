//! The developer token of a keyring: one that is there, or a key that makes them.

use super::{ReadFault, signer};
use crate::domain::{
    profile::Where,
    secret::Secret,
    token::{
        self, DeveloperStanding, KeyId, Lifetime, Reading, TeamId, claims_to_mint,
        key::{self, PrivateKey},
    },
};

/// How much of a developer token may show (the rule of all screens: at most its first six characters).
const SHOWN: usize = 6;

/// How developer tokens come about.
pub(super) enum Developer {
    Missing,
    Faulty(String),
    Mint(Mint),
    Ready { token: Secret, reading: Reading, source: String },
}

/// A key, and whose it is.
pub(super) struct Mint {
    pub(super) team_id: TeamId,
    pub(super) key_id: KeyId,
    pub(super) key: PrivateKey,
    pub(super) source: String,
    /// What there is to say of the key, as sentences: repairs, and another service's name.
    pub(super) notes: Vec<String>,
}

impl Developer {
    pub(super) fn mint(
        team_id: TeamId,
        key_id: KeyId,
        text: Result<Secret, ReadFault>,
        source: String,
    ) -> Self {
        let key = match text {
            Ok(text) => key::read(&text).map_err(|fault| format!("{source}: {fault}")),
            Err(fault) => Err(fault.to_string()),
        };
        let mint = match key {
            Ok(key) => {
                let notes = key.repairs().iter().map(ToString::to_string).collect();
                Mint { team_id, key_id, key, source, notes }
            }
            Err(reason) => return Self::Faulty(reason),
        };
        // A key can say P-256 and still be none. One signature tells now, rather than at the first request.
        let probe = claims_to_mint(&mint.team_id, &mint.key_id, 0, Lifetime::default());
        match signer::sign(&probe, &mint.key) {
            Ok(_) => Self::Mint(mint),
            Err(fault) => Self::Faulty(format!("{}: {fault}", mint.source)),
        }
    }

    /// Adds what the name of the key's file says.
    pub(super) fn noting(mut self, place: &Where) -> Self {
        if let (Self::Mint(mint), Where::File { path, .. }) = (&mut self, place)
            && let Some(service) = key::other_service(path)
        {
            mint.notes.push(format!(
                "The file's name is that of a key for {service}. For Apple Music it takes a key with Media Services (MusicKit)."
            ));
        }
        self
    }

    pub(super) fn ready(text: Result<Secret, ReadFault>, source: String) -> Self {
        let text = match text {
            Ok(text) => text,
            Err(fault) => return Self::Faulty(fault.to_string()),
        };
        match token::read(&text) {
            Ok(reading) => {
                Self::Ready { token: Secret::new(text.expose().trim().to_owned()), reading, source }
            }
            Err(fault) => Self::Faulty(format!("{source}: {fault}")),
        }
    }

    pub(super) fn standing(&self, until: i64) -> DeveloperStanding {
        match self {
            Self::Missing => DeveloperStanding::Missing,
            Self::Faulty(reason) => DeveloperStanding::Faulty { reason: reason.clone() },
            Self::Mint(mint) => DeveloperStanding::Minted {
                key_id: mint.key_id.to_string(),
                team_id: mint.team_id.to_string(),
                expires_at: until,
                source: mint.source.clone(),
            },
            Self::Ready { token, reading, source } => DeveloperStanding::Ready {
                algorithm: reading.algorithm.clone(),
                key_id: reading.key_id.clone(),
                team_id: reading.team_id.clone(),
                expires_at: reading.expires_at,
                start: token.expose().chars().take(SHOWN).collect(),
                fingerprint: token.fingerprint(),
                source: source.clone(),
            },
        }
    }
}
