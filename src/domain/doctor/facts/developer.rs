//! A developer token as a text that somebody handed in: what is wrong with the text, and what it says once read.

use std::borrow::Cow;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{exchange::unsaid, key::Key};
use crate::domain::{
    secret::{self, Secret},
    visible::{is_hostile, visible},
};

/// Quotes that shells, editors and `.env` files leave around a value.
const QUOTES: [char; 6] = ['"', '\'', '`', '“', '”', '’'];
/// The claims that a finding may speak of; of all others only the name is kept. None of them tells who somebody is.
const CLAIMS: [&str; 10] =
    ["iss", "iat", "exp", "nbf", "origin", "root_https_origin", "aud", "bid", "scope", "kid"];
/// The same for the header.
const HEADER: [&str; 4] = ["alg", "kid", "typ", "id"];
/// A claim longer than this, in characters, is cut: it is evidence, not a place to store things.
const LONGEST_CLAIM: usize = 120;
/// Of a placeholder no more is repeated.
const LONGEST_PLACEHOLDER: usize = 40;

/// A developer token, read as far as it goes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DeveloperToken {
    /// What is wrong with the text around and inside the token; the token could be read all the same.
    pub blemishes: Vec<Blemish>,
    /// What it says, or what it is instead.
    pub content: Content,
    /// Which token it was, without telling it.
    pub identity: Identity,
}

/// Something in the text that a server would stumble over and a careful reader does not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Blemish {
    /// It begins with the word `Bearer`.
    Bearer,
    /// It stands in quotes: the first and the last character.
    Quoted(char, char),
    /// White space or a control character: where (counted in characters) and which (its code).
    WhiteSpace(usize, u32),
    /// Characters of plain base64.
    PlainBase64(String),
}

/// What a token says, or what it is instead.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Content {
    /// A private key.
    PrivateKey,
    /// A placeholder or an unexpanded variable; the text of it.
    Placeholder(String),
    /// Nothing like a JWT.
    NotAJwt {
        /// Characters.
        length: usize,
        /// What kind of characters it has.
        alphabet: String,
    },
    /// A JWT begins, and parts are missing.
    Parts {
        /// How many dots there are; a JWT has two.
        dots: usize,
        /// Characters.
        length: usize,
    },
    /// Header or payload is not JSON.
    Unreadable {
        /// `header` or `payload`.
        part: String,
        /// Why.
        reason: String,
    },
    /// A JWT.
    Jwt(Jwt),
}

/// The two JSON parts of a JWT as far as findings speak of them, and a verdict on the third.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Jwt {
    /// The header.
    pub header: Map<String, Value>,
    /// The payload.
    pub claims: Map<String, Value>,
    /// Names of claims whose values are not kept.
    pub other_claims: Vec<String>,
    /// The third part.
    pub signature: Signature,
}

/// What can be said of a signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Signature {
    /// Nothing after the second dot.
    Empty,
    /// An ASN.1 structure of this many bytes, as OpenSSL and Node write it.
    Der(usize),
    /// This many bytes, where ES256 has 64.
    Length(usize),
    /// Made by the key at hand.
    Valid,
    /// Made by another key.
    OtherKey,
    /// Of the right length, and there is no key to hold it against.
    NoKey,
    /// Of another algorithm: nothing to compare.
    OtherAlgorithm(usize),
}

/// Which token it was: enough to compare two, too little to use one.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    /// The first 8 hex digits of its SHA-256.
    pub sha256_prefix: String,
    /// The lengths of its parts between dots, in characters.
    pub lengths: Vec<usize>,
}

impl Identity {
    pub(super) fn of(secret: &Secret) -> Self {
        let lengths = secret.expose().split('.').map(|part| part.chars().count()).take(8).collect();
        Self { sha256_prefix: secret.fingerprint(), lengths }
    }
}

impl DeveloperToken {
    /// Reads a token, and holds its signature against `key`. `None` for a text without a character in it.
    #[must_use]
    pub fn read(token: &Secret, key: Option<&Key>) -> Option<Self> {
        let text = token.expose();
        if text.trim().is_empty() {
            return None;
        }
        let mut blemishes = Vec::new();
        let content = instead_of_a_token(text).unwrap_or_else(|| {
            let bare = without_blemishes(text, &mut blemishes);
            read_jwt(&bare, key)
        });
        Some(Self { blemishes, content, identity: Identity::of(token) })
    }

    /// The token's two JSON parts, when it has them.
    #[must_use]
    pub fn jwt(&self) -> Option<&Jwt> {
        match &self.content {
            Content::Jwt(jwt) => Some(jwt),
            _ => None,
        }
    }
}

impl Jwt {
    /// A text of the header; `None` when it is missing, `null` or empty.
    #[must_use]
    pub fn header_text(&self, name: &str) -> Option<Cow<'_, str>> {
        text(self.header.get(name))
    }

    /// A text of the payload; `None` when it is missing, `null` or empty.
    #[must_use]
    pub fn claim_text(&self, name: &str) -> Option<Cow<'_, str>> {
        text(self.claims.get(name))
    }

    /// A claim that is there at all.
    #[must_use]
    pub fn claim(&self, name: &str) -> Option<&Value> {
        self.claims.get(name).filter(|value| !value.is_null())
    }

    /// A time, when it is a whole number; one that is out of reach is as late as can be.
    #[must_use]
    pub fn seconds(&self, name: &str) -> Option<i64> {
        let time = self.claims.get(name)?;
        time.as_i64().or_else(|| time.as_u64().map(|_| i64::MAX))
    }

    /// The web origins it is bound to, the web player's domains among them; a single text counts as a list of one.
    #[must_use]
    pub fn origins(&self) -> Vec<&str> {
        ["origin", "root_https_origin"]
            .into_iter()
            .filter_map(|name| self.claim(name))
            .flat_map(|value| match value {
                Value::Array(many) => many.iter().filter_map(Value::as_str).collect(),
                one => one.as_str().into_iter().collect::<Vec<_>>(),
            })
            .collect()
    }

    /// Whether it is the token of Apple's own web player (`iss` `AMPWebPlay`, bound to apple.com).
    #[must_use]
    pub fn is_web_player(&self) -> bool {
        self.claims.contains_key("root_https_origin")
            || self.claim_text("iss").is_some_and(|iss| iss == "AMPWebPlay")
            || self.header_text("kid").is_some_and(|kid| kid == "WebPlayKid")
    }
}

/// Whatever is no text counts with its JSON: it is there, and it is wrong.
fn text(value: Option<&Value>) -> Option<Cow<'_, str>> {
    match value? {
        Value::Null => None,
        Value::String(text) => Some(Cow::Borrowed(text.as_str())).filter(|text| !text.trim().is_empty()),
        other => Some(Cow::Owned(other.to_string())),
    }
}

fn instead_of_a_token(text: &str) -> Option<Content> {
    let trimmed = text.trim();
    if secret::looks_like_private_key(trimmed) {
        return Some(Content::PrivateKey);
    }
    is_placeholder(trimmed).then(|| Content::Placeholder(placeholder(trimmed)))
}

/// A placeholder as it can be told: names and words. What may be a secret in brackets is told by its length.
fn placeholder(text: &str) -> String {
    let short: String = text.chars().take(LONGEST_PLACEHOLDER).collect();
    let is_name = |c: char| c.is_ascii_uppercase() || c == '_';
    let is_word = |word: &str| word.chars().all(is_name) || !word.contains(|c: char| c.is_ascii_digit());
    let words = || short.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    let is_told = !secret::is_in(text)
        && words().all(|word| is_word(word) && (word.len() < 16 || word.chars().all(is_name)));
    match is_told {
        true => visible(&short).into_owned(),
        false => format!("of {} characters", text.chars().count()),
    }
}

/// `$NAME`, `<token>`, `[developer token]`, `{{token}}`, `%NAME%`, `YOUR_TOKEN`, `process.env.TOKEN`, `undefined`, `eyJ...`.
fn is_placeholder(text: &str) -> bool {
    let bare = text.strip_prefix("Bearer ").unwrap_or(text).trim().trim_matches(QUOTES);
    let lower = bare.to_ascii_lowercase();
    let wrapped = [('<', '>'), ('[', ']'), ('{', '}'), ('%', '%')]
        .into_iter()
        .any(|(open, close)| bare.len() > 1 && bare.starts_with(open) && bare.ends_with(close));
    let variable = bare.starts_with('$')
        || ["process.env", "os.environ", "env."].into_iter().any(|start| lower.starts_with(start))
        || (bare.contains('_')
            && bare.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_'));
    let nothing = ["undefined", "null", "none", "nil", "todo", "changeme", "change_me", "[object object]"];
    let said = bare.len() < 80 && !lower.starts_with("eyj") && only_names_it(bare);
    let elided = lower.starts_with("eyj") && (lower.contains("...") || lower.contains('…'));
    let crosses = bare.len() > 2 && lower.bytes().all(|byte| byte == b'x' || byte == b'.' || byte == b'*');
    wrapped || variable || said || elided || crosses || nothing.contains(&lower.as_str())
}

/// `developerToken`, `my-token`, `paste your JWT here`: words that ask for a token or only name it. A text with words of its
/// own, such as `not-a-jwt`, is somebody's text.
fn only_names_it(text: &str) -> bool {
    const ASKS: [&str; 6] = ["your", "here", "paste", "insert", "replace", "placeholder"];
    const NAMES: [&str; 16] = [
        "developer",
        "dev",
        "music",
        "apple",
        "musickit",
        "kit",
        "user",
        "access",
        "auth",
        "api",
        "bearer",
        "my",
        "the",
        "token",
        "jwt",
        "key",
    ];
    let words = words(text);
    let has = |known: &[&str]| words.iter().any(|word| known.contains(&word.as_str()));
    has(&ASKS) || (has(&["token", "jwt"]) && words.iter().all(|word| NAMES.contains(&word.as_str())))
}

/// The words of a name in any of the usual styles, in lower case.
fn words(text: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut before = ' ';
    for c in text.chars() {
        let begins = c.is_ascii_uppercase() && before.is_ascii_lowercase();
        if begins || !c.is_ascii_alphanumeric() {
            words.push(String::new());
        }
        if let (true, Some(word)) = (c.is_ascii_alphanumeric(), words.last_mut()) {
            word.push(c.to_ascii_lowercase());
        }
        before = c;
    }
    words.retain(|word| !word.is_empty());
    words
}

/// Takes away what does not belong, and notes each kind once.
fn without_blemishes(text: &str, blemishes: &mut Vec<Blemish>) -> String {
    let mut bare = text;
    let outer = bare.trim();
    if outer.len() != bare.len() {
        blemishes.push(white_space(text));
        bare = outer;
    }
    loop {
        let stripped = bare.strip_prefix("Authorization:").unwrap_or(bare).trim_start();
        if let Some(rest) =
            stripped.get(..7).filter(|word| word.eq_ignore_ascii_case("bearer ")).map(|_| &stripped[7..])
        {
            note(blemishes, Blemish::Bearer);
            bare = rest.trim_start();
        } else if bare.len() > 1 && (bare.starts_with(QUOTES) || bare.ends_with(QUOTES)) {
            let mut ends = bare.chars();
            let (first, last) = (ends.next().unwrap_or(' '), ends.next_back().unwrap_or(' '));
            let shown = |c: char| if is_hostile(c) { char::REPLACEMENT_CHARACTER } else { c };
            note(blemishes, Blemish::Quoted(shown(first), shown(last)));
            bare = bare.trim_matches(QUOTES).trim();
        } else {
            break;
        }
    }
    let is_blank = |c: char| c.is_whitespace() || c.is_control();
    if bare.contains(is_blank) {
        note(blemishes, white_space(bare));
    }
    let plain: String = bare.chars().filter(|c| !is_blank(*c)).collect();
    let offending: String = ['+', '/', '='].into_iter().filter(|c| plain.contains(*c)).collect();
    if !offending.is_empty() && plain.contains('.') {
        note(blemishes, Blemish::PlainBase64(offending));
    }
    plain
}

fn note(blemishes: &mut Vec<Blemish>, blemish: Blemish) {
    if !blemishes.iter().any(|known| std::mem::discriminant(known) == std::mem::discriminant(&blemish)) {
        blemishes.push(blemish);
    }
}

fn white_space(text: &str) -> Blemish {
    let found = text.chars().enumerate().find(|(_, c)| c.is_whitespace() || c.is_control());
    found.map_or(Blemish::WhiteSpace(0, 0), |(at, c)| Blemish::WhiteSpace(at, u32::from(c)))
}

fn read_jwt(text: &str, key: Option<&Key>) -> Content {
    let belongs = |c: char| c.is_ascii_alphanumeric() || "-_+/=.".contains(c);
    let dots = text.matches('.').count();
    let length = text.chars().count();
    let begins = text.split('.').next().is_some_and(|part| part.starts_with("eyJ") || object(part).is_ok());
    if !text.chars().all(belongs) || dots > 2 || (dots < 2 && !begins) {
        return Content::NotAJwt { length, alphabet: alphabet(text) };
    }
    let parts: Vec<&str> = text.split('.').collect();
    let [header, claims, signature] = parts[..] else { return Content::Parts { dots, length } };
    match (object(header), object(claims)) {
        (Ok(header), Ok(claims)) => {
            let signature = judge(&header, text, signature, key);
            Content::Jwt(kept(&header, &claims, signature))
        }
        (Err(reason), _) => Content::Unreadable { part: "header".to_owned(), reason },
        (_, Err(reason)) => Content::Unreadable { part: "payload".to_owned(), reason },
    }
}

/// What kind of characters a text has, for a person who wonders what was pasted.
fn alphabet(text: &str) -> String {
    let has = |belongs: fn(char) -> bool| text.chars().any(belongs);
    let kinds = [
        (has(|c| c.is_ascii_alphabetic()), "letters"),
        (has(|c| c.is_ascii_digit()), "digits"),
        (has(|c| c.is_ascii_punctuation()), "punctuation"),
        (has(|c| !c.is_ascii()), "characters outside ASCII"),
    ];
    let kinds: Vec<&str> = kinds.into_iter().filter_map(|(there, name)| there.then_some(name)).collect();
    kinds.join(", ")
}

fn bytes(part: &str) -> Result<Vec<u8>, String> {
    let part = part.trim_end_matches('=').replace('+', "-").replace('/', "_");
    URL_SAFE_NO_PAD.decode(part).map_err(|error| error.to_string())
}

fn object(part: &str) -> Result<Map<String, Value>, String> {
    let bytes = bytes(part).map_err(|error| format!("not base64url: {error}"))?;
    // The library's own words repeat what stands there.
    serde_json::from_slice(&bytes)
        .map_err(|error| format!("not a JSON object (line {}, column {})", error.line(), error.column()))
}

/// Keeps what findings speak of.
fn kept(header: &Map<String, Value>, claims: &Map<String, Value>, signature: Signature) -> Jwt {
    let pick = |from: &Map<String, Value>, names: &[&str]| {
        let known = from.iter().filter(|(name, _)| names.contains(&name.as_str()));
        known.map(|(name, value)| (name.clone(), short(value))).collect::<Map<_, _>>()
    };
    let others = claims.keys().filter(|name| !CLAIMS.contains(&name.as_str())).take(16);
    let other_claims = others.map(|name| short_text(name).chars().take(40).collect()).collect();
    Jwt { header: pick(header, &HEADER), claims: pick(claims, &CLAIMS), other_claims, signature }
}

fn short(value: &Value) -> Value {
    match value {
        Value::String(text) => Value::String(short_text(text)),
        Value::Array(many) => many.iter().take(16).map(short).collect(),
        Value::Object(_) => Value::String("{…}".to_owned()),
        plain => plain.clone(),
    }
}

fn short_text(text: &str) -> String {
    let start: String = text.chars().take(10 * LONGEST_CLAIM).collect();
    unsaid(&start).chars().take(LONGEST_CLAIM).collect()
}

fn judge(header: &Map<String, Value>, token: &str, signature: &str, key: Option<&Key>) -> Signature {
    // Four characters hold three bytes: what cannot be decoded still has a length.
    let bytes = bytes(signature).unwrap_or_else(|_| vec![0; signature.len() * 3 / 4]);
    let is_es256 = header.get("alg").and_then(Value::as_str) == Some("ES256");
    match bytes.len() {
        0 => Signature::Empty,
        length if !is_es256 => Signature::OtherAlgorithm(length),
        64 => verdict(token, &bytes, key),
        length if is_der(&bytes) => Signature::Der(length),
        length => Signature::Length(length),
    }
}

/// `SEQUENCE { INTEGER, INTEGER }` of two numbers of 256 bits is up to 72 bytes long.
fn is_der(bytes: &[u8]) -> bool {
    matches!(bytes, [0x30, length, 0x02, ..] if usize::from(*length) + 2 == bytes.len())
}

/// A library that writes plain base64 also signs it; one that was repaired later signed base64url. Either will do.
fn verdict(token: &str, signature: &[u8], key: Option<&Key>) -> Signature {
    let Some(key) = key.filter(|key| key.can_verify()) else { return Signature::NoKey };
    let message = token.rsplit_once('.').map_or("", |(message, _)| message);
    let repaired = message.replace('+', "-").replace('/', "_").replace('=', "");
    let is_valid =
        [message, &repaired].into_iter().any(|message| key.verifies(message.as_bytes(), signature));
    if is_valid { Signature::Valid } else { Signature::OtherKey }
}
