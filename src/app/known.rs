//! What the answers have told: resources by their ids and names, and the languages of storefronts. It is offered where a path
//! wants an id. Bounded, and without a secret: ids and names of the catalogue, and of the person's library.

use std::collections::HashSet;

use crate::domain::{
    json::{Document, Kind, NodeId},
    pages::Page,
    resource, storefronts,
};

/// So many resources are kept, the latest first.
const MOST: usize = 10_000;

/// So many rows of one answer are read, so that an answer of megabytes costs no frame.
const ROWS: usize = 500;

/// A longer id is no id.
const LONGEST: usize = 120;

/// A resource that was seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// Its type.
    pub kind: String,
    pub id: String,
    /// What it is called; empty for an identifier.
    pub name: String,
}

/// What is known.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct State {
    /// The latest first, each once.
    seen: Vec<Seen>,
    /// Storefronts and the languages that they speak, as `/v1/storefronts` tells them.
    pub languages: Vec<(String, Vec<String>)>,
}

impl State {
    /// The resources, the latest first.
    #[must_use]
    pub fn seen(&self) -> &[Seen] {
        &self.seen
    }

    /// Reads the rows of an answer, or of a page of it.
    pub fn learn(&mut self, page: &Page) {
        let document = page.document();
        let mut found = Vec::new();
        for list in lists(document) {
            let room = ROWS.saturating_sub(found.len());
            for row in document.children(list).take(room) {
                self.learn_languages(document, row);
                found.extend(seen(document, row));
            }
        }
        let again: HashSet<_> = found.iter().map(|seen: &Seen| (&seen.kind, &seen.id)).collect();
        self.seen.retain(|seen| !again.contains(&(&seen.kind, &seen.id)));
        found.append(&mut self.seen);
        found.truncate(MOST);
        self.seen = found;
    }

    fn learn_languages(&mut self, document: &Document, row: NodeId) {
        let is_storefront = document.text_at(row, &["type"]).is_some_and(|kind| kind == "storefronts");
        let Some(id) = document.text_at(row, &["id"]).filter(|id| is_storefront && storefronts::is_known(id))
        else {
            return;
        };
        let Some(tags) = document.at(row, &["attributes", "supportedLanguageTags"]) else { return };
        let is_tag = |tag: &String| {
            tag.len() < 36 && tag.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        };
        let read = |tag| document.text(tag).map(std::borrow::Cow::into_owned).filter(is_tag);
        let tags: Vec<_> = document.children(tags).take(ROWS).filter_map(read).collect();
        self.languages.retain(|(known, _)| *known != id);
        self.languages.push((id.into_owned(), tags));
    }
}

/// The lists of an answer whose rows are resources: `data`, and those of the groups of a search, of charts.
fn lists(document: &Document) -> Vec<NodeId> {
    let root = document.root();
    let mut lists: Vec<_> = document.member(root, "data").into_iter().collect();
    for group in
        document.member(root, "results").into_iter().flat_map(|results| document.children(results).take(ROWS))
    {
        let charts = (document.kind(group) == Kind::Array).then(|| document.children(group).take(ROWS));
        lists.extend(
            charts.into_iter().flatten().chain([group]).filter_map(|group| document.member(group, "data")),
        );
    }
    lists.retain(|list| document.kind(*list) == Kind::Array);
    lists
}

fn seen(document: &Document, row: NodeId) -> Option<Seen> {
    let line = resource::line(document, row)?;
    let is_id = (1..=LONGEST).contains(&line.id.len()) && line.id.bytes().all(|byte| byte.is_ascii_graphic());
    is_id.then_some(Seen { kind: line.kind, id: line.id, name: line.name })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::pages::Provenance;

    fn learn(known: &mut State, body: &str) {
        let document = Document::parse(body.as_bytes()).unwrap();
        known.learn(&Page::read(document, Provenance::default()));
    }

    fn ids(known: &State) -> Vec<&str> {
        known.seen().iter().map(|seen| seen.id.as_str()).collect()
    }

    #[test]
    fn the_latest_come_first_and_each_once() {
        let mut known = State::default();
        learn(
            &mut known,
            r#"{"data":[{"type":"songs","id":"1","attributes":{"name":"One"}},{"type":"songs","id":"2"}]}"#,
        );
        learn(
            &mut known,
            r#"{"results":{"albums":{"data":[{"type":"albums","id":"7"}]},"songs":[{"data":[{"type":"songs","id":"2"}]}]}}"#,
        );
        assert_eq!(ids(&known), ["7", "2", "1"]);
        assert_eq!(known.seen()[2].name, "One");
    }

    #[test]
    fn what_is_no_id_is_not_offered() {
        let mut known = State::default();
        learn(
            &mut known,
            r#"{"data":[{"type":"songs","id":"a b"},{"type":"songs","id":""},{"type":"songs"},7,"x"]}"#,
        );
        learn(&mut known, r#"{"data":7}"#);
        assert_eq!(ids(&known), [""; 0]);
    }

    #[test]
    fn storefronts_tell_their_languages() {
        let mut known = State::default();
        let body = |tags: &str| {
            format!(
                r#"{{"data":[{{"type":"storefronts","id":"jp","attributes":{{"supportedLanguageTags":{tags}}}}}]}}"#
            )
        };
        learn(&mut known, &body(r#"["ja","en-US","\u001b[1m"]"#));
        assert_eq!(known.languages, [("jp".to_owned(), vec!["ja".to_owned(), "en-US".to_owned()])]);
        learn(&mut known, &body(r#"["ja"]"#));
        assert_eq!(known.languages.len(), 1);
    }
}
