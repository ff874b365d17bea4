//! The order of the tree: which values come one after the other, over all pages.
//!
//! ```text
//! page 0   {"data":[ a, b ▲ ],"meta":{}}      stretches: a b │ c d │ meta
//! page 1   {"data":[ c, d ]}                             0     1     0
//! ```

use std::{cmp::Reverse, collections::HashMap, ops::Range};

use super::{super::json::NodeId, NodeRef, Pages};

/// Values of one page that follow each other in the tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stretch {
    /// The number of the page.
    pub page: u32,
    /// The numbers of the values.
    pub nodes: Range<u32>,
}

/// A place in the tree; places compare as they follow each other.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rank(Vec<Step>);

/// A place inside one page: the value that comes next there, then whether it is that value itself or something that
/// another page brought before it: to which list, the inner one first, and as which part.
type Step = (u32, bool, Reverse<u32>, u32);

impl Pages {
    /// All values of the tree in its order; those of a further page that are not in the list it joined are left out.
    #[must_use]
    pub fn stretches(&self) -> Vec<Stretch> {
        let mut joined: HashMap<u32, Vec<NodeRef>> = HashMap::new();
        for list in self.joined.keys() {
            joined.entry(list.page).or_default().push(*list);
        }
        let mut found = Vec::new();
        let root = self.page(self.root()).document();
        // What is still to be walked, the first on top; a part that is whole goes out as it is.
        let mut waiting = vec![(false, 0, 0..length(root.len()))];
        while let Some((is_cut, page, nodes)) = waiting.pop() {
            if is_cut {
                found.push(Stretch { page, nodes });
                continue;
            }
            let lists = joined.get(&page).map(Vec::as_slice).unwrap_or_default();
            let parts = self.parts(page, nodes, lists);
            waiting.extend(parts.into_iter().rev());
        }
        found.retain(|stretch| !stretch.nodes.is_empty());
        found
    }

    /// Nodes of a page, cut where other pages have joined: whole parts, and between them what those brought.
    fn parts(&self, page: u32, nodes: Range<u32>, lists: &[NodeRef]) -> Vec<(bool, u32, Range<u32>)> {
        let is_inside = |list: &&NodeRef| nodes.start <= list.node.0 && list.node.0 < nodes.end;
        let mut ends: Vec<_> =
            lists.iter().filter(is_inside).map(|list| (self.end_of(*list), *list)).collect();
        ends.sort_by_key(|(end, list)| (*end, Reverse(list.node)));
        let mut parts = Vec::new();
        let mut at = nodes.start;
        for (end, list) in ends {
            parts.push((true, page, at..end));
            let more = self.segments(&list).iter().skip(1);
            parts.extend(more.map(|part| (false, part.page, part.node.0 + 1..self.end_of(*part))));
            at = end;
        }
        parts.push((true, page, at..nodes.end));
        parts
    }

    /// The number of the node behind a value and all that is inside it.
    fn end_of(&self, node: NodeRef) -> u32 {
        self.page(node).document().after(node.node).0
    }

    /// Where in the tree a value stands.
    #[must_use]
    pub fn rank(&self, node: NodeRef) -> Rank {
        let mut steps = vec![(node.node.0, true, Reverse(0), 0)];
        let mut page = node.page;
        while let Some((list, segment)) = self.home(page) {
            steps.push((self.end_of(list), false, Reverse(list.node.0), segment));
            page = list.page;
        }
        steps.reverse();
        Rank(steps)
    }
}

impl Stretch {
    /// Whether a value is in it.
    #[must_use]
    pub fn contains(&self, node: NodeRef) -> bool {
        node.page == self.page && self.nodes.contains(&node.node.0)
    }

    /// A value of it.
    #[must_use]
    pub const fn value(&self, node: NodeId) -> NodeRef {
        NodeRef { page: self.page, node }
    }
}

fn length(len: usize) -> u32 {
    u32::try_from(len).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::{super::tests::page, *};

    #[test]
    fn values_of_all_pages_follow_each_other_as_their_rows_do() {
        let first =
            r#"{"data":[{"t":{"data":[1],"next":"/v1/t?offset=1"}}],"next":"/v1/x?offset=1","meta":{}}"#;
        let mut pages = Pages::new(page(first, "/v1/x"));
        let (data, inner) = (NodeId(1), NodeId(4));
        assert_eq!(pages.page(pages.root()).document().raw(inner), "[1]");
        let of = |node| NodeRef { page: 0, node };
        pages.join(of(data), page(r#"{"data":[2]}"#, "/v1/x?offset=1")).unwrap();
        pages.join(of(inner), page(r#"{"href":1,"data":[3]}"#, "/v1/t?offset=1")).unwrap();
        let stretches: Vec<_> =
            pages.stretches().into_iter().map(|stretch| (stretch.page, stretch.nodes)).collect();
        assert_eq!(stretches, [(0, 0..6), (2, 3..4), (0, 6..7), (1, 2..3), (0, 7..9)]);
        let all = stretches.iter().flat_map(|(page, nodes)| nodes.clone().map(|node| (*page, node)));
        let ranks: Vec<_> =
            all.map(|(page, node)| pages.rank(NodeRef { page, node: NodeId(node) })).collect();
        assert!(ranks.is_sorted_by(|before, after| before < after), "{ranks:?}");
    }
}
