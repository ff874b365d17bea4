//! How large the terminal is.

use rustix::termios;

/// The most columns and rows that are drawn. A wall of screens in the smallest of letters has no more, and a frame of that size
/// takes some 30 MB. What a terminal tells is a number from outside: over SSH it is the client's, and there may be 65,535 of each.
const LARGEST: (u16, u16) = (1000, 500);

/// Columns and rows of the terminal that standard output is, as far as they are drawn; none if it is none.
#[must_use]
pub fn size() -> Option<(u16, u16)> {
    let size = termios::tcgetwinsize(rustix::stdio::stdout()).ok()?;
    (size.ws_col > 0 && size.ws_row > 0).then(|| bounded((size.ws_col, size.ws_row)))
}

/// So much of it as is drawn.
pub(super) fn bounded((columns, rows): (u16, u16)) -> (u16, u16) {
    (columns.min(LARGEST.0), rows.min(LARGEST.1))
}
