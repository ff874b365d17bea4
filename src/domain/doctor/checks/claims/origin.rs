//! The origin claim: which web pages may use the token.

use serde_json::Value;

use super::with;
use crate::domain::doctor::{evidence::Evidence, facts::Jwt};

/// Whoever uses the token: the request in question, else the sign-in page. Without either nothing is known of the client.
pub(super) fn bound(evidence: &Evidence) -> Option<String> {
    with(evidence, |jwt| {
        let origins = jwt.origins();
        if origins.is_empty() || evidence.request.as_ref().is_some_and(|request| request.is_accepted()) {
            return None;
        }
        let client = match (&evidence.request, &evidence.sign_in) {
            (Some(request), _) => request.header("origin"),
            (None, Some(page)) => page.origin.as_deref(),
            (None, None) => return None,
        };
        let is_allowed =
            client.is_some_and(|client| origins.iter().any(|origin| allows(jwt, origin, client)));
        (!is_allowed)
            .then(|| format!("bound to {}; Origin sent: {}", origins.join(", "), client.unwrap_or("none")))
    })
}

/// The web player's claim names a domain, and every https page below it may use the token; other claims are exact.
fn allows(jwt: &Jwt, origin: &str, client: &str) -> bool {
    if !jwt.is_web_player() {
        return origin == client;
    }
    let Some(host) = client.strip_prefix("https://") else { return false };
    host == origin || host.strip_suffix(origin).is_some_and(|rest| rest.ends_with('.'))
}

pub(super) fn web_player(evidence: &Evidence) -> Option<String> {
    with(evidence, |jwt| {
        jwt.is_web_player().then(|| {
            let told = |text: Option<std::borrow::Cow<'_, str>>| {
                text.map_or_else(|| "none".to_owned(), |text| text.into_owned())
            };
            format!(
                "iss {}, kid {}, bound to {}",
                told(jwt.claim_text("iss")),
                told(jwt.header_text("kid")),
                jwt.origins().join(", ")
            )
        })
    })
}

pub(super) fn malformed(evidence: &Evidence) -> Option<String> {
    with(evidence, |jwt| {
        let claim = jwt.claim("origin")?;
        let is_sound = match claim {
            Value::Array(many) => {
                !many.is_empty() && many.iter().all(|origin| origin.as_str().is_some_and(is_origin))
            }
            _ => false,
        };
        (!is_sound).then(|| format!("origin {claim}"))
    })
}

/// `scheme://host[:port]`, and nothing after it.
fn is_origin(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    rest.is_some_and(|host| !host.is_empty() && !host.contains(['/', '?', '#', '*', ' ']))
}
