//! `segue config`: what it names, and who reads no further.

use super::program::Home;

#[test]
fn a_configuration_that_is_named_and_missing_is_named_unless_it_looks_like_a_secret() {
    let home = Home::new();
    let secret = "AqFgxYkMISKBkU5IfmUlgNB2YA7pnE0VMvXO6FyW1Pkyz";
    for action in ["show", "check", "keys"] {
        home.run_with(&["config", action], &[("SEGUE_CONFIG", "none-such.toml")])
            .has(2, &["is not there: none-such.toml"]);
        let ran = home.run_with(&["config", action], &[("SEGUE_CONFIG", secret)]);
        ran.has(2, &["is not there"]);
        assert!(!format!("{ran:?}").contains(&secret[..8]), "{ran:?}");
    }
}

#[test]
fn the_keys_are_listed_as_the_file_takes_them_with_those_that_were_chosen() {
    let home = Home::new();
    home.write("segue/config.toml", "[keys.response]\nfollow-next = \"Ctrl-x f\"\n", 0o600);
    let ran = home.run(&["config", "keys"]);
    ran.has(
        0,
        &["[keys.response]\n", "follow-next = [\"Ctrl-x f\"]  ", "# follow the next at or after the cursor"],
    );
    home.write("segue/config.toml", &ran.output, 0o600);
    assert_eq!(home.run(&["config", "keys"]).output, ran.output);
    home.run(&["config", "check"]).has(0, &["good"]);
    home.write("segue/config.toml", "[keys.panel]\nquit = \"j\"\n", 0o600);
    home.run(&["config", "keys"])
        .has(2, &["config.toml:2:8: `j` of panel does not act in form, response, errors"]);
}

#[test]
fn a_configuration_that_is_no_file_or_too_large_is_told_by_all_alike() {
    let home = Home::new();
    let pipe = home.path("pipe");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let bad: String = (0..200_000).map(|n| format!("bad-{n} = \"x\"\n")).collect();
    let large = home.write("large.toml", &format!("[keys.response]\n{bad}"), 0o600);
    let table = [
        (pipe.to_str().unwrap(), "it is a device or pipe, not a file"),
        ("/dev/zero", "it is a device or pipe, not a file"),
        ("/tmp", "it is a directory, not a file"),
        (&large, "it is larger than 128 kB"),
    ];
    for (path, expected) in table {
        for action in ["show", "check", "keys"] {
            let ran = home.run_with(&["config", action], &[("SEGUE_CONFIG", path)]);
            ran.has(2, &["cannot be read: ", expected]);
        }
    }
}

#[test]
fn who_reads_no_further_has_seen_enough() {
    let home = Home::new();
    for action in ["path", "show", "keys", "check"] {
        let (reader, writer) = std::io::pipe().unwrap();
        let mut command = home.command(&["config", action], &[]);
        command.stdout(writer);
        drop(reader);
        let output = command.output().unwrap();
        assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(0), &b""[..]), "{action}");
    }
}
