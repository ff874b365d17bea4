//! Places that are written down and found again in pages that were fetched anew.

use super::*;

const FIRST: &str = r#"{"data":[{"id":"1","a~/b":{"x":[1,2]}},{"id":"2","r":{"t":{"data":[7],"next":"/t?offset=1"}}}],"next":"/v1/x?offset=2"}"#;

/// Two lists that go on, one inside the other's item.
fn joined() -> (Pages, Outline) {
    let (mut pages, mut outline) = tree(FIRST, "/v1/x?limit=2");
    let list = list_at(&pages, &["data"]);
    let second = r#"{"data":[{"id":"3","a":{"y":{}}},{"id":"4","a":{"y":1}}],"next":"/v1/x?offset=4","meta":{"m":[1]}}"#;
    join(&mut pages, &mut outline, list, second, "/v1/x?offset=2");
    let inner = pages.at_pointer("/data/1/r/t/data").unwrap();
    join(&mut pages, &mut outline, inner, r#"{"data":[8]}"#, "/t?offset=1");
    join(&mut pages, &mut outline, list, r#"{"data":[{"id":"5"}]}"#, "/v1/x?offset=4");
    (pages, outline)
}

#[test]
fn every_value_on_view_is_found_by_its_pointer() {
    let (pages, mut outline) = joined();
    for shape in [Shape::Typed, Shape::Plain] {
        outline.reshape(&pages, shape);
        outline.set_all(&pages, true);
        let mut found = 0;
        for row in 0..outline.len() {
            if let Some(Item::Value(node)) = outline.item(&pages, row) {
                assert_eq!(pages.at_pointer(&pages.pointer(node)), Some(node), "{}", pages.pointer(node));
                found += 1;
            }
        }
        assert!(found > 12, "{found}");
    }
}

#[test]
fn a_place_that_is_not_there_is_none() {
    let (pages, _) = joined();
    assert_eq!(pages.at_pointer(""), Some(pages.root()));
    for pointer in ["/x", "/data/5", "/data/-1", "/data/x", "/data/0/id/0", "/data/0/a~1b", "/data/3/a/y/z"] {
        assert_eq!(pages.at_pointer(pointer), None, "{pointer}");
    }
}

#[test]
fn lists_are_told_in_the_order_in_which_they_were_followed() {
    let (pages, _) = joined();
    let told: Vec<_> =
        pages.followed().iter().map(|(list, pages_more)| (pages.pointer(*list), *pages_more)).collect();
    assert_eq!(told, [("/data".to_owned(), 2), ("/data/1/r/t/data".to_owned(), 1)]);
}

#[test]
fn what_is_unfolded_can_be_unfolded_again_elsewhere() {
    let folds: [fn(&Pages, &mut Outline); 5] = [
        |_, _| {},
        |pages, outline| outline.set_all(pages, true),
        |pages, outline| outline.set_all(pages, false),
        |pages, outline| outline.set_level(pages, 2),
        |pages, outline| {
            outline.set_all(pages, true);
            outline.set(pages, 2, false);
        },
    ];
    for fold in folds {
        for open in [true, false] {
            let (pages, mut outline) = joined();
            fold(&pages, &mut outline);
            let kept: Vec<_> =
                outline.values_that_are(open, &pages).map(|value| pages.pointer(value)).collect();
            let (again, mut other) = joined();
            let values: Vec<_> = kept.iter().filter_map(|pointer| again.at_pointer(pointer)).collect();
            assert_eq!(values.len(), kept.len(), "{kept:?}");
            other.arrange(&again, &values, open, true);
            assert_eq!(rows(&again, &other), rows(&pages, &outline), "{kept:?}");
        }
    }
}

#[test]
fn values_of_a_page_outside_its_list_are_not_counted() {
    let (pages, outline) = joined();
    let folded: Vec<_> = outline.values_that_are(false, &pages).map(|value| pages.pointer(value)).collect();
    assert!(folded.iter().all(|pointer| pointer.starts_with("/data")), "{folded:?}");
}
