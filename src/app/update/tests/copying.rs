//! What each copying key hands to the terminal, and what is said where it hands over nothing.

use super::*;
use crate::{
    app::{effect::Clip, saving::What},
    domain::secret::Secret,
};

/// The text that goes to the clipboard, and what it is called.
fn copied(effects: &Effects) -> (&str, &str) {
    match &effects[..] {
        [Effect::Copy { text, what }] => (&text.0, what),
        other => panic!("no copy in {other:?}"),
    }
}

#[test]
fn a_replay_has_no_token_to_copy() {
    let mut model = listed();
    assert!(model.can(crate::app::keymap::Action::CopyToken));
    model.session.standing.profile = crate::domain::profile::replay_of("talk");
    assert_eq!(refused(&mut model, "yT"), "there is no developer token to copy");
}

/// What is said instead.
fn refused(model: &mut Model, keys: &str) -> String {
    assert_eq!(press_all(model, keys), Effects::new(), "{keys}");
    model.notice.clone().unwrap_or_else(|| panic!("{keys} says nothing"))
}

#[test]
fn each_key_copies_its_part_of_the_value_under_the_cursor() {
    let mut model = listed();
    press_all(&mut model, "Egj");
    let tree = model.response.tree().unwrap();
    let node = tree.value(model.response.cursor()).unwrap();
    assert_eq!(tree.pages().path(node), "data[0]");
    let item = r#"{"id":"1","type":"songs"}"#;
    let cases = [
        ("yv", item, "the object, 25 B"),
        ("yo", item, "the object, 25 B"),
        ("yk", "0", "the number 0"),
        ("yp", "data[0]", "the path data[0]; y P copies it as a JSON pointer"),
        ("yP", "/data/0", "the JSON pointer /data/0"),
    ];
    for (keys, text, what) in cases {
        assert_eq!(copied(&press_all(&mut model, keys)), (text, what), "{keys}");
    }
}

#[test]
fn what_became_of_a_copy_is_told() {
    let mut model = listed();
    update(&mut model, Message::Copied(Ok("sent to the terminal: the key id".to_owned())));
    assert_eq!(model.notice.as_deref(), Some("sent to the terminal: the key id"));
    update(&mut model, Message::Copied(Err("the terminal is gone".to_owned())));
    assert_eq!(model.notice.as_deref(), Some("the terminal is gone"));
}

#[test]
fn a_request_is_copied_as_curl_or_as_code_with_variables_for_tokens() {
    let mut model = listed();
    let effects = press_all(&mut model, "yc");
    let (text, what) = copied(&effects);
    assert!(text.contains("https://api.music.apple.com/v1/x?limit=2"), "{text}");
    assert!(text.contains("$APPLE_MUSIC_DEVELOPER_TOKEN"), "{text}");
    assert_eq!(what, "the request as curl, tokens as variables");
    press_all(&mut model, "yx");
    press_all(&mut model, "swift");
    let effects = press(&mut model, KeyCode::Enter);
    assert!(copied(&effects).0.contains("URLRequest"), "{effects:?}");
    assert_eq!(copied(&effects).1, "the request as Swift (URLSession), tokens as variables");
    assert!(model.overlay.is_none());
}

#[test]
fn the_form_is_what_is_copied_where_the_form_has_the_focus() {
    let mut model = listed();
    press_all(&mut model, "1zzz");
    press(&mut model, KeyCode::Esc);
    let effects = press_all(&mut model, "yc");
    assert!(copied(&effects).0.contains("/v1/x?limit=2zzz"), "{effects:?}");
    press_all(&mut model, "p");
    update(&mut model, Message::Input(Event::Key(Key::ctrl('u'))));
    // The list of what could stand there goes first.
    press(&mut model, KeyCode::Esc);
    press(&mut model, KeyCode::Esc);
    let said = refused(&mut model, "yc");
    assert!(said.starts_with("nothing was copied: ") && said.len() > 30, "{said}");
}

#[test]
fn a_request_that_holds_a_token_is_not_copied() {
    let token = "Ab1+/cd9".repeat(16);
    let mut model = model("/v1/x");
    model.session.standing.user = UserStanding::of(&Secret::new(token.clone()), "a test");
    for typed in [format!("?t={token}"), "?t=eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJ4In0.c2ln".to_owned()] {
        press_all(&mut model, "p");
        press_all(&mut model, &typed);
        press(&mut model, KeyCode::Esc);
        for keys in ["yc", "yx"] {
            let mut effects = press_all(&mut model, keys);
            if model.overlay.is_some() {
                effects = press(&mut model, KeyCode::Enter);
            }
            assert_eq!(effects, Effects::new());
            let said = model.notice.clone().unwrap_or_default();
            assert!(said.starts_with("nothing was copied: "), "{said}");
        }
        press_all(&mut model, "p");
        update(&mut model, Message::Input(Event::Key(Key::ctrl('u'))));
    }
}

#[test]
fn while_another_profile_is_read_or_in_use_no_request_is_copied() {
    let mut model = listed();
    model.session.opening = Opening::UnderWay;
    assert!(refused(&mut model, "yc").contains("credentials are being read"));
    open(&mut model, "staging");
    assert_eq!(
        refused(&mut model, "yc"),
        "nothing was copied: the response came with the profile sandbox; choose it first"
    );
}

#[test]
fn where_there_is_nothing_to_copy_it_says_why() {
    let mut empty = model("/v1/x");
    press(&mut empty, KeyCode::Esc);
    press_all(&mut empty, "2");
    for keys in ["yv", "yc", "yx"] {
        assert_eq!(refused(&mut empty, keys), "nothing to copy: there is no response yet");
    }
    let mut model = listed();
    press_all(&mut model, "w");
    assert_eq!(refused(&mut model, "yp"), "nothing to copy here: w shows the body");
    let (id, _) = fetch_in(&press_all(&mut model, "r"));
    arrive(&mut model, id, answer(204, "", "/v1/x"));
    press_all(&mut model, "2");
    assert_eq!(refused(&mut model, "yo"), "nothing to copy: the body is empty");
}

#[test]
fn a_value_that_no_terminal_takes_is_refused() {
    let mut model = model("/v1/x");
    let (id, _) = fetch_in(&press(&mut model, KeyCode::Enter));
    arrive(&mut model, id, answer(200, &format!(r#"{{"a":"{}"}}"#, "x".repeat(70_000)), "/v1/x"));
    let said = refused(&mut model, "yv");
    assert_eq!(
        said,
        "nothing was copied: 70.0 kB are too long for a terminal; press s to save them to a file"
    );
    assert_eq!(copied(&press_all(&mut model, "yp")).0, "a");
}

#[test]
fn what_is_too_long_is_what_the_next_key_saves_and_only_the_next_one() {
    let long = || {
        let mut model = model("/v1/x");
        let (id, _) = fetch_in(&press(&mut model, KeyCode::Enter));
        let body = format!(r#"{{"b":1,"a":"{}"}}"#, "x".repeat(70_000));
        arrive(&mut model, id, answer(200, &body, "/v1/x"));
        press_all(&mut model, "gjj");
        refused(&mut model, "yv");
        model
    };
    let mut model = long();
    press_all(&mut model, "s");
    assert_eq!(model.saving.what, What::Value);
    let told = model.prompt.as_ref().and_then(|prompt| prompt.told.clone()).unwrap_or_default();
    assert!(told.starts_with("the value"), "{told}");
    let mut model = long();
    press_all(&mut model, "gs");
    assert_eq!(model.saving.what, What::Page, "g was pressed in between");
}

#[test]
fn what_was_copied_last_is_printed_with_all_written_out_that_would_act() {
    let mut model = listed();
    assert_eq!(
        refused(&mut model, "ys"),
        "nothing has been copied yet; y v copies the value under the cursor"
    );
    press_all(&mut model, "yk");
    model.copied = Some((Clip("a\u{1b}[31m\n\u{202e}b\tc".to_owned()), "the \u{1b} thing".to_owned()));
    let printed = "--- segue: the \\u001b thing ---\na\\u001b[31m\n\\u202eb\tc\n\
                   --- select it by hand; any key goes back ---\n";
    assert_eq!(press_all(&mut model, "ys"), [Effect::Print(Clip(printed.to_owned()))]);
    press_all(&mut model, "Egjyp");
    let effects = press_all(&mut model, "ys");
    assert!(
        matches!(&effects[..], [Effect::Print(Clip(text))] if text.contains("\ndata[0]\n---")),
        "{effects:?}"
    );
}

#[test]
fn the_developer_token_takes_a_second_key() {
    let profile = "sandbox".to_owned();
    for (key, expected) in [
        (KeyCode::Char('y'), vec![Effect::CopyToken { profile }]),
        (KeyCode::Char('n'), vec![]),
        (KeyCode::Esc, vec![]),
        (KeyCode::Enter, vec![]),
        (KeyCode::Char('T'), vec![]),
    ] {
        let mut model = listed();
        assert_eq!(press_all(&mut model, "yT"), Effects::new());
        assert!(matches!(model.overlay, Some(Overlay::TokenQuestion(_))));
        assert_eq!(press(&mut model, key), expected, "{key:?}");
        assert_eq!(model.copied, None, "what is printed is never a secret");
    }
    let mut model = listed();
    model.session.standing.developer = DeveloperStanding::Missing;
    assert_eq!(refused(&mut model, "yT"), "there is no developer token to copy");
    assert!(model.overlay.is_none());
}
