//! Healthy requests get no advice, and each mistake gets its own.

use super::*;
use crate::domain::{
    catalog::{Scope, Seen, Storefront, all},
    request::Method,
};

fn advice_on(draft: &Draft, scope: Scope) -> Vec<Advice> {
    let storefronts =
        [("us", "United States", "en-US"), ("jp", "Japan", "ja"), ("gb", "United Kingdom", "en-GB")];
    let storefronts = storefronts.map(|(id, name, language)| Storefront {
        id: id.to_owned(),
        name: name.to_owned(),
        languages: vec![language.to_owned()],
    });
    let seen = Seen::default();
    check(draft, &Known { scope, storefront: Some("us"), storefronts: &storefronts, seen: &seen })
}

fn draft(method: Method, path: &str, body: &str) -> Draft {
    Draft { method, path: path.to_owned(), body: body.to_owned(), ..Draft::default() }
}

#[test]
fn every_example_of_the_catalogue_is_healthy() {
    for endpoint in all().endpoints(Scope::WithObserved) {
        let body = endpoint.body.as_ref().map_or("", |body| body.example.as_str());
        let draft = draft(endpoint.method, &endpoint.example, body);
        assert_eq!(advice_on(&draft, Scope::WithObserved), [], "{}", endpoint.id);
    }
}

#[test]
fn healthy_requests_get_no_advice() {
    let paths = [
        "/v1/catalog/{storefront}/albums/1",
        "/v1/catalog/us/albums/1000042/tracks",
        "/v1/me/library/songs?limit=1",
        "/v1/storefronts?limit=2&offset=2",
        "/v1/catalog/us/search?term=beach+bunny&types=songs&limit=25&",
        "/v1/catalog/us/search?term=AC%26DC&types=songs&include[songs]=artists,albums",
        "/v1/catalog/us/albums/1?include[songs]=albums&views=appears-on&include=tracks",
        "/v1/catalog/us/albums/1?fields[albums]=name&omit[resource]=autos&art[url]=c,f&platform=web",
        "/v1/catalog/us/albums/1?extend=offers,inFavorites&limit[tracks]=300",
        "/v1/catalog/us/charts?types=songs&chart=city-top&with=cityCharts&offset=199",
        "/v1/me/music-summaries/1/view/top-songs?offset=10",
        "/v1/me/library/recently-added?limit=25&offset=10",
        "/v1/catalog/us/artists/1/songs",
        "https://api.music.apple.com/v1/test",
        "http://127.0.0.1:4000/v1/test",
        "/v1/something/new",
        "evilmusic.apple.com/us/album/1",
        "https://evilmusic.apple.com/us/album/1",
        "/v1/catalog/ar/albums/1?l=ja",
        "/v1/catalog",
        "/v1/catalog/us/albums/1?limit[tracks]=5",
        "",
    ];
    for path in paths {
        let found = advice_on(&draft(Method::Get, path, ""), Scope::Documented);
        assert_eq!(found, [], "{path}");
    }
}

/// What is typed, the place that advice is about, a word of it, and the better path.
type Row = (&'static str, &'static str, &'static str, Option<&'static str>);

const MISTAKES: &[Row] = &[
    (
        "/v1/catalog/us/search?term=a&types=songs&limit=26",
        "26",
        "at most 25",
        Some("/v1/catalog/us/search?term=a&types=songs&limit=25"),
    ),
    (
        "/v1/catalog/us/albums/1/tracks?limit=301",
        "301",
        "at most 300",
        Some("/v1/catalog/us/albums/1/tracks?limit=300"),
    ),
    (
        "/v1/catalog/us/artists/1?limit[albums]=101",
        "101",
        "at most 100",
        Some("/v1/catalog/us/artists/1?limit[albums]=100"),
    ),
    ("/v1/me/library/songs?limit=all", "all", "whole number", None),
    ("/v1/me/library/songs?limit=0", "0", "begins at 1", Some("/v1/me/library/songs?limit=1")),
    (
        "/v1/catalog/us/charts?types=songs&offset=200",
        "200",
        "at most 199",
        Some("/v1/catalog/us/charts?types=songs&offset=199"),
    ),
    ("/v1/catalog/us/albums/1?include=", "include=", "has no value", None),
    ("/v1/catalog/us/albums/1?colour=red", "colour", "no parameter", None),
    (
        "/v1/catalog/us/albums/1?inlcude=tracks",
        "inlcude",
        "`include` is one",
        Some("/v1/catalog/us/albums/1?include=tracks"),
    ),
    (
        "/v1/catalog/us/search?term=a&types=song",
        "song",
        "no value of `types`",
        Some("/v1/catalog/us/search?term=a&types=songs"),
    ),
    (
        "/v1/catalog/us/albums/1?include=trakcs",
        "trakcs",
        "no relationship",
        Some("/v1/catalog/us/albums/1?include=tracks"),
    ),
    ("/v1/catalog/us/albums/1?views=singles", "singles", "no view", None),
    (
        "/v1/catalog/us/albums/1?extend=audioVariant",
        "audioVariant",
        "probably",
        Some("/v1/catalog/us/albums/1?extend=audioVariants"),
    ),
    ("/v1/catalog/us/albums/1/songs", "songs", "no relationship", None),
    (
        "/v1/catalog/us/albums/1/view/related-album",
        "related-album",
        "no view",
        Some("/v1/catalog/us/albums/1/view/related-albums"),
    ),
    (
        "/v1/catalog/us/search?types=songs&term=simon&garfunkel",
        "&",
        "%26",
        Some("/v1/catalog/us/search?types=songs&term=simon%26garfunkel"),
    ),
    (
        "/v1/catalog/us/search?types=songs&term=C# minor",
        "#",
        "%23",
        Some("/v1/catalog/us/search?types=songs&term=C%23 minor"),
    ),
    (
        "/v1/catalog/us/playlists?ids=1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26",
        "1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26",
        "25 at most",
        None,
    ),
    ("/v1/catalog/uk/albums/1", "uk", "no storefront", Some("/v1/catalog/gb/albums/1")),
    ("/v1/catalog/japan/albums/1", "japan", "no storefront", Some("/v1/catalog/jp/albums/1")),
    ("/v1/storefronts/uk", "uk", "no storefront", Some("/v1/storefronts/gb")),
    ("/v1/catalog/us/search?types=songs", "search", "`term` is required", None),
    ("/v1/catalog/us/songs", "songs", "one of", None),
    ("/v1/catalog/us", "us", "`ids[type]`", None),
    ("/v1/catalog/us/albums?ids=", "ids=", "no value", None),
    ("/v1/catalog/us/albums/1?l=fr-FR", "fr-FR", "may refuse", None),
    (
        "https://music.apple.com/us/album/glass-harbour/1140500?i=1140501",
        "https://music.apple.com",
        "web player",
        Some("/v1/catalog/us/songs/1140501"),
    ),
    (
        "https://amp-api.music.apple.com/v1/catalog/us/albums/1",
        "https://amp-api.music.apple.com",
        "web player",
        Some("/v1/catalog/us/albums/1"),
    ),
    (
        "music.apple.com/us/album/glass-harbour/1140500",
        "music.apple.com",
        "web player",
        Some("/v1/catalog/us/albums/1140500"),
    ),
    (
        "beta.music.apple.com/us/artist/mara-quill/700001",
        "beta.music.apple.com",
        "web player",
        Some("/v1/catalog/us/artists/700001"),
    ),
    ("api.music.apple.com/v1/test", "api.music.apple.com", "needs no host", Some("/v1/test")),
    ("/v1/catalog/us/albums/:id", ":id", "placeholder", None),
    ("/v1/catalog/us/albums/:id/tracks", ":id", "placeholder", None),
    (
        "/v1/catalog/us/search?term=beach&type=songs",
        "type",
        "`types` is one",
        Some("/v1/catalog/us/search?term=beach&types=songs"),
    ),
    ("/v1/catalog/us/charts?types=nonsense", "nonsense", "no value of `types`", None),
    (
        "/v1/catalog/us/albums1000042",
        "albums1000042",
        "`albums/1000042` is probably meant",
        Some("/v1/catalog/us/albums/1000042"),
    ),
    ("/v1/catalog/us/nonsense", "nonsense", "no path is known", None),
    ("/v1/me/nonsense/1", "nonsense", "no path is known", None),
    (
        "/v1/catalog/us/albums/1?include[tracks]=artists",
        "include[tracks]",
        "the brackets take a type",
        Some("/v1/catalog/us/albums/1?include[songs]=artists"),
    ),
    ("/v1/catalog/ar/albums/1?l=jp", "jp", "no storefront is known", None),
    ("/v1/me", "v1/me", "/v1/me/storefront", Some("/v1/me/storefront")),
    ("/v1/catalog/us/albums/{id}", "{id}", "placeholder", None),
    ("/v1/catalog/us/albums/{id}", "{id}", "placeholder", None),
    ("/v1/catalog/us/albums?ids=%7Bids%7D", "%7Bids%7D", "placeholder", None),
    ("/catalog/us/albums/1", "catalog", "version", Some("/v1/catalog/us/albums/1")),
    ("/v1/catalog/us/album/1", "album", "probably", Some("/v1/catalog/us/albums/1")),
];

#[test]
fn a_mistake_gets_its_advice_and_no_other() {
    for (path, place, word, better) in MISTAKES {
        let found = advice_on(&draft(Method::Get, path, ""), Scope::Documented);
        let [advice] = &found[..] else { panic!("{path}: {found:?}") };
        let About::Path(about) = &advice.about else { panic!("{path}: {advice:?}") };
        assert_eq!((&path[about.clone()], advice.better.as_deref()), (*place, *better), "{path}: {advice:?}");
        assert!(advice.words.contains(word), "{path}: {}", advice.words);
    }
}

#[test]
fn a_better_path_is_better() {
    for (path, _, _, better) in MISTAKES {
        let Some(better) = better else { continue };
        assert_eq!(advice_on(&draft(Method::Get, better, ""), Scope::Documented), [], "{path}");
    }
}

#[test]
fn a_method_that_is_not_offered() {
    let rows = [
        (Method::Delete, "/v1/me/library/playlists/p.1", "401"),
        (Method::Delete, "/v1/me/library/songs/i.1", "401"),
        (Method::Post, "/v1/catalog/us/albums/1", "not `POST`"),
    ];
    for (method, path, word) in rows {
        let found = advice_on(&draft(method, path, ""), Scope::Documented);
        let [Advice { about: About::Method, words, better: None, .. }] = &found[..] else {
            panic!("{path}: {found:?}")
        };
        assert!(words.contains(word), "{words}");
    }
    let post = advice_on(&draft(Method::Post, "/v1/me", "{}"), Scope::Documented);
    assert_eq!(post[0].better.as_deref(), Some("/v1/me/storefront"));
}

#[test]
fn a_body_of_another_shape() {
    let (rate, add, create) =
        ("/v1/me/ratings/songs/1", "/v1/me/library/playlists/p.1/tracks", "/v1/me/library/playlists");
    let rows = [
        (Method::Put, rate, "", 0, "wants a body"),
        (
            Method::Put,
            rate,
            "{\n  \"type\": \"ratings\",\n  \"attributes\": {\"value\": 1}\n}",
            1,
            "`rating`",
        ),
        (
            Method::Put,
            rate,
            "{\n  \"type\": \"rating\",\n  \"attributes\": {\n    \"value\": 5\n}}",
            3,
            "1 for love",
        ),
        (Method::Post, add, "{\"data\": []}", 0, "list of resources"),
        (Method::Post, add, "{\"data\": [\n{\"id\": \"1\", \"type\": \"albums\"}]}", 1, "`albums` cannot"),
        (Method::Post, add, "{\"data\": [\n{\"id\": 1, \"type\": \"songs\"}]}", 1, "in quotes"),
        (Method::Post, create, "{\"attributes\": {}}", 0, "`attributes.name`"),
        (Method::Post, "/v1/me/library?ids[songs]=1", "{}", 0, "no body"),
    ];
    for (method, path, body, line, word) in rows {
        let found = advice_on(&draft(method, path, body), Scope::Documented);
        let [advice] = &found[..] else { panic!("{path} {body}: {found:?}") };
        assert_eq!(advice.about, About::Body(line), "{path} {body}");
        assert!(advice.words.contains(word), "{}", advice.words);
    }
}

#[test]
fn hostile_text_is_made_visible() {
    let found = advice_on(&draft(Method::Get, "/v1/catalog/%1B[31m/albums/1", ""), Scope::Documented);
    assert!(found[0].words.contains("`\\u001b[31m`"), "{}", found[0].words);
}
