//! The history in the real loop: kept in a file, found by another Segue, sent again.

use segue::{adapter::store::Store, app::layout::Panel};

use crate::stage::Setting;

#[tokio::test]
async fn a_request_of_the_last_run_is_found_and_repeated() {
    let directory = std::env::temp_dir().join(format!("segue-recall-{}", std::process::id()));
    _ = std::fs::remove_dir_all(&directory);
    let store = || Some(Store::at(directory.clone()));
    let mut first = Setting { store: store(), ..Setting::sandbox("/v1/catalog/us/albums/1000042") }.open();
    first.keys("<Enter>").await;
    first.until_idle().await;
    first.quit().await;

    let mut stage = Setting { store: store(), ..Setting::sandbox("/v1/test") }.open();
    stage.until_idle().await;
    stage.keys("<C-r>alb").await;
    stage.until_shown("GET /v1/catalog/us/albums/1000042").await;
    stage.keys("<Enter>").await;
    let scene = stage.until_idle().await;
    assert_eq!(scene.model.screen.focus, Panel::Response);
    assert!(scene.text.contains("Glass Harbour"), "{}", scene.text);
    stage.quit().await;
    assert_eq!(store().unwrap().history().entries().len(), 2);
    std::fs::remove_dir_all(directory).unwrap();
}
