//! What an examination comes to, in a sentence, and what to do next.

use super::{
    check::{Ground, Severity},
    evidence::Evidence,
    examination::Examination,
};
use crate::domain::clock::span;

/// The last word of an examination.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// How it stands.
    pub kind: Kind,
    /// In a sentence.
    pub says: String,
    /// What to do next; empty when there is nothing to do.
    pub next: String,
}

/// How it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A cause was found.
    Cause(Ground),
    /// Something to keep in mind, and nothing to mend now.
    Warning,
    /// What was asked came out well.
    Good,
    /// Nothing can be said.
    NotJudged,
}

/// What the findings come to. `is_over` tells that no probe is left that would tell more.
#[must_use]
pub fn verdict(evidence: &Evidence, examination: &Examination, is_over: bool) -> Verdict {
    let more = if is_over { "" } else { "{key:doctor} asks Apple what would tell more." };
    match examination.primary() {
        // A suspicion may outrank an error: it is the likelier cause of it.
        Some(finding) if examination.has_errors() => Verdict {
            kind: Kind::Cause(finding.check.ground),
            says: format!("Likely: {}{}", finding.check.message, besides(examination)),
            next: finding.check.fix.to_owned(),
        },
        Some(finding) if finding.check.id == "NET008" || finding.check.id == "NET009" => Verdict {
            kind: Kind::NotJudged,
            says: finding.check.message.to_owned(),
            next: finding.check.fix.to_owned(),
        },
        Some(finding) => Verdict {
            kind: Kind::Warning,
            says: finding.check.message.to_owned(),
            next: finding.check.fix.to_owned(),
        },
        None if evidence.is_recorded => of_recording(evidence),
        None if evidence.user_accepted() => good("Both tokens are good.", evidence),
        None if evidence.developer_proven() && evidence.user.is_none() => {
            good("The developer token is good; there is no Music User Token.", evidence)
        }
        None if evidence.developer_proven() => {
            good("The developer token is good; the Music User Token was not judged.", evidence)
        }
        None if refused(evidence) => Verdict {
            kind: Kind::NotJudged,
            says: "Nothing that can be seen from here explains the refusal.".to_owned(),
            next: match is_over {
                true => "A .p8 tells neither whether it is revoked nor which services it has: look at the key in your developer account.".to_owned(),
                false => more.to_owned(),
            },
        },
        None => Verdict {
            kind: Kind::NotJudged,
            says: "Nothing is wrong with what is at hand; Apple was not asked.".to_owned(),
            next: more.to_owned(),
        },
    }
}

/// There is no token to look at: what can be said is what was answered then.
fn of_recording(evidence: &Evidence) -> Verdict {
    let elsewhere = "A recording has no tokens to look at: examine them where it was made.";
    let (kind, says, next) = if evidence.user_accepted() {
        (Kind::Good, "Both tokens were good when this was recorded.", "")
    } else if evidence.developer_proven() {
        (Kind::Good, "The developer token was good when this was recorded.", "")
    } else if refused(evidence) {
        (Kind::NotJudged, "The request was refused when this was recorded.", elsewhere)
    } else {
        (Kind::NotJudged, "Nothing is wrong with what was recorded.", elsewhere)
    };
    Verdict { kind, says: says.to_owned(), next: next.to_owned() }
}

/// Where the network is in the way, what is wrong with the credentials all the same.
fn besides(examination: &Examination) -> String {
    let is_network = examination.primary().is_some_and(|finding| finding.check.ground == Ground::Network);
    let other = examination
        .findings
        .iter()
        .find(|finding| finding.check.severity == Severity::Error && finding.check.ground != Ground::Network);
    match other.filter(|_| is_network) {
        Some(other) => format!(" And whatever the network does: {}", other.check.message),
        None => String::new(),
    }
}

fn refused(evidence: &Evidence) -> bool {
    evidence.exchanges().any(|exchange| exchange.status().is_some_and(|status| (400..500).contains(&status)))
        && evidence.exchanges().any(|exchange| exchange.has_developer_token() && !exchange.is_accepted())
}

fn good(says: &str, evidence: &Evidence) -> Verdict {
    let left =
        evidence.jwt().and_then(|jwt| jwt.seconds("exp")).map(|exp| exp.saturating_sub(evidence.time()));
    let left =
        left.map_or_else(String::new, |left| format!(" The developer token lasts another {}.", span(left)));
    Verdict { kind: Kind::Good, says: format!("{says}{left}"), next: String::new() }
}
