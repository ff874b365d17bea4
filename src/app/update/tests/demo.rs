//! A demo's steps: each thing when the one before has come to rest, and nothing that a person could not do.

use super::*;
use crate::{
    app::{demo, keymap::Keymap},
    domain::demo::parse_demo,
};

const TWO: &str = r#"{"data":[{"id":"1","type":"songs"},{"id":"2","type":"songs"}],"next":"/v1/x?offset=2"}"#;

/// A model with a demo of these steps.
fn loaded(steps: &str) -> Model {
    let demo = parse_demo(&format!("title = \"t\"\n{steps}")).unwrap();
    let mut model = model("/v1/before");
    model.demo = Some(Box::new(demo::State::new(demo, &model.keymap).unwrap()));
    model.fit();
    model
}

fn next(model: &mut Model) -> Effects {
    press(model, KeyCode::F(9))
}

fn done(model: &Model) -> Vec<(usize, Option<u16>, Vec<String>)> {
    let demo = model.demo.as_ref().unwrap();
    demo.done().iter().map(|done| (done.step, done.status, done.faults.clone())).collect()
}

#[test]
fn a_step_does_one_thing_after_the_other() {
    let mut model = loaded(
        "[[step]]\nnote = \"look\"\nrequest = \"/v1/x?limit=2\"\nuser_token = true\nfollow = \"next\"\nselect = \"data[2].id\"",
    );
    assert_eq!(model.demo.as_ref().unwrap().words(), "t · F9 begins, 1 step");
    let effects = next(&mut model);
    let (id, target) = fetch_in(&effects);
    assert_eq!((target, model.composer.tokens().user), ("/v1/x?limit=2", true));
    assert_eq!(model.demo.as_ref().unwrap().words(), "1/1 look");
    let effects = arrive(&mut model, id, answer(200, TWO, "/v1/x?limit=2"));
    let (id, target) = fetch_in(&effects);
    assert_eq!((target, done(&model)), ("/v1/x?offset=2&limit=2", Vec::new()));
    let last = r#"{"data":[{"id":"3","type":"songs"}]}"#;
    arrive(&mut model, id, answer(200, last, "/v1/x?offset=2&limit=2"));
    assert_eq!(done(&model), [(0, Some(200), Vec::new())]);
    let tree = model.response.tree().unwrap();
    let node = tree.value(model.response.cursor()).unwrap();
    assert_eq!(tree.pages().page(node).document().text(node.node).as_deref(), Some("3"));
    assert_eq!(next(&mut model), Effects::new());
    assert_eq!(model.notice.as_deref(), Some("that was the last step; F7 goes back"));
}

#[test]
fn a_request_waits_for_the_credentials_of_its_scenario() {
    let mut model = loaded("[[step]]\nscenario = \"expired\"\nrequest = \"/v1/x\"\nexpect = 401");
    model.session.scenarios = vec![("expired".to_owned(), "its time is over".to_owned())];
    let effects = next(&mut model);
    assert!(matches!(&effects[..], [Effect::Arm { scenario, .. }] if scenario == "expired"), "{effects:?}");
    let effects = open(&mut model, "sandbox");
    let (id, _) = fetch_in(&effects);
    arrive(&mut model, id, answer(401, "", "/v1/x"));
    assert_eq!(done(&model), [(0, Some(401), Vec::new())]);
}

#[test]
fn a_write_asks_and_the_demo_waits_for_the_answer() {
    let steps = "[[step]]\nrequest = \"/v1/me/library?ids[songs]=1\"\nmethod = \"POST\"";
    for (key, expected) in [('y', 1), ('n', 0)] {
        let mut model = loaded(steps);
        model.session.standing.profile = "work".to_owned();
        assert_eq!(next(&mut model), Effects::new());
        assert!(matches!(model.overlay, Some(Overlay::Question(_))) && done(&model).is_empty());
        assert_eq!(next(&mut model), Effects::new());
        assert_eq!(model.notice.as_deref(), Some("the demo waits: answer the question first"));
        let effects = press(&mut model, KeyCode::Char(key));
        let sent = effects.iter().filter(|effect| matches!(effect, Effect::Fetch { .. })).count();
        assert_eq!(sent, expected);
        if let Some(Effect::Fetch { id, .. }) = effects.first() {
            arrive(&mut model, *id, answer(202, "", "/v1/me/library"));
        }
        let faults = if expected == 1 { Vec::new() } else { vec!["it was not sent".to_owned()] };
        assert_eq!(done(&model), [(0, (expected == 1).then_some(202), faults)]);
    }
}

#[test]
fn what_is_missing_ends_the_step_and_is_told() {
    let mut model = loaded(
        "[[step]]\nrequest = \"/v1/x\"\nunfold = [\"data[7]\"]\nkeys = [\"z\"]\n[[step]]\nkeys = [\"z\"]",
    );
    let (id, _) = fetch_in(&next(&mut model));
    arrive(&mut model, id, answer(200, TWO, "/v1/x"));
    assert_eq!(done(&model), [(0, Some(200), vec!["there is no data[7]".to_owned()])]);
    assert_eq!(model.notice.as_deref(), Some("the demo: there is no data[7]"));
    assert!(!model.screen.zoomed, "the rest of the step is left out");
    next(&mut model);
    assert!(model.screen.zoomed);
}

#[test]
fn steps_are_passed_over_and_gone_back_to() {
    let steps = "[[step]]\nnote = \"a\"\nkeys = [\"F1\"]\n[[step]]\nnote = \"b\"\nrequest = \"/v1/x\"\n[[step]]\nnote = \"c\"";
    let mut model = loaded(steps);
    let words = |model: &Model| model.demo.as_ref().unwrap().words();
    press(&mut model, KeyCode::F(4));
    assert_eq!((words(&model).as_str(), model.overlay.is_none()), ("1/3 a", true));
    let (id, _) = fetch_in(&next(&mut model));
    assert_eq!(next(&mut model), Effects::new());
    assert!(model.notice.as_deref().is_some_and(|notice| notice.contains("still under way")));
    press(&mut model, KeyCode::F(4));
    assert_eq!(words(&model), "2/3 b", "the rest of it is given up, and no step is passed over");
    arrive(&mut model, id, answer(200, TWO, "/v1/x"));
    assert_eq!(done(&model), Vec::new());
    press(&mut model, KeyCode::F(7));
    press(&mut model, KeyCode::F(7));
    press(&mut model, KeyCode::F(7));
    assert_eq!(words(&model), "t · F9 begins, 3 steps");
    next(&mut model);
    assert!(matches!(model.overlay, Some(Overlay::Help { .. })));
}

#[test]
fn what_lies_over_the_panels_goes_before_a_request() {
    let mut model = loaded("[[step]]\nrequest = \"/v1/x\"");
    press(&mut model, KeyCode::F(1));
    assert!(matches!(model.overlay, Some(Overlay::Help { .. })));
    fetch_in(&next(&mut model));
    assert!(model.overlay.is_none());
}

#[test]
fn without_a_demo_its_keys_say_so() {
    let mut model = model("/v1/x");
    for code in [KeyCode::F(4), KeyCode::F(7), KeyCode::F(9)] {
        assert_eq!(press(&mut model, code), Effects::new());
        assert_eq!(model.notice.take().as_deref(), Some("no demo is loaded; `segue demo FILE` loads one"));
    }
}

#[test]
fn the_note_has_its_own_rows_and_the_same_number_for_all_steps() {
    let long = "word ".repeat(30);
    let mut model = loaded(&format!("[[step]]\nnote = \"short\"\n[[step]]\nnote = \"{long}\""));
    let before = model.areas();
    assert_eq!((before.note.height, before.note.bottom()), (2, before.footer.y));
    next(&mut model);
    assert_eq!(model.areas().note, before.note);
    update(&mut model, Message::Input(Event::Resize(80, 8)));
    assert_eq!(model.areas().note.height, 0, "a tiny screen has no room for words");
}

#[test]
fn no_key_of_a_demo_hands_a_token_out_or_ends_the_talk() {
    let withheld = [
        ("\"Esc\", \"y T\", \"y\"", "copy-token"),
        ("\"Esc\", \"y\", \"T\", \"y\"", "copy-token"),
        ("\"Esc\", \"y s\"", "print-copied"),
        ("\"Ctrl-c\"", "interrupt"),
        ("\"Ctrl-z\"", "suspend"),
    ];
    for (keys, action) in withheld {
        let demo = parse_demo(&format!("title = \"t\"\n[[step]]\n[[step]]\nkeys = [{keys}]")).unwrap();
        let fault = demo::State::new(demo, &Keymap::default()).unwrap_err();
        let expected = format!("step 2: no demo presses the key of {action}: a person does");
        assert_eq!(fault, expected, "{keys}");
    }
    // A letter may be typed; the palette leads to everything. These are looked at when they are pressed.
    for keys in [
        "\"Esc\", \"q\"",
        "\"Esc\", \"I\"",
        "\"Esc\", \"e\"",
        "\"Ctrl-p\", \"d\", \"e\", \"v\", \"e\", \"l\", \"o\", \"p\", \"e\", \"r\", \"Space\", \"t\", \"o\", \"k\", \"e\", \"n\", \"Space\", \"i\", \"t\", \"s\", \"e\", \"l\", \"f\", \"Enter\", \"y\"",
    ] {
        let mut model = loaded(&format!("[[step]]\nkeys = [{keys}]"));
        press(&mut model, KeyCode::Esc);
        let effects = next(&mut model);
        assert_eq!(effects, Effects::new(), "{keys}");
        let done = done(&model);
        assert!(
            matches!(&done[..], [(0, None, faults)] if faults[0].starts_with("no demo presses")),
            "{keys}: {done:?}"
        );
        assert!(model.overlay.is_none(), "{keys}");
    }
}

#[test]
fn a_demo_waits_for_the_answer_about_a_token_that_a_person_asked_for() {
    let mut model = loaded("[[step]]\nkeys = [\"y\"]");
    press(&mut model, KeyCode::Esc);
    press_all(&mut model, "yT");
    assert!(matches!(model.overlay, Some(Overlay::TokenQuestion(_))));
    assert_eq!(next(&mut model), Effects::new());
    assert_eq!(model.notice.as_deref(), Some("the demo waits: answer the question first"));
    assert!(matches!(model.overlay, Some(Overlay::TokenQuestion(_))));
}

#[test]
fn a_demo_goes_the_same_way_under_other_keys() {
    let chosen = "[keys.filter]\naccept = \"Ctrl-x\"";
    let mut model = loaded("[[step]]\nrequest = \"/v1/x\"\nfilter = \".data\"");
    model.keymap = Keymap::with(&crate::domain::profile::parse_config(chosen).unwrap().keys).unwrap();
    let (id, _) = fetch_in(&next(&mut model));
    let effects = arrive(&mut model, id, answer(200, TWO, "/v1/x"));
    let kept = effects.iter().filter(|effect| matches!(effect, Effect::Filter { is_live: false, .. }));
    assert_eq!(kept.count(), 1, "{effects:?}");
}
