//! What the doctor may look at. Every secret was reduced to facts about it before it came here.

use super::facts::{Answer, DeveloperToken, Exchange, Failure, Jwt, Key, SignIn, UserToken};

/// What is known. A `None` means that nothing was handed in, and nothing is concluded from it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Evidence {
    /// The developer token in use.
    pub developer: Option<DeveloperToken>,
    /// The Music User Token in use.
    pub user: Option<UserToken>,
    /// When the user token was stored, in seconds since the epoch.
    pub user_obtained_at: Option<i64>,
    /// The private key.
    pub key: Option<Key>,
    /// The name of the key's file, without its directories.
    pub key_file: Option<String>,
    /// The configured Key ID.
    pub key_id: Option<String>,
    /// The configured Team ID.
    pub team_id: Option<String>,
    /// The local clock, in seconds since the epoch.
    pub now: i64,
    /// The request in question.
    pub request: Option<Exchange>,
    /// What a client said when it failed before there was a request.
    pub failure: Option<Failure>,
    /// The doctor's own requests, in the order they were sent.
    pub probes: Vec<Probe>,
    /// What a sign-in page saw.
    pub sign_in: Option<SignIn>,
    /// A recording answers, and there are no credentials to look at.
    pub is_recorded: bool,
}

/// One request of the doctor's.
#[derive(Debug, Clone, PartialEq)]
pub struct Probe {
    /// Its name, such as `P1`.
    pub name: String,
    /// The request and its answer.
    pub exchange: Exchange,
}

impl Evidence {
    /// The request in question and the probes, in this order.
    pub fn exchanges(&self) -> impl Iterator<Item = &Exchange> {
        self.request.iter().chain(self.probes.iter().map(|probe| &probe.exchange))
    }

    /// The probes' exchanges.
    pub fn probed(&self) -> impl Iterator<Item = &Exchange> {
        self.probes.iter().map(|probe| &probe.exchange)
    }

    /// The answer to the request in question.
    #[must_use]
    pub fn answer(&self) -> Option<&Answer> {
        self.request.as_ref()?.answer.as_ref()
    }

    /// Why the request in question, or else a probe, got no answer. Where one came, a client's words only repeat it:
    /// "504 Gateway Timeout" is no time-out of the way there.
    #[must_use]
    pub fn failure(&self) -> Option<&Failure> {
        let of_probes = || {
            let unanswered = self.exchanges().filter(|exchange| exchange.answer.is_none());
            unanswered.filter_map(|exchange| exchange.failure.as_ref()).next()
        };
        self.failure.as_ref().filter(|_| self.answer().is_none()).or_else(of_probes)
    }

    /// The developer token's two JSON parts.
    #[must_use]
    pub fn jwt(&self) -> Option<&Jwt> {
        self.developer.as_ref()?.jwt()
    }

    /// How far Apple's clock is ahead of the local one, in seconds, as the newest answer has it. Only Apple's own answers
    /// count: a portal's or a proxy's clock proves nothing.
    #[must_use]
    pub fn skew(&self) -> Option<i64> {
        self.exchanges()
            .filter_map(|exchange| {
                Some((exchange.answer.as_ref()?, exchange.received_at.unwrap_or(self.now)))
            })
            .filter(|(answer, _)| !answer.is_redirect() && (!answer.is_foreign() || answer.status >= 500))
            .filter_map(|(answer, received_at)| Some(answer.date()?.saturating_sub(received_at)))
            .last()
    }

    /// The time that tokens are judged by, in seconds since the epoch: the server's where it is known.
    #[must_use]
    pub fn time(&self) -> i64 {
        self.now.saturating_add(self.skew().unwrap_or(0))
    }

    /// Whether Apple took the developer token: the checks of its shape have nothing left to explain then.
    #[must_use]
    pub fn developer_accepted(&self) -> bool {
        let own_origin = self.request.as_ref().and_then(|request| request.header("origin"));
        self.exchanges().any(|exchange| {
            let origin = exchange.header("origin");
            exchange.is_accepted()
                && exchange.is_to_the_api()
                && exchange.has_developer_token()
                && (origin.is_none() || origin == own_origin)
        })
    }

    /// Whether a request with the developer token alone was answered 2xx: only then can the user token be blamed.
    #[must_use]
    pub fn developer_proven(&self) -> bool {
        self.exchanges().any(|exchange| exchange.is_developer_only() && exchange.is_accepted())
    }

    /// Whether Apple took the Music User Token.
    #[must_use]
    pub fn user_accepted(&self) -> bool {
        self.exchanges().any(|exchange| exchange.is_with_user_token() && exchange.is_accepted())
    }
}
