//! Apple's part of a sign-in on the web: a stand-in for the MusicKit script, and the window in which somebody agrees.
//!
//! Both speak the protocol that Apple's own were seen to speak: JSON-RPC over `postMessage`, `thirdPartyInfo` first, then
//! `authorize`, `decline` or `unavailable`. What the window hands out is a Music User Token that the gate accepts.

use std::time::Duration;

use axum::body::Body;
use axum::extract::Request;
use axum::http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL,
    CONTENT_TYPE,
};
use axum::http::{HeaderValue, Method, StatusCode};
use axum::response::Response;
use serde::Deserialize;
use serde_json::json;

use crate::sandbox::gate::{Account, Gate};
use crate::sandbox::intake;
use crate::sandbox::scenario::Scenario;

const SCRIPT: &str = include_str!("musickit/script.js");
const WINDOW: &str = include_str!("musickit/consent.html");

/// A consent holds one developer token, and no more.
const LARGEST: usize = 8 * 1024;

/// Answers what belongs to the sign-in, or hands the request back.
pub(super) async fn answer(
    gate: &Gate,
    request: Request,
    scenario: Scenario,
    body_time: Duration,
) -> Result<Response, Request> {
    let is_script_there = scenario != Scenario::NoMusicKit;
    match (request.method(), request.uri().path()) {
        (&Method::GET, "/musickit/v3/musickit.js") if is_script_there => {
            let is_blocked = scenario == Scenario::PopupBlocked;
            let script = if is_blocked { SCRIPT.replace("BLOCKED", "yes") } else { SCRIPT.to_owned() };
            Ok(served("text/javascript", script))
        }
        (&Method::GET, "/woa") => Ok(served("text/html; charset=utf-8", WINDOW.to_owned())),
        (&Method::POST, "/woa/consent") => Ok(consent(gate, request, scenario.now(), body_time).await),
        (&Method::OPTIONS, "/v1/me/storefront") => Ok(preflight()),
        _ => Err(request),
    }
}

/// Which account agrees, and to whose page.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Consent {
    account: String,
    third_party_token: String,
}

async fn consent(gate: &Gate, request: Request, now: i64, body_time: Duration) -> Response {
    let body = intake::receive(request.into_body(), LARGEST, body_time).await.unwrap_or_default();
    let said = serde_json::from_slice::<Consent>(&body).ok();
    let account = said.as_ref().and_then(|said| Account::named(&said.account));
    let is_verified = said.is_some_and(|said| gate.verifies(&said.third_party_token, now));
    match account.filter(|_| is_verified) {
        Some(account) => served("application/json", json!({ "userToken": gate.issue(account) }).to_string()),
        None => {
            let refused = json!({ "error": "ERROR_FAILED_TO_VERIFY_JWT" }).to_string();
            let mut response = served("application/json", refused);
            *response.status_mut() = StatusCode::FORBIDDEN;
            response
        }
    }
}

/// MusicKit asks for the storefront from a page of another origin, with headers that a browser asks about first.
fn preflight() -> Response {
    let mut response = served("text/plain", String::new());
    let headers = response.headers_mut();
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    headers.insert(ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static("GET"));
    headers.insert(ACCESS_CONTROL_ALLOW_HEADERS, HeaderValue::from_static("authorization, music-user-token"));
    response
}

fn served(kind: &'static str, text: String) -> Response {
    let mut response = Response::new(Body::from(text));
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
