//! What comes from the terminal may be of any size.

use super::{
    keys::CTRL_C,
    pty::{Home, Start},
};

#[test]
fn a_window_of_any_size_ends_nothing() {
    let home = Home::new();
    let mut terminal = Start::segue(&home).size(80, 24).open();
    terminal.wait_for("developer ●");
    for (columns, rows) in [(u16::MAX, 1), (1, u16::MAX), (u16::MAX, 1000), (u16::MAX, u16::MAX)] {
        terminal.forget_written();
        terminal.claim(columns, rows);
        terminal.wait_until("whole frame", |seen| seen.written.windows(4).any(|bytes| bytes == b"\x1b[2J"));
    }
    terminal.resize(100, 30);
    terminal.wait_for("developer ●");
    terminal.send(CTRL_C);
    terminal.wait_clean_exit(0);
}
