//! Sends requests as the explorer does, with the same credentials, and reads what comes.
#![expect(
    clippy::disallowed_methods,
    reason = "a wait before a request is sent again is a pause of the edge"
)]

use std::{
    borrow::Cow,
    ops::Range,
    sync::{Arc, PoisonError},
    time::Duration,
};

use tokio::sync::Mutex;

use super::voice::Voice;
use crate::{
    adapter::{
        credentials::{CredentialFault, Keyring},
        http::Http,
    },
    command::Exit,
    domain::{
        answer::{Head, Transport},
        error::{self, Broken, Context, Report},
        json::{Document, Fault, Malformed, Reason, Text},
        profile::{Origin, SANDBOX},
        request::{Request, Tokens},
        secret::Secret,
        token::{DeveloperStanding, Standing, UserStanding},
        walk::{Patience, Setback, Verdict, judge, judge_transport},
    },
    runtime::{
        self,
        blot::{self, Blots},
        sending,
    },
};

/// The beginning of a text that is no JSON, which is enough to say what it is.
const START: usize = 16_384;

/// What all requests of a run share.
pub(in crate::command) struct Client {
    keyring: Mutex<Option<Keyring>>,
    http: Http,
    standing: Standing,
    /// Kept while the secrets stay the same.
    blots: std::sync::Mutex<Arc<Blots>>,
}

/// An answer, read.
pub(in crate::command) struct Reply {
    pub(in crate::command) head: Head,
    pub(in crate::command) body: Body,
    /// What there is to say about it.
    pub(in crate::command) report: Option<Report>,
    /// What it means for a script.
    pub(in crate::command) exit: Exit,
}

/// What came.
pub(in crate::command) enum Body {
    Json(Document),
    /// With its first bytes, which tell what it is.
    Text(Text, Vec<u8>, Fault),
    Empty,
}

impl Reply {
    /// Whether it brings what was asked for, though it may tell of an error beside it.
    pub(in crate::command) fn has_data(&self) -> bool {
        self.head.status / 100 == 2 && matches!(self.body, Body::Json(_))
    }

    /// What went wrong, even if only a part of it did.
    pub(in crate::command) fn failure(&self) -> Option<&Report> {
        self.report.as_ref().filter(|_| self.exit != Exit::Good)
    }
}

impl Body {
    pub(in crate::command) const fn len(&self) -> usize {
        match self {
            Self::Json(document) => document.size(),
            Self::Text(bytes, ..) => bytes.len(),
            Self::Empty => 0,
        }
    }

    pub(in crate::command) fn part(&self, range: Range<usize>) -> Cow<'_, [u8]> {
        match self {
            Self::Json(document) => document.part(range),
            Self::Text(bytes, ..) => bytes.part(range),
            Self::Empty => Cow::Borrowed(b""),
        }
    }

    fn for_report(&self) -> error::Body<'_> {
        match self {
            Self::Json(document) => error::Body::Json(document),
            Self::Text(bytes, start, fault) => {
                error::Body::Malformed(Broken { fault, start, arrived: bytes.len() as u64 })
            }
            Self::Empty => error::Body::Empty,
        }
    }
}

/// Why there is no answer.
pub(in crate::command) struct Miss {
    pub(in crate::command) report: Report,
    pub(in crate::command) exit: Exit,
    setback: Setback,
}

pub(in crate::command) type Fetched = Result<Reply, Miss>;

/// An answer without what must not be seen of it.
type Came = (Head, Result<Document, Box<Malformed>>);

impl Client {
    pub(in crate::command) fn new(keyring: Keyring, http: Http) -> Self {
        let standing = keyring.standing(runtime::now() / 1000);
        let blots = std::sync::Mutex::new(Arc::new(Blots::of(Vec::new())));
        Self { keyring: Mutex::new(Some(keyring)), http, standing, blots }
    }

    pub(in crate::command) fn origin(&self) -> &Origin {
        &self.standing.origin
    }

    /// Which of the tokens that a request wants cannot be had, and why. A Music User Token that is not set is none of
    /// them: the server's own answer says what a path needs.
    pub(in crate::command) async fn lacks(&self, tokens: Tokens) -> Option<(Exit, String)> {
        let mut slot = self.keyring.lock().await;
        let keyring = slot.as_mut()?;
        if tokens.developer
            && let Err(fault) = keyring.developer_token(runtime::now() / 1000)
        {
            return Some((Exit::DeveloperToken, fault.to_string()));
        }
        match keyring.user_token() {
            Err(CredentialFault::Faulty(reason)) if tokens.user => Some((Exit::UserToken, reason)),
            _ => None,
        }
    }

    /// Sends a request once.
    pub(in crate::command) async fn fetch(self: &Arc<Self>, request: Request) -> Fetched {
        let prepared = sending::prepare(&self.keyring, &request, &self.standing.profile).await;
        let (call, secrets, _) =
            prepared.map_err(|report| Miss { report, exit: Exit::Usage, setback: Setback::Final })?;
        let sent = runtime::now();
        let opened = self.http.open(call).await;
        let mut incoming = opened.map_err(|transport| self.miss(&transport, &request))?;
        sending::observe(&self.keyring, &self.standing.profile, incoming.head(), sent);
        let mut reader = blot::Reader::new(self.blots(secrets));
        while let Some(piece) = incoming.piece().await {
            reader.take(&piece);
        }
        Ok(self.read(reader.finish(incoming.finish()), &request))
    }

    fn blots(&self, secrets: Vec<Secret>) -> Arc<Blots> {
        let mut kept = self.blots.lock().unwrap_or_else(PoisonError::into_inner);
        if !kept.are_of(&secrets) {
            *kept = Arc::new(Blots::of(secrets));
        }
        Arc::clone(&kept)
    }

    /// Sends a request, and again as long as that may help and changes nothing.
    pub(in crate::command) async fn fetch_patiently(
        self: &Arc<Self>,
        request: &Request,
        voice: &mut Voice,
    ) -> Fetched {
        let mut patience = Patience::default();
        let mut was_put_right = false;
        loop {
            let fetched = self.fetch(request.clone()).await;
            if !was_put_right && self.suffers_from_clock(request, &fetched, voice).await {
                was_put_right = true;
                continue;
            }
            let Some(setback) = setback(&fetched, &request.target) else { return fetched };
            if request.method.is_write() {
                return fetched;
            }
            let Verdict::Wait(millis) = patience.after(setback, runtime::now(), 0) else { return fetched };
            voice.waiting(setback, millis, patience.tries());
            tokio::time::sleep(Duration::from_millis(millis)).await;
        }
    }

    /// Whether a token was refused that was made by a wrong clock; the next one is made by the server's.
    async fn suffers_from_clock(&self, request: &Request, fetched: &Fetched, voice: &mut Voice) -> bool {
        let is_refused = matches!(fetched, Ok(reply) if reply.head.status == 401);
        let standing = match self.keyring.lock().await.as_ref() {
            Some(keyring) => keyring.standing(runtime::now() / 1000),
            None => return false,
        };
        let is_minted = matches!(standing.developer, DeveloperStanding::Minted { .. });
        let Some(warning) = standing.clock.and_then(|clock| clock.warning()) else { return false };
        if !is_refused || request.method.is_write() || !is_minted || !request.tokens.developer {
            return false;
        }
        voice.say(&format!(
            "this clock is {warning}; the developer token is made anew by the server's clock, and the request sent again"
        ));
        true
    }

    fn read(&self, (head, document): Came, request: &Request) -> Reply {
        let body = match document {
            Ok(document) => Body::Json(document),
            Err(malformed) if malformed.fault.reason == Reason::Empty => Body::Empty,
            Err(malformed) => {
                let start = malformed.bytes.part(0..START).into_owned();
                Body::Text(malformed.bytes, start, malformed.fault)
            }
        };
        let context = self.context(request);
        let report = error::read(&head, body.for_report(), context);
        let is_json = matches!(body, Body::Json(_));
        let exit = Exit::of_answer(&head, report.as_ref(), is_json, context);
        Reply { head, body, report, exit }
    }

    fn miss(&self, transport: &Transport, request: &Request) -> Miss {
        let report = error::read_transport(transport, self.context(request));
        Miss { report, exit: Exit::Network, setback: judge_transport(transport) }
    }

    fn context<'a>(&'a self, request: &'a Request) -> Context<'a> {
        Context {
            method: request.method.as_str(),
            target: &request.target,
            developer_token_sent: request.tokens.developer,
            user_token_sent: request.tokens.user && matches!(self.standing.user, UserStanding::Set { .. }),
            ..self.nothing_sent()
        }
    }

    fn nothing_sent(&self) -> Context<'_> {
        Context {
            method: "",
            target: "",
            developer_token_sent: false,
            user_token_sent: false,
            origin: self.standing.origin.as_str(),
            is_sandbox: self.standing.profile == SANDBOX,
        }
    }
}

/// What kind of setback it is, if it is one.
pub(in crate::command) fn setback(fetched: &Fetched, target: &str) -> Option<Setback> {
    match fetched {
        Ok(reply) => judge(&reply.head, reply.report.as_ref(), target, runtime::now()),
        Err(miss) => Some(miss.setback),
    }
}
