//! Copying: what the terminal gets to see of it, byte for byte.

use base64::{Engine, engine::general_purpose::STANDARD};

use super::{
    keys::ENTER,
    process,
    pty::{Home, Seen, Start, Terminal},
};

/// What stands before and behind a text that goes to the clipboard.
const COPY: &str = "\u{1b}]52;c;";
const END: &str = "\u{1b}\\";

/// The texts that the terminal was handed for its clipboard.
fn copied(seen: &Seen) -> Vec<String> {
    let written = String::from_utf8_lossy(&seen.written).into_owned();
    let sequences = written.split(COPY).skip(1).filter_map(|rest| Some(rest.split_once(END)?.0.to_owned()));
    sequences.map(|text| String::from_utf8(STANDARD.decode(text).unwrap()).unwrap()).collect()
}

/// Waits for the first answer, and for the focus in it.
fn answered(terminal: &mut Terminal) {
    terminal.wait_for("sandbox · us");
    terminal.send(ENTER);
    terminal.wait_for("1 page, more");
    terminal.wait_until("focus in the response", |seen| seen.has_focus("Response"));
}

/// The texts that a terminal was handed for its clipboard by whatever stands before it, which writes the sequence its own
/// way.
pub(super) fn copied_by(seen: &Seen) -> Vec<String> {
    let written = String::from_utf8_lossy(&seen.written).into_owned();
    let sequences = written.split("\u{1b}]52;").skip(1).filter_map(|rest| {
        let text = rest.split_once(';')?.1;
        let end = text.find(['\u{7}', '\u{1b}'])?;
        STANDARD.decode(&text[..end]).ok()
    });
    sequences.map(|text| String::from_utf8(text).unwrap()).collect()
}

#[test]
fn a_path_and_a_request_go_to_the_terminals_clipboard_and_no_token_with_them() {
    let home = Home::new();
    let mut terminal = Start::segue(&home).open();
    answered(&mut terminal);
    terminal.send("jyp");
    terminal.wait_for("sent to the terminal: the path data[0]");
    terminal.now(|seen| assert_eq!(copied(seen), ["data[0]"]));
    terminal.send("yc");
    terminal.wait_for("sent to the terminal: the request as curl");
    terminal.now(|seen| {
        let curl = copied(seen).pop().unwrap();
        assert!(curl.starts_with("curl ") && curl.contains("/v1/catalog/us/albums/1000042/tracks"), "{curl}");
        assert!(curl.contains("$SEGUE_DEVELOPER_TOKEN") && !curl.contains("eyJ"), "{curl}");
    });
    terminal.send("q");
    terminal.wait_clean_exit(0);
}

#[test]
fn a_filter_runs_in_the_program_itself() {
    let home = Home::new();
    let mut terminal = Start::segue(&home).open();
    answered(&mut terminal);
    terminal.send("|.data|length");
    terminal.wait_for("jq .data|length · 1 result");
    terminal.send(ENTER);
    terminal.send("yv");
    terminal.wait_for("sent to the terminal: the value 25");
    terminal.now(|seen| assert_eq!(copied(seen), ["25"]));
    terminal.send("q");
    terminal.wait_clean_exit(0);
}

/// A program of this name in the home directory that keeps what it is given, and how it was called.
fn keeping(home: &Home, name: &str, body: &str) -> String {
    use std::os::unix::fs::PermissionsExt;
    let file = home.write(name, &format!("#!/bin/sh\nprintf '%s\\n' \"$*\" >> called\n{body}\n"));
    std::fs::set_permissions(file, std::fs::Permissions::from_mode(0o755)).unwrap();
    let path = home.environment().into_iter().find_map(|(name, value)| (name == "PATH").then_some(value));
    format!("{}:{}", home.path().display(), path.unwrap())
}

fn kept(home: &Home, name: &str) -> String {
    std::fs::read_to_string(home.path().join(name)).unwrap_or_default()
}

#[test]
fn inside_tmux_a_text_goes_into_its_buffer_and_is_no_argument() {
    let home = Home::new();
    let path = keeping(&home, "tmux", "exec cat > buffer");
    let mut terminal = Start::segue(&home).env("PATH", &path).env("TMUX", "/tmp/none,1,0").open();
    answered(&mut terminal);
    terminal.send("jyp");
    terminal.wait_for("put into tmux's buffer (prefix ]): the path data[0]");
    assert_eq!(
        (kept(&home, "called").as_str(), kept(&home, "buffer").as_str()),
        ("load-buffer -w -\n", "data[0]")
    );
    terminal.now(|seen| assert!(copied(seen).is_empty(), "tmux does that"));
    terminal.send("q");
    terminal.wait_clean_exit(0);
}

#[test]
fn a_tmux_that_hangs_or_is_old_gives_way_to_its_passthrough() {
    for body in ["exec sleep 600", "[ \"$2\" = - ] && exec cat > buffer; exit 1"] {
        let home = Home::new();
        let path = keeping(&home, "tmux", body);
        let mut terminal = Start::segue(&home).env("PATH", &path).env("TMUX", "/tmp/none,1,0").open();
        answered(&mut terminal);
        terminal.send("jyp");
        terminal.wait_for(": the path data[0]");
        terminal.now(|seen| {
            let written = String::from_utf8_lossy(&seen.written).into_owned();
            assert!(written.contains("\u{1b}Ptmux;\u{1b}\u{1b}]52;c;ZGF0YVswXQ==\u{7}\u{1b}\\"), "{body}");
        });
        terminal.send("q");
        terminal.wait_clean_exit(0);
    }
}

#[test]
fn over_ssh_no_program_of_the_desktop_is_asked_and_at_home_it_is() {
    for (name, value, by_program) in
        [("SSH_CONNECTION", "192.0.2.1 1 192.0.2.2 22", false), ("LC_X", "x", true)]
    {
        let home = Home::new();
        let path = keeping(&home, "xclip", "exec cat > buffer");
        let start = Start::segue(&home).env("PATH", &path).env("DISPLAY", ":9");
        let mut terminal = start.env(name, value).open();
        answered(&mut terminal);
        terminal.send("jyp");
        terminal.wait_for("the path data[0]");
        terminal.wait_for(if by_program { "copied with xclip: " } else { "sent to the terminal: " });
        terminal.now(|seen| assert_eq!(copied(seen).is_empty(), by_program));
        assert_eq!(kept(&home, "buffer"), if by_program { "data[0]" } else { "" });
        terminal.send("q");
        terminal.wait_clean_exit(0);
    }
}

#[test]
fn what_was_copied_is_printed_on_the_screen_before_and_any_key_comes_back() {
    let home = Home::new();
    let mut terminal = Start::segue(&home).env("TERM", "linux").open();
    answered(&mut terminal);
    terminal.send("jyp");
    terminal.wait_for("the terminal linux has no clipboard; save to a file, or press y s to print it");
    let is_aside = |seen: &Seen| !seen.screen().alternate_screen();
    terminal.send("ys");
    terminal.wait_until("the screen before", |seen| is_aside(seen) && seen.shows("any key goes back"));
    // The q comes back and does nothing else.
    terminal.send("q");
    terminal.wait_until("the screen again", |seen| !is_aside(seen) && seen.has_focus("Response"));
    let printed = "--- segue: the path data[0]; y P copies it as a JSON pointer ---\r\ndata[0]\r\n---";
    terminal.now(|seen| assert!(String::from_utf8_lossy(&seen.written).contains(printed)));
    terminal.send("ys");
    terminal.wait_until("the screen before", |seen| is_aside(seen) && seen.shows("any key goes back"));
    terminal.resize(100, 30);
    process::signal(terminal.pid(), "TERM");
    terminal.wait_exit();
    terminal.check_untouched();
    // Whoever goes on there does not write over it.
    terminal.now(|seen| {
        let (row, _) = seen.find("any key goes back").unwrap();
        assert!(seen.screen().cursor_position().0 > row);
    });
}
