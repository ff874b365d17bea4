//! Many pages as one tree.
//!
//! A list is an array `data` that stands beside a `next`: at the top, in a relationship, a view, a search group or a
//! chart. A page that was fetched through that `next` joins the list: its items follow the ones that are there, under a
//! separator. Pages are never copied or changed, so a place in the tree is a page and a node, and stays valid.
//!
//! ```text
//! Pages ─┬─ Page 0: Document, Tucked          joined: list in page 0 ─► [its own part, page 1, page 2, …]
//!        ├─ Page 1 …                          Outline: for each page a Sheet, a bit for every value on view
//!        └─ Page 2 …
//! ```

mod bits;
mod joined;
mod merged;
mod outline;
mod parts;
mod place;
mod sheet;
mod stretch;
mod sums;
#[cfg(test)]
mod tests;
mod tucked;
mod ways;

use std::{
    borrow::Cow,
    collections::{HashMap, HashSet},
    sync::Arc,
    time::Duration,
};

pub use outline::{Outline, Row};
pub use place::Trail;
pub use stretch::{Rank, Stretch};

use self::{joined::Joined, tucked::Tucked};
use super::json::{Document, Kind, NodeId};

/// A value in one of the pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NodeRef {
    /// The number of the page, from 0.
    pub page: u32,
    /// The value in it.
    pub node: NodeId,
}

/// A response that was fetched as one piece, or its beginning, and where it came from.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    document: Arc<Document>,
    tucked: Arc<Tucked>,
    /// How it was fetched.
    pub provenance: Provenance,
}

/// How a page was fetched.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Provenance {
    /// Path and query that it was fetched from.
    pub target: String,
    /// The HTTP status.
    pub status: u16,
    /// From sending to the last byte.
    pub elapsed: Duration,
    /// Bytes of the body on the wire.
    pub wire_bytes: u64,
    /// What the `next` that led here had dropped and Segue put back, as `name=value`.
    pub restored: Vec<String>,
}

/// Makes pages of a document while it arrives.
#[derive(Debug, Clone, Default)]
pub struct Reader {
    tucked: Arc<Tucked>,
}

impl Reader {
    /// A page of what has come of a document. Looks only at lists that were not there the last time; meant to run off the loop.
    pub fn page(&mut self, document: Document, provenance: Provenance) -> Page {
        Arc::make_mut(&mut self.tucked).look(&document);
        Page { document: Arc::new(document), tucked: Arc::clone(&self.tucked), provenance }
    }
}

impl Page {
    /// A page of a whole document. Meant to run off the loop.
    #[must_use]
    pub fn read(document: Document, provenance: Provenance) -> Self {
        Reader::default().page(document, provenance)
    }

    /// The page's own JSON.
    #[must_use]
    pub fn document(&self) -> &Document {
        &self.document
    }

    /// Whether a value has no row of its own.
    fn is_tucked(&self, node: NodeId, shape: Shape) -> bool {
        shape == Shape::Typed && self.tucked.has(node)
    }
}

/// A line of the tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Item {
    /// A value: a member of an object, or an item of a list.
    Value(NodeRef),
    /// Above the items that one page brought to a list.
    Separator { list: NodeRef, segment: u32 },
    /// Behind the last item of a list that goes on.
    Next { list: NodeRef },
    /// At the end of a resource: what it could have and does not show. Unfolded, it has a row for each.
    Ways { of: NodeRef },
    /// One of those.
    Way { of: NodeRef, number: u32 },
}

impl Item {
    /// The value that stands in a row, or that what stands there belongs to.
    #[must_use]
    pub const fn anchor(self) -> NodeRef {
        match self {
            Self::Value(node)
            | Self::Separator { list: node, .. }
            | Self::Next { list: node }
            | Self::Ways { of: node }
            | Self::Way { of: node, .. } => node,
        }
    }
}

/// How the tree is arranged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Shape {
    /// Resources by name; the items of a relationship directly inside it.
    #[default]
    Typed,
    /// JSON as it is: every member at its place.
    Plain,
}

/// Why a page could not join its list.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the answer holds no list that continues this one")]
pub struct NoList;

/// What came of the last try to follow a `next`, where it came to nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setback {
    /// In a few words, such as `503 after 3 tries`.
    pub words: String,
}

/// The pages of one response.
#[derive(Clone, PartialEq)]
pub struct Pages {
    pages: Vec<Page>,
    /// Lists that more than one page contributes to, by the place where they begin.
    joined: HashMap<NodeRef, Joined>,
    /// For every page, the list that it joined and which part of it the page is.
    homes: Vec<Option<(NodeRef, u32)>>,
    /// How many `next` of all pages have not been followed.
    unfollowed: usize,
    /// Lists that are known to be over, though a `next` stands at their end.
    ended: HashSet<NodeRef>,
    /// Lists whose `next` was followed in vain.
    setbacks: HashMap<NodeRef, Setback>,
}

impl std::fmt::Debug for Pages {
    /// Says how much there is: bodies are long, and may hold what a log must not.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Pages({} of {} bytes)", self.len(), self.size())
    }
}

impl Pages {
    /// A response of one page.
    #[must_use]
    pub fn new(first: Page) -> Self {
        let unfollowed = first.document.links().len();
        Self {
            pages: vec![first],
            joined: HashMap::new(),
            homes: vec![None],
            unfollowed,
            ended: HashSet::new(),
            setbacks: HashMap::new(),
        }
    }

    /// Puts in more of the first page, which is still arriving: the same values, and others behind them.
    pub fn grow(&mut self, first: Page) {
        if self.pages.len() == 1 {
            self.unfollowed = first.document.links().len();
            self.pages[0] = first;
        }
    }

    /// How many pages have been fetched.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.pages.len()
    }

    /// Always false: there is a first page.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.pages.is_empty()
    }

    /// The outermost value.
    #[must_use]
    pub const fn root(&self) -> NodeRef {
        NodeRef { page: 0, node: NodeId(0) }
    }

    /// The page that a value belongs to.
    #[must_use]
    pub fn page(&self, of: NodeRef) -> &Page {
        // A NodeRef only ever comes from these pages; the first page is a harmless answer to one that does not.
        self.pages.get(of.page as usize).unwrap_or(&self.pages[0])
    }

    /// The pages in the order in which they arrived.
    pub fn iter(&self) -> impl Iterator<Item = &Page> {
        self.pages.iter()
    }

    /// How many bytes of JSON there are.
    #[must_use]
    pub fn size(&self) -> usize {
        self.pages.iter().map(|page| page.document.size()).sum()
    }

    /// The parts of a list, page by page; the list alone if nothing has joined it.
    #[must_use]
    pub fn segments<'a>(&'a self, list: &'a NodeRef) -> &'a [NodeRef] {
        self.joined.get(list).map_or(std::slice::from_ref(list), Joined::segments)
    }

    /// The list that a page joined, and which part of it the page is; none for the first page.
    fn home(&self, page: u32) -> Option<(NodeRef, u32)> {
        self.homes.get(page as usize).copied().flatten()
    }

    /// The `next` that is still to be followed at the end of a list, and the target of the page that holds it.
    #[must_use]
    pub fn next(&self, list: NodeRef) -> Option<Next<'_>> {
        if self.ended.contains(&list) {
            return None;
        }
        let last = *self.segments(&list).last().unwrap_or(&list);
        let page = self.page(last);
        let link = page.document.link_of(last.node)?;
        let text = page.document.text(link.next)?;
        Some(Next { link: text, page: &page.provenance.target })
    }

    /// Ends a list: nothing is behind its last page, whatever the `next` there says.
    pub fn end(&mut self, list: NodeRef) {
        if self.next(list).is_some() {
            self.ended.insert(list);
            self.setbacks.remove(&list);
            self.unfollowed = self.unfollowed.saturating_sub(1);
        }
    }

    /// Notes that the `next` of a list was followed in vain.
    pub fn set_back(&mut self, list: NodeRef, setback: Setback) {
        self.setbacks.insert(list, setback);
    }

    /// What came of the last try to follow the `next` of a list, where it came to nothing.
    #[must_use]
    pub fn setback(&self, list: NodeRef) -> Option<&Setback> {
        self.setbacks.get(&list)
    }

    /// The list that an object wraps: its `data`, if a `next` stands beside it or it is one of Apple's wrappers.
    #[must_use]
    pub fn wrapped_list(&self, owner: NodeRef) -> Option<NodeRef> {
        let document = self.page(owner).document();
        let data = document.member(owner.node, "data").filter(|data| document.kind(*data) == Kind::Array)?;
        Some(NodeRef { node: data, ..owner })
    }

    /// The list of the response itself: its top-level `data`.
    #[must_use]
    pub fn top_list(&self) -> Option<NodeRef> {
        self.wrapped_list(self.root())
    }

    /// Whether any list goes on behind what has been fetched.
    #[must_use]
    pub const fn has_next(&self) -> bool {
        self.unfollowed > 0
    }

    /// Whether there is anything to unfold: something inside, or a list that goes on.
    #[must_use]
    pub fn is_container(&self, of: NodeRef) -> bool {
        let page = self.page(of);
        match page.document.kind(of.node) {
            Kind::Object => page.document.has_children(of.node),
            Kind::Array => {
                page.document.has_children(of.node)
                    || page.document.link_of(of.node).is_some()
                    || self.joined.contains_key(&of)
            }
            _ => false,
        }
    }

    /// How many items a list has, over all its pages.
    #[must_use]
    pub fn count(&self, list: NodeRef) -> usize {
        self.joined.get(&list).map_or_else(|| self.page(list).document.count(list.node), Joined::count)
    }

    /// How many items one page contributes.
    #[must_use]
    pub fn segment_count(&self, segment: NodeRef) -> usize {
        self.page(segment).document.count(segment.node)
    }

    /// How many items of a part of a list were there already, by type and id: a list that was changed while it was read
    /// hands some out twice.
    #[must_use]
    pub fn repeats(&self, list: NodeRef, segment: u32) -> usize {
        self.joined.get(&list).map_or(0, |joined| joined.repeats(segment))
    }

    /// What `meta.total` says about a list, beside it in the page where it begins.
    #[must_use]
    pub fn total(&self, list: NodeRef) -> Option<usize> {
        let document = self.page(list).document();
        let owner = document.parent(list.node)?;
        let total = document.at(owner, &["meta", "total"])?;
        usize::try_from(document.integer(total)?).ok()
    }

    /// What a page brings to a list: the `next` behind its part, and how many items it has; none if it has no such list.
    #[must_use]
    pub fn continuation(&self, list: NodeRef, page: &Page) -> Option<(Option<String>, usize)> {
        let node = self.counterpart(list, &page.document)?;
        let next = page.document.link_of(node).and_then(|link| page.document.text(link.next));
        Some((next.map(Cow::into_owned), page.document.count(node)))
    }

    /// How many items of a list came more than once, over all its pages.
    #[must_use]
    pub fn all_repeats(&self, list: NodeRef) -> usize {
        self.joined.get(&list).map_or(0, Joined::all_repeats)
    }

    /// The targets from which the parts of a list were fetched.
    pub fn targets<'a>(&'a self, list: &'a NodeRef) -> impl Iterator<Item = &'a str> {
        self.segments(list).iter().map(|segment| self.page(*segment).provenance.target.as_str())
    }

    /// Joins a page to the list whose `next` led to it. The list may lie anywhere; in the answer it is the top-level
    /// `data`, or, for search groups and charts, stands where it stood before. Takes as long as the page is large, and no
    /// longer for what is there already.
    ///
    /// # Errors
    /// [`NoList`] if the page has no such list; nothing is changed then.
    pub fn join(&mut self, list: NodeRef, page: Page) -> Result<(), NoList> {
        let node = self.counterpart(list, &page.document).ok_or(NoList)?;
        let number = u32::try_from(self.pages.len()).map_err(|_| NoList)?;
        let segment = NodeRef { page: number, node };
        self.unfollowed = (self.unfollowed + page.document.links().len()).saturating_sub(1);
        self.setbacks.remove(&list);
        let first = &self.pages[(list.page as usize).min(self.pages.len() - 1)];
        let joined = self.joined.entry(list).or_insert_with(|| Joined::new(list, first));
        let place = joined.add(segment, &page);
        self.homes.push(Some((list, place)));
        self.pages.push(page);
        Ok(())
    }

    fn counterpart(&self, list: NodeRef, answer: &Document) -> Option<NodeId> {
        let is_list = |node: &NodeId| answer.kind(*node) == Kind::Array;
        if let Some(data) = answer.member(answer.root(), "data").filter(is_list) {
            return Some(data);
        }
        let document = &self.page(list).document;
        let path = document.path(list.node);
        let mut place = answer.root();
        let mut was = document.root();
        for step in path {
            place = match document.key(step) {
                Some(key) => answer.member(place, &key)?,
                None => same_chart(document, step, answer, place)?,
            };
            was = step;
        }
        (was == list.node && is_list(&place)).then_some(place)
    }

    /// Whether a value is an item of a list or array, and so has a number and no name.
    #[must_use]
    pub fn has_index(&self, of: NodeRef) -> bool {
        of != self.root() && !self.page(of).document.is_member(of.node)
    }

    /// The position of an item in its list, counted over all pages.
    #[must_use]
    pub fn index(&self, of: NodeRef) -> usize {
        let document = self.page(of).document();
        let before = match self.home(of.page) {
            Some((list, segment))
                if document.parent(of.node)
                    == self.segments(&list).get(segment as usize).map(|at| at.node) =>
            {
                self.joined.get(&list).map_or(0, |joined| joined.before(segment))
            }
            _ => 0,
        };
        before + document.ordinal(of.node)
    }
}

/// A `next` that has not been followed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Next<'a> {
    /// The link as the server gave it.
    pub link: Cow<'a, str>,
    /// The target of the page that it stands in.
    pub page: &'a str,
}

/// In the charts of an answer, the one that continues a chart of an earlier page: the same `chart`, else the first.
fn same_chart(document: &Document, was: NodeId, answer: &Document, charts: NodeId) -> Option<NodeId> {
    let name = document.text_at(was, &["chart"]);
    let same = answer.children(charts).find(|chart| answer.text_at(*chart, &["chart"]) == name);
    same.or_else(|| answer.children(charts).next())
}
