//! What belongs to a listener and is read: videos, recommendations, Replay, history, favorites; and who may read it.

use serde_json::Value;

use crate::{Bench, Options, assert_refused, ids_of};

/// One of each method under `/v1/me`.
const ADDRESSES: &[(&str, &str)] = &[
    ("GET", "/v1/me/library/songs"),
    ("POST", "/v1/me/library/playlists"),
    ("PUT", "/v1/me/ratings/songs/1000101"),
    ("DELETE", "/v1/me/ratings/songs/1000101"),
];

#[tokio::test]
async fn without_a_token_each_address_says_which_one() {
    let bench = Bench::new().await;
    let bearer = format!("Bearer {}", bench.access().developer_token);
    let user = bench.access().user_token.clone();
    for (method, path) in ADDRESSES {
        let none = bench.send(method, path, &[("Music-User-Token", &user)], "").await;
        assert_eq!((none.status, none.text.as_str()), (401, ""), "{method} {path}");
        let alone = bench.send(method, path, &[("Authorization", &bearer)], "").await.fault();
        assert_eq!(alone, (403, "40300".into(), "Authentication required for request".into()), "{path}");
        let wrong = [("Authorization", &*bearer), ("Music-User-Token", "nonsense")];
        let refused = bench.send(method, path, &wrong, "").await.fault();
        assert_eq!(refused, (403, "40300".into(), "Invalid authentication".into()), "{path}");
    }
}

#[tokio::test]
async fn music_videos_of_the_library_lead_to_the_catalogue() {
    let bench = Bench::new().await;
    let (ids, lengths) = bench.walk("/v1/me/library/music-videos", 25).await;
    assert_eq!((ids.len(), lengths), (32, vec![25, 7]));
    let one = bench.json(&format!("/v1/me/library/music-videos/{}?include=catalog", ids[0])).await;
    let attributes = &one["data"][0]["attributes"];
    assert_eq!(attributes["playParams"]["kind"], "musicVideo");
    let catalog = &one["data"][0]["relationships"]["catalog"]["data"][0];
    assert_eq!(
        (&catalog["type"], &catalog["id"]),
        (&"music-videos".into(), &attributes["playParams"]["catalogId"])
    );
    let copy = bench.json(&format!("{}/library", catalog["href"].as_str().unwrap())).await;
    assert_eq!(ids_of(&copy["data"]), [ids[0].as_str()]);
    let several = bench.json(&format!("/v1/me/library/music-videos?ids={},i.none,{}", ids[3], ids[1])).await;
    assert_eq!(ids_of(&several["data"]), [ids[3].as_str(), &ids[1]]);
    let name = attributes["name"].as_str().unwrap().replace(' ', "+");
    let found = bench.json(&format!("/v1/me/library/search?types=library-music-videos&term={name}")).await;
    assert!(ids_of(&found["results"]["library-music-videos"]["data"]).contains(&ids[0]));
}

#[tokio::test]
async fn recommendations_come_as_objects_with_their_contents() {
    let bench = Bench::new().await;
    let (ids, lengths) = bench.walk("/v1/me/recommendations", 10).await;
    assert_eq!((ids.len(), lengths), (12, vec![10, 2]));
    let all = bench.json("/v1/me/recommendations?limit=30").await;
    for row in all["data"].as_array().unwrap() {
        assert_eq!(row["type"], "personal-recommendation");
        let contents = &row["relationships"]["contents"];
        let types = row["attributes"]["resourceTypes"].as_array().unwrap();
        let shown = contents["data"].as_array().unwrap();
        assert_eq!(shown.len(), 10);
        assert!(shown.iter().all(|content| types.contains(&content["type"])));
        assert!(shown.iter().all(|content| content["attributes"]["name"].is_string()));
        let more = bench.json(contents["next"].as_str().unwrap()).await;
        assert_eq!(more["data"].as_array().unwrap().len(), 2);
    }
    let first = bench.json(&format!("/v1/me/recommendations/{}", ids[0])).await;
    assert_eq!(first["data"][0]["attributes"]["title"]["stringForDisplay"], "Made for You");
    let some = bench.json(&format!("/v1/me/recommendations?ids={},6-nobody", ids[1])).await;
    assert_eq!(ids_of(&some["data"]), [ids[1].as_str()]);
    let path = format!("/v1/me/recommendations/{}", ids[0]);
    assert_refused(
        &bench,
        &[
            ("GET", "/v1/me/recommendations?limit=31", "", 400, "40005", "parameter=limit"),
            ("GET", "/v1/me/recommendations?type=x", "", 400, "40004", "parameter=type"),
            ("GET", "/v1/me/recommendations/6-nobody", "", 404, "40400", ""),
            ("GET", &format!("{path}/contents?limit=11"), "", 400, "40005", "parameter=limit"),
            ("GET", &format!("{path}/cousins"), "", 400, "40008", ""),
            ("POST", &path, "", 405, "40500", ""),
        ],
    )
    .await;
}

#[tokio::test]
async fn replay_ranks_what_was_heard_and_its_views_have_pages() {
    let bench = Bench::new().await;
    let path = "/v1/me/music-summaries?filter[year]=latest";
    let plain = bench.json(path).await;
    assert_eq!((&plain["data"][0]["id"], &plain["data"][0]["views"]), (&"year-2025".into(), &Value::Null));
    let full =
        bench.json(&format!("{path}&views=top-artists,top-albums,top-songs&include=artist,song")).await;
    for (view, name, whole) in
        [("top-artists", "artist", true), ("top-albums", "album", false), ("top-songs", "song", true)]
    {
        let page = &full["data"][0]["views"][view];
        let rows = page["data"].as_array().unwrap();
        let plays: Vec<u64> =
            rows.iter().map(|row| row["attributes"]["playCount"].as_u64().unwrap()).collect();
        assert!(plays.len() == 10 && plays.is_sorted_by(|a, b| a >= b), "{plays:?}");
        let heard = &rows[0]["relationships"][name]["data"][0];
        assert_eq!(rows[0]["type"], format!("{name}-period-summaries"));
        assert_eq!(heard["attributes"].is_object(), whole, "{view} is whole where it was included");
        let mut next = page["next"].as_str().map(str::to_owned);
        let mut ids = ids_of(&page["data"]);
        while let Some(path) = next {
            let page = bench.json(&path).await;
            ids.extend(ids_of(&page["data"]));
            next = page["next"].as_str().map(str::to_owned);
        }
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), 40);
    }
    let view = "/v1/me/music-summaries/year-2025/view";
    assert_refused(
        &bench,
        &[
            ("GET", "/v1/me/music-summaries", "", 400, "40003", "parameter=filter[year]"),
            ("GET", "/v1/me/music-summaries?filter[year]=2023", "", 400, "40005", "parameter=filter[year]"),
            ("GET", &format!("{path}&filter[month]=1"), "", 400, "40004", "parameter=filter[month]"),
            ("GET", &format!("{view}/top-dogs"), "", 400, "40008", ""),
            ("GET", &format!("{view}/top-songs?limit=101"), "", 400, "40005", "parameter=limit"),
            ("GET", "/v1/me/music-summaries/year-1984/view/top-songs", "", 404, "40400", ""),
        ],
    )
    .await;
}

#[tokio::test]
async fn history_ends_after_fifty_rows_and_has_types_where_apple_has_them() {
    let bench = Bench::new().await;
    for (path, page) in [
        ("recent/played", 10),
        ("recent/played/tracks", 30),
        ("recent/radio-stations", 10),
        ("history/heavy-rotation", 10),
    ] {
        let path = format!("/v1/me/{path}");
        let (ids, lengths) = bench.walk(&path, page).await;
        assert_eq!((ids.len(), lengths[0]), (50, page), "{path}");
        assert_eq!(bench.json(&format!("{path}?offset=50")).await["data"].as_array().unwrap().len(), 0);
        let over = format!("{path}?limit={}", page + 1);
        assert_refused(&bench, &[("GET", &over, "", 400, "40005", "parameter=limit")]).await;
    }
    for (path, types) in [
        ("played", &["albums", "library-albums", "library-playlists", "playlists", "stations"][..]),
        ("played/tracks", &["library-music-videos", "library-songs", "music-videos", "songs"]),
    ] {
        for kind in types {
            let rows = bench.json(&format!("/v1/me/recent/{path}?types={kind}")).await;
            let rows = rows["data"].as_array().unwrap();
            assert!(rows.len() > 5 && rows.iter().all(|row| row["type"] == *kind), "{kind}");
        }
    }
    assert_refused(
        &bench,
        &[
            ("GET", "/v1/me/recent/played?types=songs", "", 400, "40005", "parameter=types"),
            ("GET", "/v1/me/recent/played/tracks?types=", "", 400, "40005", "parameter=types"),
            ("GET", "/v1/me/recent/radio-stations?types=stations", "", 400, "40004", "parameter=types"),
            ("GET", "/v1/me/history/heavy-rotation?types=albums", "", 400, "40004", "parameter=types"),
        ],
    )
    .await;
}

#[tokio::test]
async fn favorites_are_taken_in_and_only_an_extension_tells() {
    let bench = Bench::with(Options { undocumented: true, ..Options::default() }).await;
    let favored = async |path: &str| {
        let row = bench.json(&format!("{path}?extend=inFavorites")).await;
        row["data"][0]["attributes"]["inFavorites"].clone()
    };
    let (song, artist) = ("/v1/catalog/us/songs/1000101", "/v1/catalog/us/artists/700001");
    assert_eq!((favored(song).await, favored(artist).await), (false.into(), false.into()));
    let path = "/v1/me/favorites?ids[songs]=1000101,1&ids[artists]=700001";
    let added = bench.call("POST", path, "").await;
    assert_eq!((added.status, added.text.as_str()), (202, ""));
    assert_eq!((favored(song).await, favored(artist).await), (true.into(), true.into()));
    assert_eq!(bench.call("DELETE", "/v1/me/favorites?ids[songs]=1000101", "").await.status, 204);
    assert_eq!((favored(song).await, favored(artist).await), (false.into(), true.into()));
    let strict = Bench::new().await;
    assert_refused(
        &strict,
        &[
            ("POST", "/v1/me/favorites", "", 400, "40003", ""),
            ("POST", "/v1/me/favorites?ids=1000101", "", 400, "40004", "parameter=ids"),
            ("POST", "/v1/me/favorites?ids[cats]=1", "", 400, "40004", "parameter=ids[cats]"),
            ("POST", "/v1/me/favorites?ids[genres]=20", "", 400, "40004", "parameter=ids[genres]"),
            ("POST", "/v1/me/favorites?ids[songs]=", "", 400, "40005", "parameter=ids[songs]"),
            ("GET", "/v1/me/favorites?ids[songs]=1000101", "", 405, "40500", ""),
            ("DELETE", "/v1/me/favorites?ids[songs]=1000101", "", 400, "40012", ""),
        ],
    )
    .await;
}
