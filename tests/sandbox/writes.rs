//! Writes: ratings, additions to the library, playlists.

use crate::{Bench, Options, assert_refused, ids_of, names_of};

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
async fn every_type_that_apple_rates_can_be_rated() {
    let bench = Bench::new().await;
    for (kind, list) in [
        ("songs", "/v1/catalog/us/charts?types=songs&limit=2"),
        ("albums", "/v1/catalog/us/charts?types=albums&limit=2"),
        ("playlists", "/v1/catalog/us/charts?types=playlists&limit=2"),
        ("music-videos", "/v1/catalog/us/charts?types=music-videos&limit=2"),
        ("stations", "/v1/me/recent/radio-stations?limit=2"),
        ("library-songs", "/v1/me/library/songs?limit=2"),
        ("library-albums", "/v1/me/library/albums?limit=2"),
        ("library-playlists", "/v1/me/library/playlists?limit=2"),
        ("library-music-videos", "/v1/me/library/music-videos?limit=2"),
    ] {
        let listed = bench.json(list).await;
        let rows =
            if listed["data"].is_array() { &listed["data"] } else { &listed["results"][kind][0]["data"] };
        let ids = ids_of(rows);
        let path = format!("/v1/me/ratings/{kind}/{}", ids[0]);
        assert_eq!(bench.call("PUT", &path, LOVE).await.json()["data"][0]["href"], path, "{kind}");
        let several =
            bench.json(&format!("/v1/me/ratings/{kind}?ids={}&include=content", ids.join(","))).await;
        assert_eq!(ids_of(&several["data"]), [ids[0].as_str()], "{kind}");
        assert_eq!(several["data"][0]["relationships"]["content"]["data"][0]["type"], kind);
        assert_eq!(bench.call("DELETE", &path, "").await.status, 204);
        assert_eq!(bench.get(&path).await.fault().1, "40400", "{kind}");
    }
    assert_refused(
        &bench,
        &[
            ("GET", "/v1/me/ratings/songs", "", 400, "40003", ""),
            ("GET", "/v1/me/ratings/songs?ids=", "", 400, "40005", "parameter=ids"),
            ("GET", "/v1/me/ratings/library-playlist-folders?ids=p.x", "", 400, "40008", ""),
            ("PUT", "/v1/me/ratings/songs/1000101", "{}", 400, "40007", "pointer=/type"),
            (
                "PUT",
                "/v1/me/ratings/songs/1000101",
                r#"{"type":"rating"}"#,
                400,
                "40007",
                "pointer=/attributes/value",
            ),
        ],
    )
    .await;
}

/// An album of which nothing is in the library: the last of the artist with most of them.
async fn fresh_album(bench: &Bench) -> (String, Vec<String>) {
    let albums = ids_of(&bench.json("/v1/catalog/us/artists/700008/albums?limit=100").await["data"]);
    let album = albums.last().unwrap().clone();
    let tracks = ids_of(&bench.json(&format!("/v1/catalog/us/albums/{album}/tracks")).await["data"]);
    (album, tracks)
}

#[tokio::test]
async fn what_is_added_shows_from_the_second_read_on_and_once() {
    let bench = Bench::new().await;
    let (album, tracks) = fresh_album(&bench).await;
    let copy = format!("/v1/catalog/us/albums/{album}/library");
    assert_eq!(bench.get(&copy).await.fault().1, "40403");
    for _ in 0..2 {
        let path = format!("/v1/me/library?ids[albums]={album}&ids[songs]={},1", tracks[0]);
        let added = bench.call("POST", &path, "").await;
        assert_eq!((added.status, added.text.as_str()), (202, ""));
    }
    assert_eq!(bench.get(&copy).await.fault().1, "40403", "the first read comes too early");
    assert_eq!(bench.json(&copy).await["data"][0]["attributes"]["trackCount"], tracks.len());
    assert_eq!(bench.json("/v1/me/library/songs?limit=1").await["meta"]["total"], 1200 + tracks.len());
    let recent = bench.json("/v1/me/library/recently-added?limit=1").await;
    assert_eq!(recent["data"][0]["id"], bench.json(&copy).await["data"][0]["id"]);
}

#[tokio::test]
async fn videos_and_playlists_are_added_too() {
    let bench = Bench::new().await;
    let charts = bench.json("/v1/catalog/us/charts?types=playlists,music-videos&limit=60").await;
    let id = |kind: &str| ids_of(&charts["results"][kind][0]["data"]).pop().unwrap();
    let path =
        format!("/v1/me/library?ids[playlists]={}&ids[music-videos]={}", id("playlists"), id("music-videos"));
    assert_eq!(bench.call("POST", &path, "").await.status, 202);
    let total = async |path: &str| bench.json(path).await["meta"]["total"].as_u64().unwrap();
    assert_eq!(total("/v1/me/library/playlists").await, 30, "not yet");
    assert_eq!(total("/v1/me/library/playlists").await, 31);
    assert_eq!(total("/v1/me/library/music-videos").await, 33);
    let caps = [("songs", 300), ("albums", 100), ("music-videos", 100), ("playlists", 25)];
    for (kind, cap) in caps {
        let ids = vec!["1"; cap + 1].join(",");
        let (path, blamed) = (format!("/v1/me/library?ids[{kind}]={ids}"), format!("parameter=ids[{kind}]"));
        assert_refused(&bench, &[("POST", &path, "", 400, "40005", &blamed)]).await;
        assert_eq!(bench.call("POST", path.strip_suffix(",1").unwrap(), "").await.status, 202, "{kind}");
    }
    assert_refused(
        &bench,
        &[
            ("POST", "/v1/me/library", "", 400, "40003", ""),
            ("POST", "/v1/me/library?ids[cats]=1", "", 400, "40004", "parameter=ids[cats]"),
            ("POST", "/v1/me/library?ids[artists]=700001", "", 400, "40004", "parameter=ids[artists]"),
            ("POST", "/v1/me/library?ids[songs]=", "", 400, "40005", "parameter=ids[songs]"),
        ],
    )
    .await;
}

#[tokio::test]
async fn a_client_that_creates_for_ever_is_refused_in_the_end() {
    let bench = Bench::new().await;
    let mut created = 0;
    let refused = loop {
        let reply = bench.call("POST", "/v1/me/library/playlists", r#"{"attributes":{"name":"x"}}"#).await;
        if reply.status != 201 {
            break reply.fault();
        }
        created += 1;
        assert!(created < 600, "it never ends");
    };
    assert_eq!((refused.0, refused.1.as_str()), (500, "50001"));
    assert!(created > 400, "{created}");
}

#[tokio::test]
async fn tracks_are_a_204_and_where_it_is_asked_for_a_201() {
    for (append_created, status) in [(false, 204), (true, 201)] {
        let bench = Bench::with(Options { append_created, ..Options::default() }).await;
        let made = bench.call("POST", "/v1/me/library/playlists", r#"{"attributes":{"name":"x"}}"#).await;
        let path = format!("/v1/me/library/playlists/{}/tracks", ids_of(&made.json()["data"])[0]);
        let video = ids_of(&bench.json("/v1/me/library/music-videos?limit=1").await["data"]).remove(0);
        let body = format!(
            r#"{{"data":[{{"id":"1000101","type":"songs"}},{{"id":"{video}","type":"library-music-videos"}}]}}"#
        );
        let appended = bench.call("POST", &path, &body).await;
        assert_eq!((appended.status, appended.text.as_str()), (status, ""));
        let tracks = bench.json(&path).await;
        assert_eq!(tracks["meta"]["total"], 2);
        assert_eq!(tracks["data"][1]["type"], "library-music-videos");
        assert_refused(
            &bench,
            &[
                ("POST", &path, "{}", 400, "40007", "pointer=/data"),
                ("POST", &path, r#"{"data":[]}"#, 400, "40007", "pointer=/data"),
                ("POST", &path, r#"{"data":7}"#, 400, "40007", "pointer=/data"),
                ("POST", &path, r#"{"data":[{"type":"songs"}]}"#, 400, "40007", "pointer=/data/0/id"),
                ("POST", &path, r#"{"data":[{"id":"1"}]}"#, 400, "40007", "pointer=/data/0/type"),
                (
                    "POST",
                    &path,
                    r#"{"data":[{"id":"1","type":"albums"}]}"#,
                    400,
                    "40007",
                    "pointer=/data/0/type",
                ),
                ("POST", &path, r#"{"data":[{"id":"1","type":"songs"}]}"#, 404, "40400", ""),
                ("POST", "/v1/me/library/playlists/p.x/tracks", "{}", 404, "40400", ""),
            ],
        )
        .await;
    }
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
