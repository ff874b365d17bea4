//! Signing in: no page before the developer token is proven good, none kept before Apple has taken it. For the screen and
//! for `segue login` alike.

mod watch;

use std::io;

use serde_json::Value;
use tokio::sync::Mutex;

use super::probing::look;
use crate::{
    adapter::{
        chance,
        credentials::{Keyring, Terms},
        http::Http,
        sign_ins::SignIn,
        store::Store,
    },
    domain::{
        doctor::{Evidence, Finding, Probe, examine, facts::Exchange, probe::Question, told::library},
        profile::{SANDBOX, read_storefront},
        secret::Secret,
        token::Lifetime,
    },
    signin::{self, MusicKit, Options, Page},
};
pub(super) use watch::Watch;

/// A page's developer token: longer than a page is open, and of no use to anybody the day after.
const PAGE_TOKEN: i64 = 30 * 60;

/// What a sign-in works with.
pub struct Desk<'a> {
    /// The credentials that it is for.
    pub keyring: &'a Mutex<Option<Keyring>>,
    /// The connections.
    pub http: &'a Http,
    /// The profile that it is for.
    pub profile: &'a str,
}

/// Why there is no sign-in.
#[derive(Debug)]
pub enum Fault {
    /// What the server said does not let the developer token, or the Music User Token, pass.
    Refused(Box<Evidence>),
    /// It cannot be tried; a sentence says why.
    Unfit(String),
    /// Nothing on loopback can be opened.
    Port(io::Error),
    /// The token is good, and could not be kept.
    Unkept(io::Error),
}

/// A page that waits, and the port that somebody else has.
pub struct Waiting {
    /// The page.
    pub page: Page,
    /// The port that was asked for, if it was taken.
    pub taken: Option<u16>,
}

/// What a sign-in came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    /// The account's storefront.
    pub storefront: Option<String>,
    /// Which library answers, in a few words.
    pub library: String,
    /// When, in seconds since the epoch.
    pub at: i64,
    /// Whether it outlives this run.
    pub is_kept: bool,
}

impl Desk<'_> {
    /// Asks whether the developer token is good. Without that no sign-in can succeed.
    ///
    /// # Errors
    /// [`Fault::Refused`] with all that is known.
    pub async fn prove(&self) -> Result<Probe, Fault> {
        let probe = self.ask(&Question::new("P1", "/v1/test", true, false)).await.0;
        if probe.exchange.is_accepted() { Ok(probe) } else { Err(self.refused(vec![probe]).await) }
    }

    /// Opens a page for a developer token that was proven good.
    ///
    /// # Errors
    /// When the server has no MusicKit, no token can be made, or no port is to be had.
    pub async fn open_page(&self, port: u16) -> Result<Waiting, Fault> {
        let (musickit, developer_token) = self.terms().await?;
        let nonce = chance::nonce().map_err(Fault::Port)?;
        let options = |port| Options {
            port,
            limit: signin::LIMIT,
            nonce: nonce.clone(),
            developer_token: developer_token.clone(),
            musickit: musickit.clone(),
        };
        match signin::open(options(port)).await {
            Ok(page) => Ok(Waiting { page, taken: None }),
            Err(error) if error.kind() == io::ErrorKind::AddrInUse && port != 0 => {
                let page = signin::open(options(0)).await.map_err(Fault::Port)?;
                Ok(Waiting { page, taken: Some(port) })
            }
            Err(error) => Err(Fault::Port(error)),
        }
    }

    async fn terms(&self) -> Result<(MusicKit, Secret), Fault> {
        let mut slot = self.keyring.lock().await;
        let unfit = |reason: &str| Fault::Unfit(reason.to_owned());
        let keyring = slot.as_mut().ok_or_else(|| unfit("no credentials have been read"))?;
        let musickit = MusicKit::of(keyring.origin()).ok_or_else(|| {
            unfit("a Music User Token comes from Apple, and this profile is for another server")
        })?;
        let terms = Terms { lifetime: Lifetime::from_seconds(PAGE_TOKEN).ok(), origin: None };
        let issued = keyring.issue(super::now() / 1000, &terms);
        issued.map(|token| (musickit, token)).map_err(|fault| Fault::Unfit(fault.to_string()))
    }

    /// Asks the server about a Music User Token, and keeps it if it is good: from now on requests carry it. `proof` is the
    /// answer to [`Desk::prove`]. The sandbox's is not kept, for no other sandbox knows it.
    ///
    /// # Errors
    /// What was wrong with it; the token of before is in use again then.
    pub async fn take(&self, token: Secret, proof: Probe, store: Option<&Store>) -> Result<Signed, Fault> {
        let at = super::now() / 1000;
        let unfit = || Fault::Unfit("other credentials are in use by now".to_owned());
        let before =
            match self.keyring.lock().await.as_mut().filter(|keyring| keyring.profile() == self.profile) {
                Some(keyring) => keyring.sign_in(token.clone(), at),
                None => return Err(unfit()),
            };
        let (home, body) = self.ask(&Question::new("P3", "/v1/me/storefront", true, true)).await;
        if !home.exchange.is_accepted() {
            let fault = self.refused(vec![proof, home]).await;
            if let Some(keyring) = self.keyring.lock().await.as_mut() {
                keyring.go_back(before);
            }
            return Err(fault);
        }
        let (songs, body_of_songs) =
            self.ask(&Question::new("P4", "/v1/me/library/songs?limit=1", true, true)).await;
        let total = parsed(&body_of_songs).and_then(|body| body["meta"]["total"].as_u64());
        let storefront = parsed(&body).and_then(|body| read_storefront(body["data"][0]["id"].as_str()?));
        let library = library(&songs.exchange, total);
        let is_kept =
            self.keep(&SignIn { token, obtained_at: at, storefront: storefront.clone() }, store).await?;
        Ok(Signed { storefront, library, at, is_kept })
    }

    async fn keep(&self, sign_in: &SignIn, store: Option<&Store>) -> Result<bool, Fault> {
        let Some(store) = store.filter(|_| self.profile != SANDBOX) else { return Ok(false) };
        let slot = self.keyring.lock().await;
        let origin = slot.as_ref().map(|keyring| keyring.origin().clone());
        let origin = origin.ok_or_else(|| Fault::Unfit("no credentials have been read".to_owned()))?;
        store.keep_sign_in(self.profile, &origin, sign_in).map(|()| true).map_err(Fault::Unkept)
    }

    async fn ask(&self, question: &Question) -> (Probe, Vec<u8>) {
        let (exchange, body): (Exchange, _) = look(self.http, self.keyring, self.profile, question).await;
        (Probe { name: question.name.to_owned(), exchange }, body)
    }

    async fn refused(&self, probes: Vec<Probe>) -> Fault {
        let now = super::now() / 1000;
        let mut slot = self.keyring.lock().await;
        let evidence = slot.as_mut().map(|keyring| keyring.facts(now).evidence(now)).unwrap_or_default();
        Fault::Refused(Box::new(Evidence { probes, ..evidence }))
    }
}

fn parsed(body: &[u8]) -> Option<Value> {
    serde_json::from_slice(body).ok()
}

/// What the doctor makes of it, the likeliest cause first.
#[must_use]
pub fn findings(evidence: &Evidence) -> Vec<Finding> {
    examine(evidence).findings
}
