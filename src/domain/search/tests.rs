//! What a pattern finds, and that both ways of looking find the same.

use proptest::prelude::*;

use super::*;
use crate::domain::pages::{NodeRef, Page, Pages, Provenance};

fn matcher(text: &str, scope: Scope) -> Matcher {
    Matcher::new(&Pattern { text: text.to_owned(), scope }).unwrap().unwrap()
}

fn page(text: &str) -> Page {
    Page::read(Document::parse(text.as_bytes()).unwrap(), Provenance::default())
}

/// The numbers of the values in which a pattern is.
fn found(text: &str, pattern: &str, scope: Scope) -> Vec<u32> {
    let hits = all(&Pages::new(page(text)), &matcher(pattern, scope), 100, &|| true).unwrap();
    assert!(hits.is_all);
    hits.nodes.iter().map(|hit| hit.node.0).collect()
}

#[test]
fn a_pattern_is_looked_for_in_decoded_keys_and_values() {
    use Scope::{Both, Keys, Values};
    //                 0    1              2            3                4       5    6        7
    let text = r#"{"Name":"Caf\u00e9","n\u0061me":"Qu\"ay","list":[ 12.50, true, null, "true,1" ]}"#;
    let cases: &[(&str, Scope, &[u32])] = &[
        ("café", Both, &[1]),
        ("u00e9", Both, &[]),
        ("name", Both, &[1, 2]),
        ("name", Values, &[]),
        ("Name", Both, &[1]),
        ("qu\"a", Both, &[2]),
        ("2.50", Both, &[4]),
        ("2.5", Keys, &[]),
        ("true", Both, &[5, 7]),
        ("true,", Both, &[7]),
        ("^true$", Both, &[5]),
        ("null", Both, &[6]),
        ("^n.*e$", Keys, &[1, 2]),
        ("^.*$", Values, &[1, 2, 4, 5, 6, 7]),
        ("CAF", Both, &[]),
        (r"\W", Values, &[2, 4, 7]),
        (": ", Both, &[]),
        ("[", Both, &[]),
        ("t\":", Both, &[]),
        ("\\u212afe", Both, &[]),
        ("zzz", Both, &[]),
    ];
    for (pattern, scope, expected) in cases {
        let escaped = if *pattern == "[" { r"\[" } else { *pattern };
        assert_eq!(found(text, escaped, *scope), *expected, "{pattern} in {scope:?}");
    }
}

#[test]
fn letters_of_other_lengths_are_found_where_case_does_not_matter() {
    assert_eq!(found("[\"\u{212a}elvin\", \"stra\u{17f}e\"]", "kelvin", Scope::Both), [1]);
    assert_eq!(found("[\"\u{212a}elvin\", \"stra\u{17f}e\"]", "strase", Scope::Both), [2]);
}

#[test]
fn a_fault_tells_its_place() {
    let fault = |text: &str| {
        Matcher::new(&Pattern { text: text.to_owned(), scope: Scope::Both }).unwrap_err().to_string()
    };
    assert_eq!(fault("é(a"), "unclosed group at 2; \\ before a sign takes it as it is");
    assert_eq!(
        fault("a**\\"),
        "incomplete escape sequence, reached end of pattern prematurely at 4; \\ before a sign takes it as it is"
    );
    assert!(fault(r"\w{1000}{1000}").contains("too large"));
    assert!(fault(&"a".repeat(1001)).contains("too large"));
    assert_eq!(Matcher::new(&Pattern { text: String::new(), scope: Scope::Both }), Ok(None));
}

#[test]
fn where_it_is_in_a_text_is_told() {
    let at = |pattern: &str, text: &str| {
        let ranges = matcher(pattern, Scope::Both).ranges(text);
        ranges.into_iter().map(|range| (range.start, range.end)).collect::<Vec<_>>()
    };
    assert_eq!(at("ab", "abAB ab"), [(0, 2), (2, 4), (5, 7)]);
    assert_eq!(at("x*", "axxb"), [(1, 3)]);
    assert_eq!(at("B", "bBb"), [(1, 2)]);
}

/// Three pages of which the second continues the list of the first, and the third one inside it.
fn three_pages() -> Pages {
    let mut pages = Pages::new(page(
        r#"{"data":[{"t":{"data":["hit"],"next":"/v1/t?o=1"}}],"next":"/v1/x?o=1","z":"hit"}"#,
    ));
    let document = pages.page(pages.root()).document();
    let data = document.at(document.root(), &["data"]).unwrap();
    let inner = NodeId(data.0 + 3);
    let of = |node| NodeRef { page: 0, node };
    pages.join(of(data), page(r#"{"meta":"hit","data":["hit","no"]}"#)).unwrap();
    pages.join(of(inner), page(r#"{"data":["no","hit"]}"#)).unwrap();
    pages
}

#[test]
fn hits_come_in_the_order_of_the_tree_and_the_first_one_goes_round() {
    let pages = three_pages();
    for pattern in ["hit", "hi[t]"] {
        let matcher = matcher(pattern, Scope::Both);
        let hits = all(&pages, &matcher, 100, &|| true).unwrap().nodes;
        let at: Vec<_> = hits.iter().map(|hit| (hit.page, hit.node.0)).collect();
        assert_eq!(at, [(0, 5), (2, 3), (1, 3), (0, 8)], "{pattern}");
        for (number, hit) in hits.iter().enumerate() {
            assert_eq!(first(&pages, &matcher, Start::At(*hit), &|| true), Some(*hit));
            let next = hits[(number + 1) % hits.len()];
            assert_eq!(first(&pages, &matcher, Start::Behind(*hit), &|| true), Some(next));
        }
        assert_eq!(
            all(&pages, &matcher, 2, &|| true),
            Some(Hits { nodes: hits[..2].to_vec(), is_all: false })
        );
        assert_eq!(all(&pages, &matcher, 2, &|| false), None);
        assert_eq!(first(&pages, &matcher, Start::At(hits[0]), &|| false), None);
    }
}

/// A JSON text of few letters, so that patterns are found in it, with and without escapes.
fn json() -> BoxedStrategy<String> {
    let string = prop::collection::vec(
        prop_oneof![
            4 => prop::sample::select(vec!["a", "b", "A", "k", "K", "é", "1", ",", ":", "[", " ", "\u{212a}"]),
            1 => prop::sample::select(vec![r"\u0061", r#"\""#, r"\\", r"\n", r"\/", "/", r"\u212a", r"\u00E9"]),
        ],
        0..5,
    );
    let string = string.prop_map(|letters| format!("\"{}\"", letters.concat()));
    let scalar = prop_oneof![
        string.clone(),
        prop::sample::select(vec!["1", "11", "-1.1", "true", "null", "[]", "{}"]).prop_map(str::to_owned),
    ];
    scalar
        .prop_recursive(4, 40, 5, move |inner| {
            let member = (string.clone(), inner.clone()).prop_map(|(key, value)| format!("{key}: {value}"));
            prop_oneof![
                prop::collection::vec(inner, 0..5).prop_map(|items| format!("[{}]", items.join(","))),
                prop::collection::vec(member, 0..5).prop_map(|members| format!("{{{}}}", members.join(" ,"))),
            ]
        })
        .boxed()
}

fn pattern() -> impl Strategy<Value = (String, Scope)> {
    let letter = prop::sample::select(vec![
        "a", "b", "A", "k", "K", "é", "1", ",", ":", " ", "\"", "u", "0", "e", "l",
    ]);
    let text = prop::collection::vec(letter, 1..4).prop_map(|letters| letters.concat());
    (text, prop::sample::select(vec![Scope::Both, Scope::Keys, Scope::Values]))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(768))]
    #[test]
    fn bytes_as_they_lie_there_tell_the_same_as_value_by_value(
        text in json(),
        (pattern, scope) in pattern(),
        piece in 1..12_usize,
    ) {
        let mut matcher = matcher(&pattern, scope);
        matcher.way = match matcher.way {
            Way::Plain(plain) => Way::Plain(plain.in_pieces(piece)),
            Way::Regex(_) => panic!("no sign of a regular expression is in {pattern}"),
        };
        let pages = Pages::new(page(&text));
        let document = pages.page(pages.root()).document();
        let nodes = (0..u32::try_from(document.len()).unwrap()).map(NodeId);
        let is_hit = |node: &NodeId| matcher.is_in_key(document, *node) || matcher.is_in_value(document, *node);
        let expected: Vec<_> = nodes.filter(is_hit).collect();
        let hits = all(&pages, &matcher, usize::MAX, &|| true).unwrap();
        let found: Vec<_> = hits.nodes.iter().map(|hit| hit.node).collect();
        prop_assert_eq!(&found, &expected);
        for node in 0..document.len() {
            let from = NodeRef { page: 0, node: NodeId(u32::try_from(node).unwrap()) };
            let next = expected.iter().find(|hit| **hit >= from.node).or(expected.first());
            let first = first(&pages, &matcher, Start::At(from), &|| true);
            prop_assert_eq!(first.map(|hit| hit.node), next.copied());
        }
    }

    #[test]
    fn the_first_hit_is_the_same_when_the_rest_is_shared_out(text in json(), (pattern, scope) in pattern(), lead in 0..6_u32) {
        let matcher = matcher(&pattern, scope);
        let pages = Pages::new(page(&text));
        let document = pages.page(pages.root()).document();
        let len = u32::try_from(document.len()).unwrap();
        for start in 0..=len {
            let alone = hits::first_in(&matcher, document, start..len, u32::MAX, &|| true);
            prop_assert_eq!(hits::first_in(&matcher, document, start..len, lead, &|| true), alone);
        }
    }
}
