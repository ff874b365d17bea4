//! The index against tables of cases, against `serde_json`, and against itself when it is fed in pieces.

use proptest::prelude::*;

use super::*;

fn document(text: &str) -> Document {
    Document::parse(text.as_bytes()).unwrap()
}

#[test]
fn children_are_found_by_hopping_over_subtrees() {
    let doc = document(r#"{"a":[1,[2,3]],"b":{"c":null},"d":"x"}"#);
    let keys: Vec<_> = doc.children(doc.root()).map(|n| doc.key(n).unwrap().into_owned()).collect();
    assert_eq!(keys, ["a", "b", "d"]);
    let array = doc.member(doc.root(), "a").unwrap();
    let kinds: Vec<_> = doc.children(array).map(|n| doc.kind(n)).collect();
    assert_eq!(kinds, [Kind::Number, Kind::Array]);
}

#[test]
fn values_stay_as_the_server_wrote_them() {
    let doc = document(r#"{"n":1.10,"big":123456789012345678901234567890,"s":"\u00e9\/","n":2}"#);
    let raw: Vec<_> = doc.children(doc.root()).map(|n| doc.raw(n)).collect();
    assert_eq!(raw, ["1.10", "123456789012345678901234567890", r#""\u00e9\/""#, "2"]);
    let third = doc.children(doc.root()).nth(2).unwrap();
    assert_eq!(doc.text(third).unwrap(), "é/");
}

#[test]
fn a_path_finds_its_value() {
    let doc = document(r#"{"meta":{"total":1200}}"#);
    let total = doc.at(doc.root(), &["meta", "total"]).unwrap();
    assert_eq!(doc.integer(total), Some(1200));
    assert_eq!(doc.at(doc.root(), &["meta", "nothing"]), None);
}

#[test]
fn debug_shows_no_content() {
    assert_eq!(format!("{:?}", document(r#"["planted"]"#)), "Document(11 bytes, 2 nodes)");
}

fn fault(text: &[u8]) -> Fault {
    Document::parse(text).unwrap_err().fault
}

#[test]
fn faults_say_what_and_where() {
    use Reason::*;
    let cases: [(&[u8], Reason, usize, usize); 20] = [
        (b"", Empty, 1, 1),
        (b" \n ", Empty, 2, 2),
        (b"{", Unfinished, 1, 2),
        (b"[1, 2", Unfinished, 1, 6),
        (b"{\"a\":\n  tru", Unfinished, 2, 6),
        (b"{\"a\" 1}", ColonExpected, 1, 6),
        (b"{a:1}", KeyExpected, 1, 2),
        (b"[1 2]", CommaExpected, 1, 4),
        (b"[1,]", TrailingComma, 1, 4),
        (b"{\"a\":1,}", TrailingComma, 1, 8),
        (b"[01]", Number, 1, 3),
        (b"[1.]", Number, 1, 4),
        (b"[-]", Number, 1, 3),
        (b"[\"\\x\"]", Escape, 1, 3),
        (b"[\"\\u12\"]", Escape, 1, 3),
        (b"[\"a\nb\"]", ControlCharacter, 1, 4),
        (b"[\"\xff\"]", Encoding, 1, 3),
        (b"1 2", Trailing, 1, 3),
        (b"}", ValueExpected, 1, 1),
        (b"[1}", CommaExpected, 1, 3),
    ];
    for (text, reason, line, column) in cases {
        let found = fault(text);
        let shown = String::from_utf8_lossy(text);
        assert_eq!((found.reason, found.position), (reason, Position { line, column }), "{shown:?}");
    }
}

#[test]
fn a_million_brackets_are_refused_without_a_crash() {
    assert_eq!(fault(&vec![b'['; 1_000_000]).reason, Reason::TooDeep);
    let mut deep = vec![b'['; MAX_DEPTH];
    deep.extend(vec![b']'; MAX_DEPTH]);
    assert_eq!(Document::parse(&deep).unwrap().len(), MAX_DEPTH);
}

#[test]
fn the_beginning_of_a_string_is_cut_between_characters_and_escapes() {
    let document = Document::parse(r#"["aé\n\u00e9z",12]"#.as_bytes()).unwrap();
    let cases = [(0, "", 13), (1, "a", 12), (2, "a", 12), (3, "aé", 10), (4, "aé", 10), (5, "aé\n", 8)];
    for (most, expected, left_out) in cases {
        let (start, rest) = document.text_start(NodeId(1), most).unwrap();
        assert_eq!((start.as_ref(), rest), (expected, left_out - 1), "{most}");
    }
    assert_eq!(document.text_start(NodeId(1), 99).unwrap(), (document.text(NodeId(1)).unwrap(), 0));
    assert_eq!(document.text_start(NodeId(2), 99), None);
}

#[test]
fn the_child_in_which_a_value_lies_is_found_among_many() {
    let text = format!("[{}]", vec!["[1,2]"; 1000].join(","));
    let document = Document::parse(text.as_bytes()).unwrap();
    for inner in (1..document.len()).map(|node| NodeId(u32::try_from(node).unwrap())) {
        let expected = document.children(NodeId(0)).find(|child| document.contains(*child, inner));
        assert_eq!(document.child_towards(NodeId(0), inner), expected, "{inner:?}");
    }
}

#[test]
fn a_byte_order_mark_is_passed_over() {
    assert!(Document::parse(b"\xef\xbb\xbf{\"a\":1}").is_ok());
}

#[test]
fn a_text_cut_anywhere_is_unfinished_or_empty() {
    let text = "{\"data\":[{\"id\":\"1\",\"n\":-1.5e3,\"t\":true}],\"s\":\"\\u00e9é\"}".as_bytes();
    for end in 0..text.len() {
        let reason = fault(&text[..end]).reason;
        assert!(matches!(reason, Reason::Unfinished | Reason::Empty | Reason::Encoding), "{end}: {reason:?}");
    }
}

fn json() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i64>().prop_map(Into::into),
        any::<f64>().prop_map(Into::into),
        ".*".prop_map(Into::into),
    ];
    leaf.prop_recursive(4, 40, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Into::into),
            prop::collection::hash_map(".{0,6}", inner, 0..6)
                .prop_map(|members| serde_json::Value::Object(members.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn what_serde_json_writes_is_indexed_value_by_value(value in json()) {
        let text = serde_json::to_vec_pretty(&value).unwrap();
        let doc = Document::parse(&text).unwrap();
        prop_assert_eq!(doc.len(), count(&value));
    }

    #[test]
    fn validity_agrees_with_serde_json(text in r#"[\[\]{},:"\\u0-9a-fn.eE\-+ trulsé]{0,24}"#) {
        let ours = Document::parse(text.as_bytes()).is_ok();
        let theirs = serde_json::from_str::<serde::de::IgnoredAny>(&text).is_ok();
        prop_assert_eq!(ours, theirs, "{:?}", text);
    }
}

fn count(value: &serde_json::Value) -> usize {
    match value {
        serde_json::Value::Array(items) => 1 + items.iter().map(count).sum::<usize>(),
        serde_json::Value::Object(members) => 1 + members.values().map(count).sum::<usize>(),
        _ => 1,
    }
}

/// The outcome of a text that is fed in pieces of some bytes.
fn fed(text: &[u8], piece: usize) -> Result<Document, Box<Malformed>> {
    let mut builder = Builder::new();
    for piece in text.chunks(piece) {
        builder.push(piece);
    }
    builder.finish()
}

/// The documents that can be seen while a text arrives byte by byte.
fn seen(text: &[u8]) -> Vec<Option<Document>> {
    let mut builder = Builder::new();
    let look = |byte: &u8| {
        builder.push(&[*byte]);
        builder.so_far()
    };
    text.iter().map(look).collect()
}

#[test]
fn pieces_make_no_difference() {
    let texts: [&[u8]; 12] = [
        b"\xef\xbb\xbf {\"a\\u00e9\":[1.5e-3,true,\"\xc3\xa9\\n\",null],\"b\":{}}\n",
        b"[\"\\u12x4\"]",
        b"[\"\\q\"]",
        b"[\"\xe2\x82\"]",
        b"[\"\xe2\x82",
        b"[tru, 1]",
        b"[12e]",
        b"-",
        b"-0.5E+7 ",
        b"\xef\xbb\xbf",
        b"\xef\xbb",
        b"{\"a\":1}}",
    ];
    for text in texts {
        let whole = Document::parse(text);
        for piece in 1..text.len() {
            assert_eq!(fed(text, piece), whole, "{} by {piece}", String::from_utf8_lossy(text));
        }
    }
}

#[test]
fn a_beginning_shows_what_has_come_and_stays_as_it_is() {
    let text = br#"{"data":[{"id":"1"},{"id":"2"}],"next":"/v1"}"#;
    let seen = seen(text);
    let ids = |document: &Document| {
        let data = document.member(document.root(), "data");
        let ids =
            data.map(|data| document.children(data).map(|item| document.text_at(item, &["id"]).is_some()));
        ids.map(Iterator::collect::<Vec<_>>)
    };
    assert_eq!(ids(seen[0].as_ref().unwrap()), None, "the root is there at once");
    assert_eq!(ids(seen[12].as_ref().unwrap()), Some(vec![false]));
    assert_eq!(ids(seen[18].as_ref().unwrap()), Some(vec![true]));
    assert_eq!(ids(seen[29].as_ref().unwrap()), Some(vec![true, true]));
    let (half, whole) = (seen[18].as_ref().unwrap(), seen.last().unwrap().as_ref().unwrap());
    assert_eq!((half.raw(half.root()).len(), half.is_whole(), whole.is_whole()), (19, false, true));
}

#[test]
fn what_came_before_the_end_was_cut_is_kept() {
    let cut = Document::parse(br#"{"data":[{"id":"1"},{"id":"2","na"#).unwrap_err();
    let beginning = cut.beginning.unwrap();
    assert_eq!(beginning.text_at(beginning.root(), &["data"]), None);
    assert_eq!(beginning.len(), 6);
    assert_eq!(cut.bytes.part(0..7), &b"{\"data\""[..]);
    for nothing in ["", "{", "<html>", "[1 2]", "\"text"] {
        assert_eq!(Document::parse(nothing.as_bytes()).unwrap_err().beginning, None, "{nothing}");
    }
    let deep = Document::parse(&vec![b'['; 1_000_000]).unwrap_err();
    assert_eq!(deep.beginning.map(|document| document.len()), Some(MAX_DEPTH));
}

#[test]
fn strings_with_escapes_are_told_once_as_they_come() {
    let mut builder = Builder::new();
    builder.push(br#"{"plain":1,"k\u0065y":"#);
    assert_eq!(builder.fresh_escapes(), [], "the key has no value yet");
    builder.push(br#""a\n"}"#);
    assert_eq!(builder.fresh_escapes(), [(12..20, "key".to_owned()), (23..26, "a\n".to_owned())]);
    assert_eq!(builder.fresh_escapes(), []);
    builder.blot(23..26);
    let document = builder.finish().unwrap();
    assert_eq!(document.raw(NodeId(2)), r#""***""#);
    assert_eq!(document.numbered_in(0..99).collect::<Vec<_>>(), [(NodeId(2), 12..20)]);
    assert_eq!(document.escaped().collect::<Vec<_>>(), [(NodeId(2), 12..20), (NodeId(2), 23..26)]);
}

#[test]
fn a_key_is_told_however_it_is_written() {
    let document = document(r#"{"name":1,"n\u0061me":2,"names":3,"nam\u0065s":4,"nam":5,"":6,"a\"b":7}"#);
    let told =
        |key| document.children(document.root()).map(|node| document.has_key(node, key)).collect::<Vec<_>>();
    assert_eq!(told("name"), [true, true, false, false, false, false, false]);
    assert_eq!(told("names"), [false, false, true, true, false, false, false]);
    assert_eq!(told(""), [false, false, false, false, false, true, false]);
    assert_eq!(told("a\"b"), [false, false, false, false, false, false, true]);
    assert!(!document.has_key(document.root(), ""));
}

/// A list of many, some with something inside.
fn many() -> Document {
    let item = |at: usize| if at.is_multiple_of(3) { format!("[{at},{{\"a\":[]}}]") } else { at.to_string() };
    let items: Vec<_> = (0..1_000).map(item).collect();
    document(&format!("{{\"few\":[1,2],\"many\":[{}],\"last\":0}}", items.join(",")))
}

#[test]
fn parents_numbers_and_counts_agree_with_a_walk() {
    let document = many();
    let mut visited = 1;
    let mut waiting = vec![document.root()];
    while let Some(parent) = waiting.pop() {
        let children: Vec<_> = document.children(parent).collect();
        assert_eq!(document.count(parent), children.len());
        for (number, child) in children.iter().enumerate() {
            assert_eq!(document.parent(*child), Some(parent));
            assert_eq!(document.ordinal(*child), number);
            assert_eq!(document.nth(parent, number), Some(*child));
            let inside = document.range(*child).start;
            assert_eq!(document.node_at(inside), *child);
        }
        assert_eq!(document.nth(parent, children.len()), None);
        visited += children.len();
        waiting.extend(children);
    }
    assert_eq!((visited, document.parent(document.root())), (document.len(), None));
    assert_eq!(document.path(NodeId(5)).len(), 2);
}

#[test]
fn parents_far_from_the_start_are_found_without_a_walk_back() {
    // Anchors fall inside the items: none of them tells the list at once. A walk back for each would take minutes.
    const COUNT: usize = 200_000;
    let item = r#"{"a":[1,{"b":2}],"c":3},"#;
    let document = document(&format!("{{\"data\":[{}0]}}", item.repeat(COUNT)));
    let data = document.member(document.root(), "data").unwrap();
    for number in 0..COUNT {
        let node = document.nth(data, number).unwrap();
        assert_eq!(document.parent(node), Some(data));
        assert_eq!(document.path(NodeId(node.0 + 4)).len(), 5);
    }
}

#[test]
fn a_value_that_lies_over_the_end_of_a_chunk_is_whole() {
    let long = "é".repeat(700_000);
    let document = document(&format!("[\"{long}\",{{\"{long}\":1}}]"));
    assert_eq!(document.text(NodeId(1)).unwrap(), long);
    assert_eq!(document.key(NodeId(3)).unwrap(), long);
    assert_eq!(document.raw_start(NodeId(1), 4), "\"é");
    assert!(document.has_key(NodeId(3), &long) && !document.has_key(NodeId(3), "é"));
}

proptest! {
    #[test]
    fn any_bytes_fed_in_any_pieces_come_to_the_same(
        text in prop::collection::vec(
            prop::sample::select(b"[]{}:,\"\\u0eE+-.1 tfn\xc3\xa9\xe2\x82\x00\n".to_vec()), 0..40),
        piece in 1..9_usize,
    ) {
        prop_assert_eq!(fed(&text, piece), Document::parse(&text));
    }
}
