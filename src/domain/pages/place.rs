//! Where in the tree a value lies: what is around it, how deep, and how a person or a program would say it.

use super::{
    super::json::{Kind, NodeId},
    Item, NodeRef, Pages, Shape,
};

/// So many of the first steps are told of a way that is too long to be told whole.
const FIRST_STEPS: usize = 3;

/// A key is told in a step up to so many bytes: more than the widest screen shows.
const LONGEST_KEY: usize = 300;

/// The most levels that a value is told to lie in: more than a screen can indent. To count all of them, for each row of each
/// frame, takes too long where there are thousands.
const DEEPEST: usize = 64;

/// The steps of a way: `.data`, `[3]`, `.attributes`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Trail {
    /// The first few, where some behind them are left out.
    pub first: Vec<String>,
    /// The last ones, or all.
    pub last: Vec<String>,
    /// Whether steps between are left out.
    pub is_cut: bool,
}

impl Pages {
    /// The container that a value lies in; in the first part of a joined list, for an item that a later page brought.
    #[must_use]
    pub fn parent(&self, node: NodeRef) -> NodeRef {
        let parent = self.page(node).document().parent(node.node).unwrap_or(NodeId(0));
        self.in_first_part(NodeRef { node: parent, ..node })
    }

    /// A list by the place where it begins.
    fn in_first_part(&self, list: NodeRef) -> NodeRef {
        match self.home(list.page) {
            Some((home, segment)) if self.segments(&home).get(segment as usize) == Some(&list) => home,
            _ => list,
        }
    }

    /// The value around one that has a row of its own; none for what lies directly in the response.
    pub(super) fn around(&self, node: NodeRef, shape: Shape) -> Option<NodeRef> {
        let parent = self.parent(node);
        if parent == self.root() {
            return None;
        }
        self.holder(parent, shape)
    }

    /// The value that shows a list's items: the list, or the object that it stands for.
    pub(super) fn holder(&self, list: NodeRef, shape: Shape) -> Option<NodeRef> {
        match self.page(list).is_tucked(list.node, shape) {
            true => self.around(list, shape),
            false => Some(list),
        }
    }

    /// The row that stands for a value once all around it is unfolded. What has no row of its own shows in the row of its
    /// list's `next`, or of the value around it; the `next` of a list in the response itself, once it was followed, in the
    /// row of that list.
    #[must_use]
    pub fn row_for(&self, node: NodeRef, shape: Shape) -> Item {
        if !self.page(node).is_tucked(node.node, shape) {
            return Item::Value(node);
        }
        let page = self.page(node);
        let link = page.document.links().iter().find(|link| link.next == node.node);
        let list = link.map(|link| self.in_first_part(NodeRef { node: link.list, ..node }));
        match (list, self.around(node, shape)) {
            (Some(list), _) if self.next(list).is_some() => Item::Next { list },
            (_, Some(around)) => Item::Value(around),
            (Some(list), None) => Item::Value(list),
            (None, None) => Item::Value(node),
        }
    }

    /// How far a value is indented, up to 64 levels.
    #[must_use]
    pub fn depth(&self, node: NodeRef, shape: Shape) -> usize {
        let outer = std::iter::successors(self.around(node, shape), |around| self.around(*around, shape));
        outer.take(DEEPEST).count()
    }

    /// How far the items of a list are indented.
    #[must_use]
    pub fn depth_of_items(&self, list: NodeRef, shape: Shape) -> usize {
        self.holder(list, shape).map_or(0, |holder| (self.depth(holder, shape) + 1).min(DEEPEST))
    }

    /// The values on the way to one, outermost first, itself last.
    fn way(&self, node: NodeRef) -> Vec<NodeRef> {
        // Of a later page, what lies outside its list has that page's own root around it, and no further.
        let outer = |node: &NodeRef| Some(self.parent(*node)).filter(|parent| parent != node);
        let mut way: Vec<_> =
            std::iter::successors(Some(node), outer).take_while(|node| node.node != NodeId(0)).collect();
        way.reverse();
        way
    }

    /// The way to a value as jq would write it, without the dot at the front: `data[3].attributes.name`. Items are counted
    /// over all pages.
    #[must_use]
    pub fn path(&self, node: NodeRef) -> String {
        let mut path = String::new();
        for step in self.way(node) {
            match self.page(step).document().key(step.node) {
                Some(key) if is_plain(&key) => {
                    path.push_str(if path.is_empty() { "" } else { "." });
                    path.push_str(&key);
                }
                Some(key) => path.push_str(&format!("[{}]", serde_json::Value::from(key.into_owned()))),
                None => path.push_str(&format!("[{}]", self.index(step))),
            }
        }
        path
    }

    /// The steps of the way to a value, written as in [`Self::path`]. Of a way of more than `most` steps come the first few
    /// and the last `most`, at a cost that does not grow with the way.
    #[must_use]
    pub fn trail(&self, node: NodeRef, most: usize) -> Trail {
        let up = std::iter::successors(Some(node), |node| Some(self.parent(*node)));
        let mut last: Vec<_> = up.take(most + 1).take_while(|node| *node != self.root()).collect();
        let is_cut = last.len() > most;
        last.truncate(most);
        last.reverse();
        let first = if is_cut { self.first_steps(node, &last) } else { Vec::new() };
        let written = |steps: Vec<NodeRef>| steps.into_iter().map(|step| self.step(step)).collect();
        Trail { first: written(first), last: written(last), is_cut }
    }

    /// The first steps of a way, as far as they lie in the first page and are none of its last ones.
    fn first_steps(&self, node: NodeRef, last: &[NodeRef]) -> Vec<NodeRef> {
        let outermost = std::iter::successors(Some(node), |node| Some(self.home(node.page)?.0)).last();
        let (document, inner) = (self.page(self.root()).document(), outermost.unwrap_or(node).node);
        let down =
            |node: &NodeRef| Some(NodeRef { node: document.child_towards(node.node, inner)?, ..*node });
        let steps = std::iter::successors(down(&self.root()), down);
        steps.take(FIRST_STEPS).take_while(|step| Some(step) != last.first()).collect()
    }

    /// A step as jq would write it; a key that nobody could read is cut.
    fn step(&self, step: NodeRef) -> String {
        // A character takes four bytes at most: a key that is cut is still longer than what is told of it.
        match self.page(step).document().raw_key_start(step.node, LONGEST_KEY + 4) {
            Some(key) if key.len() > LONGEST_KEY => {
                format!("[\"{}…\"]", &key[..key.floor_char_boundary(LONGEST_KEY)])
            }
            Some(key) if is_plain(&key) => format!(".{key}"),
            Some(key) => format!("[\"{key}\"]"),
            None => format!("[{}]", self.index(step)),
        }
    }

    /// The way to a value as a JSON pointer (RFC 6901) into the merged pages.
    #[must_use]
    pub fn pointer(&self, node: NodeRef) -> String {
        let step = |step: NodeRef| match self.page(step).document().key(step.node) {
            Some(key) => format!("/{}", key.replace('~', "~0").replace('/', "~1")),
            None => format!("/{}", self.index(step)),
        };
        self.way(node).into_iter().map(step).collect()
    }

    /// The value that a JSON pointer into the merged pages names, if it is there.
    #[must_use]
    pub fn at_pointer(&self, pointer: &str) -> Option<NodeRef> {
        let steps = pointer.split('/').skip(1).map(|step| step.replace("~1", "/").replace("~0", "~"));
        let mut at = self.root();
        for step in steps {
            at = match self.kind(at) {
                Kind::Object => NodeRef { node: self.page(at).document().member(at.node, &step)?, ..at },
                Kind::Array => self.nth(at, step.parse().ok()?)?,
                _ => return None,
            };
        }
        Some(at)
    }

    /// The item of that number of a list, counted over all its pages.
    fn nth(&self, list: NodeRef, number: usize) -> Option<NodeRef> {
        let mut number = number;
        for segment in self.segments(&list) {
            let count = self.segment_count(*segment);
            if number < count {
                let node = self.page(*segment).document().nth(segment.node, number)?;
                return Some(NodeRef { node, ..*segment });
            }
            number -= count;
        }
        None
    }

    /// The lists that pages have joined, each with how many, in the order in which the first of them came.
    #[must_use]
    pub fn followed(&self) -> Vec<(NodeRef, usize)> {
        let mut lists: Vec<(NodeRef, usize)> =
            self.joined.iter().map(|(list, joined)| (*list, joined.segments().len() - 1)).collect();
        lists.sort_unstable_by_key(|(list, _)| self.segments(list).get(1).map(|second| second.page));
        lists
    }

    /// What a value is.
    #[must_use]
    pub fn kind(&self, node: NodeRef) -> Kind {
        self.page(node).document().kind(node.node)
    }
}

/// Whether a key can stand in a path without quotes.
fn is_plain(key: &str) -> bool {
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    !key.is_empty() && key.chars().all(is_word) && !key.starts_with(|c: char| c.is_ascii_digit())
}
