//! Two responses compared, beside each other and one above the other.

use super::{
    Stage, has, lacks, shot,
    stage::{self, Reply},
};

/// An album of a few songs in a storefront; the third song is in one of them alone.
fn album(storefront: &str, length: u32, last: &str) -> String {
    let song = |id: u32, name: &str, length: u32| {
        format!(
            r#"{{"id":"{id}","type":"songs","href":"/v1/catalog/{storefront}/songs/{id}","attributes":{{"name":"{name}",
            "artistName":"Mara Quill","durationInMillis":{length},"genreNames":["Fog"],"playParams":{{"id":"{id}","kind":"song"}}}}}}"#
        )
    };
    format!(
        r#"{{"href":"/v1/x","data":[{},{},{}],"meta":{{"total":3}}}}"#,
        song(1, "Glass Harbour", 225_000),
        song(2, "Low Tide Letters", length),
        last.replace("SF", storefront)
    )
}

const BONUS: &str =
    r#"{"id":"7","type":"songs","attributes":{"name":"Bonus Fog","artistName":"Mara Quill"}}"#;
const FERRY: &str =
    r#"{"id":"3","type":"songs","attributes":{"name":"Night Ferry","artistName":"Mara Quill"}}"#;

fn compared(width: u16, height: u16) -> Stage {
    let stage = Stage::at(width, height, "/v1/catalog/us/albums/42/tracks").press("<Enter>");
    let stage = stage.answer(Reply::text(200, &album("us", 242_000, FERRY))).press("mm");
    let stage = stage.press("1p<C-u>/v1/catalog/gb/albums/42/tracks<Enter>");
    stage.answer(Reply::text(200, &album("gb", 243_000, BONUS))).press("=")
}

fn screen(stage: &Stage) -> String {
    super::dump::glyphs(&stage.draw().buffer).join("\n")
}

#[test]
fn two_responses_stand_beside_each_other_where_there_is_room() {
    let wide = shot("comparison_160x50", &compared(160, 50));
    has(&wide, "Comparison · 5 differences");
    has(&wide, "durationInMillis 242000");
    has(&wide, "durationInMillis 243000");
    has(&wide, "GET /v1/catalog/gb/albums/42/tracks");
}

#[test]
fn two_responses_stand_one_above_the_other_in_a_narrow_terminal() {
    let narrow = shot("comparison_80x24", &compared(80, 24));
    has(&narrow, "- GET /v1/catalog/us/albums/42/tracks");
    has(&narrow, "+       durationInMillis 243000");
    has(&screen(&compared(80, 24).press("G")), "+   2 Bonus Fog · Mara Quill  songs 7");
}

#[test]
fn the_keys_lead_from_difference_to_difference() {
    let stage = compared(80, 24).press("nnnn");
    lacks(&screen(&stage), "no difference below");
    let stage = stage.press("n");
    has(&screen(&stage), "no difference below");
    has(&screen(&stage.press("NNNNN")), "no difference above");
}

#[test]
fn a_response_is_held_through_new_requests_and_there_is_nothing_to_compare_with_itself() {
    let stage = stage::tracks(80, 24).press("mm");
    has(&screen(&stage), "this response is held; = compares another one with it");
    has(&screen(&stage.press("=")), "this is the response that is held");
    let none = stage::tracks(80, 24).press("=");
    has(&screen(&none), "nothing is held to compare with; m m holds this response, m p its page");
}

#[test]
fn a_page_is_compared_with_a_page() {
    let stage = stage::two_pages(120, 40).press("gjjmpGk=");
    let pages = screen(&stage);
    has(&pages, "page 1: /v1/catalog/us/albums/1000042/tracks?limit=8");
    has(&pages, "page 2: ");
}

#[test]
fn with_and_without_the_user_token_is_told() {
    let path = "/v1/catalog/us/albums/42/tracks";
    let stage =
        Stage::at(160, 30, path).press("<Enter>").answer(Reply::text(200, r#"{"data":[]}"#)).press("mm");
    let stage = stage.press("1<Esc>U<Enter>").answer(Reply::text(200, r#"{"data":[]}"#)).press("=");
    assert_eq!(screen(&stage).matches("with the user token").count(), 1, "{}", screen(&stage));
}
