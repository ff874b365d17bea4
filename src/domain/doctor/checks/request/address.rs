//! The address of a request: placeholders, version, storefront, methods, tokens in the query.

use crate::domain::{
    doctor::facts::{Exchange, tokens_in_query},
    storefronts,
};

/// Words that stand in documentation where a value belongs.
const WORDS: [&str; 6] = ["YOUR_", "your_", "your-", "REPLACE_", "xxxxx", "XXXXX"];

/// `{id}`, `<id>`, `[id]`, `:id`, `$ID`, `%7Bid%7D`, `YOUR_ID`.
pub(super) fn placeholder(request: &Exchange) -> Option<String> {
    let path = request.path().replace("%7B", "{").replace("%7b", "{").replace("%7D", "}").replace("%7d", "}");
    let path = path.replace("%3C", "<").replace("%3c", "<").replace("%3E", ">").replace("%3e", ">");
    let values = request.query().map(|(_, value)| value.to_owned());
    let places: Vec<String> = path.split('/').map(str::to_owned).chain(values).collect();
    places.into_iter().find(|place| is_placeholder(place))
}

fn is_placeholder(place: &str) -> bool {
    let between =
        |open, close| place.find(open).zip(place.rfind(close)).is_some_and(|(start, end)| start + 1 < end);
    let name = |text: &str| text.chars().next().is_some_and(|c| c.is_ascii_alphabetic());
    between('{', '}')
        || between('<', '>')
        || (place.starts_with('[') && place.ends_with(']'))
        || place.strip_prefix(':').is_some_and(name)
        || place.strip_prefix('$').is_some_and(name)
        || WORDS.iter().any(|word| place.contains(word))
}

pub(super) fn malformed(request: &Exchange) -> Option<String> {
    let is_apples = request.is_to_the_api() || request.is_to_the_web_player();
    let path = request.path();
    let is_sound = (path == "/v1" || path.starts_with("/v1/")) && !path.contains("//");
    (is_apples && !is_sound && !request.is_accepted())
        .then(|| if path.is_empty() { "no path".to_owned() } else { path.to_owned() })
}

/// `/v1/catalog/{storefront}/…` and `/v1/storefronts/{id}`.
pub(super) fn unknown_storefront(request: &Exchange) -> Option<String> {
    let mut parts = request.path().strip_prefix("/v1/")?.split('/');
    let place = match (parts.next()?, parts.next()?) {
        ("catalog", storefront) => storefront,
        ("storefronts", storefront) if !storefront.contains(',') => storefront,
        _ => return None,
    };
    if place.is_empty() || storefronts::is_known(place) || request.is_accepted() {
        return None;
    }
    Some(match storefronts::closest(place) {
        Some(closest) => format!("{place}; did you mean {closest}?"),
        None => place.to_owned(),
    })
}

pub(super) fn token_in_query(request: &Exchange) -> Option<String> {
    let names: Vec<&str> = tokens_in_query(request).collect();
    (!names.is_empty()).then(|| format!("parameter {} (value masked)", names.join(", ")))
}

/// What the public API offers beside reading: adding to a library, ratings, favorites.
pub(super) fn offers(method: &str, path: &str) -> bool {
    let parts: Vec<&str> = path.trim_matches('/').split('/').collect();
    matches!(
        (method, &parts[..]),
        ("GET" | "HEAD" | "OPTIONS", _)
            | ("POST", ["v1", "me", "library" | "favorites"])
            | ("POST", ["v1", "me", "library", "playlists" | "playlist-folders"])
            | ("POST", ["v1", "me", "library", "playlists", _, "tracks"])
            | ("PUT" | "DELETE", ["v1", "me", "ratings", _, _])
    )
}
