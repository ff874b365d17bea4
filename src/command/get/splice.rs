//! JSON as text that is cut and joined, and never written anew: numbers, keys and escapes stay as the server wrote them.

use std::ops::Range;

use super::list::List;
use crate::domain::json::{Document, NodeId};

/// The first page of a list, cut open where the items of the other pages go.
pub(super) struct Open {
    /// All before the end of the list.
    pub(super) head: Vec<u8>,
    /// All behind it, from what follows its closing bracket on.
    pub(super) tail: Vec<u8>,
    /// Whether the head has items.
    pub(super) has_items: bool,
}

/// Cuts a page open at the end of its list, and takes the list's `next` out.
pub(super) fn open(document: &Document, list: List) -> Open {
    let bytes = &document.part(0..document.size());
    let last = document.children(list.items).last();
    let array = document.range(list.items);
    let end = last.map_or(array.start + 1, |item| document.range(item).end);
    let cuts = nexts(document, list.owner);
    Open {
        head: without(bytes, 0..end, &cuts),
        tail: without(bytes, array.end..bytes.len(), &cuts),
        has_items: last.is_some(),
    }
}

/// Where the members `next` of an object stand, each with the comma that goes with it.
fn nexts(document: &Document, owner: NodeId) -> Vec<Range<usize>> {
    let members: Vec<_> = document.children(owner).collect();
    let is_next = |member: &NodeId| document.key(*member).is_some_and(|key| key == "next");
    let cut = |at: usize| {
        let member = members[at];
        // In front of all that stays there is no comma to take away, so the one behind goes.
        let is_in_front = members[..at].iter().all(is_next);
        match (members.get(at + 1), at.checked_sub(1)) {
            (Some(after), _) if is_in_front => document.member_start(member)..document.member_start(*after),
            (_, Some(before)) => document.range(members[before]).end..document.range(member).end,
            _ => document.member_start(member)..document.range(member).end,
        }
    };
    (0..members.len()).filter(|at| is_next(&members[*at])).map(cut).collect()
}

/// A part of the bytes without these ranges, which are in order.
fn without(bytes: &[u8], part: Range<usize>, cuts: &[Range<usize>]) -> Vec<u8> {
    let mut kept = Vec::with_capacity(part.len());
    let mut at = part.start;
    for cut in cuts.iter().filter(|cut| part.start <= cut.start && cut.end <= part.end) {
        kept.extend_from_slice(bytes.get(at..cut.start).unwrap_or_default());
        at = at.max(cut.end);
    }
    kept.extend_from_slice(bytes.get(at..part.end).unwrap_or_default());
    kept
}

/// A JSON text on one line, without the white space between its tokens.
pub(super) fn compact(text: &str) -> Vec<u8> {
    let mut compact = Vec::with_capacity(text.len());
    let (mut is_string, mut is_escaped) = (false, false);
    for byte in text.bytes() {
        if is_string || !byte.is_ascii_whitespace() {
            compact.push(byte);
        }
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' if is_string => is_escaped = true,
            b'"' => is_string = !is_string,
            _ => {}
        }
    }
    compact
}

#[cfg(test)]
mod tests {
    use super::super::list::Place;
    use super::*;

    fn document(text: &str) -> Document {
        Document::parse(text.as_bytes()).unwrap()
    }

    #[test]
    fn a_page_is_cut_open_at_the_end_of_its_list_and_loses_its_next() {
        let cases = [
            (r#"{"data":[1,2],"next":"/n"}"#, r#"{"data":[1,2"#, "}"),
            (r#"{"next":"/n","data":[1]}"#, r#"{"data":[1"#, "}"),
            (
                r#"{"a":1,"next":"/n","data":[],"meta":{"total":3}}"#,
                r#"{"a":1,"data":["#,
                r#","meta":{"total":3}}"#,
            ),
            (
                "{ \"next\" : \"/n\" ,\n \"data\" : [\n  1.10,\n  {\"next\":\"/m\"}\n ],\n \"z\" : 1\n}\n",
                "{ \"data\" : [\n  1.10,\n  {\"next\":\"/m\"}",
                ",\n \"z\" : 1\n}\n",
            ),
            (r#"{"n\u0065xt":"/n","data":[1],"next":"/n","next":"/m"}"#, r#"{"data":[1"#, "}"),
            (r#"{"next":"/n","next":"/m","data":[1]}"#, r#"{"data":[1"#, "}"),
            (r#"{"data":[1]}"#, r#"{"data":[1"#, "}"),
        ];
        for (text, head, tail) in cases {
            let document = document(text);
            let open = open(&document, Place::Top.find(&document).unwrap());
            assert_eq!(String::from_utf8(open.head).unwrap(), head, "{text}");
            assert_eq!(String::from_utf8(open.tail).unwrap(), tail, "{text}");
            assert_eq!(open.has_items, text.contains('1') && !text.contains("[]"), "{text}");
        }
    }

    #[test]
    fn only_the_lists_own_next_is_taken_out() {
        let text = r#"{"results":{"songs":{"next":"/n","data":[1],"href":"/h"}},"next":"/other"}"#;
        let document = document(text);
        let open = open(&document, Place::Group("songs".to_owned()).find(&document).unwrap());
        assert_eq!(String::from_utf8(open.head).unwrap(), r#"{"results":{"songs":{"data":[1"#);
        assert_eq!(String::from_utf8(open.tail).unwrap(), r#","href":"/h"}},"next":"/other"}"#);
    }

    #[test]
    fn white_space_goes_and_all_else_stays() {
        let cases = [
            ("{\n  \"a\" : [ 1.10 , 1e5 ],\t\"b c\" : \"d  e\"\r\n}", r#"{"a":[1.10,1e5],"b c":"d  e"}"#),
            (r#"{"a":" \" \\","b":" "}"#, r#"{"a":" \" \\","b":" "}"#),
            (r#" "\u00e9\/" "#, r#""\u00e9\/""#),
        ];
        for (text, expected) in cases {
            assert_eq!(String::from_utf8(compact(text)).unwrap(), expected);
        }
    }
}
