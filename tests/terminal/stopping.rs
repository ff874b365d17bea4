//! Ctrl-z: a shell gets the terminal and gives it back, and where there is none, nothing stops.

use super::{
    keys::{CTRL_C, CTRL_X_CTRL_E, CTRL_Z, ENTER},
    process,
    pty::{Home, Start, Terminal},
    state::State,
};

const SEGUE: &str = env!("CARGO_BIN_EXE_segue");

/// How a terminal with the keyboard of Kitty sends Ctrl-z, which we ask it for.
const KITTY_CTRL_Z: &str = "\x1b[122;5u";

const REFUSED: &str = "there is no shell here to go back to; Ctrl-c quits";

/// Waits until it has been told that nothing stops, and types on.
fn wait_refused(terminal: &mut Terminal, typed: &str) {
    terminal.wait_for(REFUSED);
    assert!(!process::is_stopped(terminal.pid()));
    terminal.send(typed);
    terminal.wait_until("what was typed, and no notice any more", |seen| {
        seen.shows(&format!("limit=25{typed} ")) && !seen.shows(REFUSED)
    });
    terminal.send(&"\x7f".repeat(typed.len()));
    terminal.wait_for("limit=25 ");
}

fn check_refusals(start: Start<'_>, keys: &[&str]) {
    let mut terminal = start.open();
    terminal.wait_for("developer ●");
    for key in keys {
        terminal.send(key);
        wait_refused(&mut terminal, "ab");
    }
    // Two that come together.
    terminal.send(&keys[0].repeat(2));
    wait_refused(&mut terminal, "cd");
    terminal.send(CTRL_C);
    terminal.wait_clean_exit(0);
}

#[test]
fn without_a_shell_the_key_is_refused_and_the_program_goes_on() {
    let home = Home::new();
    check_refusals(Start::segue(&home), &[CTRL_Z, CTRL_Z]);
    check_refusals(Start::segue(&home).answering(), &[KITTY_CTRL_Z, CTRL_Z]);
}

/// It waits for us and looks after no jobs, as the shell that sshd and tmux start for a command.
#[test]
fn a_shell_without_job_control_is_none() {
    let home = Home::new();
    let line = format!("'{SEGUE}'; exit $?");
    check_refusals(Start::program("sh", &home).args(&["-c", &line]), &[CTRL_Z]);
}

#[test]
fn without_a_shell_the_palettes_action_is_refused_too() {
    let home = Home::new();
    // It marks pastes, so that nothing that is typed is taken for one.
    let mut terminal = Start::segue(&home).answering().open();
    terminal.wait_for("developer ●");
    terminal.send("\x10");
    terminal.wait_for("Palette");
    terminal.send("suspend to the shell");
    terminal.wait_for("suspend to the shell; fg comes back");
    terminal.send(ENTER);
    wait_refused(&mut terminal, "ab");
    terminal.send(CTRL_C);
    terminal.wait_clean_exit(0);
}

#[test]
fn without_a_shell_the_signal_stops_it_all_the_same() {
    let home = Home::new();
    let mut terminal = Start::segue(&home).open();
    terminal.wait_for("developer ●");
    process::signal(terminal.pid(), "TSTP");
    terminal.wait_outside("stop", || process::is_stopped(terminal.pid()));
    process::signal(terminal.pid(), "CONT");
    // Before that, the key is a signal too.
    terminal
        .wait_until("screen of ours", |seen| seen.screen().alternate_screen() && seen.shows("developer ●"));
    terminal.send(CTRL_Z);
    wait_refused(&mut terminal, "ab");
    terminal.send(CTRL_C);
    terminal.wait_clean_exit(0);
}

/// Waits until the shell asks for the next command, on its own screen, with nothing of ours left.
fn wait_for_prompt(terminal: &Terminal) {
    terminal.wait_until("prompt in the last line", |seen| {
        let is_asked = seen.text().lines().last().is_some_and(|line| line.trim_end() == "ready>");
        is_asked && State::after(&seen.written) == State::default()
    });
}

/// Segue, started with a line that is typed in a shell with job control.
fn start_in_shell(home: &Home, line: &str, has_kitty: bool) -> Terminal {
    let start = Start::program("sh", home).args(&["-i"]).env("PS1", "ready> ").env("ENV", "");
    let start = if has_kitty { start.answering() } else { start };
    let mut terminal = start.env("SEGUE", SEGUE).open();
    terminal.wait_for("ready> ");
    terminal.send(&format!("{line}{ENTER}"));
    terminal.wait_for("SANDBOX001");
    terminal
}

/// Stops it twice and comes back, each time with one key.
fn stop_and_go_on(line: &str, key: &str, sign: &str) {
    let home = Home::new();
    let mut terminal = start_in_shell(&home, line, key == KITTY_CTRL_Z);
    for round in ["once", "twice"] {
        terminal.send(key);
        wait_for_prompt(&terminal);
        terminal.send(&format!("echo {round}, in the shell{ENTER}"));
        let told = format!("{round}, in the shell");
        terminal.wait_until(&told, |seen| seen.text().lines().any(|line| line.starts_with(&told)));
        terminal.send(&format!("clear; fg{ENTER}"));
        terminal.wait_for(sign);
        terminal.send(round);
        terminal.wait_for(&format!("25{}{round}", if round == "twice" { "once" } else { "" }));
    }
    terminal.send(CTRL_C);
    wait_for_prompt(&terminal);
    terminal.check_untouched();
    terminal.send(&format!("exit{ENTER}"));
    terminal.wait_exit();
}

#[test]
fn a_shell_gets_the_terminal_and_gives_it_back() {
    stop_and_go_on("\"$SEGUE\"", CTRL_Z, "Ctrl-p palette");
    stop_and_go_on("\"$SEGUE\"", KITTY_CTRL_Z, "Ctrl-p palette");
}

/// The key of a line that is the shell's already makes the system throw away what nobody has read.
#[test]
fn a_stop_that_is_typed_twice_leaves_a_late_terminal_as_it_was_found() {
    let home = Home::new();
    let mut terminal = start_in_shell(&home, "\"$SEGUE\"", true);
    terminal.send("typed");
    terminal.wait_for("typed ");
    terminal.type_twice_unread(CTRL_Z);
    wait_for_prompt(&terminal);
    terminal.send(&format!("fg{ENTER}"));
    terminal.wait_for("typed ");
    terminal.send(CTRL_C);
    wait_for_prompt(&terminal);
}

/// As `make run` and `sudo segue` are: the shell waits for them, and not for us.
#[test]
fn what_started_us_stops_with_us() {
    stop_and_go_on("sh -c '\"$SEGUE\"; exit $?'", CTRL_Z, "Ctrl-p palette");
    stop_and_go_on("env sh -c '\"$SEGUE\"; exit $?'", KITTY_CTRL_Z, "Ctrl-p palette");
}

/// The shell waits for the last of a job's processes to stop.
#[test]
fn what_reads_from_us_stops_with_us() {
    stop_and_go_on("\"$SEGUE\" --plain | tee log", CTRL_Z, "segue  sandbox, us");
}

/// The line is the editor's, and a Ctrl-z a signal to all who are on it.
#[test]
fn without_a_shell_a_ctrl_z_in_an_editor_stops_neither() {
    let home = Home::new();
    let editor = home.write("editor", "printf 'press a key: '\nread -r line\nprintf %s \"$line\" >\"$1\"\n");
    let start = Start::segue(&home).args(&["-X", "POST"]).env("EDITOR", &format!("sh {}", editor.display()));
    let mut terminal = start.open();
    terminal.wait_for("developer ●");
    terminal.send(CTRL_X_CTRL_E);
    terminal.wait_until("editor", |seen| seen.text().trim_end().ends_with("press a key:"));
    terminal.send(CTRL_Z);
    terminal.wait_until("echo of the key", |seen| seen.text().trim_end().ends_with("press a key: ^Z"));
    terminal.send(&format!("{{\"a\":7}}{ENTER}"));
    terminal.wait_until("body", |seen| seen.shows("{\"a\":7}") && seen.screen().alternate_screen());
    terminal.send(CTRL_Z);
    terminal.wait_for(REFUSED);
    terminal.send(CTRL_C);
    terminal.wait_clean_exit(0);
}
