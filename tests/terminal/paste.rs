//! Pastes: text, never keys.

use super::{
    keys::{CTRL_C, CTRL_U, ENTER, ESC},
    pty::{Home, Start, Terminal},
    server::{Silent, token},
};

/// What a terminal sends for a paste.
fn paste(terminal: &mut Terminal, text: &str) {
    terminal.send(&format!("{ESC}[200~{text}{ESC}[201~"));
}

#[test]
fn a_paste_of_many_lines_becomes_one_and_sends_nothing() {
    let home = Home::new();
    let server = Silent::new();
    let mut terminal = server.serve(Start::segue(&home)).open();
    terminal.wait_for("/v1/storefronts?limit=25");
    terminal.send(CTRL_U);
    terminal.wait_for("type a path");
    paste(&mut terminal, "/v1/a\r\nq\rx\x07\x1b[31m\x03\x1a\x7f?b=\tc\n");
    // Control characters show as what they are, act on nothing, and are told before anything is sent.
    terminal.wait_for("/v1/a q x\\u0007\\u001b[31m\\u0003\\u001a\\u007f?b=  c");
    terminal.send("!");
    terminal.wait_for("b=  c!");
    terminal.send(ENTER);
    terminal.wait_for("holds a control character");
    terminal.send(CTRL_C);
    terminal.wait_clean_exit(0);
    assert!(!server.was_called());
}

#[test]
fn a_burst_of_lines_that_nothing_marks_is_a_paste_and_sends_nothing() {
    let home = Home::new();
    let server = Silent::new();
    let mut terminal = server.serve(Start::segue(&home)).open();
    terminal.wait_for("/v1/storefronts?limit=25");
    terminal.send(CTRL_U);
    terminal.wait_for("type a path");
    terminal.send("/v1/a\r/v1/b\r");
    terminal.wait_for("/v1/a /v1/b");
    terminal.send("!");
    terminal.wait_for("/v1/b!");
    terminal.send(CTRL_C);
    terminal.wait_clean_exit(0);
    assert!(!server.was_called());
}

#[test]
fn a_burst_sends_nothing_whatever_is_in_it_and_wherever_it_is_cut() {
    let home = Home::new();
    let server = Silent::new();
    let mut terminal = server.serve(Start::segue(&home)).open();
    terminal.wait_for("/v1/storefronts?limit=25");
    let table: [&[&[u8]]; 8] = [
        &[b"/v1/test/plain?a=1\x1b[0m\r"],
        &[b"/v1/test/plain?a=1\0\r"],
        &[b"/v1/test/plain?a=1\x7f\r"],
        &[b"/v1/test/plain?a=1\x0b\r"],
        &[b"\0/v1/test/plain?a=1\r"],
        &[b"/v1/test/plain?a=1\xe2\x82", b"\xac\r"],
        &[b"/v1/test/plain?a=1\xe2", b"\r"],
        &[b"/v1/test/plain?a=1\x1b[", b"0m\r"],
    ];
    for pieces in table {
        terminal.send(CTRL_U);
        terminal.wait_for("type a path");
        pieces.iter().for_each(|piece| terminal.send_bytes(piece));
        terminal.wait_for("/v1/test/plain?a=1");
        // Enter would have made it a request by now.
        terminal.send("!");
        terminal.wait_until("what was typed", |seen| {
            seen.text().lines().any(|line| line.contains("?a=1") && line.contains('!'))
        });
        assert!(!server.was_called(), "{:?}", pieces[0].escape_ascii().to_string());
    }
    terminal.send(CTRL_C);
    terminal.wait_clean_exit(0);
}

#[test]
fn a_long_line_that_nothing_marks_holds_up_no_key() {
    let home = Home::new();
    let mut terminal = Start::segue(&home).open();
    terminal.wait_for("developer ●");
    terminal.send(CTRL_U);
    terminal.wait_for("type a path");
    terminal.forget_written();
    let line = "x".repeat(40_000);
    for piece in line.as_bytes().chunks(512) {
        terminal.send_bytes(piece);
    }
    terminal.send("!");
    terminal.wait_for("x!");
    // It was taken in few changes: each is as long as all that is there.
    let frames = terminal.now(|seen| seen.written.windows(4).filter(|bytes| bytes == b"\x1b[5n").count());
    assert!(frames < 20, "{frames} frames");
    terminal.send(CTRL_C);
    terminal.wait_clean_exit(0);
}

#[test]
fn a_pasted_token_never_shows() {
    let home = Home::new();
    let mut terminal = Start::segue(&home).open();
    terminal.wait_for("developer ●");
    let secret = token();
    for text in [secret.clone(), format!("Authorization: Bearer {secret}\n")] {
        paste(&mut terminal, &text);
        terminal.wait_for("that holds a token or a key");
        terminal.send("+");
        terminal.wait_until("end of the notice", |seen| !seen.shows("that holds a token"));
    }
    terminal.send(CTRL_C);
    terminal.wait_clean_exit(0);
    terminal.now(|seen| check_absent(&secret, &seen.written));
    let draft = std::fs::read(home.path().join("state/segue/draft.json")).unwrap();
    check_absent(&secret, &draft);
}

#[test]
fn a_typed_token_never_shows_whole() {
    let home = Home::new();
    let mut terminal = Start::segue(&home).open();
    terminal.wait_for("developer ●");
    let secret = token();
    terminal.send(&secret);
    terminal.wait_for("eyJhbG…");
    terminal.send(CTRL_C);
    terminal.wait_clean_exit(0);
    let signature = secret.rsplit('.').next().unwrap();
    terminal.now(|seen| check_absent(signature, &seen.written));
    let draft = std::fs::read(home.path().join("state/segue/draft.json")).unwrap();
    check_absent(&secret, &draft);
}

/// Checks that no eight characters of a token are in something, but for the start that nearly all tokens share.
fn check_absent(secret: &str, bytes: &[u8]) {
    let bytes = String::from_utf8_lossy(bytes);
    let secret: Vec<char> = secret.chars().skip(6).collect();
    for eight in secret.windows(8) {
        let eight: String = eight.iter().collect();
        assert!(!bytes.contains(&eight), "{eight:?} is in {bytes:?}");
    }
}

#[test]
fn a_novel_is_refused_and_keys_still_work() {
    let home = Home::new();
    let mut terminal = Start::segue(&home).open();
    terminal.wait_for("developer ●");
    paste(&mut terminal, &"It was a dark and stormy night.\n".repeat(2_000_000 / 32));
    terminal.wait_for("a paste of 2000 kB is too long");
    terminal.send("typed");
    terminal.wait_for("limit=25typed");
    terminal.send(CTRL_C);
    terminal.wait_clean_exit(0);
}

#[test]
fn a_paste_just_under_the_limit_is_taken_and_keys_still_work() {
    let home = Home::new();
    let mut terminal = Start::segue(&home).open();
    terminal.wait_for("developer ●");
    paste(&mut terminal, &"x".repeat(1_000_000));
    terminal.wait_for("xxxxxxxxxxxxxxxx");
    terminal.send("typed");
    terminal.wait_for("xxxxtyped");
    terminal.send(CTRL_C);
    terminal.wait_clean_exit(0);
}
