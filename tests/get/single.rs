//! One request: the formats, headers, bodies, and the exit codes.

use super::{
    program::{Home, run, run_with_input, token, user_token},
    server::{Server, json, reply},
};

#[test]
fn one_answer_is_printed_as_the_server_wrote_it() {
    let home = Home::new();
    let body = "{ \"data\" : [ {\"id\":\"1\",\"n\":1.10,\"s\":\"\\u00e9\"} ,\n  2 ] }";
    let server = Server::start(move |_| json(body));
    let expected = [
        ("json", format!("{body}\n")),
        ("raw", body.to_owned()),
        ("ndjson", "{\"id\":\"1\",\"n\":1.10,\"s\":\"\\u00e9\"}\n2\n".to_owned()),
    ];
    for (format, expected) in expected {
        let ran = run(&mut home.get_from(&server.origin, &["--format", format, "/v1/songs"]));
        assert_eq!((ran.code, ran.output, ran.errors.as_str()), (0, expected, ""), "{format}");
    }
}

#[test]
fn the_sandbox_answers_without_any_credentials() {
    let home = Home::new();
    let ran = run(&mut home.get(&["--sandbox", "/v1/storefronts?limit=2"]));
    assert_eq!((ran.code, ran.json()["data"].as_array().unwrap().len()), (0, 2));
    let ran = run(&mut home.get(&["-p", "sandbox", "--format", "ndjson", "/v1/storefronts?limit=2"]));
    assert_eq!((ran.code, ran.output.lines().count()), (0, 2));
}

#[test]
fn an_answer_of_the_sandbox_that_nobody_asked_for_is_told() {
    let home = Home::new();
    let ran = run(&mut home.get(&["/v1/storefronts?limit=2"]));
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(ran.errors.contains("no credentials are set: the sandbox answers"), "{ran:?}");
    for asked in [&["--sandbox"][..], &["-p", "sandbox"], &["--scenario", "healthy"]] {
        let ran = run(&mut home.get(&[asked, &["/v1/storefronts?limit=2"]].concat()));
        assert_eq!((ran.code, ran.errors.as_str()), (0, ""), "{ran:?}");
    }
}

#[test]
fn the_status_line_and_headers_come_first_and_tokens_in_them_are_blotted_out() {
    let home = Home::new();
    let (developer, user) = (token(), user_token());
    let echo = format!(r#"{{"data":[],"saw":"{developer} {user}"}}"#);
    let headers = format!("x-echo: {user}\r\nx-hostile: a\u{9b}31m\r\n");
    let server = Server::start(move |_| reply("200 OK", &headers, &echo));
    for format in ["json", "raw"] {
        let ran = run(&mut home.get_from(&server.origin, &["-i", "--format", format, "/v1/me/storefront"]));
        assert!(ran.output.starts_with("HTTP/1.1 200\nx-echo: ***"), "{ran:?}");
        assert!(ran.output.contains("\n\n{\"data\":[],\"saw\":\"***"), "{ran:?}");
        for secret in [token(), user_token()] {
            assert!(!ran.output.contains(&secret[..12]) && !ran.output.contains(&secret[40..52]), "{ran:?}");
        }
        assert!(!ran.output.contains('\u{9b}'), "{ran:?}");
    }
}

#[test]
fn a_body_comes_from_a_file_or_standard_input_and_is_sent_once() {
    let home = Home::new();
    let server = Server::start(|_| reply("500 Internal Server Error", "", ""));
    let file = home.write("body.json", "{\"a\": 1}\n");
    let arguments = |body| ["-X", "POST", "--body", body, "/v1/me/library/playlists"];
    let ran = run(&mut home.get_from(&server.origin, &arguments(&file)));
    assert_eq!(ran.code, 8, "{ran:?}");
    let ran = run_with_input(&mut home.get_from(&server.origin, &arguments("-")), "{\"b\": 2}");
    assert_eq!(ran.code, 8, "{ran:?}");
    let requests = server.requests();
    let bodies: Vec<_> = requests.iter().map(|request| request.body.as_str()).collect();
    assert_eq!(bodies, ["{\"a\": 1}", "{\"b\": 2}"]);
    assert!(requests[0].line.starts_with("POST "), "{requests:?}");
    assert!(requests[0].head.contains("content-type: application/json"), "{requests:?}");
}

#[test]
fn an_unusable_command_is_told_before_anything_is_sent() {
    let home = Home::new();
    let server = Server::start(|_| json("{}"));
    let cases: [(&[&str], &str); 6] = [
        (&["-X", "POST", "--body", "-", "/v1/x"], "not JSON"),
        (&["--body", "-", "/v1/x"], "-X"),
        (&["--all", "-X", "PUT", "/v1/x"], "--all"),
        (&["https://evil.example/v1/x"], "evil.example"),
        (&["-X", "POST", "--body", "no such file", "/v1/x"], "--body"),
        (&["--format", "yaml", "/v1/x"], "ndjson"),
    ];
    for (arguments, words) in cases {
        let ran = run_with_input(&mut home.get_from(&server.origin, arguments), "{");
        assert_eq!((ran.code, ran.output.as_str()), (2, ""), "{arguments:?} {ran:?}");
        assert!(ran.errors.contains(words), "{arguments:?} {ran:?}");
    }
    assert!(server.requests().is_empty());
}

#[test]
fn exit_codes_tell_what_is_to_blame() {
    let home = Home::new();
    let server = Server::start(|request| match request.target() {
        "/v1/storefronts" | "/v1/me/401" => reply("401 Unauthorized", "", ""),
        "/v1/me/403" => reply("403 Forbidden", "", r#"{"errors":[{"code":"40300","title":"Forbidden"}]}"#),
        "/v1/me/sub" => reply("403 Forbidden", "", r#"{"errors":[{"code":"40015","title":"Forbidden"}]}"#),
        _ => reply("404 Not Found", "", r#"{"errors":[{"code":"40400","title":"Resource Not Found"}]}"#),
    });
    let cases = [
        ("/v1/storefronts", 3, "developer token"),
        ("/v1/me/401", 8, "developer token"),
        ("/v1/me/403", 4, "Music User Token"),
        ("/v1/me/sub", 5, "subscription"),
        ("/v1/catalog/us/songs/1", 6, "Resource Not Found"),
    ];
    for (path, code, words) in cases {
        let ran = run(&mut home.get_from(&server.origin, &[path]));
        assert_eq!(ran.code, code, "{path} {ran:?}");
        assert!(ran.errors.contains(words) && !ran.errors.contains("ress U"), "{path} {ran:?}");
    }
    // The body of an error is data as well; it is no item of a list.
    let ran = run(&mut home.get_from(&server.origin, &["/v1/catalog/us/songs/1"]));
    assert_eq!(ran.json()["errors"][0]["code"], "40400");
    let ran = run(&mut home.get_from(&server.origin, &["--format", "ndjson", "/v1/catalog/us/songs/1"]));
    assert_eq!(ran.output, "");
}

#[test]
fn a_developer_token_that_the_sandbox_did_not_make_is_exit_3() {
    let home = Home::new();
    let mut sandbox = std::process::Command::new(env!("CARGO_BIN_EXE_segue"))
        .args(["sandbox", "--port", "0"])
        .stdin(std::process::Stdio::null())
        .stdout(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    let output = sandbox.stdout.take().unwrap();
    std::io::BufRead::read_line(&mut std::io::BufReader::new(output), &mut line).unwrap();
    let access: serde_json::Value = serde_json::from_str(&line).unwrap();
    let origin = access["origin"].as_str().unwrap();
    let ran = run(&mut home.get_from(origin, &["/v1/storefronts"]));
    let good = access["developer_token"].as_str().unwrap();
    let passed = run(home.get_from(origin, &["/v1/storefronts"]).env("SEGUE_DEVELOPER_TOKEN", good));
    sandbox.kill().unwrap();
    sandbox.wait().unwrap();
    assert_eq!((ran.code, passed.code), (3, 0), "{ran:?} {passed:?}");
}

#[test]
fn a_host_where_nothing_listens_is_exit_7_at_once() {
    let home = Home::new();
    // A port that was free a moment ago.
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let ran = run(&mut home.get_from(&format!("http://127.0.0.1:{port}"), &["/v1/storefronts"]));
    assert_eq!((ran.code, ran.output.as_str()), (7, ""), "{ran:?}");
    assert!(ran.errors.contains("refused the connection"), "{ran:?}");
}
