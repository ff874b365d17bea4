//! Curators, activities, the radio, charts of places, clean editions, and the languages that titles exist in.

use std::collections::HashSet;

use serde_json::Value;

use crate::{Bench, ids_of, names_of};

#[tokio::test]
async fn what_curates_leads_to_playlists_that_name_it() {
    let bench = Bench::new().await;
    for (path, kind) in [
        ("apple-curators/976001", "editorial"),
        ("curators/977001", "external"),
        ("activities/975001", "editorial"),
    ] {
        let path = format!("/v1/catalog/us/{path}");
        let whole = bench.json(&format!("{path}?include=playlists")).await;
        let first = &whole["data"][0]["relationships"]["playlists"];
        assert_eq!(first["next"], format!("{path}/playlists?offset=10"), "there is more than a page");
        assert_eq!(first["data"][0]["attributes"]["playlistType"], kind);
        let (ids, _) = bench.walk(&format!("{path}/playlists"), 10).await;
        assert_eq!(ids.iter().collect::<HashSet<_>>().len(), ids.len());
        let name = &whole["data"][0]["attributes"]["name"];
        if !path.contains("activities") {
            let playlist = bench.json(&format!("/v1/catalog/us/playlists/{}?include=curator", ids[0])).await;
            assert_eq!(playlist["data"][0]["attributes"]["curatorName"], *name);
            assert_eq!(
                playlist["data"][0]["relationships"]["curator"]["data"][0]["attributes"]["name"],
                *name
            );
        }
    }
}

#[tokio::test]
async fn the_radio_is_live_or_belongs_to_a_genre_or_a_show() {
    let bench = Bench::new().await;
    let live = bench
        .json("/v1/catalog/us/stations?filter[featured]=apple-music-live-radio&include=radio-show")
        .await;
    let rows = live["data"].as_array().unwrap();
    assert_eq!((rows.len(), &rows[0]["attributes"]["isLive"]), (3, &Value::Bool(true)));
    let show = &rows[0]["relationships"]["radio-show"]["data"][0];
    assert_eq!((&show["type"], &show["attributes"]["kind"]), (&"apple-curators".into(), &"Show".into()));
    assert!(show["attributes"]["showHostName"].is_string());
    assert_eq!(live["meta"]["filters"]["featured"]["apple-music-live-radio"].as_array().unwrap().len(), 3);

    let genres = bench.json("/v1/catalog/us/station-genres").await;
    assert!(genres["data"].as_array().unwrap().len() > 10);
    let id = &ids_of(&genres["data"])[0];
    let (stations, _) = bench.walk(&format!("/v1/catalog/us/station-genres/{id}/stations"), 10).await;
    assert!(stations.len() > 10, "{stations:?}");
    let first = bench.json(&format!("/v1/catalog/us/stations/{}", stations[0])).await;
    assert_eq!(first["data"][0]["attributes"]["name"], genres["data"][0]["attributes"]["name"]);

    let found = bench.json("/v1/catalog/us/search?types=stations&term=night+ferry").await;
    let episode = &found["results"]["stations"]["data"][0];
    assert_eq!(episode["attributes"]["episodeNumber"].as_str().map(str::len), Some(1));
    let path = format!("{}/radio-show", episode["href"].as_str().unwrap());
    assert_eq!(bench.json(&path).await["data"][0]["attributes"]["shortName"], "Night Ferry");
}

#[tokio::test]
async fn the_listener_s_own_station_needs_the_listener() {
    let bench = Bench::new().await;
    let path = "/v1/catalog/us/stations?filter[identity]=personal";
    let own = bench.json(path).await;
    assert_eq!(names_of(&own["data"]), ["Your Station"]);
    let bearer = format!("Bearer {}", bench.access().developer_token);
    let refused = bench.send("GET", path, &[("Authorization", &bearer)], "").await.fault();
    assert_eq!((refused.0, &*refused.1), (403, "40300"));
}

#[tokio::test]
async fn charts_of_places_come_when_with_names_them() {
    let bench = Bench::new().await;
    let path = "/v1/catalog/us/charts?types=playlists&with=cityCharts,dailyGlobalTopCharts&limit=3";
    let charts = bench.json(path).await;
    let (city, world) = (&charts["results"]["cityCharts"][0], &charts["results"]["dailyGlobalTopCharts"][0]);
    assert_eq!((&city["chart"], &world["chart"]), (&"city-top".into(), &"daily-global-top".into()));
    assert_eq!(names_of(&world["data"])[..2], ["Top 100: Global", "Top 100: Argentina"]);
    assert!(city["data"].as_array().unwrap().iter().all(|row| row["attributes"]["isChart"] == true));
    let order = ["most-played:playlists", "city-top:playlists", "daily-global-top:playlists"];
    assert_eq!(charts["meta"]["results"]["order"], serde_json::json!(order));

    let next = bench.json(city["next"].as_str().unwrap()).await;
    let groups: Vec<&String> = next["results"].as_object().unwrap().keys().collect();
    assert_eq!(groups, ["cityCharts"], "its cursor leads to itself alone");
    assert_ne!(next["results"]["cityCharts"][0]["data"][0], city["data"][0]);

    let chart = bench.json("/v1/catalog/us/playlists?filter[storefront-chart]=de,jp,xx").await;
    assert_eq!(names_of(&chart["data"]), ["Top 100: Germany", "Top 100: Japan"]);
}

#[tokio::test]
async fn restrict_swaps_in_the_clean_edition_and_keeps_what_has_none() {
    let bench = Bench::new().await;
    let original = "/v1/catalog/us/albums?filter[equivalents]=1000042";
    assert_eq!(ids_of(&bench.json(original).await["data"]), ["1000042"]);
    let clean = bench.json(&format!("{original}&restrict=explicit")).await;
    let edition = &clean["data"][0];
    assert_ne!(edition["id"], "1000042");
    assert_eq!(edition["attributes"]["contentRating"], "clean");
    assert_eq!(edition["attributes"]["name"], "Glass Harbour");
    assert_eq!(clean["meta"]["filters"]["equivalents"]["1000042"][0]["id"], edition["id"]);
    let tracks = edition["relationships"]["tracks"]["data"].as_array().unwrap();
    assert_eq!(tracks.len(), 64);
    assert!(tracks.iter().all(|song| song["attributes"]["contentRating"] != "explicit"));

    let songs = bench.json("/v1/catalog/us/songs?ids=1000101,1000102&restrict=explicit").await;
    let ids = ids_of(&songs["data"]);
    assert!(ids[0] == "1000101" && ids[1] != "1000102", "only the explicit one is replaced: {ids:?}");

    let isrc = |song: &Value| song["attributes"]["isrc"].as_str().unwrap().to_owned();
    let code = isrc(&songs["data"][0]);
    let same = bench.json(&format!("/v1/catalog/us/songs?filter[isrc]={code}")).await;
    assert_eq!(ids_of(&same["data"]).len(), 2, "one recording stands on both editions");
    let found = bench.json("/v1/catalog/us/search?types=albums&term=glass+harbour&limit=25").await;
    assert_eq!(ids_of(&found["results"]["albums"]["data"]), ["1000042"], "no list shows an edition");
}

#[tokio::test]
async fn every_storefront_with_a_second_language_has_titles_in_it() {
    let bench = Bench::new().await;
    let title = |path: String| {
        let bench = &bench;
        async move { bench.json(&path).await["data"][0]["attributes"]["name"].as_str().unwrap().to_owned() }
    };
    let storefronts = bench.json("/v1/storefronts").await;
    for storefront in storefronts["data"].as_array().unwrap() {
        let tags = storefront["attributes"]["supportedLanguageTags"].as_array().unwrap();
        if tags.iter().all(|tag| tag.as_str().unwrap().starts_with("en")) {
            continue;
        }
        let id = storefront["id"].as_str().unwrap();
        let mut titles = HashSet::new();
        for tag in tags {
            titles
                .insert(title(format!("/v1/catalog/{id}/albums/1000042?l={}", tag.as_str().unwrap())).await);
        }
        assert!(titles.len() > 1, "{id}: {titles:?}");
        let own = title(format!("/v1/catalog/{id}/albums/1000042")).await;
        let default = storefront["attributes"]["defaultLanguageTag"].as_str().unwrap();
        assert_eq!(own, title(format!("/v1/catalog/{id}/albums/1000042?l={default}")).await);
    }
    assert_eq!(title("/v1/catalog/us/albums/1000042?l=fr-FR".to_owned()).await, "Port de verre");
    assert_eq!(title("/v1/catalog/us/songs/1000101?l=fr-FR".to_owned()).await, "Port de verre");
    assert_eq!(
        title("/v1/catalog/us/albums/1000042?l=de-DE".to_owned()).await,
        "Glass Harbour",
        "not spoken there"
    );
    for term in ["glass+harbour", "%E7%A1%9D%E5%AD%90%E3%81%AE%E6%B8%AF"] {
        let found = bench.json(&format!("/v1/catalog/jp/search?types=albums&term={term}")).await;
        assert_eq!(found["results"]["albums"]["data"][0]["id"], "1000042", "{term}");
    }
}

#[tokio::test]
async fn the_best_language_is_the_first_wish_the_storefront_speaks() {
    let bench = Bench::new().await;
    for (query, tag) in [
        ("us/tag?acceptLanguage=en-US", "en-US"),
        ("ch/tag?acceptLanguage=nl,fr;q=0.8,de", "fr-FR"),
        ("ch/tag?acceptLanguage=EN-gb", "en-GB"),
        ("jp/tag?acceptLanguage=tlh", "ja"),
    ] {
        let answer = bench.json(&format!("/v1/language/{query}")).await;
        assert_eq!(answer, serde_json::json!({ "results": { "tag": tag } }), "{query}");
    }
    assert_eq!(bench.get("/v1/language/us/tag").await.fault().1, "40003");
    assert_eq!(bench.get("/v1/language/xx/tag?acceptLanguage=en").await.fault().1, "40005");
}
