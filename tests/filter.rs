//! jq filters in their own process: what they give, where their mistakes are, and that none of them outlives its limits.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
#![expect(clippy::disallowed_methods, reason = "a condition is waited for with a deadline")]

use std::{cell::Cell, path::Path, time::Duration};

use segue::{
    adapter::filter::{self, Limits},
    domain::filter::{Fault, Joined, Place},
};

/// Enough for a debug build on a busy machine; a test that waits for this has failed.
const LONG: Duration = Duration::from_secs(60);

fn limits() -> Limits {
    Limits { time: LONG, ..Limits::for_input(0) }
}

async fn run(program: &str, input: &str, limits: Limits) -> Result<String, Fault> {
    let segue = Path::new(env!("CARGO_BIN_EXE_segue"));
    // In pieces, as a body arrives.
    let results = filter::run(segue, program, input.as_bytes().chunks(7), limits).await?;
    Ok(String::from_utf8(Joined::of(results).text).unwrap())
}

#[tokio::test]
async fn results_of_filters() {
    let input =
        r#"{"data":[{"id":"1","n":1.10},{"id":"2","n":123456789012345678901234567890}],"é":"\u00e9\u0001"}"#;
    let cases = [
        (".data[].id", r#"["1","2"]"#),
        (".data[0]", r#"{"id":"1","n":1.10}"#),
        (".data[].n", "[1.10,123456789012345678901234567890]"),
        (".data[].n + 1", "[2.1,123456789012345678901234567891]"),
        (r#"."é""#, r#""é\u0001""#),
        ("", input.replace("\\u00e9", "é").leak()),
        ("0.123456789012345678901 | ., . + 0", "[0.123456789012345678901,0.12345678901234568]"),
        ("1.10, 123456789012345678901234567890 | . + 0", "[1.1,123456789012345678901234567890]"),
        ("empty", "[]"),
        ("[.data[].id] | length", "2"),
        (
            "4 / 2, 1 / 3, nan, infinite, -infinite",
            "[2,0.3333333333333333,null,1.7976931348623157e308,-1.7976931348623157e308]",
        ),
        (r#""+1.5", "007.5" | tonumber"#, "[1.5,7.5]"),
        (r#""a-b" | test("^a-.$"), sub("-"; "+")"#, r#"[true,"a+b"]"#),
        ("1, halt, 2", "1"),
        ("1 | debug, stderr", "[1,1]"),
        ("$ENV, env, $ENV.PATH, env.APPLE_MUSIC_DEVELOPER_TOKEN", "[{},{},null,null]"),
    ];
    for (program, expected) in cases {
        assert_eq!(run(program, input, limits()).await.as_deref(), Ok(expected), "{program}");
    }
}

#[tokio::test]
async fn a_run_can_be_a_task_of_its_own() {
    let pieces: Vec<std::sync::Arc<[u8]>> = vec![b"[1,".as_slice().into(), b"2]".as_slice().into()];
    let run =
        async move { filter::run(Path::new(env!("CARGO_BIN_EXE_segue")), ".[1]", pieces, limits()).await };
    assert_eq!(tokio::spawn(run).await.unwrap().as_deref(), Ok(b"2\n".as_slice()));
}

#[tokio::test]
async fn the_last_of_two_equal_keys_stays() {
    assert_eq!(run(".", r#"{"a":1,"b":2,"a":3}"#, limits()).await.as_deref(), Ok(r#"{"a":3,"b":2}"#));
}

#[tokio::test]
async fn a_mistake_in_the_filter_has_its_place() {
    let cases = [
        (".data[", 5, 6, "the closing bracket for this [ is missing"),
        (r#"."é" | .b }"#, 11, 11, "} cannot be read"),
        (".a | lenght", 5, 6, "there is no filter lenght"),
        ("map(.a; .b)", 0, 1, "there is no filter map with 2 arguments"),
        (".a | $token", 5, 6, "there is no variable $token"),
        ("if . then 1", 11, 12, "else or end expected, not the end"),
        (". | | .", 4, 5, "term expected, not |"),
        ("1 2", 2, 3, "2 does not belong here"),
        ("\"\\q\"", 2, 3, "string escape sequence expected, not q\""),
        ("1 | now", 4, 5, "now is not offered, so that a filter's result depends on the response alone"),
        ("import \"x\" as x; .", 8, 9, "module loading not supported"),
        ("import \"x\" as $x; $x", 8, 9, "files cannot be imported"),
        ("input_filename", 0, 1, "there is no filter input_filename"),
        ("input", 0, 1, "there is no filter input"),
    ];
    for (program, offset, column, message) in cases {
        let place = Some(Place { offset, column });
        let expected = Fault::Filter { message: message.to_owned(), place };
        assert_eq!(run(program, "null", limits()).await, Err(expected), "{program}");
    }
}

#[tokio::test]
async fn what_a_filter_fails_on_is_said_and_short() {
    let failed = |message: &str| Err(Fault::Run { message: message.to_owned() });
    let large = format!("[{}]", "\"\u{1b}[2J\",".repeat(200_000) + "1");
    assert_eq!(run(".a.b", r#"{"a":1}"#, limits()).await, failed("cannot index 1 with \"b\""));
    assert_eq!(run("error(\"no\")", "1", limits()).await, failed("\"no\""));
    assert_eq!(
        run("{(.a | tostring | tobytes): 1}", "{}", limits()).await,
        failed("an object's key must be a text; use tostring")
    );
    assert_eq!(
        run("tobytes", "\"a\"", limits()).await,
        failed("a byte string has no form in JSON; leave out tobytes")
    );
    let Err(Fault::Run { message }) = run(".a", &large.replace('\u{1b}', "\\u001b"), limits()).await else {
        panic!()
    };
    assert_eq!(message.chars().count(), 301, "{message}");
    let Err(Fault::Run { message }) = run("def f: 1 + f; f", "1", limits()).await else { panic!() };
    assert_eq!(message, "it calls itself, or the response nests, too deeply");
}

#[tokio::test]
async fn an_input_that_is_no_json_is_named() {
    let Err(Fault::Input { message }) = run(".", "{\"a\":", limits()).await else { panic!() };
    assert!(message.starts_with("byte offset 5"), "{message}");
    assert!(matches!(run(".", r#""\ud800""#, limits()).await, Err(Fault::Input { .. })));
    let deep = "[".repeat(1_000_000);
    assert!(matches!(run(".", &deep, limits()).await, Err(Fault::Run { .. })));
}

#[tokio::test]
async fn a_filter_without_an_end_is_ended() {
    let short = Limits { time: Duration::from_millis(300), ..limits() };
    for program in ["def f: f; f", "repeat(1) | empty", "[limit(3; repeat(1))] | until(false; .)"] {
        assert_eq!(run(program, "1", short).await, Err(Fault::Time { limit: short.time }), "{program}");
    }
}

#[tokio::test]
async fn a_filter_ends_with_the_one_who_asked() {
    // A number of its own, by which to know its process among others.
    let output = u64::from(std::process::id());
    // Whoever leaves earlier leaves it with half of its input, and it ends by itself.
    let is_fed = Cell::new(false);
    let end = std::iter::from_fn(|| {
        is_fed.set(true);
        None
    });
    let segue = Path::new(env!("CARGO_BIN_EXE_segue"));
    let asked =
        filter::run(segue, "def f: f; f", ["1"].into_iter().chain(end), Limits { output, ..limits() });
    let started = tokio::time::timeout(LONG, async {
        tokio::select! {
            ended = asked => panic!("{ended:?}"),
            () = until(|| is_fed.get() && workers(output) == 1) => {}
        }
    });
    started.await.unwrap();
    // The future is gone, and its process with it.
    tokio::time::timeout(LONG, until(|| workers(output) == 0)).await.unwrap();
}

#[tokio::test]
async fn a_filter_that_eats_memory_eats_its_own() {
    let small = Limits { memory: 512 << 20, ..limits() };
    for program in
        ["[range(1e9)]", "[limit(1e9; repeat(\"x\" * 100000 + \"y\"))]", "\"x\" * 1000000000000000000"]
    {
        assert_eq!(run(program, "1", small).await, Err(Fault::Memory), "{program}");
    }
}

#[tokio::test]
async fn too_many_results_are_not_shown() {
    let small = Limits { output: 10, ..limits() };
    assert_eq!(run("range(1e9)", "1", small).await, Err(Fault::TooMuch { limit: 10 }));
    assert_eq!(run("range(5)", "1", small).await.as_deref(), Ok("[0,1,2,3,4]"));
}

#[tokio::test]
async fn a_refused_filter_does_not_wait_for_its_input() {
    let large = format!("[{}1]", "1,".repeat(1 << 20));
    assert!(matches!(run(".[", &large, limits()).await, Err(Fault::Filter { .. })));
}

#[tokio::test]
async fn a_program_that_cannot_start_is_named() {
    let ended = filter::run(Path::new("/no/such/segue"), ".", ["1"], limits()).await;
    assert!(matches!(ended, Err(Fault::Broken { message }) if message.contains("No such file")));
}

#[tokio::test]
async fn the_environment_stays_outside() {
    use std::{io::Write, os::unix::fs::OpenOptionsExt, process::Stdio};

    let mut worker = std::process::Command::new(env!("CARGO_BIN_EXE_segue"));
    worker.args(["jq-worker", "--memory=2000000000", "--output=1000", "--seconds=60"]);
    worker.env("APPLE_MUSIC_DEVELOPER_TOKEN", "planted").stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut worker = worker.spawn().unwrap();
    let filter = "$ENV, env";
    let mut stdin = worker.stdin.take().unwrap();
    stdin.write_all(&(filter.len() as u64).to_le_bytes()).unwrap();
    stdin.write_all(format!("{filter}null").as_bytes()).unwrap();
    drop(stdin);
    assert_eq!(worker.wait_with_output().unwrap().stdout, b"{}\n{}\n");

    // What a program sees that is started as a worker: the tests' own variables are not among it.
    let script = std::env::temp_dir().join(format!("segue-environment-{}", std::process::id()));
    let mut file =
        std::fs::OpenOptions::new().write(true).create_new(true).mode(0o700).open(&script).unwrap();
    file.write_all(b"#!/bin/sh\ncat > /dev/null\nexport -p\necho end\n").unwrap();
    drop(file);
    let seen = filter::run(&script, ".", ["1"], limits()).await;
    std::fs::remove_file(&script).unwrap();
    let seen = String::from_utf8(seen.unwrap()).unwrap();
    assert!(std::env::var_os("CARGO_MANIFEST_DIR").is_some());
    assert!(seen.ends_with("end\n") && !seen.contains("CARGO"), "{seen}");
}

/// The workers that run with this limit of output.
fn workers(output: u64) -> usize {
    let mark = format!("--output {output} ");
    command_lines().iter().filter(|line| line.contains("jq-worker") && line.contains(&mark)).count()
}

#[cfg(target_os = "linux")]
fn command_lines() -> Vec<String> {
    let processes = std::fs::read_dir("/proc").unwrap();
    // A process may end between the look at the list and the look at it.
    let lines = processes.filter_map(|process| std::fs::read(process.unwrap().path().join("cmdline")).ok());
    lines.map(|line| String::from_utf8_lossy(&line).replace('\0', " ")).collect()
}

#[cfg(not(target_os = "linux"))]
fn command_lines() -> Vec<String> {
    let list = std::process::Command::new("ps").args(["-A", "-o", "args="]).output().unwrap();
    String::from_utf8_lossy(&list.stdout).lines().map(str::to_owned).collect()
}

async fn until(condition: impl Fn() -> bool) {
    while !condition() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}
