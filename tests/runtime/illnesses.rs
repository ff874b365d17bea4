//! Each illness of the sandbox, and what the doctor makes of it in the running loop.

use segue::{domain::doctor::Kind, sandbox::Scenario};

use super::stage::{Setting, Stage};

const SONG: &str = "/v1/catalog/us/albums/1000042";
const LIBRARY: &str = "/v1/me/library/songs?limit=5";

/// Sends the path in a sandbox that is ill in this way, and lets the doctor examine it.
async fn examined(scenario: Scenario, path: &str) -> Stage {
    let mut setting = Setting::sandbox(path);
    setting.credentials.scenario = scenario;
    let mut stage = setting.open();
    stage.keys("<Enter>").await;
    stage.until_idle().await;
    stage.keys("<Esc>d").await;
    stage
        .until("the examination to be over", |scene| {
            scene.model.overlay.is_some() && !scene.model.doctor.is_asking()
        })
        .await;
    stage
}

#[tokio::test(flavor = "multi_thread")]
async fn the_doctor_names_every_illness() {
    let cases = [
        (Scenario::Healthy, LIBRARY, None),
        (Scenario::Expired, SONG, Some("DT047")),
        (Scenario::WrongKey, SONG, Some("DT063")),
        (Scenario::OverLong, SONG, Some("DT048")),
        (Scenario::KidSwapped, SONG, Some("DT033")),
        (Scenario::OriginBound, SONG, Some("DT070")),
        (Scenario::RevokedUserToken, LIBRARY, Some("SRV002")),
        (Scenario::NoUserToken, LIBRARY, Some("MUT001")),
        (Scenario::NoSubscription, LIBRARY, Some("SRV003")),
        (Scenario::NoCloudLibrary, LIBRARY, Some("SRV004")),
        (Scenario::ClockSkewed, SONG, Some("NET004")),
        (Scenario::RateLimited, SONG, Some("NET008")),
        (Scenario::Upstream500, SONG, Some("NET009")),
        (Scenario::Gateway504, SONG, Some("NET009")),
        (Scenario::Edge403, SONG, Some("NET010")),
        (Scenario::CaptivePortal, SONG, Some("NET005")),
        (Scenario::Slow, SONG, None),
        (Scenario::CutBody, SONG, None),
        (Scenario::NoMusicKit, SONG, None),
        (Scenario::PopupBlocked, SONG, None),
    ];
    assert_eq!(cases.map(|(scenario, ..)| scenario), Scenario::ALL.map(|(scenario, ..)| scenario));
    let running = cases.map(|(scenario, path, expected)| {
        tokio::spawn(async move {
            let mut stage = examined(scenario, path).await;
            let scene = stage.drawn().await;
            let (_, examination, verdict) = scene.model.doctor.examine(scene.model.seconds());
            let primary = examination.primary().map(|finding| finding.check.id);
            assert_eq!(primary, expected, "{}: {}", scenario.name(), scene.text);
            assert_eq!(verdict.kind == Kind::Good, expected.is_none(), "{}: {verdict:?}", scenario.name());
            stage.quit().await;
        })
    });
    for running in running {
        running.await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_illness_is_armed_from_the_palette_and_cured_again() {
    let mut stage = Setting::sandbox(SONG).open();
    stage.keys("<Enter>").await;
    stage.until_idle().await;
    stage.keys("<C-p>sandbox<Space>wrong-key").await;
    stage.keys("<Enter>").await;
    let scene = stage.until_idle().await;
    assert!(scene.text.contains("sandbox (wrong-key)"), "{}", scene.text);
    assert!(scene.model.response.shown().is_some(), "what was fetched stays");
    stage.keys("<Esc>r").await;
    let scene = stage.until_idle().await;
    assert!(scene.text.contains("DT063"), "{}", scene.text);
    stage.keys("<C-p>sandbox<Space>healthy").await;
    stage.keys("<Enter>").await;
    stage.until_idle().await;
    stage.keys("<Esc>r").await;
    let scene = stage.until_idle().await;
    assert!(!scene.text.contains("wrong-key") && scene.text.contains("GET 200"), "{}", scene.text);
    stage.quit().await;
}
