//! `--all`: whole lists in every format, side by side, and in memory that does not grow.

use std::{
    io::{BufRead, BufReader, Read},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use super::{
    program::{Home, run, spawn},
    server::{Server, json, page, reply},
};

#[test]
fn every_page_of_a_list_is_printed_in_every_format() {
    let home = Home::new();
    let path = "/v1/me/library/songs?limit=100";
    let ndjson = run(&mut home.get(&["--sandbox", "--all", "--format", "ndjson", path]));
    assert_eq!((ndjson.code, ndjson.errors.as_str()), (0, ""));
    let lines: Vec<serde_json::Value> =
        ndjson.output.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 1_200);
    let whole = run(&mut home.get(&["--sandbox", "--all", path])).json();
    assert_eq!(whole["data"].as_array().unwrap(), &lines);
    assert_eq!((whole.get("next"), &whole["meta"]["total"]), (None, &serde_json::json!(1_200)));
    let raw = run(&mut home.get(&["--sandbox", "--all", "--format", "raw", path]));
    let pages: Vec<serde_json::Value> =
        raw.output.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let items: Vec<_> = pages.iter().flat_map(|page| page["data"].as_array().unwrap().clone()).collect();
    assert_eq!(items, lines);
}

#[test]
fn a_search_group_and_a_chart_are_followed_and_several_lists_are_named() {
    let home = Home::new();
    let count = |path: &str| {
        let ran = run(&mut home.get(&["--sandbox", "--all", "--format", "ndjson", path]));
        assert_eq!(ran.code, 0, "{ran:?}");
        ran.output.lines().count()
    };
    assert!(count("/v1/catalog/us/search?term=a&types=songs&limit=5") > 20);
    assert_eq!(count("/v1/catalog/us/charts?types=songs&limit=50"), 200);
    let path = "/v1/catalog/us/search?term=a&types=songs,albums&limit=5";
    let ran = run(&mut home.get(&["--sandbox", "--all", path]));
    assert_eq!((ran.code, ran.output.as_str()), (2, ""));
    assert!(ran.errors.contains("results.songs, results.albums"), "{ran:?}");
}

#[test]
fn a_cap_stops_with_a_note_and_json_keeps_the_next_that_goes_on() {
    let home = Home::new();
    let server = Server::start(|request| page(request, 10, 40));
    for pages in [1, 3, 7] {
        let cap = pages.to_string();
        let ran = run(&mut home.get_from(&server.origin, &["--all", "--max-pages", &cap, "/v1/songs"]));
        assert_eq!(ran.code, 0, "{ran:?}");
        assert!(ran.errors.contains("--max-pages"), "{ran:?}");
        let whole = ran.json();
        assert_eq!(whole["data"].as_array().unwrap().len(), pages * 10);
        assert_eq!(whole["next"], format!("/v1/songs?offset={}", pages * 10));
    }
    // A list that ends at the cap is whole.
    let ran = run(&mut home.get_from(&server.origin, &["--all", "--max-pages", "40", "/v1/songs"]));
    assert_eq!((ran.code, ran.errors.as_str(), ran.json().get("next")), (0, "", None));
}

#[test]
fn who_reads_no_more_ends_it_well() {
    let home = Home::new();
    let server = Server::start(|request| page(request, 100, 400));
    let mut child = spawn(&mut home.get_from(&server.origin, &["--all", "--format", "ndjson", "/v1/songs"]));
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(line.starts_with(r#"{"id":"0""#), "{line}");
    assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(0), &b""[..]));
    assert!(server.requests().len() < 400);
}

#[test]
fn progress_shows_on_a_terminal_when_data_goes_elsewhere() {
    let home = Home::new();
    let server = Server::start(|request| match request.nth {
        4 => reply("429 Too Many Requests", "retry-after: 0\r\n", ""),
        _ => page(request, 10, 12),
    });
    let command = home.get_from(&server.origin, &["--all", "/v1/songs"]);
    let pair = portable_pty::native_pty_system().openpty(portable_pty::PtySize::default()).unwrap();
    let mut in_terminal = portable_pty::CommandBuilder::new("/bin/sh");
    in_terminal.env_clear();
    // Quotes around each word: none of them holds one.
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    let quoted: Vec<_> = words.map(|word| format!("'{}'", word.to_str().unwrap())).collect();
    let file = home.write("data", "");
    in_terminal.args(["-c", &format!("{} > '{file}'", quoted.join(" "))]);
    for (name, value) in command.get_envs() {
        in_terminal.env(name, value.unwrap());
    }
    let mut reader = pair.master.try_clone_reader().unwrap();
    let mut child = pair.slave.spawn_command(in_terminal).unwrap();
    drop(pair.slave);
    let mut shown = Vec::new();
    // A terminal whose program has gone ends with an error on some systems.
    _ = reader.read_to_end(&mut shown);
    assert!(child.wait().unwrap().success());
    let shown = String::from_utf8(shown).unwrap();
    assert!(shown.contains("1 page · 10 of 120 items · 4 side by side"), "{shown:?}");
    assert_eq!(shown.matches("a new token would not help").count(), 1, "{shown:?}");
    assert!(shown.contains("429 · try 1 of 6 in 0") && shown.ends_with("\r\u{1b}[K"), "{shown:?}");
    let data: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
    assert_eq!(data["data"].as_array().unwrap().len(), 120);
}

#[test]
fn odd_lists_end_and_say_so() {
    let home = Home::new();
    let next = |link: &str, items: &str| json(&format!(r#"{{"data":[{items}],"next":"{link}"}}"#));
    let server = Server::start(move |request| match request.target() {
        "/v1/loop" => next("/v1/loop?offset=1", "1"),
        "/v1/loop?offset=1" => next("/v1/loop?offset=0", ""),
        "/v1/away" => next("https://evil.example/v1/away?offset=1", "1"),
        "/v1/past" => next("/v1/past?offset=1", "1"),
        "/v1/twice" => next("/v1/twice?offset=1", r#"{"id":"1","type":"songs"}"#),
        "/v1/twice?offset=1" => json(r#"{"data":[{"id":"1","type":"songs"}]}"#),
        "/v1/partly" => next("/v1/partly?offset=1", "1"),
        "/v1/partly?offset=1" => json(r#"{"data":[2],"errors":[{"title":"Half of it"}]}"#),
        "/v1/listless" => next("/v1/listless?offset=1", "1"),
        "/v1/listless?offset=1" => json(r#"{"nothing":1}"#),
        "/v1/charts" => next("/v1/charts?offset=200", "1"),
        "/v1/charts?offset=200" => reply(
            "400 Bad Request",
            "",
            r#"{"errors":[{"code":"40005","detail":"offset must be less than 200"}]}"#,
        ),
        _ => reply("404 Not Found", "", r#"{"errors":[{"code":"40403","title":"No related resources"}]}"#),
    });
    let cases = [
        ("/v1/loop", 0, "repeats a page", None),
        ("/v1/away", 6, "another server", Some("https://evil.example/v1/away?offset=1")),
        ("/v1/past", 0, "the list ends here", None),
        ("/v1/charts", 0, "no more of this list", None),
        ("/v1/twice", 0, "1 items came a second time", None),
        ("/v1/partly", 6, "Half of it", None),
        ("/v1/listless", 6, "holds no list", Some("/v1/listless?offset=1")),
    ];
    for (path, code, words, left) in cases {
        let ran = run(&mut home.get_from(&server.origin, &["--all", path]));
        assert_eq!(ran.code, code, "{path} {ran:?}");
        assert!(ran.errors.contains(words), "{path} {ran:?}");
        assert_eq!(ran.json().get("next").and_then(|next| next.as_str()), left, "{path} {ran:?}");
    }
}

#[test]
fn pages_of_a_list_whose_length_is_known_are_fetched_side_by_side_and_printed_in_order() {
    let home = Home::new();
    let (here, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let (at_once, peak) = (Arc::clone(&here), Arc::clone(&most));
    let server = Server::start(move |request| {
        peak.fetch_max(at_once.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
        // As long as an answer from far away takes: those that are sent together meet here.
        std::thread::sleep(Duration::from_millis(50));
        at_once.fetch_sub(1, Ordering::SeqCst);
        page(request, 25, 40)
    });
    let get = |width: &str| {
        most.store(0, Ordering::SeqCst);
        let arguments = ["--all", "--width", width, "--format", "ndjson", "/v1/songs?limit=25"];
        let ran = run(&mut home.get_from(&server.origin, &arguments));
        assert_eq!((ran.code, ran.errors.as_str()), (0, ""));
        (ran.output, most.load(Ordering::SeqCst))
    };
    let (expected, alone) = get("1");
    assert_eq!((expected.lines().count(), alone), (1_000, 1));
    let (output, together) = get("4");
    assert!(output == expected, "the pages are not in order");
    assert_eq!(together, 4);
    let limits = server.requests().iter().filter(|request| request.target().contains("limit=25")).count();
    assert_eq!(limits, server.requests().len());
}

#[cfg(target_os = "linux")]
#[test]
fn memory_does_not_grow_with_the_number_of_pages() {
    let (few, many) = (peak_of(50), peak_of(1_000));
    // All of the pages would be 15 MB, and their index as much again; threads that come and go leave a few.
    assert!(many < few + 8_000, "{few} kB at 50 pages, {many} kB at 1,000");
}

/// The most memory that a run over so many pages has had, looked at when its last page is asked for, in kB.
#[cfg(target_os = "linux")]
fn peak_of(pages: usize) -> u64 {
    use std::sync::{OnceLock, mpsc};
    let process: Arc<OnceLock<u32>> = Arc::default();
    let (peaks, peak) = mpsc::channel();
    let looked_at = Arc::clone(&process);
    let server = Server::start(move |request| {
        if request.offset() == 100 * (pages - 1) {
            let status = std::fs::read_to_string(format!("/proc/{}/status", looked_at.wait())).unwrap();
            let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
            peaks.send(line.trim().trim_end_matches(" kB").parse().unwrap()).unwrap();
        }
        page(request, 100, pages)
    });
    let home = Home::new();
    let mut child = spawn(&mut home.get_from(&server.origin, &["--all", "--format", "ndjson", "/v1/songs"]));
    process.set(child.id()).unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines().count();
    assert_eq!((lines, child.wait().unwrap().code()), (100 * pages, Some(0)));
    peak.recv().unwrap()
}
