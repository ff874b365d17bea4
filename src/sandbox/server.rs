//! The door: HTTP in, an answer out. Everything with a body, a header or a status is here and nowhere else.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::header::{
    ACCESS_CONTROL_ALLOW_ORIGIN, CONTENT_LENGTH, CONTENT_TYPE, DATE, SERVER, STRICT_TRANSPORT_SECURITY,
};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::Response;
use futures_util::StreamExt as _;
use percent_encoding::percent_decode_str;
use serde_json::json;
use tokio::sync::OnceCell;
use tokio::task::spawn_blocking;

use crate::sandbox::Options;
use crate::sandbox::call::{Call, World};
use crate::sandbox::clock;
use crate::sandbox::fault::{Answer, Fault};
use crate::sandbox::gate::{Gate, Verdict};
use crate::sandbox::host;
use crate::sandbox::intake;
use crate::sandbox::journal::{Entry, Journal};
use crate::sandbox::musickit;
use crate::sandbox::query::Query;
use crate::sandbox::route;
use crate::sandbox::scenario::{Armed, Page, Scenario};

/// No request of this API needs a larger body; a stuck client must not fill the memory.
const LARGEST_BODY: usize = 64 * 1024;

/// How long a slow answer takes: long enough to be noticed, short enough for a stage.
const SLOW: Duration = Duration::from_secs(2);

/// How long a first half takes to get on its way.
const FLUSHED: Duration = Duration::from_millis(50);

/// What all requests share.
pub(super) struct House {
    options: Options,
    gate: Gate,
    world: OnceCell<World>,
    served: AtomicU64,
    journal: Journal,
    pub(super) armed: Armed,
}

impl House {
    pub(super) fn new(options: Options, gate: Gate, journal: Journal) -> Self {
        let (world, served, armed) = (OnceCell::new(), AtomicU64::new(0), Armed::default());
        Self { options, gate, world, served, journal, armed }
    }

    pub(super) fn served(&self) -> u64 {
        self.served.load(Ordering::Relaxed)
    }

    /// Builds the world on the first call; everybody else waits for it.
    pub(super) async fn world(&self) -> Result<&World, Fault> {
        let seed = self.options.seed;
        let build = || async move { spawn_blocking(move || World::build(seed)).await };
        self.world
            .get_or_try_init(build)
            .await
            .map_err(|_| Fault::upstream("The catalogue could not be built"))
    }

    fn judge(&self, headers: &HeaderMap, scenario: Scenario) -> Verdict {
        self.gate.judge(headers, scenario.now(), scenario == Scenario::RevokedUserToken)
    }

    async fn answer(&self, request: Request, verdict: Verdict, scenario: Scenario) -> Result<Answer, Fault> {
        let listener = verdict.admit()?;
        let home = self.gate.home(request.headers());
        if self.armed.is_limited() {
            return Err(Fault::too_many());
        }
        let (head, body) = request.into_parts();
        let body = intake::receive(body, LARGEST_BODY, self.options.body_time).await?;
        let segments: Vec<String> = head.uri.path().split('/').skip(1).map(decoded).collect();
        let path: Vec<&str> = segments.iter().map(String::as_str).collect();
        // A HEAD is a GET whose body the server below leaves out.
        let method = if head.method == "HEAD" { "GET".to_owned() } else { head.method.to_string() };
        let query = Query::parse(head.uri.query().unwrap_or_default());
        scenario.refuses(&path, listener)?;
        if scenario.empties(&path, listener) {
            return Ok(Answer::Data(200, json!({ "data": [] })));
        }
        let (now, options) = (scenario.now(), self.options);
        let call = Call { method, query, listener, home, body, now, options };
        route::answer(&call, &path, self.world().await?)
    }
}

/// Every path and every verb arrives in one place: the gate comes before routing.
pub(super) fn router(house: Arc<House>) -> Router {
    Router::new().fallback(serve).with_state(house)
}

async fn serve(State(house): State<Arc<House>>, request: Request) -> Response {
    if let Some(path) = request.uri().path().strip_prefix("/sandbox/") {
        return own(&house, &request, path);
    }
    let (began, scenario) = (clock::instant(), house.armed.scenario());
    let (head, body) = request.into_parts();
    let verdict = house.judge(&head.headers, scenario);
    let entry = Entry::new(&head, &house.gate, verdict, began);
    let place = house.served.fetch_add(1, Ordering::Relaxed);
    if scenario == Scenario::Slow {
        clock::pause(SLOW).await;
    }
    if !house.options.latency.is_none() {
        clock::pause(house.options.latency.of(house.options.seed, place)).await;
    }
    let response = respond(&house, Request::from_parts(head, body), verdict, scenario).await;
    house.journal.note(entry, response.status().as_u16());
    response
}

/// What the sandbox says of itself, at addresses that Apple does not have: no token is asked for, and nothing is logged.
/// Whoever does not name this machine may be a page that has its own name lead here.
fn own(house: &House, request: &Request, path: &str) -> Response {
    let answer = match (request.method().as_str(), path) {
        _ if !host::is_local(request.uri(), request.headers()) => {
            Err(Fault::forbidden("This is told to those who ask by the name or address of this machine"))
        }
        ("GET" | "HEAD", "requests") => Ok(Answer::Data(200, house.journal.last())),
        ("DELETE", "requests") => {
            house.journal.forget();
            Ok(Answer::Empty(204))
        }
        (method, "requests") => Err(Fault::method(method)),
        _ => Err(Fault::no_path()),
    };
    let mut response = answered(answer);
    // It is for tests on this machine; no web page needs to read it.
    response.headers_mut().remove(ACCESS_CONTROL_ALLOW_ORIGIN);
    response
}

async fn respond(house: &House, request: Request, verdict: Verdict, scenario: Scenario) -> Response {
    if let Some(page) = scenario.page() {
        return web_page(&page);
    }
    let request = match musickit::answer(&house.gate, request, scenario, house.options.body_time).await {
        Ok(response) => return response,
        Err(request) => request,
    };
    let mut response = answered(house.answer(request, verdict, scenario).await);
    if scenario == Scenario::ClockSkewed {
        let date = httpdate::fmt_http_date(clock::time(scenario.now()));
        response.headers_mut().extend(HeaderValue::from_str(&date).ok().map(|date| (DATE, date)));
    }
    if scenario == Scenario::CutBody { cut(response).await } else { response }
}

/// A page of somebody else's: none of the headers that the API sends.
fn web_page(page: &Page) -> Response {
    let mut response = Response::new(Body::from(page.html));
    *response.status_mut() = StatusCode::from_u16(page.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/html"));
    response.headers_mut().insert(SERVER, HeaderValue::from_static(page.server));
    response
}

/// The first half of a body, and then the connection breaks, although the length promised more. An empty one stays whole.
async fn cut(response: Response) -> Response {
    let (mut head, body) = response.into_parts();
    let body = to_bytes(body, usize::MAX).await.unwrap_or_default();
    if body.is_empty() {
        return Response::from_parts(head, Body::empty());
    }
    head.headers.insert(CONTENT_LENGTH, HeaderValue::from(body.len()));
    let half = futures_util::stream::iter([Ok(body.slice(..body.len() / 2))]);
    // The first half has to be on its way before the connection breaks.
    let end = futures_util::stream::once(async {
        clock::pause(FLUSHED).await;
        Err(std::io::Error::other("cut on purpose"))
    });
    let pieces = half.chain(end);
    Response::from_parts(head, Body::from_stream(pieces))
}

fn answered(answer: Result<Answer, Fault>) -> Response {
    match answer {
        Ok(Answer::Data(status, value)) => response(status, value.to_string()),
        Ok(Answer::Empty(status)) => response(status, String::new()),
        Err(fault) => {
            response(fault.status, fault.body_json().map(|body| body.to_string()).unwrap_or_default())
        }
    }
}

fn response(status: u16, body: String) -> Response {
    // Apple writes a space here when there is no body, and none when there is one.
    let kind =
        if body.is_empty() { "application/json; charset=utf-8" } else { "application/json;charset=utf-8" };
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    headers
        .insert(STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=31536000; includeSubDomains"));
    response
}

/// One segment of the path. A wrong escape becomes U+FFFD, and then names nothing.
fn decoded(segment: &str) -> String {
    percent_decode_str(segment).decode_utf8_lossy().into_owned()
}
