//! Following every `next`, one ahead, and what becomes of pages that do not come.

use super::*;
use crate::app::{
    effect::Look,
    walking::{Reach, Rest},
};

/// A page of a list of six songs, two a page, whose total is told.
fn songs(offset: usize, next: bool) -> String {
    let song = |id: usize| format!(r#"{{"id":"{id}","type":"songs"}}"#);
    let next = if next { format!(r#""next":"/v1/x?offset={}","#, offset + 2) } else { String::new() };
    format!(r#"{{{next}"data":[{},{}],"meta":{{"total":6}}}}"#, song(offset), song(offset + 1))
}

/// The first of those pages on the screen.
fn six() -> Model {
    let mut model = model("/v1/x?limit=2");
    let (id, _) = fetch_in(&press(&mut model, KeyCode::Enter));
    arrive(&mut model, id, answer(200, &songs(0, true), "/v1/x?limit=2"));
    model
}

/// The fetches that effects start, by their offsets.
fn fetches(effects: &Effects) -> Vec<(FetchId, usize)> {
    let fetch = |effect: &Effect| match effect {
        Effect::Fetch { id, request, look: Look::Whole, .. } => {
            Some((*id, crate::domain::walk::offset_of(&request.target)?))
        }
        _ => None,
    };
    effects.iter().filter_map(fetch).collect()
}

fn comes(model: &mut Model, (id, offset): (FetchId, usize)) -> Effects {
    let text = songs(offset, offset < 4);
    arrive(model, id, answer(200, &text, &format!("/v1/x?offset={offset}&limit=2")))
}

fn refused(model: &mut Model, id: FetchId, status: u16) -> Effects {
    arrive(model, id, answer(status, "", "/v1/x"))
}

fn ids(model: &Model) -> Vec<String> {
    let tree = model.response.tree().unwrap();
    let pages = tree.pages();
    let list = pages.top_list().unwrap();
    let items = pages.segments(&list).iter().flat_map(|part| {
        let document = pages.page(*part).document();
        document.children(part.node).map(|item| document.text_at(item, &["id"]).unwrap().into_owned())
    });
    items.collect()
}

#[test]
fn the_next_page_is_asked_for_without_waiting_for_the_one_before_it_to_join() {
    let mut model = six();
    model.session.paging.side_by_side = 1;
    let (id, offset) = fetches(&press_all(&mut model, "F"))[0];
    let page = answer(200, &songs(offset, true), "/v1/x?offset=2&limit=2");
    let message = Message::Fetched { id, outcome: Box::new(page), standing: None };
    let mut at_once = Effects::new();
    let later = update_handing(&mut model, message, &mut |effect| at_once.push(effect));
    assert_eq!(fetches(&at_once).iter().map(|(_, offset)| *offset).collect::<Vec<_>>(), [4]);
    assert_eq!((later, ids(&model).len()), (Effects::new(), 4));
}

#[test]
fn all_pages_are_fetched_side_by_side_and_join_in_order() {
    let mut model = six();
    let effects = press_all(&mut model, "F");
    let fetches = fetches(&effects);
    assert_eq!(fetches.iter().map(|(_, offset)| *offset).collect::<Vec<_>>(), [2, 4]);
    comes(&mut model, fetches[1]);
    assert_eq!(ids(&model).len(), 2, "the one behind waits for the one before it");
    comes(&mut model, fetches[0]);
    assert_eq!(ids(&model), ["0", "1", "2", "3", "4", "5"]);
    assert!(model.fetch.walking().is_none() && !model.fetch.is_busy());
    let notice = model.notice.unwrap();
    assert!(notice.starts_with("2 pages more in ") && notice.ends_with(": all 6 items"), "{notice}");
}

#[test]
fn esc_stops_and_keeps_what_has_joined() {
    let mut model = six();
    let effects = press_all(&mut model, "F");
    let fetches = fetches(&effects);
    comes(&mut model, fetches[0]);
    assert_eq!(press(&mut model, KeyCode::Esc), [Effect::Cancel(fetches[1].0)]);
    assert_eq!(ids(&model).len(), 4);
    comes(&mut model, fetches[1]);
    assert_eq!(ids(&model).len(), 4, "what comes late changes nothing");
    assert!(model.notice.unwrap().starts_with("stopped; 1 page more"));
    let effects = press_all(&mut six(), "f");
    assert_eq!(self::fetches(&effects).len(), 1);
}

#[test]
fn following_goes_on_where_it_was_stopped() {
    let mut model = six();
    let first = fetches(&press_all(&mut model, "F"));
    comes(&mut model, first[0]);
    press(&mut model, KeyCode::Esc);
    let again = fetches(&press_all(&mut model, "F"));
    assert_eq!(again.iter().map(|(_, offset)| *offset).collect::<Vec<_>>(), [4]);
    comes(&mut model, again[0]);
    assert_eq!(ids(&model).len(), 6);
}

#[test]
fn after_so_many_pages_a_person_is_asked() {
    let mut model = six();
    (model.session.paging.ask_after, model.session.paging.side_by_side) = (2, 1);
    let mut effects = press_all(&mut model, "F");
    // A list that never ends, and does not tell its length.
    for offset in 2..4 {
        let (id, _) = fetches(&effects)[0];
        let text = format!(r#"{{"data":[{{"id":"{offset}"}}],"next":"/v1/x?offset={}"}}"#, offset + 1);
        effects = arrive(&mut model, id, answer(200, &text, "/v1/x"));
    }
    assert_eq!(fetches(&effects), []);
    assert_eq!(model.fetch.walking().unwrap().rest, Rest::Asking { pages: 2 });
    assert!(!model.fetch.is_busy() && model.notice.as_deref().unwrap().contains("F goes on, Esc stops"));
    assert_eq!(fetches(&press_all(&mut model, "F")).len(), 1);
    press(&mut model, KeyCode::Esc);
    assert!(model.fetch.walking().is_none());
    assert_eq!(ids(&model).len(), 4);
}

#[test]
fn a_page_that_is_refused_for_its_number_is_fetched_again_after_a_wait() {
    let mut model = six();
    let (id, _) = fetches(&press_all(&mut model, "f"))[0];
    let effects = refused(&mut model, id, 429);
    let Effect::Wait { id: walk, ticket, millis } = effects[0] else { panic!("{effects:?}") };
    assert!((250..=500).contains(&millis), "{millis}");
    assert!(model.errors.report().is_none(), "nothing has failed yet");
    let effects = update(&mut model, Message::Woke { id: walk, ticket });
    let again = fetches(&effects);
    assert_eq!(again[0].1, 2);
    comes(&mut model, again[0]);
    assert_eq!(ids(&model).len(), 4);
    assert_eq!(update(&mut model, Message::Woke { id: walk, ticket }), Effects::new());
}

#[test]
fn six_tries_at_a_limit_end_in_a_pause_that_a_person_ends() {
    let mut model = six();
    let mut effects = press_all(&mut model, "F");
    model.session.paging.side_by_side = 1;
    let mut others = fetches(&effects).split_off(1);
    for _ in 0..6 {
        let (id, _) = fetches(&effects)[0];
        effects = refused(&mut model, id, 429);
        let Effect::Wait { id: walk, ticket, .. } = effects[0] else { panic!("{effects:?}") };
        if let Some(other) = others.pop() {
            comes(&mut model, other);
        }
        effects = update(&mut model, Message::Woke { id: walk, ticket });
    }
    let (id, _) = fetches(&effects)[0];
    refused(&mut model, id, 429);
    assert_eq!(model.fetch.walking().unwrap().rest, Rest::Paused { tries: 6 });
    let report = model.errors.report().unwrap();
    let told = format!("{report:?}");
    assert!(told.contains("whole team") && told.contains("a new one would meet the same limit"), "{told}");
    let list = model.response.tree().unwrap().pages().top_list().unwrap();
    assert!(model.response.tree().unwrap().pages().setback(list).is_some());
    let again = fetches(&press_all(&mut model, "2f"));
    comes(&mut model, again[0]);
    assert_eq!(ids(&model), ["0", "1", "2", "3", "4", "5"]);
    assert!(model.response.tree().unwrap().pages().setback(list).is_none());
}

#[test]
fn a_server_that_fails_is_asked_three_times_more_and_then_the_row_says_so() {
    let mut model = six();
    let mut effects = press_all(&mut model, "f");
    for _ in 0..3 {
        let (id, _) = fetches(&effects)[0];
        effects = refused(&mut model, id, 503);
        let Effect::Wait { id: walk, ticket, .. } = effects[0] else { panic!("{effects:?}") };
        effects = update(&mut model, Message::Woke { id: walk, ticket });
    }
    let (id, _) = fetches(&effects)[0];
    refused(&mut model, id, 503);
    assert!(model.fetch.walking().is_none());
    assert_eq!(model.screen.focus, Panel::Errors);
    let tree = model.response.tree().unwrap();
    let setback = tree.pages().setback(tree.pages().top_list().unwrap()).unwrap();
    assert!(setback.words.contains("503") && setback.words.contains("after 4 tries"), "{setback:?}");
    assert_eq!(ids(&model).len(), 2);
    press_all(&mut model, "2G");
    press(&mut model, KeyCode::Up);
    let again = fetches(&press(&mut model, KeyCode::Enter));
    comes(&mut model, again[0]);
    assert_eq!(ids(&model).len(), 4, "Enter on the row tries again");
}

#[test]
fn the_end_of_a_list_is_fetched_ahead_and_quietly() {
    let mut model = six();
    model.session.paging.ahead = true;
    let effects = press_all(&mut model, "j");
    let (id, offset) = fetches(&effects)[0];
    assert_eq!((offset, model.fetch.walking().unwrap().reach), (2, Reach::Ahead));
    let refusal = Transport::Refused { host: "a.example:1".to_owned() };
    arrive(&mut model, id, Outcome::Failed(refusal));
    assert!(model.errors.report().is_none(), "nobody asked for it");
    assert_eq!(fetches(&press_all(&mut model, "j")), [], "and what failed is not tried by itself");
    assert_eq!(fetches(&press_all(&mut model, "f")).len(), 1);
    press_all(&mut model, "k");
    assert_eq!(model.fetch.walking().unwrap().reach, Reach::One);
}

#[test]
fn a_page_of_which_a_part_is_missing_does_not_join() {
    let mut model = six();
    let (id, _) = fetches(&press_all(&mut model, "f"))[0];
    let Outcome::Answered(mut arrival) = answer(200, &songs(2, true), "/v1/x?offset=2") else { panic!() };
    arrival.head.extent = Extent::Cut("the connection ended early".to_owned());
    let cut = Document::parse(br#"{"data":[{"id":"2","type":"songs"},{"id"#).unwrap_err();
    let text = crate::app::message::Text {
        fault: cut.fault,
        lines: std::sync::Arc::default(),
        start: std::sync::Arc::default(),
        arrived: 9,
    };
    arrival.body = Body::Beginning(Page::read(cut.beginning.unwrap(), Provenance::default()), Box::new(text));
    let effects = arrive(&mut model, id, Outcome::Answered(arrival));
    assert!(matches!(effects[..], [Effect::Wait { .. }]), "{effects:?}");
    assert_eq!(ids(&model).len(), 2);
}

#[test]
fn a_new_request_ends_the_walk() {
    let mut model = six();
    let walking = fetches(&press_all(&mut model, "F"));
    let effects = press_all(&mut model, "r");
    let cancelled: Vec<_> = walking.iter().map(|(id, _)| Effect::Cancel(*id)).collect();
    assert_eq!(effects[..cancelled.len()], cancelled);
    assert!(model.fetch.walking().is_none() && model.fetch.running().is_some());
}

#[test]
fn a_body_shows_as_it_arrives_and_esc_keeps_what_came() {
    let mut model = model("/v1/x");
    let (id, _) = fetch_in(&press(&mut model, KeyCode::Enter));
    let part = |text: &str, extent| {
        let Outcome::Answered(mut arrival) = answer(200, "{}", "/v1/x") else { panic!() };
        let mut builder = crate::domain::json::Builder::new();
        builder.push(text.as_bytes());
        arrival.body = Body::Page(Page::read(builder.so_far().unwrap(), Provenance::default()));
        arrival.head.extent = extent;
        Box::new(arrival)
    };
    let arrival = part(r#"{"data":[{"id":"1","type":"songs"},"#, Extent::Whole);
    update(&mut model, Message::Arriving { id, arrival });
    assert_eq!((ids(&model).len(), model.screen.focus), (1, Panel::Response));
    press_all(&mut model, "j");
    let arrival = part(r#"{"data":[{"id":"1","type":"songs"},{"id":"2","type":"songs"},"#, Extent::Whole);
    update(&mut model, Message::Arriving { id, arrival });
    assert_eq!((ids(&model).len(), model.response.cursor()), (2, 1));
    assert_eq!(press(&mut model, KeyCode::Esc), [Effect::Keep(id)]);
    let arrival =
        part(r#"{"data":[{"id":"1","type":"songs"},{"id":"2","type":"songs"},{"id":"3"}"#, Extent::Stopped);
    arrive(&mut model, id, Outcome::Answered(*arrival));
    assert_eq!((ids(&model).len(), model.response.cursor()), (3, 1));
    assert!(model.errors.report().is_none() && model.notice.as_deref().unwrap().contains("what came stays"));
    let stale = part("{\"data\":[]", Extent::Whole);
    update(&mut model, Message::Arriving { id, arrival: stale });
    assert_eq!(ids(&model).len(), 3);
}
