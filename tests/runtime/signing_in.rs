//! A sign-in from inside the explorer, with a browser that speaks HTTP and nothing more.

use segue::{app::overlay::Overlay, domain::profile::Origin, sandbox::Scenario};
use serde_json::{Value, json};

use super::stage::Setting;

const LIBRARY: &str = "/v1/me/library/songs?limit=5";

/// What the page does: the developer token goes to the sandbox, whose token comes back to the page's server.
async fn sign_in(address: &str, origin: &Origin) -> String {
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let terms = client.get(format!("{address}terms")).send().await.unwrap().text().await.unwrap();
    let terms: Value = serde_json::from_str(&terms).unwrap();
    let consent = json!({ "account": "noel", "thirdPartyToken": terms["developerToken"] });
    let json = |url: String, body: Value| {
        let page = address.trim_end_matches('/').rsplit_once('/').unwrap().0.to_owned();
        client
            .post(url)
            .header("content-type", "application/json")
            .header("origin", page)
            .body(body.to_string())
    };
    let consent = json(format!("{}/woa/consent", origin.as_str()), consent).send().await.unwrap();
    let told: Value = serde_json::from_str(&consent.text().await.unwrap()).unwrap();
    let token = told["userToken"].as_str().unwrap().to_owned();
    for step in ["opened", "loaded", "window"] {
        json(format!("{address}step"), json!({ "step": step })).send().await.unwrap();
    }
    let answer = json(format!("{address}token"), json!({ "token": token })).send().await.unwrap();
    assert_eq!(answer.status(), 200);
    token
}

#[tokio::test(flavor = "multi_thread")]
async fn a_revoked_token_is_signed_in_anew_and_the_request_goes_through() {
    let mut setting = Setting::sandbox(LIBRARY);
    setting.credentials.scenario = Scenario::RevokedUserToken;
    let mut stage = setting.open();
    stage.keys("<Enter>").await;
    let scene = stage.until_idle().await;
    assert!(scene.text.contains("I signs in"), "{}", scene.text);
    stage.keys("<Esc>I").await;
    let scene = stage.until("a page", |scene| scene.model.signing.address().is_some()).await;
    let address = scene.model.signing.address().unwrap().to_owned();
    assert!(scene.text.contains("http://localhost:"), "{}", scene.text);
    let token = sign_in(&address, &scene.model.session.standing.origin).await;
    let scene = stage.until("the request to go through", |scene| scene.text.contains("GET 200")).await;
    assert!(scene.text.contains("storefront gb") && scene.model.overlay.is_none(), "{}", scene.text);
    let everything = format!("{:?}", scene.model);
    assert!(!everything.contains(&token[..8]) && !scene.text.contains(&token[..8]), "no token in the model");
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    assert!(client.get(address).send().await.is_err(), "the page is closed");
    stage.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bad_developer_token_leads_to_no_page_and_esc_closes_one() {
    let mut setting = Setting::sandbox(LIBRARY);
    setting.credentials.scenario = Scenario::WrongKey;
    let mut stage = setting.open();
    stage.until_idle().await;
    stage.keys("<Esc>I").await;
    let ended = |scene: &super::stage::Scene| !scene.model.signing.is_under_way();
    let scene = stage.until("the sign-in to end", ended).await;
    assert!(matches!(scene.model.overlay, Some(Overlay::SignIn(_))));
    assert!(scene.text.contains("developer token was not accepted"), "{}", scene.text);
    assert!(!scene.text.contains("http://localhost"), "{}", scene.text);
    stage.keys("<Esc>").await;
    stage.keys("<C-p>sandbox<Space>healthy").await;
    stage.keys("<Enter>").await;
    stage.until_idle().await;
    stage.keys("<Esc>I").await;
    let scene = stage.until("a page", |scene| scene.model.signing.address().is_some()).await;
    let address = scene.model.signing.address().unwrap().to_owned();
    stage.keys("<Esc>").await;
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    // It closes with its task, which is a moment later.
    while client.get(&address).send().await.is_ok() {
        tokio::task::yield_now().await;
    }
    stage.quit().await;
}
