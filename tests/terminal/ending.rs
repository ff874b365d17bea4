//! Ways to end, wanted or not: the terminal is given back whatever happens.

use super::{
    keys::{CTRL_C, ENTER},
    process,
    pty::{Home, Start, Terminal},
    server::Silent,
};

#[test]
fn signals_end_it_and_the_terminal_is_given_back() {
    for signal in ["TERM", "HUP", "INT"] {
        let home = Home::new();
        let mut terminal = Start::segue(&home).open();
        terminal.wait_for("developer ●");
        terminal.send(signal);
        terminal.wait_for(&format!("limit=25{signal}"));
        process::signal(terminal.pid(), signal);
        terminal.wait_clean_exit(0);
        check_draft(&home, &format!("limit=25{signal}"));
    }
}

#[test]
fn a_signal_ends_it_while_a_request_waits() {
    let home = Home::new();
    let server = Silent::new();
    let mut terminal = server.serve(Start::segue(&home)).open();
    terminal.wait_for("developer ●");
    terminal.send(ENTER);
    terminal.wait_for("Esc cancels");
    process::signal(terminal.pid(), "TERM");
    terminal.wait_clean_exit(0);
}

#[test]
fn ctrl_c_keeps_the_draft_for_the_next_start() {
    let home = Home::new();
    let mut terminal = Start::segue(&home).open();
    terminal.wait_for("limit=25");
    terminal.send("&draft=kept");
    terminal.wait_for("limit=25&draft=kept");
    terminal.send(CTRL_C);
    terminal.wait_clean_exit(0);
    check_draft(&home, "limit=25&draft=kept");
}

#[test]
fn a_draft_that_cannot_be_kept_is_told_on_the_normal_screen() {
    let home = Home::new();
    let mut terminal = Start::segue(&home).env("XDG_STATE_HOME", "/dev/null/state").open();
    terminal.wait_for("developer ●");
    terminal.send(CTRL_C);
    terminal.wait_clean_exit(0);
    terminal.wait_for("the request in the composer could not be kept: ");
    terminal.wait_for("draft.json cannot be written: ");
    terminal.wait_for("set XDG_STATE_HOME");
}

#[test]
fn a_request_that_the_history_cannot_take_is_told_and_a_state_that_is_no_directory_as_well() {
    let home = Home::new();
    let mut terminal = Start::segue(&home).env("XDG_STATE_HOME", "/dev/null/state").open();
    terminal.wait_for("developer ●");
    terminal.send(ENTER);
    terminal.wait_for("not in the history: /dev/null/state/segue/history.jsonl");
    terminal.wait_for("or set XDG_STATE_HOME");
    terminal.send(CTRL_C);
    terminal.wait_clean_exit(0);
    let home = Home::new();
    std::fs::create_dir(home.path().join("state")).unwrap();
    let file = home.write("state/segue", "");
    let mut terminal = Start::segue(&home).open();
    terminal.wait_for("is a link or no directory, and is not used; take it away");
    terminal.send(CTRL_C);
    terminal.wait_clean_exit(0);
    assert!(file.is_file());
}

/// Starts it once more in the same home and looks whether the path ends like this.
fn check_draft(home: &Home, end: &str) {
    let mut terminal = Start::segue(home).open();
    terminal.wait_for(&format!("{end} "));
    terminal.send(CTRL_C);
    terminal.wait_clean_exit(0);
}

#[test]
fn a_lost_connection_ends_it_and_keeps_the_draft() {
    let home = Home::new();
    let mut terminal = Start::segue(&home).open();
    terminal.wait_for("developer ●");
    terminal.send("&lost=1");
    terminal.wait_for("limit=25&lost=1");
    hang_up_and_wait(terminal);
    check_draft(&home, "limit=25&lost=1");
}

#[test]
fn a_connection_lost_while_a_request_waits_keeps_the_draft() {
    let home = Home::new();
    let server = Silent::new();
    let mut terminal = server.serve(Start::segue(&home)).open();
    terminal.wait_for("developer ●");
    terminal.send("&lost=2");
    terminal.wait_for("limit=25&lost=2");
    terminal.send(ENTER);
    terminal.wait_for("Esc cancels");
    // All that happens meanwhile is there at once when it goes on.
    process::signal(terminal.pid(), "STOP");
    terminal.wait_outside("stop", || process::is_stopped(terminal.pid()));
    hang_up_and_wait(terminal);
    check_draft(&home, "limit=25&lost=2");
}

#[test]
fn a_lost_terminal_that_no_signal_tells_of_ends_it() {
    let home = Home::new();
    let mut terminal = Start::segue(&home).without_signals().open();
    terminal.wait_for("developer ●");
    terminal.send("&lost=3");
    terminal.wait_for("limit=25&lost=3");
    hang_up_and_wait(terminal);
    check_draft(&home, "limit=25&lost=3");
}

#[test]
fn a_connection_lost_in_the_middle_of_typing_keeps_the_draft() {
    for _ in 0..5 {
        let home = Home::new();
        let mut terminal = Start::segue(&home).open();
        terminal.wait_for("developer ●");
        terminal.send(&"x".repeat(3_000));
        terminal.wait_for("xxx");
        hang_up_and_wait(terminal);
        check_draft(&home, "xxx");
    }
}

fn hang_up_and_wait(mut terminal: Terminal) {
    terminal.hang_up();
    let status = terminal.wait_exit();
    // 1 is what a draw into nothing ends with, when it comes before the news.
    assert!(status.signal().is_none() && status.exit_code() < 2, "it ends by itself: {status:?}");
}

#[test]
fn a_panic_of_the_loop_is_read_on_the_normal_screen() {
    let home = Home::new();
    let terminal = Start::segue(&home).args(&["--crash", "loop"]).open();
    terminal.wait_clean_exit(101);
    terminal.wait_for("broken on purpose");
    terminal.now(|seen| {
        let written = String::from_utf8_lossy(&seen.written);
        let left = written.rfind("\x1b[?1049l").unwrap();
        let told = written.find("broken on purpose").unwrap();
        assert!(left < told, "the terminal comes first: {written:?}");
    });
}

#[test]
fn a_panic_of_a_task_is_told_in_the_errors_panel() {
    let home = Home::new();
    let mut terminal = Start::segue(&home).args(&["--crash", "task"]).open();
    terminal.wait_for("developer ●");
    terminal.send(ENTER);
    terminal.wait_for("The request was lost");
    terminal.wait_until("focus in Errors", |seen| seen.has_focus("Errors"));
    terminal.now(|seen| {
        assert!(seen.screen().alternate_screen() && seen.shows("segue  sandbox"), "{}", seen.text());
        assert!(!seen.shows("broken on purpose"), "{}", seen.text());
    });
    terminal.send("q");
    terminal.wait_clean_exit(0);
}
