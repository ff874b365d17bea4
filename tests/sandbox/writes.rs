//! Writes: ratings, additions to the library, playlists.

use crate::{Bench, ids_of, names_of};

const LOVE: &str = r#"{"type":"rating","attributes":{"value":1}}"#;

#[tokio::test]
async fn a_rating_is_set_read_changed_and_taken_back() {
    let bench = Bench::new().await;
    let path = "/v1/me/ratings/songs/1000101";
    assert_eq!(bench.get(path).await.status, 404);
    let set = bench.call("PUT", path, LOVE).await;
    assert_eq!(set.status, 200);
    let rating = set.json()["data"][0].take();
    assert_eq!((&rating["id"], &rating["type"]), (&"1000101".into(), &"ratings".into()));
    assert_eq!((&rating["href"], &rating["attributes"]["value"]), (&path.into(), &1.into()));

    bench.call("PUT", path, &LOVE.replace('1', "-1")).await;
    let several = bench.json("/v1/me/ratings/songs?ids=1000101,1000102&include=content").await;
    assert_eq!(ids_of(&several["data"]), ["1000101"], "what was never rated is absent");
    assert_eq!(several["data"][0]["attributes"]["value"], -1);
    assert_eq!(several["data"][0]["relationships"]["content"]["data"][0]["type"], "songs");
    let copy = ids_of(&bench.json("/v1/catalog/us/songs/1000101/library").await["data"]).remove(0);
    let copied = bench.json(&format!("/v1/me/ratings/library-songs/{copy}")).await;
    assert_eq!(copied["data"][0]["attributes"]["value"], -1, "both ratings of one song stay in step");

    let gone = bench.call("DELETE", path, "").await;
    assert_eq!((gone.status, gone.text.as_str()), (204, ""));
    assert_eq!(bench.get(path).await.status, 404);
}

#[tokio::test]
async fn a_bad_rating_changes_nothing() {
    let bench = Bench::new().await;
    let path = "/v1/me/ratings/albums/1000042";
    for body in
        ["", "{", "[]", "null", r#"{"type":"rating"}"#, &LOVE.replace('1', "2"), &LOVE.replace("rating", "x")]
    {
        assert_eq!(bench.call("PUT", path, body).await.fault().0, 400, "{body}");
    }
    assert_eq!(bench.get(path).await.status, 404);
    assert_eq!(bench.call("PUT", "/v1/me/ratings/albums/1", LOVE).await.fault().1, "40400");
    assert_eq!(bench.call("PUT", "/v1/me/ratings/artists/700001", LOVE).await.fault().1, "40008");
}

#[tokio::test]
async fn added_songs_and_albums_appear_in_the_library_once() {
    let bench = Bench::new().await;
    // The last album of the artist with most of them: nothing of hers is in the library but the first two.
    let albums = ids_of(&bench.json("/v1/catalog/us/artists/700008/albums?limit=100").await["data"]);
    let album = albums.last().unwrap();
    let tracks = ids_of(&bench.json(&format!("/v1/catalog/us/albums/{album}/tracks")).await["data"]);
    assert_eq!(bench.get(&format!("/v1/catalog/us/albums/{album}/library")).await.fault().1, "40403");
    for _ in 0..2 {
        let path = format!("/v1/me/library?ids[albums]={album}&ids[songs]={},1", tracks[0]);
        let added = bench.call("POST", &path, "").await;
        assert_eq!((added.status, added.text.as_str()), (202, ""));
    }
    let (songs, _) = bench.walk("/v1/me/library/songs", 100).await;
    assert_eq!(songs.len(), 1200 + tracks.len());
    let copy = bench.json(&format!("/v1/catalog/us/albums/{album}/library")).await;
    assert_eq!(copy["data"][0]["attributes"]["trackCount"], tracks.len());
    let recent = bench.json("/v1/me/library/recently-added?limit=1").await;
    assert_eq!(recent["data"][0]["id"], copy["data"][0]["id"]);

    assert_eq!(bench.call("POST", "/v1/me/library", "").await.fault().1, "40003");
    assert_eq!(bench.call("POST", "/v1/me/library?ids[cats]=1", "").await.fault().1, "40004");
}

#[tokio::test]
async fn a_playlist_is_created_and_grows() {
    let bench = Bench::new().await;
    let body = r#"{"attributes":{"name":"Night drive","description":"Made in the terminal"},
        "relationships":{"tracks":{"data":[{"id":"1000101","type":"songs"}]}}}"#;
    let created = bench.call("POST", "/v1/me/library/playlists", body).await;
    assert_eq!(created.status, 201);
    let id = ids_of(&created.json()["data"]).remove(0);
    assert!(id.starts_with("p."));
    let tracks = format!("/v1/me/library/playlists/{id}/tracks");
    let more = bench.call("POST", &tracks, r#"{"data":[{"id":"1000103","type":"songs"}]}"#).await;
    assert_eq!((more.status, more.text.as_str()), (204, ""));
    assert_eq!(names_of(&bench.json(&tracks).await["data"]), ["Glass Harbour", "Ferry at Four"]);

    assert_eq!(bench.call("POST", "/v1/me/library/playlists", "{}").await.fault().0, 400);
    assert_eq!(bench.call("POST", "/v1/me/library/playlists", "nonsense").await.fault().0, 400);
    let all = bench.json("/v1/me/library/playlists?limit=100").await;
    let locked =
        all["data"].as_array().unwrap().iter().find(|row| row["attributes"]["canEdit"] == false).unwrap();
    let path = format!("/v1/me/library/playlists/{}/tracks", locked["id"].as_str().unwrap());
    let refused = bench.call("POST", &path, r#"{"data":[{"id":"1000103","type":"songs"}]}"#).await;
    assert_eq!(refused.fault(), (500, "50001".to_owned(), "Unable to update tracks".to_owned()));
    let deleted = bench.call("DELETE", &path, "").await;
    assert_eq!((deleted.status, deleted.text.as_str()), (401, ""), "tracks cannot be removed");
}
