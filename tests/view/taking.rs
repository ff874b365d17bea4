//! Filters, files and copies: the line under the response, what stands in its place, and what the footer offers.

use segue::{
    app::{effect::Effect, filter::Results, message::Message, saving::Saved},
    domain::{
        filter::{Fault, Place},
        json::Document,
        pages::{Page, Provenance},
    },
};

use super::{Stage, has, lacks, shot, stage};

/// Answers the filter that was asked for last.
fn filtered(mut stage: Stage, outcome: Result<(&str, usize), Fault>) -> Stage {
    let asked = stage.effects().into_iter().filter_map(|effect| match effect {
        Effect::Filter { turn, .. } => Some(turn),
        _ => None,
    });
    let turn = asked.last().unwrap();
    let outcome = outcome.map(|(text, count)| {
        let document = Document::parse(text.as_bytes()).unwrap();
        Results { page: Page::read(document, Provenance::default()), count }
    });
    stage.tell(Message::Filtered { turn, outcome: Box::new(outcome) });
    stage
}

const NAMES: &str = r#"["Glass Harbour","Low Tide Letters",{"a":1,"b":[true,null]}]"#;

#[test]
fn results_stand_in_place_of_the_response_while_the_filter_is_typed() {
    let stage = stage::two_pages(80, 24).press("|.data[].attributes.name");
    let screen = shot("filter_typed", &filtered(stage, Ok((NAMES, 3))));
    has(&screen, "jq .data[].attributes.name · 3 results");
    has(&screen, "all 2 pages · Ctrl-t one");
    has(&screen, "\"Low Tide Letters\"");
}

#[test]
fn results_that_are_kept_have_the_whole_panel() {
    let stage = stage::two_pages(120, 40).press("|.data[].attributes.name");
    let stage = filtered(stage, Ok((NAMES, 3))).press("<Enter>Ej");
    let screen = shot("filter_kept", &stage);
    has(&screen, "jq .data[].attributes.name · 3 results");
    lacks(&screen, "follow next");
}

#[test]
fn a_mistake_shows_beside_the_filter() {
    let stage = stage::tracks(80, 24).press("|.data[].attributes.nam");
    let stage = filtered(stage, Ok((NAMES, 3))).press("[");
    let place = Some(Place { offset: 22, column: 23 });
    let fault = Fault::Filter { message: "closing bracket expected".to_owned(), place };
    let screen = shot("filter_mistake", &filtered(stage, Err(fault)));
    has(&screen, "column 23: ");
    has(&screen, "\"Low Tide Letters\"");
}

#[test]
fn a_filter_without_results_says_so() {
    let stage = stage::tracks(80, 24).press("|empty");
    let screen = shot("filter_empty", &filtered(stage, Ok(("[]", 0))));
    has(&screen, "the filter gave no result");
    has(&screen, "jq empty · 0 results");
}

#[test]
fn a_result_that_holds_nothing_has_a_row() {
    let stage = stage::tracks(80, 24).press("|.data|length");
    let screen = shot("filter_scalar", &filtered(stage, Ok(("25", 1))));
    has(&screen, "jq .data|length · 1 result ");
    has(&screen, "│▌  25 ");
}

#[test]
fn a_name_is_proposed_and_says_what_is_saved() {
    let screen = shot("save_prompt", &stage::two_pages(80, 24).press("s<Tab>"));
    has(&screen, "save to albums-1000042-tracks.json");
    has(&screen, "page 1 · Tab other");
}

#[test]
fn a_saved_file_is_told_with_its_size() {
    let mut stage = stage::two_pages(80, 24).press("s<Enter>");
    let saves = stage.effects().into_iter().filter_map(|effect| match effect {
        Effect::Save { path, .. } => Some(path),
        _ => None,
    });
    let path = saves.last().unwrap();
    let saved = Saved { path: path.0.clone(), bytes: 18_345 };
    stage.tell(Message::Saved { path, outcome: Ok(saved) });
    has(&shot("saved", &stage), "saved albums-1000042-tracks.json · 18.3 kB");
}

#[test]
fn a_chord_that_is_begun_shows_how_it_goes_on() {
    let screen = shot("copy_begun", &stage::tracks(80, 24).press("jy"));
    has(&screen, "v value  k key  p path  P pointer  o JSON  c curl  x code");
}

#[test]
fn the_forms_of_a_request_are_offered_in_a_list() {
    let screen = shot("copy_forms", &stage::tracks(80, 24).press("yx<Down>"));
    has(&screen, "Copy the request as");
    has(&screen, "Swift (URLSession)");
}
