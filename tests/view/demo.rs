//! A demo on the screen: the note of its step stands above the footer, and covers nothing.

use segue::domain::demo::parse_demo;

use super::{shot, stage};

const DEMO: &str = "title = \"Two pages\"\n[[step]]\nnote = \"The list goes on: the row below the last one says so, \
                    and f fetches the next page of it, with the limit put back.\"\nselect = \"data[2]\"";

#[test]
fn the_note_of_a_step_stands_above_the_footer() {
    let mut stage = stage::two_pages(80, 24);
    let demo = segue::app::demo::State::new(parse_demo(DEMO).unwrap(), &stage.model.keymap).unwrap();
    stage.model.demo = Some(Box::new(demo));
    stage.model.fit();
    let shown = shot("demo_before", &stage);
    assert!(shown.contains("Two pages · F9 begins"), "{shown}");
    let stage = stage.press("<F9>");
    let shown = shot("demo_step", &stage);
    assert!(shown.contains("1/1 The list goes on") && shown.contains("data[2]"), "{shown}");
    let help = shot("demo_under_help", &stage.press("<F1>"));
    assert!(help.contains("1/1 The list goes on"), "{help}");
}
