//! A JSON response as its own bytes plus a flat index over them.
//!
//! Nothing is changed: numbers, key order, duplicate keys and escapes stay as the server sent them. A node is twelve bytes:
//! where it begins and ends, what it is, and which node comes after its whole subtree, so that skipping a subtree is one step
//! and the children of a node are found by hopping.
//!
//! ```text
//! {"a":[1,2],"b":null}     node 0 {…} next 5 · node 1 a […] next 4 · node 2 1 next 3 · node 3 2 next 4 · node 4 b null
//! ```
//!
//! A text may be looked at while it is still arriving ([`Builder`]). Bytes and nodes lie in chunks that are shared with such
//! a view, so that it costs no copy; a container that is still open reaches to the end of what is there.

mod build;
mod chunks;
mod fault;
mod listing;
mod node;
mod parse;
mod position;
mod scan;
#[cfg(test)]
mod tests;
mod text;

use std::{borrow::Cow, collections::HashMap, ops::Range, sync::Arc};

pub use build::{Builder, Malformed, Text};
use chunks::Chunks;
pub use fault::{Fault, MAX_DEPTH, MAX_VALUES, Reason};
pub use listing::Link;
use listing::Lists;
use node::Node;
use parse::{Escape, Span};
pub use position::Position;

/// A value in a [`Document`]; nodes are numbered in the order in which they stand in the body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
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

/// So many nodes lie between two places where the containers around are written down: a parent is found in as many steps,
/// and one for every level.
const ANCHOR: usize = 256;

/// So many values of a container lie between two of which the number is written down: any one is found in as many steps.
const MARK: u32 = 64;

/// A valid JSON text, or the beginning of one, and the index of its values. Never empty: node 0 is the root.
#[derive(Clone, PartialEq, Eq)]
pub struct Document {
    bytes: Chunks<u8, 20>,
    nodes: Chunks<Node, 16>,
    anchors: Arc<[u32]>,
    spans: Arc<[Span]>,
    marks: Arc<HashMap<u32, Vec<u32>>>,
    escaped: Arc<[Escape]>,
    lists: Arc<Lists>,
}

impl std::fmt::Debug for Document {
    /// Says how large it is: a body is long, and may hold what a log must not.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Document({} bytes, {} nodes)", self.size(), self.len())
    }
}

impl Document {
    /// Indexes a JSON text (RFC 8259; a leading byte order mark is passed over). Iterative: depth costs no stack.
    ///
    /// # Errors
    /// [`Malformed`] with the first fault and its position; the bytes come back unchanged.
    pub fn parse(text: &[u8]) -> Result<Self, Box<Malformed>> {
        let mut builder = Builder::new();
        builder.push(text);
        builder.finish()
    }

    /// How many bytes the text has.
    #[must_use]
    pub const fn size(&self) -> usize {
        self.bytes.len()
    }

    /// The bytes of a part of the text, piece by piece.
    pub fn pieces(&self, range: Range<usize>) -> impl Iterator<Item = &[u8]> + Clone {
        self.bytes.pieces(range)
    }

    /// The bytes of a part of the text: borrowed, unless it runs over the end of a piece.
    #[must_use]
    pub fn part(&self, range: Range<usize>) -> Cow<'_, [u8]> {
        self.bytes.slice(range)
    }

    /// Where a value stands in the text, quotes and brackets included.
    #[must_use]
    pub fn range(&self, node: NodeId) -> Range<usize> {
        let found = self.node(node);
        self.value_start(found)..self.end(found)
    }

    /// Where the value itself begins: for a member, behind its key and colon.
    fn value_start(&self, node: Node) -> usize {
        let mut at = node.at as usize;
        if node.is_member() {
            at += text::length(self.bytes.pieces(at + 1..self.size())) + 2;
            let is_between = |byte: &u8| matches!(byte, b':' | b' ' | b'\n' | b'\r' | b'\t');
            at += self.bytes.pieces(at..self.size()).flatten().take_while(|byte| is_between(byte)).count();
        }
        at
    }

    /// What is still open, or was when this view was made, reaches to the end of what is there.
    fn end(&self, node: Node) -> usize {
        (node.end as usize).min(self.size())
    }

    /// Where a member begins in the text: at its key, or at the value where there is none.
    #[must_use]
    pub fn member_start(&self, node: NodeId) -> usize {
        self.node(node).at as usize
    }

    /// Keys and strings that are written with escapes: the value, and where the text stands between its quotes.
    pub fn escaped(&self) -> impl Iterator<Item = (NodeId, Range<usize>)> + '_ {
        self.escaped_in(0..self.size())
    }

    /// The same of a part of the text.
    pub fn escaped_in(&self, part: Range<usize>) -> impl Iterator<Item = (NodeId, Range<usize>)> + '_ {
        self.told(self.escapes(part).iter())
    }

    /// Those of a part of the text in which a character is written by its number, as in `\u00e9`.
    pub fn numbered_in(&self, part: Range<usize>) -> impl Iterator<Item = (NodeId, Range<usize>)> + '_ {
        self.told(self.escapes(part).iter().filter(|escape| escape.is_numbered))
    }

    fn escapes(&self, part: Range<usize>) -> &[Escape] {
        let before = |end: usize| self.escaped.partition_point(|escape| (escape.start as usize) < end);
        self.escaped.get(before(part.start)..before(part.end)).unwrap_or_default()
    }

    fn told<'a>(
        &'a self,
        escapes: impl Iterator<Item = &'a Escape> + 'a,
    ) -> impl Iterator<Item = (NodeId, Range<usize>)> + 'a {
        escapes.map(|escape| {
            let start = escape.start as usize;
            (NodeId(escape.node), start..start + text::length(self.bytes.pieces(start..self.size())))
        })
    }

    /// The outermost value.
    #[must_use]
    pub const fn root(&self) -> NodeId {
        NodeId(0)
    }

    /// How many values there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Always false: a document has a root.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.nodes.len() == 0
    }

    /// Whether the end of the text is there.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.nodes.get(0).is_some_and(|root| root.end as usize <= self.size())
    }

    /// Whether a beginning tells anything: a container with something inside.
    fn is_worth_showing(&self) -> bool {
        self.has_children(self.root())
    }

    /// What the value is.
    #[must_use]
    pub fn kind(&self, node: NodeId) -> Kind {
        self.node(node).kind()
    }

    /// The value as the server wrote it, quotes and brackets included.
    #[must_use]
    pub fn raw(&self, node: NodeId) -> Cow<'_, str> {
        self.slice(self.range(node))
    }

    /// The beginning of [`Self::raw`]: at most so many bytes, cut between characters.
    #[must_use]
    pub fn raw_start(&self, node: NodeId, most: usize) -> Cow<'_, str> {
        let range = self.range(node);
        self.slice(range.start..range.end.min(range.start + most))
    }

    /// The member's key as the server wrote it, without its quotes; none for the root and for array elements.
    #[must_use]
    pub fn raw_key(&self, node: NodeId) -> Option<Cow<'_, str>> {
        self.raw_key_start(node, usize::MAX)
    }

    /// The beginning of [`Self::raw_key`]: at most so many bytes, cut between characters.
    #[must_use]
    pub fn raw_key_start(&self, node: NodeId, most: usize) -> Option<Cow<'_, str>> {
        let start = Some(self.node(node)).filter(|node| node.is_member())?.at as usize + 1;
        let end = start.saturating_add(most).min(self.size());
        Some(self.slice(start..start + text::length(self.bytes.pieces(start..end))))
    }

    /// The member's key with its escapes resolved.
    #[must_use]
    pub fn key(&self, node: NodeId) -> Option<Cow<'_, str>> {
        self.raw_key(node).map(text::decoded)
    }

    /// Whether a value is a member of an object, and so has a key.
    #[must_use]
    pub fn is_member(&self, node: NodeId) -> bool {
        self.node(node).is_member()
    }

    /// Whether a value is the member of that (decoded) key.
    #[must_use]
    pub fn has_key(&self, node: NodeId, key: &str) -> bool {
        let found = self.node(node);
        if !found.is_member() {
            return false;
        }
        let start = found.at as usize + 1;
        // A key that is written in another way has an escape where it first differs.
        match &*self.bytes.slice(start..start + key.len() + 1) {
            [same @ .., b'"'] if same == key.as_bytes() => true,
            bytes if !bytes.contains(&b'\\') => false,
            // An escape takes six bytes at most; what is longer is another key, and may be megabytes.
            _ => self.raw_key_start(node, 6 * key.len() + 1).is_some_and(|start| text::decoded(start) == key),
        }
    }

    /// A string with its escapes resolved; none if the value is not a string. A lone surrogate becomes U+FFFD.
    #[must_use]
    pub fn text(&self, node: NodeId) -> Option<Cow<'_, str>> {
        if self.kind(node) != Kind::String {
            return None;
        }
        let range = self.range(node);
        Some(text::decoded(self.slice(range.start + 1..range.end - 1)))
    }

    /// The beginning of [`Self::text`]: what at most so many bytes of it stand for, cut between characters and escapes; and how
    /// many bytes are left out.
    #[must_use]
    pub fn text_start(&self, node: NodeId, most: usize) -> Option<(Cow<'_, str>, usize)> {
        if self.kind(node) != Kind::String {
            return None;
        }
        let range = self.range(node);
        let (start, end) = (range.start + 1, range.end - 1);
        let is_cut = end - start > most;
        let raw = match self.slice(start..end.min(start + most)) {
            Cow::Borrowed(raw) if is_cut => Cow::Borrowed(text::before_cut_escape(raw)),
            Cow::Owned(raw) if is_cut => Cow::Owned(text::before_cut_escape(&raw).to_owned()),
            whole => whole,
        };
        let left_out = end - start - raw.len();
        Some((text::decoded(raw), left_out))
    }

    /// A number, if it is a whole one that fits.
    #[must_use]
    pub fn integer(&self, node: NodeId) -> Option<i64> {
        self.raw_start(node, 32).parse().ok()
    }

    /// The values directly inside an object or array, in their order.
    pub fn children(&self, node: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        self.children_from(NodeId(node.0 + 1), self.after(node))
    }

    fn children_from(&self, first: NodeId, end: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        let mut at = first;
        std::iter::from_fn(move || {
            (at < end).then(|| {
                let child = at;
                at = self.after(child);
                child
            })
        })
    }

    /// The node after a value and all that is inside it.
    #[must_use]
    pub fn after(&self, node: NodeId) -> NodeId {
        NodeId(self.node(node).next().min(u32::try_from(self.len()).unwrap_or(u32::MAX)))
    }

    /// How many values lie directly inside. Takes no longer for a container of millions.
    #[must_use]
    pub fn count(&self, node: NodeId) -> usize {
        let marks = self.marks_of(node);
        let last = marks.last().map_or(node.0 + 1, |mark| *mark);
        marks.len() * MARK as usize + self.children_from(NodeId(last), self.after(node)).count()
    }

    /// The number of a value among those that lie directly inside the same container, from 0.
    #[must_use]
    pub fn ordinal(&self, node: NodeId) -> usize {
        let Some(parent) = self.parent(node) else { return 0 };
        let marks = self.marks_of(parent);
        let before = marks.partition_point(|mark| *mark <= node.0);
        let mark = before.checked_sub(1).and_then(|last| marks.get(last)).map_or(parent.0 + 1, |mark| *mark);
        before * MARK as usize + self.children_from(NodeId(mark), node).count()
    }

    /// The value of that number directly inside, from 0.
    #[must_use]
    pub fn nth(&self, node: NodeId, number: usize) -> Option<NodeId> {
        let skipped = number / MARK as usize;
        let first = match skipped.checked_sub(1) {
            None => node.0 + 1,
            Some(mark) => *self.marks_of(node).get(mark)?,
        };
        self.children_from(NodeId(first), self.after(node)).nth(number % MARK as usize)
    }

    fn marks_of(&self, node: NodeId) -> &[u32] {
        self.marks.get(&node.0).map(Vec::as_slice).unwrap_or_default()
    }

    /// The container that a value lies directly in; none for the root.
    #[must_use]
    pub fn parent(&self, node: NodeId) -> Option<NodeId> {
        if node == self.root() {
            return None;
        }
        let reaches = |next: u32| next > node.0;
        let holds = |at: u32| reaches(self.node(NodeId(at)).next());
        // The nearest container before it that reaches over it. If there is none behind the last anchor, it is one of those
        // that were open there.
        let first = node.0 - node.0 % ANCHOR as u32;
        // What begins at an anchor lies in one piece.
        let near = self.nodes.pieces(first as usize..node.0 as usize).next().unwrap_or_default();
        if let Some(found) = near.iter().rposition(|near| reaches(near.next())) {
            return Some(NodeId(first + found as u32));
        }
        let innermost = self.anchors.get(first as usize / ANCHOR).copied();
        std::iter::successors(innermost, |at| self.around_span(*at)).find(|at| holds(*at)).map(NodeId)
    }

    /// The container around one that reaches over an anchor.
    fn around_span(&self, node: u32) -> Option<u32> {
        let found = self.spans.binary_search_by_key(&node, |span| span.node).ok()?;
        self.spans.get(found).map(|span| span.around)
    }

    /// The first member of that (decoded) key, among the first few thousand.
    #[must_use]
    pub fn member(&self, node: NodeId, key: &str) -> Option<NodeId> {
        if self.kind(node) != Kind::Object {
            return None;
        }
        self.children(node).take(MOST_MEMBERS).find(|child| self.has_key(*child, key))
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

    /// The value directly inside one in which another lies, or which it is. Takes no longer for a container of millions.
    #[must_use]
    pub fn child_towards(&self, node: NodeId, inner: NodeId) -> Option<NodeId> {
        let marks = self.marks_of(node);
        let before = marks.partition_point(|mark| *mark <= inner.0);
        let first = before.checked_sub(1).and_then(|last| marks.get(last)).map_or(node.0 + 1, |mark| *mark);
        let end = self.after(node).min(NodeId(inner.0 + 1));
        self.children_from(NodeId(first), end).last()
    }

    /// Whether anything is inside.
    #[must_use]
    pub fn has_children(&self, node: NodeId) -> bool {
        self.after(node).0 > node.0 + 1
    }

    /// The values on the way from the root to a value: the root left out, the value itself last.
    #[must_use]
    pub fn path(&self, node: NodeId) -> Vec<NodeId> {
        let up = std::iter::successors(Some(node), |node| self.parent(*node));
        let mut path: Vec<_> = up.take_while(|node| *node != self.root()).collect();
        path.reverse();
        path
    }

    /// Whether `inner` lies inside `outer`, or is it.
    #[must_use]
    pub fn contains(&self, outer: NodeId, inner: NodeId) -> bool {
        outer <= inner && inner < self.after(outer)
    }

    /// The value at a byte of the text: the innermost one that begins, with its key, at or before it.
    #[must_use]
    pub fn node_at(&self, offset: usize) -> NodeId {
        let (mut low, mut high) = (0, self.len());
        while high - low > 1 {
            let middle = low + (high - low) / 2;
            let begins = self.member_start(NodeId(u32::try_from(middle).unwrap_or(u32::MAX)));
            if begins <= offset {
                low = middle;
            } else {
                high = middle;
            }
        }
        NodeId(u32::try_from(low).unwrap_or(u32::MAX))
    }

    fn node(&self, node: NodeId) -> Node {
        // A NodeId of another document is a bug of ours, not of the server's; an empty value is a harmless answer to it.
        self.nodes.get(node.0 as usize).unwrap_or_default()
    }

    fn slice(&self, range: Range<usize>) -> Cow<'_, str> {
        // The whole text was checked to be UTF-8; only its cut end, or that of a part, may fall into a character.
        fn valid(bytes: &[u8]) -> &str {
            match std::str::from_utf8(bytes) {
                Ok(text) => text,
                Err(fault) => std::str::from_utf8(&bytes[..fault.valid_up_to()]).unwrap_or_default(),
            }
        }
        match self.bytes.slice(range) {
            Cow::Borrowed(bytes) => Cow::Borrowed(valid(bytes)),
            Cow::Owned(bytes) => Cow::Owned(valid(&bytes).to_owned()),
        }
    }
}
