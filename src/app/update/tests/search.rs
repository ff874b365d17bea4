//! Searching: what is asked for, what an answer changes, and what it leaves as it was.

use std::sync::Arc;

use super::{prompt::typed, *};
use crate::{
    app::effect::Search,
    domain::{
        pages::NodeRef,
        search::{Scope, Start, all, first},
    },
};

/// The search that the effects ask for.
fn search_in(effects: &Effects) -> Option<Search> {
    effects.iter().rev().find_map(|effect| match effect {
        Effect::Search(search) => Some(search.clone()),
        _ => None,
    })
}

/// Answers what the effects ask for, the first hit and the count.
fn look(model: &mut Model, effects: &Effects) -> Effects {
    let Some(Search { turn, pages, matcher, start }) = search_in(effects) else { return Effects::new() };
    if let Some(start) = start {
        let hit = first(&pages, &matcher, start, &|| true);
        update(model, Message::Found { turn, hit });
    }
    let hits = Arc::new(all(&pages, &matcher, 100, &|| true).unwrap());
    update(model, Message::Counted { turn, hits })
}

/// Types, and answers each search.
fn search(model: &mut Model, keys: &str) {
    for c in keys.chars() {
        let effects = press(model, KeyCode::Char(c));
        look(model, &effects);
    }
}

fn told(model: &Model) -> &str {
    model.prompt.as_ref().and_then(|prompt| prompt.told.as_deref()).unwrap_or_default()
}

fn words(model: &Model) -> Option<String> {
    model.search.words(model.response.tree().unwrap().pages())
}

/// Where the cursor is, and how many rows there are.
fn place(model: &Model) -> (usize, usize) {
    (model.response.cursor(), count_of_rows(model))
}

#[test]
fn what_is_typed_is_found_inside_what_is_folded_and_esc_goes_back() {
    let mut model = listed();
    press_all(&mut model, "j");
    let before = place(&model);
    search(&mut model, "/2");
    assert_eq!((place(&model), told(&model)), ((3, 6), "1 of 2 · keys and values"));
    search(&mut model, "x");
    assert_eq!((place(&model), told(&model)), (before, "no match · keys and values"));
    press(&mut model, KeyCode::Backspace);
    press(&mut model, KeyCode::Esc);
    assert_eq!((place(&model), words(&model)), (before, None));
}

#[test]
fn enter_stays_and_further_hits_are_gone_to_round_and_round() {
    let mut model = listed();
    search(&mut model, "/songs");
    press(&mut model, KeyCode::Enter);
    assert_eq!((typed(&model), words(&model).as_deref()), (None, Some("1 of 2")));
    let first = place(&model);
    press_all(&mut model, "n");
    assert_eq!((words(&model).as_deref(), model.notice.as_deref()), (Some("2 of 2"), None));
    let second = place(&model);
    press_all(&mut model, "n");
    assert_eq!(words(&model).as_deref(), Some("1 of 2"));
    assert_eq!(model.notice.as_deref(), Some("from the top again"));
    press_all(&mut model, "N");
    assert_eq!((place(&model), model.notice.as_deref()), (second, Some("from the end again")));
    press_all(&mut model, "N");
    assert_eq!(place(&model).0, first.0);
    press(&mut model, KeyCode::Esc);
    assert_eq!(words(&model), None);
    assert_eq!(model.search.matcher().map(|matcher| matcher.pattern().text.as_str()), Some("songs"));
}

#[test]
fn a_hit_without_a_row_of_its_own_does_not_hold_the_search() {
    let mut model = listed();
    search(&mut model, "/[dn][ae]");
    let mut rows = vec![model.response.cursor()];
    press(&mut model, KeyCode::Enter);
    for _ in 0..2 {
        press_all(&mut model, "n");
        rows.push(model.response.cursor());
    }
    // The key `data`, then `next`, which shows behind its list, then round.
    assert_eq!((rows, words(&model).as_deref()), (vec![0, 3, 0], Some("1 of 2")));
}

#[test]
fn the_answer_to_an_earlier_search_changes_nothing() {
    let mut model = listed();
    let old = search_in(&press_all(&mut model, "/2")).unwrap();
    press_all(&mut model, "2");
    let before = place(&model);
    let hit = Some(NodeRef { page: 0, ..old.pages.root() });
    update(&mut model, Message::Found { turn: old.turn, hit });
    let hits = Arc::new(all(&old.pages, &old.matcher, 100, &|| true).unwrap());
    assert_eq!(update(&mut model, Message::Counted { turn: old.turn, hits }), Effects::new());
    assert_eq!((place(&model), told(&model)), (before, "… · keys and values"));
}

#[test]
fn a_search_begins_at_the_cursor() {
    let mut model = listed();
    press_all(&mut model, "jj");
    let search = search_in(&press_all(&mut model, "/songs")).unwrap();
    let at = model.response.tree().and_then(|tree| tree.value(2)).unwrap();
    assert_eq!(search.start, Some(Start::At(at)));
}

#[test]
fn a_pattern_that_cannot_be_read_leaves_the_last_one_and_is_told() {
    let mut model = listed();
    search(&mut model, "/songs");
    assert_eq!(search_in(&press_all(&mut model, "(")), None);
    assert!(told(&model).starts_with("unclosed group at 6"), "{}", told(&model));
    assert_eq!(model.search.matcher().unwrap().pattern().text, "songs");
    press(&mut model, KeyCode::Enter);
    assert_eq!(typed(&model).as_deref(), Some("songs("), "the prompt stays until it can be read");
    press(&mut model, KeyCode::Backspace);
    press(&mut model, KeyCode::Enter);
    assert_eq!(typed(&model), None);
}

#[test]
fn ctrl_t_looks_in_keys_and_then_in_values() {
    let mut model = listed();
    search(&mut model, "/id");
    let scopes: Vec<_> = (0..3)
        .map(|_| {
            let effects = update(&mut model, Message::Input(Event::Key(Key::ctrl('t'))));
            look(&mut model, &effects);
            (search_in(&effects).unwrap().matcher.pattern().scope, told(&model).to_owned())
        })
        .collect();
    assert_eq!(scopes[0], (Scope::Keys, "1 of 2 · keys".to_owned()));
    assert_eq!(scopes[1], (Scope::Values, "no match · values".to_owned()));
    assert_eq!(scopes[2], (Scope::Both, "1 of 2 · keys and values".to_owned()));
}

#[test]
fn earlier_patterns_come_back() {
    let mut model = listed();
    for pattern in ["/songs", "/id"] {
        search(&mut model, pattern);
        press(&mut model, KeyCode::Enter);
    }
    search(&mut model, "/");
    let mut seen = Vec::new();
    for code in [KeyCode::Up, KeyCode::Up, KeyCode::Up, KeyCode::Down, KeyCode::Down] {
        press(&mut model, code);
        seen.push(typed(&model).unwrap());
    }
    assert_eq!(seen, ["id", "songs", "songs", "id", ""]);
    press(&mut model, KeyCode::Enter);
    assert_eq!(words(&model).as_deref(), Some("1 of 2"), "an empty one goes on from the second");
}

#[test]
fn pages_that_join_are_counted_and_another_response_is_searched_anew() {
    let mut model = listed();
    search(&mut model, "/songs");
    press(&mut model, KeyCode::Enter);
    let (id, _) = fetch_in(&press_all(&mut model, "f"));
    let effects =
        arrive(&mut model, id, answer(200, r#"{"data":[{"id":"3","type":"songs"}]}"#, "/v1/x?offset=2"));
    assert_eq!(search_in(&effects).map(|search| search.start), Some(None));
    look(&mut model, &effects);
    assert_eq!(words(&model).as_deref(), Some("1 of 3"));
    let (id, _) = fetch_in(&press_all(&mut model, "r"));
    let effects = arrive(&mut model, id, answer(200, r#"["songs"]"#, "/v1/x?limit=2"));
    look(&mut model, &effects);
    assert_eq!(words(&model).as_deref(), Some("1 match"));
    press_all(&mut model, "n");
    assert_eq!(words(&model).as_deref(), Some("1 of 1"));
}

#[test]
fn another_response_is_not_told_as_searched_until_the_next_hit_is_asked_for() {
    let mut model = listed();
    search(&mut model, "/zzz");
    press(&mut model, KeyCode::Enter);
    assert_eq!(words(&model).as_deref(), Some("no match"));
    model.composer.open("/v1/y");
    let (id, _) = fetch_in(&update(&mut model, Message::Input(Event::Key(Key::plain(KeyCode::F(5))))));
    let effects = arrive(&mut model, id, answer(200, r#"["zzz"]"#, "/v1/y"));
    assert_eq!((words(&model), search_in(&effects)), (None, None));
    let effects = press_all(&mut model, "n");
    look(&mut model, &effects);
    assert_eq!(words(&model).as_deref(), Some("1 of 1"));
}

#[test]
fn without_a_search_the_next_hit_says_how_to_begin_one() {
    let mut model = listed();
    assert_eq!(press_all(&mut model, "n"), Effects::new());
    assert_eq!(model.notice.as_deref(), Some("nothing has been looked for yet; / searches"));
}
