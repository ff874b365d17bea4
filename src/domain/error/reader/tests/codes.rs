//! Answers that carry Apple's own errors.

use super::*;

/// Code, detail, target of a GET, and the gist that they must get.
const BAD_REQUESTS: &[(&str, &str, &str, &str)] = &[
    ("40003", "No id(s) supplied on the request", "/v1/catalog/us/songs", "ids is missing"),
    ("40003", "Il manque x", "/v1/x", "a required parameter is missing"),
    (
        "40004",
        "Parameter 'Reed' is not allowed",
        "/v1/catalog/us/search?term=Fog+&Reed",
        "Reed is no parameter; likely a bare & stands in a value",
    ),
    ("40004", "Parameter 'limt' is not allowed", "/v1/catalog/us/songs?limt=3", "limt is not allowed here"),
    ("40004", "", "/v1/x", "a parameter is not allowed here"),
    ("40005", "Invalid language tag 'fo-og'", "/v1/x?l=fo-og", "the language tag 'fo-og' is not accepted"),
    ("40005", "Invalid language tag", "/v1/x", "the language tag is not accepted"),
    ("40005", "No id(s) supplied in the 'ids' query parameter", "/v1/catalog/us/songs?ids=", "ids is empty"),
    (
        "40005",
        "offset must be less than 200",
        "/v1/catalog/ag/charts?offset=206",
        "charts end before offset 200",
    ),
    (
        "40005",
        "Value must be an integer less than or equal to 10, but was: 15",
        "/v1/me/recent/played?limit=15",
        "limit may be at most 10 here",
    ),
    ("40005", "It must be greater than or equal to 1", "/v1/x", "a value may be at least 1 here"),
    ("40005", "offset bad", "/v1/x?offset=two", "offset takes a whole number"),
    ("40005", "limit hors bornes", "/v1/x?limit=15", "limit=15 is not accepted"),
    ("40005", "Pas bon", "/v1/x", "the value of a parameter is not accepted"),
    (
        "40008",
        "Unknown library resource type 'artists?offset=25'",
        "/v1/me/library/artists%3Foffset=25",
        "the ? was sent as a part of the path",
    ),
    (
        "40008",
        "Unknown library resource type 'library-songs'",
        "/v1/me/library/library-songs",
        "a library path says 'songs'",
    ),
    ("40008", "No relationship found matching 'fog'", "/v1/x/fog", "there is no relationship 'fog' here"),
    ("40008", "Unknown catalog resource type 'fogs'", "/v1/catalog/us/fogs", "there is no type 'fogs' here"),
    ("40008", "", "/v1/x", "the path names something that does not exist"),
    (
        "40012",
        "'lyrics' entities require permissions that are not in the request",
        "/v1/x/lyrics",
        "'lyrics' needs a permission that is not for developers",
    ),
    ("40012", "", "/v1/x", "this needs a permission that is not for developers"),
    ("40015", "No privilege: CloudLibrary", "/v1/x", "no active subscription for the library (CloudLibrary)"),
    (
        "40015",
        "User's tier does not have access to privilege: ListeningHistory",
        "/v1/x",
        "no active subscription for the listening history (ListeningHistory)",
    ),
    ("40015", "No privilege: UserRatings", "/v1/x", "no active subscription for ratings (UserRatings)"),
    ("40015", "No privilege: FogMachine", "/v1/x", "the subscription does not include FogMachine"),
    ("40015", "Rien", "/v1/x", "the account likely has no active subscription"),
];

#[test]
fn every_code_of_a_bad_request_says_what_it_means() {
    for (code, detail, target, expected) in BAD_REQUESTS {
        let found = headline(&error(code, detail), to("GET", target));
        assert_eq!(found, format!("400 Bad Request · {expected}"), "{detail}");
    }
}

/// Code, detail, request, and the headline of the failure that they must give.
fn check(cases: &[(&str, &str, Context<'_>, &str)]) {
    for (code, detail, request, expected) in cases {
        let report = read_as(&error(code, detail), *request).unwrap();
        assert_eq!((report.headline.as_str(), report.severity), (*expected, Severity::Failure));
        assert!(!report.entries[0].meaning.is_empty() && !report.entries[0].advice.is_empty(), "{code}");
    }
}

#[test]
fn a_forbidden_request_is_read_by_what_was_sent() {
    let absent = Context { user_token_sent: false, ..SONGS };
    let write = to("POST", "/v1/me/library/playlists/p.fog/tracks");
    let cases = [
        (
            "40300",
            "Authentication required for request",
            absent,
            "403 Forbidden · the Music User Token is missing",
        ),
        ("40300", "Interdit", SONGS, "403 Forbidden · the Music User Token was refused"),
        (
            "40300",
            "Invalid authentication",
            write,
            "403 Forbidden · refused: the playlist may not be editable, or the Music User Token is bad",
        ),
    ];
    check(&cases);
}

#[test]
fn what_is_not_found_or_fails_upstream_is_read_by_the_path() {
    let write = to("POST", "/v1/me/library/playlists/p.fog/tracks");
    let cases = [
        (
            "40400",
            "",
            to("GET", "/v1/catalog/us/songs/i.abc"),
            "404 Not Found · i.abc is a library id, and the path is the catalog's",
        ),
        (
            "40400",
            "",
            to("GET", "/v1/me/library/songs/17"),
            "404 Not Found · 17 is a catalog id, and the path is the library's",
        ),
        (
            "40400",
            "",
            to("GET", "/v1/catalog/us/songs/17"),
            "404 Not Found · no such thing in the storefront 'us'",
        ),
        ("40400", "", to("GET", "/v1/me/library/songs/i.a"), "404 Not Found · no such thing in this library"),
        (
            "40400",
            "",
            to("GET", "/v1/me/library/playlist-folders/p.playlistsroot"),
            "404 Not Found · the root folder is not shown by itself",
        ),
        (
            "50001",
            "",
            to("GET", "/v1/catalog/us/songs/1"),
            "500 Internal Server Error · the service behind the API failed",
        ),
        ("40400", "", to("GET", "/v1/storefronts/xx"), "404 Not Found · nothing has this id"),
        (
            "40400",
            "Requested path was not found",
            to("GET", "/v1/catalogue/us/songs/1"),
            "404 Not Found · there is no such path",
        ),
        (
            "50001",
            "Error fetching library content",
            SONGS,
            "500 Internal Server Error · the service behind the API failed",
        ),
        (
            "50001",
            "Unable to update tracks",
            write,
            "500 Internal Server Error · the library could not be changed",
        ),
    ];
    check(&cases);
}

#[test]
fn a_rating_that_is_not_there_can_be_put_and_one_that_cannot_be_put_has_a_wrong_id() {
    check(&[
        ("40400", "", to("GET", "/v1/me/ratings/songs/17"), "404 Not Found · this has no rating"),
        (
            "40400",
            "",
            to("PUT", "/v1/me/ratings/songs/17"),
            "404 Not Found · there is nothing of this id to rate",
        ),
    ]);
}

#[test]
fn the_cap_and_the_key_to_press_stand_in_the_advice() {
    let body = r#"{"errors":[{"title":"T","status":400,"code":40005,"source":{"parameter":"limit[tracks]"},
        "detail":"Value must be an integer less than or equal to 300, but was: 500"}]}"#;
    let report = read_as(&answer(400, body), to("GET", "/v1/catalog/us/albums/1?limit[tracks]=500")).unwrap();
    assert_eq!(report.headline, "400 Bad Request · limit[tracks] may be at most 300 here");
    assert_eq!(report.entries[0].advice[0], "Set limit[tracks]=300.");
    let absent = Context { user_token_sent: false, ..SONGS };
    let report = read_as(&error("40300", ""), absent).unwrap();
    assert_eq!(report.entries[0].advice[0], "Press {key:toggle-user} to send the Music User Token.");
}

#[test]
fn an_empty_relationship_is_a_notice_to_treat_it_as_an_empty_list() {
    let cases = [
        ("No related resources found for catalog", "404 Not Found · 'catalog' is empty: no catalog twin"),
        ("No related resources found for tracks", "404 Not Found · 'tracks' is empty"),
        ("Aucune", "404 Not Found · 'children' is empty"),
    ];
    for (detail, expected) in cases {
        let request = to("GET", "/v1/me/library/playlist-folders/p.fog/children");
        let report = read_as(&error("40403", detail), request).unwrap();
        assert_eq!((report.headline.as_str(), report.severity), (expected, Severity::Notice));
        assert!(report.entries[0].meaning.contains("Treat it as an empty list."));
    }
}

#[test]
fn an_unknown_code_is_shown_and_read_by_its_class() {
    let cases = [
        ("40099", "400 Bad Request · the request is not one that this path takes"),
        ("42999", "429 Too Many Requests · too many requests; wait a little"),
        ("45100", "451 · the request was not accepted"),
        ("59900", "599 · the server failed"),
    ];
    for (code, expected) in cases {
        let report = read_as(&error(code, "fog"), SONGS).unwrap();
        let entry = &report.entries[0];
        assert_eq!(report.headline, expected);
        assert!(
            entry.meaning.starts_with(&format!("Segue does not know the code {code}. ")),
            "{}",
            entry.meaning
        );
        assert_eq!((entry.code.as_deref(), entry.detail.as_deref()), (Some(code), Some("fog")));
    }
}

#[test]
fn a_code_cannot_name_a_row_of_another_table() {
    let body = r#"{"errors":[{"code":"cut","status":"refused"}]}"#;
    assert_eq!(headline(&answer(500, body), SONGS), "500 Internal Server Error · the server failed");
}

#[test]
fn errors_of_any_shape_still_read() {
    let cases = [
        (400, r#"{"errors":"fog"}"#, "400 Bad Request · the request is not one that this path takes"),
        (
            500,
            r#"{"errors":{"title":"Internal Server Error","status":"500"}}"#,
            "500 Internal Server Error · the server failed",
        ),
        (404, r#"{"errors":[7,null,[]]}"#, "404 Not Found · nothing is there · 2 more"),
        (404, r#"{"errors":[]}"#, "404 Not Found · nothing is there; no reason was given"),
        (
            200,
            r#"{"data":[],"errors":[{"code":"40400","status":"404"}]}"#,
            "200 OK · an error beside the data: no such thing in this library",
        ),
        (200, r#"{"errors":[{"title":"x"}]}"#, "200 OK · errors stand in an answer that succeeded"),
        (700, r#"{"errors":[{"title":"x"}]}"#, "700 · an answer that Segue cannot explain"),
    ];
    for (status, body, expected) in cases {
        assert_eq!(headline(&answer(status, body), SONGS), expected, "{body}");
    }
}

#[test]
fn the_end_of_a_list_is_no_fault() {
    let request = to("GET", "/v1/me/library/playlist-folders/p.fog/children?offset=25");
    let report = read_as(&error("40403", "No related resources found for children"), request).unwrap();
    assert_eq!(report.headline, "404 Not Found · 'children' ends before this offset");
    assert_eq!(report.severity, Severity::Notice);
}

#[test]
fn a_403_without_a_code_blames_the_user_token_on_personal_paths_only() {
    let absent = Context { user_token_sent: false, ..SONGS };
    let cases = [
        (absent, "403 Forbidden · likely the Music User Token is missing"),
        (SONGS, "403 Forbidden · likely the Music User Token was refused"),
        (to("GET", "/v1/catalog/us/songs/1"), "403 Forbidden · no reason was given"),
    ];
    for (request, expected) in cases {
        assert_eq!(headline(&answer(403, ""), request), expected);
    }
}
