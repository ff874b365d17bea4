//! What a detail tells of resources of all types, and of hostile ones.

use proptest::prelude::*;

use super::*;
use crate::domain::visible::is_hostile;

const SCOPE: Scope<'_> = Scope { storefront: "us", most: 1000 };

fn read(json: &str) -> Option<Detail> {
    let doc = Document::parse(json.as_bytes()).unwrap();
    detail(&doc, doc.root(), SCOPE)
}

/// The lines as `name: text`; a paragraph is its text alone.
fn told(json: &str) -> Vec<String> {
    let line = |line: &Line| {
        let text: String = line.runs.iter().map(|run| run.text.as_str()).collect();
        if line.label.is_empty() { text } else { format!("{}: {text}", line.label) }
    };
    read(json).unwrap().lines.iter().map(line).collect()
}

fn of(kind: &str, attributes: &str) -> String {
    format!(r#"{{"id":"1","type":"{kind}","attributes":{{{attributes}}}}}"#)
}

#[test]
fn a_song_is_told_in_full() {
    let json = r#"{"id":"1000101","type":"songs","href":"/v1/catalog/us/songs/1000101","attributes":{
        "name":"Glass Harbour","artistName":"Mara Quill","albumName":"Low Water","trackNumber":3,"discNumber":1,
        "durationInMillis":225999,"releaseDate":"2024-03","contentRating":"explicit","genreNames":["Fog","Pop"],
        "audioVariants":["dolby-atmos","lossless","new"],"hasLyrics":false,"isAppleDigitalMaster":true,
        "playParams":{"id":"1000101","kind":"song"},"isrc":"ZZSGA2400101","audioLocale":"en-US",
        "artwork":{"width":3000,"height":3000,"url":"https://art.example/{w}x{h}bb.jpg","bgColor":"4b4b4b","textColor1":"f4f4f4","textColor2":"zzzzzz"},
        "editorialNotes":{"tagline":"From <i>low</i> water","standard":"One.<br>Two &amp; three."},
        "previews":[{"url":"https://audio.example/1.m4a"}],"url":"https://music.example/song/1"}}"#;
    assert_eq!(read(json).unwrap().heading, "Glass Harbour · song 1000101");
    let expected = [
        "artist: Mara Quill",
        "album: Low Water",
        "track: 3 · disc 1",
        "length: 3:45",
        "released: March 2024",
        "content: explicit",
        "plays: as song 1000101",
        "genres: Fog, Pop",
        "audio: Dolby Atmos, lossless, new",
        "lyrics: no",
        "master: Apple Digital Master",
        "ISRC: ZZSGA2400101",
        "artwork: 3000 × 3000",
        "colours: ██\u{a0}4b4b4b\u{a0}background  ██\u{a0}f4f4f4\u{a0}text\u{a0}1",
        "audioLocale: en-US",
        "",
        "in library: not told · relate=library asks, with the Music User Token",
        "",
        "From low water",
        "",
        "One.",
        "Two & three.",
        "",
        "address: /v1/catalog/us/songs/1000101",
        "page: https://music.example/song/1",
        "picture: https://art.example/{w}x{h}bb.jpg",
        "preview: https://audio.example/1.m4a",
    ];
    assert_eq!(told(json), expected);
}

#[test]
fn what_does_not_play_is_said_where_it_can_be_known() {
    let not = "plays: not playable · it has no playParams";
    let cases = [
        ("songs", r#""artistName":"Mara Quill""#, true),
        ("albums", r#""artistName":"Mara Quill","playParams":null"#, true),
        ("stations", r#""isLive":true"#, true),
        ("library-playlists", r#""canEdit":true"#, true),
        // Asked for by name alone.
        ("songs", r#""name":"x""#, false),
        ("artists", r#""artistName":"x""#, false),
        ("songs", r#""artistName":"Mara Quill","playParams":{"id":"1","kind":"song"}"#, false),
    ];
    for (kind, attributes, expected) in cases {
        let told = told(&of(kind, attributes));
        assert_eq!(told.iter().any(|line| line == not), expected, "{kind} {attributes}");
    }
}

#[test]
fn twins_are_told_with_the_way_to_them() {
    let library = |params: &str, relationships: &str| {
        format!(
            r#"{{"id":"i.1","type":"library-songs","attributes":{{"playParams":{params}}},"relationships":{relationships}}}"#
        )
    };
    let catalogue = |relationships: &str| {
        format!(r#"{{"id":"1","type":"albums","attributes":{{}},"relationships":{relationships}}}"#)
    };
    let cases = [
        (library(r#"{"catalogId":"99"}"#, "{}"), "in catalogue: 99 · /v1/catalog/us/songs/99"),
        (
            library("null", r#"{"catalog":{"data":[{"id":"98","href":"/v1/catalog/gb/songs/98"}]}}"#),
            "in catalogue: 98 · /v1/catalog/gb/songs/98",
        ),
        (library("{}", r#"{"catalog":{"data":[]}}"#), "in catalogue: no twin"),
        (library("{}", "{}"), "in catalogue: not told · /v1/me/library/songs/i.1/catalog asks"),
        (
            catalogue(r#"{"library":{"data":[{"id":"l.7","href":"/v1/me/library/albums/l.7"}]}}"#),
            "in library: l.7 · /v1/me/library/albums/l.7",
        ),
        (catalogue(r#"{"library":{"data":[]}}"#), "in library: no"),
    ];
    for (json, expected) in cases {
        assert!(told(&json).iter().any(|line| line == expected), "{json}\n{:?}", told(&json));
    }
    assert!(told(&of("genres", r#""name":"Fog""#)).iter().all(|line| !line.starts_with("in ")));
}

#[test]
fn each_type_tells_its_own() {
    let cases = [
        ("ratings", r#""value":-1"#, "rating: disliked (-1)"),
        ("storefronts", r#""supportedLanguageTags":["en-US","es-MX"]"#, "languages: en-US, es-MX"),
        ("storefronts", r#""explicitContentPolicy":"opt-in""#, "explicit: after opting in"),
        ("playlists", r#""playlistType":"replay""#, "made: a listener's Replay"),
        ("library-playlists", r#""dateAdded":"2022-03-19T06:07:33Z""#, "added: 19 March 2022, 06:07 UTC"),
        (
            "personal-recommendation",
            r#""reason":{"stringForDisplay":"You like fog"}"#,
            "reason: You like fog",
        ),
        ("song-period-summaries", r#""playCount":1200"#, "played: 1,200 times"),
        ("albums", r#""isComplete":false"#, "complete: no: some of its songs cannot be had here"),
        ("stations", r#""isLive":false"#, "live: no"),
        ("songs", r#""movementNumber":2,"movementCount":4"#, "movement: 2 of 4"),
        ("albums", r#""releaseDate":"soon""#, "released: soon"),
        ("new-things", r#""someNumber":1.50"#, "someNumber: 1.50"),
        (
            "library-playlists",
            r#""artwork":{"width":null,"height":null,"url":"x"}"#,
            "artwork: of unknown size",
        ),
    ];
    for (kind, attributes, expected) in cases {
        let told = told(&of(kind, attributes));
        assert!(told.iter().any(|line| line == expected), "{kind} {attributes}: {told:?}");
    }
}

#[test]
fn an_identifier_and_a_suggestion_have_a_detail_too() {
    assert_eq!(told(r#"{"id":"1","type":"curators"}"#), ["nothing but its type and id came along"]);
    let term = r#"{"kind":"terms","searchTerm":"tide","displayTerm":"Tide"}"#;
    assert_eq!(told(term), ["shown as: Tide", "searches: tide", "kind: terms"]);
    let top =
        r#"{"kind":"topResults","content":{"id":"1","type":"songs","attributes":{"name":"x","isrc":"Z"}}}"#;
    assert_eq!(told(top)[..2], ["kind: topResults", "ISRC: Z"]);
    assert_eq!(read(r#"{"name":"an attribute object"}"#), None);
}

#[test]
fn a_token_that_a_server_sends_does_not_show() {
    let token = "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJYIn0.c2lnbmF0dXJl";
    let notes = format!(r#""editorialNotes":{{"standard":"{token}"}},"other":"{token}","{token}":1"#);
    let told = told(&of("songs", &notes)).join("\n");
    assert!(!told.contains("c2lnbmF0dXJl"), "{told}");
}

#[test]
fn of_a_long_note_a_part_is_told_and_how_much_is_left_out() {
    let notes = format!(r#""editorialNotes":{{"standard":"{}"}}"#, "salt ".repeat(1000));
    assert!(told(&of("albums", &notes)).iter().any(|line| line == "… 4.00 kB more"));
}

/// Any value where any attribute is expected.
fn value() -> impl Strategy<Value = String> {
    let leaves = [
        "null",
        "true",
        "-1",
        "1e400",
        "\"\"",
        "\"\\u001b[2J\\u202e\"",
        "\"2024-03-01\"",
        "[]",
        "{}",
        "[[],{}]",
    ];
    let nested = [
        "{\"width\":\"x\",\"bgColor\":\"é4b4b4\"}",
        "[{\"url\":5},{\"url\":\"u\"}]",
        "{\"standard\":[1],\"short\":\"<b>\"}",
    ];
    prop::sample::select([leaves.as_slice(), &nested].concat()).prop_map(str::to_owned)
}

proptest! {
    #[test]
    fn whatever_an_attribute_holds_the_detail_is_told_and_harmless(
        values in prop::collection::vec(value(), table::FACTS.len() + 4),
        kind in prop::sample::select(vec!["songs", "library-songs", "playlists", "ratings", "new"]),
    ) {
        let keys = table::FACTS.iter().map(table::Fact::key).chain(["artwork", "previews", "playParams", "editorialNotes"]);
        let members: Vec<_> = keys.zip(&values).map(|(key, value)| format!("\"{key}\":{value}")).collect();
        for line in read(&of(kind, &members.join(","))).unwrap().lines {
            prop_assert!(!line.label.contains(is_hostile));
            prop_assert!(line.runs.iter().all(|run| !run.text.contains(is_hostile)), "{:?}", line);
        }
    }
}
