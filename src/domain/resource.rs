//! One line for a song, album, artist, playlist, storefront …, as people name them.
//!
//! Called for each visible row on each frame: only the members that the line shows are looked up and decoded.
//! The shapes are those of "Handling Resource Representation and Relationships" in the Apple Music API documentation.

pub mod address;
mod fact;
mod shape;

use crate::domain::json::{Document, Kind, NodeId};
use crate::domain::secret;
use crate::domain::visible::visible;

pub use shape::count_noun;

/// No row is wider than this many characters; a longer text is cut here, before anything else is done with it.
const LONGEST: usize = 300;

/// A resource as one line: `"Glass Harbour" · Mara Quill · 3:45`, with its marks, type and id beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Its title or name; empty for an identifier, and for a resource that has none.
    pub name: String,
    /// Artist, duration (`3:45`), year (`2024`), count (`12 songs`) and the like, the most telling first.
    pub facts: Vec<String>,
    /// What a listener would want to know before pressing play.
    pub marks: Vec<Mark>,
    /// The `type`, for example `library-songs`.
    pub kind: String,
    /// The `id`.
    pub id: String,
}

/// A mark behind a name. `contentRating` is `explicit`, `clean` or absent ("Songs.Attributes").
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Mark {
    /// `contentRating` is `explicit`.
    Explicit,
    /// `contentRating` is `clean`.
    Clean,
    /// A song or music video without `playParams`.
    NotPlayable,
}

impl Mark {
    /// The mark as a word, which needs no colour to be understood.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Explicit => "explicit",
            Self::Clean => "clean",
            Self::NotPlayable => "not playable",
        }
    }
}

/// The line for a resource; none if the node is not one, that is, no object with a string `type` and a string `id`.
#[must_use]
pub fn line(doc: &Document, node: NodeId) -> Option<Line> {
    let kind = text(doc, node, &["type"])?;
    let id = text(doc, node, &["id"])?;
    let Some(attributes) = attributes(doc, node) else {
        return Some(Line { name: String::new(), facts: Vec::new(), marks: Vec::new(), kind, id });
    };
    let shape = shape::of(&kind);
    Some(Line {
        name: name(doc, attributes, &kind),
        facts: shape.facts.iter().filter_map(|fact| fact.read(doc, attributes)).collect(),
        marks: marks(doc, attributes, shape.is_played),
        kind,
        id,
    })
}

/// What a chart, view or search group is called: its `name`, or its `attributes.title`.
///
/// None for anything that is not such a wrapper: an object with a `data` array that is no resource itself.
#[must_use]
pub fn heading(doc: &Document, node: NodeId) -> Option<String> {
    let data = doc.member(node, "data")?;
    if doc.kind(data) != Kind::Array || doc.member(node, "type").is_some() {
        return None;
    }
    text(doc, node, &["name"]).or_else(|| text(doc, node, &["attributes", "title"]))
}

fn attributes(doc: &Document, node: NodeId) -> Option<NodeId> {
    doc.member(node, "attributes").filter(|found| doc.kind(*found) == Kind::Object)
}

fn name(doc: &Document, attributes: NodeId, kind: &str) -> String {
    if kind == "ratings" {
        return rating(doc, attributes).unwrap_or_default().to_owned();
    }
    const PLACES: [&[&str]; 3] = [&["name"], &["title"], &["title", "stringForDisplay"]];
    PLACES.iter().find_map(|place| text(doc, attributes, place)).unwrap_or_default()
}

/// A rating's `value` is 1 or -1 ("Ratings.Attributes").
fn rating(doc: &Document, attributes: NodeId) -> Option<&'static str> {
    match doc.integer(doc.member(attributes, "value")?)? {
        1 => Some("liked"),
        -1 => Some("disliked"),
        _ => None,
    }
}

fn marks(doc: &Document, attributes: NodeId, is_played: bool) -> Vec<Mark> {
    let content = match doc.text_at(attributes, &["contentRating"]).as_deref() {
        Some("explicit") => Some(Mark::Explicit),
        Some("clean") => Some(Mark::Clean),
        _ => None,
    };
    let silent = (is_played && lacks_play_params(doc, attributes)).then_some(Mark::NotPlayable);
    content.into_iter().chain(silent).collect()
}

/// Absent `playParams` mean that it does not play. `artistName` is always there, so where it is missing too, the
/// request asked for a few attributes only and says nothing about playing.
fn lacks_play_params(doc: &Document, attributes: NodeId) -> bool {
    let has = |key| doc.member(attributes, key).is_some_and(|member| doc.kind(member) != Kind::Null);
    has("artistName") && !has("playParams")
}

/// A string at a path of member keys, cut to a row's length and fit to show.
fn text(doc: &Document, node: NodeId, path: &[&str]) -> Option<String> {
    let found = doc.text_at(node, path)?;
    let cut =
        found.char_indices().nth(LONGEST).map_or(&*found, |(end, _)| found.get(..end).unwrap_or(&found));
    // A server may say anything, also a token: what has a token's shape is masked here too.
    Some(visible(&secret::mask(cut)).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> Option<Line> {
        let doc = Document::parse(json.as_bytes()).unwrap();
        line(&doc, doc.root())
    }

    /// Name, facts and marks as a row would join them.
    fn row(json: &str) -> String {
        let Line { name, facts, marks, .. } = read(json).unwrap();
        let marks = marks.iter().map(|mark| format!("{mark:?}"));
        std::iter::once(name).chain(facts).chain(marks).collect::<Vec<_>>().join(" · ")
    }

    /// Type, attributes and the row they must give.
    fn check(cases: &[(&str, &str, &str)]) {
        for (kind, attributes, expected) in cases {
            let json = format!(r#"{{"id":"1","type":"{kind}","attributes":{{{attributes}}}}}"#);
            assert_eq!(row(&json), *expected, "{json}");
        }
    }

    #[test]
    fn resources_are_named_as_people_name_them() {
        let cases = [
            (
                "songs",
                r#""name":"Glass Harbour","artistName":"Mara Quill","durationInMillis":225999,"releaseDate":"2024-03-01","playParams":{}"#,
                "Glass Harbour · Mara Quill · 3:45 · 2024",
            ),
            (
                "songs",
                r#""name":"Tide","artistName":"Mara Quill","albumName":"Low","contentRating":"explicit""#,
                "Tide · Mara Quill · Low · Explicit · NotPlayable",
            ),
            (
                "library-songs",
                r#""name":"Tide","artistName":"Mara Quill","contentRating":"clean","playParams":null"#,
                "Tide · Mara Quill · Clean · NotPlayable",
            ),
            ("songs", r#""name":"asked for by name alone""#, "asked for by name alone"),
            (
                "albums",
                r#""name":"Low","artistName":"Mara Quill","trackCount":12,"releaseDate":"1999","isSingle":false"#,
                "Low · Mara Quill · 1999 · 12 songs",
            ),
            (
                "library-albums",
                r#""name":"Low","artistName":"Mara Quill","trackCount":1,"isSingle":true"#,
                "Low · Mara Quill · 1 song · single",
            ),
            (
                "artists",
                r#""name":"Mara Quill","genreNames":["Harbour Pop","Fog","Rain"]"#,
                "Mara Quill · Harbour Pop, Fog",
            ),
            ("library-artists", r#""name":"Mara Quill""#, "Mara Quill"),
            (
                "playlists",
                r#""name":"Quay","curatorName":"Segue","playlistType":"editorial","lastModifiedDate":"2026-02-03T00:00:00Z""#,
                "Quay · Segue · editorial · updated 2026",
            ),
            ("library-playlists", r#""name":"Mine","canEdit":true,"isPublic":false"#, "Mine · editable"),
            (
                "library-playlist-folders",
                r#""name":"Folder","dateAdded":"2022-03-19T06:07:33Z""#,
                "Folder · added 2022",
            ),
        ];
        check(&cases);
    }

    #[test]
    fn other_types_are_named_by_what_tells_them_apart() {
        let cases = [
            (
                "music-videos",
                r#""name":"Film","artistName":"Mara Quill","durationInMillis":3723000,"has4K":true,"playParams":{}"#,
                "Film · Mara Quill · 1:02:03 · 4K",
            ),
            ("stations", r#""name":"Fog Radio","isLive":true,"mediaKind":"audio""#, "Fog Radio · live"),
            ("curators", r#""name":"Pier""#, "Pier"),
            (
                "apple-curators",
                r#""name":"Pier","kind":"Show","showHostName":"Ada Moor""#,
                "Pier · Show · Ada Moor",
            ),
            ("activities", r#""name":"Rowing""#, "Rowing"),
            ("record-labels", r#""name":"Salt Records""#, "Salt Records"),
            ("genres", r#""name":"Fog","parentName":"Weather""#, "Fog · Weather"),
            ("storefronts", r#""name":"Ruritania","defaultLanguageTag":"en-GB""#, "Ruritania · en-GB"),
            ("ratings", r#""value":1"#, "liked"),
            ("ratings", r#""value":-1"#, "disliked"),
            (
                "personal-recommendation",
                r#""title":{"stringForDisplay":"For You"},"resourceTypes":["playlists","albums"]"#,
                "For You · playlists, albums",
            ),
            ("new-things", r#""title":"Something""#, "Something"),
            ("new-things", r#""name":7,"other":true"#, ""),
        ];
        check(&cases);
    }

    #[test]
    fn what_has_the_wrong_type_is_left_out() {
        let json = r#"{"id":"1","type":"songs","attributes":{"name":["x"],"artistName":5,"durationInMillis":"long",
            "releaseDate":"soon","genreNames":{},"playParams":{}}}"#;
        assert_eq!(row(json), "");
        let json = r#"{"id":"1","type":"albums","attributes":{"durationInMillis":-5,"trackCount":-1,"releaseDate":"20"}}"#;
        assert_eq!(row(json), "");
    }

    #[test]
    fn an_identifier_has_a_type_and_an_id_only() {
        let found =
            read(r#"{"id":"i.a1","type":"library-songs","href":"/v1/me/library/songs/i.a1"}"#).unwrap();
        assert_eq!(
            (found.name.as_str(), found.kind.as_str(), found.id.as_str()),
            ("", "library-songs", "i.a1")
        );
        assert!(found.marks.is_empty() && found.facts.is_empty());
    }

    #[test]
    fn what_is_no_resource_has_no_line() {
        for json in
            [r#"{"id":1,"type":"songs"}"#, r#"{"type":"songs"}"#, r#"{"id":"1","kind":"song"}"#, "[]", "null"]
        {
            assert_eq!(read(json), None, "{json}");
        }
    }

    #[test]
    fn text_from_outside_is_made_visible_and_cut() {
        let found = read(r#"{"id":"1\u001b","type":"songs","attributes":{"name":"a\u202eb"}}"#).unwrap();
        assert_eq!((found.name.as_str(), found.id.as_str()), ("a\\u202eb", "1\\u001b"));
        let long = format!(r#"{{"id":"1","type":"songs","attributes":{{"name":"{}"}}}}"#, "é".repeat(9000));
        assert_eq!(read(&long).unwrap().name.chars().count(), LONGEST);
    }

    #[test]
    fn wrappers_of_data_have_headings() {
        let cases = [
            (r#"{"chart":"most-played","name":"Top Songs","data":[]}"#, Some("Top Songs")),
            (r#"{"attributes":{"title":"Latest Release"},"data":[]}"#, Some("Latest Release")),
            (r#"{"href":"/v1/x","data":[]}"#, None),
            (r#"{"name":"an attribute object"}"#, None),
            (r#"{"id":"1","type":"playlists","name":"x","data":[]}"#, None),
        ];
        for (json, expected) in cases {
            let doc = Document::parse(json.as_bytes()).unwrap();
            assert_eq!(heading(&doc, doc.root()).as_deref(), expected, "{json}");
        }
    }
}
