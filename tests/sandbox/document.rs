//! `docs/sandbox.md`: its examples do what it says.

use crate::{Bench, Options};

/// One `curl …  # status` of the document.
struct Example<'a> {
    method: &'a str,
    path: &'a str,
    body: &'a str,
    status: u16,
}

impl<'a> Example<'a> {
    fn read(line: &'a str) -> Self {
        let (command, status) = line.rsplit_once('#').unwrap();
        let after = |option: &str| command.split_once(option).map(|(_, rest)| rest);
        let method = after("-X ").map_or("GET", |rest| rest.split(' ').next().unwrap());
        let body = after("-d '").map_or("", |rest| rest.split('\'').next().unwrap());
        let path = after("$SANDBOX").unwrap().split(['"', ' ']).next().unwrap();
        Self { method, path, body, status: status.trim().parse().unwrap() }
    }
}

#[tokio::test]
async fn each_example_answers_with_the_status_beside_it() {
    let bench = Bench::with(Options { token_free: true, ..Options::default() }).await;
    let document = include_str!("../../docs/sandbox.md");
    let block = document.split("```curl\n").nth(1).unwrap().split("```").next().unwrap();
    assert!(block.lines().count() > 8);
    for line in block.lines() {
        let example = Example::read(line);
        let reply = bench.send(example.method, example.path, &[], example.body).await;
        assert_eq!(reply.status, example.status, "{line}\n{}", reply.text);
    }
}
