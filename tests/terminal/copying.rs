//! Copying: what the terminal gets to see of it, byte for byte.

use base64::{Engine, engine::general_purpose::STANDARD};

use super::{
    keys::ENTER,
    pty::{Home, Seen, Start},
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

#[test]
fn a_path_and_a_request_go_to_the_terminals_clipboard_and_no_token_with_them() {
    let home = Home::new();
    let mut terminal = Start::segue(&home).open();
    terminal.wait_for("sandbox · us");
    terminal.send(ENTER);
    terminal.wait_for("1 page, more");
    terminal.wait_until("focus in the response", |seen| seen.has_focus("Response"));
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
    terminal.wait_for("sandbox · us");
    terminal.send(ENTER);
    terminal.wait_for("1 page, more");
    terminal.wait_until("focus in the response", |seen| seen.has_focus("Response"));
    terminal.send("|.data|length");
    terminal.wait_for("jq .data|length · 1 result");
    terminal.send(ENTER);
    terminal.send("yv");
    terminal.wait_for("sent to the terminal: the value 25");
    terminal.now(|seen| assert_eq!(copied(seen), ["25"]));
    terminal.send("q");
    terminal.wait_clean_exit(0);
}
