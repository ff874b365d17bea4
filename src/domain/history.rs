//! Requests that were sent, as they are remembered from run to run: one line of JSON each, and no secret in any.
//!
//! Lines are read as they are found: one that was torn by a crash or written by another program is passed over.

use super::{
    quantity,
    request::{Draft, Method, Request, Toggle},
};

/// So many requests are remembered.
pub const MOST: usize = 500;

/// A body over this is a file's worth, and is not kept.
pub const MOST_BODY: usize = 16_000;

/// A request that was sent, and what came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// When, in milliseconds since the epoch.
    pub at: i64,
    /// The profile that it was sent with.
    pub profile: String,
    /// What was sent, as it could be typed again.
    pub draft: Draft,
    /// The answer's status; none if none came.
    pub status: Option<u16>,
    /// How long it took, in milliseconds.
    pub millis: u64,
    /// The body was too long, or something in the request was secret, and is not in the draft.
    pub is_partial: bool,
}

/// An entry as its line holds it. Names are short, and stay: other versions read them.
#[derive(serde::Serialize, serde::Deserialize)]
struct Line {
    at: i64,
    #[serde(default)]
    profile: String,
    method: Method,
    path: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    developer: Toggle,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    user: Toggle,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    headers: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    body: String,
    #[serde(default)]
    status: Option<u16>,
    #[serde(default)]
    ms: u64,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    partial: bool,
}

impl Entry {
    /// What is remembered of a request.
    #[must_use]
    pub fn of(request: &Request, profile: &str, at: i64, status: Option<u16>, millis: u64) -> Self {
        let mut draft = Draft::of(request);
        let is_partial = draft.body.len() > MOST_BODY;
        if is_partial {
            draft.body.clear();
        }
        Self { at, profile: profile.to_owned(), draft, status, millis, is_partial }
    }

    /// Its line, with the newline.
    #[must_use]
    pub fn line(&self) -> String {
        let Draft { method, path, developer, user, headers, body } = self.draft.clone();
        let line = Line {
            at: self.at,
            profile: self.profile.clone(),
            method,
            path,
            developer,
            user,
            headers,
            body,
            status: self.status,
            ms: self.millis,
            partial: self.is_partial,
        };
        // Nothing in a line can fail to be written as JSON.
        serde_json::to_string(&line).unwrap_or_default() + "\n"
    }

    fn read(line: &[u8]) -> Option<Self> {
        let line: Line = serde_json::from_slice(line).ok()?;
        let Line { at, profile, method, path, developer, user, headers, body, status, ms, partial } = line;
        let draft = Draft { method, path, developer, user, headers, body };
        let is_entry = !draft.path.trim().is_empty();
        is_entry.then_some(Self { at, profile, draft, status, millis: ms, is_partial: partial })
    }

    /// What came of it and how long ago that is, in a few words: `200 · 5 min ago`.
    #[must_use]
    pub fn told(&self, now: i64) -> String {
        let status = self.status.map_or_else(|| "no answer".to_owned(), |status| status.to_string());
        format!("{status} · {}", quantity::ago(now.saturating_sub(self.at).div_euclid(1000)))
    }
}

/// The entries in some lines, oldest first, at most the newest [`MOST`]. What is no entry is passed over.
#[must_use]
pub fn read(lines: &[u8]) -> Vec<Entry> {
    let mut entries: Vec<_> =
        lines.split(|byte| *byte == b'\n').rev().filter_map(Entry::read).take(MOST).collect();
    entries.reverse();
    entries
}

/// The entries to choose from: newest first, each request once.
#[must_use]
pub fn choices(entries: &[Entry]) -> Vec<Entry> {
    let mut chosen: Vec<Entry> = Vec::new();
    for entry in entries.iter().rev() {
        if !chosen.iter().any(|known| known.draft == entry.draft) {
            chosen.push(entry.clone());
        }
    }
    chosen
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::request::Tokens;
    use proptest::prelude::*;

    fn entry(path: &str) -> Entry {
        let draft = Draft { path: path.to_owned(), ..Draft::default() };
        Entry {
            at: 1,
            profile: "sandbox".to_owned(),
            draft,
            status: Some(200),
            millis: 42,
            is_partial: false,
        }
    }

    #[test]
    fn a_line_is_short_and_stays_the_same() {
        let line = "{\"at\":1,\"profile\":\"sandbox\",\"method\":\"GET\",\"path\":\"/v1/x\",\"status\":200,\"ms\":42}\n";
        assert_eq!(entry("/v1/x").line(), line);
    }

    #[test]
    fn what_is_no_entry_is_passed_over() {
        let (one, two) = (entry("/v1/one"), entry("/v1/two"));
        let mut text = format!("{}\n\u{0}\nnull\n[1]\n{{\"at\":\"x\"}}\n", one.line()).into_bytes();
        text.extend(b"\xff\xfe{}\n{\"at\":3,\"method\":\"BREW\",\"path\":\"/v1/pot\"}\n");
        text.extend(two.line().bytes());
        text.extend(br#"{"at":1,"profile":"sandbox","method":"GET","pa"#);
        assert_eq!(read(&text), [one, two]);
    }

    #[test]
    fn the_newest_ones_are_kept() {
        let text: String = (0..MOST + 7).map(|n| entry(&format!("/v1/{n}")).line()).collect();
        let read = read(text.as_bytes());
        assert_eq!((read.len(), read[0].draft.path.as_str()), (MOST, "/v1/7"));
    }

    #[test]
    fn each_request_is_offered_once_newest_first() {
        let entries = [entry("/v1/a"), entry("/v1/b"), Entry { at: 9, ..entry("/v1/a") }];
        let chosen = choices(&entries);
        let shown: Vec<_> = chosen.iter().map(|entry| (entry.at, entry.draft.path.as_str())).collect();
        assert_eq!(shown, [(9, "/v1/a"), (1, "/v1/b")]);
    }

    #[test]
    fn a_long_body_is_left_out_and_said_to_be() {
        let request = Request {
            method: Method::Post,
            target: "/v1/me/library".to_owned(),
            tokens: Tokens { developer: true, user: true },
            headers: vec![("Content-Type".to_owned(), "application/json".to_owned())],
            body: Some(" ".repeat(MOST_BODY + 1)),
        };
        let entry = Entry::of(&request, "work", 5, None, 7);
        assert_eq!((entry.draft.body.as_str(), entry.is_partial), ("", true));
        assert_eq!(read(entry.line().as_bytes()), [entry]);
    }

    #[test]
    fn an_entry_tells_what_came_of_it_and_when() {
        let second = 1000;
        let cases = [
            (0, "200 · just now"),
            (59, "200 · just now"),
            (300, "200 · 5 min ago"),
            (200_000, "200 · 2 days ago"),
        ];
        for (after, expected) in cases {
            assert_eq!(entry("/v1/x").told(1 + after * second), expected);
        }
        assert_eq!(Entry { status: None, ..entry("/v1/x") }.told(-5000), "no answer · just now");
    }

    proptest! {
        #[test]
        fn any_draft_comes_back(path in ".{1,40}", headers in ".{0,40}", body in "(?s).{0,40}", user in any::<Option<bool>>()) {
            prop_assume!(!path.trim().is_empty());
            let draft = Draft { path, headers, body, user, method: Method::Put, developer: None };
            let entry = Entry { draft, ..entry("/") };
            prop_assert_eq!(read(entry.line().as_bytes()), [entry]);
        }

        #[test]
        fn any_bytes_are_read(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            prop_assert!(read(&bytes).len() <= MOST);
        }
    }
}
