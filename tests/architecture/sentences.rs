//! Every key can be chosen anew, so no sentence has a key in it: `{key:send-again}` stands there instead.

use regex::Regex;
use segue::app::keymap::{Action, Context};

use super::{scan::strings, sources};

/// The rooms whose sentences show where keys are.
const ROOMS: [&str; 5] = ["domain", "app", "ui", "adapter", "runtime"];

/// Files that are about keys themselves: how they are written, arrive and are documented.
const ABOUT_KEYS: [&str; 7] = [
    "src/app/keymap.rs",
    "src/app/keymap/effective.rs",
    "src/app/keymap/notation.rs",
    "src/app/keymap/table.rs",
    "src/app/present.rs",
    "src/domain/profile/keys.rs",
    "src/domain/profile/settings.rs",
];

/// What a key in a sentence looks like: its name, what stands behind `press`, or a sign that does something.
fn bare() -> Regex {
    let name = r"\b(Esc|Enter|Tab|Backspace|PgUp|PgDn|F\d{1,2}|Shift-Tab|(Ctrl|Alt)-\S)\b";
    let pressed = r"\b[Pp]ress [^{ ]+\b";
    let acts = r"(^|[.;:,(] |\band |→ )([A-Za-z=/?:|*\[\]-]|[yLm] \S) [a-z]+s\b";
    Regex::new(&format!("{name}|{pressed}|{acts}")).unwrap()
}

#[test]
fn no_sentence_has_a_key_in_it() {
    let bare = bare();
    let mut found = Vec::new();
    for (path, text) in sources() {
        let is_shown =
            path.split('/').nth(1).is_some_and(|room| ROOMS.contains(&room.trim_end_matches(".rs")));
        if !is_shown || path.contains("/tests/") || ABOUT_KEYS.contains(&path.as_str()) {
            continue;
        }
        let keys = strings(&text).into_iter().filter(|(text, _)| bare.is_match(text.trim_matches('"')));
        found.extend(keys.map(|(text, line)| format!("{path}:{line}: {text}")));
    }
    assert!(found.is_empty(), "name what the key does, as in `press {{key:save}}`:\n{}", found.join("\n"));
}

#[test]
fn a_key_in_a_sentence_is_found() {
    let bare = bare();
    for sentence in [
        "a allows it",
        "which is not this profile's server: a allows it",
        "d shows the whole examination",
        "s saves them to a file",
        "it is held; = compares",
        "or press y s to print it",
        "Press r to send it again.",
        "F9 begins",
        "the step is under way; F4 gives the rest of it up",
        "Esc stops and keeps",
        "and Ctrl-x u in the request",
        "Tab other",
        "here; y o copies it",
    ] {
        assert!(bare.is_match(sentence), "{sentence}");
    }
    for sentence in ["press {key:save} to save", "{on} goes on", "a token", "Entering", "a list of songs"] {
        assert!(!bare.is_match(sentence), "{sentence}");
    }
}

#[test]
fn every_key_that_is_named_is_that_of_an_action() {
    let mark = Regex::new(r"\{key:(?:([a-z-]+)\.)?([a-z0-9-]+)\}").unwrap();
    let mut count = 0;
    for (path, text) in sources().into_iter().filter(|(path, _)| !path.ends_with("wording.rs")) {
        for (text, line) in strings(&text) {
            for found in mark.captures_iter(text) {
                let context = found.get(1).is_none_or(|context| Context::named(context.as_str()).is_some());
                assert!(context && Action::named(&found[2]).is_some(), "{path}:{line}: {}", &found[0]);
                count += 1;
            }
        }
    }
    assert!(count > 20, "{count}");
}
