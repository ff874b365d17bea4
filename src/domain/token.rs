//! Developer token claims and what names them: Team ID, Key ID, lifetime. The executor signs; nothing here does.
//!
//! Rules from Apple's article "Generating developer tokens": ES256, `kid` and `iss` of 10 characters, `iat` and `exp` in
//! whole seconds since the epoch, `exp` at most 15777000 s ahead of the server's clock.

mod reading;
mod standing;
mod user;

pub mod key;

use std::fmt;
use std::path::Path;
use std::str::FromStr;

use serde::Deserialize;
use thiserror::Error;

pub use reading::{Reading, TokenFault, read};
pub use standing::{DeveloperStanding, Standing, UserStanding};
pub use user::{UserTokenFault, read_user_token};

/// Apple judges `iat` by its own clock: a minute back keeps a slightly fast local clock from being "in the future".
const BACKDATED: i64 = 60;

/// What a developer token says, before it is signed. Times are seconds since the epoch, UTC.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claims {
    /// The header's `kid`.
    pub key_id: String,
    /// The payload's `iss`.
    pub team_id: String,
    /// The payload's `iat`.
    pub issued_at: i64,
    /// The payload's `exp`.
    pub expires_at: i64,
    /// The payload's `origin`: the web origins that may use the token; `None` outside a browser.
    pub origin: Option<Vec<String>>,
}

/// The claims of a token minted at `now`: issued 60 s ago, good for `lifetime` from now.
#[must_use]
pub fn claims_to_mint(team_id: &TeamId, key_id: &KeyId, now: i64, lifetime: Lifetime) -> Claims {
    Claims {
        key_id: key_id.as_str().to_owned(),
        team_id: team_id.as_str().to_owned(),
        issued_at: now.saturating_sub(BACKDATED),
        expires_at: now.saturating_add(lifetime.seconds()),
        origin: None,
    }
}

/// How long a minted token lives: 1 second to 180 days, 12 hours unless told otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(try_from = "String")]
pub struct Lifetime(i64);

impl Lifetime {
    /// The longest life we mint, in seconds: 180 days. Apple's cap is 15777000 s, and exactly that was refused in the field.
    pub const LONGEST: i64 = 180 * 24 * 3600;

    /// Checks a number of seconds.
    ///
    /// # Errors
    /// [`LifetimeFault`] when it is under 1 second or over 180 days.
    pub fn from_seconds(seconds: i64) -> Result<Self, LifetimeFault> {
        match seconds {
            ..=0 => Err(LifetimeFault::TooShort),
            1..=Self::LONGEST => Ok(Self(seconds)),
            _ => Err(LifetimeFault::TooLong),
        }
    }

    /// The life in seconds.
    #[must_use]
    pub fn seconds(self) -> i64 {
        self.0
    }
}

impl Default for Lifetime {
    fn default() -> Self {
        // Long enough for a day's work, short enough that a leaked token dies overnight.
        Self(12 * 3600)
    }
}

impl FromStr for Lifetime {
    type Err = LifetimeFault;

    /// Reads `12h`, `30m`, `180d` or `3600s`.
    fn from_str(text: &str) -> Result<Self, LifetimeFault> {
        let text = text.trim();
        let digits = text.trim_end_matches(|c: char| !c.is_ascii_digit());
        let factor = match &text[digits.len()..] {
            "s" => 1,
            "m" => 60,
            "h" => 3600,
            "d" => 24 * 3600,
            _ => return Err(LifetimeFault::Shape),
        };
        if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(LifetimeFault::Shape);
        }
        let count: i64 = digits.parse().map_err(|_| LifetimeFault::TooLong)?;
        Self::from_seconds(count.checked_mul(factor).ok_or(LifetimeFault::TooLong)?)
    }
}

impl TryFrom<String> for Lifetime {
    type Error = LifetimeFault;

    fn try_from(text: String) -> Result<Self, LifetimeFault> {
        text.parse()
    }
}

impl fmt::Display for Lifetime {
    /// The largest unit that divides it: `12h`, `90m`, `180d`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (unit, seconds) in [("d", 24 * 3600), ("h", 3600), ("m", 60)] {
            if self.0 % seconds == 0 {
                return write!(f, "{}{unit}", self.0 / seconds);
            }
        }
        write!(f, "{}s", self.0)
    }
}

/// Why a text is no token lifetime.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum LifetimeFault {
    /// No number with a unit.
    #[error("A token lifetime is a number with s, m, h or d, such as 30m, 12h or 180d.")]
    Shape,
    /// Zero or less.
    #[error("A token lifetime is at least 1 second. Write something like 12h.")]
    TooShort,
    /// Over 180 days.
    #[error(
        "A token lifetime is at most 180 days: Apple refuses tokens that expire more than six months ahead."
    )]
    TooLong,
}

/// Which of the two identifiers a fault is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Identifier {
    /// Names the developer account; the token's `iss`.
    TeamId,
    /// Names the private key; the token's `kid`.
    KeyId,
}

impl fmt::Display for Identifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::TeamId => "Team ID",
            Self::KeyId => "Key ID",
        })
    }
}

/// Why a text is no Team ID or Key ID. The text itself is not repeated: people paste tokens into the wrong field.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum IdFault {
    /// Nothing there.
    #[error("The {0} is empty. It has 10 characters, A to Z and 0 to 9.")]
    Empty(Identifier),
    /// A UUID: the issuer of App Store Connect keys.
    #[error(
        "That is an issuer ID of App Store Connect, not a Team ID. The Team ID is under Membership in your account."
    )]
    IssuerId,
    /// Has dots: a Media ID or a bundle ID.
    #[error(
        "That is a Media ID or a bundle ID, not a {0}. The Key ID is in the file name AuthKey_<Key ID>.p8."
    )]
    Dotted(Identifier),
    /// Right but for the case of its letters.
    #[error("The {0} has lower-case letters. Write it in capitals, as in your developer account.")]
    LowerCase(Identifier),
    /// Not 10 characters.
    #[error("The {what} has {length} characters, not 10. Copy it again from your developer account.")]
    Length {
        /// Which identifier.
        what: Identifier,
        /// How many characters it has.
        length: usize,
    },
    /// A character that cannot be in it.
    #[error("The {what} contains {character:?}. It has A to Z and 0 to 9 only.")]
    Character {
        /// Which identifier.
        what: Identifier,
        /// The first character that doesn't belong.
        character: char,
    },
}

/// A Team ID: 10 of A to Z and 0 to 9.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Deserialize)]
#[serde(try_from = "String")]
pub struct TeamId(String);

/// A Key ID: 10 of A to Z and 0 to 9.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Deserialize)]
#[serde(try_from = "String")]
pub struct KeyId(String);

impl KeyId {
    /// Reads the Key ID off the name that Apple gives the file, `AuthKey_<Key ID>.p8`; `None` for any other name.
    #[must_use]
    pub fn from_file_name(path: &Path) -> Option<Self> {
        let name = path.file_name()?.to_str()?;
        name.strip_prefix("AuthKey_")?.strip_suffix(".p8")?.parse().ok()
    }

    /// The 10 characters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TeamId {
    /// The 10 characters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for TeamId {
    type Err = IdFault;

    fn from_str(text: &str) -> Result<Self, IdFault> {
        check_id(Identifier::TeamId, text).map(Self)
    }
}

impl FromStr for KeyId {
    type Err = IdFault;

    fn from_str(text: &str) -> Result<Self, IdFault> {
        check_id(Identifier::KeyId, text).map(Self)
    }
}

impl TryFrom<String> for TeamId {
    type Error = IdFault;

    fn try_from(text: String) -> Result<Self, IdFault> {
        text.parse()
    }
}

impl TryFrom<String> for KeyId {
    type Error = IdFault;

    fn try_from(text: String) -> Result<Self, IdFault> {
        text.parse()
    }
}

impl fmt::Display for TeamId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn check_id(what: Identifier, text: &str) -> Result<String, IdFault> {
    let text = text.trim();
    let length = text.chars().count();
    if text.is_empty() {
        return Err(IdFault::Empty(what));
    }
    if what == Identifier::TeamId && is_uuid(text) {
        return Err(IdFault::IssuerId);
    }
    if text.contains('.') && length < 100 {
        return Err(IdFault::Dotted(what));
    }
    if length != 10 {
        return Err(IdFault::Length { what, length });
    }
    if let Some(character) = text.chars().find(|c| !c.is_ascii_alphanumeric()) {
        return Err(IdFault::Character { what, character });
    }
    if text.bytes().any(|byte| byte.is_ascii_lowercase()) {
        return Err(IdFault::LowerCase(what));
    }
    Ok(text.to_owned())
}

fn is_uuid(text: &str) -> bool {
    let lengths: Vec<usize> = text.split('-').map(str::len).collect();
    lengths == [8, 4, 4, 4, 12] && text.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn lifetimes() {
        for (text, expected) in [
            ("12h", Ok(43_200)),
            ("30m", Ok(1800)),
            ("180d", Ok(15_552_000)),
            (" 3600s ", Ok(3600)),
            ("1s", Ok(1)),
            ("0s", Err(LifetimeFault::TooShort)),
            ("181d", Err(LifetimeFault::TooLong)),
            ("99999999999999999999d", Err(LifetimeFault::TooLong)),
            ("9223372036854775807d", Err(LifetimeFault::TooLong)),
            ("12", Err(LifetimeFault::Shape)),
            ("h", Err(LifetimeFault::Shape)),
            ("1y", Err(LifetimeFault::Shape)),
            ("-1h", Err(LifetimeFault::Shape)),
            ("1h30m", Err(LifetimeFault::Shape)),
            ("1é", Err(LifetimeFault::Shape)),
            ("", Err(LifetimeFault::Shape)),
        ] {
            assert_eq!(text.parse::<Lifetime>().map(Lifetime::seconds), expected, "{text}");
        }
        assert_eq!(Lifetime::default().to_string(), "12h");
    }

    #[test]
    fn identifiers() {
        let length = |length| IdFault::Length { what: Identifier::KeyId, length };
        for (text, expected) in [
            ("FICTION001", Ok(())),
            (" FICTION001\n", Ok(())),
            ("", Err(IdFault::Empty(Identifier::KeyId))),
            ("fiction001", Err(IdFault::LowerCase(Identifier::KeyId))),
            ("FICTION1", Err(length(8))),
            ("media.com.example.music", Err(IdFault::Dotted(Identifier::KeyId))),
            ("FICTION 01", Err(IdFault::Character { what: Identifier::KeyId, character: ' ' })),
        ] {
            assert_eq!(text.parse::<KeyId>().map(|_| ()), expected, "{text}");
        }
        let issuer = "69a6de7e-03a8-47e3-e053-5b8c7c11a4d1".parse::<TeamId>();
        assert_eq!(issuer, Err(IdFault::IssuerId));
    }

    #[test]
    fn key_id_from_the_file_name() {
        for (path, expected) in [
            ("/keys/AuthKey_FICTION001.p8", Some("FICTION001")),
            ("AuthKey_ABC.p8", None),
            ("SubscriptionKey_FICTION001.p8", None),
            ("AuthKey_FICTION001 (1).p8", None),
        ] {
            assert_eq!(
                KeyId::from_file_name(Path::new(path)).map(|id| id.to_string()).as_deref(),
                expected,
                "{path}"
            );
        }
    }

    #[test]
    fn claims_are_backdated_by_a_minute() {
        let (team, key) = ("FICTIONTEA".parse().unwrap(), "FICTION001".parse().unwrap());
        let claims = claims_to_mint(&team, &key, 1_000_000, "1h".parse().unwrap());
        assert_eq!((claims.issued_at, claims.expires_at, claims.origin), (999_940, 1_003_600, None));
    }

    proptest! {
        #[test]
        fn a_lifetime_reads_back_as_it_is_written(seconds in 1..=Lifetime::LONGEST) {
            let lifetime = Lifetime::from_seconds(seconds).unwrap();
            prop_assert_eq!(lifetime.to_string().parse(), Ok(lifetime));
        }
    }
}
