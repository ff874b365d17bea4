//! The checks as a document, `docs/checks.md`: made from the tables, so that it cannot say anything else.

use super::check::{self, Check, GivesWay, Ground};

const HEAD: &str = "# What the doctor looks for

Made from the tables in `src/domain/doctor/checks/` by `SEGUE_WRITE_DOCS=1 cargo test --test docs`; a test holds the two
together. An **error** explains a refusal, a **warn** is a suspicion or a date to keep in mind. Findings are told in the order of
their ranks, the lowest first; ties by id. Evidence is shown masked.

For all of them:

- What Apple accepted is not faulty, whatever its shape. Only a date or a warning stays.
- The server's time outranks the local clock.
- 429, 5xx and a network that fails judge no token.
- The Music User Token is blamed only after a request with the developer token alone was answered 2xx.

What Apple nowhere confirms says so under *source*.
";

/// The text of `docs/checks.md`.
#[must_use]
pub fn document() -> String {
    let mut text = String::from(HEAD);
    let checks = check::all();
    for ground in Ground::ALL {
        text.push_str(&format!("\n## {}\n\n", heading(ground)));
        text.push_str("| id | severity | rank | what it says | evidence | fix | gives way to | source |\n");
        text.push_str("|---|---|---|---|---|---|---|---|\n");
        checks.iter().filter(|check| check.ground == ground).for_each(|check| text.push_str(&row(check)));
    }
    text
}

const fn heading(ground: Ground) -> &'static str {
    match ground {
        Ground::Network => "The way to the server and back",
        Ground::SignIn => "A sign-in page",
        Ground::Key => "The private key",
        Ground::Request => "The request in question",
        Ground::DeveloperText => "The developer token as a text",
        Ground::DeveloperClaims => "The developer token's header, claims and signature",
        Ground::User => "The Music User Token",
        Ground::Server => "What Apple said to requests that were compared",
    }
}

fn row(check: &Check) -> String {
    let (severity, rank) = (check.severity.name(), check.rank.to_string());
    let gives_way = gives_way(check.gives_way);
    let cells =
        [check.id, severity, &rank, check.message, check.shown(), check.fix, &gives_way, check.source()];
    let cells: Vec<String> = cells.iter().map(|cell| plain(cell)).collect();
    format!("| {} |\n", cells.join(" | "))
}

fn gives_way(way: GivesWay) -> String {
    match way {
        GivesWay::ToNothing => String::new(),
        GivesWay::To(ids) => ids.join(", "),
        GivesWay::ToErrors => "any error in key, request or tokens".to_owned(),
        GivesWay::ToAnyDoubt => "any finding about key, request or developer token, but for DT051".to_owned(),
    }
}

/// A text in which nothing is markup.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '|' | '<' | '>' | '*' | '_' | '\\' | '`' | '[' | ']' | '#') {
            plain.push('\\');
        }
        plain.push(c);
    }
    plain
}
