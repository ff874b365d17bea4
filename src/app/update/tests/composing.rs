//! The catalogue while composing: completion, placeholders, endpoints, ways on.

use super::*;
use crate::app::{event::Typed, keymap::Context, palette::Choice};

const SEARCH: &str = "/v1/catalog/us/search?term={term}&types={types}";

/// Chooses an endpoint by name.
fn choose(model: &mut Model, words: &str) {
    press(model, KeyCode::F(3));
    press_all(model, words);
    press(model, KeyCode::Enter);
}

fn path(model: &Model) -> String {
    model.composer.path.text()
}

#[test]
fn an_endpoint_comes_with_its_placeholders_as_stops() {
    let mut model = model("/v1/test");
    choose(&mut model, "search the catalogue");
    assert_eq!(path(&model), SEARCH);
    assert_eq!(model.composer.path.marked(), Some(27..33), "the storefront in use is filled in");
    press_all(&mut model, "glass");
    assert_eq!(
        path(&model),
        "/v1/catalog/us/search?term=glass&types={types}",
        "what is typed takes its place"
    );
}

#[test]
fn tab_walks_the_stops_while_one_is_left_and_then_the_panels() {
    let mut model = model("/v1/test");
    model.composer.path.set("/v1/{a}/{b}?x={c}");
    model.completing.close();
    let marked: Vec<_> = (0..4)
        .map(|_| {
            press(&mut model, KeyCode::Tab);
            model.composer.path.marked()
        })
        .collect();
    assert_eq!(marked, [Some(4..7), Some(8..11), Some(14..17), Some(4..7)]);
    model.composer.path.set("/v1/only/{id}");
    press(&mut model, KeyCode::Tab);
    assert_eq!(model.composer.path.marked(), Some(9..13));
    press(&mut model, KeyCode::Tab);
    assert_eq!(
        (model.screen.focus, model.composer.path.marked()),
        (Panel::Request, Some(9..13)),
        "it is still to be filled in"
    );
    press_all(&mut model, "7");
    press(&mut model, KeyCode::Tab);
    assert_eq!(model.screen.focus, Panel::Response, "none is left");
}

#[test]
fn an_endpoint_that_writes_brings_its_method() {
    let mut model = model("/v1/test");
    choose(&mut model, "PUT ratings albums");
    assert_eq!((model.composer.method, path(&model).as_str()), (Method::Put, "/v1/me/ratings/albums/{id}"));
    press(&mut model, KeyCode::F(2));
    assert_eq!(model.context(), Context::Endpoint);
    press_all(&mut model, "i");
    assert!(model.composer.body.text().contains("\"value\": 1"), "{:?}", model.composer.body.text());
    assert_eq!(model.composer.body.cursor(), (0, 0), "it is read from its start");
    assert!(model.overlay.is_none());
}

#[test]
fn a_list_opens_as_one_types_and_changes_nothing_by_itself() {
    let mut model = model("/v1/stor");
    press_all(&mut model, "e");
    assert_eq!(model.context(), Context::Offers);
    assert_eq!(path(&model), "/v1/store");
    press(&mut model, KeyCode::Tab);
    assert_eq!(path(&model), "/v1/storefronts");
    assert_eq!(model.screen.focus, Panel::Request);
}

#[test]
fn enter_sends_what_is_typed_unless_an_offer_was_chosen() {
    let mut model = model("/v1/stor");
    press_all(&mut model, "e");
    let effects = press(&mut model, KeyCode::Enter);
    assert_eq!(fetch_in(&effects).1, "/v1/store");
    let mut model = super::model("/v1/stor");
    press_all(&mut model, "e");
    press(&mut model, KeyCode::Down);
    assert_eq!(model.context(), Context::Chosen);
    assert_eq!(press(&mut model, KeyCode::Enter), []);
    assert_eq!(path(&model), "/v1/storefronts");
}

#[test]
fn the_list_goes_when_the_cursor_goes_and_on_esc() {
    for code in [KeyCode::Esc, KeyCode::Left, KeyCode::Home] {
        let mut model = model("/v1/stor");
        press_all(&mut model, "e");
        press(&mut model, code);
        assert_eq!(model.context(), Context::Path, "{code:?}");
        assert_eq!(path(&model), "/v1/store");
    }
}

#[test]
fn ids_that_were_seen_are_offered() {
    let mut model = model("/v1/catalog/us/albums/1/tracks");
    let effects = press(&mut model, KeyCode::Enter);
    let (id, target) = fetch_in(&effects);
    let body = r#"{"data":[{"type":"songs","id":"1000101","attributes":{"name":"Low Tide"}}]}"#;
    let outcome = answer(200, body, target);
    arrive(&mut model, id, outcome);
    choose(&mut model, "a song by id");
    let offers: Vec<_> = model.completing.offers().iter().map(|offer| offer.text.as_str()).collect();
    assert_eq!(offers, ["1000101"]);
    press(&mut model, KeyCode::Tab);
    assert_eq!(path(&model), "/v1/catalog/us/songs/1000101");
}

#[test]
fn nothing_is_offered_for_a_path_that_must_not_show() {
    let mut model = model("");
    model.composer.path.set("/v1/x?t=eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJ4In0.c2ln");
    press_all(&mut model, "a");
    assert!(!model.completing.is_open());
}

#[test]
fn ways_lead_on_from_the_resource_around_the_cursor() {
    let mut model = model("/v1/catalog/jp/albums/1");
    let effects = press(&mut model, KeyCode::Enter);
    let (id, target) = fetch_in(&effects);
    let outcome =
        answer(200, r#"{"data":[{"type":"albums","id":"42","attributes":{"name":"Low"}}]}"#, target);
    arrive(&mut model, id, outcome);
    press_all(&mut model, "jO");
    press_all(&mut model, "appears");
    let Some(Overlay::Palette(palette)) = &model.overlay else { panic!("no palette") };
    assert!(matches!(palette.chosen(), Some(Choice::Way(_))));
    let effects = press(&mut model, KeyCode::Enter);
    assert_eq!(fetch_in(&effects).1, "/v1/catalog/jp/albums/42/view/appears-on");
}

#[test]
fn an_equivalent_is_looked_for_in_a_storefront_to_pick() {
    let mut model = model("/v1/catalog/jp/albums/1");
    let effects = press(&mut model, KeyCode::Enter);
    let (id, target) = fetch_in(&effects);
    let outcome =
        answer(200, r#"{"data":[{"type":"albums","id":"42","attributes":{"name":"Low"}}]}"#, target);
    arrive(&mut model, id, outcome);
    press_all(&mut model, "jO");
    press_all(&mut model, "elsewhere");
    assert_eq!(press(&mut model, KeyCode::Enter), []);
    press_all(&mut model, "germany");
    let effects = press(&mut model, KeyCode::Enter);
    assert_eq!(fetch_in(&effects).1, "/v1/catalog/de/albums?filter[equivalents]=42");
    assert_eq!(model.storefront(), "us", "paths ask where they did");
}

#[test]
fn advice_stands_in_the_form_but_for_what_is_being_typed() {
    let mut model = model("/v1/catalog/us/charts?types=song");
    update(&mut model, Message::At(1));
    assert_eq!(model.advice_rows(), 0, "the cursor is there, and an s may follow");
    press(&mut model, KeyCode::Enter);
    assert_eq!(model.advice_rows(), 1, "it was sent as it stands");
    press_all(&mut model, "s&limit=50");
    assert_eq!(model.advice_rows(), 0);
    press_all(&mut model, "0");
    assert_eq!(model.advice_rows(), 1, "no digit makes 500 right");
    let effects = press(&mut model, KeyCode::F(5));
    assert_eq!(fetch_in(&effects).1, "/v1/catalog/us/charts?types=songs&limit=500", "it forbids nothing");
}

#[test]
fn characters_that_come_together_come_to_what_each_of_them_would() {
    let starts: [fn() -> Model; 4] = [
        || model("/v1/stor"),
        || model(""),
        // A placeholder is marked.
        || {
            let mut model = model("/v1/test");
            choose(&mut model, "search the catalogue");
            model
        },
        // An offer has just been taken, and nothing has to follow.
        || {
            let mut model = model("/v1/catalog/us/albums/1?include=trac");
            press_all(&mut model, "k");
            press(&mut model, KeyCode::Tab);
            model
        },
    ];
    let texts =
        ["e", "efronts", "/v1/catalog/", "glass%20harbour", "&limit=9", "?ids=1,2&l=", "é日🎵", "q\u{7f}z"];
    for (start, text) in starts.into_iter().flat_map(|start| texts.map(|text| (start, text))) {
        let (mut apart, mut together) = (start(), start());
        let each: Effects = press_all(&mut apart, text);
        let all = update(&mut together, Message::Input(Event::Burst(Typed(text.to_owned()))));
        let seen = |model: &Model| {
            let advice: Vec<_> = model.advice().cloned().collect();
            let completing = &model.completing;
            let offers = (completing.offers().to_vec(), completing.chosen(), completing.replaced().clone());
            (path(model), model.composer.path.cursor(), model.context(), offers, advice)
        };
        assert_eq!((seen(&together), all), (seen(&apart), each), "{text:?}");
    }
}
