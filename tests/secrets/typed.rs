//! Secrets that a person pastes or types where they do not belong.

use std::{fs, path::Path, sync::Arc};

use segue::{
    adapter::store::Store,
    app::{
        event::{Event, Typed},
        message::Message,
    },
    domain::profile::Config,
};

use crate::{
    Planted, Seeker, leave,
    stage::{Reply, Server, Setting, Stage},
    tour, type_slowly, watched,
};

/// The three secrets are the profile's own, which makes the user token known: of itself it has no shape.
struct Plot {
    planted: Planted,
    seeker: Arc<Seeker>,
    server: Server,
    home: std::path::PathBuf,
}

impl Plot {
    async fn new(name: &str) -> Self {
        let planted = Planted::new();
        let seeker = Arc::new(Seeker::of(&planted.all()));
        let server = Server::start(|_| Reply::json(r#"{"data":[]}"#)).await;
        let home = std::env::temp_dir().join(format!("segue-secrets-{}-{name}", std::process::id()));
        _ = fs::remove_dir_all(&home);
        Self { planted, seeker, server, home }
    }

    async fn open(&self) -> Stage {
        self.open_at("/v1/x?y=").await
    }

    async fn open_at(&self, path: &str) -> Stage {
        let store = Some(Store::at(self.home.clone()));
        let mut stage = watched(Setting { store, ..self.setting(path) }, &self.seeker);
        stage.until_idle().await;
        stage
    }

    async fn open_unwatched(&self) -> Stage {
        let mut stage = self.setting("/v1/x?y=").open();
        stage.until_idle().await;
        stage
    }

    fn setting(&self, path: &str) -> Setting {
        let variables = [
            ("SEGUE_ORIGIN", self.server.origin.as_str()),
            ("SEGUE_DEVELOPER_TOKEN", &self.planted.developer),
            ("SEGUE_USER_TOKEN", &self.planted.user),
        ];
        Setting::choosing(path, Config::default(), &variables)
    }

    /// Tries to send it, looks around, leaves, looks at the files and at what the server got, and comes back to the draft.
    async fn end(&self, mut stage: Stage) {
        stage.keys("<F5>").await;
        stage.until_idle().await;
        tour(&mut stage).await;
        leave(stage, &self.seeker).await;
        self.look_at_files(&self.home);
        for request in self.server.requests() {
            let typed = request.lines().filter(|line| {
                !line.starts_with("authorization: Bearer ") && !line.starts_with("music-user-token: ")
            });
            self.seeker.look("a request", &typed.collect::<Vec<_>>().join("\n"));
        }
    }

    fn look_at_files(&self, directory: &Path) {
        for entry in fs::read_dir(directory).unwrap() {
            let path = entry.unwrap().path();
            self.seeker.look("a file's name", &path.display().to_string());
            match path.is_dir() {
                true => self.look_at_files(&path),
                false => self.seeker.look("a file", &fs::read_to_string(&path).unwrap()),
            }
        }
    }
}

impl Drop for Plot {
    fn drop(&mut self) {
        _ = fs::remove_dir_all(&self.home);
    }
}

/// The fields, and the keys that lead from the path into each.
const FIELDS: [(&str, &str); 4] =
    [("path", ""), ("headers", "<Esc>H"), ("body", "<Esc>mb"), ("palette", "<C-p>")];

#[tokio::test]
async fn a_secret_that_is_pasted_never_shows() {
    let plot = Plot::new("pasted").await;
    for (field, way) in FIELDS {
        for secret in plot.planted.all() {
            for text in [secret.to_owned(), format!("X-Thing: {secret}\n"), format!("{{\"a\":\"{secret}\"}}")]
            {
                let mut stage = plot.open().await;
                stage.keys(way).await;
                stage.paste(&text).await;
                plot.end(stage).await;
                plot.seeker.assert_clean(&format!("{secret} pasted into the {field}"), 50);
            }
        }
    }
}

#[tokio::test]
async fn a_command_with_secrets_that_is_pasted_shows_none_of_them() {
    let plot = Plot::new("command").await;
    let here = format!("{}/v1/x", plot.server.origin);
    let places =
        ["-H 'Authorization: Bearer {}'", "-H 'Music-User-Token: {}'", "-H 'X-Thing: {}'", "-b 'a={}'"];
    let odd = ["-u '{}:x'", "-X '{}'", "-d '@{}'", "-d '{}'", "--{}", "--oauth2-bearer '{}'", "-H '{}: x'"];
    for secret in plot.planted.all() {
        for place in places.into_iter().chain(odd) {
            let elsewhere = places.contains(&place).then_some("https://api.music.apple.com/v1/x");
            for url in elsewhere.into_iter().chain([here.as_str()]) {
                let mut stage = plot.open().await;
                stage.paste(&format!("curl {} {url}", place.replace("{}", secret))).await;
                plot.end(stage).await;
                plot.seeker.assert_clean(&format!("{place} with {secret}"), 50);
            }
        }
    }
}

#[tokio::test]
async fn a_token_that_is_typed_never_shows_more_than_its_start() {
    let plot = Plot::new("typed").await;
    let developer = &plot.planted.developer;
    for (field, way) in FIELDS {
        for before in ["", "X-Thing: ", "Authorization: Bearer ", "{\"a\": \""] {
            let mut stage = plot.open().await;
            stage.keys(way).await;
            type_slowly(&mut stage, &format!("{before}{developer}")).await;
            plot.end(stage).await;
            plot.seeker.assert_clean(&format!("{before}{developer} typed into the {field}"), 100);
        }
    }
}

#[tokio::test]
async fn a_token_that_a_slash_cuts_in_two_never_shows_more_than_its_start() {
    let plot = Plot::new("cut").await;
    let developer = &plot.planted.developer;
    let payload = developer.find('.').unwrap() + 8;
    for (cut, at) in [("/", 4), ("?", 20), ("/", payload), ("?", developer.len() - 30)] {
        let mut stage = plot.open().await;
        type_slowly(&mut stage, &format!("{}{cut}{}", &developer[..at], &developer[at..])).await;
        plot.end(stage).await;
        plot.seeker.assert_clean(&format!("a token with {cut} at {at}"), 100);
    }
}

#[tokio::test]
async fn a_key_that_is_typed_never_shows() {
    let plot = Plot::new("key").await;
    for (field, way) in FIELDS {
        let mut stage = plot.open().await;
        stage.keys(way).await;
        type_slowly(&mut stage, &plot.planted.key).await;
        plot.end(stage).await;
        plot.seeker.assert_clean(&format!("a key typed into the {field}"), 100);
    }
}

#[tokio::test]
async fn a_user_token_that_is_typed_behind_its_name_never_shows() {
    let plot = Plot::new("user").await;
    for name in
        ["Music-User-Token: ", "cookie: media-user-token=", "AUTHORIZATION: Bearer ", "media-user-token:"]
    {
        let mut stage = plot.open().await;
        stage.keys("<Esc>H").await;
        type_slowly(&mut stage, &format!("{name}{}", plot.planted.user)).await;
        plot.end(stage).await;
        plot.seeker.assert_clean(&format!("{name}…"), 100);
    }
}

#[tokio::test]
async fn a_user_token_in_the_path_argument_never_shows_and_is_never_sent() {
    let plot = Plot::new("argument").await;
    let user = &plot.planted.user;
    let encoded = user.replace('+', "%2B").replace('/', "%2F").replace('=', "%3D");
    for path in [format!("/v1/x?t={user}"), format!("/v1/x?t={encoded}&u=1")] {
        let stage = plot.open_at(&path).await;
        plot.end(stage).await;
        plot.seeker.assert_clean("a user token in the path", 20);
    }
    assert!(plot.server.requests().is_empty(), "{:?}", plot.server.requests());
}

#[tokio::test]
async fn a_user_token_that_is_typed_goes_from_the_screen_when_it_is_whole_and_is_never_sent() {
    let plot = Plot::new("whole").await;
    for (field, way) in &FIELDS[..3] {
        // Its first characters have no shape, so they show: only what stands at the end is looked at.
        let own = Seeker::of(&[&plot.planted.user]);
        let mut stage = plot.open_unwatched().await;
        stage.keys(way).await;
        stage.keys(&plot.planted.user.replace('<', "")).await;
        let scene = stage.keys("<F5>").await;
        own.look("the screen", &scene.text);
        own.look("the screen", &stage.until_idle().await.text);
        own.assert_clean(&format!("the user token typed into the {field}"), 2);
        stage.quit().await;
    }
    assert!(plot.server.requests().is_empty(), "{:?}", plot.server.requests());
}

#[tokio::test]
async fn a_draft_with_a_secret_is_kept_without_it() {
    let plot = Plot::new("draft").await;
    let mut stage = plot.open().await;
    type_slowly(&mut stage, &plot.planted.user[..3]).await;
    stage.keys("<Esc>H").await;
    type_slowly(&mut stage, &format!("Music-User-Token: {}", plot.planted.user)).await;
    plot.end(stage).await;
    plot.seeker.assert_clean("a draft", 10);
    let kept = fs::read_to_string(plot.home.join("draft.json")).unwrap();
    assert!(kept.contains("/v1/x?y="), "the rest is kept: {kept}");
}

#[tokio::test]
async fn a_session_that_is_cut_off_is_kept_without_its_secrets() {
    let plot = Plot::new("session").await;
    for secret in [&plot.planted.developer, &plot.planted.user] {
        for (way, accept) in [("2/", "<Enter>"), ("2|", "<Enter>"), ("1p", ""), ("1H", "")] {
            // Its first characters have no shape, so they show: only files are looked at.
            let store = Some(Store::at(plot.home.clone()));
            let mut stage = Setting { store, ..plot.setting("/v1/x?y=") }.open();
            stage.until_idle().await;
            stage.keys("<F5>").await;
            stage.until_idle().await;
            stage.keys(&format!("<Esc>{way}{}{accept}", secret.replace('<', ""))).await;
            stage.quit().await;
            let sessions: Vec<_> = fs::read_dir(plot.home.join("sessions")).unwrap().collect();
            assert!(sessions.len() >= 2, "{way}: a file and its lock: {sessions:?}");
            plot.look_at_files(&plot.home);
            fs::remove_dir_all(&plot.home).unwrap();
            plot.seeker.assert_clean(&format!("{secret} typed after {way}"), 4);
        }
    }
}

#[test]
fn what_is_typed_or_pasted_does_not_print_itself() {
    let planted = Planted::new();
    let seeker = Seeker::of(&planted.all());
    for secret in planted.all() {
        let text = secret.to_owned();
        let messages = [Message::Input(Event::Paste(text.clone())), Message::Edited(Ok(Typed(text.clone())))];
        seeker.look("messages", &format!("{messages:?} {messages:#?}"));
    }
    seeker.assert_clean("messages", 3);
}
