//! A private key as a text that somebody handed in: what it is, and whether it made a signature.

use std::fmt;

use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED, ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair, UnparsedPublicKey,
};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::domain::{
    secret::Secret,
    token::key::{self, KeyFault, Repair},
};

/// A private key. Holds its public half at most, and not even that once it went through JSON.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Key {
    /// What it is.
    pub state: KeyState,
    /// Lines of the text.
    pub lines: usize,
    /// The first 8 hex digits of the SHA-256 of the public half; none of a key that cannot be used.
    pub fingerprint: Option<String>,
    #[serde(skip)]
    public: Option<Vec<u8>>,
}

/// What the text turned out to be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KeyState {
    /// A P-256 key, as Apple hands it out or nearly so.
    Good,
    /// The two characters `\n` stand for line breaks.
    EscapedLineBreaks,
    /// BEGIN and END lines are missing.
    MissingLabels,
    /// The line breaks are gone.
    LostLineBreaks,
    /// Nothing there.
    Empty,
    /// It cannot be read: why.
    Unreadable(String),
    /// A public key or a certificate; which.
    Public(String),
    /// Encrypted.
    Encrypted,
    /// RSA.
    Rsa,
    /// Another curve or another kind of key; which.
    OtherCurve(String),
}

impl Key {
    /// Reads the text of a key.
    #[must_use]
    pub fn read(text: &Secret) -> Self {
        let lines = text.expose().lines().count();
        match key::read(text) {
            Ok(key) => {
                let public = public_half(key.der());
                let fingerprint = public.as_deref().map(fingerprint);
                let broken = || KeyState::Unreadable("its numbers do not make a key".to_owned());
                let state = if public.is_some() { repaired(key.repairs()) } else { broken() };
                Self { state, lines, fingerprint, public }
            }
            Err(fault) => Self { state: KeyState::of(&fault), lines, fingerprint: None, public: None },
        }
    }

    /// A key that could not even be read as text: no such file, a directory, no permission.
    #[must_use]
    pub fn unreadable(reason: String) -> Self {
        Self { state: KeyState::Unreadable(reason), lines: 0, fingerprint: None, public: None }
    }

    /// Whether signatures can be held against it.
    #[must_use]
    pub(super) fn can_verify(&self) -> bool {
        self.public.is_some()
    }

    /// Whether it made this signature (ES256, 64 bytes) of this message.
    #[must_use]
    pub(super) fn verifies(&self, message: &[u8], signature: &[u8]) -> bool {
        self.public.as_ref().is_some_and(|public| {
            UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, public).verify(message, signature).is_ok()
        })
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Key").field("state", &self.state).finish_non_exhaustive()
    }
}

fn public_half(der: &[u8]) -> Option<Vec<u8>> {
    let pair = EcdsaKeyPair::from_private_key_der(&ECDSA_P256_SHA256_FIXED_SIGNING, der).ok()?;
    Some(pair.public_key().as_ref().to_vec())
}

fn fingerprint(public: &[u8]) -> String {
    Sha256::digest(public).iter().take(4).map(|byte| format!("{byte:02x}")).collect()
}

/// The repair that other tools stumble over first; the rest they shrug off.
fn repaired(repairs: &[Repair]) -> KeyState {
    let states = [
        (Repair::EscapedLineBreaks, KeyState::EscapedLineBreaks),
        (Repair::MissingLabels, KeyState::MissingLabels),
        (Repair::LostLineBreaks, KeyState::LostLineBreaks),
    ];
    let found = states.into_iter().find(|(repair, _)| repairs.contains(repair));
    found.map_or(KeyState::Good, |(_, state)| state)
}

impl KeyState {
    fn of(fault: &KeyFault) -> Self {
        match fault {
            KeyFault::Empty => Self::Empty,
            KeyFault::Rsa => Self::Rsa,
            KeyFault::Encrypted => Self::Encrypted,
            KeyFault::PublicKey => Self::Public("PUBLIC KEY".to_owned()),
            KeyFault::Certificate => Self::Public("CERTIFICATE".to_owned()),
            KeyFault::OtherCurve(curve) => Self::OtherCurve((*curve).to_owned()),
            KeyFault::OtherAlgorithm(kind) => Self::OtherCurve((*kind).to_owned()),
            other => Self::Unreadable(other.to_string()),
        }
    }
}
