//! Everything that is written: what it needs, what it refuses without changing anything, and what it answers.

use segue::domain::catalog::Endpoint;
use segue::domain::request::Method;
use serde_json::Value;

use crate::visits::{Visit, of, visits};
use crate::{Tokens, Walk, endpoints, examples};

/// Where the rest shows of what a write can change; the first row of a list tells how many there are.
const TRACES: &[&str] = &[
    "/v1/me/library/songs?limit=1",
    "/v1/me/library/albums?limit=1",
    "/v1/me/library/artists?limit=1",
    "/v1/me/library/music-videos?limit=1",
    "/v1/me/library/playlists?limit=100",
    "/v1/me/library/playlist-folders/p.playlistsroot/children?limit=100",
    "/v1/me/library/recently-added",
];

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

/// Every way to be refused.
async fn refusals(walk: &Walk, visit: &Visit) {
    let (path, body) = (visit.plain(), body(visit.endpoint));
    refused(walk, visit, &path, Tokens::None, body, (401, "")).await;
    refused(walk, visit, &path, Tokens::Developer, body, (403, "40300")).await;
    refused(walk, visit, &visit.with("colour", "red"), Tokens::Both, body, (400, "40004")).await;
    if !body.is_empty() {
        for broken in ["", "[]", &body[..body.len() - 1]] {
            refused(walk, visit, &path, Tokens::Both, broken, (400, "40007")).await;
        }
    }
    if let Some(missing) = visit.missing() {
        refused(walk, visit, &missing, Tokens::Both, body, (404, "40400")).await;
    }
    for (name, _) in &visit.query {
        refused(walk, visit, &visit.without(name), Tokens::Both, body, (400, "40003")).await;
    }
}

/// All that a write can change, as it is. What was added shows from the second read on, so it is read twice.
async fn memory(walk: &Walk) -> Vec<Value> {
    let rated = endpoints(true).filter(|endpoint| endpoint.method == Method::Put);
    let ratings = rated.map(|endpoint| {
        let ids = examples::value(of(endpoint), "ids").unwrap();
        endpoint.path.replace("/{id}", &format!("?ids={ids}"))
    });
    let tracks =
        examples::ids("library-playlists").iter().map(|id| format!("/v1/me/library/playlists/{id}/tracks"));
    let song = examples::ids("songs")[0];
    let favorite = format!("/v1/catalog/us/songs/{song}?extend=inFavorites");
    let paths: Vec<String> =
        TRACES.iter().map(|&path| path.to_owned()).chain(ratings).chain(tracks).chain([favorite]).collect();
    walk.good(&paths[0]).await;
    let mut memory = Vec::new();
    for path in &paths {
        // A playlist that was taken away has no tracks.
        let mut body = walk.get(path, Tokens::Both).await.body;
        memory.extend([body["data"].take(), body["meta"].take()]);
    }
    memory
}

#[tokio::test]
async fn each_is_refused_without_a_change_for_what_it_lacks_and_otherwise_changes_something() {
    let mut count = 0;
    for walk in Walk::both().await {
        for visit in writes(walk.is_documented) {
            let before = memory(&walk).await;
            refusals(&walk, &visit).await;
            let (path, method) = (visit.plain(), visit.endpoint.method);
            assert!(memory(&walk).await == before, "{} {path} was refused", method.as_str());
            let reply = walk.send(method, &path, Tokens::Both, body(visit.endpoint)).await;
            let told = format!("{} {path}: {}", method.as_str(), reply.body);
            assert_eq!(reply.status, visit.endpoint.status, "{told}");
            match &visit.types[..] {
                [] => assert_eq!(reply.body, Value::Null, "{told}"),
                types => assert!(types.iter().any(|name| reply.body["data"][0]["type"] == *name), "{told}"),
            }
            assert!(memory(&walk).await != before, "{told} changed nothing");
            for one in visit.parameters().filter(|one| one.name.starts_with("ids[")) {
                let path = format!("{}?{}={}", visit.path, one.name, visit.example(one));
                let reply = walk.send(method, &path, Tokens::Both, "").await;
                assert_eq!((reply.status, reply.body), (visit.endpoint.status, Value::Null), "{path}");
            }
            count += 1;
        }
    }
    assert_eq!(count, 25, "writes of the catalogue");
}
