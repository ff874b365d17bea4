//! Playlist folders: a tree with a root that only its relationships show.

use crate::{Bench, assert_refused, ids_of, names_of};

const FOLDERS: &str = "/v1/me/library/playlist-folders";
const ROOT: &str = "/v1/me/library/playlist-folders/p.playlistsroot";

#[tokio::test]
async fn the_root_is_named_in_meta_and_leads_to_everything() {
    let bench = Bench::new().await;
    let root = bench.json(&format!("{FOLDERS}?filter[identity]=playlistsroot")).await;
    assert!(root["data"].as_array().unwrap().is_empty());
    let named = &root["meta"]["filters"]["identity"]["playlistsroot"][0];
    assert_eq!((&named["id"], &named["href"]), (&"p.playlistsroot".into(), &ROOT.into()));
    assert_eq!(bench.get(ROOT).await.fault().1, "40400", "the root alone is not found");
    let shown = bench.json(&format!("{ROOT}?include=children")).await;
    let children = &shown["data"][0]["relationships"]["children"];
    assert_eq!(children["data"].as_array().unwrap().len(), 21);
    assert_eq!(children["meta"]["total"], 21);

    // Whoever walks down from the root meets every playlist once.
    let (mut playlists, mut folders) = (Vec::new(), vec![ROOT.to_owned()]);
    while let Some(folder) = folders.pop() {
        let page = bench.json(&format!("{folder}/children?limit=100")).await;
        for row in page["data"].as_array().unwrap() {
            match row["type"].as_str().unwrap() {
                "library-playlists" => playlists.push(row["id"].as_str().unwrap().to_owned()),
                kind => {
                    assert_eq!(kind, "library-playlist-folders");
                    let parent = bench.json(&format!("{}/parent", row["href"].as_str().unwrap())).await;
                    assert!(folder.ends_with(&ids_of(&parent["data"])[0]));
                    folders.push(row["href"].as_str().unwrap().to_owned());
                }
            }
        }
    }
    let mut all = ids_of(&bench.json("/v1/me/library/playlists?limit=100").await["data"]);
    all.sort();
    playlists.sort();
    assert_eq!(playlists, all);
}

#[tokio::test]
async fn past_the_end_of_a_folder_is_a_404() {
    let bench = Bench::new().await;
    for offset in [21, 22, 1_000] {
        let fault = bench.get(&format!("{ROOT}/children?offset={offset}")).await.fault();
        assert_eq!(
            (fault.0, fault.1.as_str(), fault.2.as_str()),
            (404, "40403", "No related resources found for children")
        );
    }
    let (ids, lengths) = bench.walk(&format!("{ROOT}/children"), 10).await;
    assert_eq!((ids.len(), lengths), (21, vec![10, 10, 1]));
}

#[tokio::test]
async fn a_folder_is_created_and_holds_what_is_created_in_it() {
    let bench = Bench::new().await;
    let made = bench.call("POST", FOLDERS, r#"{"attributes":{"name":"Rehearsals"}}"#).await;
    assert_eq!((made.status, &made.json()["meta"]["total"]), (201, &1.into()));
    let folder = ids_of(&made.json()["data"]).remove(0);
    let parent = |id: &str| {
        format!(
            r#""relationships":{{"parent":{{"data":[{{"id":"{id}","type":"library-playlist-folders"}}]}}}}"#
        )
    };
    let inner = format!(r#"{{"attributes":{{"name":"Inner"}},{}}}"#, parent(&folder));
    let inner = ids_of(&bench.call("POST", FOLDERS, &inner).await.json()["data"]).remove(0);
    let list = format!(r#"{{"attributes":{{"name":"First take"}},{}}}"#, parent(&folder));
    assert_eq!(bench.call("POST", "/v1/me/library/playlists", &list).await.status, 201);

    let children = bench.json(&format!("{FOLDERS}/{folder}/children")).await;
    assert_eq!(names_of(&children["data"]), ["Inner", "First take"]);
    let both = bench.json(&format!("{FOLDERS}?ids={folder},{inner}&include=parent")).await;
    assert_eq!(ids_of(&both["data"]), [folder.as_str(), &inner]);
    assert_eq!(ids_of(&both["data"][1]["relationships"]["parent"]["data"]), [folder.as_str()]);
    assert_eq!(bench.get(&format!("{FOLDERS}/{inner}/children")).await.fault().1, "40403");
    let mixed = bench.json(&format!("/v1/me/library?ids[library-playlist-folders]={folder}")).await;
    assert_eq!(names_of(&mixed["data"]), ["Rehearsals"]);
}

#[tokio::test]
async fn what_is_wrong_with_a_folder_is_said_where_it_stands() {
    let bench = Bench::new().await;
    let nobody = r#"{"attributes":{"name":"x"},"relationships":{"parent":{"data":[{"id":"p.x","type":"library-playlist-folders"}]}}}"#;
    let strange =
        r#"{"attributes":{"name":"x"},"relationships":{"parent":{"data":[{"id":"p.x","type":"songs"}]}}}"#;
    assert_refused(
        &bench,
        &[
            ("GET", FOLDERS, "", 400, "40003", ""),
            ("GET", &format!("{FOLDERS}?limit=3"), "", 400, "40004", "parameter=limit"),
            ("GET", &format!("{FOLDERS}?filter[identity]=x"), "", 400, "40005", "parameter=filter[identity]"),
            ("GET", &format!("{FOLDERS}?filter[name]=x"), "", 400, "40004", "parameter=filter[name]"),
            ("GET", &format!("{FOLDERS}/p.nobody"), "", 404, "40400", ""),
            ("GET", &format!("{ROOT}/parent"), "", 404, "40403", ""),
            ("GET", &format!("{ROOT}/children?limit=101"), "", 400, "40005", "parameter=limit"),
            ("GET", &format!("{ROOT}/tracks"), "", 400, "40008", ""),
            ("POST", FOLDERS, "", 400, "40007", "pointer="),
            ("POST", FOLDERS, "[]", 400, "40007", "pointer="),
            ("POST", FOLDERS, "{}", 400, "40007", "pointer=/attributes/name"),
            ("POST", FOLDERS, r#"{"attributes":{"name":7}}"#, 400, "40007", "pointer=/attributes/name"),
            ("POST", FOLDERS, r#"{"attributes":{"name":"  "}}"#, 400, "40007", "pointer=/attributes/name"),
            ("POST", FOLDERS, strange, 400, "40007", "pointer=/relationships/parent/data/0/type"),
            ("POST", FOLDERS, nobody, 404, "40400", ""),
        ],
    )
    .await;
}
