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
    assert!(lines.contains(&HelpLine::Key("P F6".to_owned(), "edit the path".to_owned())), "{lines:?}");
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
    let told = "max_body is read at the start; set it with config.toml and start again";
    assert_eq!(model.notice.as_deref(), Some(told));
}

/// Opens the palette, and chooses a setting there.
fn choose(model: &mut Model, name: &str) -> (String, &'static str) {
    press(model, KeyCode::Char(':'));
    let Some(Overlay::Palette(palette)) = &mut model.overlay else { panic!("no palette") };
    let is_it = |choice: &Choice| matches!(choice, Choice::Setting(setting, _) if setting.name == name);
    let at = palette.matching().position(is_it).unwrap();
    palette.choose(at);
    (palette.chosen().unwrap().label(), palette.does())
}

/// The palette's line about a setting, and what Enter does with it.
fn line(model: &mut Model, name: &str) -> (String, &'static str) {
    let line = choose(model, name);
    press(model, KeyCode::Esc);
    line
}

#[test]
fn the_palette_tells_a_setting_as_it_is_however_it_was_changed() {
    let mut model = configured("");
    let was = model.session.has_motion;
    assert!(was && !model.screen.has_mouse);
    assert_eq!(line(&mut model, "mouse"), ("mouse  false · default".to_owned(), "switch it"));
    press(&mut model, KeyCode::Char('M'));
    assert_eq!(line(&mut model, "mouse"), ("mouse  true · changed for this run".to_owned(), "switch it"));
    press(&mut model, KeyCode::Char('M'));
    assert_eq!(line(&mut model, "mouse").0, "mouse  false · default");
}

#[test]
fn of_a_setting_that_is_read_at_the_start_it_is_said_what_sets_it() {
    for (name, told) in [
        ("default", "default is read at the start; set it with config.toml or --profile and start again"),
        ("colours", "colours is read at the start; set it with NO_COLOR and start again"),
        ("editor", "editor is read at the start; set it with VISUAL or EDITOR and start again"),
        ("ascii", "ascii is read at the start; set it with config.toml or --ascii and start again"),
    ] {
        let mut model = configured("");
        assert_eq!(choose(&mut model, name).1, "say how it is set", "{name}");
        press(&mut model, KeyCode::Enter);
        assert_eq!(model.notice.as_deref(), Some(told));
    }
    let mut model = configured("");
    model.settings =
        effective(&parse_config("").unwrap(), &Environment::default(), &[("--ascii", "true".to_owned())]);
    choose(&mut model, "ascii");
    press(&mut model, KeyCode::Enter);
    assert_eq!(model.notice.as_deref(), Some("ascii is read at the start, and --ascii decides it"));
}

#[test]
fn there_is_no_mouse_where_lines_are_written() {
    let mut model = configured("mouse = true\nplain = true");
    model.screen.is_plain = true;
    press(&mut model, KeyCode::Char('M'));
    assert_eq!(model.notice.as_deref(), Some("there is no mouse where lines are written (--plain)"));
    assert!(!model.screen.has_mouse);
    assert_eq!(
        line(&mut model, "mouse"),
        ("mouse  false · config.toml line 2".to_owned(), "say how it is set")
    );
}

#[test]
fn sentences_name_the_keys_as_they_were_chosen() {
    let keys = "[keys.response]\ncopy-value = \"Ctrl-x v\"\n[keys.form]\ntoggle-user = \"Ctrl-x u\"\n\
                [keys.anywhere]\nshow-palette = \"Ctrl-g\"\ndoctor = \"F11\"\n[keys.panel]\nprint-copied = \"Ctrl-x s\"";
    let mut model = configured(keys);
    press_all(&mut model, "2");
    update(&mut model, Message::Input(Event::Key(Key::ctrl('x'))));
    press(&mut model, KeyCode::Char('s'));
    let told = "nothing has been copied yet; Ctrl-x v copies the value under the cursor";
    assert_eq!(model.notice.as_deref(), Some(told));
    let reason =
        "the terminal x has no clipboard; save to a file, or press {key:print-copied} to print it".to_owned();
    update(&mut model, Message::Copied(Err(reason)));
    assert!(model.notice.as_deref().is_some_and(|notice| notice.ends_with("press Ctrl-x s to print it")));
    let missing = ("Music User Token", "there is none".to_owned());
    let report = crate::app::errors::no_token(missing, false);
    let report = model.keymap.retold(report);
    let expected = [
        "Mend it and start Segue again, or choose another profile with Ctrl-g.",
        "To send without it, press Esc, and Ctrl-x u in the request; F11 examines what is set.",
    ];
    assert_eq!(report.entries[0].advice, expected);
}
