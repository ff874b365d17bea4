//! A slow line: what it cuts into pieces, and what has not arrived yet.
#![expect(clippy::disallowed_methods, reason = "a line that delays takes time, and that it does is measured")]

use std::{
    thread,
    time::{Duration, Instant},
};

use super::{
    keys::{CTRL_C, CTRL_U},
    pty::{Home, Seen, Start, Terminal},
};

/// Longer than a piece takes to be read, and far shorter than an Esc is held in these tests.
const DELAY: Duration = Duration::from_millis(4);

const QUESTION: &str = "\x1b[5n";
const ANSWER: &str = "\x1b[0n";

/// Keys and answers, and what is in the field where `ab` stood when they have come and a `c` was typed.
const SEQUENCES: &[(&str, &str)] = &[
    ("\x1b[D", "acb"),
    ("\x1bOD", "acb"),
    ("\x1b[1;5D", "cab"),
    ("\x1b[57417u", "acb"),
    ("\x1b[H", "cab"),
    ("\x1bOH", "cab"),
    ("\x1b[1~", "cab"),
    ("\x1b[7~", "cab"),
    ("\x1b[97;5u", "cab"),
    ("\x1b[27;5;97~", "cab"),
    ("\x1b[127u", "ac"),
    ("\x1b[120u", "abxc"),
    ("é", "abéc"),
    ("日", "ab日c"),
    ("🎵", "ab🎵c"),
    ("\x1b[200~p q\x1b[201~", "abp qc"),
    ("\x1b[C", "abc"),
    ("\x1b[F", "abc"),
    ("\x1b[3~", "abc"),
    ("\x1b[3$", "abc"),
    ("\x1b[2~", "abc"),
    ("\x1b[24;5~", "abc"),
    ("\x1b[113;9u", "abc"),
    ("\x1b[106;1:3u", "abc"),
    ("\x1b[0n", "abc"),
    ("\x1b[?62;22c", "abc"),
    ("\x1b[?1u", "abc"),
    ("\x1b[?2026;0$y", "abc"),
    ("\x1b[?2004;2$y", "abc"),
    ("\x1b[12;40R", "abc"),
    ("\x1b[8;40;120t", "abc"),
    ("\x1b[I", "abc"),
    ("\x1b[O", "abc"),
    ("\x1b[<35;3;4M", "abc"),
    ("\x1b[M #%", "abc"),
    ("\x1b]11;rgb:1e1e/1e1e/1e1e\x07", "abc"),
    ("\x1b]11;rgb:1e1e/1e1e/1e1e\x1b\\", "abc"),
    ("\x1bP>|XTerm(390)\x1b\\", "abc"),
    ("\x1bP1$r0m\x1b\\", "abc"),
];

fn cut_everywhere(delay: Option<Duration>) {
    let home = Home::new();
    home.write_settings("esc_wait = 10000\n");
    let mut terminal = Start::segue(&home).open();
    terminal.wait_for("developer ●");
    for (sequence, expected) in SEQUENCES {
        for at in 1..sequence.len() {
            terminal.send(&format!("\x05{CTRL_U}ab"));
            terminal.wait_until("a field with ab", |seen| field(seen) == "ab");
            terminal.send_bytes(&sequence.as_bytes()[..at]);
            if let Some(delay) = delay {
                thread::sleep(delay);
            }
            terminal.send_bytes(&sequence.as_bytes()[at..]);
            terminal.send("c");
            let what = format!("{expected:?} in the field, of {sequence:?} cut at {at}");
            terminal.wait_until(&what, |seen| field(seen) == *expected);
        }
    }
    terminal.send(CTRL_C);
    terminal.wait_clean_exit(0);
}

/// What stands in the path's field.
fn field(seen: &Seen) -> String {
    let text = seen.text();
    let row = text.lines().find(|line| line.contains("GET ") && line.starts_with('│')).unwrap_or_default();
    row.split("GET ").nth(1).unwrap_or_default().trim_end_matches('│').trim().to_owned()
}

#[test]
fn a_sequence_that_comes_in_two_pieces_is_one() {
    cut_everywhere(None);
}

#[test]
fn a_sequence_that_comes_in_two_pieces_with_time_between_is_one() {
    cut_everywhere(Some(DELAY));
}

#[test]
fn a_lone_escape_is_a_key_after_a_while() {
    let home = Home::new();
    let mut terminal = Start::segue(&home).env("SSH_CONNECTION", "192.0.2.1 5 192.0.2.2 22").open();
    terminal.wait_for("developer ●");
    terminal.send("\x1bOP");
    terminal.wait_for("Keys");
    terminal.send("\x1b");
    terminal.wait_until("end of the help", |seen| !seen.shows("Keys"));
    terminal.send(CTRL_C);
    terminal.wait_clean_exit(0);
}

/// A terminal that answers when it is told to.
struct Answering {
    terminal: Terminal,
    answered: usize,
}

impl Answering {
    /// Begins with everything answered.
    fn start(home: &Home) -> Self {
        let mut this = Self { terminal: Start::segue(home).open(), answered: 0 };
        this.answer_until(|seen| seen.shows("developer ●"));
        this.terminal.send(CTRL_U);
        this.answer_until(|seen| seen.shows("type a path"));
        this
    }

    fn answer_until(&mut self, condition: impl Fn(&Seen) -> bool) {
        loop {
            let answered = self.answered;
            let is_done = |seen: &Seen| condition(seen) && questions(seen) == answered;
            self.terminal.wait_until("question, or the end of them", |seen| {
                questions(seen) > answered || is_done(seen)
            });
            if self.terminal.now(is_done) {
                return;
            }
            self.answer();
        }
    }

    fn end(mut self) {
        self.terminal.send(CTRL_C);
        self.answer_until(|seen| !seen.screen().alternate_screen());
        self.terminal.wait_clean_exit(0);
    }

    fn answer(&mut self) {
        self.answered += 1;
        self.terminal.send(ANSWER);
    }

    /// Types, and leaves the frame that shows it unanswered.
    fn type_unanswered(&mut self, key: &str) {
        self.terminal.send(key);
        let answered = self.answered;
        self.terminal
            .wait_until("frame with a question", |seen| seen.shows(key) && questions(seen) == answered + 1);
    }
}

fn questions(seen: &Seen) -> usize {
    String::from_utf8_lossy(&seen.written).matches(QUESTION).count()
}

#[test]
fn no_frame_is_drawn_before_the_last_one_has_arrived_and_then_one_with_all_of_it() {
    let home = Home::new();
    let mut line = Answering::start(&home);
    line.type_unanswered("a");
    for key in ["b", "c", "d"] {
        line.terminal.send(key);
        line.terminal.wait_all_read();
    }
    line.answer();
    let answered = line.answered;
    // The question is the end of a frame, and comes last.
    line.terminal
        .wait_until("frame with all keys", |seen| field(seen) == "abcd" && questions(seen) > answered);
    // Four frames would have asked four times.
    assert_eq!(line.terminal.now(questions), answered + 1);
    line.answer();
    line.end();
}

#[test]
fn who_no_longer_answers_is_waited_for_once() {
    let home = Home::new();
    let mut line = Answering::start(&home);
    line.type_unanswered("a");
    let since = Instant::now();
    line.terminal.send("b");
    line.terminal.wait_until("frame in spite of all", |seen| field(seen) == "ab");
    assert!(since.elapsed() > Duration::from_millis(500), "{:?}", since.elapsed());
    // From now on frames come unasked, until there is an answer after all.
    let asked = line.terminal.now(questions);
    line.terminal.send("c");
    line.terminal.wait_until("frame at once", |seen| field(seen) == "abc");
    assert_eq!(line.terminal.now(questions), asked);
    line.answer();
    line.type_unanswered("d");
    line.answer();
    line.end();
}

#[test]
fn the_last_answer_is_not_typed_into_the_shell() {
    let home = Home::new();
    let script = "$SEGUE; stty -icanon -echo min 0 time 5; echo left $(head -c 100 | wc -c)";
    let start = Start::program("sh", &home).args(&["-c", script]);
    let mut line =
        Answering { terminal: start.env("SEGUE", env!("CARGO_BIN_EXE_segue")).open(), answered: 0 };
    line.answer_until(|seen| seen.shows("developer ●"));
    line.type_unanswered("ä");
    line.terminal.send(CTRL_C);
    line.answer_until(|seen| !seen.screen().alternate_screen());
    line.terminal.wait_for("left 0");
    line.terminal.wait_exit();
}

/// The key of a line that is the shell's already makes the system throw away what nobody has read.
#[test]
fn an_end_that_is_typed_twice_leaves_a_late_terminal_as_it_was_found() {
    let home = Home::new();
    let mut terminal = Start::segue(&home).answering().open();
    terminal.wait_for("developer ●");
    terminal.send("typed");
    terminal.wait_for("typed ");
    terminal.type_twice_unread(CTRL_C);
    terminal.wait_clean_exit(0);
}
