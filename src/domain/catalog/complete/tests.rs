//! What is offered where, and that nothing else changes.

use proptest::prelude::*;

use super::*;
use crate::domain::{
    catalog::{Scope, Seen, Storefront, all},
    request::Method,
};

fn seen() -> Seen {
    let mut seen = Seen::default();
    seen.add("albums", "1018700", "The Postcard Valley");
    seen.add("albums", "1140500", "Glass Harbour");
    seen.add("library-albums", "l.IM87dy4", "Glass Harbour");
    seen.add("songs", "1018701", "Low Tide");
    seen
}

fn storefronts() -> Vec<Storefront> {
    let one = |id: &str, name: &str, languages: &[&str]| Storefront {
        id: id.to_owned(),
        name: name.to_owned(),
        languages: languages.iter().map(|&language| language.to_owned()).collect(),
    };
    vec![one("jp", "Japan", &["ja", "en-US"]), one("us", "United States", &["en-US", "es-MX"])]
}

/// What is offered where `|` stands, and the path with the first offer put in.
fn offered(path: &str, scope: Scope) -> (Vec<String>, String) {
    let cursor = path.find('|').unwrap();
    let path = path.replace('|', "");
    let (seen, storefronts) = (seen(), storefronts());
    let known = Known { scope, storefront: Some("us"), storefronts: &storefronts, seen: &seen };
    let completion = complete(&Typing { method: Method::Get, path: &path, cursor }, &known);
    let first = completion.offers.first().map(|offer| completion.accepted(&path, offer).0);
    (completion.offers.into_iter().map(|offer| offer.text).collect(), first.unwrap_or_default())
}

#[test]
fn the_first_offer_is_what_was_meant() {
    let table = [
        ("/v1/cat|", "/v1/catalog"),
        ("v1/catalog/jap|/albums/1", "v1/catalog/jp/albums/1"),
        ("/v1/catalog/|", "/v1/catalog/us"),
        ("/v1/catalog/us/al|", "/v1/catalog/us/albums"),
        ("/v1/catalog/us/al|bmus/1?l=ja", "/v1/catalog/us/albums/1?l=ja"),
        ("/v1/catalog/us/albums/11|", "/v1/catalog/us/albums/1140500"),
        ("/v1/catalog/us/albums/postcard|", "/v1/catalog/us/albums/1018700"),
        ("/v1/catalog/us/albums/1/tr|", "/v1/catalog/us/albums/1/tracks"),
        ("/v1/catalog/us/albums/1/view/rel|", "/v1/catalog/us/albums/1/view/related-albums"),
        ("/v1/me/library/albums/glass|", "/v1/me/library/albums/l.IM87dy4"),
        ("/v1/storefronts/uni|", "/v1/storefronts/us"),
        ("/v1/catalog/us/albums/1?inc|", "/v1/catalog/us/albums/1?include="),
        ("/v1/catalog/us/albums/1?inc|=tracks&l=ja", "/v1/catalog/us/albums/1?include=tracks&l=ja"),
        ("/v1/catalog/us/albums/1?include[|", "/v1/catalog/us/albums/1?include[albums]="),
        ("/v1/catalog/us/albums/1?include%5Bso|", "/v1/catalog/us/albums/1?include[songs]="),
        (
            "/v1/catalog/us/albums/1?include=tracks,ar|&l=ja",
            "/v1/catalog/us/albums/1?include=tracks,artists&l=ja",
        ),
        ("/v1/catalog/us/albums/1?include=tracks%2Car|", "/v1/catalog/us/albums/1?include=tracks%2Cartists"),
        ("/v1/catalog/us/albums/1?extend=au|", "/v1/catalog/us/albums/1?extend=audioVariants"),
        ("/v1/catalog/us/albums/1?views=app|", "/v1/catalog/us/albums/1?views=appears-on"),
        ("/v1/catalog/jp/albums/1?l=|", "/v1/catalog/jp/albums/1?l=ja"),
        ("/v1/catalog/us/albums?ids=1018700,|", "/v1/catalog/us/albums?ids=1018700,1140500"),
        ("/v1/catalog/us/albums/1/tracks?limit=|", "/v1/catalog/us/albums/1/tracks?limit=300"),
        ("/v1/catalog/us/playlists/pl.1?limit[tr|", "/v1/catalog/us/playlists/pl.1?limit[tracks]="),
        ("/v1/catalog/us/playlists/pl.1?limit[tracks]=|", "/v1/catalog/us/playlists/pl.1?limit[tracks]=300"),
        ("/v1/catalog/us/search?te|", "/v1/catalog/us/search?term="),
        ("/v1/catalog/us/search?term=a&types=so|", "/v1/catalog/us/search?term=a&types=songs"),
        ("/v1/catalog/us/songs?filter[is|", "/v1/catalog/us/songs?filter[isrc]="),
        ("/v1/catalog/us/charts?with=da|", "/v1/catalog/us/charts?with=dailyGlobalTopCharts"),
        ("/v1/me/recent/played?types=library-a|", "/v1/me/recent/played?types=library-albums"),
        ("/v1/catalog/us/songs/1/genres?include=|", ""),
        ("/v1/catalog/us/search?term=gla|", ""),
        ("https://api.music.apple.com/v1/cat|", "https://api.music.apple.com/v1/catalog"),
        ("https://api.mu|", ""),
        ("|", "/v1"),
    ];
    for (path, whole) in table {
        assert_eq!(offered(path, Scope::Documented).1, whole, "{path}");
    }
}

#[test]
fn what_is_there_is_not_offered_again_and_what_is_required_comes_first() {
    let names = offered("/v1/catalog/us/search?|", Scope::Documented).0;
    assert_eq!(names[..2], ["term=", "types="]);
    let names = offered("/v1/catalog/us/search?term=a&types=songs&|", Scope::Documented).0;
    assert!(!names.iter().any(|name| name == "term=" || name == "types="), "{names:?}");
    let values = offered("/v1/catalog/us/albums/1?include=tracks,|", Scope::Documented).0;
    assert_eq!(values, ["artists", "genres", "library", "record-labels"]);
    let filters = offered("/v1/catalog/us/albums?|", Scope::Documented).0;
    assert!(filters.contains(&"ids=".to_owned()) && filters.contains(&"filter[upc]=".to_owned()));
    let told = offered("/v1/catalog/us/albums?ids=1&|", Scope::Documented).0;
    assert!(!told.contains(&"filter[upc]=".to_owned()), "{told:?}");
}

#[test]
fn what_was_only_seen_is_offered_when_asked_for() {
    let with = |scope| offered("/v1/catalog/us/songs/1/syll|", scope).0;
    assert_eq!(with(Scope::Documented), Vec::<String>::new());
    assert_eq!(with(Scope::WithObserved), ["syllable-lyrics"]);
    let extended = |scope| offered("/v1/catalog/us/albums/1?extend=editorial|", scope).0;
    assert_eq!(extended(Scope::Documented), Vec::<String>::new());
    assert_eq!(extended(Scope::WithObserved), ["editorialArtwork", "editorialVideo"]);
}

#[test]
fn beside_an_offer_stands_what_it_takes() {
    let (seen, path) = (seen(), "/v1/catalog/us/search?");
    let known = Known { scope: Scope::Documented, storefront: None, storefronts: &[], seen: &seen };
    let beside = |path: &str, text: &str| {
        let typing = Typing { method: Method::Get, path, cursor: path.len() };
        complete(&typing, &known).offers.into_iter().find(|offer| offer.text == text).unwrap().beside
    };
    assert_eq!(beside(path, "limit="), "number · default 5 · at most 25");
    assert_eq!(beside(path, "term="), "text · required");
    assert_eq!(beside("/v1/catalog/ja", "jp"), "Japan");
    assert_eq!(beside("/v1/catalog/us/albums/", "1018700"), "The Postcard Valley");
    assert_eq!(
        beside("/v1/catalog/us/albums/1/", "tracks"),
        "songs, music-videos · objects · default 300 · at most 300"
    );
    assert_eq!(beside("/v1/catalog/us/songs?", "filter[isrc]="), "list · required · at most 25 items");
}

#[test]
fn an_id_is_encoded_as_a_path_needs_it() {
    let mut seen = Seen::default();
    seen.add("albums", "a b/&é", "Odd");
    let known = Known { scope: Scope::Documented, storefront: None, storefronts: &[], seen: &seen };
    for path in ["/v1/catalog/us/albums/odd", "/v1/catalog/us/albums?ids=odd"] {
        let typing = Typing { method: Method::Get, path, cursor: path.len() };
        assert_eq!(complete(&typing, &known).offers[0].text, "a%20b%2F%26%C3%A9");
    }
}

#[test]
fn a_token_that_stands_where_an_id_should_is_not_offered() {
    let mut seen = Seen::default();
    seen.add("albums", &format!("eyJhbGciOiJFUzI1NiJ9.{}", "a".repeat(40)), "Odd");
    let known = Known { scope: Scope::Documented, storefront: None, storefronts: &[], seen: &seen };
    let path = "/v1/catalog/us/albums/";
    let completion = complete(&Typing { method: Method::Get, path, cursor: path.len() }, &known);
    assert_eq!(completion.offers, []);
}

proptest! {
    #[test]
    fn accepting_an_offer_keeps_all_else(
        example in 0..144_usize, tail in "[?&=,/a-zé%+#\\[\\] ]{0,12}", at in 0..200_usize
    ) {
        let endpoint = all().endpoints(Scope::WithObserved).nth(example).unwrap();
        let path = format!("{}{tail}", endpoint.example);
        let mut cursor = at % (path.len() + 1);
        while !path.is_char_boundary(cursor) {
            cursor -= 1;
        }
        let (seen, storefronts) = (seen(), storefronts());
        let known =
            Known { scope: Scope::WithObserved, storefront: None, storefronts: &storefronts, seen: &seen };
        let completion = complete(&Typing { method: endpoint.method, path: &path, cursor }, &known);
        prop_assert!(completion.replaces.contains(&cursor) || completion.replaces.end == cursor);
        for offer in &completion.offers {
            let (whole, after) = completion.accepted(&path, offer);
            prop_assert!(whole.starts_with(&path[..completion.replaces.start]));
            prop_assert!(whole.ends_with(&path[completion.replaces.end..]));
            prop_assert_eq!(&whole[completion.replaces.start..after], &offer.text);
            prop_assert!(!offer.text.contains([' ', '&', '#', '%', '/', '?']), "{}", offer.text);
        }
    }

    #[test]
    fn no_text_and_no_cursor_is_too_odd(path in ".{0,40}", cursor in 0..60_usize) {
        let seen = seen();
        let known = Known { scope: Scope::WithObserved, storefront: None, storefronts: &[], seen: &seen };
        let completion = complete(&Typing { method: Method::Get, path: &path, cursor }, &known);
        prop_assert!(path.get(completion.replaces).is_some());
    }
}
