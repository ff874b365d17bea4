//! The request in question.

use crate::each::Pair;

pub(crate) const PAIRS: &[Pair] = &[
    (
        "REQ001",
        |case| case.authorization(|_| String::new()),
        "REQ001",
        |case| case.authorization(|_| String::new()).sent("authorization", "Bearer {developer}"),
        "",
    ),
    (
        "REQ002",
        |case| case.authorization(|jwt| format!("Token {jwt}")),
        "REQ002",
        |case| case.authorization(|jwt| format!("Bearer {jwt}")),
        "",
    ),
    (
        "REQ003",
        |case| case.get("https://amp-api.music.apple.com/v1/catalog/us/songs/1000101"),
        "REQ003",
        |case| case.get("https://API.music.apple.com:443/v1/catalog/us/songs/1000101"),
        "",
    ),
    (
        "REQ004",
        |case| case.get("http://api.music.apple.com/v1/catalog/us/songs/1000101"),
        "REQ004",
        |case| case.get("http://127.0.0.1:8421/v1/catalog/us/songs/1000101"),
        "",
    ),
    (
        "REQ005",
        |case| case.get("/v1/me/storefront").user(str::to_owned).sent("media-user-token", "{user}"),
        "REQ005 MUT001",
        |case| case.get("/v1/me/storefront").user(str::to_owned).sent("MUSIC-USER-TOKEN", "{user}"),
        "",
    ),
    (
        "REQ007",
        |case| case.get("/v1/catalog/uk/songs/1000101"),
        "REQ007",
        |case| case.get("/v1/catalog/gb/songs/1000101"),
        "",
    ),
    (
        "REQ009",
        |case| case.get("/catalog/us/songs/1000101"),
        "REQ009",
        |case| case.get("/v1/catalog/us/search?term=a//b"),
        "",
    ),
    (
        "REQ010",
        |case| case.get("/v1/catalog/us/songs/1000101?access_token={developer}"),
        "REQ010",
        |case| case.get("/v1/catalog/us/search?term=token&l=en-US"),
        "",
    ),
    ("REQ014", |case| case.get("/v1/me").user(str::to_owned), "REQ014", |case| case.personal(), ""),
    (
        "REQ015",
        |case| case.request("DELETE", "/v1/me/library/playlists/p.a1").user(str::to_owned),
        "REQ015",
        |case| case.request("DELETE", "/v1/me/ratings/songs/1000101").user(str::to_owned),
        "",
    ),
    (
        "REQ017",
        |case| case.get("/v1/catalog/{storefront}/songs/1000101"),
        "REQ017",
        |case| case.get("/v1/catalog/us/search?term=%7Bno"),
        "",
    ),
];
