//! The clipboard through a real tmux and a real screen: what comes out at the terminal they run in. Where they are not
//! installed a test says so and passes; that with tmux fails where it has to run (`SEGUE_NEEDS_SSH`).

use std::process::Command;

use super::{
    copying::copied_by,
    keys::ENTER,
    pty::{Home, Start, Terminal},
    ssh::skip,
};

/// Whether a program can be run.
fn has(program: &str, ask: &str) -> bool {
    Command::new(program).arg(ask).output().is_ok()
}

/// Opens Segue in a program that stands before the terminal, and copies a path and the list that it is in.
fn copying_in(start: Start<'_>) -> Terminal {
    let mut terminal = start.open();
    terminal.wait_for("sandbox · us");
    terminal.send(ENTER);
    terminal.wait_for("1 page, more");
    terminal.wait_until("focus in the response", |seen| seen.has_focus("Response"));
    terminal.send("jyp");
    terminal.wait_for(": the path data[0]");
    terminal.send("kyo");
    terminal.wait_for(": the list, ");
    terminal
}

/// Waits until both texts have come out: they may be later than the screen.
fn wait_for_both(terminal: &Terminal) {
    terminal.wait_until("both texts", |seen| {
        let texts = copied_by(seen);
        texts.first().is_some_and(|text| text == "data[0]")
            && texts.last().is_some_and(|text| text.len() > 20_000 && text.starts_with("[{\"id\":"))
    });
}

#[test]
fn a_real_tmux_hands_a_copy_to_its_terminal_and_keeps_it_in_its_buffer() {
    if !has("tmux", "-V") {
        return skip("there is no tmux here");
    }
    let home = Home::new();
    let socket = home.path().join("tmux").display().to_string();
    let segue = format!("exec '{}' --sandbox", env!("CARGO_BIN_EXE_segue"));
    let start =
        Start::program("tmux", &home).args(&["-u", "-S", &socket, "-f", "/dev/null", "new-session", &segue]);
    let mut terminal = copying_in(start);
    wait_for_both(&terminal);
    let buffer = Command::new("tmux").args(["-S", &socket, "show-buffer"]).output().unwrap();
    assert!(buffer.stdout.starts_with(b"[{\"id\":"));
    terminal.send("q");
    terminal.wait_exit();
}

#[test]
fn a_real_screen_hands_a_copy_to_its_terminal() {
    if !has("screen", "-v") {
        eprintln!("skipped: screen is not installed");
        return;
    }
    let home = Home::new();
    let (sockets, segue) = (home.path().join("screen"), env!("CARGO_BIN_EXE_segue"));
    std::fs::create_dir(&sockets).unwrap();
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(&sockets, std::fs::Permissions::from_mode(0o700)).unwrap();
    let start = Start::program("screen", &home).env("SCREENDIR", &sockets.display().to_string());
    let mut terminal = copying_in(start.args(&["-U", "-c", "/dev/null", segue, "--sandbox"]));
    wait_for_both(&terminal);
    terminal.send("q");
    terminal.wait_exit();
}
