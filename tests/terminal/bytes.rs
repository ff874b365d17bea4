//! What a key costs on the wire: on a slow link that is how long it takes.

use super::{
    keys::{CTRL_U, ENTER},
    pty::{Home, Seen, Start, Terminal},
    server::Silent,
};

/// A step that pushes the view along has a whole row to write. That is above the aim for a step (100 in the median), which
/// only steps of both kinds together keep; this is a guard against more than it takes today.
const PUSHING_STEP: usize = 240;

/// What is typed to count what lists cost: each of these opens several, and closes them.
const PATHS: [&str; 3] = [
    "/v1/catalog/us/albums/1000042/tracks?limit=25&include=artists",
    "/v1/catalog/us/search?term=harbour&types=songs,albums",
    "/v1/me/library/songs?limit=5",
];

/// The most bytes that a list may take where it opens or goes, at the 95th percentile: a frame of them is all of its offers with what is
/// documented beside them, or all that was behind. That is above the aim (400); they took 440 to 478.
const LIST: usize = 550;

/// With each frame a terminal is asked whether it has come.
const QUESTION: &[u8] = b"\x1b[5n";

/// Bytes that came while a key was pressed, and its effect was waited for.
fn cost(terminal: &mut Terminal, key: &str, effect: &str) -> usize {
    let before = terminal.now(|seen| seen.written.len());
    terminal.send(key);
    terminal.wait_for(effect);
    terminal.now(|seen| seen.written.len()) - before
}

/// The value that so many of a hundred are at most.
fn percentile(costs: &[usize], percent: usize) -> usize {
    let mut sorted = costs.to_vec();
    sorted.sort_unstable();
    sorted[(sorted.len() * percent).div_ceil(100) - 1]
}

/// The bytes of each of these keys, one after the other; what each shows is waited for.
fn costs(terminal: &mut Terminal, keys: impl IntoIterator<Item = (String, String)>) -> Vec<usize> {
    keys.into_iter().map(|(key, effect)| cost(terminal, &key, &effect)).collect()
}

fn opened(home: &Home) -> Terminal {
    let terminal = Start::segue(home).size(120, 40).env("NO_MOTION", "1").open();
    terminal.wait_for("developer ●");
    terminal
}

#[test]
fn moving_through_a_list_costs_little_on_the_wire() {
    let home = Home::new();
    let mut terminal = opened(&home);
    terminal.send(ENTER);
    terminal.wait_for("1 page, more");
    terminal.send("f");
    terminal.wait_for("2 pages, more");
    terminal.send("f");
    terminal.wait_for("3 pages, all");
    terminal.send("gjj");
    terminal.wait_for("└ data[0] ─");
    let step = |song: usize| ("j".to_owned(), format!("└ data[{song}] ─"));
    let mut steps = costs(&mut terminal, (1..25).map(step));
    // From here on each step pushes the view along. Behind a page there is a line that tells of the next one.
    terminal.send("jjjjjj");
    terminal.wait_for("└ data[29] ─");
    let pushing = costs(&mut terminal, (30..50).map(step));
    assert!(percentile(&pushing, 50) <= PUSHING_STEP && percentile(&pushing, 95) <= 400, "{pushing:?}");
    steps.extend(pushing);
    assert!(percentile(&steps, 50) <= 100, "{steps:?}");
    assert!(percentile(&steps, 95) <= 400, "{steps:?}");
    terminal.send("g");
    terminal.wait_for("└ data ─");
    let page = cost(&mut terminal, " ", "└ data[27] ─");
    assert!(page <= 120 * 40, "{page}");
    terminal.send("q");
    terminal.wait_clean_exit(0);
}

#[test]
fn typing_costs_little_on_the_wire() {
    let home = Home::new();
    let mut terminal = opened(&home);
    let typed = (1..=20).map(|count| ("x".to_owned(), format!("limit=25{} ", "x".repeat(count))));
    let typed = costs(&mut terminal, typed);
    assert!(percentile(&typed, 95) <= 60, "{typed:?}");
    terminal.send("\x03");
    terminal.wait_clean_exit(0);
}

/// The bytes of the next frame of a terminal that answers, once all of it has come.
fn frame(terminal: &Terminal, before: usize, what: &str, is_there: impl Fn(&Seen) -> bool) -> usize {
    let is_whole = |seen: &Seen| seen.written.len() > before && seen.written.ends_with(QUESTION);
    terminal.wait_until(what, |seen| is_whole(seen) && is_there(seen));
    terminal.now(|seen| seen.written.len()) - before
}

#[test]
fn typing_a_path_costs_little_while_lists_open_and_close() {
    let home = Home::new();
    let mut terminal = Start::segue(&home).size(120, 40).env("NO_MOTION", "1").answering().open();
    terminal.wait_for("developer ●");
    for path in PATHS {
        terminal.send(CTRL_U);
        terminal.wait_for("type a path");
        terminal.wait_until("the end of a frame", |seen| seen.written.ends_with(QUESTION));
        let typed = (1..=path.len()).map(|end| {
            let before = terminal.now(|seen| seen.written.len());
            terminal.send(&path[end - 1..end]);
            frame(&terminal, before, &path[..end], |seen| seen.shows(&format!("GET    {} ", &path[..end])))
        });
        let typed: Vec<_> = typed.collect();
        assert!(percentile(&typed, 50) <= 150 && percentile(&typed, 95) <= LIST, "{path}: {typed:?}");
    }
    terminal.send("\x03");
    terminal.wait_clean_exit(0);
}

#[test]
fn many_characters_that_come_together_are_few_frames() {
    let home = Home::new();
    let mut terminal = opened(&home);
    let before = terminal.now(|seen| seen.written.len());
    terminal.send(&format!("&include=a{}z9", "&l=x".repeat(490)));
    terminal.wait_for("z9");
    let written = terminal.now(|seen| seen.written.len()) - before;
    // A frame for every 64 of them took 4,000.
    assert!(written <= 1500, "{written}");
    terminal.send("\x03");
    terminal.wait_clean_exit(0);
}

#[test]
fn a_beat_of_the_waiting_sign_costs_little_and_nothing_without_motion() {
    let home = Home::new();
    let server = Silent::new();
    let start = || server.serve(Start::segue(&home)).size(120, 40).answering();
    let mut terminal = start().open();
    waits(&mut terminal);
    let mut beats = [0; 5].map(|_| {
        let before = terminal.now(|seen| seen.written.len());
        frame(&terminal, before, "the next beat", |_| true)
    });
    beats.sort_unstable();
    // One of the frames may be no beat: what sending has changed, or another minute of the token's life.
    assert!(beats[..4].iter().all(|beat| *beat <= 60), "{beats:?}");
    drop(terminal);
    let mut terminal = start().env("NO_MOTION", "1").open();
    waits(&mut terminal);
    let is_written = || {
        let before = terminal.now(|seen| seen.written.len());
        terminal.waits_a_moment(|seen| seen.written.len() > before)
    };
    // There would be several beats in each moment; the frame that is none can be in one.
    assert!(!is_written() || !is_written(), "{}", terminal.now(|seen| seen.text()));
}

/// Sends a request, and sees that it waits.
fn waits(terminal: &mut Terminal) {
    terminal.wait_for("/v1/storefronts?limit=25");
    terminal.send(ENTER);
    terminal.wait_until("a request that waits", |seen| {
        seen.shows("Esc cancels") && seen.written.ends_with(QUESTION)
    });
}
