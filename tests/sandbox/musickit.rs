//! Apple's part of a sign-in: whom it lets in, and what comes of it.

use segue::sandbox::{Options, Scenario};
use serde_json::json;

use crate::{Bench, Reply};

async fn consent(bench: &Bench, account: &str, developer_token: &str) -> Reply {
    let body = json!({ "account": account, "thirdPartyToken": developer_token }).to_string();
    bench.send("POST", "/woa/consent", &[("Content-Type", "application/json")], &body).await
}

async fn with(bench: &Bench, path: &str, user_token: &str) -> Reply {
    let bearer = format!("Bearer {}", bench.access().developer_token);
    bench.send("GET", path, &[("Authorization", &bearer), ("Music-User-Token", user_token)], "").await
}

#[tokio::test]
async fn each_consent_issues_another_token_that_the_gate_accepts_for_its_account() {
    let bench = Bench::new().await;
    let own = bench.access().developer_token.clone();
    let mut seen = vec![bench.access().user_token.clone()];
    for (account, home) in [("mara", "us"), ("noel", "gb"), ("mara", "us")] {
        let told = consent(&bench, account, &own).await.json();
        let token = told["userToken"].as_str().unwrap().to_owned();
        let storefront = with(&bench, "/v1/me/storefront", &token).await.json();
        assert_eq!(storefront["data"][0]["id"], home, "{account}");
        assert_eq!(with(&bench, "/v1/me/library/songs?limit=1", &token).await.status, 200);
        assert!(!seen.contains(&token));
        seen.push(token);
    }
}

#[tokio::test]
async fn nobody_consents_for_a_developer_token_that_the_gate_refuses() {
    let bench = Bench::new().await;
    let own = bench.access().developer_token.clone();
    for (account, token) in [("mara", "not.a.token"), ("mara", ""), ("nobody", own.as_str())] {
        let reply = consent(&bench, account, token).await;
        assert_eq!((reply.status, reply.json()["error"].as_str()), (403, Some("ERROR_FAILED_TO_VERIFY_JWT")));
    }
    assert_eq!(bench.send("POST", "/woa/consent", &[], "{").await.status, 403);
}

#[tokio::test]
async fn the_script_speaks_for_the_protocol_and_can_be_missing() {
    let bench = Bench::new().await;
    let script = bench.send("GET", "/musickit/v3/musickit.js", &[], "").await;
    assert!(
        script.status == 200
            && script.text.contains("musickitloaded")
            && !script.text.contains("\"yes\" === \"yes\"")
    );
    assert_eq!(bench.send("GET", "/woa", &[], "").await.status, 200);
    let blocked = Bench::with(Options { scenario: Scenario::PopupBlocked, ..Options::default() }).await;
    let script = blocked.send("GET", "/musickit/v3/musickit.js", &[], "").await;
    assert!(script.text.contains("\"yes\" === \"yes\""));
    let missing = Bench::with(Options { scenario: Scenario::NoMusicKit, ..Options::default() }).await;
    assert_eq!(missing.send("GET", "/musickit/v3/musickit.js", &[], "").await.status, 401);
}
