//! The illnesses, as a client other than Segue meets them.
#![expect(
    clippy::disallowed_methods,
    reason = "a limit that ends and a clock that is wrong are held against a real one"
)]

use std::time::{Duration, Instant};

use segue::sandbox::{Options, Scenario};

use super::Bench;

const SONGS: &str = "/v1/me/library/songs";
const ALBUM: &str = "/v1/catalog/us/albums/1000042";

async fn ill(scenario: Scenario) -> Bench {
    Bench::with(Options { scenario, ..Options::default() }).await
}

#[tokio::test]
async fn a_bad_developer_token_is_refused_for_what_it_is() {
    let good = Bench::new().await.access().developer_token.clone();
    for scenario in [
        Scenario::Expired,
        Scenario::WrongKey,
        Scenario::OverLong,
        Scenario::KidSwapped,
        Scenario::OriginBound,
    ] {
        let bench = ill(scenario).await;
        assert!(bench.access().is_ailing);
        let refused = bench.call("GET", ALBUM, "").await;
        assert_eq!((refused.status, refused.text.as_str()), (401, ""), "{}", scenario.name());
        // The gate judges the token and not the scenario: a good one of the same key passes.
        let bearer = format!("Bearer {good}");
        let passed = bench.send("GET", ALBUM, &[("authorization", &bearer)], "").await;
        assert_eq!(passed.status, 200, "{}", scenario.name());
    }
    let bound = ill(Scenario::OriginBound).await;
    let bearer = format!("Bearer {}", bound.access().developer_token);
    let headers = [("authorization", bearer.as_str()), ("origin", "https://music.example.com")];
    assert_eq!(bound.send("GET", ALBUM, &headers, "").await.status, 200, "its page may use it");
}

#[tokio::test]
async fn what_is_wrong_with_the_listener_leaves_the_catalogue_alone() {
    for (scenario, path, status, code) in [
        (Scenario::RevokedUserToken, "/v1/me/storefront", 403, "40300"),
        (Scenario::NoUserToken, "/v1/me/storefront", 403, "40300"),
        (Scenario::NoSubscription, SONGS, 400, "40015"),
        (Scenario::NoSubscription, "/v1/me/recent/played", 400, "40015"),
        (Scenario::NoCloudLibrary, SONGS, 404, "40400"),
        (Scenario::Upstream500, SONGS, 500, "50001"),
    ] {
        let bench = ill(scenario).await;
        let (told, known, detail) = bench.call("GET", path, "").await.fault();
        assert_eq!((told, known.as_str()), (status, code), "{}: {detail}", scenario.name());
        assert_eq!(bench.call("GET", "/v1/test", "").await.status, 200, "{}", scenario.name());
    }
}

#[tokio::test]
async fn a_lapsed_subscription_empties_the_recommendations_without_a_word() {
    let lapsed = ill(Scenario::NoSubscription).await;
    assert_eq!(lapsed.json("/v1/me/recommendations").await, serde_json::json!({ "data": [] }));
    let good = Bench::new().await.json("/v1/me/recommendations").await;
    assert!(!good["data"].as_array().unwrap().is_empty());
}

#[tokio::test]
async fn pages_of_others_come_in_place_of_every_answer() {
    for (scenario, status, words) in [
        (Scenario::Gateway504, 504, "Correlation Key"),
        (Scenario::Edge403, 403, "Access Denied"),
        (Scenario::CaptivePortal, 200, "HotelNet"),
    ] {
        let reply = ill(scenario).await.call("GET", "/v1/test", "").await;
        assert_eq!((reply.status, reply.headers["content-type"].to_str().unwrap()), (status, "text/html"));
        assert!(reply.text.contains(words), "{}", reply.text);
    }
}

#[tokio::test]
async fn a_rate_limit_is_over_after_a_second_and_says_nothing_about_it() {
    let bench = ill(Scenario::RateLimited).await;
    let began = Instant::now();
    let mut reply = bench.call("GET", "/v1/test", "").await;
    assert_eq!((reply.status, reply.headers.contains_key("retry-after")), (429, false));
    while reply.status == 429 && began.elapsed() < Duration::from_secs(20) {
        reply = bench.call("GET", "/v1/test", "").await;
    }
    assert_eq!(reply.status, 200);
    assert!(began.elapsed() >= Duration::from_secs(1), "{:?}", began.elapsed());
}

#[tokio::test]
async fn a_clock_that_is_behind_refuses_what_was_issued_since() {
    let bench = ill(Scenario::ClockSkewed).await;
    let reply = bench.call("GET", "/v1/test", "").await;
    assert_eq!(reply.status, 401);
    let date = httpdate::parse_http_date(reply.headers["date"].to_str().unwrap()).unwrap();
    let behind = std::time::SystemTime::now().duration_since(date).unwrap().as_secs();
    assert!((599..700).contains(&behind), "{behind} s");
}

#[tokio::test]
async fn a_cut_body_breaks_the_connection() {
    let bench = ill(Scenario::CutBody).await;
    let request = bench.client.get(format!("{}{ALBUM}", bench.access().origin));
    let response = request.bearer_auth(&bench.access().developer_token).send().await.unwrap();
    assert_eq!(response.status(), 200);
    assert!(response.bytes().await.is_err());
}
