//! Line by line (`--plain`): the keys are the same, what is written is text, and the terminal stays as it was.

use std::fs;

use super::{
    keys::{CTRL_C, ENTER, F5},
    process,
    pty::{ALTERNATE_SCREEN, BRACKETED_PASTE, CURSOR, Home, Start, Terminal},
};

/// The first song of the sandbox's first answer, as it is read.
const FIRST_SONG: &str = "Glass Harbour, Mara Quill, 3:45";

/// What was written, without the two sequences that a terminal is told about pastes with.
fn written(terminal: &Terminal) -> String {
    let bytes = terminal.now(|seen| seen.written.clone());
    String::from_utf8(bytes).unwrap().replace("\x1b[?2004h", "").replace("\x1b[?2004l", "")
}

#[test]
fn a_request_is_composed_sent_and_read_without_a_screen() {
    let home = Home::new();
    let mut terminal = Start::segue(&home).args(&["--plain", "/v1/catalog/us/albums/1000042/trac"]).open();
    terminal.wait_for("SANDBOX001");
    terminal.send("ks?limit=2");
    terminal.wait_for("albums/1000042/tracks?limit=2");
    terminal.now(|seen| {
        assert_eq!(seen.modes(), [CURSOR, BRACKETED_PASTE].into(), "{}", seen.text());
        assert!(!seen.modes().contains(&ALTERNATE_SCREEN));
    });
    // Enter so close behind so many characters would be taken for the end of a paste.
    terminal.send(F5);
    terminal.wait_for("open data");
    terminal.send("j");
    terminal.wait_for(FIRST_SONG);
    terminal.send("q");
    terminal.wait_clean_exit(0);
    let text = written(&terminal);
    assert!(!text.contains('\x1b'), "{text:?}");
    assert!(text.ends_with("\r\n"), "the shell's prompt begins a line: {text:?}");
}

#[test]
fn a_dumb_terminal_is_told_how_to_go_on_and_gets_no_sequence_at_all() {
    let home = Home::new();
    let terminal = Start::segue(&home).env("TERM", "dumb").open();
    terminal.wait_for("segue --plain");
    terminal.wait_for("segue get PATH");
    terminal.wait_clean_exit(2);
    let mut terminal = Start::segue(&home).args(&["--plain"]).env("TERM", "dumb").env("LANG", "C").open();
    terminal.wait_for("SANDBOX001");
    terminal.send(ENTER);
    terminal.wait_for("open data");
    terminal.send(CTRL_C);
    terminal.wait_clean_exit(0);
    terminal.now(|seen| {
        let text = String::from_utf8_lossy(&seen.written).into_owned();
        assert!(!text.contains('\x1b') && text.is_ascii(), "{text:?}");
    });
}

#[test]
fn what_goes_to_a_file_is_clean_text() {
    let home = Home::new();
    let line = format!("{} --plain | tee log", env!("CARGO_BIN_EXE_segue"));
    let mut terminal = Start::program("sh", &home).args(&["-c", &line]).open();
    terminal.wait_for("SANDBOX001");
    terminal.send("x");
    terminal.wait_for("limit=25x");
    terminal.send("\x7f");
    terminal.send(ENTER);
    terminal.wait_for("open data");
    terminal.send("j");
    terminal.wait_for(FIRST_SONG);
    terminal.send("yv");
    terminal.wait_for("standard output is no terminal");
    terminal.send("q");
    terminal.wait_clean_exit(0);
    let log = fs::read_to_string(home.path().join("log")).unwrap();
    assert!(!log.contains(|c: char| c.is_control() && c != '\n'), "{log:?}");
    assert!(log.ends_with('\n') && log.contains(FIRST_SONG), "{log}");
}

#[test]
fn a_suspended_reader_gives_the_keyboard_back_and_tells_everything_again() {
    let home = Home::new();
    let mut terminal = Start::segue(&home).args(&["--plain"]).open();
    terminal.wait_for("SANDBOX001");
    process::signal(terminal.pid(), "TSTP");
    terminal.wait_outside("stop", || process::is_stopped(terminal.pid()));
    terminal.wait_until("untouched modes", |seen| seen.modes() == [CURSOR].into());
    terminal.check_untouched();
    let before = terminal.now(|seen| seen.written.len());
    process::signal(terminal.pid(), "CONT");
    terminal.wait_until("everything again", |seen| {
        String::from_utf8_lossy(&seen.written[before..]).contains("segue  sandbox, us")
    });
    terminal.send(CTRL_C);
    terminal.wait_clean_exit(0);
}

#[test]
fn the_config_file_can_ask_for_lines_and_for_ascii() {
    let home = Home::new();
    let config = home.write("config.toml", "plain = true\nascii = true\n");
    let mut terminal = Start::segue(&home).env("SEGUE_CONFIG", &config.display().to_string()).open();
    terminal.wait_for("SANDBOX001");
    terminal.send(CTRL_C);
    terminal.wait_clean_exit(0);
    assert!(written(&terminal).is_ascii() && !written(&terminal).contains('\x1b'), "{}", written(&terminal));
}
