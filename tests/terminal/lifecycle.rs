//! Every way to end and every trip outside, in a terminal that has nothing beyond the usual, and in one that has it all and
//! answers: what was found is what is left.

use super::{
    keys::{CTRL_C, CTRL_X_CTRL_E, CTRL_Z, ENTER, ESC},
    process,
    pty::{ALTERNATE_SCREEN, BRACKETED_PASTE, Home, MOUSE, MOUSE_SGR, Start, Terminal},
    state::{State, switched},
};

const FOCUS: u16 = 1004;

/// Waits until the screen is ours, with all that the terminal has.
fn wait_for_ours(terminal: &Terminal, is_full: bool) {
    terminal.wait_until("a screen of ours", |seen| {
        let state = State::after(&seen.written);
        let usual = [ALTERNATE_SCREEN, BRACKETED_PASTE, FOCUS, MOUSE, MOUSE_SGR];
        usual.into_iter().all(|mode| state.has(mode))
            && state.keyboards == [0, usize::from(is_full)]
            && seen.shows("developer ●")
            && seen.shows("segue  sandbox")
    });
    assert!(!terminal.has_own_settings());
}

/// Waits until all is as it was found, while the program lives.
fn wait_for_found(terminal: &Terminal) {
    terminal.wait_until("a terminal as it was found", |seen| State::after(&seen.written) == State::default());
    terminal.wait_outside("line settings as they were found", || terminal.has_own_settings());
    terminal.check_untouched();
}

fn quit(terminal: &mut Terminal) {
    terminal.send(ESC);
    terminal.wait_for("q quit");
    terminal.send("q");
}

fn stopped(terminal: &mut Terminal, is_full: bool) {
    for round in ["a", "b"] {
        process::signal(terminal.pid(), "TSTP");
        terminal.wait_outside("stop", || process::is_stopped(terminal.pid()));
        wait_for_found(terminal);
        process::signal(terminal.pid(), "CONT");
        wait_for_ours(terminal, is_full);
        terminal.send(round);
        terminal.wait_for(&format!("{round} "));
    }
    terminal.send(CTRL_C);
}

/// Opens the editor, has it do this, and waits for what is said of that.
fn edited(terminal: &mut Terminal, command: &str, told: &str, is_full: bool) {
    terminal.send(CTRL_X_CTRL_E);
    terminal.wait_until("editor", |seen| seen.text().trim_end().ends_with("press a key:"));
    wait_for_found(terminal);
    terminal.send(command);
    terminal.wait_for(told);
    wait_for_ours(terminal, is_full);
}

/// Opens a response, and then the pager, which does this with it.
fn paged(terminal: &mut Terminal, command: &str, shows: &str) {
    terminal.send(ENTER);
    terminal.wait_for("1 page, more");
    terminal.wait_until("focus in the response", |seen| seen.has_focus("Response"));
    terminal.send("gV");
    terminal.wait_for("p pager");
    std::fs::write(terminal.directory().join("command"), command).unwrap();
    terminal.send("p");
    terminal
        .wait_until("pager", |seen| seen.text().trim_end().ends_with("press a key:") && seen.shows(shows));
    wait_for_found(terminal);
}

/// Prints a path outside the screen.
fn printed(terminal: &mut Terminal) {
    terminal.send(ENTER);
    terminal.wait_for("1 page, more");
    terminal.wait_until("focus in the response", |seen| seen.has_focus("Response"));
    terminal.send("yp");
    terminal.wait_for(": the path");
    terminal.send("ys");
    terminal.wait_until("lines outside", |seen| {
        let state = State::after(&seen.written);
        let is_outside = !state.has(ALTERNATE_SCREEN) && !state.has(MOUSE) && state.keyboards == [0, 0];
        is_outside && seen.shows("select it by hand")
    });
}

/// A way to end: its name, the exit code, and how it is brought about.
type Ending = (&'static str, u32, fn(&mut Terminal, bool));

const ENDINGS: [Ending; 19] = [
    ("q", 0, |terminal, _| quit(terminal)),
    ("Ctrl-c", 0, |terminal, _| terminal.send(CTRL_C)),
    ("SIGINT", 0, |terminal, _| process::signal(terminal.pid(), "INT")),
    ("SIGTERM", 0, |terminal, _| process::signal(terminal.pid(), "TERM")),
    ("SIGHUP", 0, |terminal, _| process::signal(terminal.pid(), "HUP")),
    ("SIGQUIT", 0, |terminal, _| process::signal(terminal.pid(), "QUIT")),
    ("a panic of a task", 0, |terminal, _| {
        terminal.send(ENTER);
        terminal.wait_for("The request was lost");
        terminal.send("q");
    }),
    ("SIGTSTP", 0, stopped),
    ("SIGSTOP, and a shell that goes its own ways", 0, |terminal, is_full| {
        process::signal(terminal.pid(), "STOP");
        terminal.wait_outside("stop", || process::is_stopped(terminal.pid()));
        let drawn = terminal.now(|seen| seen.written.len());
        terminal.make_sane();
        process::signal(terminal.pid(), "CONT");
        terminal.wait_until("whole screen", |seen| {
            String::from_utf8_lossy(&seen.written[drawn..]).contains("segue")
        });
        wait_for_ours(terminal, is_full);
        terminal.send("typed");
        terminal.wait_for("typed ");
        terminal.send(CTRL_C);
    }),
    ("an editor", 0, |terminal, is_full| {
        edited(terminal, "printf '{\"a\":7}' >\"$1\"\r", "\"a\":7", is_full);
        terminal.send(CTRL_C);
    }),
    ("an editor that fails", 0, |terminal, is_full| {
        edited(terminal, "exit 3\r", "ended with exit status: 3", is_full);
        terminal.send(CTRL_C);
    }),
    ("an editor that is killed", 0, |terminal, is_full| {
        edited(terminal, "kill -9 $$\r", "ended with signal: 9", is_full);
        terminal.send(CTRL_C);
    }),
    ("an editor that Ctrl-c ends", 0, |terminal, is_full| {
        edited(terminal, CTRL_C, "ended with signal: 2", is_full);
        terminal.send(CTRL_C);
    }),
    ("an editor that leaves a mess", 0, |terminal, is_full| {
        edited(terminal, "stty raw -echo; exit 4\r", "ended with exit status: 4", is_full);
        terminal.send(CTRL_C);
    }),
    ("a pager", 0, |terminal, is_full| {
        paged(terminal, "head -n 3", "\"id\": \"1000101\",");
        terminal.send("\r");
        wait_for_ours(terminal, is_full);
        terminal.now(|seen| assert!(!seen.shows("ended with"), "{}", seen.text()));
        terminal.send("qq");
    }),
    ("a pager that fails", 0, |terminal, is_full| {
        paged(terminal, "cat >/dev/null; echo gone", "gone");
        terminal.send("exit 3\r");
        terminal.wait_for("sh ended with exit status: 3");
        wait_for_ours(terminal, is_full);
        terminal.send("qq");
    }),
    ("a pager that Ctrl-c ends", 0, |terminal, is_full| {
        paged(terminal, "cat", "\"type\": \"albums\"");
        terminal.send(CTRL_C);
        terminal.wait_for("ended with signal: 2");
        wait_for_ours(terminal, is_full);
        terminal.send("qq");
    }),
    ("lines printed outside", 0, |terminal, is_full| {
        printed(terminal);
        terminal.send("j");
        wait_for_ours(terminal, is_full);
        terminal.send("q");
    }),
    ("SIGTERM while lines are printed outside", 0, |terminal, _| {
        printed(terminal);
        process::signal(terminal.pid(), "TERM");
    }),
];

/// Does what the test wants with its input, and then what is typed.
const PAGER: &str = ". ./command\nprintf 'press a key: '\nread -r line </dev/tty\neval \"$line\"\n";

const EDITOR: &str = "printf 'press a key: '\nread -r line\neval \"$line\"\n";

fn open<'a>(home: &'a Home, name: &str, is_full: bool) -> Start<'a> {
    let crash: &[&str] = if name.contains("task") { &["--crash", "task"] } else { &[] };
    let post: &[&str] = if name.contains("editor") { &["-X", "POST", "/v1/me/library"] } else { &[] };
    let editor = home.write("editor", EDITOR);
    home.write_settings("mouse = true\n");
    let start = Start::segue(home).args(crash).args(post).env("EDITOR", &format!("sh {}", editor.display()));
    let pager = home.write("pager", PAGER);
    let start = start.env("PAGER", &format!("sh {}", pager.display()));
    if is_full { start.answering() } else { start }
}

/// Checks an ending in both kinds of terminal.
fn check((name, code, end): Ending) {
    for is_full in [false, true] {
        let home = Home::new();
        let mut terminal = open(&home, name, is_full).open();
        wait_for_ours(&terminal, is_full);
        end(&mut terminal, is_full);
        terminal.wait_clean_exit(code);
        terminal.now(|seen| {
            let (entered, left) = switched(&seen.written, ALTERNATE_SCREEN);
            assert_eq!(entered, left, "{name}");
            let written = String::from_utf8_lossy(&seen.written);
            // Nobody sees a SIGSTOP come: what the terminal answers then is the shell's.
            let is_answered = written.contains("^[") && !name.starts_with("SIGSTOP");
            assert!(!is_answered, "{name}: an answer came to the shell: {written:?}");
            assert!(!seen.shows("panicked"), "{name}: {}", seen.text());
        });
    }
}

/// One test for each half, so that they share the machine.
#[test]
fn quits_and_signals_leave_what_was_found() {
    ENDINGS.into_iter().take(7).for_each(check);
}

#[test]
fn stops_leave_what_was_found() {
    ENDINGS.into_iter().skip(7).take(1).for_each(check);
}

#[test]
fn a_stop_that_was_not_seen_leaves_what_was_found() {
    ENDINGS.into_iter().skip(8).take(1).for_each(check);
}

/// As it happens to a program that is stopped between two reads.
#[test]
fn a_line_that_others_have_set_to_wait_for_whole_lines_hangs_nothing() {
    let home = Home::new();
    let mut terminal = open(&home, "", false).open();
    wait_for_ours(&terminal, false);
    terminal.make_sane();
    // What ends a line there, and stands for nothing itself.
    terminal.send("typed\x04");
    terminal.wait_all_read();
    process::signal(terminal.pid(), "CONT");
    terminal.wait_outside("line of ours", || !terminal.waits_for_lines());
    terminal.send("more");
    terminal.wait_for("typedmore ");
    terminal.send(CTRL_C);
    terminal.wait_clean_exit(0);
}

#[test]
fn trips_leave_what_was_found() {
    ENDINGS.into_iter().skip(9).for_each(check);
}

/// The grace that a told program has must not run for what was told to an editor.
#[test]
#[expect(clippy::disallowed_methods, reason = "that nothing happens has a length")]
fn a_ctrl_c_in_an_editor_ends_nothing_else_later() {
    let home = Home::new();
    let mut terminal = open(&home, "an editor", false).open();
    wait_for_ours(&terminal, false);
    edited(&mut terminal, CTRL_C, "ended with signal: 2", false);
    std::thread::sleep(std::time::Duration::from_secs(7));
    wait_for_ours(&terminal, false);
    terminal.send("alive");
    terminal.wait_for("alive");
    terminal.send(CTRL_C);
    terminal.wait_clean_exit(0);
}

/// An editor is stopped with Ctrl-z, as a part of the job that a shell has started.
#[test]
fn a_ctrl_z_in_an_editor_stops_the_job_and_fg_brings_both_back() {
    let home = Home::new();
    let editor = home.write("editor", EDITOR);
    let start = Start::program("sh", &home).args(&["-i"]).env("PS1", "ready> ").env("ENV", "");
    let mut terminal = start.env("EDITOR", &format!("sh {}", editor.display())).open();
    terminal.wait_for("ready> ");
    terminal.send(&format!("'{}' -X POST{ENTER}", env!("CARGO_BIN_EXE_segue")));
    terminal.wait_for("developer ●");
    terminal.send(CTRL_X_CTRL_E);
    terminal.wait_until("editor", |seen| seen.text().trim_end().ends_with("press a key:"));
    terminal.send(CTRL_Z);
    terminal.wait_until("prompt", |seen| seen.text().trim_end().ends_with("ready>"));
    terminal.send(&format!("fg{ENTER}"));
    terminal.wait_until("the job", |seen| seen.text().contains("fg"));
    terminal.send(&format!("exit 5{ENTER}"));
    terminal.wait_for("ended with exit status: 5");
    terminal.send(CTRL_C);
    terminal.wait_until("prompt again", |seen| {
        seen.text().trim_end().ends_with("ready>") && !seen.screen().alternate_screen()
    });
    terminal.send(&format!("exit 0{ENTER}"));
    terminal.wait_clean_exit(0);
}

/// A start that comes to nothing: its arguments, the environment, the exit code, what is said.
type Failing = (&'static [&'static str], &'static [(&'static str, &'static str)], u32, &'static str);

#[test]
fn a_start_that_fails_says_why_and_touches_nothing() {
    let starts: [Failing; 5] = [
        (&["-p", "nobody"], &[], 2, "nobody"),
        (&[], &[("SEGUE_CONFIG", "broken.toml")], 2, "broken.toml"),
        (&[], &[("SEGUE_CONFIG", "missing.toml")], 2, "is not there"),
        (&[], &[("TERM", "dumb")], 2, "segue get PATH"),
        (&["--scenario", "none-such"], &[], 2, "There is no scenario of that name"),
    ];
    for (arguments, variables, code, told) in starts {
        let home = Home::new();
        home.write("broken.toml", "mouse = [\n");
        let start = variables
            .iter()
            .fold(Start::segue(&home).args(arguments), |start, (name, value)| start.env(name, value));
        let terminal = start.open();
        terminal.wait_clean_exit(code);
        terminal.wait_for(told);
        terminal.now(|seen| assert!(!seen.written.contains(&0x1b), "{arguments:?}: {}", seen.text()));
    }
}

#[test]
fn without_a_terminal_on_one_side_it_says_what_runs_without_one() {
    for redirection in ["</dev/null", ">out", "<&-", ">&-", "</dev/null >out"] {
        let home = Home::new();
        let line = format!("'{}' {redirection}", env!("CARGO_BIN_EXE_segue"));
        let terminal = Start::program("sh", &home).args(&["-c", &line]).open();
        terminal.wait_clean_exit(2);
        terminal.wait_for("segue get PATH");
        terminal.now(|seen| assert!(!seen.written.contains(&0x1b), "{redirection}: {}", seen.text()));
        assert_eq!(std::fs::read(home.path().join("out")).unwrap_or_default(), b"", "{redirection}");
    }
}
