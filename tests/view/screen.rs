//! The whole screen: first frames, wide and narrow and tiny, waiting, a notice.

use segue::{app::message::Message, domain::token::DeveloperStanding};

use super::{Stage, has, lacks, shot, stage};

#[test]
fn the_first_screen_is_a_request_that_is_one_key_from_its_answer() {
    let screen = shot("first_wide", &Stage::new(120, 30));
    has(&screen, "Enter   sends the request above");
    has(&screen, "GET    /v1/catalog/us/albums/1000042/tracks?limit=8");
}

#[test]
fn the_first_screen_is_whole_at_80x24() {
    let screen = shot("first_80x24", &Stage::new(80, 24));
    has(&screen, "This is the sandbox");
    has(&screen, "Enter send");
    has(&screen, "The README says how to reach Apple.");
}

#[test]
fn a_tiny_screen_shows_the_panel_that_has_the_focus() {
    let screen = shot("first_tiny", &Stage::new(30, 9));
    has(&screen, "Request");
    lacks(&screen, "Response");
}

#[test]
fn before_the_credentials_are_read_the_screen_says_so() {
    let stage = Stage::new(80, 12).standing(|standing| standing.developer = DeveloperStanding::Starting);
    has(&shot("credentials_being_read", &stage), "developer ○ being read");
}

#[test]
fn a_wait_tells_what_how_long_and_how_to_stop() {
    let screen = shot("waiting", &Stage::new(80, 16).press("<Enter>").wait(3));
    has(&screen, "GET ··   3 s  Esc cancels");
}

/// An answer of which a part has come, and shows.
fn arriving(width: u16, height: u16) -> Stage {
    let reply = || stage::Reply::fixture("tracks_page_1", 200, 42);
    let sized = reply().with(&[("content-length", "100000000")]);
    Stage::new(width, height).press("<Enter>").arriving(sized, 3_140_000)
}

#[test]
fn a_body_that_arrives_tells_how_much_of_it_is_there_and_how_to_stop() {
    let screen = shot("arriving", &arriving(80, 24));
    has(&screen, "GET ·    3.14 MB of 100 MB  Esc keeps what came");
    let screen = shot("arriving_wide", &arriving(120, 40));
    has(screen.lines().next().unwrap(), "3.14 MB of 100 MB  Esc keeps what came");
}

#[test]
fn a_body_that_arrives_tells_less_where_there_is_less_room() {
    let first = |width| super::dump::glyphs(&arriving(width, 24).draw().buffer)[..8].join("\n");
    has(&first(110), "3.14 MB of 100 MB  Esc keeps what came");
    has(&first(60), "3.14 MB of 100 MB  Esc stops");
    has(&first(50), "3.14 MB  Esc stops");
    has(&first(40), "3.14 MB");
    lacks(&first(40), "Esc stops");
}

#[test]
fn a_body_whose_length_is_not_that_of_what_is_counted_has_no_whole() {
    let headers = [("content-length", "5000000"), ("content-encoding", "gzip")];
    let reply = stage::Reply::fixture("tracks_page_1", 200, 42).with(&headers);
    let stage = Stage::new(80, 16).press("<Enter>").arriving(reply, 3_140_000);
    has(&super::dump::glyphs(&stage.draw().buffer).join("\n"), "3.14 MB so far  Esc keeps what came");
    let stopped = super::dump::glyphs(&stage.press("<Esc>").draw().buffer).join("\n");
    has(&stopped, "3.14 MB so far  Esc cancels");
}

#[test]
fn a_wait_without_motion_stands_still() {
    let mut stage = Stage::new(80, 16);
    stage.model.session.has_motion = false;
    let stage = stage.press("<Enter>");
    let early = stage.draw();
    let late = stage.wait(0);
    assert_eq!(early.buffer, late.draw().buffer);
    has(&shot("waiting_without_motion", &late), "GET …  Esc cancels");
}

#[test]
fn a_wait_in_a_wide_screen_stands_in_the_title_line() {
    let screen = shot("waiting_wide", &Stage::new(120, 16).press("<Enter>").wait(12));
    has(screen.lines().next().unwrap(), "GET ··  12 s  Esc cancels");
}

#[test]
fn a_notice_takes_the_footer_until_the_next_key() {
    let mut stage = stage::tracks(80, 16);
    stage.tell(Message::Edited(Err("the body stays as it was: vim ended with exit status: 1".to_owned())));
    has(&shot("notice", &stage), "the body stays as it was: vim ended with exit status: 1");
    let stage = stage.press("j");
    lacks(&super::dump::glyphs(&stage.draw().buffer).join("\n"), "exit status");
}

#[test]
fn a_cancelled_request_says_what_stays() {
    let stage = stage::tracks(80, 16).press("f").wait(2).press("<Esc>");
    has(&shot("cancelled", &stage), "cancelled after 2.0 s; what was fetched stays");
}

#[test]
fn a_zoomed_panel_has_the_screen_to_itself() {
    let screen = shot("zoomed", &stage::tracks(80, 16).press("z"));
    lacks(&screen, "Request");
    has(&screen, "Salt on the Radio");
}

#[test]
fn the_title_line_tells_as_much_as_there_is_room_for() {
    let title = |width| super::dump::glyphs(&stage::two_pages(width, 20).draw().buffer).swap_remove(0);
    has(&title(110), "GET 200 · 38.0 ms · 18.3 kB · 2 pages, more");
    has(&title(120), "GET 200 · 38.0 ms · 18.3 kB · HTTP/1.1 · 2 pages, more");
}
