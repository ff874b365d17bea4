//! Refusals: the code, the words and the parameter a client can act on.

use crate::Bench;

/// A path, and what it answers with: status, code, detail, and the parameter to blame.
type Case<'a> = (&'a str, u16, &'a str, &'a str, Option<&'a str>);

async fn check(cases: &[Case<'_>]) {
    let bench = Bench::new().await;
    for (path, status, code, detail, parameter) in cases {
        let reply = bench.get(path).await;
        assert_eq!(reply.fault(), (*status, (*code).to_owned(), (*detail).to_owned()), "{path}");
        assert_eq!(reply.json()["errors"][0]["source"]["parameter"].as_str(), *parameter, "{path}");
        assert_eq!(reply.headers["content-type"], "application/json;charset=utf-8", "{path}");
    }
}

fn at_most(cap: u32, was: u32) -> String {
    format!("Value must be an integer less than or equal to {cap}, but was: {was}")
}

#[tokio::test]
async fn a_limit_over_the_cap_is_refused_with_the_cap_in_the_text() {
    let caps: &[(&str, u32)] = &[
        ("/v1/catalog/us/songs/1000101/albums", 10),
        ("/v1/catalog/us/albums/1000042/tracks", 300),
        ("/v1/catalog/us/artists/700001/albums", 100),
        ("/v1/catalog/us/artists/700001/playlists", 10),
        ("/v1/catalog/us/artists/700001/view/top-songs", 100),
        ("/v1/me/library/songs", 100),
        ("/v1/me/library/albums", 100),
        ("/v1/me/library/recently-added", 25),
    ];
    let bench = Bench::new().await;
    for (path, cap) in caps {
        assert_eq!(bench.get(&format!("{path}?limit={cap}")).await.status, 200, "{path}");
        let reply = bench.get(&format!("{path}?limit={}", cap + 1)).await;
        assert_eq!(reply.fault(), (400, "40005".to_owned(), at_most(*cap, cap + 1)), "{path}");
    }
    for (path, cap) in [("search?types=songs&term=a", 25), ("charts?types=songs", 200)] {
        let reply = bench.get(&format!("/v1/catalog/us/{path}&limit={}", cap + 1)).await;
        assert_eq!(reply.fault().2, at_most(cap, cap + 1), "{path}");
    }
    let reply = bench.get("/v1/catalog/us/albums/1000042?limit[tracks]=301").await;
    assert_eq!(reply.fault().2, at_most(300, 301));
    assert_eq!(reply.json()["errors"][0]["source"]["parameter"], "limit[tracks]");
}

#[tokio::test]
async fn numbers_must_be_numbers() {
    let integer = "Value must be an integer";
    let least = "Value must be an integer greater than or equal to";
    check(&[
        ("/v1/me/library/songs?limit=ten", 400, "40005", integer, Some("limit")),
        ("/v1/me/library/songs?limit=", 400, "40005", integer, Some("limit")),
        ("/v1/me/library/songs?limit=1.5", 400, "40005", integer, Some("limit")),
        ("/v1/me/library/songs?limit=99999999999999999999", 400, "40005", integer, Some("limit")),
        ("/v1/me/library/songs?limit=0", 400, "40005", &format!("{least} 1, but was: 0"), Some("limit")),
        ("/v1/me/library/songs?limit=-5", 400, "40005", &format!("{least} 1, but was: -5"), Some("limit")),
        ("/v1/me/library/songs?offset=-1", 400, "40005", &format!("{least} 0, but was: -1"), Some("offset")),
        ("/v1/catalog/us/albums/1000042?limit[tracks]=x", 400, "40005", integer, Some("limit[tracks]")),
    ])
    .await;
    let bench = Bench::new().await;
    let far = bench.json(&format!("/v1/me/library/songs?offset={}", i64::MAX)).await;
    assert!(far["data"].as_array().unwrap().is_empty() && far.get("next").is_none());
}

#[tokio::test]
async fn names_are_checked() {
    check(&[
        (
            "/v1/catalog/us/search?types=songs&term=Hello&Akon",
            400,
            "40004",
            "Parameter 'Akon' is not allowed",
            Some("Akon"),
        ),
        ("/v1/test?x=1", 400, "40004", "Parameter 'x' is not allowed", Some("x")),
        (
            "/v1/catalog/us/songs?ids=1&limit=3",
            400,
            "40004",
            "Parameter 'limit' is not allowed",
            Some("limit"),
        ),
        (
            "/v1/catalog/us/songs/1000101?limit[x]=3",
            400,
            "40004",
            "Parameter 'limit[x]' is not allowed",
            Some("limit[x]"),
        ),
        (
            "/v1/catalog/us/songs?filter[upc]=1",
            400,
            "40004",
            "Parameter 'filter[upc]' is not allowed",
            Some("filter[upc]"),
        ),
    ])
    .await;
}

#[tokio::test]
async fn paths_and_values_are_checked() {
    check(&[
        ("/v1/catalog/us/things/1", 400, "40008", "Unknown catalog resource type 'things'", None),
        (
            "/v1/catalog/us/songs/1000101/cousins",
            400,
            "40008",
            "No relationship found matching 'cousins'",
            None,
        ),
        ("/v1/catalog/us/albums/1000042/view/x", 400, "40008", "No view found matching 'x'", None),
        ("/v1/me/library/library-songs", 400, "40008", "Unknown library resource type 'library-songs'", None),
        (
            "/v1/me/library/artists%3Foffset=25",
            400,
            "40008",
            "Unknown library resource type 'artists?offset=25'",
            None,
        ),
        ("/v1/catalog/xx/songs/1000101", 400, "40005", "Unknown storefront 'xx'", Some("storefront")),
        ("/v1/storefronts/us?l=en_US", 400, "40005", "Invalid language tag 'en_US'", Some("l")),
        ("/v1/catalog/us/search?types=songs", 400, "40003", "Parameter 'term' is required", Some("term")),
        ("/v1/catalog/us/charts", 400, "40003", "Parameter 'types' is required", Some("types")),
        (
            "/v1/catalog/us/songs/1000101/syllable-lyrics",
            400,
            "40012",
            "'syllable-lyrics' entities require permissions that are not in the request",
            None,
        ),
    ])
    .await;
}

#[tokio::test]
async fn what_is_not_there_is_said_to_be_missing() {
    let missing = "Resource with requested id was not found";
    check(&[
        ("/v1/catalog/us/songs/1", 404, "40400", missing, None),
        ("/v1/catalog/us/songs/1000199", 404, "40400", missing, None),
        ("/v1/catalog/us/songs/+1000101", 404, "40400", missing, None),
        ("/v1/catalog/us/songs/99999999999999999999999", 404, "40400", missing, None),
        ("/v1/catalog/us/albums/abc/tracks", 404, "40400", missing, None),
        ("/v1/me/library/songs/l.1234567", 404, "40400", missing, None),
        ("/v1/me/ratings/songs/1000101", 404, "40400", missing, None),
        ("/v1/storefronts/xx", 404, "40400", missing, None),
        ("/v1/nothing", 404, "40400", "Requested path was not found", None),
        ("/v1/me/library/songs/", 404, "40400", missing, None),
        ("/", 404, "40400", "Requested path was not found", None),
        (
            "/v1/catalog/us/albums/1000042/view/other-versions",
            404,
            "40403",
            "No related resources found for other-versions",
            None,
        ),
        (
            "/v1/catalog/us/stations/ra.700001/radio-show",
            404,
            "40403",
            "No related resources found for radio-show",
            None,
        ),
    ])
    .await;
}

#[tokio::test]
async fn ids_must_be_given_and_not_too_many() {
    let none = "No id(s) supplied in the 'ids' query parameter";
    check(&[
        ("/v1/catalog/us/songs", 400, "40003", "No id(s) supplied on the request", None),
        ("/v1/catalog/us", 400, "40003", "No id(s) supplied on the request", None),
        ("/v1/catalog/us/songs?ids=", 400, "40005", none, Some("ids")),
        ("/v1/catalog/us/songs?ids=,", 400, "40005", none, Some("ids")),
    ])
    .await;
    let bench = Bench::new().await;
    for (path, cap) in
        [("songs", 300), ("albums", 100), ("music-videos", 100), ("artists", 25), ("playlists", 25)]
    {
        let ids = |count: usize| (0..count).map(|id| id.to_string()).collect::<Vec<_>>().join(",");
        let good = bench.json(&format!("/v1/catalog/us/{path}?ids={}", ids(cap))).await;
        assert!(good["data"].as_array().unwrap().is_empty(), "{path}: ids nobody has are skipped");
        let detail = format!("Number of ids must be less than or equal to {cap}, but was: {}", cap + 1);
        let reply = bench.get(&format!("/v1/catalog/us/{path}?ids={}", ids(cap + 1))).await;
        assert_eq!(reply.fault(), (400, "40005".to_owned(), detail), "{path}");
    }
}

#[tokio::test]
async fn wrong_verbs_and_hostile_requests_get_an_answer() {
    let bench = Bench::new().await;
    for (method, path, status) in [
        ("POST", "/v1/catalog/us/songs/1000101", 405),
        ("PUT", "/v1/me/library/songs", 405),
        ("OPTIONS", "/v1/test", 405),
        ("BREW", "/v1/storefronts", 405),
        ("POST", "/v1/me/ratings/songs/1000101", 405),
        ("GET", "/v1/catalog/us/songs/%ff%zz%", 404),
        ("GET", "/v1/catalog/us/songs?ids=%ff%zz%", 200),
        ("GET", "/v1/catalog/us/search?types=songs&term=%F0%9F%A6%8A", 200),
        ("GET", "//v1//test", 404),
    ] {
        assert_eq!(bench.call(method, path, "").await.status, status, "{method} {path}");
    }
    assert_eq!(bench.get(&format!("/v1/catalog/us/songs/{}", "a".repeat(30_000))).await.status, 404);
    assert_eq!(bench.call("PUT", "/v1/me/ratings/songs/1000101", &"x".repeat(70_000)).await.fault().0, 413);
    let head = bench.call("HEAD", "/v1/catalog/us/songs/1000101", "").await;
    assert_eq!((head.status, head.text.as_str()), (200, ""));
    for (method, path) in [("DELETE", "/v1/me/library/songs/i.x"), ("PATCH", "/v1/me/library/playlists/p.x")]
    {
        let reply = bench.call(method, path, "").await;
        assert_eq!((reply.status, reply.text.as_str()), (401, ""), "{method}: as Apple, without a word");
    }
}

const SEGMENTS: &[&str] = &[
    "catalog",
    "us",
    "jp",
    "me",
    "library",
    "songs",
    "albums",
    "artists",
    "playlists",
    "genres",
    "stations",
    "view",
    "search",
    "charts",
    "ratings",
    "1000101",
    "1000042",
    "700001",
    "700340",
    "1700001",
    "20",
    "ra.700001",
    "tracks",
    "top-songs",
    "suggestions",
    "record-labels",
    "1540001",
    "apple-curators",
    "976012",
    "music-videos",
    "%00",
    "..",
    "%E2%82",
    "18446744073709551615",
];
const PARAMETERS: &[&str] = &[
    "limit=1",
    "limit=100",
    "offset=9",
    "offset=9223372036854775807",
    "ids=1000101,976001,20",
    "l=ja",
    "l=",
    "term=a",
    "term=%F0%9F%A6%8A",
    "types=songs,albums",
    "types=library-songs",
    "include=tracks,catalog,artists",
    "views=top-songs",
    "include[songs]=albums",
    "include[albums]=tracks",
    "extend=artistUrl,trackTypes,chartLabel",
    "kinds=terms",
    "genre=34",
    "filter[isrc]=ZZSGU2400000",
    "filter[upc]=\u{e9}",
    "filter[equivalents]=1000042",
    "limit[tracks]=1",
    "ids[songs]=1",
    "=",
    "&&",
];

/// Requests stitched together from what a path and a query can be made of: whatever they mean, each gets an answer. A
/// panic would cut the connection, and the client would fail.
#[tokio::test]
async fn no_mixture_of_words_breaks_it() {
    let bench = Bench::new().await;
    let mut state: u64 = 7;
    let mut pick = |words: &'static [&'static str]| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        words[(state >> 33) as usize % words.len()]
    };
    for round in 0..600 {
        let start = ["/v1/catalog/us", "/v1/catalog/jp", "/v1/me/library", "/v1"][round % 4];
        let segments: Vec<_> = (0..1 + round % 4).map(|_| pick(SEGMENTS)).collect();
        let parameters: Vec<_> = (0..round % 5).map(|_| pick(PARAMETERS)).collect();
        let path = format!("{start}/{}?{}", segments.join("/"), parameters.join("&"));
        let method = ["GET", "GET", "GET", "POST", "DELETE", "PUT"][round % 6];
        let status = bench.call(method, &path, "{}").await.status;
        assert!(status < 500 || status == 501, "{method} {path}: {status}");
    }
}
