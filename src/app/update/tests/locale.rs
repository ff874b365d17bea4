//! Another storefront, another language.

use super::*;
use crate::app::palette::Choice;

const US: &str = "/v1/catalog/us/albums/1?limit=5";

fn type_in(model: &mut Model, words: &str) {
    press_all(model, words);
}

fn answered(model: &mut Model, body: &str) {
    let effects = press(model, KeyCode::F(5));
    let (id, target) = fetch_in(&effects);
    let outcome = answer(200, body, target);
    arrive(model, id, outcome);
}

#[test]
fn a_picked_storefront_holds_for_the_path_and_from_then_on() {
    let mut model = model(US);
    press(&mut model, KeyCode::Esc);
    press_all(&mut model, "S");
    type_in(&mut model, "japan");
    assert_eq!(press(&mut model, KeyCode::Enter), [], "nothing is sent");
    assert_eq!(model.composer.path.text(), "/v1/catalog/jp/albums/1?limit=5");
    assert_eq!((model.storefront(), model.language()), ("jp", None));
    model.composer.path.set("/v1/catalog/{storefront}/songs");
    let effects = press(&mut model, KeyCode::F(5));
    assert_eq!(fetch_in(&effects).1, "/v1/catalog/jp/songs");
}

#[test]
fn a_path_without_a_storefront_stays_as_it_is() {
    let mut model = model("/v1/me/library/songs");
    press(&mut model, KeyCode::Esc);
    press_all(&mut model, "Sjapan");
    press(&mut model, KeyCode::Enter);
    assert_eq!((model.composer.path.text().as_str(), model.storefront()), ("/v1/me/library/songs", "jp"));
}

#[test]
fn languages_that_an_answer_told_can_be_picked() {
    let mut model = model("/v1/storefronts");
    let body = r#"{"data":[{"type":"storefronts","id":"ch","attributes":{"supportedLanguageTags":["de-CH","it"]}}]}"#;
    answered(&mut model, body);
    model.composer.path.set(US);
    press_all(&mut model, "Sswitzerland it");
    press(&mut model, KeyCode::Enter);
    assert_eq!((model.storefront(), model.language()), ("ch", Some("it")));
    assert_eq!(model.composer.path.text(), "/v1/catalog/ch/albums/1?limit=5&l=it");
}

#[test]
fn what_shows_is_asked_again_elsewhere() {
    let mut model = model(US);
    answered(&mut model, r#"{"data":[]}"#);
    press_all(&mut model, "Ajapan");
    let effects = press(&mut model, KeyCode::Enter);
    assert_eq!(fetch_in(&effects).1, "/v1/catalog/jp/albums/1?limit=5");
    assert_eq!(model.storefront(), "us", "once, and not from then on");
}

#[test]
fn the_persons_own_storefront_is_asked_for() {
    let cases = [
        (r#"{"data":[{"type":"storefronts","id":"gb"}]}"#, "gb"),
        (r#"{"data":[]}"#, "us"),
        (r#"{"data":[{"type":"storefronts","id":"../x"}]}"#, "us"),
    ];
    for (body, expected) in cases {
        let mut model = model(US);
        press(&mut model, KeyCode::Esc);
        press_all(&mut model, "Sown account");
        let effects = press(&mut model, KeyCode::Enter);
        let (id, target) = fetch_in(&effects);
        assert_eq!(target, "/v1/me/storefront");
        arrive(&mut model, id, answer(200, body, "/v1/me/storefront"));
        assert_eq!(model.storefront(), expected, "{body}");
        assert!(model.notice.is_some());
    }
}

#[test]
fn an_ordinary_answer_changes_no_storefront() {
    let mut model = model("/v1/me/storefront");
    answered(&mut model, r#"{"data":[{"type":"storefronts","id":"gb"}]}"#);
    assert_eq!(model.storefront(), "us");
}

#[test]
fn the_picked_language_goes_where_the_placeholder_does() {
    let mut model = model("/v1/catalog/{storefront}/songs/1");
    model
        .locale
        .pick(crate::app::locale::Place { storefront: "ch".to_owned(), language: Some("it".to_owned()) });
    let effects = press(&mut model, KeyCode::F(5));
    assert_eq!(fetch_in(&effects).1, "/v1/catalog/ch/songs/1?l=it");
    model.composer.path.set("/v1/catalog/{storefront}/songs/1?l=fr");
    let effects = press(&mut model, KeyCode::F(5));
    assert_eq!(fetch_in(&effects).1, "/v1/catalog/ch/songs/1?l=fr", "what is typed wins");
}

#[test]
fn after_another_storefront_was_picked_the_same_is_sent_there() {
    let mut model = model(US);
    answered(&mut model, r#"{"data":[]}"#);
    press_all(&mut model, "Sjapan");
    press(&mut model, KeyCode::Enter);
    let again = press_all(&mut model, "r");
    assert_eq!(fetch_in(&again).1, "/v1/catalog/jp/albums/1?limit=5");
    // What is in the form now is another request, and `r` sends the last one.
    model.composer.path.set("/v1/catalog/jp/songs/7");
    let again = press_all(&mut model, "r");
    assert_eq!(fetch_in(&again).1, "/v1/catalog/jp/albums/1?limit=5");
}

#[test]
fn the_storefront_in_use_is_chosen_until_another_one_is() {
    let mut model = model(US);
    answered(&mut model, r#"{"data":[]}"#);
    for keys in ["A", "S"] {
        press_all(&mut model, keys);
        let Some(Overlay::Palette(palette)) = &model.overlay else { panic!("no palette") };
        let Some(Choice::Place(place)) = palette.chosen() else { panic!("no place") };
        assert_eq!(place.storefront, "us", "{keys}");
        press(&mut model, KeyCode::Esc);
    }
}

#[test]
fn languages_are_found_by_name_before_any_answer() {
    let mut model = model(US);
    press(&mut model, KeyCode::Esc);
    press_all(&mut model, "Sjapanese");
    press(&mut model, KeyCode::Enter);
    assert_eq!((model.storefront(), model.language()), ("jp", Some("ja")));
}

#[test]
fn a_storefront_that_is_taken_with_nothing_behind_it_closes_the_list() {
    let mut model = model("");
    model.composer.path.set("/v1/storefronts/");
    press_all(&mut model, "j");
    assert!(model.completing.is_open());
    press(&mut model, KeyCode::Tab);
    assert!(!model.completing.is_open());
    press_all(&mut model, "?");
    assert!(model.completing.is_open(), "what is typed opens it again");
}

#[test]
fn the_clean_equivalent_is_looked_for_elsewhere() {
    let mut model = model("/v1/catalog/jp/albums/1");
    answered(&mut model, r#"{"data":[{"type":"albums","id":"42","attributes":{"name":"Low"}}]}"#);
    press_all(&mut model, "jO");
    press_all(&mut model, "elsewhere, clean");
    press(&mut model, KeyCode::Enter);
    press_all(&mut model, "germany");
    let effects = press(&mut model, KeyCode::Enter);
    assert_eq!(fetch_in(&effects).1, "/v1/catalog/de/albums?filter[equivalents]=42&restrict=explicit");
}

#[test]
fn the_ids_of_the_history_are_offered() {
    let mut model = model("");
    let line = r#"{"at":1,"method":"GET","path":"/v1/catalog/us/albums/1000042/tracks","status":200}"#;
    let entries = crate::domain::history::read(line.as_bytes());
    update(&mut model, Message::Recalled { turn: 0, entries: entries.into() });
    model.composer.path.set("/v1/catalog/us/albums/");
    press_all(&mut model, "1");
    assert_eq!(model.completing.taken().map(|offer| offer.text.as_str()), Some("1000042"));
}
