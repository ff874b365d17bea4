//! A healthy incident whose request was refused without a word, and the small edits that make it ill.
//!
//! All ids are fictional and the key is the one of the fixtures, so that every token here is minted in the test.

use std::sync::LazyLock;

use aws_lc_rs::{
    rand::SystemRandom,
    signature::{
        ECDSA_P256_SHA256_ASN1_SIGNING, ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, EcdsaSigningAlgorithm,
    },
};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use segue::domain::{secret::Secret, token::key};
use serde_json::{Map, Value, json};

/// 2026-11-24 00:00:00 UTC.
pub(crate) const NOW: i64 = 1_795_478_400;
pub(crate) const HOUR: i64 = 3_600;
pub(crate) const DAY: i64 = 24 * HOUR;
/// Apple's cap on `exp`.
pub(crate) const CAP: i64 = 15_777_000;

pub(crate) const KEY_ID: &str = "FICTION001";
pub(crate) const TEAM_ID: &str = "FICTION002";
pub(crate) const PEM: &str = include_str!("../fixtures/AuthKey_FICTION001.p8");

const API: &str = "https://api.music.apple.com";
/// 300 characters, as whole ones of old have them, with the padding at the end.
pub(crate) static USER: LazyLock<String> = LazyLock::new(|| {
    let middle = "Qd7/kXw+2mZb9Lr4TfHs6VnYc8Pg3JaE".repeat(9);
    format!("An0{middle}Ux1Ro5==").replace(' ', "")
});

/// The key of somebody else.
pub(crate) const OTHER_PEM: &str = include_str!("../fixtures/AuthKey_FICTION003.p8");

/// Reading a key takes longer than signing with it.
static OWN: LazyLock<EcdsaKeyPair> = LazyLock::new(|| pair(PEM, &ECDSA_P256_SHA256_FIXED_SIGNING));
static ANOTHER: LazyLock<EcdsaKeyPair> = LazyLock::new(|| pair(OTHER_PEM, &ECDSA_P256_SHA256_FIXED_SIGNING));
static IN_ASN1: LazyLock<EcdsaKeyPair> = LazyLock::new(|| pair(PEM, &ECDSA_P256_SHA256_ASN1_SIGNING));

/// How the third part of a token is made.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Third {
    /// As ES256 wants it.
    Signed,
    /// By another key.
    ByAnother,
    /// ES256, in ASN.1.
    Der,
    /// Whatever these many bytes are.
    Bytes(usize),
}

/// What a value becomes between the one who made it and the one who sends it.
type Change = fn(&str) -> String;

/// An incident in the making.
#[derive(Debug, Clone)]
pub(crate) struct Case {
    header: Map<String, Value>,
    claims: Map<String, Value>,
    third: Third,
    token: Option<Change>,
    user: Option<Change>,
    /// What stands in the header when it isn't the token after `Bearer `.
    authorization: Option<Change>,
    incident: Map<String, Value>,
}

fn put(map: &mut Map<String, Value>, name: &str, value: Value) {
    match value {
        Value::Null => map.remove(name),
        value => map.insert(name.to_owned(), value),
    };
}

fn same(text: &str) -> String {
    text.to_owned()
}

fn date(time: i64) -> String {
    let time = std::time::UNIX_EPOCH + std::time::Duration::from_secs(u64::try_from(time).unwrap());
    httpdate::fmt_http_date(time)
}

fn answer(status: u16, body: &str) -> Value {
    let headers = json!({ "content-type": "application/json; charset=utf-8", "date": date(NOW) });
    json!({ "status": status, "headers": headers, "body": body })
}

/// One of Apple's errors, as a body.
pub(crate) fn apple(status: u16, code: &str, title: &str, detail: &str) -> String {
    let status = status.to_string();
    let error =
        json!({ "id": "FICTIONAL", "status": status, "code": code, "title": title, "detail": detail });
    json!({ "errors": [error] }).to_string()
}

/// 403 with code 40300.
pub(crate) fn forbidden() -> String {
    apple(403, "40300", "Forbidden", "Invalid authentication")
}

pub(crate) fn unprivileged(privilege: &str) -> String {
    let detail = format!("User does not have access to privilege: {privilege}");
    apple(400, "40015", "Insufficient Privileges", &detail)
}

impl Case {
    /// A catalog request with a good token that Apple answered 401 to: nothing at hand explains it.
    pub(crate) fn new() -> Self {
        let object = |value: Value| value.as_object().unwrap().clone();
        let incident = json!({
            "key_id": KEY_ID, "team_id": TEAM_ID, "now": NOW,
            "key_pem_base64": STANDARD.encode(PEM), "key_filename": "AuthKey_FICTION001.p8",
            "request": { "method": "GET", "url": format!("{API}/v1/catalog/us/songs/1000101"), "headers": {}, "body": null },
            "response": answer(401, ""),
        });
        Self {
            header: object(json!({ "alg": "ES256", "kid": KEY_ID, "typ": "JWT" })),
            claims: object(json!({ "iss": TEAM_ID, "iat": NOW - HOUR, "exp": NOW + 30 * DAY })),
            third: Third::Signed,
            token: Some(same),
            user: None,
            authorization: None,
            incident: object(incident),
        }
    }

    /// A field of the token's header; `null` takes it away.
    pub(crate) fn header(mut self, name: &str, value: impl Into<Value>) -> Self {
        put(&mut self.header, name, value.into());
        self
    }

    /// A claim; `null` takes it away.
    pub(crate) fn claim(mut self, name: &str, value: impl Into<Value>) -> Self {
        put(&mut self.claims, name, value.into());
        self
    }

    /// `exp`, so many seconds from now.
    pub(crate) fn exp(self, ahead: i64) -> Self {
        self.claim("exp", NOW + ahead)
    }

    /// `iat`, so many seconds from now.
    pub(crate) fn iat(self, ahead: i64) -> Self {
        self.claim("iat", NOW + ahead)
    }

    pub(crate) fn third(mut self, third: Third) -> Self {
        self.third = third;
        self
    }

    /// What became of the token before it was used.
    pub(crate) fn token(mut self, change: Change) -> Self {
        self.token = Some(change);
        self
    }

    pub(crate) fn no_token(mut self) -> Self {
        self.token = None;
        self
    }

    /// What became of the user token before it was used.
    pub(crate) fn user(mut self, change: Change) -> Self {
        self.user = Some(change);
        self
    }

    /// The `Authorization` header made of the token; an empty text leaves it out.
    pub(crate) fn authorization(mut self, change: Change) -> Self {
        self.authorization = Some(change);
        self
    }

    /// A field of the incident itself; `null` takes it away.
    pub(crate) fn set(mut self, name: &str, value: impl Into<Value>) -> Self {
        put(&mut self.incident, name, value.into());
        self
    }

    /// The text of the key's file.
    pub(crate) fn key(self, text: impl AsRef<[u8]>) -> Self {
        self.set("key_pem_base64", STANDARD.encode(text))
    }

    pub(crate) fn no_key(self) -> Self {
        self.set("key_pem_base64", Value::Null).set("key_filename", Value::Null)
    }

    pub(crate) fn key_file(self, name: &str) -> Self {
        self.set("key_filename", name)
    }

    /// Another request: an address, or a path at Apple's host.
    pub(crate) fn request(mut self, method: &str, url: &str) -> Self {
        let url = if url.contains("://") { url.to_owned() } else { format!("{API}{url}") };
        let request = self.incident["request"].as_object_mut().unwrap();
        put(request, "method", json!(method));
        put(request, "url", json!(url));
        self
    }

    pub(crate) fn get(self, url: &str) -> Self {
        self.request("GET", url)
    }

    /// A header of the request.
    pub(crate) fn sent(mut self, name: &str, value: &str) -> Self {
        put(self.incident["request"]["headers"].as_object_mut().unwrap(), name, json!(value));
        self
    }

    /// `/v1/me/storefront` with both tokens.
    pub(crate) fn personal(self) -> Self {
        self.get("/v1/me/storefront").user(same)
    }

    pub(crate) fn answered(self, status: u16, body: &str) -> Self {
        self.set("response", answer(status, body))
    }

    /// A header of the answer.
    pub(crate) fn received(mut self, name: &str, value: &str) -> Self {
        put(self.incident["response"]["headers"].as_object_mut().unwrap(), name, json!(value));
        self
    }

    /// A web page as an answer.
    pub(crate) fn page(self, status: u16, body: &str) -> Self {
        self.answered(status, body).received("content-type", "text/html")
    }

    /// The server's clock, so many seconds ahead of the local one.
    pub(crate) fn skew(self, seconds: i64) -> Self {
        self.received("date", &date(NOW + seconds))
    }

    /// Apple took it.
    pub(crate) fn accepted(self) -> Self {
        self.answered(200, r#"{"data":[]}"#)
    }

    /// No request was made.
    pub(crate) fn idle(self) -> Self {
        self.set("request", Value::Null).set("response", Value::Null)
    }

    /// The request got no answer, in the client's words.
    pub(crate) fn failed(self, words: &str) -> Self {
        self.set("response", Value::Null).set("client_error", words)
    }

    /// There is only a key, and a program that said this of it.
    pub(crate) fn minting(self, words: &str) -> Self {
        self.idle().no_token().set("client_error", words)
    }

    /// There was a sign-in page on localhost, and no request.
    pub(crate) fn web(self, mut seen: Value) -> Self {
        if seen.get("origin").is_none() {
            seen["origin"] = json!("http://localhost:8765");
        }
        self.idle().set("web", seen)
    }

    /// A question with the developer token alone.
    pub(crate) fn probe(self, path: &str, status: u16) -> Self {
        self.probed("GET", path, status, "", json!({ "Authorization": "Bearer {developer}" }))
    }

    /// The same from a web page.
    pub(crate) fn probe_from(self, origin: &str, path: &str, status: u16) -> Self {
        let headers = json!({ "Authorization": "Bearer {developer}", "Origin": origin });
        self.probed("GET", path, status, "", headers)
    }

    /// A question with both tokens.
    pub(crate) fn probe_personal(self, path: &str, status: u16, body: &str) -> Self {
        let headers = json!({ "Authorization": "Bearer {developer}", "Music-User-Token": "{user}" });
        self.probed("GET", path, status, body, headers)
    }

    fn probed(mut self, method: &str, path: &str, status: u16, body: &str, headers: Value) -> Self {
        let request = json!({ "method": method, "url": format!("{API}{path}"), "headers": headers });
        let probe = json!({ "name": "P", "request": request, "response": answer(status, body) });
        let probes = self.incident.entry("probes").or_insert_with(|| json!([]));
        probes.as_array_mut().unwrap().push(probe);
        self
    }

    /// `P1` and `P2` were answered in this way.
    pub(crate) fn developer_probed(self, status: u16) -> Self {
        self.probe("/v1/test", status).probe("/v1/storefronts?limit=1", status)
    }

    /// The token as it was minted.
    pub(crate) fn jwt(&self) -> String {
        let part = |map: &Map<String, Value>| URL_SAFE_NO_PAD.encode(serde_json::to_vec(map).unwrap());
        let message = format!("{}.{}", part(&self.header), part(&self.claims));
        let third = match self.third {
            Third::Signed => sign(&OWN, &message),
            Third::ByAnother => sign(&ANOTHER, &message),
            Third::Der => sign(&IN_ASN1, &message),
            Third::Bytes(length) => (0..length).map(|at| u8::try_from(at % 251).unwrap() ^ 0x5a).collect(),
        };
        format!("{message}.{}", URL_SAFE_NO_PAD.encode(third))
    }

    /// The incident, ready to be read.
    pub(crate) fn incident(&self) -> Value {
        let token = self.token.map(|change| change(&self.jwt()));
        let user = self.user.map(|change| change(&USER));
        let mut incident = self.incident.clone();
        if let Some(Value::Object(request)) = incident.get_mut("request") {
            let is_personal = request["url"].as_str().unwrap().contains("/me");
            let headers = request["headers"].as_object_mut().unwrap();
            let bearer: Change = |token| format!("Bearer {token}");
            let sent = token.as_deref().map(self.authorization.unwrap_or(bearer));
            if let Some(sent) = sent.filter(|sent| !sent.is_empty()) {
                headers.entry("Authorization").or_insert(json!(sent));
            }
            if let Some(user) = user.as_ref().filter(|_| is_personal) {
                // Whoever names a header for it has it there and nowhere else.
                let names = ["Music-User-Token", "media-user-token", "Cookie"];
                if !names.iter().any(|name| headers.contains_key(*name)) {
                    headers.insert("Music-User-Token".to_owned(), json!(user));
                }
            }
        }
        put(&mut incident, "developer_token", json!(token));
        put(&mut incident, "music_user_token", json!(user));
        filled(
            Value::Object(incident),
            token.as_deref().unwrap_or_default(),
            user.as_deref().unwrap_or_default(),
        )
    }
}

/// Puts the tokens where their names stand.
fn filled(value: Value, developer: &str, user: &str) -> Value {
    match value {
        Value::String(text) => json!(text.replace("{developer}", developer).replace("{user}", user)),
        Value::Array(many) => many.into_iter().map(|one| filled(one, developer, user)).collect(),
        Value::Object(map) => {
            map.into_iter().map(|(name, one)| (name, filled(one, developer, user))).collect()
        }
        plain => plain,
    }
}

fn pair(pem: &str, algorithm: &'static EcdsaSigningAlgorithm) -> EcdsaKeyPair {
    let key = key::read(&Secret::new(pem.to_owned())).unwrap();
    EcdsaKeyPair::from_private_key_der(algorithm, key.der()).unwrap()
}

fn sign(pair: &EcdsaKeyPair, message: &str) -> Vec<u8> {
    pair.sign(&SystemRandom::new(), message.as_bytes()).unwrap().as_ref().to_vec()
}
