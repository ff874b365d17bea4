//! A session that was cut off: when it is offered, when it is not, and what becomes of it.

use std::fs;

use super::{
    keys::{CTRL_C, ENTER},
    process,
    pty::{Home, Start, Terminal},
};

const OFFER: &str = "the last session was cut off just now: press F6 to go on with it";
const F6: &str = "\x1b[17~";
const FIRST_SONG: &str = "Glass Harbour · Mara Quill · 3:45";

fn open(home: &Home, arguments: &[&str]) -> Terminal {
    let terminal = Start::segue(home).args(arguments).open();
    terminal.wait_for("developer ●");
    terminal
}

/// All that is kept of sessions.
fn kept(home: &Home) -> String {
    let entries = fs::read_dir(home.path().join("state/segue/sessions")).into_iter().flatten();
    let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
    // What is still being written has another name.
    let whole =
        paths.filter(|path| path.extension().is_some_and(|ending| ending == "json" || ending == "past"));
    whole.filter_map(|path| fs::read_to_string(path).ok()).collect()
}

/// Sends the first request, goes to the end of its list, and waits until the tree with the page that comes of that is kept: a state
/// before that one comes back as well, with one page.
fn use_it(terminal: &mut Terminal, home: &Home) {
    terminal.send(ENTER);
    terminal.wait_until("focus in the response", |seen| {
        seen.shows(FIRST_SONG) && seen.shows("1 page, more") && seen.has_focus("Response")
    });
    terminal.send("G");
    terminal.wait_until("another page", |seen| seen.shows("2 pages, more") && seen.shows("▌  ↓ next"));
    terminal.wait_outside("session on the disk", || {
        let kept = kept(home);
        kept.contains("\"row\":\"next\"") && kept.contains("\"pages\":1")
    });
}

fn kill(terminal: &Terminal) {
    process::signal(terminal.pid(), "KILL");
    terminal.wait_exit();
}

#[test]
fn a_session_that_others_could_have_written_is_left_alone_and_told() {
    use std::os::unix::fs::PermissionsExt;
    let home = Home::new();
    let mut terminal = open(&home, &[]);
    use_it(&mut terminal, &home);
    kill(&terminal);
    for (place, mode, told) in [
        ("sessions", 0o777, "no session is kept: others may write"),
        ("", 0o777, "nothing is kept: others may write"),
        ("", 0o1777, "nothing is kept: others may write"),
    ] {
        let place = home.path().join("state/segue").join(place);
        fs::set_permissions(&place, fs::Permissions::from_mode(mode)).unwrap();
        let mut next = open(&home, &[]);
        next.wait_for(told);
        next.now(|seen| assert!(!seen.shows("press F6"), "{}", seen.text()));
        next.send(CTRL_C);
        next.wait_clean_exit(0);
        fs::set_permissions(&place, fs::Permissions::from_mode(0o700)).unwrap();
    }
    open(&home, &[]).wait_for(OFFER);
}

#[test]
fn what_a_killed_process_leaves_is_offered_and_comes_back() {
    let home = Home::new();
    let mut terminal = open(&home, &[]);
    use_it(&mut terminal, &home);
    kill(&terminal);
    let mut next = open(&home, &[]);
    next.wait_for(OFFER);
    next.send("x");
    next.wait_for("limit=25x");
    next.now(|seen| assert!(!seen.shows(OFFER), "it does not get in the way: {}", seen.text()));
    next.send(F6);
    next.wait_until("the cursor at the end of the list", |seen| {
        seen.shows("pages, more") && seen.shows("▌  ↓ next") && seen.has_focus("Response")
    });
    next.send("q");
    next.wait_clean_exit(0);
    assert_eq!(kept(&home), "", "nothing is left of it");
}

#[test]
fn signals_leave_the_session_behind() {
    for signal in ["TERM", "HUP", "INT"] {
        let home = Home::new();
        let mut terminal = open(&home, &[]);
        terminal.send("&a=b");
        terminal.wait_for("limit=25&a=b");
        process::signal(terminal.pid(), signal);
        terminal.wait_clean_exit(0);
        let mut next = open(&home, &["--resume"]);
        next.wait_for("limit=25&a=b");
        next.send(CTRL_C);
        next.wait_clean_exit(0);
    }
}

#[test]
fn the_session_of_a_process_that_lives_is_not_offered() {
    let home = Home::new();
    let mut terminal = open(&home, &[]);
    use_it(&mut terminal, &home);
    let mut other = open(&home, &["--resume"]);
    other.wait_for("there is no session to go on with");
    other.send(CTRL_C);
    other.wait_clean_exit(0);
    assert!(kept(&home).contains("\"open\""), "it is still there");
    kill(&terminal);
    let mut next = open(&home, &[]);
    next.wait_for(OFFER);
    next.send(CTRL_C);
    next.wait_clean_exit(0);
}

#[test]
fn who_leaves_a_session_be_is_not_asked_again_and_can_still_have_it() {
    let home = Home::new();
    let mut terminal = open(&home, &[]);
    use_it(&mut terminal, &home);
    kill(&terminal);
    let mut next = open(&home, &[]);
    next.wait_for(OFFER);
    next.send(CTRL_C);
    next.wait_clean_exit(0);
    let mut next = open(&home, &[]);
    next.now(|seen| assert!(!seen.shows("cut off"), "{}", seen.text()));
    next.send(CTRL_C);
    next.wait_clean_exit(0);
    let mut next = open(&home, &["--resume"]);
    next.wait_until("the same place", |seen| seen.shows("pages, more") && seen.has_focus("Response"));
    next.send("q");
    next.wait_clean_exit(0);
    assert_eq!(kept(&home), "");
}

#[test]
fn the_illness_of_the_sandbox_comes_back_with_its_answer() {
    let home = Home::new();
    let mut terminal = Start::segue(&home).args(&["--scenario", "expired"]).open();
    terminal.wait_for("user ●");
    terminal.send(ENTER);
    terminal.wait_for("401");
    terminal.wait_outside("session on the disk", || kept(&home).contains("\"focus\":\"errors\""));
    kill(&terminal);
    let mut next = Start::segue(&home).args(&["--resume"]).open();
    next.wait_for("401");
    next.wait_for("expired");
    next.send(CTRL_C);
    next.wait_clean_exit(0);
}

#[test]
fn faulty_keys_are_told_when_a_session_is_gone_on_with() {
    let home = Home::new();
    let mut terminal = open(&home, &[]);
    use_it(&mut terminal, &home);
    kill(&terminal);
    home.write_settings("[keys.panel]\nquit = \"Hyper-x\"\n");
    let mut next = Start::segue(&home).args(&["--resume"]).open();
    next.wait_for("the config file is faulty and not used");
    next.send("\u{3}");
    next.wait_clean_exit(0);
}
