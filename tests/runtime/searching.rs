//! Searching the tree with the real executor.

use crate::{sandbox_showing, stage::Scene};

/// What was found, in the words of the screen.
fn words(scene: &Scene) -> String {
    let tree = scene.model.response.tree().unwrap();
    scene.model.search.words(tree.pages()).unwrap_or_default()
}

#[tokio::test]
async fn a_hit_in_a_folded_value_shows_and_further_pages_are_searched_as_they_join() {
    let mut stage = sandbox_showing("/v1/catalog/us/albums/1000042/tracks?limit=25").await;
    stage.keys("/harbour").await;
    let scene = stage.until("the count", |scene| words(scene).starts_with("1 of ")).await;
    let before = words(&scene);
    stage.keys("<Enter>f").await;
    stage.until_idle().await;
    let is_more = |scene: &Scene| words(scene).starts_with("1 of ") && words(scene) != before;
    stage.until("the count of both pages", is_more).await;
    let scene = stage.keys("<Esc>n").await;
    assert!(scene.model.search.lit().is_some());
    let in_vain = stage.keys("/zebra<Enter>").await;
    assert!(in_vain.model.prompt.is_none());
    stage.until_shown("no match").await;
}
