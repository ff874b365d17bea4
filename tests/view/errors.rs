//! The errors panel: what Apple said, what did not arrive, and what was never sent.

use segue::domain::{answer::Transport, token::UserStanding};

use super::{
    Stage, has, shot,
    stage::{Reply, answered},
};

const TOO_MANY: &str = "/v1/catalog/us/albums/1000042/tracks?limit=9000";

#[test]
fn an_error_is_told_with_its_parameter_beside_the_answer() {
    let screen = shot("errors_parameter_wide", &answered((120, 30), TOO_MANY, "error_parameter", 400));
    has(&screen, "400");
    has(&screen, "40005");
    has(&screen, "parameter limit");
}

#[test]
fn a_missing_user_token_is_told_in_plain_words() {
    let stage =
        Stage::at(80, 24, "/v1/me/library/songs").standing(|standing| standing.user = UserStanding::Missing);
    let stage = stage.press("<Enter>").answer(Reply::fixture("error_no_user_token", 403, 9));
    let screen = shot("errors_no_user_token", &stage);
    has(&screen, "403 Forbidden");
    has(&screen, "Music User Token");
}

#[test]
fn an_empty_401_gets_words_all_the_same() {
    let screen = shot("errors_bare_401", &Stage::new(80, 24).press("<Enter>").answer(Reply::text(401, "")));
    has(&screen, "401 Unauthorized");
    has(&screen, "→");
}

#[test]
fn a_name_without_an_address_is_told() {
    let dns = Transport::Dns {
        host: "api.music.apple.com".to_owned(),
        detail: "Temporary failure in name resolution".to_owned(),
    };
    let screen = shot("errors_dns", &Stage::new(80, 24).press("<Enter>").fail(dns));
    has(&screen, "api.music.apple.com");
}

#[test]
fn a_mistake_that_is_seen_here_sends_nothing() {
    let screen = shot(
        "errors_unsent",
        &Stage::at(80, 24, "https://elsewhere.example/v1/storefronts").press("<Enter>"),
    );
    has(&screen, "Nothing was sent");
}

#[test]
fn a_long_report_scrolls() {
    let stage = answered((50, 16), TOO_MANY, "error_parameter", 400).press("3");
    let top = super::dump::glyphs(&stage.draw().buffer).join("\n");
    let screen = shot("errors_scrolled", &stage.press("G"));
    assert_ne!(top, screen);
}

#[test]
fn nothing_wrong_is_one_line_and_three_with_the_focus() {
    has(
        &shot("errors_none", &Stage::new(60, 16).press("<Tab><Tab>")),
        "nothing wrong; why a request failed will stand here",
    );
}

#[test]
fn several_errors_are_told_one_after_the_other() {
    let errors = r#"{"errors":[
        {"id":"A1","status":"400","code":"40005","title":"Invalid Parameter Value","detail":"unknown storefront","source":{"parameter":"l"}},
        {"id":"B2","status":"404","code":"40400","title":"Resource Not Found","detail":"Resource with requested id was not found"}]}"#;
    let stage =
        Stage::at(110, 34, "/v1/catalog/us/songs/1?l=xx").press("<Enter>").answer(Reply::text(400, errors));
    let screen = shot("errors_several", &stage);
    has(&screen, "400 · 40005 · Invalid Parameter Value");
    has(&screen, "404 · 40400 · Resource Not Found");
}
