//! What the program itself writes when it cannot start: without a terminal, and in one.

use std::{
    fs,
    io::{Read, Write},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::mpsc,
    thread,
    time::Duration,
};

use base64::{Engine, engine::general_purpose::STANDARD};
use portable_pty::{CommandBuilder, PtySize, native_pty_system};
use serde_json::json;

use crate::{Planted, Seeker};

const PROGRAM: &str = env!("CARGO_BIN_EXE_segue");

/// A home with a configuration.
struct Home(PathBuf);

impl Home {
    fn new(name: &str, config: &str) -> Self {
        let path = std::env::temp_dir().join(format!("segue-program-{}-{name}", std::process::id()));
        _ = fs::remove_dir_all(&path);
        fs::create_dir_all(path.join("segue")).unwrap();
        fs::write(path.join("segue/config.toml"), config).unwrap();
        Self(path)
    }

    fn variables(&self) -> Vec<(&'static str, String)> {
        let home = self.0.display().to_string();
        ["HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"].into_iter().map(|name| (name, home.clone())).collect()
    }

    fn look_at_files(&self, seeker: &Seeker) {
        // The configuration is where the secret was put, so it alone is passed over.
        for file in files(&self.0).into_iter().filter(|file| !file.ends_with("segue/config.toml")) {
            seeker.look("a file", &fs::read_to_string(file).unwrap());
        }
    }
}

fn files(directory: &Path) -> Vec<PathBuf> {
    let paths = fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path());
    paths.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

impl Drop for Home {
    fn drop(&mut self) {
        _ = fs::remove_dir_all(&self.0);
    }
}

/// Runs the program with no terminal; all that it wrote.
fn run(home: &Home, arguments: &[&str], variables: &[(&str, &str)]) -> String {
    let mut command = Command::new(PROGRAM);
    command.args(arguments).env_clear().envs(home.variables()).envs(variables.iter().copied());
    let output = command.stdin(Stdio::null()).output().unwrap();
    assert!(!output.status.success(), "{output:?}");
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// Runs the program in a terminal that is wide enough for a token to stand in one line; all that it wrote.
fn run_in_terminal(home: &Home, arguments: &[&str], variables: &[(&str, &str)]) -> String {
    let size = PtySize { rows: 24, cols: 1000, pixel_width: 0, pixel_height: 0 };
    let pair = native_pty_system().openpty(size).unwrap();
    let mut command = CommandBuilder::new(PROGRAM);
    command.env_clear();
    command.args(arguments);
    for (name, value) in home.variables() {
        command.env(name, value);
    }
    for (name, value) in variables {
        command.env(name, value);
    }
    let mut reader = pair.master.try_clone_reader().unwrap();
    let mut child = pair.slave.spawn_command(command).unwrap();
    drop(pair.slave);
    // A program that starts after all would stay for ever.
    let (ended, deadline) = mpsc::channel::<()>();
    let mut killer = child.clone_killer();
    let watch = thread::spawn(move || {
        if deadline.recv_timeout(Duration::from_secs(20)) == Err(mpsc::RecvTimeoutError::Timeout) {
            killer.kill().unwrap();
        }
    });
    let mut written = Vec::new();
    // A terminal whose program has gone ends with an error on some systems.
    _ = reader.read_to_end(&mut written);
    assert!(!child.wait().unwrap().success());
    drop(ended);
    watch.join().unwrap();
    String::from_utf8_lossy(&written).into_owned()
}

/// What `segue doctor` writes with these arguments and this on standard input, however it ends.
fn doctor(home: &Home, arguments: &[&str], variables: &[(&str, &str)], input: &str) -> String {
    let mut command = Command::new(PROGRAM);
    command.arg("doctor").args(arguments);
    command.env_clear().envs(home.variables()).envs(variables.iter().copied());
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    // A program that refuses its arguments reads nothing.
    _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    let output = child.wait_with_output().unwrap();
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// An incident with the secrets where they belong, and wherever else they can get to.
fn incident(planted: &Planted) -> String {
    let Planted { key, developer, user } = planted;
    let both = format!("Bearer {developer} {user} {key}");
    let exchange = |status: u16| {
        json!({
            "name": both,
            "request": {
                "method": "GET",
                "url": format!("https://api.music.apple.com/v1/me/{user}/{developer}?token={developer}&u={user}"),
                "headers": {
                    "Authorization": format!("Bearer {developer}"),
                    "Music-User-Token": user,
                    "Cookie": format!("a=b; media-user-token={user}"),
                    "X-Token": both,
                    "X-Other": both,
                    developer: user,
                },
                "body": both,
            },
            "response": {
                "status": status,
                "headers": { "server": both, "location": format!("https://a.example/?t={developer}&u={user}") },
                "body": format!("<html>{both}</html>"),
            },
        })
    };
    let mut incident = exchange(403);
    let others = json!({
        "developer_token": developer,
        "music_user_token": user,
        "key_pem_base64": STANDARD.encode(key),
        "key_filename": developer,
        "key_id": developer,
        "team_id": user,
        "now": 1_795_478_400,
        "client_error": both,
        "web": { "error": both, "origin": developer, "ineligibilityReason": user },
        "probes": [exchange(200), exchange(407), exchange(500)],
    });
    for (name, value) in others.as_object().unwrap() {
        incident[name] = value.clone();
    }
    incident.to_string()
}

#[test]
fn an_incident_is_told_and_passed_on_without_its_secrets() {
    let planted = Planted::new();
    let seeker = Seeker::of(&planted.all());
    let home = Home::new("incident", "");
    let whole = incident(&planted);
    // Secrets in each other's place, and in place of anything else.
    let swapped = whole.replace("developer_token", "t").replace("music_user_token", "developer_token");
    let swapped = swapped.replace("\"t\"", "\"music_user_token\"");
    let wrong = format!("{{\"now\": {:?}}}", planted.developer);
    for input in [whole.as_str(), &swapped, &wrong, &planted.developer, &planted.key] {
        for arguments in [&["--format", "json"][..], &["--report"], &[]] {
            let arguments = [&["--incident", "-"], arguments].concat();
            seeker.look("the doctor", &doctor(&home, &arguments, &[], input));
            seeker.assert_clean(&format!("{arguments:?}"), 1);
        }
    }
    seeker.look("the doctor", &doctor(&home, &["--incident", &planted.developer], &[], ""));
    seeker.look("the doctor", &doctor(&home, &["--scenario", &planted.developer], &[], ""));
    seeker.assert_clean("arguments", 2);
}

#[test]
fn credentials_are_examined_without_being_told() {
    let planted = Planted::new();
    let seeker = Seeker::of(&planted.all());
    let home = Home::new("doctor", "");
    let quoted = format!("\"{}\"", planted.developer);
    for variables in [
        [
            ("APPLE_MUSIC_DEVELOPER_TOKEN", planted.developer.as_str()),
            ("APPLE_MUSIC_USER_TOKEN", &planted.user),
        ],
        [("APPLE_MUSIC_DEVELOPER_TOKEN", &quoted), ("APPLE_MUSIC_USER_TOKEN", &planted.developer)],
        [("APPLE_MUSIC_DEVELOPER_TOKEN", &planted.key), ("APPLE_MUSIC_USER_TOKEN", &planted.key)],
    ] {
        for arguments in [&["--offline"][..], &["--offline", "--report"], &["--offline", "--format", "json"]]
        {
            seeker.look("the doctor", &doctor(&home, arguments, &variables, ""));
            seeker.assert_clean(&format!("{arguments:?}"), 1);
        }
    }
}

#[test]
fn a_faulty_configuration_is_told_without_its_values() {
    let planted = Planted::new();
    let seeker = Seeker::of(&planted.all());
    for (number, secret) in planted.all().into_iter().enumerate() {
        let quoted = toml::Value::String(secret.to_owned()).to_string();
        for key in ["team_id", "user_token", "origin", "storefront", "unknown"] {
            let home =
                Home::new(&format!("config-{number}-{key}"), &format!("[profiles.a]\n{key} = {quoted}\n"));
            let written = run_in_terminal(&home, &[], &[]);
            assert!(written.contains("config.toml"), "{written}");
            seeker.look("standard error", &written);
            seeker.look("standard error", &run(&home, &[], &[]));
            home.look_at_files(&seeker);
            seeker.assert_clean(key, 2);
        }
    }
}

#[test]
fn a_faulty_environment_is_told_without_its_values() {
    let planted = Planted::new();
    let seeker = Seeker::of(&planted.all());
    let home = Home::new("environment", "");
    for secret in planted.all() {
        for variables in [
            vec![("SEGUE_USER_TOKEN", secret)],
            vec![("SEGUE_ORIGIN", secret)],
            vec![("APPLE_MUSIC_STOREFRONT", secret), ("APPLE_MUSIC_TEAM_ID", "FICTIONTEA")],
            vec![("SEGUE_CONFIG", secret), ("SEGUE_USER_TOKEN", secret)],
        ] {
            let written = run_in_terminal(&home, &[], &variables);
            assert!(written.contains("segue: "), "{written}");
            seeker.look("standard error", &written);
            seeker.look("standard error", &run(&home, &[], &variables));
            seeker.assert_clean(variables[0].0, 2);
        }
    }
    home.look_at_files(&seeker);
}

#[test]
fn a_token_in_place_of_the_configuration_s_path_is_not_repeated() {
    let planted = Planted::new();
    // Without its slashes it is too long for a file's name, so that reading it fails in other words than a missing file.
    let long = planted.user.replace('/', "");
    let seeker = Seeker::of(&planted.all());
    seeker.plant(&long);
    let home = Home::new("place", "");
    let in_home = |name: &str| home.0.join(name).display().to_string();
    fs::create_dir(home.0.join(&planted.developer)).unwrap();
    let [key, developer, user] = planted.all().map(str::to_owned);
    for path in [key, user, in_home(&developer), developer, in_home(&long), long] {
        let written = run_in_terminal(&home, &[], &[("SEGUE_CONFIG", &path)]);
        assert!(written.contains("The configuration"), "{written}");
        seeker.look("standard error", &written);
        seeker.assert_clean(&path, 1);
    }
}

#[test]
fn arguments_that_hold_a_secret_are_refused_without_repeating_it() {
    let planted = Planted::new();
    let seeker = Seeker::of(&planted.all());
    let home = Home::new("arguments", "");
    for secret in [&planted.developer, &planted.user] {
        for name in ["Authorization: Bearer ", "Music-User-Token: ", "Cookie: media-user-token="] {
            let header = format!("{name}{secret}");
            seeker.look("standard error", &run(&home, &["-H", &header], &[]));
            seeker.assert_clean(name, 1);
        }
    }
    let jwt = planted.developer.as_str();
    for arguments in
        [vec!["-H", jwt], vec!["-X", jwt], vec!["/v1/x", jwt], vec!["sandbox", "--port", jwt], vec![jwt]]
    {
        seeker.look("standard error", &run(&home, &arguments, &[]));
        seeker.assert_clean(&format!("{arguments:?}"), 1);
    }
    for arguments in [
        vec!["--sandbox", jwt],
        vec!["/v1/x", "-H", jwt],
        vec!["/v1/x", "-p", jwt],
        vec!["/v1/x", "-p", &planted.user],
        vec!["/v1/x", "-X", "POST", "--body", jwt],
        vec!["/v1/x", "-X", "POST", "--body", &planted.user],
        vec!["/v1/x", "--format", jwt],
        vec!["/v1/x", "--all", "--max-pages", jwt],
    ] {
        let arguments = [vec!["get"], arguments].concat();
        seeker.look("standard error", &run(&home, &arguments, &[]));
        seeker.assert_clean(&format!("{arguments:?}"), 1);
    }
    let user = planted.user.as_str();
    for arguments in [
        vec!["doctor", "-X", user, "/v1/x"],
        vec!["doctor", "--format", user],
        vec!["profile", user],
        vec!["get", "/v1/x", "--format", user],
    ] {
        seeker.look("standard error", &run(&home, &arguments, &[]));
        seeker.assert_clean(&format!("{arguments:?}"), 1);
    }
    let written = run_in_terminal(&home, &["-p", &planted.user], &[]);
    assert!(written.contains("no profile"), "{written}");
    seeker.look("standard error", &written);
    seeker.assert_clean("-p", 1);
}

/// Runs the program with no terminal, whatever comes of it; all that it wrote.
fn written(home: &Home, arguments: &[&str], variables: &[(&str, &str)]) -> String {
    let mut command = Command::new(PROGRAM);
    command.args(arguments).env_clear().envs(home.variables()).envs(variables.iter().copied());
    let output = command.stdin(Stdio::null()).output().unwrap();
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

#[test]
fn token_and_profile_tell_all_but_the_secrets() {
    let planted = Planted::new();
    let seeker = Seeker::of(&planted.all());
    let home = Home::new("accounts", "");
    let key = home.0.join("AuthKey_FICTION001.p8");
    fs::write(&key, &planted.key).unwrap();
    fs::set_permissions(&key, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
    let key = key.display().to_string();
    let variables = [("OWN_USER", planted.user.as_str()), ("OWN_TOKEN", &planted.developer)];
    let add = [
        "profile",
        "add",
        "a",
        "--team-id",
        "FICTIONTEA",
        "--private-key",
        &key,
        "--user-token",
        "env:OWN_USER",
    ];
    let scolding = "command:sh -c 'echo $OWN_USER >&2; exit 1'";
    for (arguments, part) in [
        ([&add[..], &["--no-probe", "--copy-key"]].concat(), "Saved the profile a"),
        (
            vec!["profile", "add", "b", "--developer-token", "env:OWN_TOKEN", "--no-probe"],
            "Saved the profile b",
        ),
        (
            vec!["profile", "add", "c", "--private-key", scolding, "--team-id", "FICTIONTEA"],
            "failed with exit code 1",
        ),
        (vec!["token", "-p", "a"], "made from a private key"),
        (vec!["token", "-p", "b"], "ready-made"),
        (vec!["token", "-p", "b", "--ttl", "1h", "--show"], "ready-made"),
        (vec!["profile", "list"], "OWN_TOKEN"),
        (vec!["profile", "show", "a"], "OWN_USER"),
        (vec!["profile", "show", "b"], "sha256"),
        (vec!["profile", "use", "b"], "default"),
        (vec!["profile", "remove", "b", "-y"], "Removed"),
    ] {
        let written = written(&home, &arguments, &variables);
        assert!(written.contains(part), "{arguments:?}: {written}");
        // What is minted is planted nowhere; no more than six characters of a token may show.
        assert!(!written.contains("eyJhbGc"), "{arguments:?}: {written}");
        seeker.look("standard output and error", &written);
        seeker.look("the configuration", &fs::read_to_string(home.0.join("segue/config.toml")).unwrap());
        seeker.assert_clean(&format!("{arguments:?}"), 2);
    }
}

#[test]
fn token_and_profile_repeat_no_secret_that_stands_in_the_wrong_place() {
    let planted = Planted::new();
    let seeker = Seeker::of(&planted.all());
    let home = Home::new("misplaced", "");
    for secret in planted.all() {
        let (named, filed) = (format!("env:{secret}"), format!("file:{secret}"));
        let mut lines = vec![
            vec!["token", "--ttl", secret],
            vec!["token", "--origin", secret],
            vec!["token", "-p", secret],
            vec!["profile", "add", secret],
            vec!["profile", "use", secret],
            vec!["profile", "remove", secret, "-y"],
            vec!["profile", "show", secret],
        ];
        let flags = [
            "team-id",
            "key-id",
            "private-key",
            "developer-token",
            "user-token",
            "storefront",
            "origin",
            "ttl",
        ];
        let flags = flags.map(|flag| format!("--{flag}"));
        for flag in &flags {
            lines.extend([secret, &named, &filed].map(|value| vec!["profile", "add", "a", flag, value]));
        }
        for arguments in lines {
            let written = written(&home, &arguments, &[]);
            assert!(written.contains("segue: ") || written.contains("error: "), "{written}");
            seeker.look("standard error", &written);
            seeker.assert_clean(&format!("{arguments:?}"), 1);
        }
    }
    assert_eq!(fs::read_to_string(home.0.join("segue/config.toml")).unwrap(), "");
}
