//! What each part of the page is answered with, and what its steps mean.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use axum::{
    Router,
    body::{Body, to_bytes},
    extract::{Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::Response,
};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::{
    sync::{mpsc, oneshot},
    time::timeout,
};

use super::{
    Event, MusicKit, Reply,
    guard::{self, LARGEST, Part, Refusal},
};
use crate::domain::{
    doctor::{Evidence, Ground, examine, facts::SignIn},
    secret::{self, Secret},
    token::read_user_token,
    visible::visible,
};

const DOCUMENT: &str = include_str!("page/page.html");
const SCRIPT: &str = include_str!("page/page.js");
const STYLE: &str = include_str!("page/page.css");

/// How long a body may take: it is a line of text from this machine.
const PATIENCE: Duration = Duration::from_secs(5);

/// No message of MusicKit's or a browser's that says something is longer, in characters.
const LONGEST: usize = 300;
/// No word of one is, other than a token.
const LONGEST_WORD: usize = 60;

/// What all requests share.
pub(super) struct House {
    pub(super) port: u16,
    pub(super) nonce: Secret,
    pub(super) developer_token: Secret,
    pub(super) musickit: MusicKit,
    pub(super) events: mpsc::Sender<Event>,
    /// A token has come.
    pub(super) is_used: AtomicBool,
}

pub(super) fn router(house: Arc<House>) -> Router {
    Router::new().fallback(serve).with_state(house)
}

async fn serve(State(house): State<Arc<House>>, request: Request) -> Response {
    let answer = match house.answer(request).await {
        Ok(answer) => answer,
        Err(Refusal(status)) => Answer { status, kind: "text/plain", text: String::new() },
    };
    let mut response = Response::new(Body::from(answer.text));
    *response.status_mut() = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::NOT_FOUND);
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(answer.kind));
    guarded(headers, &house.musickit.policy());
    response
}

/// What every answer has. There is no `Cross-Origin-Opener-Policy`: one would cut Apple's window off from the page.
fn guarded(headers: &mut HeaderMap, policy: &str) {
    let own: [(HeaderName, &'static str); 6] = [
        (header::CACHE_CONTROL, "no-store"),
        (header::REFERRER_POLICY, "strict-origin"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
        // A connection that lasts would be cut in the middle of something.
        (header::CONNECTION, "close"),
    ];
    headers.extend(own.map(|(name, value)| (name, HeaderValue::from_static(value))));
    headers
        .extend(HeaderValue::from_str(policy).ok().map(|policy| (header::CONTENT_SECURITY_POLICY, policy)));
}

struct Answer {
    status: u16,
    kind: &'static str,
    text: String,
}

impl Answer {
    fn of(kind: &'static str, text: &str) -> Self {
        Self { status: 200, kind, text: text.to_owned() }
    }

    fn json(status: u16, value: &Value) -> Self {
        Self { status, kind: "application/json", text: value.to_string() }
    }
}

/// A step, as the page tells it. Everything in it is from outside.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Step {
    step: String,
    origin: Option<String>,
    error: Option<String>,
    status: Option<i64>,
    script_loaded: Option<bool>,
    window_blocked: bool,
    settled: Option<bool>,
}

#[derive(Deserialize)]
struct Posted {
    token: String,
}

impl House {
    async fn answer(&self, request: Request) -> Result<Answer, Refusal> {
        let (head, body) = request.into_parts();
        let part = guard::judge(self.port, self.nonce.expose(), &head.method, &head.uri, &head.headers)?;
        if self.is_used.load(Ordering::SeqCst) && part != Part::Step {
            return Err(Refusal(410));
        }
        match part {
            Part::Document => Ok(Answer::of("text/html; charset=utf-8", DOCUMENT)),
            Part::Script => Ok(Answer::of("text/javascript; charset=utf-8", SCRIPT)),
            Part::Style => Ok(Answer::of("text/css; charset=utf-8", STYLE)),
            Part::Terms => Ok(Answer::json(200, &self.terms())),
            Part::Step => Ok(self.step(read(body).await?)),
            Part::Token => self.token(read(body).await?).await,
        }
    }

    fn terms(&self) -> Value {
        json!({
            "developerToken": self.developer_token.expose(),
            "script": self.musickit.script(),
            "app": { "name": "Segue", "build": env!("CARGO_PKG_VERSION") },
        })
    }

    fn step(&self, step: Step) -> Answer {
        let event = match step.step.as_str() {
            "opened" => Event::Opened,
            "loaded" => Event::Loaded,
            "known" => Event::Known,
            "window" => Event::Window,
            _ => {
                let seen = step.seen();
                let found = findings(&seen);
                let _ = self.events.try_send(Event::Trouble(seen));
                return Answer::json(200, &found);
            }
        };
        // A page that tells more than anybody listens to is not worth waiting for.
        let _ = self.events.try_send(event);
        Answer::json(200, &json!([]))
    }

    async fn token(&self, posted: Posted) -> Result<Answer, Refusal> {
        let refused = |reason: &str| Answer::json(422, &json!({ "says": reason }));
        let token = match read_user_token(&Secret::new(posted.token)) {
            Ok(token) => token,
            Err(fault) => return Ok(refused(&fault.to_string())),
        };
        if self.is_used.swap(true, Ordering::SeqCst) {
            return Err(Refusal(410));
        }
        let (reply, outcome) = oneshot::channel();
        let answered = Event::Answered { token, reply: Reply(reply) };
        self.events.send(answered).await.map_err(|_| Refusal(410))?;
        match outcome.await {
            Ok(Ok(said)) => Ok(Answer::json(200, &json!({ "says": said }))),
            Ok(Err(reason)) => Ok(refused(&reason)),
            Err(_) => Err(Refusal(410)),
        }
    }
}

async fn read<T: for<'a> Deserialize<'a>>(body: Body) -> Result<T, Refusal> {
    let bytes = timeout(PATIENCE, to_bytes(body, LARGEST)).await.map_err(|_| Refusal(408))?;
    serde_json::from_slice(&bytes.map_err(|_| Refusal(413))?).map_err(|_| Refusal(400))
}

impl Step {
    /// What the page saw, made fit to be shown.
    fn seen(self) -> SignIn {
        SignIn {
            origin: self.origin.as_deref().map(outside),
            error: self.error.as_deref().map(outside),
            status: self.status,
            script_loaded: self.script_loaded,
            window_blocked: self.window_blocked,
            settled: self.settled,
            ineligibility: None,
        }
    }
}

/// Text from a page: cut, without what acts on a terminal, and without a word that is long enough to be a token.
fn outside(text: &str) -> String {
    let text: String = text.chars().take(LONGEST).collect();
    let masked = secret::mask(&text);
    let words = masked.split_whitespace();
    let short = words.map(|word| if word.chars().count() > LONGEST_WORD { "…" } else { word });
    visible(&short.collect::<Vec<_>>().join(" ")).into_owned()
}

/// What the doctor makes of it, for the page.
fn findings(seen: &SignIn) -> Value {
    let evidence = Evidence { sign_in: Some(seen.clone()), ..Evidence::default() };
    let found =
        examine(&evidence).findings.into_iter().filter(|finding| finding.check.ground == Ground::SignIn);
    let told = found.map(
        |finding| json!({ "id": finding.check.id, "says": finding.check.message, "fix": finding.check.fix }),
    );
    told.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_page_says_cannot_act_on_a_terminal_or_show_a_token() {
        let table = [
            ("AUTHORIZATION_ERROR: Unauthorized", "AUTHORIZATION_ERROR: Unauthorized"),
            ("a\u{1b}]0;x\u{7}b\n c", "a\\u001b]0;x\\u0007b c"),
        ];
        for (text, expected) in table {
            assert_eq!(outside(text), expected);
        }
        assert_eq!(outside(&format!("no {} here", "Ab1+/cd9".repeat(10))), "no … here");
        assert!(outside(&"x y ".repeat(400)).chars().count() <= LONGEST);
    }

    #[test]
    fn the_doctor_names_what_a_page_saw() {
        let seen = |step: Step| findings(&step.seen());
        let id = |found: &Value| found[0]["id"].as_str().map(str::to_owned);
        let refused_by_apple =
            |error: &str| Step { error: Some(error.to_owned()), status: Some(0), ..Step::default() };
        let table = [
            (Step { script_loaded: Some(false), ..Step::default() }, "WEB001"),
            (Step { error: Some("Invalid token.".to_owned()), ..Step::default() }, "WEB002"),
            (
                Step { error: Some("Initialized with an expired token.".to_owned()), ..Step::default() },
                "WEB003",
            ),
            (Step { window_blocked: true, ..Step::default() }, "WEB004"),
            (Step { status: Some(0), settled: Some(true), ..Step::default() }, "WEB005"),
            (Step { status: Some(1), ..Step::default() }, "WEB006"),
            (Step { status: Some(-1), ..Step::default() }, "WEB007"),
            (refused_by_apple("ERROR_FAILED_TO_VERIFY_JWT"), "WEB008"),
            (refused_by_apple("IneligibleStoreFront"), "WEB011"),
        ];
        for (step, expected) in table {
            let told = format!("{step:?}");
            assert_eq!(id(&seen(step)).as_deref(), Some(expected), "{told}");
        }
    }
}
