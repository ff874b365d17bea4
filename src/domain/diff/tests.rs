//! What a comparison finds, and that it finds nothing else.

use std::fmt::Write as _;

use proptest::prelude::*;

use super::*;
use crate::domain::{
    json::Document,
    pages::{Page, Provenance},
};

fn pages(json: &str) -> Pages {
    Pages::new(Page::read(Document::parse(json.as_bytes()).unwrap(), Provenance::default()))
}

/// The differences as `~ data[0].name`, the paths of the left side where there is one.
fn told(left: &str, right: &str) -> Vec<String> {
    let (left, right) = (pages(left), pages(right));
    let comparison = compare(&left, &right);
    let sign = |change| match change {
        Change::Changed => '~',
        Change::Moved => '>',
        Change::Left => '-',
        Change::Right => '+',
        Change::Same => '=',
        Change::Inside => '.',
    };
    let path = |row: &Row| match (row.left, row.right) {
        (Some(node), _) => left.path(node),
        (None, Some(node)) => right.path(node),
        (None, None) => String::new(),
    };
    let rows = comparison.rows.iter().filter(|row| row.change.is_difference());
    rows.map(|row| format!("{} {}", sign(row.change), path(row))).collect()
}

#[test]
fn differences_are_found_where_they_are() {
    let song =
        |id: &str, name: &str| format!(r#"{{"type":"songs","id":"{id}","attributes":{{"name":"{name}"}}}}"#);
    let list = |songs: &[String]| format!(r#"{{"data":[{}]}}"#, songs.join(","));
    let (one, two, three) = (song("1", "a"), song("2", "b"), song("3", "c"));
    let all = list(&[one.clone(), two.clone(), three.clone()]);
    let table: Vec<(String, String, Vec<&str>)> = vec![
        (all.clone(), all.clone(), vec![]),
        (r#"{"a":1,"b":"\u0061"}"#.into(), r#" { "b": "a", "a": 1 } "#.into(), vec![]),
        (r#"{"a":1}"#.into(), r#"{"a":1.0}"#.into(), vec!["~ a"]),
        (r#"{"a":1}"#.into(), r#"{"a":"1"}"#.into(), vec!["~ a"]),
        (r#"{"a":[]}"#.into(), r#"{"a":{}}"#.into(), vec!["~ a"]),
        (r#"{"a":1,"b":2}"#.into(), r#"{"b":2,"c":3}"#.into(), vec!["- a", "+ c"]),
        (r#"{"a":{"b":[1,2]}}"#.into(), r#"{"a":{"b":[1,3,4]}}"#.into(), vec!["~ a.b[1]", "+ a.b[2]"]),
        ("1".into(), "2".into(), vec!["~ "]),
        // By type and id, not by number.
        (all.clone(), list(&[two.clone(), three.clone()]), vec!["- data[0]"]),
        (all.clone(), list(&[song("0", "x"), one.clone(), two.clone(), three.clone()]), vec!["+ data[0]"]),
        (all.clone(), list(&[one.clone(), song("2", "B"), three.clone()]), vec!["~ data[1].attributes.name"]),
        (all.clone(), list(&[three.clone(), one.clone(), two.clone()]), vec!["> data[2]"]),
        (
            all,
            list(&[three.replace("\"c\"", "\"C\""), one.clone(), two]),
            vec!["> data[2]", "~ data[2].attributes.name"],
        ),
        (list(&[one.clone(), one.clone()]), list(&[one]), vec!["- data[1]"]),
        (r#"{"a":1,"a":2}"#.into(), r#"{"a":1,"a":3}"#.into(), vec!["~ a"]),
    ];
    for (left, right, expected) in table {
        assert_eq!(told(&left, &right), expected, "{left}\n{right}");
    }
}

#[test]
fn what_is_the_same_is_told_by_its_outermost_value() {
    let (left, right) =
        (pages(r#"{"a":{"b":[1,2,3]},"c":{"d":1}}"#), pages(r#"{"a":{"b":[1,2,3]},"c":{"d":2}}"#));
    let rows = compare(&left, &right).rows;
    let changes: Vec<_> = rows.iter().map(|row| (row.depth, row.change)).collect();
    let expected = [(0, Change::Inside), (1, Change::Same), (1, Change::Inside), (2, Change::Changed)];
    assert_eq!(changes, expected);
}

#[test]
fn a_list_is_all_its_pages() {
    let page = |ids: &[u32], next: &str| {
        let songs: Vec<_> = ids.iter().map(|id| format!(r#"{{"type":"songs","id":"{id}"}}"#)).collect();
        format!(r#"{{"data":[{}]{next}}}"#, songs.join(","))
    };
    let mut joined = pages(&page(&[1, 2], r#","next":"/v1/x?offset=2""#));
    let second = Document::parse(page(&[3, 4], "").as_bytes()).unwrap();
    joined.join(joined.top_list().unwrap(), Page::read(second, Provenance::default())).unwrap();
    let single = pages(&page(&[1, 2, 3, 4], r#","next":"/v1/x?offset=2""#));
    assert_eq!(compare(&joined, &single).differences(), 0);
}

#[test]
fn depth_and_breadth_are_no_danger() {
    let depth = 900;
    let deep = |leaf: &str| format!("{}{leaf}{}", "[".repeat(depth), "]".repeat(depth));
    assert_eq!(told(&deep("1"), &deep("2")).len(), 1);
    let broad = |last: &str| format!("[{}{last}]", "0,".repeat(MOST + 5));
    let comparison = compare(&pages(&broad("1")), &pages(&broad("2")));
    assert!(comparison.is_cut);
}

/// Any small JSON text.
fn json() -> impl Strategy<Value = String> {
    let leaf = prop::sample::select(vec!["1", "2", "null", "\"x\"", "\"\\u0078\"", "[]", "{}"])
        .prop_map(str::to_owned);
    leaf.prop_recursive(4, 40, 5, |inner| {
        let list =
            prop::collection::vec(inner.clone(), 0..5).prop_map(|items| format!("[{}]", items.join(",")));
        let resource = (1..4, inner.clone())
            .prop_map(|(id, value)| format!(r#"{{"type":"songs","id":"{id}","v":{value}}}"#));
        let object = prop::collection::vec(("[a-c]", inner), 0..4).prop_map(|members| {
            let mut text = String::from("{");
            for (at, (key, value)) in members.iter().enumerate() {
                let _ = write!(text, "{}\"{key}\":{value}", if at > 0 { "," } else { "" });
            }
            text + "}"
        });
        prop_oneof![list, resource, object]
    })
}

proptest! {
    #[test]
    fn a_response_is_the_same_as_itself(text in json()) {
        let rows = compare(&pages(&text), &pages(&text)).rows;
        prop_assert_eq!(rows.len(), 1);
        prop_assert_eq!(rows[0].change, Change::Same);
    }

    #[test]
    fn every_difference_is_real_and_none_is_missed(left in json(), right in json()) {
        let (one, other) = (pages(&left), pages(&right));
        let comparison = compare(&one, &other);
        let value = |pages: &Pages, node: NodeRef| -> serde_json::Value {
            serde_json::from_str(&pages.page(node).document().raw(node.node)).unwrap()
        };
        for row in &comparison.rows {
            match (row.change, row.left, row.right) {
                (Change::Changed, Some(left), Some(right)) => prop_assert_ne!(value(&one, left), value(&other, right)),
                (Change::Same, Some(left), Some(right)) => prop_assert_eq!(value(&one, left), value(&other, right)),
                (Change::Left, left, right) => prop_assert!(left.is_some() && right.is_none()),
                (Change::Right, left, right) => prop_assert!(left.is_none() && right.is_some()),
                (Change::Inside | Change::Moved, left, right) => prop_assert!(left.is_some() && right.is_some()),
                _ => prop_assert!(false, "{:?}", row),
            }
        }
        // Two texts with the same values and keys differ in nothing; a key that comes twice is left to the table above.
        let is_same = comparison.differences() == 0;
        let (left, right): (serde_json::Value, serde_json::Value) =
            (serde_json::from_str(&left).unwrap(), serde_json::from_str(&right).unwrap());
        prop_assert!(!is_same || left == right);
    }
}
