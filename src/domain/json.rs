//! A JSON response as its own bytes plus a flat index over them.
//!
//! Nothing is copied out of the body and nothing is changed: numbers, key order, duplicate keys and escapes stay as the
//! server sent them. A node is sixteen bytes; its kind is the first byte of its text, and `next` is the node after its
//! whole subtree, so that skipping a subtree is one step and the children of a node are found by hopping.
//!
//! ```text
//! {"a":[1,2],"b":null}     node 0 {…} next 5 · node 1 a […] next 4 · node 2 1 next 3 · node 3 2 next 4 · node 4 b null
//! ```

mod parse;
mod position;
mod text;

use std::borrow::Cow;

pub use parse::{Fault, MAX_DEPTH, MAX_VALUES, Reason};
pub use position::Position;

/// A value in a [`Document`]; nodes are numbered in the order in which they stand in the body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NodeId(pub u32);

/// What a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Object,
    Array,
    String,
    Number,
    Bool,
    Null,
}

/// A member is looked for among so many. Apple's objects have under a hundred, `meta.filters` a few hundred; a hostile one
/// could make each look a walk over megabytes, and a screen takes hundreds of looks.
const MOST_MEMBERS: usize = 4_000;

/// `key` of a node that is not a member of an object.
const NO_KEY: u32 = u32::MAX;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Node {
    /// Offset of the first byte of the value.
    start: u32,
    /// Offset behind the last byte of the value.
    end: u32,
    /// Offset of the opening quote of the member's key, or [`NO_KEY`].
    key: u32,
    /// The node after this one and all that is inside it.
    next: u32,
}

/// A whole, valid JSON text and the index of its values. Never empty: node 0 is the root.
#[derive(Clone, PartialEq, Eq)]
pub struct Document {
    bytes: Vec<u8>,
    nodes: Vec<Node>,
}

/// A text that is not JSON: the fault, and the bytes, which are still worth showing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Malformed {
    /// What is wrong, and where.
    pub fault: Fault,
    /// The text, unchanged.
    pub bytes: Vec<u8>,
}

impl std::fmt::Debug for Document {
    /// Says how large it is: a body is long, and may hold what a log must not.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Document({} bytes, {} nodes)", self.bytes.len(), self.nodes.len())
    }
}

impl Document {
    /// Indexes a JSON text (RFC 8259; a leading byte order mark is passed over). Iterative: depth costs no stack.
    ///
    /// # Errors
    /// [`Malformed`] with the first fault and its position; the bytes come back unchanged.
    pub fn parse(bytes: Vec<u8>) -> Result<Self, Malformed> {
        match parse::index(&bytes) {
            Ok(nodes) => Ok(Self { bytes, nodes }),
            Err(fault) => Err(Malformed { fault, bytes }),
        }
    }

    /// The whole text.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Gives the text back.
    #[must_use]
    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }

    /// A string of so many blanks: what is left of a text that must not be seen.
    #[must_use]
    pub fn blank(length: usize) -> Self {
        let bytes = format!("\"{}\"", "*".repeat(length)).into_bytes();
        let end = u32::try_from(bytes.len()).unwrap_or(u32::MAX);
        Self { bytes, nodes: vec![Node { start: 0, end, key: NO_KEY, next: 1 }] }
    }

    /// Keys and strings that are written with escapes: where each stands between its quotes, and what it reads.
    pub fn escaped(&self) -> impl Iterator<Item = (std::ops::Range<usize>, String)> + '_ {
        self.nodes.iter().flat_map(|node| {
            let key = (node.key != NO_KEY).then(|| node.key as usize + 1);
            let string =
                (self.bytes.get(node.start as usize) == Some(&b'"')).then(|| node.start as usize + 1);
            [key, string].into_iter().flatten().filter_map(|start| {
                let end = start + text::length(self.bytes.get(start..)?);
                let raw = self.slice(start, end);
                raw.contains('\\').then(|| (start..end, text::decode(raw).into_owned()))
            })
        })
    }

    /// The outermost value.
    #[must_use]
    pub const fn root(&self) -> NodeId {
        NodeId(0)
    }

    /// How many values there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Always false: a document has a root.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// What the value is, told by its first byte.
    #[must_use]
    pub fn kind(&self, node: NodeId) -> Kind {
        match self.bytes.get(self.node(node).start as usize) {
            Some(b'{') => Kind::Object,
            Some(b'[') => Kind::Array,
            Some(b'"') => Kind::String,
            Some(b't' | b'f') => Kind::Bool,
            Some(b'n') => Kind::Null,
            _ => Kind::Number,
        }
    }

    /// The value as the server wrote it, quotes and brackets included.
    #[must_use]
    pub fn raw(&self, node: NodeId) -> &str {
        let node = self.node(node);
        self.slice(node.start as usize, node.end as usize)
    }

    /// The member's key as the server wrote it, without its quotes; none for the root and for array elements.
    #[must_use]
    pub fn raw_key(&self, node: NodeId) -> Option<&str> {
        let start = match self.node(node).key {
            NO_KEY => return None,
            quote => quote as usize + 1,
        };
        let length = text::length(self.bytes.get(start..)?);
        Some(self.slice(start, start + length))
    }

    /// The member's key with its escapes resolved.
    #[must_use]
    pub fn key(&self, node: NodeId) -> Option<Cow<'_, str>> {
        self.raw_key(node).map(text::decode)
    }

    /// A string with its escapes resolved; none if the value is not a string. A lone surrogate becomes U+FFFD.
    #[must_use]
    pub fn text(&self, node: NodeId) -> Option<Cow<'_, str>> {
        let raw = self.raw(node);
        raw.strip_prefix('"')?.strip_suffix('"').map(text::decode)
    }

    /// A number, if it is a whole one that fits.
    #[must_use]
    pub fn integer(&self, node: NodeId) -> Option<i64> {
        self.raw(node).parse().ok()
    }

    /// The values directly inside an object or array, in their order.
    pub fn children(&self, node: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        let end = self.node(node).next;
        let mut at = node.0 + 1;
        std::iter::from_fn(move || {
            (at < end).then(|| {
                let child = NodeId(at);
                at = self.node(child).next;
                child
            })
        })
    }

    /// The first member of that (decoded) key, among the first few thousand.
    #[must_use]
    pub fn member(&self, node: NodeId, key: &str) -> Option<NodeId> {
        if self.kind(node) != Kind::Object {
            return None;
        }
        self.children(node).take(MOST_MEMBERS).find(|child| self.key(*child).is_some_and(|k| k == key))
    }

    /// The value at a path of member keys, from a node downwards.
    #[must_use]
    pub fn at(&self, node: NodeId, path: &[&str]) -> Option<NodeId> {
        path.iter().try_fold(node, |node, key| self.member(node, key))
    }

    /// The decoded string at a path of member keys.
    #[must_use]
    pub fn text_at(&self, node: NodeId, path: &[&str]) -> Option<Cow<'_, str>> {
        self.at(node, path).and_then(|found| self.text(found))
    }

    /// Whether anything is inside.
    #[must_use]
    pub fn has_children(&self, node: NodeId) -> bool {
        self.node(node).next > node.0 + 1
    }

    /// The values on the way from the root to a value: the root left out, the value itself last.
    #[must_use]
    pub fn path(&self, node: NodeId) -> Vec<NodeId> {
        let mut path = Vec::new();
        let mut at = self.root();
        while let Some(child) = self.children(at).find(|child| self.contains(*child, node)) {
            path.push(child);
            if child == node {
                break;
            }
            at = child;
        }
        path
    }

    /// Whether `inner` lies inside `outer`, or is it.
    #[must_use]
    pub fn contains(&self, outer: NodeId, inner: NodeId) -> bool {
        outer <= inner && inner.0 < self.node(outer).next
    }

    fn node(&self, node: NodeId) -> Node {
        // A NodeId of another document is a bug of ours, not of the server's; the root is a harmless answer to it.
        self.nodes.get(node.0 as usize).copied().unwrap_or(Node { start: 0, end: 0, key: NO_KEY, next: 0 })
    }

    fn slice(&self, start: usize, end: usize) -> &str {
        // The whole text was checked to be UTF-8, and values begin and end at ASCII bytes.
        self.bytes.get(start..end).and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(text: &str) -> Document {
        Document::parse(text.as_bytes().to_vec()).unwrap()
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
}
