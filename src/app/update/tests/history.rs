//! The history: what is remembered, and what is sent again.

use super::*;
use crate::domain::history::Entry;

fn ctrl_r(model: &mut Model) -> Effects {
    update(model, Message::Input(Event::Key(Key::ctrl('r'))))
}

/// Opens the history with what was remembered in these effects.
fn open_history(model: &mut Model, effects: &Effects) {
    let remembered = effects.iter().filter_map(|effect| match effect {
        Effect::Remember(entry) => Some(Entry::clone(entry)),
        _ => None,
    });
    let entries: Vec<_> = remembered.collect();
    let [Effect::Recall { turn }] = ctrl_r(model)[..] else { panic!("the history is not asked for") };
    update(model, Message::Recalled { turn, entries: entries.into() });
}

/// Sends a path and lets it be answered; what is asked for then.
fn sent(model: &mut Model, path: &str, status: u16) -> Effects {
    model.composer.open(path);
    let (id, _) = fetch_in(&press(model, KeyCode::F(5)));
    arrive(model, id, answer(status, "{}", path))
}

#[test]
fn what_was_sent_is_remembered_with_what_came_of_it() {
    let mut model = model("/");
    let effects = sent(&mut model, "/v1/x?term=a b", 404);
    let [Effect::Remember(entry)] = &effects[..] else { panic!("{effects:?}") };
    assert_eq!((entry.draft.path.as_str(), entry.status), ("/v1/x?term=a%20b", Some(404)));
    assert_eq!((entry.profile.as_str(), entry.is_partial), ("sandbox", false));
}

#[test]
fn a_request_is_found_by_a_part_of_its_path_and_sent_again() {
    let mut model = model("/");
    let mut effects = sent(&mut model, "/v1/catalog/us/albums/1", 200);
    effects.extend(sent(&mut model, "/v1/storefronts", 200));
    open_history(&mut model, &effects);
    press_all(&mut model, "alb");
    let effects = press(&mut model, KeyCode::Enter);
    assert_eq!(fetch_in(&effects).1, "/v1/catalog/us/albums/1");
    assert!(model.overlay.is_none());
    assert_eq!(model.composer.path.text(), "/v1/catalog/us/albums/1");
}

#[test]
fn tab_puts_it_into_the_form_alone() {
    let mut model = model("/");
    let effects = sent(&mut model, "/v1/storefronts", 200);
    model.composer.open("/v1/y");
    open_history(&mut model, &effects);
    assert_eq!(press(&mut model, KeyCode::Tab), Effects::new());
    assert_eq!(
        (model.composer.path.text().as_str(), model.screen.focus),
        ("/v1/storefronts", Panel::Request)
    );
    update(&mut model, Message::Input(Event::Key(Key::ctrl('_'))));
    update(&mut model, Message::Input(Event::Key(Key::ctrl('_'))));
    assert_eq!(model.composer.path.text(), "/v1/y", "undo brings back what stood there");
}

#[test]
fn a_write_of_the_history_asks() {
    let mut model = model("/v1/me/ratings/songs/1");
    model.composer.method = Method::Delete;
    let (id, _) = fetch_in(&press(&mut model, KeyCode::F(5)));
    let effects = arrive(&mut model, id, answer(204, "", "/v1/me/ratings/songs/1"));
    open_history(&mut model, &effects);
    assert_eq!(press(&mut model, KeyCode::Enter), Effects::new());
    let Some(Overlay::Question(question)) = &model.overlay else { panic!("it must ask") };
    assert!(question.is_repeat);
}

#[test]
fn what_is_not_whole_is_not_sent() {
    let mut model = model("/");
    let effects = sent(&mut model, "/v1/x", 200);
    let [Effect::Remember(entry)] = &effects[..] else { panic!("{effects:?}") };
    let partial = Effect::Remember(Box::new(Entry { is_partial: true, ..Entry::clone(entry) }));
    open_history(&mut model, &vec![partial]);
    assert_eq!(press(&mut model, KeyCode::Enter), Effects::new());
    assert!(model.notice.as_ref().is_some_and(|notice| notice.contains("was not kept")));
}

#[test]
fn a_history_that_was_closed_meanwhile_changes_nothing() {
    let mut model = model("/");
    let [Effect::Recall { turn }] = ctrl_r(&mut model)[..] else { panic!("the history is not asked for") };
    press(&mut model, KeyCode::Esc);
    update(&mut model, Message::Input(Event::Key(Key::ctrl('p'))));
    update(&mut model, Message::Recalled { turn, entries: [].into() });
    let Some(Overlay::Palette(palette)) = &model.overlay else { panic!("the palette is open") };
    assert!(palette.matching().len() > 10);
}
