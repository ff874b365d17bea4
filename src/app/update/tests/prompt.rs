//! The line that is typed under the response.

use super::*;
use crate::app::{
    field::Cover,
    layout::Panel,
    prompt::{Ask, Prompt},
};

/// What is typed in the prompt.
pub(super) fn typed(model: &Model) -> Option<String> {
    model.prompt.as_ref().map(|prompt| prompt.field.text())
}

#[test]
fn what_is_typed_goes_to_the_prompt_and_esc_closes_it_alone() {
    let mut model = listed();
    let rows = count_of_rows(&model);
    let height = model.height_of(Panel::Response);
    press_all(&mut model, "j/q1");
    assert_eq!((typed(&model).as_deref(), model.height_of(Panel::Response)), (Some("q1"), height - 1));
    press(&mut model, KeyCode::Backspace);
    press(&mut model, KeyCode::Tab);
    update(&mut model, Message::Input(Event::Paste("ue\nue".to_owned())));
    assert_eq!((typed(&model).as_deref(), model.screen.focus), (Some("que ue"), Panel::Response));
    press(&mut model, KeyCode::Esc);
    assert_eq!((typed(&model), model.height_of(Panel::Response)), (None, height));
    assert_eq!((count_of_rows(&model), model.composer.draft().path.as_str()), (rows, "/v1/x?limit=2"));
    assert_eq!(model.response.cursor(), 1);
}

#[test]
fn there_is_no_prompt_where_there_is_no_tree() {
    let mut model = model("/v1/x");
    press(&mut model, KeyCode::Esc);
    press_all(&mut model, "2/");
    assert_eq!(typed(&model), None);
    assert_eq!(model.notice.as_deref(), Some("nothing to search: there is no tree of a response"));
}

#[test]
fn a_prompt_stands_under_the_response_and_goes_with_the_focus() {
    let mut model = listed();
    for ask in [Ask::Search, Ask::Filter, Ask::Save] {
        model.prompt = Some(Prompt::new(ask));
        press_all(&mut model, "x");
        assert_eq!(typed(&model).as_deref(), Some("x"), "{ask:?}");
        assert!(model.context().is_field(), "{ask:?}");
    }
    super::focus(&mut model, Panel::Request);
    assert_eq!(typed(&model), None);
}

#[test]
fn an_answer_that_comes_meanwhile_leaves_the_prompt_where_it_is() {
    let mut model = listed();
    let (id, _) = fetch_in(&press_all(&mut model, "r"));
    press_all(&mut model, "/ab");
    arrive(&mut model, id, answer(404, "{}", "/v1/x?limit=2"));
    assert_eq!((typed(&model).as_deref(), model.screen.focus), (Some("ab"), Panel::Response));
}

#[test]
fn the_own_token_does_not_show_in_the_prompt() {
    let mut model = listed();
    let token = "Ab1+/cd9".repeat(16);
    model.session.standing.user =
        UserStanding::of(&crate::domain::secret::Secret::new(token.clone()), "a test");
    press_all(&mut model, &format!("/{token}"));
    assert_eq!(model.prompt.map(|prompt| prompt.field.cover().clone()), Some(Cover::Hidden));
}
