//! Searching the tree: the line under the response, what it tells, and what lights up.

use super::{has, lacks, shot, stage};

#[test]
fn a_prompt_takes_the_last_row_of_the_response() {
    let stage = stage::tracks(80, 24).press("/");
    let screen = shot("search_prompt", &stage);
    has(&screen, "│ / ");
    has(&screen, "Enter stay  Esc leave");
    assert_eq!(stage.draw().cursor.map(|cursor| cursor.y), Some(20));
}

/// The tracks of an album in which a text was looked for, and answered.
fn sought((width, height): (u16, u16), keys: &str) -> stage::Stage {
    stage::two_pages(width, height).press(keys).search()
}

#[test]
fn the_first_hit_shows_while_it_is_typed_and_is_told_with_its_number() {
    let screen = shot("search_80x24", &sought((80, 24), "/quill"));
    has(&screen, "/quill");
    has(&screen, "1 of 16 · keys and values");
    lacks(&screen, "no match");
}

#[test]
fn a_hit_that_is_folded_away_is_unfolded() {
    let screen = shot("search_unfolded_120x40", &sought((120, 40), "/zzsgu2400009<Enter>"));
    has(&screen, "Response · 1 of 1");
    has(&screen, "isrc");
}

#[test]
fn a_search_in_vain_and_a_pattern_that_cannot_be_read_are_told() {
    has(&shot("search_no_match", &sought((80, 24), "/zebra<C-t>")), "no match · keys");
    has(&shot("search_fault", &sought((100, 24), "/qui(")), "unclosed group at 4");
}
