//! `-q`: a jq filter over one answer, and over each page of a list.

use super::{
    program::{Home, run, token, user_token},
    server::{Server, json, page, reply},
};

#[test]
fn each_result_of_a_filter_is_a_line() {
    let home = Home::new();
    let body = r#"{"data":[{"id":"1","n":1.10},{"id":"a\nb","n":2}]}"#;
    let server = Server::start(move |_| json(body));
    let cases: [(&[&str], &str); 4] = [
        (&["-q", ".data[]"], "{\"id\":\"1\",\"n\":1.10}\n{\"id\":\"a\\nb\",\"n\":2}\n"),
        (&["--jq", ".data[].id"], "\"1\"\n\"a\\nb\"\n"),
        (&["-r", "-q", ".data[] | .id, .n"], "1\n1.10\na\nb\n2\n"),
        (&["-q", "empty"], ""),
    ];
    for (arguments, expected) in cases {
        let ran = run(&mut home.get_from(&server.origin, &[arguments, &["/v1/songs"]].concat()));
        assert_eq!((ran.code, ran.output.as_str(), ran.errors.as_str()), (0, expected, ""), "{arguments:?}");
    }
}

#[test]
fn with_all_the_filter_runs_over_each_page() {
    let home = Home::new();
    let server = Server::start(|request| page(request, 10, 4));
    let ran = run(&mut home.get_from(&server.origin, &["--all", "-rq", ".data[].id", "/v1/songs"]));
    let ids: Vec<_> = (0..40).map(|id| id.to_string()).collect();
    assert_eq!((ran.code, ran.errors.as_str()), (0, ""));
    assert_eq!(ran.output.lines().collect::<Vec<_>>(), ids);
    let counted = run(&mut home.get_from(&server.origin, &["--all", "-q", ".data | length", "/v1/songs"]));
    assert_eq!(counted.output, "10\n".repeat(4));
    let capped = ["--all", "--max-pages", "2", "-q", ".data | length", "/v1/songs"];
    assert_eq!(run(&mut home.get_from(&server.origin, &capped)).output, "10\n".repeat(2));
}

#[test]
fn a_mistake_in_the_filter_is_told_with_its_column_before_anything_is_sent() {
    let home = Home::new();
    let server = Server::start(|_| json("{}"));
    for (filter, words) in [(".a[", "--jq: column "), (".a | lenght", "--jq: column 6: ")] {
        let ran =
            run(&mut home
                .get_from(&server.origin, &["-X", "DELETE", "-q", filter, "/v1/me/library/songs/i.1"]));
        assert_eq!((ran.code, ran.output.as_str()), (2, ""), "{ran:?}");
        assert!(ran.errors.contains(words), "{ran:?}");
    }
    for arguments in [&["-q", ".", "--format", "raw"][..], &["-r"]] {
        let ran = run(&mut home.get_from(&server.origin, &[arguments, &["/v1/x"]].concat()));
        assert_eq!(ran.code, 2, "{ran:?}");
    }
    assert_eq!(server.requests().len(), 0);
}

#[test]
fn a_filter_that_fails_on_an_answer_says_so_and_stops() {
    let home = Home::new();
    let server = Server::start(|request| page(request, 1, 4));
    let filter = r#".data[0] | if .id == "2" then .id.x else .id end"#;
    let arguments = ["--all", "--width", "1", "-q", filter, "/v1/songs"];
    let ran = run(&mut home.get_from(&server.origin, &arguments));
    assert_eq!((ran.code, ran.output.as_str()), (1, "\"0\"\n\"1\"\n"), "{ran:?}");
    assert!(ran.errors.contains("the filter failed on this response: "), "{ran:?}");
}

#[test]
fn an_error_is_not_filtered() {
    let home = Home::new();
    let server =
        Server::start(|_| reply("404 Not Found", "", r#"{"errors":[{"code":"40400","title":"Gone"}]}"#));
    let ran = run(&mut home.get_from(&server.origin, &["-q", ".data[]", "/v1/songs/1"]));
    assert_eq!((ran.code, ran.output.as_str()), (6, ""));
    assert!(ran.errors.contains("Gone"), "{ran:?}");
}

#[test]
fn a_filter_sees_no_token() {
    let home = Home::new();
    let echo = format!(r#"{{"saw":["{}","{}"]}}"#, token(), user_token());
    let server = Server::start(move |_| json(&echo));
    let ran = run(&mut home.get_from(&server.origin, &["-rq", ".saw[], ($ENV | length), env", "/v1/x"]));
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(ran.output.ends_with("*\n0\n{}\n"), "{ran:?}");
    for secret in [token(), user_token()] {
        assert!(!ran.output.contains(&secret[..12]) && !ran.output.contains(&secret[40..52]), "{ran:?}");
    }
}
