//! What a key costs on the wire: on a slow link that is how long it takes.

use super::{
    keys::ENTER,
    pty::{Home, Start, Terminal},
};

/// A step that pushes the view along has a whole row to write. That is above the aim for a step (100 in the median), which
/// only steps of both kinds together keep; this is a guard against more than it takes today.
const PUSHING_STEP: usize = 240;

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
