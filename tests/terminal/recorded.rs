//! A sitting that is recorded and played again, and a demo that a key walks through.

use super::{
    keys::ENTER,
    pty::{Home, Start},
};

/// The key of the doctor.
const F8: &str = "\u{1b}[19~";

/// The key of the next step, as xterm sends it.
const F9: &str = "\u{1b}[20~";

#[test]
fn a_sitting_is_recorded_and_played_again_without_the_server() {
    let home = Home::new();
    let kept = home.path().join("kept").display().to_string();
    let path = "/v1/catalog/us/albums/1000042/tracks?limit=25";
    let mut terminal = Start::segue(&home).size(110, 30).args(&["--record", &kept, path]).open();
    terminal.wait_for("sandbox · us");
    terminal.send(ENTER);
    terminal.wait_for("1 page, more");
    terminal.send("f");
    terminal.wait_for("2 pages, more");
    terminal.send("q");
    terminal.wait_clean_exit(0);
    terminal.now(|seen| assert!(seen.shows("2 exchanges kept in "), "{}", seen.text()));

    let mut terminal = Start::segue(&home).size(110, 30).args(&["--replay", &kept, "--at-once", path]).open();
    terminal.wait_for("replay · kept · us");
    terminal.send(ENTER);
    terminal.wait_for("1 page, more");
    terminal.send("f");
    terminal.wait_for("2 pages, more");
    terminal.send("f");
    terminal.wait_for("not in the recording");
    terminal.wait_for("Nearest in it: GET");
    terminal.now(|seen| assert!(seen.shows("a recording; no tokens are used"), "{}", seen.text()));
    terminal.send(ENTER);
    terminal.wait_for("2 pages, more");
    terminal.send(F8);
    terminal.wait_for("The developer token was good when this was recorded.");
    terminal.now(|seen| assert!(!seen.shows("there is no"), "{}", seen.text()));
    terminal.send("q");
    terminal.send("q");
    terminal.wait_clean_exit(0);
}

#[test]
fn a_key_walks_through_a_demo_and_nothing_of_it_is_kept() {
    let home = Home::new();
    let demo = "title = \"A walk\"\nsandbox = true\n[[step]]\nnote = \"first\"\nrequest = \"/v1/storefronts?limit=2\"\n\
                [[step]]\nnote = \"second\"\nselect = \"data[1].id\"";
    let file = home.write("walk.toml", demo).display().to_string();
    let mut terminal = Start::segue(&home).args(&["demo", &file]).open();
    terminal.wait_for("A walk · F9 begins, 2 steps");
    terminal.send(F9);
    terminal.wait_for("1/2 first");
    terminal.wait_for("Australia");
    terminal.send(F9);
    terminal.wait_for("2/2 second");
    terminal.wait_for("data[1].id");
    terminal.send("q");
    terminal.wait_clean_exit(0);
    let mut terminal = Start::segue(&home).open();
    terminal.wait_for("/v1/catalog/us/albums/1000042/tracks");
    terminal.send("\u{12}");
    terminal.wait_for("nothing has been sent yet");
    terminal.send("\u{3}");
    terminal.wait_clean_exit(0);
}

#[test]
fn a_check_tells_of_a_terminal_that_is_too_small() {
    let home = Home::new();
    let demo = "title = \"t\"\nsandbox = true\ncolumns = 100\n[[step]]\nrequest = \"/v1/test\"";
    let file = home.write("small.toml", demo).display().to_string();
    let terminal = Start::segue(&home).size(90, 24).args(&["demo", &file, "--check"]).open();
    terminal.wait_for("the terminal has 90 columns and 24 rows, and the demo wants 100 and 24");
    terminal.wait_clean_exit(6);
}

#[test]
fn a_replay_goes_by_the_settings_of_a_person_and_begins_where_the_recording_does() {
    let home = Home::new();
    let kept = home.path().join("kept").display().to_string();
    let mut terminal = Start::segue(&home).args(&["--record", &kept, "/v1/storefronts?limit=2"]).open();
    terminal.wait_for("sandbox · us");
    terminal.send(ENTER);
    terminal.wait_for("Australia");
    terminal.send("q");
    terminal.wait_clean_exit(0);
    home.write_settings(
        "default = \"work\"\nascii = true\n[keys.panel]\nquit = \"Q\"\n[profiles.work]\ndeveloper_token = \"command:touch started\"\n",
    );
    let mut terminal = Start::segue(&home).args(&["--replay", &kept, "--at-once"]).open();
    terminal.wait_for("/v1/storefronts?limit=2");
    terminal.send(ENTER);
    terminal.wait_for("Australia");
    terminal.now(|seen| assert!(!seen.text().contains('│'), "{}", seen.text()));
    terminal.send("yT");
    terminal.wait_for("there is no developer token to copy");
    terminal.send("Q");
    terminal.wait_clean_exit(0);
    assert!(!home.path().join("started").exists());
}
