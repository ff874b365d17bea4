//! What stands in a report where a token was.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::domain::doctor::facts::{
    Blemish, Content, DeveloperToken, Identity, Jwt, Signature, UserBlemish, UserContent, UserToken,
};

/// A developer token without its text.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Developer {
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    header: Map<String, Value>,
    #[serde(default)]
    claims: Map<String, Value>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    other_claims: Vec<String>,
    #[serde(default)]
    signature_verdict: Option<Signature>,
    #[serde(default)]
    sha256_prefix: String,
    #[serde(default)]
    lengths: Vec<usize>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    blemishes: Vec<Blemish>,
    /// What it was, when it was no JWT.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    instead: Option<Content>,
}

impl From<&DeveloperToken> for Developer {
    fn from(token: &DeveloperToken) -> Self {
        let DeveloperToken { blemishes, content, identity } = token.clone();
        let Identity { sha256_prefix, lengths } = identity;
        let (jwt, instead) = match content {
            Content::Jwt(jwt) => (Some(jwt), None),
            other => (None, Some(other)),
        };
        let signature_verdict = jwt.as_ref().map(|jwt| jwt.signature);
        let (header, claims, other_claims) =
            jwt.map(|jwt| (jwt.header, jwt.claims, jwt.other_claims)).unwrap_or_default();
        Self { header, claims, other_claims, signature_verdict, sha256_prefix, lengths, blemishes, instead }
    }
}

impl From<Developer> for DeveloperToken {
    fn from(token: Developer) -> Self {
        let Developer {
            header,
            claims,
            other_claims,
            signature_verdict,
            sha256_prefix,
            lengths,
            blemishes,
            instead,
        } = token;
        let signature = signature_verdict.unwrap_or(Signature::NoKey);
        let content = instead.unwrap_or(Content::Jwt(Jwt { header, claims, other_claims, signature }));
        Self { blemishes, content, identity: Identity { sha256_prefix, lengths } }
    }
}

/// A Music User Token without its text. It has no claims and no signature: the fields of a developer token say so.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct User {
    #[serde(default)]
    claims: Option<Value>,
    #[serde(default)]
    signature_verdict: Option<Value>,
    #[serde(default)]
    sha256_prefix: String,
    #[serde(default)]
    lengths: Vec<usize>,
    length: usize,
    content: UserContent,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    blemishes: Vec<UserBlemish>,
}

impl From<&UserToken> for User {
    fn from(token: &UserToken) -> Self {
        let UserToken { blemishes, content, length, identity } = token.clone();
        let Identity { sha256_prefix, lengths } = identity;
        Self { claims: None, signature_verdict: None, sha256_prefix, lengths, length, content, blemishes }
    }
}

impl From<User> for UserToken {
    fn from(token: User) -> Self {
        let User { sha256_prefix, lengths, length, content, blemishes, .. } = token;
        Self { blemishes, content, length, identity: Identity { sha256_prefix, lengths } }
    }
}
