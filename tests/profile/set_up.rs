//! Profiles: added with flags, listed, chosen, shown, taken away.

use super::program::{Home, PEM, Sandbox, mode};

/// Adds `work` without asking the server.
fn with_work(home: &Home) -> String {
    let key = home.write("keys/AuthKey_FICTION001.p8", PEM, 0o600);
    home.run(&["profile", "add", "work", "--team-id", "FICTIONTEA", "--private-key", &key, "--no-probe"])
        .has(0, &["Saved the profile work, the default"]);
    key
}

#[test]
fn a_profile_is_added_with_flags_and_written_for_its_owner_alone() {
    let home = Home::new();
    let key = with_work(&home);
    let expected = format!(
        "default = \"work\"\n\n[profiles.work]\nteam_id = \"FICTIONTEA\"\nkey_id = \"FICTION001\"\nprivate_key = \"file:{key}\"\n"
    );
    assert_eq!(home.config().trim_start(), expected);
    assert_eq!((mode(&home.path("segue/config.toml")), mode(&home.path("segue"))), (0o600, 0o700));
    assert!(!home.path("segue/AuthKey_FICTION001.p8").exists(), "a key is not copied by itself");
}

#[test]
fn comments_and_keys_that_are_not_ours_to_change_stay() {
    let home = Home::new();
    let text = "# mine\nmax_body = \"1 GB\" # all\n\n[paging] # pages\nahead = false\n";
    home.write("segue/config.toml", text, 0o644);
    with_work(&home);
    let config = home.config();
    for line in
        ["# mine", "max_body = \"1 GB\" # all", "[paging] # pages", "ahead = false", "[profiles.work]"]
    {
        assert!(config.contains(line), "{line} in {config}");
    }
    assert_eq!(mode(&home.path("segue/config.toml")), 0o600);
    home.run(&[
        "profile",
        "add",
        "ci",
        "--developer-token",
        "env:CI_TOKEN",
        "--no-probe",
        "--storefront",
        "GB",
    ])
    .has(0, &["Saved the profile ci, in "]);
    assert!(home.config().contains("storefront = \"gb\"") && home.config().contains("default = \"work\""));
    home.run(&["profile", "remove", "ci", "--yes"]).has(0, &["Removed ci."]);
    assert_eq!(home.config(), config);
}

#[test]
fn the_server_is_asked_before_anything_is_saved() {
    let (home, sandbox) = (Home::new(), Sandbox::start());
    let own = home.write("own.p8", &sandbox.access().private_key, 0o600);
    let other = home.write("other.p8", PEM, 0o600);
    let add = |key: &str, origin: &str, more: &[&str]| {
        let team = &sandbox.access().team_id;
        let flags = [
            "--team-id",
            team,
            "--key-id",
            &sandbox.access().key_id,
            "--private-key",
            key,
            "--origin",
            origin,
        ];
        home.run(&[&["profile", "add", "mine"][..], &flags, more].concat())
    };
    add(&other, &sandbox.access().origin, &[]).has(3, &["401", "nothing was saved", "--no-probe"]);
    add(&other, "http://127.0.0.1:1", &[]).has(7, &["refused the connection", "nothing was saved"]);
    assert_eq!(home.config(), "");
    add(&own, &sandbox.access().origin, &[]).has(0, &["It does.", "Saved the profile mine"]);
    add(&own, &sandbox.access().origin, &["--storefront", "jp"]).has(2, &["--replace"]);
    add(&own, &sandbox.access().origin, &["--storefront", "jp", "--replace"]).has(0, &["Saved"]);
    assert!(home.config().contains("storefront = \"jp\""));
    home.run(&["get", "/v1/test"]).has(0, &[]);
}

#[test]
fn without_a_terminal_what_is_missing_is_named_as_a_flag() {
    let home = Home::new();
    let key = home.write("key.p8", PEM, 0o600);
    for (arguments, flag) in [
        (vec!["add"], "profile add work"),
        (vec!["add", "work"], "--private-key"),
        (vec!["add", "work", "--private-key", &key], "--key-id"),
        (vec!["add", "work", "--private-key", &key, "--key-id", "FICTION001"], "--team-id"),
    ] {
        home.run(&[vec!["profile"], arguments].concat()).has(2, &[flag, "without a terminal"]);
    }
    assert_eq!(home.config(), "");
    with_work(&home);
    home.run(&["profile", "remove", "work"]).has(2, &["--yes"]);
    assert!(home.config().contains("[profiles.work]"));
}

#[test]
fn what_cannot_be_a_profile_is_refused_with_its_reason() {
    let home = Home::new();
    let open = home.write("open.p8", PEM, 0o644);
    let rsa =
        home.write("rsa.p8", "-----BEGIN RSA PRIVATE KEY-----\nMAA=\n-----END RSA PRIVATE KEY-----\n", 0o600);
    let directory = home.path("").display().to_string();
    let id = ["--team-id", "FICTIONTEA", "--key-id", "FICTION001"];
    for (key, code, part) in [
        (open.as_str(), 3, "chmod 600"),
        (&rsa, 3, "RSA key"),
        (&directory, 3, "a directory"),
        ("/no/such/AuthKey_FICTION001.p8", 3, "There is no file"),
        ("env:NOT_SET", 3, "NOT_SET is not set"),
        ("command:sh -c 'echo told >&2; exit 3'", 3, "failed with exit code 3: told"),
    ] {
        let arguments = [&["profile", "add", "work", "--private-key", key][..], &id].concat();
        home.run(&arguments).has(code, &[part]);
    }
    for (arguments, part) in [
        (["--team-id", "fictiontea"], "lower-case"),
        (["--key-id", "SHORT"], "5 characters"),
        (["--storefront", "usa"], "two letters"),
        (["--origin", "http://music.example"], "Plain http"),
        (["--user-token", "AqFgxYkMISKBkU5IfmUlgN"], "env:NAME"),
        (["--ttl", "1y"], "12h"),
    ] {
        home.run(&[&["profile", "add", "work"][..], &arguments].concat()).has(2, &[part]);
    }
    home.run(&["profile", "add", "sandbox"]).has(2, &["taken"]);
    assert_eq!(home.config(), "");
}

#[test]
fn a_key_is_copied_only_when_that_is_asked_for() {
    let home = Home::new();
    let key = home.write("keys/SubscriptionKey_FICTION001.p8", &PEM.replace('\n', ""), 0o600);
    let id = ["--team-id", "FICTIONTEA", "--key-id", "FICTION001", "--private-key", &key];
    let ran = home.run(&[&["profile", "add", "work", "--no-probe", "--copy-key"][..], &id].concat());
    ran.has(0, &["line breaks are gone", "In-App Purchase"]);
    let copy = home.path("segue/SubscriptionKey_FICTION001.p8");
    assert_eq!(mode(&copy), 0o600);
    assert!(home.config().contains(&format!("private_key = \"file:{}\"", copy.display())));
    home.run(&["profile", "remove", "work", "-y"]).has(0, &["Its key stays where it is", "no default now"]);
    assert!(copy.exists() && home.path("keys/SubscriptionKey_FICTION001.p8").exists());
    assert!(!home.config().contains("work"), "{}", home.config());
}

#[test]
fn profiles_are_listed_with_the_default_the_one_in_use_and_their_sources() {
    let home = Home::new();
    home.run(&["profile", "list"]).has(0, &["sandbox", "In use: sandbox (no credentials are set)"]);
    with_work(&home);
    let add = [
        "profile",
        "add",
        "ci",
        "--developer-token",
        "env:CI_TOKEN",
        "--user-token",
        "command:cat x",
        "--no-probe",
    ];
    home.run(&add).has(0, &["Saved"]);
    let listed = home.run(&["profile", "list"]);
    listed.has(
        0,
        &["* work", "mints with FICTION001", "· in use", "AuthKey_FICTION001.p8 (profile work, private_key)"],
    );
    listed.has(0, &["  ci", "a ready-made token + user token", "CI_TOKEN, cat (profile ci, user_token)"]);
    home.run(&["profile", "use", "ci"]).has(0, &["ci is the default now"]);
    home.run(&["profile", "list"]).has(0, &["* ci", "In use: ci (the configuration's default)"]);
    home.run(&["profile", "use", "none"]).has(2, &["no profile named none"]);
    let variables = [("APPLE_MUSIC_TEAM_ID", "FICTIONTEA")];
    home.run_with(&["profile", "list"], &variables).has(0, &["In use: environment (credentials are set"]);
    home.run_with(&["profile", "use", "work"], &variables).has(0, &["win over it"]);
}

#[test]
fn a_profile_is_shown_with_where_everything_comes_from() {
    let home = Home::new();
    with_work(&home);
    let shown = home.run(&["profile", "show", "work"]);
    shown.has(
        0,
        &["https://api.music.apple.com", "← by default", "12h", "FICTIONTEA", "← profile work, team_id"],
    );
    shown.has(0, &["AuthKey_FICTION001.p8 (profile work, private_key)", "config.toml"]);
    home.run(&["profile", "show"]).has(0, &["the configuration's default"]);
    home.run(&["profile", "show", "none"]).has(2, &["no profile named none"]);
}

#[test]
fn a_file_that_is_at_fault_is_told_and_left_alone() {
    let home = Home::new();
    home.write("segue/config.toml", "[profiles.work]\nteamid = \"X\"\n", 0o600);
    for arguments in [&["list"][..], &["use", "work"], &["remove", "work", "-y"], &["add", "x", "--no-probe"]]
    {
        home.run(&[&["profile"], arguments].concat()).has(2, &["line 2", "`team_id`"]);
    }
    assert_eq!(home.config(), "[profiles.work]\nteamid = \"X\"\n");
}
