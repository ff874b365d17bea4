//! Clients that mean harm, or hang: what they hold of the sandbox, and what they may learn.

use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::{Bench, Options};

/// Far longer than anything here takes.
const DEADLINE: Duration = Duration::from_secs(20);

/// Writes bytes to the sandbox as they are; what comes back until it closes, or none if it does not close.
async fn told(bench: &Bench, bytes: &str) -> Option<String> {
    let address = bench.access().origin.strip_prefix("http://").unwrap();
    let mut connection = TcpStream::connect(address).await.unwrap();
    connection.write_all(bytes.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    timeout(DEADLINE, connection.read_to_end(&mut answer)).await.ok()?.unwrap();
    Some(String::from_utf8(answer).unwrap())
}

/// A head that promises ten bytes, and one of them.
fn half(bench: &Bench, line: &str) -> String {
    let (developer, user) = (&bench.access().developer_token, &bench.access().user_token);
    let tokens = format!("Authorization: Bearer {developer}\r\nMusic-User-Token: {user}");
    format!("{line} HTTP/1.1\r\nHost: localhost\r\n{tokens}\r\nContent-Length: 10\r\n\r\n{{")
}

#[tokio::test]
async fn a_body_that_never_comes_holds_no_connection() {
    let body_time = Duration::from_millis(100);
    let bench = Bench::with(Options { body_time, ..Options::default() }).await;
    for line in ["POST /v1/me/library/playlists", "GET /v1/test", "PUT /v1/me/ratings/songs/1000101"] {
        let answer = told(&bench, &half(&bench, line)).await.expect("it closes the connection");
        assert!(answer.starts_with("HTTP/1.1 408 "), "{line}: {answer}");
        assert!(answer.contains(r#""code":"40800""#), "{line}: {answer}");
    }
    let answer = told(&bench, &half(&bench, "POST /woa/consent")).await.expect("it closes the connection");
    assert!(answer.starts_with("HTTP/1.1 403 "), "nobody signs in with half of a consent: {answer}");
    let answer = told(&bench, "POST /v1/me/library HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n").await;
    assert!(answer.expect("it closes the connection").starts_with("HTTP/1.1 401 "));
}

#[tokio::test]
async fn a_head_that_never_ends_holds_no_connection() {
    let head_time = Duration::from_millis(100);
    let bench = Bench::with(Options { head_time, ..Options::default() }).await;
    let whole = "GET /v1/test HTTP/1.1\r\nHost: localhost\r\n\r\n";
    for bytes in ["", "\r\n\r\n", "GET /v1/test HTTP/1.1\r\nHost: local"] {
        let answer = told(&bench, bytes).await;
        assert_eq!(answer.expect("it closes the connection"), "", "{bytes:?}");
    }
    // One that comes after a request that was answered.
    let address = bench.access().origin.strip_prefix("http://").unwrap().to_owned();
    let mut connection = TcpStream::connect(&address).await.unwrap();
    let mut answer = [0; 12];
    connection.write_all(whole.as_bytes()).await.unwrap();
    connection.read_exact(&mut answer).await.unwrap();
    connection.write_all(b"GET /v1/te").await.unwrap();
    let mut rest = Vec::new();
    timeout(DEADLINE, connection.read_to_end(&mut rest)).await.expect("it closes the connection").unwrap();
    assert_eq!(&answer, b"HTTP/1.1 401");
}

#[tokio::test]
async fn who_opens_many_connections_keeps_nobody_out() {
    let bench = Bench::new().await;
    let address = bench.access().origin.strip_prefix("http://").unwrap().to_owned();
    let mut held = Vec::new();
    for _ in 0..300 {
        held.push(TcpStream::connect(&address).await.unwrap());
    }
    assert_eq!(bench.get("/v1/storefronts?limit=1").await.status, 200);
    let ended = timeout(DEADLINE, held[0].read(&mut [0])).await.expect("the oldest ends");
    assert!(matches!(ended, Ok(0) | Err(_)), "{ended:?}");
    held[299].write_all(b"GET /v1/test HTTP/1.1\r\nHost: x\r\n\r\n").await.unwrap();
    let mut answer = [0; 12];
    timeout(DEADLINE, held[299].read_exact(&mut answer)).await.expect("the newest is served").unwrap();
    assert_eq!(&answer, b"HTTP/1.1 401");
}

#[tokio::test]
async fn a_page_that_has_its_name_lead_here_learns_of_no_request() {
    let bench = Bench::new().await;
    bench.get("/v1/catalog/us/songs/1000101").await;
    let port = bench.access().origin.rsplit(':').next().unwrap().to_owned();
    for method in ["GET", "HEAD", "DELETE"] {
        for host in [
            "evil.example",
            "localhost.evil.example",
            "127.0.0.1.evil.example",
            "127.evil.example",
            "evil-localhost",
            "[::2]",
            "192.168.0.1",
            "localhost@evil.example",
            "",
        ] {
            for host in [host.to_owned(), format!("{host}:{port}")] {
                let reply = bench.send(method, "/sandbox/requests", &[("Host", &host)], "").await;
                assert_eq!(reply.status, 403, "{method} {host}: {}", reply.text);
                assert!(!reply.text.contains("1000101"), "{host}");
            }
        }
    }
    for host in ["127.0.0.1", "127.8.9.1", "localhost", "LocalHost", "localhost.", "music.localhost", "[::1]"]
    {
        for host in [host.to_owned(), format!("{host}:{port}")] {
            let reply = bench.send("GET", "/sandbox/requests", &[("Host", &host)], "").await;
            assert!(reply.text.contains("1000101"), "{host}: {}", reply.text);
        }
    }
    let address =
        "GET http://evil.example/sandbox/requests HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    assert!(
        told(&bench, address).await.unwrap().starts_with("HTTP/1.1 403 "),
        "the address itself counts too"
    );
    let nameless = told(&bench, "GET /sandbox/requests HTTP/1.0\r\n\r\n").await.unwrap();
    assert!(nameless.starts_with("HTTP/1.0 403 "), "{nameless}");
}

#[tokio::test]
async fn a_token_in_a_query_is_not_listed_in_whatever_case_it_comes() {
    let bench = Bench::new().await;
    let user = bench.access().user_token.clone();
    let queries = [
        format!("user_token={}", user.to_lowercase()),
        format!("a={}", user.to_uppercase()),
        "user_token=correcthorse".to_owned(),
        "Music-User-Token=correcthorse".to_owned(),
        "media%2Duser%2D%74oken=correcthorse".to_owned(),
        "a=1;access_token=correcthorse".to_owned(),
        "Authorization=Bearer+correcthorse".to_owned(),
        "private_key=correcthorse".to_owned(),
        "cookie=correcthorse".to_owned(),
    ];
    for query in &queries {
        bench.get(&format!("/v1/test?{query}&b=kept")).await;
    }
    let listed = bench.send("GET", "/sandbox/requests", &[], "").await.text.to_lowercase();
    let user = user.to_lowercase();
    for secret in [&*user, "correcthorse"] {
        for at in 0..secret.len() - 8 {
            assert!(
                !listed.contains(&secret[at..at + 8]),
                "eight characters of a token are listed: {listed}"
            );
        }
    }
    assert_eq!(listed.matches("b=kept").count(), queries.len() - 2, "what stands beside it stays: {listed}");
}
