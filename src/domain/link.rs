//! What a `next` link means: what to put back, where it may lead, when to stop.
//!
//! Apple's `next` is a root-relative path that keeps `offset` and drops `limit` and what shaped the items ("Fetching
//! Resources by Page"; observed in the document's own samples). Without them the following pages would come in another
//! size and shape than the first, so Segue puts back what `next` lacks, and says so. What `next` names itself wins.

use std::borrow::Cow;

use url::Url;

/// Query parameters that shape a page and that `next` is known to drop.
const SHAPING: [&str; 8] = ["limit", "include", "extend", "views", "with", "fields", "relate", "l"];

/// The forms of them that name a type or a resource.
const SCOPED: [&str; 4] = ["include[", "extend[", "fields[", "relate["];

/// The request that a `next` link leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Following {
    /// Path and query, root-relative, as it will be sent.
    pub target: String,
    /// The parameters that were put back, as `name=value`.
    pub restored: Vec<String>,
}

/// Why a link is not followed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The link leads to another server, which must not see a token.
    #[error(
        "the link leads to another server ({0}); it was not followed, since tokens stay with their origin"
    )]
    Elsewhere(String),
    /// The link is no address.
    #[error("the link is no address that can be followed: {0}")]
    Unusable(String),
    /// The link leads up from where it seems to lead.
    #[error("the link leads up with .. ({0}); it was not followed, since it does not lead where it seems to")]
    Climbing(String),
    /// A page of the same list has been fetched from there already.
    #[error("`next` repeats a page that is here already ({0}); following it would never end")]
    Repeated(String),
}

/// The request for the page after `page`, given the target that page was fetched from and its `next`.
///
/// # Errors
/// [`Refusal`] if the link leaves the origin or is unusable.
pub fn follow(origin: &Url, page: &str, next: &str) -> Result<Following, Refusal> {
    let target = resolve(origin, next)?;
    let (path, query) = split(&target);
    let mut query = query.to_owned();
    let mut restored = Vec::new();
    for (name, value) in dropped(page, path, &query) {
        if !query.is_empty() {
            query.push('&');
        }
        query.push_str(&format!("{name}={value}"));
        restored.push(format!("{}={}", decoded(name), decoded(value)));
    }
    let target = if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") };
    Ok(Following { target, restored })
}

/// What would be put back into a `next`, as `name=value`: the parameters of its page that it has dropped.
#[must_use]
pub fn restored(page: &str, next: &str) -> Vec<String> {
    let (path, query) = split(next);
    dropped(page, path, query)
        .into_iter()
        .map(|(name, value)| format!("{}={}", decoded(name), decoded(value)))
        .collect()
}

/// The root-relative address of a link or `href` at this origin.
///
/// # Errors
/// [`Refusal`] if it leads elsewhere, or up, or is unusable.
pub fn resolve(origin: &Url, link: &str) -> Result<String, Refusal> {
    let target = normalized(origin, link)?;
    if climbs(link) {
        return Err(Refusal::Climbing(crate::domain::visible::visible(link).into_owned()));
    }
    Ok(target)
}

/// An address with what stands before the `@` of its server taken out: a name, and often a password.
#[must_use]
pub fn without_user(address: &str) -> Cow<'_, str> {
    let Some((scheme, rest)) = address.split_once("://") else { return Cow::Borrowed(address) };
    // Whoever means a password may have typed what would end the server's name into it.
    rest.rsplit_once('@')
        .map_or(Cow::Borrowed(address), |(_, server)| Cow::Owned(format!("{scheme}://…@{server}")))
}

/// Whether a segment of a path is `..`, however often it is encoded.
#[must_use]
pub fn climbs(link: &str) -> bool {
    /// Nothing that is decoded on the way is decoded more often.
    const DECODED: usize = 4;
    let mut path = link.split(['?', '#']).next().unwrap_or_default().to_owned();
    for _ in 0..DECODED {
        path = percent_encoding::percent_decode_str(&path).decode_utf8_lossy().into_owned();
    }
    path.split(['/', '\\']).any(|segment| segment == "..")
}

/// The same for what a person typed, who may say `..`.
///
/// # Errors
/// [`Refusal`] if it leads elsewhere or is unusable.
pub fn normalized(origin: &Url, link: &str) -> Result<String, Refusal> {
    let unusable = || Refusal::Unusable(crate::domain::visible::visible(link).into_owned());
    if link.is_empty() || link.chars().any(char::is_control) {
        return Err(unusable());
    }
    let url = origin.join(link).map_err(|_| unusable())?;
    if url.origin() != origin.origin() || !url.username().is_empty() || url.password().is_some() {
        return Err(Refusal::Elsewhere(crate::domain::visible::visible(link).into_owned()));
    }
    // Read as a link once more, such a path would name another server.
    if url.path().starts_with("//") {
        return Err(unusable());
    }
    Ok(url.query().map_or_else(|| url.path().to_owned(), |query| format!("{}?{query}", url.path())))
}

/// Whether two targets ask for the same page: the order of parameters and a missing `offset=0` make no difference.
#[must_use]
pub fn is_same_page(one: &str, other: &str) -> bool {
    canonical(one) == canonical(other)
}

/// A target in the one form that all targets for the same page have.
#[must_use]
pub fn canonical(target: &str) -> String {
    let (path, query) = split(target);
    let pairs = pairs(query).map(|(name, value)| format!("{}={}", decoded(name), decoded(value)));
    let mut pairs: Vec<_> = pairs.filter(|pair| pair != "offset=0").collect();
    pairs.sort();
    format!("{path}?{}", pairs.join("&"))
}

/// The shaping parameters of `page` that are missing from a `next` with this path and query.
fn dropped<'a>(page: &'a str, path: &str, query: &str) -> Vec<(&'a str, &'a str)> {
    let (page_path, page_query) = split(page);
    let present: Vec<_> = pairs(query).map(|(name, _)| decoded(name).into_owned()).collect();
    let is_own_list = page_path == path;
    pairs(page_query)
        .filter_map(|(name, value)| {
            let shown = decoded(name);
            if is_own_list {
                let base = shown.split('[').next().unwrap_or(&shown);
                return SHAPING.contains(&base).then_some((name, value));
            }
            // The list inside a resource has its own size, asked for as `limit[relationship]`. It shares the language, and
            // what names a type, since that holds anywhere in the response.
            let relationship = path.rsplit('/').next().unwrap_or_default();
            if shown == format!("limit[{relationship}]") {
                return Some(("limit", value));
            }
            let is_scoped = SCOPED.iter().any(|scoped| shown.starts_with(scoped));
            (shown == "l" || is_scoped).then_some((name, value))
        })
        .filter(|(name, _)| !present.iter().any(|p| *p == decoded(name)))
        .collect()
}

/// Path and query of a target; the query is empty if there is none.
#[must_use]
pub fn split(target: &str) -> (&str, &str) {
    target.split_once('?').unwrap_or((target, ""))
}

/// Names and values of a query, as they are encoded.
pub fn pairs(query: &str) -> impl Iterator<Item = (&str, &str)> {
    query.split('&').filter(|pair| !pair.is_empty()).map(|pair| pair.split_once('=').unwrap_or((pair, "")))
}

/// A percent-encoded part of a query, for reading; `+` is a space there.
#[must_use]
pub fn decoded(part: &str) -> Cow<'_, str> {
    let spaced = part.replace('+', " ");
    if !spaced.contains('%') {
        return if spaced == part { Cow::Borrowed(part) } else { Cow::Owned(spaced) };
    }
    Cow::Owned(percent_encoding::percent_decode_str(&spaced).decode_utf8_lossy().into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn origin() -> Url {
        Url::parse("https://api.music.apple.com").unwrap()
    }

    #[test]
    fn what_next_drops_is_put_back_and_what_it_says_wins() {
        let cases: [(&str, &str, &str, &[&str]); 9] = [
            (
                "/v1/storefronts?limit=2",
                "/v1/storefronts?offset=2",
                "/v1/storefronts?offset=2&limit=2",
                &["limit=2"],
            ),
            ("/v1/s?limit=2", "/v1/s?offset=2&limit=5&l=en-gb", "/v1/s?offset=2&limit=5&l=en-gb", &[]),
            (
                "/v1/a/1/tracks?limit=25&include=artists&l=fr&foo=1",
                "/v1/a/1/tracks?offset=25",
                "/v1/a/1/tracks?offset=25&limit=25&include=artists&l=fr",
                &["limit=25", "include=artists", "l=fr"],
            ),
            (
                "/v1/c/search?term=a&types=songs,albums&limit=5",
                "/v1/c/search?offset=5&term=a&types=songs",
                "/v1/c/search?offset=5&term=a&types=songs&limit=5",
                &["limit=5"],
            ),
            (
                "/v1/s?include%5Balbums%5D=tracks",
                "/v1/s?offset=9",
                "/v1/s?offset=9&include%5Balbums%5D=tracks",
                &["include[albums]=tracks"],
            ),
            // A relationship inside an album is another list: the page's own limit is not its limit.
            (
                "/v1/a/1?limit=5&l=fr",
                "/v1/a/1/tracks?offset=300",
                "/v1/a/1/tracks?offset=300&l=fr",
                &["l=fr"],
            ),
            (
                "/v1/a/1?limit[tracks]=5",
                "/v1/a/1/tracks?offset=5",
                "/v1/a/1/tracks?offset=5&limit=5",
                &["limit=5"],
            ),
            // What names a type holds anywhere in the response, so in the list inside it too.
            (
                "/v1/a/1?include=artists&include[songs]=albums&fields[songs]=name",
                "/v1/a/1/tracks?offset=5",
                "/v1/a/1/tracks?offset=5&include[songs]=albums&fields[songs]=name",
                &["include[songs]=albums", "fields[songs]=name"],
            ),
            ("/v1/s", "/v1/s", "/v1/s", &[]),
        ];
        for (page, next, target, restored) in cases {
            let following = follow(&origin(), page, next).unwrap();
            assert_eq!(following.target, target, "{page} then {next}");
            assert_eq!(following.restored, restored, "{page} then {next}");
        }
    }

    #[test]
    fn a_link_never_leaves_its_origin() {
        let elsewhere = ["https://evil.example/v1/x", "//evil.example/v1", "http://api.music.apple.com/v1/x"];
        for link in
            elsewhere.into_iter().chain(["\\\\evil.example\\v1", "https://u:p@api.music.apple.com/v1"])
        {
            assert!(matches!(resolve(&origin(), link), Err(Refusal::Elsewhere(_))), "{link}");
        }
        for link in ["", "/v1/\u{1b}[31m", "https://[::", "/.//evil.example/v1", "/./\\"] {
            assert!(matches!(resolve(&origin(), link), Err(Refusal::Unusable(_))), "{link:?}");
        }
        for link in
            ["/v1/../me", "/v1/%2e%2E/me?a=1", "..", "/v1/a/..%2f..%2fme", "/v1/.%252e/me", "/v1\\..\\me"]
        {
            assert!(matches!(resolve(&origin(), link), Err(Refusal::Climbing(_))), "{link:?}");
        }
        for link in ["/v1/a..b/...?u=/../", "?offset=../"] {
            assert!(resolve(&origin(), link).is_ok(), "{link:?}");
        }
        let whole = resolve(&origin(), "https://api.music.apple.com/v1/x?offset=2");
        assert_eq!(whole, Ok("/v1/x?offset=2".to_owned()));
    }

    #[test]
    fn the_same_page_is_recognised_in_other_words() {
        assert!(is_same_page("/v1/x?offset=0&limit=5", "/v1/x?limit=5"));
        assert!(is_same_page("/v1/x?a=1&b=2%20c", "/v1/x?b=2+c&a=1"));
        assert!(!is_same_page("/v1/x?offset=5", "/v1/x?offset=10"));
        assert!(!is_same_page("/v1/x", "/v1/y"));
    }
}
