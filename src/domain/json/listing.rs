//! What is noted while a text is read, so that nobody needs to go over it again: which of its arrays are lists of Apple's, and
//! which `next` continues which.

use super::{
    Document, Kind, MOST_MEMBERS, NodeId,
    chunks::{Chunks, Growing},
    text,
};

/// A `next` and the list that it continues: the first member of that name, and the first `data`, of the same object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Link {
    /// The object that holds both.
    pub owner: NodeId,
    /// Its `next`, a string.
    pub next: NodeId,
    /// Its `data`, an array.
    pub list: NodeId,
}

/// The lists of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Lists {
    /// Arrays that are named `data`, in their order; not those of the outermost object.
    inner: Chunks<u32, 16>,
    /// In the order of their arrays.
    links: Vec<Link>,
}

impl Document {
    /// The arrays that are named `data`, in their order, without the first so many. One of the outermost object is not among
    /// them.
    pub fn inner_lists(&self, from: usize) -> impl Iterator<Item = NodeId> + '_ {
        self.lists.inner.pieces(from..self.lists.inner.len()).flatten().copied().map(NodeId)
    }

    /// The lists that go on behind a `next`, in the order of their arrays.
    #[must_use]
    pub fn links(&self) -> &[Link] {
        &self.lists.links
    }

    /// The link that continues a list.
    #[must_use]
    pub fn link_of(&self, list: NodeId) -> Option<Link> {
        let links = self.links();
        let found = links.binary_search_by_key(&list, |link| link.list).ok()?;
        links.get(found).copied()
    }
}

/// The lists of a text that is being read.
#[derive(Debug, Clone, Default)]
pub(super) struct Listing {
    inner: Growing<u32, 16>,
    /// In the order in which the second of the two came.
    links: Vec<Link>,
}

impl Listing {
    /// Notes a member of an object that has `before` others before it.
    #[cold]
    pub(super) fn note(&mut self, (node, kind): (u32, Kind), name: Name, around: &mut Pair, before: u32) {
        let is_list = name == Name::Data && kind == Kind::Array;
        if is_list && around.owner != 0 {
            self.inner.push(node);
        }
        let slot = if name == Name::Data { &mut around.data } else { &mut around.next };
        // A second one of the same name is neither the list nor its link, nor is one that nobody would find.
        if name == Name::Other || *slot != Member::None || before as usize >= MOST_MEMBERS {
            return;
        }
        let is_half = is_list || name == Name::Next && kind == Kind::String;
        *slot = if is_half { Member::Half(node) } else { Member::Odd };
        if let (true, Member::Half(list), Member::Half(next)) = (is_half, around.data, around.next) {
            let [owner, next, list] = [around.owner, next, list].map(NodeId);
            self.links.push(Link { owner, next, list });
        }
    }

    /// What is known by now.
    pub(super) fn so_far(&self) -> Lists {
        Lists { inner: self.inner.so_far(), links: ordered(self.links.clone()) }
    }

    /// All of them.
    pub(super) fn finish(self) -> Lists {
        Lists { inner: self.inner.finish(), links: ordered(self.links) }
    }
}

/// A list inside another one is complete before it; nearly all come in their order.
fn ordered(mut links: Vec<Link>) -> Vec<Link> {
    links.sort_by_key(|link| link.list);
    links.shrink_to_fit();
    links
}

/// What an object has by now of a list and its link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Pair {
    pub owner: u32,
    data: Member,
    next: Member,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Member {
    None,
    /// It is what its name says.
    Half(u32),
    /// It is something else.
    Odd,
}

impl Pair {
    pub(super) const fn of(owner: u32) -> Self {
        Self { owner, data: Member::None, next: Member::None }
    }
}

/// What a key says of its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Name {
    Data,
    Next,
    #[default]
    Other,
}

/// The longest spelling of a name: every character as six bytes.
pub(super) const LONGEST_NAME: usize = 24;

impl Name {
    /// A key that is written without escapes.
    #[inline]
    pub(super) fn of(key: &[u8]) -> Self {
        match key {
            b"data" => Self::Data,
            b"next" => Self::Next,
            _ => Self::Other,
        }
    }

    /// A key as it is written.
    pub(super) fn spelled(raw: &[u8]) -> Self {
        std::str::from_utf8(raw).map_or(Self::Other, |raw| Self::of(text::decode(raw).as_bytes()))
    }
}

#[cfg(test)]
mod tests {
    use super::{super::Builder, *};
    use proptest::prelude::*;

    const KEYS: [&str; 8] =
        ["data", "next", r"d\u0061ta", r"\u006e\u0065\u0078\u0074", "datum", "é", "", "nex"];

    /// Values with members of all names, which may be spelled in any way, come twice, or be what they should not be.
    fn value() -> impl Strategy<Value = String> {
        let leaf = prop_oneof![Just("\"/v1/x\""), Just("[]"), Just("1"), Just("\"\\u00e9\""), Just("{}")];
        leaf.prop_map(str::to_owned).prop_recursive(5, 60, 5, |inner| {
            let member = (prop::sample::select(&KEYS[..]), inner.clone());
            let member = member.prop_map(|(key, value)| format!("\"{key}\":{value}"));
            prop_oneof![
                1 => prop::collection::vec(inner, 0..4).prop_map(|items| format!("[{}]", items.join(","))),
                3 => prop::collection::vec(member, 0..5).prop_map(|items| format!("{{{}}}", items.join(","))),
            ]
        })
    }

    /// The lists and links by a look at every value.
    fn looked_for(document: &Document) -> (Vec<NodeId>, Vec<Link>) {
        let all = || (0..u32::try_from(document.len()).unwrap()).map(NodeId);
        let is_inner = |node: &NodeId| document.parent(*node) != Some(document.root());
        let is_list = |node: &NodeId| document.kind(*node) == Kind::Array && document.has_key(*node, "data");
        let link = |owner: NodeId| {
            let (list, next) = (document.member(owner, "data")?, document.member(owner, "next")?);
            let is_link = is_list(&list) && document.kind(next) == Kind::String;
            is_link.then_some(Link { owner, next, list })
        };
        let mut links: Vec<_> = all().filter_map(link).collect();
        links.sort_by_key(|link| link.list);
        (all().filter(is_list).filter(is_inner).collect(), links)
    }

    fn noted(document: &Document) -> (Vec<NodeId>, Vec<Link>) {
        (document.inner_lists(0).collect(), document.links().to_vec())
    }

    proptest! {
        #[test]
        fn what_is_noted_is_what_a_look_at_every_value_finds(text in value(), piece in 1..9_usize) {
            let mut builder = Builder::new();
            for part in text.as_bytes().chunks(piece) {
                builder.push(part);
                if let Some(document) = builder.so_far() {
                    prop_assert_eq!(noted(&document), looked_for(&document));
                }
            }
            let document = builder.finish().unwrap();
            prop_assert_eq!(noted(&document), looked_for(&document));
            for link in document.links() {
                prop_assert_eq!(document.link_of(link.list), Some(*link));
            }
            prop_assert_eq!(document.inner_lists(1).collect::<Vec<_>>(), document.inner_lists(0).skip(1).collect::<Vec<_>>());
        }
    }

    #[test]
    fn what_stands_among_too_many_members_to_be_found_is_no_link() {
        let among = |count| format!("{{\"data\":[]{},\"next\":\"/v1/x\"}}", ",\"a\":1".repeat(count));
        let links = |count| Document::parse(among(count).as_bytes()).unwrap().links().len();
        assert_eq!((links(MOST_MEMBERS - 2), links(MOST_MEMBERS - 1)), (1, 0));
    }
}
