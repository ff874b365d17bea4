//! The catalogue itself: large enough, varied enough, and the same every time.

use std::collections::HashSet;

use segue::sandbox::Options;
use serde_json::Value;

use crate::{Bench, ids_of, names_of};

#[tokio::test]
async fn the_same_seed_gives_the_same_world() {
    let (one, other) = (Bench::new().await, Bench::new().await);
    assert_eq!(one.access().user_token, other.access().user_token);
    assert_ne!(one.access().origin, other.access().origin);
    for path in [
        "/v1/catalog/us/albums/1000042",
        "/v1/catalog/jp/charts?types=songs,albums,music-videos,playlists&limit=50",
        "/v1/catalog/us/artists/700031?views=top-songs,similar-artists",
        "/v1/me/library/songs?offset=700&limit=100",
        "/v1/me/library/playlists?include=tracks",
    ] {
        assert_eq!(one.get(path).await.text, other.get(path).await.text, "{path}");
    }
    let third = Bench::with(Options { seed: 2, ..Options::default() }).await;
    let path = "/v1/catalog/us/artists/700031";
    assert_ne!(one.get(path).await.text, third.get(path).await.text, "another seed, another world");
    assert_eq!(
        third.json("/v1/catalog/us/albums/1000042").await["data"][0]["attributes"]["name"],
        "Glass Harbour"
    );
    for seed in [0, 2, 77, u64::MAX] {
        let bench = Bench::with(Options { seed, ..Options::default() }).await;
        for (path, count) in [("songs", 1200), ("albums", 110), ("artists", 60), ("playlists", 30)] {
            let total = &bench.json(&format!("/v1/me/library/{path}")).await["meta"]["total"];
            assert_eq!(*total, count, "seed {seed}: {path}");
        }
    }
}

/// All artists by id, page by page of 25 ids, with their albums embedded.
async fn artists(bench: &Bench) -> Vec<Value> {
    let mut artists = Vec::new();
    for first in (700_001..).step_by(25) {
        let ids: Vec<String> = (first..first + 25).map(|id: u32| id.to_string()).collect();
        let path = format!("/v1/catalog/us/artists?ids={}&include=albums&limit[albums]=100", ids.join(","));
        let page = bench.json(&path).await;
        let rows = page["data"].as_array().unwrap();
        artists.extend(rows.iter().cloned());
        if rows.len() < 25 {
            break;
        }
    }
    artists
}

#[tokio::test]
async fn it_is_as_large_as_promised_and_no_two_artists_share_a_name() {
    let bench = Bench::new().await;
    let artists = artists(&bench).await;
    let names: HashSet<&str> =
        artists.iter().map(|artist| artist["attributes"]["name"].as_str().unwrap()).collect();
    assert!(names.len() >= 300 && names.len() == artists.len(), "{} artists", artists.len());
    let albums: Vec<&Value> = artists
        .iter()
        .flat_map(|artist| artist["relationships"]["albums"]["data"].as_array().unwrap())
        .collect();
    let songs: u64 = albums.iter().map(|album| album["attributes"]["trackCount"].as_u64().unwrap()).sum();
    assert!(albums.len() >= 1500 && songs >= 15_000, "{} albums, {songs} songs", albums.len());

    let text = names.iter().copied().collect::<String>();
    for (what, sample) in [
        ("Latin", 'ü'),
        ("Japanese", 'の'),
        ("Arabic", 'ق'),
        ("Hebrew", 'ה'),
        ("emoji", '🦊'),
        ("combining", '\u{308}'),
    ] {
        assert!(text.contains(sample), "no {what} among the artists");
    }
    let dates = albums.iter().map(|album| album["attributes"]["releaseDate"].as_str().unwrap().len());
    assert_eq!(dates.collect::<HashSet<_>>(), HashSet::from([4, 10]), "days and bare years");
    for flag in ["isSingle", "isCompilation", "isComplete"] {
        let values: HashSet<&Value> = albums.iter().map(|album| &album["attributes"][flag]).collect();
        assert_eq!(values.len(), 2, "{flag} is sometimes true, sometimes false");
    }
}

#[tokio::test]
async fn songs_differ_in_what_they_lack() {
    let bench = Bench::new().await;
    let charts = bench.json("/v1/catalog/us/charts?types=songs&limit=200").await;
    let songs = charts["results"]["songs"][0]["data"].as_array().unwrap();
    let count = |test: &dyn Fn(&Value) -> bool| songs.iter().filter(|song| test(&song["attributes"])).count();
    assert!(count(&|song| song.get("playParams").is_none()) > 0, "some cannot be played");
    assert!(count(&|song| song["contentRating"] == "explicit") > 0);
    assert!(count(&|song| song.get("composerName").is_none()) > 0);
    assert!(count(&|song| song["hasLyrics"] == false) > 0);
    for song in songs {
        assert!(!song["attributes"]["name"].as_str().unwrap().is_empty());
        let colour = song["attributes"]["artwork"]["bgColor"].as_str().unwrap();
        assert!(colour.len() == 6 && u32::from_str_radix(colour, 16).is_ok(), "{colour}");
    }
}

#[tokio::test]
async fn storefronts_have_languages_and_some_releases_are_missing_abroad() {
    let bench = Bench::new().await;
    let storefronts = bench.json("/v1/storefronts").await;
    let rows = storefronts["data"].as_array().unwrap();
    assert!(rows.len() >= 12);
    for row in rows {
        let attributes = &row["attributes"];
        assert!(
            attributes["supportedLanguageTags"]
                .as_array()
                .unwrap()
                .contains(&attributes["defaultLanguageTag"])
        );
        assert!(attributes["explicitContentPolicy"].is_string());
    }
    let home = ids_of(&bench.json("/v1/catalog/us/artists/700008/albums?limit=100").await["data"]);
    let abroad = ids_of(&bench.json("/v1/catalog/jp/artists/700008/albums?limit=100").await["data"]);
    let missing = home.iter().find(|id| !abroad.contains(id)).unwrap();
    assert_eq!(bench.get(&format!("/v1/catalog/us/albums/{missing}")).await.status, 200);
    assert_eq!(bench.get(&format!("/v1/catalog/jp/albums/{missing}")).await.fault().1, "40400");
    let genres = names_of(&bench.json("/v1/catalog/us/genres").await["data"]);
    assert!(genres.len() > 15 && genres[0] == "Music");
}

#[tokio::test]
async fn some_playlists_need_a_second_page_of_300() {
    let bench = Bench::new().await;
    let mut longest = 0;
    for curator in 976_001..=976_012 {
        let path = format!("/v1/catalog/us/apple-curators/{curator}/playlists");
        let (ids, _) = bench.walk(&path, 10).await;
        for id in ids.chunks(25) {
            let playlists = bench
                .json(&format!("/v1/catalog/us/playlists?ids={}&fields[songs]=name", id.join(",")))
                .await;
            for playlist in playlists["data"].as_array().unwrap() {
                let tracks = &playlist["relationships"]["tracks"];
                if tracks["next"].is_string() {
                    let (songs, _) = bench.walk(tracks["href"].as_str().unwrap(), 300).await;
                    longest = longest.max(songs.len());
                }
            }
        }
    }
    assert!(longest > 300, "{longest}");
}
