//! One request and its answer: what shows, where the focus goes, and which answers do not count.

use segue::{
    app::{
        composer::Row, effect::Effect, event::Event, layout::Panel, message::Message, overlay::Overlay,
        response::Content, update::update,
    },
    domain::{profile::parse_config, request::Method},
    sandbox,
};
use tokio::sync::watch;

use crate::{
    at, sandbox_showing, sent,
    stage::{Reply, Server, Setting, Stage},
    told,
};

const TRACKS: &str = "/v1/catalog/us/albums/1000042/tracks?limit=25";
const RATING: &str = "/v1/me/ratings/songs/1000101";

#[tokio::test]
async fn a_request_is_sent_and_its_answer_shows() {
    let scene = sent(Setting::sandbox(TRACKS)).await;
    for text in ["GET 200", "data 25 songs so far", "Glass Harbour", "songs 1000101", "nothing wrong"] {
        assert!(scene.text.contains(text), "{text} in\n{}", scene.text);
    }
    assert_eq!(scene.model.response.shown().unwrap().profile, "sandbox");
}

#[tokio::test]
async fn a_request_before_the_credentials_are_read_waits_for_them() {
    let mut stage = Setting::sandbox("/v1/test").open();
    stage.keys("<Enter>").await;
    let scene = stage.until_idle().await;
    assert_eq!(scene.model.response.shown().unwrap().head.status, 200);
    assert!(scene.model.session.standing.origin.as_str() != "http://127.0.0.1", "the sandbox has a port");
}

#[tokio::test]
async fn the_focus_goes_to_the_answer_unless_a_key_was_pressed() {
    let scene = sent(Setting::sandbox(TRACKS)).await;
    assert_eq!(scene.model.screen.focus, Panel::Response);
    let (release, server, mut stage) = silent("/v1/x").await;
    stage.keys("<Enter>").await;
    stage.until("the request", |scene| scene.model.fetch.running().is_some()).await;
    stage.keys("z").await;
    release.send_replace(true);
    let scene = stage.until_idle().await;
    assert_eq!((scene.model.screen.focus, scene.model.composer.row()), (Panel::Request, Row::Path));
    assert_eq!(scene.model.composer.path.text(), "/v1/xz", "what was typed meanwhile stays");
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn an_error_gives_the_focus_to_its_words_and_lights_up_the_parameter() {
    let path = "/v1/catalog/us/albums/1000042/tracks?limit=301";
    let scene = sent(Setting::sandbox(path)).await;
    assert_eq!(scene.model.screen.focus, Panel::Errors);
    let from = path.find("limit").unwrap();
    assert_eq!(scene.model.composer.light().path, [(from, path.len())]);
    assert!(told(&scene.model).contains("parameter limit"), "{}", told(&scene.model));
}

#[tokio::test]
async fn without_the_user_token_a_person_s_own_data_is_forbidden() {
    let mut stage = Setting::sandbox("/v1/me/library/songs?limit=2").open();
    stage.until_idle().await;
    let scene = stage.keys("<Esc>U").await;
    assert!(scene.text.contains("not sent, though this path needs it"), "{}", scene.text);
    stage.keys("<F5>").await;
    let scene = stage.until_idle().await;
    assert_eq!(scene.model.response.shown().unwrap().head.status, 403);
    assert!(told(&scene.model).contains("Music User Token"), "{}", told(&scene.model));
    stage.keys("1<Esc>U<F5>").await;
    let scene = stage.until_idle().await;
    assert_eq!(scene.model.response.shown().unwrap().head.status, 200);
    assert_eq!(told(&scene.model), "");
}

#[tokio::test]
async fn a_rating_is_put_read_and_deleted_and_only_a_repeat_asks() {
    let mut stage = Setting::sandbox(RATING).open();
    stage.until_idle().await;
    stage.keys("<Esc>mmb").await;
    stage.paste(r#"{"type":"rating","attributes":{"value":1}}"#).await;
    stage.keys("<F5>").await;
    assert_eq!(status(&mut stage).await, (Method::Put, 200));
    let scene = stage.keys("r").await;
    assert!(matches!(scene.model.overlay, Some(Overlay::Question(_))), "{}", scene.text);
    assert!(scene.text.contains("again; it may change something"), "{}", scene.text);
    let scene = stage.keys("n").await;
    assert!(scene.model.overlay.is_none() && scene.model.fetch.running().is_none());
    stage.keys("1<Esc>mmm<F5>").await;
    assert_eq!(status(&mut stage).await, (Method::Get, 200));
    let scene = stage.until_idle().await;
    assert!(scene.text.contains("0 liked"), "{}", scene.text);
    stage.keys("1<Esc>mmm<F5>").await;
    assert_eq!(status(&mut stage).await, (Method::Delete, 204));
    stage.keys("1<Esc>mm<F5>").await;
    assert_eq!(status(&mut stage).await, (Method::Get, 404));
}

/// What was sent last, and what came of it.
async fn status(stage: &mut Stage) -> (Method, u16) {
    let scene = stage.until_idle().await;
    let shown = scene.model.response.shown().unwrap();
    (shown.request.method, shown.head.status)
}

#[tokio::test]
async fn enter_on_an_href_goes_there() {
    let mut stage = sandbox_showing("/v1/catalog/us/albums/1000042").await;
    stage.keys("E").await;
    let href = stage.until_idle().await.model;
    let tree = href.response.tree().unwrap();
    let is_relationship = |row: usize| {
        let segue::domain::pages::Item::Value(node) = tree.item(row).unwrap() else { return false };
        tree.pages().page(node).document().raw(node.node) == r#""/v1/catalog/us/albums/1000042/artists""#
    };
    let row = (0..tree.len()).find(|row| is_relationship(*row)).unwrap();
    stage.keys(&"j".repeat(row)).await;
    stage.keys("<Enter>").await;
    let scene = stage.until_idle().await;
    assert_eq!(scene.model.composer.path.text(), "/v1/catalog/us/albums/1000042/artists");
    assert!(scene.text.contains("Mara Quill"), "{}", scene.text);
}

#[tokio::test]
async fn a_superseded_answer_changes_nothing() {
    let (release, hold) = watch::channel(false);
    let server = Server::start(move |request| match request.starts_with("GET /v1/slow") {
        true => Reply::Later(hold.clone(), json(r#"{"slow":1}"#)),
        false => Reply::json(r#"{"fast":1}"#),
    })
    .await;
    let mut stage = at(&server, "/v1/slow").open();
    stage.keys("<Enter>").await;
    stage.until("the first request", |scene| scene.model.fetch.running().is_some()).await;
    stage.keys("<C-u>/v1/fast<Enter>").await;
    let scene = stage.until_idle().await;
    assert!(scene.text.contains("fast 1"), "{}", scene.text);
    release.send_replace(true);
    // Another request and its answer come behind the one that must not count.
    stage.keys("r").await;
    let after = stage.until_idle().await;
    assert!(!after.text.contains("slow"), "{}", after.text);
    assert_eq!(scene.model.response.shown().unwrap().request.target, "/v1/fast");
}

#[tokio::test]
async fn two_sends_at_once_end_in_one_answer() {
    let mut stage = Setting::sandbox(TRACKS).open();
    stage.until_idle().await;
    stage.keys("<Enter><Enter><Enter>").await;
    let scene = stage.until_idle().await;
    assert!(scene.text.contains("data 25 songs so far"), "{}", scene.text);
    assert_eq!(told(&scene.model), "");
}

#[tokio::test]
async fn a_cancelled_request_answers_late_and_changes_nothing() {
    let (release, server, mut stage) = silent("/v1/x").await;
    stage.keys("<Enter>").await;
    let running = stage.until("the request", |scene| scene.model.fetch.running().is_some()).await;
    assert!(running.text.contains("Esc cancels"), "{}", running.text);
    let scene = stage.keys("<Esc>").await;
    assert!(scene.text.contains("cancelled after"), "{}", scene.text);
    release.send_replace(true);
    let mut model = stage.quit().await;
    assert!(model.response.shown().is_none() && model.errors.report().is_none());
    assert!(server.requests().len() <= 1);
    // And should the answer have been on its way already: its id is nobody's any more.
    let late = Message::Fetched {
        id: running.model.fetch.running().unwrap().id,
        outcome: Box::new(segue::app::message::Outcome::Failed(segue::domain::answer::Transport::Closed {
            host: "x".to_owned(),
        })),
        standing: None,
    };
    assert_eq!(update(&mut model, late), Vec::<Effect>::new());
    assert!(model.errors.report().is_none());
}

#[tokio::test]
async fn a_profile_is_switched_and_old_pages_are_not_followed_with_its_tokens() {
    let other = sandbox::start(sandbox::Options { seed: 7, ..Default::default() }).await.unwrap();
    let access = other.access();
    let config = format!(
        "[profiles.other]\norigin = \"{}\"\ndeveloper_token = \"env:OTHER\"\nuser_token = \"env:OTHER_USER\"\n",
        access.origin
    );
    let variables = [("OTHER", access.developer_token.as_str()), ("OTHER_USER", access.user_token.as_str())];
    let setting = Setting::choosing(TRACKS, parse_config(&config).unwrap(), &variables);
    let mut stage = setting.open();
    stage.keys("<Enter>").await;
    stage.until_idle().await;
    stage.keys("<C-p>profile other<Enter>").await;
    let scene =
        stage.until("the other profile", |scene| scene.model.session.standing.profile == "other").await;
    assert!(scene.text.contains("other · us"), "{}", scene.text);
    let scene = stage.keys("f").await;
    assert!(scene.text.contains("came through the profile sandbox"), "{}", scene.text);
    assert_eq!(other.requests(), 0);
    stage.keys("r").await;
    stage.until_idle().await;
    stage.keys("f").await;
    let scene = stage.until_idle().await;
    assert_eq!((other.requests(), told(&scene.model).as_str()), (2, ""));
    assert!(scene.text.contains("page 2"), "{}", scene.text);
    stage.keys("<C-p>profile sandbox<Enter>").await;
    stage.until("the sandbox again", |scene| scene.model.session.standing.profile == "sandbox").await;
}

#[tokio::test]
async fn a_token_of_another_sandbox_is_refused_without_a_word() {
    let other = sandbox::start(sandbox::Options::default()).await.unwrap();
    let access = other.access();
    let wrong = "eyJhbGciOiJFUzI1NiIsImtpZCI6IkZJQ1RJT04wMDEifQ.eyJpc3MiOiJGSUNUSU9OVEVBIn0.c2ln";
    let variables = [("SEGUE_ORIGIN", access.origin.as_str()), ("SEGUE_DEVELOPER_TOKEN", wrong)];
    let scene = sent(Setting::choosing("/v1/test", Default::default(), &variables)).await;
    let shown = scene.model.response.shown().unwrap();
    assert_eq!((shown.head.status, matches!(shown.content, Content::Empty)), (401, true));
    assert!(told(&scene.model).contains("developer token"), "{}", told(&scene.model));
}

#[tokio::test]
async fn it_ends_when_the_terminal_is_gone_and_when_it_is_told_to() {
    let mut stage = Setting::sandbox(TRACKS).open();
    stage.until_idle().await;
    stage.send(Event::Closed);
    stage.ended().await;
    let mut stage = sandbox_showing(TRACKS).await;
    stage.send(Event::Key(segue::app::event::Key::char('q')));
    let model = stage.ended().await;
    assert_eq!(model.composer.path.text(), TRACKS);
}

#[tokio::test]
async fn it_quits_while_it_waits_for_an_answer() {
    let (_release, _server, mut stage) = silent("/v1/x").await;
    stage.keys("<Enter>").await;
    stage.until("the request", |scene| scene.model.fetch.running().is_some()).await;
    stage.quit().await;
}

#[tokio::test]
async fn it_quits_before_the_credentials_are_read() {
    let model = Setting::sandbox(TRACKS).open().quit().await;
    assert!(model.response.shown().is_none());
}

#[tokio::test]
async fn a_terminal_that_changes_its_size_while_it_waits_keeps_the_request() {
    let (release, _server, mut stage) = silent("/v1/x").await;
    stage.keys("<Enter>").await;
    for size in [(80, 24), (1, 1), (0, 0), (30, 10), (120, 40)] {
        stage.send(Event::Resize(size.0, size.1));
        let scene = stage.drawn().await;
        assert_eq!(scene.model.screen.size, size);
    }
    release.send_replace(true);
    let scene = stage.until_shown("late").await;
    assert_eq!(scene.model.screen.focus, Panel::Response, "a size is not a key");
}

fn json(body: &str) -> Vec<u8> {
    let Reply::Bytes(bytes) = Reply::json(body) else { unreachable!() };
    bytes
}

/// A server that says nothing until it is let go, and a stage with a request for it.
async fn silent(path: &str) -> (watch::Sender<bool>, Server, Stage) {
    let (release, hold) = watch::channel(false);
    let server = Server::start(move |_| Reply::Later(hold.clone(), json(r#"{"late":1}"#))).await;
    let mut stage = at(&server, path).open();
    stage.until_idle().await;
    (release, server, stage)
}
