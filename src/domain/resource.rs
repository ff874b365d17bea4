//! One line for a song, album, artist, playlist, storefront …, as people name them.
//!
//! Called for each visible row on each frame: only the members that the line shows are looked up and decoded.
//! The shapes are those of "Handling Resource Representation and Relationships" in the Apple Music API documentation.

pub mod address;
pub mod detail;
mod fact;
mod shape;

use crate::domain::json::{Document, Kind, NodeId};
use crate::domain::secret;
use crate::domain::visible::visible;

use shape::Naming;

pub use shape::count_noun;

/// No row is wider than this many characters; a longer text is cut here, before anything else is done with it.
const LONGEST: usize = 300;

/// So many bytes hold that many characters, however they are written: `\ud83d\ude00` is one of twelve bytes.
const LONGEST_WRITTEN: usize = 12 * LONGEST + 12;

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

/// The line for a resource, or for a suggestion of a search; none if the node is neither.
///
/// A resource is an object with a string `type` and a string `id`.
#[must_use]
pub fn line(doc: &Document, node: NodeId) -> Option<Line> {
    let Some(kind) = text(doc, node, &["type"]) else { return suggestion(doc, node) };
    let id = text(doc, node, &["id"])?;
    let shape = shape::of(&kind);
    let attributes = attributes(doc, node);
    let facts =
        attributes.into_iter().flat_map(|at| shape.facts.iter().filter_map(move |fact| fact.read(doc, at)));
    Some(Line {
        name: name(doc, node, attributes, shape.naming),
        facts: rated(doc, node, shape.naming).into_iter().chain(facts).collect(),
        marks: attributes.map(|attributes| marks(doc, attributes, shape.is_played)).unwrap_or_default(),
        kind,
        id,
    })
}

/// Whether there is a line for a node, and an id in it.
#[must_use]
pub fn has_id(doc: &Document, node: NodeId) -> bool {
    let id = match text(doc, node, &["type"]) {
        Some(_) => text(doc, node, &["id"]),
        None => suggestion(doc, node).map(|line| line.id),
    };
    id.is_some_and(|id| !id.is_empty())
}

/// A suggestion is a term, or a resource that may be the one that is looked for ("Suggestions").
fn suggestion(doc: &Document, node: NodeId) -> Option<Line> {
    let id = text(doc, node, &["kind"])?;
    let suggested = |line: Line| Line { kind: "suggestion".to_owned(), ..line };
    if let Some(content) = doc.member(node, "content") {
        // Of a suggestion inside a suggestion, and so on, nothing is told.
        doc.member(content, "type")?;
        let mut found = line(doc, content)?;
        found.facts.push(std::mem::replace(&mut found.kind, id.clone()));
        return Some(suggested(Line { id, ..found }));
    }
    let [shown, sought] = ["displayTerm", "searchTerm"].map(|key| text(doc, node, &[key]));
    let name = shown.or_else(|| sought.clone())?;
    let other = sought.filter(|sought| *sought != name).map(|sought| format!("searches {sought}"));
    let facts = other.into_iter().collect();
    Some(suggested(Line { name, facts, marks: Vec::new(), kind: String::new(), id }))
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

fn name(doc: &Document, node: NodeId, attributes: Option<NodeId>, naming: Naming) -> String {
    const PLACES: [&[&str]; 3] = [&["name"], &["title"], &["title", "stringForDisplay"]];
    let own = || attributes.and_then(|at| PLACES.iter().find_map(|place| text(doc, at, place)));
    match naming {
        Naming::Own => own(),
        Naming::Rating => attributes.and_then(|at| rating(doc, at)).map(str::to_owned),
        Naming::Replay => own().or_else(|| Some(format!("Replay {}", year(doc, attributes?)?))),
        Naming::Related(relationship) => own().or_else(|| related(doc, node, relationship)),
    }
    .unwrap_or_default()
}

/// What was rated, if it came along.
fn rated(doc: &Document, node: NodeId, naming: Naming) -> Option<String> {
    (naming == Naming::Rating).then(|| related(doc, node, "content")).flatten()
}

/// What the first resource in a relationship is called.
fn related(doc: &Document, node: NodeId, relationship: &str) -> Option<String> {
    let list = doc.at(node, &["relationships", relationship, "data"])?;
    let first = doc.children(list).next()?;
    text(doc, first, &["attributes", "name"])
}

/// The `year` of a summary: a number, or a text.
fn year(doc: &Document, attributes: NodeId) -> Option<String> {
    let number = |node| doc.integer(node).map(|year| year.to_string());
    text(doc, attributes, &["year"]).or_else(|| number(doc.member(attributes, "year")?))
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

/// A string at a path of member keys, cut to a row's length and fit to show. Of one of megabytes only the beginning is read.
fn text(doc: &Document, node: NodeId, path: &[&str]) -> Option<String> {
    let found = doc.text_start(doc.at(node, path)?, LONGEST_WRITTEN)?.0;
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
            (
                "stations",
                r#""name":"Fog Radio","isLive":true,"mediaKind":"audio""#,
                "Fog Radio · live · audio",
            ),
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
            ("station-genres", r#""name":"Fog""#, "Fog"),
            (
                "stations",
                r#""name":"Pier","episodeNumber":"12","mediaKind":"audio""#,
                "Pier · episode 12 · audio",
            ),
            ("music-summaries", r#""year":2025,"period":"year""#, "Replay 2025 · year"),
            ("music-summaries", r#""year":"2025""#, "Replay 2025"),
            ("artists", r#""name":"Mara Quill","inFavorites":true"#, "Mara Quill · favourite"),
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
    fn what_has_no_name_is_called_like_what_it_is_about() {
        let song = r#"{"data":[{"id":"2","type":"songs","attributes":{"name":"Low Tide"}}]}"#;
        let cases = [
            (
                "song-period-summaries",
                r#"{"playCount":1200,"listenTimeInMinutes":1}"#,
                "song",
                "Low Tide · 1,200 plays · 1 minute",
            ),
            ("album-period-summaries", "{}", "album", "Low Tide"),
            ("artist-period-summaries", "null", "artist", "Low Tide"),
            ("artist-period-summaries", r#"{"playCount":1}"#, "other", " · 1 play"),
            ("ratings", r#"{"value":-1}"#, "content", "disliked · Low Tide"),
        ];
        for (kind, attributes, relationship, expected) in cases {
            let json = format!(
                r#"{{"id":"1","type":"{kind}","attributes":{attributes},"relationships":{{"{relationship}":{song}}}}}"#
            );
            assert_eq!(row(&json), expected, "{json}");
        }
    }

    #[test]
    fn suggestions_are_terms_or_resources() {
        let cases = [
            (r#"{"kind":"terms","searchTerm":"low tide","displayTerm":"low tide"}"#, Some("low tide")),
            (r#"{"kind":"terms","searchTerm":"tide","displayTerm":"Tide!"}"#, Some("Tide! · searches tide")),
            (
                r#"{"kind":"topResults","content":{"id":"1","type":"songs","attributes":{"name":"Low Tide"}}}"#,
                Some("Low Tide · songs"),
            ),
            (r#"{"kind":"topResults","content":{"kind":"topResults","content":{}}}"#, None),
            (r#"{"kind":"topResults","content":[]}"#, None),
            (r#"{"kind":"song","id":"1"}"#, None),
        ];
        for (json, expected) in cases {
            assert_eq!(read(json).is_some().then(|| row(json)).as_deref(), expected, "{json}");
            assert!(read(json).is_none_or(|line| line.kind == "suggestion"));
        }
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
