//! Secrets in the wrong variable, the wrong key of the configuration, the wrong file, and commands that talk too much.

use std::{fs, os::unix::fs::PermissionsExt, path::PathBuf, sync::Arc};

use segue::{
    adapter::credentials::load_config,
    app::keymap::Action,
    domain::{
        profile::{Config, Environment, choose, parse_config},
        token::DeveloperStanding,
    },
};

use crate::{Planted, Seeker, leave, stage::Setting, tour, watched};

/// Every variable that a person may have mixed up.
const VARIABLES: [&str; 9] = [
    "APPLE_MUSIC_TEAM_ID",
    "APPLE_MUSIC_KEY_ID",
    "APPLE_MUSIC_PRIVATE_KEY",
    "MUSICKIT_DEVELOPER_TOKEN",
    "APPLE_MUSIC_USER_TOKEN",
    "APPLE_MUSIC_STOREFRONT",
    "SEGUE_ORIGIN",
    "SEGUE_DEVELOPER_TOKEN",
    "SEGUE_USER_TOKEN",
];

/// Reads the credentials and looks around. Nothing is sent: the origin may be Apple's.
async fn look_around(config: Config, variables: &[(&str, &str)], seeker: &Arc<Seeker>) {
    let environment: Environment =
        variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    let choice = choose(&config, &environment, None);
    seeker.look("a choice", &format!("{choice:?} {environment:?}"));
    match choice {
        Err(fault) => seeker.look("a fault", &fault.to_string()),
        Ok(_) => {
            let mut stage = watched(Setting::choosing("/v1/me/x", config, variables), seeker);
            let scene = stage.until_idle().await;
            if let DeveloperStanding::Faulty { .. } = scene.model.session.standing.developer {
                assert!(scene.model.can(Action::Send));
                stage.keys("<F5>").await;
            }
            tour(&mut stage).await;
            leave(stage, seeker).await;
        }
    }
}

#[tokio::test]
async fn a_secret_in_the_wrong_variable_never_shows() {
    let planted = Planted::new();
    let seeker = Arc::new(Seeker::of(&planted.all()));
    for variable in VARIABLES {
        for secret in planted.all() {
            for text in [
                secret.to_owned(),
                format!("Bearer {secret}"),
                format!("'{secret}'"),
                secret[..60].to_owned(),
            ] {
                look_around(Config::default(), &[(variable, &text)], &seeker).await;
                seeker.assert_clean(&format!("{variable}={text}"), 2);
            }
        }
    }
}

#[tokio::test]
async fn a_key_in_place_of_its_path_never_shows() {
    let planted = Planted::new();
    let seeker = Arc::new(Seeker::of(&planted.all()));
    let user = planted.user.replace('/', "");
    seeker.plant(&user);
    for secret in [planted.key.clone(), planted.key.replace('\n', "\\n"), planted.developer.clone(), user] {
        let variables = [
            ("APPLE_MUSIC_TEAM_ID", "FICTIONTEA"),
            ("APPLE_MUSIC_KEY_ID", "FICTION001"),
            ("APPLE_MUSIC_PRIVATE_KEY_PATH", secret.as_str()),
        ];
        look_around(Config::default(), &variables, &seeker).await;
        seeker.assert_clean(&secret, 50);
    }
}

#[tokio::test]
async fn a_secret_as_a_value_of_the_configuration_never_shows() {
    let planted = Planted::new();
    let seeker = Arc::new(Seeker::of(&planted.all()));
    let keys = [
        "team_id",
        "key_id",
        "private_key",
        "developer_token",
        "user_token",
        "storefront",
        "origin",
        "token_lifetime",
        "unknown",
    ];
    for secret in planted.all() {
        let quoted = toml::Value::String(secret.to_owned()).to_string();
        let bare = secret.lines().nth(1).unwrap_or(secret).to_owned();
        let mut texts: Vec<_> = keys.iter().map(|key| format!("[profiles.a]\n{key} = {quoted}\n")).collect();
        texts.extend([
            format!("default = {quoted}\n"),
            format!("profiles = {quoted}\n"),
            format!("[profiles.a]\nuser_token = {bare}\n"),
            format!("[profiles.a]\n{bare} = 1\n"),
            format!("[profiles.a]\nuser_token = \"command:echo {bare}\"\n"),
            format!("[profiles.a]\nuser_token = \"env:{bare}\"\n"),
            format!("{bare}\n"),
        ]);
        for text in texts {
            match parse_config(&text) {
                Err(fault) => seeker.look("a fault", &format!("{fault} {fault:?}")),
                Ok(config) => look_around(config, &[], &seeker).await,
            }
            seeker.assert_clean(&text, 1);
        }
    }
}

/// A directory of its own.
struct Home(PathBuf);

impl Home {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("segue-sources-{}-{name}", std::process::id()));
        _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn file(&self, name: &str, text: &str, mode: u32) {
        let path = self.0.join(name);
        fs::write(&path, text).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        _ = fs::remove_dir_all(&self.0);
    }
}

#[tokio::test]
async fn files_and_commands_that_hold_something_else_never_show_it() {
    let planted = Planted::new();
    let seeker = Arc::new(Seeker::of(&planted.all()));
    let home = Home::new("files");
    for (name, secret) in [("key", &planted.key), ("developer", &planted.developer), ("user", &planted.user)]
    {
        home.file(name, secret, 0o600);
        home.file(&format!("{name}-open"), secret, 0o644);
        home.file(&format!("{name}-blank"), &secret.replace('A', " "), 0o600);
    }
    let origin = "origin = \"http://127.0.0.1:1\"\n";
    let ids = "team_id = \"FICTIONTEA\"\nkey_id = \"FICTION001\"\n";
    let mut profiles = Vec::new();
    for name in ["key", "developer", "user"] {
        for file in [name.to_owned(), format!("{name}-open"), format!("{name}-blank")] {
            for source in [
                format!("file:{file}"),
                format!("file:{file}/{}", &planted.developer),
                format!("command:cat {}", home.0.join(&file).display()),
                format!("command:sh -c 'cat {0} >&2; cat {0}; exit 3'", home.0.join(&file).display()),
            ] {
                profiles.push(format!("{origin}developer_token = {source:?}\n"));
                profiles
                    .push(format!("{origin}developer_token = \"file:developer\"\nuser_token = {source:?}\n"));
                profiles.push(format!("{origin}{ids}private_key = {source:?}\n"));
            }
        }
    }
    for profile in profiles {
        home.file("config.toml", &format!("default = \"a\"\n[profiles.a]\n{profile}"), 0o600);
        match load_config(&home.0.join("config.toml")) {
            Err(fault) => seeker.look("a fault", &format!("{fault} {fault:?}")),
            Ok(config) => look_around(config, &[], &seeker).await,
        }
        seeker.assert_clean(&profile, 1);
    }
}
