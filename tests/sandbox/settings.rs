//! How a sandbox can be started: other worlds, no tokens, what is not documented, and what it says of its requests.
#![expect(clippy::disallowed_methods, reason = "a latency is held against a real clock")]

use std::io::Write;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use segue::sandbox::{Latency, start_logging};
use serde_json::Value;

use crate::{Bench, Options, ids_of};

/// What two worlds can be told apart by: the listener's, and one of each sort of it.
const WORLD: &[&str] = &[
    "/v1/me/library/songs?limit=20",
    "/v1/me/library/albums?limit=20",
    "/v1/me/library/music-videos",
    "/v1/me/library/playlists",
    "/v1/me/library/playlist-folders/p.playlistsroot/children",
    "/v1/me/library/recently-added",
    "/v1/me/recent/played",
    "/v1/me/recent/radio-stations",
    "/v1/me/history/heavy-rotation",
    "/v1/me/music-summaries?filter[year]=latest&views=top-songs",
    "/v1/catalog/us/charts?types=songs,albums",
];

#[tokio::test]
async fn a_seed_is_a_world_and_another_seed_another_one() {
    let [first, again, other] =
        [(7, 1), (7, 2), (8, 3)].map(|(seed, _)| Options { seed, ..Options::default() });
    let (first, again, other) =
        (Bench::with(first).await, Bench::with(again).await, Bench::with(other).await);
    assert_eq!(first.access().user_token, again.access().user_token);
    assert_ne!(first.access().user_token, other.access().user_token);
    for path in WORLD {
        let world = first.get(path).await.text;
        assert_eq!(world, again.get(path).await.text, "{path}: the same to the byte");
        assert_ne!(world, other.get(path).await.text, "{path}");
    }
    // The night of the next renewal is all that depends on the day.
    let ids = |recommended: Value| ids_of(&recommended["data"][0]["relationships"]["contents"]["data"]);
    let path = "/v1/me/recommendations";
    let [a, b, c] = [ids(first.json(path).await), ids(again.json(path).await), ids(other.json(path).await)];
    assert!(a == b && a != c);
}

#[tokio::test]
async fn without_tokens_everybody_is_the_listener() {
    let bench = Bench::with(Options { token_free: true, ..Options::default() }).await;
    for headers in [
        &[][..],
        &[("Authorization", "Bearer of.another.key")],
        &[("Authorization", "Basic x"), ("Music-User-Token", "anything")],
    ] {
        for path in ["/v1/test", "/v1/catalog/us/songs/1000101", "/v1/me/storefront", "/v1/me/library/songs"]
        {
            assert_eq!(bench.send("GET", path, headers, "").await.status, 200, "{path} {headers:?}");
        }
    }
    let body = r#"{"attributes":{"name":"Unsigned"}}"#;
    assert_eq!(bench.send("POST", "/v1/me/library/playlists", &[], body).await.status, 201);
    assert_eq!(
        bench.send("GET", "/v1/catalog/us/songs?ids=", &[], "").await.status,
        400,
        "the rest is checked"
    );
}

#[tokio::test]
async fn what_is_not_documented_answers_when_asked_for() {
    let (strict, loose) =
        (Bench::new().await, Bench::with(Options { undocumented: true, ..Options::default() }).await);
    let created =
        loose.call("POST", "/v1/me/library/playlists", r#"{"attributes":{"name":"Passing"}}"#).await.json();
    let playlist = format!("/v1/me/library/playlists/{}", ids_of(&created["data"])[0]);
    let tracks = format!("{playlist}/tracks");
    for (ids, count) in [("1000101 1000102", 2), ("1000103", 1)] {
        let rows: Vec<String> =
            ids.split(' ').map(|id| format!(r#"{{"id":"{id}","type":"songs"}}"#)).collect();
        let replaced = loose.call("PUT", &tracks, &format!(r#"{{"data":[{}]}}"#, rows.join(","))).await;
        assert_eq!((replaced.status, replaced.text.as_str()), (204, ""));
        assert_eq!(loose.json(&tracks).await["meta"]["total"], count);
    }
    assert_eq!(loose.get(&format!("{playlist}/parent")).await.fault().1, "40403", "it stands in the root");
    assert_eq!(loose.json("/v1/me/account?meta=subscription").await["meta"]["subscription"]["active"], true);
    assert_eq!(loose.call("DELETE", &playlist, "").await.status, 204);
    assert_eq!(loose.get(&playlist).await.status, 404);
    assert_eq!(loose.json("/v1/me/library/playlists").await["meta"]["total"], 30);

    let kept = ids_of(&strict.json("/v1/me/library/playlists").await["data"]).remove(0);
    let playlist = format!("/v1/me/library/playlists/{kept}");
    let refused = strict.call("DELETE", &playlist, "").await;
    assert_eq!((refused.status, refused.text.as_str()), (401, ""), "as Apple does");
    assert_eq!(strict.call("PUT", &format!("{playlist}/tracks"), r#"{"data":[]}"#).await.status, 405);
    assert_eq!(strict.get(&format!("{playlist}/parent")).await.fault().1, "40008");
    assert_eq!(strict.get("/v1/me/account").await.status, 404);
}

#[tokio::test]
async fn the_catalogue_too_has_what_is_not_documented() {
    let (strict, loose) =
        (Bench::new().await, Bench::with(Options { undocumented: true, ..Options::default() }).await);
    let (songs, lyrics) =
        ("/v1/catalog/us/artists/700001/songs", "/v1/catalog/us/songs/1000101/syllable-lyrics");
    let (ids, lengths) = loose.walk(songs, 20).await;
    assert!(ids.len() > 100 && lengths[0] == 20, "{lengths:?}");
    let over = loose.get(&format!("{songs}?limit=21")).await.fault();
    assert_eq!((over.0, over.1.as_str()), (400, "40005"));
    let text = loose.json(lyrics).await["data"][0]["attributes"]["ttml"].as_str().unwrap().to_owned();
    assert!(text.starts_with("<tt ") && text.ends_with("</tt>"));
    let bearer = format!("Bearer {}", loose.access().developer_token);
    let alone = loose.send("GET", lyrics, &[("Authorization", &bearer)], "").await;
    assert_eq!(alone.fault().1, "40300", "lyrics are for a listener");
    assert_eq!(strict.get(songs).await.fault().1, "40008");
    assert_eq!(strict.get(lyrics).await.fault().1, "40012");
}

#[tokio::test]
async fn every_answer_waits_as_long_as_it_was_told_to() {
    let time = Duration::from_millis(60);
    let latency = Latency { least: time, most: time };
    let bench = Bench::with(Options { latency, ..Options::default() }).await;
    for path in ["/v1/test", "/v1/nothing"] {
        let began = Instant::now();
        bench.get(path).await;
        assert!(began.elapsed() >= time, "{path}");
    }
}

/// A log in memory.
#[derive(Clone, Default)]
struct Paper(Arc<Mutex<Vec<u8>>>);

impl Write for Paper {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Method, path, query, status, and what became of the tokens.
fn told(line: &Value) -> String {
    assert!(line["time"].as_str().unwrap().ends_with('Z') && line["ms"].as_f64().unwrap() > 0.0);
    let (request, tokens) = (["method", "path", "query", "status"], ["developer", "user"]);
    let parts = request.map(|name| line[name].to_string()).into_iter();
    let parts = parts.chain(tokens.map(|name| line["tokens"][name].to_string()));
    parts.collect::<Vec<_>>().join(" ").replace('"', "")
}

#[tokio::test]
async fn the_log_and_the_list_tell_each_request_and_no_token() {
    let paper = Paper::default();
    let running = start_logging(Options::default(), Box::new(paper.clone())).await.unwrap();
    let bench = Bench { running, ..Bench::new().await };
    bench.get("/v1/me/storefront").await;
    let bearer = format!("Bearer {}", bench.access().developer_token);
    let user = bench.access().user_token.clone();
    bench.send("GET", "/v1/me/storefront", &[("Authorization", &bearer)], "").await;
    bench
        .send(
            "PUT",
            "/v1/me/ratings/songs/1?x=1",
            &[("Authorization", "Bearer no"), ("Music-User-Token", &user)],
            "",
        )
        .await;
    // Where tokens do not belong, and where people paste them.
    bench
        .get(&format!(
            "/v1/me/{user}?a=1&token={}&b={}",
            bench.access().developer_token,
            user.replace('/', "%2F")
        ))
        .await;

    let text = String::from_utf8(paper.0.lock().unwrap().clone()).unwrap();
    let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let listed = bench.send("GET", "/sandbox/requests", &[], "").await.json();
    assert_eq!(listed["requests"], Value::from(lines.clone()), "the list is the log");
    let told: Vec<String> = lines.iter().map(told).collect();
    assert_eq!(
        told,
        [
            "GET /v1/me/storefront null 200 accepted accepted",
            "GET /v1/me/storefront null 403 accepted absent",
            "PUT /v1/me/ratings/songs/1 x=1 401 refused accepted",
            "GET … … 404 accepted accepted",
        ]
    );
    for secret in [&bench.access().developer_token, &user] {
        for at in 0..secret.len() - 8 {
            assert!(!text.contains(&secret[at..at + 8]), "eight characters of a token are in the log");
        }
    }
}

#[tokio::test]
async fn the_list_is_forgotten_when_asked_and_keeps_itself_out() {
    let bench = Bench::new().await;
    bench.get("/v1/test").await;
    assert_eq!(bench.send("DELETE", "/sandbox/requests", &[], "").await.status, 204);
    let listed = bench.send("GET", "/sandbox/requests", &[], "").await;
    assert!(listed.json()["requests"].as_array().unwrap().is_empty(), "its own requests are not listed");
    assert!(!listed.headers.contains_key("access-control-allow-origin"));
    assert_eq!(bench.send("GET", "/sandbox/secrets", &[], "").await.status, 404);
}

#[tokio::test]
async fn the_list_keeps_the_last_requests_only() {
    let bench = Bench::new().await;
    for _ in 0..510 {
        bench.send("GET", "/v1/test", &[], "").await;
    }
    bench.get("/v1/storefronts/us").await;
    let listed = bench.send("GET", "/sandbox/requests", &[], "").await.json();
    let requests = listed["requests"].as_array().unwrap();
    assert_eq!((requests.len(), &requests[499]["path"]), (500, &"/v1/storefronts/us".into()));
}
