//! What lies over the panels: the palette, the help, the question before a write.

use segue::domain::{
    leave::Leave,
    profile::Origin,
    request::{Draft, Method},
};

use super::{Stage, has, lacks, shot};

#[test]
fn the_palette_offers_everything() {
    has(&shot("palette", &Stage::new(80, 24).press("<C-p>")), "type a few letters of what you want");
}

#[test]
fn the_palette_narrows_to_what_is_typed() {
    let screen = shot("palette_narrowed", &Stage::new(80, 24).press("<C-p>fold<Down>"));
    has(&screen, "fold everything");
}

#[test]
fn the_palette_says_when_nothing_is_called_that() {
    let screen = shot("palette_no_match", &Stage::new(60, 16).press("<C-p>zzzz"));
    has(&screen, "nothing is called that");
    lacks(&screen, "Enter");
}

#[test]
fn the_help_lists_the_keys() {
    has(&shot("help", &Stage::new(80, 24).press("<F1>")), "In the path");
}

/// The last row of a stage.
fn footer(stage: &Stage) -> String {
    super::dump::glyphs(&stage.draw().buffer).pop().unwrap_or_default()
}

#[test]
fn the_help_is_headed_as_what_it_was_opened_over_and_says_what_keys_do_there() {
    let stage = Stage::new(80, 24).press("<F3>albu<F1>");
    let screen = super::dump::glyphs(&stage.draw().buffer).join("\n");
    has(&screen, "Keys · Endpoints");
    has(&screen, "put it into the path");
    lacks(&screen, "Palette");
    lacks(&footer(&stage), "F1 help");
    has(&footer(&stage), "Tab all keys");
    has(&footer(&stage.press("<Tab>")), "Tab this panel");
}

#[test]
fn the_footer_names_no_key_that_comes_to_nothing() {
    lacks(&footer(&Stage::new(80, 24).press("<F3>zzzz")), "choose");
    let searched =
        |text: &str| footer(&super::stage::tracks(160, 24).press(&format!("/{text}<Enter>")).search());
    has(&searched("Harbour"), "next hit");
    lacks(&searched("zzzz"), "next hit");
}

#[test]
fn who_follows_a_list_to_its_end_is_told_first_how_to_stop() {
    let stage = super::stage::tracks(80, 24);
    lacks(&footer(&stage), "stop");
    has(&footer(&stage.press("F")), " Esc stop, and keep what came  ");
}

#[test]
fn the_help_scrolls_to_its_end() {
    has(&shot("help_end", &Stage::new(80, 24).press("<F1><Tab>G")), "A question");
}

#[test]
fn a_write_to_a_real_server_asks_first() {
    let draft =
        Draft { method: Method::Delete, path: "/v1/me/ratings/songs/1000101".to_owned(), ..Draft::default() };
    let stage = Stage::holding(80, 16, &draft).standing(|standing| {
        standing.profile = "staging".to_owned();
        standing.origin = Origin::apple();
    });
    let screen = shot("question", &stage.press("<Enter>"));
    has(&screen, "DELETE /v1/me/ratings/songs/1000101");
    has(&screen, "to https://api.music.apple.com; it may change something there");
}

#[test]
fn the_help_cuts_nothing() {
    for width in [80, 160] {
        let mut stage = Stage::new(width, 24).press("<F1><Tab>");
        for _ in 0..40 {
            let help: Vec<_> =
                super::dump::glyphs(&stage.draw().buffer).into_iter().skip(1).take(20).collect();
            // What cuts ends the line; an ellipsis of the text does not.
            lacks(&help.join("\n"), "… ┃");
            lacks(&help.join("\n"), "… │");
            stage = stage.press("<Space>");
        }
    }
}

#[test]
fn a_restricted_run_says_that_it_is_one_and_offers_what_there_is() {
    let mut stage = super::stage::tracks(110, 20);
    stage.model.leave = Leave::Restricted { writes: false, home: None };
    let screen = shot("restricted", &stage);
    has(&screen, "sandbox restricted · us");
    lacks(&screen, "s save");
    let stage = stage.press("s");
    has(
        &super::dump::glyphs(&stage.draw().buffer).join("\n"),
        "restricted: saving to files is switched off here",
    );
}
