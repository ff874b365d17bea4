//! Looking at things: what the screen shows for what is typed.

use super::{
    keys::{CTRL_C, ENTER, ESC, F5},
    pty::{ALTERNATE_SCREEN, BRACKETED_PASTE, Home, Start, Terminal},
    server::Silent,
};

/// The request of the first screen in the sandbox.
const FIRST: &str = "/v1/catalog/us/albums/1000042/tracks?limit=25";

/// The first song of its answer, as the tree tells it.
const FIRST_SONG: &str = "Glass Harbour · Mara Quill · 3:45";

fn wait_for_focus(terminal: &Terminal, panel: &str) {
    terminal.wait_until(&format!("focus in {panel}"), |seen| seen.has_focus(panel));
}

#[test]
fn a_newcomer_walks_through_three_pages_and_quits() {
    let home = Home::new();
    let mut terminal = Start::segue(&home).open();
    terminal.wait_for(FIRST);
    terminal.wait_for("sandbox · us");
    terminal.now(|seen| {
        let modes = seen.modes();
        assert!(modes.contains(&ALTERNATE_SCREEN) && modes.contains(&BRACKETED_PASTE), "{modes:?}");
        // 1004 tells the focus, and nothing of the mouse.
        let of_the_mouse = |mode: &u16| (1000..=1016).contains(mode) && *mode != 1004;
        assert!(!modes.iter().any(of_the_mouse), "the mouse stays the terminal's");
        assert!(seen.has_focus("Request"), "{}", seen.text());
    });
    terminal.send(ENTER);
    terminal.wait_for("1 page, more");
    terminal.wait_for(FIRST_SONG);
    wait_for_focus(&terminal, "Response");
    terminal.send("f");
    terminal.wait_for("2 pages, more");
    terminal.wait_for("─ page 2 · from 25 · 200");
    terminal.send("f");
    terminal.wait_for("3 pages, all");
    terminal.send("f");
    terminal.wait_for("no next to follow");
    terminal.send("G");
    terminal.wait_for("─ page 3 · from 50 · 200");
    terminal.send("q");
    terminal.wait_clean_exit(0);
}

#[test]
fn an_id_that_is_not_there_is_told_in_the_errors_panel() {
    let home = Home::new();
    let mut terminal = Start::segue(&home).args(&["/v1/catalog/us/albums/1"]).open();
    terminal.wait_for("/albums/1");
    terminal.send(ENTER);
    terminal.wait_for("404 · 40400");
    wait_for_focus(&terminal, "Errors");
    terminal.send("q");
    terminal.wait_clean_exit(0);
}

#[test]
fn a_parameter_over_its_cap_is_lit_up_in_the_path() {
    let home = Home::new();
    let path = "/v1/catalog/us/albums/1000042/tracks?include=artists&limit=999";
    let mut terminal = Start::segue(&home).args(&[path]).open();
    terminal.wait_for(path);
    terminal.send(ENTER);
    terminal.wait_for("400 · 40005");
    terminal.wait_for("parameter limit");
    wait_for_focus(&terminal, "Errors");
    terminal.wait_until("lit parameter and no more", |seen| {
        let is_lit = |text| seen.cells(text).iter().all(|cell| cell.underline() && cell.bold());
        let is_plain = |text| seen.cells(text).iter().all(|cell| !cell.underline());
        is_lit("limit=999") && is_plain("tracks?include=artists&")
    });
    terminal.send("q");
    terminal.wait_clean_exit(0);
}

#[test]
fn a_broken_body_tells_its_line_and_column_and_nothing_is_sent() {
    let home = Home::new();
    let server = Silent::new();
    let start = Start::segue(&home).args(&["-X", "PUT", "/v1/me/ratings/songs/1000101"]);
    let mut terminal = server.serve(start).open();
    terminal.wait_for("PUT");
    terminal.send(ESC);
    terminal.wait_for("m method");
    terminal.send("b");
    // What comes in one piece, and with an end of line, is a paste: the field must be there for it.
    terminal.wait_until("a text cursor", |seen| !seen.screen().hide_cursor());
    terminal.send(&format!("{{{ENTER}  \"type\": rating{ENTER}}}"));
    terminal.wait_for("\"type\": rating");
    terminal.send(F5);
    terminal.wait_for("Nothing was sent");
    terminal.wait_for("line 2, column 11");
    terminal
        .wait_until("lit line", |seen| seen.cells("\"type\": rating").iter().all(|cell| cell.underline()));
    terminal.send(CTRL_C);
    terminal.wait_clean_exit(0);
    assert!(!server.was_called());
}

#[test]
fn letters_are_text_while_the_path_is_typed() {
    let home = Home::new();
    let mut terminal = Start::segue(&home).open();
    terminal.wait_for(FIRST);
    terminal.send("qj1?:zfm ");
    terminal.wait_for("limit=25qj1?:zfm");
    terminal.now(|seen| {
        assert!(seen.has_focus("Request") && seen.shows("GET  "), "{}", seen.text());
        assert!(seen.shows("The answer will stand here."), "{}", seen.text());
    });
    terminal.send(CTRL_C);
    terminal.wait_clean_exit(0);
}

#[test]
fn the_screen_is_whole_again_after_any_size() {
    let home = Home::new();
    let mut terminal = Start::segue(&home).open();
    terminal.wait_for("developer ●");
    terminal.send(ENTER);
    terminal.wait_for(FIRST_SONG);
    terminal.wait_for("Errors  nothing wrong");
    terminal.resize(80, 24);
    terminal.wait_until("80x24", |seen| seen.shows(FIRST_SONG) && seen.shows("Errors  nothing wrong"));
    terminal.resize(20, 5);
    terminal.wait_until("20x5", |seen| seen.shows("● 1") && seen.shows("data 25"));
    terminal.resize(1, 1);
    terminal.wait_until("1x1", |seen| seen.text().chars().count() <= 1);
    terminal.resize(2, 60);
    terminal.resize(200, 2);
    terminal.resize(120, 40);
    terminal.wait_until("120x40", |seen| seen.shows("songs 1000124") && seen.has_focus("Response"));
    terminal.send("q");
    terminal.wait_clean_exit(0);
}

#[test]
fn a_size_and_a_key_that_come_at_once_are_both_seen() {
    let home = Home::new();
    let mut terminal = Start::segue(&home).open();
    terminal.wait_for("developer ●");
    for round in 1..=40 {
        let rows = if round % 2 == 0 { 40 } else { 30 };
        terminal.resize(90, rows);
        terminal.send("x");
        terminal.wait_until(&format!("key and size of round {round}"), |seen| {
            let footer = seen.find("Ctrl-p palette").map(|(row, _)| row);
            seen.shows(&format!("limit=25{} ", "x".repeat(round))) && footer == Some(rows - 1)
        });
    }
    terminal.send(CTRL_C);
    terminal.wait_clean_exit(0);
}

#[test]
fn a_terminal_that_tells_no_size_at_first_gets_a_whole_screen_later() {
    let home = Home::new();
    let mut terminal = Start::segue(&home).size(0, 0).open();
    terminal.wait_until("start", |seen| seen.modes().contains(&ALTERNATE_SCREEN));
    terminal.resize(80, 24);
    terminal.wait_until("80x24", |seen| seen.shows(FIRST) && seen.shows("Errors  nothing wrong"));
    terminal.send(CTRL_C);
    terminal.wait_clean_exit(0);
}

#[test]
fn esc_cancels_a_request_that_is_never_answered() {
    let home = Home::new();
    let server = Silent::new();
    let mut terminal = server.serve(Start::segue(&home)).open();
    terminal.wait_for("/v1/storefronts?limit=25");
    terminal.send(ENTER);
    terminal.wait_for("Esc cancels");
    terminal.wait_outside("connection", || server.was_called());
    terminal.send(ESC);
    terminal.wait_for("cancelled after");
    terminal.wait_until("end of the waiting sign", |seen| !seen.shows("Esc cancels"));
    terminal.send(CTRL_C);
    terminal.wait_clean_exit(0);
}

/// The one place where a test waits for a span of time: it measures silence.
#[cfg(target_os = "linux")]
#[test]
fn nothing_wakes_an_idle_program() {
    let home = Home::new();
    let mut terminal = Start::segue(&home).open();
    terminal.wait_for("developer ●");
    check_silence(&terminal);
    terminal.send(ENTER);
    terminal.wait_for(FIRST_SONG);
    check_silence(&terminal);
    terminal.send("q");
    terminal.wait_clean_exit(0);
}

/// Waits until the program has nothing left to do, then a second more.
#[cfg(target_os = "linux")]
#[expect(clippy::disallowed_methods, reason = "silence has a length")]
fn check_silence(terminal: &Terminal) {
    use std::{thread::sleep, time::Duration};
    let look = || (super::process::naps(terminal.pid()), terminal.now(|seen| seen.written.len()));
    terminal.wait_outside("quiet moment", || {
        let before = look();
        // Longer than a beat of the waiting sign, whose last one comes when nothing waits any more.
        sleep(Duration::from_millis(600));
        before.0.is_some() && before == look()
    });
    let before = look();
    sleep(Duration::from_secs(1));
    assert_eq!(before, look(), "naps and bytes");
}
