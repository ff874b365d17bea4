//! Saving: the proposed name, what is saved, and what is said about it.

use super::*;
use crate::{
    app::saving::{Part, Saved},
    domain::{pages::Pages, saving::SaveFault},
};

/// The path and the part that are to be written, and whether a file there goes.
fn asked(effects: &Effects) -> (&str, Part, bool) {
    match &effects[..] {
        [Effect::Save { path, part, replaces, .. }] => (&path.0, *part, *replaces),
        other => panic!("no save in {other:?}"),
    }
}

fn told(model: &Model) -> Option<&str> {
    model.prompt.as_ref()?.told.as_deref()
}

fn come(model: &mut Model, path: &str, outcome: Result<Saved, SaveFault>) {
    let path = crate::app::event::Typed(path.to_owned());
    assert_eq!(update(model, Message::Saved { path, outcome }), Effects::new());
}

#[test]
fn a_name_is_proposed_and_enter_saves_the_page() {
    let mut model = listed();
    press_all(&mut model, "s");
    assert_eq!(super::prompt::typed(&model).as_deref(), Some("x.json"));
    assert_eq!(told(&model), Some("the response · Tab other"));
    let effects = press(&mut model, KeyCode::Enter);
    assert_eq!(asked(&effects), ("x.json", Part::Page(0), false));
    assert!(model.prompt.is_some(), "it stays until the file is there");
    come(&mut model, "x.json", Ok(Saved { path: "x.json".to_owned(), bytes: 3_140 }));
    assert!(model.prompt.is_none());
    assert_eq!(model.notice.as_deref(), Some("saved x.json · 3.14 kB"));
}

#[test]
fn what_is_saved_can_be_switched() {
    let mut model = listed();
    let (id, _) = fetch_in(&press_all(&mut model, "f"));
    arrive(&mut model, id, answer(200, r#"{"data":[{"id":"3"}]}"#, "/v1/x?offset=2&limit=2"));
    press_all(&mut model, "EGk");
    let tree = model.response.tree().unwrap();
    let (root, node) = (tree.pages().root(), tree.value(model.response.cursor()).unwrap());
    assert_eq!(node.page, 1);
    press_all(&mut model, "s");
    let expected = [
        ("all 2 pages · Tab other", Part::Value(root)),
        ("page 2 · Tab other", Part::Page(1)),
        ("the value · Tab other", Part::Value(node)),
        ("all 2 pages · Tab other", Part::Value(root)),
    ];
    for (words, part) in expected {
        assert_eq!(told(&model), Some(words));
        assert_eq!(asked(&press(&mut model, KeyCode::Enter)).1, part, "{words}");
        press(&mut model, KeyCode::Tab);
    }
}

#[test]
fn a_file_that_is_there_is_replaced_only_when_asked_for_again() {
    let mut model = listed();
    press_all(&mut model, "s");
    press(&mut model, KeyCode::Enter);
    come(&mut model, "x.json", Err(SaveFault::Exists("x.json".to_owned())));
    assert_eq!(model.notice.as_deref(), Some("x.json exists; Enter again replaces it"));
    assert!(asked(&press(&mut model, KeyCode::Enter)).2);
    // Another name is another question, and so is another thing to save.
    for change in [KeyCode::Char('2'), KeyCode::Tab] {
        let typed = super::prompt::typed(&model).unwrap();
        come(&mut model, &typed, Err(SaveFault::Exists(String::new())));
        press(&mut model, change);
        assert!(!asked(&press(&mut model, KeyCode::Enter)).2, "{change:?}");
    }
}

#[test]
fn a_fault_is_told_and_the_name_stays_to_be_mended() {
    let mut model = listed();
    press_all(&mut model, "s");
    press(&mut model, KeyCode::Enter);
    come(&mut model, "x.json", Err(SaveFault::NoDirectory("/nowhere".to_owned())));
    assert!(model.notice.as_deref().unwrap().starts_with("there is no directory /nowhere"));
    assert!(model.prompt.is_some());
    press(&mut model, KeyCode::Esc);
    come(&mut model, "x.json", Err(SaveFault::Exists("x.json".to_owned())));
    assert!(model.notice.as_deref().unwrap().contains("choose another name"), "nobody asks any more");
}

#[test]
fn the_result_of_a_filter_is_saved_while_it_shows() {
    let mut model = listed();
    let effects = press_all(&mut model, "|.");
    let [Effect::Filter { turn, .. }] = effects[..] else { panic!("{effects:?}") };
    let page = Page::read(Document::parse(b"[7]").unwrap(), Provenance::default());
    let outcome = Box::new(Ok(crate::app::filter::Results { page, count: 1 }));
    update(&mut model, Message::Filtered { turn, outcome });
    press(&mut model, KeyCode::Enter);
    press_all(&mut model, "s");
    assert_eq!(told(&model), Some("the jq result · Tab other"));
    let effects = press(&mut model, KeyCode::Enter);
    let [Effect::Save { pages, part: Part::Page(0), .. }] = &effects[..] else { panic!("{effects:?}") };
    assert_eq!(pages.page(Pages::root_of(0)).document().size(), 3);
}

#[test]
fn a_name_that_holds_a_token_is_no_name() {
    let mut model = listed();
    press_all(&mut model, "s");
    press_all(&mut model, " eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJ4In0.c2ln");
    assert_eq!(press(&mut model, KeyCode::Enter), Effects::new());
    assert!(model.notice.as_deref().unwrap().contains("nothing was saved"));
}

#[test]
fn without_json_there_is_nothing_to_save() {
    let mut model = model("/v1/x");
    press(&mut model, KeyCode::Esc);
    press_all(&mut model, "2s");
    assert!(model.prompt.is_none());
    assert_eq!(model.notice.as_deref(), Some("nothing to save: there is no JSON response"));
}
