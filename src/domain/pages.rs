//! Many pages as one tree.
//!
//! A list is an array `data` that stands beside a `next`: at the top, in a relationship, a view, a search group or a
//! chart. A page that was fetched through that `next` joins the list: its items follow the ones that are there, under a
//! separator. Pages are never copied or changed, so a place in the tree is a page and a node, and stays valid.

mod outline;

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
    time::Duration,
};

pub use outline::{Outline, Row};

use super::{
    json::{Document, Kind, NodeId},
    link,
};

/// A value in one of the pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NodeRef {
    /// The number of the page, from 0.
    pub page: u32,
    /// The value in it.
    pub node: NodeId,
}

/// A response that was fetched as one piece, and where it came from.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    document: Arc<Document>,
    links: Arc<[Link]>,
    /// How many values lie directly in the containers that have many, in their order.
    large: Arc<[(NodeId, u32)]>,
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

/// A `next` and the list that it continues.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Link {
    /// The object that holds both.
    owner: NodeId,
    /// Its `next`.
    next: NodeId,
    /// Its `data`.
    list: NodeId,
}

impl Page {
    /// Finds the lists of a document that go on. One pass over the index; meant to run off the loop.
    #[must_use]
    pub fn read(document: Document, provenance: Provenance) -> Self {
        let (links, large) = (find_links(&document), count_large(&document));
        Self { document: Arc::new(document), links: links.into(), large: large.into(), provenance }
    }

    /// The page's own JSON.
    #[must_use]
    pub fn document(&self) -> &Document {
        &self.document
    }

    /// How many values lie directly in one: known for large ones, so that a frame does not walk them.
    #[must_use]
    pub fn count(&self, container: NodeId) -> usize {
        match self.large.binary_search_by_key(&container, |(node, _)| *node) {
            Ok(at) => self.large.get(at).map_or(0, |(_, count)| *count as usize),
            Err(_) => self.document.children(container).count(),
        }
    }

    fn link_of_list(&self, list: NodeId) -> Option<Link> {
        let found = self.links.binary_search_by_key(&list, |link| link.list).ok()?;
        self.links.get(found).copied()
    }

    fn link_of_owner(&self, owner: NodeId) -> Option<Link> {
        let list = self.document.member(owner, "data")?;
        self.link_of_list(list).filter(|link| link.owner == owner)
    }
}

/// From so many on a walk costs more than to remember.
const LARGE: usize = 64;

fn count_large(document: &Document) -> Vec<(NodeId, u32)> {
    let nodes = (0..u32::try_from(document.len()).unwrap_or(u32::MAX)).map(NodeId);
    let counted =
        nodes.filter(|node| document.has_children(*node)).map(|node| (node, document.children(node).count()));
    counted
        .filter(|(_, count)| *count >= LARGE)
        .map(|(node, count)| (node, u32::try_from(count).unwrap_or(u32::MAX)))
        .collect()
}

fn find_links(document: &Document) -> Vec<Link> {
    let mut links = Vec::new();
    for index in 0..document.len() {
        let owner = NodeId(u32::try_from(index).unwrap_or(u32::MAX));
        if document.kind(owner) != Kind::Object {
            continue;
        }
        let next = document.member(owner, "next").filter(|next| document.kind(*next) == Kind::String);
        let list = document.member(owner, "data").filter(|data| document.kind(*data) == Kind::Array);
        if let (Some(next), Some(list)) = (next, list) {
            links.push(Link { owner, next, list });
        }
    }
    links.sort_unstable_by_key(|link| link.list);
    links
}

/// One line of the tree: a value, or what stands between and after the values of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Item {
    /// A value of a page.
    Value(NodeRef),
    /// The head of one page's items in a list.
    Separator { list: NodeRef, segment: u32 },
    /// The `next` of a list.
    Next { list: NodeRef },
}

/// How the tree is arranged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Shape {
    /// Wrappers such as `{"href", "data": […]}` show their items directly.
    #[default]
    Typed,
    /// Every member at its place.
    Plain,
}

/// Why a page could not join its list.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the answer holds no list that continues this one")]
pub struct NoList;

/// The pages of one response.
#[derive(Debug, Clone, PartialEq)]
pub struct Pages {
    pages: Vec<Page>,
    /// Lists that more than one page contributes to, by the place where they begin.
    joined: HashMap<NodeRef, Vec<NodeRef>>,
    /// How many `next` of all pages have not been followed.
    unfollowed: usize,
    /// Lists that are known to be over, though a `next` stands at their end.
    ended: HashSet<NodeRef>,
}

impl Pages {
    /// A response of one page.
    #[must_use]
    pub fn new(first: Page) -> Self {
        let unfollowed = first.links.len();
        Self { pages: vec![first], joined: HashMap::new(), unfollowed, ended: HashSet::new() }
    }

    /// How many pages have been fetched.
    #[must_use]
    pub fn len(&self) -> usize {
        self.pages.len()
    }

    /// Always false: there is a first page.
    #[must_use]
    pub fn is_empty(&self) -> bool {
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

    /// The parts of a list, page by page; one part if nothing has joined it.
    #[must_use]
    pub fn segments(&self, list: NodeRef) -> Vec<NodeRef> {
        self.joined.get(&list).cloned().unwrap_or_else(|| vec![list])
    }

    /// The `next` that is still to be followed at the end of a list, and the target of the page that holds it.
    #[must_use]
    pub fn next(&self, list: NodeRef) -> Option<Next<'_>> {
        if self.ended.contains(&list) {
            return None;
        }
        let last = *self.joined.get(&list).and_then(|segments| segments.last()).unwrap_or(&list);
        let page = self.page(last);
        let link = page.link_of_list(last.node)?;
        let text = page.document.text(link.next)?;
        Some(Next { link: text, page: &page.provenance.target })
    }

    /// Ends a list: nothing is behind its last page, whatever the `next` there says.
    pub fn end(&mut self, list: NodeRef) {
        if self.next(list).is_some() {
            self.ended.insert(list);
            self.unfollowed = self.unfollowed.saturating_sub(1);
        }
    }

    /// The list that an object wraps: its `data`, if a `next` stands beside it or it is one of Apple's wrappers.
    #[must_use]
    pub fn wrapped_list(&self, owner: NodeRef) -> Option<NodeRef> {
        let page = self.page(owner);
        if let Some(link) = page.link_of_owner(owner.node) {
            return Some(NodeRef { node: link.list, ..owner });
        }
        let document = &page.document;
        let data = document.member(owner.node, "data").filter(|data| document.kind(*data) == Kind::Array)?;
        Some(NodeRef { node: data, ..owner })
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
                    || page.link_of_list(of.node).is_some()
                    || self.joined.contains_key(&of)
            }
            _ => false,
        }
    }

    /// How many items a list has, over all its pages.
    #[must_use]
    pub fn count(&self, list: NodeRef) -> usize {
        self.segments(list).iter().map(|segment| self.segment_count(*segment)).sum()
    }

    /// How many items one page contributes.
    #[must_use]
    pub fn segment_count(&self, segment: NodeRef) -> usize {
        self.page(segment).count(segment.node)
    }

    /// How the pages that make up a list were asked for; the first entry is the page where it begins.
    pub fn targets(&self, list: NodeRef) -> impl Iterator<Item = &str> {
        self.segments(list).into_iter().map(|segment| self.page(segment).provenance.target.as_str())
    }

    /// What the `next` of a list leads to.
    ///
    /// # Errors
    /// [`link::Refusal`] if it leaves the origin, is unusable, or repeats a page of this list.
    pub fn following(
        &self,
        list: NodeRef,
        origin: &url::Url,
    ) -> Option<Result<link::Following, link::Refusal>> {
        let next = self.next(list)?;
        let following = link::follow(origin, next.page, &next.link).and_then(|following| {
            match self.targets(list).any(|target| link::is_same_page(target, &following.target)) {
                true => Err(link::Refusal::Repeated(following.target)),
                false => Ok(following),
            }
        });
        Some(following)
    }

    /// Joins a page to the list whose `next` led to it. The list may lie anywhere; in the answer it is the top-level
    /// `data`, or, for search groups and charts, stands where it stood before.
    ///
    /// # Errors
    /// [`NoList`] if the page has no such list; nothing is changed then.
    pub fn join(&mut self, list: NodeRef, page: Page) -> Result<(), NoList> {
        let node = self.counterpart(list, &page.document).ok_or(NoList)?;
        let number = u32::try_from(self.pages.len()).map_err(|_| NoList)?;
        self.unfollowed = (self.unfollowed + page.links.len()).saturating_sub(1);
        self.pages.push(page);
        self.joined.entry(list).or_insert_with(|| vec![list]).push(NodeRef { page: number, node });
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

    /// What lies directly inside a value, in the order in which the tree shows it.
    #[must_use]
    pub fn children(&self, parent: NodeRef, shape: Shape) -> Vec<Item> {
        let page = self.page(parent);
        match page.document.kind(parent.node) {
            Kind::Object => self.members(parent, shape),
            Kind::Array => self.list_items(parent),
            _ => Vec::new(),
        }
    }

    fn members(&self, owner: NodeRef, shape: Shape) -> Vec<Item> {
        let page = self.page(owner);
        let is_flat = shape == Shape::Typed && owner != self.root();
        let link = page.link_of_owner(owner.node).filter(|_| shape == Shape::Typed);
        let inlined = self.wrapped_list(owner).filter(|_| is_flat);
        let hidden = [link.map(|link| link.next), inlined.map(|list| list.node)];
        let value = |node| Item::Value(NodeRef { page: owner.page, node });
        let mut items: Vec<_> = page
            .document
            .children(owner.node)
            .filter(|node| !hidden.contains(&Some(*node)))
            .map(value)
            .collect();
        if let Some(list) = inlined {
            items.extend(self.list_items(list));
        }
        items
    }

    fn list_items(&self, list: NodeRef) -> Vec<Item> {
        self.items_from(list, 0)
    }

    /// What the last page brought to a list, and the `next` behind it.
    fn last_items(&self, list: NodeRef) -> Vec<Item> {
        self.items_from(list, self.segments(list).len().saturating_sub(1))
    }

    fn items_from(&self, list: NodeRef, first: usize) -> Vec<Item> {
        let segments = self.segments(list);
        let mut items = Vec::new();
        for (number, segment) in segments.iter().enumerate().skip(first) {
            if segments.len() > 1 {
                items.push(Item::Separator { list, segment: u32::try_from(number).unwrap_or(u32::MAX) });
            }
            let inside = self.page(*segment).document.children(segment.node);
            items.extend(inside.map(|node| Item::Value(NodeRef { page: segment.page, node })));
        }
        if self.next(list).is_some() {
            items.push(Item::Next { list });
        }
        items
    }

    /// The position of an item in its list, counted over all pages; none for members of objects.
    #[must_use]
    pub fn has_index(&self, of: NodeRef) -> bool {
        of != self.root() && self.page(of).document.raw_key(of.node).is_none()
    }
}

/// A `next` that has not been followed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Next<'a> {
    /// The link as the server gave it.
    pub link: std::borrow::Cow<'a, str>,
    /// The target of the page that it stands in.
    pub page: &'a str,
}

/// In the charts of an answer, the one that continues a chart of an earlier page: the same `chart`, else the first.
fn same_chart(document: &Document, was: NodeId, answer: &Document, charts: NodeId) -> Option<NodeId> {
    let name = document.text_at(was, &["chart"]);
    let same = answer.children(charts).find(|chart| answer.text_at(*chart, &["chart"]) == name);
    same.or_else(|| answer.children(charts).next())
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(super) fn page(text: &str, target: &str) -> Page {
        let provenance = Provenance { target: target.to_owned(), status: 200, ..Provenance::default() };
        Page::read(Document::parse(text.as_bytes().to_vec()).unwrap(), provenance)
    }

    fn origin() -> url::Url {
        url::Url::parse("http://127.0.0.1:1").unwrap()
    }

    fn list_at(pages: &Pages, path: &[&str]) -> NodeRef {
        let document = pages.page(pages.root()).document();
        NodeRef { page: 0, node: document.at(document.root(), path).unwrap() }
    }

    fn shown(pages: &Pages, items: &[Item]) -> Vec<String> {
        let show = |item: &Item| match item {
            Item::Value(of) => pages.page(*of).document().raw(of.node).to_owned(),
            Item::Separator { segment, .. } => format!("page {}", segment + 1),
            Item::Next { list } => format!("next {}", pages.next(*list).unwrap().link),
        };
        items.iter().map(show).collect()
    }

    #[test]
    fn a_page_joins_the_top_level_list() {
        let mut pages = Pages::new(page(r#"{"data":[1,2],"next":"/v1/x?offset=2"}"#, "/v1/x?limit=2"));
        let list = list_at(&pages, &["data"]);
        let following = pages.following(list, &origin()).unwrap().unwrap();
        assert_eq!(following.target, "/v1/x?offset=2&limit=2");
        pages.join(list, page(r#"{"data":[3]}"#, &following.target)).unwrap();
        let items = pages.children(list, Shape::Typed);
        assert_eq!(shown(&pages, &items), ["page 1", "1", "2", "page 2", "3"]);
        assert_eq!((pages.count(list), pages.next(list)), (3, None));
    }

    #[test]
    fn a_page_joins_a_relationship_inside_an_item() {
        let text = r#"{"data":[{"relationships":{"tracks":{"data":[1],"next":"/v1/a/1/tracks?offset=1"}}}]}"#;
        let mut pages = Pages::new(page(text, "/v1/a/1"));
        let document = pages.page(pages.root()).document();
        let album = document.children(document.at(document.root(), &["data"]).unwrap()).next().unwrap();
        let node = document.at(album, &["relationships", "tracks", "data"]).unwrap();
        let list = NodeRef { page: 0, node };
        let more = page(r#"{"data":[2],"next":"/v1/a/1/tracks?offset=2"}"#, "/v1/a/1/tracks?offset=1");
        pages.join(list, more).unwrap();
        let items = pages.children(list, Shape::Typed);
        assert_eq!(shown(&pages, &items), ["page 1", "1", "page 2", "2", "next /v1/a/1/tracks?offset=2"]);
    }

    #[test]
    fn a_page_joins_a_search_group_and_a_chart() {
        let group = r#"{"results":{"songs":{"data":[1],"next":"/s?offset=1"},"albums":{"data":[9]}}}"#;
        let mut pages = Pages::new(page(group, "/s"));
        let list = list_at(&pages, &["results", "songs", "data"]);
        pages.join(list, page(r#"{"results":{"songs":{"data":[2]}}}"#, "/s?offset=1")).unwrap();
        assert_eq!(pages.count(list), 2);

        let charts = r#"{"results":{"songs":[{"chart":"a","data":[1]},{"chart":"b","data":[1],"next":"/c?offset=1"}]}}"#;
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
    fn a_repeated_cursor_ends_the_walk() {
        let mut pages = Pages::new(page(r#"{"data":[1],"next":"/v1/x?offset=1"}"#, "/v1/x"));
        let list = list_at(&pages, &["data"]);
        pages.join(list, page(r#"{"data":[2],"next":"/v1/x?offset=1"}"#, "/v1/x?offset=1")).unwrap();
        let repeated = pages.following(list, &origin()).unwrap();
        assert_eq!(repeated, Err(link::Refusal::Repeated("/v1/x?offset=1".to_owned())));

        let loops = Pages::new(page(r#"{"data":[],"next":"/v1/y?offset=0"}"#, "/v1/y"));
        let list = list_at(&loops, &["data"]);
        assert!(matches!(loops.following(list, &origin()), Some(Err(link::Refusal::Repeated(_)))));
    }

    #[test]
    fn wrappers_show_their_items_directly_unless_plain() {
        let text = r#"{"results":{"songs":{"href":"/h","data":[1],"next":"/n"}}}"#;
        let pages = Pages::new(page(text, "/s"));
        let group = list_at(&pages, &["results", "songs"]);
        assert_eq!(shown(&pages, &pages.children(group, Shape::Typed)), [r#""/h""#, "1", "next /n"]);
        assert_eq!(shown(&pages, &pages.children(group, Shape::Plain)), [r#""/h""#, "[1]", r#""/n""#]);
    }
}
