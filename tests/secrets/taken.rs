//! Secrets in what is taken along: the clipboard, files, and what a filter puts together.

use std::{
    fs,
    path::PathBuf,
    sync::{Arc, Mutex},
};

use segue::domain::profile::Config;

use crate::{
    Planted, Seeker,
    stage::{Reply, Scene, Server, Setting, Sight, Stage, Witness},
    watched, witness,
};

/// A server that sends both tokens back, in the ways that JSON has.
async fn echoing(planted: &Planted) -> Server {
    let (developer, user) = (planted.developer.clone(), planted.user.clone());
    let (escaped, half) = (user.replace('/', "\\/"), user.len() / 2);
    let (front, back) = (user[..half].to_owned(), user[half..].to_owned());
    Server::start(move |_| {
        Reply::json(&format!(
            r#"{{"data":[{{"id":"{user}","{developer}":"Bearer {developer}","b":"{escaped}"}}],"halves":["{front}","{back}"]}}"#
        ))
    })
    .await
}

async fn open(planted: &Planted, seeker: &Arc<Seeker>, server: &Server) -> Stage {
    let variables = [
        ("SEGUE_ORIGIN", server.origin.as_str()),
        ("SEGUE_DEVELOPER_TOKEN", planted.developer.as_str()),
        ("SEGUE_USER_TOKEN", &planted.user),
    ];
    let mut stage = watched(Setting::choosing("/v1/me/x", Config::default(), &variables), seeker);
    stage.until_idle().await;
    stage.keys("<Enter>").await;
    stage.until_idle().await;
    stage
}

fn told(scene: &Scene) -> String {
    scene.model.notice.clone().unwrap_or_default()
}

#[tokio::test]
async fn what_is_copied_holds_no_secret() {
    let planted = Planted::new();
    // Halves of a token are no token, and the server of this test sends them for another one.
    let seeker = Arc::new(Seeker::of(&[&planted.developer]));
    let server = echoing(&planted).await;
    let mut stage = open(&planted, &seeker, &server).await;
    stage.keys("Eg").await;
    for _ in 0..5 {
        for keys in ["yv", "yk", "yp", "yP", "yo", "yc"] {
            let scene = stage.keys(keys).await;
            assert!(told(&scene).starts_with("sent to the terminal: "), "{keys}: {}", told(&scene));
        }
        for form in ["curl", "python", "javascript", "swift", "rust"] {
            let scene = stage.keys(&format!("yx{form}<Enter>")).await;
            assert!(told(&scene).contains("tokens as variables"), "{form}: {}", told(&scene));
        }
        stage.keys("j").await;
    }
    stage.keys("1<Esc>yc").await;
    stage.quit().await;
    seeker.assert_clean("what was copied", 100);
}

#[tokio::test]
async fn what_is_saved_holds_no_secret() {
    let planted = Planted::new();
    let directory = std::env::temp_dir().join(format!("segue-taken-{}", std::process::id()));
    _ = fs::remove_dir_all(&directory);
    fs::create_dir(&directory).unwrap();
    let seeker = Arc::new(Seeker::of(&[&planted.developer]));
    let server = echoing(&planted).await;
    let mut stage = open(&planted, &seeker, &server).await;
    let mut files: Vec<PathBuf> = Vec::new();
    for (keys, name) in [("s", "page"), ("gs<Tab>", "value"), ("|.<Enter>", ""), ("s", "results")] {
        stage.keys(keys).await;
        if name.is_empty() {
            stage.until("results", |scene| scene.model.prompt.is_none()).await;
            continue;
        }
        let file = directory.join(name);
        stage.keys("<C-u>").await;
        stage.paste(&file.display().to_string()).await;
        stage.keys("<Enter>").await;
        stage.until("the file", |scene| told(scene).starts_with("saved ")).await;
        files.push(file);
    }
    stage.quit().await;
    for file in &files {
        let text = fs::read_to_string(file).unwrap();
        seeker.look("a file", &text);
        assert!(
            text.contains("****") && !text.contains(&planted.user[..12].to_owned())
                || text.contains("halves")
        );
        assert!(!text.contains(&planted.user) && !text.contains(&planted.user.replace('/', "\\/")), "{text}");
    }
    seeker.assert_clean("what was saved", files.len());
    fs::remove_dir_all(directory).unwrap();
}

#[tokio::test]
async fn a_secret_that_a_filter_puts_together_does_not_show() {
    let planted = Planted::new();
    let seeker = Arc::new(Seeker::of(&[&planted.developer]));
    let server = echoing(&planted).await;
    let mut stage = open(&planted, &seeker, &server).await;
    for filter in [".halves|add", "[.halves|add|@text]", "{(.halves|add):1}"] {
        stage.keys(&format!("|<C-u>{filter}")).await;
        stage.keys("<Enter>").await;
        let scene = stage.until("an answer", |scene| scene.model.filter.running().is_none()).await;
        assert!(!scene.text.contains(&planted.user[..60]), "{filter}\n{}", scene.text);
        let results = scene.model.response.filtered();
        let raw = results.map(|filtered| {
            let pages = filtered.tree().pages();
            let document = pages.page(pages.root()).document();
            document.raw(document.root()).into_owned()
        });
        assert!(raw.as_ref().is_none_or(|raw| !raw.contains(&planted.user)), "{filter}: {raw:?}");
        stage.keys("<Esc><Esc>").await;
    }
    stage.quit().await;
    seeker.assert_clean("what a filter puts together", 20);
}

#[tokio::test]
async fn the_developer_token_is_copied_by_a_second_key_and_shows_nowhere() {
    let planted = Planted::new();
    let seeker = Arc::new(Seeker::of(&[&planted.developer, &planted.user]));
    let server = echoing(&planted).await;
    let variables = [
        ("SEGUE_ORIGIN", server.origin.as_str()),
        ("SEGUE_DEVELOPER_TOKEN", planted.developer.as_str()),
        ("SEGUE_USER_TOKEN", &planted.user),
    ];
    let setting = Setting::choosing("/v1/me/x", Config::default(), &variables);
    let copied = Arc::new(Mutex::new(Vec::new()));
    let (all, texts) = (witness(&seeker), Arc::clone(&copied));
    // The clipboard is where it belongs, this once.
    let watching: Witness = Arc::new(move |sight| match sight {
        Sight::Copied(text) => texts.lock().unwrap().push(text.to_owned()),
        other => all(other),
    });
    let mut stage = Setting { witness: watching, ..setting }.open();
    stage.until_idle().await;
    stage.keys("<Esc>yT").await;
    stage.keys("n").await;
    stage.keys("yT").await;
    stage.keys("<Enter>T<Esc>").await;
    assert!(copied.lock().unwrap().is_empty(), "no second key, no token");
    stage.keys("yT").await;
    let scene = stage.keys("y").await;
    assert_eq!(*copied.lock().unwrap(), [planted.developer.clone()]);
    assert!(told(&scene).starts_with("sent to the terminal: the developer token of "), "{}", told(&scene));
    let scene = stage.keys("ys").await;
    assert!(told(&scene).starts_with("nothing has been copied yet"), "what is printed is never a secret");
    stage.quit().await;
    seeker.assert_clean("copying the developer token", 8);
}
