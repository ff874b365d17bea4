//! The gate in front of every path: is the developer token good, and who is the listener?
//!
//! Apple judges the developer token before it looks at the path, and says nothing about what is wrong with it: an
//! invented path and a real one give the same empty 401.

mod mask;

use std::sync::{Mutex, PoisonError};

use axum::http::HeaderMap;
use axum::http::header::{AUTHORIZATION, ORIGIN};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, DecodingKey, crypto};
use serde_json::{Map, Value};

use crate::sandbox::access::{self, KEY_ID, TEAM_ID};
use crate::sandbox::fault::Fault;
use crate::sandbox::{Options, storefronts};

const USER_TOKEN: &str = "music-user-token";
/// Apple's cap on `exp`, counted from the server's clock: about 182.6 days.
const LONGEST_LIFE: i64 = 15_777_000;
/// How far `iat` may lie ahead: clocks of laptops drift by seconds, not minutes.
const LEEWAY: i64 = 60;

pub(super) struct Gate {
    key: DecodingKey,
    user_token: String,
    /// Everybody is let in, as the listener: for clients that cannot sign.
    is_open: bool,
    seed: u64,
    /// The tokens that were signed in for, and whose they are.
    issued: Mutex<Vec<(String, Account)>>,
}

/// Who can sign in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Account {
    Mara,
    Noel,
}

impl Account {
    pub(super) fn named(name: &str) -> Option<Self> {
        [("mara", Self::Mara), ("noel", Self::Noel)]
            .into_iter()
            .find(|(known, _)| *known == name)
            .map(|(_, it)| it)
    }

    fn home(self) -> &'static str {
        match self {
            Self::Mara => storefronts::HOME,
            Self::Noel => "gb",
        }
    }
}

/// What a token of a request was worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    Absent,
    Accepted,
    Refused,
}

/// What both tokens were worth.
#[derive(Debug, Clone, Copy)]
pub(super) struct Verdict {
    pub(super) developer: Standing,
    pub(super) user: Standing,
    is_open: bool,
}

/// What the Music User Token of a request was worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Listener {
    Known,
    Absent,
    Refused,
}

impl Listener {
    /// Only a known listener passes; the two refusals differ in their `detail`, and in nothing else.
    pub(super) fn required(self) -> Result<(), Fault> {
        match self {
            Self::Known => Ok(()),
            Self::Absent => Err(Fault::forbidden("Authentication required for request")),
            Self::Refused => Err(Fault::forbidden("Invalid authentication")),
        }
    }
}

impl Verdict {
    /// Lets a request with a good developer token in, and says who its listener is.
    pub(super) fn admit(self) -> Result<Listener, Fault> {
        if self.developer != Standing::Accepted && !self.is_open {
            return Err(Fault::unauthorized());
        }
        Ok(match self.user {
            Standing::Accepted => Listener::Known,
            Standing::Absent if self.is_open => Listener::Known,
            Standing::Absent => Listener::Absent,
            Standing::Refused => Listener::Refused,
        })
    }
}

impl Gate {
    pub(super) fn new(key: DecodingKey, user_token: String, options: Options) -> Self {
        let (is_open, seed) = (options.token_free, options.seed);
        Self { key, user_token, is_open, seed, issued: Mutex::default() }
    }

    /// Looks at both tokens. An open gate takes any, but a revoked one stays revoked: that is what is wrong then.
    pub(super) fn judge(&self, headers: &HeaderMap, now: i64, is_revoked: bool) -> Verdict {
        let is_good = |good: bool| if good { Standing::Accepted } else { Standing::Refused };
        let developer = match headers.get(AUTHORIZATION) {
            None => Standing::Absent,
            Some(_) => is_good(self.is_open || self.developer(headers, now).is_some()),
        };
        let user = match Self::user(headers) {
            None => Standing::Absent,
            Some(token) if self.account(token).is_some() => Standing::Accepted,
            Some(token) => is_good(!is_revoked && (self.is_open || token == self.user_token.as_bytes())),
        };
        Verdict { developer, user, is_open: self.is_open }
    }

    fn user(headers: &HeaderMap) -> Option<&[u8]> {
        headers.get(USER_TOKEN).map(|token| token.as_bytes().trim_ascii()).filter(|token| !token.is_empty())
    }

    /// A Music User Token of this account; another one each time.
    pub(super) fn issue(&self, account: Account) -> String {
        let mut issued = self.issued.lock().unwrap_or_else(PoisonError::into_inner);
        let token = access::later_user_token(self.seed, issued.len() as u64);
        issued.push((token.clone(), account));
        token
    }

    /// Whether this is a developer token that may ask somebody to sign in.
    pub(super) fn verifies(&self, developer_token: &str, now: i64) -> bool {
        let mut headers = HeaderMap::new();
        headers.extend(format!("Bearer {developer_token}").parse().ok().map(|value| (AUTHORIZATION, value)));
        self.developer(&headers, now).is_some()
    }

    /// The storefront of whoever sent this.
    pub(super) fn home(&self, headers: &HeaderMap) -> &'static str {
        Self::user(headers).and_then(|token| self.account(token)).map_or(storefronts::HOME, Account::home)
    }

    fn account(&self, token: &[u8]) -> Option<Account> {
        let issued = self.issued.lock().unwrap_or_else(PoisonError::into_inner);
        issued.iter().find(|(known, _)| known.as_bytes() == token).map(|(_, account)| *account)
    }

    /// Hides what must not be written down from the path or the query of a request.
    pub(super) fn mask(&self, text: &str, headers: &HeaderMap) -> String {
        let sent = [headers.get(AUTHORIZATION), headers.get(USER_TOKEN)].into_iter().flatten();
        let sent =
            sent.filter_map(|token| token.to_str().ok()).map(|token| token.trim_start_matches("Bearer "));
        let issued = self.issued.lock().unwrap_or_else(PoisonError::into_inner);
        let issued = issued.iter().map(|(token, _)| token.as_str());
        mask::hidden(text, sent.chain([&*self.user_token]).chain(issued))
    }

    /// `None` for every fault alike.
    fn developer(&self, headers: &HeaderMap, now: i64) -> Option<()> {
        let token = headers.get(AUTHORIZATION)?.to_str().ok()?.strip_prefix("Bearer ")?;
        let (message, signature) = token.rsplit_once('.')?;
        let (header, claims) = message.split_once('.')?;
        let (header, claims) = (part(header)?, part(claims)?);
        let named = header.get("alg")? == "ES256" && header.get("kid")? == KEY_ID;
        let signed =
            crypto::verify(signature, message.as_bytes(), &self.key, Algorithm::ES256).unwrap_or(false);
        (named
            && signed
            && in_time(&claims, now)?
            && claims.get("iss")? == TEAM_ID
            && from_origin(&claims, headers))
        .then_some(())
    }
}

/// One of the first two parts of the token as an object.
fn part(text: &str) -> Option<Map<String, Value>> {
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(text).ok()?).ok()
}

/// Times are integers of seconds: one sent as a string is refused, and milliseconds are too far ahead.
fn in_time(claims: &Map<String, Value>, now: i64) -> Option<bool> {
    let (issued, expires) = (claims.get("iat")?.as_i64()?, claims.get("exp")?.as_i64()?);
    Some(issued <= now + LEEWAY && now < expires && expires - now <= LONGEST_LIFE)
}

/// A token with an `origin` claim works only for requests that send one of its origins.
fn from_origin(claims: &Map<String, Value>, headers: &HeaderMap) -> bool {
    let Some(origins) = claims.get("origin") else { return true };
    let sent = headers.get(ORIGIN).and_then(|origin| origin.to_str().ok());
    let allowed = origins.as_array().map(Vec::as_slice).unwrap_or_default();
    sent.is_some_and(|sent| allowed.iter().any(|origin| origin == sent))
}
