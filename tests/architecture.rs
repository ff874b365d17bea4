//! Who may import whom, as a table, and the check that the sources keep to it.
//!
//! The check reads the sources as text: it blanks comments, strings and `#[cfg(test)]` modules, expands `use` trees, and
//! compares every path's first segments with the table. A fault reads `src/ui/tree.rs: ui may not import adapter (line
//! 12)`.
#![expect(clippy::unwrap_used, reason = "a helper of a test fails by panicking, as the test does")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use self::scan::{Import, imports, tokens};

#[path = "architecture/scan.rs"]
mod scan;
#[path = "architecture/sentences.rs"]
mod sentences;

/// What a room may import: its own things always, else paths that begin like one of these.
struct Room {
    name: &'static str,
    rooms: &'static [&'static str],
    crates: &'static [&'static str],
}

/// The table of `docs/architecture.md`. To add a line here is to change the design: say why in the commit.
const TABLE: &[Room] = &[
    // Declares the rooms, and imports none.
    Room { name: "lib", rooms: &[], crates: &[] },
    Room { name: "main", rooms: &["cli", "command"], crates: &["anyhow", "clap"] },
    Room { name: "cli", rooms: &["domain"], crates: &["clap"] },
    Room {
        name: "command",
        rooms: &["cli", "runtime", "adapter", "domain", "sandbox", "signin"],
        // jaq and rustix: the jq worker is a command of its own, which bounds itself before it runs a filter.
        crates: &[
            "anyhow",
            "jaq_core",
            "jaq_json",
            "jaq_std",
            "rustix",
            "serde",
            "serde_json",
            "thiserror",
            "tokio",
            // Columns of a text that goes to standard output.
            "unicode_width",
            "url",
        ],
    },
    Room {
        name: "runtime",
        rooms: &["app", "ui", "adapter", "domain", "sandbox", "signin"],
        crates: &["futures_util", "jsonwebtoken", "memchr", "serde_json", "thiserror", "tokio", "url"],
    },
    Room {
        name: "ui",
        rooms: &["app", "domain"],
        crates: &["ratatui", "tui_textarea", "unicode_segmentation", "unicode_width"],
    },
    Room {
        name: "adapter",
        rooms: &["app::event", "domain"],
        crates: &[
            // Random numbers for addresses that nobody can guess.
            "aws_lc_rs::rand",
            "base64",
            "crossterm",
            "etcetera",
            "flate2",
            "futures_util",
            "jsonwebtoken",
            "ratatui",
            "reqwest",
            "nix",
            "rustix",
            "rustls",
            "rustls_platform_verifier",
            "serde",
            "serde_json",
            "signal_hook",
            "thiserror",
            "tokio",
            "toml",
            "url",
            "x509_parser",
            "zeroize",
        ],
    },
    Room {
        name: "signin",
        rooms: &["domain"],
        crates: &["axum", "serde", "serde_json", "thiserror", "tokio", "url"],
    },
    Room {
        name: "app",
        rooms: &["domain"],
        crates: &[
            "ratatui::layout",
            "textwrap",
            "thiserror",
            "tui_textarea",
            "unicode_segmentation",
            "unicode_width",
        ],
    },
    Room {
        name: "domain",
        rooms: &[],
        crates: &[
            "aho_corasick",
            // Whether a key made a signature is a computation like a hash.
            "aws_lc_rs",
            "base64",
            "httpdate",
            "memchr",
            "nucleo_matcher",
            "percent_encoding",
            // A pattern to search for is one; its syntax tells where one that cannot be read goes wrong.
            "regex",
            "regex_syntax",
            "serde",
            "serde_json",
            "sha2",
            "simdutf8",
            "thiserror",
            "toml",
            // Changes a configuration's text and keeps its comments.
            "toml_edit",
            "unicode_segmentation",
            "unicode_width",
            "url",
            "zeroize",
        ],
    },
    // None of ours: shared types would make one mistake right on both sides.
    Room {
        name: "sandbox",
        rooms: &[],
        crates: &[
            "axum",
            "base64",
            "flate2",
            "futures_util",
            // A server whose clock is wrong on purpose writes its own Date.
            "httpdate",
            "jsonwebtoken",
            "percent_encoding",
            "serde",
            "serde_json",
            "sha2",
            "thiserror",
            "tokio",
            "url",
        ],
    },
];

/// Rooms whose functions decide from their arguments alone, and what of `std` would let the world in.
const PURE: &[&str] = &["domain", "app", "ui"];
const IMPURE: &[&str] =
    &["std::env", "std::fs", "std::net", "std::process", "std::time::Instant", "std::time::SystemTime"];

/// Crates that a file or a few alone may name, so that they can be replaced.
const HIDDEN: &[(&str, &[&str])] = &[
    (
        "reqwest",
        &[
            "src/adapter/http/client.rs",
            "src/adapter/http/failure.rs",
            "src/adapter/http/incoming.rs",
            "src/adapter/http/request.rs",
        ],
    ),
    // A verifier can change who is trusted, so there is one place to look at.
    ("rustls", &["src/adapter/http/verifier.rs"]),
    ("rustls_platform_verifier", &["src/adapter/http/verifier.rs"]),
    ("x509_parser", &["src/adapter/http/verifier.rs"]),
    ("toml_edit", &["src/domain/profile/edit.rs"]),
    ("jaq_core", &["src/command/jq/interpreter.rs"]),
    ("jaq_std", &["src/command/jq/interpreter.rs"]),
    ("jaq_json", &["src/command/jq/interpreter.rs", "src/command/jq/text.rs"]),
    ("crossterm", &["src/adapter/terminal.rs"]),
];

#[test]
fn rooms_import_only_what_the_table_allows() {
    let crates = dependencies();
    let faults: Vec<String> = sources().iter().flat_map(|(path, text)| faults(path, text, &crates)).collect();
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn every_file_says_what_it_is_for() {
    for (path, text) in sources() {
        assert!(text.starts_with("//! "), "{path}: the first line must be `//! what this file is for`");
    }
}

#[test]
fn no_module_is_a_mod_rs() {
    let found: Vec<_> = sources().into_iter().filter(|(path, _)| path.ends_with("/mod.rs")).collect();
    assert!(found.is_empty(), "name it after its folder, beside it: {found:?}");
}

#[test]
fn planted_faults_are_found() {
    let crates = ["ratatui", "reqwest", "crossterm", "tokio", "url"].map(str::to_owned).into();
    let table = [
        ("src/ui/tree.rs", "use crate::adapter::http;", "ui may not import adapter::http (line 1)"),
        (
            "src/ui.rs",
            "use crate::{\n    app::Model,\n    runtime,\n};",
            "ui may not import runtime (line 3)",
        ),
        (
            "src/adapter/a.rs",
            "use crate::app::{event::Key, Model};",
            "adapter may not import app::Model (line 1)",
        ),
        ("src/adapter/a.rs", "use crate::app;", "adapter may not import app (line 1)"),
        (
            "src/domain/a.rs",
            "\n\nfn f() -> crate::app::Model {}",
            "domain may not import app::Model (line 3)",
        ),
        ("src/domain.rs", "use super::sandbox;", "domain may not import sandbox (line 1)"),
        ("src/domain/a/b.rs", "use super::super::super::ui::x;", "domain may not import ui::x (line 1)"),
        ("src/sandbox.rs", "use crate::domain::json as j;", "sandbox may not import domain::json (line 1)"),
        ("src/main.rs", "use segue::domain::json;", "main may not import domain::json (line 1)"),
        (
            "src/app.rs",
            "use ratatui::{layout::Rect, style::Style};",
            "app may not import ratatui::style (line 1)",
        ),
        ("src/app.rs", "fn f() { ::tokio::spawn(x) }", "app may not import tokio::spawn (line 1)"),
        (
            "src/app.rs",
            "use std::time::{Duration, Instant};",
            "app may not import std::time::Instant (line 1)",
        ),
        ("src/app.rs", "use std::time;", "app may not import std::time (line 1)"),
        ("src/ui.rs", "fn f() { std::fs::read(p) }", "ui may not import std::fs (line 1)"),
        ("src/domain.rs", "use std::{env::var, fmt};", "domain may not import std::env (line 1)"),
        (
            "src/adapter/a.rs",
            "use crossterm::event;",
            "only src/adapter/terminal.rs may import crossterm (line 1)",
        ),
        ("src/other/a.rs", "", "the room other is not in the table"),
    ];
    for (path, text, expected) in table {
        assert_eq!(faults(path, text, &crates), [format!("{path}: {expected}")], "{text}");
    }
}

#[test]
fn what_is_allowed_or_no_import_is_no_fault() {
    let crates = ["ratatui", "reqwest", "tokio", "url"].map(str::to_owned).into();
    let table = [
        (
            "src/ui/tree.rs",
            "use crate::app::Model; use crate::ui::theme; use ratatui::style::Style; use super::x;",
        ),
        ("src/adapter/a.rs", "use crate::app::event::{self, Key}; use crate::domain::{json, link};"),
        ("src/app.rs", "use ratatui::layout::{Rect, Size}; use std::{time::Duration, fmt}; mod tree;"),
        ("src/domain.rs", "// use crate::app;\n/* crate::ui::x /* nested */ */ /// [`crate::app::Model`]\n"),
        (
            "src/domain.rs",
            r###"fn f() { ("crate::ui", r#"crate::ui "x" "#, b"crate::ui\"", '"', "crate::ui") }"###,
        ),
        ("src/domain.rs", "fn f<'a>(x: &'a str) -> &'a str { x } // 'crate::ui'"),
        ("src/domain.rs", "#[cfg(test)]\nmod tests { use crate::ui::{a, b}; fn f() { crate::app::g() } }"),
        ("src/domain.rs", "#[cfg(test)]\nuse crate::ui;"),
        ("src/domain.rs", "fn f(url: Url) { mine::tokio::spawn(); url.path() }"),
    ];
    for (path, text) in table {
        assert_eq!(faults(path, text, &crates), Vec::<String>::new(), "{text}");
    }
    let after = "#[cfg(test)]\nmod tests { fn f() { \"}\"; } }\nuse crate::ui;";
    assert_eq!(faults("src/domain.rs", after, &crates), ["src/domain.rs: domain may not import ui (line 3)"]);
}

/// Every source file: its path from the manifest with `/`, and its text.
///
/// Modules of tests are left out: they are not part of the program.
fn sources() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folders = vec![root.join("src")];
    let mut files: Vec<PathBuf> = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs")
                && !path.ends_with("tests.rs")
            {
                files.push(path);
            }
        }
    }
    files.sort();
    assert!(files.len() > 10, "the sources were not found");
    let name = |path: &Path| path.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/");
    files.iter().map(|path| (name(path), fs::read_to_string(path).unwrap())).collect()
}

/// The names under which the manifest's dependencies are imported, those of tests too.
fn dependencies() -> BTreeSet<String> {
    let manifest: toml::Table = include_str!("../Cargo.toml").parse().unwrap();
    let names =
        |section: &str| manifest[section].as_table().unwrap().keys().map(|name| name.replace('-', "_"));
    names("dependencies").chain(names("dev-dependencies")).collect()
}

/// What this file imports against the table.
fn faults(path: &str, text: &str, crates: &BTreeSet<String>) -> Vec<String> {
    let module = module_of(path);
    let name = module.first().map_or("lib", String::as_str);
    let Some(room) = TABLE.iter().find(|room| room.name == name) else {
        return vec![format!("{path}: the room {name} is not in the table")];
    };
    let mut faults = Vec::new();
    for import in imports(&tokens(text)) {
        if let Some(fault) = fault(path, &module, room, &import, crates) {
            faults.push(format!("{path}: {fault} (line {})", import.line));
        }
    }
    faults.dedup();
    faults
}

fn fault(
    path: &str,
    module: &[String],
    room: &Room,
    import: &Import,
    crates: &BTreeSet<String>,
) -> Option<String> {
    let head = import.segments[0].as_str();
    let refused = |shown: &[String]| {
        let shown = &shown[..shown.len().min(2)];
        Some(format!("{} may not import {}", room.name, shown.join("::")))
    };
    if let Some(ours) = within_crate(module, &import.segments) {
        let own = ours.first().is_none_or(|first| first == room.name || !is_room(first));
        return if own || allowed(&ours, room.rooms) { None } else { refused(&ours) };
    }
    if head == "std" && PURE.contains(&room.name) {
        let impure = IMPURE.iter().find(|impure| may_reach(&import.segments, impure))?;
        let shown = impure.split("::").count().min(import.segments.len());
        return Some(format!("{} may not import {}", room.name, import.segments[..shown].join("::")));
    }
    if !crates.contains(head) {
        return None;
    }
    if !allowed(&import.segments, room.crates) {
        return refused(&import.segments);
    }
    let (_, files) = HIDDEN.iter().find(|(hidden, _)| *hidden == head)?;
    (!files.contains(&path)).then(|| format!("only {} may import {head}", files.join(" and ")))
}

fn is_room(name: &str) -> bool {
    TABLE.iter().any(|room| room.name == name)
}

/// Whether the path begins with one of these.
fn allowed(segments: &[String], prefixes: &[&str]) -> bool {
    prefixes.iter().any(|prefix| {
        let mut rest = segments.iter();
        prefix.split("::").all(|part| rest.next().is_some_and(|segment| segment == part))
    })
}

/// Whether the path is that one, something in it, or a module through which it can be named.
fn may_reach(segments: &[String], target: &str) -> bool {
    segments.len() > 1
        && segments.iter().zip(target.split("::")).all(|(segment, part)| segment == part || segment == "*")
}

/// `src/ui/tree.rs` is `ui::tree`; the crate's root is empty, and the binary's `main`.
fn module_of(path: &str) -> Vec<String> {
    let inner = path.trim_start_matches("src/").trim_end_matches(".rs");
    if inner == "lib" { Vec::new() } else { inner.split('/').map(str::to_owned).collect() }
}

/// The path from the crate's root, if it is one of ours.
fn within_crate(module: &[String], segments: &[String]) -> Option<Vec<String>> {
    match segments[0].as_str() {
        "crate" | "segue" => Some(segments[1..].to_vec()),
        "super" => {
            let up = segments.iter().take_while(|segment| *segment == "super").count();
            let base = &module[..module.len().saturating_sub(up)];
            Some([base, &segments[up..]].concat())
        }
        _ => None,
    }
}
