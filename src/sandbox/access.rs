//! The credentials of a sandbox: a key pair that opens nothing else, and the tokens made with it.

use std::fmt;
use std::io;

use jsonwebtoken::jwk::Jwk;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header};
use serde_json::{Value, json};

use crate::sandbox::clock;
use crate::sandbox::mix::{Mix, word};
use crate::sandbox::scenario::Scenario;

/// Generated once for the sandbox. It is in the source on purpose: it opens nothing but a sandbox.
const PRIVATE_KEY: &str = include_str!("key.p8");

/// As [`PRIVATE_KEY`]: a key that the sandbox does not know.
const OTHER_KEY: &str = include_str!("other.p8");

pub(super) const KEY_ID: &str = "SANDBOX001";
pub(super) const TEAM_ID: &str = "SEGUETEAM1";

/// A working day and a rehearsal: long enough to never expire on a stage.
const LIFETIME: i64 = 12 * 60 * 60;
/// Issued a minute ago, so that a clock a little behind does not read it as coming from the future.
const HEAD_START: i64 = 60;

/// What a client needs to be let in.
#[derive(Clone)]
pub struct Access {
    /// `http://127.0.0.1:PORT`, without a slash at the end.
    pub origin: String,
    /// An ES256 developer token, valid for 12 hours unless something is wrong with it on purpose.
    pub developer_token: String,
    /// An opaque Music User Token; empty where there is none on purpose.
    pub user_token: String,
    /// The `kid` of the developer token.
    pub key_id: String,
    /// The `iss` of the developer token.
    pub team_id: String,
    /// The key that signs developer tokens for this sandbox, as PKCS#8 PEM.
    pub private_key: String,
    /// The developer token is bad on purpose: it is to be sent as it is, and none to be made in its place.
    pub is_ailing: bool,
}

impl Access {
    /// Signs the tokens for a sandbox at this port.
    pub(super) fn issue(port: u16, seed: u64, scenario: Scenario) -> io::Result<Self> {
        let ailing = scenario.developer_token(clock::now(), LIFETIME);
        let is_ailing = ailing.is_some();
        let token = match ailing {
            None => developer_token(),
            Some((header, claims)) => ailing_token(scenario, header, &claims),
        };
        Ok(Self {
            is_ailing,
            origin: format!("http://127.0.0.1:{port}"),
            developer_token: token.map_err(io::Error::other)?,
            user_token: if scenario == Scenario::NoUserToken { String::new() } else { user_token(seed) },
            key_id: KEY_ID.to_owned(),
            team_id: TEAM_ID.to_owned(),
            private_key: PRIVATE_KEY.to_owned(),
        })
    }

    /// One line of JSON for scripts: origin, both tokens, key id and team id; never the private key.
    #[must_use]
    pub fn to_json_line(&self) -> String {
        json!({
            "origin": self.origin,
            "developer_token": self.developer_token,
            "user_token": self.user_token,
            "key_id": self.key_id,
            "team_id": self.team_id,
        })
        .to_string()
    }
}

/// Tokens and the key stay out of logs even though they open nothing: code that logs them would log real ones too.
impl fmt::Debug for Access {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Access")
            .field("origin", &self.origin)
            .field("key_id", &self.key_id)
            .field("team_id", &self.team_id)
            .finish_non_exhaustive()
    }
}

/// The public half of the sandbox's key.
pub(super) fn public_key() -> jsonwebtoken::errors::Result<DecodingKey> {
    let private = EncodingKey::from_ec_pem(PRIVATE_KEY.as_bytes())?;
    DecodingKey::from_jwk(&Jwk::from_encoding_key(&private, Algorithm::ES256)?)
}

fn developer_token() -> jsonwebtoken::errors::Result<String> {
    let issued = clock::now() - HEAD_START;
    let mut header = Header::new(Algorithm::ES256);
    header.kid = Some(KEY_ID.to_owned());
    let claims = json!({ "iss": TEAM_ID, "iat": issued, "exp": clock::now() + LIFETIME });
    jsonwebtoken::encode(&header, &claims, &EncodingKey::from_ec_pem(PRIVATE_KEY.as_bytes())?)
}

/// A token that is bad on purpose.
fn ailing_token(scenario: Scenario, header: Value, claims: &Value) -> jsonwebtoken::errors::Result<String> {
    let key = if scenario == Scenario::WrongKey { OTHER_KEY } else { PRIVATE_KEY };
    let header: Header = serde_json::from_value(header)?;
    jsonwebtoken::encode(&header, claims, &EncodingKey::from_ec_pem(key.as_bytes())?)
}

/// The token of a sign-in, by how many there were before it.
pub(super) fn later_user_token(seed: u64, before: u64) -> String {
    user_token(seed ^ (before + 1).rotate_left(32))
}

/// Opaque text of the length and alphabet real ones have; the same for the same seed.
fn user_token(seed: u64) -> String {
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    format!("As{}==", word(&mut Mix::new(seed ^ 0x70CE), LETTERS, 148))
}
