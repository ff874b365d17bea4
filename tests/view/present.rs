//! Presenter mode: a bar that can be read from the last row, and nothing personal below it.

use segue::app::keymap::Bound;

use super::{
    dump, has, lacks, shot,
    stage::{Reply, Stage},
};

/// A stage, entered from a screen with a library on it.
fn entered(width: u16, height: u16) -> Stage {
    Stage::at(width, height, "/v1/me/library/songs")
        .press("<Enter>")
        .answer(Reply::fixture("library_songs", 200, 42))
        .press("<F12>")
}

fn library(width: u16, height: u16) -> Stage {
    let reply = Reply::fixture("library_songs", 200, 42).with(&[("x-who", "ann@example.com")]);
    entered(width, height).press("/v1/me/library/songs<Enter>").answer(reply)
}

#[test]
fn the_first_screen_is_clean() {
    let shown = shot("present_first_80x24", &entered(80, 24));
    has(&shown, "type a path");
    lacks(&shown, "library");
    lacks(&shown, "SANDBOX001");
}

#[test]
fn a_library_shows_its_shape_alone() {
    let wide = shot("present_library_160x50", &library(160, 50).press("<F10>jj"));
    has(&wide, "library song 1");
    has(&wide, "i.masked1");
    let narrow = shot("present_library_80x24", &library(80, 24).press("<F10>E"));
    has(&narrow, "library song 1");
    has(&shot("present_headers_80x24", &library(80, 24).press("w")), "x-who: •••@•••");
}

#[test]
fn the_footer_tells_the_keys_that_were_pressed_and_not_what_was_typed() {
    let shown = shot("present_keys_80x24", &entered(80, 24).press("<F10>/v1/me<Esc>H<F2>"));
    has(&shown, "H  F2");
    lacks(&shown, " v  1 ");
}

#[test]
fn no_key_leaves_the_stage_by_mistake() {
    let stage = library(80, 24).press("<F12>");
    assert!(stage.model.present.is_on());
    let noticed = library(80, 24).press("<F10>jjjjjj<F12>").draw();
    has(dump::glyphs(&noticed.buffer).last().unwrap(), "the same key again leaves the stage");
    let stage = stage.press("j<F12>");
    assert!(stage.model.present.is_on());
    let stage = stage.press("<F12>");
    assert!(!stage.model.present.is_on());
    lacks(&super::dump::glyphs(&stage.draw().buffer).join("\n"), "masked");
    let stage = library(80, 24).press("<C-p>presenter<Enter>");
    assert!(!stage.model.present.is_on());
}

#[test]
fn what_was_typed_before_a_stage_stands_in_the_form_behind_it() {
    let stage = Stage::at(80, 24, "/v1/me/library/playlists").press("<Esc>mb{}");
    let body = |stage: &Stage| stage.model.composer.draft().body;
    let stage = stage.press("<F12>");
    assert_eq!((body(&stage).as_str(), stage.model.composer.draft().path.as_str()), ("", ""));
    assert_eq!(stage.model.draft_to_keep().map(|draft| draft.body).as_deref(), Some("{}"));
    let stage = stage.press("/v1/test<F12><F12>");
    assert_eq!(body(&stage), "{}");
    let stage = stage.press("<Esc>p<C-_><C-_>");
    assert_eq!(stage.model.composer.draft().path, "/v1/test", "what was typed on the stage is an undo away");
}

#[test]
fn nothing_opens_by_itself_on_a_stage() {
    let stage = entered(80, 24).press("/v1/me/libr");
    assert!(!stage.model.completing.is_open());
    assert_eq!(stage.model.advice_rows(), 0);
    assert!(stage.press("<C-n>").model.completing.is_open());
}

#[test]
fn a_hint_beside_the_keys_that_were_pressed_is_whole_or_not_there() {
    for width in 60..100 {
        let stage = library(width, 24).press("<F10>jjjj");
        let screen = dump::glyphs(&stage.draw().buffer);
        let footer = screen.last().unwrap();
        for hint in footer.split("  ").map(str::trim).filter(|hint| !["", "j", "F10"].contains(hint)) {
            let is_hint = |bound: &Bound| {
                let words = if bound.key().contains(' ') { "copy" } else { bound.footer };
                hint == format!("{} {words}", bound.key().split(' ').next().unwrap_or_default())
            };
            assert!(stage.model.keymap.bound().any(is_hint), "`{hint}` at {width}: {footer}");
        }
    }
}
