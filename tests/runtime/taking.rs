//! Taking things along: a filter in its process, a file, the clipboard.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
};

use segue::app::event::{Event, Key};

use crate::{
    at, sandbox_showing,
    stage::{Reply, Scene, Server, Setting, Sight, Stage},
};

const TRACKS: &str = "/v1/catalog/us/albums/1000042/tracks?limit=25";

/// Waits for the results of a filter, so many.
async fn until_results(stage: &mut Stage, count: usize) -> Scene {
    let holds =
        |scene: &Scene| scene.model.response.filtered().map(|filtered| filtered.count()) == Some(count);
    stage.until(&format!("{count} results"), holds).await
}

/// The JSON that shows.
fn shown(scene: &Scene) -> String {
    let pages = scene.model.response.tree().unwrap().pages();
    let document = pages.page(pages.root()).document();
    document.raw(document.root()).into_owned()
}

/// A directory of its own, and gone with the test.
struct Directory(PathBuf);

impl Directory {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("segue-taking-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir(&path).unwrap();
        Self(path)
    }
}

impl Drop for Directory {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[tokio::test]
async fn a_filter_runs_over_all_pages_as_it_is_typed_and_goes_away_again() {
    let mut stage = sandbox_showing(TRACKS).await;
    stage.keys("f").await;
    stage.until_idle().await;
    stage.keys("|.data[].id").await;
    let scene = until_results(&mut stage, 50).await;
    assert!(scene.text.contains("jq .data[].id · 50 results"), "{}", scene.text);
    stage.keys("<C-t>").await;
    until_results(&mut stage, 25).await;
    stage.keys("<Enter>").await;
    let scene = stage.keys("<Esc>").await;
    assert!(scene.model.response.filtered().is_none());
    assert_eq!(scene.model.response.tree().unwrap().pages().len(), 2);
    stage.quit().await;
}

#[tokio::test]
async fn a_mistake_shows_where_it_is_and_the_results_before_it_stay() {
    let mut stage = sandbox_showing(TRACKS).await;
    stage.keys("|.data|length").await;
    let scene = until_results(&mut stage, 1).await;
    assert_eq!(shown(&scene), "25");
    stage.keys("x").await;
    let scene = stage.until_shown("column 7: ").await;
    assert_eq!(shown(&scene), "25");
    stage.keys("<Backspace> * 2").await;
    let holds = |scene: &Scene| scene.model.response.filtered().is_some() && shown(scene) == "50";
    stage.until("the new result", holds).await;
    stage.quit().await;
}

#[tokio::test]
async fn a_filter_without_end_gives_way_to_the_next_one() {
    let mut stage = sandbox_showing(TRACKS).await;
    stage.keys("|def<Space>f:<Space>f;<Space>f<Enter>").await;
    // It runs now, at once and without a pause; the loop goes on, and a change ends it.
    let scene = stage.drawn().await;
    assert!(scene.model.filter.running().is_some());
    stage.keys("<C-u>.data[0].id").await;
    until_results(&mut stage, 1).await;
    let scene = stage.keys("<Esc>").await;
    assert!(scene.model.filter.running().is_none());
    stage.quit().await;
}

/// Saves to a file by these keys, and comes back with what was said.
async fn save(stage: &mut Stage, keys: &str, path: &Path) -> String {
    stage.keys(&format!("{keys}<C-u>")).await;
    stage.paste(&path.display().to_string()).await;
    stage.keys("<Enter>").await;
    let scene = stage.until("an answer", |scene| scene.model.notice.is_some()).await;
    stage.keys("<Esc>").await;
    scene.model.notice.clone().unwrap()
}

#[tokio::test]
async fn a_page_a_list_and_a_result_are_saved_as_they_are() {
    let directory = Directory::new("saved");
    let page = r#"{ "data": [ {"id": "1", "n": 1.10} ], "next": "/v1/x?offset=1" }"#;
    let server = Server::start(move |request| match request.contains("offset=1") {
        true => Reply::json(r#"{"data":[{"id":"2"}]}"#),
        false => Reply::json(page),
    })
    .await;
    let mut stage = at(&server, "/v1/x").open();
    stage.keys("<Enter>").await;
    stage.until_idle().await;
    let file = |name: &str| directory.0.join(name);
    let notice = save(&mut stage, "s", &file("page.json")).await;
    assert!(notice.ends_with(&format!("page.json · {} B", page.len())), "{notice}");
    assert_eq!(fs::read_to_string(file("page.json")).unwrap(), page);
    let notice = save(&mut stage, "s", &file("page.json")).await;
    assert!(notice.ends_with("exists; Enter again replaces it"), "{notice}");
    assert!(save(&mut stage, "s", &file("no/such.json")).await.starts_with("there is no directory "));
    stage.keys("f").await;
    stage.until_idle().await;
    save(&mut stage, "s", &file("all.json")).await;
    let all = r#"{ "data": [ {"id": "1", "n": 1.10} ,{"id":"2"}], "next": null }"#;
    assert_eq!(fs::read_to_string(file("all.json")).unwrap(), all);
    save(&mut stage, "EGs<Tab><Tab>", &file("value.json")).await;
    assert_eq!(fs::read_to_string(file("value.json")).unwrap(), r#""2""#);
    stage.quit().await;
}

#[tokio::test]
async fn a_file_is_replaced_by_a_second_enter() {
    let directory = Directory::new("replaced");
    let file = directory.0.join("a.json");
    fs::write(&file, "old").unwrap();
    let server = Server::start(|_| Reply::json("[1]")).await;
    let mut stage = at(&server, "/v1/x").open();
    stage.keys("<Enter>").await;
    stage.until_idle().await;
    stage.keys("s<C-u>").await;
    stage.paste(&file.display().to_string()).await;
    stage.keys("<Enter>").await;
    stage.until_shown("Enter again replaces it").await;
    assert_eq!(fs::read_to_string(&file).unwrap(), "old");
    stage.keys("<Enter>").await;
    stage.until_shown("saved ").await;
    assert_eq!(fs::read_to_string(&file).unwrap(), "[1]");
    stage.quit().await;
}

#[tokio::test]
async fn copies_reach_the_terminal_and_are_told() {
    let copied: Arc<Mutex<Vec<String>>> = Arc::default();
    let seen = Arc::clone(&copied);
    let witness = Arc::new(move |sight: Sight<'_>| {
        if let Sight::Copied(text) = sight {
            seen.lock().unwrap().push(text.to_owned());
        }
    });
    let mut stage = Setting { witness, ..Setting::sandbox(TRACKS) }.open();
    stage.keys("<Enter>").await;
    stage.until_idle().await;
    stage.send(Event::Key(Key::char('j')));
    let begun = stage.keys("y").await;
    assert!(
        begun.text.contains("v value  k key  p path  P pointer  o JSON  c curl  x code"),
        "{}",
        begun.text
    );
    let scene = stage.keys("p").await;
    assert!(
        scene.text.contains("sent to the terminal: the path data[0]; y P copies it as"),
        "{}",
        scene.text
    );
    stage.keys("yc").await;
    let copied = copied.lock().unwrap().clone();
    assert_eq!(copied[0], "data[0]");
    assert!(copied[1].starts_with("curl ") && copied[1].contains("$SEGUE_DEVELOPER_TOKEN"), "{}", copied[1]);
    stage.quit().await;
}
