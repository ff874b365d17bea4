//! What the answers have told: resources by their ids and names, and the languages of storefronts. It is offered where a path
//! wants one of them.

use crate::domain::{
    catalog::{self, Seen, Storefront},
    json::{Document, Kind, NodeId},
    pages::Page,
    request::Method,
    resource, storefronts,
};

/// So many rows of one answer are read, so that an answer of megabytes costs no frame.
const ROWS: usize = 500;

/// A longer id is no id, and a longer tag no language.
const LONGEST: usize = 120;

/// What is known.
#[derive(Debug, Clone, Default)]
pub struct State {
    pub seen: Seen,
    /// The storefronts that an answer has told.
    pub storefronts: Vec<Storefront>,
    /// The storefront that the last answer named first.
    pub last_storefront: Option<String>,
}

impl State {
    /// Reads the rows of an answer, or of a page of it.
    pub fn learn(&mut self, page: &Page) {
        let document = page.document();
        self.last_storefront = None;
        for row in rows(document) {
            let Some(line) = resource::line(document, row).filter(|line| is_word(&line.id)) else { continue };
            if line.kind == "storefronts" {
                self.learn_storefront(document, row, &line);
            } else {
                self.seen.add(&line.kind, &line.id, &line.name);
            }
        }
    }

    /// Reads the ids that a request named, if it was answered well.
    pub fn learn_target(&mut self, method: Method, target: &str, status: Option<u16>) {
        if !status.is_some_and(|status| (200..300).contains(&status)) {
            return;
        }
        for (kind, id) in catalog::ids_in(method, target).into_iter().filter(|(_, id)| is_word(id)) {
            self.seen.add(kind, &id, "");
        }
    }

    fn learn_storefront(&mut self, document: &Document, row: NodeId, line: &resource::Line) {
        if !storefronts::is_known(&line.id) {
            return;
        }
        self.last_storefront.get_or_insert_with(|| line.id.clone());
        let Some(tags) = document.at(row, &["attributes", "supportedLanguageTags"]) else { return };
        let read = |tag| document.text(tag).map(std::borrow::Cow::into_owned).filter(|tag| is_word(tag));
        let languages = document.children(tags).take(ROWS).filter_map(read).collect();
        self.storefronts.retain(|known| known.id != line.id);
        self.storefronts.push(Storefront { id: line.id.clone(), name: line.name.clone(), languages });
    }
}

/// Ids and language tags: letters, digits, and a few signs that need no escape.
fn is_word(text: &str) -> bool {
    (1..=LONGEST).contains(&text.len())
        && text.bytes().any(|byte| byte.is_ascii_alphanumeric())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-_~".contains(&byte))
}

/// The rows of an answer that may be resources: those of `data`, of the groups of a search, and of charts.
fn rows(document: &Document) -> impl Iterator<Item = NodeId> {
    let root = document.root();
    let groups = document.member(root, "results").into_iter().flat_map(|results| document.children(results));
    let charts = groups.flat_map(|group| match document.kind(group) {
        Kind::Array => document.children(group).take(ROWS).collect(),
        _ => vec![group],
    });
    let lists = [root].into_iter().chain(charts).filter_map(|holder| document.member(holder, "data"));
    lists
        .filter(|list| document.kind(*list) == Kind::Array)
        .flat_map(|list| document.children(list))
        .take(ROWS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::pages::Provenance;

    fn learn(known: &mut State, body: &str) {
        let document = Document::parse(body.as_bytes()).unwrap();
        known.learn(&Page::read(document, Provenance::default()));
    }

    fn ids<'a>(known: &'a State, kind: &str) -> Vec<&'a str> {
        known.seen.of(kind).iter().map(|seen| seen.id.as_str()).collect()
    }

    #[test]
    fn lists_groups_and_charts_tell_their_resources() {
        let mut known = State::default();
        let song = |id: u8| format!(r#"{{"type":"songs","id":"{id}","attributes":{{"name":"Song {id}"}}}}"#);
        learn(&mut known, &format!(r#"{{"data":[{},{}]}}"#, song(1), song(2)));
        let groups = format!(
            r#"{{"albums":{{"data":[{{"type":"albums","id":"7"}}]}},"songs":[{{"data":[{}]}}]}}"#,
            song(3)
        );
        learn(&mut known, &format!(r#"{{"results":{groups}}}"#));
        assert_eq!((ids(&known, "songs"), ids(&known, "albums")), (vec!["1", "2", "3"], vec!["7"]));
        assert_eq!(known.seen.of("songs")[2].name, "Song 3");
    }

    #[test]
    fn requests_that_were_answered_tell_the_ids_that_they_named() {
        let mut known = State::default();
        for (target, status) in [
            ("/v1/catalog/us/albums/1000042?l=ja", Some(200)),
            ("/v1/catalog/us/albums/1000043/tracks", Some(200)),
            ("/v1/catalog/us/albums?ids=1000044,1000042", Some(200)),
            ("/v1/catalog/us/albums/9", Some(404)),
            ("/v1/catalog/us/albums/8", None),
            ("/v1/catalog/us/albums/a%20b", Some(200)),
            ("/v1/nothing/7", Some(200)),
        ] {
            known.learn_target(Method::Get, target, status);
        }
        assert_eq!(ids(&known, "albums"), ["1000042", "1000043", "1000044"]);
    }

    #[test]
    fn what_is_no_id_is_not_offered() {
        let mut known = State::default();
        let rows = r#"{"type":"songs","id":"a b"},{"type":"songs","id":""},{"type":"songs","id":".."},{"type":"songs"},7,"x""#;
        learn(&mut known, &format!(r#"{{"data":[{rows}]}}"#));
        learn(&mut known, r#"{"data":7,"results":[7,[7]]}"#);
        learn(&mut known, "7");
        assert!(known.seen.is_empty());
    }

    #[test]
    fn storefronts_tell_their_languages() {
        let mut known = State::default();
        let attributes = r#"{"name":"Japan","supportedLanguageTags":["ja","en-US","\u001b[1m"]}"#;
        let body = format!(r#"{{"data":[{{"type":"storefronts","id":"jp","attributes":{attributes}}}]}}"#);
        learn(&mut known, &body);
        learn(&mut known, &body);
        let languages = vec!["ja".to_owned(), "en-US".to_owned()];
        assert_eq!(
            known.storefronts,
            [Storefront { id: "jp".to_owned(), name: "Japan".to_owned(), languages }]
        );
        assert_eq!(known.last_storefront.as_deref(), Some("jp"));
        learn(&mut known, r#"{"data":[{"type":"storefronts","id":"../x"}]}"#);
        assert_eq!((known.storefronts.len(), known.last_storefront), (1, None));
    }
}
