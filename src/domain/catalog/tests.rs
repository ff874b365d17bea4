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

#[test]
fn the_data_keeps_its_own_rules() {
    let catalog = all();
    let endpoints: Vec<_> = catalog.endpoints(Scope::WithObserved).collect();
    for (at, endpoint) in endpoints.iter().enumerate() {
        let id = &endpoint.id;
        assert!(!endpoints[..at].iter().any(|other| other.id == *id), "{id} twice");
        assert!(catalog.groups().iter().any(|group| group.id == endpoint.group), "{id}: {}", endpoint.group);
        assert!(!endpoint.title.is_empty() && !endpoint.title.ends_with('.'), "{id}");
        assert!(endpoint.path.starts_with("/v1/") && !endpoint.path.ends_with('/'), "{id}");
        assert_eq!(endpoint.is_documented, endpoint.page.is_some(), "{id}");
        let types = endpoint.answers.iter().chain(&endpoint.of);
        assert!(types.into_iter().all(|name| catalog.resource(name).is_some()), "{id}");
        let names: Vec<_> = endpoint.parameters.iter().map(|parameter| &parameter.name).collect();
        assert!(names.iter().enumerate().all(|(at, name)| !names[..at].contains(name)), "{id}: {names:?}");
        let sorted = endpoint.parameters.is_sorted_by_key(|parameter| !parameter.is_required);
        assert!(sorted, "{id}: what is required comes first");
    }
    let groups = |endpoint: &&Endpoint| catalog.groups().iter().position(|group| group.id == endpoint.group);
    assert!(endpoints.is_sorted_by_key(groups), "by group");
}

#[test]
fn no_two_endpoints_mean_the_same_call() {
    let call = |endpoint: &Endpoint| {
        let required: Vec<_> =
            endpoint.required().map(|parameter| (parameter.name.clone(), parameter.values.clone())).collect();
        (endpoint.method, endpoint.path.clone(), required)
    };
    let calls: Vec<_> = all().endpoints(Scope::WithObserved).map(call).collect();
    for (at, one) in calls.iter().enumerate() {
        assert!(!calls[..at].contains(one), "{one:?}");
    }
}

#[test]
fn every_page_is_apples_and_every_parameter_is_described() {
    let pages = all().endpoints(Scope::Documented).filter_map(|endpoint| endpoint.page.as_deref());
    let pages = pages.chain(all().resources().iter().map(|resource| resource.page.as_str()));
    for page in pages {
        assert!(page.starts_with("https://developer.apple.com/documentation/applemusicapi/"), "{page}");
    }
    for parameter in all().parameters() {
        assert!(parameter.about.ends_with('.'), "{}: {}", parameter.name, parameter.about);
        let of_path =
            all().endpoints(Scope::WithObserved).any(|one| one.parameter(&parameter.name).is_some());
        assert!(of_path || parameter.is_everywhere, "{} is used nowhere", parameter.name);
    }
}

#[test]
fn every_resource_leads_to_known_ones() {
    for resource in all().resources() {
        let related = resource.relationships.iter().flat_map(|one| &one.to);
        for name in related.chain(resource.views.iter().flat_map(|view| &view.to)) {
            assert!(all().resource(name).is_some(), "{}: {name}", resource.name);
        }
        for one in &resource.relationships {
            assert!(one.default.is_none() || one.default <= one.cap, "{}: {}", resource.name, one.name);
        }
        let always = resource.required.iter().chain(&resource.extended);
        assert!(always.clone().all(|name| resource.attributes.contains(name)), "{}", resource.name);
    }
}

#[test]
fn the_documentation_says_what_an_endpoint_takes() {
    let told = |id: &str| {
        let lines = documentation(all().endpoint(id).unwrap());
        lines.into_iter().map(|(_, line)| line).collect::<Vec<_>>().join("\n")
    };
    let tracks = told("catalog.albums.relationship");
    assert!(tracks.contains("tracks: songs, music-videos; objects; default 300, at most 300"), "{tracks}");
    let rating = told("me.ratings.songs.put");
    assert!(rating.contains("a Music User Token") && rating.contains("\"value\": 1"), "{rating}");
    let search = told("catalog.search");
    assert!(search.contains("limit (number, default 5, at most 25)"), "{search}");
}
