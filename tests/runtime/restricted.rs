//! A restricted run whose core has made a mistake: the model asks for everything, and the edge does none of it.

use std::{
    fs,
    path::PathBuf,
    sync::{Arc, Mutex},
};

use segue::domain::{leave::Leave, profile::parse_config};

use crate::{
    at,
    stage::{Reply, Scene, Server, Setting, Sight, Stage},
};

/// What has got out.
type Escaped = Arc<Mutex<Vec<String>>>;

/// A stage that is blind to the rules, the server that it may ask, and what got out of it.
struct Cell {
    stage: Stage,
    server: Server,
    escaped: Escaped,
    home: PathBuf,
}

impl Cell {
    async fn new(name: &str, writes: bool, path: &str) -> Self {
        let server = Server::start(|_| Reply::json(r#"{"data":[{"id":"1","type":"songs"}]}"#)).await;
        let setting = at(&server, path);
        Self::with(name, writes, setting, server).await
    }

    async fn with(name: &str, writes: bool, setting: Setting, server: Server) -> Self {
        let home = std::env::temp_dir().join(format!("segue-cell-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&home);
        fs::create_dir(&home).unwrap();
        let escaped = Escaped::default();
        let seen = Arc::clone(&escaped);
        let witness = Arc::new(move |sight: Sight<'_>| match sight {
            Sight::Lent(what) => seen.lock().unwrap().push(what.to_owned()),
            Sight::Copied(text) => seen.lock().unwrap().push(text.to_owned()),
            Sight::Frame(..) | Sight::Answer(_) | Sight::Printed(_) => {}
        });
        let leave = Leave::restricted(writes, &setting.credentials.choice);
        let mut stage = Setting { witness, leave, is_blind: true, ..setting }.open();
        stage.until_idle().await;
        Self { stage, server, escaped, home }
    }

    /// Ends it: nothing has got out.
    async fn close(self) {
        self.stage.quit().await;
        assert_eq!(*self.escaped.lock().unwrap(), Vec::<String>::new());
        fs::remove_dir_all(self.home).unwrap();
    }

    async fn told(&mut self, reason: &str) -> Scene {
        self.stage.until_shown(reason).await
    }
}

#[tokio::test]
async fn no_file_is_written_and_no_shell_no_editor_and_no_token_is_had() {
    let mut cell = Cell::new("deeds", true, "/v1/x").await;
    cell.stage.keys("<Enter>").await;
    cell.stage.until_idle().await;
    let file = cell.home.join("out.json");
    cell.stage.keys("s<C-u>").await;
    cell.stage.paste(file.to_str().unwrap()).await;
    cell.stage.keys("<Enter>").await;
    cell.told("restricted: saving to files is switched off").await;
    assert!(!file.exists());
    cell.stage.keys("<Esc><C-z>").await;
    cell.told("restricted: there is no shell").await;
    cell.stage.keys("yT").await;
    cell.stage.keys("y").await;
    cell.told("restricted: no token is shown or copied").await;
    cell.stage.keys("I").await;
    cell.told("restricted: signing in is switched off").await;
    cell.stage.keys("<Esc>1<Esc>me").await;
    cell.told("restricted: no editor is started").await;
    cell.close().await;
}

#[tokio::test]
async fn a_write_does_not_reach_the_server_and_a_get_does() {
    let mut cell = Cell::new("writes", false, "/v1/x").await;
    cell.stage.keys("<Esc>").await;
    for method in ["POST", "PUT", "DELETE", "PATCH"] {
        cell.stage.keys("1<Esc>m<F5>").await;
        cell.stage.keys("y").await;
        let scene = cell.stage.until_idle().await;
        let told = told(&scene);
        assert!(told.contains(&format!("restricted: only GET is sent here, and no {method}")), "{told}");
    }
    cell.stage.keys("1<Esc>mH").await;
    cell.stage.paste("X-HTTP-Method-Override: DELETE").await;
    cell.stage.keys("<F5>").await;
    let scene = cell.stage.until_idle().await;
    assert!(told(&scene).contains("asks for another method"));
    assert_eq!(cell.server.requests(), Vec::<String>::new());
    cell.stage.keys("1<Esc>H<C-u><F5>").await;
    cell.stage.until_idle().await;
    assert_eq!(cell.server.requests().len(), 1);
    cell.close().await;
}

#[tokio::test]
async fn nothing_beside_the_api_is_asked() {
    let mut cell = Cell::new("outside", true, "/sandbox/requests").await;
    for path in ["/sandbox/requests", "/v1/%2e%2e/sandbox/requests", "/v1/..%2f..%2fsandbox/requests"] {
        cell.stage.keys("<Esc>1<Esc>p<C-u>").await;
        cell.stage.paste(path).await;
        cell.stage.keys("<F5>").await;
        let told = told(&cell.stage.until_idle().await);
        assert!(told.contains("only the API is asked here"), "{path}: {told}");
    }
    assert_eq!(cell.server.requests(), Vec::<String>::new());
    cell.close().await;
}

#[tokio::test]
async fn a_write_that_is_allowed_is_sent() {
    let mut cell = Cell::new("allowed", true, "/v1/x").await;
    cell.stage.keys("<Esc>m<F5>").await;
    cell.stage.keys("y").await;
    cell.stage.until_idle().await;
    assert!(cell.server.requests()[0].starts_with("POST /v1/x"), "{:?}", cell.server.requests());
    cell.close().await;
}

#[tokio::test]
async fn pasted_tokens_are_not_used() {
    let mut cell = Cell::new("pasted", true, "/v1/x").await;
    let user = "Ab1+/cd9".repeat(16);
    let command = format!("curl '{}/v1/me/library/songs' -H 'Music-User-Token: {user}'", cell.server.origin);
    cell.stage.keys("<Esc>p").await;
    cell.stage.paste(&command).await;
    cell.told("restricted: tokens that are pasted are not used here").await;
    cell.stage.keys("<F5>").await;
    cell.stage.until_idle().await;
    let sent = cell.server.requests().join("\n");
    assert!(sent.contains("/v1/me/library/songs") && !sent.contains("music-user-token"), "{sent}");
    cell.close().await;
}

#[tokio::test]
async fn a_profile_that_runs_a_command_or_is_for_another_server_is_not_opened() {
    let server = Server::start(|_| Reply::json(r#"{"data":[]}"#)).await;
    let other = Server::start(|_| Reply::json(r#"{"data":[]}"#)).await;
    let trace = std::env::temp_dir().join(format!("segue-cell-{}-ran", std::process::id()));
    let _ = fs::remove_file(&trace);
    let config = parse_config(&format!(
        "default = \"home\"\n[profiles.home]\norigin = \"{0}\"\n[profiles.elsewhere]\norigin = \"{1}\"\n\
         [profiles.running]\norigin = \"{0}\"\ndeveloper_token = \"command:touch {2}\"\n",
        server.origin,
        other.origin,
        trace.display(),
    ));
    let setting = Setting::choosing("/v1/storefronts", config.unwrap(), &[]);
    let mut cell = Cell::with("profiles", false, setting, server).await;
    for (name, reason) in
        [("elsewhere", "restricted: the profile elsewhere is for"), ("running", "runs a command")]
    {
        cell.stage.keys("<Esc><C-p>").await;
        cell.stage.keys(&format!("use the profile {name}")).await;
        cell.stage.keys("<Enter>").await;
        cell.told(reason).await;
        let scene = cell.stage.until_idle().await;
        assert_eq!(scene.model.session.standing.profile, "home");
    }
    assert!(!trace.exists() && other.requests().is_empty());
    cell.close().await;
}

/// The report of what went wrong. What the doctor thinks of the token may stand in its place on the screen.
fn told(scene: &Scene) -> String {
    format!("{:?}", scene.model.errors.report())
}
