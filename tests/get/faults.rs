//! Limits, failing servers and cut connections: sent again where that may help, and told where it does not.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

use super::{
    program::{Home, run, spawn},
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

#[test]
fn a_token_that_a_wrong_clock_made_is_made_anew_by_the_servers_and_told() {
    let home = Home::new();
    let key = home.write("key.p8", include_str!("../fixtures/AuthKey_FICTION001.p8"));
    std::fs::set_permissions(&key, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
    let server = Server::start(|request| {
        let server = SystemTime::now() - Duration::from_secs(7200);
        let date = format!("date: {}\r\n", httpdate::fmt_http_date(server));
        let at = server.duration_since(UNIX_EPOCH).unwrap().as_secs();
        if issued_at(&request.head) > at {
            reply("401 Unauthorized", &date, "")
        } else {
            reply("200 OK", &date, "{}")
        }
    });
    let config = home.write(
        "config.toml",
        &format!(
            "[profiles.work]\norigin = \"{}\"\nteam_id = \"FICTIONTEA\"\nkey_id = \"FICTION001\"\nprivate_key = \"{key}\"",
            server.origin
        ),
    );
    let ran = run(home.get(&["-p", "work", "/v1/test"]).env("SEGUE_CONFIG", &config));
    assert_eq!((ran.code, ran.output.as_str()), (0, "{}\n"), "{ran:?}");
    assert!(
        ran.errors.contains("this clock is 1 h 59 min fast") || ran.errors.contains("2 h fast"),
        "{ran:?}"
    );
    assert_eq!(server.requests().len(), 2);
    // A write is never sent again by itself.
    let ran = run(home.get(&["-p", "work", "-X", "DELETE", "/v1/test"]).env("SEGUE_CONFIG", &config));
    assert_eq!((ran.code, server.requests().len()), (8, 3), "{ran:?}");
}

/// The `iat` of the developer token in a request's head.
fn issued_at(head: &str) -> u64 {
    let token = head.split("Bearer ").nth(1).unwrap();
    let payload = URL_SAFE_NO_PAD.decode(token.split('.').nth(1).unwrap()).unwrap();
    serde_json::from_slice::<serde_json::Value>(&payload).unwrap()["iat"].as_u64().unwrap()
}

#[cfg(target_os = "linux")]
#[test]
fn a_body_that_does_not_end_is_in_memory_once() {
    use std::io::Read as _;
    const LIMIT: usize = 64_000_000;
    /// What the program takes beside a body.
    const PROGRAM: usize = 60_000_000;
    let home = Home::new();
    let config = home.write("config.toml", "max_body = \"64 MB\"\n");
    let server = Server::start(|_| reply("200 OK", "", &"endless, ".repeat(LIMIT / 8)));
    let mut command = home.get_from(&server.origin, &["/v1/x"]);
    let mut child = spawn(command.env("SEGUE_CONFIG", config));
    // Once something is printed all of it is there, and the rest is waited for.
    let mut output = child.stdout.take().unwrap();
    output.read_exact(&mut [0]).unwrap();
    let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap();
    let peak =
        status.lines().find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB")).unwrap();
    let (peak, mut rest) = (peak.parse::<usize>().unwrap() * 1024, Vec::new());
    assert!(peak < LIMIT * 6 / 5 + PROGRAM, "{peak} bytes for {LIMIT}");
    output.read_to_end(&mut rest).unwrap();
    assert_eq!((rest.len() / 1000, child.wait().unwrap().code()), (LIMIT / 1000, Some(6)));
}
