//! A draft as typed becomes a checked request.
//!
//! Checking finds every mistake that can be known before anything is sent: they show in the errors panel, and nothing
//! that was typed is changed or lost.

mod headers;
pub mod locale;
mod target;

use std::fmt;

use super::{json, link, secret};

pub use headers::{
    HeaderFault, is_connection as is_connection_header, is_secret as is_secret_header,
    is_the_profiles as is_profiles_header,
};
pub use target::TargetFault;

/// The methods that Segue offers. Apple documents no PATCH; it is here because people try it, and the answer teaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Method {
    #[default]
    Get,
    Post,
    Put,
    Delete,
    Patch,
}

impl Method {
    /// All of them, in the order in which the composer walks them.
    pub const ALL: [Self; 5] = [Self::Get, Self::Post, Self::Put, Self::Delete, Self::Patch];

    /// The name on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Delete => "DELETE",
            Self::Patch => "PATCH",
        }
    }

    /// The method of that name, in any case.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.as_str().eq_ignore_ascii_case(name))
    }

    /// The one after this one, and the first after the last.
    #[must_use]
    pub fn following(self) -> Self {
        let at = Self::ALL.iter().position(|method| *method == self).unwrap_or(0);
        Self::ALL[(at + 1) % Self::ALL.len()]
    }

    /// Whether a body can go with it.
    #[must_use]
    pub const fn has_body(self) -> bool {
        matches!(self, Self::Post | Self::Put | Self::Patch)
    }

    /// Whether it may change something.
    #[must_use]
    pub const fn is_write(self) -> bool {
        !matches!(self, Self::Get)
    }
}

/// Which tokens go with a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tokens {
    /// `Authorization: Bearer …`.
    pub developer: bool,
    /// `Music-User-Token: …`.
    pub user: bool,
}

impl Tokens {
    /// The tokens that a path needs.
    #[must_use]
    pub fn needed_by(path: &str) -> Self {
        target::tokens_needed(path)
    }

    /// The tokens that go with a path: as set, or else as it needs them.
    #[must_use]
    pub fn sent_with(path: &str, developer: Toggle, user: Toggle) -> Self {
        let needed = Self::needed_by(path);
        Self { developer: developer.unwrap_or(needed.developer), user: user.unwrap_or(needed.user) }
    }
}

/// What a person set on a token's toggle; none leaves it to the path.
pub type Toggle = Option<bool>;

/// What the composer holds.
#[derive(Clone, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct Draft {
    pub method: Method,
    /// Path and query as typed; a full URL of the same origin will do.
    pub path: String,
    /// Whether the developer token is sent.
    pub developer: Toggle,
    /// Whether the Music User Token is sent.
    pub user: Toggle,
    /// One header a line, `Name: value`.
    pub headers: String,
    /// The body as typed; used for the methods that have one.
    pub body: String,
}

impl fmt::Debug for Draft {
    /// Says how much was typed, and not what: a person may have typed a token.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Draft")
            .field("method", &self.method)
            .field("path", &self.path.len())
            .field("developer", &self.developer)
            .field("user", &self.user)
            .field("headers", &self.headers.len())
            .field("body", &self.body.len())
            .finish()
    }
}

/// A request that is fit to send; the tokens themselves are added at the edge.
#[derive(Clone, PartialEq, Eq)]
pub struct Request {
    pub method: Method,
    /// Path and query, root-relative, encoded as on the wire.
    pub target: String,
    pub tokens: Tokens,
    pub headers: Vec<(String, String)>,
    pub body: Option<String>,
}

impl fmt::Debug for Request {
    /// Names of headers without their values, and no body: no check knows a user token by its shape.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = self.headers.iter().map(|(name, _)| name).collect();
        f.debug_struct("Request")
            .field("method", &self.method)
            .field("target", &self.target)
            .field("tokens", &self.tokens)
            .field("headers", &names)
            .field("body", &self.body.as_ref().map(String::len))
            .finish()
    }
}

/// Something that can be known to be wrong before sending.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Mistake {
    #[error(transparent)]
    Target(#[from] TargetFault),
    #[error(transparent)]
    Header(#[from] HeaderFault),
    #[error("the body is not JSON: {0}")]
    Body(json::Fault),
    #[error("the body holds what looks like a token or a key; it was not sent")]
    SecretInBody,
}

impl Draft {
    /// The draft that a request could have been typed as.
    #[must_use]
    pub fn of(request: &Request) -> Self {
        let needed = Tokens::needed_by(&request.target);
        let toggle = |is_sent: bool, is_needed: bool| (is_sent != is_needed).then_some(is_sent);
        let is_added = |(name, value): &&(String, String)| {
            request.body.is_some() && name == "Content-Type" && value == "application/json"
        };
        let headers = request.headers.iter().filter(|header| !is_added(header));
        Self {
            method: request.method,
            path: request.target.clone(),
            developer: toggle(request.tokens.developer, needed.developer),
            user: toggle(request.tokens.user, needed.user),
            headers: headers.map(|(name, value)| format!("{name}: {value}")).collect::<Vec<_>>().join("\n"),
            body: request.body.clone().unwrap_or_default(),
        }
    }

    /// The body that will be sent, if any.
    #[must_use]
    pub fn effective_body(&self) -> Option<&str> {
        Some(self.body.trim()).filter(|body| self.method.has_body() && !body.is_empty())
    }

    /// Checks header lines alone, as they are given on a command line.
    ///
    /// # Errors
    /// The first fault.
    pub fn check_headers(lines: &str) -> Result<(), HeaderFault> {
        headers::parse(lines).map(drop)
    }

    /// The request that the draft describes, at an origin.
    ///
    /// # Errors
    /// Every mistake there is, in the order of the form's rows.
    pub fn check(&self, origin: &url::Url) -> Result<Request, Vec<Mistake>> {
        let mut mistakes = Vec::new();
        let target = target::encode(&self.path, origin).map_err(|fault| mistakes.push(fault.into())).ok();
        let headers = headers::parse(&self.headers).map_err(|fault| mistakes.push(fault.into())).ok();
        let body = self.effective_body().map(str::to_owned);
        mistakes.extend(body.as_deref().and_then(|body| mistake_in(body, self)));
        let (Some(target), Some(mut headers), true) = (target, headers, mistakes.is_empty()) else {
            return Err(mistakes);
        };
        if body.is_some() && !headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("content-type")) {
            headers.push(("Content-Type".to_owned(), "application/json".to_owned()));
        }
        // By what goes on the wire: `/v1/catalog/../me` is `/v1/me` there.
        let tokens = Tokens::sent_with(&target, self.developer, self.user);
        Ok(Request { method: self.method, target, tokens, headers, body })
    }
}

/// What is wrong with a body: it must be JSON, and hold no token.
fn mistake_in(body: &str, draft: &Draft) -> Option<Mistake> {
    if secret::is_in(body) {
        return Some(Mistake::SecretInBody);
    }
    let fault = json::Document::parse(body.as_bytes()).err()?.fault;
    // The position counts in what was typed, of which white space in front was left out.
    let skipped = draft.body.len() - draft.body.trim_start().len();
    let offset = fault.offset + skipped;
    let position = json::Position::of(draft.body.as_bytes(), offset);
    Some(Mistake::Body(json::Fault { offset, position, ..fault }))
}

impl Request {
    /// The request that a `next` of one of its pages leads to: the same tokens and headers, never a body.
    #[must_use]
    pub fn following(&self, following: &link::Following) -> Self {
        let is_content = |name: &str| name.eq_ignore_ascii_case("content-type");
        Self {
            method: Method::Get,
            target: following.target.clone(),
            tokens: self.tokens,
            headers: self.headers.iter().filter(|(name, _)| !is_content(name)).cloned().collect(),
            body: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn origin() -> url::Url {
        url::Url::parse("https://api.music.apple.com").unwrap()
    }

    fn get(path: &str) -> Draft {
        Draft { path: path.to_owned(), ..Draft::default() }
    }

    #[test]
    fn a_body_goes_only_with_methods_that_have_one() {
        let mut draft = Draft { body: "{\"a\":1}".to_owned(), ..get("/v1/me/library") };
        assert_eq!(draft.check(&origin()).unwrap().body, None);
        draft.method = Method::Post;
        let request = draft.check(&origin()).unwrap();
        assert_eq!(request.body.as_deref(), Some("{\"a\":1}"));
        assert_eq!(request.headers, [("Content-Type".to_owned(), "application/json".to_owned())]);
    }

    #[test]
    fn a_mistake_in_the_body_is_placed_in_what_was_typed() {
        let draft = Draft { method: Method::Put, body: "\n\n  {\"a\": tru}".to_owned(), ..get("/v1/x") };
        let mistakes = draft.check(&origin()).unwrap_err();
        let [Mistake::Body(fault)] = &mistakes[..] else { panic!("{mistakes:?}") };
        assert_eq!((fault.position.line, fault.position.column), (3, 9));
    }

    #[test]
    fn every_mistake_is_told_at_once() {
        let draft = Draft {
            method: Method::Post,
            path: String::new(),
            headers: "Cookie: x=1".to_owned(),
            body: "{".to_owned(),
            ..Draft::default()
        };
        assert_eq!(draft.check(&origin()).unwrap_err().len(), 3);
    }

    #[test]
    fn the_path_that_is_sent_says_which_tokens_go_along() {
        let request = get("/v1/catalog/../me/library/songs").check(&origin()).unwrap();
        assert_eq!((request.target.as_str(), request.tokens.user), ("/v1/me/library/songs", true));
    }

    #[test]
    fn toggles_win_over_the_path() {
        let mut draft = get("/v1/me/library/songs");
        assert_eq!(draft.check(&origin()).unwrap().tokens, Tokens { developer: true, user: true });
        draft.user = Some(false);
        assert_eq!(draft.check(&origin()).unwrap().tokens, Tokens { developer: true, user: false });
    }

    #[test]
    fn a_following_request_is_a_get_with_the_same_tokens() {
        let draft = Draft {
            method: Method::Post,
            headers: "Origin: https://a.example".to_owned(),
            body: "{}".to_owned(),
            ..get("/v1/me/x")
        };
        let request = draft.check(&origin()).unwrap();
        let following = link::Following { target: "/v1/me/x?offset=5".to_owned(), restored: Vec::new() };
        let next = request.following(&following);
        assert_eq!((next.method, next.body, next.tokens), (Method::Get, None, request.tokens));
        assert_eq!(next.headers, [("Origin".to_owned(), "https://a.example".to_owned())]);
    }
}
