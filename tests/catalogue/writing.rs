//! Everything that is written: what it needs, what it refuses without changing anything, and what it answers.

use segue::domain::catalog::Endpoint;
use serde_json::Value;

use crate::visits::{Visit, visits};
use crate::{Tokens, Walk, endpoints};

/// A write with the documented body.
fn body(endpoint: &Endpoint) -> &str {
    endpoint.body.as_ref().map(|body| body.example.as_str()).unwrap_or_default()
}

fn writes(is_documented: bool) -> impl Iterator<Item = Visit> {
    endpoints(is_documented).filter(|endpoint| endpoint.is_write()).flat_map(visits)
}

/// Asserts a refusal of a write by its status and code; the empty code stands for an empty body.
async fn refused(walk: &Walk, visit: &Visit, path: &str, tokens: Tokens, body: &str, fault: (u16, &str)) {
    let method = visit.endpoint.method;
    let reply = walk.send(method, path, tokens, body).await;
    let (status, code, _) = reply.fault();
    assert_eq!((status, code), fault, "{} {path} {body}: {}", method.as_str(), reply.body);
    assert_eq!(reply.body.is_null(), code.is_empty(), "{path}");
}

#[tokio::test]
async fn each_is_refused_without_its_tokens_with_a_broken_body_and_for_what_nobody_has() {
    let mut count = 0;
    for walk in Walk::both().await {
        for visit in writes(walk.is_documented) {
            let (path, body) = (visit.plain(), body(visit.endpoint));
            refused(&walk, &visit, &path, Tokens::None, body, (401, "")).await;
            refused(&walk, &visit, &path, Tokens::Developer, body, (403, "40300")).await;
            refused(&walk, &visit, &visit.with("colour", "red"), Tokens::Both, body, (400, "40004")).await;
            if !body.is_empty() {
                for broken in ["", "[]", &body[..body.len() - 1]] {
                    refused(&walk, &visit, &path, Tokens::Both, broken, (400, "40007")).await;
                }
            }
            if let Some(missing) = visit.missing() {
                refused(&walk, &visit, &missing, Tokens::Both, body, (404, "40400")).await;
            }
            for (name, _) in &visit.query {
                refused(&walk, &visit, &visit.without(name), Tokens::Both, body, (400, "40003")).await;
            }
            count += 1;
        }
    }
    assert_eq!(count, 25, "writes of the catalogue");
}

/// The list that a write could change, as it was and as it is.
#[tokio::test]
async fn a_refused_write_changes_nothing_and_each_answers_with_its_status() {
    for walk in Walk::both().await {
        for visit in writes(walk.is_documented) {
            let (path, method) = (visit.plain(), visit.endpoint.method);
            let reply = walk.send(method, &path, Tokens::Both, body(visit.endpoint)).await;
            let told = format!("{} {path}: {}", method.as_str(), reply.body);
            assert_eq!(reply.status, visit.endpoint.status, "{told}");
            match &visit.types[..] {
                [] => assert_eq!(reply.body, Value::Null, "{told}"),
                types => assert!(types.iter().any(|name| reply.body["data"][0]["type"] == *name), "{told}"),
            }
        }
    }
}
