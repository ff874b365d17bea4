//! Following `next`: pages join their lists, the cursor stays, and no link leads where it must not.

use segue::domain::pages::Item;

use crate::{
    at, sandbox_showing,
    stage::{Reply, Scene, Server},
    told,
};

const TRACKS: &str = "/v1/catalog/us/albums/1000042/tracks?limit=25";

/// The value under the cursor, as the server sent it.
fn under_cursor(scene: &Scene) -> String {
    let tree = scene.model.response.tree().unwrap();
    match tree.item(scene.model.response.cursor()).unwrap() {
        Item::Value(node) => tree.pages().page(node).document().raw(node.node).into_owned(),
        item => format!("{item:?}"),
    }
}

#[tokio::test]
async fn three_pages_join_and_the_cursor_stays_on_its_item() {
    let mut stage = sandbox_showing(TRACKS).await;
    let before = stage.keys("jjjj").await;
    let item = under_cursor(&before);
    assert!(item.contains("\"type\""), "{item}");
    for pages in [2, 3] {
        stage.keys("f").await;
        let scene = stage.until_idle().await;
        let tree = scene.model.response.tree().unwrap();
        assert_eq!(tree.pages().len(), pages);
        assert_eq!(under_cursor(&scene), item);
    }
    let scene = stage.keys("f").await;
    assert!(scene.text.contains("no next to follow"), "{}", scene.text);
    assert!(scene.text.contains("3 pages, all"), "{}", scene.text);
    assert!(scene.text.contains("data 64 songs"), "{}", scene.text);
}

#[tokio::test]
async fn a_separator_tells_how_its_page_came() {
    let mut stage = sandbox_showing(TRACKS).await;
    stage.keys("f").await;
    stage.until_idle().await;
    let top = stage.keys("g").await;
    let first = line(&top, "page 1");
    assert!(first.contains("page 1 · 200 · ") && first.contains(" · 25 songs"), "{first}");
    let scene = stage.keys("G").await;
    let second = line(&scene, "page 2");
    for part in ["page 2 · from 25 · 200 · ", " ms · 25 songs · put back limit=25"] {
        assert!(second.contains(part), "{second}");
    }
    let next = line(&scene, "↓ next");
    assert!(next.contains("offset=50") && next.contains("+ limit=25"), "{next}");
}

fn line(scene: &Scene, part: &str) -> String {
    let found = scene.text.lines().find(|line| line.contains(part));
    found.unwrap_or_else(|| panic!("no {part} in\n{}", scene.text)).to_owned()
}

#[tokio::test]
async fn a_relationship_is_followed_inside_its_item() {
    let mut stage = sandbox_showing("/v1/catalog/us/artists/700001").await;
    stage.keys("E").await;
    let scene = stage.keys("f").await;
    assert!(scene.model.fetch.is_busy(), "{}", scene.text);
    let scene = stage.until_idle().await;
    assert_eq!(told(&scene.model), "");
    let tree = scene.model.response.tree().unwrap();
    assert_eq!(tree.pages().len(), 2);
    let target =
        &tree.pages().page(segue::domain::pages::NodeRef { page: 1, ..tree.pages().root() }).provenance;
    assert_eq!(target.target, "/v1/catalog/us/artists/700001/albums?offset=25");
}

#[tokio::test]
async fn search_groups_and_charts_are_followed_one_by_one() {
    let paths = [
        "/v1/catalog/us/search?term=glass+harbour&types=songs,albums&limit=2",
        "/v1/catalog/us/charts?types=songs&limit=2",
    ];
    for path in paths {
        let mut stage = sandbox_showing(path).await;
        stage.keys("E").await;
        for pages in [2, 3] {
            stage.keys("f").await;
            let scene = stage.until_idle().await;
            assert_eq!(told(&scene.model), "", "{path}");
            let tree = scene.model.response.tree().unwrap();
            assert_eq!(tree.pages().len(), pages, "{path}");
            let lists = (0..tree.len()).filter_map(|row| match tree.item(row)? {
                Item::Separator { list, segment: 0 } => Some(tree.pages().count(list)),
                _ => None,
            });
            assert_eq!(lists.collect::<Vec<_>>(), [2 * pages], "{path}: one list grows");
        }
    }
}

#[tokio::test]
async fn a_next_to_another_server_is_never_called() {
    let elsewhere = Server::start(|_| Reply::json("{}")).await;
    let link = format!("{}/v1/steal?offset=1", elsewhere.origin);
    let body = format!(r#"{{"data":[{{"id":"1","type":"songs","href":"{link}"}}],"next":"{link}"}}"#);
    let server = Server::start(move |_| Reply::json(&body)).await;
    let mut stage = at(&server, "/v1/x").open();
    stage.keys("<Enter>").await;
    stage.until_idle().await;
    stage.keys("f").await;
    let scene = stage.until_idle().await;
    assert!(told(&scene.model).contains("leads to another server"), "{}", told(&scene.model));
    // The same through Enter on the row of the next, and on the href.
    stage.keys("2E").await;
    let rows = scene.model.response.tree().unwrap().len() + 8;
    stage.keys("g").await;
    for _ in 0..rows {
        stage.keys("j<Enter>").await;
        stage.until_idle().await;
    }
    stage.quit().await;
    assert_eq!(elsewhere.requests(), Vec::<String>::new());
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn a_next_that_repeats_ends_the_list() {
    let body = |request: &str| {
        let item = if request.contains("offset=1") { 2 } else { 1 };
        Reply::json(&format!(r#"{{"data":[{{"id":"{item}","type":"songs"}}],"next":"/v1/x?offset=1"}}"#))
    };
    let server = Server::start(body).await;
    let mut stage = at(&server, "/v1/x").open();
    stage.keys("<Enter>").await;
    stage.until_idle().await;
    for _ in 0..3 {
        stage.keys("f").await;
        stage.until_idle().await;
    }
    let scene = stage.until_idle().await;
    assert!(told(&scene.model).contains("repeats a page"), "{}", told(&scene.model));
    assert_eq!(scene.model.response.tree().unwrap().pages().len(), 2);
    assert_eq!(server.requests().len(), 2);
}

#[tokio::test]
async fn pages_survive_one_that_fails() {
    let body = |request: &str| match request.contains("offset=1") {
        true => Reply::with("500 Internal Server Error", "", ""),
        false => Reply::json(r#"{"data":[{"id":"1","type":"songs"}],"next":"/v1/x?offset=1"}"#),
    };
    let server = Server::start(body).await;
    let mut stage = at(&server, "/v1/x").open();
    stage.keys("<Enter>").await;
    stage.until_idle().await;
    stage.keys("f").await;
    let scene = stage.until_idle().await;
    assert!(told(&scene.model).contains("500"), "{}", told(&scene.model));
    assert_eq!(scene.model.response.tree().unwrap().pages().len(), 1);
    assert!(scene.model.response.next_list().is_some(), "it can be tried again");
}
