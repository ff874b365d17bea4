//! A document against a plain walk over its children.

use segue::domain::json::{Document, Kind, Link, NodeId};

/// Values of a text up to this long are read one by one; more would make one input take seconds.
const SHORT: usize = 512;

/// Walks a document, whole or the beginning of one.
pub fn check(document: &Document) {
    let root = document.root();
    assert_eq!((document.parent(root), document.ordinal(root), document.path(root).len()), (None, 0, 0));
    let mut waiting = vec![(root, 0)];
    let mut visited = 0;
    while let Some((node, depth)) = waiting.pop() {
        visited += 1;
        value(document, node);
        if depth < 64 {
            assert_eq!(document.path(node).len(), depth);
        }
        waiting.extend(children(document, node).into_iter().map(|child| (child, depth + 1)));
    }
    assert_eq!(visited, document.len());
    for (node, range) in document.escaped() {
        // The value of the last key may not have come yet.
        assert!(range.end <= document.size() && (node.0 as usize) <= document.len());
    }
    lists(document);
}

/// The lists and links that were noted are those that a look at every value finds.
fn lists(document: &Document) {
    let all = || (0..document.len()).map(|number| NodeId(number as u32));
    let is_list = |node: &NodeId| document.kind(*node) == Kind::Array && document.has_key(*node, "data");
    let is_inner = |node: &NodeId| document.parent(*node) != Some(document.root());
    assert!(document.inner_lists(0).eq(all().filter(is_list).filter(is_inner)));
    let link = |owner: NodeId| {
        let (list, next) = (document.member(owner, "data")?, document.member(owner, "next")?);
        let is_link = is_list(&list) && document.kind(next) == Kind::String;
        is_link.then_some(Link { owner, next, list })
    };
    let mut links: Vec<_> = all().filter_map(link).collect();
    links.sort_by_key(|link| link.list);
    assert_eq!(document.links(), links);
}

/// The children of a value, all of which it must know.
fn children(document: &Document, node: NodeId) -> Vec<NodeId> {
    let children: Vec<_> = document.children(node).collect();
    assert_eq!(document.count(node), children.len());
    assert_eq!(document.has_children(node), !children.is_empty());
    assert_eq!(document.nth(node, children.len()), None);
    let range = document.range(node);
    let mut end = range.start;
    for (number, child) in children.iter().enumerate() {
        assert_eq!(document.parent(*child), Some(node));
        assert_eq!(document.ordinal(*child), number);
        assert_eq!(document.nth(node, number), Some(*child));
        assert_eq!(document.is_member(*child), document.kind(node) == Kind::Object);
        assert!(document.contains(node, *child) && !document.contains(*child, node));
        let inner = document.range(*child);
        assert!(end <= document.member_start(*child) && inner.end <= range.end, "children lie apart, and inside");
        end = inner.end;
    }
    children
}

/// One value on its own.
fn value(document: &Document, node: NodeId) {
    let (range, start) = (document.range(node), document.member_start(node));
    assert!(start <= range.start && range.start < range.end && range.end <= document.size());
    assert_eq!(document.node_at(start), node);
    assert_eq!(document.node_at(range.start), node);
    assert_eq!(document.key(node).is_some(), document.is_member(node));
    assert_eq!(document.text(node).is_some(), document.kind(node) == Kind::String);
    assert!(document.raw_start(node, 7).len() <= 7);
    if let Some(key) = document.key(node) {
        assert!(document.has_key(node, &key), "{key:?}");
        assert_eq!(range.start > start, true);
    }
    if document.size() <= SHORT {
        raw(document, node);
    }
}

/// What a value looks like is a document of its own, if its end is there.
fn raw(document: &Document, node: NodeId) {
    let raw = document.raw(node);
    let is_last = document.range(node).end == document.size();
    match Document::parse(raw.as_bytes()) {
        Ok(own) => {
            assert_eq!(own.len(), (document.after(node).0 - node.0) as usize);
            assert_eq!(own.kind(own.root()), document.kind(node));
            assert_eq!(own.text(own.root()), document.text(node));
        }
        Err(fault) => assert!(is_last && !document.is_whole(), "{raw:?} {fault:?}"),
    }
}
