//! Another storefront, another language.

use super::*;

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
