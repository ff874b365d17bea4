//! What is recorded, and what comes of it later with no network and no credentials.

use base64::{Engine, engine::general_purpose::STANDARD};

use super::{
    program::{Home, run, token, user_token},
    server::{Server, json, reply},
};

/// Every file of a recording, one after the other.
fn text(directory: &std::path::Path) -> String {
    let files = std::fs::read_dir(directory).unwrap();
    files.map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap()).collect()
}

#[test]
fn a_recording_of_a_server_that_echoes_tokens_has_none() {
    let home = Home::new();
    let (developer, user) = (token(), user_token());
    let escaped: String = user.chars().map(|c| format!("\\u{:04x}", u32::from(c))).collect();
    let hex: String = user.bytes().map(|byte| format!("{byte:02X}")).collect();
    let percent: String = developer.bytes().map(|byte| format!("%{byte:02x}")).collect();
    let base64 = [format!("Bearer {developer}"), format!("u={user}")].map(|text| STANDARD.encode(text));
    let strange = "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJBTk9USEVSIn0.c2lnbmF0dXJlc2lnbmF0dXJl";
    let body = format!(
        r#"{{"data":[],"saw":"{developer} {user}","escaped":"{escaped}","encoded":["{hex}","{percent}","{}","{}"],"{user}":1,"another's":"{strange}","n":1.10}}"#,
        base64[0], base64[1]
    );
    let headers = format!("set-cookie: {user}\r\nx-apple-echo: {user}\r\nlocation: /v1/x?t={developer}\r\n");
    let server = Server::start(move |_| reply("200 OK", &headers, &body));
    let kept = home.path("kept");
    let shown = kept.display().to_string();
    let ran = run(&mut home.get_from(&server.origin, &["--record", &shown, "/v1/me/library/songs?limit=1"]));
    assert_eq!((ran.code, ran.errors.contains("1 exchange kept")), (0, true), "{ran:?}");
    let text = text(&kept);
    let decoded = text.replace("\\u00", "");
    for secret in [&developer[..], &user, &user[8..24], &developer[developer.len() - 20..], &strange[30..]] {
        let spelled: String = secret.chars().map(|c| format!("{:02x}", u32::from(c))).collect();
        assert!(!text.contains(secret) && !decoded.contains(&spelled), "{secret} in {text}");
    }
    for spelling in [&hex, &percent, &base64[0], &base64[1]] {
        let parts = spelling.as_bytes().windows(24).skip(8).map(|part| std::str::from_utf8(part).unwrap());
        assert!(
            parts.clone().count() > 8 && parts.into_iter().all(|part| !text.contains(part)),
            "{spelling} in {text}"
        );
    }
    assert!(text.contains("\"n\": 1.10") && text.contains("Music User Token"), "{text}");
}

#[test]
fn a_walk_comes_out_the_same_from_its_recording() {
    let home = Home::new();
    let server = Server::start(|request| {
        let from = request.offset();
        let next =
            if from < 4 { format!(r#""next":"/v1/songs?offset={}","#, from + 2) } else { String::new() };
        json(&format!(r#"{{{next}"data":[{{"id":"{from}"}},{{"id":"{}"}}]}}"#, from + 1))
    });
    let kept = home.path("kept").display().to_string();
    let asked = ["--all", "--format", "ndjson", "/v1/songs"];
    let ran = run(home.get_from(&server.origin, &asked).args(["--record", &kept]));
    assert_eq!((ran.code, ran.output.lines().count()), (0, 6), "{ran:?}");
    drop(server);
    let again = run(home.get(&asked).args(["--replay", &kept, "--at-once"]));
    assert_eq!((again.code, again.output, again.errors.as_str()), (0, ran.output, ""));
    let absent = run(home.get(&["/v1/song"]).args(["--replay", &kept]));
    assert_eq!(absent.code, 7);
    assert!(absent.errors.contains("not in the recording"), "{absent:?}");
    assert!(absent.errors.contains("Nearest in it: GET /v1/songs with the developer token"), "{absent:?}");
}

#[test]
fn a_failure_and_a_refusal_are_played_again() {
    let home = Home::new();
    let server = Server::start(|request| match request.target() {
        "/v1/gone" => Vec::new(),
        _ => reply("401 Unauthorized", "", ""),
    });
    let kept = home.path("kept").display().to_string();
    for path in ["/v1/gone", "/v1/test"] {
        let ran = run(home.get_from(&server.origin, &[path]).args(["--record", &kept]));
        let again = run(home.get(&[path]).args(["--replay", &kept, "--at-once"]));
        let told = |errors: &str| {
            errors.lines().filter(|line| !line.contains(" kept in ")).collect::<Vec<_>>().join("\n")
        };
        assert_eq!((ran.code, told(&ran.errors)), (again.code, told(&again.errors)), "{path}");
    }
}

#[test]
fn a_replay_reads_no_credentials_and_takes_no_other_source() {
    let home = Home::new();
    let server = Server::start(|_| json("{}"));
    let kept = home.path("kept").display().to_string();
    let ran = run(&mut home.get_from(&server.origin, &["--record", &kept, "/v1/x"]));
    assert_eq!(ran.code, 0, "{ran:?}");
    let mut broken = home.get(&["--replay", &kept, "/v1/x"]);
    let ran =
        run(broken.env("SEGUE_CONFIG", "/nowhere/at/all.toml").env("SEGUE_DEVELOPER_TOKEN", "no token"));
    assert_eq!((ran.code, ran.output.as_str()), (0, "{}\n"), "{ran:?}");
    for other in [&["--sandbox"][..], &["-p", "work"], &["--record", "other"], &["--scenario", "expired"]] {
        let ran = run(home.get(&["--replay", &kept, "/v1/x"]).args(other));
        assert_eq!(ran.code, 2, "{other:?}");
    }
    let ran = run(&mut home.get(&["--replay", "/nowhere/at/all", "/v1/x"]));
    assert_eq!((ran.code, ran.errors.contains("is not there")), (2, true), "{ran:?}");
}
