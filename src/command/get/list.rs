//! The lists of an answer that can go on, and the one that is followed.
//!
//! A list is an array `data`: at the top, in a search group (`results.songs`), or in a chart (`results.songs[0]`).

use crate::domain::{
    json::{Document, Kind, NodeId},
    walk,
};

/// Where a list stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Place {
    /// `data` at the top.
    Top,
    /// A group of search results, by its name.
    Group(String),
    /// A chart: the group that it stands in, and its `chart`.
    Chart(String, Option<String>),
}

/// A list in one page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct List {
    /// The object that holds `data` and `next`.
    pub(super) owner: NodeId,
    /// The array.
    pub(super) items: NodeId,
}

/// Which list of an answer is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Choice {
    One(Place),
    /// None, or several that are whole.
    None,
    /// Several that go on, by their names.
    Many(Vec<String>),
}

/// The list at the top; else the only one that goes on; else the only one.
pub(super) fn choose(document: &Document) -> Choice {
    let mut lists = lists(document);
    if matches!(lists.first(), Some((Place::Top, _))) {
        return Choice::One(Place::Top);
    }
    if lists.len() > 1 {
        lists.retain(|(_, list)| list.next(document).is_some());
    }
    match lists.len() {
        0 => Choice::None,
        1 => lists.pop().map_or(Choice::None, |(place, _)| Choice::One(place)),
        _ => Choice::Many(lists.iter().map(|(place, _)| place.name()).collect()),
    }
}

fn lists(document: &Document) -> Vec<(Place, List)> {
    if let Some(top) = List::of(document, document.root()) {
        return vec![(Place::Top, top)];
    }
    let Some(results) = document.at(document.root(), &["results"]) else { return Vec::new() };
    let mut found = Vec::new();
    for group in document.children(results) {
        let Some(name) = document.key(group) else { continue };
        if document.kind(group) == Kind::Array {
            let charts =
                document.children(group).filter_map(|chart| Some((chart, List::of(document, chart)?)));
            found.extend(charts.map(|(chart, list)| {
                (Place::Chart(name.clone().into_owned(), chart_of(document, chart)), list)
            }));
        } else if let Some(list) = List::of(document, group) {
            found.push((Place::Group(name.into_owned()), list));
        }
    }
    found
}

fn chart_of(document: &Document, chart: NodeId) -> Option<String> {
    document.text_at(chart, &["chart"]).map(std::borrow::Cow::into_owned)
}

impl Place {
    /// The list in a page that continues it: what follows a list stands at the top of its own answer, or where it stood.
    pub(super) fn find(&self, document: &Document) -> Option<List> {
        let all = lists(document);
        let at_top = |(place, _): &&(Self, List)| *place == Self::Top;
        let same = |(place, _): &&(Self, List)| place == self;
        all.iter().find(at_top).or_else(|| all.iter().find(same)).map(|(_, list)| *list)
    }

    fn name(&self) -> String {
        match self {
            Self::Top => "data".to_owned(),
            Self::Group(name) | Self::Chart(name, None) => format!("results.{name}"),
            Self::Chart(name, Some(chart)) => format!("results.{name} ({chart})"),
        }
    }
}

impl List {
    fn of(document: &Document, owner: NodeId) -> Option<Self> {
        let items = document.member(owner, "data").filter(|data| document.kind(*data) == Kind::Array)?;
        Some(Self { owner, items })
    }

    /// Its `next`, decoded.
    pub(super) fn next(self, document: &Document) -> Option<String> {
        document.text_at(self.owner, &["next"]).map(std::borrow::Cow::into_owned)
    }

    pub(super) fn count(self, document: &Document) -> usize {
        document.children(self.items).count()
    }

    /// Its items that have an id.
    pub(super) fn ids(self, document: &Document) -> Vec<u64> {
        let id = |item| {
            let id = document.text_at(item, &["id"])?;
            Some(walk::identity(&document.text_at(item, &["type"]).unwrap_or_default(), &id))
        };
        document.children(self.items).filter_map(id).collect()
    }

    /// How many items there will be.
    pub(super) fn total(self, document: &Document) -> Option<usize> {
        let total = document.at(self.owner, &["meta", "total"])?;
        document.integer(total).and_then(|total| usize::try_from(total).ok())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(text: &str) -> Document {
        Document::parse(text.as_bytes()).unwrap()
    }

    #[test]
    fn the_list_that_is_meant_is_found_or_named() {
        let group = |name: &str| Choice::One(Place::Group(name.to_owned()));
        let names = |names: &[&str]| Choice::Many(names.iter().map(|name| (*name).to_owned()).collect());
        let cases = [
            (r#"{"data":[1],"next":"/n"}"#, Choice::One(Place::Top)),
            (r#"{"data":[1],"results":{"songs":{"data":[],"next":"/n"}}}"#, Choice::One(Place::Top)),
            (r#"{"results":{"songs":{"data":[],"next":"/n"},"albums":{"data":[]}}}"#, group("songs")),
            (r#"{"results":{"songs":{"data":[]}}}"#, group("songs")),
            (r#"{"results":{"songs":{"data":[]},"albums":{"data":[]}}}"#, Choice::None),
            (
                r#"{"results":{"songs":{"data":[],"next":"/n"},"albums":{"data":[],"next":"/n"}}}"#,
                names(&["results.songs", "results.albums"]),
            ),
            (
                r#"{"results":{"songs":[{"chart":"most-played","data":[],"next":"/n"},{"chart":"city","data":[]}]}}"#,
                Choice::One(Place::Chart("songs".to_owned(), Some("most-played".to_owned()))),
            ),
            (
                r#"{"results":{"songs":[{"chart":"a","data":[],"next":"/n"},{"chart":"b","data":[],"next":"/n"}]}}"#,
                names(&["results.songs (a)", "results.songs (b)"]),
            ),
            (r#"{"data":{"id":"1"}}"#, Choice::None),
            ("[]", Choice::None),
        ];
        for (text, expected) in cases {
            assert_eq!(choose(&document(text)), expected, "{text}");
        }
    }

    #[test]
    fn the_list_that_continues_one_is_at_the_top_or_where_it_stood() {
        let chart = Place::Chart("songs".to_owned(), Some("b".to_owned()));
        let page = document(r#"{"results":{"songs":[{"chart":"a","data":[1]},{"chart":"b","data":[2,3]}]}}"#);
        assert_eq!(chart.find(&page).map(|list| list.count(&page)), Some(2));
        let top = document(r#"{"data":[1,2,3],"next":"\/n?a=\u0031","meta":{"total":7}}"#);
        let list = chart.find(&top).unwrap();
        assert_eq!((list.next(&top).as_deref(), list.total(&top)), (Some("/n?a=1"), Some(7)));
        assert_eq!(chart.find(&document("{}")), None);
    }
}
