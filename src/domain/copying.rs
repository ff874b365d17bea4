//! What of a response goes to the clipboard, and as which text.
//!
//! A text from outside must not act where it is pasted: control and bidi characters are written out. Line breaks and tabs
//! between the values of JSON are layout, and stay.

use super::{
    json::Kind,
    pages::{NodeRef, Pages},
    quantity,
    visible::{is_hostile, visible},
};

/// The longest text, in bytes: in Base64 it is just under 100,000, beyond which terminals cut a sequence or drop it.
pub const MOST: usize = 70_000;

/// So many characters of a text are repeated when it is told what was copied.
const TOLD: usize = 60;

/// What of a value is copied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Part {
    /// A string decoded, a number or a word as it is; of what holds others, its JSON.
    Value,
    /// Its name in its object, or its number in its list.
    Key,
    /// The way to it, as jq would write it.
    Path,
    /// The way to it, as a JSON pointer.
    Pointer,
    /// Its JSON as the server wrote it, over all pages.
    Object,
}

/// A text for the clipboard, and in a few words what it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Copied {
    pub text: String,
    pub told: String,
}

/// Why nothing was copied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CopyFault {
    #[error("nothing was copied: {} are too long for a terminal; press {{key:save}} to save them to a file", quantity::bytes(*.0 as u64))]
    TooLong(usize),
}

/// A part of a value, as a text for the clipboard. A text that is too long is not made first.
///
/// # Errors
/// [`CopyFault::TooLong`] if it is over [`MOST`].
pub fn copied(pages: &Pages, node: NodeRef, part: Part) -> Result<Copied, CopyFault> {
    let document = pages.page(node).document();
    let size = match part {
        Part::Object | Part::Value => pages.merged_size(node),
        Part::Key | Part::Path | Part::Pointer => 0,
    };
    fitting(size)?;
    let (text, name) = match part {
        Part::Value => match document.text(node.node) {
            Some(text) => (visible(&text).into_owned(), "the value"),
            None => (json(pages, node), noun(document.kind(node.node))),
        },
        Part::Object => (json(pages, node), noun(document.kind(node.node))),
        Part::Key => match document.key(node.node) {
            Some(key) => (visible(&key).into_owned(), "the key"),
            None => (pages.index(node).to_string(), "the number"),
        },
        Part::Path if node == pages.root() => (".".to_owned(), "the path"),
        Part::Path => (visible(&pages.path(node)).into_owned(), "the path"),
        Part::Pointer => (visible(&pages.pointer(node)).into_owned(), "the JSON pointer"),
    };
    fitting(text.len())?;
    let told = match document.kind(node.node) {
        Kind::Object | Kind::Array if matches!(part, Part::Object | Part::Value) => {
            format!("{name}, {}", quantity::bytes(text.len() as u64))
        }
        _ => format!("{name} {}", beginning(&text)),
    };
    Ok(Copied { text, told })
}

fn fitting(size: usize) -> Result<(), CopyFault> {
    if size > MOST { Err(CopyFault::TooLong(size)) } else { Ok(()) }
}

const fn noun(kind: Kind) -> &'static str {
    match kind {
        Kind::Object => "the object",
        Kind::Array => "the list",
        Kind::String | Kind::Number | Kind::Bool | Kind::Null => "the value",
    }
}

/// The JSON of a value over all pages. What would act stands only in strings, where it is written as JSON escapes it.
fn json(pages: &Pages, node: NodeRef) -> String {
    let pieces = pages.merged(node);
    let bytes: Vec<u8> = pieces.into_iter().flat_map(|piece| pages.bytes(piece)).flatten().copied().collect();
    as_layout(&String::from_utf8_lossy(&bytes))
}

/// A text of many lines with all written out that would act, but for line breaks and tabs.
#[must_use]
pub fn as_layout(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let (line, end) = match line.strip_suffix('\n') {
            // A line break is one, whoever wrote it.
            Some(line) => (line.strip_suffix('\r').unwrap_or(line), "\n"),
            None => (line, ""),
        };
        for (at, piece) in line.split('\t').enumerate() {
            shown.push_str(if at > 0 { "\t" } else { "" });
            shown.push_str(&visible(piece));
        }
        shown.push_str(end);
    }
    shown
}

/// The first characters of a text on one line.
fn beginning(text: &str) -> String {
    let line: String = text.chars().map(|c| if is_hostile(c) { ' ' } else { c }).take(TOLD).collect();
    if line.chars().count() < text.chars().count() { format!("{line}…") } else { line }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        json::Document,
        pages::{Page, Provenance},
    };

    const FIRST: &str = "{\"data\": [\n\t{\"id\": \"1\", \"a b\": {\"n\u{202e}\": 1.10, \"t\": \"x\\n\\u001by \\u00e9\"}}\r\n],\n\"next\": \"/v1/x?offset=1\"}";

    fn page(text: &str) -> Page {
        Page::read(Document::parse(text.as_bytes()).unwrap(), Provenance::default())
    }

    /// Two pages of one list.
    fn pages() -> Pages {
        let mut pages = Pages::new(page(FIRST));
        let list = pages.top_list().unwrap();
        pages.join(list, page("{\"data\": [{\"id\": \"2\"}]}")).unwrap();
        pages
    }

    /// The value at a JSON pointer into the first page.
    fn at(pages: &Pages, path: &[&str]) -> NodeRef {
        let document = pages.page(pages.root()).document();
        let step = |node, key: &&str| match key.parse::<usize>() {
            Ok(number) => document.nth(node, number).unwrap(),
            Err(_) => document.member(node, key).unwrap(),
        };
        NodeRef { node: path.iter().fold(document.root(), step), ..pages.root() }
    }

    #[test]
    fn every_part_of_a_value_is_a_text() {
        let pages = pages();
        let number = ["data", "0", "a b", "n\u{202e}"];
        let text = ["data", "0", "a b", "t"];
        let cases = [
            (&number[..], Part::Value, "1.10", "the value 1.10"),
            (&number, Part::Object, "1.10", "the value 1.10"),
            (&number, Part::Key, "n\\u202e", "the key n\\u202e"),
            (
                &number,
                Part::Path,
                "data[0][\"a b\"][\"n\\u202e\"]",
                "the path data[0][\"a b\"][\"n\\u202e\"]",
            ),
            (&number, Part::Pointer, "/data/0/a b/n\\u202e", "the JSON pointer /data/0/a b/n\\u202e"),
            (&[], Part::Path, ".", "the path ."),
            (&[], Part::Pointer, "", "the JSON pointer "),
            (&text, Part::Value, "x\\n\\u001by é", "the value x\\n\\u001by é"),
            (&text, Part::Object, r#""x\n\u001by \u00e9""#, r#"the value "x\n\u001by \u00e9""#),
            (&["data", "0"], Part::Key, "0", "the number 0"),
            (
                &["data", "0", "a b"],
                Part::Value,
                "{\"n\\u202e\": 1.10, \"t\": \"x\\n\\u001by \\u00e9\"}",
                "the object, 43 B",
            ),
        ];
        for (path, part, text, told) in cases {
            let expected = Copied { text: text.to_owned(), told: told.to_owned() };
            assert_eq!(copied(&pages, at(&pages, path), part), Ok(expected), "{path:?} {part:?}");
        }
    }

    #[test]
    fn the_json_of_a_list_holds_the_items_of_all_pages_and_keeps_its_layout() {
        let pages = pages();
        let list = copied(&pages, at(&pages, &["data"]), Part::Object).unwrap();
        assert!(list.text.starts_with("[\n\t{\"id\": \"1\""), "{}", list.text);
        assert!(list.text.ends_with("}}\n,{\"id\": \"2\"}]"), "{}", list.text);
        let read: serde_json::Value = serde_json::from_str(&list.text).unwrap();
        assert_eq!(read.as_array().map(Vec::len), Some(2));
    }

    #[test]
    fn what_no_terminal_takes_is_refused_and_a_way_out_is_named() {
        let long = |length: usize| Pages::new(page(&format!("{{\"a\":\"{}\"}}", "x".repeat(length))));
        for part in [Part::Value, Part::Object] {
            let pages = long(MOST);
            let fault = copied(&pages, at(&pages, &["a"]), part).unwrap_err();
            assert_eq!(fault, CopyFault::TooLong(MOST + 2));
            assert!(fault.to_string().contains("press {key:save} to save them to a file"), "{fault}");
            let pages = long(MOST - 2);
            assert!(copied(&pages, at(&pages, &["a"]), part).is_ok());
        }
    }

    #[test]
    fn a_key_of_any_length_is_told_in_a_line() {
        let pages = Pages::new(page(&format!("{{\"{}\":1}}", "k".repeat(MOST + 1))));
        let node = NodeRef { node: crate::domain::json::NodeId(1), ..pages.root() };
        assert_eq!(copied(&pages, node, Part::Key), Err(CopyFault::TooLong(MOST + 1)));
        let pages = Pages::new(page(&format!("{{\"{}\":1}}", "k".repeat(100))));
        let told = copied(&pages, node, Part::Key).unwrap().told;
        assert_eq!(told, format!("the key {}…", "k".repeat(60)));
    }
}
