//! The data is what it should be, and a path finds its endpoint.

use super::*;
use crate::domain::request::{Method, Tokens};

#[test]
fn the_files_can_be_read_and_hold_what_apple_documents() {
    let catalog = data::read().unwrap_or_else(|fault| panic!("{fault}"));
    assert_eq!(catalog.endpoints(Scope::Documented).count(), 138);
    assert_eq!(catalog.endpoints(Scope::WithObserved).count(), 144);
}

#[test]
fn every_example_finds_its_own_endpoint_and_needs_its_tokens() {
    for endpoint in all().endpoints(Scope::WithObserved) {
        let found = all().matching(endpoint.method, &endpoint.example, Scope::WithObserved).unwrap();
        assert_eq!(found.endpoint.id, endpoint.id, "{}", endpoint.example);
        assert_eq!(Tokens::needed_by(&endpoint.example), endpoint.tokens, "{}", endpoint.id);
        assert_eq!(found.captured.len(), endpoint.stops().len(), "{}", endpoint.id);
    }
}

#[test]
fn a_word_beats_a_placeholder_and_the_query_tells_endpoints_apart() {
    let table = [
        ("/v1/catalog/us/search", Some("catalog.search")),
        ("v1/catalog/us/songs/1/albums", Some("catalog.songs.relationship")),
        ("https://api.music.apple.com/v1/catalog/us/albums/1?l=en", Some("catalog.albums.get")),
        ("/v1/catalog/us/artists/1/songs", Some("catalog.artists.relationship")),
        ("/v1/catalog/us/albums?filter[upc]=1", Some("catalog.albums.by-upc")),
        ("/v1/catalog/us/albums?filter%5Bupc%5D=1", Some("catalog.albums.by-upc")),
        ("/v1/catalog/us/stations?filter[identity]=personal", Some("catalog.stations.personal")),
        ("/v1/catalog/us/albums", Some("catalog.albums.multi")),
        ("/v1/me/library/albums", Some("library.albums.all")),
        ("/v1/me/library/albums?ids=l.a", Some("library.albums.multi")),
        ("/v1/me", None),
        ("/v1/catalog/us/albums/1/tracks/2", None),
        ("", None),
    ];
    for (path, id) in table {
        let found = all().matching(Method::Get, path, Scope::Documented);
        assert_eq!(found.map(|found| found.endpoint.id.as_str()), id, "{path}");
    }
}

#[test]
fn the_methods_of_a_path() {
    let table: [(&str, Scope, &[Method]); 4] = [
        ("/v1/me/ratings/songs/1", Scope::Documented, &[Method::Get, Method::Put, Method::Delete]),
        ("/v1/me/library/playlists/p.1", Scope::Documented, &[Method::Get]),
        ("/v1/me/library/playlists/p.1", Scope::WithObserved, &[Method::Get, Method::Delete]),
        ("/v1/nothing", Scope::Documented, &[]),
    ];
    for (path, scope, methods) in table {
        assert_eq!(all().offering(path, scope), methods, "{path}");
    }
}
