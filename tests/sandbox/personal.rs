//! A walk over every documented address of a listener that is read: its defaults, its caps, what it refuses, and the
//! tokens it needs. What is written is in `writes.rs`.

use crate::{Bench, assert_refused, ids_of};

/// A list under an address of its own: its relationships with the rows of a page and the cap.
struct Type {
    name: &'static str,
    path: &'static str,
    ids: usize,
    relationships: &'static [(&'static str, usize, usize)],
}

const CATALOG: (&str, usize, usize) = ("catalog", 25, 100);
const COPIED: &[(&str, usize, usize)] = &[("albums", 10, 10), ("artists", 10, 10), CATALOG];

const TYPES: &[Type] = &[
    of("library-songs", "library/songs", 300, COPIED),
    of("library-albums", "library/albums", 100, &[("artists", 10, 10), CATALOG, ("tracks", 300, 300)]),
    of("library-artists", "library/artists", 25, &[("albums", 25, 100), CATALOG]),
    of("library-playlists", "library/playlists", 100, &[CATALOG, ("tracks", 100, 100)]),
    of("library-music-videos", "library/music-videos", 100, COPIED),
    of("personal-recommendation", "recommendations", 30, &[("contents", 10, 10)]),
    of(
        "library-playlist-folders",
        "library/playlist-folders",
        100,
        &[("children", 25, 100), ("parent", 1, 1)],
    ),
];

/// Addresses without ids in them, and the rows of a page and the cap where they have pages.
const ALONE: &[(&str, Option<(usize, usize)>)] = &[
    ("storefront", Some((10, 10))),
    ("library/songs", Some((25, 100))),
    ("library/albums", Some((25, 100))),
    ("library/artists", Some((25, 100))),
    ("library/playlists", Some((25, 100))),
    ("library/music-videos", Some((25, 100))),
    ("library/playlist-folders?filter[identity]=playlistsroot", None),
    ("library/recently-added", Some((10, 25))),
    ("library/search?term=a&types=library-songs,library-albums", Some((5, 25))),
    ("recommendations", Some((10, 30))),
    ("recent/played", Some((10, 10))),
    ("recent/played/tracks", Some((30, 30))),
    ("recent/radio-stations", Some((10, 10))),
    ("history/heavy-rotation", Some((10, 10))),
    ("music-summaries?filter[year]=latest", None),
];

const RATED: &[(&str, &str, usize)] = &[
    ("songs", "1000101", 300),
    ("albums", "1000042", 100),
    ("playlists", "", 25),
    ("music-videos", "1700001", 100),
    ("stations", "ra.700001", 100),
    ("library-songs", "", 300),
    ("library-albums", "", 100),
    ("library-playlists", "", 100),
    ("library-music-videos", "", 100),
];

const fn of(
    name: &'static str,
    path: &'static str,
    ids: usize,
    relationships: &'static [(&'static str, usize, usize)],
) -> Type {
    Type { name, path, ids, relationships }
}

/// One address that answers.
struct Visit {
    path: String,
    page: Option<(usize, usize)>,
    /// How many ids there may be, if it takes any.
    ids: Option<usize>,
    /// The same with an id nobody has.
    missing: Option<String>,
}

impl Visit {
    fn with(&self, parameter: &str) -> String {
        let mark = if self.path.contains('?') { '&' } else { '?' };
        format!("{}{mark}{parameter}", self.path)
    }
}

async fn examples(bench: &Bench, of: &Type) -> Vec<String> {
    let list = match of.name {
        "library-playlist-folders" => "library/playlist-folders/p.playlistsroot/children",
        _ => of.path,
    };
    let rows = bench.json(&format!("/v1/me/{list}")).await;
    let mut rows = rows["data"].as_array().unwrap().clone();
    rows.retain(|row| row["type"] == of.name);
    ids_of(&rows.into())
}

/// The address of a relationship that leads somewhere: it may be empty for one id and not for another.
async fn related(bench: &Bench, root: &str, ids: &[String], name: &str) -> String {
    for id in ids {
        let path = format!("{root}/{id}/{name}");
        let reply = bench.get(&path).await;
        if reply.status == 200 {
            return path;
        }
        assert_eq!(reply.fault().1, "40403", "{path}");
    }
    panic!("{root}: no {name} anywhere");
}

async fn visits(bench: &Bench) -> Vec<Visit> {
    let mut visits: Vec<Visit> = Vec::new();
    for (path, page) in ALONE {
        visits.push(Visit { path: format!("/v1/me/{path}"), page: *page, ids: None, missing: None });
    }
    for of in TYPES {
        let (root, ids) = (format!("/v1/me/{}", of.path), examples(bench, of).await);
        let several = format!("{root}?ids={}", ids[..2].join(","));
        visits.push(Visit { path: several, page: None, ids: Some(of.ids), missing: None });
        let missing = Some(format!("{root}/nobody"));
        visits.push(Visit { path: format!("{root}/{}", ids[0]), page: None, ids: None, missing });
        for &(name, default, cap) in of.relationships {
            let path = related(bench, &root, &ids, name).await;
            let missing = Some(format!("{root}/nobody/{name}"));
            visits.push(Visit { path, page: Some((default, cap)), ids: None, missing });
        }
    }
    visits.extend(rated(bench).await);
    visits
}

/// Ratings answer once there are some.
async fn rated(bench: &Bench) -> Vec<Visit> {
    let mut visits = Vec::new();
    for &(kind, id, cap) in RATED {
        let id = match (TYPES.iter().find(|of| of.name == kind), kind) {
            (Some(of), _) => examples(bench, of).await.remove(0),
            (None, "playlists") => {
                let played = bench.json("/v1/me/recent/played?types=playlists&limit=1").await;
                ids_of(&played["data"]).remove(0)
            }
            _ => id.to_owned(),
        };
        let path = format!("/v1/me/ratings/{kind}/{id}");
        let rating = r#"{"type":"rating","attributes":{"value":1}}"#;
        assert_eq!(bench.call("PUT", &path, rating).await.status, 200, "{path}");
        let missing = Some(format!("/v1/me/ratings/{kind}/nobody"));
        visits.push(Visit { path, page: None, ids: None, missing });
        let several = format!("/v1/me/ratings/{kind}?ids={id}");
        visits.push(Visit { path: several, page: None, ids: Some(cap), missing: None });
    }
    visits
}

#[tokio::test]
async fn each_address_answers_keeps_to_its_caps_and_takes_nothing_else() {
    let bench = Bench::new().await;
    let visits = visits(&bench).await;
    assert!(visits.len() > 60, "{}", visits.len());
    for visit in &visits {
        let body = bench.json(&visit.path).await;
        let rows = body["data"].as_array().map(Vec::len);
        assert!(rows.is_some() || body["results"].is_object(), "{}", visit.path);
        let mut refused = vec![(visit.with("colour=red"), "40004", "parameter=colour")];
        refused.push((visit.with("l=en_US"), "40005", "parameter=l"));
        match visit.page {
            None => refused.push((visit.with("limit=1"), "40004", "parameter=limit")),
            Some((default, cap)) => {
                assert!(rows.is_none_or(|rows| rows <= default), "{}", visit.path);
                let one = bench.json(&visit.with("limit=1")).await;
                assert!(one["data"].as_array().is_none_or(|rows| rows.len() == 1), "{}", visit.path);
                bench.json(&visit.with(&format!("limit={cap}"))).await;
                for wrong in ["0", "x", &(cap + 1).to_string()] {
                    refused.push((visit.with(&format!("limit={wrong}")), "40005", "parameter=limit"));
                }
                refused.push((visit.with("offset=-1"), "40005", "parameter=offset"));
            }
        }
        if let Some(cap) = visit.ids {
            let root = visit.path.split('?').next().unwrap();
            let many = |count: usize| format!("{root}?ids={}", vec!["nobody"; count].join(","));
            assert_eq!(bench.json(&many(cap)).await["data"], serde_json::json!([]), "{root}");
            refused.push((many(cap + 1), "40005", "parameter=ids"));
            refused.push((format!("{root}?ids="), "40005", "parameter=ids"));
            let twice = visit.path.replace("ids=", "ids=nobody,").clone();
            assert_eq!(bench.json(&twice).await["data"], body["data"], "{twice}");
        }
        let cases: Vec<_> = refused
            .iter()
            .map(|(path, code, blamed)| ("GET", path.as_str(), "", 400, *code, *blamed))
            .collect();
        assert_refused(&bench, &cases).await;
        if let Some(missing) = &visit.missing {
            assert_refused(&bench, &[("GET", missing, "", 404, "40400", "")]).await;
        }
    }
}

#[tokio::test]
async fn each_address_needs_both_tokens() {
    let bench = Bench::new().await;
    let bearer = format!("Bearer {}", bench.access().developer_token);
    let user = bench.access().user_token.clone();
    for visit in visits(&bench).await {
        let developer = [("Authorization", &*bearer)];
        let alone = bench.send("GET", &visit.path, &developer, "").await.fault();
        assert_eq!((alone.0, alone.1.as_str()), (403, "40300"), "{}", visit.path);
        let listener = [("Music-User-Token", &*user)];
        let none = bench.send("GET", &visit.path, &listener, "").await;
        assert_eq!((none.status, none.text.as_str()), (401, ""), "{}", visit.path);
    }
}

#[tokio::test]
async fn each_relationship_embeds_and_some_of_one_resource_alone() {
    let bench = Bench::new().await;
    for of in TYPES {
        let ids = examples(&bench, of).await;
        let root = format!("/v1/me/{}", of.path);
        for &(name, default, cap) in of.relationships {
            let path = related(&bench, &root, &ids, name).await;
            let id = path.rsplit('/').nth(1).unwrap();
            let rows = async |form: String| {
                let body = bench.json(&form).await;
                body["data"][0]["relationships"][name]["data"].as_array().cloned()
            };
            let whole = rows(format!("{root}/{id}?include={name}")).await.unwrap();
            assert!(!whole.is_empty() && whole.len() <= default, "{path}");
            assert!(whole.iter().all(|row| row["attributes"].is_object()), "{path}");
            let one = rows(format!("{root}/{id}?include={name}&limit[{name}]=1")).await.unwrap();
            assert_eq!(one.len(), 1, "{path}");
            let parameter = format!("limit[{name}]");
            let over = format!("{root}/{id}?{parameter}={}", cap + 1);
            assert_refused(&bench, &[("GET", &over, "", 400, "40005", &format!("parameter={parameter}"))])
                .await;
            // These two are to be had of one resource alone.
            let is_rare =
                [("library-artists", "albums"), ("library-playlists", "tracks")].contains(&(of.name, name));
            let among = rows(format!("{root}?ids={id}&include={name}")).await;
            assert_eq!(among.is_none(), is_rare, "{path}");
        }
    }
}
