//! The keyring: what the environment and the configuration file lead to, held for the executor alone.

mod developer;
mod given;
mod loading;
mod recorded;
mod source;
mod user;

use std::time::Duration;

use thiserror::Error;

pub use self::loading::{LoadFault, config_path, environment, load_config};
pub(super) use self::source::plain;
pub use self::source::{COMMAND_LIMIT, ReadFault, expand_home, read_source, shown};

use self::developer::Developer;
use self::given::Given;
use self::user::{User, stored_at};
use super::signer::{self, SignFault};
use crate::domain::clock::{self, ServerTime, corrected};
use crate::domain::profile::{DeveloperPlan, Origin, Plan, Where};
use crate::domain::secret::Secret;
use crate::domain::token::key::PrivateKey;
use crate::domain::token::{Claims, KeyId, Lifetime, Standing, TeamId, claims_to_mint};

/// A token is minted anew when less than this many seconds remain: longer than any chain of pages takes.
const RENEWED_BEFORE: i64 = 300;
/// How many minted tokens are remembered so that they can be kept off the screen.
const REMEMBERED: usize = 8;

/// Why there is no token to send.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum CredentialFault {
    /// No developer token was set.
    #[error(
        "There is no developer token. Set APPLE_MUSIC_TEAM_ID, APPLE_MUSIC_KEY_ID and APPLE_MUSIC_PRIVATE_KEY_PATH, or add a profile."
    )]
    NoDeveloperToken,
    /// No user token was set.
    #[error("There is no Music User Token. Sign in, or set APPLE_MUSIC_USER_TOKEN.")]
    NoUserToken,
    /// One was set and cannot be used; the sentence is the standing's.
    #[error("{0}")]
    Faulty(String),
    /// The key is there, but signing failed.
    #[error("{0}")]
    Sign(SignFault),
}

/// The credentials in use, for the executor alone: sources once read, the key, and the token minted last.
pub struct Keyring {
    profile: String,
    origin: Origin,
    storefront: String,
    lifetime: Lifetime,
    developer: Developer,
    user: User,
    /// Everything that was read or minted, good or faulty: none of it may show.
    secrets: Vec<Secret>,
    minted: Vec<Minted>,
    given: Given,
    /// The clock of the server, as the last answer told it.
    clock: Option<ServerTime>,
    /// Its server is a recording: the clock of its answers was right once.
    is_recorded: bool,
}

/// What a token that is asked for by hand shall be, where that is not the profile's own.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Terms {
    /// How long it lives.
    pub lifetime: Option<Lifetime>,
    /// The web origins that may use it, if it is bound to any.
    pub origin: Option<Vec<String>>,
}

/// The Music User Token before a sign-in.
pub struct SignedBefore {
    user: User,
    given: given::UserBefore,
}

struct Minted {
    token: Secret,
    claims: Claims,
    /// By how much the clock of its claims was ahead of the local one, in seconds.
    skew: i64,
}

impl Keyring {
    /// Reads the plan's sources. Never fails: what went wrong is in [`Keyring::standing`].
    pub async fn open(plan: Plan) -> Self {
        Self::open_within(plan, COMMAND_LIMIT).await
    }

    /// As [`Keyring::open`], with another limit for each command.
    pub async fn open_within(plan: Plan, limit: Duration) -> Self {
        let mut keyring = Self::empty(plan.name, plan.origin, plan.storefront, plan.lifetime);
        keyring.given = Given::of_plan(&plan.developer);
        keyring.developer = match plan.developer {
            DeveloperPlan::Missing => Developer::Missing,
            DeveloperPlan::Faulty(reason) => Developer::Faulty(reason),
            DeveloperPlan::Mint { team_id, key_id, key } => {
                let text = keyring.read(&key, limit).await;
                keyring.given.key(&text, &key.describe());
                Developer::mint(team_id, key_id, text, key.describe()).noting(&key)
            }
            DeveloperPlan::Ready(place) => {
                let text = keyring.read(&place, limit).await;
                keyring.given.developer(&text, &place.describe());
                Developer::ready(text, place.describe())
            }
        };
        if let Some(place) = plan.user {
            let text = keyring.read(&place, limit).await;
            keyring.given.user(&text, &place.describe());
            keyring.given.user_obtained_at = stored_at(&place);
            keyring.user = User::new(text, place.describe());
        }
        keyring
    }

    /// A keyring from parts that are at hand already: the sandbox's own.
    #[expect(
        clippy::too_many_arguments,
        reason = "called in one place, where each part has its name beside it"
    )]
    #[must_use]
    pub fn from_parts(
        profile: impl Into<String>,
        origin: Origin,
        storefront: impl Into<String>,
        team_id: TeamId,
        key_id: KeyId,
        key_pem: Secret,
        user: Option<Secret>,
    ) -> Self {
        let profile = profile.into();
        let mut keyring = Self::empty(profile.clone(), origin, storefront.into(), Lifetime::default());
        keyring.remember(&key_pem);
        keyring.given.name(team_id.as_str(), key_id.as_str());
        keyring.given.key(&Ok(key_pem.clone()), &profile);
        keyring.developer = Developer::mint(team_id, key_id, Ok(key_pem), profile.clone());
        if let Some(token) = user {
            keyring.remember(&token);
            keyring.given.user(&Ok(token.clone()), &profile);
            keyring.user = User::new(Ok(token), profile);
        }
        keyring
    }

    /// Uses a Music User Token that was signed in for, in place of the one there may be; returns that one, to go back to.
    pub fn sign_in(&mut self, token: Secret, obtained_at: i64) -> SignedBefore {
        self.remember(&token);
        let source = format!("signed in {}", clock::utc(obtained_at).get(..10).unwrap_or_default());
        let before = SignedBefore {
            user: std::mem::replace(&mut self.user, User::new(Ok(token.clone()), source.clone())),
            given: self.given.user_before(),
        };
        self.given.sign_in(&Ok(token), &source, Some(obtained_at));
        before
    }

    /// Goes back to the Music User Token of before a sign-in.
    pub fn go_back(&mut self, before: SignedBefore) {
        self.user = before.user;
        self.given.go_back(before.given);
    }

    /// Tells that a sign-in was kept, and cannot be used.
    pub fn refuse_sign_in(&mut self, reason: String) {
        self.user = User::Faulty(reason);
    }

    /// The same with a developer token that is sent as it is; the key stays known, to compare it with.
    #[must_use]
    pub fn sending(mut self, token: Secret) -> Self {
        self.remember(&token);
        self.given.developer(&Ok(token.clone()), &self.profile);
        self.developer = Developer::ready(Ok(token), self.profile.clone());
        self
    }

    /// Tokens that a person pasted are sent in place of the profile's own from now on.
    pub fn adopt(&mut self, developer: Option<Secret>, user: Option<Secret>) {
        const SOURCE: &str = "pasted";
        if let Some(token) = developer {
            self.remember(&token);
            self.given.developer(&Ok(token.clone()), SOURCE);
            self.developer = Developer::ready(Ok(token), SOURCE.to_owned());
            // Those that were minted stay known, so that none of them shows.
            self.secrets.extend(self.minted.drain(..).map(|minted| minted.token));
        }
        if let Some(token) = user {
            self.remember(&token);
            self.given.user(&Ok(token.clone()), SOURCE);
            self.user = User::new(Ok(token), SOURCE.to_owned());
        }
    }

    fn empty(profile: String, origin: Origin, storefront: String, lifetime: Lifetime) -> Self {
        let (developer, user) = (Developer::Missing, User::Missing);
        Self {
            profile,
            origin,
            storefront,
            lifetime,
            developer,
            user,
            secrets: Vec::new(),
            minted: Vec::new(),
            given: Given::default(),
            clock: None,
            is_recorded: false,
        }
    }

    async fn read(&mut self, place: &Where, limit: Duration) -> Result<Secret, ReadFault> {
        let text = read_source(place, &self.origin, limit).await;
        if let Ok(text) = &text {
            self.remember(text);
        }
        text
    }

    /// Keeps a secret, and each of its lines, for the list of what must not show.
    fn remember(&mut self, text: &Secret) {
        let pieces = text.expose().split(|c: char| c.is_whitespace() || c == '\\' || c == '-');
        // A key is seen line by line, so its lines count one by one; 16 characters leave "PRIVATE" alone.
        let lines = pieces.filter(|piece| piece.len() >= 16);
        self.secrets.extend(lines.map(|line| Secret::new(line.to_owned())));
        self.secrets.push(Secret::new(text.expose().trim().to_owned()));
    }

    /// `sandbox`, `environment`, or the profile's name.
    #[must_use]
    pub fn profile(&self) -> &str {
        &self.profile
    }

    /// The one server that may see these credentials.
    #[must_use]
    pub fn origin(&self) -> &Origin {
        &self.origin
    }

    /// What the screen may know. `now` is in seconds since the epoch.
    #[must_use]
    pub fn standing(&self, now: i64) -> Standing {
        let now = corrected(now, self.clock);
        let until =
            self.minted.last().map_or(now + self.lifetime.seconds(), |minted| minted.claims.expires_at);
        Standing {
            profile: self.profile.clone(),
            origin: self.origin.clone(),
            storefront: self.storefront.clone(),
            developer: self.developer.standing(until),
            user: self.user.standing(),
            clock: self.clock,
        }
    }

    /// Notes what an answer of the keyring's own server said of its clock. Tokens are minted by that clock from now on.
    pub fn note_clock(&mut self, seen: ServerTime) {
        self.clock = Some(seen).filter(|_| !self.is_recorded);
    }

    /// The developer token to send at `now`, in seconds since the epoch.
    ///
    /// A minted one is kept and made anew when less than 5 minutes remain, or a tenth of a life under 50 minutes; also when
    /// it was made by a clock that has turned out to be wrong. `now` is local: the server's clock is reckoned with here.
    ///
    /// # Errors
    /// [`CredentialFault`] when there is none or it cannot be made.
    pub fn developer_token(&mut self, now: i64) -> Result<Secret, CredentialFault> {
        let (skew, now) = (corrected(0, self.clock), corrected(now, self.clock));
        let is_fit = |minted: &&Minted| minted.is_fresh(now, self.lifetime) && minted.is_by_clock(skew);
        if let Some(minted) = self.minted.last().filter(is_fit) {
            return Ok(minted.token.clone());
        }
        self.mint(now, skew)
    }

    /// A developer token on terms of its own, for a person to use elsewhere: minted for the moment `now` (local), or the
    /// ready-made one, on which terms have no hold.
    ///
    /// # Errors
    /// [`CredentialFault`] when there is none or it cannot be made.
    pub fn issue(&mut self, now: i64, terms: &Terms) -> Result<Secret, CredentialFault> {
        let (token, _) = self.sign(corrected(now, self.clock), terms)?;
        self.remember(&token);
        Ok(token)
    }

    /// The key that tokens are minted with, with its Key ID and Team ID; `None` when none are minted.
    #[must_use]
    pub fn minting(&self) -> Option<(&PrivateKey, &KeyId, &TeamId)> {
        match &self.developer {
            Developer::Mint(mint) => Some((&mint.key, &mint.key_id, &mint.team_id)),
            _ => None,
        }
    }

    /// What there is to say of the key that tokens are minted with, as sentences: what was put right in it, and that its
    /// file's name is one of another service.
    #[must_use]
    pub fn key_notes(&self) -> &[String] {
        match &self.developer {
            Developer::Mint(mint) => &mint.notes,
            _ => &[],
        }
    }

    fn mint(&mut self, now: i64, skew: i64) -> Result<Secret, CredentialFault> {
        let (token, claims) = self.sign(now, &Terms::default())?;
        let Some(claims) = claims else { return Ok(token) };
        self.minted.push(Minted { token: token.clone(), claims, skew });
        if self.minted.len() > REMEMBERED {
            self.minted.remove(0);
        }
        Ok(token)
    }

    /// A token for the moment `now` of the server, with its claims; of a ready-made one they are its own business.
    fn sign(&self, now: i64, terms: &Terms) -> Result<(Secret, Option<Claims>), CredentialFault> {
        let mint = match &self.developer {
            Developer::Mint(mint) => mint,
            Developer::Ready { token, .. } => return Ok((token.clone(), None)),
            Developer::Missing => return Err(CredentialFault::NoDeveloperToken),
            Developer::Faulty(reason) => return Err(CredentialFault::Faulty(reason.clone())),
        };
        let lifetime = terms.lifetime.unwrap_or(self.lifetime);
        let origin = terms.origin.clone();
        let claims = Claims { origin, ..claims_to_mint(&mint.team_id, &mint.key_id, now, lifetime) };
        let token = signer::sign(&claims, &mint.key).map_err(CredentialFault::Sign)?;
        Ok((token, Some(claims)))
    }

    /// The Music User Token to send.
    ///
    /// # Errors
    /// [`CredentialFault`] when there is none or it is faulty.
    pub fn user_token(&self) -> Result<Secret, CredentialFault> {
        match &self.user {
            User::Set { token, .. } => Ok(token.clone()),
            User::Missing => Err(CredentialFault::NoUserToken),
            User::Faulty(reason) => Err(CredentialFault::Faulty(reason.clone())),
        }
    }

    /// All that must never show: tokens, and the key line by line. For [`crate::domain::secret::scrub`].
    #[must_use]
    pub fn secrets(&self) -> Vec<Secret> {
        self.secrets.iter().chain(self.minted.iter().map(|minted| &minted.token)).cloned().collect()
    }
}

impl std::fmt::Debug for Keyring {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Keyring")
            .field("profile", &self.profile)
            .field("origin", &self.origin)
            .finish_non_exhaustive()
    }
}

impl Minted {
    /// Whether the clock that it was made by still counts as right. What is within the backdating may stay.
    fn is_by_clock(&self, skew: i64) -> bool {
        self.skew.abs_diff(skew) <= clock::TOLERATED
    }

    /// Whether enough of its life remains. A clock that went back makes it unfit: it would be "issued in the future".
    fn is_fresh(&self, now: i64, lifetime: Lifetime) -> bool {
        let margin = RENEWED_BEFORE.min(lifetime.seconds() / 10);
        now >= self.claims.issued_at && self.claims.expires_at - now > margin
    }
}
