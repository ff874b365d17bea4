//! The graph by keyboard: from an artist to a song and back, in the real loop.

use crate::{sandbox_showing, stage::Scene};

/// The row whose JSON begins like this, as keys that lead to it from the top.
fn keys_to(scene: &Scene, start: &str) -> String {
    let tree = scene.model.response.tree().unwrap();
    let begins = |row: usize| {
        let node = tree.value(row);
        node.is_some_and(|node| tree.pages().page(node).document().raw(node.node).starts_with(start))
    };
    let row =
        (0..tree.len()).find(|row| begins(*row)).unwrap_or_else(|| panic!("{start} in\n{}", scene.text));
    format!("g{}", "j".repeat(row))
}

/// What tells one look at a response from another: what was asked for, where the cursor and the window are, and the rows that
/// are open.
fn look(scene: &Scene) -> (String, usize, usize, String) {
    let response = &scene.model.response;
    let target = response.shown().unwrap().request.target.clone();
    let tree = response.tree().unwrap();
    let rows: Vec<_> = (0..tree.len()).map(|row| tree.value(row)).collect();
    (target, response.cursor(), response.offset(), format!("{rows:?}"))
}

#[tokio::test]
async fn from_an_artist_to_a_song_and_back_three_times() {
    let mut stage = sandbox_showing("/v1/catalog/us/albums/1000042/artists").await;
    let mut scene = stage.keys("E").await;
    let mut looks = Vec::new();
    // An identifier, a relationship that has rows, and a resource.
    let steps = [
        (r#"{"id":"1000042""#, "<Enter>", "/v1/catalog/us/albums/1000042"),
        (r#"{"href":"/v1/catalog/us/albums/1000042/tracks""#, "o", "/v1/catalog/us/albums/1000042/tracks"),
        (r#"{"id":"1000102""#, "o", "/v1/catalog/us/songs/1000102"),
    ];
    for (row, key, target) in steps {
        looks.push(look(&stage.keys(&keys_to(&scene, row)).await));
        stage.keys(key).await;
        stage.until_idle().await;
        scene = stage.keys("E").await;
        assert_eq!(look(&scene).0, target);
    }
    assert!(scene.text.contains("› songs Low Tide Letters"), "{}", scene.text);
    let last = look(&scene);
    for expected in looks.iter().rev() {
        let scene = stage.keys("[").await;
        assert_eq!(&look(&scene), expected);
        assert!(!scene.model.fetch.is_busy(), "nothing is fetched again");
    }
    let scene = stage.keys("[").await;
    assert!(scene.text.contains("this is the first response of the way"), "{}", scene.text);
    assert_eq!(look(&stage.keys("]]]").await), last);
    stage.quit().await;
}

#[tokio::test]
async fn from_an_artist_to_a_song_s_equivalent_elsewhere_and_back_to_where_each_was_left() {
    let mut stage = sandbox_showing("/v1/catalog/us/artists/700001").await;
    let mut scene = stage.keys("E").await;
    let mut looks = Vec::new();
    let steps = [
        (r#"{"id":"1000042""#, "/v1/catalog/us/albums/1000042"),
        (r#"{"id":"1000102""#, "/v1/catalog/us/songs/1000102"),
    ];
    for (row, target) in steps {
        looks.push(look(&stage.keys(&keys_to(&scene, row)).await));
        stage.keys("o").await;
        scene = stage.until_idle().await;
        assert_eq!(look(&scene).0, target);
        // The song stays as folded as it came.
        if target.contains("/albums/") {
            scene = stage.keys("E").await;
        }
    }
    looks.push(look(&stage.keys(&keys_to(&scene, r#"{"id":"1000102""#)).await));
    let ways = stage.keys("Oequivalent").await;
    assert!(ways.text.contains("Ways on from here"), "{}", ways.text);
    let places = stage.keys("<Enter>").await;
    assert!(places.text.contains("Find it in"), "{}", places.text);
    stage.keys("jp<Enter>").await;
    let found = stage.until_idle().await;
    assert_eq!(look(&found).0, "/v1/catalog/jp/songs?filter[equivalents]=1000102");
    assert!(found.text.contains(r#"href "/v1/catalog/jp/songs/1000102""#), "{}", found.text);

    for expected in looks.iter().rev() {
        let scene = stage.keys("[").await;
        assert_eq!(&look(&scene), expected);
        assert!(!scene.model.fetch.is_busy(), "nothing is fetched again");
    }
    assert_eq!(look(&stage.keys("]]]").await), look(&found));
    stage.quit().await;
}
