//! Searching the tree: the line under the response, what it tells, and what lights up.

use super::{has, shot, stage};

#[test]
fn a_prompt_takes_the_last_row_of_the_response() {
    let stage = stage::tracks(80, 24).press("/");
    let screen = shot("search_prompt", &stage);
    has(&screen, "│ / ");
    has(&screen, "Enter stay  Esc back");
    assert_eq!(stage.draw().cursor.map(|cursor| cursor.y), Some(20));
}
