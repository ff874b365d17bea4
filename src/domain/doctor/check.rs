//! What a check is.

use super::{checks, evidence::Evidence, examination::Finding};

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// It explains a refusal.
    Error,
    /// A suspicion, or a date to keep in mind.
    Warn,
}

impl Severity {
    /// `error` or `warn`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warn => "warn",
        }
    }
}

/// What a check looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ground {
    /// The way to the server and back.
    Network,
    /// A sign-in page.
    SignIn,
    /// The private key.
    Key,
    /// The request in question.
    Request,
    /// The developer token's text.
    DeveloperText,
    /// The developer token's header, claims and signature.
    DeveloperClaims,
    /// The Music User Token.
    User,
    /// What Apple's server said to requests that were compared.
    Server,
}

impl Ground {
    /// All of them, in the order of the table.
    pub const ALL: [Self; 8] = [
        Self::Network,
        Self::SignIn,
        Self::Key,
        Self::Request,
        Self::DeveloperText,
        Self::DeveloperClaims,
        Self::User,
        Self::Server,
    ];

    /// What it is called on screen.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Network => "network",
            Self::SignIn => "sign-in",
            Self::Key => "private key",
            Self::Request => "request",
            Self::DeveloperText | Self::DeveloperClaims => "developer token",
            Self::User => "Music User Token",
            Self::Server => "Apple's answers",
        }
    }
}

impl Ground {
    /// A check on this ground that explains a refusal. What a comparison of answers tells gives way to any error at hand.
    pub(super) const fn error(
        self,
        id: &'static str,
        rank: u8,
        message: &'static str,
        fix: &'static str,
        look: Look,
    ) -> Check {
        let gives_way = if matches!(self, Self::Server) { GivesWay::ToErrors } else { GivesWay::ToNothing };
        Check { id, severity: Severity::Error, rank, ground: self, message, fix, gives_way, look }
    }

    /// The same for a suspicion.
    pub(super) const fn warning(
        self,
        id: &'static str,
        rank: u8,
        message: &'static str,
        fix: &'static str,
        look: Look,
    ) -> Check {
        Check { severity: Severity::Warn, ..self.error(id, rank, message, fix, look) }
    }
}

/// Whether something like this is the case: the evidence to show, or nothing.
pub(super) type Look = fn(&Evidence) -> Option<String>;

/// What makes a check fall silent although it found something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GivesWay {
    /// Nothing does.
    ToNothing,
    /// Any of these, which say the same more exactly, or its cause.
    To(&'static [&'static str]),
    /// Any error found in what is at hand: it explains the refusal.
    ToErrors,
    /// Any finding about the developer token or its key, but a date that comes near.
    ToAnyDoubt,
}

/// One check.
#[derive(Debug)]
pub struct Check {
    /// Its name, such as `DT047`.
    pub id: &'static str,
    /// What a finding weighs.
    pub severity: Severity,
    /// Findings are told in the order of their ranks, the lowest first; ties by id.
    pub rank: u8,
    /// What it looks at.
    pub ground: Ground,
    /// What is wrong.
    pub message: &'static str,
    /// What to do.
    pub fix: &'static str,
    /// What makes it fall silent.
    pub gives_way: GivesWay,
    pub(super) look: Look,
}

impl Check {
    /// What a finding shows as its evidence, in a few words.
    #[must_use]
    pub fn shown(&self) -> &'static str {
        super::checks::shown(self.id)
    }

    /// What the check rests on.
    #[must_use]
    pub fn source(&self) -> &'static str {
        super::checks::source(self.id)
    }

    pub(super) fn find(&'static self, evidence: &Evidence) -> Option<Finding> {
        (self.look)(evidence).map(|evidence| Finding { check: self, evidence })
    }
}

/// Every check, by rank and then by id.
#[must_use]
pub fn all() -> Vec<&'static Check> {
    let mut all: Vec<&Check> = checks::TABLES.iter().copied().flatten().collect();
    all.sort_by_key(|check| (check.rank, check.id));
    all
}

/// The check with this name.
#[must_use]
pub fn named(id: &str) -> Option<&'static Check> {
    checks::TABLES.iter().copied().flatten().find(|check| check.id == id)
}
