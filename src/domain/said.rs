//! What an answer says beside its resources: which values of a filter were found, in which order groups come, that a list is
//! empty and why that may be, that errors stand beside the data.

use percent_encoding::percent_decode_str;

use super::{
    json::{Document, Kind, NodeId},
    quantity, resource, secret,
    visible::visible,
    walk,
};

/// So many values of a filter, or groups of an order, are told.
const FEW: usize = 4;

/// So many values of a filter are looked at: as many as can be asked for at once, and a few more.
const MOST: usize = 400;

/// As much of a key or an id as is told, in bytes.
const LONGEST: usize = 60;

/// What a reader should know about a member of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said {
    /// A plain fact.
    Fact(String),
    /// It may not be what was expected, and is not wrong either.
    Notice(String),
}

/// What is to be said about a member of an answer; none if its value says it. `target` is the path and query that was answered.
#[must_use]
pub fn said(doc: &Document, node: NodeId, target: &str) -> Option<Said> {
    let is_top = doc.parent(node) == Some(doc.root());
    match () {
        () if is_top && doc.has_key(node, "meta") => meta(doc, node, target).map(Said::Fact),
        () if is_top && doc.has_key(node, "errors") => beside(doc, node).map(Said::Notice),
        () => empty(doc, node, is_top, target).map(Said::Notice),
    }
}

fn beside(doc: &Document, errors: NodeId) -> Option<String> {
    let has = |key| doc.member(doc.root(), key).is_some();
    let count = doc.count(errors);
    let noun = if count == 1 { "error" } else { "errors" };
    let is_beside = count > 0 && ["data", "results", "resources"].into_iter().any(has);
    is_beside.then(|| format!("{} {noun} beside the data", quantity::count(count)))
}

/// A `data` without items that a 200 came with.
fn empty(doc: &Document, node: NodeId, is_top: bool, target: &str) -> Option<String> {
    let list = if doc.has_key(node, "data") { Some(node) } else { doc.member(node, "data") }?;
    let is_empty = doc.kind(list) == Kind::Array && !doc.has_children(list) && doc.is_whole();
    let is_over = doc.member(doc.parent(list)?, "next").is_none();
    (is_empty && is_over).then(|| match is_top && list == node {
        true => format!("nothing here, and no error: {}", why(target)),
        false => "nothing here".to_owned(),
    })
}

/// Why a list may be empty ("Fetch Multiple Resources": ids that do not exist are left out; the rest as clients report it).
fn why(target: &str) -> &'static str {
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let has = |name: &str| query.split('&').any(|part| part.starts_with(name));
    let offset = walk::offset_of(target).unwrap_or_default();
    match () {
        () if offset > 0 => "the list ends before this offset",
        () if has("ids=") || has("ids[") || has("ids%5B") => "none of the ids exists here",
        () if has("filter") => "nothing matches the filter in this storefront",
        () if path.starts_with("/v1/me/recommendations") => "often the account has no subscription any more",
        () if path.starts_with("/v1/me/recent") || path.starts_with("/v1/me/history") => {
            "nothing was played, or listening history is off"
        }
        () if path.ends_with("/catalog") => "no twin in the catalogue was matched",
        () if path.starts_with("/v1/me/library") => "the library holds none, or is not synchronized",
        () if path.contains("/view/") => "this view has nothing to show",
        () => "there is nothing of this kind",
    }
}

/// `isrc ZZ1: 2 songs, ZZ2: nothing` and `order artists, songs`.
fn meta(doc: &Document, meta: NodeId, target: &str) -> Option<String> {
    let mut parts = Vec::new();
    if let Some(filters) = doc.member(meta, "filters") {
        parts.extend(doc.children(filters).take(FEW).map(|filter| filter_told(doc, filter, target)));
    }
    let order = doc.at(meta, &["results", "order"]);
    parts.extend(order.map(|order| format!("order {}", texts(doc, order))));
    parts.retain(|part| !part.is_empty());
    (!parts.is_empty()).then(|| parts.join(" · "))
}

fn filter_told(doc: &Document, filter: NodeId, target: &str) -> String {
    let name = key(doc, filter);
    let found: Vec<_> = doc.children(filter).take(MOST).collect();
    let told = found.iter().take(FEW).map(|value| format!("{}: {}", key(doc, *value), count(doc, *value)));
    let keys: Vec<_> = found.iter().map(|value| key(doc, *value)).collect();
    let missed: Vec<_> = asked(target, &name)
        .into_iter()
        .filter(|value| !keys.iter().any(|key| is_same(key, value)))
        .collect();
    let mut told: Vec<_> = told.collect();
    told.extend(missed.iter().take(FEW).map(|value| format!("{value}: nothing")));
    let more = found.len().saturating_sub(FEW) + missed.len().saturating_sub(FEW);
    told.extend((more > 0).then(|| format!("{} more", quantity::count(more))));
    format!("{name} {}", told.join(", "))
}

/// What was found for a value: `4 songs`.
fn count(doc: &Document, found: NodeId) -> String {
    let first = doc.children(found).next();
    let kind =
        first.and_then(|first| doc.text_start(doc.member(first, "type")?, LONGEST)).unwrap_or_default().0;
    resource::count_noun(&kind, doc.count(found))
}

/// The values of a filter that were asked for.
fn asked(target: &str, name: &str) -> Vec<String> {
    let query = target.split_once('?').map_or("", |(_, query)| query);
    let wanted = format!("filter[{name}]");
    let decoded = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
    let of_filter = query.split('&').filter_map(|part| part.split_once('='));
    let values = of_filter.filter(|(name, _)| decoded(name) == wanted).map(|(_, values)| decoded(values));
    let values: Vec<_> = values.collect();
    let single = values.iter().flat_map(|values| values.split(',')).filter(|value| !value.is_empty());
    single.take(MOST).map(fit).collect()
}

/// The key of a UPC comes back without its leading zeros; case is not told apart.
fn is_same(key: &str, asked: &str) -> bool {
    let bare = |text: &str| text.trim_start_matches('0').to_ascii_lowercase();
    bare(key) == bare(asked)
}

fn texts(doc: &Document, list: NodeId) -> String {
    let text = |node| doc.text_start(node, LONGEST).map(|(text, _)| fit(&text));
    let all: Vec<_> = doc.children(list).take(3 * FEW).filter_map(text).collect();
    all.join(", ")
}

fn key(doc: &Document, node: NodeId) -> String {
    fit(&doc.raw_key_start(node, LONGEST).unwrap_or_default())
}

fn fit(text: &str) -> String {
    let cut = &text[..text.floor_char_boundary(LONGEST)];
    visible(&secret::mask(cut)).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(json: &str, path: &[&str], target: &str) -> Option<Said> {
        let doc = Document::parse(json.as_bytes()).unwrap();
        said(&doc, doc.at(doc.root(), path).unwrap(), target)
    }

    #[test]
    fn what_a_filter_found_is_told_and_what_it_did_not_find() {
        let isrc = r#"{"data":[],"meta":{"filters":{"isrc":{"ZZ1":[{"id":"1","type":"songs"},{"id":"2","type":"songs"}]}}}}"#;
        let upc = r#"{"meta":{"filters":{"upc":{"602":[{"id":"1","type":"albums"}]}}}}"#;
        let many = format!(
            r#"{{"meta":{{"filters":{{"isrc":{{{}}}}}}}}}"#,
            (0..6).map(|at| format!(r#""Z{at}":[]"#)).collect::<Vec<_>>().join(",")
        );
        let table = [
            (isrc, "/v1/x?filter[isrc]=ZZ1", "isrc ZZ1: 2 songs"),
            (isrc, "/v1/x?filter%5Bisrc%5D=zz1,ZZ2", "isrc ZZ1: 2 songs, ZZ2: nothing"),
            (upc, "/v1/x?filter[upc]=00602", "upc 602: 1 album"),
            (&many, "/v1/x", "isrc Z0: 0 items, Z1: 0 items, Z2: 0 items, Z3: 0 items, 2 more"),
            (r#"{"meta":{"results":{"order":["artists","songs"]}}}"#, "/v1/x", "order artists, songs"),
            (r#"{"meta":{"filters":{"\u001b":7}}}"#, "", r"\u001b "),
        ];
        for (json, target, expected) in table {
            assert_eq!(at(json, &["meta"], target), Some(Said::Fact(expected.to_owned())), "{json}");
        }
        assert_eq!(at(r#"{"meta":{"total":3}}"#, &["meta"], ""), None);
        assert_eq!(at(r#"{"a":{"meta":{"results":{"order":["x"]}}}}"#, &["a", "meta"], ""), None);
    }

    #[test]
    fn an_empty_list_is_no_error_and_says_why_it_may_be_so() {
        let table = [
            ("/v1/catalog/us/songs?ids=1,2", "none of the ids exists here"),
            ("/v1/catalog/us/songs?filter[isrc]=Z", "nothing matches the filter in this storefront"),
            ("/v1/me/library/songs?offset=100&ids=1", "the list ends before this offset"),
            ("/v1/me/library/songs?offset=0&limit=5", "the library holds none, or is not synchronized"),
            ("/v1/me/library/songs", "the library holds none, or is not synchronized"),
            ("/v1/me/library/songs/i.1/catalog", "no twin in the catalogue was matched"),
            ("/v1/me/recommendations", "often the account has no subscription any more"),
            ("/v1/me/recent/played", "nothing was played, or listening history is off"),
            ("/v1/catalog/us/albums/1/view/related-videos", "this view has nothing to show"),
            ("/v1/catalog/us/genres", "there is nothing of this kind"),
        ];
        for (target, why) in table {
            let expected = format!("nothing here, and no error: {why}");
            assert_eq!(at(r#"{"data":[]}"#, &["data"], target), Some(Said::Notice(expected)), "{target}");
        }
        let inner = r#"{"data":[],"x":{"catalog":{"data":[]}},"y":{"data":[],"next":"/v1/y?offset=5"},"z":{"data":[1]}}"#;
        assert_eq!(at(inner, &["x", "catalog"], ""), Some(Said::Notice("nothing here".to_owned())));
        assert_eq!((at(inner, &["y"], ""), at(inner, &["z"], ""), at(inner, &["x"], "")), (None, None, None));
    }

    #[test]
    fn errors_beside_the_data_are_told() {
        let both = r#"{"data":[{"id":"1"}],"errors":[{"code":"40400"}]}"#;
        assert_eq!(at(both, &["errors"], ""), Some(Said::Notice("1 error beside the data".to_owned())));
        assert_eq!(at(r#"{"errors":[{"code":"40400"}]}"#, &["errors"], ""), None);
    }
}
