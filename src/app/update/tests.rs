//! Messages in, state and effects out.

mod paging;

use std::time::Duration;

mod prompt;
mod search;

use super::*;
use crate::{
    app::{
        composer::Row,
        event::{Key, KeyCode},
        fetch::FetchId,
        message::{Arrival, Body, Outcome},
        model::{Opening, Session},
        overlay::Overlay,
    },
    domain::{
        answer::{Extent, Head, Protocol, Timing, Transport},
        catalog::Scope,
        json::Document,
        pages::{Page, Provenance},
        profile::{Origin, Paging},
        request::{Draft, Method},
        token::{DeveloperStanding, Standing, UserStanding},
    },
};

mod composing;
mod copying;
mod demo;
mod doctor;
mod filtering;
mod history;
mod locale;
mod pasting;
mod restricted;
mod resuming;
mod saving;
mod settings;
mod signing;
mod stumbles;
mod trail;

fn standing(profile: &str) -> Standing {
    Standing {
        profile: profile.to_owned(),
        origin: Origin::apple(),
        storefront: "us".to_owned(),
        developer: DeveloperStanding::Minted {
            key_id: "FICTION001".to_owned(),
            team_id: "FICTION002".to_owned(),
            expires_at: 43_200,
            source: "a test".to_owned(),
        },
        user: UserStanding::of(&crate::domain::secret::Secret::new("0".to_owned()), "a test"),
        clock: None,
    }
}

fn model(path: &str) -> Model {
    let session = Session {
        standing: standing("sandbox"),
        profiles: Vec::new(),
        scenarios: Vec::new(),
        scenario: None,
        arming: None,
        scope: Scope::Documented,
        has_motion: true,
        confirms_writes: true,
        paging: Paging { ahead: false, ..Paging::default() },
        opening: Opening::Done,
        turn: 0,
    };
    let mut model = Model::new(session, &Draft { path: path.to_owned(), ..Draft::default() });
    update(&mut model, Message::Input(Event::Resize(80, 24)));
    model
}

fn press(model: &mut Model, code: KeyCode) -> Effects {
    update(model, Message::Input(Event::Key(Key::plain(code))))
}

fn press_all(model: &mut Model, keys: &str) -> Effects {
    keys.chars().flat_map(|c| press(model, KeyCode::Char(c))).collect()
}

/// The credentials of a profile have been read.
fn open(model: &mut Model, profile: &str) -> Effects {
    let turn = model.session.turn;
    update(model, Message::Standing { turn, standing: Box::new(standing(profile)) })
}

/// The fetch that the effects start.
fn fetch_in(effects: &Effects) -> (FetchId, &str) {
    let found = effects.iter().find_map(|effect| match effect {
        Effect::Fetch { id, request, .. } => Some((*id, request.target.as_str())),
        _ => None,
    });
    found.unwrap_or_else(|| panic!("no fetch in {effects:?}"))
}

fn answer(status: u16, body: &str, target: &str) -> Outcome {
    let head = Head {
        status,
        headers: Vec::new(),
        extent: Extent::Whole,
        protocol: Protocol::Http2,
        timing: Timing { head: Duration::from_millis(40), total: Duration::from_millis(42) },
        wire_bytes: body.len() as u64,
    };
    let provenance = Provenance { target: target.to_owned(), status, ..Provenance::default() };
    let body = match Document::parse(body.as_bytes()) {
        Ok(document) => Body::Page(Page::read(document, provenance)),
        Err(_) => Body::Empty,
    };
    Outcome::Answered(Arrival { head, body })
}

fn arrive(model: &mut Model, id: FetchId, outcome: Outcome) -> Effects {
    update(model, Message::Fetched { id, outcome: Box::new(outcome), standing: None })
}

/// A model with the first of two pages on the screen.
fn listed() -> Model {
    let mut model = model("/v1/x?limit=2");
    let (id, _) = fetch_in(&press(&mut model, KeyCode::Enter));
    let body = r#"{"data":[{"id":"1","type":"songs"},{"id":"2","type":"songs"}],"next":"/v1/x?offset=2"}"#;
    arrive(&mut model, id, answer(200, body, "/v1/x?limit=2"));
    model
}

fn count_of_rows(model: &Model) -> usize {
    model.response.tree().map_or(0, |tree| tree.len())
}

#[test]
fn a_waiting_sign_that_nobody_sees_stops_and_its_fetch_goes_on() {
    let mut model = model("/v1/x");
    let effects = press(&mut model, KeyCode::F(5));
    let id = model.fetch.beating().unwrap();
    assert!(effects.contains(&Effect::Tick(id)));
    // Away and back between two beats: the one that is under way goes on alone.
    for has_focus in [false, true] {
        assert_eq!(update(&mut model, Message::Input(Event::Focus(has_focus))), Effects::new());
    }
    assert_eq!(update(&mut model, Message::Tick { id, received: 0 }), [Effect::Tick(id)]);
    update(&mut model, Message::Input(Event::Focus(false)));
    assert_eq!(update(&mut model, Message::Tick { id, received: 5 }), Effects::new());
    assert_eq!(model.fetch.running().unwrap().received, 5);
    assert_eq!(update(&mut model, Message::Input(Event::Focus(true))), [Effect::Tick(id)]);
    assert_eq!(update(&mut model, Message::Input(Event::Focus(true))), Effects::new());
}

#[test]
fn a_stale_answer_changes_nothing() {
    let mut model = model("/v1/x");
    let (old, _) = fetch_in(&press(&mut model, KeyCode::Enter));
    let effects = press(&mut model, KeyCode::Enter);
    assert_eq!(effects[0], Effect::Cancel(old));
    let effects = arrive(&mut model, old, answer(200, "{}", "/v1/x"));
    assert_eq!(effects, Effects::new());
    assert!(model.response.shown().is_none() && model.fetch.running().is_some());
}

#[test]
fn a_cancelled_fetch_that_answers_late_changes_nothing() {
    let mut model = model("/v1/x");
    let (id, _) = fetch_in(&press(&mut model, KeyCode::Enter));
    assert_eq!(press(&mut model, KeyCode::Esc), [Effect::Cancel(id)]);
    arrive(&mut model, id, answer(200, "{}", "/v1/x"));
    assert!(model.response.shown().is_none());
    assert_eq!(press(&mut model, KeyCode::Esc), Effects::new(), "Esc never quits");
}

#[test]
fn the_focus_moves_to_the_answer_unless_somebody_typed() {
    assert_eq!(listed().screen.focus, Panel::Response);

    let mut model = model("/v1/x");
    let (id, _) = fetch_in(&press(&mut model, KeyCode::Enter));
    press(&mut model, KeyCode::Char('y'));
    arrive(&mut model, id, answer(200, "{}", "/v1/x"));
    assert_eq!(model.screen.focus, Panel::Request);

    let mut model = self::model("/v1/x");
    let (id, _) = fetch_in(&press(&mut model, KeyCode::Enter));
    arrive(&mut model, id, answer(401, "", "/v1/x"));
    assert_eq!(model.screen.focus, Panel::Errors);
}

#[test]
fn follow_puts_the_limit_back_and_the_cursor_stays_on_its_item() {
    let mut model = listed();
    press_all(&mut model, "jj");
    let at = model.response.tree().and_then(|tree| tree.item(model.response.cursor()));
    let effects = press_all(&mut model, "f");
    let (id, target) = fetch_in(&effects);
    assert_eq!(target, "/v1/x?offset=2&limit=2");
    arrive(&mut model, id, answer(200, r#"{"data":[{"id":"3","type":"songs"}]}"#, "/v1/x?offset=2&limit=2"));
    let tree = model.response.tree().unwrap();
    assert_eq!(tree.item(model.response.cursor()), at);
    assert_eq!((tree.pages().len(), tree.pages().has_next()), (2, false));
    assert_eq!(press_all(&mut model, "f"), Effects::new());
    assert_eq!(model.notice.as_deref(), Some("no next to follow: the lists are whole"));
}

#[test]
fn a_failed_page_leaves_what_was_fetched_and_its_next() {
    let mut model = listed();
    let rows = count_of_rows(&model);
    let (id, _) = fetch_in(&press_all(&mut model, "f"));
    let refused = Transport::Refused { host: "a.example:1".to_owned() };
    arrive(&mut model, id, Outcome::Failed(refused));
    assert_eq!((count_of_rows(&model), model.screen.focus), (rows, Panel::Errors));
    press_all(&mut model, "2");
    assert_eq!(fetch_in(&press_all(&mut model, "f")).1, "/v1/x?offset=2&limit=2");
}

#[test]
fn a_repeated_cursor_ends_the_walk_with_a_message() {
    let mut model = model("/v1/x");
    let (id, _) = fetch_in(&press(&mut model, KeyCode::Enter));
    arrive(&mut model, id, answer(200, r#"{"data":[],"next":"/v1/x?offset=0"}"#, "/v1/x"));
    assert_eq!(press_all(&mut model, "f"), Effects::new());
    assert!(model.errors.report().unwrap().entries[0].meaning.contains("repeats a page"));
    assert!(!model.response.tree().unwrap().pages().has_next(), "the walk is over");
    assert_eq!(count_of_rows(&model), 1);
}

#[test]
fn an_answer_that_says_that_nothing_is_left_ends_the_list() {
    let mut model = listed();
    press_all(&mut model, "G");
    let effects = press_all(&mut model, "f");
    let (id, target) = fetch_in(&effects);
    let body = r#"{"errors":[{"id":"A","title":"No related resources","status":"404","code":"40403"}]}"#;
    arrive(&mut model, id, answer(404, body, target));
    let tree = model.response.tree().unwrap();
    assert_eq!((tree.pages().has_next(), tree.len()), (false, 3));
    assert_eq!(model.response.cursor(), 2, "the cursor is on the last item");
    assert!(model.errors.report().is_some(), "and it is said");
    assert_eq!(press_all(&mut model, "2f"), Effects::new());
}

#[test]
fn a_page_with_an_error_beside_its_data_joins_and_the_error_is_told() {
    let mut model = listed();
    let effects = press_all(&mut model, "f");
    let (id, target) = fetch_in(&effects);
    let body = r#"{"data":[{"id":"3","type":"songs"}],"errors":[{"code":"40400","status":"404"}]}"#;
    arrive(&mut model, id, answer(200, body, target));
    let tree = model.response.tree().unwrap();
    assert_eq!((tree.pages().len(), tree.pages().has_next()), (2, false));
    assert!(model.errors.report().unwrap().headline.contains("beside the data"));
}

#[test]
fn a_next_to_another_server_is_not_followed() {
    let mut model = model("/v1/x");
    let (id, _) = fetch_in(&press(&mut model, KeyCode::Enter));
    let body = r#"{"data":[1],"next":"https://evil.example/v1/x?offset=1"}"#;
    arrive(&mut model, id, answer(200, body, "/v1/x"));
    assert_eq!(press_all(&mut model, "f"), Effects::new());
    assert!(model.errors.report().unwrap().entries[0].meaning.contains("another server"));
}

#[test]
fn a_response_of_another_profile_is_not_followed() {
    let mut model = listed();
    open(&mut model, "staging");
    assert_eq!(press_all(&mut model, "f"), Effects::new());
    assert!(model.notice.as_deref().unwrap().contains("the profile sandbox"));
}

#[test]
fn a_mistake_in_the_body_is_told_before_anything_is_sent() {
    let mut model = model("/v1/me/ratings/songs/1");
    model.composer.method = Method::Put;
    model.composer.go_to(Row::Body);
    update(&mut model, Message::Input(Event::Paste("{\n  \"value\": tru\n}".to_owned())));
    let effects = press(&mut model, KeyCode::F(5));
    assert_eq!(effects, Effects::new());
    let report = model.errors.report().unwrap();
    assert!(report.entries[0].meaning.contains("line 2, column 12"), "{report:?}");
    assert_eq!(model.composer.light().body_line, Some(1));
}

#[test]
fn a_write_to_a_real_origin_asks_and_its_repetition_always_does() {
    let mut model = model("/v1/me/library?ids[songs]=1");
    model.composer.method = Method::Post;
    model.session.standing.profile = "work".to_owned();
    assert_eq!(press(&mut model, KeyCode::Enter), Effects::new());
    assert!(matches!(model.overlay, Some(Overlay::Question(_))));
    assert_eq!(press_all(&mut model, "n"), Effects::new());
    press(&mut model, KeyCode::Enter);
    fetch_in(&press_all(&mut model, "y"));

    model.session.confirms_writes = false;
    assert_eq!(press(&mut model, KeyCode::F(5)), Effects::new(), "the same write again");
    assert!(matches!(&model.overlay, Some(Overlay::Question(question)) if question.is_repeat));
}

#[test]
fn a_write_in_the_sandbox_is_sent_at_once() {
    let mut model = model("/v1/me/library?ids[songs]=1");
    model.composer.method = Method::Post;
    fetch_in(&press(&mut model, KeyCode::Enter));
}

#[test]
fn without_a_developer_token_nothing_is_sent() {
    let mut model = model("/v1/x");
    model.session.standing.developer = DeveloperStanding::Faulty { reason: "The key is RSA.".to_owned() };
    assert_eq!(press(&mut model, KeyCode::Enter), Effects::new());
    assert!(model.errors.report().unwrap().entries[0].meaning.contains("RSA"));
    model.composer.toggle_developer();
    fetch_in(&press(&mut model, KeyCode::Enter));
}

#[test]
fn what_is_sent_while_credentials_are_read_waits_for_them() {
    let mut model = model("/v1/x");
    model.session.opening = Opening::UnderWay;
    assert_eq!(press(&mut model, KeyCode::Enter), Effects::new());
    fetch_in(&open(&mut model, "sandbox"));
}

#[test]
fn a_pasted_token_is_not_taken() {
    let mut model = model("/v1/x?t=");
    let token = format!("eyJhbGciOiJFUzI1NiJ9.{}.{}", "eyJpc3MiOiJ4In0", "a".repeat(60));
    update(&mut model, Message::Input(Event::Paste(token)));
    assert_eq!(model.composer.path.text(), "/v1/x?t=");
    assert!(model.notice.as_deref().unwrap().contains("not pasted"));
}

#[test]
fn ticks_stop_when_nothing_runs() {
    let mut model = model("/v1/x");
    let effects = press(&mut model, KeyCode::Enter);
    let (id, _) = fetch_in(&effects);
    assert!(effects.contains(&Effect::Tick(id)));
    assert_eq!(update(&mut model, Message::Tick { id, received: 0 }), [Effect::Tick(id)]);
    press(&mut model, KeyCode::Esc);
    assert_eq!(update(&mut model, Message::Tick { id, received: 0 }), Effects::new());
}

#[test]
fn the_errors_and_the_help_scroll_back_into_a_larger_screen() {
    let mut model = model("/v1/x");
    let meaning = "words that go over many lines ".repeat(40);
    model.errors.tell(crate::app::errors::local("a headline", &meaning, "an advice"), &model.keymap);
    update(&mut model, Message::Input(Event::Resize(60, 16)));
    model.composer.leave_field();
    press_all(&mut model, "3G");
    assert!(model.errors.offset() > 0);
    update(&mut model, Message::Input(Event::Resize(150, 60)));
    assert_eq!(model.errors.offset(), 0);
    press_all(&mut model, "?aG");
    assert!(matches!(model.overlay, Some(Overlay::Help(ref help)) if help.offset > 0));
    update(&mut model, Message::Input(Event::Resize(150, 400)));
    assert!(matches!(model.overlay, Some(Overlay::Help(ref help)) if help.offset == 0));
}

#[test]
fn the_help_gives_back_what_it_was_opened_over() {
    let mut model = model("/v1/x");
    model.composer.leave_field();
    press(&mut model, KeyCode::F(3));
    press_all(&mut model, "albu");
    let typed = |model: &Model| match &model.overlay {
        Some(Overlay::Palette(palette)) => palette.field.text(),
        other => panic!("{other:?}"),
    };
    assert_eq!(typed(&model), "albu");
    for leave in [KeyCode::Esc, KeyCode::Char('q'), KeyCode::F(1)] {
        press(&mut model, KeyCode::F(1));
        assert!(matches!(model.overlay, Some(Overlay::Help(_))));
        assert_eq!(press(&mut model, leave), Effects::new());
        assert_eq!(typed(&model), "albu", "after {leave:?}");
    }
    press(&mut model, KeyCode::Esc);
    press(&mut model, KeyCode::F(1));
    press(&mut model, KeyCode::Esc);
    assert!(model.overlay.is_none());
}

#[test]
fn a_paste_puts_out_what_an_error_had_lit() {
    let mut model = model("/v1/x?limit=9");
    model.composer.light_up_body(crate::domain::json::Position { line: 1, column: 1 });
    update(&mut model, Message::Input(Event::Paste("x".to_owned())));
    assert_eq!(*model.composer.light(), crate::app::composer::Light::default());
}

#[test]
fn a_fetch_that_follows_another_has_one_beat() {
    let mut model = model("/v1/x");
    let (first, _) = fetch_in(&press(&mut model, KeyCode::Enter));
    let (second, _) = fetch_in(&press(&mut model, KeyCode::Enter));
    assert_eq!(update(&mut model, Message::Tick { id: first, received: 0 }), Effects::new());
    assert_eq!(update(&mut model, Message::Tick { id: second, received: 0 }), [Effect::Tick(second)]);
}

#[test]
fn quitting_keeps_the_draft_and_gives_up_what_runs() {
    let mut model = model("/v1/x");
    let (id, _) = fetch_in(&press(&mut model, KeyCode::Enter));
    let effects = update(&mut model, Message::Terminate);
    assert_eq!(effects, [Effect::Cancel(id), Effect::Quit]);
    assert_eq!(model.composer.draft().path, "/v1/x");
    let ctrl_c = |model: &mut Model| update(model, Message::Input(Event::Key(Key::ctrl('c'))));
    let mut model = self::model("/v1/x");
    let (id, _) = fetch_in(&press(&mut model, KeyCode::Enter));
    assert_eq!(ctrl_c(&mut model), [Effect::Cancel(id)]);
    assert!(matches!(ctrl_c(&mut model)[..], [Effect::Quit]));
}

#[test]
fn enter_on_an_href_goes_there() {
    let mut model = model("/v1/x");
    let (id, _) = fetch_in(&press(&mut model, KeyCode::Enter));
    let body = r#"{"data":[{"id":"1","type":"songs","href":"/v1/catalog/us/songs/1"}]}"#;
    arrive(&mut model, id, answer(200, body, "/v1/x"));
    press_all(&mut model, "jjjj");
    let effects = press(&mut model, KeyCode::Enter);
    assert_eq!(fetch_in(&effects).1, "/v1/catalog/us/songs/1");
    assert_eq!(model.composer.path.text(), "/v1/catalog/us/songs/1");
}

#[test]
fn nothing_is_sent_while_another_profile_is_being_read() {
    let mut model = listed();
    let effects = travel::use_profile(&mut model, "staging".to_owned());
    assert_eq!(effects, [Effect::UseProfile { name: "staging".to_owned(), turn: 1 }]);
    for key in ['f', 'r'] {
        assert_eq!(press(&mut model, KeyCode::Char(key)), Effects::new(), "{key}");
        assert!(model.notice.as_deref().is_some_and(|notice| notice.contains("being read")), "{key}");
    }
    press_all(&mut model, "G");
    assert_eq!(press(&mut model, KeyCode::Enter), Effects::new(), "Enter on next");
    assert!(model.fetch.running().is_none());
}

#[test]
fn an_href_is_not_opened_while_another_profile_is_being_read() {
    let mut model = model("/v1/x");
    let (id, _) = fetch_in(&press(&mut model, KeyCode::Enter));
    let body = r#"{"data":[{"id":"1","type":"songs","href":"/v1/catalog/us/songs/1"}]}"#;
    arrive(&mut model, id, answer(200, body, "/v1/x"));
    travel::use_profile(&mut model, "staging".to_owned());
    press_all(&mut model, "jjjj");
    assert_eq!(press(&mut model, KeyCode::Enter), Effects::new());
    assert_eq!(model.composer.path.text(), "/v1/x");
    assert_eq!(open(&mut model, "staging"), Effects::new());
}

#[test]
fn a_fetch_names_the_profile_that_it_was_meant_for() {
    let mut model = model("/v1/x");
    let effects = press(&mut model, KeyCode::Enter);
    assert!(
        effects.iter().any(|effect| matches!(effect, Effect::Fetch { profile, .. } if profile == "sandbox"))
    );
}

#[test]
fn the_users_own_token_does_not_come_back_from_the_editor() {
    let token = "an opaque token has no shape".replace(' ', "+");
    let mut model = model("/v1/x");
    model.composer.method = Method::Put;
    model.composer.body.paste("{}");
    model.composer.light_up_body(crate::domain::json::Position { line: 1, column: 1 });
    model.session.standing.user =
        UserStanding::of(&crate::domain::secret::Secret::new(token.clone()), "a test");
    let edited = format!("{{\"t\": \"{token}\"}}");
    update(&mut model, Message::Edited(Ok(crate::app::event::Typed(edited))));
    assert_eq!(model.composer.body.text(), "{}");
    assert!(model.notice.as_deref().is_some_and(|notice| notice.contains("stays as it was")));
    update(&mut model, Message::Edited(Ok(crate::app::event::Typed("{\"a\": 1}\n".to_owned()))));
    assert_eq!((model.composer.body.text().as_str(), model.composer.light().body_line), ("{\"a\": 1}", None));
}

#[test]
fn the_answer_to_an_earlier_choice_of_profile_changes_nothing() {
    let mut model = model("/v1/x");
    travel::use_profile(&mut model, "slow".to_owned());
    travel::use_profile(&mut model, "real".to_owned());
    update(&mut model, Message::Standing { turn: 1, standing: Box::new(standing("slow")) });
    assert_eq!(
        (model.session.standing.profile.as_str(), model.session.opening),
        ("sandbox", Opening::UnderWay)
    );
    let reason = "no".to_owned();
    update(&mut model, Message::NoProfile { turn: 2, reason, standing: Some(Box::new(standing("slow"))) });
    assert_eq!((model.session.standing.profile.as_str(), model.session.opening), ("slow", Opening::Done));
}

#[test]
fn a_question_is_answered_for_the_profile_it_was_asked_for() {
    let mut model = model("/v1/me/library?ids[songs]=1");
    model.composer.method = Method::Post;
    open(&mut model, "work");
    press(&mut model, KeyCode::Enter);
    model.session.standing = standing("other");
    assert_eq!(press_all(&mut model, "y"), Effects::new());
    assert!(model.notice.as_deref().is_some_and(|notice| notice.contains("the profile work")));
}

#[test]
fn a_question_that_comes_by_itself_is_not_answered_by_a_key_on_its_way() {
    let mut model = model("/v1/me/library?ids[songs]=1");
    model.composer.method = Method::Post;
    model.session.opening = Opening::UnderWay;
    press(&mut model, KeyCode::Enter);
    open(&mut model, "work");
    assert!(matches!(model.overlay, Some(Overlay::Question(_))));
    assert_eq!(press_all(&mut model, "y"), Effects::new());
    assert!(matches!(model.overlay, Some(Overlay::Question(_))), "it stays");
    update(&mut model, Message::At(1_000));
    fetch_in(&press_all(&mut model, "y"));
}

#[test]
fn a_request_that_waits_for_credentials_waits_no_longer_when_somebody_types() {
    let mut model = model("/v1/x");
    model.session.opening = Opening::UnderWay;
    press(&mut model, KeyCode::Enter);
    press_all(&mut model, "y");
    assert_eq!(open(&mut model, "sandbox"), Effects::new());
    assert_eq!(model.composer.path.text(), "/v1/xy");
}

#[test]
fn a_write_is_a_repetition_also_after_another_request() {
    let mut model = model("/v1/me/library?ids[songs]=1");
    model.composer.method = Method::Post;
    fetch_in(&press(&mut model, KeyCode::Enter));
    model.composer.method = Method::Get;
    fetch_in(&press(&mut model, KeyCode::Enter));
    model.composer.method = Method::Post;
    assert_eq!(press(&mut model, KeyCode::Enter), Effects::new());
    assert!(matches!(&model.overlay, Some(Overlay::Question(question)) if question.is_repeat));
}
