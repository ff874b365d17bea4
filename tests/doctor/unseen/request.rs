//! Requests.

use crate::{case::apple, unseen::Row};

pub(crate) const ROWS: &[Row] = &[
    ("Bearer twice", |case| case.authorization(|jwt| format!("Bearer Bearer {jwt}")), "REQ002"),
    ("a colon after Bearer", |case| case.authorization(|jwt| format!("Bearer: {jwt}")), "REQ002"),
    ("no space after Bearer", |case| case.authorization(|jwt| format!("Bearer{jwt}")), "REQ002"),
    ("two spaces after Bearer", |case| case.authorization(|jwt| format!("Bearer  {jwt}")), "REQ002"),
    (
        "another token than the one that was named",
        |case| case.authorization(|_| "Bearer 0123456789abcdefghijklmnop".to_owned()),
        "",
    ),
    ("Basic", |case| case.authorization(|_| "Basic dXNlcjpwYXNz".to_owned()), "REQ002"),
    ("bearer in small letters, refused", |case| case.authorization(|jwt| format!("bearer {jwt}")), "REQ002"),
    (
        "bearer in small letters, accepted",
        |case| case.authorization(|jwt| format!("bearer {jwt}")).accepted(),
        "",
    ),
    ("an empty header", |case| case.authorization(|_| "Bearer".to_owned()), "REQ002"),
    ("a slash twice in front", |case| case.get("//v1/catalog/us/songs/1").answered(404, ""), "REQ009"),
    (
        "a slash twice after the version",
        |case| case.get("/v1//catalog/us/songs/1").answered(404, ""),
        "REQ009",
    ),
    ("version 2", |case| case.get("/v2/catalog/us/songs/1").answered(404, ""), "REQ009"),
    ("no path", |case| case.get("https://api.music.apple.com").answered(404, ""), "REQ009"),
    ("the version in capitals", |case| case.get("/V1/catalog/us/songs/1").answered(404, ""), "REQ009"),
    ("http", |case| case.get("http://api.music.apple.com/v1/storefronts"), "REQ004"),
    (
        "http, redirected to https",
        |case| {
            case.get("http://api.music.apple.com/v1/storefronts")
                .answered(301, "")
                .received("location", "https://api.music.apple.com/v1/storefronts")
        },
        "NET006 REQ004",
    ),
    (
        "the host of the web pages",
        |case| case.get("https://music.apple.com/v1/catalog/us/songs/1").answered(404, ""),
        "REQ003",
    ),
    (
        "the host of the search for iTunes",
        |case| case.get("https://itunes.apple.com/v1/catalog/us/songs/1").answered(404, ""),
        "REQ003",
    ),
    (
        "an own token on the web player's host, accepted",
        |case| case.get("https://amp-api.music.apple.com/v1/catalog/us/songs/1").accepted(),
        "",
    ),
    (
        "both tokens on the web player's host under its own name",
        |case| {
            case.get("https://amp-api.music.apple.com/v1/me/library/playlists")
                .user(str::to_owned)
                .sent("media-user-token", "{user}")
        },
        "REQ003",
    ),
    ("/v1/me/", |case| case.get("/v1/me/").user(str::to_owned).answered(404, ""), "REQ014"),
    ("/v1/me without a user token", |case| case.get("/v1/me").answered(401, ""), "REQ014"),
    (
        "three letters for a storefront",
        |case| {
            case.get("/v1/catalog/usa/songs/1").answered(400, &apple(400, "40005", "Invalid Path Value", ""))
        },
        "REQ007",
    ),
    ("a locale for a storefront", |case| case.get("/v1/catalog/en-US/songs/1").answered(400, ""), "REQ007"),
    ("no storefront", |case| case.get("/v1/catalog/songs/1").answered(404, ""), "REQ007"),
    ("a storefront in capitals, accepted", |case| case.get("/v1/catalog/US/songs/1").accepted(), ""),
    ("a storefront by its id", |case| case.get("/v1/storefronts/uk").answered(404, ""), "REQ007"),
    ("several storefronts", |case| case.get("/v1/storefronts?ids=us,gb"), ""),
    ("an id with a colon", |case| case.get("/v1/catalog/us/songs/:id").answered(404, ""), "REQ017"),
    (
        "a placeholder that was encoded",
        |case| case.get("/v1/catalog/%7Bstorefront%7D/songs/1").answered(404, ""),
        "REQ017",
    ),
    (
        "a placeholder in the query",
        |case| case.get("/v1/catalog/us/search?term={term}").answered(400, ""),
        "REQ017",
    ),
    ("words of a manual", |case| case.get("/v1/catalog/us/songs/YOUR_SONG_ID").answered(404, ""), "REQ017"),
    (
        "the developer token in the query beside the header",
        |case| case.get("/v1/test?developerToken={developer}"),
        "REQ010",
    ),
    (
        "the user token in the query",
        |case| {
            case.get("/v1/me/storefront?music-user-token={user}").user(str::to_owned).sent("Cookie", "a=b")
        },
        "REQ010 MUT001",
    ),
    ("a search for an ellipsis", |case| case.get("/v1/catalog/us/search?term=and then…").accepted(), ""),
    (
        "PUT on tracks",
        |case| case.request("PUT", "/v1/me/library/playlists/p.a1/tracks").user(str::to_owned),
        "REQ015",
    ),
    (
        "DELETE of a library song",
        |case| case.request("DELETE", "/v1/me/library/songs/i.a1").user(str::to_owned).developer_probed(200),
        "REQ015",
    ),
    (
        "DELETE of a playlist, and GET works",
        |case| {
            case.request("DELETE", "/v1/me/library/playlists/p.a1").user(str::to_owned).probe_personal(
                "/v1/me/library/playlists/p.a1",
                200,
                "",
            )
        },
        "REQ015",
    ),
    (
        "PATCH of a playlist",
        |case| case.request("PATCH", "/v1/me/library/playlists/p.a1").user(str::to_owned),
        "REQ015",
    ),
    ("POST to the catalog", |case| case.request("POST", "/v1/catalog/us/songs"), "REQ015"),
    (
        "POST of a playlist",
        |case| case.request("POST", "/v1/me/library/playlists").user(str::to_owned).answered(201, ""),
        "",
    ),
    (
        "POST of tracks, refused",
        |case| case.request("POST", "/v1/me/library/playlists/p.a1/tracks").user(str::to_owned),
        "",
    ),
    (
        "POST to favorites",
        |case| case.request("POST", "/v1/me/favorites?ids[songs]=1").user(str::to_owned),
        "",
    ),
    ("no token at all", |case| case.no_token().no_key().get("/v1/storefronts"), "DT001 REQ001"),
    ("a token was made and not sent", |case| case.authorization(|_| String::new()), "REQ001"),
    (
        "not found",
        |case| {
            case.get("/v1/catalog/us/songs/1").answered(404, &apple(404, "40400", "Resource Not Found", ""))
        },
        "",
    ),
];
