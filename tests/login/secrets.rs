//! Where the token must not be: the terminal and its scrollback, the process list, any file but the one that keeps it.

use std::{fs, path::Path};

use portable_pty::{CommandBuilder, PtySize, native_pty_system};
use segue::sandbox::Scenario;

use super::{driver::until, program::Home};

/// Files below a directory that hold a text.
fn holding(directory: &Path, text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(directory).unwrap().map(Result::unwrap) {
        let path = entry.path();
        if path.is_dir() {
            found.extend(holding(&path, text));
        } else if String::from_utf8_lossy(&fs::read(&path).unwrap()).contains(text) {
            found.push(path.file_name().unwrap().to_string_lossy().into_owned());
        }
    }
    found
}

/// Whether a process was started with this text in its arguments or its environment.
fn is_in_a_process(text: &str) -> bool {
    let processes = fs::read_dir("/proc").into_iter().flatten().map_while(Result::ok);
    processes.into_iter().any(|process| {
        ["cmdline", "environ"].iter().any(|name| {
            fs::read(process.path().join(name))
                .is_ok_and(|bytes| String::from_utf8_lossy(&bytes).contains(text))
        })
    })
}

#[test]
fn a_pasted_token_is_nowhere_but_in_its_file() {
    let home = Home::new("pasted", Scenario::Healthy);
    let token = home.user_token();
    let start = &token[..8];
    let pair = native_pty_system().openpty(PtySize { rows: 40, cols: 120, ..PtySize::default() }).unwrap();
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_segue"));
    command.args(["login", "--paste"]);
    command.env_clear();
    for (name, value) in home.variables() {
        command.env(name, value);
    }
    let mut child = pair.slave.spawn_command(command).unwrap();
    drop(pair.slave);
    let (mut reader, mut writer) =
        (pair.master.try_clone_reader().unwrap(), pair.master.take_writer().unwrap());
    let written = std::sync::Arc::<std::sync::Mutex<Vec<u8>>>::default();
    let copy = std::sync::Arc::clone(&written);
    let reading = std::thread::spawn(move || {
        let mut piece = [0; 4096];
        while let Ok(length @ 1..) = reader.read(&mut piece) {
            copy.lock().unwrap().extend_from_slice(&piece[..length]);
        }
    });
    let shown = || String::from_utf8_lossy(&written.lock().unwrap()).into_owned();
    until("the prompt", || shown().contains("unseen").then_some(()));
    // As a terminal pastes it, with the line break that was copied along.
    writer.write_all(format!("\u{1b}[200~  {token}\r\u{1b}[201~\r").as_bytes()).unwrap();
    assert!(!is_in_a_process(start), "no process has it in its arguments");
    let status = child.wait().unwrap();
    drop((writer, pair.master));
    let _ = reading.join();
    assert_eq!(status.exit_code(), 0, "{}", shown());
    assert!(shown().contains("Signed in, storefront us"), "{}", shown());
    assert!(!shown().contains(start) && !shown().contains(&token[40..48]), "{}", shown());
    assert_eq!(holding(&home.directory, start), ["sign-in-local.json"]);
    let told = home.run(&["token"]);
    let told = String::from_utf8_lossy(&told.stdout).into_owned();
    assert!(told.contains("signed in ") && !told.contains(start), "{told}");
}

#[test]
fn what_is_no_token_is_named_and_not_kept() {
    let home = Home::new("shapes", Scenario::Healthy);
    for (text, words, code) in [
        ("", "empty", 4),
        ("eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJ4In0.c2lnbmF0dXJl", "a JWT", 4),
        ("media-user-token=AqFgxYkMISKBkU5I", "Keep only the value", 4),
        ("AqF/gx+YkMISKBkU5I==", "was not accepted", 4),
    ] {
        let mut login = home.login(&["--paste"]);
        login.type_in(text);
        login.close_input();
        let (status, told) = login.end();
        assert_eq!(status, code, "{told}");
        assert!(told.contains(words) && (text.is_empty() || !told.contains(&text[..8])), "{words}: {told}");
        assert_eq!(home.kept(), None);
    }
}

#[test]
fn a_token_of_an_app_comes_from_a_file_and_is_forgotten_again() {
    use std::os::unix::fs::PermissionsExt as _;
    let home = Home::new("file", Scenario::Healthy);
    let path = home.directory.join("token.txt");
    fs::write(&path, format!("{}\n", home.user_token())).unwrap();
    let name = path.display().to_string();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
    let refused = home.run(&["login", "--from-file", &name]);
    assert_eq!((refused.status.code(), home.kept()), (Some(2), None), "others can read it: {refused:?}");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
    let taken = home.run(&["login", "--from-file", &name]);
    assert_eq!(taken.status.code(), Some(0), "{taken:?}");
    assert_eq!(home.token(), Some(home.user_token()));
    let out = home.run(&["logout"]);
    let said = String::from_utf8_lossy(&out.stdout).into_owned();
    assert!(said.contains("forgotten here") && said.contains("does not revoke it at Apple"), "{said}");
    assert_eq!(home.kept(), None);
    assert_eq!(home.run(&["get", "/v1/me/storefront"]).status.code(), Some(4));
}

#[test]
fn the_age_of_a_sign_in_is_watched_and_a_set_variable_comes_first() {
    let home = Home::new("age", Scenario::Healthy);
    let mut login = home.login(&["--paste"]);
    login.type_in(&home.user_token());
    login.close_input();
    assert_eq!(login.end().0, 0);
    let doctor = |home: &Home| String::from_utf8_lossy(&home.run(&["doctor"]).stdout).into_owned();
    let fresh = doctor(&home);
    assert!(fresh.contains("P3") && !fresh.contains("MUT012"), "{fresh}");
    let path = home.directory.join("state/segue/sign-in-local.json");
    let mut kept = home.kept().unwrap();
    kept["obtained_at"] = (kept["obtained_at"].as_i64().unwrap() - 151 * 86_400).into();
    fs::write(&path, kept.to_string()).unwrap();
    let old = doctor(&home);
    assert!(old.contains("MUT012"), "{old}");
    // A variable that the profile names is what somebody wants now.
    let config = home.directory.join("config.toml");
    let text = fs::read_to_string(&config).unwrap() + "user_token = \"env:OWN_TOKEN\"\n";
    fs::write(&config, text).unwrap();
    let with = |value: &str| {
        let output = home.command(&["token"]).env("OWN_TOKEN", value).output().unwrap();
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    assert!(with("AqF/gx+YkMISKBkU5I==").contains("OWN_TOKEN"), "{}", with("AqF/gx+YkMISKBkU5I=="));
    assert!(with("").contains("signed in "), "{}", with(""));
}

#[test]
fn a_bad_developer_token_never_leads_to_a_page() {
    let home = Home::new("developer", Scenario::Healthy);
    let other = include_str!("../fixtures/AuthKey_FICTION001.p8");
    fs::write(home.directory.join("key.p8"), other).unwrap();
    let ended = home.run(&["login", "--port", "0", "--no-browser"]);
    let (out, err) = (String::from_utf8_lossy(&ended.stdout), String::from_utf8_lossy(&ended.stderr));
    assert_eq!(ended.status.code(), Some(3), "{out}{err}");
    assert!(
        !out.contains("http://localhost") && err.contains("developer token was not accepted"),
        "{out}{err}"
    );
}

#[test]
fn a_taken_port_is_said_and_another_one_stands_in_address_and_command() {
    let home = Home::new("taken", Scenario::Healthy);
    // Somebody else may have it on either of the two addresses.
    for address in ["127.0.0.1:0", "[::1]:0"] {
        let Ok(taken) = std::net::TcpListener::bind(address) else { continue };
        let port = taken.local_addr().unwrap().port().to_string();
        let session = "192.0.2.1 50000 198.51.100.7 22";
        let login = home.login_with(&["--port", &port], &[("SSH_CONNECTION", session), ("USER", "ada")]);
        let text = login.until("Waiting, for five minutes");
        let other = login.port();
        assert!(text.contains(&format!("Port {port} is in use by another program")), "{text}");
        assert!(text.contains(&format!("ssh -N -L {other}:127.0.0.1:{other} ada@198.51.100.7")), "{text}");
        assert_ne!(port, other.to_string());
    }
}
