//! Whether the request got to Apple and back, and whether Apple judged it.

use crate::domain::{
    clock::{span, utc},
    doctor::{
        TOLERATED_SKEW,
        check::{Check, GivesWay, Ground, Severity},
        evidence::Evidence,
        facts::{Answer, Authorization, Body, Exchange, Failure},
    },
};

const GROUND: Ground = Ground::Network;

/// What was found at hand explains a refusal; that nothing was judged explains none.
const fn not_judged(check: Check) -> Check {
    Check { severity: Severity::Warn, gives_way: GivesWay::ToErrors, ..check }
}

pub(super) const CHECKS: &[Check] = &[
    GROUND.error(
        "NET001",
        10,
        "The name api.music.apple.com does not resolve from this machine.",
        "Check DNS, VPN, ad-blocking resolver (Pi-hole/AdGuard).",
        |evidence| match evidence.failure()? {
            Failure::Dns(text) => Some(text.clone()),
            _ => None,
        },
    ),
    GROUND.error(
        "NET002",
        11,
        "Could not connect, or the connection timed out.",
        "Check firewall/proxy variables (HTTPS_PROXY, NO_PROXY).",
        |evidence| match evidence.failure()? {
            Failure::Connect(text) => Some(text.clone()),
            _ => None,
        },
    ),
    GROUND.error(
        "NET003",
        12,
        "TLS failed: the certificate is not one this machine trusts (often a company proxy).",
        "Trust the proxy's root CA (SSL_CERT_FILE) or bypass it; never switch verification off.",
        |evidence| match evidence.failure()? {
            Failure::Tls(text) => Some(text.clone()),
            _ => None,
        },
    ),
    GROUND.error(
        "NET005",
        13,
        "Something other than Apple answered (HTML or a proxy page instead of the API).",
        "Bypass the proxy or captive portal and run the doctor again.",
        foreign,
    ),
    GROUND.error(
        "NET006",
        14,
        "The request was redirected; clients drop Authorization when the host or scheme changes.",
        "Call https://api.music.apple.com directly; do not follow cross-host redirects with credentials.",
        redirected,
    ),
    GROUND.error(
        "NET010",
        15,
        "An edge filter refused the request (403 with no Apple JSON error), before any token was looked at.",
        "Send ordinary Accept/User-Agent headers, leave VPN/Tor, retry later.",
        filtered,
    ),
    GROUND.error(
        "NET004",
        20,
        "This machine's clock is wrong.",
        "Turn on NTP, then mint a new token.",
        |evidence| {
            let skew = evidence.skew().filter(|skew| skew.abs() > TOLERATED_SKEW)?;
            let direction = if skew > 0 { "behind" } else { "ahead" };
            let server = utc(evidence.now.saturating_add(skew));
            Some(format!("local time {}, server {server}: {} {direction}", utc(evidence.now), span(skew)))
        },
    ),
    not_judged(GROUND.error(
        "NET008",
        90,
        "Rate limited. Your tokens were not judged.",
        "Wait 0.5-4 s with backoff and retry; the limit is per developer account, not per user.",
        |evidence| unjudged(evidence, |status| status == 429),
    )),
    not_judged(GROUND.error(
        "NET009",
        91,
        "Apple's side failed (5xx). Your tokens were not judged.",
        "Retry with backoff; do not re-login and do not delete tokens.",
        |evidence| unjudged(evidence, |status| status >= 500 && status != 511),
    )),
];

fn answered(evidence: &Evidence, look: impl Fn(&Exchange, &Answer) -> Option<String>) -> Option<String> {
    evidence.exchanges().find_map(|exchange| look(exchange, exchange.answer.as_ref()?))
}

fn foreign(evidence: &Evidence) -> Option<String> {
    if let Some(Failure::Proxy(text)) = evidence.failure() {
        return Some(text.clone());
    }
    answered(evidence, |exchange, answer| {
        let has_its_own_name = answer.is_redirect() || answer.status == 403 || answer.is_not_judged();
        let is_foreign = answer.is_foreign() && (!has_its_own_name || answer.status == 511);
        // Apple lets nobody in without a token; whoever does is somebody else.
        let lets_anybody_in = exchange.is_to_the_api()
            && exchange.authorization() == Authorization::Absent
            && exchange.path().starts_with("/v1/")
            && answer.is_success();
        (is_foreign || lets_anybody_in).then(|| who(answer))
    })
}

/// Status, who says to have answered, and the beginning of a body that is not Apple's.
fn who(answer: &Answer) -> String {
    let mut told = vec![format!("status {}", answer.status)];
    for name in ["server", "via", "content-type"] {
        told.extend(answer.header(name).map(|value| format!("{name} {value}")));
    }
    if let Body::Other(start) = &answer.body {
        told.push(format!("body {start}"));
    }
    told.join(", ")
}

fn redirected(evidence: &Evidence) -> Option<String> {
    answered(evidence, |exchange, answer| {
        let to = answer.header("location").unwrap_or("nowhere");
        answer.is_redirect().then(|| format!("status {}, from {} to {to}", answer.status, exchange.host()))
    })
}

fn filtered(evidence: &Evidence) -> Option<String> {
    answered(evidence, |_, answer| {
        let is_apples = match &answer.body {
            Body::Json { errors, ineligibility } => !errors.is_empty() || ineligibility.is_some(),
            Body::Empty | Body::Other(_) => false,
        };
        (answer.status == 403 && !is_apples).then(|| match answer.body {
            Body::Empty => format!("{}, no body", who(answer)),
            _ => who(answer),
        })
    })
}

/// The request in question was not judged; or it was refused, and the question that would have told why was not.
fn unjudged(evidence: &Evidence, is_it: fn(u16) -> bool) -> Option<String> {
    if evidence.answer().is_some_and(Answer::is_success) {
        return None;
    }
    answered(evidence, |exchange, answer| {
        is_it(answer.status).then(|| {
            let mut told =
                vec![format!("status {} to {} {}", answer.status, exchange.method, exchange.path())];
            for name in ["retry-after", "x-apple-jingle-correlation-key", "x-apple-request-uuid"] {
                told.extend(answer.header(name).map(|value| format!("{name} {value}")));
            }
            told.extend(
                answer
                    .errors()
                    .iter()
                    .map(|error| format!("{} {}: {}", error.code, error.title, error.detail)),
            );
            if let Body::Other(start) = &answer.body {
                told.push(format!("body {start}"));
            }
            told.join(", ")
        })
    })
}
