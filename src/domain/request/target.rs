//! The path as typed: what goes on the wire, and which tokens it needs.

use url::Url;

use super::{Tokens, link, secret};

/// What is wrong with a path.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TargetFault {
    #[error("the path is empty; type one such as /v1/storefronts")]
    Empty,
    #[error("the path holds a control character at column {0}; delete it")]
    ControlCharacter(usize),
    #[error(
        "the path holds what looks like a token or a key; it was not sent, and tokens do not belong in a path"
    )]
    Secret,
    #[error(
        "the address leads to {0}, but this profile speaks to {1}; choose another profile, or type the path alone"
    )]
    OtherOrigin(String, String),
    #[error("the path has {0} characters, and servers take {MOST} at most; shorten it")]
    TooLong(usize),
    #[error("the address cannot be read: {0}")]
    Unreadable(String),
}

/// A path over this is no request that anybody typed: servers and proxies refuse lines of 8 to 16 kB.
const MOST: usize = 16_000;

/// The path and query that go on the wire. What a URL cannot hold is percent-encoded; what is encoded already stays as
/// it is, and a `#` is part of what was typed, since an API has no use for a fragment.
pub(super) fn encode(typed: &str, origin: &Url) -> Result<String, TargetFault> {
    let typed = typed.trim_matches(' ');
    if typed.is_empty() {
        return Err(TargetFault::Empty);
    }
    if typed.len() > MOST {
        return Err(TargetFault::TooLong(typed.chars().count()));
    }
    if let Some(column) = typed.chars().position(char::is_control) {
        return Err(TargetFault::ControlCharacter(column + 1));
    }
    if secret::is_in(typed) {
        return Err(TargetFault::Secret);
    }
    let escaped = escape(typed);
    let is_absolute = escaped.contains("://") && !escaped.starts_with('/');
    let relative = if is_absolute || escaped.starts_with('/') { escaped } else { format!("/{escaped}") };
    let shown = |link: &str| super::super::visible::visible(link).into_owned();
    match link::normalized(origin, &relative) {
        Ok(target) => Ok(target),
        Err(link::Refusal::Elsewhere(_)) => Err(TargetFault::OtherOrigin(host_of(&relative), host(origin))),
        Err(_) => Err(TargetFault::Unreadable(shown(link::without_user(typed).as_ref()))),
    }
}

/// Encodes a `#`, and a `%` that begins no escape, so that neither changes its meaning on the way.
fn escape(typed: &str) -> String {
    let mut escaped = String::with_capacity(typed.len());
    for (at, c) in typed.char_indices() {
        match c {
            '#' => escaped.push_str("%23"),
            '%' if !is_escape(&typed[at..]) => escaped.push_str("%25"),
            c => escaped.push(c),
        }
    }
    escaped
}

fn is_escape(text: &str) -> bool {
    text.as_bytes().get(1..3).is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
}

fn host(url: &Url) -> String {
    url.origin().ascii_serialization()
}

fn host_of(address: &str) -> String {
    Url::parse(address).map_or_else(|_| "another server".to_owned(), |url| host(&url))
}

/// The tokens that a path needs ("User Authentication for MusicKit"): a Music User Token for the person's own data
/// under `/v1/me`, for personal stations, and for the `library` relationship of catalogue resources; lyrics were seen to need
/// one too.
pub(super) fn tokens_needed(typed: &str) -> Tokens {
    let path_on =
        typed.split_once("://").map_or(typed, |(_, rest)| rest.split_once('/').map_or("", |(_, path)| path));
    let (path, query) = link::split(path_on.trim_matches(' '));
    let segments: Vec<_> = path.split('/').filter(|segment| !segment.is_empty()).collect();
    let is_personal = segments.get(1) == Some(&"me");
    let of_resource = segments.get(5).filter(|_| segments.get(1) == Some(&"catalog"));
    let is_library = of_resource.is_some_and(|name| ["library", "syllable-lyrics"].contains(name));
    let asks_for_personal = link::pairs(query).any(|(name, value)| {
        let (name, value) = (link::decoded(name), link::decoded(value));
        let is_include = name == "include"
            || name == "relate"
            || name.starts_with("include[")
            || name.starts_with("relate[");
        (name == "filter[identity]" && value == "personal")
            || (is_include && value.split(',').any(|relationship| relationship == "library"))
    });
    Tokens { developer: true, user: is_personal || is_library || asks_for_personal }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn origin() -> Url {
        Url::parse("https://api.music.apple.com").unwrap()
    }

    #[test]
    fn what_is_typed_arrives() {
        let cases = [
            ("/v1/storefronts", "/v1/storefronts"),
            (" v1/storefronts ", "/v1/storefronts"),
            ("https://api.music.apple.com/v1/storefronts?limit=2", "/v1/storefronts?limit=2"),
            ("/v1/c/search?term=glass harbour", "/v1/c/search?term=glass%20harbour"),
            ("/v1/c/search?term=glass+harbour", "/v1/c/search?term=glass+harbour"),
            ("/v1/c/search?term=caf%C3%A9 é", "/v1/c/search?term=caf%C3%A9%20%C3%A9"),
            ("/v1/c/search?term=C#&types=songs", "/v1/c/search?term=C%23&types=songs"),
            ("/v1/c/search?term=100%&x=%2", "/v1/c/search?term=100%25&x=%252"),
            ("/v1/x?include[albums]=tracks", "/v1/x?include[albums]=tracks"),
            ("/v1/x?u=https://a.example/b", "/v1/x?u=https://a.example/b"),
        ];
        for (typed, target) in cases {
            assert_eq!(encode(typed, &origin()).as_deref(), Ok(target), "{typed}");
        }
    }

    #[test]
    fn an_address_is_told_without_the_password_in_it() {
        for address in ["https://user:a-pass/word@api.music.apple.com/v1/x", "https://a:pass/word@api/v1/x"] {
            let fault = encode(address, &origin()).unwrap_err().to_string();
            assert!(!fault.contains("pass") && !fault.contains("word"), "{fault}");
        }
    }

    #[test]
    fn what_cannot_be_sent_is_said() {
        assert_eq!(encode("  ", &origin()), Err(TargetFault::Empty));
        assert_eq!(encode(&"/v1/x".repeat(4_000), &origin()), Err(TargetFault::TooLong(20_000)));
        assert_eq!(encode("/v1/\u{7}x", &origin()), Err(TargetFault::ControlCharacter(5)));
        let elsewhere = encode("https://evil.example/v1", &origin());
        assert!(
            matches!(elsewhere, Err(TargetFault::OtherOrigin(host, _)) if host == "https://evil.example")
        );
        assert!(matches!(encode("//evil.example/v1", &origin()), Err(TargetFault::OtherOrigin(..))));
        let token = format!("/v1/test?t=eyJhbGciOiJFUzI1NiJ9.{}", "a".repeat(40));
        assert_eq!(encode(&token, &origin()), Err(TargetFault::Secret));
    }

    #[test]
    fn the_user_token_goes_where_it_is_needed() {
        let both = [
            "/v1/me/library/songs",
            "/v1/me",
            "v1/me/storefront",
            "https://api.music.apple.com/v1/me/storefront",
            "/v1/catalog/us/stations?filter[identity]=personal",
            "/v1/catalog/us/stations?filter%5Bidentity%5D=personal",
            "/v1/catalog/us/songs/1?include=albums,library",
            "/v1/catalog/us/albums?ids=1&include[songs]=library",
            "/v1/catalog/us/songs/1/library",
            "/v1/catalog/us/songs/1/syllable-lyrics",
        ];
        let developer_alone = [
            "/v1/catalog/us/songs/1",
            "/v1/mexico",
            "/v1/catalog/us/search?term=library&types=songs",
            "/v1/catalog/us/songs/1/albums?include=artists",
            "/v1/catalog/me/songs/1",
            "",
        ];
        for path in both {
            assert_eq!(tokens_needed(path), Tokens { developer: true, user: true }, "{path}");
        }
        for path in developer_alone {
            assert_eq!(tokens_needed(path), Tokens { developer: true, user: false }, "{path}");
        }
    }

    proptest! {
        #[test]
        fn a_search_term_arrives_as_typed_and_encoding_is_stable(term in "[a-zA-Zé漢 '!*()#;,.~-]{1,20}") {
            let target = encode(&format!("/v1/search?term={term}x"), &origin()).unwrap();
            let (_, value) = link::pairs(link::split(&target).1).next().unwrap();
            prop_assert_eq!(link::decoded(value), format!("{}x", term));
            prop_assert_eq!(encode(&target, &origin()).unwrap(), target);
        }

        #[test]
        fn no_path_leaves_the_origin(path in ".*") {
            if let Ok(target) = encode(&path, &origin()) {
                prop_assert!(target.starts_with('/'));
                prop_assert_eq!(origin().join(&target).unwrap().origin(), origin().origin());
            }
        }
    }
}
