//! One request and what became of it, with every credential replaced by a word that says which it was.

mod answer;
mod failure;
mod redaction;

use std::borrow::Cow;

pub use answer::{Answer, AppleError, Body};
pub use failure::Failure;
pub use redaction::Redaction;
pub(in crate::domain::doctor) use redaction::unsaid;
use redaction::{DEVELOPER_MARK, USER_MARK};

/// The public host of the API.
const API_HOST: &str = "api.music.apple.com";
/// The web player's own host.
const WEB_PLAYER_HOST: &str = "amp-api.music.apple.com";
/// Longer texts are cut before they are judged; no request that anybody typed is longer.
const LONGEST: usize = 8 * 1024;

/// A request, and its answer or the failure to get one.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Exchange {
    /// The method, in capitals.
    pub method: String,
    /// The whole address, tokens replaced.
    pub url: String,
    /// The headers as sent, tokens replaced.
    pub headers: Vec<(String, String)>,
    /// What came back.
    pub answer: Option<Answer>,
    /// Why nothing came back.
    pub failure: Option<Failure>,
    /// The local clock when it ended, in seconds since the epoch; `None`: the evidence's own time.
    pub received_at: Option<i64>,
}

/// How the developer token travelled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Authorization {
    /// There is no `Authorization` header.
    Absent,
    /// `Bearer`, a space, a token.
    Good,
    /// As [`Authorization::Good`] but for the capital of `Bearer`.
    LowerCase,
    /// Anything else; what it looks like with the token masked.
    Malformed(String),
}

/// How the Music User Token travelled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UserHeader {
    /// Nowhere.
    Absent,
    /// In the header that the host reads.
    Good,
    /// Under this name, which the host does not read.
    Misnamed(String),
}

impl Exchange {
    /// A request with its credentials replaced.
    #[must_use]
    pub fn new(method: &str, url: &str, headers: &[(String, String)], hide: &Redaction<'_>) -> Self {
        let cut = |text: &str| text.chars().take(LONGEST).collect::<String>();
        let headers = headers
            .iter()
            .take(64)
            .map(|(name, value)| (hide.text(&cut(name)), hide.header(name, &cut(value))));
        Self {
            method: hide.text(&cut(method)).to_ascii_uppercase(),
            url: hide.url(&cut(url)),
            headers: headers.collect(),
            ..Self::default()
        }
    }

    /// A request of our own, which carries the tokens that are named and nothing secret beside them.
    #[must_use]
    pub fn sent(method: &str, url: &str, headers: &[(String, String)], developer: bool, user: bool) -> Self {
        let mut exchange = Self::new(method, url, headers, &Redaction::default());
        let mut carry = |name: &str, value: String| exchange.headers.push((name.to_owned(), value));
        if developer {
            carry("Authorization", format!("Bearer {DEVELOPER_MARK}"));
        }
        if user {
            carry("Music-User-Token", USER_MARK.to_owned());
        }
        exchange
    }

    /// A header by its name, whatever its case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }

    /// `http` or `https`, or what stands there instead.
    #[must_use]
    pub fn scheme(&self) -> &str {
        self.url.split_once("://").map_or("", |(scheme, _)| scheme)
    }

    /// The host without a port.
    #[must_use]
    pub fn host(&self) -> Cow<'_, str> {
        let rest = self.url.split_once("://").map_or("", |(_, rest)| rest);
        let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
        let host = authority.rsplit('@').next().unwrap_or_default();
        let host = if host.starts_with('[') { host } else { host.split(':').next().unwrap_or_default() };
        Cow::Owned(host.to_ascii_lowercase())
    }

    /// The path, from its first slash on.
    #[must_use]
    pub fn path(&self) -> &str {
        let rest = self.url.split_once("://").map_or(self.url.as_str(), |(_, rest)| rest);
        let path = rest.find('/').map_or("", |at| &rest[at..]);
        path.split(['?', '#']).next().unwrap_or_default()
    }

    /// The parameters in the order they stand, as written.
    pub fn query(&self) -> impl Iterator<Item = (&str, &str)> {
        let query = self.url.split_once('?').map_or("", |(_, query)| query);
        let query = query.split('#').next().unwrap_or_default();
        query
            .split('&')
            .filter(|part| !part.is_empty())
            .map(|part| part.split_once('=').unwrap_or((part, "")))
    }

    /// Whether it went to the API: Apple's public host, or a stand-in for it on this machine.
    #[must_use]
    pub fn is_to_the_api(&self) -> bool {
        self.host() == API_HOST || self.is_to_this_machine()
    }

    /// Whether it went to the web player's own host.
    #[must_use]
    pub fn is_to_the_web_player(&self) -> bool {
        self.host() == WEB_PLAYER_HOST
    }

    /// Whether it went where MusicKit's sign-in goes, and no request of the API.
    #[must_use]
    pub fn is_to_the_sign_in(&self) -> bool {
        ["authorize.music.apple.com", "buy.music.apple.com", "play.itunes.apple.com"]
            .contains(&self.host().as_ref())
    }

    /// Whether it went to loopback, as requests to a sandbox do.
    #[must_use]
    pub fn is_to_this_machine(&self) -> bool {
        let host = self.host();
        host == "localhost" || host.starts_with("127.") || host == "[::1]"
    }

    /// Whether the path is about one person: under `/v1/me/`.
    #[must_use]
    pub fn is_personal(&self) -> bool {
        self.path().strip_prefix("/v1/me/").is_some_and(|rest| !rest.trim_matches('/').is_empty())
    }

    /// How the developer token travelled.
    #[must_use]
    pub fn authorization(&self) -> Authorization {
        let Some(value) = self.header("authorization") else { return Authorization::Absent };
        let malformed = || Authorization::Malformed(value.to_owned());
        let Some((scheme, token)) = value.split_once(' ') else { return malformed() };
        // What stands for a word that was taken out is one word.
        let token = token.replace(" characters)", ")");
        let is_bare = token == DEVELOPER_MARK
            || (!token.is_empty() && !token.contains(char::is_whitespace) && !token.contains("Bearer"));
        match scheme {
            "Bearer" if is_bare => Authorization::Good,
            _ if is_bare && scheme.eq_ignore_ascii_case("bearer") => Authorization::LowerCase,
            _ => malformed(),
        }
    }

    /// Whether the developer token went along in a form that Apple reads.
    #[must_use]
    pub fn has_developer_token(&self) -> bool {
        matches!(self.authorization(), Authorization::Good | Authorization::LowerCase)
    }

    /// How the Music User Token travelled.
    #[must_use]
    pub fn user_header(&self) -> UserHeader {
        let right = if self.is_to_the_web_player() { "media-user-token" } else { "music-user-token" };
        if self.header(right).is_some_and(|value| !value.trim().is_empty()) {
            return UserHeader::Good;
        }
        let misnamed = |(name, value): &(String, String)| {
            let lower = name.to_ascii_lowercase();
            let is_own_name = lower == "music-user-token" || lower == "authorization";
            let names_it = lower.replace(['-', '_'], "").contains("usertoken");
            let holds_it = value.contains(USER_MARK) || value.contains("media-user-token=");
            (!is_own_name && !value.trim().is_empty() && (names_it || holds_it)).then(|| {
                match lower.as_str() {
                    "cookie" => "the cookie media-user-token".to_owned(),
                    _ => format!("the header {name}"),
                }
            })
        };
        self.headers.iter().find_map(misnamed).map_or(UserHeader::Absent, UserHeader::Misnamed)
    }

    /// Whether the developer token alone was put to the question: it went along, and nothing personal is involved.
    #[must_use]
    pub fn is_developer_only(&self) -> bool {
        self.is_to_the_api()
            && self.has_developer_token()
            && !self.is_personal()
            && self.user_header() == UserHeader::Absent
    }

    /// Whether both tokens were put to the question.
    #[must_use]
    pub fn is_with_user_token(&self) -> bool {
        self.is_to_the_api()
            && self.has_developer_token()
            && self.is_personal()
            && self.user_header() == UserHeader::Good
    }

    /// The status; `None` without an answer.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        self.answer.as_ref().map(|answer| answer.status)
    }

    /// Whether Apple did it: 2xx, and not somebody else's page.
    #[must_use]
    pub fn is_accepted(&self) -> bool {
        self.answer.as_ref().is_some_and(|answer| answer.is_success() && !answer.is_foreign())
    }
}

/// Names that carry tokens.
const TOKEN_NAMES: [&str; 9] = [
    "access_token",
    "token",
    "developertoken",
    "developer_token",
    "developer-token",
    "music-user-token",
    "media-user-token",
    "usertoken",
    "user_token",
];

/// What is left of a token that was masked: six characters of its first part. An ellipsis alone is somebody's search.
fn is_masked(value: &str) -> bool {
    let shown = |start: &str| {
        let tail = &start.as_bytes()[start.len().saturating_sub(6)..];
        tail.len() == 6 && tail.starts_with(b"ey")
    };
    value.split_once('…').is_some_and(|(start, _)| start.is_ascii() && shown(start))
}

/// The parameters of an address that carry a token.
pub fn tokens_in_query(exchange: &Exchange) -> impl Iterator<Item = &str> {
    let is_token = |(name, value): &(&str, &str)| {
        let has_name = TOKEN_NAMES.contains(&name.to_ascii_lowercase().as_str()) && !value.is_empty();
        let is_ours = [DEVELOPER_MARK, USER_MARK].iter().any(|mark| value.contains(mark));
        has_name || is_ours || is_masked(value)
    };
    exchange.query().filter(is_token).map(|(name, _)| name)
}
