//! `segue token`: what it tells, and the token itself only with `--show`.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::Value;

use super::program::{Home, PEM, Ran};

fn claims(token: &str) -> Value {
    let payload = token.trim_end().split('.').nth(1).unwrap();
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(payload).unwrap()).unwrap()
}

/// A token that nobody signed.
fn ready(payload: &str) -> String {
    let part = |text: &str| URL_SAFE_NO_PAD.encode(text);
    format!("{}.{}.{}", part(r#"{"alg":"ES256","kid":"FICTION002"}"#), part(payload), part(&"s".repeat(64)))
}

fn run(arguments: &[&str], home: &Home) -> Ran {
    let key = home.write("AuthKey_FICTION001.p8", PEM, 0o600);
    let variables = [("MUSICKIT_TEAM_ID", "FICTIONTEA"), ("APPLE_MUSIC_PRIVATE_KEY_PATH", key.as_str())];
    home.run_with(&[&["token"], arguments].concat(), &variables)
}

#[test]
fn claims_validity_and_sources_are_told_and_the_token_is_masked() {
    let home = Home::new();
    let ran = run(&[], &home);
    ran.has(0, &["made from a private key       ← AuthKey_FICTION001.p8 (APPLE_MUSIC_PRIVATE_KEY_PATH)"]);
    ran.has(
        0,
        &[
            "FICTION001                    ← the key's file name",
            "FICTIONTEA                    ← MUSICKIT_TEAM_ID",
            " UTC · in 12 h",
        ],
    );
    ran.has(0, &["1 min ago", "life ", "Music User Token  none is set", "eyJhbG… ·"]);
    assert!(!ran.output.contains("eyJhbGc"), "{ran:?}");
    assert_eq!(ran.errors, "");
}

#[test]
fn the_token_is_printed_with_show_and_only_then() {
    let home = Home::new();
    let ran = run(&["--show"], &home);
    assert_eq!((ran.code, ran.errors.as_str(), ran.output.lines().count()), (0, "", 1), "{ran:?}");
    let own = claims(&ran.output);
    assert_eq!(
        (own["exp"].as_i64().unwrap() - own["iat"].as_i64().unwrap(), own.get("origin")),
        (43_260, None)
    );
    let arguments =
        ["--show", "--ttl", "30m", "--origin", "https://a.example", "--origin", "https://b.example"];
    let bound = claims(&run(&arguments, &home).output);
    assert_eq!(bound["exp"].as_i64().unwrap() - bound["iat"].as_i64().unwrap(), 1860);
    assert_eq!(bound["origin"], serde_json::json!(["https://a.example", "https://b.example"]));
    run(&["--ttl", "30m"], &home).has(0, &["in 30 min", "← --ttl"]);
    run(&["--ttl", "181d"], &home).has(2, &["at most 180 days"]);
    run(&["--origin", "nonsense"], &home).has(2, &["--origin"]);
}

#[test]
fn a_ready_made_token_is_told_as_it_is() {
    let home = Home::new();
    let run = |token: &str, arguments: &[&str]| {
        home.run_with(&[&["token"], arguments].concat(), &[("APPLE_MUSIC_DEVELOPER_TOKEN", token)])
    };
    let good =
        ready(r#"{"iss":"FICTIONTEA","iat":1,"exp":4870000000,"origin":["https://a\u001b[31m.example"]}"#);
    let ran = run(&good, &[]);
    ran.has(
        0,
        &[
            "ready-made                    ← APPLE_MUSIC_DEVELOPER_TOKEN",
            "FICTION002                    ← the token",
            "2124-04-28",
        ],
    );
    ran.has(0, &["https://a\\u001b[31m.example"]);
    run(&good, &["--ttl", "1h"]).has(2, &["ready-made"]);
    assert_eq!(run(&good, &["--show"]).output.trim_end(), good);
    let over = ready(r#"{"iss":"FICTIONTEA","iat":1,"exp":1700000000}"#);
    run(&over, &[]).has(3, &["2023-11-14 22:13:20 UTC", "ago", "has expired"]);
    let ran = run(&over, &["--show"]);
    ran.has(3, &["not printed"]);
    assert_eq!(ran.output, "");
}

#[test]
fn what_is_missing_or_faulty_is_told_with_its_exit_code() {
    let home = Home::new();
    home.run_with(&["token"], &[("APPLE_MUSIC_TEAM_ID", "FICTIONTEA")]).has(3, &["APPLE_MUSIC_KEY_ID and"]);
    let ran = home.run_with(&["token", "--show"], &[("APPLE_MUSIC_TEAM_ID", "FICTIONTEA")]);
    assert_eq!((ran.code, ran.output.as_str()), (3, ""));
    let user = [
        ("APPLE_MUSIC_DEVELOPER_TOKEN", ready(r#"{"exp":4870000000}"#)),
        ("APPLE_MUSIC_USER_TOKEN", "a b".to_owned()),
    ];
    let user: Vec<_> = user.iter().map(|(name, value)| (*name, value.as_str())).collect();
    home.run_with(&["token"], &user).has(4, &["white space"]);
    home.run(&["token", "-p", "none"]).has(2, &["no profile named none"]);
    home.run(&["token"]).has(0, &["sandbox", "SANDBOX001", "← the sandbox's own"]);
}
