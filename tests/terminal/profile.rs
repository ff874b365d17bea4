//! The set-up with questions: what a person types, what is told, and what stands in the config file afterwards.

use std::{fs, os::unix::fs::PermissionsExt};

use super::{
    keys::ENTER,
    pty::{Home, Start, Terminal},
    server::Running,
};

/// Made for tests; it opens nothing.
const OTHER: &str = include_str!("../fixtures/AuthKey_FICTION001.p8");

fn answer(terminal: &mut Terminal, question: &str, text: &str) {
    terminal.wait_for(question);
    terminal.send(&format!("{text}{ENTER}"));
}

fn config(home: &Home) -> String {
    fs::read_to_string(home.path().join("config/segue/config.toml")).unwrap_or_default()
}

#[test]
fn a_profile_is_set_up_with_questions_and_works() {
    let (home, sandbox) = (Home::new(), Running::start());
    let key = home.write("AuthKey_SANDBOX001.p8", &sandbox.access().private_key);
    fs::set_permissions(&key, fs::Permissions::from_mode(0o644)).unwrap();
    let mut terminal =
        Start::segue(&home).args(&["profile", "add", "--origin", &sandbox.access().origin]).open();
    answer(&mut terminal, "Name of the profile [main]:", "sand box");
    answer(&mut terminal, "letters, digits", "");
    answer(&mut terminal, "Path of the private key", "/no/such/file.p8");
    terminal.wait_for("There is no file /no/such/file.p8");
    terminal.send(&format!("'{}'{ENTER}", key.display()));
    answer(&mut terminal, "Others may read that file (mode 0644)", "y");
    terminal.wait_for("Key ID SANDBOX001, from the file's name.");
    answer(&mut terminal, "Team ID, 10 characters", "media.com.example");
    terminal.wait_for("not a Team ID");
    terminal.send(&format!("{}{ENTER}", &sandbox.access().team_id));
    answer(&mut terminal, "Music User Token, as env:NAME", "env:SANDBOX_USER");
    answer(&mut terminal, "Storefront [us]:", "");
    answer(&mut terminal, "Copy the key to", "y");
    terminal.wait_for("It does.");
    terminal.wait_for("Saved the profile main, the default");
    terminal.wait_clean_exit(0);
    let copy = home.path().join("config/segue/AuthKey_SANDBOX001.p8");
    let expected = format!(
        "team_id = \"SEGUETEAM1\"\nkey_id = \"SANDBOX001\"\nprivate_key = \"file:{}\"\nuser_token = \"env:SANDBOX_USER\"\nstorefront = \"us\"\norigin = \"{}\"\n",
        copy.display(),
        &sandbox.access().origin
    );
    assert!(config(&home).contains(&expected), "{}", config(&home));
    for file in [&copy, &key, &home.path().join("config/segue/config.toml")] {
        assert_eq!(fs::metadata(file).unwrap().permissions().mode() & 0o777, 0o600, "{file:?}");
    }
    let mut terminal = Start::segue(&home).args(&["/v1/test"]).open();
    terminal.wait_for("main · us");
    terminal.send(ENTER);
    terminal.wait_for("GET 200");
    terminal.send(super::keys::CTRL_C);
    terminal.wait_clean_exit(0);
}

#[test]
fn a_refusal_is_told_and_asks_whether_to_save_all_the_same() {
    let (home, sandbox) = (Home::new(), Running::start());
    let key = home.write("AuthKey_FICTION001.p8", OTHER);
    fs::set_permissions(&key, fs::Permissions::from_mode(0o600)).unwrap();
    let key = key.display().to_string();
    let arguments = ["profile", "add", "work", "--team-id", "FICTIONTEA", "--private-key", &key, "--origin"];
    for (origin, answered, code) in [
        (sandbox.access().origin.as_str(), "n", 3),
        ("http://127.0.0.1:1", "n", 7),
        (&sandbox.access().origin, "y", 0),
    ] {
        let mut terminal = Start::segue(&home).args(&[&arguments[..], &[origin]].concat()).open();
        answer(&mut terminal, "Save it all the same? [y/N]", answered);
        terminal.wait_clean_exit(code);
        assert_eq!(config(&home).contains("[profiles.work]"), code == 0);
    }
    let mut terminal = Start::segue(&home).args(&["profile", "remove", "work"]).open();
    answer(&mut terminal, "Remove the profile work? [y/N]", "");
    terminal.wait_for("Nothing was changed.");
    terminal.wait_clean_exit(0);
    let mut terminal = Start::segue(&home).args(&["profile", "remove", "work"]).open();
    answer(&mut terminal, "Remove the profile work? [y/N]", "y");
    terminal.wait_for("Its key stays where it is");
    terminal.wait_clean_exit(0);
    assert!(!config(&home).contains("work"));
}

#[test]
fn leaving_in_the_middle_changes_nothing() {
    let home = Home::new();
    let mut terminal = Start::segue(&home).args(&["profile", "add"]).open();
    answer(&mut terminal, "Name of the profile", "work");
    terminal.wait_for("Path of the private key");
    terminal.send("\x04");
    terminal.wait_for("nothing was changed");
    terminal.wait_clean_exit(2);
    assert!(!home.path().join("config").exists());
}
