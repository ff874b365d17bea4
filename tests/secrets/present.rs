//! On a stage: what is personal is planted wherever it could come from, and no cell of any frame shows eight characters of it.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use segue::{
    adapter::store::Store,
    app::event::Event,
    domain::abilities::Charset,
    domain::profile::parse_config,
    ui::{Theme, plain::Reader},
};

use crate::{
    Planted, Seeker,
    stage::{Reply, Server, Setting, Sight, Stage, Witness, text},
    type_slowly,
};

/// What belongs to somebody, in words that stand nowhere else.
const PERSONAL: [&str; 20] = [
    "zebrafinch.quillan@postbox-fiction.example",
    "mirabel-quillan@postbox-fiction.example",
    "Quillanworkplace",
    "QUILLKEY01",
    "QUILLTEAM1",
    "AuthKey_QUILLKEY01.p8",
    "Bedtime Wombats of Zanzibar",
    "Aunt Perpetua's Crumpets",
    "Wedding Jubilation Mixtape",
    "Fortnightly Grievances",
    "Otterburn Kazoo Collective",
    "i.QkW9zRtY7uPq",
    "l.HgF5dSa2Kj",
    "r.Bn8mVcXz",
    "p.Lq3wErTy6U",
    "pl.u-Zx9CvBn2Mq",
    "1444337771",
    "Xylophone at Zunicorn",
    "xkcdartworkblob99",
    "2019-07-13T04:05",
];

/// The sizes that a stage has.
const STAGES: [(u16, u16); 2] = [(160, 50), (80, 24)];

/// Leads through every panel, view and overlay.
const WALK: [&str; 41] = [
    "<Esc><Esc><Esc>2",
    "E",
    "gjjj",
    "v",
    "jjjj",
    "v",
    "V",
    "G",
    "<Esc>",
    "i",
    "G",
    "<Esc>",
    "O",
    "<Esc>",
    "t",
    "E<PgDn>",
    "tg",
    "w",
    "<PgDn>",
    "w",
    "/wombat<Enter>",
    "nn",
    "<Esc>|.data|map(.attributes.name|explode)",
    "<Esc>",
    "yv",
    "yp",
    "yo",
    "yc",
    "ys",
    "s<Tab><Esc>",
    "<C-r>",
    "<Esc><C-p>profile",
    "<Esc><F2>",
    "<Esc>S",
    "<Esc>A",
    "<Esc>d",
    "yr",
    "<PgDn>G",
    "<Esc>x",
    "<Esc>3zGgz",
    "<Esc>1<Esc>H<Esc>b<Esc>",
];

fn song(id: &str, name: &str) -> String {
    format!(
        r#"{{"id":"{id}","type":"library-songs","href":"/v1/me/library/songs/{id}","attributes":{{
        "name":"{name}","artistName":"Otterburn Kazoo Collective","albumName":"Fortnightly Grievances",
        "dateAdded":"2019-07-13T04:05:06Z","durationInMillis":199000,
        "artwork":{{"url":"https://is1.example/xkcdartworkblob99/{{w}}x{{h}}.jpg"}},
        "playParams":{{"id":"{id}","kind":"song","catalogId":"1444337771"}}}},"relationships":{{
        "albums":{{"href":"/v1/me/library/songs/{id}/albums","data":[{{"id":"l.HgF5dSa2Kj","type":"library-albums",
        "href":"/v1/me/library/albums/l.HgF5dSa2Kj","attributes":{{"name":"Fortnightly Grievances"}},
        "relationships":{{"artists":{{"data":[{{"id":"r.Bn8mVcXz","type":"library-artists","attributes":{{
        "name":"Otterburn Kazoo Collective"}}}}]}}}}}}]}},
        "catalog":{{"data":[{{"id":"1444337771","type":"songs","href":"/v1/catalog/us/songs/1444337771",
        "attributes":{{"name":"Xylophone at Zunicorn","url":"https://music.example/xylophone-at-zunicorn/1444337771"}}}}]}}}}}}"#
    )
}

/// What a server with somebody's library says.
fn said(request: &str) -> Reply {
    let target = request.split(' ').nth(1).unwrap_or_default();
    let headers = "content-type: application/json\r\nx-listener: zebrafinch.quillan@postbox-fiction.example\r\n\
                   set-cookie: who=mirabel-quillan@postbox-fiction.example\r\n";
    if target.contains("/songs?limit=2&offset=2") || target.contains("/songs?offset=2") {
        let body = format!(
            r#"{{"data":[{}],"meta":{{"total":3}}}}"#,
            song("i.Wq2eRt4YuI", "Aunt Perpetua's Crumpets")
        );
        return Reply::with("200 OK", headers, &body);
    }
    if target.starts_with("/v1/me/library/songs?") {
        let songs = [
            song("i.QkW9zRtY7uPq", "Bedtime Wombats of Zanzibar"),
            song("i.Zz1XxCc2Vv", "Aunt Perpetua\\u0027s Crumpets"),
        ]
        .join(",");
        let body =
            format!(r#"{{"next":"/v1/me/library/songs?offset=2","data":[{songs}],"meta":{{"total":3}}}}"#);
        return Reply::with("200 OK", headers, &body);
    }
    if target.starts_with("/v1/me/library/search") {
        let body = format!(
            r#"{{"results":{{"library-songs":{{"href":"/v1/me/library/search?term=Bedtime+Wombats+of+Zanzibar&types=library-songs",
            "next":"/v1/me/library/search?term=Bedtime%20Wombats%20of%20Zanzibar&types=library-songs&offset=5",
            "data":[{}]}}}},"resources":{{"library-playlists":{{"p.Lq3wErTy6U":{{"id":"p.Lq3wErTy6U","type":"library-playlists",
            "attributes":{{"name":"Wedding Jubilation Mixtape","description":{{"standard":"by mirabel-quillan@postbox-fiction.example"}},
            "playParams":{{"globalId":"pl.u-Zx9CvBn2Mq"}}}}}}}}}}}}"#,
            song("i.QkW9zRtY7uPq", "Bedtime Wombats of Zanzibar")
        );
        return Reply::with("200 OK", headers, &body);
    }
    if target.starts_with("/v1/catalog/us/songs/1444337771") {
        let body = r#"{"data":[{"id":"1444337771","type":"songs","href":"/v1/catalog/us/songs/1444337771",
            "attributes":{"name":"Xylophone at Zunicorn"}}]}"#;
        return Reply::with("200 OK", headers, body);
    }
    if target.starts_with("/v1/catalog") {
        let body = r#"{"data":[{"id":"1000101","type":"songs","href":"/v1/catalog/us/songs/1000101","attributes":{
            "name":"Glass Harbour","editorialNotes":{"short":"write to zebrafinch.quillan@postbox-fiction.example"}}}]}"#;
        return Reply::with("200 OK", headers, body);
    }
    let body = r#"{"errors":[{"id":"E1","status":"404","code":"40400","title":"Resource Not Found",
        "detail":"i.QkW9zRtY7uPq of mirabel-quillan@postbox-fiction.example, Bedtime Wombats of Zanzibar, is not there"}]}"#;
    Reply::with("404 Not Found", headers, body)
}

/// Looks at everything that is seen once the stage is entered.
fn watching(seeker: &Arc<Seeker>, is_on_stage: &Arc<AtomicBool>) -> Witness {
    let (seeker, is_on_stage) = (Arc::clone(seeker), Arc::clone(is_on_stage));
    Arc::new(move |sight| {
        if !is_on_stage.load(Ordering::SeqCst) {
            return;
        }
        match sight {
            Sight::Frame(model, buffer) => {
                seeker.look("a frame", &text(buffer));
                seeker.look(
                    "what is read out",
                    &Reader::new(None).tell(model, &Theme::plain(Charset::Unicode)),
                );
            }
            Sight::Printed(lines) => seeker.look("what is printed", lines),
            Sight::Copied(_) | Sight::Answer(_) | Sight::Lent(_) => {}
        }
    })
}

async fn open(seeker: &Arc<Seeker>, is_on_stage: &Arc<AtomicBool>) -> (Stage, Server, std::path::PathBuf) {
    let server = Server::start(said).await;
    let planted = Planted::new();
    let place = if is_on_stage.load(Ordering::SeqCst) { "off" } else { "on" };
    let folder = std::env::temp_dir().join(format!("segue-stage-{}-{place}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    let config = format!(
        "default = \"Quillanworkplace\"\n[profiles.Quillanworkplace]\norigin = \"{}\"\nteam_id = \"QUILLTEAM1\"\n\
         key_id = \"QUILLKEY01\"\nprivate_key = \"env:PLANTED_KEY\"\nuser_token = \"env:PLANTED_USER\"\nstorefront = \"gb\"\n",
        server.origin
    );
    let variables = [("PLANTED_KEY", planted.key.as_str()), ("PLANTED_USER", &planted.user)];
    let setting =
        Setting::choosing("/v1/me/library/songs?limit=2", parse_config(&config).unwrap(), &variables);
    let store = Some(Store::at(folder.clone()));
    let mut stage = Setting { witness: watching(seeker, is_on_stage), store, ..setting }.open();
    stage.until_idle().await;
    (stage, server, folder)
}

/// Sends a path, and walks through all there is to see of what comes.
async fn show(stage: &mut Stage, path: &str) {
    for (width, height) in STAGES {
        stage.send(Event::Resize(width, height));
        stage.keys("<Esc><Esc><Esc>1<Esc>p<End><C-u>").await;
        stage.paste(path).await;
        stage.keys("<Enter>").await;
        stage.until_idle().await;
        stage.keys("<Esc>2F").await;
        stage.until_idle().await;
        for keys in WALK {
            stage.keys(keys).await;
            stage.until_idle().await;
        }
        stage.until("the doctor to be done", |scene| !scene.model.doctor.is_asking()).await;
    }
}

#[tokio::test]
async fn nothing_personal_shows_on_a_stage() {
    let seeker = Arc::new(Seeker::of(&PERSONAL));
    let is_on_stage = Arc::new(AtomicBool::new(false));
    let (mut stage, server, folder) = open(&seeker, &is_on_stage).await;
    // What was there before: a library with all its names, a search for one of them, and a history of both.
    let scene = stage.keys("<Enter>").await;
    assert!(scene.text.contains("Quillanworkplace"), "{}", scene.text);
    stage.until_shown("Bedtime Wombats").await;
    stage.keys("/Crumpets<Enter>yvmm").await;
    stage.keys("<F12>").await;
    is_on_stage.store(true, Ordering::SeqCst);
    stage.keys("<F10>").await;
    for path in [
        "/v1/me/library/songs?limit=2",
        "/v1/me/library/search?types=library-songs&term=Bedtime+Wombats+of+Zanzibar",
        "/v1/catalog/us/songs/1000101",
        "/v1/me/nothing/i.QkW9zRtY7uPq?who=zebrafinch.quillan@postbox-fiction.example",
    ] {
        show(&mut stage, path).await;
    }
    // The way on from a name that is masked leads to the song itself.
    stage.keys("<Esc><Esc><Esc>1<Esc>p<End><C-u>").await;
    stage.paste("/v1/me/library/songs?limit=2").await;
    stage.keys("<Enter>").await;
    stage.until_idle().await;
    stage.keys("<Esc>2L2gjjjjo").await;
    stage.until_idle().await;
    seeker.assert_clean("a stage", 500);
    let last = server.requests().last().cloned().unwrap_or_default();
    assert!(last.starts_with("GET /v1/me/library/songs/i.QkW9zRtY7uPq "), "{last}");
    // And from there on to what it is in the catalogue, which is as personal.
    stage.keys("<Esc>2/catalog<Enter><Esc>E").await;
    stage.keys("/masked3<Enter><Esc>o").await;
    stage.until_idle().await;
    // An address that is typed is gone with the character that makes it one.
    stage.keys("<Esc><Esc>1<Esc>H").await;
    is_on_stage.store(false, Ordering::SeqCst);
    type_slowly(&mut stage, "X-Who: mirabel-quillan@").await;
    is_on_stage.store(true, Ordering::SeqCst);
    type_slowly(&mut stage, "postbox-fiction.example").await;
    stage.quit().await;
    let _ = std::fs::remove_dir_all(folder);
    seeker.assert_clean("a stage", 500);
}

#[tokio::test]
async fn what_is_looked_for_is_there_off_stage() {
    let seeker = Arc::new(Seeker::of(&PERSONAL));
    let is_on_stage = Arc::new(AtomicBool::new(true));
    let (mut stage, _server, folder) = open(&seeker, &is_on_stage).await;
    stage.keys("<Enter>").await;
    stage.until_shown("Bedtime Wombats").await;
    stage.quit().await;
    let _ = std::fs::remove_dir_all(folder);
    let clean = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| seeker.assert_clean("no stage", 1)));
    assert!(clean.is_err(), "the search finds nothing where everything shows");
}
