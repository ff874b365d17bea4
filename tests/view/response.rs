//! The response panel where there is no tree: headers, a text, an empty body, the answer to another request.

use segue::{app::keymap::Keymap, domain::profile::parse_config};

use super::{
    Stage, dump, has, lacks, shot,
    stage::{self, Reply, TRACKS},
};

const PAGE_OF_THE_EDGE: &str = "<html>\n<head><title>504 Gateway Time-out</title></head>\n<body>\n\
    <center><h1>504 Gateway Time-out</h1></center>\n\t<hr>\u{1b}[5m\n</body>\n</html>";

#[test]
fn headers_come_with_times_and_sizes() {
    let headers = [
        ("content-type", "application/json;charset=utf-8"),
        ("x-apple-request-uuid", "0f8fad5b-d9cb-469f-a165-70867728950e"),
        ("x-hostile", "a\u{1b}]0;title\u{7}b"),
    ];
    let reply = Reply::fixture("tracks_page_1", 200, 42).with(&headers);
    let screen = shot("headers", &Stage::new(80, 20).press("<Enter>").answer(reply).press("w"));
    has(&screen, "first byte   21.0 ms");
    has(&screen, "9.09 kB on the wire");
    has(&screen, "x-hostile: a\\u001b]0;title\\u0007b");
}

#[test]
fn the_headers_of_several_pages_are_those_of_the_last_one_and_say_so() {
    let screen = shot("headers_of_page_2", &stage::two_pages(80, 20).press("w"));
    has(&screen, "tracks?offset=8&limit=8");
    has(&screen, "status       page 2 · 200");
    has(&screen, "38.0 ms");
    lacks(&screen, "42.0 ms");
}

#[test]
fn the_body_says_how_to_send_and_how_to_leave() {
    let screen = shot("body_empty", &Stage::at(80, 16, "/v1/me/ratings/songs/1").press("<Esc>mmb"));
    has(&screen, "F5 send");
    has(&screen, "Esc leave");
}

#[test]
fn a_profile_that_is_being_read_shows_in_the_status() {
    let stage = stage::tracks(80, 16).press("<C-p>use<Space>the<Space>profile<Enter>");
    has(&shot("profile_being_read", &stage), "reading the credentials");
}

#[test]
fn a_page_of_the_edge_is_shown_as_the_text_that_it_is() {
    let reply = Reply::text(504, PAGE_OF_THE_EDGE).with(&[("content-type", "text/html")]);
    let screen = shot("text_504", &Stage::new(80, 24).press("<Enter>").answer(reply));
    has(&screen, "<center><h1>504 Gateway Time-out</h1></center>");
    has(&screen, "\\t<hr>\\u001b[5m");
}

#[test]
fn an_empty_body_says_that_it_is_empty() {
    let stage = Stage::at(80, 16, "/v1/me/ratings/songs/1000101").press("<Esc>mmm<Enter>");
    let screen = shot("empty_204", &stage.answer(Reply::text(204, "")));
    has(&screen, "204 with an empty body; w shows the headers");
}

#[test]
fn an_answer_to_another_request_says_to_which() {
    let screen = shot("answer_to_another", &stage::tracks(80, 16).press("1<Backspace>4"));
    has(&screen, "Response to GET");
}

#[test]
fn an_error_answer_can_be_read_as_json_too() {
    let stage = Stage::at(80, 24, "/v1/catalog/us/albums/1000042/tracks?limit=9000").press("<Enter>");
    let screen = shot("error_answer", &stage.answer(Reply::fixture("error_parameter", 400, 12)));
    has(&screen, "40005 Invalid Parameter Value");
}

#[test]
fn sentences_on_the_screen_name_the_keys_as_they_were_chosen() {
    let config = "[keys.response]\ntoggle-headers = \"Ctrl-x w\"\n[keys.anywhere]\nshow-endpoint = \"F12\"";
    let keys = parse_config(config).unwrap().keys;
    let mut stage = Stage::at(120, 15, TRACKS);
    stage.model.keymap = Keymap::with(&keys).unwrap();
    has(&dump::glyphs(&stage.draw().buffer).join("\n"), "F12 tells more");
    let stage = stage.press("<Enter>").answer(Reply::text(204, ""));
    has(&dump::glyphs(&stage.draw().buffer).join("\n"), "204 with an empty body; Ctrl-x w shows the headers");
}
