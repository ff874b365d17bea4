//! What a key costs on the wire: on a slow link that is how long it takes.

use super::{
    keys::ENTER,
    pty::{Home, Start, Terminal},
};

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

#[test]
fn moving_through_a_list_costs_little_on_the_wire() {
    let home = Home::new();
    let mut terminal = Start::segue(&home).size(120, 40).open();
    terminal.wait_for("developer ●");
    terminal.send(ENTER);
    terminal.wait_for("1 page, more");
    terminal.send("f");
    terminal.wait_for("2 pages, more");
    terminal.send("f");
    terminal.wait_for("3 pages, all");
    terminal.send("gjj");
    terminal.wait_for("└ data[0] ─");
    let mut step = |song: usize, keys| cost(&mut terminal, keys, &format!("└ data[{song}] ─"));
    let steps: Vec<_> = (1..25).map(|song| step(song, "j")).collect();
    assert!(percentile(&steps, 50) <= 100, "{steps:?}");
    assert!(percentile(&steps, 95) <= 400, "{steps:?}");
    terminal.send("g");
    terminal.wait_for("└ data ─");
    let page = cost(&mut terminal, " ", "└ data[27] ─");
    assert!(page <= 120 * 40 * 3 / 2, "{page}");
    terminal.send("q");
    terminal.wait_clean_exit(0);
}
