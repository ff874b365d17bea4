//! Keys of one's own, the help of a panel, and settings that are changed in the palette.

use super::*;
use crate::{
    app::{
        keymap::{Context, Keymap},
        overlay::HelpLine,
        palette::Choice,
    },
    domain::profile::{Environment, effective, parse_config},
};

fn configured(text: &str) -> Model {
    let mut model = model("/v1/x");
    let config = parse_config(text).unwrap();
    model.keymap = Keymap::with(&config.keys).unwrap();
    model.settings = effective(&config, &Environment::default(), &[]);
    model.composer.leave_field();
    model
}

fn help(model: &Model) -> (String, Vec<HelpLine>) {
    match &model.overlay {
        Some(Overlay::Help(help)) => (help.title(), help.lines.clone()),
        other => panic!("no help: {other:?}"),
    }
}

#[test]
fn a_chosen_key_acts_and_the_default_no_longer_does() {
    let mut model = configured("[keys.panel]\nzoom = \"Z\"");
    press(&mut model, KeyCode::Char('z'));
    assert!(!model.screen.zoomed);
    press(&mut model, KeyCode::Char('Z'));
    assert!(model.screen.zoomed);
}

#[test]
fn a_notice_names_the_key_as_it_is() {
    let mut model = configured("[keys.form]\nnext-method = \"Ctrl-x m\"");
    press(&mut model, KeyCode::Char('b'));
    assert_eq!(model.notice.as_deref(), Some("GET has no body; Ctrl-x m changes the method"));
}

#[test]
fn the_help_is_that_of_the_panel_until_all_is_asked_for() {
    let mut model = configured("[keys.form]\nedit-path = [\"P\", \"F6\"]");
    press(&mut model, KeyCode::Char('?'));
    let (title, lines) = help(&model);
    assert_eq!(title, "Keys · Request, outside its text fields");
    assert_eq!(lines[0], HelpLine::Heading(Context::Form.title()));
    assert!(lines.contains(&HelpLine::Key("P F6".to_owned(), "edit the path")), "{lines:?}");
    assert!(!lines.contains(&HelpLine::Heading(Context::Response.title())));
    press(&mut model, KeyCode::Tab);
    let (title, all) = help(&model);
    assert_eq!(title, "Keys · all");
    assert!(all.len() > lines.len() && all.contains(&HelpLine::Heading(Context::Response.title())));
    press(&mut model, KeyCode::Tab);
    assert_eq!(help(&model).1, lines);
    press(&mut model, KeyCode::Char('q'));
    assert!(model.overlay.is_none());
}

#[test]
fn a_setting_is_found_in_the_palette_with_its_source_and_turned() {
    let mut model = configured("confirm_writes = false\n[paging]\nahead = false");
    model.session.paging.ahead = false;
    for (typed, label) in [
        ("paging.ahead", "paging.ahead  false · config.toml line 3"),
        ("paging.ahead", "paging.ahead  true · changed for this run"),
    ] {
        press(&mut model, KeyCode::Char(':'));
        press_all(&mut model, typed);
        let Some(Overlay::Palette(palette)) = &model.overlay else { panic!("no palette") };
        assert_eq!(palette.chosen().map(Choice::label).as_deref(), Some(label));
        let was = model.session.paging.ahead;
        press(&mut model, KeyCode::Enter);
        assert_eq!(model.session.paging.ahead, !was);
    }
    press(&mut model, KeyCode::Char(':'));
    press_all(&mut model, "max_body");
    press(&mut model, KeyCode::Enter);
    assert!(model.notice.as_deref().is_some_and(|notice| notice.contains("read at the start")));
}
