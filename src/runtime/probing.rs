//! Sends one of the doctor's questions, and reduces what comes back to facts: for the screen and the headless command
//! alike.

use tokio::sync::Mutex;
use url::Url;

use super::sending::{observe, prepare};
use crate::{
    adapter::{credentials::Keyring, http::Http},
    domain::{
        doctor::{
            facts::{Answer, Exchange, Failure, Redaction},
            probe::{APPLE, Question},
        },
        request::{Method, Request, Tokens},
        secret,
    },
};

/// Of an answer no more is read: error bodies are small, and of others the beginning tells what they are.
const READ: usize = 64 * 1024;

/// Asks. Never fails: what went wrong is in the exchange.
pub async fn ask(
    http: &Http,
    keyring: &Mutex<Option<Keyring>>,
    profile: &str,
    question: &Question,
) -> Exchange {
    look(http, keyring, profile, question).await.0
}

/// The same, with the beginning of the answer's body.
pub(super) async fn look(
    http: &Http,
    keyring: &Mutex<Option<Keyring>>,
    profile: &str,
    question: &Question,
) -> (Exchange, Vec<u8>) {
    let request = Request {
        method: Method::Get,
        target: question.target.clone(),
        tokens: Tokens { developer: question.developer, user: question.user },
        headers: question.headers.clone(),
        body: None,
    };
    let (mut call, secrets, _) = match prepare(keyring, &request, profile).await {
        Ok(prepared) => prepared,
        Err(report) => {
            let reason = report.entries.first().map_or_else(String::new, |entry| entry.meaning.clone());
            return (unasked(question, reason), Vec::new());
        }
    };
    // A person said yes to this one server, by name.
    if question.to_apple
        && let Ok(url) = Url::parse(APPLE).and_then(|apple| apple.join(&question.target))
    {
        call.url = url;
    }
    let exchange = sent(call.url.as_str(), question);
    let began = super::now();
    let mut incoming = match http.open(call).await {
        Ok(incoming) => incoming,
        Err(transport) => return (failed(exchange, Failure::of(&transport)), Vec::new()),
    };
    if !question.to_apple {
        observe(keyring, profile, incoming.head(), began);
    }
    let (mut body, mut size) = (Vec::new(), 0);
    while let Some(piece) = incoming.piece().await {
        size += piece.len() as u64;
        let room = READ.saturating_sub(body.len());
        body.extend_from_slice(&piece[..piece.len().min(room)]);
    }
    let head = incoming.finish();
    secret::scrub(&mut body, &secrets.iter().collect::<Vec<_>>());
    // A server that sends a token back, in pieces too, does not get it into a report.
    let shown = |value: &str| {
        if secret::holds_part(value, &secrets) { "(a credential)".to_owned() } else { value.to_owned() }
    };
    let headers: Vec<_> = head.headers.iter().map(|(name, value)| (name.as_str(), shown(value))).collect();
    let headers = headers.iter().map(|(name, value)| (*name, value.as_str()));
    let answer = Answer { size, ..Answer::read(head.status, headers, &body, &Redaction::default()) };
    let received_at = Some(super::now() / 1000);
    (Exchange { answer: Some(answer), received_at, ..exchange }, body)
}

/// A question that was not sent, and why.
pub(super) fn unasked(question: &Question, reason: String) -> Exchange {
    let exchange = sent(&format!("https://unsent{}", question.target), question);
    failed(exchange, Failure::Client(reason))
}

fn sent(url: &str, question: &Question) -> Exchange {
    Exchange::sent("GET", url, &question.headers, question.developer, question.user)
}

fn failed(exchange: Exchange, failure: Failure) -> Exchange {
    Exchange { failure: Some(failure), received_at: Some(super::now() / 1000), ..exchange }
}
