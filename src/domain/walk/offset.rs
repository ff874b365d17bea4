//! The `offset` in a link: where a page begins, and what the links after it will be if the list keeps its step.

use super::super::link;

/// The `offset` that a target or a raw link names; none if it names none that is a number.
#[must_use]
pub fn of(link: &str) -> Option<usize> {
    let (_, query) = link::split(link);
    let (_, value) = link::pairs(query).find(|(name, _)| link::decoded(name) == "offset")?;
    value.parse().ok()
}

/// The link with another `offset`, and all else as it is spelled.
pub(super) fn moved(link: &str, offset: usize) -> String {
    let (path, query) = link::split(link);
    let is_offset = |pair: &str| link::decoded(pair.split('=').next().unwrap_or_default()) == "offset";
    let pairs = query.split('&').map(|pair| {
        let name = pair.split('=').next().unwrap_or_default();
        if is_offset(pair) { format!("{name}={offset}") } else { pair.to_owned() }
    });
    format!("{path}?{}", pairs.collect::<Vec<_>>().join("&"))
}

/// How far a list goes on from page to page. `page` was fetched from this target, had `count` items, and its `next` is
/// this link. Between two pages of one list the offsets tell it, for a page can be short and its `next` is not
/// (98 rows and `offset=100` were seen); a list inside a resource begins at 0, so that its own count is all there is.
pub(super) fn step(page: &str, next: &str, count: usize) -> Option<usize> {
    let to = of(next)?;
    let is_own_list = link::split(page).0 == link::split(next).0;
    let step = if is_own_list { to.checked_sub(of(page).unwrap_or(0))? } else { count };
    (step > 0).then_some(step)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_offset_is_read_and_moved_where_it_stands() {
        let cases = [
            ("/v1/x?offset=25", Some(25), "/v1/x?offset=50"),
            ("/v1/x?a=1&offset=25&b=%20c", Some(25), "/v1/x?a=1&offset=50&b=%20c"),
            ("/v1/x?my_offset=3&offset=25", Some(25), "/v1/x?my_offset=3&offset=50"),
            ("/v1/x?cursor=abc", None, "/v1/x?cursor=abc"),
            ("/v1/x?offset=next", None, "/v1/x?offset=50"),
        ];
        for (link, offset, after) in cases {
            assert_eq!((of(link), moved(link, 50).as_str()), (offset, after), "{link}");
        }
    }

    #[test]
    fn the_step_is_told_by_offsets_or_by_the_count_of_a_list_inside_a_resource() {
        let cases = [
            ("/v1/x", "/v1/x?offset=100", 98, Some(100)),
            ("/v1/x?offset=100&limit=100", "/v1/x?offset=200", 100, Some(100)),
            ("/v1/a/1", "/v1/a/1/tracks?offset=300", 300, Some(300)),
            ("/v1/x?offset=100", "/v1/x?offset=100", 100, None),
            ("/v1/x?offset=100", "/v1/x?offset=50", 100, None),
            ("/v1/a/1", "/v1/a/1/tracks?offset=300", 0, None),
            ("/v1/x", "/v1/x?cursor=abc", 25, None),
        ];
        for (page, next, count, expected) in cases {
            assert_eq!(step(page, next, count), expected, "{page} then {next}");
        }
    }
}
