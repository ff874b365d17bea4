//! Bodies that are meant to hurt: too deep, too long, too many, and not what they say. Large ones are made and fed in
//! pieces, as they would come over the wire.
#![expect(clippy::unwrap_used, reason = "a helper of a test fails by panicking, as the test does")]

use proptest::prelude::*;
use segue::domain::{
    json::{Builder, Document, Fault, Kind, MAX_DEPTH, Malformed, NodeId, Reason},
    pages::{Item, NodeRef, Outline, Page, Pages, Provenance, Shape},
};

/// What the wire hands over at once.
const PIECE: usize = 64 << 10;

/// Feeds `head`, then `item` so many times, then `tail`, in pieces of the wire's size.
fn fed(head: &[u8], item: &[u8], count: usize, tail: &[u8]) -> Result<Document, Box<Malformed>> {
    let mut builder = Builder::new();
    builder.push(head);
    let at_once = (PIECE / item.len()).clamp(1, count);
    let piece = item.repeat(at_once);
    for _ in 0..count / at_once {
        builder.push(&piece);
    }
    builder.push(&item.repeat(count % at_once));
    builder.push(tail);
    builder.finish()
}

fn fault(text: &[u8]) -> Fault {
    Document::parse(text).unwrap_err().fault
}

fn tree(document: Document) -> (Pages, Outline) {
    let pages = Pages::new(Page::read(document, Provenance::default()));
    let outline = Outline::new(&pages, Shape::Typed);
    (pages, outline)
}

/// Unfolds everything, and looks at rows at both ends and in the middle.
fn assert_unfolds(document: Document, rows: usize) {
    let (pages, mut outline) = tree(document);
    outline.set_all(&pages, true);
    assert_eq!(outline.len(), rows);
    for row in [0, rows / 2, rows - 1] {
        let item = outline.item(&pages, row).unwrap();
        assert_eq!(outline.position(&pages, item), Some(row));
        assert!(outline.end(&pages, row) > row);
    }
    assert_eq!(outline.item(&pages, rows), None);
    outline.set_all(&pages, false);
    assert_eq!(outline.len(), 1);
}

#[test]
fn a_million_brackets_are_refused_at_the_limit_and_what_came_before_unfolds() {
    for (item, deepest) in [(&b"["[..], MAX_DEPTH), (b"{\"a\":", MAX_DEPTH), (b"[{\"a\":", MAX_DEPTH)] {
        let malformed = fed(b"", item, 1_000_000, b"").unwrap_err();
        assert_eq!(malformed.fault.reason, Reason::TooDeep);
        let beginning = malformed.beginning.unwrap();
        assert_eq!(beginning.len(), deepest);
        let (pages, mut outline) = tree(beginning);
        outline.set_all(&pages, true);
        assert_eq!(outline.len(), deepest - 1);
        // Levels are counted as far as a screen can indent them.
        assert_eq!(outline.row(&pages, deepest - 2).unwrap().depth, 64);
        assert_eq!(outline.parent(&pages, deepest - 2), Some(deepest - 3));
    }
}

#[test]
fn a_hundred_megabytes_on_one_line_are_indexed_and_their_fault_is_found() {
    let item = br#"{"id":"1440000000","type":"songs","attributes":{"name":"Low Tide Letters"},"padding":""#;
    let item = [&item[..], &[b'x'; 1_000], b"\"},"].concat();
    let count = 100_000_000 / item.len();
    let document = fed(b"{\"data\":[", &item, count, b"0]}").unwrap();
    let data = document.member(document.root(), "data").unwrap();
    assert_eq!(document.count(data), count + 1);
    let last = document.nth(data, count - 1).unwrap();
    assert_eq!(
        (document.text_at(last, &["id"]).as_deref(), document.ordinal(last)),
        (Some("1440000000"), count - 1)
    );
    // Items, what is inside them, the list and the number at its end.
    assert_unfolds(document, count * 6 + 2);

    let fault = fed(b"{\"data\":[", &item, count, b"]}").unwrap_err().fault;
    assert_eq!((fault.reason, fault.position.line), (Reason::TrailingComma, 1));
    assert_eq!(fault.position.column, 10 + count * item.len());
}

#[test]
fn one_string_of_fifty_megabytes_is_shown_by_its_beginning() {
    let document = fed(b"[\"", "é\\n".as_bytes(), 12_500_000, b"\",1]").unwrap();
    let text = NodeId(1);
    assert_eq!((document.len(), document.size()), (3, 50_000_006));
    assert_eq!(document.range(text), 1..50_000_003);
    assert_eq!(document.raw_start(text, 7), "\"é\\né");
    assert_eq!(document.integer(NodeId(2)), Some(1));
    let (pages, outline) = tree(document);
    let rows: Vec<_> = (0..outline.len()).filter_map(|row| outline.item(&pages, row)).collect();
    assert_eq!(rows, [1, 2].map(|node| Item::Value(NodeRef { page: 0, node: NodeId(node) })));
}

#[test]
fn one_key_of_many_megabytes_is_no_other_key() {
    let document = fed(b"{\"data", b"x", 5_000_000, b"\":[1],\"data\":[2]}").unwrap();
    let data = document.member(document.root(), "data").unwrap();
    assert_eq!(document.raw(data), "[2]");
    assert_eq!(document.raw_key_start(NodeId(1), 6).as_deref(), Some("dataxx"));
}

#[test]
fn ten_million_empty_objects_unfold_and_are_counted_without_a_walk() {
    const COUNT: usize = 10_000_000;
    let document = fed(b"{\"data\":[{}", b",{}", COUNT - 1, b"]}").unwrap();
    let data = document.member(document.root(), "data").unwrap();
    let middle = document.nth(data, COUNT / 2).unwrap();
    assert_eq!(
        (document.count(data), document.ordinal(middle), document.parent(middle)),
        (COUNT, COUNT / 2, Some(data))
    );
    let (pages, mut outline) = tree(document);
    outline.set_all(&pages, true);
    assert_eq!(outline.len(), COUNT + 1);
    let item = Item::Value(NodeRef { page: 0, node: middle });
    assert_eq!(outline.item(&pages, COUNT / 2 + 1), Some(item));
    assert_eq!((outline.position(&pages, item), outline.end(&pages, 0)), (Some(COUNT / 2 + 1), COUNT + 1));
    assert_eq!(outline.previous_sibling(&pages, COUNT), Some(COUNT - 1));
    outline.set_all(&pages, false);
    assert_eq!(outline.len(), 1);
}

#[test]
fn a_list_that_never_ends_shows_what_has_come() {
    let cut = fed(b"[", b"[],", 200_000, b"").unwrap_err();
    assert_eq!(cut.fault.reason, Reason::Unfinished);
    let beginning = cut.beginning.unwrap();
    assert_eq!(beginning.count(beginning.root()), 200_000);
    let (pages, mut outline) = tree(beginning);
    outline.set_all(&pages, true);
    assert_eq!(outline.len(), 200_000);
}

#[test]
fn what_is_not_utf_8_is_told_with_its_place() {
    // Overlong forms, halves of surrogate pairs, what lies beyond Unicode, and characters that are cut.
    let bad: [&[u8]; 10] = [
        b"\xff",
        b"\x80",
        b"\xc0\xaf",
        b"\xc1\xbf",
        b"\xe0\x80\xaf",
        b"\xed\xa0\x80",
        b"\xed\xbf\xbf",
        b"\xf4\x90\x80\x80",
        b"\xf8\x88\x80\x80\x80",
        b"\xe2\x82",
    ];
    for bytes in bad {
        for (before, after) in [("[\"é", "\"]"), ("{\"k", "\":1}"), ("[1,", "]")] {
            let text = [before.as_bytes(), bytes, after.as_bytes()].concat();
            let found = fault(&text);
            assert_eq!(
                (found.reason, found.offset),
                (Reason::Encoding, before.len()),
                "{bytes:02x?} behind {before}"
            );
        }
    }
    for utf_16 in [&b"\xff\xfe[\0]\0"[..], b"\xfe\xff\0[\0]"] {
        assert_eq!((fault(utf_16).reason, fault(utf_16).offset), (Reason::Encoding, 0));
    }
}

#[test]
fn lone_surrogates_are_read_as_a_replacement_and_keep_their_spelling() {
    let document = Document::parse(br#"{"\ud83d":"\ude00\ud83d","\ud83d\ude00":"\uD83Dx"}"#).unwrap();
    let (first, second) = (NodeId(1), NodeId(2));
    assert_eq!(
        (document.key(first).as_deref(), document.raw_key(first).as_deref()),
        (Some("\u{fffd}"), Some(r"\ud83d"))
    );
    assert_eq!(document.text(first).as_deref(), Some("\u{fffd}\u{fffd}"));
    assert_eq!(
        (document.key(second).as_deref(), document.text(second).as_deref()),
        (Some("😀"), Some("\u{fffd}x"))
    );
    assert_eq!(document.raw(second), r#""\uD83Dx""#);
}

#[test]
fn a_byte_order_mark_is_passed_over_at_the_front_and_nowhere_else() {
    let marked = Document::parse("\u{feff}[1]".as_bytes()).unwrap();
    assert_eq!((marked.raw(NodeId(0)), marked.range(NodeId(1))), ("[1]".into(), 4..5));
    assert_eq!(fault("\u{feff}\u{feff}[1]".as_bytes()).offset, 3);
    assert_eq!(fault(" \u{feff}[1]".as_bytes()).offset, 1);
    assert_eq!(fault("[\u{feff}1]".as_bytes()).reason, Reason::ValueExpected);
    assert_eq!(
        Document::parse("[\"\u{feff}\"]".as_bytes()).unwrap().text(NodeId(1)).as_deref(),
        Some("\u{feff}")
    );
    assert_eq!(fault("\u{feff}".as_bytes()).reason, Reason::Empty);
}

#[test]
fn a_nul_is_a_fault_bare_and_a_character_escaped() {
    let cases: [(&[u8], Reason, usize); 5] = [
        (b"\0", Reason::ValueExpected, 0),
        (b"[1]\0", Reason::Trailing, 3),
        (b"[\0]", Reason::ValueExpected, 1),
        (b"[\"a\0\"]", Reason::ControlCharacter, 3),
        (b"{\"a\0\":1}", Reason::ControlCharacter, 3),
    ];
    for (text, reason, offset) in cases {
        let found = fault(text);
        assert_eq!((found.reason, found.offset), (reason, offset), "{}", text.escape_ascii());
    }
    assert_eq!(Document::parse(br#"["\u0000"]"#).unwrap().text(NodeId(1)).as_deref(), Some("\0"));
}

#[test]
fn duplicate_keys_all_stay_and_the_first_is_found() {
    let (pages, mut outline) =
        tree(Document::parse(br#"{"data":[1],"data":[2],"next":"/a","next":"/b","d\u0061ta":[3]}"#).unwrap());
    let document = pages.page(pages.root()).document();
    let keys: Vec<_> = document.children(document.root()).filter_map(|child| document.key(child)).collect();
    assert_eq!(keys, ["data", "data", "next", "next", "data"]);
    assert_eq!(document.raw(document.member(document.root(), "data").unwrap()), "[1]");
    assert_eq!(pages.next(pages.top_list().unwrap()).unwrap().link, "/a");
    outline.set_all(&pages, true);
    // The first `next` stands at the end of its list, and nothing else is left out.
    assert_eq!(outline.len(), 8);
}

#[test]
fn a_number_of_four_hundred_digits_stays_as_it_is_written() {
    let digits = "9".repeat(400);
    for number in [
        digits.clone(),
        format!("-{digits}"),
        format!("0.{digits}"),
        format!("1e{digits}"),
        format!("{digits}.5E-{digits}"),
    ] {
        for text in [number.clone(), format!("[{number}]"), format!("{{\"n\":{number}}}")] {
            let document = Document::parse(text.as_bytes()).unwrap();
            let node = NodeId(u32::try_from(document.len()).unwrap() - 1);
            assert_eq!((document.kind(node), document.raw(node).as_ref()), (Kind::Number, number.as_str()));
            assert_eq!(document.integer(node), None);
        }
    }
    assert_eq!(fault(format!("[0{digits}]").as_bytes()).reason, Reason::Number);
}

/// A small document of everything that a response can have.
fn small() -> impl Strategy<Value = String> {
    let leaf = prop::sample::select(vec![
        "null",
        "true",
        "false",
        "0",
        "-1.5e+3",
        "12",
        "\"\"",
        "\"é\"",
        r#""a\"b\\\u00e9""#,
        r#""\ud83d\ude00""#,
        "[]",
        "{}",
    ]);
    let value = leaf.prop_map(str::to_owned).prop_recursive(4, 24, 4, |inner| {
        let member = (prop::sample::select(vec!["data", "next", "é", r"k\n", ""]), inner.clone());
        prop_oneof![
            prop::collection::vec(inner, 0..4).prop_map(|items| format!("[{}]", items.join(", "))),
            prop::collection::vec(member, 0..4).prop_map(|members| {
                let members: Vec<_> =
                    members.iter().map(|(key, value)| format!("\"{key}\" :{value}")).collect();
                format!("{{{}}}", members.join("\n,"))
            }),
        ]
    });
    value.prop_map(|value| format!("[{value}]"))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn a_document_that_is_cut_anywhere_is_unfinished_and_shows_what_came(text in small()) {
        let whole = Document::parse(text.as_bytes()).unwrap();
        for end in 1..text.len() {
            let cut = &text.as_bytes()[..end];
            let malformed = Document::parse(cut).unwrap_err();
            let is_torn = std::str::from_utf8(cut).is_err();
            prop_assert_eq!(malformed.fault.reason, if is_torn { Reason::Encoding } else { Reason::Unfinished });
            prop_assert_eq!(malformed.bytes.part(0..end), cut);
            let Some(beginning) = malformed.beginning else { continue };
            prop_assert!(!beginning.is_whole());
            for node in (0..beginning.len()).map(|node| NodeId(u32::try_from(node).unwrap())) {
                prop_assert_eq!(beginning.kind(node), whole.kind(node));
                prop_assert_eq!(beginning.key(node), whole.key(node));
                prop_assert_eq!(beginning.parent(node), whole.parent(node));
                let (range, of_whole) = (beginning.range(node), whole.range(node));
                prop_assert_eq!(range, of_whole.start..of_whole.end.min(end));
            }
            let (pages, mut outline) = tree(beginning);
            outline.set_all(&pages, true);
            for row in 0..outline.len() {
                let item = outline.item(&pages, row).unwrap();
                prop_assert_eq!(outline.position(&pages, item), Some(row));
            }
        }
    }
}
