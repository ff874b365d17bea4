//! An examination in lines, for the screen and for a terminal alike.

use serde_json::Value;

use super::{
    check::{self, Ground, Severity},
    credentials::Credentials,
    evidence::Evidence,
    examination::{Examination, Outcome},
    facts::{Content, DeveloperToken, Exchange, Jwt, Key, KeyState, Signature, UserContent, UserToken},
    probe,
    verdict::{Kind, Verdict},
};
use crate::domain::{
    catalog::{self, About, Known, Seen},
    clock::{relative, utc},
    quantity,
    request::{Draft, Method},
};

/// What a line is, as far as its looks are concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// The name of a part.
    Heading,
    /// How it stands.
    Verdict(Kind),
    /// What was found.
    Found(Severity),
    /// What that rests on.
    Evidence,
    /// What to do.
    Fix,
    /// A plain fact.
    Fact,
    /// Something that is in order.
    Good,
    /// Something that is not.
    Bad,
}

/// A line; it may be longer than a screen is wide.
pub type Line = (Role, String);

/// The whole examination. `is_over` tells that no probe is on its way or left.
#[must_use]
pub fn told(
    credentials: &Credentials,
    evidence: &Evidence,
    examination: &Examination,
    verdict: &Verdict,
) -> Vec<Line> {
    let mut lines =
        vec![(Role::Heading, "Verdict".to_owned()), (Role::Verdict(verdict.kind), verdict.says.clone())];
    if !verdict.next.is_empty() {
        lines.push((Role::Fix, verdict.next.clone()));
    }
    lines.extend(findings(examination));
    lines.extend(probes(evidence));
    lines.extend(of_credentials(credentials, evidence));
    lines.extend(checks(evidence, examination));
    lines
}

fn findings(examination: &Examination) -> Vec<Line> {
    let mut lines = Vec::new();
    if !examination.findings.is_empty() {
        lines.push((Role::Heading, "Found".to_owned()));
    }
    for finding in &examination.findings {
        let check = finding.check;
        lines.push((
            Role::Found(check.severity),
            format!("{} {}: {}", check.id, check.severity.name(), check.message),
        ));
        lines.push((Role::Evidence, format!("evidence: {}", finding.evidence)));
        lines.push((Role::Fix, check.fix.to_owned()));
    }
    lines
}

fn probes(evidence: &Evidence) -> Vec<Line> {
    let mut lines = Vec::new();
    if !evidence.probes.is_empty() || evidence.request.is_some() {
        lines.push((Role::Heading, "Asked".to_owned()));
    }
    if let Some(request) = &evidence.request {
        let role = if request.is_accepted() { Role::Good } else { Role::Bad };
        lines.push((role, format!("the request {} · {}", asked(request), outcome(request))));
        lines.extend(advice(request));
    }
    for probe in &evidence.probes {
        let exchange = &probe.exchange;
        let outcome = outcome(exchange);
        let is_as_it_should =
            exchange.is_accepted() || (probe.name == "P0" && exchange.status() == Some(401));
        let role = if is_as_it_should { Role::Good } else { Role::Bad };
        let told = probe::told(&probe.name, exchange);
        lines.push((role, format!("{} {} · {outcome} · {told}", probe.name, asked(exchange))));
    }
    lines
}

/// What the form says of such a path, if it was refused.
fn advice(request: &Exchange) -> Vec<Line> {
    let method = Method::named(&request.method);
    let Some(method) = method.filter(|_| !request.is_accepted()) else { return Vec::new() };
    let query = request.url.split_once('?').map_or_else(String::new, |(_, query)| format!("?{query}"));
    let draft = Draft { method, path: format!("{}{query}", request.path()), ..Draft::default() };
    let known = Known {
        scope: catalog::Scope::WithObserved,
        storefront: None,
        storefronts: &[],
        seen: &Seen::default(),
    };
    // The body of a request is not among the facts.
    let advice = catalog::check(&draft, &known).into_iter();
    let of_path = advice.filter(|advice| !matches!(advice.about, About::Body(_)));
    of_path.map(|advice| (Role::Found(Severity::Warn), advice.words)).collect()
}

/// Which library answers to a Music User Token, in a sentence. `total` is how many songs it said it has.
#[must_use]
pub fn library(songs: &Exchange, total: Option<u64>) -> String {
    let Some(answer) = songs.answer.as_ref() else { return "The library did not answer.".to_owned() };
    match (answer.status, total) {
        _ if answer.error("40015").is_some() => {
            "The account has no subscription, so that its library stays shut.".to_owned()
        }
        (200..=299, Some(1)) => "Its library answers, with 1 song.".to_owned(),
        (200..=299, Some(total)) => {
            format!(
                "Its library answers, with {} songs.",
                quantity::count(usize::try_from(total).unwrap_or(usize::MAX))
            )
        }
        (200..=299, None) => "Its library answers.".to_owned(),
        (404, _) => "The account has no cloud library.".to_owned(),
        (status, _) => format!("Its library answered {status}."),
    }
}

fn outcome(exchange: &Exchange) -> String {
    match (exchange.status(), &exchange.failure) {
        (Some(status), _) => status.to_string(),
        (None, Some(failure)) => failure.text().to_owned(),
        (None, None) => "not sent".to_owned(),
    }
}

/// `GET /v1/test, developer token`
fn asked(exchange: &Exchange) -> String {
    let user = exchange.header("music-user-token").is_some();
    let with = match (exchange.header("authorization").is_some(), user) {
        (false, false) => "no token",
        (true, false) => "developer token",
        (true, true) => "both tokens",
        (false, true) => "Music User Token",
    };
    let origin = exchange.header("origin").map_or_else(String::new, |origin| format!(", Origin {origin}"));
    let query = exchange.url.split_once('?').map_or_else(String::new, |(_, query)| format!("?{query}"));
    format!("{} {}{query}, {with}{origin}", exchange.method, exchange.path())
}

fn of_credentials(credentials: &Credentials, evidence: &Evidence) -> Vec<Line> {
    if credentials.is_recorded {
        let words = "a recording; no tokens are used".to_owned();
        return vec![(Role::Heading, "Tokens".to_owned()), (Role::Fact, words)];
    }
    let mut lines = vec![(Role::Heading, "Developer token".to_owned())];
    let mut fact = |text: String| lines.push((Role::Fact, text));
    match &evidence.developer {
        None => fact("none".to_owned()),
        Some(token) => of_developer(token, evidence).into_iter().for_each(&mut fact),
    }
    credentials.developer_source.iter().for_each(|source| fact(format!("from {source}")));
    lines.push((Role::Heading, "Private key".to_owned()));
    let mut fact = |text: String| lines.push((Role::Fact, text));
    match &evidence.key {
        None => fact("none".to_owned()),
        Some(key) => fact(of_key(key)),
    }
    credentials.key_source.iter().for_each(|source| fact(format!("from {source}")));
    let configured = [("Key ID", &evidence.key_id), ("Team ID", &evidence.team_id)];
    let configured = configured.into_iter().filter_map(|(name, id)| Some(format!("{name} {}", id.as_ref()?)));
    let configured: Vec<String> = configured.collect();
    if !configured.is_empty() {
        fact(format!("configured: {}", configured.join(", ")));
    }
    if evidence.key.is_some() {
        fact(
            "a .p8 does not tell which services it has, whether it is revoked, or whose team it is of"
                .to_owned(),
        );
    }
    lines.push((Role::Heading, "Music User Token".to_owned()));
    let mut fact = |text: String| lines.push((Role::Fact, text));
    match &evidence.user {
        None => fact("none".to_owned()),
        Some(token) => fact(of_user(token)),
    }
    credentials.user_source.iter().for_each(|source| fact(format!("from {source}")));
    evidence.user_obtained_at.iter().for_each(|at| fact(format!("stored {}", when(*at, evidence.time()))));
    lines
}

fn of_developer(token: &DeveloperToken, evidence: &Evidence) -> Vec<String> {
    let identity = format!("sha256 {}…", token.identity.sha256_prefix);
    let jwt = match &token.content {
        Content::Jwt(jwt) => jwt,
        _ => return vec![format!("no JWT, {identity}")],
    };
    let part = |map: &serde_json::Map<String, Value>| {
        map.iter().map(|(name, value)| format!("{name} {}", plain(value))).collect::<Vec<_>>().join(", ")
    };
    let mut lines = vec![format!("header: {}", part(&jwt.header))];
    for (name, value) in &jwt.claims {
        let time = jwt.seconds(name).filter(|_| matches!(name.as_str(), "iat" | "exp" | "nbf"));
        let told =
            time.map_or_else(|| plain(value), |time| format!("{time} · {}", when(time, evidence.time())));
        lines.push(format!("{name} {told}"));
    }
    if !jwt.other_claims.is_empty() {
        lines.push(format!("other claims: {}", jwt.other_claims.join(", ")));
    }
    lines.push(format!("signature {}, {identity}", of_signature(jwt, evidence)));
    lines
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// A moment, and how far it is from now.
fn when(time: i64, now: i64) -> String {
    format!("{}, {}", utc(time), relative(time, now))
}

fn of_signature(jwt: &Jwt, evidence: &Evidence) -> String {
    match jwt.signature {
        Signature::Valid => "made by your key".to_owned(),
        Signature::OtherKey => "not made by your key".to_owned(),
        Signature::NoKey if evidence.key.is_none() => {
            "not checked: there is no key to hold it against".to_owned()
        }
        Signature::NoKey => "not checked: the key cannot be used".to_owned(),
        Signature::Empty => "empty".to_owned(),
        Signature::Der(length) => format!("of {length} bytes in DER"),
        Signature::Length(length) => format!("of {length} bytes, 64 wanted"),
        Signature::OtherAlgorithm(length) => format!("of another algorithm, {length} bytes"),
    }
}

fn of_key(key: &Key) -> String {
    let state = match &key.state {
        KeyState::Good => "P-256, as Apple hands it out".to_owned(),
        KeyState::EscapedLineBreaks => "P-256, with \\n for line breaks".to_owned(),
        KeyState::MissingLabels => "P-256, without its BEGIN and END lines".to_owned(),
        KeyState::LostLineBreaks => "P-256, without its line breaks".to_owned(),
        KeyState::Empty => "empty".to_owned(),
        KeyState::Unreadable(reason) => reason.clone(),
        KeyState::Public(label) => format!("a {}", label.to_lowercase()),
        KeyState::Encrypted => "encrypted".to_owned(),
        KeyState::Rsa => "RSA".to_owned(),
        KeyState::OtherCurve(curve) => format!("of the kind {curve}"),
    };
    match &key.fingerprint {
        Some(fingerprint) => format!("{state}, public half sha256 {fingerprint}…"),
        None => state,
    }
}

fn of_user(token: &UserToken) -> String {
    let what = match &token.content {
        UserContent::Opaque { .. } => "opaque, as it should be",
        UserContent::DeveloperToken => "the developer token",
        UserContent::Jwt(_) => "a JWT",
        UserContent::SignInWithApple => "of Sign in with Apple",
        UserContent::Cookie(_) => "a Cookie header",
    };
    format!("{what}, {} characters, sha256 {}…", token.length, token.identity.sha256_prefix)
}

/// How many checks of each kind passed, and which did not.
fn checks(evidence: &Evidence, examination: &Examination) -> Vec<Line> {
    let has_advice = evidence.request.as_ref().is_some_and(|request| !advice(request).is_empty());
    let mut lines = vec![(Role::Heading, "Checks".to_owned())];
    let mut names: Vec<&str> = Vec::new();
    for ground in Ground::ALL {
        if !names.contains(&ground.name()) {
            names.push(ground.name());
        }
    }
    for name in names {
        let of_this = || {
            examination
                .outcomes
                .iter()
                .filter(|(id, _)| check::named(id).is_some_and(|check| check.ground.name() == name))
        };
        let count = |outcome: Outcome| of_this().filter(|(_, came_to)| *came_to == outcome).count();
        let failed: Vec<&str> =
            of_this().filter(|(_, came_to)| *came_to == Outcome::Found).map(|(id, _)| *id).collect();
        let (passed, open) = (count(Outcome::Passed), count(Outcome::NothingToJudge));
        let line = match (failed.is_empty(), passed) {
            (true, _) if has_advice && name == Ground::Request.name() => {
                (Role::Found(Severity::Warn), format!("{name}: {passed} passed; more stands above"))
            }
            (true, 0) => (Role::Fact, format!("{name}: nothing to judge ({open} checks)")),
            (true, _) => (Role::Good, format!("{name}: {passed} passed")),
            (false, _) => (Role::Bad, format!("{name}: {passed} passed, failed {}", failed.join(", "))),
        };
        lines.push(line);
    }
    lines
}
