//! A command that is pasted, in the real loop: its tokens go along from then on, and to their own server alone.

use crate::{
    TOKEN, at,
    stage::{Reply, Server, Setting},
};

const OTHER: &str = "eyJhbGciOiJFUzI1NiIsImtpZCI6IkZJQ1RJT04wMDkifQ.eyJpc3MiOiJGSUNUSU9OVEVBIiwiaWF0IjoxLCJleHAiOjQ4NzAwMDAwMDB9.bmV3";

/// What went along as the developer token, request by request.
fn bearers(server: &Server) -> Vec<String> {
    let requests = server.requests();
    let bearer = |request: &String| {
        request.lines().find_map(|line| line.strip_prefix("authorization: Bearer ").map(str::to_owned))
    };
    requests.iter().filter_map(bearer).collect()
}

#[tokio::test]
async fn pasted_tokens_are_sent_from_then_on_and_show_nowhere() {
    let server = Server::start(|_| Reply::json(r#"{"data":[]}"#)).await;
    let mut stage = at(&server, "/v1/x").open();
    stage.keys("<Enter>").await;
    stage.until_idle().await;
    let user = "Ab1+/cd9".repeat(16);
    let command = format!(
        "curl -X POST '{}/v1/me/library?ids[songs]=1' \\\n  -H 'Authorization: Bearer {OTHER}' -H 'Music-User-Token: {user}'",
        server.origin
    );
    stage.keys("1<Esc>p").await;
    stage.paste(&command).await;
    let scene = stage.until_idle().await;
    assert!(scene.text.contains("/v1/me/library?ids[songs]=1") && scene.text.contains("kept in memory"));
    assert!(!scene.text.contains("bmV3") && !scene.text.contains("Ab1+"), "{}", scene.text);
    assert!(scene.text.contains("set · pasted"), "{}", scene.text);
    // A write through a profile of one's own asks first.
    stage.keys("<Enter>").await;
    stage.keys("y").await;
    stage.until_idle().await;
    assert_eq!(bearers(&server), [TOKEN, OTHER]);
    let sent = server.requests().pop().unwrap();
    assert!(
        sent.starts_with("POST /v1/me/library?ids") && sent.contains(&format!("music-user-token: {user}"))
    );
    let model = stage.quit().await;
    assert!(!format!("{model:?}").contains("Ab1+/cd9"));
}

#[tokio::test]
async fn a_command_of_the_article_runs_in_the_sandbox_with_its_own_tokens() {
    let mut stage = Setting::sandbox("/v1/storefronts").open();
    stage.until_idle().await;
    let command = "curl -v -H 'Authorization: Bearer [developer token]' -H 'Music-User-Token: [music user token]' \
                   -H 'Content-Type: application/json' 'https://api.music.apple.com/v1/me/library/songs?limit=2'";
    let scene = stage.paste(command).await;
    assert!(scene.text.contains("it goes to the sandbox"), "{}", scene.text);
    stage.keys("<Enter>").await;
    let scene = stage.until_idle().await;
    assert_eq!(scene.model.response.shown().unwrap().head.status, 200);
    stage.quit().await;
}
