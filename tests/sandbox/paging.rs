//! Pages as Apple serves them: `next` drops the limit, pages come up short, every list has its own cursor.

use std::collections::HashSet;

use crate::{Bench, ids_of};

#[tokio::test]
async fn a_walk_through_the_library_finds_each_of_1200_songs_once() {
    let bench = Bench::new().await;
    let first = bench.json("/v1/me/library/songs?limit=100").await;
    assert_eq!(first["next"], "/v1/me/library/songs?offset=100");
    assert_eq!(first["meta"]["total"], 1200);

    let (ids, lengths) = bench.walk("/v1/me/library/songs", 100).await;
    let distinct: HashSet<&String> = ids.iter().collect();
    assert_eq!((ids.len(), distinct.len()), (1200, 1200));
    assert!(
        lengths.iter().rev().skip(1).any(|length| *length < 100),
        "some pages come up short: {lengths:?}"
    );
    assert!(lengths.len() > 12, "a client that trusts the total would stop too early");

    let (by_25, _) = bench.walk("/v1/me/library/songs", 25).await;
    assert_eq!(ids, by_25, "the order does not depend on the page");
}

#[tokio::test]
async fn the_library_has_the_sizes_it_promises() {
    let bench = Bench::new().await;
    for (path, count) in [("albums", 110), ("artists", 60), ("playlists", 30)] {
        let (ids, _) = bench.walk(&format!("/v1/me/library/{path}"), 100).await;
        assert_eq!(ids.iter().collect::<HashSet<_>>().len(), count, "{path}");
        let page = bench.json(&format!("/v1/me/library/{path}")).await;
        assert_eq!(page["meta"]["total"], count, "{path}");
        assert_eq!(page["data"].as_array().unwrap().len(), 25, "{path}: 25 without a limit");
    }
    let recent = bench.json("/v1/me/library/recently-added").await;
    assert_eq!(recent["data"].as_array().unwrap().len(), 10);
    assert!(recent.get("meta").is_none(), "recently added has no total");
}

#[tokio::test]
async fn the_first_request_has_three_pages_of_tracks() {
    let bench = Bench::new().await;
    let path = "/v1/catalog/us/albums/1000042/tracks";
    let first = bench.json(&format!("{path}?limit=25")).await;
    assert_eq!(first["next"], format!("{path}?offset=25"));
    assert_eq!(ids_of(&first["data"])[..2], ["1000101", "1000102"]);
    assert_eq!(first["data"][0]["attributes"]["name"], "Glass Harbour");
    assert_eq!(first["data"][1]["attributes"]["contentRating"], "explicit");
    let (ids, lengths) = bench.walk(path, 25).await;
    assert_eq!(lengths, [25, 25, 14]);
    assert_eq!(ids.iter().collect::<HashSet<_>>().len(), 64);
    let past = bench.json(&format!("{path}?offset=9000")).await;
    assert!(
        past["data"].as_array().unwrap().is_empty() && past.get("next").is_none(),
        "past the end is empty"
    );
}

#[tokio::test]
async fn an_artist_s_albums_page_by_25_and_by_100() {
    let bench = Bench::new().await;
    let mara = bench.json("/v1/catalog/us/artists/700001").await;
    let inline = &mara["data"][0]["relationships"]["albums"];
    assert_eq!(inline["data"].as_array().unwrap().len(), 25);
    assert_eq!(inline["next"], "/v1/catalog/us/artists/700001/albums?offset=25");
    assert!(inline["data"][0].get("attributes").is_none(), "identifiers only");
    let (ids, lengths) = bench.walk("/v1/catalog/us/artists/700008/albums", 100).await;
    assert_eq!((ids.len(), lengths), (112, vec![100, 12]));
}

#[tokio::test]
async fn next_keeps_the_language_and_nothing_else() {
    let bench = Bench::new().await;
    let path = "/v1/catalog/ca/albums/1000042/tracks";
    let page =
        bench.json(&format!("{path}?l=fr-CA&limit=10&include=artists&extend=artistUrl&offset=10")).await;
    assert_eq!(page["next"], format!("{path}?l=fr-CA&offset=20"));
    let storefronts = bench.json("/v1/storefronts?limit=2").await;
    assert_eq!(storefronts["next"], "/v1/storefronts?offset=2");
}

#[tokio::test]
async fn search_groups_have_their_own_cursors() {
    let bench = Bench::new().await;
    let all = bench.json("/v1/catalog/us/search?term=glass+harbour&types=songs,albums&limit=2").await;
    let next = all["results"]["songs"]["next"].as_str().unwrap();
    assert_eq!(next, "/v1/catalog/us/search?offset=2&term=glass+harbour&types=songs");
    assert_eq!(all["results"]["albums"]["data"][0]["id"], "1000042");
    assert_eq!(all["meta"]["results"]["order"].as_array().unwrap().len(), 2);
    assert!(all.get("next").is_none() && all.get("data").is_none());

    let more = bench.json(next).await;
    let groups: Vec<&String> = more["results"].as_object().unwrap().keys().collect();
    assert_eq!(groups, ["songs"], "next narrows the types to one");
    assert_eq!(more["results"]["songs"]["data"].as_array().unwrap().len(), 5, "and forgets the limit");

    let library = bench.json("/v1/me/library/search?term=a&types=library-songs").await;
    let next = library["results"]["library-songs"]["next"].as_str().unwrap();
    assert_eq!(next, "/v1/me/library/search?offset=5&term=a&types=library-songs");
    assert_eq!(bench.json(next).await["results"]["library-songs"]["data"].as_array().unwrap().len(), 5);
    let nothing = bench.json("/v1/catalog/us/search?term=zzzzqx&types=songs").await;
    assert!(nothing["results"].as_object().unwrap().is_empty());
}

#[tokio::test]
async fn charts_keep_the_limit_and_end_at_200() {
    let bench = Bench::new().await;
    let charts = bench.json("/v1/catalog/us/charts?types=songs,albums,playlists&genre=20&limit=1").await;
    let next = "/v1/catalog/us/charts?chart=most-played&genre=20&limit=1&offset=1&types=songs";
    assert_eq!(charts["results"]["songs"][0]["next"], next);
    assert_eq!(charts["meta"]["results"]["order"][0], "most-played:songs");

    let (mut path, mut seen) = ("/v1/catalog/us/charts?types=songs&limit=90".to_owned(), Vec::new());
    loop {
        let page = bench.json(&path).await;
        let chart = &page["results"]["songs"][0];
        seen.extend(ids_of(&chart["data"]));
        match chart["next"].as_str() {
            Some(next) => path = next.to_owned(),
            None => break,
        }
    }
    assert_eq!(seen.iter().collect::<HashSet<_>>().len(), 200);
    let beyond = bench.get("/v1/catalog/us/charts?types=songs&offset=200").await;
    assert_eq!(beyond.fault(), (400, "40005".to_owned(), "offset must be less than 200".to_owned()));
    assert_eq!(beyond.json()["errors"][0]["source"]["parameter"], "offset");
}

#[tokio::test]
async fn totals_stand_where_apple_has_them() {
    let bench = Bench::new().await;
    let album = ids_of(&bench.json("/v1/me/library/albums?limit=1").await["data"]).remove(0);
    let song = ids_of(&bench.json("/v1/me/library/songs?limit=1").await["data"]).remove(0);
    let single = bench.json(&format!("/v1/me/library/albums/{album}")).await;
    assert!(single["data"][0]["relationships"]["tracks"]["meta"]["total"].as_u64().unwrap() > 0);
    assert!(single["data"][0]["relationships"]["tracks"]["data"][0]["attributes"].is_object());
    for path in
        [format!("/v1/me/library/albums?ids={album}"), format!("/v1/me/library/albums/{album}/tracks")]
    {
        assert!(bench.json(&path).await["meta"]["total"].is_u64(), "{path}");
    }
    for path in [
        format!("/v1/me/library/songs?ids={song}"),
        "/v1/catalog/us/albums/1000042/tracks".to_owned(),
        "/v1/catalog/us/genres".to_owned(),
        "/v1/storefronts".to_owned(),
    ] {
        assert!(bench.json(&path).await.get("meta").is_none(), "{path}");
    }
}

#[tokio::test]
async fn history_is_short_and_never_deeper_than_50() {
    let bench = Bench::new().await;
    for (path, cap, depth) in [
        ("recent/played", 10, 50),
        ("recent/played/tracks", 30, 50),
        ("recent/radio-stations", 10, 50),
        ("history/heavy-rotation", 10, 50),
    ] {
        let (ids, _) = bench.walk(&format!("/v1/me/{path}"), cap).await;
        assert_eq!(ids.iter().collect::<HashSet<_>>().len(), depth, "{path}");
        let over = bench.get(&format!("/v1/me/{path}?limit={}", cap + 5)).await.fault();
        assert!(over.2.contains(&format!("less than or equal to {cap}, but was: {}", cap + 5)), "{path}");
    }
}
