//! The doctor: what it says at once, what it asks, and what an experiment proves.

use std::sync::Arc;

use super::*;
use crate::domain::{
    doctor::{
        Credentials, Usable,
        facts::{Answer, Exchange, Redaction},
        probe::Question,
    },
    secret::Secret,
};

// An expired token of a fictional team: `exp` is 1000 s after the epoch, and its signature is empty.
const EXPIRED: &str =
    "eyJhbGciOiJFUzI1NiIsImtpZCI6IkZJQ1RJT04wMDEifQ.eyJpc3MiOiJGSUNUSU9OMDAyIiwiaWF0IjoxLCJleHAiOjEwMDB9.";

// `iat` is 1900 s and `exp` 9,000,000 s after the epoch.
const LASTING: &str = "eyJpc3MiOiJGSUNUSU9OMDAyIiwiaWF0IjoxOTAwLCJleHAiOjkwMDAwMDB9";

fn know(model: &mut Model, developer: &str) {
    let (developer, user) = (Secret::new(developer.to_owned()), Secret::new("a/user+token".repeat(20)));
    let facts = Credentials::read(Some(&developer), Some(&user), None);
    update(model, Message::Facts(Arc::new(facts), Usable { developer: true, user: true }));
    update(model, Message::At(2_000_000));
}

/// A model whose request was refused with this status.
fn refused(path: &str, status: u16) -> Model {
    let mut model = model(path);
    know(&mut model, EXPIRED);
    let (id, _) = fetch_in(&press(&mut model, KeyCode::Enter));
    arrive(&mut model, id, answer(status, "", path));
    model
}

fn asked(effects: &Effects) -> (u64, Question) {
    let found = effects.iter().find_map(|effect| match effect {
        Effect::Ask { turn, question, .. } => Some((*turn, question.clone())),
        _ => None,
    });
    found.unwrap_or_else(|| panic!("no question in {effects:?}"))
}

fn reply(model: &mut Model, (turn, question): &(u64, Question), status: u16) -> Effects {
    let answer = Answer::read(status, [], b"", &Redaction::default());
    let url = format!("https://api.music.apple.com{}", question.target);
    let sent = Exchange::sent("GET", &url, &question.headers, question.developer, question.user);
    let exchange = Box::new(Exchange { answer: Some(answer), ..sent });
    update(model, Message::Asked { turn: *turn, exchange })
}

fn account(model: &Model) -> String {
    let Some(Overlay::Account(account)) = &model.overlay else { panic!("no account over the panels") };
    account.sheet.lines().iter().map(|(_, text)| format!("{text}\n")).collect()
}

fn told(model: &Model) -> String {
    model.errors.lines(76).iter().map(|(_, text)| format!("{text}\n")).collect()
}

#[test]
fn a_refusal_shows_the_likeliest_cause_at_once_and_nothing_is_asked() {
    let model = refused("/v1/catalog/us/songs/1", 401);
    let told = told(&model);
    assert!(told.contains("Likely DT047: The developer token has expired."), "{told}");
    assert!(told.contains("d shows the whole examination"), "{told}");
}

#[test]
fn a_user_token_that_is_set_and_was_not_sent_is_switched_on_before_anybody_signs_in() {
    let mut model = model("/v1/me/storefront");
    let whole = EXPIRED.split('.').next().unwrap_or_default();
    know(&mut model, &format!("{whole}.{LASTING}.{}", "A".repeat(86)));
    model.composer.toggle_user();
    let (id, _) = fetch_in(&press(&mut model, KeyCode::Enter));
    let body = r#"{"errors":[{"id":"A","title":"Forbidden","status":"403","code":"40300"}]}"#;
    arrive(&mut model, id, answer(403, body, "/v1/me/storefront"));
    let first = told(&model).lines().find(|line| line.starts_with('→')).map(str::to_owned);
    assert!(
        first.as_deref().is_some_and(|first| first.starts_with("→ U in the request")),
        "{}",
        told(&model)
    );
    press(&mut model, KeyCode::Esc);
    press_all(&mut model, "d");
    let account = account(&model);
    let (switch, log_in) = (account.find("U in the request"), account.find("log in"));
    assert!(switch.is_some() && switch < log_in, "{account}");
}

#[test]
fn the_examination_says_what_the_form_says_of_the_request() {
    let mut model = refused("/v1/catalog/us/search?types=songs", 400);
    press(&mut model, KeyCode::Esc);
    press_all(&mut model, "d");
    let account = account(&model);
    assert!(account.contains("! `term` is required and missing"), "{account}");
    assert!(account.contains("! request: ") && !account.contains("✓ request: "), "{account}");
}

#[test]
fn the_help_gives_the_account_back_with_what_came_meanwhile() {
    let mut model = refused("/v1/me/storefront", 401);
    press(&mut model, KeyCode::Esc);
    let question = asked(&press(&mut model, KeyCode::Char('d')));
    press(&mut model, KeyCode::F(1));
    reply(&mut model, &question, 401);
    press(&mut model, KeyCode::Esc);
    let account = account(&model);
    assert!(account.contains(&format!("{} GET {}", question.1.name, question.1.target)), "{account}");
}

#[test]
fn nothing_is_said_about_credentials_that_have_not_been_read() {
    let mut model = model("/v1/x");
    let (id, _) = fetch_in(&press(&mut model, KeyCode::Enter));
    arrive(&mut model, id, answer(401, "", "/v1/x"));
    assert!(!told(&model).contains("DT0"), "{}", told(&model));
}

#[test]
fn the_examination_asks_one_question_after_the_other() {
    let mut model = refused("/v1/me/storefront", 401);
    press(&mut model, KeyCode::Esc);
    let mut question = asked(&press(&mut model, KeyCode::Char('d')));
    let mut names = Vec::new();
    for status in [401, 401, 401] {
        names.push(question.1.name);
        let effects = reply(&mut model, &question, status);
        if names.len() == 3 {
            assert_eq!(effects, Effects::new(), "nothing more would tell anything");
            break;
        }
        question = asked(&effects);
    }
    assert_eq!(
        names,
        ["P0", "P1", "P2"],
        "the user token is not asked about while the developer token is bad"
    );
    let account = account(&model);
    assert!(account.contains("Likely: The developer token has expired."), "{account}");
    assert!(account.contains("P2 GET /v1/storefronts?limit=1"), "{account}");
}

#[test]
fn an_examination_that_is_given_up_is_not_changed_by_a_late_answer() {
    let mut model = refused("/v1/x", 401);
    press(&mut model, KeyCode::Esc);
    let question = asked(&press(&mut model, KeyCode::F(8)));
    assert_eq!(press(&mut model, KeyCode::Esc), vec![Effect::EndAsking]);
    assert_eq!(reply(&mut model, &question, 200), Effects::new());
    assert!(model.overlay.is_none());
}

#[test]
fn another_servers_question_waits_for_a_yes() {
    let mut model = model("/v1/x");
    model.session.standing.origin = "https://music.example".parse().unwrap();
    know(&mut model, EXPIRED);
    let (id, _) = fetch_in(&press(&mut model, KeyCode::Enter));
    arrive(&mut model, id, answer(401, "", "/v1/x"));
    press(&mut model, KeyCode::Esc);
    let mut effects = press(&mut model, KeyCode::Char('d'));
    while effects.iter().any(|effect| matches!(effect, Effect::Ask { .. })) {
        let question = asked(&effects);
        assert!(!question.1.to_apple, "nothing goes elsewhere by itself");
        effects = reply(&mut model, &question, if question.1.name == "P1" { 200 } else { 401 });
    }
    assert!(account(&model).contains("a allows it"), "{}", account(&model));
    let question = asked(&press(&mut model, KeyCode::Char('a'))).1;
    assert!(question.to_apple && question.name == "P6", "{question:?}");
}

#[test]
fn an_experiment_sends_the_request_three_ways_and_says_what_they_prove() {
    let mut model = refused("/v1/me/storefront", 403);
    press(&mut model, KeyCode::Esc);
    let mut effects = press(&mut model, KeyCode::Char('x'));
    let mut ways = Vec::new();
    for status in [401, 403, 200] {
        let question = asked(&effects);
        ways.push((question.1.developer, question.1.user));
        effects = reply(&mut model, &question, status);
    }
    assert_eq!(ways, [(false, false), (true, false), (true, true)]);
    assert_eq!(effects, Effects::new());
    let account = account(&model);
    assert!(
        account.contains("Both tokens are good, and this request needs the Music User Token."),
        "{account}"
    );
}

#[test]
fn an_experiment_needs_a_request_that_only_reads() {
    let mut first = model("/v1/x");
    press(&mut first, KeyCode::Esc);
    assert_eq!(press(&mut first, KeyCode::Char('x')), Effects::new());
    assert_eq!(first.notice.as_deref(), Some("nothing to try: send a request first"));
    let mut write = model("/v1/me/library");
    write.composer.method = Method::Post;
    let (id, _) = fetch_in(&press(&mut write, KeyCode::Enter));
    arrive(&mut write, id, answer(202, "", "/v1/me/library"));
    press(&mut write, KeyCode::Esc);
    assert_eq!(press(&mut write, KeyCode::Char('x')), Effects::new());
    assert!(write.notice.as_ref().is_some_and(|notice| notice.contains("only reads")), "{:?}", write.notice);
}

#[test]
fn the_report_goes_to_the_clipboard_without_a_secret() {
    let mut model = refused("/v1/x", 401);
    press(&mut model, KeyCode::Esc);
    let effects = press_all(&mut model, "yr");
    let [Effect::Copy { text, .. }] = &effects[..] else { panic!("{effects:?}") };
    assert!(text.0.contains("\"redacted\"") && text.0.contains("\"iss\": \"FICTION002\""), "{}", text.0);
    assert!(!text.0.contains("eyJhbGciOiJFUzI1NiIs") && !text.0.contains("a/user+token"), "{}", text.0);
}

#[test]
fn a_sandbox_counts_as_ill_only_once_it_is() {
    let mut model = model("/v1/x");
    model.session.scenarios = vec![("expired".to_owned(), "the developer token has expired".to_owned())];
    press(&mut model, KeyCode::Esc);
    press_all(&mut model, ":sandbox expired");
    let effects = press(&mut model, KeyCode::Enter);
    let turn = model.session.turn;
    assert_eq!(effects, vec![Effect::Arm { scenario: "expired".to_owned(), turn }]);
    assert_eq!(model.session.illness(), None, "not yet");
    open(&mut model, "sandbox");
    assert_eq!(model.session.illness(), Some("expired"));
    // An arming that fails leaves what was.
    press_all(&mut model, ":sandbox expired");
    press(&mut model, KeyCode::Enter);
    let turn = model.session.turn;
    update(&mut model, Message::NoProfile { turn, reason: "no port".to_owned(), standing: None });
    assert_eq!(model.session.illness(), Some("expired"));
}
