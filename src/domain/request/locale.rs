//! The storefront and the language that a path asks in: `/v1/catalog/{storefront}/…?l={language}`.
//!
//! Only what names them changes; everything else of a path stays as it was typed.

use std::ops::Range;

use super::link;

/// The placeholder that stands for a storefront in a path of the catalogue.
const PLACEHOLDER: &str = "{storefront}";

/// The storefront of a path under `/v1/catalog`, as it is typed.
#[must_use]
pub fn storefront(path: &str) -> Option<&str> {
    Some(&path[segment(path)?])
}

/// The same path in another storefront; none where the path names no storefront.
#[must_use]
pub fn in_storefront(path: &str, id: &str) -> Option<String> {
    let range = segment(path)?;
    Some(format!("{}{id}{}", &path[..range.start], &path[range.end..]))
}

/// The path with the storefront that its placeholder stands for.
#[must_use]
pub fn filled(path: &str, id: &str) -> String {
    match storefront(path) {
        Some(PLACEHOLDER) => in_storefront(path, id).unwrap_or_else(|| path.to_owned()),
        _ => path.to_owned(),
    }
}

/// The language that a path asks for with `l`.
#[must_use]
pub fn language(path: &str) -> Option<String> {
    let mut pairs = link::pairs(link::split(path).1);
    pairs.find(|(name, _)| link::decoded(name) == "l").map(|(_, value)| link::decoded(value).into_owned())
}

/// The same path in another language; in the storefront's own without one.
#[must_use]
pub fn in_language(path: &str, tag: Option<&str>) -> String {
    let (base, query) = link::split(path);
    let others = query.split('&').filter(|pair| {
        let name = pair.split('=').next().unwrap_or_default();
        !pair.is_empty() && link::decoded(name) != "l"
    });
    let language = tag.map(|tag| format!("l={tag}"));
    let pairs: Vec<_> = others.map(str::to_owned).chain(language).collect();
    if pairs.is_empty() { base.to_owned() } else { format!("{base}?{}", pairs.join("&")) }
}

/// The placeholders of a path, in bytes.
#[must_use]
pub fn stops(path: &str) -> Vec<Range<usize>> {
    let place = |(start, _): (usize, &str)| {
        let length = path[start..].find('}')? + 1;
        let is_name = path[start + 1..start + length - 1].bytes().all(|byte| byte.is_ascii_lowercase());
        (length > 2 && is_name).then_some(start..start + length)
    };
    path.match_indices('{').filter_map(place).collect()
}

/// Where the storefront stands in a path, in bytes.
fn segment(path: &str) -> Option<Range<usize>> {
    let end = path.find(['?', '#']).unwrap_or(path.len());
    // The second segment of a full address is its host.
    let start = path[..end].find("/v1/").or_else(|| path.starts_with("v1/").then_some(0))?;
    let rest = path[start..end].trim_start_matches('/').strip_prefix("v1/")?;
    let rest = rest
        .strip_prefix("catalog/")
        .or_else(|| rest.strip_prefix("storefronts/").filter(|id| !id.is_empty()))?;
    let from = end - rest.len();
    let length = rest.find('/').unwrap_or(rest.len());
    let name = &rest[..length];
    (length > 0 && (name == PLACEHOLDER || name.chars().all(|c| c.is_ascii_alphabetic())))
        .then_some(from..from + length)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_path_goes_to_another_storefront() {
        let cases = [
            ("/v1/catalog/us/albums/1?l=en", Some("/v1/catalog/jp/albums/1?l=en")),
            ("v1/catalog/{storefront}/songs", Some("v1/catalog/jp/songs")),
            ("https://api.music.apple.com/v1/catalog/us", Some("https://api.music.apple.com/v1/catalog/jp")),
            ("/v1/storefronts/us", Some("/v1/storefronts/jp")),
            ("/v1/storefronts", None),
            ("/v1/catalog/", None),
            ("/v1/me/library/songs", None),
            ("/v1/me?next=/v1/catalog/us/x", None),
            ("", None),
        ];
        for (path, moved) in cases {
            assert_eq!(in_storefront(path, "jp").as_deref(), moved, "{path}");
        }
    }

    #[test]
    fn placeholders_are_stops() {
        let cases = [
            ("/v1/{a}/{b}?x={c}", "{a} {b} {c}"),
            ("/v1/{}/{a b}/{", ""),
            ("/v1/x?filter={\"a\":1}", ""),
            ("/{é}{id}", "{id}"),
        ];
        for (path, expected) in cases {
            let named: Vec<_> = stops(path).into_iter().map(|stop| &path[stop]).collect();
            assert_eq!(named.join(" "), expected, "{path}");
        }
    }

    #[test]
    fn the_placeholder_alone_is_filled() {
        assert_eq!(filled("/v1/catalog/{storefront}/songs", "jp"), "/v1/catalog/jp/songs");
        assert_eq!(filled("/v1/catalog/us/{storefront}", "jp"), "/v1/catalog/us/{storefront}");
    }

    #[test]
    fn a_path_takes_another_language() {
        let cases = [
            ("/v1/x", Some("ja"), "/v1/x?l=ja"),
            ("/v1/x?a=1&l=en-US&b=2", Some("ja"), "/v1/x?a=1&b=2&l=ja"),
            ("/v1/x?a=1&l=en-US", None, "/v1/x?a=1"),
            ("/v1/x?l=en-US", None, "/v1/x"),
            ("/v1/x?limit=2", None, "/v1/x?limit=2"),
        ];
        for (path, tag, expected) in cases {
            assert_eq!(in_language(path, tag), expected);
            assert_eq!(language(expected).as_deref(), tag);
        }
    }

    proptest! {
        #[test]
        fn nothing_else_of_a_path_changes(
            start in "(https://[a-z.]{1,9}/|/|)v1/(catalog|storefronts)/",
            place in "([a-zA-Z]{1,5}|[{]storefront[}])",
            rest in "(|[/?#][a-z{}/?&=é %#]{0,40})",
        ) {
            let path = format!("{start}{place}{rest}");
            prop_assert_eq!(storefront(&path), Some(place.as_str()));
            let moved = in_storefront(&path, "jp");
            prop_assert_eq!(&moved, &Some(format!("{start}jp{rest}")));
            prop_assert_eq!(in_storefront(&moved.unwrap_or_default(), &place), Some(path));
        }

        #[test]
        fn what_is_no_path_of_a_storefront_stays(path in "(/v1)?/?[a-z{}/?&=é %#]{0,40}") {
            if let Some(moved) = in_storefront(&path, "jp") {
                let back = storefront(&path).unwrap().to_owned();
                prop_assert_eq!(in_storefront(&moved, &back), Some(path));
            }
        }
    }
}
