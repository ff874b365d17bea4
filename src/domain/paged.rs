//! A value whole, as a text that a person reads in a pager: JSON in lines, strings decoded, nothing in it that would act.

use super::{
    copying::as_layout,
    json::Kind,
    pages::{NodeRef, Pages},
    quantity,
};

/// The longest JSON that is laid out for a pager, in bytes. More is for a file, and for other programs.
pub const MOST: usize = 16_000_000;

/// So many levels stand further to the right than the one around them; beyond, nobody sees where a line begins.
const DEEPEST: usize = 64;

/// Why there is nothing to read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{} are too long to lay out; {{key:save}} saves them to a file", quantity::bytes(*.0 as u64))]
pub struct TooLong(usize);

/// The text of a value, over all pages.
///
/// # Errors
/// [`TooLong`] if it is over [`MOST`].
pub fn paged(pages: &Pages, node: NodeRef) -> Result<String, TooLong> {
    let size = pages.merged_size(node);
    if size > MOST {
        return Err(TooLong(size));
    }
    let document = pages.page(node).document();
    if document.kind(node.node) == Kind::String {
        return Ok(as_layout(&document.text(node.node).unwrap_or_default()));
    }
    let pieces = pages.merged(node).into_iter().flat_map(|piece| pages.bytes(piece));
    let json: Vec<u8> = pieces.flatten().copied().collect();
    Ok(as_layout(&laid_out(&String::from_utf8_lossy(&json))))
}

/// JSON with a line for each member and item. Nothing else of it changes: no number, no escape, no order.
#[must_use]
pub fn laid_out(json: &str) -> String {
    let mut text = String::with_capacity(json.len() * 2);
    let (mut depth, mut is_in_string, mut is_escaped) = (0_usize, false, false);
    let mut rest = json.chars().filter(|c| !matches!(c, '\n' | '\r' | '\t')).peekable();
    while let Some(c) = rest.next() {
        if is_in_string {
            text.push(c);
            is_in_string = is_escaped || c != '"';
            is_escaped = !is_escaped && c == '\\';
            continue;
        }
        match c {
            ' ' => continue,
            '{' | '[' => {
                text.push(c);
                while rest.next_if_eq(&' ').is_some() {}
                let closes = if c == '{' { '}' } else { ']' };
                match rest.next_if_eq(&closes) {
                    Some(end) => text.push(end),
                    None => {
                        depth += 1;
                        begin_line(&mut text, depth);
                    }
                }
            }
            '}' | ']' => {
                depth = depth.saturating_sub(1);
                begin_line(&mut text, depth);
                text.push(c);
            }
            ',' => {
                text.push(c);
                begin_line(&mut text, depth);
            }
            ':' => text.push_str(": "),
            c => {
                is_in_string = c == '"';
                text.push(c);
            }
        }
    }
    text
}

fn begin_line(text: &mut String, depth: usize) {
    text.push('\n');
    text.extend(std::iter::repeat_n("  ", depth.min(DEEPEST)));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        json::Document,
        pages::{Page, Provenance},
    };

    #[test]
    fn json_is_laid_out_and_nothing_else_of_it_changes() {
        let table = [
            ("{}", "{}"),
            ("[ ]", "[]"),
            ("-1.50e3", "-1.50e3"),
            (
                r#"{"a":[1,{"b":"x, \"y\": {\\"}],"c":{}}"#,
                "{\n  \"a\": [\n    1,\n    {\n      \"b\": \"x, \\\"y\\\": {\\\\\"\n    }\n  ],\n  \"c\": {}\n}",
            ),
            ("{ \n\t\"a\" : true }", "{\n  \"a\": true\n}"),
        ];
        for (json, expected) in table {
            assert_eq!(laid_out(json), expected, "{json}");
            assert_eq!(laid_out(&laid_out(json)), expected, "{json}");
        }
    }

    #[test]
    fn a_string_is_decoded_and_what_would_act_is_written_out() {
        let of = |text: &str| {
            let page = Page::read(Document::parse(text.as_bytes()).unwrap(), Provenance::default());
            let pages = Pages::new(page);
            paged(&pages, pages.root()).unwrap()
        };
        assert_eq!(of(r#""one\ntwo\u001b[31m""#), "one\ntwo\\u001b[31m");
        assert_eq!(of("[\"a\u{202e}b\"]"), "[\n  \"a\\u202eb\"\n]");
    }
}
