//! A sign-in: offered after a refusal, given up with its account, and followed by the request that it was for.

use super::*;
use crate::app::signing::Step;

const REFUSED: &str = r#"{"errors":[{"id":"X","title":"Forbidden","detail":"Invalid authentication","status":"403","code":"40300"}]}"#;
const LIBRARY: &str = "/v1/me/library/songs";

/// A model whose request was refused for its Music User Token.
fn refused(path: &str) -> Model {
    let mut model = model(path);
    let (id, _) = fetch_in(&press(&mut model, KeyCode::Enter));
    arrive(&mut model, id, answer(403, REFUSED, path));
    model
}

fn begun(model: &mut Model) -> u64 {
    let effects = press_all(model, "I");
    let found = effects.iter().find_map(|effect| match effect {
        Effect::SignIn { turn, profile } => Some((*turn, profile.clone())),
        _ => None,
    });
    let (turn, profile) = found.unwrap_or_else(|| panic!("no sign-in in {effects:?}"));
    assert_eq!(profile, model.session.standing.profile);
    turn
}

fn step(model: &mut Model, turn: u64, step: Step) -> Effects {
    update(model, Message::SigningIn { turn, step: Box::new(step) })
}

fn waiting() -> Step {
    let address = "http://localhost:8765/c0ffee/".to_owned();
    Step::Waiting { address, forwarding: Some("ssh -N -L 8765".to_owned()), taken: None, is_opened: false }
}

fn signed(model: &Model) -> Step {
    let standing = Box::new(model.session.standing.clone());
    let library = "Its library answers.".to_owned();
    Step::Signed { standing, storefront: Some("gb".to_owned()), library, is_kept: true }
}

fn account(model: &Model) -> String {
    let Some(Overlay::SignIn(account)) = &model.overlay else { panic!("no account of a sign-in") };
    account.sheet.lines().iter().map(|(_, text)| format!("{text}\n")).collect()
}

#[test]
fn a_refused_user_token_offers_to_sign_in_and_then_the_request_goes_out_again() {
    let mut model = refused(LIBRARY);
    let told: String = model.errors.lines(76).iter().map(|(_, text)| format!("{text}\n")).collect();
    assert!(told.contains("I signs in"), "{told}");
    let draft = model.composer.draft();
    let turn = begun(&mut model);
    step(&mut model, turn, waiting());
    step(&mut model, turn, Step::Opened);
    let told = account(&model);
    assert!(
        told.contains("ssh -N -L 8765") && told.contains("localhost:8765/c0ffee") && told.contains("is open"),
        "{told}"
    );
    let answer = signed(&model);
    let effects = step(&mut model, turn, answer);
    assert_eq!(fetch_in(&effects).1, LIBRARY);
    assert!(
        model.overlay.is_none()
            && model.notice.as_deref().is_some_and(|notice| notice.contains("storefront gb"))
    );
    assert_eq!(model.composer.draft(), draft);
}

#[test]
fn another_refusal_offers_no_sign_in() {
    for (status, body) in [(401, ""), (404, ""), (500, REFUSED), (403, "")] {
        let mut model = model(LIBRARY);
        let (id, _) = fetch_in(&press(&mut model, KeyCode::Enter));
        arrive(&mut model, id, answer(status, body, LIBRARY));
        let told: String = model.errors.lines(76).iter().map(|(_, text)| format!("{text}\n")).collect();
        assert!(!told.contains("I signs in"), "{status}: {told}");
    }
}

#[test]
fn a_write_is_repeated_after_a_yes_alone_and_no_key_on_its_way_is_one() {
    let mut model = model(LIBRARY);
    model.composer.method = Method::Post;
    let (id, _) = fetch_in(&press(&mut model, KeyCode::Enter));
    update(&mut model, Message::At(10_000));
    arrive(&mut model, id, answer(403, REFUSED, LIBRARY));
    let turn = begun(&mut model);
    let answer = signed(&model);
    let effects = step(&mut model, turn, answer);
    assert!(!effects.iter().any(|effect| matches!(effect, Effect::Fetch { .. })), "{effects:?}");
    assert!(matches!(model.overlay, Some(Overlay::Question(_))));
    let early = press_all(&mut model, "y");
    assert!(early.is_empty(), "{early:?}");
    update(&mut model, Message::At(20_000));
    assert_eq!(fetch_in(&press_all(&mut model, "y")).1, LIBRARY);
}

#[test]
fn who_closes_the_account_gives_the_sign_in_up() {
    for keys in ["q", "<"] {
        let mut model = refused(LIBRARY);
        let turn = begun(&mut model);
        step(&mut model, turn, waiting());
        let effects = if keys == "q" { press_all(&mut model, keys) } else { press(&mut model, KeyCode::Esc) };
        assert_eq!(effects, [Effect::EndSignIn]);
        assert_eq!(model.signing.address(), None, "the address is forgotten");
        let before = format!("{:?}", model.session);
        let answer = signed(&model);
        assert!(step(&mut model, turn, answer).is_empty(), "a late answer changes nothing");
        assert_eq!(format!("{:?}", model.session), before);
    }
}

#[test]
fn without_a_refusal_nothing_is_sent_afterwards() {
    let mut model = model(LIBRARY);
    press(&mut model, KeyCode::Esc);
    let turn = begun(&mut model);
    step(&mut model, turn, waiting());
    let copied = press_all(&mut model, "y");
    assert!(matches!(&copied[..], [Effect::Copy { text, .. }] if text.0.contains("c0ffee")), "{copied:?}");
    let answer = signed(&model);
    assert_eq!(step(&mut model, turn, answer), []);
}

#[test]
fn a_sign_in_that_fails_stays_to_be_read() {
    let mut model = refused(LIBRARY);
    let turn = begun(&mut model);
    let why =
        (crate::domain::doctor::told::Role::Bad, "401: the developer token was not accepted".to_owned());
    assert_eq!(step(&mut model, turn, Step::Ended(vec![why])), []);
    assert!(account(&model).contains("the developer token was not accepted"));
    assert!(!account(&model).contains("http://localhost"), "no page is offered");
}
