//! Resources: their attributes, what is related to them, and what `include`, `extend`, `views` and `l` change.

use std::collections::HashSet;

use serde_json::Value;

use crate::{Bench, ids_of, names_of};

fn keys(value: &Value) -> HashSet<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

fn assert_has(value: &Value, names: &[&str]) {
    let missing: Vec<_> = names.iter().filter(|name| value.get(**name).is_none()).collect();
    assert!(missing.is_empty(), "{missing:?} missing in {value}");
}

#[tokio::test]
async fn a_song_and_an_album_look_as_apple_s_do() {
    let bench = Bench::new().await;
    let song = bench.json("/v1/catalog/us/songs/1000101").await["data"][0].take();
    assert_eq!((&song["type"], &song["href"]), (&"songs".into(), &"/v1/catalog/us/songs/1000101".into()));
    let required =
        ["albumName", "artistName", "artwork", "durationInMillis", "genreNames", "hasLyrics", "name", "url"];
    assert_has(&song["attributes"], &required);
    assert_has(
        &song["attributes"],
        &["playParams", "previews", "isrc", "trackNumber", "discNumber", "releaseDate"],
    );
    assert_has(
        &song["attributes"]["artwork"],
        &["url", "width", "height", "bgColor", "textColor1", "textColor4"],
    );
    assert!(song["attributes"]["artwork"]["url"].as_str().unwrap().contains("{w}x{h}"));
    assert_eq!(keys(&song["relationships"]), HashSet::from(["albums", "artists"]));
    assert_eq!(song["relationships"]["albums"]["data"][0]["id"], "1000042");
    assert_eq!(keys(&song["relationships"]["artists"]["data"][0]), HashSet::from(["id", "type", "href"]));

    let album = bench.json("/v1/catalog/us/albums/1000042").await["data"][0].take();
    assert_eq!(
        (&album["attributes"]["name"], &album["attributes"]["artistName"]),
        (&"Glass Harbour".into(), &"Mara Quill".into())
    );
    let required = [
        "isCompilation",
        "isComplete",
        "isMasteredForItunes",
        "isSingle",
        "trackCount",
        "upc",
        "recordLabel",
        "copyright",
    ];
    assert_has(&album["attributes"], &required);
    let tracks = &album["relationships"]["tracks"];
    assert_eq!(tracks["data"].as_array().unwrap().len(), 64);
    assert!(tracks["data"][0]["attributes"].is_object(), "tracks are whole songs");
    assert!(tracks.get("next").is_none());
    let short = bench.json("/v1/catalog/us/albums/1000042?limit[tracks]=10").await;
    let tracks = &short["data"][0]["relationships"]["tracks"];
    assert_eq!(tracks["data"].as_array().unwrap().len(), 10);
    assert_eq!(tracks["next"], "/v1/catalog/us/albums/1000042/tracks?offset=10");
}

#[tokio::test]
async fn every_catalog_type_answers_by_id_with_its_relationships_and_views() {
    let bench = Bench::new().await;
    let playlist =
        ids_of(&bench.json("/v1/catalog/us/playlists?filter[storefront-chart]=us").await["data"]).remove(0);
    let ids = ["songs/1000101", "albums/1000042", "artists/700001", "music-videos/1700001", "genres/20"];
    let more = ["apple-curators/976001", "record-labels/1540001", "stations/ra.700001"].map(str::to_owned);
    for id in ids.map(str::to_owned).into_iter().chain(more).chain([format!("playlists/{playlist}")]) {
        let path = format!("/v1/catalog/us/{id}");
        let resource = bench.json(&path).await["data"][0].take();
        assert_eq!(resource["href"], path);
        assert_has(&resource["attributes"], &["name"]);
        for relationship in resource["relationships"].as_object().into_iter().flatten() {
            let direct = bench.get(relationship.1["href"].as_str().unwrap()).await;
            assert_eq!(direct.status, 200, "{path}/{}", relationship.0);
            assert_eq!(ids_of(&direct.json()["data"]).first(), ids_of(&relationship.1["data"]).first());
        }
    }
    for view in
        ["top-songs", "full-albums", "singles", "similar-artists", "latest-release", "featured-albums"]
    {
        let view = bench.json(&format!("/v1/catalog/us/artists/700001/view/{view}?with=attributes")).await;
        assert!(view["attributes"]["title"].is_string() && view["data"][0]["attributes"]["name"].is_string());
    }
}

#[tokio::test]
async fn include_embeds_relate_identifies_and_a_scope_reaches_deeper() {
    let bench = Bench::new().await;
    let rich = bench.json("/v1/catalog/us/songs/1000101?include=artists&relate=genres").await;
    let relationships = &rich["data"][0]["relationships"];
    assert_eq!(relationships["artists"]["data"][0]["attributes"]["name"], "Mara Quill");
    assert_eq!(keys(&relationships["genres"]["data"][0]), HashSet::from(["id", "type", "href"]));

    let scoped = bench.json("/v1/catalog/us/songs/1000101?include=albums&include[albums]=tracks").await;
    let album = &scoped["data"][0]["relationships"]["albums"]["data"][0];
    assert_eq!(album["relationships"]["tracks"]["data"][0]["id"], "1000101");
    let circle = "/v1/catalog/us/songs/1000101?include[songs]=albums&include[albums]=tracks";
    assert_eq!(bench.get(circle).await.status, 200, "a circle of includes ends");

    let empty = bench.json("/v1/catalog/us/stations/ra.700001?include=radio-show").await;
    assert_eq!(empty["data"][0]["relationships"]["radio-show"]["data"], serde_json::json!([]));
}

#[tokio::test]
async fn extended_attributes_appear_where_their_scope_says() {
    let bench = Bench::new().await;
    let scoped = bench.json("/v1/catalog/us/albums/1000042?extend[songs]=artistUrl").await;
    assert!(scoped["data"][0]["attributes"].get("artistUrl").is_none());
    assert_has(&scoped["data"][0]["relationships"]["tracks"]["data"][0]["attributes"], &["artistUrl"]);
    let fields = bench.json("/v1/catalog/us/songs/1000101?fields[songs]=name").await;
    assert_eq!(keys(&fields["data"][0]["attributes"]), HashSet::from(["name"]));
}

#[tokio::test]
async fn views_come_with_the_resource_when_asked_for() {
    let bench = Bench::new().await;
    let artist = bench.json("/v1/catalog/us/artists/700001?views=top-songs,singles").await;
    let views = &artist["data"][0]["views"];
    assert_eq!(keys(views), HashSet::from(["top-songs", "singles"]));
    assert_eq!(views["top-songs"]["next"], "/v1/catalog/us/artists/700001/view/top-songs?offset=10");
    assert_eq!(views["top-songs"]["attributes"]["title"], "Top Songs");
    let all = bench.walk("/v1/catalog/us/artists/700001/view/top-songs", 25).await;
    assert_eq!((all.0.len(), all.1), (60, vec![25, 25, 10]));
}

#[tokio::test]
async fn the_language_changes_names() {
    let bench = Bench::new().await;
    let genre = |path: &'static str| {
        let bench = &bench;
        async move { bench.json(path).await["data"][0]["attributes"]["name"].clone() }
    };
    assert_eq!(genre("/v1/catalog/us/genres/5").await, "Classical");
    assert_eq!(genre("/v1/catalog/us/genres/5?l=fr-FR").await, "Classique");
    assert_eq!(genre("/v1/catalog/de/genres/5").await, "Klassik", "each storefront has its default");
    assert_eq!(genre("/v1/catalog/jp/artists/700001").await, "マラ・クイル");
    assert_eq!(genre("/v1/catalog/us/genres/5?l=tlh").await, "Classical", "an unknown tag is no error");
}

#[tokio::test]
async fn isrc_and_upc_find_what_carries_them() {
    let bench = Bench::new().await;
    let album = bench.json("/v1/catalog/us/albums/1000042").await["data"][0]["attributes"]["upc"].clone();
    let song = bench.json("/v1/catalog/us/songs/1000102").await["data"][0]["attributes"]["isrc"].clone();
    let (upc, isrc) = (album.as_str().unwrap(), song.as_str().unwrap());
    let found = bench.json(&format!("/v1/catalog/us/songs?filter[isrc]={isrc},ZZSGU0000000")).await;
    assert_eq!(ids_of(&found["data"]), ["1000102"]);
    assert_eq!(
        keys(&found["meta"]["filters"]["isrc"]),
        HashSet::from([isrc]),
        "what matched nothing has no key"
    );
    let found = bench.json(&format!("/v1/catalog/us/albums?filter[upc]={upc}")).await;
    assert_eq!(found["data"][0]["id"], "1000042");
    assert_eq!(keys(&found["meta"]["filters"]["upc"]), HashSet::from([&upc[1..]]), "the key loses a zero");
    let equal = bench.json("/v1/catalog/jp/albums?filter[equivalents]=1000042").await;
    assert_eq!(equal["data"][0]["href"], "/v1/catalog/jp/albums/1000042");
}

#[tokio::test]
async fn several_ids_skip_what_is_missing_and_repeat_nothing() {
    let bench = Bench::new().await;
    let songs = bench.json("/v1/catalog/us/songs?ids=1000102,1,1000101,1000102").await;
    assert_eq!(ids_of(&songs["data"]), ["1000102", "1000101"]);
    let mixed = bench.json("/v1/catalog/us?ids[songs]=1000101&ids[albums]=1000042").await;
    assert_eq!(names_of(&mixed["data"]), ["Glass Harbour", "Glass Harbour"]);
    assert_eq!(ids_of(&bench.json("/v1/storefronts?ids=us,xx,jp").await["data"]), ["us", "jp"]);
    assert_eq!(ids_of(&bench.json("/v1/me/storefront").await["data"]), ["us"]);
}

#[tokio::test]
async fn suggestions_and_hints_know_the_words() {
    let bench = Bench::new().await;
    let hints = bench.json("/v1/catalog/us/search/hints?term=mara&limit=3").await;
    assert!(hints["results"]["terms"].as_array().unwrap().iter().any(|term| term == "mara quill"), "{hints}");
    let path = "/v1/catalog/us/search/suggestions?kinds=terms,topResults&types=artists&term=mara+q";
    let suggestions = bench.json(path).await;
    let rows = suggestions["results"]["suggestions"].as_array().unwrap();
    assert_eq!(rows.last().unwrap()["content"]["attributes"]["name"], "Mara Quill");
}

#[tokio::test]
async fn library_resources_lead_to_the_catalogue_and_back() {
    let bench = Bench::new().await;
    let songs = bench.json("/v1/me/library/songs?limit=100&include=catalog,albums,artists").await;
    let (mut matched, mut uploaded) = (0, 0);
    for song in songs["data"].as_array().unwrap() {
        let catalog = &song["relationships"]["catalog"]["data"];
        match song["attributes"]["playParams"]["catalogId"].as_str() {
            Some(id) => {
                matched += 1;
                assert_eq!(catalog[0]["id"], id);
                let back = bench.json(&format!("/v1/catalog/us/songs/{id}/library")).await;
                assert_eq!(back["data"][0]["id"], song["id"]);
            }
            None if catalog.as_array().unwrap().is_empty() => uploaded += 1,
            None => {}
        }
        assert!(song["attributes"].get("isrc").is_none(), "library songs carry no ISRC");
        assert_eq!(song["relationships"]["albums"]["data"].as_array().unwrap().len(), 1);
        assert_eq!(song["relationships"]["artists"]["data"].as_array().unwrap().len(), 1);
    }
    assert!(matched > 80 && uploaded > 0, "{matched} matched, {uploaded} uploaded");
    let playlists = bench.json("/v1/me/library/playlists?limit=100").await;
    let editable = |wanted: bool| {
        let rows = playlists["data"].as_array().unwrap().iter();
        rows.filter(|row| row["attributes"]["canEdit"] == wanted).count()
    };
    assert!(editable(true) > 10 && editable(false) > 2);
}

#[tokio::test]
async fn a_deluxe_edition_and_the_album_are_versions_of_each_other() {
    let bench = Bench::new().await;
    let found = bench.json("/v1/catalog/us/search?types=albums&term=deluxe+edition").await;
    let deluxe = ids_of(&found["results"]["albums"]["data"]).remove(0);
    let other = bench.json(&format!("/v1/catalog/us/albums/{deluxe}/view/other-versions")).await;
    let plain = ids_of(&other["data"]).remove(0);
    let back = bench.json(&format!("/v1/catalog/us/albums/{plain}/view/other-versions")).await;
    assert_eq!(ids_of(&back["data"]), [deluxe]);
}
