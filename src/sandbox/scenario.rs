//! The illnesses of a sandbox: one at a time, each as Apple's side, or the network on the way to it, would show it.
//!
//! Those of the developer token come as a token that is really bad, and the gate finds that out; the others change what the
//! server answers.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use serde_json::json;

use crate::sandbox::access::{KEY_ID, TEAM_ID};
use crate::sandbox::clock;
use crate::sandbox::fault::Fault;
use crate::sandbox::gate::Listener;

/// Apple's own limit clears this fast: of 70 refusals 68 were over within half a second (music-assistant pull 5333).
const LIMITED_FOR: Duration = Duration::from_secs(1);

/// What is wrong with a sandbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Scenario {
    #[default]
    Healthy,
    Expired,
    WrongKey,
    OverLong,
    KidSwapped,
    OriginBound,
    RevokedUserToken,
    NoUserToken,
    NoSubscription,
    NoCloudLibrary,
    ClockSkewed,
    RateLimited,
    Upstream500,
    Gateway504,
    Edge403,
    CaptivePortal,
    Slow,
    CutBody,
    NoMusicKit,
    PopupBlocked,
}

impl Scenario {
    /// All of them, with a name for the command line and a line about each.
    pub const ALL: [(Self, &'static str, &'static str); 20] = [
        (Self::Healthy, "healthy", "nothing is wrong"),
        (Self::Expired, "expired", "the developer token has expired"),
        (Self::WrongKey, "wrong-key", "the developer token was signed with another key"),
        (Self::OverLong, "over-long", "the developer token lives longer than Apple allows"),
        (Self::KidSwapped, "kid-swapped", "Key ID and Team ID are in each other's place"),
        (Self::OriginBound, "origin-bound", "the developer token is bound to a web page"),
        (Self::RevokedUserToken, "revoked-user-token", "the Music User Token was revoked"),
        (Self::NoUserToken, "no-user-token", "there is no Music User Token"),
        (Self::NoSubscription, "no-subscription", "the account has no subscription"),
        (Self::NoCloudLibrary, "no-cloud-library", "the account has no cloud library"),
        (Self::ClockSkewed, "clock-skewed", "this machine's clock is ten minutes ahead of the server's"),
        (Self::RateLimited, "rate-limited", "429 without Retry-After, for a second"),
        (Self::Upstream500, "upstream-500", "Apple's side fails with 500 and a code"),
        (Self::Gateway504, "gateway-504", "a gateway gives up with a web page"),
        (Self::Edge403, "edge-403", "an edge filter refuses with a web page"),
        (Self::CaptivePortal, "captive-portal", "a hotel's page answers in Apple's place"),
        (Self::Slow, "slow", "every answer takes two seconds"),
        (Self::CutBody, "cut-body", "the connection ends in the middle of a body"),
        (Self::NoMusicKit, "no-musickit", "the sign-in page's MusicKit script does not load"),
        (Self::PopupBlocked, "popup-blocked", "the browser does not let the sign-in window open"),
    ];

    /// The scenario of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, known, _)| *known == name).map(|(scenario, ..)| scenario)
    }

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::ALL.into_iter().find(|(known, ..)| *known == self).map_or("healthy", |(_, name, _)| name)
    }

    /// The developer token that is handed out, as header and claims, where it is not a good one. `life` is a good one's, in
    /// seconds.
    pub(super) fn developer_token(
        self,
        now: i64,
        life: i64,
    ) -> Option<(serde_json::Value, serde_json::Value)> {
        let claims = |issued: i64, expires: i64| json!({ "iss": TEAM_ID, "iat": issued, "exp": expires });
        let good = claims(now - 60, now + life);
        let (kid, claims) = match self {
            Self::Expired => (KEY_ID, claims(now - 30 * 86_400, now - 3 * 86_400)),
            Self::WrongKey => (KEY_ID, good),
            Self::OverLong => (KEY_ID, claims(now - 60, now + 366 * 86_400)),
            Self::KidSwapped => (TEAM_ID, json!({ "iss": KEY_ID, "iat": now - 60, "exp": now + life })),
            Self::OriginBound => (
                KEY_ID,
                json!({ "iss": TEAM_ID, "iat": now - 60, "exp": now + life, "origin": ["https://music.example.com"] }),
            ),
            _ => return None,
        };
        Some((json!({ "alg": "ES256", "kid": kid }), claims))
    }

    /// Refuses what is past the gate, where that is what is wrong.
    pub(super) fn refuses(self, path: &[&str], listener: Listener) -> Result<(), Fault> {
        let personal = match path {
            ["v1", "me", rest @ ..] if listener == Listener::Known => rest,
            _ => &[],
        };
        match (self, personal) {
            (Self::NoSubscription, ["library", ..]) => Err(Fault::no_privilege("CloudLibrary")),
            (Self::NoSubscription, ["recent" | "history", ..]) => {
                Err(Fault::no_privilege("ListeningHistory"))
            }
            (Self::NoSubscription, ["ratings", ..]) => Err(Fault::no_privilege("UserRatings")),
            (Self::NoCloudLibrary, ["library", ..]) => Err(Fault::no_resource()),
            (Self::Upstream500, ["library", ..]) => Err(Fault::upstream("Error fetching library content")),
            (Self::Upstream500, []) if !matches!(path, ["v1", "test" | "storefronts", ..]) => {
                Err(Fault::upstream("Error fetching content"))
            }
            _ => Ok(()),
        }
    }

    /// Whether a list comes empty where a refusal would say why: recommendations do, once a subscription has lapsed.
    pub(super) fn empties(self, path: &[&str], listener: Listener) -> bool {
        self == Self::NoSubscription
            && listener == Listener::Known
            && *path == ["v1", "me", "recommendations"]
    }

    /// The server's clock.
    pub(super) fn now(self) -> i64 {
        match self {
            Self::ClockSkewed => clock::now() - 600,
            _ => clock::now(),
        }
    }

    /// A page that somebody other than Apple's API answers with, whatever is asked.
    pub(super) fn page(self) -> Option<Page> {
        let page = |status, server, html| Some(Page { status, server, html });
        match self {
            Self::CaptivePortal => page(
                200,
                "HotelNet",
                "<!DOCTYPE html><html><head><title>Welcome to HotelNet</title></head><body>Please accept our terms.</body></html>",
            ),
            Self::Edge403 => page(
                403,
                "AkamaiGHost",
                "<HTML><HEAD><TITLE>Access Denied</TITLE></HEAD><BODY>You don't have permission to access this server.</BODY></HTML>",
            ),
            Self::Gateway504 => page(
                504,
                "ATS",
                "<!DOCTYPE html><html><body><h3>Gateway Timeout</h3><p>Correlation Key: SANDBOX0CORRELATION</p></body></html>",
            ),
            _ => None,
        }
    }
}

/// A web page in place of an answer.
pub(super) struct Page {
    pub(super) status: u16,
    pub(super) server: &'static str,
    pub(super) html: &'static str,
}

/// What is wrong now, and since when the rate limit holds.
#[derive(Default)]
pub(super) struct Armed(Mutex<(Scenario, Option<Instant>)>);

impl Armed {
    pub(super) fn arm(&self, scenario: Scenario) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = (scenario, None);
    }

    pub(super) fn scenario(&self) -> Scenario {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).0
    }

    /// Whether this request is one too many. The first one begins the second in which all are.
    pub(super) fn is_limited(&self) -> bool {
        let mut armed = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if armed.0 != Scenario::RateLimited {
            return false;
        }
        clock::instant().duration_since(*armed.1.get_or_insert_with(clock::instant)) < LIMITED_FOR
    }
}
