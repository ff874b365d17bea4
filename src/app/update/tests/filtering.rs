//! A jq filter as it is typed, what comes of it, and the ways back.

use super::*;
use crate::{
    app::filter::{MOST_LIVE, Results, Scope},
    domain::filter::{Fault, Place},
};

/// The run that the effects ask for: its turn, its filter, its scope, and whether it waits for a pause.
fn asked(effects: &Effects) -> (u64, &str, Scope, bool) {
    // An answer that comes meanwhile is remembered as well.
    let mut others = effects.iter().filter(|effect| !matches!(effect, Effect::Remember(_)));
    match (others.next(), others.next()) {
        (Some(Effect::Filter { turn, filter, scope, is_live, .. }), None) => {
            (*turn, &filter.0, *scope, *is_live)
        }
        _ => panic!("not one filter in {effects:?}"),
    }
}

fn results(text: &str, count: usize) -> Result<Results, Fault> {
    let document = Document::parse(text.as_bytes()).unwrap();
    Ok(Results { page: Page::read(document, Provenance::default()), count })
}

fn come(model: &mut Model, turn: u64, outcome: Result<Results, Fault>) {
    let effects = update(model, Message::Filtered { turn, outcome: Box::new(outcome) });
    assert_eq!(effects, Effects::new());
}

fn told(model: &Model) -> Option<&str> {
    model.prompt.as_ref()?.told.as_deref()
}

/// The JSON that shows.
fn shown(model: &Model) -> String {
    let pages = model.response.tree().unwrap().pages();
    let document = pages.page(pages.root()).document();
    document.raw(document.root()).into_owned()
}

/// Two pages, with the cursor on an item of the second.
fn two_pages() -> Model {
    let mut model = listed();
    let (id, _) = fetch_in(&press_all(&mut model, "f"));
    arrive(&mut model, id, answer(200, r#"{"data":[{"id":"3","type":"songs"}]}"#, "/v1/x?offset=2&limit=2"));
    press_all(&mut model, "EGk");
    model
}

/// A model with the results of `.data[].id` in place of the response, and the prompt still open.
fn filtered() -> Model {
    let mut model = listed();
    let (turn, ..) = asked(&press_all(&mut model, "j|."));
    come(&mut model, turn, results(r#"["1","2"]"#, 2));
    model
}

#[test]
fn every_change_asks_anew_and_only_the_last_answer_counts() {
    let mut model = listed();
    assert_eq!(press_all(&mut model, "|"), Effects::new(), "nothing is typed yet");
    let (first, filter, scope, is_live) = {
        let effects = press_all(&mut model, ".");
        let (turn, filter, scope, is_live) = asked(&effects);
        (turn, filter.to_owned(), scope, is_live)
    };
    assert_eq!((filter.as_str(), scope, is_live), (".", Scope::Page(0), true));
    let (second, ..) = asked(&press_all(&mut model, "d"));
    let before = shown(&model);
    come(&mut model, first, results("[1]", 1));
    assert_eq!(shown(&model), before, "the first run was superseded");
    come(&mut model, second, results("[2]", 1));
    assert_eq!(shown(&model), "[2]");
    come(&mut model, second, results("[3]", 1));
    assert_eq!(shown(&model), "[2]", "a run answers once");
}

#[test]
fn a_movement_in_the_filter_asks_for_nothing() {
    let mut model = filtered();
    for code in [KeyCode::Left, KeyCode::Home, KeyCode::End] {
        assert_eq!(press(&mut model, code), Effects::new());
    }
    assert!(model.response.filtered().is_some());
}

#[test]
fn enter_keeps_the_results_and_esc_brings_the_response_back_where_it_was() {
    let mut model = filtered();
    assert_eq!(press(&mut model, KeyCode::Enter), Effects::new());
    assert!(model.prompt.is_none());
    assert_eq!(shown(&model), r#"["1","2"]"#);
    assert_eq!(model.response.cursor(), 0);
    press_all(&mut model, "G");
    assert_eq!(model.response.cursor(), 1);
    assert_eq!(press(&mut model, KeyCode::Esc), Effects::new());
    assert!(shown(&model).contains("\"next\""));
    assert_eq!(model.response.cursor(), 1, "the cursor is where the filter was opened");
}

#[test]
fn esc_in_the_prompt_ends_what_runs_and_goes_back() {
    let mut model = filtered();
    press_all(&mut model, "x");
    assert_eq!(press(&mut model, KeyCode::Esc), [Effect::EndFilter]);
    assert!(model.prompt.is_none() && model.response.filtered().is_none());
    assert!(shown(&model).contains("\"next\""));
}

#[test]
fn enter_before_the_results_are_there_runs_it_at_once_and_closes_then() {
    let mut model = listed();
    press_all(&mut model, "|.");
    let effects = press(&mut model, KeyCode::Enter);
    let (turn, filter, _, is_live) = asked(&effects);
    assert_eq!((filter, is_live, model.prompt.is_some()), (".", false, true));
    come(&mut model, turn, results("[1]", 1));
    assert!(model.prompt.is_none());
    assert_eq!(model.response.filtered().map(|filtered| filtered.words()), Some("."));
}

#[test]
fn a_mistake_is_told_with_its_column_and_the_last_results_stay() {
    let mut model = filtered();
    let (turn, ..) = asked(&press_all(&mut model, "["));
    let place = Some(Place { offset: 2, column: 3 });
    come(&mut model, turn, Err(Fault::Filter { message: "closing bracket expected".to_owned(), place }));
    assert_eq!(told(&model), Some("column 3: closing bracket expected"));
    assert_eq!(shown(&model), r#"["1","2"]"#);
    // Enter on it does not close it.
    let (turn, ..) = asked(&press(&mut model, KeyCode::Enter));
    come(&mut model, turn, Err(Fault::Memory));
    assert!(model.prompt.is_some());
}

#[test]
fn an_emptied_filter_shows_the_response() {
    let mut model = filtered();
    assert_eq!(press(&mut model, KeyCode::Backspace), Effects::new());
    assert!(model.response.filtered().is_none() && model.prompt.is_some());
    press_all(&mut model, ".");
    assert_eq!(press(&mut model, KeyCode::Backspace), [Effect::EndFilter]);
}

#[test]
fn all_pages_are_filtered_unless_one_is_asked_for() {
    let mut model = two_pages();
    let effects = press_all(&mut model, "|.");
    assert_eq!(asked(&effects).2, Scope::Merged);
    assert_eq!(told(&model), Some("all 2 pages · Ctrl-t one"));
    let effects = update(&mut model, Message::Input(Event::Key(Key::ctrl('t'))));
    assert_eq!(asked(&effects).2, Scope::Page(1));
    assert_eq!(told(&model), Some("page 2 · Ctrl-t all 2"));
    let effects = update(&mut model, Message::Input(Event::Key(Key::ctrl('t'))));
    assert_eq!(asked(&effects).2, Scope::Merged);
}

#[test]
fn what_is_too_large_is_run_by_enter_alone() {
    let mut model = model("/v1/x");
    let (id, _) = fetch_in(&press(&mut model, KeyCode::Enter));
    arrive(&mut model, id, answer(200, &format!(r#"{{"a":"{}"}}"#, "x".repeat(MOST_LIVE)), "/v1/x"));
    assert_eq!(press_all(&mut model, "|."), Effects::new());
    assert_eq!(told(&model), Some("64.0 MB: Enter runs it"));
    let effects = press(&mut model, KeyCode::Enter);
    assert!(!asked(&effects).3);
}

#[test]
fn results_of_another_response_do_not_show() {
    let mut model = listed();
    let (old, ..) = asked(&press_all(&mut model, "|."));
    update(&mut model, Message::Input(Event::Key(Key::plain(KeyCode::F(5)))));
    let id = model.fetch.running().unwrap().id;
    let effects = arrive(&mut model, id, answer(200, r#"{"data":[]}"#, "/v1/x"));
    let (new, filter, ..) = asked(&effects);
    assert_eq!(filter, ".", "what is typed is asked of the new one");
    come(&mut model, old, results("[1]", 1));
    assert!(model.response.filtered().is_none());
    come(&mut model, new, results("[2]", 1));
    assert_eq!(shown(&model), "[2]");
}

#[test]
fn a_page_that_joins_meanwhile_joins_the_response_below() {
    let mut model = listed();
    press_all(&mut model, "Ej");
    let (id, _) = fetch_in(&press_all(&mut model, "f"));
    let (turn, ..) = asked(&press_all(&mut model, "|."));
    come(&mut model, turn, results(r#"["1","2"]"#, 2));
    press(&mut model, KeyCode::Enter);
    press_all(&mut model, "j");
    arrive(&mut model, id, answer(200, r#"{"data":[{"id":"3"}]}"#, "/v1/x?offset=2&limit=2"));
    assert_eq!((shown(&model).as_str(), model.response.cursor()), (r#"["1","2"]"#, 1));
    press(&mut model, KeyCode::Esc);
    assert_eq!(model.response.pages().map(|pages| pages.len()), Some(2));
    let tree = model.response.tree().unwrap();
    assert_eq!(tree.pages().path(tree.value(model.response.cursor()).unwrap()), "data[0]");
}

#[test]
fn results_can_be_copied_and_have_no_next() {
    let mut model = listed();
    let (turn, ..) = asked(&press_all(&mut model, "|."));
    come(&mut model, turn, results(r#"{"data":[1],"next":"/v1/x?offset=1"}"#, 1));
    press(&mut model, KeyCode::Enter);
    let effects = press_all(&mut model, "yo");
    assert!(matches!(&effects[..], [Effect::Copy { text, .. }] if text.0 == "[1]"), "{effects:?}");
    let no_next = Some("a jq result has no next; Esc goes back to the response");
    assert_eq!(press_all(&mut model, "f"), Effects::new());
    assert_eq!(model.notice.as_deref(), no_next);
    press_all(&mut model, "EG");
    assert_eq!(press(&mut model, KeyCode::Enter), Effects::new());
    assert_eq!(model.notice.as_deref(), no_next);
}

#[test]
fn the_filter_that_shows_is_there_again_when_it_is_opened_again() {
    let mut model = filtered();
    press(&mut model, KeyCode::Enter);
    assert_eq!(update(&mut model, Message::Input(Event::Key(Key::ctrl('f')))), Effects::new());
    assert_eq!(super::prompt::typed(&model).as_deref(), Some("."));
    assert!(model.response.filtered().is_some());
}

#[test]
fn a_filter_that_holds_a_token_is_not_run() {
    let mut model = listed();
    press_all(&mut model, "|\"eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJ4In0.c2l");
    assert_eq!(press_all(&mut model, "n\""), Effects::new());
    assert_eq!(told(&model), Some("it holds a token or a key, so it is not run"));
    assert_eq!(press(&mut model, KeyCode::Enter), Effects::new());
}

#[test]
fn where_there_is_no_json_there_is_nothing_to_filter() {
    let mut model = model("/v1/x");
    press(&mut model, KeyCode::Esc);
    press_all(&mut model, "2|");
    assert!(model.prompt.is_none());
    assert_eq!(model.notice.as_deref(), Some("nothing to filter: there is no JSON response"));
}
