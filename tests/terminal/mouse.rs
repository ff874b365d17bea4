//! The mouse: what the terminal is asked for, and when.

use super::{
    keys::{CTRL_X_CTRL_E, ENTER, ESC},
    process,
    pty::{Home, MOUSE, MOUSE_SGR, Seen, Start, Terminal},
};

fn reports_mouse(seen: &Seen) -> bool {
    let modes = seen.modes();
    assert_eq!(modes.contains(&MOUSE), modes.contains(&MOUSE_SGR), "{modes:?}");
    modes.contains(&MOUSE)
}

fn has_asked_for_mouse(seen: &Seen) -> bool {
    let written = String::from_utf8_lossy(&seen.written);
    ["\u{1b}[?1000h", "\u{1b}[?1006h"].iter().any(|asked| written.contains(asked))
}

/// Presses the left button on the first character of a text.
fn click(terminal: &mut Terminal, text: &str) {
    let (row, column) = terminal.now(|seen| seen.find(text).unwrap_or_else(|| panic!("no {text}")));
    let (x, y) = (column + 1, row + 1);
    terminal.send(&format!("\u{1b}[<0;{x};{y}M\u{1b}[<0;{x};{y}m"));
}

#[test]
fn the_mouse_is_not_asked_for_until_m_and_is_given_back_at_the_end() {
    let home = Home::new();
    let mut terminal = Start::segue(&home).open();
    terminal.wait_for("sandbox · us");
    terminal.send(ENTER);
    terminal.wait_for("1 page, more");
    terminal.wait_until("focus in the response", |seen| seen.has_focus("Response"));
    terminal.now(|seen| assert!(!has_asked_for_mouse(seen), "off is the default"));
    terminal.send("M");
    terminal.wait_for("mouse on: Shift-drag selects text; M turns it off");
    terminal.now(|seen| assert!(reports_mouse(seen)));
    click(&mut terminal, "Authorization");
    terminal.wait_until("focus in the request", |seen| seen.has_focus("Request"));
    terminal.send("M");
    terminal.wait_for("mouse off");
    terminal.now(|seen| assert!(!reports_mouse(seen)));
    terminal.send("M");
    terminal.wait_for("mouse on");
    terminal.send("q");
    terminal.wait_clean_exit(0);
}

#[test]
fn a_suspended_program_and_an_editor_leave_the_mouse_to_the_terminal() {
    let home = Home::new();
    home.write("segue.toml", "mouse = true\n");
    let gate = home.path().join("gate");
    let editor = home.write("editor.sh", "while [ ! -e gate ]; do :; done\n");
    let mut terminal = Start::segue(&home)
        .env("SEGUE_CONFIG", &home.path().join("segue.toml").display().to_string())
        .args(&["-X", "POST", "/v1/me/library"])
        .env("EDITOR", &format!("sh {}", editor.display()))
        .open();
    terminal.wait_for("sandbox · us");
    terminal.wait_until("the mouse, for the setting asks for it", reports_mouse);
    let pid = terminal.pid();
    process::signal(pid, "TSTP");
    terminal.wait_outside("a stopped program", || process::is_stopped(pid));
    // What was written before the stop may be read after it.
    terminal.wait_until("the mouse given back to the shell", |seen| !reports_mouse(seen));
    process::signal(pid, "CONT");
    terminal.wait_until("the mouse again", reports_mouse);
    terminal.send(CTRL_X_CTRL_E);
    terminal.wait_until("the editor has the terminal", |seen| !reports_mouse(seen));
    std::fs::write(gate, "").unwrap();
    terminal.wait_until("the mouse again", reports_mouse);
    terminal.send(ESC);
    terminal.wait_for("q quit");
    terminal.send("q");
    terminal.wait_clean_exit(0);
}

#[test]
fn a_signal_takes_the_mouse_back_too() {
    let home = Home::new();
    let mut terminal = Start::segue(&home).open();
    terminal.wait_for("sandbox · us");
    terminal.send(ESC);
    terminal.wait_for("q quit");
    terminal.send("M");
    terminal.wait_until("the mouse", reports_mouse);
    process::signal(terminal.pid(), "TERM");
    terminal.wait_exit();
    terminal.check_untouched();
}
