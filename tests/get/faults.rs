//! Limits, failing servers and cut connections: sent again where that may help, and told where it does not.

use std::time::{Duration, Instant};

use super::{
    program::{Home, run},
    server::{Server, page, reply},
};

const LIMITED: &str = r#"{"message":"API capacity exceeded"}"#;

#[test]
fn a_limit_is_waited_for_as_long_as_the_server_asks() {
    let home = Home::new();
    let server = Server::start(|request| match request.nth {
        0 | 3 => reply("429 Too Many Requests", "retry-after: 1\r\n", LIMITED),
        _ => page(request, 10, 8),
    });
    let start = Instant::now();
    let ran = run(&mut home.get_from(&server.origin, &["--all", "/v1/songs"]));
    assert_eq!((ran.code, ran.errors.as_str(), ran.json()["data"].as_array().unwrap().len()), (0, "", 80));
    assert!(start.elapsed() >= Duration::from_secs(2), "{:?}", start.elapsed());
    assert_eq!(server.requests().len(), 10);
}

#[test]
fn a_limit_that_does_not_pass_is_told_as_the_teams_after_six_tries() {
    let home = Home::new();
    let server = Server::start(|request| match request.offset() {
        0 => page(request, 10, 8),
        _ => reply("429 Too Many Requests", "retry-after: 0\r\n", LIMITED),
    });
    let ran = run(&mut home.get_from(&server.origin, &["--all", "--width", "1", "/v1/songs"]));
    assert_eq!(ran.code, 8, "{ran:?}");
    assert!(
        ran.errors.contains("whole team") && ran.errors.contains("a new token would not help"),
        "{ran:?}"
    );
    // What came is kept, and says where it goes on.
    assert_eq!(
        (ran.json()["data"].as_array().unwrap().len(), &ran.json()["next"]),
        (10, &"/v1/songs?offset=10".into())
    );
    assert_eq!(server.requests().len(), 1 + 7);
}

#[test]
fn a_long_wait_is_not_waited_for_and_told() {
    let home = Home::new();
    let server = Server::start(|request| match request.offset() {
        0 => page(request, 10, 8),
        _ => reply("429 Too Many Requests", "retry-after: 900\r\n", LIMITED),
    });
    let ran = run(&mut home.get_from(&server.origin, &["--all", "--width", "1", "/v1/songs"]));
    assert_eq!((ran.code, server.requests().len()), (8, 2), "{ran:?}");
    assert!(ran.errors.contains("15 min"), "{ran:?}");
}

#[test]
fn failing_servers_and_cut_connections_are_met_with_three_tries() {
    let home = Home::new();
    let flaky = Server::start(|request| match request.nth {
        0 => Vec::new(),
        1 => reply("503 Service Unavailable", "", ""),
        3 => b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\nconnection: close\r\n\r\n{\"data\":[".to_vec(),
        4 => reply("502 Bad Gateway", "content-type: text/html\r\n", "<html>"),
        _ => page(request, 10, 2),
    });
    let ran = run(&mut home.get_from(&flaky.origin, &["--all", "--format", "ndjson", "/v1/songs"]));
    assert_eq!((ran.code, ran.output.lines().count(), flaky.requests().len()), (0, 20, 6), "{ran:?}");

    let dead = Server::start(|request| match request.offset() {
        0 => page(request, 10, 8),
        _ => reply("500 Internal Server Error", "", ""),
    });
    let ran =
        run(&mut home.get_from(&dead.origin, &["--all", "--width", "1", "--format", "ndjson", "/v1/songs"]));
    assert_eq!((ran.code, ran.output.lines().count(), dead.requests().len()), (8, 10, 5), "{ran:?}");
    assert!(ran.errors.contains("500") && ran.errors.contains("the list goes on"), "{ran:?}");
}

#[test]
fn a_write_is_never_sent_again() {
    let home = Home::new();
    let statuses = ["429 Too Many Requests", "503 Service Unavailable", ""];
    for status in statuses {
        let server = Server::start(move |_| match status {
            "" => Vec::new(),
            status => reply(status, "", ""),
        });
        let ran = run(&mut home.get_from(&server.origin, &["-X", "DELETE", "/v1/me/ratings/songs/1"]));
        assert_eq!(
            (ran.code, server.requests().len()),
            (if status.is_empty() { 7 } else { 8 }, 1),
            "{ran:?}"
        );
    }
}
