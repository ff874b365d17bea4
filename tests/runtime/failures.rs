//! Answers that Apple's edge gives, and connections that break: each is told in words, and nothing is lost.

use segue::{
    app::{layout::Panel, message::Text, response::Content},
    domain::profile::Config,
};
use tokio::net::TcpListener;

use crate::{
    TOKEN, at, sent,
    stage::{Reply, Scene, Server, Setting},
    told,
};

/// What becomes of a request that is answered so, and how often the server was asked.
async fn answered(status: &'static str, headers: &'static str, body: &'static str) -> Scene {
    let server = Server::start(move |_| Reply::with(status, headers, body)).await;
    let scene = sent(at(&server, "/v1/catalog/us/songs/1")).await;
    assert_eq!(server.requests().len(), 1, "nothing is repeated by itself");
    scene
}

fn assert_told(scene: &Scene, parts: &[&str]) {
    for part in parts {
        assert!(told(&scene.model).contains(part), "{part} in\n{}", told(&scene.model));
    }
}

#[tokio::test]
async fn an_empty_401_names_the_likely_cause() {
    let scene = answered("401 Unauthorized", "", "").await;
    assert_eq!(scene.model.screen.focus, Panel::Errors);
    assert_told(&scene, &["401", "likely the developer token"]);
    assert!(matches!(scene.model.response.shown().unwrap().content, Content::Empty));
}

#[tokio::test]
async fn a_429_says_how_long_to_wait() {
    let scene = answered("429 Too Many Requests", "retry-after: 30\r\n", "API capacity exceeded").await;
    assert_told(&scene, &["too many requests", "30 s"]);
    let Content::Text(Text { lines, .. }) = &scene.model.response.shown().unwrap().content else { panic!() };
    assert_eq!(lines.as_ref(), ["API capacity exceeded"]);
}

#[tokio::test]
async fn a_page_of_the_edge_shows_as_the_text_it_is() {
    let body = "<html>\n<title>504 Gateway Time-out</title>\n</html>";
    let scene = answered("504 Gateway Timeout", "content-type: text/html\r\n", body).await;
    assert_told(&scene, &["the API took too long"]);
    assert!(scene.text.contains("<title>504 Gateway Time-out</title>"), "{}", scene.text);
}

#[tokio::test]
async fn a_body_that_is_cut_shows_as_far_as_it_came() {
    let cut = b"HTTP/1.1 200 OK\r\ncontent-length: 400\r\n\r\n{\"data\":[{\"id\":\"1\"".to_vec();
    let server = Server::start(move |_| Reply::Bytes(cut.clone())).await;
    let scene = sent(at(&server, "/v1/x")).await;
    assert_eq!(scene.model.screen.focus, Panel::Errors);
    assert_told(&scene, &["the connection ended early"]);
    let tree = scene.model.response.tree().unwrap();
    let document = tree.pages().page(tree.pages().root()).document();
    assert_eq!((tree.len(), document.is_whole()), (2, false), "the list, and the item as far as it came");
}

#[tokio::test]
async fn a_body_with_too_short_a_length_shows_as_far_as_it_says() {
    let short = b"HTTP/1.1 200 OK\r\ncontent-length: 19\r\n\r\n{\"data\":[{\"id\":\"1\"}]}".to_vec();
    let server = Server::start(move |_| Reply::Bytes(short.clone())).await;
    let scene = sent(at(&server, "/v1/x")).await;
    assert_told(&scene, &["the text ends in the middle of a value at line 1, column 20"]);
    assert_eq!(scene.model.response.tree().unwrap().len(), 2, "the list, and the item as far as it came");
}

#[tokio::test]
async fn a_page_of_an_edge_is_told_with_its_title_and_reference() {
    let page = "<html><title>504 Gateway Time-out</title><p>Reference #18.2f1234</html>";
    for kind in ["content-type: text/html\r\n", ""] {
        let server = Server::start(move |_| Reply::with("504 Gateway Timeout", kind, page)).await;
        assert_told(&sent(at(&server, "/v1/x")).await, &["504 Gateway Time-out", "18.2f1234"]);
    }
}

#[tokio::test]
async fn a_cut_body_is_told_with_what_arrived() {
    let cut = b"HTTP/1.1 200 OK\r\ncontent-length: 400\r\n\r\n{\"data\":[{\"id\":\"1\"".to_vec();
    let server = Server::start(move |_| Reply::Bytes(cut.clone())).await;
    assert_told(&sent(at(&server, "/v1/x")).await, &["18 B came"]);
}

#[tokio::test]
async fn a_text_that_is_no_json_is_quoted() {
    let server = Server::start(|_| Reply::with("429 Too Many Requests", "", "API capacity exceeded")).await;
    assert_told(&sent(at(&server, "/v1/x")).await, &["API capacity exceeded"]);
}

#[tokio::test]
async fn a_redirect_is_shown_and_not_followed() {
    let elsewhere = Server::start(|_| Reply::json("{}")).await;
    let headers = format!("location: {}/v1/steal\r\n", elsewhere.origin);
    let server = Server::start(move |_| Reply::with("302 Found", &headers, "")).await;
    let scene = sent(at(&server, "/v1/x")).await;
    assert_eq!(scene.model.response.shown().unwrap().head.status, 302);
    assert!(!told(&scene.model).is_empty());
    assert_eq!((server.requests().len(), elsewhere.requests().len()), (1, 0));
}

#[tokio::test]
async fn a_port_that_nobody_listens_on_is_told() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let origin = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let variables = [("SEGUE_ORIGIN", origin.as_str()), ("SEGUE_DEVELOPER_TOKEN", TOKEN)];
    let scene = sent(Setting::choosing("/v1/x", Config::default(), &variables)).await;
    assert_told(&scene, &["refused the connection"]);
    assert!(scene.model.response.shown().is_none());
}

#[tokio::test]
async fn a_connection_that_closes_before_it_answers_is_told() {
    let server = Server::start(|_| Reply::Bytes(Vec::new())).await;
    let scene = sent(at(&server, "/v1/x")).await;
    assert_told(&scene, &["closed the connection before it answered"]);
}

#[tokio::test]
async fn escapes_from_a_server_never_reach_the_screen() {
    let hostile = "HTTP/1.1 200 OK\r\nx-note: \u{9b}31m\r\nconnection: close\r\n\r\n";
    let body =
        "{\"a\":\"\\u001b]0;x\\u0007\",\"b\u{202e}\":1,\"errors\":[{\"detail\":\"\\u001b[2J\u{1b}[31m\"}]}";
    let bytes = [hostile.as_bytes(), body.as_bytes()].concat();
    let server = Server::start(move |_| Reply::Bytes(bytes.clone())).await;
    let mut stage = at(&server, "/v1/x").open();
    stage.keys("<Enter>").await;
    stage.until_idle().await;
    for keys in ["2E", "t", "w"] {
        let scene = stage.keys(keys).await;
        let is_bad = |c: char| (c.is_control() && c != '\n') || ('\u{202a}'..='\u{202e}').contains(&c);
        assert!(!scene.text.chars().any(is_bad), "{:?}", scene.text);
    }
    stage.quit().await;
}
