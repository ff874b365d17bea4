//! Where a resource lives, made of its type and id; and what a path is called, in a few words.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::domain::{link, visible::visible};

/// Types of the catalogue: each is found under its own name in a storefront ("Apple Music API", the resources of the
/// catalogue).
const CATALOGUE: &[&str] = &[
    "activities",
    "albums",
    "apple-curators",
    "artists",
    "curators",
    "genres",
    "music-videos",
    "playlists",
    "record-labels",
    "songs",
    "station-genres",
    "stations",
];

/// Types of a person's library, without the `library-` that their names begin with.
const LIBRARY: &[&str] = &["albums", "artists", "music-videos", "playlist-folders", "playlists", "songs"];

/// A segment of a path: ids such as `p.MoGJYM3CYXW09B` stay as they are.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The path of a resource that has no `href`. Those of the catalogue are looked for in the storefront of the request that
/// brought them, or in this one; a rating, whose id is another resource's, beside the ratings that it came with.
///
/// None for a type that is found nowhere, and for what is no id.
#[must_use]
pub fn path(kind: &str, id: &str, request: &str, storefront: &str) -> Option<String> {
    if id.is_empty() || id == "." || id == ".." {
        return None;
    }
    let id = utf8_percent_encode(id, SEGMENT);
    let storefront = storefront_of(request).unwrap_or(storefront);
    if CATALOGUE.contains(&kind) {
        return Some(format!("/v1/catalog/{storefront}/{kind}/{id}"));
    }
    if let Some(kind) = kind.strip_prefix("library-").filter(|kind| LIBRARY.contains(kind)) {
        return Some(format!("/v1/me/library/{kind}/{id}"));
    }
    match kind {
        "storefronts" => Some(format!("/v1/storefronts/{id}")),
        "personal-recommendation" => Some(format!("/v1/me/recommendations/{id}")),
        "ratings" => match segments(request)[..] {
            ["v1", "me", "ratings", kind, ..] => Some(format!("/v1/me/ratings/{kind}/{id}")),
            _ => None,
        },
        _ => None,
    }
}

/// An id as a segment of a path, or as a value in a query.
#[must_use]
pub fn escaped(id: &str) -> String {
    utf8_percent_encode(id, SEGMENT).to_string()
}

/// The storefront that a target names.
#[must_use]
pub fn storefront_of(target: &str) -> Option<&str> {
    match segments(target)[..] {
        ["v1", "catalog", storefront, ..] => Some(storefront),
        _ => None,
    }
}

/// What a target is called in a few words: `albums 1000042`, `tracks`, `search glass harbour`.
#[must_use]
pub fn called(target: &str) -> String {
    let words = match words(target)[..] {
        // A relationship or a view of a resource.
        [kind, _, .., last] if CATALOGUE.contains(&kind) => last.to_owned(),
        ["library", _, _, last] => last.to_owned(),
        [] => target.to_owned(),
        ref words => words.join(" "),
    };
    let term = link::pairs(link::split(target).1).find(|(name, _)| *name == "term");
    match term {
        Some((_, term)) => visible(&format!("{words} {}", link::decoded(term))).into_owned(),
        None => visible(&words).into_owned(),
    }
}

/// The words for the type, if a target is one resource: `albums`, `library songs`.
#[must_use]
pub fn kind_of(target: &str) -> Option<String> {
    match words(target)[..] {
        [kind, _] if CATALOGUE.contains(&kind) || kind == "storefronts" => Some(kind.to_owned()),
        ["library", kind, _] if LIBRARY.contains(&kind) => Some(format!("library {kind}")),
        _ => None,
    }
}

/// The segments of a target's path that tell it from others.
fn words(target: &str) -> Vec<&str> {
    let segments = segments(target);
    let skipped = match segments[..] {
        ["v1", "catalog", _, ..] => 3,
        ["v1", "me", ..] => 2,
        ["v1", ..] => 1,
        _ => 0,
    };
    segments[skipped..].to_vec()
}

fn segments(target: &str) -> Vec<&str> {
    link::split(target).0.split('/').filter(|segment| !segment.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_type_has_its_place() {
        for kind in CATALOGUE {
            let expected = Some(format!("/v1/catalog/jp/{kind}/1"));
            assert_eq!(path(kind, "1", "/v1/catalog/jp/albums/2?l=ja", "us"), expected);
        }
        for kind in LIBRARY {
            let expected = Some(format!("/v1/me/library/{kind}/l.1"));
            assert_eq!(path(&format!("library-{kind}"), "l.1", "/v1/me/library", "us"), expected);
        }
        let cases = [
            ("songs", "1", "/v1/me/library/songs/i.1", Some("/v1/catalog/us/songs/1")),
            ("storefronts", "jp", "/v1/me/storefront", Some("/v1/storefronts/jp")),
            (
                "personal-recommendation",
                "6-27",
                "/v1/me/recommendations",
                Some("/v1/me/recommendations/6-27"),
            ),
            ("ratings", "7", "/v1/me/ratings/library-songs?ids=7", Some("/v1/me/ratings/library-songs/7")),
            ("ratings", "7", "/v1/me/library", None),
            ("songs", "a/../b?c#d", "/v1/catalog/us", Some("/v1/catalog/us/songs/a%2F..%2Fb%3Fc%23d")),
            ("songs", "..", "/v1/catalog/us/songs", None),
            ("songs", "", "/v1/catalog/us/songs", None),
            ("library-storefronts", "1", "/v1/me", None),
            ("../x", "1", "/v1/me", None),
        ];
        for (kind, id, request, expected) in cases {
            assert_eq!(path(kind, id, request, "us").as_deref(), expected, "{kind} {id} in {request}");
        }
    }

    #[test]
    fn a_target_is_called_by_what_tells_it_from_others() {
        let cases = [
            ("/v1/catalog/us/albums/1000042", "albums 1000042", Some("albums")),
            ("/v1/catalog/us/albums/1000042/tracks?limit=25", "tracks", None),
            ("/v1/catalog/us/artists/7/view/top-songs", "top-songs", None),
            ("/v1/catalog/us/search?types=songs&term=glass+harbour", "search glass harbour", None),
            ("/v1/catalog/us/search/hints?term=g%1b", "search hints g\\u001b", None),
            ("/v1/catalog/us", "/v1/catalog/us", None),
            ("/v1/me/library/songs/i.1", "library songs i.1", Some("library songs")),
            ("/v1/me/library/playlists/p.1/tracks", "tracks", None),
            ("/v1/me/recent/played", "recent played", None),
            ("/v1/me/ratings/songs/1", "ratings songs 1", None),
            ("/v1/storefronts/jp", "storefronts jp", Some("storefronts")),
            ("/v1/test", "test", None),
            ("/", "/", None),
        ];
        for (target, expected, kind) in cases {
            assert_eq!((called(target).as_str(), kind_of(target).as_deref()), (expected, kind), "{target}");
        }
    }
}
