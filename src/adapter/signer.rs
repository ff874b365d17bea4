//! Signs developer tokens. The one file on our side that names the JWT library.

use jsonwebtoken::errors::ErrorKind;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde::Serialize;
use thiserror::Error;

use crate::domain::secret::Secret;
use crate::domain::token::Claims;
use crate::domain::token::key::PrivateKey;

/// Why a token could not be signed. The library's own words are left out: they may quote the key.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum SignFault {
    /// The key does not fit ES256: another curve, or a number that is none on P-256.
    #[error("The private key does not fit ES256. It must be an EC key on P-256, as in AuthKey_<Key ID>.p8.")]
    Key,
    /// Anything else; not known to happen.
    #[error("The developer token could not be signed. Try again, and report it if it stays.")]
    Library,
}

/// The payload, in the order of Apple's example. Times are integers: as text they are refused.
#[derive(Serialize)]
struct Payload<'a> {
    iss: &'a str,
    iat: i64,
    exp: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    origin: Option<&'a [String]>,
}

/// Signs `claims` with ES256 and returns the token, `header.payload.signature`.
///
/// # Errors
/// [`SignFault`] when the key does not fit; a key from [`crate::domain::token::key::read`] is already known to say P-256.
pub fn sign(claims: &Claims, key: &PrivateKey) -> Result<Secret, SignFault> {
    let mut header = Header::new(Algorithm::ES256);
    header.kid = Some(claims.key_id.clone());
    // Apple's article shows alg and kid alone. A typ is harmless, but saying nothing more than asked is easier to read.
    header.typ = None;
    let payload = Payload {
        iss: &claims.team_id,
        iat: claims.issued_at,
        exp: claims.expires_at,
        origin: claims.origin.as_deref(),
    };
    let key = EncodingKey::from_ec_der(key.der());
    jsonwebtoken::encode(&header, &payload, &key).map(Secret::new).map_err(|error| match error.kind() {
        ErrorKind::InvalidEcdsaKey | ErrorKind::InvalidKeyFormat => SignFault::Key,
        _ => SignFault::Library,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::token::{self, key};

    fn claims(origin: Option<Vec<String>>) -> Claims {
        let (key_id, team_id) = ("FICTION001".to_owned(), "FICTIONTEA".to_owned());
        Claims { key_id, team_id, issued_at: 940, expires_at: 4600, origin }
    }

    fn fixture() -> PrivateKey {
        let pem = include_str!("../../tests/fixtures/AuthKey_FICTION001.p8");
        key::read(&Secret::new(pem.to_owned())).unwrap()
    }

    #[test]
    fn a_signed_token_reads_back() {
        for origin in [None, Some(vec!["http://127.0.0.1:9".to_owned()])] {
            let reading = token::read(&sign(&claims(origin.clone()), &fixture()).unwrap()).unwrap();
            assert_eq!(reading.algorithm.as_deref(), Some("ES256"));
            assert_eq!(reading.key_id.as_deref(), Some("FICTION001"));
            assert_eq!(reading.team_id.as_deref(), Some("FICTIONTEA"));
            assert_eq!((reading.issued_at, reading.expires_at), (Some(940), Some(4600)));
            assert_eq!(reading.origin, origin);
        }
    }
}
