//! Somebody who is locked in tries to get out, by every key and by what is pasted.

use super::*;
use crate::{
    app::{keymap::Action, overlay::HelpLine, palette::Choice},
    domain::leave::Leave,
};

/// A model on Apple's server, with a response of two rows.
fn locked(writes: bool) -> Model {
    let mut model = listed();
    model.session.standing = standing("work");
    model.leave = Leave::Restricted { writes, home: Some(Origin::apple()) };
    model
}

/// A model that shows this body.
fn showing(body: &str) -> Model {
    let mut model = model("/v1/x");
    let (id, _) = fetch_in(&press(&mut model, KeyCode::Enter));
    arrive(&mut model, id, answer(200, body, "/v1/x"));
    model
}

fn notice(model: &Model) -> &str {
    model.notice.as_deref().unwrap_or_default()
}

#[test]
fn no_key_leads_out_and_each_says_why() {
    let ctrl = |c| Key::ctrl(c);
    let plain = |c| Key::char(c);
    let cases: [(&[Key], &str); 6] = [
        (&[plain('s')], "saving to files is switched off"),
        (&[ctrl('z')], "there is no shell here"),
        (&[plain('y'), plain('T')], "no token is shown or copied"),
        (&[plain('I')], "signing in is switched off"),
        (&[plain('1'), Key::plain(KeyCode::Esc), plain('e')], "no editor is started"),
        (&[plain('1'), ctrl('x'), ctrl('e')], "no editor is started"),
    ];
    for (keys, reason) in cases {
        let mut model = locked(true);
        model.composer.method = Method::Post;
        let effects: Effects =
            keys.iter().flat_map(|key| update(&mut model, Message::Input(Event::Key(*key)))).collect();
        assert_eq!(effects, Effects::new(), "{keys:?}");
        assert!(notice(&model).starts_with("restricted: ") && notice(&model).contains(reason), "{keys:?}");
        assert!(model.prompt.is_none() && model.overlay.is_none(), "{keys:?}");
        // The same keys lead out of a run that is not restricted.
        let mut free = Model { leave: Leave::Free, ..locked(true) };
        free.composer.method = Method::Post;
        let effects: Effects =
            keys.iter().flat_map(|key| update(&mut free, Message::Input(Event::Key(*key)))).collect();
        assert!(!effects.is_empty() || free.prompt.is_some() || free.overlay.is_some(), "{keys:?}");
    }
}

#[test]
fn what_is_switched_off_is_not_in_the_palette() {
    let off = [Action::Save, Action::Suspend, Action::CopyToken, Action::SignIn, Action::ExternalEditor];
    for (leave, expected) in [(Leave::Free, off.len()), (locked(false).leave, 0)] {
        let mut model = Model { leave, ..locked(false) };
        update(&mut model, Message::Input(Event::Key(Key::ctrl('p'))));
        let Some(Overlay::Palette(palette)) = &model.overlay else { panic!("no palette") };
        let is_off =
            |choice: &&Choice| matches!(choice, Choice::Act(binding) if off.contains(&binding.action));
        assert_eq!(palette.matching().filter(is_off).count(), expected);
        assert!(palette.len() > 50);
    }
}

#[test]
fn what_is_switched_off_is_not_in_the_help_of_any_panel() {
    let off = ["Ctrl-z", "Ctrl-x Ctrl-e", "y T", "I"];
    let listed = |leave: Leave| {
        let mut model = Model { leave, ..locked(false) };
        press(&mut model, KeyCode::F(1));
        press(&mut model, KeyCode::Tab);
        let Some(Overlay::Help(help)) = &model.overlay else { panic!("no help") };
        assert_eq!(help.title(), "Keys · all");
        let is_off =
            |line: &&HelpLine| matches!(line, HelpLine::Key(keys, _) if off.contains(&keys.as_str()));
        help.lines.iter().filter(is_off).count()
    };
    assert_eq!((listed(Leave::Free), listed(locked(false).leave)), (off.len(), 0));
}

/// Sends a request, and answers whether it is asked for or sent.
fn sent(model: &mut Model, method: Method, headers: &str) -> bool {
    model.composer.hold(&Draft {
        method,
        path: "/v1/me/library".to_owned(),
        headers: headers.to_owned(),
        ..Draft::default()
    });
    let effects = press(model, KeyCode::F(5));
    let asks = matches!(model.overlay, Some(Overlay::Question(_)));
    model.overlay = None;
    let told = model.errors.report().map(|report| format!("{report:?}")).unwrap_or_default();
    let goes = effects.iter().any(|effect| matches!(effect, Effect::Fetch { .. }));
    assert!(asks || goes || told.contains("restricted: only GET is sent"), "{told}");
    asks || goes
}

#[test]
fn a_write_is_not_sent_unless_it_is_allowed_and_then_it_asks() {
    for method in Method::ALL {
        assert_eq!(sent(&mut locked(false), method, ""), method == Method::Get, "{method:?}");
        let mut model = locked(true);
        // Not even a configuration that asks no questions spares it one.
        model.session.confirms_writes = false;
        assert!(sent(&mut model, method, ""), "{method:?}");
        assert_eq!(model.fetch.running().is_some(), method == Method::Get, "a write asks first");
    }
    assert!(!sent(&mut locked(false), Method::Get, "X-HTTP-Method-Override: DELETE"));
}

#[test]
fn a_write_that_was_sent_or_asked_for_before_is_not_repeated_either() {
    let mut model = locked(true);
    assert!(sent(&mut model, Method::Put, ""));
    press(&mut model, KeyCode::F(5));
    model.leave = Leave::Restricted { writes: false, home: Some(Origin::apple()) };
    // The question stands there: a yes gets nowhere.
    assert_eq!(press_all(&mut model, "y"), Effects::new());
    let told = format!("{:?}", model.errors.report());
    assert!(told.contains("only GET is sent here, and no PUT"), "{told}");
    assert!(model.fetch.running().is_none());
}

#[test]
fn another_server_is_not_asked_by_path_href_or_next() {
    for path in ["https://music.example/v1/x", "//music.example/v1/x", "http://127.0.0.1:9/v1/x"] {
        let mut model = locked(false);
        model.composer.hold(&Draft { path: path.to_owned(), ..Draft::default() });
        assert_eq!(press(&mut model, KeyCode::F(5)), Effects::new(), "{path}");
    }
    let body = r#"{"data":[{"id":"1","type":"songs","href":"https://music.example/v1/x"}],"next":"https://music.example/v1/y"}"#;
    for keys in ["jo", "Ef", "F", "G\r"] {
        let mut model = showing(body);
        model.leave = locked(false).leave;
        for effect in press_all(&mut model, keys) {
            if let Effect::Fetch { request, .. } = effect {
                assert!(!request.target.contains("music.example"), "{keys}: {request:?}");
            }
        }
    }
}

#[test]
fn tokens_that_are_pasted_are_not_used() {
    let user = "Ab1+/cd9".repeat(16);
    let command =
        format!("curl 'https://api.music.apple.com/v1/me/library/songs' -H 'Music-User-Token: {user}'");
    let pasted = |leave: Leave| {
        let mut model = Model { leave, ..locked(false) };
        press_all(&mut model, "1");
        press(&mut model, KeyCode::Esc);
        let effects = update(&mut model, Message::Input(Event::Paste(command.clone())));
        let adopts = effects.iter().any(|effect| matches!(effect, Effect::Adopt { .. }));
        (adopts, format!("{:?}", model.errors.report()), model.composer.path.text())
    };
    assert!(pasted(Leave::Free).0);
    let (adopts, told, path) = pasted(locked(true).leave);
    assert!(!adopts && told.contains("tokens that are pasted are not used here"), "{told}");
    assert_eq!(path, "/v1/me/library/songs", "the request alone is taken");
}

#[test]
fn signing_in_is_not_offered_where_it_is_switched_off() {
    let offers = |leave: Leave| {
        let mut model = Model { leave, ..locked(false) };
        model.composer.hold(&Draft { path: "/v1/me/library/songs".to_owned(), ..Draft::default() });
        let effects = press(&mut model, KeyCode::F(5));
        let (id, target) = fetch_in(&effects);
        let refusal = r#"{"errors":[{"status":"403","code":"40300","title":"Forbidden"}]}"#;
        let outcome = Box::new(answer(403, refusal, target));
        update(&mut model, Message::Fetched { id, outcome, standing: None });
        format!("{:?}", model.errors)
    };
    assert!(offers(Leave::Free).contains("I signs in"));
    assert!(!offers(locked(false).leave).contains("I signs in"));
}
