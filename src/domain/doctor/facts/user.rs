//! A Music User Token as a text that somebody handed in. It is opaque: only what cannot be one is told.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{developer::Identity, exchange::unsaid};
use crate::domain::secret::{self, Secret};

const QUOTES: [char; 6] = ['"', '\'', '`', '“', '”', '’'];
/// Names that people copy together with the value; the character after it is `=`, `:` or a space.
const NAMES: [&str; 6] =
    ["media-user-token", "music-user-token", "music_user_token", "musicusertoken", "user-token", "bearer"];

/// More of an issuer is no issuer's name.
const LONGEST_ISSUER: usize = 400;

/// A Music User Token, as far as its shape tells.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct UserToken {
    /// What is wrong with the text around and inside it.
    pub blemishes: Vec<UserBlemish>,
    /// What it is.
    pub content: UserContent,
    /// Characters.
    pub length: usize,
    /// Which token it was, without telling it.
    pub identity: Identity,
}

/// Something in the text that does not belong there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UserBlemish {
    /// It carries this name.
    Named(String),
    /// Percent escapes: those found.
    PercentEncoded(Vec<String>),
    /// White space, line breaks or quotes around it: their codes.
    Wrapped(Vec<u32>),
    /// Spaces inside, where (counted in characters).
    Spaces(Vec<usize>),
}

/// What it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UserContent {
    /// Opaque, as it should be; whether it ends with base64 padding, as whole ones of old do.
    Opaque {
        /// Ends with `=`.
        padded: bool,
    },
    /// The developer token.
    DeveloperToken,
    /// A JWT, with its `iss` where it says one.
    Jwt(Option<String>),
    /// A code or token of Sign in with Apple.
    SignInWithApple,
    /// A whole Cookie header, with this many semicolons.
    Cookie(usize),
}

impl UserToken {
    /// Reads a token. `None` for a text without a character in it.
    #[must_use]
    pub fn read(token: &Secret, developer: Option<&Secret>) -> Option<Self> {
        let text = token.expose();
        let trimmed = text.trim();
        if trimmed.is_empty() {
            return None;
        }
        let mut blemishes = Vec::new();
        let is_developer = developer.is_some_and(|developer| developer.expose().trim() == trimmed);
        let content = if is_developer {
            UserContent::DeveloperToken
        } else if trimmed.contains(';') {
            UserContent::Cookie(trimmed.matches(';').count())
        } else {
            content(without_blemishes(text, &mut blemishes))
        };
        Some(Self { blemishes, content, length: text.chars().count(), identity: Identity::of(token) })
    }
}

fn content(bare: &str) -> UserContent {
    if secret::looks_like_jwt(bare) {
        return UserContent::Jwt(issuer(bare));
    }
    if is_sign_in_with_apple(bare) {
        return UserContent::SignInWithApple;
    }
    UserContent::Opaque { padded: bare.ends_with('=') || bare.to_ascii_lowercase().ends_with("%3d") }
}

/// Its codes and tokens have dots between runs of letters and digits; a Music User Token has none.
fn is_sign_in_with_apple(text: &str) -> bool {
    text.matches('.').count() >= 2
        && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_'))
}

fn issuer(jwt: &str) -> Option<String> {
    let bytes = URL_SAFE_NO_PAD.decode(jwt.split('.').nth(1)?).ok()?;
    let claims: Value = serde_json::from_slice(&bytes).ok()?;
    let issuer: String = claims.get("iss")?.as_str()?.chars().take(LONGEST_ISSUER).collect();
    Some(unsaid(&issuer))
}

fn without_blemishes<'a>(text: &'a str, blemishes: &mut Vec<UserBlemish>) -> &'a str {
    let is_around = |c: char| c.is_whitespace() || c.is_control() || QUOTES.contains(&c);
    let mut bare = text.trim_matches(is_around);
    if bare.len() != text.len() {
        let mut around: Vec<u32> =
            text.chars().filter(|c| is_around(*c) && *c != ' ').map(u32::from).take(4).collect();
        if around.is_empty() {
            around.push(u32::from(' '));
        }
        blemishes.push(UserBlemish::Wrapped(around));
    }
    while let Some((name, rest)) = named(bare) {
        blemishes.push(UserBlemish::Named(name));
        bare = rest.trim_matches(is_around);
    }
    refuse_damage(bare, blemishes);
    bare
}

/// Splits `media-user-token=…` or `Bearer …` after the name.
fn named(text: &str) -> Option<(String, &str)> {
    NAMES.into_iter().find_map(|name| {
        let (start, rest) = text.split_at_checked(name.len())?;
        let after = rest.trim_start();
        let value = after.strip_prefix(['=', ':']).or_else(|| (after.len() < rest.len()).then_some(after))?;
        (start.eq_ignore_ascii_case(name) && !value.is_empty()).then(|| (start.to_owned(), value))
    })
}

fn refuse_damage(bare: &str, blemishes: &mut Vec<UserBlemish>) {
    let upper = bare.to_ascii_uppercase();
    // `%25` is what encoding twice makes of the percent sign.
    let escapes = ["%2B", "%2F", "%3D", "%25"].into_iter().filter(|escape| upper.contains(escape));
    let escapes: Vec<String> = escapes.map(str::to_owned).collect();
    if !escapes.is_empty() {
        blemishes.push(UserBlemish::PercentEncoded(escapes));
    }
    let spaces: Vec<usize> =
        bare.chars().enumerate().filter(|(_, c)| *c == ' ').map(|(at, _)| at).take(8).collect();
    if !spaces.is_empty() {
        blemishes.push(UserBlemish::Spaces(spaces));
    }
    let breaks: Vec<u32> = bare
        .chars()
        .filter(|c| *c != ' ' && (c.is_whitespace() || c.is_control()))
        .map(u32::from)
        .take(4)
        .collect();
    let is_wrapped = blemishes.iter().any(|known| matches!(known, UserBlemish::Wrapped(_)));
    if !breaks.is_empty() && !is_wrapped {
        blemishes.push(UserBlemish::Wrapped(breaks));
    }
}
