//! What people stumbled over who had not read a word of the documents.

use super::*;
use crate::app::palette::Choice;

#[test]
fn behind_a_parameter_that_was_taken_its_values_are_offered() {
    let mut model = model("");
    press_all(&mut model, "/v1/catalog/us/albums/1000042?inc");
    press(&mut model, KeyCode::Tab);
    assert!(model.composer.path.text().ends_with("?include="), "{}", model.composer.path.text());
    assert!(model.completing.is_open(), "what can be included");
    press(&mut model, KeyCode::Tab);
    assert!(!model.composer.path.text().ends_with("?include="), "{}", model.composer.path.text());
    assert!(!model.completing.is_open(), "nothing has to follow");
}

#[test]
fn what_is_unfolded_in_the_last_row_shows_its_first() {
    for key in ["l", "\n"] {
        let mut model = model("/v1/x");
        let (id, _) = fetch_in(&press(&mut model, KeyCode::Enter));
        let items: Vec<_> = (0..60).map(|n| format!(r#"{{"a":{n}}}"#)).collect();
        arrive(&mut model, id, answer(200, &format!("[{}]", items.join(",")), "/v1/x"));
        press_all(&mut model, "E");
        press_all(&mut model, "C");
        press_all(&mut model, "gl");
        let height = model.height_of(Panel::Response);
        while model.response.cursor() + 1 < height {
            press_all(&mut model, "j");
        }
        assert_eq!(model.response.offset(), 0);
        let rows = count_of_rows(&model);
        if key == "l" {
            press_all(&mut model, key)
        } else {
            press(&mut model, KeyCode::Enter)
        };
        assert!(count_of_rows(&model) > rows, "it unfolds");
        assert_eq!((model.response.cursor() + 1, model.response.offset()), (height, 1));
    }
}

#[test]
fn settings_are_found_by_their_names() {
    for (words, name) in
        [("paging.ahead", "paging.ahead"), ("confirm writes", "confirm_writes"), ("setting esc", "esc_wait")]
    {
        let mut model = model("/v1/x");
        model.settings = crate::domain::profile::effective(
            &crate::domain::profile::Config::default(),
            &std::iter::empty::<(String, String)>().collect(),
            &[],
        );
        update(&mut model, Message::Input(Event::Key(Key::ctrl('p'))));
        press_all(&mut model, words);
        let Some(Overlay::Palette(palette)) = &model.overlay else { panic!("no palette") };
        assert!(
            matches!(palette.chosen(), Some(Choice::Setting(setting, _)) if setting.name == name),
            "{words}: {:?}",
            palette.chosen()
        );
    }
}

#[test]
fn what_tab_takes_leads_on_from_a_storefront_and_begins_with_a_slash() {
    let mut taken = Vec::new();
    let mut model = model("");
    press(&mut model, KeyCode::Esc);
    press_all(&mut model, "p");
    update(&mut model, Message::Input(Event::Key(Key::ctrl('n'))));
    press(&mut model, KeyCode::Tab);
    taken.push(model.composer.path.text());
    press_all(&mut model, "catal");
    for _ in 0..2 {
        press(&mut model, KeyCode::Tab);
        taken.push(model.composer.path.text());
    }
    assert_eq!(taken, ["/v1/", "/v1/catalog/", "/v1/catalog/us/"]);
}

#[test]
fn a_header_line_that_cannot_be_sent_is_told_once_it_is_left() {
    let mut model = model("/v1/test");
    let told = |model: &Model| model.advice().map(|advice| advice.words.clone()).collect::<Vec<_>>();
    press(&mut model, KeyCode::Esc);
    press_all(&mut model, "HOrigin");
    assert_eq!(told(&model), [""; 0], "it may still become one");
    press(&mut model, KeyCode::Esc);
    assert_eq!(told(&model), ["header line 1 has no colon; write it as Name: value"]);
    press_all(&mut model, "H: x");
    press(&mut model, KeyCode::Esc);
    assert_eq!(told(&model), [""; 0]);
}
