//! Where in the tree a value lies: what is around it, how deep, and how a person or a program would say it.

use super::{
    super::json::{Kind, NodeId},
    Item, NodeRef, Pages, Shape,
};

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
        let link = page.lists.links().iter().find(|link| link.next == node.node);
        let list = link.map(|link| self.in_first_part(NodeRef { node: link.list, ..node }));
        match (list, self.around(node, shape)) {
            (Some(list), _) if self.next(list).is_some() => Item::Next { list },
            (_, Some(around)) => Item::Value(around),
            (Some(list), None) => Item::Value(list),
            (None, None) => Item::Value(node),
        }
    }

    /// How far a value is indented.
    #[must_use]
    pub fn depth(&self, node: NodeRef, shape: Shape) -> usize {
        std::iter::successors(self.around(node, shape), |around| self.around(*around, shape)).count()
    }

    /// How far the items of a list are indented.
    #[must_use]
    pub fn depth_of_items(&self, list: NodeRef, shape: Shape) -> usize {
        self.holder(list, shape).map_or(0, |holder| self.depth(holder, shape) + 1)
    }

    /// The values on the way to one, outermost first, itself last.
    fn way(&self, node: NodeRef) -> Vec<NodeRef> {
        let outer = |node: &NodeRef| Some(self.parent(*node)).filter(|_| *node != self.root());
        let mut way: Vec<_> =
            std::iter::successors(Some(node), outer).take_while(|node| *node != self.root()).collect();
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

    /// The way to a value as a JSON pointer (RFC 6901) into the merged pages.
    #[must_use]
    pub fn pointer(&self, node: NodeRef) -> String {
        let step = |step: NodeRef| match self.page(step).document().key(step.node) {
            Some(key) => format!("/{}", key.replace('~', "~0").replace('/', "~1")),
            None => format!("/{}", self.index(step)),
        };
        self.way(node).into_iter().map(step).collect()
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
