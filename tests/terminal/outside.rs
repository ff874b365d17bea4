//! The terminal is lent to something else for a while, a shell or an editor, and taken back.

use std::collections::BTreeSet;

use super::{
    keys::{CTRL_C, CTRL_X_CTRL_E, ENTER, ESC},
    process,
    pty::{ALTERNATE_SCREEN, BRACKETED_PASTE, CURSOR, Home, Start, Terminal},
};

const HINT: &str = "The answer will stand here.";

fn is_ours(terminal: &Terminal) -> bool {
    terminal.now(|seen| {
        let modes = seen.modes();
        modes.contains(&ALTERNATE_SCREEN) && modes.contains(&BRACKETED_PASTE)
    }) && !terminal.has_own_settings()
}

/// Waits for the whole screen, from the title to the footer, on a terminal that is the program's.
fn wait_for_whole_screen(terminal: &Terminal) {
    terminal.wait_until("whole screen", |seen| {
        let is_whole = seen.shows("segue  sandbox") && seen.shows("Errors  nothing wrong");
        is_whole && seen.screen().alternate_screen() && seen.shows("Ctrl-p palette")
    });
    assert!(is_ours(terminal));
}

#[test]
fn a_stop_gives_the_terminal_back_and_continuing_takes_it_again() {
    let home = Home::new();
    let mut terminal = Start::segue(&home).open();
    wait_for_whole_screen(&terminal);
    for round in ["a", "b"] {
        process::signal(terminal.pid(), "TSTP");
        terminal.wait_outside("stop", || process::is_stopped(terminal.pid()));
        terminal.wait_until("untouched modes", |seen| seen.modes() == BTreeSet::from([CURSOR]));
        terminal.check_untouched();
        process::signal(terminal.pid(), "CONT");
        wait_for_whole_screen(&terminal);
        terminal.send(round);
        terminal.wait_for(&format!("limit=25{}{round}", if round == "b" { "a" } else { "" }));
    }
    terminal.send(CTRL_C);
    terminal.wait_clean_exit(0);
}

#[test]
fn a_size_that_changed_while_it_was_stopped_is_seen() {
    let home = Home::new();
    let mut terminal = Start::segue(&home).open();
    wait_for_whole_screen(&terminal);
    process::signal(terminal.pid(), "TSTP");
    terminal.wait_outside("stop", || process::is_stopped(terminal.pid()));
    terminal.resize(90, 30);
    process::signal(terminal.pid(), "CONT");
    terminal.wait_until("footer in the last row", |seen| {
        seen.find("Ctrl-p palette").is_some_and(|(row, _)| row == 29)
    });
    terminal.send(CTRL_C);
    terminal.wait_clean_exit(0);
}

#[test]
fn an_editor_gets_the_terminal_and_its_text_comes_back() {
    let home = Home::new();
    let script = home.write(
        "editor",
        "stty -a >settings\nprintf 'press a key: '\nread -r line\nprintf '{\"typed\": \"%s\"}' \"$line\" >>\"$1\"\n",
    );
    let editor = format!("sh '{}'", script.display());
    let start = Start::segue(&home).args(&["-X", "POST", "/v1/me/library"]).env("EDITOR", &editor);
    let mut terminal = start.open();
    wait_for_whole_screen(&terminal);
    terminal.send(ESC);
    terminal.wait_for("m method");
    terminal.send("e");
    edit_as(&mut terminal, "first");
    terminal.wait_for("{\"typed\": \"first\"}");
    wait_for_whole_screen(&terminal);
    terminal.send(CTRL_X_CTRL_E);
    edit_as(&mut terminal, "second");
    terminal.wait_for("{\"typed\": \"second\"}");
    wait_for_whole_screen(&terminal);
    let settings = std::fs::read_to_string(home.path().join("settings")).unwrap();
    assert!(settings.contains(" icanon") && settings.contains(" echo "), "{settings}");
    terminal.send(CTRL_C);
    terminal.wait_clean_exit(0);
}

/// Answers the editor, on the terminal as it was before the program.
fn edit_as(terminal: &mut Terminal, line: &str) {
    terminal.wait_until("editor on the normal screen", |seen| {
        seen.text().trim_end().ends_with("press a key:") && !seen.screen().alternate_screen()
    });
    terminal.check_untouched();
    terminal.send(&format!("{line}{ENTER}"));
}

#[test]
fn an_editor_that_is_not_there_is_told_and_the_body_stays() {
    let home = Home::new();
    let start = Start::segue(&home).args(&["-X", "POST"]).env("EDITOR", "/no/such/editor");
    let mut terminal = start.open();
    terminal.wait_for(HINT);
    terminal.send(CTRL_X_CTRL_E);
    terminal.wait_for("the body stays as it was");
    terminal.wait_for("segue  sandbox");
    assert!(is_ours(&terminal));
    terminal.send(CTRL_C);
    terminal.wait_clean_exit(0);
}
