//! A machine whose clock is wrong: it is told, and tokens are minted by the server's.
#![expect(clippy::disallowed_methods, reason = "tokens are judged by a clock, also the server's")]

use std::{
    fs,
    os::unix::fs::PermissionsExt,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use segue::domain::{profile::parse_config, token::DeveloperStanding};

use crate::stage::{Reply, Server, Setting};

const PEM: &str = include_str!("../fixtures/AuthKey_FICTION001.p8");

fn now() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs().cast_signed()
}

/// The `iat` of the developer token in a request.
fn issued_at(request: &str) -> i64 {
    let token = request.split("Bearer ").nth(1).unwrap();
    let payload = URL_SAFE_NO_PAD.decode(token.split('.').nth(1).unwrap()).unwrap();
    serde_json::from_slice::<serde_json::Value>(&payload).unwrap()["iat"].as_i64().unwrap()
}

/// A server whose clock is ahead by so many seconds, and which refuses tokens from the future, as Apple's does.
async fn ahead(skew: i64) -> Server {
    Server::start(move |request| {
        let server = now() + skew;
        let date = httpdate::fmt_http_date(UNIX_EPOCH + Duration::from_secs(server.unsigned_abs()));
        let is_from_the_future = issued_at(request) > server;
        let status = if is_from_the_future { "401 Unauthorized" } else { "200 OK" };
        Reply::with(status, &format!("date: {date}\r\n"), if is_from_the_future { "" } else { "{}" })
    })
    .await
}

/// A setting with a key of its own for this server.
fn minting(server: &Server, name: &str) -> Setting {
    let key = std::env::temp_dir().join(format!("segue-clock-{}-{name}.p8", std::process::id()));
    fs::write(&key, PEM).unwrap();
    fs::set_permissions(&key, fs::Permissions::from_mode(0o600)).unwrap();
    let config = format!(
        "default = \"work\"\n[profiles.work]\norigin = \"{}\"\nteam_id = \"FICTIONTEA\"\nkey_id = \"FICTION001\"\nprivate_key = \"file:{}\"",
        server.origin,
        key.display()
    );
    Setting::choosing("/v1/test", parse_config(&config).unwrap(), &[])
}

#[tokio::test]
async fn a_fast_clock_is_told_and_the_next_token_is_made_by_the_servers() {
    let server = ahead(-3600).await;
    let mut stage = minting(&server, "fast").open();
    stage.until_idle().await;
    stage.keys("<Enter>").await;
    let scene = stage.until_idle().await;
    assert_eq!(scene.model.response.shown().unwrap().head.status, 401);
    let title = scene.text.lines().next().unwrap();
    assert!(title.contains("clock ! 59 min") || title.contains("clock ! 1 h"), "{title}");
    let seen = scene.model.session.standing.clock.unwrap();
    assert!((-3605..=-3595).contains(&seen.skew) && seen.local - seen.server >= 3595, "{seen:?}");
    stage.keys("<Esc>r").await;
    let scene = stage.until_idle().await;
    assert_eq!(scene.model.response.shown().unwrap().head.status, 200, "{}", scene.text);
    // What is left of it is told by the server's clock too.
    let DeveloperStanding::Minted { expires_at, .. } = scene.model.session.standing.developer else {
        panic!()
    };
    assert!((expires_at - (now() - 3600 + 43_200)).abs() < 10);
    let title = scene.text.lines().next().unwrap();
    assert!(title.contains("● 11 h 59 min") || title.contains("● 12 h"), "{title}");
    assert_eq!(server.requests().len(), 2);
    stage.quit().await;
}

#[tokio::test]
async fn a_clock_that_is_right_is_not_spoken_of() {
    let server = ahead(0).await;
    let mut stage = minting(&server, "right").open();
    stage.until_idle().await;
    stage.keys("<Enter>").await;
    let scene = stage.until_idle().await;
    assert_eq!(scene.model.response.shown().unwrap().head.status, 200);
    assert!(scene.model.session.standing.clock.is_some_and(|seen| !seen.is_off()));
    assert!(!scene.text.contains("clock !"), "{}", scene.text);
    stage.quit().await;
}
