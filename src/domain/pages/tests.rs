//! Pages that join lists, and their rows, against tables and against a plain walk of the tree.

mod returning;

use proptest::prelude::*;

use super::{super::json::MAX_DEPTH, *};

pub(super) fn page(text: &str, target: &str) -> Page {
    let provenance = Provenance { target: target.to_owned(), status: 200, ..Provenance::default() };
    Page::read(Document::parse(text.as_bytes()).unwrap(), provenance)
}

fn list_at(pages: &Pages, path: &[&str]) -> NodeRef {
    let document = pages.page(pages.root()).document();
    NodeRef { page: 0, node: document.at(document.root(), path).unwrap() }
}

/// A response with its tree, and the list at a path of keys, `data` if there is none.
fn tree(text: &str, target: &str) -> (Pages, Outline) {
    let pages = Pages::new(page(text, target));
    let outline = Outline::new(&pages, Shape::Typed);
    (pages, outline)
}

fn join(pages: &mut Pages, outline: &mut Outline, list: NodeRef, text: &str, target: &str) {
    pages.join(list, page(text, target)).unwrap();
    outline.join(pages, list);
}

fn shown(pages: &Pages, item: Item) -> String {
    match item {
        Item::Value(node) => {
            let document = pages.page(node).document();
            let name = |key: Cow<'_, str>| key.into_owned();
            document.key(node.node).map_or_else(|| pages.index(node).to_string(), name)
        }
        Item::Separator { segment, .. } => format!("page {}", segment + 1),
        Item::Next { .. } => "next".to_owned(),
        Item::Ways { .. } => "ways".to_owned(),
        Item::Way { number, .. } => format!("way {number}"),
    }
}

/// A line a row: the depth, then what it is.
fn rows(pages: &Pages, outline: &Outline) -> Vec<String> {
    let row = |at| outline.row(pages, at).unwrap();
    (0..outline.len()).map(row).map(|row| format!("{} {}", row.depth, shown(pages, row.item))).collect()
}

const ALBUMS: &str =
    r#"{"data":[{"id":"1","a":{"x":1}},{"id":"2"}],"next":"/v1/x?offset=2","meta":{"total":4}}"#;

#[test]
fn a_page_joins_the_top_level_list() {
    let (mut pages, mut outline) = tree(r#"{"data":[1,2],"next":"/v1/x?offset=2"}"#, "/v1/x?limit=2");
    let list = list_at(&pages, &["data"]);
    let second = page(r#"{"data":[3]}"#, "/v1/x?offset=2");
    assert_eq!(pages.continuation(list, &second), Some((None, 1)));
    join(&mut pages, &mut outline, list, r#"{"data":[3]}"#, "/v1/x?offset=2");
    assert_eq!(rows(&pages, &outline), ["0 data", "1 page 1", "1 0", "1 1", "1 page 2", "1 2"]);
    assert_eq!((pages.count(list), pages.next(list), pages.has_next()), (3, None, false));
}

#[test]
fn a_page_joins_a_relationship_inside_an_item() {
    let text = r#"{"data":[{"relationships":{"tracks":{"data":[1],"next":"/v1/a/1/tracks?offset=1"}}}]}"#;
    let (mut pages, mut outline) = tree(text, "/v1/a/1");
    outline.set_all(&pages, true);
    let document = pages.page(pages.root()).document();
    let album = document.children(document.at(document.root(), &["data"]).unwrap()).next().unwrap();
    let node = document.at(album, &["relationships", "tracks", "data"]).unwrap();
    let list = NodeRef { page: 0, node };
    let more = r#"{"data":[2],"next":"/v1/a/1/tracks?offset=2"}"#;
    join(&mut pages, &mut outline, list, more, "/v1/a/1/tracks?offset=1");
    let tail = ["3 tracks", "4 page 1", "4 0", "4 page 2", "4 1", "4 next"];
    assert_eq!(rows(&pages, &outline)[3..], tail);
}

#[test]
fn a_page_joins_a_search_group_and_a_chart() {
    let group = r#"{"results":{"songs":{"data":[1],"next":"/s?offset=1"},"albums":{"data":[9]}}}"#;
    let mut pages = Pages::new(page(group, "/s"));
    let list = list_at(&pages, &["results", "songs", "data"]);
    pages.join(list, page(r#"{"results":{"songs":{"data":[2]}}}"#, "/s?offset=1")).unwrap();
    assert_eq!(pages.count(list), 2);

    let charts =
        r#"{"results":{"songs":[{"chart":"a","data":[1]},{"chart":"b","data":[1],"next":"/c?offset=1"}]}}"#;
    let mut pages = Pages::new(page(charts, "/c"));
    let document = pages.page(pages.root()).document();
    let second =
        document.children(document.at(document.root(), &["results", "songs"]).unwrap()).nth(1).unwrap();
    let list = NodeRef { page: 0, node: document.member(second, "data").unwrap() };
    let more = r#"{"results":{"songs":[{"chart":"b","data":[2,3]}]}}"#;
    pages.join(list, page(more, "/c?offset=1")).unwrap();
    assert_eq!(pages.count(list), 3);
    assert_eq!(pages.join(list, page(r#"{"results":{}}"#, "/c?offset=3")), Err(NoList));
}

#[test]
fn items_that_were_there_already_are_counted() {
    let item = |id: u32| format!(r#"{{"type":"songs","id":"{id}"}}"#);
    let list_of = |ids: &[u32]| {
        let items: Vec<_> = ids.iter().map(|id| item(*id)).collect();
        format!(r#"{{"data":[{}],"next":"/v1/x?offset={}"}}"#, items.join(","), ids[0])
    };
    let mut pages = Pages::new(page(&list_of(&[1, 2, 2]), "/v1/x"));
    let list = list_at(&pages, &["data"]);
    pages.join(list, page(&list_of(&[2, 3, 3, 1]), "/v1/x?offset=3")).unwrap();
    assert_eq!((pages.repeats(list, 0), pages.repeats(list, 1), pages.repeats(list, 9)), (0, 2, 0));
}

#[test]
fn wrappers_show_their_items_directly_unless_plain() {
    let text = r#"{"results":{"songs":{"href":"/h","data":[1],"next":"/n"}}}"#;
    let (pages, mut outline) = tree(text, "/s");
    assert_eq!(rows(&pages, &outline), ["0 results", "1 songs", "2 href", "2 0", "2 next"]);
    outline.reshape(&pages, Shape::Plain);
    assert_eq!(rows(&pages, &outline), ["0 results", "1 songs", "2 href", "2 data", "2 next"]);
    outline.set(&pages, 3, true);
    let plain = ["0 results", "1 songs", "2 href", "2 data", "3 0", "3 next", "2 next"];
    assert_eq!(rows(&pages, &outline), plain);
}

#[test]
fn folding_and_unfolding_remember_what_is_inside() {
    let (pages, mut outline) = tree(ALBUMS, "/v1/x");
    assert_eq!(rows(&pages, &outline), ["0 data", "1 0", "1 1", "1 next", "0 meta"]);
    outline.set(&pages, 1, true);
    outline.set(&pages, 3, true);
    let open = ["0 data", "1 0", "2 id", "2 a", "3 x", "1 1", "1 next", "0 meta"];
    assert_eq!(rows(&pages, &outline), open);
    outline.set(&pages, 1, false);
    assert_eq!(rows(&pages, &outline), ["0 data", "1 0", "1 1", "1 next", "0 meta"]);
    outline.set(&pages, 1, true);
    assert_eq!(rows(&pages, &outline), open);
    assert_eq!((outline.parent(&pages, 4), outline.parent(&pages, 0)), (Some(3), None));
    assert_eq!((outline.next_sibling(&pages, 1), outline.previous_sibling(&pages, 5)), (Some(5), Some(1)));
    assert_eq!((outline.next_sibling(&pages, 7), outline.previous_sibling(&pages, 2)), (None, None));
}

#[test]
fn pages_join_where_next_was_and_the_first_gets_its_separator_once() {
    let (mut pages, mut outline) = tree(ALBUMS, "/v1/x");
    let list = list_at(&pages, &["data"]);
    let second = r#"{"data":[{"id":"3"}],"next":"/v1/x?offset=3"}"#;
    join(&mut pages, &mut outline, list, second, "/v1/x?offset=2");
    let two = ["0 data", "1 page 1", "1 0", "1 1", "1 page 2", "1 2", "1 next", "0 meta"];
    assert_eq!(rows(&pages, &outline), two);
    join(&mut pages, &mut outline, list, r#"{"data":[{"id":"4"}]}"#, "/v1/x?offset=3");
    let three = ["0 data", "1 page 1", "1 0", "1 1", "1 page 2", "1 2", "1 page 3", "1 3", "0 meta"];
    assert_eq!(rows(&pages, &outline), three);
    outline.set(&pages, 0, false);
    assert_eq!(rows(&pages, &outline), ["0 data", "0 meta"]);
    outline.set_level(&pages, 2);
    assert_eq!(rows(&pages, &outline).len(), 9 + 5 + 1);
    outline.set_subtree(&pages, 0, false);
    outline.set(&pages, 0, true);
    assert_eq!(rows(&pages, &outline)[..9], three);
}

#[test]
fn a_list_that_has_ended_shows_no_next() {
    let (mut pages, mut outline) = tree(ALBUMS, "/v1/x");
    let list = list_at(&pages, &["data"]);
    pages.end(list);
    outline.end_list(&pages, list);
    assert_eq!(rows(&pages, &outline), ["0 data", "1 0", "1 1", "0 meta"]);
    assert_eq!((pages.has_next(), pages.next(list)), (false, None));
}

#[test]
fn an_empty_first_page_with_next_takes_in_the_second() {
    let (mut pages, mut outline) = tree(r#"{"data":[],"next":"/v1/x?offset=2"}"#, "/v1/x");
    let list = list_at(&pages, &["data"]);
    assert_eq!(rows(&pages, &outline), ["0 data", "1 next"]);
    join(&mut pages, &mut outline, list, r#"{"data":[1]}"#, "/v1/x?offset=2");
    assert_eq!(rows(&pages, &outline), ["0 data", "1 page 1", "1 page 2", "1 0"]);
}

#[test]
fn a_single_value_has_a_row_and_so_has_an_empty_container() {
    for text in ["true", "[]", "{}", "\"text\""] {
        let (pages, outline) = tree(text, "/v1/x");
        assert_eq!(
            (outline.len(), outline.position(&pages, Item::Value(pages.root()))),
            (1, Some(0)),
            "{text}"
        );
        assert_eq!((outline.item(&pages, 1), outline.end(&pages, 0)), (None, 1), "{text}");
        assert_eq!(outline.next_sibling(&pages, 0), None, "{text}");
    }
}

#[test]
fn values_as_deep_as_they_may_be_unfold() {
    let nested = format!("{}{}", "[".repeat(50_000), "]".repeat(50_000));
    let (pages, mut outline) = tree(&format!(r#"{{"a":{nested}}}"#), "/v1/x");
    outline.set_all(&pages, true);
    assert_eq!(outline.len(), 50_000);
    assert_eq!(outline.row(&pages, 49_999).unwrap().depth, 64);
    assert_eq!(outline.parent(&pages, 49_999), Some(49_998));
    assert_eq!(outline.previous_sibling(&pages, 49_999), None);
}

#[test]
fn a_response_that_arrives_keeps_what_is_unfolded() {
    let parts = [r#"{"data":[{"id":"1","a":{"x":1}}"#, r#",{"id":"2"}]"#, r#","meta":{}}"#];
    let mut builder = super::super::json::Builder::new();
    let mut reader = Reader::default();
    builder.push(parts[0].as_bytes());
    let mut look =
        |builder: &super::super::json::Builder| reader.page(builder.so_far().unwrap(), Provenance::default());
    let mut pages = Pages::new(look(&builder));
    let mut outline = Outline::new(&pages, Shape::Typed);
    assert_eq!(rows(&pages, &outline), ["0 data", "1 0"]);
    outline.set(&pages, 1, true);
    for part in &parts[1..] {
        builder.push(part.as_bytes());
        pages.grow(look(&builder));
        outline.grow(&pages);
    }
    assert_eq!(rows(&pages, &outline), ["0 data", "1 0", "2 id", "2 a", "1 1", "0 meta"]);
}

/// The steps of a way as one text.
fn way(steps: Trail) -> String {
    let gap = if steps.is_cut { "…" } else { "" };
    format!("{}{gap}{}", steps.first.concat(), steps.last.concat())
}

#[test]
fn the_steps_of_a_way_are_those_of_its_path_over_all_pages() {
    let (mut pages, mut outline) =
        tree(r#"{"data":[{"id":"1","a b":[{"x":null}]}],"next":"/v1/x?offset=1"}"#, "/v1/x");
    let list = list_at(&pages, &["data"]);
    join(&mut pages, &mut outline, list, r#"{"data":[{"id":"2","list":[[7]]}]}"#, "/v1/x?offset=1");
    outline.set_all(&pages, true);
    for row in 0..outline.len() {
        let Some(Item::Value(node)) = outline.item(&pages, row) else { continue };
        assert_eq!(way(pages.trail(node, 64)).strip_prefix('.').unwrap(), pages.path(node));
    }
    let inner = NodeRef { page: 1, node: NodeId(6) };
    assert_eq!(pages.path(inner), "data[1].list[0][0]");
    assert_eq!(way(pages.trail(inner, 2)), ".data…[0][0]");
    assert_eq!(way(pages.trail(inner, 4)), ".data…[1].list[0][0]");
    assert_eq!(pages.trail(pages.root(), 4), Trail::default());
}

#[test]
fn of_a_way_as_deep_as_may_be_only_its_ends_are_told() {
    let deep = format!("{}1{}", "[9,".repeat(MAX_DEPTH - 1), "]".repeat(MAX_DEPTH - 1));
    let pages = Pages::new(page(&deep, "/v1/x"));
    let last = u32::try_from(pages.page(pages.root()).document().len() - 1).unwrap();
    let steps = pages.trail(NodeRef { page: 0, node: NodeId(last) }, 5);
    assert_eq!(way(steps), "[1][1][1]…[1][1][1][1][1]");
}

#[test]
fn a_key_of_megabytes_is_cut_in_a_step() {
    let pages = Pages::new(page(&format!(r#"{{"{}":1}}"#, "é".repeat(1_000_000)), "/v1/x"));
    let steps = pages.trail(NodeRef { page: 0, node: NodeId(1) }, 5);
    assert!(steps.last[0].ends_with("é…\"]") && steps.last[0].len() < 320, "{}", steps.last[0].len());
}

#[test]
fn places_are_told_as_paths_and_pointers_over_all_pages() {
    let (mut pages, mut outline) = tree(ALBUMS, "/v1/x");
    let list = list_at(&pages, &["data"]);
    join(&mut pages, &mut outline, list, r#"{"data":[{"a b/~":[5]}]}"#, "/v1/x?offset=2");
    outline.set_all(&pages, true);
    let at = |row| match outline.item(&pages, row) {
        Some(Item::Value(node)) => (pages.path(node), pages.pointer(node)),
        other => panic!("{other:?}"),
    };
    assert_eq!(at(5), ("data[0].a.x".to_owned(), "/data/0/a/x".to_owned()));
    assert_eq!(at(11), (r#"data[2]["a b/~"][0]"#.to_owned(), "/data/2/a b~1~0/0".to_owned()));
}

#[test]
fn what_lies_outside_the_list_of_a_later_page_has_a_path_of_its_own() {
    let (mut pages, mut outline) = tree(ALBUMS, "/v1/x");
    let list = list_at(&pages, &["data"]);
    join(&mut pages, &mut outline, list, r#"{"data":[1],"meta":{"total":4}}"#, "/v1/x?offset=2");
    let total = NodeRef { page: 1, node: NodeId(4) };
    assert_eq!(
        (pages.path(total), pages.pointer(total)),
        ("meta.total".to_owned(), "/meta/total".to_owned())
    );
}

#[test]
fn merged_pages_read_like_one() {
    let inner = r#"{"data":[{"tracks":{"next":"/v1/t?offset=1","data":[1]}},{"tracks":{"data":[]}}],"next":"/v1/x?offset=2","meta":{}}"#;
    let mut pages = Pages::new(page(inner, "/v1/x"));
    let document = pages.page(pages.root()).document();
    let tracks = NodeRef { page: 0, node: NodeId(5) };
    assert_eq!(document.raw(tracks.node), "[1]");
    let list = list_at(&pages, &["data"]);
    let merged = |pages: &Pages, node| {
        let pieces = pages.merged(node);
        let bytes: Vec<u8> =
            pieces.into_iter().flat_map(|piece| pages.bytes(piece)).flatten().copied().collect();
        assert_eq!(bytes.len(), pages.merged_size(node));
        String::from_utf8(bytes).unwrap()
    };
    assert_eq!(merged(&pages, pages.root()), inner);
    pages.join(tracks, page(r#"{"data":[2,3],"next":"/v1/t?offset=3"}"#, "/v1/t?offset=1")).unwrap();
    pages.join(list, page(r#"{"data":[]}"#, "/v1/x?offset=2")).unwrap();
    let whole = r#"{"data":[{"tracks":{"next":"/v1/t?offset=3","data":[1,2,3]}},{"tracks":{"data":[]}}],"next":null,"meta":{}}"#;
    assert_eq!(merged(&pages, pages.root()), whole);
    assert_eq!(merged(&pages, tracks), "[1,2,3]");
    assert_eq!(merged(&pages, NodeRef { page: 1, node: NodeId(2) }), "2");
}

/// The rows by a plain walk, which the counted ones must equal.
fn walked(pages: &Pages, outline: &Outline, node: NodeRef, depth: usize, found: &mut Vec<(Item, usize)>) {
    let shape = outline.shape();
    for child in pages.page(node).document().children(node.node) {
        let child = NodeRef { node: child, ..node };
        let is_tucked = pages.page(node).is_tucked(child.node, shape);
        if !is_tucked {
            found.push((Item::Value(child), depth));
        }
        let is_open = pages.is_container(child) && (is_tucked || outline.is_open(pages, Item::Value(child)));
        if is_open {
            walked_list(pages, outline, child, depth + usize::from(!is_tucked), found);
            walked_ways(outline, child, depth + 1, found);
        }
    }
}

/// Resources that offer something have a row for it, and one for each way if that is unfolded.
fn walked_ways(outline: &Outline, of: NodeRef, depth: usize, found: &mut Vec<(Item, usize)>) {
    let rows = if outline.shape() == Shape::Typed { outline.offered(of) } else { 0 };
    found.extend((0..rows).map(|row| match row.checked_sub(1) {
        None => (Item::Ways { of }, depth),
        Some(number) => (Item::Way { of, number }, depth + 1),
    }));
}

fn walked_list(
    pages: &Pages,
    outline: &Outline,
    list: NodeRef,
    depth: usize,
    found: &mut Vec<(Item, usize)>,
) {
    let segments = pages.segments(&list);
    for (segment, part) in (0..).zip(segments) {
        if segments.len() > 1 {
            found.push((Item::Separator { list, segment }, depth));
        }
        walked(pages, outline, *part, depth, found);
    }
    if pages.kind(list) == Kind::Array && pages.next(list).is_some() {
        found.push((Item::Next { list }, depth));
    }
}

/// A response with lists in lists: some go on, some objects have more behind their `data`.
fn response(depth: u32) -> BoxedStrategy<String> {
    let scalar = prop_oneof![Just("1".to_owned()), Just("[2,[3]]".to_owned()), Just("{\"k\":{}}".to_owned())];
    let parts = (prop::collection::vec(scalar, 0..70), any::<[bool; 4]>());
    if depth == 0 {
        return parts.prop_map(|(items, flags)| wrapper(&items, flags)).boxed();
    }
    (parts, prop::collection::vec(response(depth - 1), 0..4))
        .prop_map(|((mut items, flags), inner)| {
            items.extend(inner);
            wrapper(&items, flags)
        })
        .boxed()
}

fn wrapper(items: &[String], [next_first, next_last, more, id]: [bool; 4]) -> String {
    let mut members = Vec::new();
    if next_first {
        members.push(r#""next":"/v1/l?offset=1""#.to_owned());
    }
    if id {
        members.push(r#""id":"7","type":"albums""#.to_owned());
    }
    members.push(format!("\"data\":[{}]", items.join(",")));
    if next_last && !next_first {
        members.push(r#""next":"/v1/l?offset=1""#.to_owned());
    }
    if more {
        members.push(r#""meta":{"total":[1]}"#.to_owned());
    }
    format!("{{{}}}", members.join(","))
}

/// Something that changes the rows.
#[derive(Debug, Clone)]
enum Step {
    Set(usize, bool),
    Siblings(usize, bool),
    Subtree(usize, bool),
    All(bool),
    Level(usize),
    Plain(bool),
    Join(usize, String),
    End(usize),
    Reveal(usize),
}

fn step() -> impl Strategy<Value = Step> {
    let row = 0..400_usize;
    prop_oneof![
        4 => (row.clone(), any::<bool>()).prop_map(|(row, open)| Step::Set(row, open)),
        1 => (row.clone(), any::<bool>()).prop_map(|(row, open)| Step::Siblings(row, open)),
        1 => (row.clone(), any::<bool>()).prop_map(|(row, open)| Step::Subtree(row, open)),
        1 => any::<bool>().prop_map(Step::All),
        1 => (0..5_usize).prop_map(Step::Level),
        1 => any::<bool>().prop_map(Step::Plain),
        4 => (row.clone(), response(1)).prop_map(|(row, page)| Step::Join(row, page)),
        1 => row.clone().prop_map(Step::End),
        2 => row.prop_map(Step::Reveal),
    ]
}

fn take(pages: &mut Pages, outline: &mut Outline, step: Step) {
    let at = |row: usize| row % outline.len().max(1);
    let next_at = |row: usize| {
        let rows = (0..outline.len()).map(|near| (at(row) + near) % outline.len());
        rows.filter_map(|row| outline.item(pages, row)).find_map(|item| match item {
            Item::Next { list } => Some(list),
            _ => None,
        })
    };
    match step {
        Step::Set(row, open) => outline.set(pages, at(row), open),
        Step::Siblings(row, open) => outline.set_siblings(pages, at(row), open),
        Step::Subtree(row, open) => outline.set_subtree(pages, at(row), open),
        Step::All(open) => outline.set_all(pages, open),
        Step::Level(level) => outline.set_level(pages, level),
        Step::Plain(plain) => outline.reshape(pages, if plain { Shape::Plain } else { Shape::Typed }),
        Step::Join(row, text) => {
            if let Some(list) = next_at(row) {
                join(pages, outline, list, &text, &format!("/v1/l?offset={}", pages.len()));
            }
        }
        Step::Reveal(at) => {
            let all = pages.stretches();
            let stretch = &all[at % all.len()];
            let node = stretch.nodes.start
                + u32::try_from(at).unwrap() % u32::try_from(stretch.nodes.len()).unwrap();
            let node = stretch.value(NodeId(node));
            if node != pages.root() {
                outline.reveal(pages, node);
                let shown = outline.position(pages, pages.row_for(node, outline.shape()));
                assert!(shown.is_some(), "{node:?} has no row");
            }
        }
        Step::End(row) => {
            if let Some(list) = next_at(row) {
                pages.end(list);
                outline.end_list(pages, list);
            }
        }
    }
}

fn check(pages: &Pages, outline: &Outline) -> Result<(), TestCaseError> {
    let mut expected = Vec::new();
    walked_list(pages, outline, pages.root(), 0, &mut expected);
    prop_assert_eq!(outline.len(), expected.len());
    for (row, (item, depth)) in expected.iter().enumerate() {
        let found = outline.row(pages, row).unwrap();
        prop_assert_eq!((found.item, usize::from(found.depth)), (*item, *depth));
        prop_assert_eq!(outline.position(pages, *item), Some(row));
        let deeper = expected[row + 1..].iter().take_while(|(_, below)| below > depth).count();
        prop_assert_eq!(outline.end(pages, row), row + 1 + deeper);
        let parent = expected[..row].iter().rposition(|(_, above)| above < depth);
        prop_assert_eq!(outline.parent(pages, row), parent);
        let above = expected[..row].iter().rposition(|(_, above)| above <= depth);
        let sibling = above.filter(|above| expected[*above].1 == *depth);
        prop_assert_eq!(outline.previous_sibling(pages, row), sibling);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]
    #[test]
    fn rows_that_are_counted_are_those_of_a_walk(
        text in response(2),
        steps in prop::collection::vec(step(), 0..10),
    ) {
        let (mut pages, mut outline) = tree(&text, "/v1/l");
        check(&pages, &outline)?;
        for step in steps {
            take(&mut pages, &mut outline, step);
            check(&pages, &outline)?;
        }
    }
}

#[test]
fn a_link_that_is_found_in_a_folded_list_is_revealed() {
    let text = r#"{"data":[{"data":[]},{"data":[]}],"next":"/v1/l?offset=1"}"#;
    let mut pages = Pages::new(page(text, "/v1/l"));
    let mut outline = Outline::new(&pages, Shape::Typed);
    take(&mut pages, &mut outline, Step::Join(0, text.to_owned()));
    take(&mut pages, &mut outline, Step::All(false));
    take(&mut pages, &mut outline, Step::Reveal(53));
}
