//! Requests that got no answer at all.

use super::case::fit;
use super::rule::{Rule, rule};
use crate::domain::answer::{Presented, Transport};
use crate::domain::clock;

pub(super) const RULES: &[Rule] = &[
    rule(
        "refused",
        "the sandbox is not running",
        &["Nothing listens at {host}."],
        &["Start Segue again: the sandbox starts with it."],
    )
    .when(|case| case.request.is_sandbox),
    rule(
        "dns",
        "the name {host} has no address",
        &["The name could not be looked up, so nothing was sent."],
        &[
            "Check the network and its DNS.",
            "Behind a proxy, set HTTPS_PROXY.",
            "Check the spelling of the origin, {origin}.",
        ],
    ),
    rule(
        "refused",
        "{host} refused the connection",
        &["The host is there and nothing listens at that port.", "Nothing was sent."],
        &["Check the origin, {origin}.", "Check HTTPS_PROXY: the proxy may be what refused."],
    ),
    rule(
        "unreachable",
        "no connection to {host}",
        &["There is no way to that host from here.", "Nothing was sent."],
        &[
            "Check the network, the VPN and the firewall.",
            "Behind a proxy, set HTTPS_PROXY.",
            "Press {key:send-again} when it is back.",
        ],
    ),
    rule(
        "tls",
        "no safe connection to {host}",
        &[
            "The server's certificate or the TLS handshake was not accepted.",
            "The certificate that was presented was issued by {issuer}.",
            "The certificate that was presented is signed by {itself}: nobody else vouches for it.",
            "Nothing was sent: the tokens stayed here.",
        ],
        &[
            "If a proxy here inspects TLS, add its CA to the system's certificates.",
            "Check the clock of this machine: certificates have dates.",
            "On a network that asks you to sign in, do that first.",
        ],
    ),
    rule(
        "roots",
        "this machine has no CA certificates",
        &["Without them no server can be checked, so nothing was sent."],
        &["Install the package ca-certificates.", "Or point SSL_CERT_FILE to a bundle of certificates."],
    ),
    rule(
        "connect timeout",
        "{host} did not take the connection within {limit}",
        &["No connection was made, so nothing was sent."],
        &[
            "Check the network and the firewall.",
            "Behind a proxy, set HTTPS_PROXY.",
            "Press {key:send-again} to try again.",
        ],
    ),
    rule(
        "answer timeout",
        "{host} did not answer within {limit}",
        &["The request was sent and no answer came in time.", CARRIED_OUT],
        &[
            "Press {key:send-again} to send it again.",
            "Ask for less: a smaller limit, fewer ids, less to include.",
        ],
    ),
    rule(
        "closed",
        "{host} closed the connection before it answered",
        &["The request may have been read, or not.", CARRIED_OUT],
        &["Press {key:send-again} to send it again.", "If it stays so, look for a proxy on the way."],
    ),
    rule(
        "not recorded",
        "not in the recording",
        &[
            "This is a replay: it answers from a recording, and that holds no answer to this request.",
            "Nothing was sent.",
        ],
        &[
            "Nearest in it: {nearest}.",
            "Also in it: {near}.",
            "Record it: `segue --record` with the same directory adds to it.",
        ],
    ),
    rule(
        "other",
        "the request failed",
        &["Segue has no name for this failure; the detail is what the HTTP client said.", CARRIED_OUT],
        &["Press {key:send-again} to send it again."],
    ),
];

const CARRIED_OUT: &str = "The {write} may have been carried out: look before you repeat it.";

/// A failure as its rule's key, what the sentences quote, and its detail.
pub(super) struct Failure {
    pub(super) key: String,
    pub(super) facts: Vec<(&'static str, String)>,
    pub(super) detail: Option<String>,
    /// What a refused certificate says of itself, by name.
    pub(super) presented: Vec<(String, String)>,
}

impl Failure {
    /// Takes a failure apart.
    pub(super) fn of(error: &Transport) -> Self {
        let (key, host, detail) = match error {
            Transport::Dns { host, detail } => ("dns", host.as_str(), detail.as_str()),
            Transport::Refused { host } => ("refused", host.as_str(), ""),
            Transport::Unreachable { host, detail } => ("unreachable", host.as_str(), detail.as_str()),
            Transport::Tls { host, detail, .. } => ("tls", host.as_str(), detail.as_str()),
            Transport::NoRoots { detail } => ("roots", "", detail.as_str()),
            Transport::Timeout { host, phase: "connect", .. } => ("connect timeout", host.as_str(), ""),
            Transport::Timeout { host, .. } => ("answer timeout", host.as_str(), ""),
            Transport::Closed { host } => ("closed", host.as_str(), ""),
            Transport::NotRecorded { asked, .. } => ("not recorded", "", asked.as_str()),
            Transport::Other { detail } => ("other", "", detail.as_str()),
        };
        let limit = match error {
            Transport::Timeout { limit, .. } => format!("{} s", limit.as_secs()),
            _ => String::new(),
        };
        let detail = (!detail.is_empty()).then(|| fit(detail, super::entry::LONGEST));
        let presented = match error {
            Transport::Tls { presented, .. } => presented.as_deref(),
            _ => None,
        };
        let (issuer, itself) = match presented {
            Some(presented) if presented.is_self_signed() => ("", "itself"),
            Some(presented) => (presented.issuer.as_str(), ""),
            None => ("", ""),
        };
        let named = match error {
            Transport::NotRecorded { nearest, .. } => nearest.iter().map(String::as_str).collect(),
            _ => Vec::new(),
        };
        let near = |at: usize| named.get(at).map_or(String::new(), |line| fit(line, super::entry::LONGEST));
        let (nearest, near) = (near(0), near(1));
        let texts = [("host", host), ("limit", limit.as_str()), ("issuer", issuer), ("itself", itself)];
        let texts = texts.into_iter().chain([("nearest", nearest.as_str()), ("near", near.as_str())]);
        let facts = texts.map(|(name, text)| (name, text.to_owned())).collect();
        Self { key: key.to_owned(), facts, detail, presented: presented.map(told).unwrap_or_default() }
    }
}

/// The lines of a certificate, by name.
fn told(presented: &Presented) -> Vec<(String, String)> {
    let name = |text: &str| fit(text, super::entry::LONGEST);
    let valid = format!("{} to {}", clock::utc(presented.not_before), clock::utc(presented.not_after));
    [("subject", name(&presented.subject)), ("issuer", name(&presented.issuer)), ("valid from", valid)]
        .map(|(key, value)| (key.to_owned(), value))
        .to_vec()
}
