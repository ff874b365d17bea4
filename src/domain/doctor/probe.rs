//! The doctor's own requests: which of them would still tell something.
//!
//! P0 to P7 of the field study, GET only, in their order:
//!
//! | probe | request | tells |
//! |---|---|---|
//! | P0 | `/v1/test` without a token | who answers, and its clock |
//! | P1 | `/v1/test`, developer token | whether the developer token is good |
//! | P2 | `/v1/storefronts?limit=1`, developer token | the same on another endpoint |
//! | P3 | `/v1/me/storefront`, both | whether the user token is good |
//! | P4 | `/v1/me/library/songs?limit=1`, both | subscription, cloud library |
//! | P5 | P1 with an `Origin` of the token's claim | whether the claim is what is in the way |
//! | P6 | the failing request at Apple's public host | whether the host is; only after a yes |
//! | P7 | the failing path with GET | whether the method is |

use super::{
    credentials::Usable,
    evidence::{Evidence, Probe},
    facts::{Answer, Exchange},
};

/// So many origins of a claim are tried: a token made for more of them is tried with the first.
const MOST_ORIGINS: usize = 3;
/// What P6 asks instead of the profile's server.
pub const APPLE: &str = "https://api.music.apple.com";

/// One of the doctor's requests, to be sent with GET and without following redirects.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// `P0` to `P7`.
    pub name: &'static str,
    /// Path and query.
    pub target: String,
    /// With the developer token.
    pub developer: bool,
    /// With the Music User Token.
    pub user: bool,
    /// Headers that go along; none of them secret.
    pub headers: Vec<(String, String)>,
    /// To Apple's public host rather than to the profile's: only ever after a person said yes.
    pub to_apple: bool,
}

/// What comes next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Next {
    /// This can be sent.
    Ask(Question),
    /// This would send the developer token to another server than the profile's, and needs a yes.
    Permit(Question),
    /// Nothing would tell more.
    Nothing,
}

impl Question {
    /// A question at the profile's own server.
    #[must_use]
    pub fn new(name: &'static str, target: &str, developer: bool, user: bool) -> Self {
        Self { name, target: target.to_owned(), developer, user, headers: Vec::new(), to_apple: false }
    }
}

/// The next request that would still tell something.
#[must_use]
pub fn next(evidence: &Evidence, usable: Usable) -> Next {
    let ask = |question: Question| Next::Ask(question);
    if !asked(evidence, "P0") {
        return ask(Question::new("P0", "/v1/test", false, false));
    }
    if evidence.probes.iter().any(ends_it) {
        return Next::Nothing;
    }
    about_the_developer_token(evidence, usable)
        .or_else(|| about_the_user_token(evidence, usable))
        .map(ask)
        .or_else(|| about_the_request(evidence, usable))
        .unwrap_or(Next::Nothing)
}

fn asked(evidence: &Evidence, name: &str) -> bool {
    evidence.probes.iter().any(|probe| probe.name == name)
}

/// No network, somebody other than Apple, or nothing judged: whatever comes after tells no more.
fn ends_it(probe: &Probe) -> bool {
    let Some(answer) = &probe.exchange.answer else { return true };
    let is_open = probe.name == "P0" && answer.is_success();
    answer.is_foreign() || answer.is_redirect() || answer.is_not_judged() || is_open
}

fn about_the_developer_token(evidence: &Evidence, usable: Usable) -> Option<Question> {
    if !usable.developer || evidence.developer_proven() {
        return None;
    }
    if !asked(evidence, "P1") {
        return Some(Question::new("P1", "/v1/test", true, false));
    }
    let origins = evidence.jwt().map(|jwt| jwt.origins()).unwrap_or_default();
    let tried = evidence.probes.iter().filter(|probe| probe.name == "P5").count();
    let proven = evidence.probes.iter().any(|probe| probe.name == "P5" && probe.exchange.is_accepted());
    if let Some(origin) = origins.get(tried).filter(|_| !proven && tried < MOST_ORIGINS) {
        // The web player's claim names a domain, of which this is the page.
        let origin =
            if origin.contains("://") { (*origin).to_owned() } else { format!("https://music.{origin}") };
        let headers = vec![("Origin".to_owned(), origin)];
        return Some(Question { headers, ..Question::new("P5", "/v1/test", true, false) });
    }
    (!proven && !asked(evidence, "P2")).then(|| Question::new("P2", "/v1/storefronts?limit=1", true, false))
}

fn about_the_user_token(evidence: &Evidence, usable: Usable) -> Option<Question> {
    if !usable.user || !evidence.developer_proven() {
        return None;
    }
    if !asked(evidence, "P3") {
        return Some(Question::new("P3", "/v1/me/storefront", true, true));
    }
    let is_good = evidence.probes.iter().any(|probe| probe.name == "P3" && probe.exchange.is_accepted());
    (is_good && !asked(evidence, "P4"))
        .then(|| Question::new("P4", "/v1/me/library/songs?limit=1", true, true))
}

fn about_the_request(evidence: &Evidence, usable: Usable) -> Option<Next> {
    let request = evidence.request.as_ref().filter(|request| !request.is_accepted())?;
    let target =
        request.url.split_once("://").and_then(|(_, rest)| rest.find('/').map(|at| rest[at..].to_owned()))?;
    let user = usable.user && request.is_personal();
    if !request.is_to_the_api() && usable.developer && !asked(evidence, "P6") {
        let question = Question { to_apple: true, ..Question::new("P6", &target, true, false) };
        return Some(Next::Permit(question));
    }
    let is_read = matches!(request.method.as_str(), "GET" | "HEAD");
    (!is_read && request.is_to_the_api() && usable.developer && !asked(evidence, "P7"))
        .then(|| Next::Ask(Question::new("P7", &target, true, user)))
}

/// What a probe's answer tells, in a few words.
#[must_use]
pub fn told(name: &str, exchange: &Exchange) -> &'static str {
    let Some(answer) = &exchange.answer else { return "no answer" };
    let accepted = exchange.is_accepted();
    match (kind(name, exchange), answer.status) {
        (_, 429) => "rate limited: nothing was judged",
        (_, 500..) => "Apple's side failed: nothing was judged",
        _ if answer.is_redirect() => "it leads elsewhere",
        _ if answer.is_foreign() => "that was not Apple",
        ("P0", 401) => "the server is there, and wants a token as it should",
        ("P0", 200..=299) => "lets in without a token: that is not Apple",
        ("P1" | "P2", 401) => "the developer token is refused",
        ("P1" | "P2", _) if accepted => "the developer token is good",
        ("P3", _) if accepted => "the Music User Token is good",
        ("P3", 401 | 403) => "the Music User Token is refused",
        ("P4", _) if accepted => "the library opens",
        ("P4", 404) => "there is no cloud library",
        ("P4", _) if has_no_subscription(answer) => "the account lacks a privilege",
        ("P5", _) if accepted => "with this origin the token is good",
        ("P5", 401) => "refused with this origin too",
        ("P6", _) if accepted => "Apple's public host takes it",
        ("P7", _) if accepted => "reading the same path works",
        _ => "refused",
    }
}

/// Which of ours a question is; those of a captured incident have names of their own, and are told by what they ask.
fn kind<'a>(name: &'a str, exchange: &Exchange) -> &'a str {
    match name {
        "P0" | "P1" | "P2" | "P3" | "P4" | "P5" | "P6" | "P7" => name,
        _ if !exchange.has_developer_token() => "P0",
        _ if exchange.is_developer_only() => "P1",
        _ if exchange.path() == "/v1/me/storefront" => "P3",
        _ => "P4",
    }
}

fn has_no_subscription(answer: &Answer) -> bool {
    answer.error("40015").is_some()
}
