//! Holds evidence against every check and ranks what was found.

use super::{
    check::{self, Check, GivesWay, Ground, Severity},
    evidence::Evidence,
    facts::{KeyState, Signature},
};

/// A check that found something.
#[derive(Debug, Clone)]
pub struct Finding {
    /// Which.
    pub check: &'static Check,
    /// What it rests on, with secrets masked and control characters made visible.
    pub evidence: String,
}

impl PartialEq for Finding {
    fn eq(&self, other: &Self) -> bool {
        self.check.id == other.check.id && self.evidence == other.evidence
    }
}

/// What became of a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It found something.
    Found,
    /// It looked, and all is well.
    Passed,
    /// There was nothing to look at.
    NothingToJudge,
}

/// What an examination came to.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Examination {
    /// What was found, the likeliest cause first.
    pub findings: Vec<Finding>,
    /// What each check came to, in the order of the table.
    pub outcomes: Vec<(&'static str, Outcome)>,
}

impl Examination {
    /// The likeliest cause.
    #[must_use]
    pub fn primary(&self) -> Option<&Finding> {
        self.findings.first()
    }

    /// Whether anything is an error.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.findings.iter().any(|finding| finding.check.severity == Severity::Error)
    }

    /// How many checks came to this.
    #[must_use]
    pub fn count(&self, outcome: Outcome) -> usize {
        self.outcomes.iter().filter(|(_, came_to)| *came_to == outcome).count()
    }
}

/// Examines the evidence.
#[must_use]
pub fn examine(evidence: &Evidence) -> Examination {
    let checks = check::all();
    let found: Vec<Finding> = checks
        .iter()
        .filter(|check| !is_cleared(check, evidence))
        .filter_map(|check| check.find(evidence))
        .collect();
    let findings: Vec<Finding> =
        found.iter().filter(|finding| !gives_way(finding, &found)).cloned().collect();
    let outcomes = checks.iter().map(|check| (check.id, outcome(check, &findings, evidence))).collect();
    Examination { findings, outcomes }
}

/// What Apple accepted is not faulty. Warnings stay: they tell of what will come.
fn is_cleared(check: &Check, evidence: &Evidence) -> bool {
    match check.ground {
        Ground::DeveloperText | Ground::DeveloperClaims => {
            let is_bound = matches!(check.id, "DT070");
            check.severity == Severity::Error && !is_bound && evidence.developer_accepted()
        }
        // The key that signed an accepted token is good, however it is stored.
        Ground::Key => {
            let signed = evidence.jwt().is_some_and(|jwt| jwt.signature == Signature::Valid);
            signed && evidence.developer_accepted()
        }
        Ground::User => check.id != "MUT001" && check.id != "MUT012" && evidence.user_accepted(),
        _ => false,
    }
}

fn gives_way(finding: &Finding, found: &[Finding]) -> bool {
    let mut others = found.iter().map(|other| other.check).filter(|other| other.id != finding.check.id);
    match finding.check.gives_way {
        GivesWay::ToNothing => false,
        GivesWay::To(ids) => others.any(|other| ids.contains(&other.id)),
        GivesWay::ToErrors => others.any(|other| other.severity == Severity::Error && is_at_hand(other)),
        GivesWay::ToAnyDoubt => {
            others.any(|other| is_at_hand(other) && other.id != "DT051" && other.ground != Ground::User)
        }
    }
}

/// Whether a check judges what was handed in, and not what a server said to it.
fn is_at_hand(check: &Check) -> bool {
    matches!(
        check.ground,
        Ground::Key | Ground::Request | Ground::DeveloperText | Ground::DeveloperClaims | Ground::User
    )
}

fn outcome(check: &Check, findings: &[Finding], evidence: &Evidence) -> Outcome {
    if findings.iter().any(|finding| finding.check.id == check.id) {
        return Outcome::Found;
    }
    let has_something = match check.ground {
        Ground::Network => evidence.exchanges().any(|exchange| exchange.answer.is_some()),
        Ground::SignIn => evidence.sign_in.is_some(),
        Ground::Key => evidence.key.as_ref().is_some_and(|key| key.state != KeyState::Empty),
        Ground::Request => evidence.request.is_some(),
        Ground::DeveloperText => evidence.developer.is_some(),
        Ground::DeveloperClaims => evidence.jwt().is_some(),
        Ground::User => evidence.user.is_some(),
        Ground::Server => evidence.probed().any(|exchange| exchange.answer.is_some()),
    };
    if has_something { Outcome::Passed } else { Outcome::NothingToJudge }
}
