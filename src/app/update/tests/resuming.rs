//! A session that was cut off: what comes back, in which order, and what does not.

use super::*;
use crate::{
    app::{resuming::snapshot, update::resume},
    domain::snapshot::Snapshot,
};

const TARGET: &str = "/v1/x?limit=2";

/// A page of a list of four songs.
fn songs(from: usize) -> String {
    let song =
        |id| format!(r#"{{"id":"{id}","type":"songs","attributes":{{"name":"n{id}","art":{{"w":1}}}}}}"#);
    let next = if from < 4 { format!(r#","next":"/v1/x?offset={}""#, from + 2) } else { String::new() };
    format!(r#"{{"data":[{},{}]{next}}}"#, song(from), song(from + 1))
}

/// Answers whatever is fetched, until nothing is.
fn serve(model: &mut Model, effects: Effects) {
    let mut waiting = effects;
    while !waiting.is_empty() {
        let Effect::Fetch { id, request, .. } = waiting.remove(0) else { continue };
        let from = request.target.split("offset=").nth(1).map_or(0, |from| from[..1].parse().unwrap());
        waiting.extend(arrive(model, id, answer(200, &songs(from), &request.target)));
    }
}

/// A list of three pages with something unfolded in the first and in the last, and the cursor there.
fn walked() -> Model {
    let mut model = model(TARGET);
    let effects = press(&mut model, KeyCode::Enter);
    serve(&mut model, effects);
    for _ in 0..2 {
        let effects = press_all(&mut model, "f");
        serve(&mut model, effects);
    }
    press_all(&mut model, "gjjllGkll");
    model
}

/// Every row, with a mark at what is unfolded and at the cursor.
fn rows(model: &Model) -> Vec<String> {
    let tree = model.response.tree().unwrap();
    let row = |row: usize| {
        let cursor = if row == model.response.cursor() { ">" } else { " " };
        let open = if tree.is_open(row) { "-" } else { "+" };
        format!("{cursor}{open}{:?}", tree.item(row).unwrap())
    };
    (0..tree.len()).map(row).collect()
}

/// As the next run finds it.
fn kept(model: &Model) -> Snapshot {
    Snapshot::read(&snapshot(model).write(0).unwrap()).unwrap().1
}

/// The next run, started to go on with a session; what it does when the credentials are there.
fn resumed(kept: Snapshot) -> (Model, Effects) {
    let mut model = model("/v1/first");
    model.session.opening = Opening::UnderWay;
    model.resuming.offer(kept);
    resume(&mut model);
    let effects = open(&mut model, "sandbox");
    (model, effects)
}

#[test]
fn pages_folds_and_cursor_come_back() {
    let before = walked();
    let open = rows(&before).iter().filter(|row| &row[1..2] == "-").count();
    assert!(open >= 3 && before.response.cursor() >= 12, "{:#?}", rows(&before));
    let kept = kept(&before);
    let (mut model, effects) = resumed(kept.clone());
    assert_eq!((fetch_in(&effects).1, model.composer.path.text().as_str()), (TARGET, TARGET));
    assert_eq!(snapshot(&model), kept, "what is on its way back is not lost meanwhile");
    serve(&mut model, effects);
    assert_eq!(rows(&model), rows(&before));
    assert_eq!((model.response.offset(), model.screen), (before.response.offset(), before.screen));
    assert_eq!(snapshot(&model), kept);
}

#[test]
fn the_way_comes_back_and_its_responses_are_fetched_where_somebody_goes() {
    let mut before = walked();
    for path in ["/v1/y", "/v1/z"] {
        before.composer.open(path);
        let effects = update(&mut before, Message::Input(Event::Key(Key::plain(KeyCode::F(5)))));
        serve(&mut before, effects);
    }
    press_all(&mut before, "[");
    let (mut model, effects) = resumed(kept(&before));
    assert_eq!(fetch_in(&effects).1, "/v1/y");
    serve(&mut model, effects);
    assert_eq!(kept(&model), kept(&before));
    let effects = press_all(&mut model, "[");
    assert_eq!(fetch_in(&effects).1, TARGET);
    serve(&mut model, effects);
    for path in ["/v1/y", "/v1/z"] {
        let effects = press_all(&mut model, "]");
        serve(&mut model, effects);
        assert_eq!(model.response.shown().map(|shown| shown.request.target.as_str()), Some(path));
    }
}

#[test]
fn everything_unfolded_comes_back_too() {
    let mut before = walked();
    press_all(&mut before, "EGkkkl");
    let (mut model, effects) = resumed(kept(&before));
    serve(&mut model, effects);
    assert_eq!(rows(&model), rows(&before));
}

#[test]
fn panels_headers_and_shape_come_back() {
    let mut before = walked();
    press_all(&mut before, "tz");
    let (mut model, effects) = resumed(kept(&before));
    serve(&mut model, effects);
    assert_eq!((rows(&model), model.screen), (rows(&before), before.screen));
    press_all(&mut before, "zwjj1");
    let (mut model, effects) = resumed(kept(&before));
    serve(&mut model, effects);
    assert_eq!((model.response.view(), model.screen), (before.response.view(), before.screen));
}

#[test]
fn what_was_looked_for_comes_back_with_its_hit() {
    let mut before = walked();
    let effects = press_all(&mut before, "/n3");
    let search = effects.into_iter().rev().find_map(|effect| match effect {
        Effect::Search(search) => Some(search),
        _ => None,
    });
    let search = search.unwrap();
    let hit = crate::domain::search::first(&search.pages, &search.matcher, search.start.unwrap(), &|| true);
    update(&mut before, Message::Found { turn: search.turn, hit });
    press(&mut before, KeyCode::Enter);
    let (mut model, effects) = resumed(kept(&before));
    serve(&mut model, effects);
    assert_eq!(rows(&model), rows(&before));
    assert_eq!(
        (model.search.matcher(), model.search.current),
        (before.search.matcher(), before.search.current)
    );
    assert!(model.search.lit().is_some());
}

#[test]
fn a_write_is_not_sent_again() {
    let mut before = model("/v1/me/ratings/songs/1");
    before.composer.method = Method::Put;
    before.composer.body.paste("{}");
    let (id, _) = fetch_in(&press(&mut before, KeyCode::Enter));
    arrive(&mut before, id, answer(200, "{}", "/v1/me/ratings/songs/1"));
    let (model, effects) = resumed(kept(&before));
    assert_eq!(effects, Effects::new());
    assert_eq!((model.composer.method, model.composer.body.text().as_str()), (Method::Put, "{}"));
    assert!(model.notice.unwrap().starts_with("PUT /v1/me/ratings/songs/1 was sent before"));
}

#[test]
fn a_request_that_was_on_its_way_is_asked_for_again() {
    let mut before = walked();
    press_all(&mut before, "1");
    before.composer.open("/v1/other");
    press(&mut before, KeyCode::Enter);
    let (mut model, effects) = resumed(kept(&before));
    assert_eq!(fetch_in(&effects).1, "/v1/other");
    let id = fetch_in(&effects).0;
    arrive(&mut model, id, answer(200, r#"{"data":[]}"#, "/v1/other"));
    assert!(model.resuming.pending.is_none());
}

#[test]
fn what_was_typed_and_not_sent_stays_in_the_form() {
    let mut before = walked();
    press_all(&mut before, "1");
    before.composer.path.set("/v1/half");
    let (mut model, effects) = resumed(kept(&before));
    assert_eq!(fetch_in(&effects).1, TARGET);
    serve(&mut model, effects);
    assert_eq!((model.composer.path.text().as_str(), model.screen.focus), ("/v1/half", Panel::Request));
}

#[test]
fn another_profile_than_the_sessions_is_sent_nothing() {
    let kept = Snapshot { profile: "gone".to_owned(), ..kept(&walked()) };
    let (mut model, effects) = resumed(kept.clone());
    assert_eq!(effects, Effects::new());
    assert!(model.notice.as_deref().unwrap().contains("the profile gone cannot be used"));
    assert_eq!(model.composer.path.text(), TARGET);
    assert_eq!(snapshot(&model), kept);
    let effects = press(&mut model, KeyCode::Enter);
    serve(&mut model, effects);
    assert!(model.resuming.pending.is_none(), "the answer of another profile is another response");
}

#[test]
fn after_a_refusal_the_next_try_brings_it_back() {
    let before = walked();
    let kept = kept(&before);
    let (mut model, effects) = resumed(kept.clone());
    let (id, _) = fetch_in(&effects);
    arrive(&mut model, id, Outcome::Failed(Transport::Refused { host: "a.example:1".to_owned() }));
    assert_eq!(snapshot(&model), kept);
    let effects = press_all(&mut model, "r");
    let (id, _) = fetch_in(&effects);
    arrive(&mut model, id, answer(401, "{}", TARGET));
    assert_eq!(snapshot(&model), kept);
    let effects = press_all(&mut model, "r");
    serve(&mut model, effects);
    assert_eq!(count_of_rows(&model), count_of_rows(&before));
}

#[test]
fn who_goes_elsewhere_meanwhile_is_left_alone() {
    let (mut model, effects) = resumed(kept(&walked()));
    let (id, _) = fetch_in(&effects);
    press_all(&mut model, "z");
    let effects = arrive(&mut model, id, answer(200, &songs(0), TARGET));
    assert_eq!(model.screen.focus, Panel::Request, "a key was pressed");
    let (_, target) = fetch_in(&effects);
    assert_eq!(target, "/v1/x?offset=2&limit=2");
    press(&mut model, KeyCode::Esc);
    assert!(model.resuming.pending.is_none(), "Esc ends it");
    assert!(model.fetch.walking().is_none());
}

#[test]
fn an_offer_waits_and_does_nothing_by_itself() {
    let mut model = model("/v1/first");
    model.session.profiles = vec!["sandbox".to_owned(), "work".to_owned()];
    model.resuming.offer(Snapshot { profile: "work".to_owned(), ..kept(&walked()) });
    assert_eq!(press_all(&mut model, "y"), Effects::new());
    assert_eq!(model.composer.path.text(), "/v1/firsty");
    let effects = press(&mut model, KeyCode::F(6));
    assert_eq!(effects, [Effect::UseProfile { name: "work".to_owned(), turn: 1 }]);
    let effects = open(&mut model, "work");
    assert_eq!(fetch_in(&effects).1, TARGET);
    assert_eq!(press(&mut model, KeyCode::F(6)), Effects::new());
    assert_eq!(model.notice.as_deref(), Some("there is no session to go on with"));
}

#[test]
fn a_session_that_was_never_sent_comes_back_with_its_form() {
    let mut before = model("/v1/x");
    press_all(&mut before, "yz");
    press(&mut before, KeyCode::Tab);
    let (model, effects) = resumed(kept(&before));
    assert_eq!(effects, Effects::new());
    assert_eq!((model.composer.path.text().as_str(), model.screen.focus), ("/v1/xyz", Panel::Response));
}
